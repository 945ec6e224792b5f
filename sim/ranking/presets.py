"""Platforms at a date: the fields of a platform, where they come from, and how sure that is.

The mark says what the *target* of the ranking rests on: published by the platform, folklore of practitioners, or an
assumption. Single fields that are assumptions whatever the mark says are named in ``assumed``.

**Recency** is an assumption everywhere. .7 h for X and 6 h for watch time are this project's values. Half-lives of
engagement in 2018 (Graffius 2018: X 21 minutes, Facebook 30 minutes, Instagram 19 hours, LinkedIn 24 hours, YouTube 6
days) span a factor of 411, which these two values turn into one of 8.6: other platforms are put between them by the
same rule, time constant = .7 h x (half-life / X's) to the power .357. So their *order* is that of the half-lives. Their
size is not: much of a half-life comes from search, notifications and visits, which no discount by age describes.

**Ads** (share of looks): 14% X, 21% Facebook, 21% Instagram, 20% LinkedIn, counted in 175 feeds by WhistleOut in 2020;
about 15% TikTok (Business Insider, November 2023, two feeds); 6 to 8% Douyin and 5% WeChat Channels (trade press,
2023). All are assumptions, as loads change by country, person and quarter.

**Posts of authors not followed**: X about half (X's engineering blog, 31 March 2023); Facebook 30%, Instagram 50%
(Meta's results call, 24 April 2024); WeChat what is read neither from subscriptions (56%) nor from friends (20%)
(Chyxx 2019).

**What was seen** is not shown again, also not where others share it: X's filters of posts seen before and of several
reposts of one post (``the-algorithm``, home-mixer, 2023; ``x-algorithm``, home-mixer, 2026). That other platforms do as
much is an assumption.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from sim.ranking import published
from sim.ranking.fitted import fitted
from sim.ranking.published import dropped_of, weights_of

MARKS: Final = ("published", "folklore", "assumption")


class UnknownPreset(ValueError):
    """No preset of this name."""


@dataclass(frozen=True, eq=False)
class Preset:
    """A platform at a date.

    Attributes:
        name: of the preset.
        platform: fields of :class:`sim.models.campaign.platform.Platform`.
        date: of what it rests on (year-month-day).
        source: where that is told.
        mark: one of :data:`MARKS`: what the ranking's target rests on.
        inherits: the preset whose values it takes where it has none of its own.
        mapping: our action -> the published actions that it stands for.
        dropped: published actions without a counterpart here, and their weights.
        assumed: fields of ``platform`` that are assumptions, whatever the mark is.
        parameters: of the campaign model beside the platform's, where this platform has its own: assumptions, and what
            was fitted (``fitted.toml``; ``make calibrate`` writes it).
    """

    name: str
    platform: dict[str, Any]
    date: str
    source: str
    mark: Literal["published", "folklore", "assumption"]
    inherits: str | None = None
    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: Mapping[str, float] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)


def _scored(name: str, weights: Mapping[str, float], mapping: Mapping[str, tuple[str, ...]], **rest: Any) -> Preset:
    """A preset whose weights are made from published ones; ``rest`` are the fields of both the preset and platform."""
    own = {key: rest.pop(key) for key in ("date", "source", "mark", "assumed")}
    own["parameters"] = rest.pop("parameters", {})
    platform = {
        "ranking": "ranked",
        "weights": weights_of(weights, mapping),
        "diversity_floor": 0.25,
        "diversity_decay": 0.5,
        "seen_filter": True,
        **rest,
    }
    return Preset(name, platform, mapping=mapping, dropped=dropped_of(weights, mapping), **own)


def _like(parent: Preset, name: str, **rest: Any) -> Preset:
    """A preset that takes what it does not say from another; what is its own is an assumption."""
    own = {key: rest.pop(key) for key in ("date", "source", "mark") if key in rest}
    assumed = ("weights", *(key for key in parent.platform if key != "weights"))
    return replace(
        parent, name=name, platform={**parent.platform, **rest}, inherits=parent.name, assumed=assumed, **own
    )


def _share(share: float) -> dict[str, float]:
    return {"share": share}


_BOTH_OF_2023: dict[str, Any] = {
    "mark": "published",
    "assumed": ("recency_hours", "ad_load"),
    "recency_hours": 0.7,
    "stranger_factor": 1.0,
    "out_of_network": _share(0.5),
    "ad_load": 0.14,
}
"""What the two releases of X's ranker of 2023 have in common: all but the weights."""

