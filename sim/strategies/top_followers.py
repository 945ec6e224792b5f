"""The accounts with the most followers; equal ones by ascending id."""

import numpy as np
from pydantic import BaseModel, ConfigDict

from sim.strategies.budget import Budget, take
from sim.world import Choice, World


class Parameters(BaseModel):
    """No parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring; the key is not used."""
    return take(np.argsort(-world.network.followers, kind="stable"), budget)
