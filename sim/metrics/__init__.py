"""Metrics: (world, outcome) -> a number, or numbers by group; every model gets every metric that it records enough for.

The files, each with the table of its metrics: what every model gives (reached.py), then the campaign's, from awareness
(awareness.py), what people say (voice.py) and engagement (engagement.py) over loyalty (loyalty.py) and customers'
experience (service.py) to conversion (conversion.py), money (money.py) and what the money bought (returns.py); the same
by group (by_group.py, rates_by_group.py), how far each account got (stages.py) and orders by what touched their buyers
(attributed.py). They cost what happened: nothing walks all accounts.

What is counted: reach, impressions, actions and followers count *accounts*. Leads, customers, orders and money count
*people*: one account stands for ``represents / accounts`` of them (1 if nothing is given).
"""

from typing import Final

from sim.metrics import (
    attributed,
    awareness,
    by_group,
    conversion,
    engagement,
    loyalty,
    money,
    rates_by_group,
    reached,
    returns,
    service,
    stages,
    voice,
)
from sim.metrics.events import cost_of
from sim.metrics.groups import LARGEST_COMMUNITIES, LARGEST_KOLS
from sim.metrics.registry import Metric, MetricError, refusal
from sim.outcome import Outcome
from sim.world import World

__all__ = ["LARGEST_COMMUNITIES", "LARGEST_KOLS", "METRICS", "Metric", "MetricError", "measure"]

FILES: Final = (
    *(reached, awareness, voice, engagement, loyalty, service, conversion, money, returns),
    *(by_group, rates_by_group, stages, attributed),
)

METRICS: Final[dict[str, Metric]] = {metric.name: metric for file in FILES for metric in file.TABLE}
"""All metrics by name."""


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
        raise MetricError(f"there is no metric {name!r}; allowed: {', '.join(METRICS)}")
    metric = METRICS[name]
    problem = refusal(metric, world, outcome, cost is not None)
    if problem:
        raise MetricError(problem)
    if not metric.needs_cost:
        return metric.function(world, outcome)
    return metric.function(world, outcome, cost_of(world, outcome, cost or 0.0))
