"""Preferential attachment (Barabasi and Albert 1999, Science 286:509): newcomers link to accounts with many links."""

from pydantic import Field

from sim.generators.families import ACCOUNTS, NETWORKX_LINK, Family, from_networkx, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError


class Parameters(Family):
    """Parameters of preferential attachment."""

    accounts: int = Field(ge=2, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    links: int = Field(4, ge=1, description="links that each newcomer makes (accounts). Source: choice")


def generate(parameters: Parameters, key: int) -> Network:
    """A network of preferential attachment, from networkx: half a million links a second.

    Raises:
        NetworkError: more links than there are others.

    >>> generate(Parameters(accounts=100, links=3), key=1)
    Network: 100 accounts, 582 edges
    """
    import networkx

    n, m = parameters.accounts, parameters.links
    if m > n - 1:
        raise NetworkError(f"barabasi_albert, links: {m} is too many for {n} accounts; allowed: at most {n - 1}")
    room_for(n, n * m, NETWORKX_LINK)
    return from_networkx(parameters, key, networkx.barabasi_albert_graph, n, m)
