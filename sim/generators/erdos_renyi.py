"""Random network (Gilbert 1959; Erdos and Renyi 1959): every link exists with the same chance."""

import numpy as np
from pydantic import Field, model_validator

from sim.generators.families import ACCOUNTS, Family, network_of, room_for
from sim.generators.skipping import draw_links
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError
from sim.randomness import child_int


class Parameters(Family):
    """Parameters of the random network."""

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    mean_followers: float | None = Field(
        None, ge=0, description="mean audience (followers an account); give this or a chance. Source: choice"
    )
    chance: float | None = Field(
        None, ge=0, le=1, description="chance of each possible link (probability); give this or a mean. Source: choice"
    )
    directed: bool = Field(False, description="each direction is drawn by itself (none). Source: choice")

    @model_validator(mode="after")
    def _one_of_two(self) -> "Parameters":
        if (self.mean_followers is None) == (self.chance is None):
            raise ValueError("give either mean_followers or chance")
        return self


def generate(parameters: Parameters, key: int) -> Network:
    """A random network, at some ten million links a second; a row is drawn by the account's own key.

    Raises:
        NetworkError: a mean audience above the number of others.

    >>> generate(Parameters(accounts=1000, mean_followers=6), key=1)
    Network: 1,000 accounts, ... edges
    """
    n = parameters.accounts
    if parameters.chance is not None:
        chance = parameters.chance
    else:
        assert parameters.mean_followers is not None
        if parameters.mean_followers > n - 1:
            raise NetworkError(
                f"erdos_renyi, mean_followers: {parameters.mean_followers:g} is too many for {n} accounts; "
                f"allowed: at most {n - 1}"
            )
        chance = parameters.mean_followers / max(1, n - 1)
    room_for(n, chance * n * (n - 1) / (1 if parameters.directed else 2))
    source, target = draw_links(child_int(key, 0), np.array([0, n]), chance, chance, parameters.directed)
    return network_of(parameters, key, n, source, target, directed=parameters.directed)
