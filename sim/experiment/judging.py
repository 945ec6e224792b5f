"""Judging plans: blocks of replicates over threads, the same rows whatever the number of threads."""

import re
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np

from sim.experiment.code import model_of
from sim.experiment.layout import Block
from sim.experiment.making import PlanMade, Workshop
from sim.experiment.measuring import Recording, measures_of, recording_of
from sim.experiment.pace import Pace
from sim.experiment.rules import Cost
from sim.jit import compiles
from sim.metrics.log import in_words
from sim.randomness import JUDGING, world_key
from sim.world import World

WARM = 4
"""Replicates of each plan that are judged first, at most, to compile and to tell how long the rest will take."""
WARM_SECONDS = 0.5
"""A plan's replicates are judged so long at the most; a longer one is judged once, or twice where it compiled."""
SEEN = re.compile(r"(network|audience)/|also_on/.*/(network/.*|members|same_stars)$")
"""Uncertain parameters that whoever chooses accounts can look at: who follows whom, who is in which segment."""
TASK = 25
"""Replicates in one task of a thread, at most."""
TASK_SECONDS = 2.0
"""Work in one task, about: small enough that no thread waits long for the last ones."""

MOST_WITHOUT = 10_000
"""Of so many worlds at most it is kept what happens in them without any plan."""


class Judge:
    """Judges blocks with a pool of threads; each thread has its own workspace."""

    def __init__(self, workshop: Workshop, threads: int):
        self.workshop = workshop
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="seedcast")
        self.mine = threading.local()
        self.warm = False
        self.without: dict[tuple[int, int], tuple[weakref.ref[World], dict[str, np.ndarray]]] = {}
        """What happens without any plan, by world and key."""
        self.tasks: dict[str, int] = {}
        """Replicates in one task, by plan."""

    def close(self) -> None:
        """Stop the threads; what they have not begun is dropped."""
        self.pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, scenario: Any, block: Block, drawn: dict[str, Any]) -> "Pending":
        """Start judging a block. ``scenario`` is the design point's; ``drawn`` are the uncertain parameters' values.

        Plans are chosen without knowing the draw, as in life; they are judged under it.
        """
        model = model_of(scenario)
        measures, recording = measures_of(scenario), recording_of(scenario, model)
        pending = Pending(scenario, block, drawn)
        for name, made, world in self._made(scenario, block, drawn):
            size = self.tasks.get(name, TASK)
            for start in range(0, len(block.replicates), size):
                part = block.replicates[start : start + size]
                keys = [world_key(scenario.seed, JUDGING, r) for r in part]
                cost = Cost(made.set_aside, people_of(scenario, world), made.plan.rules)
                task = (model, world, made.plan, keys, measures, cost, recording, part)
                pending.tasks.append((name, part, self.pool.submit(self._judge, *task)))
        return pending

    def warm_up(
        self, scenario: Any, block: Block, drawn: dict[str, Any], following: tuple[Any, Block, dict[str, Any]] | None
    ) -> Pace:
        """Judge a few replicates on this thread, so that kernels are compiled before threads start.

        Args:
            scenario, block, drawn: as for :meth:`submit`, of the first worlds.
            following: the same of the next worlds that must be made, if there are any. They are made now: what the
                first ones took is no measure, as much is done once only.

        Returns:
            What one replicate takes, measured after compiling, and to make worlds.
        """
        begun = time.process_time()
        model, measures = model_of(scenario), measures_of(scenario)
        recording = replace(recording_of(scenario, model), accounts=False, worlds=0)
        self.warm = True
        seconds = 0.0
        for name, made, world in self._made(scenario, block, drawn):
            cost = Cost(made.set_aside, people_of(scenario, world), made.plan.rules)

            def once(replicate: int, world: World = world, plan: Any = made.plan, cost: Cost = cost) -> float:
                start = time.process_time()
                key = world_key(scenario.seed, JUDGING, replicate)
                self._judge(model, world, plan, [key], measures, cost, recording, (replicate,))
                return time.process_time() - start

            with compiles() as compiled:
                each = once(block.replicates[0])
            if compiled.buffer or each < WARM_SECONDS:
                again = [once(block.replicates[0])]
                for replicate in block.replicates[1:WARM]:
                    if sum(again) < WARM_SECONDS:
                        again.append(once(replicate))
                each = sum(again) / len(again)
            self.tasks[name] = int(min(max(TASK_SECONDS / max(each, 1e-9), 1), TASK))
            seconds += each
        begun = time.process_time() - begun
        start = time.process_time()
        if following is not None:
            list(self._made(*following))
        return Pace(seconds, time.process_time() - start, begun)

    def cascades(self, scenario: Any) -> dict[str, dict[str, np.ndarray]]:
        """The cascade of each plan in replicate 0, for the pictures: whom it reached, when and by whom."""
        model = model_of(scenario)

        def cascade(world: World, plan: Any) -> dict[str, np.ndarray]:
            work = self._workspace(model, world)
            outcome = model.simulate(world, plan, world_key(scenario.seed, JUDGING, 0), work)
            return {name: getattr(outcome, name).copy() for name in ("reached", "reached_at", "reached_by")}

        waiting = {}
        for name in scenario.plans:
            world = self.workshop.world(scenario, 0, self.workshop.item(scenario, name))
            waiting[name] = self.pool.submit(cascade, world, self.workshop.plan(scenario, 0, name).plan)
        return {name: future.result() for name, future in waiting.items()}

    def _made(self, scenario: Any, block: Block, drawn: dict[str, Any]) -> Iterator[tuple[str, PlanMade, World]]:
        """Each plan with the world in which it is judged."""
        actual = scenario.with_values(drawn) if drawn else scenario
        seen = {path: value for path, value in drawn.items() if SEEN.match(path)}
        chooser = scenario.with_values(seen) if seen else scenario
        for name in scenario.plans:
            item = self.workshop.item(scenario, name)
            yield (
                name,
                self.workshop.plan(chooser, block.realisation, name, max(block.draw, 0)),
                self.workshop.world(actual, block.realisation, item),
            )

    def _workspace(self, model: Any, world: World) -> Any:
        """This thread's memory; used again for worlds that the model says can share it, one at a time."""
        shared = (world.model, model.workspace_key(world)) if hasattr(model, "workspace_key") else world
        held = getattr(self.mine, "held", None)
        if held is None or held[0] != shared:
            self.mine.held = held = (shared, model.workspace(world))
        return held[1]

    def _without_plan(self, model: Any, world: World, key: int, work: Any) -> dict[str, np.ndarray]:
        """What happens in a world without any plan: the plans that are judged in it share it.

        Two threads may find out the same at once: it is the same.
        """
        if not hasattr(model, "without_plan"):
            return {}
        held = self.without.get((id(world), key))
        if held is None or held[0]() is not world:  # another world may have the id of one that is gone
            if len(self.without) >= MOST_WITHOUT:
                self.without.clear()
            self.without[id(world), key] = held = (weakref.ref(world), model.without_plan(world, key, work))
        return held[1]

    def _judge(
        self,
        model: Any,
        world: World,
        plan: Any,
        keys: list[int],
        measures: dict,
        cost: Cost,
        recording: Recording,
        replicates: tuple[int, ...],
    ) -> Any:
        work = self._workspace(model, world)
        rows, series = [], []
        kept: dict[str, list[tuple[int, dict[str, np.ndarray]]]] = {name: [] for name in recording.tables}
        for key, replicate in zip(keys, replicates):
            without = self._without_plan(model, world, key, work)
            outcome = model.simulate(world, plan, key, work)
            outcome.events.update(without)
            row: dict[str, float] = {}
            each = cost.of(outcome)
            for metric, measure in measures.items():
                value = measure(world, outcome, each)
                if isinstance(value, dict):
                    row.update({f"{metric}/{part}": float(number) for part, number in value.items()})
                else:
                    row[metric] = float(value)
            rows.append(row)
            series.append(recording.series(world, outcome))
            if recording.accounts:
                kept["reached"].append((replicate, recording.reached(outcome)))
            if replicate < recording.worlds:
                kept["events"].append((replicate, recording.events(outcome)))
        return rows, series, kept


