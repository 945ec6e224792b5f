"""How different the worlds are: the distribution of a metric, and its course over time."""

from typing import Any, Final

import numpy as np

from sim.metrics import fates as fates_of_cascades
from sim.plots import naming, stored, style, writing
from sim.plots.campaigns import is_campaign
from sim.plots.texts import say

POINTS: Final = 240
"""A curve is drawn through at most so many points: more than a screen shows."""
HOURS_A_DAY: Final = 24


def distribution_data(result: Any, metric: str | None = None) -> Any:
    """The numbers of :func:`distribution`: for each plan and value the share of worlds with at least that much."""
    import pandas as pd

    metric = metric or stored.decide_by(result)
    table = stored.worlds(result, metric)
    parts = []
    for plan in table.columns:
        sample = table[plan].to_numpy(np.float64)
        sample = np.sort(sample[np.isfinite(sample)])
        if not len(sample):
            continue
        kinds, first = np.unique(sample, return_index=True)
        share = 1.0 - first / len(sample)
        if len(kinds) > POINTS:  # evenly by rank, the ends always
            kept = np.unique(np.searchsorted(first, np.linspace(0, len(sample) - 1, POINTS), side="right") - 1)
            kinds, share = kinds[kept], share[kept]
        parts.append(pd.DataFrame({"plan": plan, "metric": metric, "at_least": kinds, "share_of_worlds": share}))
    columns = ["plan", "metric", "at_least", "share_of_worlds"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def distribution(result: Any, metric: str | None = None, ax: Any = None, *, language: str = "en") -> Any:
    """In which share of worlds a plan brings at least so much: a falling curve a plan.

    The scale is logarithmic where the tail is heavy. A curve that falls at once and then stays flat is a plan that
    often dies early and sometimes goes viral; the dashed line marks what counts as viral.

    Args, returns: as :func:`sim.plots.intervals`.
    """
    metric = metric or stored.decide_by(result)
    data = distribution_data(result, metric)
    own = ax is None
    names = list(dict.fromkeys(data["plan"]))
    below = 0.72 + style.legend_height(len(names))
    ax = style.axes(ax, 2.5 + below, left=0.75, bottom=below)
    for plan in names:
        part = data[data["plan"] == plan]
        where = stored.place(result, plan)
        x = np.append(part["at_least"].to_numpy(), part["at_least"].to_numpy()[-1])
        y = np.append(part["share_of_worlds"].to_numpy(), 0.0)
        # "At least x" holds up to x itself, so the step down comes after it.
        ax.step(
            np.append(x[0] if x[0] < 1 else min(1.0, x[0]), x) if heavy(data) else np.append(min(0.0, x[0]), x),
            np.append(1.0, y),
            where="pre",
            color=style.colour(where),
            lw=1.8,
            ls=("-", "--", "-.", ":")[where % 4],
            label=writing.wrapped(plan, 48, 1),
        )
    if heavy(data):
        ax.set_xscale("symlog", linthresh=1.0) if data["at_least"].min() < 1 else ax.set_xscale("log")
        style.plain_log(ax.xaxis)
    else:
        style.plain_numbers(ax.xaxis, whole=bool((data["at_least"] % 1 == 0).all()))
    viral = viral_at(result) if metric == "reach" and not is_campaign(result) else None
    if viral is not None and len(data) and viral <= data["at_least"].max():
        ax.axvline(viral, color=style.QUIET, lw=1, ls=(0, (4, 3)))
        said = say(language, "viral_line")
        ax.annotate(
            said, (viral, 1.0), (4, 2), textcoords="offset points", fontsize=style.SIZE - 1.5, color=style.QUIET
        )
    ax.set_ylim(0, 1.03)
    style.shares(ax.yaxis)
    ax.grid(axis="y", color=style.LINE, lw=0.6)
    style.label_axes(ax, naming.title(result, language, metric), say(language, "share_of_worlds_at_least"))
    if names:
        style.legend(ax, own, len(names))
    return ax


def heavy(data: Any) -> bool:
    """Whether the values of a distribution are so unequal that only a logarithmic scale shows them all."""
    values = data["at_least"].to_numpy(np.float64)
    values = values[values > 0]
    return (len(values) > 1 and values.max() > 30 * np.median(values)) or (
        len(values) > 1 and values.max() > 100 * values.min()
    )


def viral_at(result: Any) -> float | None:
    """From how many accounts on a cascade counts as viral; None if the network's size is not known."""
    accounts = stored.accounts(result)
    return None if accounts is None else fates_of_cascades.viral_at(accounts)


def fates(result: Any) -> Any:
    """The share of worlds in which each plan dies early and goes viral: a DataFrame with a row a plan."""
    import pandas as pd

    table = stored.worlds(result, "reach")
    told = result.manifest.get("plans", {})
    viral = viral_at(result)
    rows = []
    for plan in table.columns:
        sample = table[plan].dropna().to_numpy(np.float64)
        seeds = int((told.get(plan) or {}).get("seeds") or 0)
        most = np.inf if viral is None else viral
        early = (
            float(np.mean((sample <= fates_of_cascades.dies_at(seeds)) & (sample < most)))
            if len(sample) and seeds
            else np.nan
        )
        goes = float(np.mean(sample >= most)) if viral is not None and len(sample) else np.nan
        rows.append((plan, early, goes))
    return pd.DataFrame(rows, columns=["plan", "dies_early", "goes_viral"])


def over_time_data(result: Any) -> Any:
    """The numbers of :func:`over_time`: for each plan and time the median and the middle 80% of worlds."""
    import pandas as pd

    series = result.timeseries
    columns = ["plan", "time", "median", "lower_decile", "upper_decile"]
    if series is None or not len(series):
        return pd.DataFrame(columns=columns)
    series = series[series["design_point"] == stored.first_point(result)]
    times = np.unique(series["time"].to_numpy(np.float64))
    if len(times) > POINTS:
        times = np.linspace(times[0], times[-1], POINTS)
    parts = []
    for plan in stored.plans(result):
        mine = series[series["plan"] == plan].sort_values(["replicate", "time"], kind="stable")
        if not len(mine):
            continue
        starts = np.flatnonzero(np.diff(mine["replicate"].to_numpy(), prepend=-1) != 0)
        at = mine["time"].to_numpy(np.float64)
        reach = mine["reach"].to_numpy(np.float64)
        ends = np.append(starts[1:], len(at))
        grid = np.empty((len(starts), len(times)))
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            last = np.searchsorted(at[start:end], times, side="right")
            grid[row] = np.append(0.0, reach[start:end])[last]  # what was reached stays reached
        low, middle, high = np.quantile(grid, (0.1, 0.5, 0.9), axis=0)
        parts.append(
            pd.DataFrame({"plan": plan, "time": times, "median": middle, "lower_decile": low, "upper_decile": high})
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def over_time(result: Any, ax: Any = None, *, language: str = "en") -> Any:
    """Accounts reached up to each time: the median world of each plan, and a band that holds the middle 80%.

    The axis of a campaign counts days.

    Args, returns: as :func:`sim.plots.intervals`.

    Raises:
        MissingResult: the result has no time series.
    """
    data = over_time_data(result)
    if data.empty:
        raise stored.MissingResult("this result has no time series")
    own, days = ax is None, is_campaign(result)
    names = list(dict.fromkeys(data["plan"]))
    below = 0.72 + style.legend_height(len(names))
    ax = style.axes(ax, 2.5 + below, left=0.85, bottom=below)
    for plan in names:
        part = data[data["plan"] == plan]
        where = stored.place(result, plan)
        tint = style.colour(where)
        time = part["time"].to_numpy() / (HOURS_A_DAY if days else 1)
        ax.fill_between(time, part["lower_decile"], part["upper_decile"], color=tint, alpha=0.15, lw=0)
        every = max(1, len(time) // 8)
        ax.plot(
            time,
            part["median"],
            color=tint,
            lw=2,
            marker=style.marker(where),
            ms=5,
            mec="white",
            mew=0.7,
            markevery=every,
            label=writing.wrapped(plan, 48, 1),
        )
    ax.set_ylim(bottom=0)
    if days:
        ax.set_xlim(0, max(1.0, float(np.ceil(data["time"].max() / HOURS_A_DAY))))
    style.plain_numbers(ax.xaxis, 7, whole=True)
    style.plain_numbers(ax.yaxis, whole=True)
    ax.grid(axis="y", color=style.LINE, lw=0.6)
    unit = result.manifest.get("time_unit", "steps")
    style.label_axes(ax, say(language, naming.word(result, "time"), unit=unit), say(language, "reached_so_far"))
    style.legend(ax, own, len(names))
    return ax
