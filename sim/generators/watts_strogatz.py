"""Small world (Watts and Strogatz 1998, Nature 393:440): a ring in which some links lead anywhere."""

from pydantic import Field

from sim.generators.families import ACCOUNTS, NETWORKX_LINK, Family, from_networkx, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError


class Parameters(Family):
    """Parameters of the small world."""

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    neighbours: int = Field(
        4,
        ge=0,
        multiple_of=2,
        description="links of each account on the ring, half to each side (accounts). Source: choice",
    )
    rewired: float = Field(0.1, ge=0, le=1, description="links that lead anywhere (share of links). Source: choice")


def generate(parameters: Parameters, key: int) -> Network:
    """A small world, from networkx: half a million links a second.

    Raises:
        NetworkError: more neighbours than there are others.

    >>> generate(Parameters(accounts=100, neighbours=6), key=1)
    Network: 100 accounts, 600 edges
    """
    import networkx

    n, k = parameters.accounts, parameters.neighbours
    if k > n - 1:
        raise NetworkError(f"watts_strogatz, neighbours: {k} is too many for {n} accounts; allowed: at most {n - 1}")
    room_for(n, n * k / 2, NETWORKX_LINK)
    return from_networkx(parameters, key, networkx.watts_strogatz_graph, n, k, parameters.rewired)
