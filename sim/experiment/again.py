"""A stored run again: make its numbers anew and compare them, or look at one replicate of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiment.code import model_of
from sim.experiment.layout import layout_of
from sim.experiment.making import Workshop
from sim.experiment.progress import Progress, Silent
from sim.experiment.recipe import inputs_of, threads_of
from sim.experiment.running import run
from sim.experiment.sources import difference
from sim.randomness import JUDGING, world_key
from sim.results import ENGINE, Result, RunError, read_manifest


@dataclass(frozen=True)
class Difference:
    """The outcome of a rerun.

    Attributes:
        identical: every compared value is the same.
        sentence: what was compared, or the first row that differs.
    """

    identical: bool
    sentence: str


def stored_scenario(folder: Path, allow_code: list[Path] | None = None) -> Any:
    """The scenario that a run folder carries, checked against its files as they are now."""
    from sim.scenario import ScenarioError, from_dict
    from sim.scenario.paths import NOT_THERE

    manifest = read_manifest(folder)
    place = folder / manifest.get("scenario_folder", ".")
    named = str(folder / "manifest.json")
    try:
        scenario = from_dict(manifest["scenario"], place, name=named, allow_code=allow_code or [])
    except ScenarioError as error:
        if NOT_THERE not in str(error):
            raise
        hint = "move both folders together, or put the file there"
        raise RunError(f"{error}\nThe scenario's folder, seen from the run's, is {place.resolve()}: {hint}") from error
    now = inputs_of(scenario)
    for name, then in manifest.get("inputs", {}).items():
        if now.get(name) != then:
            where = f" ({scenario.network.file})" if name == "network" else ""
            raise RunError(f"the {name} file{where} is not the one of this run any more; put the old file back")
    return scenario


def rerun(
    folder: str | Path,
    *,
    replicate: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    allow_code: list[Path] | None = None,
) -> Difference:
    """Run a stored scenario again and compare all columns with what is stored; of a whole run also the table of who
    brought what."""
    folder = Path(folder)
    stored = Result.load(folder)
    scenario = stored_scenario(folder, allow_code)
    engine = stored.manifest["engine"]
    note = "" if engine == ENGINE else f" (made by engine {engine}, this is {ENGINE})"
    other = difference(stored.manifest.get("sources"))
    note += f" (made by other code of the engine: {other})" if other else ""
    old = stored.runs
    only = None
    if replicate is not None:
        if replicate not in set(old["replicate"]):
            raise RunError(f"replicate {replicate} is not in {folder}; allowed: 0 to {old['replicate'].max()}")
        only = [replicate]
        old = old[old["replicate"] == replicate].reset_index(drop=True)
    points = stored.manifest["point_numbers"]
    again = run(
        scenario,
        folder=None,
        threads=threads_of(threads),
        progress=progress or Silent(),
        points=points,
        replicates=only,
    )
    note += changed(stored.manifest, again.manifest)
    found = compared(old, again.runs, note)
    if not found.identical or only is not None or (stored.attribution is None and again.attribution is None):
        return found
    return _with_attribution(found, stored.attribution, again.attribution, note)


def _with_attribution(found: Difference, old: Any, new: Any, note: str) -> Difference:
    """What was found of the runs, and the table of who brought what beside it."""
    if old is None or new is None:
        then, now = ("no such table" if one is None else f"{len(one):,} rows" for one in (old, new))
        return Difference(False, f"who brought what differs: {then} then, {now} now{note}")
    beside = compared(old, new, note, ("plan", "design_point", "by", "metric", "group"))
    if not beside.identical:
        return Difference(False, f"who brought what differs: {beside.sentence}")
    return Difference(True, f"{found.sentence}; who brought what: {beside.sentence}")


def changed(old: dict[str, Any], new: dict[str, Any]) -> str:
    """What else is not as it was, in words behind a difference."""
    then = {**old["versions"], "processor": old["processor"], "python": old["python"]}
    now = {**new["versions"], "processor": new["processor"], "python": new["python"]}
    parts = [f"{name} {then[name]} then, {now[name]} now" for name in then if then[name] != now.get(name)]
    if [n["fingerprint"] for n in old["networks"]] != [n["fingerprint"] for n in new["networks"]]:
        parts.append("the network is not the same")
    return f" ({'; '.join(parts)})" if parts else ""


def compared(
    old: Any, new: Any, note: str = "", keys: tuple[str, ...] = ("plan", "design_point", "replicate")
) -> Difference:
    """Two tables, value by value; ``keys`` are the columns that say which row it is."""
    if list(old.columns) != list(new.columns):
        return Difference(False, f"the columns differ: {list(old.columns)} then, {list(new.columns)} now{note}")
    if len(old) != len(new):
        return Difference(False, f"{len(old):,} rows then, {len(new):,} now{note}")
    same = (old == new) | (old.isna() & new.isna())
    bad = ~same.all(axis=1)
    if bad.any():
        row = int(bad.idxmax())
        column = same.columns[~same.loc[row]][0]
        place = ", ".join(f"{key} {old.loc[row, key]}" for key in keys)
        return Difference(
            False,
            f"the first row that differs is {place}: {column} was {old.loc[row, column]}, "
            f"is {new.loc[row, column]}{note}",
        )
    return Difference(True, f"identical: {len(old):,} rows, {len(old.columns)} columns{note}")


def replay(
    folder: str | Path, replicate: int, plan: str | None = None, allow_code: list[Path] | None = None
) -> dict[str, Any]:
    """The cascades of one stored replicate, event by event: {plan: (Outcome, Network)}."""

    folder = Path(folder)
    stored = Result.load(folder)
    scenario = stored_scenario(folder, allow_code)
    if replicate not in set(stored.runs["replicate"]):
        raise RunError(f"replicate {replicate} is not in {folder}; allowed: 0 to {stored.runs['replicate'].max()}")
    if plan is not None and plan not in scenario.plans:
        raise RunError(f"there is no plan {plan!r} in {folder}; allowed: {', '.join(scenario.plans)}")
    points = scenario.design_points()
    first = points[stored.manifest["point_numbers"][0]]
    point = scenario.with_values(first) if first else scenario
    layout = layout_of(point)
    realisation = replicate % layout.realisations
    block = layout.block(0, realisation, replicate // layout.round)
    actual = point
    if point.uncertain:
        actual = point.with_values(point.uncertain_draws(layout.rounds * layout.realisations)[block.draw])
    workshop, model, found = Workshop(), model_of(point), {}
    for name in [plan] if plan else list(point.plans):
        world = workshop.world(actual, realisation, workshop.item(point, name))
        made = workshop.plan(point, realisation, name, max(block.draw, 0))
        key = world_key(point.seed, JUDGING, replicate)
        found[name] = (model.simulate(world, made.plan, key, model.workspace(world)).copy(), world.network)
    return found
