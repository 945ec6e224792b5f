"""Accounts at random, all equally likely; the draw is by account id, so one more account changes no other's rank."""

import numpy as np
from pydantic import BaseModel, ConfigDict

from sim.randomness import PICK, U, draw_int, fill_uniform
from sim.strategies.budget import Budget, take
from sim.world import Choice, World


class Parameters(BaseModel):
    """No parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring."""
    rank = np.empty(len(world.network))
    fill_uniform(U(draw_int(key, PICK)), rank)
    return take(np.argsort(rank, kind="stable"), budget)
