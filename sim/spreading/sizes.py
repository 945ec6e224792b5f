"""How far seeds spread: sizes of many cascades, on several threads, the same whatever their number.

Replicate ``r`` lives in the world of key (seed, purpose, r) and its size is written at place ``r``, so neither the
number of threads nor the cut into batches can change a result.

A model may offer ``spread_together`` beside ``spread_sizes``: the same sizes, 64 worlds in one walk. Which is faster
depends on how much the worlds overlap and on the machine, so it is measured on the first worlds.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np

from sim.border import is_whole
from sim.jit import jit
from sim.models import model
from sim.randomness import U, child, child_int
from sim.spreading.batches import in_batches
from sim.world import Plan, World

MOST_REPLICATES = 10**9
"""Worlds of one call: 16 bytes each."""

TOGETHER = 64
"""Worlds in one walk of ``spread_together``."""

TRIES = 2
"""Groups of worlds on which each way is timed."""

TRIED_FROM = 32 * TOGETHER
"""With fewer worlds a try does not pay: the slower way may take four times as long where it is tried."""

TOGETHER_ACCOUNTS = 1 << 21
"""Larger networks are not tried together: 24 bytes an account and thread, and the words would not stay in the cache."""


@jit
def fill_world_keys(purpose_key, first, stride, keys):
    """``keys[i]`` becomes the key of world ``first + i * stride`` under (seed, purpose)."""
    for i in range(keys.shape[0]):
        keys[i] = child(purpose_key, U(first) + U(i) * U(stride))


def world_keys(seed: int, purpose: int, replicates: int, first: int = 0, stride: int = 1) -> np.ndarray:
    """The keys of worlds ``first``, ``first + stride``, ... (uint64), as ``sim.randomness.world_key`` gives them.

    >>> from sim.randomness import JUDGING, world_key
    >>> int(world_keys(1, JUDGING, 3, first=5)[2]) == world_key(1, JUDGING, 7)
    True
    """
    if not is_whole(replicates) or not 0 <= replicates <= MOST_REPLICATES:
        raise ValueError(f"replicates: {replicates!r} is not allowed; allowed: 0 to {MOST_REPLICATES:,}")
    keys = np.empty(replicates, np.uint64)
    fill_world_keys(U(child_int(seed, purpose)), first, stride, keys)
    return keys


def thread_workspaces(world: World, threads: int, module: Any = None, kind: str = "workspace") -> list[Any]:
    """Memory for this many threads, to be used again by several calls; ``kind`` is the model's function for it."""
    if threads < 1:
        raise ValueError(f"threads: {threads} is not allowed; allowed: 1 or more")
    make = getattr(module or model(world.model), kind)
    return [make(world) for _ in range(threads)]


@contextmanager
def kept_workspaces(world: World, threads: int, module: Any) -> Iterator[list[Any]]:
    """Memory for this many threads that stays with the world: a small call does not pay for all accounts again.

    Two callers at once get memory of their own. What was at work when something failed is not used again.
    """
    # The module is kept beside its memory, so that no other can come to have its id.
    _, kept = world.derived(f"spreading.workspaces.{id(module)}", lambda _: (module, []))
    works: list[Any] = []
    while kept and len(works) < threads:
        with suppress(IndexError):  # another thread took the last
            works.append(kept.pop())
    if len(works) < threads or threads < 1:
        works += thread_workspaces(world, threads - len(works), module)
    yield works
    kept.extend(works)


def spread_sizes(
    world: World,
    plan: Plan,
    *,
    seed: int,
    purpose: int,
    replicates: int,
    first: int = 0,
    stride: int = 1,
    threads: int = 1,
    workspaces: list[Any] | None = None,
    module: Any = None,
) -> np.ndarray:
    """The reach of a plan in the worlds ``first``, ``first + stride``, ... (int64[replicates]).

    Args:
        world: made by a model's ``prepare``; any model of the registry.
        plan: the seeds.
        seed, purpose: which worlds, as in ``sim.randomness.world_key``.
        replicates: how many worlds.
        first: the first replicate, so that a run can go on where another ended.
        stride: from one replicate to the next, for the replicates of one realisation.
        threads: over replicates; the result is the same for any number.
        workspaces: from :func:`thread_workspaces`, instead of new ones.
        module: the model, if it is not the one that the registry has under the world's name.

    >>> from sim.models.independent_cascade import Parameters, prepare
    >>> from sim.network import Network
    >>> from sim.randomness import JUDGING
    >>> from sim.world import plan_of_seeds
    >>> chain = Network.from_edges([0, 1], [1, 2], 3)
    >>> world = prepare(chain, Parameters(probability=1.0))
    >>> spread_sizes(world, plan_of_seeds([1], chain), seed=1, purpose=JUDGING, replicates=4)
    array([2, 2, 2, 2])
    """
    keys = world_keys(seed, purpose, replicates, first, stride)
    sizes = np.zeros(replicates, np.int64)
    module = module or model(world.model)
    if workspaces:
        _fill_sizes(module, world, plan, keys, workspaces, sizes)
    else:
        with kept_workspaces(world, threads, module) as works:
            _fill_sizes(module, world, plan, keys, works, sizes)
    return sizes


