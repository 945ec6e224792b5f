"""Independent cascade: everyone who is reached shares once, and each of his followers takes it up by a coin.

Goldenberg, Libai and Muller 2001 (Marketing Letters 12:211); Kempe, Kleinberg and Tardos 2003 (KDD). One
step: the accounts reached in the step before, in the order in which they were reached, share to their followers in
ascending id; a follower who has not been reached takes it up with the edge's probability and counts as reached by the
first sharer whose coin succeeded. Seeds are reached at step 0. The coin of the edge u -> v is drawn by (world, u, v)
alone and compared as an integer, so a world is a set of live edges and a plan cannot change it.
"""

from typing import Final, NamedTuple

import numpy as np
from pydantic import Field

from sim.jit import jit
from sim.lanes import LANES, followers_hit, prefetch
from sim.models.cascade_added import added_sizes, labels_workspace
from sim.models.cascade_edges import HITS, live_edges
from sim.models.cascade_reverse import reverse, reverse_sets
from sim.models.cascade_together import spread_together, together_workspace
from sim.models.probabilities import ContentEffects, ProbabilitySetting
from sim.network import Network
from sim.outcome import Outcome
from sim.randomness import COIN, U, child
from sim.world import Item, Plan, World

__all__ = [
    "Parameters",
    "added_sizes",
    "labels_workspace",
    "prepare",
    "reverse",
    "reverse_sets",
    "simulate",
    "spread_sizes",
    "spread_together",
    "together_workspace",
    "workspace",
    "workspace_key",
]


class Parameters(ContentEffects):
    """Parameters of the independent cascade."""

    probability: ProbabilitySetting = Field(
        0.05,
        description="chance that a share reaches one follower (probability): a number, edge, weighted_cascade or "
        "trivalency. Source: assumption (.01 and .1 are the literature's usual values, Kempe et al. 2003)",
    )


AHEAD: Final = 16
"""Rows of so many sharers in the queue are asked for before the first of them is walked."""


class Work(NamedTuple):
    """Memory of one thread: 17 bytes an account; ``active`` is zero between two replicates."""

    accounts: np.ndarray  # int32[n]: in the order of reaching; the first `count` hold
    at: np.ndarray  # float64[n]: the step
    by: np.ndarray  # int32[n]: while walking the sharer's place in `accounts`, then the sharer; -1 for a seed
    active: np.ndarray  # uint8[n]: 1 while the account counts as reached
    hits: np.ndarray  # int32[HITS + LANES]: followers whose coin succeeded
    hits_by: np.ndarray  # int32[HITS + LANES]: the sharer's place


def prepare(network: Network, parameters: Parameters, item: Item | None = None, seed: int = 0) -> World:
    """The world of this network, content and parameters: 8 bytes an edge beside the network."""
    edges = live_edges(network, parameters.probability, item or Item(), parameters, seed)
    return World(network, "independent_cascade", parameters, edges)


def workspace(world: World) -> Work:
    """Memory for one thread."""
    n = len(world.network)
    return Work(
        np.zeros(n + 1, np.int32),
        np.zeros(n + 1, np.float64),
        np.zeros(n + 1, np.int32),
        np.zeros(n, np.uint8),
        np.zeros(HITS + LANES, np.int32),
        np.zeros(HITS + LANES, np.int32),
    )


def workspace_key(world: World) -> int:
    """Worlds with an equal key can share a workspace: those with as many accounts."""
    return len(world.network)


def simulate(world: World, plan: Plan, key: int, work: Work) -> Outcome:
    """One cascade; the outcome is a view of ``work`` and holds until its next use."""
    count = _cascade(world.kernel, plan.seeds, U(key), work)
    return Outcome(work.accounts[:count], work.at[:count], work.by[:count])


def spread_sizes(world: World, plan: Plan, keys: np.ndarray, work: Work, sizes: np.ndarray) -> None:
    """Reach in the worlds of ``keys`` (uint64[r]), into ``sizes`` (int64[r]), in one call."""
    _sizes(world.kernel, plan.seeds, keys, work, sizes)


@jit
def _walk(world, seeds, key, work):
    """Who is reached, in order, and from which place in that order; ``active`` is clean again at the end.

    Coins are thrown eight at a time, for followers who were reached before too. The successful ones of several rows are
    collected in order and then met one by one without a branch: the place after the last account is written, and
    counts only if the account was new. What will be read next is asked for early, so that on a large network the
    misses of many accounts overlap.
    """
    coins = child(key, U(COIN))
    count = 0
    for seed in seeds:
        work.accounts[count] = seed
        work.by[count] = -1
        work.active[seed] = 1
        count += 1
    place = np.int32(-1)
    head, e, stop, row = 0, 0, 0, U(0)
    while head < count or e < stop:
        ahead = min(count, head + AHEAD)
        for i in range(head, ahead):
            prefetch(world.words, world.offsets[work.accounts[i]])
        hits = 0
        while hits < HITS:
            if e >= stop:
                if head >= ahead:
                    break
                sharer = work.accounts[head]
                place = np.int32(head)
                e, stop = world.offsets[sharer], world.offsets[sharer + 1]
                row = child(coins, U(sharer))
                head += 1
            while e < stop and hits < HITS:
                hits = followers_hit(world.words, e, stop, row, work.hits, hits, work.hits_by, place)
                e += LANES
        for i in range(hits):
            prefetch(work.active, work.hits[i])
        for i in range(hits):
            follower = work.hits[i]
            work.accounts[count] = follower
            work.by[count] = work.hits_by[i]
            count += 1 - work.active[follower]
            work.active[follower] = 1
            prefetch(world.offsets, follower)
    for i in range(count):
        work.active[work.accounts[i]] = 0
    return count


@jit
def _cascade(world, seeds, key, work):
    count = _walk(world, seeds, key, work)
    for i in range(seeds.shape[0]):
        work.at[i] = 0.0
    for i in range(seeds.shape[0], count):
        place = work.by[i]
        work.at[i] = work.at[place] + 1.0
        work.by[i] = work.accounts[place]
    return count


@jit
def _sizes(world, seeds, keys, work, sizes):
    for r in range(keys.shape[0]):
        sizes[r] = _walk(world, seeds, keys[r], work)
