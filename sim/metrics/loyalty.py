"""Loyalty: who stays with the brand after the campaign, and the private community. All count accounts."""

from typing import Final

import numpy as np

from sim.metrics.events import ratio
from sim.metrics.registry import Metric
from sim.metrics.rows import MET, in_contact, members
from sim.outcome import Outcome
from sim.world import World


def follower_growth(world: World, outcome: Outcome) -> float:
    """Accounts that began to follow the brand: gross growth, which is net, too, as nobody stops in this model."""
    return float(int(outcome.events["contact_follows"].sum(dtype="int64")))


def joined(world: World, outcome: Outcome) -> float:
    """Accounts that joined the brand's private community."""
    return float(int(outcome.events["contact_joined"].sum(dtype="int64")))


def mean_attitude(world: World, outcome: Outcome) -> float:
    """Mean attitude to the brand at the end, -1 to 1, of the accounts that were in contact; nan if none was.

    In contact is who met the campaign or what is said of the brand; a competitor's posts alone are no contact.
    """
    from sim.arithmetic.rows import total

    attitude = outcome.events["contact_attitude"][in_contact(outcome)]
    return ratio(total(attitude), len(attitude))


def community_members(world: World, outcome: Outcome) -> float:
    """Accounts that are members of the brand's private community at the end."""
    return float(len(members(outcome)))


def community_active_rate(world: World, outcome: Outcome) -> float:
    """Share of the members at the end who were sent a push that opened one at least; nan if none was sent any."""
    events, rows = outcome.events, members(outcome)
    sent = rows[events["contact_pushed"][rows] > 0]
    return ratio(int(np.count_nonzero(events["contact_opened"][sent])), len(sent))


def open_rate(world: World, outcome: Outcome) -> float:
    """Share of the pushes to members that were opened, by who left too; nan if none was sent."""
    events = outcome.events
    return ratio(int(events["contact_opened"].sum(dtype="int64")), int(events["contact_pushed"].sum(dtype="int64")))


_PUSHES = ("contact_pushed", "contact_opened")

TABLE: Final = (
    Metric(
        "follower_growth",
        "accounts",
        "",
        "higher",
        "accounts that began to follow the brand (gross: nobody stops)",
        follower_growth,
        needs_events=("contact_follows",),
    ),
    Metric(
        "joined",
        "accounts",
        "",
        "higher",
        "accounts that joined the brand's private community",
        joined,
        needs_events=("contact_joined",),
    ),
    Metric(
        "mean_attitude",
        "attitude (-1 to 1)",
        "accounts in contact",
        "higher",
        "attitude to the brand at the end of the accounts that the campaign or a rumour had touched",
        mean_attitude,
        needs_events=("contact_attitude", *MET),
        signed=True,
    ),
    Metric(
        "community_members",
        "accounts",
        "",
        "higher",
        "accounts that are members of the brand's private community at the end",
        community_members,
        needs_events=("contact_member",),
    ),
    Metric(
        "community_active_rate",
        "share",
        "members at the end who were sent a push",
        "higher",
        "members at the end who opened a push, of those who were sent one",
        community_active_rate,
        needs_events=("contact_member", *_PUSHES),
    ),
    Metric(
        "open_rate",
        "share",
        "pushes sent to members",
        "higher",
        "pushes to members of the private community that were opened",
        open_rate,
        needs_events=_PUSHES,
    ),
)
"""The metrics of this file."""
