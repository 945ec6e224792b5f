"""One experiment from the first world to the verdict, in parts that a killed run finds again."""

import hashlib
import json
import os
import platform
import time
from collections import deque
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from sim import estimates
from sim.experiment.added import added_reach
from sim.experiment.judging import Block, Judge, Layout, Pending
from sim.experiment.making import Workshop
from sim.experiment.verdicts import effects_of_sweep, verdict_of
from sim.results import ENGINE, Result, RunFolder
from sim.scenario import explain, file_name

AHEAD = 2
"""Blocks in work at a time, for each thread: enough that no thread waits."""


class Progress(Protocol):
    """Who listens to a run."""

    def say(self, text: str) -> None:
        """A sentence for the reader."""

    def total(self, worlds: int) -> None:
        """How many worlds times plans there are at most."""

    def advance(self, worlds: int) -> None:
        """So many more are done."""


class Silent:
    """Nobody listens."""

    def say(self, text: str) -> None:
        """Nothing."""

    def total(self, worlds: int) -> None:
        """Nothing."""

    def advance(self, worlds: int) -> None:
        """Nothing."""


def recipe_hash(scenario: Any) -> str:
    """Ten digits that tell runs apart: the resolved scenario, the network file, allowed code and the engine version."""
    digest = hashlib.sha256(json.dumps(scenario.resolved(), sort_keys=True, ensure_ascii=False).encode())
    digest.update(json.dumps(inputs_of(scenario), sort_keys=True).encode())
    digest.update(ENGINE.encode())
    return digest.hexdigest()[:10]


def inputs_of(scenario: Any) -> dict[str, str]:
    """SHA-256 of every file beside the scenario that can change a result."""
    found = {}
    if scenario.network.file is not None:
        found["network"] = hash_of_path(Path(scenario.network.file))
    for reference in scenario.code:
        found[f"code {Path(reference.file).name}"] = hash_of_path(Path(reference.file))
    return found


