"""From rows to a verdict: pairs in the same worlds, conditions, means never alone, and where answers turn."""

import dataclasses
from typing import Any

import numpy as np

from sim import estimates
from sim.experiment.code import random_plans
from sim.experiment.one_world import rests_on_one
from sim.experiment.sentences import ENOUGH, few, left_out, turns
from sim.metrics import METRICS
from sim.metrics.fates import dies_at, viral_at
from sim.results import RunError
from sim.scenario.errors import listed

ENOUGH_NETWORKS = 20
"""From so many realisations on, a turning point's interval holds for networks of this kind; below, for these ones."""


UNDEFINED = {"mean": None, "low": None, "high": None, "met": "open", "probability": None}
"""How a plan stands to a condition on a metric that it does not have in every world."""
LEAST = {name: 0.0 for name, metric in METRICS.items() if not metric.signed}
"""The least value that a metric of the registry can have (for the reach of a plan: its seeds); not of signed ones."""


def range_of(metric: str) -> tuple[float, float]:
    """The least and the most that a metric can be; a metric of the user's own may be anything.

    >>> range_of("orders"), range_of("open_rate"), range_of("mean_attitude"), range_of("profit")
    ((0.0, inf), (0.0, 1.0), (-1.0, 1.0), (-inf, inf))
    """
    name = metric.split("/")[0]
    unit = METRICS[name].unit if name in METRICS else ""
    if unit == "attitude (-1 to 1)":
        return -1.0, 1.0
    return LEAST.get(name, -np.inf), 1.0 if unit == "share" else np.inf


def difference_of(metric: str, a: Any, b: Any, clusters: Any, confidence: float) -> tuple[float, float, float]:
    """A metric under one plan less it under another, with its interval, over the worlds in which both have it."""
    values = np.array([a, b], dtype=np.float64)
    there = np.isfinite(values).all(axis=0)
    if not there.any():
        return np.nan, np.nan, np.nan
    alike = None if clusters is None else np.asarray(clusters)[there]
    index = estimates.cluster_index(alike, int(there.sum()))
    least, most = range_of(metric)
    possible: dict[str, Any] = {"least": least, "most": most, "happens": happens(metric)}
    return estimates.difference_interval(values[0, there], values[1, there], index, confidence, **possible)[:3]


def clusters_of(scenario: Any, table: Any) -> np.ndarray | None:
    """What makes worlds alike: the network they share, or else the draw of the uncertain parameters or of accounts."""
    if scenario.network.realisations > 1:
        return table["realisation"].to_numpy()
    draws = table["draw"].to_numpy()
    return draws if draws.max(initial=-1) >= 0 else None


def rests_on(scenario: Any, clusters: np.ndarray | None, worlds: int) -> tuple[int, str]:
    """What a verdict has how many of: networks, draws, or worlds where they have nothing in common."""
    if clusters is None:
        return worlds, "worlds"
    count = len(np.unique(clusters))
    if scenario.network.realisations > 1:
        return count, "networks"
    drawn = ["accounts"] if random_plans(scenario) else []
    return count, f"draws of {' and of '.join([*drawn, *(['what is uncertain'] if scenario.uncertain else [])])}"


def matrix_of(scenario: Any, runs: Any, metric: str) -> tuple[np.ndarray, np.ndarray | None]:
    """One metric as plans x worlds, the same world in the same column; and the worlds' clusters."""
    first = runs[runs["plan"] == next(iter(scenario.plans))]
    values = np.stack([runs.loc[runs["plan"] == name, metric].to_numpy(np.float64) for name in scenario.plans])
    return values, clusters_of(scenario, first)


def more_is_better(metric: str) -> bool:
    """Is more of this metric better? (True also where neither is, and for a metric of the user's own.)"""
    known = METRICS.get(metric.split("/")[0])
    return known is None or known.better != "lower"


def happens(metric: str) -> bool:
    """Is this metric 1 in the worlds in which something happened, and 0 in the others?

    >>> happens("probability_of_loss"), happens("reach")
    (True, False)
    """
    known = METRICS.get(metric)
    return known is not None and known.denominator == "worlds"


