"""One account in each community, the largest communities first, and of each the most followed; then the next round.

So a few accounts stand in many communities instead of many in one. Communities are the network's attribute
``community``, or found by label propagation (``communities.py``). Equal communities by ascending number, equal
followers by ascending id. Cost: O(n log n), with label propagation O(sweeps x edges).
"""

import numpy as np
from pydantic import Field

from sim.strategies.budget import Budget, take
from sim.strategies.candidates import Candidates, by_score, of_tier
from sim.strategies.communities import communities_of
from sim.world import Choice, World

HELPERS = ()


class Parameters(Candidates):
    """Parameters of community_spread."""

    communities: int | None = Field(
        None, ge=1, description="only so many communities, the largest (communities); all if it is not given"
    )


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring; the key is used for label propagation only. The gain is the number of followers."""
    network = world.network
    followers = network.followers
    community = communities_of(network, key)
    accounts = by_score(of_tier(network, parameters.tier), followers)
    if budget.excluded is not None and len(budget.excluded):
        accounts = accounts[~np.isin(accounts, budget.excluded)]
    names, place, sizes = np.unique(community, return_inverse=True, return_counts=True)
    by_size = np.empty(len(names), np.int64)  # 0 for the largest
    by_size[np.argsort(-sizes, kind="stable")] = np.arange(len(names))
    which = by_size[place[accounts]]
    if parameters.communities is not None:
        accounts, which = accounts[which < parameters.communities], which[which < parameters.communities]
    grouped = np.argsort(which, kind="stable")
    starts = np.searchsorted(which[grouped], np.arange(len(names)))
    turn = np.empty(len(accounts), np.int64)
    turn[grouped] = np.arange(len(accounts)) - starts[which[grouped]]
    order = accounts[np.lexsort((which, turn))]
    return take(order, budget, gain=followers[order])
