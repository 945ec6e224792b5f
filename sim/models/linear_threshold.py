"""Linear threshold: an account shares once the accounts it follows that have shared weigh enough.

Granovetter 1978 (American Journal of Sociology 83:1420); Kempe, Kleinberg and Tardos 2003 (KDD). Every
edge u -> v has a weight, the weights of all that v follows sum to at most 1, and each account draws a threshold
uniformly from 0 to 1 by (world, v) alone. One step: the accounts reached in the step before, in the order in which they
were reached, share to their followers in ascending id; each share adds the edge's weight to the follower's influence; a
follower whose influence comes up to his threshold is reached and counts as reached by the sharer whose weight did it.
Seeds are reached at step 0.

Weights, influence and thresholds are whole numbers in units of 2**-53, so sums are exact and their order is free. The
thresholds of a row that sums to 1 (within 1e-9) are always met once all have shared.

Content multiplies all weights of a follower by the hazard ratio m of :mod:`sim.models.probabilities` (the same as
dividing his threshold by m): the chance to be reached at influence S becomes min(1, m S).

Walked backwards the model is another one with the same law: each account picks at most one of those it follows, each
with its weight (claim 2.6 of the same paper). The picks have draws of their own, so ``reverse`` agrees with
``simulate`` in law and not world by world, and needs weights that sum to at most 1 after content too.
"""

from typing import Literal, NamedTuple

import numpy as np
from pydantic import Field

from sim.arithmetic.rows import total
from sim.csr import transpose_values
from sim.jit import jit
from sim.models.probabilities import ByEdge, ContentEffects, Probability, content_ratio, edge_probabilities
from sim.network import Network, NetworkError, frozen
from sim.outcome import Outcome
from sim.randomness import LIVE_EDGE, THRESHOLD, U, child
from sim.world import Item, Plan, World

ONE = 1 << 53
"""A weight of 1 in whole units."""

SLACK = ONE // 10**9
"""Rows that miss 1 by no more than this (rounding of the weights) are taken to sum to 1."""


class Parameters(ContentEffects):
    """Parameters of the linear threshold model."""

    weight: Probability | Literal["edge", "weighted_cascade"] | ByEdge = Field(
        "weighted_cascade",
        description="weight of an edge (share of the follower's threshold scale): a number, edge, or weighted_cascade "
        "(1 / accounts that the follower follows). Source: Kempe, Kleinberg and Tardos 2003",
    )


class Weights(NamedTuple):
    """What the kernel reads, in the order of ``network.audience``."""

    offsets: np.ndarray  # int64[n + 1]
    audience: np.ndarray  # int32[m]
    weights: np.ndarray  # uint64[m], units of 2**-53


class Work(NamedTuple):
    """Memory of one thread: 29 bytes an account; ``active`` and ``influence`` are zero between two replicates."""

    accounts: np.ndarray  # int32[n]: in the order of reaching; the first `count` hold
    at: np.ndarray  # float64[n]: the step
    by: np.ndarray  # int32[n]: the sharer whose weight met the threshold; -1 for a seed
    active: np.ndarray  # uint8[n]: 1 while the account counts as reached
    influence: np.ndarray  # uint64[n]: weight of those who shared, units of 2**-53
    touched: np.ndarray  # int32[n]: accounts with influence, to be undone


def prepare(network: Network, parameters: Parameters, item: Item | None = None, seed: int = 0) -> World:
    """The world of this network, content and parameters: 8 bytes an edge beside the network; nothing is drawn.

    Raises:
        NetworkError: the weights of what an account follows sum to more than 1; a setting that is not allowed.
    """
    if isinstance(parameters.weight, str) and parameters.weight not in ("edge", "weighted_cascade"):
        raise NetworkError(
            f"weight: {parameters.weight!r} is not allowed; allowed: a number from 0 to 1, edge, weighted_cascade"
        )
    value = edge_probabilities(network, parameters.weight)
    weights = np.empty(network.edge_count, np.uint64)
    by_edge = np.broadcast_to(np.asarray(value, np.float64), (network.edge_count,))
    weights[:] = np.rint(by_edge * float(ONE))
    sums = np.zeros(len(network), np.uint64)
    largest = np.full(len(network), -1)
    _sum_rows(network.audience, weights, sums, largest)
    above = np.flatnonzero(sums > U(ONE + SLACK))
    if len(above):
        v = int(above[0])
        together = total(by_edge[network.audience == v])
        raise NetworkError(
            f"weight: the weights of the {network.followings[v]} accounts that account {network.label(v)!r} follows "
            f"sum to {together:.6g}; allowed: at most 1 (smaller values, or weighted_cascade)"
        )
    _round_to_one(sums, largest, weights)
    ratio = content_ratio(network, item or Item(), parameters)
    if not isinstance(ratio, float) or ratio != 1.0:
        _multiply(network.audience, np.broadcast_to(ratio, len(network)).copy(), weights)
    kernel = Weights(network.audience_offsets, network.audience, frozen(weights, np.uint64))
    return World(network, "linear_threshold", parameters, kernel)


