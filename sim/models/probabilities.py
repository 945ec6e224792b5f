"""Edge probabilities, shared by the cascade models: constant, by the edge, weighted cascade, trivalency, by an array.

Content changes them as a proportional hazard: p becomes 1 - (1 - p) ** m with
m = exp(quality_effect * (quality - .5) + interest_effect * match), where match is the cosine of the account's interests
and the item's topics, standardised over accounts. So p stays a probability, and an item of quality .5 without topics
leaves it as it is.
"""

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sim.csr import transpose_values
from sim.jit import jit
from sim.network import Network, NetworkError, checked_probabilities
from sim.randomness import NETWORK, TRIVALENCY, U, child, draw_int, world_key
from sim.world import Item

TRIVALENCY_PROBABILITIES = (0.1, 0.01, 0.001)
"""Chen, Wang and Wang 2010 (KDD), section 5.1: each edge takes one of these, uniformly."""

Probability = Annotated[float, Field(ge=0, le=1)]


class ContentEffects(BaseModel):
    """How an item's quality and topics change the probabilities."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quality_effect: float = Field(
        1.9,
        ge=0,
        le=10,
        description="log hazard ratio of sharing between quality 1 and 0 (none); about 30% more shares a standard "
        "deviation (.14) of practical utility. Source: Berger and Milkman 2012 (JMR), table 4; from memory",
    )
    interest_effect: float = Field(
        0.5,
        ge=0,
        le=10,
        description="log hazard ratio of sharing a standard deviation of interest match (none). Source: assumption",
    )


def interest_match(network: Network, item: Item) -> np.ndarray | None:
    """Cosine of each account's interests and the item's topics, standardised over accounts; None if not defined."""
    if not item.topics:
        return None
    interests = network.attributes.get("interests")
    if interests is None:
        raise NetworkError(
            f"content {item.name!r} has topics, but the accounts of this network have no interests; "
            "leave topics out or use a network with interests (kol_communities)"
        )
    known = list(network.about.get("topics", []))
    wanted = np.zeros(interests.shape[1])
    for topic in item.topics:
        if topic not in known:
            raise NetworkError(
                f"content {item.name!r} has the topic {topic!r}, which this network does not know; "
                f"allowed: {', '.join(known)}"
            )
        wanted[known.index(topic)] = 1.0
    wide = interests.astype(np.float64)
    length = np.sqrt((wide * wide).sum(axis=1)) * np.sqrt(wanted.sum())
    cosine = (wide @ wanted) / np.where(length > 0, length, 1.0)
    spread = cosine.std()
    return (cosine - cosine.mean()) / spread if spread > 0 else np.zeros(len(network))


def edge_probabilities(network: Network, probability: Any, seed: int = 0) -> np.ndarray | float:
    """The probability of each edge in the order of ``network.audience`` (float64[m]), or one number for all.

    Args:
        probability: a number, "edge" (the edge's own value), "weighted_cascade" (1 / accounts that the follower
            follows; Kempe, Kleinberg and Tardos 2003), "trivalency", or an array by edge.
        seed: the seed of the trivalency draw; an edge keeps its probability in all replicates.
    """
    if isinstance(probability, str):
        if probability == "edge":
            if network.values is None:
                raise NetworkError("probability: edge needs a network whose edges have values of their own")
            return network.values
        if probability == "weighted_cascade":
            return 1.0 / network.followings[network.audience]
        if probability == "trivalency":
            out = np.empty(network.edge_count)
            key = draw_int(world_key(seed, NETWORK), TRIVALENCY)
            _fill_trivalency(
                network.audience_offsets, network.audience, U(key), np.array(TRIVALENCY_PROBABILITIES), out
            )
            return out
        raise NetworkError(
            f"probability: {probability!r} is not allowed; allowed: a number from 0 to 1, edge, weighted_cascade, trivalency"
        )
    if np.ndim(probability) == 0:
        value = float(probability)
        if not 0 <= value <= 1:
            raise NetworkError(f"probability: {value} is not allowed; allowed: a number from 0 to 1")
        return value
    return checked_probabilities(probability, network.edge_count)


@jit
def _fill_trivalency(offsets, audience, key, choices, out):
    for u in range(offsets.shape[0] - 1):
        row = child(key, U(u))
        for e in range(offsets[u], offsets[u + 1]):
            out[e] = choices[((child(row, U(audience[e])) >> U(32)) * U(3)) >> U(32)]


def with_content(
    network: Network, probability: np.ndarray | float, item: Item, effects: ContentEffects
) -> np.ndarray | float:
    """Probabilities changed by an item's quality and topics; the same object if the item changes nothing."""
    log_ratio = effects.quality_effect * (item.quality - 0.5)
    match = interest_match(network, item)
    if match is None or effects.interest_effect == 0:
        if log_ratio == 0:
            return probability
        multiplier: Any = np.exp(log_ratio)
    else:
        multiplier = np.exp(log_ratio + effects.interest_effect * match)[network.audience]
    return 1.0 - (1.0 - probability) ** multiplier


def to_following_order(network: Network, values: np.ndarray) -> np.ndarray:
    """Values by edge in the order of ``audience``, in the order of ``following``."""
    out = np.empty_like(values)
    transpose_values(network.audience_offsets, network.audience, values, network.following_offsets.copy(), out)
    return out


ProbabilitySetting = Probability | Literal["edge", "weighted_cascade", "trivalency"]
