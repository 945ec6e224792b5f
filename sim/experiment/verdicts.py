"""From rows to a verdict: pairs in the same worlds, conditions, means that never stand alone, where answers turn."""

from typing import Any

import numpy as np

from sim import estimates
from sim.metrics import METRICS
from sim.metrics.fates import dies_at, viral_at


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


def more_is_better(metric: str) -> bool:
    """Is more of this metric better? (True also where neither is, and for a metric of the user's own.)"""
    known = METRICS.get(metric.split("/")[0])
    return known is None or known.better != "lower"


def verdict_of(scenario: Any, runs: Any, looks: tuple[int, ...] | None = None) -> dict[str, Any]:
    """The verdict on one design point, as the manifest stores it; ``looks`` where a stopping rule decides."""
    compare = scenario.compare
    names = list(scenario.plans)
    confidence = compare.until.confidence if compare.until else compare.confidence
    values, clusters = matrix_of(scenario, runs, compare.decide_by)
    meets = meets_of(scenario, runs, names, confidence)
    out = {name: [c["condition"] for c in conditions if c["met"] == "no"] for name, conditions in meets.items()}
    kept = [name for name in names if not out[name]] or names
    matters = compare.until.matters if compare.until else None
    verdict = estimates.compare_plans(
        values[[names.index(name) for name in kept]],
        kept,
        clusters=clusters,
        confidence=confidence,
        matters=None if matters is None else estimates.Matters(matters.absolute, matters.relative),
        looks=looks,
        against=compare.against if compare.against in kept else None,
        higher_is_better=more_is_better(compare.decide_by),
        metric=compare.decide_by,
        seed=scenario.seed,
    )
    found = verdict.as_dict()
    found["realisations"] = scenario.network.realisations
    found["meets"] = meets
    found["sentence"] = left_out(out, names) + found["sentence"]
    if scenario.network.realisations == 1:
        found["sentence"] += ", on this one network"
    found["crossings"], found["luck_sd"], found["ignorance_sd"] = [], None, None
    if scenario.uncertain:
        found.update(uncertainty(scenario, runs, found))
        found["sentence"] += turns(found["crossings"])
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


def meets_of(scenario: Any, runs: Any, names: list[str], confidence: float) -> dict[str, list[dict[str, Any]]]:
    """For each plan, how it stands to every condition under `subject_to`."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for condition in scenario.compare.subject_to:
        values, clusters = matrix_of(scenario, runs, condition.metric)
        text = f"{condition.metric} {condition.op} {condition.value:g}"
        rule = (condition.op, condition.value)
        for met in estimates.constraints(
            values, rule, names, clusters=clusters, confidence=confidence, seed=scenario.seed
        ):
            found[met.plan].append({"condition": text, **{k: v for k, v in vars(met).items() if k != "plan"}})
    return found


def left_out(out: dict[str, list[str]], names: list[str]) -> str:
    """Which plans do not meet a condition, in words before the verdict.

    >>> left_out({"a": [], "b": ["reach >= 9"]}, ["a", "b"])
    '*b* does not meet reach >= 9; '
    """
    told = [f"*{name}* does not meet {' and '.join(out[name])}" for name in names if out[name]]
    if not told:
        return ""
    if len(told) == len(names):
        return "no plan meets the conditions (" + "; ".join(told) + "); without them: "
    return "; ".join(told) + "; "


def uncertainty(scenario: Any, runs: Any, verdict: dict[str, Any]) -> dict[str, Any]:
    """The spread from luck and from what we do not know, and where the answer turns."""
    names = list(scenario.plans)
    values, _ = matrix_of(scenario, runs, verdict["decide_by"])
    sign = 1.0 if verdict["higher_is_better"] else -1.0
    best = max((names.index(name) for name in verdict["means"]), key=lambda i: sign * values[i].mean())
    world = runs[runs["plan"] == names[0]]
    luck, ignorance = estimates.variance_components(values[best], world["draw"].to_numpy())
    crossings = []
    if len(names) > 1:
        rival = max((i for i in range(len(names)) if i != best), key=lambda i: sign * values[i].mean())
        for path in scenario.uncertain:
            turn = estimates.crossing(world[path].to_numpy(), values[best] - values[rival], world["draw"].to_numpy())
            if turn is not None:
                place = {"at": turn.at, "low": turn.low, "high": turn.high}
                crossings.append({"path": path, "plans": [names[best], names[rival]], **place})
    return {"crossings": crossings, "luck_sd": luck, "ignorance_sd": ignorance}


def turns(crossings: list[dict[str, Any]]) -> str:
    """Where the answer turns, in words behind the verdict; "" where it does not.

    >>> turns([{"path": "model/x/probability", "at": 0.031, "low": 0.028, "high": 0.035}])
    '; the answer turns where model/x/probability passes 0.031 (0.028 to 0.035)'
    """
    parts = []
    for turn in crossings:
        ends = [f"{end:.3g}" if end is not None and np.isfinite(end) else "?" for end in (turn["low"], turn["high"])]
        parts.append(f"; the answer turns where {turn['path']} passes {turn['at']:.3g} ({ends[0]} to {ends[1]})")
    return "".join(parts)


def effects_of_sweep(scenario: Any, runs: Any) -> list[dict[str, Any]]:
    """The effect of each swept setting on each plan, paired in the same worlds."""
    metric = scenario.compare.decide_by
    numbers = sorted(runs["design_point"].unique())
    points = [scenario.design_points()[n] for n in numbers]
    rows = []
    for plan in scenario.plans:
        mine = runs[runs["plan"] == plan]
        wide = mine.pivot(index="replicate", columns="design_point", values=metric).dropna()  # a rule may stop early
        if len(wide) < 2:
            continue
        one = mine[mine["design_point"] == numbers[0]].set_index("replicate").loc[wide.index]
        clusters = clusters_of(scenario, one)
        for row in estimates.effects(points, wide[numbers].to_numpy().T, clusters=clusters):
            rows.append({"plan": plan, "metric": metric, **row})
    return plain(rows)


def table_of(result: Any) -> Any:
    """A tidy table: design point x plan x metric; the mean with its interval and what stands beside a mean."""
    import pandas

    manifest = result.manifest
    clustered = "realisation" if result.verdict["realisations"] > 1 else "draw"
    single = clustered == "draw" and not manifest["scenario"].get("uncertain")
    described = dict(zip(manifest["point_numbers"], manifest["points"]))
    rows = []
    for (point, plan), part in result.runs.groupby(["design_point", "plan"], sort=False):
        clusters = None if single else part[clustered].to_numpy()
        seeds, accounts = described[point]["plans"][plan]["seeds"], described[point]["accounts"]
        for metric in result.metrics:
            bounds = {}
            if metric == "reach":
                bounds = {"dies_at": dies_at(seeds), "viral": viral_at(accounts)}
            found = estimates.summary(
                part[metric].to_numpy(float),
                clusters,
                result.verdict["confidence"],
                higher_is_better=more_is_better(metric),
                **bounds,
            )
            rows.append({"design_point": point, "plan": plan, "metric": metric, **found})
    return pandas.DataFrame(rows)
