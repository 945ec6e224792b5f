"""What each group of a plan really cost in a world: bought impressions that found nobody are not in it, commission on
the orders through its posts is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.experiment.group_touches import group_of_posts
from sim.experiment.making import PlanMade
from sim.experiment.plan_groups import OF_ACTION, Grouping
from sim.metrics.events import CENTS, people_an_account
from sim.models.campaign.plan_rows import lever_order, push_order
from sim.outcome import Outcome
from sim.world import Plan, World

PAID_WHATEVER: Final = ("care", "insight", "crisis", "challenge", "lottery")
"""Channels whose cost is wages, studies and prizes: set aside in the ledger, and spent whatever happens."""


@dataclass(frozen=True)
class Money:
    """What the groups of a plan cost beside posts, pushes and levers.

    Attributes:
        content: cents for making the content, which belongs to no group.
        fixed: (group, place of the rule that it waits for or None, cents), from the ledger.
        seeds: cents of each seed account.
    """

    content: int
    fixed: tuple[tuple[str, int | None, int], ...]
    seeds: Mapping[int, int]

    def of(self, grouping: Grouping, world: World, plan: Plan, outcome: Outcome) -> dict[str, int]:
        """Cents that each group spent in this outcome of the plan, or of a part of it; 0 for groups that it lacks."""
        events = outcome.events
        taken = events.get("rule_taken", np.zeros(0, np.uint8))
        waits = [rule for rule, went_on in zip(plan.rules, taken, strict=True) if not went_on]
        not_out = {place for rule in waits for place in rule.posts}
        not_taken = {rule.action for rule in waits}
        there = {grouping.of(part) for part in (*plan.posts, *plan.pushes, *plan.levers, *plan.seeds.tolist())}
        found = dict.fromkeys(grouping.names, 0)
        for place, post in enumerate(plan.posts):
            found[grouping.of(post)] += 0 if place in not_out else post.cents
        for place, cents in zip(push_order(world, plan), events["push_spent"].tolist(), strict=True):
            found[grouping.of(plan.pushes[place])] += cents
        for place, cents in zip(lever_order(world, plan), events["lever_spent"].tolist(), strict=True):
            found[grouping.of(plan.levers[place])] += cents
        for account in plan.seeds.tolist():
            found[grouping.of(account)] += self.seeds.get(account, 0)
        for group, rule, cents in self.fixed:
            found[group] += cents if group in there and rule not in not_taken else 0
        return found

    def cost(self, grouping: Grouping, plan: Plan, outcome: Outcome, world: World) -> float:
        """What this part of the plan cost, in the form in which metrics take it: before what stayed unspent."""
        cents = self.content + sum(self.of(grouping, world, plan, outcome).values())
        unspent = int(outcome.events["unspent_cents"][0])
        return (cents + unspent) / CENTS / people_an_account(world)


def commissions(grouping: Grouping, world: World, plan: Plan, outcome: Outcome) -> np.ndarray:
    """Cents of all people that the authors of each group get of the orders through their posts (float64[groups])."""
    events, count = outcome.events, len(grouping.names)
    paid = np.flatnonzero(events.get("order_commission", np.zeros(0, np.int64)))
    if not len(paid):
        return np.zeros(count)
    group = group_of_posts(grouping, plan, outcome)[events["order_post"][paid]]
    cents = np.bincount(group, weights=events["order_commission"][paid], minlength=count + 1)
    return cents[:count] * people_an_account(world)


def money_of(made: PlanMade, grouping: Grouping, quotes: Any) -> Money:
    """The money of a plan's groups, from its ledger. ``quotes``: what posts cost on the first platform."""
    content, fixed = 0, []
    for entry in made.ledger.entries if made.ledger is not None else ():
        words = entry.action.split()
        channel = OF_ACTION.get(words[-1], words[-1])
        if channel == "content":
            content += entry.cents
        elif channel in PAID_WHATEVER:
            rule = int(words[0]) - 1 if "when" in words else None
            fixed.append((grouping.of_channel(channel), rule, entry.cents))
    prices = quotes.prices
    seeds = {} if prices is None else {a: round(float(prices[a]) * CENTS) for a in made.plan.seeds.tolist()}
    return Money(content, tuple(fixed), seeds)
