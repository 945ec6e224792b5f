"""Who brought what of a campaign's plan: Shapley values beside what each brings alone, adds, and is credited with."""

from typing import Any, Final

import numpy as np

from sim.plots import naming, stored, style, writing
from sim.plots.texts import say

COLOURS: Final = {"shapley": 0, "added": 1, "alone": 2}
"""What is drawn with its interval, in the order from the thickest line; each with its colour and its sign."""


def shares_told(result: Any, point: int | None = None) -> list[tuple[str, str, str]]:
    """What the result tells of who brought what at a design point, the first if not given: (plan, by channel or kol,
    metric)."""
    data = shares_data(result, point=point)
    return list(dict.fromkeys(zip(data["plan"], data["by"], data["metric"], strict=True)))


def shares_data(
    result: Any, plan: str | None = None, by: str | None = None, metric: str | None = None, point: int | None = None
) -> Any:
    """The numbers of :func:`shares`: rows of ``result.attribution`` at a design point, the first if not given; empty
    without them."""
    import pandas as pd

    table = getattr(result, "attribution", None)
    if table is None:
        return pd.DataFrame({"plan": [], "by": [], "metric": [], "kind": [], "group": []})
    table = table[table["design_point"] == (stored.first_point(result) if point is None else point)]
    for column, wanted in (("plan", plan), ("by", by), ("metric", metric)):
        table = table if wanted is None else table[table[column] == wanted]
    return table.reset_index(drop=True)


def shares(result: Any, plan: str, by: str, metric: str, ax: Any = None, *, language: str = "en") -> Any:
    """Who brought what: of each group its Shapley value, what it adds to all others, what it brings alone (each with
    its interval), and what the last touch credits to it.

    Args:
        result: a stored result.
        plan, by, metric: one of :func:`shares_told`.
        ax: matplotlib axes to draw in; a new figure if not given.

    Returns:
        The axes.

    Raises:
        MissingResult: the result does not tell it.
    """
    data = shares_data(result, plan, by, metric)
    data = data[data["kind"] == "group"]
    if data.empty:
        raise stored.MissingResult(f"who brought {metric} of {plan!r} is not told; see compare: shapley")
    own = ax is None
    names = [writing.wrapped(name, 20, 1) for name in data["group"]]
    drawn = [what for what in COLOURS if data[what].notna().any()]
    signs = len(drawn) + int(data["last_touch"].notna().any())
    below = 0.72 + style.legend_height(signs)
    ax = style.axes(ax, 0.45 + 0.42 * len(data) + below, left=style.name_margin(names), bottom=below)
    for turn, what in enumerate(drawn):
        tint, shift = style.colour(COLOURS[what]), 0.2 * (turn - 1)
        for row, item in enumerate(data.to_dict("records")):
            ends = [item[f"{what}_low"], item[f"{what}_high"]]
            ax.plot(ends, [row + shift] * 2, color=tint, lw=2.5, alpha=0.55, zorder=2)
        rows = np.arange(len(data)) + shift
        look = {"color": tint, "mec": "white", "mew": 0.8, "ms": 7, "zorder": 3, "ls": ""}
        ax.plot(data[what], rows, style.marker(COLOURS[what]), label=say(language, f"shares_{what}"), **look)
    if signs > len(drawn):
        look = {"color": style.QUIET, "ms": 7, "mew": 1.6, "ls": "", "zorder": 4}
        ax.plot(data["last_touch"], np.arange(len(data)), "x", label=say(language, "shares_last_touch"), **look)
    ends = [f"{what}{end}" for what in drawn for end in ("", "_low", "_high")]
    numbers = data[[*ends, *(["last_touch"] if signs > len(drawn) else [])]].to_numpy(np.float64)
    style.row_names(ax, names)
    style.padded(ax, np.append(numbers[np.isfinite(numbers)], 0.0))
    style.label_axes(ax, naming.title(result, language, metric))
    style.legend(ax, own, signs)
    return ax
