"""The plans side by side: their intervals, their paired differences, and cost against result."""

from typing import Any

import numpy as np

from sim.plots import naming, stored, style, writing
from sim.plots.texts import say


def intervals_data(result: Any, metric: str | None = None) -> Any:
    """The numbers of :func:`intervals`: a row a plan."""
    return stored.means(result, metric or stored.decide_by(result))


def intervals(result: Any, metric: str | None = None, ax: Any = None, *, language: str = "en") -> Any:
    """Each plan's mean with its interval, over the middle 80% of its single worlds.

    Args:
        result: a stored result.
        metric: a metric of the runs; the one that decides if not given.
        ax: matplotlib axes to draw in; a new figure if not given.

    Returns:
        The axes.
    """
    metric = metric or stored.decide_by(result)
    data = intervals_data(result, metric)
    own = ax is None
    names = [writing.wrapped(plan) for plan in data["plan"]]
    ax = style.axes(ax, style.rows_height(len(data)) + 0.65, left=style.name_margin(names), bottom=1.2)
    for row, item in enumerate(data.itertuples()):
        tint = style.colour(stored.place(result, item.plan))
        ax.plot([item.lower_decile, item.upper_decile], [row, row], color=tint, lw=1.4, alpha=0.45, zorder=2)
        ax.plot([item.median], [row], "|", color=tint, ms=11, mew=1.4, alpha=0.7, zorder=2)
        ax.plot([item.low, item.high], [row, row], color=tint, lw=5, solid_capstyle="butt", zorder=3)
        sign = style.marker(stored.place(result, item.plan))
        ax.plot([item.mean], [row], sign, color=tint, ms=7.5, mec="white", mew=0.9, zorder=4)
        said = writing.number(item.mean)
        ax.annotate(said, (item.mean, row), (0, 8), textcoords="offset points", ha="center", fontsize=style.SIZE - 0.5)
    style.row_names(ax, names)
    style.padded(ax, data[["lower_decile", "upper_decile", "low", "high"]].to_numpy())
    style.label_axes(ax, naming.title(result, language, metric))
    from matplotlib.lines import Line2D

    grey: dict[str, Any] = {"color": style.QUIET}
    level = writing.percent(stored.confidence(result))
    handles = [
        Line2D(
            [],
            [],
            marker="o",
            lw=5,
            ms=7,
            mec="white",
            label=say(language, "interval_of_mean", confidence=level),
            **grey,
        ),
        Line2D([], [], marker="|", ms=9, lw=1.4, label=say(language, "spread_of_worlds"), **grey),
    ]
    style.legend(ax, own, 2, handles=handles)
    return ax


def differences_data(result: Any, metric: str | None = None) -> Any:
    """The numbers of :func:`differences`: a row a pair, "a minus b"."""
    return stored.paired_differences(result, metric or stored.decide_by(result))


def differences(result: Any, metric: str | None = None, ax: Any = None, *, language: str = "en") -> Any:
    """Paired differences with their intervals: each plan minus the one named by ``against``, or the best minus each.

    Args, returns: as :func:`intervals`.

    Raises:
        MissingResult: the result has only one plan.
    """
    metric = metric or stored.decide_by(result)
    data = differences_data(result, metric)
    if data.empty:
        raise stored.MissingResult("differences need at least two plans")
    anchor, named = stored.reference(result, metric)
    others = data["a"] if named else data["b"]
    names = [writing.wrapped(plan if named else say(language, "over", plan=plan), 22) for plan in others]
    key = "difference_to" if named else "difference_in"
    plan = writing.wrapped(str(anchor), 24, 1)
    x = writing.wrapped(say(language, key, plan=plan, metric=naming.title(result, language, metric)), 56)
    more = 0.18 * x.count("\n")
    ax = style.axes(ax, style.rows_height(len(data)) + 0.25 + more, left=style.name_margin(names), bottom=0.8 + more)
    ax.axvline(0, color=style.QUIET, lw=1)
    for row, (plan, item) in enumerate(zip(others, data.itertuples(), strict=True)):
        tint = style.colour(stored.place(result, plan))
        ax.plot([item.low, item.high], [row, row], color=tint, lw=5, solid_capstyle="butt", zorder=3)
        sign = style.marker(stored.place(result, plan))
        ax.plot([item.difference], [row], sign, color=tint, ms=7.5, mec="white", mew=0.9, zorder=4)
        said = writing.signed(item.difference)
        where = (item.difference, row)
        ax.annotate(said, where, (0, 8), textcoords="offset points", ha="center", fontsize=style.SIZE - 0.5)
    style.row_names(ax, names)
    style.padded(ax, np.append(data[["low", "high", "difference"]].to_numpy().ravel(), 0.0))
    style.label_axes(ax, x)
    return ax


