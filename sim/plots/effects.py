"""What moves the answer: uncertain parameters, and the settings of a sweep."""

from typing import Any, Final

import numpy as np

from sim.plots import naming, stored, style, writing
from sim.plots.texts import say, short_metric_name

MOST_PARAMETERS: Final = 12
FIFTH: Final = 0.2
"""Worlds with a value in the lowest and in the highest fifth of those drawn are compared."""
FEW: Final = 6
"""Up to so many values of a setting each has its own tick."""
TICKS: Final = 64
"""So many characters the names of all values of a setting have side by side."""
LEVELS: Final = 12
"""With more levels than this the settings are drawn as points without a line."""


def tornado_data(result: Any) -> Any:
    """The numbers of :func:`tornado`: for each uncertain parameter the answer in the fifths of worlds at both ends."""
    import pandas as pd

    columns = ["path", "low_values", "high_values", "at_low", "at_low_low", "at_low_high"]
    columns += ["at_high", "at_high_low", "at_high_high", "overall"]
    paths = stored.uncertain_paths(result)
    if not paths or stored.best(result) is None:
        return pd.DataFrame(columns=columns)
    metric = stored.decide_by(result)
    answer = answers(result)
    rows = []
    for path in paths:
        value = stored.worlds(result, path).iloc[:, 0].reindex(answer.index).to_numpy(np.float64)
        low, high = np.quantile(value, (FIFTH, 1 - FIFTH))
        level = stored.confidence(result)
        draws = stored.clusters(answer.to_frame(metric))
        ends: list[float] = []
        for inside in (value <= low, value >= high):
            alike = None if draws is None else draws[inside]
            ends += stored.interval(answer.to_numpy()[inside], alike, level)
        rows.append((path, low, high, *ends, float(answer.mean())))
    table = pd.DataFrame(rows, columns=columns)
    order = (table["at_high"] - table["at_low"]).abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def answers(result: Any) -> Any:
    """The answer in each world: the leading pair's difference, or with one plan its value (a pandas Series)."""
    metric = stored.decide_by(result)
    table = stored.worlds(result, metric)
    pair = stored.leading_pair(result)
    gap = table[stored.best(result)] if pair is None else table[pair["a"]] - table[pair["b"]]
    return gap[np.isfinite(gap.to_numpy(np.float64))]


def tornado(result: Any, ax: Any = None, *, language: str = "en") -> Any:
    """How far each uncertain parameter moves the answer: its mean in the low and in the high fifth of the range.

    Args, returns: as :func:`sim.plots.intervals`; the metric is the one that decides.

    Raises:
        MissingResult: the scenario names no uncertain parameter.
    """
    data = tornado_data(result).head(MOST_PARAMETERS)
    if data.empty:
        raise stored.MissingResult("the result has no uncertain parameters")
    own = ax is None
    last = [path.rsplit("/", 1)[-1].replace("_", " ") for path in data["path"]]
    whole = [naming.setting(path) for path in data["path"]]
    names = [writing.wrapped(w if last.count(name) > 1 else name, 22, 3) for name, w in zip(last, whole, strict=True)]
    below = 0.75 + style.legend_height(2)
    ax = style.axes(ax, 0.35 + 0.5 * len(data) + below, left=style.name_margin(names), bottom=below)
    for row, item in enumerate(data.itertuples()):
        ax.plot([item.at_low, item.at_high], [row, row], color=style.LINE, lw=9, solid_capstyle="butt", zorder=1)
        for at, low, high, value, tint, sign in (
            (item.at_low, item.at_low_low, item.at_low_high, item.low_values, style.colour(0), "o"),
            (item.at_high, item.at_high_low, item.at_high_high, item.high_values, style.colour(1), "s"),
        ):
            ax.plot([low, high], [row, row], color=tint, lw=1.6, zorder=2)
            ax.plot([at], [row], sign, color=tint, mec="white", mew=0.8, ms=8, zorder=3)
            said = ("≤ " if sign == "o" else "≥ ") + writing.number(value)
            where = (0, 8 if sign == "o" else -15)
            ax.annotate(
                said, (at, row), where, textcoords="offset points", ha="center", fontsize=style.SIZE - 2, color=tint
            )
    style.row_names(ax, names)
    style.padded(ax, np.append(data.drop(columns=["path", "low_values", "high_values"]).to_numpy(np.float64), 0.0))
    ax.axvline(0, color=style.QUIET, lw=1)
    ax.axvline(float(data["overall"].iloc[0]), color=style.QUIET, lw=1, ls=(0, (4, 3)))
    pair = stored.leading_pair(result)
    metric = short_metric_name(language, stored.decide_by(result))
    if pair is None:
        title = say(language, "tornado_single", metric=metric, a=writing.wrapped(str(stored.best(result)), 30, 1))
    else:
        a, b = (writing.wrapped(pair[key], 22, 1) for key in ("a", "b"))
        title = say(language, "tornado_difference", metric=metric, a=a, b=b)
    style.label_axes(ax, title)
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], marker="o", color=style.colour(0), mec="white", ms=8, label=say(language, "at_low")),
        Line2D([], [], marker="s", color=style.colour(1), mec="white", ms=8, label=say(language, "at_high")),
    ]
    style.legend(ax, own, 2, handles=handles)
    return ax


