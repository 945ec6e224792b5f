"""What the classic families share: their parameters' base, and the way from links to a network."""

from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from sim.generators.memory import check_memory
from sim.network import Network
from sim.randomness import child_int

ACCOUNTS = "size of the network (accounts)"
DIRECTED = "edges run one way, away from the first account (none), instead of both ways. Source: choice"


LINK = 100.0
"""Bytes of a link while a list of links becomes a network."""
NETWORKX_LINK = 500.0
"""The same where networkx holds each link as two entries of dictionaries."""


class Family(BaseModel):
    """Base of the parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def network_of(
    parameters: Family,
    key: int,
    accounts: int,
    source: np.ndarray,
    target: np.ndarray,
    *,
    directed: bool = False,
    attributes: dict[str, np.ndarray] | None = None,
) -> Network:
    """The network of these links; a link that is not directed becomes two edges. Loops and repeats are left out."""
    if not directed:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
    return Network.from_edges(source, target, accounts, attributes=attributes, about=told(parameters, key))


def told(parameters: Family, key: int) -> dict[str, Any]:
    """What a network tells of its making."""
    return {
        "generator": type(parameters).__module__.rpartition(".")[2],
        "parameters": parameters.model_dump(mode="json"),
        "key": key,
    }


def room_for(accounts: int, links: float, link_bytes: float = LINK) -> None:
    """Refuse what does not fit into memory."""
    check_memory(accounts, 2.0 * links, edge_bytes=link_bytes / 2.0)


def from_networkx(parameters: Family, key: int, make: Any, *arguments: Any) -> Network:
    """The network of one of networkx's generators, which is given a seed that follows from the key."""
    graph = make(*arguments, seed=child_int(key, 0) >> 32)
    links = np.array(graph.edges, dtype=np.int64).reshape(-1, 2)
    return network_of(parameters, key, len(graph), links[:, 0], links[:, 1])
