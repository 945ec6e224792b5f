"""Accounts of one tier of KOLs, at random or the most followed of it. Cost: O(n log n)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.strategies.at_random import random_order
from sim.strategies.budget import Budget, take
from sim.strategies.candidates import Tier, by_score, of_tier
from sim.world import Choice, World

HELPERS = ()


class Parameters(BaseModel):
    """Parameters of by_tier."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tier: Tier = Field(description="the tier, by followers: head, waist, tail or koc")
    pick: Literal["at_random", "top_followers"] = Field(
        "at_random",
        description="which accounts of the tier: at_random or top_followers. Source: choice of this project",
    )


def is_random(parameters: Parameters) -> bool:
    """With ``pick: at_random`` another key chooses other accounts."""
    return parameters.pick == "at_random"


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring; the key is used with ``pick: at_random`` only."""
    accounts = of_tier(world.network, parameters.tier)
    if parameters.pick == "at_random":
        return take(random_order(world.network, accounts, key, budget), budget)
    followers = world.network.followers
    order = by_score(accounts, followers)
    return take(order, budget, gain=followers[order])
