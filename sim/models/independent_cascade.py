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

from sim.csr import transpose, transpose_values
from sim.jit import jit
from sim.models.probabilities import (
    ContentEffects,
    ProbabilitySetting,
    edge_probabilities,
    with_content,
)
from sim.network import Network, frozen
from sim.outcome import Outcome, Reached, reached_workspace
from sim.randomness import COIN, U, child, coin_thresholds
from sim.world import Item, Plan, World


class Parameters(ContentEffects):
    """Parameters of the independent cascade."""

    probability: ProbabilitySetting = Field(
        0.05,
        description="chance that a share reaches one follower (probability): a number, edge, weighted_cascade or "
        "trivalency. Source: assumption (.01 and .1 are the literature's usual values, Kempe et al. 2003)",
    )


class LiveEdges(NamedTuple):
    """What the kernel reads: for each edge a 64-bit word, the coin's threshold above, the follower's id below."""

    offsets: np.ndarray  # int64[n + 1]
    words: np.ndarray  # uint64[edges with p > 0]


def prepare(network: Network, parameters: Parameters, item: Item | None = None, seed: int = 0) -> World:
    """The world of this network, content and parameters: 8 bytes an edge beside the network."""
    base = edge_probabilities(network, parameters.probability, seed)
    probability = with_content(network, base, item or Item(), parameters)
    by_edge = np.broadcast_to(np.asarray(probability, np.float64), (network.edge_count,))
    possible = by_edge > 0
    offsets = network.audience_offsets
    audience = network.audience
    if not possible.all():  # edges that can never fire are left out
        kept = np.concatenate([[0], np.cumsum(possible)])
        offsets = kept[offsets]
        audience, by_edge = audience[possible], by_edge[possible]
    words = (coin_thresholds(by_edge).astype(np.uint64) << U(32)) | audience.astype(np.uint64)
    kernel = LiveEdges(frozen(offsets, np.int64), frozen(words, np.uint64))
    return World(network, "independent_cascade", parameters, kernel)


def workspace(world: World) -> Reached:
    """Memory for one thread."""
    return reached_workspace(len(world.network))


def workspace_key(world: World) -> int:
    """Worlds with an equal key can share a workspace: those with as many accounts."""
    return len(world.network)


def simulate(world: World, plan: Plan, key: int, work: Reached) -> Outcome:
    """One cascade; the outcome is a view of ``work`` and holds until its next use."""
    count = _cascade(world.kernel, plan.seeds, U(key), work)
    return Outcome(work.accounts[:count], work.at[:count], work.by[:count])


def spread_sizes(world: World, plan: Plan, keys: np.ndarray, work: Reached, sizes: np.ndarray) -> None:
    """Reach in the worlds of ``keys`` (uint64[r]), into ``sizes`` (int64[r]), in one call."""
    _sizes(world.kernel, plan.seeds, keys, work, sizes)


@jit
def _cascade(world, seeds, key, work):
    coins = child(key, U(COIN))
    count = 0
    for seed in seeds:
        work.accounts[count] = seed
        work.at[count] = 0.0
        work.by[count] = -1
        work.active[seed] = 1
        count += 1
    head = 0
    while head < count:
        sharer = work.accounts[head]
        row = child(coins, U(sharer))
        for e in range(world.offsets[sharer], world.offsets[sharer + 1]):
            word = world.words[e]
            follower = np.int32(word & U(0xFFFFFFFF))
            if work.active[follower] == 0 and child(row, U(follower)) >> U(32) <= word >> U(32):
                work.active[follower] = 1
                work.accounts[count] = follower
                work.at[count] = work.at[head] + 1.0
                work.by[count] = sharer
                count += 1
        head += 1
    for i in range(count):
        work.active[work.accounts[i]] = 0
    return count


@jit
def _sizes(world, seeds, keys, work, sizes):
    for r in range(keys.shape[0]):
        sizes[r] = _cascade(world, seeds, keys[r], work)


