"""Cycle: each account is linked to the next, and the last to the first."""

import numpy as np
from pydantic import Field

from sim.generators.families import ACCOUNTS, DIRECTED, Family, network_of, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network

FIXED = True
"""There is one network of these parameters, whatever the key."""


class Parameters(Family):
    """Parameters of the cycle."""

    accounts: int = Field(ge=3, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    directed: bool = Field(False, description=DIRECTED)


def generate(parameters: Parameters, key: int) -> Network:
    """The cycle; the key is not used.

    >>> generate(Parameters(accounts=4, directed=True), key=1).audience
    array([1, 2, 3, 0], dtype=int32)
    """
    n = parameters.accounts
    room_for(n, n)
    here = np.arange(n)
    return network_of(parameters, key, n, here, (here + 1) % n, directed=parameters.directed)
