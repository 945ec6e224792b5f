"""Conversion: from clicks to leads to orders. Leads, customers and orders count people: accounts times the people that
one account stands for. Rates are shares of accounts, so people cancel in them.

Accounts order without any campaign too. ``orders`` are all orders of the world under the plan: those that happen
if nobody speaks of the brand (``baseline_orders``), less those among them that do not come because of what people think
now (``lost_orders``), and those that are brought (``incremental_orders`` are those that the plan brings). What is said
of the brand without the plan, by a rumour, brings and loses orders too: see :mod:`sim.metrics.brought`.
"""

from typing import Final

import numpy as np

from sim.metrics.brought import brought
from sim.metrics.events import ACTIONS, campaign_posts, distinct, people_an_account, ratio
from sim.metrics.registry import Metric
from sim.metrics.rows import won
from sim.outcome import Outcome
from sim.world import World

CLICK: Final = ACTIONS.index("click")


def clickers(outcome: Outcome) -> int:
    """How many accounts clicked on something of the campaign."""
    events = outcome.events
    clicked = (events["act_action"] == CLICK) & campaign_posts(outcome)[events["act_post"]]
    return distinct(events["act_account"][clicked])


def baseline_of(outcome: Outcome) -> int:
    """Orders that happen without any plan, an account standing for one person."""
    return int(outcome.events["baseline_orders"].sum())


def incremental_of(outcome: Outcome) -> int:
    """Orders that would not have happened if nobody spoke of the brand, an account standing for one person."""
    return int(outcome.events["order_incremental"].sum(dtype=np.int64))


def brought_of(outcome: Outcome) -> int:
    """Orders that would not have happened without the plan, an account standing for one person."""
    return len(brought(outcome))


def lost_of(outcome: Outcome) -> int:
    """Orders of the baseline that did not come, an account standing for one person; 0 if none were recorded."""
    return len(outcome.events.get("lost_account", ()))


def orders_of(outcome: Outcome) -> int:
    """All orders, an account standing for one person."""
    return baseline_of(outcome) + incremental_of(outcome) - lost_of(outcome)


def leads(world: World, outcome: Outcome) -> float:
    """Leads: people who showed interest after a click (they asked, tried, put it into the basket)."""
    return len(outcome.events["lead_account"]) * people_an_account(world)


def lead_rate(world: World, outcome: Outcome) -> float:
    """Share of the accounts that clicked that became leads; nan if nobody clicked."""
    return ratio(distinct(outcome.events["lead_account"]), clickers(outcome))


def orders(world: World, outcome: Outcome) -> float:
    """Orders of people: those of the baseline that still come, and those that the plan brings."""
    return orders_of(outcome) * people_an_account(world)


def baseline_orders(world: World, outcome: Outcome) -> float:
    """Orders of people that happen in this world if nobody speaks of the brand."""
    return baseline_of(outcome) * people_an_account(world)


def incremental_orders(world: World, outcome: Outcome) -> float:
    """Orders of people that would not have happened without the plan."""
    return brought_of(outcome) * people_an_account(world)


def lost_orders(world: World, outcome: Outcome) -> float:
    """Orders of people that would have come without any campaign, and do not because of what people think now."""
    return len(outcome.events["lost_account"]) * people_an_account(world)


def order_lift(world: World, outcome: Outcome) -> float:
    """Orders of people beside those of the same world without the plan: what it brings less what it loses."""
    events = outcome.events
    alone = len(events.get("without_account", ())) - len(events.get("without_lost_account", ()))
    return (incremental_of(outcome) - lost_of(outcome) - alone) * people_an_account(world)


def customers(world: World, outcome: Outcome) -> float:
    """People with at least one order that would not have happened without the plan.

    The stage ``customer`` (:mod:`sim.metrics.stages`) is another thing: accounts that were reached and have any order,
    also one that would have come anyway, as long as they are neither advocates nor detractors.
    """
    return len(won(outcome)) * people_an_account(world)


def conversion_rate(world: World, outcome: Outcome) -> float:
    """Share of the accounts that clicked that ordered after a click; nan if nobody clicked."""
    events = outcome.events
    return ratio(distinct(events["order_account"][events["order_post"] >= 0]), clickers(outcome))


_CLICKS = ("act_account", "act_action", "act_post", "post_kind", "post_origin")

TABLE: Final = (
    Metric(
        "leads",
        "people",
        "",
        "higher",
        "people who showed interest after a click",
        leads,
        needs_events=("lead_account",),
        needs_product=True,
    ),
    Metric(
        "lead_rate",
        "share",
        "accounts that clicked",
        "higher",
        "accounts that became leads, of those that clicked",
        lead_rate,
        needs_events=("lead_account", *_CLICKS),
        needs_product=True,
    ),
    Metric(
        "orders",
        "orders",
        "",
        "higher",
        "orders of people: those that happen without the plan and still come, and those that it brings",
        orders,
        needs_events=("baseline_orders", "order_incremental"),
        needs_product=True,
    ),
    Metric(
        "baseline_orders",
        "orders",
        "",
        None,
        "orders of people that happen if nobody speaks of the brand",
        baseline_orders,
        needs_events=("baseline_orders",),
        needs_product=True,
    ),
    Metric(
        "incremental_orders",
        "orders",
        "",
        "higher",
        "orders of people that would not have happened without the plan",
        incremental_orders,
        needs_events=("order_incremental",),
        needs_product=True,
    ),
    Metric(
        "lost_orders",
        "orders",
        "",
        "lower",
        "orders of people that would have happened anyway, and do not because of what is thought of the brand",
        lost_orders,
        needs_events=("lost_account",),
        needs_product=True,
    ),
    Metric(
        "order_lift",
        "orders",
        "",
        "higher",
        "incremental orders less those that the plan loses: all orders beside those of the same world without it",
        order_lift,
        needs_events=("order_incremental",),
        needs_product=True,
        signed=True,
    ),
    Metric(
        "customers",
        "people",
        "",
        "higher",
        "people with an order that would not have happened without the plan (the stage customer counts any order)",
        customers,
        needs_events=("order_account", "order_incremental"),
        needs_product=True,
    ),
    Metric(
        "conversion_rate",
        "share",
        "accounts that clicked",
        "higher",
        "accounts that ordered after a click, of those that clicked",
        conversion_rate,
        needs_events=("order_account", "order_post", *_CLICKS),
        needs_product=True,
    ),
)
"""The metrics of this file."""
