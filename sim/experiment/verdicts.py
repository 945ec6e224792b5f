"""From rows to a verdict: pairs in the same worlds, means that never stand alone, what the answer turns on."""

from typing import Any

import numpy as np

from sim import estimates


def clusters_of(scenario: Any, table: Any) -> np.ndarray | None:
    """What makes worlds alike: the network they share, or else the draw of the uncertain parameters."""
    if scenario.network.realisations > 1:
        return table["realisation"].to_numpy()
    if scenario.uncertain:
        return table["draw"].to_numpy()
    return None


def matrix_of(scenario: Any, runs: Any, metric: str) -> tuple[np.ndarray, np.ndarray | None]:
    """One metric as plans x worlds, the same world in the same column; and the worlds' clusters."""
    first = runs[runs["plan"] == next(iter(scenario.plans))]
    values = np.stack([runs.loc[runs["plan"] == name, metric].to_numpy(np.float64) for name in scenario.plans])
    return values, clusters_of(scenario, first)


def better_of(metric: str) -> bool:
    """Is more of this metric better? (True also where neither is.)"""
    from sim.metrics import METRICS

    known = METRICS.get(metric.split("/")[0])
    return known is None or known.better != "lower"


def verdict_of(scenario: Any, runs: Any, looks: tuple[int, ...] | None = None) -> dict[str, Any]:
    """The verdict on one design point, as the manifest stores it; ``looks`` where a stopping rule decides."""
    compare = scenario.compare
    names = list(scenario.plans)
    confidence = compare.until.confidence if compare.until else compare.confidence
    values, clusters = matrix_of(scenario, runs, compare.decide_by)
    matters = compare.until.matters if compare.until else None
    verdict = estimates.compare_plans(
        values,
        names,
        clusters=clusters,
        confidence=confidence,
        matters=None if matters is None else estimates.Matters(matters.absolute, matters.relative),
        looks=looks,
        against=compare.against,
        higher_is_better=better_of(compare.decide_by),
        metric=compare.decide_by,
        seed=scenario.seed,
    )
    found = verdict.as_dict()
    found["realisations"] = scenario.network.realisations
    found["meets"] = meets(scenario, runs, names, confidence)
    found["crossings"], found["luck_sd"], found["ignorance_sd"] = [], None, None
    if scenario.uncertain:
        found.update(uncertainty(scenario, runs, values, clusters, found))
    return plain(found)


def plain(data: Any) -> Any:
    """The same for JSON: what is not a number becomes null."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain(value) for value in data]
    if isinstance(data, (float, np.floating)):
        return float(data) if np.isfinite(data) else None
    return int(data) if isinstance(data, np.integer) else data


def meets(scenario: Any, runs: Any, names: list[str], confidence: float) -> dict[str, list[dict[str, Any]]]:
    """For each plan, how it stands to every condition under `subject_to`."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for condition in scenario.compare.subject_to:
        values, clusters = matrix_of(scenario, runs, condition.metric)
        for name, row in zip(names, values):
            interval = estimates.mean_interval(row, clusters=clusters, confidence=confidence)
            ok = {
                ">=": (interval.low >= condition.value, interval.high < condition.value),
                ">": (interval.low > condition.value, interval.high <= condition.value),
                "<=": (interval.high <= condition.value, interval.low > condition.value),
                "<": (interval.high < condition.value, interval.low >= condition.value),
            }[condition.op]
            text = f"{condition.metric} {condition.op} {condition.value:g}"
            found[name].append(
                {"condition": text, "mean": interval.mean, "met": "yes" if ok[0] else "no" if ok[1] else "open"}
            )
    return found


def uncertainty(scenario: Any, runs: Any, values: np.ndarray, clusters: Any, verdict: dict) -> dict[str, Any]:
    """The spread from luck and from what we do not know, and where the answer turns."""
    names = list(scenario.plans)
    best = names.index(verdict["best"][0])
    world = runs[runs["plan"] == names[0]]
    luck, ignorance = estimates.variance_components(values[best], world["draw"].to_numpy())
    crossings = []
    if len(names) > 1:
        rival = max((i for i in range(len(names)) if i != best), key=lambda i: values[i].mean())
        for path in scenario.uncertain:
            turn = estimates.crossing(world[path].to_numpy(), values[best] - values[rival], clusters)
            if turn is not None:
                crossings.append(
                    {
                        "path": path,
                        "plans": [names[best], names[rival]],
                        "at": turn.at,
                        "low": turn.low,
                        "high": turn.high,
                    }
                )
    return {"crossings": crossings, "luck_sd": luck, "ignorance_sd": ignorance}


def effects_of_sweep(scenario: Any, runs: Any) -> list[dict[str, Any]]:
    """Effect of each setting on each plan, paired in the same worlds: against the first level of each swept path."""
    metric = scenario.compare.decide_by
    points = scenario.design_points()
    present = sorted(runs["design_point"].unique())
    rows = []
    paths = list(dict.fromkeys(path for number in present for path in points[number]))
    for plan in scenario.plans:
        mine = runs[runs["plan"] == plan]
        wide = mine.pivot(index="replicate", columns="design_point", values=metric).dropna()
        if not len(wide):
            continue
        for path in paths:
            levels = list(dict.fromkeys(str(points[n].get(path)) for n in present))
            if len(levels) > 12:  # a continuous design: slopes are for the reader's own model
                continue
            columns = {level: [n for n in present if str(points[n].get(path)) == level] for level in levels}
            base = wide[columns[levels[0]]].mean(axis=1)
            for level in levels:
                difference = (wide[columns[level]].mean(axis=1) - base).to_numpy()
                interval = estimates.mean_interval(difference)
                rows.append(
                    {
                        "plan": plan,
                        "path": path,
                        "level": level,
                        "against": levels[0],
                        "metric": metric,
                        "mean": float(wide[columns[level]].to_numpy().mean()),
                        "effect": interval.mean if level != levels[0] else 0.0,
                        "low": interval.low if level != levels[0] else 0.0,
                        "high": interval.high if level != levels[0] else 0.0,
                    }
                )
    return plain(rows)
