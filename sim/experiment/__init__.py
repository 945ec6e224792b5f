"""Experiments: the only place where scenarios, networks, models, strategies, metrics and estimates meet.

``compare`` and ``sweep`` run a scenario; ``rerun`` checks a stored run, ``replay`` looks at one replicate of it,
``merge`` puts the shards of a sweep together.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.experiment.again import Difference, replay, rerun, stored_scenario
from sim.experiment.merging import merge
from sim.experiment.priced import priced
from sim.experiment.progress import Progress, Silent
from sim.experiment.recipe import folder_of, seen_from, threads_of
from sim.experiment.running import run
from sim.experiment.sources import go_on, refuse_other_code, sources_digest
from sim.results import Result, RunError, RunFolder, read_manifest, write_text

__all__ = [
    "Difference",
    "RunError",
    "compare",
    "merge",
    "priced",
    "replay",
    "rerun",
    "stored_scenario",
    "sweep",
    "threads_of",
]


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
    manifest = read_manifest(path) if (path / "manifest.json").is_file() and not fresh else {}
    if manifest.get("finished"):
        refuse_other_code(path, manifest.get("sources"))
        progress.say(f"this run is finished already: {path}")
        return Result.load(path)
    where = seen_from(path, scenario.folder)
    with RunFolder(path) as folder, nothing_for_nothing(path):
        if fresh:
            folder.forget_parts()
        elif go_on(folder):
            progress.say(f"going on with the run in {path}")
        write_text(path / "scenario.resolved.yaml", scenario.resolved_yaml())
        folder.made_by = sources_digest()
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
