"""What each seed adds to an independent cascade, for all seeds in one walk."""

from typing import Final, NamedTuple

import numpy as np

from sim.jit import jit
from sim.lanes import LANES, followers_hit
from sim.models.cascade_edges import HITS
from sim.randomness import COIN, U, child
from sim.world import Plan, World

NOBODY: Final = -1
SEVERAL: Final = -2


class Labels(NamedTuple):
    """Memory for :func:`added_sizes`: 12 bytes an account; labels are all NOBODY between two replicates."""

    label: np.ndarray  # int32[n]: the place of the only seed that reaches the account, NOBODY or SEVERAL
    queue: np.ndarray  # int32[2 n]: an account is labelled at most twice
    hits: np.ndarray  # int32[HITS + LANES]: followers whose coin succeeded
    hits_by: np.ndarray  # int32[HITS + LANES]: the sharer; written with the hits, not read here


def labels_workspace(world: World) -> Labels:
    """Memory for one thread of :func:`added_sizes`."""
    n = len(world.network)
    hits = np.zeros(HITS + LANES, np.int32)
    return Labels(np.full(n, NOBODY, np.int32), np.zeros(2 * n, np.int32), hits, np.zeros_like(hits))


def added_sizes(world: World, plan: Plan, keys: np.ndarray, work: Labels, added: np.ndarray) -> None:
    """What each seed adds in the worlds of ``keys``: reach(all seeds) - reach(all but k), into ``added`` (int64[r, k]).

    A world is a set of live edges, so seed k adds exactly the accounts that no other seed reaches; one walk that
    carries "reached by seed k alone" or "by several" finds them for all seeds at the cost of at most two cascades.
    """
    _added_sizes(world.kernel, plan.seeds, keys, work, added)


@jit
def _label(world, seeds, key, work):
    """Labels of all reached accounts; returns how long the queue of labellings became."""
    coins = child(key, U(COIN))
    count = seeds.shape[0]
    for i in range(count):
        work.label[seeds[i]] = i
        work.queue[i] = seeds[i]
    head = 0
    while head < count:
        sharer = work.queue[head]
        mine = work.label[sharer]
        row = child(coins, U(sharer))
        e, stop = world.offsets[sharer], world.offsets[sharer + 1]
        while e < stop:
            hits = 0
            while e < stop and hits < HITS:
                hits = followers_hit(world.words, e, stop, row, work.hits, hits, work.hits_by, sharer)
                e += LANES
            for i in range(hits):
                follower = work.hits[i]
                other = work.label[follower]
                if other != mine and other != SEVERAL:
                    work.label[follower] = mine if other == NOBODY else SEVERAL
                    work.queue[count] = follower
                    count += 1
        head += 1
    return count


@jit
def _added_sizes(world, seeds, keys, work, added):
    for r in range(keys.shape[0]):
        count = _label(world, seeds, keys[r], work)
        for i in range(count):
            account = work.queue[i]
            if work.label[account] >= 0:
                added[r, work.label[account]] += 1
            work.label[account] = NOBODY
