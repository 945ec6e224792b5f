"""Experiments: the only place where scenarios, networks, models, strategies, metrics and estimates meet.

``compare`` and ``sweep`` run a scenario; ``rerun`` checks a stored run, ``replay`` looks at one replicate of it,
``merge`` puts the shards of a sweep together.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiment.progress import Progress, Silent
from sim.experiment.recipe import folder_of, inputs_of
from sim.experiment.running import run
from sim.results import ENGINE, Result, RunError, RunFolder, read_manifest, write_text

__all__ = ["Difference", "compare", "merge", "replay", "rerun", "sweep"]


def compare(
    scenario: Any,
    *,
    out: str | Path | None = "runs",
    threads: int | None = None,
    progress: Progress | None = None,
    fresh: bool = False,
) -> Result:
    """Compare the plans of a scenario in the same worlds.

    Args:
        scenario: from :func:`sim.load`.
        out: the folder in which the run's own folder is made; None writes nothing.
        threads: how many threads judge (default: all cores); the numbers do not depend on it.
        progress: who listens.
        fresh: judge again even if the run is finished.

    Raises:
        RunError: the folder cannot be used. NetworkError, PlanError, ...: the scenario cannot be carried out.
    """
    if scenario.sweep is not None:
        raise RunError(f"{scenario.name!r} has a sweep; use sweep, or remove the sweep to compare")
    return _run(scenario, out, threads, progress, fresh, None, "")


def sweep(
    scenario: Any,
    *,
    out: str | Path | None = "runs",
    threads: int | None = None,
    progress: Progress | None = None,
    fresh: bool = False,
    shard: tuple[int, int] | None = None,
) -> Result:
    """Compare the plans at every design point; all points meet the same worlds.

    Args:
        shard: (k, n): only the k-th of n parts of the design points, k from 1; :func:`merge` puts them together.
    """
    if scenario.sweep is None:
        raise RunError(f"{scenario.name!r} has no sweep; use compare, or add `sweep:` to the scenario")
    if shard is None:
        return _run(scenario, out, threads, progress, fresh, None, "")
    k, n = shard
    count = len(scenario.design_points())
    if not 1 <= k <= n:
        raise RunError(f"--shard {k}/{n} is not allowed; the first number is 1 to the second")
    if n > count:
        raise RunError(f"--shard {k}/{n}: the sweep has only {count} design points; allowed: at most {count} shards")
    return _run(scenario, out, threads, progress, fresh, list(range(k - 1, count, n)), f"-shard-{k}-of-{n}")


def _run(
    scenario: Any, out: Any, threads: int | None, progress: Any, fresh: bool, points: list[int] | None, suffix: str
) -> Result:
    progress = progress or Silent()
    count = threads_of(threads)
    if out is None:
        return run(scenario, folder=None, threads=count, progress=progress, points=points)
    path = folder_of(scenario, Path(out))
    path = path.with_name(path.name + suffix)
    manifest = path / "manifest.json"
    if manifest.is_file() and not fresh and read_manifest(path).get("finished"):
        progress.say(f"this run is finished already: {path}")
        return Result.load(path)
    where = seen_from(path, scenario.folder)
    with RunFolder(path) as folder, nothing_for_nothing(path):
        if fresh:
            folder.forget_parts()
        elif (path / "parts").is_dir():
            progress.say(f"going on with the run in {path}")
        write_text(path / "scenario.resolved.yaml", scenario.resolved_yaml())
        result = run(scenario, folder=folder, threads=count, progress=progress, points=points)
        result.manifest["scenario_folder"] = where
        result.manifest["shard"] = suffix or None
        result.save(folder)
        folder.forget_parts()
    return result


@contextlib.contextmanager
def nothing_for_nothing(path: Path) -> Iterator[None]:
    """A run that failed before anything was judged leaves no folder behind."""
    try:
        yield
    except BaseException:
        left = {file.name for file in path.iterdir()} if path.is_dir() else set()
        if left <= {"lock", "scenario.resolved.yaml"}:
            shutil.rmtree(path, ignore_errors=True)
        raise


def seen_from(path: Path, folder: Path) -> str:
    """A folder as a run's folder names it: relative, so that both can move together."""
    try:
        return os.path.relpath(folder, path)
    except ValueError:  # another drive
        return str(folder.resolve())


