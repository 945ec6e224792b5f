"""The accounts of the innermost cores: those that stay longest while the weakly linked are peeled off.

The core number of an account is the largest k for which it belongs to a part of the network where everyone has k links
within the part (Seidman 1983, Social Networks 5:269), found by peeling (Batagelj and Zaversnik 2003, arXiv cs/0310049).
That the core spreads further than the most followed: Kitsak et al. 2010 (Nature Physics 6:888). Links count in both
directions, a mutual pair twice. Equal cores by followers, then by ascending id. Cost: O(n log n + edges).
"""

import numpy as np

from sim.jit import jit
from sim.network import Network
from sim.strategies.budget import Budget, take
from sim.strategies.candidates import Candidates, of_tier
from sim.world import Choice, World

HELPERS = ()


class Parameters(Candidates):
    """Parameters of k_core."""


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring; the key is not used. The gain of an account is its core number."""
    network = world.network
    core = core_numbers(network)
    accounts = of_tier(network, parameters.tier)
    order = accounts[np.lexsort((accounts, -network.followers[accounts], -core[accounts]))]
    return take(order, budget, gain=core[order])


def core_numbers(network: Network) -> np.ndarray:
    """The core number of each account (int64[n]), counting links in both directions.

    >>> from sim.network import Network
    >>> core_numbers(Network.from_edges([0, 1, 2, 0], [1, 2, 0, 3], 4))  # a triangle and one who hangs on
    array([2, 2, 2, 1])
    """
    n = len(network)
    links = network.followers + network.followings
    order = np.argsort(links, kind="stable").astype(np.int64)
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    starts = np.searchsorted(links[order], np.arange(int(links.max(initial=0)) + 2)).astype(np.int64)
    rows = (network.audience_offsets, network.audience, network.following_offsets, network.following)
    _peel(*rows, links, order, place, starts)
    return links


@jit
def _peel(audience_offsets, audience, following_offsets, following, links, order, place, starts):
    """Take accounts by ascending links left; ``links`` ends as the core numbers.

    ``order`` holds accounts by links left, ``starts[k]`` where those with k begin: one link less is one swap.
    """
    for i in range(order.shape[0]):
        u = order[i]
        for e in range(audience_offsets[u], audience_offsets[u + 1]):
            _one_less(np.int64(audience[e]), links[u], links, order, place, starts)
        for e in range(following_offsets[u], following_offsets[u + 1]):
            _one_less(np.int64(following[e]), links[u], links, order, place, starts)


@jit
def _one_less(v, floor, links, order, place, starts):
    if links[v] > floor:
        first = starts[links[v]]
        w = order[first]
        order[place[v]], order[first] = w, v
        place[w], place[v] = place[v], first
        starts[links[v]] += 1
        links[v] -= 1
