"""Path: each account is linked to the next."""

import numpy as np
from pydantic import Field

from sim.generators.families import ACCOUNTS, DIRECTED, Family, network_of, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network

FIXED = True
"""There is one network of these parameters, whatever the key."""


class Parameters(Family):
    """Parameters of the path."""

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    directed: bool = Field(False, description=DIRECTED)


def generate(parameters: Parameters, key: int) -> Network:
    """The path; the key is not used.

    >>> generate(Parameters(accounts=4), key=1).followers
    array([1, 2, 2, 1])
    """
    n = parameters.accounts
    room_for(n, n)
    return network_of(parameters, key, n, np.arange(n - 1), np.arange(1, n), directed=parameters.directed)
