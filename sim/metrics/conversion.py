"""Conversion: from clicks to leads to orders. Leads, customers and orders count people: accounts times the people that
one account stands for. Rates are shares of accounts, so people cancel in them.

Accounts order without any campaign too. ``orders`` are all orders of the world under the plan: those that happen
without it (``baseline_orders``) and those that it brings (``incremental_orders``).
"""

from typing import Final

import numpy as np

from sim.metrics.events import ACTIONS, distinct, people_an_account, ratio
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World

CLICK: Final = ACTIONS.index("click")


def clickers(outcome: Outcome) -> int:
    """How many accounts clicked on something of the campaign."""
    events = outcome.events
    return distinct(events["act_account"][events["act_action"] == CLICK])


def baseline_of(outcome: Outcome) -> int:
    """Orders that happen without any plan, an account standing for one person."""
    return int(outcome.events["baseline_orders"].sum())


def incremental_of(outcome: Outcome) -> int:
    """Orders that would not have happened without the plan, an account standing for one person."""
    return int(outcome.events["order_incremental"].sum(dtype=np.int64))


def leads(world: World, outcome: Outcome) -> float:
    """Leads: people who showed interest after a click (they asked, tried, put it into the basket)."""
    return len(outcome.events["lead_account"]) * people_an_account(world)


def lead_rate(world: World, outcome: Outcome) -> float:
    """Share of the accounts that clicked that became leads; nan if nobody clicked."""
    return ratio(distinct(outcome.events["lead_account"]), clickers(outcome))


def orders(world: World, outcome: Outcome) -> float:
    """Orders of people: those that happen without the plan and those that it brings."""
    return (baseline_of(outcome) + incremental_of(outcome)) * people_an_account(world)


def baseline_orders(world: World, outcome: Outcome) -> float:
    """Orders of people that happen in this world without any plan."""
    return baseline_of(outcome) * people_an_account(world)


def incremental_orders(world: World, outcome: Outcome) -> float:
    """Orders of people that would not have happened without the plan."""
    return incremental_of(outcome) * people_an_account(world)


def customers(world: World, outcome: Outcome) -> float:
    """People with at least one order that would not have happened without the plan."""
    events = outcome.events
    return distinct(events["order_account"][events["order_incremental"] == 1]) * people_an_account(world)


def conversion_rate(world: World, outcome: Outcome) -> float:
    """Share of the accounts that clicked that ordered after a click; nan if nobody clicked."""
    events = outcome.events
    return ratio(distinct(events["order_account"][events["order_post"] >= 0]), clickers(outcome))


_CLICKS = ("act_account", "act_action")

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
        "orders of people: those that happen without the plan and those that it brings",
        orders,
        needs_events=("baseline_orders", "order_incremental"),
        needs_product=True,
    ),
    Metric(
        "baseline_orders",
        "orders",
        "",
        None,
        "orders of people that happen without any plan",
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
        "customers",
        "people",
        "",
        "higher",
        "people with an order that would not have happened without the plan",
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
