"""Small real networks that networkx ships: for a first look, and for tests that need a real one.

`karate_club`: 34 members of a club and who met whom outside it (Zachary 1977, Journal of Anthropological Research 33,
452-473). `les_miserables`: 77 characters and who appears with whom (Knuth 1993, The Stanford GraphBase). Friendship and
co-appearance go both ways, so each tie is two edges. The key is not used: there is one network.
"""

from collections.abc import Callable
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.network import Network

FIXED = True
"""There is one network of these parameters, whatever the key."""


class Parameters(BaseModel):
    """Which network."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Literal["karate_club", "les_miserables"] = Field(
        "karate_club", description="which of the shipped networks (none). Source: choice"
    )


def _maker(name: str) -> Callable[[], Any]:
    import networkx

    return {
        "karate_club": networkx.karate_club_graph,
        "les_miserables": networkx.les_miserables_graph,
    }[name]


COMMUNITY_ATTRIBUTES: Final = {"karate_club": "club"}
"""The node attribute that says who belongs together, where there is one."""


def generate(parameters: Parameters, key: int) -> Network:
    """The network, with the source's communities and names.

    >>> generate(Parameters(name="les_miserables"), 0)
    Network: 77 accounts, 508 edges
    """
    graph = _maker(parameters.name)()
    attribute = COMMUNITY_ATTRIBUTES.get(parameters.name)
    about = {"generator": "shipped", "parameters": parameters.model_dump()}
    if attribute is not None:
        kinds = sorted({data[attribute] for _, data in graph.nodes(data=True)})
        for _, data in graph.nodes(data=True):
            data["community"] = kinds.index(data[attribute])
        about["communities"] = kinds
    return Network.from_networkx(graph, value=None, about=about)
