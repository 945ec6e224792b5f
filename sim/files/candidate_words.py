"""The words of a table of KOLs: names of its columns and platforms, in Chinese and English, and what says "nothing"."""

from typing import Final

from sim.files.amounts import MARKS, UNITS, half_width

COLUMNS: Final = {
    "name": ("name", "nickname", "kol", "名称", "昵称", "达人", "达人昵称", "达人名称", "博主", "账号", "账号名称"),
    "platform": ("platform", "平台", "所属平台", "发布平台"),
    "followers": ("followers", "fans", "粉丝", "粉丝数", "粉丝量", "粉丝数量"),
    "topic": ("topic", "category", "类目", "领域", "垂类", "内容类目"),
    "quote_image": ("quote_image", "image_quote", "图文报价", "图文价格", "图文笔记报价"),
    "quote_video": ("quote_video", "video_quote", "视频报价", "视频价格", "视频笔记报价"),
    "currency": ("currency", "币种", "货币", "货币单位", "报价币种", "结算币种"),
    "median_views": ("median_views", "阅读中位数", "阅读量中位数", "播放中位数", "播放量中位数"),
    "engagement_rate": ("engagement_rate", "互动率"),
    "available_from": ("available_from", "档期", "最早档期", "可用档期"),
}
"""What a column means, and the headers that say so. Capitals, spaces, ``_`` and ``-`` make no difference."""

NEEDED: Final = ("name", "followers")

PLATFORMS: Final = {
    "xiaohongshu": ("xiaohongshu", "小红书", "xhs", "rednote"),
    "douyin": ("douyin", "抖音"),
    "weibo": ("weibo", "微博", "新浪微博"),
    "wechat": ("wechat", "微信", "公众号", "微信公众号"),
    "kuaishou": ("kuaishou", "快手"),
    "bilibili": ("bilibili", "b站", "哔哩哔哩"),
    "twitter": ("twitter", "x", "推特"),
}
"""Platforms by the names that tables give them; others keep their own name, in small letters."""

NOTHING: Final = ("", "-", "--", "—", "——", "/", "\\", "无", "暂无", "n/a", "na", "none", "null")
"""What stands in a cell of which nothing is known."""

_PEOPLE: Final = ("人", "次", "个", "粉", "份")
_UNITS: Final = (*UNITS, "%", *MARKS, "cny", "usd", "eur", "gbp", "jpy", "hkd", "twd")


class WordError(ValueError):
    """A header that cannot be understood; the message is a sentence."""


def plain(text: str) -> str:
    """A word as it is compared: no spaces around it, no capitals, no full-width letters."""
    return half_width(text).casefold()


def _header(text: str) -> str:
    return "".join(one for one in plain(text) if one not in " _-\t\u00a0")


_BY_HEADER: Final = {_header(word): column for column, words in COLUMNS.items() for word in words}
_BY_PLATFORM: Final = {word: name for name, words in PLATFORMS.items() for word in words}


def column_of(header: str) -> tuple[str | None, str]:
    """Which column a header means (None: not one of ours), and the unit that it gives to the numbers below it.

    Raises:
        WordError: a column of ours, with a unit that is not known.

    >>> column_of("Quote Image"), column_of("粉丝数（万）"), column_of("互动率(%)"), column_of("备注")
    (('quote_image', ''), ('followers', '万'), ('engagement_rate', '%'), (None, ''))
    """
    word = _header(header)
    if word in _BY_HEADER:
        return _BY_HEADER[word], ""
    stem, bracket, rest = word.partition("(")
    if not bracket or stem not in _BY_HEADER or not rest.endswith(")"):
        return None, ""
    unit = rest[:-1]
    if unit not in (*_UNITS, *_PEOPLE):
        raise WordError(
            f"the unit {unit!r} in the header {header.strip()!r} is not known; allowed: {', '.join(_UNITS)}"
        )
    return _BY_HEADER[stem], "" if unit in _PEOPLE else unit


def platform_of(word: str) -> str:
    """The one name of a platform.

    >>> platform_of("小红书"), platform_of("XHS"), platform_of("Threads")
    ('xiaohongshu', 'xiaohongshu', 'threads')
    """
    return _BY_PLATFORM.get(plain(word), plain(word))


def is_nothing(cell: str) -> bool:
    """Whether a cell says that nothing is known.

    >>> is_nothing(" — "), is_nothing("暂无"), is_nothing("0")
    (True, True, False)
    """
    return plain(cell) in NOTHING
