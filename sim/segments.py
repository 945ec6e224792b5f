"""Who belongs to which segment of the audience, and who resembles whom: facts of a world that plans aim at.

A segment's share is a share of the accounts, drawn by (scenario's seed, the segment's name, account): a share that
grows keeps its members, the order in which segments stand decides nothing, and every plan meets the same people.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.arithmetic.rows import logs
from sim.jit import jit
from sim.network import Network
from sim.randomness import PEOPLE, U, draw_int, fill_uniform, name_word, world_key

SEGMENT: Final = 101
"""The word of these draws below PEOPLE: which segment `who` belongs to."""
NOBODYS: Final = "\0"
"""In the place of a segment's name: none."""


class SegmentError(ValueError):
    """An audience that this network does not have; the message says why."""


def segment_of(network: Network, audience: Mapping[str, Any], seed: int) -> np.ndarray:
    """The segment of each account: its place in ``audience``, -1 for none (int32[n], not writeable).

    Args:
        audience: segments by name, each with a ``share`` of the accounts; the shares sum to at most 1.
        seed: the scenario's seed.

    >>> from types import SimpleNamespace
    >>> ring = Network.from_edges(range(1000), [*range(1, 1000), 0], 1000)
    >>> found = segment_of(ring, {"young": SimpleNamespace(share=.3), "old": SimpleNamespace(share=.2)}, 1)
    >>> bool(abs((found == 0).mean() - .3) < .06), bool(abs((found == 1).mean() - .2) < .06), found.min()
    (True, True, np.int32(-1))
    """
    found = np.full(len(network), -1, np.int32)
    first, draws = np.full(len(network), np.inf), np.empty(len(network))
    key, names = draw_int(world_key(seed, PEOPLE), SEGMENT), list(audience)
    rest = 1.0 - math.fsum(segment.share for segment in audience.values())
    shares = {**{name: segment.share for name, segment in audience.items()}, NOBODYS: rest if rest > 1e-12 else 0.0}
    for name, share in shares.items() if audience else ():
        if share > 0.0:  # each waits for an exponential time, the sooner the larger the share; the first one gets him
            fill_uniform(U(draw_int(key, name_word(name))), draws)
            with np.errstate(over="ignore"):  # for ever, for a share next to nothing
                waited = -logs(np.maximum(draws, 1e-16)) / share
            sooner = waited < first
            found[sooner], first[sooner] = names.index(name) if name in audience else -1, waited[sooner]
    found.flags.writeable = False
    return found


def interests_of(network: Network, audience: Mapping[str, Any], segment: np.ndarray) -> np.ndarray | None:
    """The interests of each account (float32[n, topics]): the network's, and for a segment those that it names.

    None if the network has none.
    """
    own = network.attributes.get("interests")
    if own is None:
        return None
    topics = list(network.about.get("topics", ()))
    found = np.array(own, np.float32)
    for place, part in enumerate(audience.values()):
        for topic, interest in part.interests.items():
            if topic not in topics:
                raise SegmentError(f"audience: there is no topic {topic!r}; allowed: {', '.join(topics)}")
            found[segment == place, topics.index(topic)] = interest
    found.flags.writeable = False
    return found


def most_interested(interests: np.ndarray, topic: int, share: float) -> np.ndarray:
    """The share of accounts with the highest interest in a topic (ids, ascending); equal interests by ascending id."""
    return _best(np.ascontiguousarray(interests[:, topic], np.float64), share)


def lookalikes(network: Network, interests: np.ndarray, account: int, share: float) -> np.ndarray:
    """The share of accounts whose interests are most like those of an account's followers (ids, ascending).

    Likeness is the cosine with the followers' mean interests; the followers themselves may be among the found.

    Raises:
        SegmentError: the account has no followers.
    """
    followers = network.audience_of(account)
    if len(followers) == 0:
        raise SegmentError(f"account {account} has no followers whom others could be like")
    likeness = np.empty(len(network))
    mean = np.zeros(interests.shape[1])
    _cosines(np.ascontiguousarray(interests, np.float32), followers, mean, likeness)
    return _best(likeness, share)


def _best(score: np.ndarray, share: float) -> np.ndarray:
    count = max(1, round(share * len(score)))
    return np.sort(np.argsort(-score, kind="stable")[:count])


@jit
def _cosines(interests, accounts, mean, out):
    """The cosine of each row with the mean of some rows, up to a factor that all share."""
    for i in range(accounts.shape[0]):
        for k in range(mean.shape[0]):
            mean[k] += interests[accounts[i], k]
    for v in range(out.shape[0]):
        dot, square = 0.0, 0.0
        for k in range(mean.shape[0]):
            dot += interests[v, k] * mean[k]
            square += interests[v, k] * interests[v, k]
        out[v] = dot / np.sqrt(square) if square > 0.0 else 0.0
