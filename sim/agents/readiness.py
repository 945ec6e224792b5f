"""How readily each account takes an item up: the item's quality, and how well its topics match the account's interests.

The match is the cosine of interests and topics, standardised over all accounts; sums are taken from left to right, so
that they are the engine's to the last bit (Python's own ``sum`` makes up for rounding from version 3.12 on).
"""

from functools import reduce
from math import sqrt
from operator import add

from sim.arithmetic import exp
from sim.border import NetworkError, shown
from sim.network import Network
from sim.world import Item


def readiness_for(
    item: Item, network: Network, quality_effect: float, interest_effect: float
) -> list[float] | list[None]:
    """How much more readily each account takes the item up than one that changes nothing: a ratio of hazards.

    >>> readiness_for(Item(quality=0.5), Network.from_edges([0], [1], 2), 1.9, 0.5)
    [None, None]
    """
    by_quality = quality_effect * (item.quality - 0.5)
    if not item.topics or interest_effect == 0:
        return [None if exp(by_quality) == 1 else exp(by_quality)] * len(network)
    return [exp(by_quality + interest_effect * m) for m in matches(item, network)]


def matches(item: Item, network: Network, rows: list[list[float]] | None = None) -> list[float]:
    """How well the item's topics match each account's interests, in standard deviations; 0 without topics.

    ``rows`` are the interests of each account in the network's topics, if they are not the network's.

    >>> matches(Item(), Network.from_edges([0], [1], 2))
    [0.0, 0.0]
    """
    if not item.topics:
        return [0.0] * len(network)
    topics = network.about.get("topics", [])
    if "interests" not in network.attributes or not set(item.topics) <= set(topics):
        raise NetworkError(f"topics {shown(item.topics)} are not known here; allowed: {', '.join(topics) or 'none'}")
    cosines = []
    for interests in rows or network.attributes["interests"].tolist():
        length = sqrt(reduce(add, (x * x for x in interests), 0.0))
        wanted = reduce(add, (x for x, topic in zip(interests, topics, strict=True) if topic in item.topics), 0.0)
        cosines.append(wanted / length if length > 0 else 0.0)
    mean = reduce(add, cosines, 0.0) / len(network)
    deviation = sqrt(reduce(add, ((c - mean) * (c - mean) for c in cosines), 0.0) / len(network))
    return [(c - mean) / deviation if deviation > 0 else 0.0 for c in cosines]
