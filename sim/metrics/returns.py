"""What the money bought: prices of what happened, and revenue for each unit spent. Both sides are in people, so a
network of more accounts that stands for as many people gives the same figures. nan where nothing happened (a price) or
nothing was spent (a return). What is spent is the plan's money and the commission on the orders.
"""

from typing import Final

from sim.metrics.conversion import brought_of, customers, orders_of
from sim.metrics.events import ENGAGEMENTS, actions_of, impressions_of, ratio, with_commission
from sim.metrics.money import incremental_net_revenue, incremental_revenue, net_revenue, revenue, whole_cost
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World


def cpm(world: World, outcome: Outcome, cost: float) -> float:
    """What was spent for a thousand impressions of people."""
    return 1000 * ratio(with_commission(outcome, cost), impressions_of(outcome))


def cpe(world: World, outcome: Outcome, cost: float) -> float:
    """What was spent for an engagement (share, like, comment or save) of a person."""
    return ratio(with_commission(outcome, cost), actions_of(outcome, *ENGAGEMENTS))


def cpa(world: World, outcome: Outcome, cost: float) -> float:
    """What was spent for a person with an order that would not have happened without the plan (an acquisition)."""
    return ratio(whole_cost(world, outcome, cost), customers(world, outcome))


def cost_per_order(world: World, outcome: Outcome, cost: float) -> float:
    """What was spent for an order of a person, over all orders: also those that happen without the plan."""
    return ratio(with_commission(outcome, cost), orders_of(outcome))


def cost_per_incremental_order(world: World, outcome: Outcome, cost: float) -> float:
    """What was spent for an order of a person that would not have happened without the plan."""
    return ratio(with_commission(outcome, cost), brought_of(outcome))


def roas(world: World, outcome: Outcome, cost: float) -> float:
    """Gross revenue of all orders for each unit spent, those that happen without the plan too."""
    return ratio(revenue(world, outcome), whole_cost(world, outcome, cost))


def net_roas(world: World, outcome: Outcome, cost: float) -> float:
    """Net revenue of all orders for each unit spent, those that happen without the plan too."""
    return ratio(net_revenue(world, outcome), whole_cost(world, outcome, cost))


def incremental_roas(world: World, outcome: Outcome, cost: float) -> float:
    """Gross revenue that would not have come without the plan, less that of lost orders, for each unit spent."""
    return ratio(incremental_revenue(world, outcome), whole_cost(world, outcome, cost))


def incremental_net_roas(world: World, outcome: Outcome, cost: float) -> float:
    """Net revenue that would not have come without the plan, less that of lost orders, for each unit spent."""
    return ratio(incremental_net_revenue(world, outcome), whole_cost(world, outcome, cost))


_POSTS = ("post_kind", "post_origin")
_ORDERS = ("baseline_orders", "order_incremental")
_REVENUE = ("baseline_cents", "order_cents", "order_incremental")

TABLE: Final = (
    Metric(
        "cpm",
        "currency",
        "a thousand impressions of people",
        "lower",
        "what a thousand impressions cost, bought or not",
        cpm,
        needs_cost=True,
        needs_events=("post_impressions", *_POSTS),
    ),
    Metric(
        "cpe",
        "currency",
        "engagements of people",
        "lower",
        "what a share, like, comment or save cost",
        cpe,
        needs_cost=True,
        needs_events=("post_actions", *_POSTS),
    ),
    Metric(
        "cpa",
        "currency",
        "customers",
        "lower",
        "what a person cost who orders because of the plan",
        cpa,
        needs_cost=True,
        needs_events=("order_account", "order_incremental"),
        needs_product=True,
    ),
    Metric(
        "cost_per_order",
        "currency",
        "orders",
        "lower",
        "what was spent for an order, those that happen without the plan too",
        cost_per_order,
        needs_cost=True,
        needs_events=_ORDERS,
        needs_product=True,
    ),
    Metric(
        "cost_per_incremental_order",
        "currency",
        "incremental orders",
        "lower",
        "what was spent for an order that would not have happened without the plan",
        cost_per_incremental_order,
        needs_cost=True,
        needs_events=("order_incremental",),
        needs_product=True,
    ),
    Metric(
        "roas",
        "ratio",
        "spent",
        "higher",
        "gross revenue of all orders for each unit spent",
        roas,
        needs_cost=True,
        needs_events=_REVENUE,
        needs_product=True,
    ),
    Metric(
        "net_roas",
        "ratio",
        "spent",
        "higher",
        "revenue of all orders that are not returned for each unit spent",
        net_roas,
        needs_cost=True,
        needs_events=(*_REVENUE, "order_returned"),
        needs_product=True,
    ),
    Metric(
        "incremental_roas",
        "ratio",
        "spent",
        "higher",
        "gross revenue that would not have come without the plan, less that of lost orders, for each unit spent",
        incremental_roas,
        needs_cost=True,
        needs_events=_REVENUE[1:],
        needs_product=True,
        signed=True,
    ),
    Metric(
        "incremental_net_roas",
        "ratio",
        "spent",
        "higher",
        "revenue that is not returned and would not have come without the plan, less lost orders, for each unit spent",
        incremental_net_roas,
        needs_cost=True,
        needs_events=(*_REVENUE[1:], "order_returned"),
        needs_product=True,
        signed=True,
    ),
)
"""The metrics of this file."""
