"""Random regular network: all accounts have the same number of links, and are otherwise linked at random."""

from pydantic import Field

from sim.generators.families import ACCOUNTS, NETWORKX_LINK, Family, from_networkx, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError


class Parameters(Family):
    """Parameters of the random regular network."""

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    degree: int = Field(4, ge=0, description="links of each account (accounts). Source: choice")


def generate(parameters: Parameters, key: int) -> Network:
    """A random regular network, from networkx (Kim and Vu 2003, STOC; nearly uniform): .3 million links a second.

    Raises:
        NetworkError: no such network exists.

    >>> generate(Parameters(accounts=100, degree=3), key=1).followers.max()
    np.int64(3)
    """
    import networkx

    n, k = parameters.accounts, parameters.degree
    if k > n - 1 or n * k % 2:
        raise NetworkError(
            f"random_regular, degree: {k} is not possible for {n} accounts; allowed: at most {n - 1}, "
            "and accounts times degree must be even"
        )
    room_for(n, n * k / 2, NETWORKX_LINK)
    return from_networkx(parameters, key, networkx.random_regular_graph, k, n)
