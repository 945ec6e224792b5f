"""Metrics: (world, outcome) -> a number, or numbers by group; every model gets every metric.

A metric reads the outcome's list of reached accounts, so it costs what the cascade cost. The tree of a cascade is the
one that ``reached_by`` draws: each account hangs under the account whose share reached it, each seed is a root.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.network import TIERS
from sim.outcome import Outcome
from sim.world import World

LARGEST_COMMUNITIES: Final = 10
"""So many communities are counted one by one; the others together."""


class MetricError(ValueError):
    """A metric that is not known, or that cannot be measured here; the message says why and what is allowed."""


@dataclass(frozen=True)
class Metric:
    """One metric of the registry.

    Attributes:
        name: its name in scenarios, results and reports.
        unit: the unit of its values.
        denominator: what a share or a mean is taken of; "" where there is none.
        better: "higher", "lower", or None where neither is better by itself.
        description: one sentence for reports.
        function: (world, outcome) -> float, or a dict of floats by group; with ``needs_cost`` it takes the cost too.
        by_group: True if the function gives a dict.
        needs_attribute: the attribute that the network's accounts must have, or None.
        needs_cost: True if it needs what the plan costs.
    """

    name: str
    unit: str
    denominator: str
    better: str | None
    description: str
    function: Callable[..., float | dict[str, float]]
    by_group: bool = False
    needs_attribute: str | None = None
    needs_cost: bool = False


def measure(name: str, world: World, outcome: Outcome, *, cost: float | None = None) -> float | dict[str, float]:
    """The value of a metric for one outcome.

    Args:
        name: a name of ``METRICS``.
        world: the world in which the outcome happened.
        outcome: what happened.
        cost: what the plan cost, in the scenario's currency; only for metrics with ``needs_cost``.

    Raises:
        MetricError: an unknown name; a network without the attribute, or no cost, where the metric needs it.

    >>> from sim.models.independent_cascade import Parameters, prepare, simulate, workspace
    >>> from sim.network import Network
    >>> from sim.world import plan_of_seeds
    >>> chain = Network.from_edges([0, 1], [1, 2], 3)
    >>> world = prepare(chain, Parameters(probability=1))
    >>> outcome = simulate(world, plan_of_seeds([0], chain), 1, workspace(world))
    >>> measure("reach", world, outcome), measure("depth", world, outcome)
    (3.0, 2.0)
    """
    if name not in METRICS:
        raise MetricError(f"there is no metric {name!r}; allowed: {', '.join(METRICS)}")
    metric = METRICS[name]
    if metric.needs_attribute is not None and metric.needs_attribute not in world.network.attributes:
        raise MetricError(
            f"metric {name!r} needs a network whose accounts have a {metric.needs_attribute}; "
            "leave it out or use a generator with communities and tiers (kol_communities)"
        )
    if metric.needs_cost:
        if cost is None:
            raise MetricError(f"metric {name!r} needs what the plan costs; give the scenario prices")
        return metric.function(world, outcome, cost)
    return metric.function(world, outcome)


def reach(world: World, outcome: Outcome) -> float:
    """Distinct accounts reached, seeds included."""
    return float(outcome.reach)


def reach_share(world: World, outcome: Outcome) -> float:
    """Reach as a share of all accounts."""
    return outcome.reach / len(world.network)


def _community_groups(world: World) -> tuple[list[str], np.ndarray]:
    """Names of the groups, and the group of each account (int64[n]): the largest communities, then "other"."""
    community = world.network.attributes["community"]
    present, accounts_of, size = np.unique(community, return_inverse=True, return_counts=True)
    largest = np.argsort(-size, kind="stable")[:LARGEST_COMMUNITIES]
    group = np.full(len(present), len(largest))
    group[largest] = np.arange(len(largest))
    names = [str(present[i]) for i in largest]
    return names + (["other"] if len(present) > len(largest) else []), group[accounts_of.reshape(-1)]


def reach_by_community(world: World, outcome: Outcome) -> dict[str, float]:
    """Reach in each of the largest communities (by accounts, then by smaller number) and in all others together."""
    names, group = world.derived("metrics.communities", _community_groups)
    counts = np.bincount(group[outcome.reached], minlength=len(names))
    return {name: float(count) for name, count in zip(names, counts, strict=True)}


def reach_by_tier(world: World, outcome: Outcome) -> dict[str, float]:
    """Reach in each tier, from the fewest followers to the most."""
    counts = np.bincount(world.network.attributes["tier"][outcome.reached], minlength=len(TIERS))
    return {name: float(count) for name, count in zip(TIERS, counts, strict=True)}


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
    """What one person reached cost; not defined (nan) if nobody was reached."""
    if not outcome.reach:
        return float("nan")
    return cost / outcome.reach


_TABLE: Final = (
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
    ),
    Metric("depth", "shares", "", None, "longest chain of shares from a seed", depth),
    Metric("breadth", "accounts", "", None, "most accounts in one generation of the cascade", breadth),
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

METRICS: Final[dict[str, Metric]] = {metric.name: metric for metric in _TABLE}
"""All metrics by name."""
