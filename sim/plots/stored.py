"""Reading a stored result: which plans, which metrics, which worlds, and their intervals."""

from typing import Any, Final

import numpy as np

from sim.plots.campaigns import is_campaign, possible

NOT_METRICS: Final = frozenset({"experiment", "plan", "design_point", "realisation", "replicate", "draw", "seed"})
"""Columns of the runs that say which world a row is of."""


class MissingResult(ValueError):
    """The result does not hold what a figure needs; the message says what is missing."""


def plans(result: Any) -> list[str]:
    """The plans in the scenario's order."""
    return list(result.manifest.get("plans", {}))


def uncertain_paths(result: Any) -> list[str]:
    """The uncertain parameters that have a column in the runs."""
    named = result.manifest.get("scenario", {}).get("uncertain") or {}
    return [path for path in named if path in result.runs.columns]


def metrics(result: Any) -> list[str]:
    """The metrics in the runs, without the parts of one (``reach_by_tier/head``); of a campaign those asked for."""
    compare = result.manifest.get("scenario", {}).get("compare") or {}
    asked = set(compare.get("metrics") or result.runs.columns) if is_campaign(result) else set(result.runs.columns)
    out = {*NOT_METRICS, *uncertain_paths(result)}
    return [c for c in result.runs.columns if c in asked and c not in out and "/" not in c]


def decide_by(result: Any) -> str:
    """The metric that decides."""
    verdict = result.manifest.get("verdict") or {}
    compare = result.manifest.get("scenario", {}).get("compare") or {}
    return verdict.get("decide_by") or compare.get("decide_by") or next(iter(metrics(result)), "reach")


def lower_is_better(metric: str) -> bool:
    """Whether less of this metric is better (a cost)."""
    from sim.metrics import METRICS

    known = METRICS.get(metric.split("/")[0])
    return known is not None and known.better == "lower"


def confidence(result: Any) -> float:
    """The confidence of all intervals."""
    return float((result.manifest.get("verdict") or {}).get("confidence") or 0.95)


def design_points(result: Any) -> dict[int, dict[str, Any]]:
    """The design points in the runs by their numbers."""
    points = result.manifest.get("design_points") or [{}]
    numbers = result.manifest.get("point_numbers") or range(len(points))
    return dict(zip(numbers, points, strict=True))


def first_point(result: Any) -> int:
    """The number of the design point that the verdict is about."""
    return next(iter(design_points(result)), 0)


def runs_at(result: Any, design_point: int | None = None) -> Any:
    """The rows of one design point (the first if none is named)."""
    number = first_point(result) if design_point is None else design_point
    return result.runs[result.runs["design_point"] == number]


def worlds(result: Any, metric: str, design_point: int | None = None) -> Any:
    """A table with a row for each world (realisation, draw, replicate) and a column for each plan: the paired values.

    Raises:
        MissingResult: the runs have no such metric.
    """
    runs = runs_at(result, design_point)
    if metric not in runs.columns:
        raise MissingResult(f"the result has no metric {metric!r}; it has: {', '.join(metrics(result)) or 'none'}")
    table = runs.set_index(["realisation", "draw", "replicate", "plan"])[metric].unstack("plan")
    return table[[plan for plan in plans(result) if plan in table.columns]]


def picking_plans(result: Any, design_point: int | None = None) -> list[str]:
    """The plans that picked accounts at random, anew from draw to draw: at one design point, or at any."""
    if not len(result.runs) or not (result.runs["draw"] >= 0).any():
        return []
    points = design_points(result)
    chosen = points.values() if design_point is None else [points.get(design_point, {})]
    written = result.manifest.get("scenario", {}).get("plans") or {}
    return [plan for plan in plans(result) if any(_picks(plan, written.get(plan), point) for point in chosen)]


def _picks(plan: str, written: Any, point: dict[str, Any]) -> bool:
    """Whether the plan picks at random under the values of this design point."""
    here = f"plans/{plan}"
    inside = [value for path, value in point.items() if path.startswith(here + "/")]
    groups = [*_groups_of(point.get(here, written)), *_groups_of(inside), *({"choose": value} for value in inside)]
    return any(
        group["choose"] == "at_random"
        or (group["choose"] == "by_tier" and group.get("pick", "at_random") == "at_random")
        for group in groups
    )


