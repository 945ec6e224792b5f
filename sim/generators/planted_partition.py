"""Planted partition (Condon and Karp 2001, Random Struct. Algorithms 18:116): links are likelier inside communities."""

from typing import Final

import numpy as np
from pydantic import Field

from sim.generators.families import Family, network_of, room_for
from sim.generators.skipping import draw_links
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError
from sim.randomness import child_int

OF_PEOPLE: Final = ("communities", "community_size")
"""Parameters that say who the people are: the same on all platforms of one world."""


class Parameters(Family):
    """Parameters of the planted partition."""

    communities: int = Field(4, ge=1, le=MAXIMUM_ACCOUNTS, description="number of communities. Source: choice")
    community_size: int = Field(
        100, ge=1, le=MAXIMUM_ACCOUNTS, description="size of each community (accounts). Source: choice"
    )
    chance_inside: float = Field(
        0.1, ge=0, le=1, description="chance of a link inside a community (probability). Source: choice"
    )
    chance_between: float = Field(
        0.01, ge=0, le=1, description="chance of a link between two communities (probability). Source: choice"
    )
    directed: bool = Field(False, description="each direction is drawn by itself (none). Source: choice")


def generate(parameters: Parameters, key: int) -> Network:
    """A planted partition; the communities have consecutive accounts and are told in the attribute `community`.

    Raises:
        NetworkError: more accounts than a network can have.

    >>> network = generate(Parameters(communities=3, community_size=50), key=1)
    >>> network.account_count, network.attributes["community"][[0, 50, 149]]
    (150, array([0, 1, 2], dtype=int32))
    """
    size = parameters.community_size
    n = parameters.communities * size
    if n > MAXIMUM_ACCOUNTS:
        raise NetworkError(f"planted_partition: {n:,} accounts are too many; allowed: at most {MAXIMUM_ACCOUNTS:,}")
    inside, between = parameters.chance_inside, parameters.chance_between
    room_for(n, n * (inside * (size - 1) + between * (n - size)) / (1 if parameters.directed else 2))
    limits = np.arange(parameters.communities + 1) * size
    source, target = draw_links(child_int(key, 0), limits, inside, between, parameters.directed)
    community = np.repeat(np.arange(parameters.communities, dtype=np.int32), size)
    return network_of(
        parameters, key, n, source, target, directed=parameters.directed, attributes={"community": community}
    )