def _fill_sizes(module: Any, world: World, plan: Plan, keys: np.ndarray, works: list[Any], sizes: np.ndarray) -> None:
    """Each world's size at its place, by the way that is faster here."""
    one_by_one = [_sizes_worker(module, world, plan, keys, work, sizes) for work in works]
    if len(keys) < TRIED_FROM or len(world.network) > TOGETHER_ACCOUNTS or not hasattr(module, "spread_together"):
        in_batches(len(keys), one_by_one)
        return
    one_by_one[0](0, 1)  # both ways are compiled before a clock runs
    module.spread_together(world, plan, keys[:1], module.together_workspace(world), sizes[:1])
    trial = Trial()
    together = [_together_worker(module, world, plan, keys, sizes) for _ in works]
    workers = [trial.worker(*ways) for ways in zip(one_by_one, together)]
    in_batches(-(-len(keys) // TOGETHER), workers)


class Trial:
    """Which of two ways is faster: each is timed on ``TRIES`` groups of worlds that had to be done anyway.

    The smallest time counts, since whatever else the machine does only makes things slower. The threads share one trial
    and never wait for it: until it is over, worlds are done one by one.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {"one by one": [], "together": []}
        self.begun = dict.fromkeys(self.seconds, 0)
        self.lock = threading.Lock()

    @property
    def over(self) -> bool:
        """Are both ways timed?"""
        return all(len(times) >= TRIES for times in self.seconds.values())

    def choose(self) -> str:
        """The way to take next: one that is to be tried, else the faster one."""
        with self.lock:
            for way, count in self.begun.items():
                if count < TRIES:
                    self.begun[way] += 1
                    return way
        return min(self.seconds, key=lambda way: min(self.seconds[way])) if self.over else "one by one"

    def worker(
        self, one_by_one: Callable[[int, int], None], together: Callable[[int, int], None]
    ) -> Callable[[int, int], None]:
        """Does groups of ``TOGETHER`` worlds; ``together`` counts in groups too, ``one_by_one`` in worlds."""

        def take(way: str, start: int, stop: int) -> None:
            if way == "together":
                together(start, stop)
            else:
                one_by_one(start * TOGETHER, stop * TOGETHER)

        def work(start: int, stop: int) -> None:
            while not self.over and start < stop:
                way = self.choose()
                began = time.perf_counter()
                take(way, start, start + 1)
                self.seconds[way].append(time.perf_counter() - began)
                start += 1
            if start < stop:
                take(self.choose(), start, stop)

        return work


def _together_worker(
    module: Any, world: World, plan: Plan, keys: np.ndarray, sizes: np.ndarray
) -> Callable[[int, int], None]:
    """Does groups of ``TOGETHER`` worlds: ``worker(start, stop)`` counts in groups."""
    work = module.together_workspace(world)

    def worker(start: int, stop: int) -> None:
        part = slice(start * TOGETHER, stop * TOGETHER)
        module.spread_together(world, plan, keys[part], work, sizes[part])

    return worker


def _sizes_worker(
    module: Any, world: World, plan: Plan, keys: np.ndarray, work: Any, sizes: np.ndarray
) -> Callable[[int, int], None]:
    if hasattr(module, "spread_sizes"):

        def worker(start: int, stop: int) -> None:
            module.spread_sizes(world, plan, keys[start:stop], work, sizes[start:stop])

    else:

        def worker(start: int, stop: int) -> None:
            for r in range(start, min(stop, len(keys))):
                sizes[r] = module.simulate(world, plan, int(keys[r]), work).reach

    return worker
