"""What is measured of every replicate: the metrics that the scenario asks for, and of a campaign its funnel."""

from collections.abc import Callable
from typing import Any

from sim import metrics
from sim.experiment.code import own_metric
from sim.metrics.funnel import MEASURED
from sim.world import World


def measures_of(scenario: Any) -> dict[str, Callable[[World, Any, float], Any]]:
    """The functions behind the scenario's metrics: (world, outcome, the plan's cost for each person of an account).

    Of a campaign its funnel is measured too, after what was asked for.
    """
    own = {str(reference): reference for reference in scenario.code}
    priced = scenario.prices is not None or scenario.campaign is not None
    asked = tuple(scenario.compare.metrics)
    names = dict.fromkeys((*asked, *(name for name in MEASURED if _measurable(scenario, name))))
    return {metric: _measure(metric, own.get(metric), priced) for metric in names}


def _measurable(scenario: Any, metric: str) -> bool:
    """Whether a campaign has what this metric of the funnel needs."""
    if scenario.campaign is None:
        return False
    known = metrics.METRICS[metric]
    sells = getattr(scenario.model.parameters, "product", None) is not None
    return (sells or not known.needs_product) and (scenario.currency is not None or not known.needs_cost)


def _measure(metric: str, reference: Any, priced: bool) -> Callable[[World, Any, float], Any]:
    if reference is not None:
        own = own_metric(reference)
        return lambda world, outcome, spent: own(world, outcome)
    return lambda world, outcome, spent: metrics.measure(metric, world, outcome, cost=spent if priced else None)