def cost_against_result_data(result: Any, metric: str | None = None) -> Any:
    """The numbers of :func:`cost_against_result`: a row a plan, with whether any cheaper plan does as well."""
    metric = metric or stored.decide_by(result)
    data = stored.means(result, metric)
    told = result.manifest.get("plans", {})
    data["spent"] = [naming.spent(result, plan) for plan in data["plan"]]
    data["currency"] = [(told.get(plan) or {}).get("currency") for plan in data["plan"]]
    data["on_front"] = on_front(data["spent"].to_numpy(), data["mean"].to_numpy())
    return data


def on_front(cost: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """Which points no other point beats: none costs as little or less and brings more, or less and brings as much.

    >>> on_front(np.array([1., 2., 3.]), np.array([5., 4., 9.]))
    array([ True, False,  True])
    """
    beaten = (cost[None, :] <= cost[:, None]) & (gain[None, :] >= gain[:, None])
    beaten &= (cost[None, :] < cost[:, None]) | (gain[None, :] > gain[:, None])
    return ~beaten.any(axis=1) & np.isfinite(gain)


def has_prices(result: Any) -> bool:
    """Whether any plan costs anything."""
    return any(((told or {}).get("spent") or 0) > 0 for told in result.manifest.get("plans", {}).values())


def cost_against_result(result: Any, metric: str | None = None, ax: Any = None, *, language: str = "en") -> Any:
    """Each plan at its cost with its mean's interval; a line joins the plans that no cheaper plan beats.

    Args, returns: as :func:`intervals`.

    Raises:
        MissingResult: no plan costs anything.
    """
    metric = metric or stored.decide_by(result)
    if not has_prices(result):
        raise stored.MissingResult("no plan of this result has a price")
    data = cost_against_result_data(result, metric)
    own = ax is None
    rows = len(data) + 1
    y = writing.wrapped(naming.title(result, language, metric), style.TALL)
    height, below = (inches + style.legend_height(rows) for inches in (2.95, 0.75))
    ax = style.axes(ax, height, left=style.title_margin(y), bottom=below, right=0.35)
    front = data[data["on_front"]].sort_values("spent")
    ax.plot(front["spent"], front["mean"], ":", color=style.QUIET, lw=1.4, label=say(language, "pareto_front"))
    for item in data.itertuples():
        where = stored.place(result, item.plan)
        tint = style.colour(where)
        ax.plot([item.spent] * 2, [item.low, item.high], color=tint, lw=4, alpha=0.6, solid_capstyle="butt")
        name = writing.wrapped(item.plan, 48, 1)
        ax.plot(
            [item.spent], [item.mean], style.marker(where), color=tint, ms=8.5, mec="white", mew=0.9, ls="", label=name
        )
    currency = next((c for c in data["currency"] if c), None)
    key = naming.word(result, "spent" if currency else "spent_plain")
    x = say(language, key, currency=writing.shown(currency))
    style.label_axes(ax, x, y)
    ax.margins(x=0.08, y=0.1)
    style.plain_numbers(ax.xaxis)
    style.plain_numbers(ax.yaxis)
    ax.grid(color=style.LINE, lw=0.6)
    handles, labels = ax.get_legend_handles_labels()
    style.legend(ax, own, rows, handles=handles[1:] + handles[:1], labels=labels[1:] + labels[:1])
    return ax