def _groups_of(data: Any) -> list[dict[str, Any]]:
    """All groups of seeds in a plan."""
    if isinstance(data, dict):
        return [data] if "choose" in data else [group for value in data.values() for group in _groups_of(value)]
    return [group for value in data for group in _groups_of(value)] if isinstance(data, (list, tuple)) else []


def clusters(table: Any) -> np.ndarray | None:
    """What makes the worlds of :func:`worlds` alike: their network, or else their draw of the uncertain parameters."""
    for level in ("realisation", "draw"):
        places = table.index.get_level_values(level).to_numpy()
        if len(np.unique(places)) > 1:
            return places
    return None


def interval(
    sample: np.ndarray, alike: np.ndarray | None, level: float, share: bool = False
) -> tuple[float, float, float]:
    """Mean, lower and upper end over the finite values, those of a share if it is one; nan where there are none."""
    from sim.estimates import mean_interval, proportion_interval

    finite = np.isfinite(sample)
    if not finite.any():
        return float("nan"), float("nan"), float("nan")
    kind = proportion_interval if share else mean_interval
    found = kind(sample[finite], None if alike is None else alike[finite], level)
    return found.mean, found.low, found.high


MEANS: Final = ("plan", "metric", "mean", "low", "high", "median", "lower_decile", "upper_decile", "worlds")


def means(result: Any, metric: str, design_point: int | None = None) -> Any:
    """Mean, interval, median and deciles of each plan: a DataFrame with a row a plan.

    The intervals of the metric that decides are the verdict's own.
    """
    import pandas as pd

    from sim.experiment.verdicts import happens

    told = _verdict_of(result, metric, design_point).get("means") or {}
    table = worlds(result, metric, design_point)
    alike = clusters(table)
    rows = []
    for plan in table.columns:
        sample = table[plan].to_numpy(np.float64)
        finite = sample[np.isfinite(sample)]
        said = told.get(plan)
        found = interval(sample, alike, confidence(result), happens(metric))
        if said is not None:
            found = tuple(_finite(said[key]) for key in ("mean", "low", "high"))  # type: ignore[assignment]
        if is_campaign(result):
            found = possible(metric, *found)
        deciles = np.quantile(finite, (0.5, 0.1, 0.9)) if len(finite) else (np.nan,) * 3
        rows.append((plan, metric, *found, *map(float, deciles), len(finite)))
    return pd.DataFrame(rows, columns=list(MEANS))


def _verdict_of(result: Any, metric: str, design_point: int | None) -> dict[str, Any]:
    """The verdict, if it is about this metric and design point."""
    about = metric == decide_by(result) and design_point in (None, first_point(result))
    return (result.manifest.get("verdict") or {}) if about else {}


