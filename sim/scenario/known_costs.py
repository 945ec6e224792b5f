"""What a plan is sure to set aside, as far as its file tells: what it may spend, and what making its content costs."""

from collections.abc import Mapping

from sim.scenario.action_choices import PayAction, PushAction
from sim.scenario.choices import PlanChoice
from sim.scenario.ledger import Entry, Ledger, cents_of, ledger_of
from sim.world import Item


def label(number: int, name: str) -> str:
    """How a ledger names an action of a plan; they are counted from 1.

    >>> label(0, "pay")
    '1 pay'
    """
    return f"{number + 1} {name}"


def making_content(plan: PlanChoice, content: Mapping[str, Item]) -> list[Entry]:
    """An entry for each item that the plan uses: it is made once."""
    return [Entry("content", f"making {item}", cents_of(content[item].cost)) for item in plan.items]


def known_costs(plan: PlanChoice, content: Mapping[str, Item], currency: str | None) -> Ledger:
    """What is set aside whoever is chosen; accounts that are counted cost what they cost, and are not in it."""
    entries = making_content(plan, content)
    for group in plan.seeds:
        if group.budget is not None:
            entries.append(Entry("seeds", f"accounts chosen by {group.choose}, at most", cents_of(group.budget)))
    for number, action in enumerate(plan.actions):
        if isinstance(action, PushAction):
            entries.append(Entry(label(number, action.name), f"impressions of {action.item}", cents_of(action.spend)))
        elif isinstance(action, PayAction) and action.group.budget is not None:
            what = f"posts of {action.item} by accounts chosen by {action.group.choose}, at most"
            entries.append(Entry(label(number, action.name), what, cents_of(action.group.budget)))
    return ledger_of(entries, currency)
