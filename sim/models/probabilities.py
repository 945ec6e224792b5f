"""Edge probabilities, shared by the cascade models: constant, by the edge, weighted cascade, trivalency, by an array.

Content changes how readily accounts take a share up, by a hazard ratio

    m = exp(quality_effect * (quality - .5) + interest_effect * match),

where match is the cosine of the account's interests and the item's topics, standardised over accounts. A probability p
becomes 1 - (1 - p) ** m (a proportional hazard, so it stays a probability); an item of quality .5 without topics leaves
it as it is. Everything here is computed by sums in a fixed order and by :mod:`sim.arithmetic`, so that a coin's
threshold is the same on every machine.
"""

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, InstanceOf
from pydantic.json_schema import SkipJsonSchema

from sim.arithmetic import exp, power
from sim.csr import transpose_values
from sim.jit import jit
from sim.network import Network, NetworkError, checked_probabilities, frozen
from sim.randomness import EDGES, TRIVALENCY, U, child, draw_int, world_key
from sim.world import Item

TRIVALENCY_PROBABILITIES = (0.1, 0.01, 0.001)
"""Chen, Wang and Wang 2010 (KDD), section 5.1: each edge takes one of these, uniformly."""

Probability = Annotated[float, Field(ge=0, le=1)]

ByEdge = SkipJsonSchema[InstanceOf[np.ndarray]]
"""One value an edge in the order of ``network.audience``; from Python only, a scenario file cannot say it."""

ProbabilitySetting = Probability | Literal["edge", "weighted_cascade", "trivalency"] | ByEdge


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


# -- probabilities before content


def edge_probabilities(network: Network, probability: Any, seed: int = 0) -> np.ndarray | float:
    """The probability of each edge in the order of ``network.audience`` (float64[m]), or one number for all.

    Args:
        probability: a number, "edge" (the edge's own value), "weighted_cascade" (1 / accounts that the follower
            follows; Kempe, Kleinberg and Tardos 2003), "trivalency", or an array by edge.
        seed: the seed of the trivalency draw; an edge keeps its probability in all replicates.

    Raises:
        NetworkError: a setting that is not allowed, or a value that is not a probability.

    >>> edge_probabilities(Network.from_edges([0, 1], [2, 2], 3), "weighted_cascade")
    array([0.5, 0.5])
    """
    setting = checked_setting(network, probability)
    return setting if isinstance(setting, float) else rows_of_probabilities(network, setting, seed, 0, len(network))


def checked_setting(network: Network, probability: Any) -> str | float | np.ndarray:
    """A probability setting that fits this network: see :func:`edge_probabilities`."""
    if isinstance(probability, str):
        if probability == "edge":
            if network.values is None:
                raise NetworkError("probability: edge needs a network whose edges have values of their own")
            return network.values
        if probability in ("weighted_cascade", "trivalency"):
            return probability
        raise NetworkError(
            f"probability: {probability!r} is not allowed; "
            "allowed: a number from 0 to 1, edge, weighted_cascade, trivalency"
        )
    if np.ndim(probability) == 0:
        value = float(probability)
        if not 0 <= value <= 1:
            raise NetworkError(f"probability: {value} is not allowed; allowed: a number from 0 to 1")
        return value
    return checked_probabilities(probability, network.edge_count)


def rows_of_probabilities(
    network: Network, setting: str | float | np.ndarray, seed: int, first: int, last: int
) -> np.ndarray:
    """The probabilities of the edges to the followers of accounts ``first`` to ``last - 1`` (float64).

    So a world of many edges is made in slices, without a float for each edge. ``setting`` is a checked one.
    """
    start, stop = network.audience_offsets[first], network.audience_offsets[last]
    if isinstance(setting, np.ndarray):
        return setting if stop - start == len(setting) else setting[start:stop]
    if setting == "weighted_cascade":
        return 1.0 / network.followings[network.audience[start:stop]]
    out = np.empty(stop - start)
    if setting == "trivalency":
        key = draw_int(world_key(seed, EDGES), TRIVALENCY)
        choices = np.array(TRIVALENCY_PROBABILITIES)
        _fill_trivalency(network.audience_offsets, network.audience, U(key), choices, first, last, out)
    else:
        out[:] = setting
    return out


@jit
def _fill_trivalency(offsets, audience, key, choices, first, last, out):
    start = offsets[first]
    for u in range(first, last):
        row = child(key, U(u))
        for e in range(offsets[u], offsets[u + 1]):
            out[e - start] = choices[((child(row, U(audience[e])) >> U(32)) * U(3)) >> U(32)]


