"""Preferential attachment with triangles (Holme and Kim 2002, Phys. Rev. E 65:026107)."""

from pydantic import Field

from sim.generators.families import ACCOUNTS, NETWORKX_LINK, Family, from_networkx, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError


class Parameters(Family):
    """Parameters of preferential attachment with triangles."""

    accounts: int = Field(ge=2, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    links: int = Field(4, ge=1, description="links that each newcomer makes (accounts). Source: choice")
    triangles: float = Field(
        0.5,
        ge=0,
        le=1,
        description="chance that a link after the first closes a triangle (probability). Source: choice",
    )


def generate(parameters: Parameters, key: int) -> Network:
    """A network of preferential attachment with triangles, from networkx: a quarter of a million links a second.

    Raises:
        NetworkError: more links than there are others.

    >>> generate(Parameters(accounts=100, links=3), key=1).account_count
    100
    """
    import networkx

    n, m = parameters.accounts, parameters.links
    if m > n - 1:
        raise NetworkError(f"holme_kim, links: {m} is too many for {n} accounts; allowed: at most {n - 1}")
    room_for(n, n * m, NETWORKX_LINK)
    return from_networkx(parameters, key, networkx.powerlaw_cluster_graph, n, m, parameters.triangles)