_X_2023_PAGE = "github.com/twitter/the-algorithm-ml, projects/home/recap/README.md"
_X_2023 = _scored(
    "x_2023", published.X_2023, published.X_2023_MAPPING, date="2023-04-05", source=_X_2023_PAGE, **_BOTH_OF_2023
)
_X_2023_FIRST = _scored(
    "x_2023_first",
    published.X_2023_FIRST,
    published.X_2023_MAPPING,
    date="2023-03-31",
    source=f"{_X_2023_PAGE}, commit 78c3235",
    **_BOTH_OF_2023,
)
_X_2026 = _scored(
    "x_2026",
    published.X_2026,
    published.X_2026_MAPPING,
    date="2026-08-12",
    source="github.com/xai-org/x-algorithm, home-mixer/params/param.rs",
    mark="published",
    assumed=("recency_hours", "out_of_network", "ad_load"),
    recency_hours=0.7,
    stranger_factor=0.75,
    out_of_network=_share(0.5),
    ad_load=0.14,
)
_YOUTUBE = _scored(
    "youtube_watch_time",
    published.WATCH_TIME,
    published.WATCH_TIME_MAPPING,
    date="2016-09-15",
    source="Covington, Adams and Sargin 2016 (RecSys), section 4: odds are expected watch time; here a post watched "
    "to the end is one unit of it",
    mark="published",
    assumed=(
        *("recency_hours", "stranger_factor", "diversity_floor", "diversity_decay", "seen_filter"),
        *("out_of_network", "ad_load"),
    ),
    recency_hours=6.0,
    stranger_factor=1.0,
    out_of_network=_share(0.97),
    ad_load=0.1,
    watch_time=True,
)
DOUYIN_VALUES: Final = {
    "complete": 1.0,
    "like": 3.0,
    "save": 8.0,
    "comment": 10.0,
    "share": 20.0,
    "follow": 20.0,
    "hide": -50.0,
}
"""Assumption: the platform published the form of its score but no values. Watching to the end counts most in all, and
each rarer reaction counts more a piece, so that at usual rates every one of them matters."""
FEW_POST: Final = {"inflow": 20.0}
"""Where most only watch, less comes from those who are followed: half of all adults on TikTok have never posted, and a
quarter makes 98% of the videos (Pew Research Center 2024). The number is an assumption."""
_DOUYIN = _scored(
    "douyin_2025",
    DOUYIN_VALUES,
    {action: (action,) for action in DOUYIN_VALUES},
    date="2025-04-17",
    source="Douyin's safety and trust centre, as reported on 2025-04-17: priority = sum of predicted behaviour x "
    "value; the values are not published",
    mark="published",
    assumed=(
        *("weights", "recency_hours", "stranger_factor", "diversity_floor", "diversity_decay"),
        *("seen_filter", "out_of_network", "ad_load"),
    ),
    recency_hours=6.0,
    stranger_factor=1.0,
    out_of_network=_share(0.97),
    ad_load=0.07,
    parameters=FEW_POST,
)
_XIAOHONGSHU = _scored(
    "xiaohongshu_ces_folklore",
    published.CES,
    published.CES_MAPPING,
    date="2025-01-01",
    source="practitioners' pages on the CES (jianshu b7b608a487c4; yaosanwang 51035), never confirmed by the platform",
    mark="folklore",
    assumed=(
        *("recency_hours", "stranger_factor", "diversity_floor", "diversity_decay", "seen_filter"),
        *("out_of_network", "ad_load"),
    ),
    recency_hours=6.0,
    stranger_factor=1.0,
    out_of_network=_share(0.85),
    ad_load=0.07,
)
_POOLS = _like(
    _DOUYIN,
    "douyin_pools_folklore",
    date="2025-01-01",
    source="practitioners' pages on traffic pools (200-500, 3-5 thousand, 10-20 thousand, 100-150 thousand, ...), the "
    "middle of each; likes of 10% or 60% watched to the end open the next, at the first gate as told, at the others by "
    "assumption; the review by people at the fourth is left out",
    mark="folklore",
    pools=tuple(
        {"people": size, "likes": 0.1, "completes": 0.6}
        for size in (300.0, 4_000.0, 15_000.0, 125_000.0, 500_000.0, 2_000_000.0, 8_500_000.0)
    ),
)


