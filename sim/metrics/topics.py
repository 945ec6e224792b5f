"""Participation in topics: how many of those who saw posts of a topic took part in it.

A post is of the topics of its item; praise is of those of the first item, as the model publishes it. To take part is to
share, like, comment on or save a post of the topic, or to publish praise of it. ``topic_participation`` takes the share
of the accounts that saw a post of the topic, ``topic_participation_of_interested`` of those among them whose interest
in the topic is above the mean of all accounts. What is not the campaign's is in neither.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.metrics.counted import COUNTED
from sim.metrics.events import different, ratio
from sim.metrics.registry import Metric
from sim.metrics.rows import praised
from sim.outcome import Outcome
from sim.segments import interests_of
from sim.world import World

_BY_NAME: Final = {of.name: of for of in COUNTED}


def topics_of(world: World) -> list[str]:
    """The topics of the content, in the order in which they come first."""
    return list(dict.fromkeys(topic for item in world.content for topic in item.topics))


def interested(world: World, topic: str) -> np.ndarray:
    """Which accounts are more interested in this topic than the mean of all (bool[n])."""
    return world.derived(f"metrics.interested.{topic}", lambda world: _interested(world, topic))


def _interested(world: World, topic: str) -> np.ndarray:
    segment = getattr(world.kernel, "segment", np.full(len(world.network), -1))
    interests = interests_of(world.network, world.parameters.audience, segment)
    known = list(world.network.about.get("topics", ()))
    if interests is None or topic not in known:
        return np.zeros(len(world.network), bool)
    column = np.asarray(interests)[:, known.index(topic)].astype(np.float64)
    total = 0.0
    for part in np.sort(column).tolist():
        total += part
    return column > total / len(column)


def _accounts(world: World, outcome: Outcome, topic: str) -> tuple[np.ndarray, np.ndarray]:
    """The accounts that saw a post of the topic, and those among them that took part in it (ascending)."""
    events = outcome.events
    of_items = [topic in item.topics for item in world.content]
    of_items += [of_items[0]] * (int(events["post_item"].max(initial=0)) + 1 - len(of_items))
    of_topic = np.array(of_items)[events["post_item"]]
    found = []
    for name in ("impressions", "engagements"):
        rows = _BY_NAME[name].rows(outcome)
        rows = rows[of_topic[_BY_NAME[name].posts(outcome, rows)]]
        found.append(events[_BY_NAME[name].account][rows])
    posts = praised(outcome)
    took_part = np.concatenate([found[1], events["post_author"][posts[of_topic[posts]]]])
    saw = different(found[0])
    return saw, saw[np.isin(saw, took_part)]


def participation_by_topic(world: World, outcome: Outcome) -> dict[str, float]:
    """Of the accounts that saw a post of each topic, the share that took part in it; nan if none saw any."""
    found = {}
    for topic in topics_of(world):
        saw, part = _accounts(world, outcome, topic)
        found[topic] = ratio(len(part), len(saw))
    return found


def participation_of_interested_by_topic(world: World, outcome: Outcome) -> dict[str, float]:
    """The same among the accounts that are interested in the topic."""
    found = {}
    for topic in topics_of(world):
        keen = interested(world, topic)
        saw, part = _accounts(world, outcome, topic)
        found[topic] = ratio(int(np.count_nonzero(keen[part])), int(np.count_nonzero(keen[saw])))
    return found


def _whole(of_interested: bool) -> Callable[[World, Outcome], float]:
    def topic_participation(world: World, outcome: Outcome) -> float:
        """Accounts that took part in a topic of which they saw a post, as a share of those that saw one of any."""
        saw, part = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for topic in topics_of(world):
            both = _accounts(world, outcome, topic)
            keen = interested(world, topic) if of_interested else np.ones(len(world.network), bool)
            saw.append(both[0][keen[both[0]]])
            part.append(both[1][keen[both[1]]])
        return ratio(len(different(np.concatenate(part))), len(different(np.concatenate(saw))))

    return topic_participation


_READS: Final = (
    *("post_item", "seen_post", "seen_account", "act_post", "act_action", "act_account", "post_author"),
    *("post_kind", "post_origin"),
)
_SAW: Final = "accounts that saw a post of the topic"
_KEEN: Final = f"{_SAW} and are more interested in it than the mean of all"
_WHAT: Final = "accounts that share, like, comment on or save a post of a topic of the content, or publish praise of it"

TABLE: Final = (
    Metric("topic_participation", "share", _SAW, "higher", _WHAT, _whole(False), needs_events=_READS),
    Metric("topic_participation_of_interested", "share", _KEEN, "higher", _WHAT, _whole(True), needs_events=_READS),
    Metric(
        *("topic_participation_by_topic", "share", _SAW, "higher", f"{_WHAT}; for each topic", participation_by_topic),
        by_group=True,
        needs_events=_READS,
        measure="topic_participation",
        group="topic",
        what=_WHAT,
    ),
    Metric(
        *("topic_participation_of_interested_by_topic", "share", _KEEN, "higher", f"{_WHAT}; for each topic"),
        participation_of_interested_by_topic,
        by_group=True,
        needs_events=_READS,
        measure="topic_participation_of_interested",
        group="topic",
        what=_WHAT,
    ),
)
"""The metrics of this file."""
