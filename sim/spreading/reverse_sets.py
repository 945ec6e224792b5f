"""Reverse sets: who would have reached an account drawn at random, in one world each.

Borgs, Brautbar, Chayes and Lucier 2014 (SODA), section 3: n times the share of reverse sets that contain one of the
seeds is the seeds' expected reach, so the accounts that cover most sets spread furthest. Set number i lives in world i
of its purpose and starts at the root which that world draws, so more sets never change the ones before.
"""

from typing import Any

import numpy as np

from sim.csr import accumulate, count_targets
from sim.jit import jit
from sim.network import frozen
from sim.randomness import ROOT, U, below, child
from sim.spreading.batches import in_batches
from sim.spreading.sizes import world_keys
from sim.world import World

FIRST_WAVE = 64
"""Sets made before their size is known; every further wave doubles the number, and memory is looked at in between."""

MOST_MEMBERS = 1 << 26
"""Members that are kept at most (4 bytes each, and as much again for the index): half a gigabyte."""

BUFFER = 1 << 18
"""Members that a thread collects, at least, before it puts them aside."""


@jit
def fill_roots(keys, account_count, roots):
    """``roots[i]`` becomes the account that the world of ``keys[i]`` draws."""
    for i in range(keys.shape[0]):
        roots[i] = below(child(child(keys[i], U(ROOT)), U(0)), account_count)


@jit
def _keep_wanted(offsets, members, count, wanted):
    """Leave only wanted members in the first ``count`` sets, in place; returns how many."""
    kept = 0
    start = offsets[0]
    for i in range(count):
        stop = offsets[i + 1]
        for j in range(start, stop):
            if wanted[members[j]]:
                members[kept] = members[j]
                kept += 1
        start = stop
        offsets[i + 1] = kept
    return kept


@jit
def _index(offsets, members, first, starts, sets):
    """Add sets ``first``, ``first + 1``, ... to the index; ``starts[v + 1]`` is where the next set of v goes."""
    for i in range(offsets.shape[0] - 1):
        for j in range(offsets[i], offsets[i + 1]):
            v = np.int64(members[j])
            sets[starts[v + 1]] = np.int32(first + i)
            starts[v + 1] += 1


class ReverseSets:
    """Reverse sets of worlds 0 to ``count - 1``, of which only wanted members are kept.

    Attributes:
        count: how many sets there are.
        starts, sets: the sets that contain account v are ``sets[starts[v]:starts[v + 1]]``, ascending (int64[n + 1],
            int32).
    """

    def __init__(self, module: Any, world: World, wanted: np.ndarray, seed: int, purpose: int, works: list[Any]):
        self.module, self.world, self.wanted, self.works = module, world, wanted, works
        self.seed, self.purpose = seed, purpose
        self.count = 0
        self.kept = 0
        self._pieces: list[tuple[np.ndarray, np.ndarray]] = []
        n = len(world.network)
        self._buffers = [np.empty(max(n, BUFFER), np.int32) for _ in works]

    def grow(self, count: int) -> None:
        """Make sets until there are ``count``, or memory is full; the same ones for any number of threads."""
        while self.count < count and self.kept < MOST_MEMBERS:
            self._wave(min(count, max(2 * self.count, FIRST_WAVE)))
        n = len(self.world.network)
        self.starts = np.zeros(n + 2, np.int64)
        for _, members in self._pieces:
            count_targets(members, self.starts)
        accumulate(self.starts)
        self.sets = np.empty(self.kept, np.int32)
        first = 0
        for offsets, members in self._pieces:
            _index(offsets, members, first, self.starts, self.sets)
            first += len(offsets) - 1

    def _wave(self, count: int) -> None:
        keys = world_keys(self.seed, self.purpose, count - self.count, self.count)
        roots = np.empty(len(keys), np.int32)
        fill_roots(keys, len(self.world.network), roots)
        found: dict[int, tuple[np.ndarray, np.ndarray]] = {}

        def worker_of(work: Any, buffer: np.ndarray) -> Any:
            def worker(start: int, stop: int) -> None:
                while start < stop:
                    offsets = np.zeros(stop - start + 1, np.int64)
                    args = roots[start:stop], keys[start:stop], work, offsets, buffer
                    done = self.module.reverse_sets(self.world, *args)
                    kept = _keep_wanted(offsets, buffer, done, self.wanted)
                    found[start] = offsets[: done + 1].copy(), frozen(buffer[:kept].copy(), np.int32)
                    start += done

            return worker

        workers = [worker_of(work, buffer) for work, buffer in zip(self.works, self._buffers)]
        in_batches(len(keys), workers)
        pieces = [found[start] for start in sorted(found)]
        self._pieces += pieces
        self.kept += sum(len(members) for _, members in pieces)
        self.count = count
