"""The accounts with the highest PageRank: followed by many, by the much followed, and by the choosy.

Page, Brin, Motwani and Winograd 1999 ("The PageRank citation ranking", Stanford technical report), with every follower
passing his rank in equal parts to the accounts that he follows, so rank flows against the content, to its source:

    rank(u) = (1 - d) / n + d * (sum over followers v of u of rank(v) / followings(v)  +  idle / n)

where ``idle`` is the rank of accounts that follow nobody. Sums run over followers by ascending id, so the result is the
same everywhere. It stops when the ranks change by less than ``tolerance`` together (L1); as each step shrinks the error
by d, log(tolerance / 2) / log(d) steps are always enough. Equal ranks by ascending id. Cost: O(steps x edges).
"""

import math

import numpy as np
from pydantic import Field

from sim.arithmetic import log
from sim.jit import jit
from sim.network import Network
from sim.strategies.budget import Budget, take
from sim.strategies.candidates import Candidates, by_score, of_tier
from sim.world import Choice, World

HELPERS = ()


class Parameters(Candidates):
    """Parameters of pagerank."""

    damping: float = Field(
        0.85, ge=0, le=0.99, description="share of the rank that follows edges (none). Source: Page et al. 1999"
    )
    tolerance: float = Field(
        1e-10, gt=0, le=1e-3, description="stop when all ranks together change by less (none). Source: assumption"
    )


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring; the key is not used. The gain of an account is its rank."""
    rank = ranks(world.network, parameters.damping, parameters.tolerance)
    order = by_score(of_tier(world.network, parameters.tier), rank)
    return take(order, budget, gain=rank[order])


def ranks(network: Network, damping: float = 0.85, tolerance: float = 1e-10) -> np.ndarray:
    """The PageRank of each account (float64[n]); ranks sum to 1.

    >>> from sim.network import Network
    >>> ranks(Network.from_edges([0, 0], [1, 2], 3)).round(3)  # 1 and 2 follow 0
    array([0.574, 0.213, 0.213])
    """
    n = len(network)
    rank = np.full(n, 1.0 / n)
    following = np.ascontiguousarray(network.followings, np.int64)
    share = np.empty(n)
    steps = 1 if damping == 0 else math.ceil(log(tolerance / 2) / log(damping)) + 1
    for _ in range(steps):
        if _step(network.audience_offsets, network.audience, following, damping, rank, share) < tolerance:
            break
    return rank


@jit
def _step(offsets, audience, following, damping, rank, share):
    """One step, in place; returns by how much all ranks together changed."""
    n = rank.shape[0]
    idle = 0.0
    for v in range(n):
        if following[v] == 0:
            idle += rank[v]
            share[v] = 0.0
        else:
            share[v] = rank[v] / following[v]
    change = 0.0
    for u in range(n):
        total = 0.0
        for e in range(offsets[u], offsets[u + 1]):
            total += share[audience[e]]
        new = (1.0 - damping) / n + damping * (total + idle / n)
        change += abs(new - rank[u])
        rank[u] = new
    return change