def people_of(scenario: Any, world: World) -> float:
    """How many people one account stands for; money is per person."""
    represents = scenario.network.represents
    return 1.0 if represents is None else represents / len(world.network)


Recorded = tuple[str, int, dict[str, np.ndarray]]
"""A plan, a replicate, and arrays of what was recorded of it."""


class Pending:
    """A block that is being judged."""

    def __init__(self, scenario: Any, block: Block, drawn: dict[str, Any]):
        self.scenario = scenario
        self.block = block
        self.drawn = drawn
        self.tasks: list[tuple[str, tuple[int, ...], Future]] = []

    def tables(self) -> dict[str, Any]:
        """Wait, then the block's rows: runs, timeseries and, where they are recorded, reached and events."""
        import pandas

        rows: list[dict[str, Any]] = []
        times: list[Recorded] = []
        recorded: dict[str, list[Recorded]] = {}
        for plan, replicates, future in self.tasks:
            judged, series, kept = future.result()
            for name, happened in kept.items():
                recorded.setdefault(name, []).extend((plan, replicate, arrays) for replicate, arrays in happened)
            for replicate, row, (moments, counts) in zip(replicates, judged, series):
                rows.append(
                    {
                        "experiment": self.scenario.name,
                        "plan": plan,
                        "design_point": self.block.point,
                        "realisation": self.block.realisation,
                        "replicate": replicate,
                        "draw": self.block.draw,
                        "seed": self.scenario.seed,
                        **row,
                        **{path: float(value) for path, value in self.drawn.items()},
                    }
                )
                times.append((plan, replicate, {"time": moments, **counts}))
        found = {"runs": pandas.DataFrame(rows), "timeseries": self._long(times)}
        return found | {name: self._long(happened, logged=name == "events") for name, happened in recorded.items()}

    def _long(self, parts: list[Recorded], logged: bool = False) -> Any:
        """One table of many short ones, of each of which the plan and the replicate are known."""
        import pandas

        names = list(self.scenario.plans)
        if not parts:  # of none of these worlds events are kept
            return pandas.DataFrame({"plan": [], "design_point": [], "replicate": []})
        lengths = [len(next(iter(arrays.values()))) for _, _, arrays in parts]
        table = {
            "plan": np.repeat(np.array([plan for plan, _, _ in parts], dtype=object), lengths),
            "design_point": np.full(sum(lengths), self.block.point, np.int64),
            "replicate": np.repeat(np.array([replicate for _, replicate, _ in parts], dtype=np.int64), lengths),
        }
        if logged and "kind" in parts[0][2]:
            codes = np.repeat(np.array([names.index(plan) for plan, _, _ in parts], np.int16), lengths)
            table["plan"] = pandas.Categorical.from_codes(codes, categories=names)
            table["realisation"] = np.full(sum(lengths), self.block.realisation, np.int64)
        for name in parts[0][2]:
            values = np.concatenate([arrays[name] for _, _, arrays in parts])
            table[name] = in_words(name, values) if logged else values
        return pandas.DataFrame(table)
