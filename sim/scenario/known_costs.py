"""What a plan is sure to set aside, as far as its file tells: what it may spend, and what making its content costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sim.scenario.action_choices import PayAction, PilotAction, PushAction
from sim.scenario.choices import PlanChoice
from sim.scenario.ledger import Entry, Ledger, cents_of, ledger_of
from sim.scenario.lever_choices import (
    CareAction,
    CommunityAction,
    CrisisAction,
    InsightAction,
    PrizeAction,
    ReferralAction,
)
from sim.world import Item


@dataclass(frozen=True)
class Cost:
    """What an action sets aside.

    Attributes:
        what: what for.
        cents: how much.
        fixed: whether it is spent whatever happens.
    """

    what: str
    cents: int
    fixed: bool = False


def making_content(plan: PlanChoice, content: Mapping[str, Item]) -> list[Entry]:
    """An entry for each item that the plan uses: it is made once."""
    return [Entry("content", f"making {item}", cents_of(content[item].cost)) for item in plan.items]


def costs_of(action: Any) -> list[Cost]:
    """What an action sets aside beside what accounts are paid."""
    if isinstance(action, PushAction):
        return [Cost(f"impressions of {_pushed(action)} at {action.cpm:,.10g} a thousand", cents_of(action.spend))]
    if isinstance(action, PilotAction):
        found = [cost for trial in action.trial for cost in costs_of(trial)]
        then = action.then[0]
        return [*found, Cost(f"impressions of the better one at {then.cpm:,.10g} a thousand", cents_of(then.spend))]
    if isinstance(action, CommunityAction):
        return [Cost(f"gifts of {action.offer:,.10g} to who joins, at most", cents_of(action.spend))]
    if isinstance(action, ReferralAction):
        what = f"rewards of {action.reward:,.10g} for friends who order, at most"
        return [Cost(what, cents_of(action.spend))]
    if isinstance(action, PrizeAction):
        what = "the prize" if action.winners == 1 else f"{action.winners:,} prizes of {action.prize:,.10g}"
        return [Cost(what, cents_of(action.prize) * action.winners, fixed=True)]
    if isinstance(action, CareAction):
        return [_care(action)]
    if isinstance(action, InsightAction | CrisisAction):
        what = "listening" if isinstance(action, InsightAction) else "being ready to answer"
        return [Cost(what, cents_of(action.cost), fixed=True)]
    return []


def _pushed(action: PushAction) -> str:
    if action.posts is None:
        return str(action.item)
    of = "" if action.item is None else f" of {action.item}"
    return f"the best {action.posts.count} posts{of}"


def _care(action: CareAction) -> Cost:
    if not action.staff:
        return Cost("a machine that answers", cents_of(action.cost), fixed=True)
    wages = Fraction(repr(float(action.wage))) * action.staff * Fraction(action.hours)
    who = "1 person" if action.staff == 1 else f"{action.staff:,} people"
    what = f"{who} for {action.hours:,.10g} hours at {action.wage:,.10g} an hour"
    return Cost(what, int(wages * 100 + Fraction(1, 2)), fixed=True)


def known_costs(plan: PlanChoice, content: Mapping[str, Item], currency: str | None) -> Ledger:
    """What is set aside whoever is chosen; accounts that are counted cost what they cost, and are not in it."""
    entries = making_content(plan, content)
    for group in plan.seeds:
        if group.budget is not None:
            entries.append(Entry("seeds", f"accounts chosen by {group.choose}, at most", cents_of(group.budget)))
    for one in plan.placed:
        action = one.action
        if isinstance(action, PushAction) and action.posts is None:
            entries.append(Entry(one.label, f"impressions of {action.item}", cents_of(action.spend)))
        elif isinstance(action, PayAction):
            if action.group.budget is not None:
                what = f"posts of {action.item} by accounts chosen by {action.group.choose}, at most"
                entries.append(Entry(one.label, what, cents_of(action.group.budget)))
        else:
            entries += [Entry(one.label, cost.what, cost.cents) for cost in costs_of(action)]
    return ledger_of(entries, currency)
