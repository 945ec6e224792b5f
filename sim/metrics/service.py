"""What customers experience, and what is done for them: satisfaction, advocates, complaints and answers, referrals.

An account is satisfied with an order if what it got is more than what it expected (satisfaction above 0). An *advocate*
was satisfied and praised, a *detractor* published a complaint. All count accounts but referred orders, which count
people, and gifts, which are money.
"""

from typing import Final

import numpy as np

from sim.metrics.events import (
    CENTS,
    COMPLAINT,
    PRAISE,
    REFERRAL,
    different,
    kind_of_origin,
    people_an_account,
    ratio,
)
from sim.metrics.registry import Metric
from sim.metrics.rows import complained
from sim.outcome import Outcome
from sim.world import World


def praising_customers(outcome: Outcome) -> np.ndarray:
    """The accounts that were satisfied with an order and praised, ascending."""
    events = outcome.events
    satisfied = events["order_account"][events["order_satisfied"] > 0]
    return np.intersect1d(satisfied, events["post_author"][events["post_kind"] == PRAISE])


def publishing_complainers(outcome: Outcome) -> np.ndarray:
    """The accounts that published a complaint, ascending."""
    return different(outcome.events["post_author"][outcome.events["post_kind"] == COMPLAINT])


def mean_satisfaction(world: World, outcome: Outcome) -> float:
    """What was got less what was expected, mean over the orders that were delivered; nan if there are none."""
    from sim.arithmetic.rows import total

    satisfied = outcome.events["order_satisfied"]
    told = satisfied[~np.isnan(satisfied)]
    return ratio(total(told), len(told))


def repurchase_rate(world: World, outcome: Outcome) -> float:
    """Share of the accounts with an order that have two or more; nan if there are none."""
    _, orders = np.unique(outcome.events["order_account"], return_counts=True)
    return ratio(int(np.count_nonzero(orders > 1)), len(orders))


def advocates(world: World, outcome: Outcome) -> float:
    """Accounts that were satisfied with an order and praised the brand in a post of their own."""
    return float(len(praising_customers(outcome)))


def detractors(world: World, outcome: Outcome) -> float:
    """Accounts that published a complaint."""
    return float(len(publishing_complainers(outcome)))


def complaints(world: World, outcome: Outcome) -> float:
    """How often an account complained to the brand."""
    return float(len(complained(outcome)))


def answered_share(world: World, outcome: Outcome) -> float:
    """Share of the complaints that were answered; nan if nobody complained."""
    rows = complained(outcome)
    answered = ~np.isnan(outcome.events["case_answered_at"][rows])
    return ratio(int(np.count_nonzero(answered)), len(rows))


def mean_answer_hours(world: World, outcome: Outcome) -> float:
    """Hours from a complaint to its answer, mean over those that were answered; nan if none was."""
    from sim.arithmetic.rows import total

    events, rows = outcome.events, complained(outcome)
    waited = events["case_answered_at"][rows] - events["case_at"][rows]
    waited = waited[~np.isnan(waited)]
    return ratio(total(waited), len(waited))


def referred_orders(world: World, outcome: Outcome) -> float:
    """Orders of people that came through the message of a friend, or through a share of it."""
    post = outcome.events["order_post"]
    referred = kind_of_origin(outcome)[post[post >= 0]] == REFERRAL
    return int(np.count_nonzero(referred)) * people_an_account(world)


def gifts_paid(world: World, outcome: Outcome) -> float:
    """What was paid to people as gifts, prizes and rewards, of all people."""
    return int(outcome.events["lever_spent"].sum()) / CENTS


_CASES = ("case_kind", "case_answered_at")
_REFERRED = ("order_post", "post_kind", "post_origin")

TABLE: Final = (
    Metric(
        "mean_satisfaction",
        "satisfaction",
        "delivered orders of the accounts in contact",
        "higher",
        "what customers got less what they expected, at each order that was delivered",
        mean_satisfaction,
        needs_events=("order_satisfied",),
        needs_product=True,
        signed=True,
    ),
    Metric(
        "repurchase_rate",
        "share",
        "accounts in contact with an order",
        "higher",
        "accounts with two or more orders, of those with an order",
        repurchase_rate,
        needs_events=("order_account",),
        needs_product=True,
    ),
    Metric(
        "advocates",
        "accounts",
        "",
        "higher",
        "accounts that were satisfied with an order and published praise",
        advocates,
        needs_events=("order_account", "order_satisfied", "post_author", "post_kind"),
        needs_product=True,
    ),
    Metric(
        "detractors",
        "accounts",
        "",
        "lower",
        "accounts that published a complaint",
        detractors,
        needs_events=("post_author", "post_kind"),
    ),
    Metric(
        "complaints",
        "complaints",
        "",
        "lower",
        "how often an account complained to the brand",
        complaints,
        needs_events=("case_kind",),
    ),
    Metric(
        "answered_share",
        "share",
        "complaints",
        "higher",
        "complaints that were answered",
        answered_share,
        needs_events=_CASES,
    ),
    Metric(
        "mean_answer_hours",
        "hours",
        "answered complaints",
        "lower",
        "hours from a complaint to its answer",
        mean_answer_hours,
        needs_events=("case_at", *_CASES),
    ),
    Metric(
        "referred_orders",
        "orders",
        "",
        "higher",
        "orders of people that came through a friend's message",
        referred_orders,
        needs_events=_REFERRED,
        needs_product=True,
    ),
    Metric(
        "gifts_paid",
        "currency",
        "",
        None,
        "what was paid to people as gifts, prizes and rewards",
        gifts_paid,
        needs_events=("lever_spent",),
    ),
)
"""The metrics of this file."""
