"""Metrics: (world, outcome) -> a number, or numbers by group; every model gets every metric that it records enough for.

The files, each with the table of its metrics: what every model gives (reached.py), then the campaign's, from awareness
(awareness.py), what people say (voice.py) and engagement (engagement.py) over loyalty (loyalty.py) and customers'
experience (service.py) to conversion (conversion.py), money (money.py) and what the money bought (returns.py); the same
by group (by_group.py, rates_by_group.py; what is counted stands in counted.py; voice_by_group.py, loyalty_by_group.py,
cascades_by_group.py), how far each account got (stages.py),
what channels and KOLs cost (costs.py) and orders by what touched their buyers (attributed.py). Cascades of shares are
in cascades.py, participation in topics in topics.py, what rules and answers came to in waiting.py. They cost what
happened: nothing walks all accounts. Beside the metrics: every event of a world (log.py) and its counts over time
(series.py).

What is counted: reach, impressions, actions and followers count *accounts*. Leads, customers, orders and money count
*people*: one account stands for ``represents / accounts`` of them (1 if nothing is given).
"""

from typing import Final

from sim.metrics import (
    attributed,
    awareness,
    by_group,
    cascades,
    cascades_by_group,
    conversion,
    costs,
    engagement,
    loyalty,
    loyalty_by_group,
    money,
    rates_by_group,
    reached,
    returns,
    service,
    stages,
    topics,
    voice,
    voice_by_group,
    waiting,
)
from sim.metrics.events import cost_of
from sim.metrics.groups import LARGEST_COMMUNITIES, LARGEST_KOLS
from sim.metrics.registry import Metric, MetricError, refusal
from sim.outcome import Outcome
from sim.world import World

__all__ = ["LARGEST_COMMUNITIES", "LARGEST_KOLS", "METRICS", "Metric", "MetricError", "measure", "not_by"]

FILES: Final = (
    *(reached, awareness, cascades, voice, engagement, topics, loyalty, service, conversion, money, returns),
    *(by_group, rates_by_group, stages, costs, attributed, voice_by_group, loyalty_by_group, cascades_by_group),
    waiting,
)

METRICS: Final[dict[str, Metric]] = {metric.name: metric for file in FILES for metric in file.TABLE}
"""All metrics by name."""


INSTEAD: Final = {
    "follower_growth": "who follows the brand at the end has no post: ask for brand_follows, which is counted at one",
    "orders": "when and to whom others order is not recorded: ask for orders_in_contact or orders_after_click",
    "revenue": "when and to whom others order is not recorded: ask for revenue_in_contact or revenue_after_click",
    "net_revenue": "which of others' orders are sent back is not recorded: ask for net_revenue_after_click",
    "order_value": "others' orders are not recorded one by one: ask for order_value_in_contact or _after_click",
    "roas": "revenue is credited to channels, KOLs and platforms by a rule: ask for roas_by_kol_last_touch",
    "incremental_roas": "revenue is credited by a rule: ask for incremental_roas_by_kol_last_touch",
    "cpa": "customers are credited to channels, KOLs and platforms by a rule: ask for cpa_by_kol_last_touch",
}
"""What to ask for where a measure cannot be told by a kind of group."""


def not_by(name: str) -> str:
    """Why there is no metric of this name, where it is a measure by a kind of group for which it is not defined; "" if
    it is not.

    >>> not_by("joined_by_channel")
    ': joined is not defined by channel, only by community, tier, segment'
    >>> not_by("orders_by_community")  # doctest: +ELLIPSIS
    ': orders is not defined by community, only by channel_last_touch, ...; when and to whom others order is not ...'
    >>> not_by("reech")
    ''
    """
    measured, by, kind = name.partition("_by_")
    groups = [metric.group for metric in METRICS.values() if metric.measure == measured]
    if not by or (not groups and measured not in METRICS):
        return ""
    where = f"only by {', '.join(groups)}" if groups else "only as a whole"
    instead = f"; {INSTEAD[measured]}" if measured in INSTEAD else ""
    return f": {measured} is not defined by {kind}, {where}{instead}"


def measure(name: str, world: World, outcome: Outcome, *, cost: float | None = None) -> float | dict[str, float]:
    """The value of a metric for one outcome.

    Args:
        name: a name of ``METRICS``.
        world: the world in which the outcome happened.
        outcome: what happened.
        cost: what the plan costs, in the scenario's currency, for each person of an account (the plan's cost divided by
            the people that one account stands for); only for metrics with ``needs_cost``. It is what is set aside for
            the whole plan. Where the outcome's events say that some of it was not paid (``unspent_cents``, int64[1]:
            ads that were not shown, actions whose condition was never met), that is taken off.

    Raises:
        MetricError: an unknown name; no such attribute, cost, events, product or segments where the metric needs them.

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
        raise MetricError(f"there is no metric {name!r}{not_by(name)}; allowed: {', '.join(METRICS)}")
    metric = METRICS[name]
    problem = refusal(metric, world, outcome, cost is not None)
    if problem:
        raise MetricError(problem)
    if not metric.needs_cost:
        return metric.function(world, outcome)
    return metric.function(world, outcome, cost_of(world, outcome, cost or 0.0))
