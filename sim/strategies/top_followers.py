"""The accounts with the most followers; equal ones by ascending id. Cost: O(n log n)."""

from sim.strategies.budget import Budget, take
from sim.strategies.candidates import Candidates, by_score, of_tier
from sim.world import Choice, World

HELPERS = ()


class Parameters(Candidates):
    """Parameters of top_followers."""


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring; the key is not used. The gain of an account is its number of followers."""
    followers = world.network.followers
    order = by_score(of_tier(world.network, parameters.tier), followers)
    return take(order, budget, gain=followers[order])