def verdict_of(scenario: Any, runs: Any, looks: tuple[int, ...] | None = None) -> dict[str, Any]:
    """The verdict on one design point, as the manifest stores it; ``looks`` where a stopping rule decides."""
    compare = scenario.compare
    names = list(scenario.plans)
    confidence = compare.until.confidence if compare.until else compare.confidence
    values, clusters = matrix_of(scenario, runs, compare.decide_by)
    # Half of the error goes to the conditions, half to the pairs of all plans: leaving a plan out buys nothing.
    conditions = len(compare.subject_to)
    half = (1.0 - confidence) / 2 if conditions else 1.0 - confidence
    meets = meets_of(scenario, runs, names, 1.0 - half / max(conditions, 1), looks)
    out = {name: [c["condition"] for c in conditions if c["met"] == "no"] for name, conditions in meets.items()}
    kept = [name for name in names if not out[name]] or names
    pairs = [len(some) * (len(some) - 1) / 2 if compare.against is None else len(some) - 1 for some in (kept, names)]
    matters = compare.until.matters if compare.until else None
    for name, row in zip(names, values):
        if not np.isfinite(row).all():
            bad = np.count_nonzero(~np.isfinite(row))
            raise RunError(
                f"{compare.decide_by} cannot decide: under plan {name!r} it is not a finite number in {bad:,} of "
                f"{len(row):,} worlds; let another metric decide (compare/decide_by)"
            )
    verdict = estimates.compare_plans(
        values[[names.index(name) for name in kept]],
        kept,
        clusters=clusters,
        confidence=1.0 - half * (pairs[0] / pairs[1] if pairs[0] else 1.0),
        matters=None if matters is None else estimates.Matters(matters.absolute, matters.relative),
        looks=looks,
        against=compare.against if compare.against in kept else None,
        higher_is_better=more_is_better(compare.decide_by),
        happens=happens(compare.decide_by),
        within=range_of(compare.decide_by),
        metric=compare.decide_by,
        seed=scenario.seed,
    )
    # All intervals and conditions hold together with the confidence that was asked for.
    least = LEAST.get(compare.decide_by.split("/")[0], -np.inf)  # as in the table: no mean below what is possible
    means = {name: dataclasses.replace(told, low=max(told.low, least)) for name, told in verdict.means.items()}
    verdict = dataclasses.replace(verdict, confidence=confidence, means=means)
    found = verdict.as_dict()
    if 0 < verdict.clusters < ENOUGH:  # a resampling of so few says more than it knows
        found["probability_of_highest_mean"] = dict.fromkeys(kept)
    if looks and verdict.decided:
        found["sentence"] += f", after {verdict.worlds:,} worlds"
    found["realisations"] = scenario.network.realisations
    found["meets"] = meets
    found["sentence"] = left_out(out, names) + found["sentence"]
    if scenario.network.realisations == 1:
        found["sentence"] += ", on this one network"
    found["rests_on_few"] = few(*rests_on(scenario, clusters, verdict.worlds))
    if found["rests_on_few"]:
        found["sentence"] += f"; {found['rests_on_few']}"
    found["rests_on_one"] = ""
    if not happens(compare.decide_by):  # a share of worlds has an interval of its own
        of = dict(zip(names, values))
        unit = rests_on(scenario, clusters, verdict.worlds)[1]
        found["rests_on_one"] = rests_on_one(compare.decide_by, of, clusters, unit)
    if found["rests_on_one"]:
        found["sentence"] += f"; {found['rests_on_one']}"
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


