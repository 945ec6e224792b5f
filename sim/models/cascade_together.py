"""Sixty-four independent cascades in one walk: reach only, the same coins and the same accounts as one by one.

Each account carries a 64-bit word: in which of the worlds it has been reached. An edge is looked at once for all worlds
in which its account has just been reached, eight coins at a time. Where the worlds overlap much (many of them reach the
same accounts) that is faster than one world after the other; where they do not, it is slower. The order in which
accounts are walked is not the order of a cascade, so there is no when and by whom here: a world is a set of live edges,
and who is reached does not depend on the order in which they are walked.
"""

from typing import Final, NamedTuple

import numpy as np

from sim.jit import jit
from sim.lanes import LANES, children, lowest_bit, worlds_hit
from sim.randomness import COIN, U, child
from sim.world import Plan, World

WORLDS: Final = 64
"""Worlds in one walk: the bits of a word."""

PLANES: Final = 32
"""Bits of a count of accounts."""


class Together(NamedTuple):
    """Memory of one thread: 24 bytes an account; ``reached`` and ``pending`` are zero between two walks."""

    reached: np.ndarray  # uint64[n]: the worlds in which the account was reached
    pending: np.ndarray  # uint64[n]: of these, the worlds in which its followers have not been asked yet
    queue: np.ndarray  # int32[n]: a ring of the accounts with pending worlds
    touched: np.ndarray  # int32[n]: every account reached in any world
    coins: np.ndarray  # uint64[WORLDS]: the key of each world's coins
    open: np.ndarray  # uint64[WORLDS]: the keys of the worlds at hand
    rows: np.ndarray  # uint64[WORLDS]: below them, the keys of the sharer's coins
    number: np.ndarray  # uint64[WORLDS]: the numbers of the worlds at hand
    planes: np.ndarray  # uint64[PLANES]: counts of all worlds at once, one word a binary digit


def together_workspace(world: World) -> Together:
    """Memory for one thread."""
    n = len(world.network)
    return Together(
        np.zeros(n, np.uint64),
        np.zeros(n, np.uint64),
        np.zeros(n, np.int32),
        np.zeros(n, np.int32),
        np.zeros(WORLDS, np.uint64),
        np.zeros(WORLDS, np.uint64),
        np.zeros(WORLDS, np.uint64),
        np.zeros(WORLDS, np.uint64),
        np.zeros(PLANES, np.uint64),
    )


def spread_together(world: World, plan: Plan, keys: np.ndarray, work: Together, sizes: np.ndarray) -> None:
    """Reach in the worlds of ``keys`` (uint64[r]), into ``sizes`` (int64[r]), 64 worlds at a time."""
    _sizes_together(world.kernel, plan.seeds, keys, work, sizes)


@jit
def _open_worlds(pending, sharer, work):
    """The keys of the sharer's coins in the pending worlds, side by side in ``rows``; how many there are."""
    count = 0
    while pending != U(0):
        number = lowest_bit(pending)
        pending &= pending - U(1)
        work.open[count] = work.coins[number]
        work.number[count] = number
        count += 1
    for i in range(0, count, LANES):
        children(work.open, i, U(sharer), work.rows)
    return count


@jit
def _in_places(hits, number):
    """Bits of the worlds at hand, each moved to its world's own number."""
    moved = U(0)
    while hits != U(0):
        moved |= U(1) << number[lowest_bit(hits)]
        hits &= hits - U(1)
    return moved


@jit
def _walk_together(world, seeds, worlds, work):
    """Fills ``reached`` and ``touched`` for the worlds of these bits; returns how many accounts were touched."""
    n = work.reached.shape[0]
    touched, head, tail = 0, 0, 0
    for seed in seeds:
        work.reached[seed] = worlds
        work.pending[seed] = worlds
        work.queue[touched] = seed
        work.touched[touched] = seed
        touched += 1
    waiting = touched
    tail = touched if touched < n else 0
    while waiting > 0:
        sharer = work.queue[head]
        head = head + 1 if head + 1 < n else 0
        waiting -= 1
        pending = work.pending[sharer]
        work.pending[sharer] = U(0)
        count = _open_worlds(pending, sharer, work)
        inside = ~U(0) >> U(WORLDS - count)
        for e in range(world.offsets[sharer], world.offsets[sharer + 1]):
            word = world.words[e]
            follower = np.int32(word & U(0xFFFFFFFF))
            if pending & ~work.reached[follower] == U(0):
                continue
            hits = U(0)
            for i in range(0, count, LANES):
                hits |= worlds_hit(work.rows, i, word) << U(i)
            hits &= inside
            if hits == U(0):
                continue
            new = (hits if count == WORLDS else _in_places(hits, work.number)) & ~work.reached[follower]
            if new == U(0):
                continue
            if work.reached[follower] == U(0):
                work.touched[touched] = follower
                touched += 1
            if work.pending[follower] == U(0):
                work.queue[tail] = follower
                tail = tail + 1 if tail + 1 < n else 0
                waiting += 1
            work.reached[follower] |= new
            work.pending[follower] |= new
    return touched


@jit
def _count_and_clean(touched, work, sizes):
    """How many accounts each world reached; ``planes`` are binary counters of all worlds, added to with carries."""
    for digit in range(PLANES):
        work.planes[digit] = U(0)
    for i in range(touched):
        carry = work.reached[work.touched[i]]
        work.reached[work.touched[i]] = U(0)
        digit = 0
        while carry != U(0):
            both = work.planes[digit] & carry
            work.planes[digit] ^= carry
            carry = both
            digit += 1
    for number in range(sizes.shape[0]):
        sizes[number] = 0
        for digit in range(PLANES):
            sizes[number] += np.int64((work.planes[digit] >> U(number)) & U(1)) << digit


@jit
def _sizes_together(world, seeds, keys, work, sizes):
    for first in range(0, keys.shape[0], WORLDS):
        count = min(WORLDS, keys.shape[0] - first)
        for i in range(count):
            work.coins[i] = child(keys[first + i], U(COIN))
        touched = _walk_together(world, seeds, ~U(0) >> U(WORLDS - count), work)
        _count_and_clean(touched, work, sizes[first : first + count])