def swept_paths(result: Any) -> list[str]:
    """The settings that the design points vary."""
    points = list(stored.design_points(result).values())
    paths = list(dict.fromkeys(path for point in points for path in point))
    return [path for path in paths if len({str(point.get(path)) for point in points}) > 1]


def sweep_effect_data(result: Any, path: str, metric: str | None = None) -> Any:
    """The numbers of :func:`sweep_effect`: the mean over the other settings, by plan and value."""
    import pandas as pd

    metric = metric or stored.decide_by(result)
    points = stored.design_points(result)
    levels: dict[str, list[int]] = {}
    shown: dict[str, Any] = {}
    for number in sorted(set(result.runs["design_point"]) & set(points)):
        value = points[number].get(path)  # None: this point leaves it as the scenario has it
        levels.setdefault(str(value), []).append(number)
        shown[str(value)] = value
    rows = []
    for level, numbers in levels.items():
        runs = result.runs[result.runs["design_point"].isin(numbers)]
        for plan in stored.plans(result):
            mine = runs[runs["plan"] == plan]
            world = mine.groupby(["realisation", "draw", "replicate"])[metric].mean().to_frame(metric)
            if len(world):
                found = stored.interval(
                    world[metric].to_numpy(np.float64), stored.clusters(world), stored.confidence(result)
                )
                rows.append((plan, path, shown[level], metric, *found, len(numbers)))
    data = pd.DataFrame(rows, columns=["plan", "path", "value", "metric", "mean", "low", "high", "design_points"])
    if None in shown.values():  # pandas would make nan of it, which has no place on an axis
        data["value"] = pd.Series([row[2] for row in rows], dtype=object)
    return data


def sweep_effect(result: Any, path: str, metric: str | None = None, ax: Any = None, *, language: str = "en") -> Any:
    """A metric's mean by plan for each value of a swept setting, averaged over the other settings.

    Args:
        result: a stored result of a sweep.
        path: the setting, as under ``sweep``.
        metric: a metric of the runs; the one that decides if not given.
        ax: matplotlib axes to draw in; a new figure if not given.

    Returns:
        The axes.

    Raises:
        MissingResult: the design points do not vary this setting.
    """
    if path not in swept_paths(result):
        raise stored.MissingResult(f"{path!r} was not swept; swept: {', '.join(swept_paths(result)) or 'nothing'}")
    metric = metric or stored.decide_by(result)
    data = sweep_effect_data(result, path, metric)
    own = ax is None
    plans = list(dict.fromkeys(data["plan"]))
    values: list[Any] = list({str(value): value for value in data["value"]}.values())  # a plan's value is a map
    numeric = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    if numeric:
        values = sorted(values)
    below = 0.72 + style.legend_height(len(plans))
    y = writing.wrapped(naming.title(result, language, metric), style.TALL)
    ax = style.axes(ax, 2.5 + below, left=style.title_margin(y), bottom=below)
    at = {str(value): (value if numeric else place) for place, value in enumerate(values)}
    gap = (max(at.values()) - min(at.values()) or 1) * 0.012
    for plan in plans:
        part = data[data["plan"] == plan]
        where = stored.place(result, plan)
        x = np.array([at[str(value)] for value in part["value"]], float) + gap * (where - (len(plans) - 1) / 2)
        order = np.argsort(x)
        x, mean, low, high = (np.asarray(y, float)[order] for y in (x, part["mean"], part["low"], part["high"]))
        few = len(values) <= LEVELS
        ax.vlines(x, low, high, color=style.colour(where), lw=3 if few else 1.5, alpha=0.5)
        ax.plot(
            x,
            mean,
            color=style.colour(where),
            ls="-" if few and numeric else "",
            lw=1.6,
            marker=style.marker(where),
            ms=7 if few else 4,
            mec="white",
            mew=0.7,
            label=writing.wrapped(plan, 48, 1),
        )
    if numeric and len(values) > FEW:
        style.plain_numbers(ax.xaxis)
    elif numeric:
        ax.set_xticks(values, [writing.number(value) for value in values])
    else:
        width = max(14, TICKS // len(values))
        told = [say(language, "not_varied") if value is None else writing.value(value) for value in values]
        ax.set_xticks(range(len(values)), [writing.wrapped(name, width) for name in told])
        ax.set_xlim(-0.5, len(values) - 0.5)
    style.plain_numbers(ax.yaxis)
    ax.grid(axis="y", color=style.LINE, lw=0.6)
    x = naming.setting(path)
    if data["design_points"].max() > 1:  # or the reader would take it for one of the settings
        x = say(language, "over_the_others", path=x)
    style.label_axes(ax, writing.wrapped(x, 56), y)
    style.legend(ax, own, len(plans))
    return ax
