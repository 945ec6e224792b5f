"""What people say of the brand, by group: who praises it, how well, and what share of all voices is the campaign's.

A praise post (UGC) has no channel and no KOL of its own. It is credited to what its author saw last of the campaign
before it: the channel in which it was seen, and the author of the plan's post from which it descends; "untouched" is
the praise of those who had seen nothing. By community, tier and segment it counts where its author is, by platform and
day where and when it came out.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from sim.metrics.attributed import UNTOUCHED
from sim.metrics.attribution import touches
from sim.metrics.by_group import (
    CHANNEL,
    KOL,
    Grouped,
    arrays_of,
    channel_of_impressions,
    groupings,
    kol_of_impressions,
)
from sim.metrics.counted import COUNTED
from sim.metrics.events import AGAINST, among, campaign_seen, kind_of_origin, ratio
from sim.metrics.groups import counted
from sim.metrics.rates_by_group import Rate
from sim.metrics.registry import Metric, by_kind
from sim.metrics.rows import KINDS, praised
from sim.metrics.voice import APPEAL_SPREAD, beaten
from sim.outcome import Outcome
from sim.world import World

_BY_NAME: Final = {of.name: of for of in COUNTED}
UGC: Final = _BY_NAME["ugc_posts"]
SEEN: Final = _BY_NAME["impressions"]
SAID: Final = replace(
    SEEN,
    name="said",
    rows=lambda outcome: np.flatnonzero(~among(kind_of_origin(outcome), AGAINST)[outcome.events["seen_post"]]),
    by=("channel", "platform", "community", "tier", "segment", "day"),
)
"""Impressions of the campaign and of its rivals."""
OF_VOICE: Final = Rate(
    *("share_of_voice", "share", "impressions of the campaign and of its rivals"),
    *("impressions of the campaign, of its own and its rivals' together,", SEEN, SAID),
)

Grouping = Callable[[World, Outcome], Grouped]
By = Callable[[World, Outcome, np.ndarray], tuple[list[str], np.ndarray]]


def _last_touch(grouping: Grouping) -> By:
    def by(world: World, outcome: Outcome, rows: np.ndarray) -> tuple[list[str], np.ndarray]:
        """The group of what the authors of these posts saw last before them."""
        events = outcome.events
        published = {"order_account": events["post_author"][rows], "order_at": events["post_published"][rows]}
        seen = {name: events[name] for name in ("seen_account", "seen_at")}
        found = touches(replace(outcome, events={**published, **seen}), campaign_seen(outcome))
        names, group = grouping(world, outcome)
        touched = found.end > found.first
        place = np.full(len(rows), len(names))
        place[touched] = group[found.seen[found.end[touched] - 1]]
        return [*names, UNTOUCHED], place

    return by


def _plainly(grouping: Callable[..., Grouped]) -> By:
    def by(world: World, outcome: Outcome, rows: np.ndarray) -> tuple[list[str], np.ndarray]:
        names, group = grouping(UGC, world, outcome, rows)
        return list(names), group

    return by


def _count(by: By) -> Callable[[World, Outcome], dict[str, float]]:
    def ugc_posts_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Praise posts of each group."""
        return counted(*by(world, outcome, praised(outcome)))

    return ugc_posts_by


def _quality(by: By) -> Callable[[World, Outcome], dict[str, float]]:
    def ugc_quality_by(world: World, outcome: Outcome) -> dict[str, float]:
        """The share of usual posts that a praise post of each group beats in appeal; nan where there is none."""
        rows = praised(outcome)
        names, group = by(world, outcome, rows)
        good = np.bincount(group, weights=beaten(outcome.events["post_appeal"][rows] / APPEAL_SPREAD), minlength=1)
        sums = np.append(good, np.zeros(max(len(names) - len(good), 0)))[: len(names)]
        counts = counted(names, group)
        return {name: ratio(float(value), counts[name]) for name, value in zip(names, sums, strict=True)}

    return ugc_quality_by


def _table() -> tuple[Metric, ...]:
    found = []

    def add(measure: str, kind: str, about: tuple[str, str, str, str], function: Any, reads: Any, **needs: Any) -> None:
        found.append(by_kind(measure, kind, about, function, needs_events=reads, **needs))

    posts = "posts in which customers and members praise the brand"
    good = "usual posts that a praise post beats in appeal, mean over the praise posts"
    saw = ("seen_account", "seen_at", "seen_post", "post_author", "post_published", *KINDS)
    for kind, told, grouping, array in (
        ("channel", CHANNEL, channel_of_impressions, ("seen_channel",)),
        ("kol", KOL, kol_of_impressions, ()),
    ):
        by, how = _last_touch(grouping), f"{told}: what their authors saw last before"
        add("ugc_posts", kind, ("posts", "", posts, how), _count(by), (*saw, *array))
        add("ugc_quality", kind, ("share", "usual posts", good, how), _quality(by), (*saw, *array, "post_appeal"))
    for kind, (how, grouping, needs) in groupings(UGC).items():
        reads = (*arrays_of(UGC, kind), "post_appeal")
        add("ugc_quality", kind, ("share", "usual posts", good, how), _quality(_plainly(grouping)), reads, **needs)
    wholes = groupings(SAID)
    for kind, (how, grouping, needs) in groupings(SEEN).items():
        if kind in wholes:
            about = (OF_VOICE.unit, OF_VOICE.denominator, OF_VOICE.what, how)
            function = OF_VOICE.of(grouping, wholes[kind][1])
            add(OF_VOICE.name, kind, about, function, OF_VOICE.events(kind), **needs)
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