def threads_of(threads: int | None) -> int:
    """A number of threads; the default is what this process may use."""
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not 1 <= threads <= 1024:
        raise RunError(f"--threads {threads} is not allowed; allowed: 1 to 1024")
    return threads


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
    from sim.scenario import from_dict

    manifest = read_manifest(folder)
    place = folder / manifest.get("scenario_folder", ".")
    scenario = from_dict(manifest["scenario"], place, name=str(folder / "manifest.json"), allow_code=allow_code or [])
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
    """Run a stored scenario again and compare all columns with what is stored."""
    folder = Path(folder)
    stored = Result.load(folder)
    scenario = stored_scenario(folder, allow_code)
    engine = stored.manifest["engine"]
    note = "" if engine == ENGINE else f" (made by engine {engine}, this is {ENGINE})"
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
    return compared(old, again.runs, note)


def changed(old: dict[str, Any], new: dict[str, Any]) -> str:
    """What else is not as it was, in words behind a difference."""
    then = {**old["versions"], "processor": old["processor"], "python": old["python"]}
    now = {**new["versions"], "processor": new["processor"], "python": new["python"]}
    parts = [f"{name} {then[name]} then, {now[name]} now" for name in then if then[name] != now.get(name)]
    if [n["fingerprint"] for n in old["networks"]] != [n["fingerprint"] for n in new["networks"]]:
        parts.append("the network is not the same")
    return f" ({'; '.join(parts)})" if parts else ""


def compared(old: Any, new: Any, note: str = "") -> Difference:
    """Two tables of runs, value by value."""
    if list(old.columns) != list(new.columns):
        return Difference(False, f"the columns differ: {list(old.columns)} then, {list(new.columns)} now{note}")
    if len(old) != len(new):
        return Difference(False, f"{len(old):,} rows then, {len(new):,} now{note}")
    same = (old == new) | (old.isna() & new.isna())
    bad = ~same.all(axis=1)
    if bad.any():
        row = int(bad.idxmax())
        column = same.columns[~same.loc[row]][0]
        place = ", ".join(f"{key} {old.loc[row, key]}" for key in ("plan", "design_point", "replicate"))
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
    from sim.experiment.code import model_of
    from sim.experiment.judging import layout_of
    from sim.experiment.making import Workshop
    from sim.randomness import JUDGING, world_key

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


def merge(folders: list[str | Path], *, out: str | Path = "runs", allow_code: list[Path] | None = None) -> Result:
    """Put the finished shards of one sweep together.

    Raises:
        RunError: shards of different sweeps, a design point twice or missing.
    """
    import pandas

    from sim.experiment.verdicts import effects_of_sweep

    parts = [Result.load(folder) for folder in folders]
    if not parts:
        raise RunError("merge needs the folders of the shards")
    first = parts[0].manifest
    seen: dict[int, Path] = {}
    for part in parts:
        if part.manifest["hash"] != first["hash"]:
            raise RunError(f"{part.folder} is a shard of another sweep than {parts[0].folder}")
        if not part.manifest.get("shard"):
            raise RunError(f"{part.folder} is not a shard: it holds a whole run, and there is nothing to merge")
        for number in part.manifest["point_numbers"]:
            if number in seen:
                raise RunError(f"design point {number} is in {seen[number]} and in {part.folder}; name each shard once")
            seen[number] = part.folder  # type: ignore[assignment]
    scenario = stored_scenario(Path(folders[0]), allow_code)
    missing = sorted(set(range(len(scenario.design_points()))) - set(seen))
    if missing:
        raise RunError(f"design points in no shard: {len(missing)}, the first is {missing[0]}; run those shards too")
    tables = {}
    for name in ("runs", "timeseries", "choices"):
        table = pandas.concat([getattr(p, name) for p in parts], ignore_index=True)
        tables[name] = table.sort_values("design_point", kind="stable").reset_index(drop=True)
    numbers = sorted(seen)
    verdicts = {n: v for p in parts for n, v in zip(p.manifest["point_numbers"], p.manifest["verdicts"])}
    described = {n: d for p in parts for n, d in zip(p.manifest["point_numbers"], p.manifest["points"])}
    points = scenario.design_points()
    holder = next(p for p in parts if numbers[0] in p.manifest["point_numbers"])
    manifest = {
        **holder.manifest,
        "design_points": [points[n] for n in numbers],
        "point_numbers": numbers,
        "points": [described[n] for n in numbers],
        "verdicts": [verdicts[n] for n in numbers],
        "verdict": verdicts[numbers[0]],
        "effects": effects_of_sweep(scenario, tables["runs"]),
        "seconds": round(sum(p.manifest["seconds"] for p in parts), 3),
        "shard": None,
    }
    result = Result(manifest, tables["runs"], tables["timeseries"], tables["choices"], holder.cascades, None, None)
    path = folder_of(scenario, Path(out))
    manifest["scenario_folder"] = seen_from(path, scenario.folder)
    with RunFolder(path) as folder:
        write_text(path / "scenario.resolved.yaml", scenario.resolved_yaml())
        result.save(folder)
    return result
