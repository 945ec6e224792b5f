"""Tree: account 0 is the root, and every account down to the last level but one has the same number of children."""

import numpy as np
from pydantic import Field

from sim.generators.families import DIRECTED, Family, network_of, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError

FIXED = True
"""There is one network of these parameters, whatever the key."""


class Parameters(Family):
    """Parameters of the tree."""

    branching: int = Field(
        2, ge=1, le=MAXIMUM_ACCOUNTS, description="children of each account (accounts). Source: choice"
    )
    depth: int = Field(3, ge=0, le=MAXIMUM_ACCOUNTS, description="levels below the root (levels). Source: choice")
    directed: bool = Field(False, description=DIRECTED)


def generate(parameters: Parameters, key: int) -> Network:
    """The tree, numbered level by level; the key is not used.

    Raises:
        NetworkError: more accounts than a network can have.

    >>> generate(Parameters(branching=2, depth=2, directed=True), key=1).followers
    array([2, 2, 2, 0, 0, 0, 0])
    """
    n = level = 1
    for _ in range(parameters.depth):
        level *= parameters.branching
        n += level
        if n > MAXIMUM_ACCOUNTS:
            raise NetworkError(
                f"tree: {parameters.branching} children and {parameters.depth} levels are too many; "
                f"allowed: at most {MAXIMUM_ACCOUNTS:,} accounts"
            )
    room_for(n, n)
    children = np.arange(1, n)
    return network_of(
        parameters, key, n, (children - 1) // parameters.branching, children, directed=parameters.directed
    )
