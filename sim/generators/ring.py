"""Ring lattice: accounts in a circle, each linked to its nearest neighbours on both sides."""

import numpy as np
from pydantic import Field

from sim.generators.families import ACCOUNTS, Family, network_of, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError

FIXED = True
"""There is one network of these parameters, whatever the key."""


class Parameters(Family):
    """Parameters of the ring."""

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    neighbours: int = Field(
        4, ge=0, multiple_of=2, description="links of each account, half to each side (accounts). Source: choice"
    )


def generate(parameters: Parameters, key: int) -> Network:
    """The ring; the key is not used.

    Raises:
        NetworkError: more neighbours than there are others.

    >>> generate(Parameters(accounts=6, neighbours=4), key=1).audience_of(0)
    array([1, 2, 4, 5], dtype=int32)
    """
    n, k = parameters.accounts, parameters.neighbours
    if k > n - 1:
        raise NetworkError(f"ring, neighbours: {k} is too many for {n} accounts; allowed: at most {n - 1}")
    room_for(n, n * k / 2)
    here = np.repeat(np.arange(n), k // 2)
    return network_of(parameters, key, n, here, (here + np.tile(np.arange(1, k // 2 + 1), n)) % n)