def _assumed(parent: Preset, name: str, date: str, why: str, **rest: Any) -> Preset:
    return _like(parent, name, date=date, source=why, mark="assumption", **rest)


PRESETS: Final = {
    preset.name: preset
    for preset in (
        _X_2023,
        _X_2023_FIRST,
        _X_2026,
        _YOUTUBE,
        _DOUYIN,
        _XIAOHONGSHU,
        _POOLS,
        _assumed(_X_2026, "weibo", "2026-08-12", "a microblog as X is", out_of_network=_share(0.3)),
        _assumed(
            *(_X_2026, "wechat", "2019-12-31", "articles of subscribed accounts, passed on by friends"),
            recency_hours=2.9,
            out_of_network=_share(0.24),
            ad_load=0.05,
        ),
        _assumed(
            *(_X_2026, "instagram", "2024-04-24", "Meta's results call, 24 April 2024, for the share recommended"),
            recency_hours=2.9,
            out_of_network=_share(0.5),
            ad_load=0.21,
        ),
        _assumed(
            *(_DOUYIN, "tiktok", "2021-12-05", "an internal paper (New York Times, 5 December 2021) has Douyin's form"),
            ad_load=0.15,
        ),
        _assumed(
            *(_X_2026, "facebook", "2024-04-24", "Meta's results call, 24 April 2024, for the share recommended"),
            recency_hours=0.8,
            out_of_network=_share(0.3),
            ad_load=0.21,
        ),
        _assumed(
            *(_X_2026, "linkedin", "2020-08-10", "WhistleOut 2020 for the share of ads"),
            recency_hours=3.2,
            out_of_network=_share(0.3),
            ad_load=0.2,
        ),
    )
}
"""All presets by name."""


def preset(name: str) -> Preset:
    """The preset of this name, a copy of its own. Raises :class:`UnknownPreset` (a ValueError), which lists all names.

    >>> preset("x_2026").platform["weights"]["comment"], preset("weibo").inherits
    (5.0, 'x_2026')
    """
    if name not in PRESETS:
        raise UnknownPreset(f"there is no platform preset {name!r}; allowed: {', '.join(PRESETS)}")
    found = PRESETS[name]
    return replace(
        found, platform=copy.deepcopy(found.platform), parameters={**found.parameters, **fitted(name, found.inherits)}
    )


def mapping_rows() -> Iterator[tuple[str, str, str, float]]:
    """For the documents: (preset, our action or "dropped", published actions, weight), of presets that inherit nothing.

    >>> next(mapping_rows())
    ('x_2023', 'like', 'fav', 0.5)
    """
    for found in PRESETS.values():
        if found.inherits is None:
            for action, names in found.mapping.items():
                yield found.name, action, " + ".join(names), found.platform["weights"][action]
            for name, weight in found.dropped.items():
                yield found.name, "dropped", name, weight