def _finite(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def best(result: Any, metric: str | None = None) -> str | None:
    """The plan with the best mean (the verdict's, where it names one); None if no plan has one."""
    metric = metric or decide_by(result)
    named = _verdict_of(result, metric, None).get("best") or []
    first = named if isinstance(named, str) else next(iter(named), None)
    if first in plans(result):
        return first
    table = means(result, metric).dropna(subset="mean")
    if table.empty:
        return None
    order = table["mean"].idxmin() if lower_is_better(metric) else table["mean"].idxmax()
    return str(table.loc[order, "plan"])


def reference(result: Any, metric: str | None = None) -> tuple[str | None, bool]:
    """The plan that the others are held against, and whether the scenario named it."""
    compare = result.manifest.get("scenario", {}).get("compare") or {}
    against = compare.get("against")
    if against in plans(result):
        return against, True
    return best(result, metric), False


PAIR: Final = ("a", "b", "metric", "difference", "low", "high", "share_of_worlds_won", "share_tied")


def paired_differences(result: Any, metric: str, design_point: int | None = None) -> Any:
    """Differences of the plans in the same worlds: a DataFrame of a, b, difference, low, high, share_of_worlds_won.

    With a plan named by ``against`` every row is "plan minus that one"; without, "best minus plan". The pairs of the
    metric that decides are the verdict's own (their intervals hold together).
    """
    import pandas as pd

    anchor, named = reference(result, metric)
    table = worlds(result, metric, design_point)
    pairs = [
        (other, anchor) if named else (anchor, other)
        for other in table.columns
        if anchor is not None and other != anchor
    ]
    rows = [one_difference(result, metric, a, b, design_point, table) for a, b in pairs]
    return pd.DataFrame(rows, columns=list(PAIR))


def one_difference(
    result: Any, metric: str, a: Any, b: Any, design_point: int | None = None, table: Any = None
) -> dict[str, Any]:
    """The pair "a minus b" of :func:`paired_differences`; ``table`` is :func:`worlds` where it is at hand."""
    from sim.experiment.verdicts import difference_of

    table = worlds(result, metric, design_point) if table is None else table
    gap = (table[a] - table[b]).to_numpy(np.float64)
    finite = gap[np.isfinite(gap)]
    mean, low, high = difference_of(metric, table[a], table[b], clusters(table), confidence(result))
    sign = -1.0 if lower_is_better(metric) else 1.0
    won = float(np.mean(sign * finite > 0)) if len(finite) else np.nan
    tied = float(np.mean(finite == 0)) if len(finite) else np.nan
    row = {"difference": mean, "low": low, "high": high, "share_of_worlds_won": won, "share_tied": tied}
    told = _verdict_of(result, metric, design_point).get("pairs") or []
    row.update(pair_as({(pair["a"], pair["b"]): pair for pair in told}, a, b))
    return {"a": a, "b": b, "metric": metric, **row}


def pair_as(told: dict[tuple[str, str], dict[str, Any]], a: str, b: str) -> dict[str, float]:
    """A pair of the verdict as "a minus b", whichever way round it is stored; empty if it is not there.

    >>> told = {"difference": 3, "low": 1, "high": 5, "share_of_worlds_won": 0.7, "share_tied": 0.1}
    >>> pair_as({("x", "y"): told}, "y", "x")
    {'difference': -3.0, 'low': -5.0, 'high': -1.0, 'share_of_worlds_won': 0.2, 'share_tied': 0.1}
    """
    if (a, b) in told:
        return {key: _finite(told[a, b][key]) for key in PAIR[3:]}
    if (b, a) not in told:
        return {}
    pair = {key: _finite(told[b, a][key]) for key in PAIR[3:]}
    return {
        "difference": -pair["difference"],
        "low": -pair["high"],
        "high": -pair["low"],
        "share_of_worlds_won": round(max(0.0, 1.0 - pair["share_of_worlds_won"] - pair["share_tied"]), 12),
        "share_tied": pair["share_tied"],
    }


def leading_pair(result: Any) -> dict[str, Any] | None:
    """The pair that the verdict's sentence tells; None with one plan.

    It is the plan ahead and the next one that is not as good, or the plan ahead and the one that the scenario names.
    """
    metric = decide_by(result)
    table = means(result, metric).dropna(subset="mean")
    anchor, named = reference(result, metric)
    if anchor is None or len(table) < 2:
        return None
    order = table.sort_values("mean", ascending=lower_is_better(metric), kind="stable")["plan"]
    if named:
        return one_difference(result, metric, next(plan for plan in order if plan != anchor), anchor)
    equal = {anchor, *_equals(result)}
    others = [plan for plan in order if plan not in equal] or [plan for plan in order if plan != anchor]
    return one_difference(result, metric, anchor, others[0])


def _equals(result: Any) -> list[str]:
    """The plans that the verdict calls as good as the best one."""
    verdict = result.manifest.get("verdict") or {}
    named = verdict.get("best") or []
    return list(named) if verdict.get("decided") and not isinstance(named, str) else []


def place(result: Any, plan: str) -> int:
    """The plan's place in the scenario: its colour and marker."""
    return plans(result).index(plan)


def accounts(result: Any) -> int | None:
    """How many accounts the (first) network has."""
    networks = result.manifest.get("networks") or []
    if networks:
        return int(networks[0]["accounts"])
    return None if result.network is None else len(result.network)
