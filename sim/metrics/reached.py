"""Metrics of every model: they read the outcome's list of reached accounts, so they cost what the cascade cost.

The tree of a cascade is the one that ``reached_by`` draws: each account hangs under the account whose share reached it,
each seed is a root.
"""

from typing import Final

import numpy as np

from sim.metrics.events import with_commission
from sim.metrics.groups import LARGEST_COMMUNITIES, communities, counted, tiers
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World


def reach(world: World, outcome: Outcome) -> float:
    """Distinct accounts reached, seeds included."""
    return float(outcome.reach)


def reach_share(world: World, outcome: Outcome) -> float:
    """Reach as a share of all accounts."""
    return outcome.reach / len(world.network)


def reach_by_community(world: World, outcome: Outcome) -> dict[str, float]:
    """Reach in each of the largest communities (by accounts, then by smaller number) and in all others together."""
    names, group = communities(world)
    return counted(names, group[outcome.reached])


def reach_by_tier(world: World, outcome: Outcome) -> dict[str, float]:
    """Reach in each tier, from the fewest followers to the most."""
    names, group = tiers(world)
    return counted(names, group[outcome.reached])


def depth(world: World, outcome: Outcome) -> float:
    """The longest chain of shares: 0 if only seeds were reached."""
    from sim.metrics.tree import generations

    return float(len(generations(outcome, len(world.network))) - 1) if outcome.reach else 0.0


def breadth(world: World, outcome: Outcome) -> float:
    """Most accounts in one generation (seeds are generation 0): Vosoughi, Roy and Aral 2018, "max-breadth"."""
    from sim.metrics.tree import generations

    return float(generations(outcome, len(world.network)).max()) if outcome.reach else 0.0


def direct_share(world: World, outcome: Outcome) -> float:
    """Share of the accounts reached by somebody's share who were reached by a seed's; 0 if there are none."""
    from sim.metrics.tree import generations

    sizes = generations(outcome, len(world.network))
    return int(sizes[1]) / int(sizes[1:].sum()) if len(sizes) > 1 else 0.0


def structural_virality(world: World, outcome: Outcome) -> float:
    """Mean distance over all pairs of accounts of one tree; see :func:`sim.metrics.tree.mean_distance`."""
    from sim.metrics.tree import mean_distance

    return mean_distance(outcome, len(world.network))


def brings_gini(world: World, outcome: Outcome) -> float:
    """Gini index of how many accounts each reached account brought; 0 if nobody brought anyone."""
    from sim.metrics.tree import gini_of_brought

    return gini_of_brought(outcome, len(world.network))


def half_time(world: World, outcome: Outcome) -> float:
    """When half of the final reach (rounded up) was there; 0 if nobody was reached."""
    return float(outcome.reached_at[(outcome.reach - 1) // 2]) if outcome.reach else 0.0


def speed(world: World, outcome: Outcome) -> float:
    """Accounts that shares brought, by unit of time up to the last of them; 0 if they brought none."""
    if not outcome.reach or outcome.reached_at[-1] <= 0:
        return 0.0
    return float(np.count_nonzero(outcome.reached_by >= 0) / outcome.reached_at[-1])


def cost_per_reach(world: World, outcome: Outcome, cost: float) -> float:
    """What one person reached cost, commission too; not defined (nan) if nobody was reached."""
    if not outcome.reach:
        return float("nan")
    return with_commission(outcome, cost) / outcome.reach


TABLE: Final = (
    Metric("reach", "accounts", "", "higher", "distinct accounts reached, seeds included", reach),
    Metric("reach_share", "share", "all accounts", "higher", "reach as a share of the network", reach_share),
    Metric(
        "reach_by_community",
        "accounts",
        "",
        "higher",
        f"reach in each of the {LARGEST_COMMUNITIES} largest communities, and in the others together",
        reach_by_community,
        by_group=True,
        needs_attribute="community",
        measure="reach",
        what="reach",
        group="community",
    ),
    Metric(
        "reach_by_tier",
        "accounts",
        "",
        "higher",
        "reach among accounts of each tier (koc, tail, waist, head)",
        reach_by_tier,
        by_group=True,
        needs_attribute="tier",
        measure="reach",
        what="reach",
        group="tier",
    ),
    Metric("depth", "shares", "", None, "longest chain of first impressions: who reached whom, from a seed on", depth),
    Metric("breadth", "accounts", "", None, "most accounts in one generation of first impressions", breadth),
    Metric(
        "structural_virality",
        "shares",
        "pairs of accounts in one tree",
        None,
        "mean distance of two accounts in the cascade's trees: near 2 for a broadcast, large for a chain",
        structural_virality,
    ),
    Metric("half_time", "time", "", "lower", "time until half of the final reach was there", half_time),
    Metric(
        "speed",
        "accounts a unit of time",
        "",
        "higher",
        "accounts that shares brought, by unit of time up to the last of them",
        speed,
    ),
    Metric(
        "brings_gini",
        "index",
        "reached accounts",
        None,
        "inequality of who brings whom: 0 if all bring equally many, near 1 if one brings all",
        brings_gini,
    ),
    Metric(
        "direct_share",
        "share",
        "accounts reached by a share",
        None,
        "accounts that a seed's own share reached",
        direct_share,
    ),
    Metric(
        "cost_per_reach", "currency", "reach", "lower", "what one person reached cost", cost_per_reach, needs_cost=True
    ),
)
"""The metrics of this file."""
