"""Reading a stored result: which plans, which metrics, which worlds, and their intervals."""

from typing import Any, Final

import numpy as np

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
    """The metrics in the runs, without the parts of one (``reach_by_tier/head``)."""
    paths = set(uncertain_paths(result))
    return [c for c in result.runs.columns if c not in NOT_METRICS and c not in paths and "/" not in c]


def decide_by(result: Any) -> str:
    """The metric that decides."""
    verdict = result.manifest.get("verdict") or {}
    compare = result.manifest.get("scenario", {}).get("compare") or {}
    return verdict.get("decide_by") or compare.get("decide_by") or next(iter(metrics(result)), "reach")


def confidence(result: Any) -> float:
    """The confidence of all intervals."""
    return float((result.manifest.get("verdict") or {}).get("confidence") or 0.95)


def runs_at(result: Any, design_point: int = 0) -> Any:
    """The rows of one design point."""
    return result.runs[result.runs["design_point"] == design_point]


def values(result: Any, metric: str, design_point: int = 0) -> dict[str, np.ndarray]:
    """The metric's finite values of each plan, by replicate.

    Raises:
        MissingResult: the runs have no such metric.
    """
    runs = runs_at(result, design_point)
    if metric not in runs.columns:
        raise MissingResult(f"the result has no metric {metric!r}; it has: {', '.join(metrics(result)) or 'none'}")
    by_plan = {plan: rows[metric].to_numpy(np.float64) for plan, rows in runs.groupby("plan", sort=False)}
    return {plan: by_plan[plan][np.isfinite(by_plan[plan])] for plan in plans(result) if plan in by_plan}


def worlds(result: Any, metric: str, design_point: int = 0) -> Any:
    """A table with a row for each world (realisation, replicate) and a column for each plan: the paired values."""
    runs = runs_at(result, design_point)
    if metric not in runs.columns:
        raise MissingResult(f"the result has no metric {metric!r}; it has: {', '.join(metrics(result)) or 'none'}")
    table = runs.pivot_table(index=["realisation", "replicate"], columns="plan", values=metric, dropna=False)
    return table.reindex(columns=[plan for plan in plans(result) if plan in table.columns])


def mean_interval(sample: np.ndarray, clusters: np.ndarray | None, level: float) -> tuple[float, float, float]:
    """Mean, lower and upper end: Student's interval, over the means of the realisations where there are several."""
    import scipy.stats

    sample = np.asarray(sample, np.float64)
    kept = np.isfinite(sample)
    if not kept.any():
        return float("nan"), float("nan"), float("nan")
    if clusters is not None and len(np.unique(clusters)) > 1:
        places = np.asarray(clusters)[kept]
        sample = np.array([sample[kept][places == place].mean() for place in np.unique(places)])
    else:
        sample = sample[kept]
    mean = float(sample.mean())
    if len(sample) < 2:
        return mean, float("nan"), float("nan")
    half = float(scipy.stats.t.ppf((1 + level) / 2, len(sample) - 1) * sample.std(ddof=1) / np.sqrt(len(sample)))
    return mean, mean - half, mean + half


def means(result: Any, metric: str, design_point: int = 0) -> Any:
    """Mean, interval, median and deciles of each plan: a DataFrame with a row a plan.

    The means of the metric that decides come from the verdict; others have the interval of :func:`mean_interval`.
    """
    import pandas as pd

    told = {}
    if metric == decide_by(result) and design_point == 0:
        told = (result.manifest.get("verdict") or {}).get("means") or {}
    table = worlds(result, metric, design_point)
    clusters = table.index.get_level_values("realisation").to_numpy()
    rows = []
    for plan in table.columns:
        sample = table[plan].to_numpy(np.float64)
        finite = sample[np.isfinite(sample)]
        mean, low, high = mean_interval(sample, clusters, confidence(result))
        said = told.get(plan, {})
        tenth, median, ninetieth = np.quantile(finite, (0.1, 0.5, 0.9)) if len(finite) else (np.nan,) * 3
        rows.append(
            {
                "plan": plan,
                "metric": metric,
                "mean": said.get("mean", mean),
                "low": said.get("low", low),
                "high": said.get("high", high),
                "median": float(median),
                "lower_decile": float(tenth),
                "upper_decile": float(ninetieth),
                "worlds": len(finite),
            }
        )
    columns = ["plan", "metric", "mean", "low", "high", "median", "lower_decile", "upper_decile", "worlds"]
    return pd.DataFrame(rows, columns=columns)


