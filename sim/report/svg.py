"""A matplotlib figure as SVG that can stand inside a page: text as text, the same bytes every time, ids of its own."""

import html
import io
import re
import warnings
from typing import Any, Final

FONTS: Final = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'PingFang SC', 'Hiragino Sans GB', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', Arial, "
    "sans-serif"
)
"""Fonts of which every system has one, with Chinese."""


def to_svg(ax: Any, name: str, title: str, description: str) -> str:
    """The figure of these axes as an ``<svg>`` element with a title and a description.

    Args:
        ax: axes of a figure.
        name: a word that is unique in the page; it starts every id.
        title, description: what a reader who does not see the figure hears.
    """
    import matplotlib

    buffer = io.StringIO()
    options: Any = {"svg.fonttype": "none", "svg.hashsalt": "seedcast"}
    with matplotlib.rc_context(options), warnings.catch_warnings():
        # The browser chooses the font; the one that matplotlib measures with need not have Chinese.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from", category=UserWarning)
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        ax.figure.savefig(buffer, format="svg", metadata=metadata, transparent=True)
    return _page_form(buffer.getvalue(), name, title, description)


def _page_form(text: str, name: str, title: str, description: str) -> str:
    """The ``<svg>`` element alone, its ids under ``name``, its fonts and lines set once."""
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\s*<defs>\s*<style type="text/css">[^<]*</style>\s*</defs>', "", text)
    text = re.sub(r'(<[^<>]*?)\bid="([^"]+)"', rf'\1id="{name}-\2"', text)
    text = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    text = re.sub(r'(<text style="[^"]*?)font-family: [^;"]*;? ?', r"\1", text)
    text = re.sub(r' (d|x|y|transform)="([^"]*)"', _rounded, text)
    opening, rest = text.split(">", 1)
    size = re.search(r'viewBox="([^"]+)"', opening)
    assert size is not None
    label = html.escape(title, quote=True)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size[1]}" width="100%" role="img" aria-label="{label}" '
        f'aria-describedby="{name}-description" '
        f'style="font-family: {FONTS}; stroke-linejoin: round; stroke-linecap: butt"'
    )
    heard = f'<title>{html.escape(title)}</title><desc id="{name}-description">{html.escape(description)}</desc>'
    return f"{opening}>{heard}{rest}"


def _rounded(match: re.Match) -> str:
    """An attribute with its numbers rounded to a hundredth of a point, on one line."""
    numbers = re.sub(r"-?\d+\.\d+", lambda m: f"{round(float(m[0]), 2):g}", match[2])
    return f' {match[1]}="{" ".join(numbers.split())}"'
