"""What a metric is, and when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.outcome import Outcome
from sim.world import World


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
        needs_events: arrays of the outcome's events that it reads; a model that does not record them lacks the metric.
        needs_product: True if it needs a product in the world.
        needs_segments: True if it needs segments of the audience in the world.
        signed: True if its values can be below 0.
        measure: of what it is, without the kind of group; "" where it is not by group.
        group: the kind of group by which it is; "" where it is not by group.
        what: the description without the kind of group; "" where it is not by group.
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
    needs_events: tuple[str, ...] = ()
    needs_product: bool = False
    needs_segments: bool = False
    signed: bool = False
    measure: str = ""
    group: str = ""
    what: str = ""


def by_kind(
    measure: str,
    kind: str,
    about: tuple[str, str, str, str],
    function: Callable[..., dict[str, float]],
    better: str | None = "higher",
    needs_events: tuple[str, ...] = (),
    **more: Any,
) -> Metric:
    """The metric that tells a measure by a kind of group.

    Args:
        about: unit, denominator, what it is, and how it is told by this kind, as the description goes on.
        needs_events: arrays that it reads, in any order and as often as they are named.
        more: further fields of the metric.

    >>> def shares_by(world, outcome): return {}
    >>> found = by_kind("shares", "day", ("posts", "", "shares", "by day"), shares_by, needs_events=("a", "b", "a"))
    >>> found.name, found.description, found.needs_events
    ('shares_by_day', 'shares by day', ('a', 'b'))
    """
    unit, denominator, what, how = about
    fields = {"by_group": True, "measure": measure, "group": kind, "what": what.rstrip(",;"), **more}
    fields["needs_events"] = tuple(dict.fromkeys(needs_events))
    return Metric(f"{measure}_by_{kind}", unit, denominator, better, f"{what} {how}", function, **fields)


def refusal(metric: Metric, world: World, outcome: Outcome, has_cost: bool) -> str:
    """Why this metric cannot be measured here, in a sentence; "" if it can."""
    name, network = metric.name, world.network
    if metric.needs_attribute is not None and metric.needs_attribute not in network.attributes:
        return (
            f"metric {name!r} needs a network whose accounts have a {metric.needs_attribute}; "
            "leave it out or use a generator with communities and tiers (kol_communities)"
        )
    lacks_product = metric.needs_product and getattr(world.parameters, "product", None) is None
    missing = [array for array in metric.needs_events if array not in outcome.events]
    if lacks_product and hasattr(world.parameters, "product"):
        return f"metric {name!r} needs a product; leave it out or give the scenario one (product: {{order_value: 100}})"
    if missing:
        return (
            f"metric {name!r} needs a model that records {missing[0]}, and {world.model} does not; "
            "leave it out or use the campaign model"
        )
    if lacks_product:
        return f"metric {name!r} needs a model with a product, and {world.model} has none; use the campaign model"
    audience = getattr(world.parameters, "audience", None)
    if metric.needs_segments and (not audience or not hasattr(world.kernel, "segment")):
        return f"metric {name!r} needs segments; leave it out or give the scenario an audience"
    if metric.needs_cost and not has_cost:
        return f"metric {name!r} needs what the plan costs; give the scenario prices"
    return ""