def meets_of(
    scenario: Any, runs: Any, names: list[str], confidence: float, looks: tuple[int, ...] | None
) -> dict[str, list[dict[str, Any]]]:
    """For each plan, how it stands to every condition under `subject_to`; ``confidence`` is that of each condition."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for condition in scenario.compare.subject_to:
        if condition.metric not in runs.columns:
            raise RunError(f"subject_to: {_no_such_group(condition.metric, runs.columns)}")
        values, clusters = matrix_of(scenario, runs, condition.metric)
        text = f"{condition.metric} {condition.op} {condition.value:g}"
        rule = (condition.op, condition.value)
        defined = np.isfinite(values).all(axis=1)  # who spends nothing has no return on it: nothing is said of him
        some = [name for name, known in zip(names, defined) if known]
        if happens(condition.metric) and defined.any():  # then its mean is a share of worlds, and has that interval
            values = np.where(np.isfinite(values), values, 0.0) != 0.0
        told = dict.fromkeys(names, UNDEFINED)
        for met in estimates.constraints(
            values[defined], rule, some, clusters=clusters, confidence=confidence, looks=looks, seed=scenario.seed
        ):
            told[met.plan] = {k: v for k, v in vars(met).items() if k != "plan"}
        for name in names:
            found[name].append({"condition": text, **told[name]})
    return found


def _no_such_group(named: str, columns: Any) -> str:
    """No plan has a number of this group.

    >>> _no_such_group("reach_by_community/9", ["reach", "reach_by_community/0", "reach_by_community/1"])
    'reach_by_community/9 is told of no plan; allowed: reach_by_community/0, reach_by_community/1'
    """
    head = named.partition("/")[0] + "/"
    return f"{named} is told of no plan; allowed: {listed([name for name in columns if name.startswith(head)])}"


def uncertainty(scenario: Any, runs: Any, verdict: dict[str, Any]) -> dict[str, Any]:
    """The spread from luck and from what we do not know, and where the answer turns."""
    names = list(scenario.plans)
    values, _ = matrix_of(scenario, runs, verdict["decide_by"])
    sign = 1.0 if verdict["higher_is_better"] else -1.0
    best = max((names.index(name) for name in verdict["means"]), key=lambda i: sign * values[i].mean())
    world = runs[runs["plan"] == names[0]]
    draws = world["draw"].to_numpy()
    networks = world["realisation"].to_numpy() if scenario.network.realisations > 1 else None
    luck, ignorance = estimates.variance_components(values[best], draws, networks)
    crossings = []
    if len(names) > 1:
        rival = max((i for i in range(len(names)) if i != best), key=lambda i: sign * values[i].mean())
        for path in scenario.uncertain:
            difference, groups = values[best] - values[rival], draws
            if networks is not None:
                if scenario.network.realisations >= ENOUGH_NETWORKS:
                    groups = networks
                else:  # too few to tell how networks differ: where the answer turns on these networks
                    difference = without_effects(difference, networks)
            for turn in estimates.crossings(world[path].to_numpy(), difference, groups):
                place = {"at": turn.at, "low": turn.low, "high": turn.high}
                crossings.append({"path": path, "plans": [names[best], names[rival]], **place})
    return {"crossings": crossings, "luck_sd": luck, "ignorance_sd": ignorance}


def without_effects(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Values less what their group differs by from the mean of all.

    >>> without_effects(np.array([1., 3., 11., 13.]), np.array([0, 0, 1, 1]))
    array([6., 8., 6., 8.])
    """
    _, index = np.unique(groups, return_inverse=True)
    means = np.bincount(index, values) / np.bincount(index)
    return values - means[index] + values.mean()


def effects_of_sweep(scenario: Any, runs: Any) -> list[dict[str, Any]]:
    """The effect of each swept setting on each plan, paired in the same worlds."""
    metric, until = scenario.compare.decide_by, scenario.compare.until
    confidence = until.confidence if until else scenario.compare.confidence
    numbers = sorted(runs["design_point"].unique())
    points = [scenario.design_points()[n] for n in numbers]
    least, most = range_of(metric)
    rows = []
    for plan in scenario.plans:
        mine = runs[runs["plan"] == plan]
        wide = mine.pivot(index="replicate", columns="design_point", values=metric).dropna()  # a rule may stop early
        if len(wide) < 2:
            continue
        one = mine[mine["design_point"] == numbers[0]].set_index("replicate").loc[wide.index]
        clusters = clusters_of(scenario, one)
        for row in estimates.effects(points, wide[numbers].to_numpy().T, clusters=clusters, confidence=confidence):
            if row["kind"] == "level":  # two values of the metric differ by no more than its range
                row["low"], row["high"] = max(row["low"], least - most), min(row["high"], most - least)
            rows.append({"plan": plan, "metric": metric, **row})
    return plain(rows)


def table_of(result: Any) -> Any:
    """A tidy table: design point x plan x metric; the mean with its interval and what stands beside a mean."""
    import pandas

    manifest = result.manifest
    clustered = "realisation" if result.verdict["realisations"] > 1 else "draw"
    single = result.runs[clustered].max() < 0
    described = dict(zip(manifest["point_numbers"], manifest["points"]))
    model = manifest.get("scenario", {}).get("model") or ""
    is_cascade = model != "campaign" and (isinstance(model, str) or "campaign" not in model)
    rows = []
    for (point, plan), part in result.runs.groupby(["design_point", "plan"], sort=False):
        clusters = None if single else part[clustered].to_numpy()
        seeds, accounts = described[point]["plans"][plan]["seeds"], described[point]["accounts"]
        for metric in result.metrics:
            bounds = {}
            if metric == "reach" and is_cascade:  # the reach of a campaign is bought, too
                bounds = {"dies_at": dies_at(seeds), "viral": viral_at(accounts)}
            found = estimates.summary(
                part[metric].to_numpy(float),
                clusters,
                result.verdict["confidence"],
                higher_is_better=more_is_better(metric),
                happens=happens(metric),
                **bounds,
            )
            least = LEAST.get(metric.split("/")[0])
            if least is not None:  # few networks make wide intervals, but no mean below what is possible
                reached = described[point]["plans"][plan].get("least_reach", seeds)
                found["low"] = max(found["low"], reached if metric == "reach" else least)
            rows.append({"design_point": point, "plan": plan, "metric": metric, **found})
    return pandas.DataFrame(rows)
