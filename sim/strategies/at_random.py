"""Accounts at random, all equally likely; the draw is by account id, so one more account changes no other's rank.

Cost: O(n), and O(n log n) for a budget of money.
"""

import numpy as np

from sim.network import Network
from sim.randomness import PICK, U, draw_int, fill_uniform
from sim.strategies.budget import Budget, take
from sim.strategies.candidates import Candidates, of_tier
from sim.world import Choice, World

HELPERS = ()


class Parameters(Candidates):
    """Parameters of at_random."""


def random_order(network: Network, accounts: np.ndarray, key: int, budget: Budget) -> np.ndarray:
    """These accounts in the random order of ``key``; two sets keep the order of what they share.

    If the budget is a count, only as many as it can need: most of the sorting is spared.
    """
    rank = np.empty(len(network))
    fill_uniform(U(draw_int(key, PICK)), rank)
    rank = rank[accounts]
    if budget.count is not None:
        enough = budget.count + (0 if budget.excluded is None else len(budget.excluded))
        if 0 < enough < len(accounts):
            first = np.flatnonzero(rank <= np.partition(rank, enough - 1)[enough - 1])
            accounts, rank = accounts[first], rank[first]
    return accounts[np.argsort(rank, kind="stable")]


def is_random(parameters: Parameters) -> bool:
    """Another key chooses other accounts: experiments then draw them anew as the worlds go on."""
    return True


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring."""
    return take(random_order(world.network, of_tier(world.network, parameters.tier), key, budget), budget)
