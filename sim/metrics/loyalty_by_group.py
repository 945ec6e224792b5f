"""Loyalty by group: what those think who saw a channel, a KOL or a platform, and which members are active.

An account that saw several of them counts in each: its attitude is one, and what moved it is not told apart.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from sim.metrics.by_group import (
    CHANNEL,
    KOL,
    PLATFORM,
    Grouped,
    arrays_of,
    channel_of_impressions,
    groupings,
    kol_of_impressions,
    platform_of_impressions,
)
from sim.metrics.counted import Counted
from sim.metrics.events import campaign_seen, different, ratio
from sim.metrics.rates_by_group import Rate
from sim.metrics.registry import Metric, by_kind
from sim.metrics.rows import KINDS, members
from sim.outcome import Outcome
from sim.world import World


def _sent(outcome: Outcome) -> np.ndarray:
    rows = members(outcome)
    return rows[outcome.events["contact_pushed"][rows] > 0]


def _opened(outcome: Outcome) -> np.ndarray:
    rows = _sent(outcome)
    return rows[outcome.events["contact_opened"][rows] > 0]


_PUSHED: Final = ("contact_member", "contact_pushed")
ACTIVE: Final = Rate(
    *("community_active_rate", "share", "members at the end who were sent a push"),
    "members at the end who opened a push, of those who were sent one,",
    Counted("active", "accounts", "higher", "", _opened, (*_PUSHED, "contact_opened"), "contact_account"),
    Counted("sent", "accounts", None, "", _sent, _PUSHED, "contact_account"),
)


def _attitude(grouping: Callable[[World, Outcome], Grouped]) -> Callable[[World, Outcome], dict[str, float]]:
    def mean_attitude_by(world: World, outcome: Outcome) -> dict[str, float]:
        """The mean attitude at the end of the accounts that saw each group; nan where nobody did."""
        events, rows = outcome.events, campaign_seen(outcome)
        names, group = grouping(world, outcome)
        pairs = different(events["seen_account"][rows].astype(np.int64) * max(len(names), 1) + group[rows])
        account, place = pairs // max(len(names), 1), pairs % max(len(names), 1)
        order = np.argsort(events["contact_account"], kind="stable")
        known = np.append(events["contact_account"][order], -1)
        where = np.searchsorted(known[:-1], account)
        met = known[where] == account
        attitude = events["contact_attitude"][order[where[met]]]
        sums = np.bincount(place[met], weights=attitude, minlength=len(names))
        counts = np.bincount(place[met], minlength=len(names))
        return {name: ratio(float(s), int(c)) for name, s, c in zip(names, sums, counts, strict=True)}

    return mean_attitude_by


def _table() -> tuple[Metric, ...]:
    found = []

    def add(measure: str, kind: str, about: tuple[str, str, str, str], function: Any, reads: Any, **needs: Any) -> None:
        found.append(by_kind(measure, kind, about, function, needs_events=reads, **needs))

    contact = ("contact_account", "contact_attitude", "seen_account", "seen_post", *KINDS)
    for kind, how, grouping, array in (
        ("channel", CHANNEL, channel_of_impressions, "seen_channel"),
        ("platform", PLATFORM, platform_of_impressions, "post_platform"),
        ("kol", KOL, kol_of_impressions, "post_author"),
    ):
        what = "attitude to the brand at the end of the accounts that saw something"
        about = ("attitude (-1 to 1)", "accounts that saw it", what, f"{how}; many in several")
        add("mean_attitude", kind, about, _attitude(grouping), (*contact, array), signed=True)
    wholes = groupings(ACTIVE.whole)
    for kind, (how, by, needs) in groupings(ACTIVE.part).items():
        about = (ACTIVE.unit, ACTIVE.denominator, ACTIVE.what, how)
        reads = (*ACTIVE.events(kind), *arrays_of(ACTIVE.part, kind))
        add(ACTIVE.name, kind, about, ACTIVE.of(by, wholes[kind][1]), reads, **needs)
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
