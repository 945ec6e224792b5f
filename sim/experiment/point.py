"""One design point: its blocks in order, those on disk read, the others judged, until the rule stops."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sim import estimates
from sim.experiment.code import model_of
from sim.experiment.judging import Judge, Pending
from sim.experiment.layout import Block, layout_of
from sim.experiment.measuring import recording_of
from sim.experiment.pace import TOLD_FROM, announced
from sim.experiment.progress import Progress
from sim.experiment.verdicts import verdict_of
from sim.results import RunFolder

MEGABYTES_A_ROW = 1e-4
"""Disk that a replicate of a plan takes in all tables, with a handful of metrics (measured: 50 to 150 bytes)."""
MEGABYTES_A_TIME = 1e-5
"""And each time of a campaign's series (measured: 10 bytes)."""
AHEAD = 2
"""Blocks in work at a time: enough that no thread waits."""


class Point:
    """One design point: its blocks in order, those on disk read, the others judged."""

    def __init__(
        self,
        scenario: Any,
        number: int,
        points: int,
        judge: Judge,
        folder: RunFolder | None,
        progress: Progress,
        only: list[int] | None,
        following: Any = None,
    ):
        self.scenario, self.number, self.points, self.next = scenario, number, points, following
        self.judge_, self.folder = judge, folder
        self.progress, self.only = progress, None if only is None else set(only)
        self.layout = layout_of(scenario)
        self.limit = self.layout.replicates
        self.looks = None
        if scenario.compare.until and only is None:
            self.looks = estimates.looks(self.limit, batch=self.layout.round)
        self.draws: list[dict] = []
        if scenario.uncertain:
            self.draws = scenario.uncertain_draws(self.layout.rounds * self.layout.realisations)
        recording = recording_of(scenario, model_of(scenario))
        times = scenario.campaign.days * 24.0 / recording.step if recording.campaign else 0.0
        self.megabytes = MEGABYTES_A_ROW + MEGABYTES_A_TIME * times
        self.names = ("runs", "timeseries", *recording.tables)
        self.logged: list[Path] = []
        """Parts of a campaign's log, in order, that stay on the disk: they may be more than the memory holds."""
        self.to_disk = recording.campaign and folder is not None and only is None
        self.tables: dict[str, list[Any]] = {name: [] for name in self.names}

    def judge(self) -> tuple[dict[str, Any], dict]:
        """Judge until the rule stops: (tables, verdict)."""
        done = 0
        verdict: dict = {}
        for end in self.looks or [self.layout.replicates]:
            rounds = -(-end // self.layout.round)
            self._rounds(range(done, rounds))
            done = rounds
            if self.only is None:
                verdict = verdict_of(self.scenario, self._table("runs"), self.looks)
                if verdict["decided"] and self.scenario.compare.until:
                    break
        return {name: self._table(name) for name in self.names if self.tables[name]}, verdict

    def _rounds(self, rounds: range) -> None:
        by_realisation = self.scenario.compare.until is None
        waiting: deque[tuple[Block, Pending | None]] = deque()
        for block in self._wanted(rounds, by_realisation):
            kept = self.folder.part(block.name, self.names) if self.folder is not None else None
            if kept is not None and self._fits(block, kept["runs"]):
                self._keep(block, kept)
                continue
            drawn = self.draws[block.draw] if self.draws else {}
            if not self.judge_.warm:
                self._announce(block, drawn)
            waiting.append((block, self.judge_.submit(self.scenario, block, drawn)))
            if len(waiting) > AHEAD:
                self._finish(*waiting.popleft())
        while waiting:
            self._finish(*waiting.popleft())

    def _fits(self, block: Block, runs: Any) -> bool:
        """Does a part on disk hold this block's rows, and no others?"""
        wanted = {(plan, replicate) for plan in self.scenario.plans for replicate in block.replicates}
        there = list(zip(runs["plan"], runs["replicate"]))
        return len(there) == len(wanted) and set(there) == wanted and bool((runs["draw"] == block.draw).all())

    def _wanted(self, rounds: range, by_realisation: bool) -> Iterator[Block]:
        for block in self.layout.blocks(self.number, rounds, by_realisation):
            if self.only is None:
                yield block
            elif self.only.intersection(block.replicates):
                some = tuple(r for r in block.replicates if r in self.only)
                yield Block(block.point, block.realisation, block.chunk, block.draw, some)

    def _announce(self, block: Block, drawn: dict) -> None:
        """Warm up, and say how long it will take."""
        pace = self.judge_.warm_up(self.scenario, block, drawn, self._following(block))
        most = self.limit if self.only is None else len(self.only)
        done = self._on_disk() if self.points == 1 and self.only is None else 0
        worlds = (max((self.looks[0] if self.looks else most) - done, 0), most - done)
        blocks = self.layout.rounds * self.layout.realisations if self.layout.drawn else self.layout.realisations
        told = announced(self.scenario, pace, worlds, min(blocks, worlds[1]), self.points, done)
        megabytes = worlds[1] * len(self.scenario.plans) * self.points * self.megabytes
        size = f"up to {megabytes:.1f} MB" if megabytes >= 0.1 else "less than 0.1 MB"
        first = f"; making the first ones took {pace.begun:.0f} s" if pace.begun >= TOLD_FROM else ""
        self.progress.say(f"{told}, {size} on disk{first}")

    def _on_disk(self) -> int:
        """How many worlds of this point were judged before, by whoever is gone on from."""
        if self.folder is None:
            return 0
        blocks = self.layout.blocks(self.number, range(self.layout.rounds), True)
        kept = (block for block in blocks if self.folder.part_path(block.name, "runs").is_file())
        return min(sum(len(block.replicates) for block in kept), self.limit - 1)

    def _following(self, first: Block) -> tuple[Any, Block, dict] | None:
        """The next worlds that must be made: of this point, else of the next one."""
        for block in self.layout.blocks(self.number, range(self.layout.rounds), self.scenario.compare.until is None):
            if (block.realisation, block.draw) != (first.realisation, first.draw):
                return self.scenario, block, self.draws[block.draw] if self.draws else {}
        return None if self.next is None else (self.next, first, self.draws[first.draw] if self.draws else {})

    def _finish(self, block: Block, pending: Pending | None) -> None:
        assert pending is not None
        tables = pending.tables()
        if self.folder is not None and self.only is None:
            self.folder.write_part(block.name, tables)
        self._keep(block, tables)

    def _keep(self, block: Block, tables: dict[str, Any]) -> None:
        for name in self.names:
            if name != "events" or not self.to_disk:
                self.tables[name].append(tables[name])
            elif len(tables[name]):
                assert self.folder is not None
                self.logged.append(self.folder.part_path(block.name, name))
        self.progress.advance(len(block.replicates) * len(self.scenario.plans))

    def _table(self, name: str) -> Any:
        """All rows, by plan in the scenario's order and replicate."""
        import pandas

        parts = self.tables[name]
        table = pandas.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
        order = {plan: place for place, plan in enumerate(self.scenario.plans)}
        keys = (
            table["plan"].astype(object).map(order).to_numpy(np.int64) * (self.limit + 1)
            + table["replicate"].to_numpy()
        )
        return table.loc[keys.argsort(kind="stable")].reset_index(drop=True)
