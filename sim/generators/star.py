"""Star: account 0 is linked to all others, who are linked to nobody else."""

import numpy as np
from pydantic import Field

from sim.generators.families import ACCOUNTS, DIRECTED, Family, network_of, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network

FIXED = True
"""There is one network of these parameters, whatever the key."""


class Parameters(Family):
    """Parameters of the star."""

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    directed: bool = Field(False, description=DIRECTED)


def generate(parameters: Parameters, key: int) -> Network:
    """The star; the key is not used.

    >>> generate(Parameters(accounts=5, directed=True), key=1).followers
    array([4, 0, 0, 0, 0])
    """
    n = parameters.accounts
    room_for(n, n)
    return network_of(parameters, key, n, np.zeros(n - 1, np.int64), np.arange(1, n), directed=parameters.directed)
