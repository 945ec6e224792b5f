"""Independent cascades walked against the content: who would have reached an account, in one world of live edges."""

from typing import Any

import numpy as np

from sim.jit import jit
from sim.lanes import LANES, sharers_hit
from sim.models.cascade_edges import HITS, LiveEdges, turned_around
from sim.randomness import COIN, U, child
from sim.world import World


def _reversed(world: World) -> LiveEdges:
    """The world's edges by follower; made once, 8 bytes an edge."""
    return world.derived("reversed", lambda w: turned_around(w.kernel))


def reverse(world: World, root: int, key: int, work: Any) -> np.ndarray:
    """The accounts that would have reached ``root`` in this world: the same coins, walked against the content."""
    count = _reverse(_reversed(world), np.int32(root), U(key), work)
    return work.accounts[:count]


def reverse_sets(
    world: World, roots: np.ndarray, keys: np.ndarray, work: Any, offsets: np.ndarray, members: np.ndarray
) -> int:
    """Reverse sets of many roots, each in its own world, one after the other in ``members`` (int32).

    Set i is ``members[offsets[i]:offsets[i + 1]]``; ``offsets[0]`` is set by the caller. Returns how many sets were
    finished before ``members`` was full: call again with the rest.
    """
    return _reverse_sets(_reversed(world), roots, keys, work, offsets, members)


@jit
def _reverse(turned, root, key, work):
    coins = child(key, U(COIN))
    work.accounts[0] = root
    work.active[root] = 1
    count = 1
    head = 0
    while head < count:
        follower = work.accounts[head]
        e, stop = turned.offsets[follower], turned.offsets[follower + 1]
        while e < stop:
            hits = 0
            while e < stop and hits < HITS:
                hits = sharers_hit(turned.words, e, stop, coins, U(follower), work.hits, hits)
                e += LANES
            for i in range(hits):
                sharer = work.hits[i]
                work.accounts[count] = sharer
                count += 1 - work.active[sharer]
                work.active[sharer] = 1
        head += 1
    for i in range(count):
        work.active[work.accounts[i]] = 0
    return count


@jit
def _reverse_sets(turned, roots, keys, work, offsets, members):
    for i in range(roots.shape[0]):
        count = _reverse(turned, roots[i], keys[i], work)
        if offsets[i] + count > members.shape[0]:
            return i
        for j in range(count):
            members[offsets[i] + j] = work.accounts[j]
        offsets[i + 1] = offsets[i] + count
    return roots.shape[0]