class Labels(NamedTuple):
    """Memory for :func:`added_sizes`: 12 bytes an account; labels are all NOBODY between two replicates."""

    label: np.ndarray  # int32[n]: the place of the only seed that reaches the account, NOBODY or SEVERAL
    queue: np.ndarray  # int32[2 n]: an account is labelled at most twice


NOBODY: Final = -1
SEVERAL: Final = -2


def labels_workspace(world: World) -> Labels:
    """Memory for one thread of :func:`added_sizes`."""
    n = len(world.network)
    return Labels(np.full(n, NOBODY, np.int32), np.zeros(2 * n, np.int32))


def added_sizes(world: World, plan: Plan, keys: np.ndarray, work: Labels, added: np.ndarray) -> None:
    """What each seed adds in the worlds of ``keys``: reach(all seeds) - reach(all but k), into ``added`` (int64[r, k]).

    A world is a set of live edges, so seed k adds exactly the accounts that no other seed reaches; one walk that
    carries "reached by seed k alone" or "by several" finds them for all seeds at the cost of at most two cascades.
    """
    _added_sizes(world.kernel, plan.seeds, keys, work, added)


def reverse(world: World, root: int, key: int, work: Reached) -> np.ndarray:
    """The accounts that would have reached ``root`` in this world: the same coins, walked against the content."""
    count = _reverse(world.derived("reversed", _turned), np.int32(root), U(key), work)
    return work.accounts[:count]


def reverse_sets(
    world: World, roots: np.ndarray, keys: np.ndarray, work: Reached, offsets: np.ndarray, members: np.ndarray
) -> int:
    """Reverse sets of many roots, each in its own world, one after the other in ``members`` (int32).

    Set i is ``members[offsets[i]:offsets[i + 1]]``; ``offsets[0]`` is set by the caller. Returns how many sets were
    finished before ``members`` was full: call again with the rest.
    """
    return _reverse_sets(world.derived("reversed", _turned), roots, keys, work, offsets, members)


def _turned(world: World) -> LiveEdges:
    """The same edges by follower: the threshold above, the followed account's id below."""
    audience = (world.kernel.words & U(0xFFFFFFFF)).astype(np.int32)
    offsets, following = transpose(world.kernel.offsets, audience)
    thresholds = np.empty(len(audience), np.uint64)
    transpose_values(world.kernel.offsets, audience, world.kernel.words >> U(32), offsets.copy(), thresholds)
    return LiveEdges(frozen(offsets, np.int64), frozen((thresholds << U(32)) | following.astype(np.uint64), np.uint64))


@jit
def _reverse(turned, root, key, work):
    coins = child(key, U(COIN))
    work.accounts[0] = root
    work.active[root] = 1
    count = 1
    head = 0
    while head < count:
        follower = work.accounts[head]
        for e in range(turned.offsets[follower], turned.offsets[follower + 1]):
            word = turned.words[e]
            sharer = np.int32(word & U(0xFFFFFFFF))
            if work.active[sharer] == 0 and child(child(coins, U(sharer)), U(follower)) >> U(32) <= word >> U(32):
                work.active[sharer] = 1
                work.accounts[count] = sharer
                count += 1
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


@jit
def _added_sizes(world, seeds, keys, work, added):
    for r in range(keys.shape[0]):
        coins = child(keys[r], U(COIN))
        count = seeds.shape[0]
        for i in range(count):
            work.label[seeds[i]] = i
            work.queue[i] = seeds[i]
        head = 0
        while head < count:
            sharer = work.queue[head]
            mine = work.label[sharer]
            row = child(coins, U(sharer))
            for e in range(world.offsets[sharer], world.offsets[sharer + 1]):
                word = world.words[e]
                follower = np.int32(word & U(0xFFFFFFFF))
                other = work.label[follower]
                if other != mine and other != SEVERAL and child(row, U(follower)) >> U(32) <= word >> U(32):
                    work.label[follower] = mine if other == NOBODY else SEVERAL
                    work.queue[count] = follower
                    count += 1
            head += 1
        for i in range(count):
            account = work.queue[i]
            if work.label[account] >= 0:
                added[r, work.label[account]] += 1
            work.label[account] = NOBODY