@jit
def _sum_rows(audience, weights, sums, largest):
    """Sum of the weights of what each account follows, capped at 2, and the place of its largest weight."""
    for e in range(audience.shape[0]):
        v = audience[e]
        sums[v] = min(sums[v] + weights[e], U(2 << 53))
        if largest[v] < 0 or weights[e] > weights[largest[v]]:
            largest[v] = e


@jit
def _round_to_one(sums, largest, weights):
    """Where a row misses 1 only by rounding, its largest weight takes up the difference."""
    for v in range(sums.shape[0]):
        if largest[v] >= 0 and U(ONE - SLACK) <= sums[v]:
            weights[largest[v]] += U(ONE) - sums[v]


@jit
def _multiply(audience, ratio, weights):
    for e in range(audience.shape[0]):
        product = np.float64(weights[e]) * ratio[audience[e]]
        weights[e] = U(ONE) if product >= np.float64(ONE) else U(np.int64(product + 0.5))


def workspace(world: World) -> Work:
    """Memory for one thread."""
    n = len(world.network)
    return Work(
        np.zeros(n, np.int32),
        np.zeros(n, np.float64),
        np.zeros(n, np.int32),
        np.zeros(n, np.uint8),
        np.zeros(n, np.uint64),
        np.zeros(n, np.int32),
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
def _cascade(world, seeds, key, work):
    thresholds = child(key, U(THRESHOLD))
    count = 0
    touched = 0
    for seed in seeds:
        work.accounts[count] = seed
        work.at[count] = 0.0
        work.by[count] = -1
        work.active[seed] = 1
        count += 1
    head = 0
    while head < count:
        sharer = work.accounts[head]
        for e in range(world.offsets[sharer], world.offsets[sharer + 1]):
            follower = world.audience[e]
            weight = world.weights[e]
            if work.active[follower] == 1 or weight == U(0):
                continue
            if work.influence[follower] == U(0):
                work.touched[touched] = follower
                touched += 1
            # Content can lift a sum above 1; it is capped there so that it cannot overflow.
            work.influence[follower] = min(work.influence[follower] + weight, U(ONE))
            if child(thresholds, U(follower)) >> U(11) < work.influence[follower]:
                work.active[follower] = 1
                work.accounts[count] = follower
                work.at[count] = work.at[head] + 1.0
                work.by[count] = sharer
                count += 1
        head += 1
    for i in range(count):
        work.active[work.accounts[i]] = 0
    for i in range(touched):
        work.influence[work.touched[i]] = U(0)
    return count


@jit
def _sizes(world, seeds, keys, work, sizes):
    for r in range(keys.shape[0]):
        sizes[r] = _cascade(world, seeds, keys[r], work)


def reverse(world: World, root: int, key: int, work: Work) -> np.ndarray:
    """The accounts that would have reached ``root`` in one world of live edges.

    Raises:
        NetworkError: the item is so good that weights sum to more than 1.
    """
    count = _reverse(world.derived("reversed", _turned), np.int32(root), U(key), work)
    return work.accounts[:count]


def reverse_sets(
    world: World, roots: np.ndarray, keys: np.ndarray, work: Work, offsets: np.ndarray, members: np.ndarray
) -> int:
    """Reverse sets of many roots, each in its own world, one after the other in ``members`` (int32).

    Set i is ``members[offsets[i]:offsets[i + 1]]``; ``offsets[0]`` is set by the caller. Returns how many sets were
    finished before ``members`` was full: call again with the rest.
    """
    return _reverse_sets(world.derived("reversed", _turned), roots, keys, work, offsets, members)


def _turned(world: World) -> Weights:
    """The same edges by follower: whom he follows, and the sum of the weights up to each."""
    network = world.network
    upto = np.empty(network.edge_count, np.uint64)
    transpose_values(
        network.audience_offsets, network.audience, world.kernel.weights.copy(), network.following_offsets.copy(), upto
    )
    above = _accumulate_rows(network.following_offsets, upto)
    if above >= 0:
        raise NetworkError(
            f"with this content the weights of what account {network.label(above)!r} follows sum to more than 1, and "
            "then there are no reverse walks; choose accounts with a strategy that simulates forwards (greedy)"
        )
    return Weights(network.following_offsets, network.following, frozen(upto, np.uint64))


@jit
def _accumulate_rows(offsets, upto):
    for v in range(offsets.shape[0] - 1):
        total = U(0)
        for e in range(offsets[v], offsets[v + 1]):
            total += upto[e]
            if total > U(ONE):
                return v
            upto[e] = total
    return -1


@jit
def _reverse(turned, root, key, work):
    picks = child(key, U(LIVE_EDGE))
    work.accounts[0] = root
    work.active[root] = 1
    count = 1
    while True:
        follower = work.accounts[count - 1]
        draw = child(picks, U(follower)) >> U(11)
        low = turned.offsets[follower]
        end = turned.offsets[follower + 1]
        high = end
        while low < high:  # the first edge whose sum is above the draw
            middle = (low + high) >> 1
            if turned.weights[middle] > draw:
                high = middle
            else:
                low = middle + 1
        if low == end or work.active[turned.audience[low]] == 1:
            break
        work.accounts[count] = turned.audience[low]
        work.active[turned.audience[low]] = 1
        count += 1
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
