"""Money that comes in and goes out, in the scenario's currency and in people: one account's orders are those of all
people that it stands for.

Revenue without a prefix is that of all orders of the world under the plan. What is ``incremental`` is what would not
have come without the plan, less the value of the orders that are lost because of what people think now; a plan's own
profit, and whether it loses, are of this. Returned orders bring no net revenue. Which of the orders that happen without
a plan are returned is not recorded, so the product's usual share of them is taken off, of the lost ones too. Commission
is a cost of each sale, outside the plan's budget and what is ``spent`` of it; it is also paid on orders that would have
happened anyway. All that says what something cost (``cost``, prices, returns) counts both.
"""

from typing import Final

import numpy as np

from sim.metrics.conversion import orders_of
from sim.metrics.events import CENTS, people_an_account, ratio, with_commission
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World


def _currency(world: World, cents: int) -> float:
    """Cents that one person of each account pays, as currency of all people."""
    return cents / CENTS * people_an_account(world)


def lost_cents(outcome: Outcome) -> int:
    """What the lost orders would have been worth, in cents of one person of each account."""
    return int(np.sum(outcome.events.get("lost_cents", 0), dtype=np.int64))


def raised_cents(outcome: Outcome) -> int:
    """Value of the orders that there are beside the baseline, less that of the lost ones."""
    events = outcome.events
    brought = events["order_cents"][events["order_incremental"] == 1].sum(dtype=np.int64)
    return int(brought) - lost_cents(outcome)


def of_plan_cents(outcome: Outcome) -> int:
    """Value of the orders that the plan brings, less that of those that it loses: with it less without it."""
    events = outcome.events
    alone = np.sum(events.get("without_cents", 0), dtype=np.int64)
    return raised_cents(outcome) - int(alone - np.sum(events.get("without_lost_cents", 0), dtype=np.int64))


def all_cents(outcome: Outcome) -> int:
    """What all orders are worth, in the same cents."""
    return int(outcome.events["baseline_cents"].sum()) + raised_cents(outcome)


def _kept_cents(outcome: Outcome) -> int:
    events = outcome.events
    kept = (events["order_incremental"] == 1) & (events["order_returned"] == 0)
    return int(events["order_cents"][kept].sum(dtype=np.int64))


def _usual(world: World, cents: int) -> float:
    """Cents of orders of the baseline as currency of all people, without the share that is usually returned."""
    return cents * (1.0 - world.parameters.product.returns) / CENTS * people_an_account(world)


def revenue(world: World, outcome: Outcome) -> float:
    """Gross value of all orders, with and without the plan's help."""
    return _currency(world, all_cents(outcome))


def incremental_revenue(world: World, outcome: Outcome) -> float:
    """Gross value of the orders that would not have happened without the plan, less that of the lost ones."""
    return _currency(world, of_plan_cents(outcome))


def net_revenue(world: World, outcome: Outcome) -> float:
    """Value of all orders that are not returned."""
    usual = int(outcome.events["baseline_cents"].sum()) - lost_cents(outcome)
    return _currency(world, _kept_cents(outcome)) + _usual(world, usual)


def incremental_net_revenue(world: World, outcome: Outcome) -> float:
    """Value of the orders that are not returned and would not have happened without the plan, less that of the lost
    ones that would not have been returned."""
    events = outcome.events
    alone = events.get("without_cents", np.zeros(1, np.int64)) * (1 - events.get("without_returned", np.zeros(1, int)))
    lost = lost_cents(outcome) - int(np.sum(events.get("without_lost_cents", 0), dtype=np.int64))
    return _currency(world, _kept_cents(outcome) - int(alone.sum(dtype=np.int64))) - _usual(world, lost)


def order_value(world: World, outcome: Outcome) -> float:
    """Gross value of an order of one person, over all orders; nan if there are none."""
    return ratio(all_cents(outcome) / CENTS, orders_of(outcome))


def commission(world: World, outcome: Outcome) -> float:
    """What authors get of the orders through them."""
    return _currency(world, int(outcome.events["order_commission"].sum(dtype=np.int64)))


def spent(world: World, outcome: Outcome, cost: float) -> float:
    """What the plan cost in this world: all that was set aside for it but what could not be spent. ``cost`` is that of
    each person of an account, so this is it times the people that an account stands for. Commission is not in it."""
    return cost * people_an_account(world)


