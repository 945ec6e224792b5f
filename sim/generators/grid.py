"""Grid: accounts in rows and columns, each linked to those beside, above and below."""

import numpy as np
from pydantic import Field

from sim.generators.families import Family, network_of, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError

FIXED = True
"""There is one network of these parameters, whatever the key."""


class Parameters(Family):
    """Parameters of the grid."""

    rows: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description="number of rows (accounts)")
    columns: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description="number of columns (accounts)")
    periodic: bool = Field(False, description="the last row and column touch the first (none). Source: choice")


def generate(parameters: Parameters, key: int) -> Network:
    """The grid; account ``row * columns + column``; the key is not used.

    Raises:
        NetworkError: more accounts than a network can have.

    >>> generate(Parameters(rows=2, columns=3), key=1).followers
    array([2, 3, 2, 2, 3, 2])
    """
    n = parameters.rows * parameters.columns
    if n > MAXIMUM_ACCOUNTS:
        raise NetworkError(f"grid: {n:,} accounts are too many; allowed: at most {MAXIMUM_ACCOUNTS:,}")
    room_for(n, 2.0 * n)
    ids = np.arange(n).reshape(parameters.rows, parameters.columns)
    pairs = [(ids[:, :-1], ids[:, 1:]), (ids[:-1], ids[1:])]
    if parameters.periodic:
        pairs += [(ids[:, -1:], ids[:, :1]), (ids[-1:], ids[:1])]
    source = np.concatenate([a.ravel() for a, _ in pairs])
    return network_of(parameters, key, n, source, np.concatenate([b.ravel() for _, b in pairs]))