def in_following_order(network: Network, values: np.ndarray) -> np.ndarray:
    """Values by edge (float64[m]) in the order of ``audience``, put into the order of ``following``.

    >>> network = Network.from_edges([0, 0, 1], [1, 2, 2], 3, values=[.1, .2, .3])
    >>> in_following_order(network, network.values)
    array([0.1, 0.2, 0.3])
    """
    words = np.array(values, np.float64).view(np.uint64)
    out = np.empty_like(words)
    transpose_values(network.audience_offsets, network.audience, words, network.following_offsets.copy(), out)
    return out.view(np.float64)


# -- content


def interest_match(network: Network, item: Item, interests: np.ndarray | None = None) -> np.ndarray | None:
    """Cosine of each account's interests and the item's topics, standardised over accounts; None if not defined.

    ``interests``: of the accounts (float32[n, topics]), if they are not the network's.

    Raises:
        NetworkError: the item has topics that the network's accounts have no interests in.
    """
    return topics_match(network, item.topics, interests, f"content {item.name!r}")


def topics_match(
    network: Network, topics: tuple[str, ...], interests: np.ndarray | None, whose: str
) -> np.ndarray | None:
    """The same of these topics; ``whose`` they are, for messages."""
    if not topics:
        return None
    interests = network.attributes.get("interests") if interests is None else interests
    if interests is None:
        raise NetworkError(
            f"{whose} has topics, but the accounts of this network have no interests; "
            "leave topics out or use a network with interests (kol_communities)"
        )
    known = list(network.about.get("topics", []))
    wanted = np.zeros(interests.shape[1], np.bool_)
    for topic in topics:
        if topic not in known:
            raise NetworkError(
                f"{whose} has the topic {topic!r}, which this network does not know; allowed: {', '.join(known)}"
            )
        wanted[known.index(topic)] = True
    match = np.empty(len(network))
    _fill_match(interests, wanted, match)
    return match


@jit
def _fill_match(interests, wanted, match):
    """The number of topics would divide every cosine alike, so standardising leaves it out."""
    mean = 0.0
    for v in range(match.shape[0]):
        product = 0.0
        squares = 0.0
        for t in range(wanted.shape[0]):
            interest = np.float64(interests[v, t])
            squares += interest * interest
            if wanted[t]:
                product += interest
        match[v] = product / np.sqrt(squares) if squares > 0 else 0.0
        mean += match[v]
    mean /= match.shape[0]
    variance = 0.0
    for v in range(match.shape[0]):
        variance += (match[v] - mean) * (match[v] - mean)
    deviation = np.sqrt(variance / match.shape[0])
    for v in range(match.shape[0]):
        match[v] = (match[v] - mean) / deviation if deviation > 0 else 0.0


def content_ratio(network: Network, item: Item, effects: ContentEffects) -> np.ndarray | float:
    """The hazard ratio m of an item: one number, or one an account (float64[n]) where interests matter.

    >>> content_ratio(Network.from_edges([0], [1], 2), Item(quality=.5), ContentEffects())
    1.0
    """
    log_ratio = effects.quality_effect * (item.quality - 0.5)
    match = interest_match(network, item)
    if match is None or effects.interest_effect == 0:
        return float(exp(log_ratio))
    ratio = np.empty(len(network))
    _fill_ratio(match, effects.interest_effect, log_ratio, ratio)
    return ratio


@jit
def _fill_ratio(match, effect, log_ratio, ratio):
    for v in range(match.shape[0]):
        ratio[v] = exp(log_ratio + effect * match[v])


def with_content(
    network: Network, probability: np.ndarray | float, item: Item, effects: ContentEffects
) -> np.ndarray | float:
    """Probabilities changed by an item's quality and topics; the same object if the item changes nothing.

    >>> with_content(Network.from_edges([0], [1], 2), .5, Item(quality=1), ContentEffects(quality_effect=2 * 0.6931472))
    0.75...
    """
    ratio = content_ratio(network, item, effects)
    if isinstance(ratio, float) and ratio == 1.0:
        return probability
    if isinstance(probability, float):
        if isinstance(ratio, float):
            return 1.0 - power(1.0 - probability, ratio)
        probability = np.full(network.edge_count, probability)
    return changed_by(ratio, probability, network.audience)


def changed_by(ratio: np.ndarray | float, probability: np.ndarray, audience: np.ndarray) -> np.ndarray:
    """1 - (1 - p) ** m for each of these edges (float64); ``ratio`` is m for all accounts, or one an account.

    >>> changed_by(2.0, np.array([0.5]), np.array([0], np.int32))
    array([0.75])
    """
    by_account = np.full(1, ratio) if isinstance(ratio, float) else ratio
    changed = np.empty(len(audience))
    _fill_changed(frozen(probability, np.float64), by_account, frozen(audience, np.int32), changed)
    return changed


@jit
def _fill_changed(probability, ratio, audience, changed):
    for e in range(audience.shape[0]):
        m = ratio[audience[e] if ratio.shape[0] > 1 else 0]
        changed[e] = 1.0 - power(1.0 - probability[e], m)
