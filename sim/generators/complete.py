"""Complete network: everyone follows everyone."""

import numpy as np
from pydantic import Field

from sim.generators.families import ACCOUNTS, Family, told
from sim.generators.memory import check_memory
from sim.network import MAXIMUM_ACCOUNTS, Network

FIXED = True
"""There is one network of these parameters, whatever the key."""


class Parameters(Family):
    """Parameters of the complete network."""

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)


def generate(parameters: Parameters, key: int) -> Network:
    """The complete network; the key is not used.

    >>> generate(Parameters(accounts=4), key=1)
    Network: 4 accounts, 12 edges
    """
    n = parameters.accounts
    check_memory(n, float(n) * (n - 1), edge_bytes=9.0)
    others = np.tile(np.arange(n - 1, dtype=np.int32), (n, 1))
    others += others >= np.arange(n)[:, None]  # all but the account itself
    offsets = np.arange(n + 1) * (n - 1)
    audience = others.ravel()
    return Network(offsets, audience, following_offsets=offsets, following=audience, about=told(parameters, key))