def best(result: Any, metric: str | None = None) -> str | None:
    """The verdict's best plan, or the one with the highest mean."""
    verdict = result.manifest.get("verdict") or {}
    if metric in (None, decide_by(result)) and verdict.get("best") in plans(result):
        return verdict["best"]
    table = means(result, metric or decide_by(result))
    return None if table.empty or table["mean"].isna().all() else str(table.loc[table["mean"].idxmax(), "plan"])


def reference(result: Any, metric: str | None = None) -> tuple[str | None, bool]:
    """The plan that the others are held against, and whether it was named so in the scenario."""
    compare = result.manifest.get("scenario", {}).get("compare") or {}
    against = compare.get("against")
    if against in plans(result):
        return against, True
    return best(result, metric), False


def paired_differences(result: Any, metric: str, design_point: int = 0) -> Any:
    """Differences of the plans in the same worlds: a DataFrame of a, b, difference, low, high, share_of_worlds_won.

    With a plan named by ``against`` every row is "plan minus that one"; without, "best minus plan". The pairs of the
    metric that decides come from the verdict (simultaneous intervals).
    """
    import pandas as pd

    columns = ["a", "b", "metric", "difference", "low", "high", "share_of_worlds_won", "share_tied"]
    anchor, named = reference(result, metric)
    if anchor is None:
        return pd.DataFrame(columns=columns)
    table = worlds(result, metric, design_point)
    rows = []
    for other in [plan for plan in table.columns if plan != anchor]:
        a, b = (other, anchor) if named else (anchor, other)
        rows.append(one_difference(result, metric, a, b, design_point, table))
    return pd.DataFrame(rows, columns=columns)


def one_difference(
    result: Any, metric: str, a: str, b: str, design_point: int = 0, table: Any = None
) -> dict[str, Any]:
    """The pair "a minus b" of :func:`paired_differences`; ``table`` is :func:`worlds` where it is at hand."""
    table = worlds(result, metric, design_point) if table is None else table
    gap = (table[a] - table[b]).to_numpy(np.float64)
    finite = gap[np.isfinite(gap)]
    mean, low, high = mean_interval(gap, table.index.get_level_values("realisation").to_numpy(), confidence(result))
    won = float(np.mean(finite > 0)) if len(finite) else np.nan
    tied = float(np.mean(finite == 0)) if len(finite) else np.nan
    row = {"difference": mean, "low": low, "high": high, "share_of_worlds_won": won, "share_tied": tied}
    if metric == decide_by(result) and design_point == 0:
        told = {(pair["a"], pair["b"]): pair for pair in (result.manifest.get("verdict") or {}).get("pairs") or []}
        row.update(pair_as(told, a, b))
    return {"a": a, "b": b, "metric": metric, **row}


def pair_as(told: dict, a: str, b: str) -> dict[str, float]:
    """A pair of the verdict as "a minus b", whichever way round it is stored; empty if it is not there."""
    if (a, b) in told:
        pair = told[a, b]
        keys = ("difference", "low", "high", "share_of_worlds_won", "share_tied")
        return {key: pair[key] for key in keys if pair.get(key) is not None}
    if (b, a) not in told:
        return {}
    pair = told[b, a]
    turned = {"difference": -pair["difference"], "low": -pair["high"], "high": -pair["low"]}
    if pair.get("share_of_worlds_won") is not None:
        tied = pair.get("share_tied") or 0.0
        turned |= {"share_of_worlds_won": 1.0 - pair["share_of_worlds_won"] - tied, "share_tied": tied}
    return turned


def place(result: Any, plan: str) -> int:
    """The plan's place in the scenario: its colour and marker."""
    return plans(result).index(plan)


def accounts(result: Any) -> int | None:
    """How many accounts the (first) network has."""
    networks = result.manifest.get("networks") or []
    if networks:
        return int(networks[0]["accounts"])
    return None if result.network is None else len(result.network)
