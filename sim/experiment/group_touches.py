"""What the rules of attribution would credit to each group of a plan: reached accounts, or orders."""

import dataclasses
from typing import Final

import numpy as np

from sim.experiment.frozen_rules import PostName, names_of
from sim.experiment.plan_groups import Grouping
from sim.metrics.attribution import RULES, credited
from sim.metrics.conversion import orders_of
from sim.metrics.events import AD, CHANNELS, REFERRAL, campaign_seen, people_an_account
from sim.models.campaign.days import HOUR
from sim.outcome import Outcome
from sim.world import OWNED, PAID, TO_MEMBERS, Plan, World

OF_KIND: Final = {AD: "ads", TO_MEMBERS: "community", REFERRAL: "referral"}
"""The channel of what no author of the plan posts."""
OF_ORDERS: Final = ("orders", "incremental_orders", "order_lift")
"""Metrics beside which all orders are credited; beside the reach the reached accounts are."""


def touches(metric: str, grouping: Grouping, plan: Plan, world: World, outcome: Outcome) -> np.ndarray:
    """Credits under each rule of :data:`sim.metrics.attribution.RULES` (float64[rules, groups + 1]).

    The last column is what no group is credited with: orders of people whom nothing touched, accounts that only what
    customers say reached, authors who saw nothing. All nan for a metric that is not touched. Of the reach, each account
    that saw something is credited as if it had ordered at the end; so the first touch is the first-touch reach.
    """
    count = len(grouping.names)
    if metric != "reach" and metric not in OF_ORDERS:
        return np.full((len(RULES), count + 1), np.nan)
    group, rows = group_of_impressions(grouping, plan, outcome), campaign_seen(outcome)
    if metric == "reach":
        saw = np.unique(outcome.events["seen_account"][rows])
        at_the_end = {"order_account": saw, "order_at": np.full(len(saw), np.inf)}
        outcome, each, whole = _with(outcome, at_the_end), 1.0, float(outcome.reach)
    else:
        each, whole = people_an_account(world), float(orders_of(outcome))
    found = np.stack([credited(outcome, group, count + 1, rule, rows)[:count] for rule in RULES])
    return np.concatenate([found, whole - found.sum(axis=1, keepdims=True)], axis=1) * each


def _with(outcome: Outcome, events: dict[str, np.ndarray]) -> Outcome:
    return dataclasses.replace(outcome, events={**outcome.events, **events})


def group_of_impressions(grouping: Grouping, plan: Plan, outcome: Outcome) -> np.ndarray:
    """The place of each impression's group (int64); the number of groups for what belongs to none.

    A bought impression of a post belongs to the boost; any other to the post of the plan from which its post descends.
    """
    events, place = outcome.events, {name: number for number, name in enumerate(grouping.names)}
    found = group_of_posts(grouping, plan, outcome)[events["seen_post"]]
    boosted = events["seen_channel"] == CHANNELS.index("boost")
    return np.where(boosted, place.get(grouping.of_channel("boost"), len(place)), found)


def group_of_posts(grouping: Grouping, plan: Plan, outcome: Outcome) -> np.ndarray:
    """The place of the group of each post, by the post of the plan from which it descends (int64); the number of groups
    for what belongs to none."""
    events, place = outcome.events, {name: number for number, name in enumerate(grouping.names)}
    none = len(place)
    group = np.full(len(events["post_kind"]), none, np.int64)
    for kind, channel in OF_KIND.items():
        group[events["post_kind"] == kind] = place.get(grouping.of_channel(channel), none)
    own = np.flatnonzero((events["post_kind"] == OWNED) | (events["post_kind"] == PAID))
    called = named_posts(plan)
    parts = [called.get(name) for name in names_of(outcome, own)]
    group[own] = [none if part is None else place[grouping.of(part)] for part in parts]
    return group[events["post_origin"]]


def named_posts(plan: Plan) -> dict[PostName, object]:
    """The plan's posts and seed accounts by the names that their posts have in an outcome."""
    found: dict[PostName, object] = {(seed, 0, OWNED, 0, 0.0): seed for seed in plan.seeds.tolist()}
    for post in plan.posts:
        found[(post.author, post.item, post.kind, post.platform, post.at / HOUR)] = post
    return found