def hash_of_path(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with open(file, "rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
    return digest.hexdigest()


def folder_of(scenario: Any, out: Path) -> Path:
    """Where a scenario's run lies."""
    return out / f"{file_name(scenario.name)}-{recipe_hash(scenario)}"


def run(
    scenario: Any,
    *,
    folder: RunFolder | None,
    threads: int,
    progress: Progress,
    points: list[int] | None = None,
    replicates: list[int] | None = None,
) -> Result:
    """Judge all plans in all worlds and say what was found.

    Args:
        scenario: a resolved scenario.
        folder: where finished parts are kept and looked for; None keeps nothing.
        threads: how many threads judge; the result is the same for any number.
        progress: who listens.
        points: design points of a sweep to judge (a shard); None judges all.
        replicates: only these replicates, without a verdict's stopping rule (to check a stored run).
    """
    started = time.perf_counter()
    all_points = scenario.design_points()
    chosen = range(len(all_points)) if points is None else points
    workshop = Workshop(threads)
    judge = Judge(workshop, threads)
    try:
        limit = scenario.compare.until.max_replicates if scenario.compare.until else scenario.compare.replicates
        progress.total(len(chosen) * limit * len(scenario.plans))
        tables, verdicts, choices = [], [], []
        for number in chosen:
            point = scenario.with_values(all_points[number]) if all_points[number] else scenario
            found = _Point(point, number, judge, folder, progress, replicates)
            runs, series, verdict = found.judge()
            tables.append((runs, series))
            verdicts.append(verdict)
            if replicates is None:
                choices.append(added_reach(point, number, workshop, threads))
        import pandas

        runs = pandas.concat([t[0] for t in tables], ignore_index=True)
        series = pandas.concat([t[1] for t in tables], ignore_index=True)
        first = scenario.with_values(all_points[chosen[0]]) if all_points[chosen[0]] else scenario
        cascades = recorded_cascades(first, workshop)
        manifest = {
            "name": scenario.name,
            "hash": recipe_hash(scenario),
            "engine": ENGINE,
            "scenario": scenario.resolved(),
            "scenario_text": scenario.resolved_yaml(),
            "inputs": inputs_of(scenario),
            "explained": explain(scenario),
            "networks": [workshop.described[r] for r in sorted(workshop.described)],
            "plans": plans_of(first, workshop),
            "metrics": [c for c in runs.columns if c not in _KEYS and c not in scenario.uncertain],
            "design_points": [all_points[n] for n in chosen],
            "point_numbers": list(chosen),
            "verdict": verdicts[0],
            "verdicts": verdicts,
            "effects": effects_of_sweep(scenario, runs) if len(chosen) > 1 else [],
            "replicates": int(runs.groupby(["design_point", "plan"]).size().max()) if len(runs) else 0,
            "threads": threads,
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "versions": {name: version(name) for name in ("seedcast", "numpy", "numba", "pandas", "pyarrow")},
            "python": platform.python_version(),
            "seconds": round(time.perf_counter() - started, 3),
        }
        return Result(
            manifest,
            runs,
            series,
            pandas.concat(choices, ignore_index=True) if choices else pandas.DataFrame(),
            cascades,
            workshop.network(first, 0),
            None,
        )
    finally:
        judge.close()


_KEYS = ("experiment", "plan", "design_point", "realisation", "replicate", "draw", "seed")


class _Point:
    """One design point: its blocks in order, those on disk read, the others judged."""

    def __init__(
        self, scenario: Any, number: int, judge: Judge, folder: RunFolder | None, progress: Progress, only: Any
    ):
        self.scenario, self.number, self.judge_, self.folder = scenario, number, judge, folder
        self.progress, self.only = progress, None if only is None else set(only)
        compare = scenario.compare
        self.limit = compare.until.max_replicates if compare.until else compare.replicates
        self.layout = Layout(self.limit, scenario.network.realisations, bool(scenario.uncertain))
        self.draws: list[dict] = []
        if scenario.uncertain:
            self.draws = scenario.uncertain_draws(self.layout.rounds * self.layout.realisations)
        self.runs: list[Any] = []
        self.series: list[Any] = []

    def judge(self) -> tuple[Any, Any, dict]:
        """Judge until the rule stops: (runs, timeseries, verdict)."""
        done = 0
        verdict: dict = {}
        looks = None
        ends = [self.layout.replicates]
        if self.scenario.compare.until and self.only is None:
            looks = estimates.looks(self.limit, batch=self.layout.round)
            ends = list(looks)
        for end in ends:
            rounds = -(-end // self.layout.round)
            self._rounds(range(done, rounds))
            done = rounds
            if self.only is None:
                verdict = verdict_of(self.scenario, self._table(self.runs), looks)
                if verdict["decided"] and self.scenario.compare.until:
                    break
        return self._table(self.runs), self._table(self.series), verdict

    def _rounds(self, rounds: range) -> None:
        by_realisation = self.scenario.compare.until is None
        waiting: deque[tuple[Block, Pending | None]] = deque()
        for block in self._wanted(rounds, by_realisation):
            kept = self.folder.part(block.name) if self.folder is not None else None
            if kept is not None:
                self._keep(block, *kept)
                continue
            drawn = self.draws[block.draw] if self.draws else {}
            if self.number == 0 and block.chunk == 0 and block.realisation == 0:
                self._announce(block, drawn)
            waiting.append((block, self.judge_.submit(self.scenario, block, drawn)))
            if len(waiting) > AHEAD:
                self._finish(*waiting.popleft())
        while waiting:
            self._finish(*waiting.popleft())

    def _wanted(self, rounds: range, by_realisation: bool) -> Iterator[Block]:
        for block in self.layout.blocks(self.number, rounds, by_realisation):
            if self.only is None:
                yield block
            elif self.only.intersection(block.replicates):
                some = tuple(r for r in block.replicates if r in self.only)
                yield Block(block.point, block.realisation, block.chunk, block.draw, some)

    def _announce(self, block: Block, drawn: dict) -> None:
        seconds = self.judge_.warm_up(self.scenario, block, drawn)
        total = seconds * self.limit * len(self.scenario.design_points())
        megabytes = self.limit * len(self.scenario.plans) * len(self.scenario.design_points()) * 2e-4
        upto = "at most " if self.scenario.compare.until else ""
        self.progress.say(
            f"{upto}{self.limit:,} worlds under {len(self.scenario.plans)} plans: {upto or 'about '}"
            f"{duration(total)} of one core's work, {megabytes:.1f} MB on disk"
        )

    def _finish(self, block: Block, pending: Pending | None) -> None:
        assert pending is not None
        runs, series = pending.tables()
        if self.folder is not None and self.only is None:
            self.folder.write_part(block.name, runs, series)
        self._keep(block, runs, series)

    def _keep(self, block: Block, runs: Any, series: Any) -> None:
        self.runs.append(runs)
        self.series.append(series)
        self.progress.advance(len(block.replicates) * len(self.scenario.plans))

    def _table(self, tables: list[Any]) -> Any:
        """All rows, by plan in the scenario's order and replicate."""
        import pandas

        table = pandas.concat(tables, ignore_index=True)
        order = {name: place for place, name in enumerate(self.scenario.plans)}
        by = [table["plan"].map(order), table["replicate"]]
        if "time" in table:
            by.append(table["time"])
        places = pandas.concat(by, axis=1, keys=range(len(by))).sort_values(list(range(len(by))), kind="stable").index
        return table.loc[places].reset_index(drop=True)


def recorded_cascades(scenario: Any, workshop: Workshop) -> dict[str, dict[str, Any]]:
    """The cascade of each plan in replicate 0, for the pictures."""
    from sim.experiment.code import model_of
    from sim.randomness import JUDGING, world_key

    model = model_of(scenario)
    cascades = {}
    for name in scenario.plans:
        world = workshop.world(scenario, 0, workshop.item(scenario, name))
        plan = workshop.plan(scenario, 0, name).plan
        outcome = model.simulate(world, plan, world_key(scenario.seed, JUDGING, 0), model.workspace(world))
        cascades[name] = {
            "reached": outcome.reached.copy(),
            "reached_at": outcome.reached_at.copy(),
            "reached_by": outcome.reached_by.copy(),
        }
    return cascades


def plans_of(scenario: Any, workshop: Workshop) -> dict[str, dict[str, Any]]:
    """What each plan costs and how many accounts it seeds (on the first realisation)."""
    found = {}
    for name in scenario.plans:
        made = workshop.plan(scenario, 0, name)
        found[name] = {
            "spent": made.spent if made.prices is not None else None,
            "left_over": float(sum(choice.left_over for _, choice in made.groups)),
            "currency": scenario.currency,
            "seeds": len(made.plan.seeds),
            "strategies": [strategy for strategy, _ in made.groups],
            "remarks": [str(remark) for _, choice in made.groups for remark in choice.about.values()],
        }
    return found


def duration(seconds: float) -> str:
    """Seconds in words.

    >>> duration(.2), duration(75), duration(9000)
    ('under a second', '75 s', '2.5 hours')
    """
    if seconds < 1:
        return "under a second"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.1f} hours"
