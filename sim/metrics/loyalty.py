"""Loyalty: who stays with the brand after the campaign. All count accounts."""

from typing import Final

from sim.metrics.events import ratio
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World


def follower_growth(world: World, outcome: Outcome) -> float:
    """Accounts that began to follow the brand and still do at the end."""
    return float(int(outcome.events["contact_follows"].sum(dtype="int64")))


def joined(world: World, outcome: Outcome) -> float:
    """Accounts that joined the brand's private community."""
    return float(int(outcome.events["contact_joined"].sum(dtype="int64")))


def mean_attitude(world: World, outcome: Outcome) -> float:
    """Mean attitude to the brand at the end, -1 to 1, of the accounts that were in contact; nan if none was."""
    from sim.arithmetic.rows import total

    attitude = outcome.events["contact_attitude"]
    return ratio(total(attitude), len(attitude))


TABLE: Final = (
    Metric(
        "follower_growth",
        "accounts",
        "",
        "higher",
        "accounts that began to follow the brand",
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
        "attitude to the brand at the end of the accounts that the campaign was in contact with",
        mean_attitude,
        needs_events=("contact_attitude",),
    ),
)
"""The metrics of this file."""