def whole_cost(world: World, outcome: Outcome, cost: float) -> float:
    """What the plan cost in this world: what was spent of its budget, and commission on the orders."""
    return with_commission(outcome, cost) * people_an_account(world)


def profit(world: World, outcome: Outcome, cost: float) -> float:
    """Margin of the net revenue of all orders, less what was spent and commission."""
    margin = world.parameters.product.margin * net_revenue(world, outcome)
    return margin - spent(world, outcome, cost) - commission(world, outcome)


def incremental_profit(world: World, outcome: Outcome, cost: float) -> float:
    """Margin of the net revenue that would not have come without the plan, less what was spent and commission: what
    the plan is worth beside doing nothing."""
    margin = world.parameters.product.margin * incremental_net_revenue(world, outcome)
    return margin - spent(world, outcome, cost) - commission(world, outcome)


def probability_of_loss(world: World, outcome: Outcome, cost: float) -> float:
    """1 if the plan brings less than it costs (its incremental profit is below 0), else 0: its mean over worlds is the
    probability of a loss. Orders that happen without the plan cannot hide its loss."""
    return 1.0 if incremental_profit(world, outcome, cost) < 0 else 0.0


_BROUGHT = ("order_cents", "order_incremental")
_KEPT = (*_BROUGHT, "order_returned")

TABLE: Final = (
    Metric(
        "order_value",
        "currency",
        "orders",
        "higher",
        "gross value of an order",
        order_value,
        needs_events=("baseline_orders", "baseline_cents", *_BROUGHT),
        needs_product=True,
    ),
    Metric(
        "revenue",
        "currency",
        "",
        "higher",
        "gross value of all orders, those that happen without the plan too",
        revenue,
        needs_events=("baseline_cents", *_BROUGHT),
        needs_product=True,
    ),
    Metric(
        "incremental_revenue",
        "currency",
        "",
        "higher",
        "gross value of the orders that would not have happened without the plan, less that of the lost ones",
        incremental_revenue,
        needs_events=_BROUGHT,
        needs_product=True,
        signed=True,
    ),
    Metric(
        "net_revenue",
        "currency",
        "",
        "higher",
        "value of all orders that are not returned, those that happen without the plan too",
        net_revenue,
        needs_events=("baseline_cents", *_KEPT),
        needs_product=True,
    ),
    Metric(
        "incremental_net_revenue",
        "currency",
        "",
        "higher",
        "value of the orders that are not returned and would not have happened without the plan, less the lost ones",
        incremental_net_revenue,
        needs_events=_KEPT,
        needs_product=True,
        signed=True,
    ),
    Metric(
        "commission",
        "currency",
        "",
        None,
        "what authors get of the orders through them, beside what the plan costs",
        commission,
        needs_events=("order_commission",),
        needs_product=True,
    ),
    Metric(
        "spent",
        "currency",
        "",
        None,
        "what the plan cost in this world, without commission and without what could not be spent",
        spent,
        needs_cost=True,
        needs_events=("post_impressions",),
    ),
    Metric(
        "cost",
        "currency",
        "",
        None,
        "what the plan cost in this world: what was spent, and commission on the orders",
        whole_cost,
        needs_cost=True,
        needs_events=("post_impressions",),
    ),
    Metric(
        "profit",
        "currency",
        "",
        "higher",
        "margin of the net revenue of all orders, less what was spent and commission",
        profit,
        needs_cost=True,
        needs_events=("baseline_cents", *_KEPT, "order_commission"),
        needs_product=True,
        signed=True,
    ),
    Metric(
        "incremental_profit",
        "currency",
        "",
        "higher",
        "margin of the net revenue that the plan brings, less what was spent and commission",
        incremental_profit,
        needs_cost=True,
        needs_events=(*_KEPT, "order_commission"),
        needs_product=True,
        signed=True,
    ),
    Metric(
        "probability_of_loss",
        "share",
        "worlds",
        "lower",
        "worlds in which the plan brings less than it costs: its incremental profit is below 0",
        probability_of_loss,
        needs_cost=True,
        needs_events=(*_KEPT, "order_commission"),
        needs_product=True,
    ),
)
"""The metrics of this file."""
