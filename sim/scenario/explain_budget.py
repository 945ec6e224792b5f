"""What a campaign's plans set aside of their budgets, in sentences: as far as the file tells it, without a network."""

from collections.abc import Mapping
from typing import Final

from sim.scenario.choices import PlanChoice
from sim.scenario.known_costs import known_costs
from sim.scenario.ledger import cents_of, money
from sim.scenario.scenario import Scenario

MOST_ASIDE: Final = 6
"""Of so many plans it is said what they set aside of an equal budget."""


def ledger_sentences(scenario: Scenario, name: str, plan: PlanChoice, beside: str) -> list[str]:
    """What of a plan's costs is known, none where nothing is; ``beside`` is what is paid beside the budget."""
    unit = f" {scenario.currency}" if scenario.currency else ""
    ledger = known_costs(plan, scenario.content, scenario.currency)
    counted = _counted(scenario, plan)
    parts = []
    if ledger.total:
        lines = ", ".join(f"{entry.what} {money(entry.cents)}" for entry in ledger.entries)
        parts.append(f"{money(ledger.total)}{unit} are set aside ({lines})")
    if counted:
        parts.append("accounts that are counted cost what they are quoted on the network")
    left = 0 if plan.budget is None or counted else cents_of(plan.budget) - ledger.total
    if parts and left:
        parts.append(f"at least {money(left)}{unit} of the budget stay unspent")
    return [f"Ledger of {name}: {'; '.join(parts)}{beside}."] if parts else []


def set_aside(scenario: Scenario, plans: Mapping[str, PlanChoice]) -> str:
    """What a campaign's plans set aside of an equal budget, in words behind it; "" where all of them set all aside, and
    nothing of plans of which the file tells nothing.
    """
    if scenario.campaign is None:
        return ""
    told, unknown = [], 0
    for name, plan in plans.items():
        counted = _counted(scenario, plan)
        cents = known_costs(plan, scenario.content, scenario.currency).total
        if counted and not cents:
            unknown += 1
        elif counted or plan.budget is None or cents < cents_of(plan.budget):
            told.append(f"{name} {'at least ' if counted else ''}{money(cents)}")
    rest = f", and {len(told) - MOST_ASIDE:,} more plans less than all of it" if len(told) > MOST_ASIDE else ""
    others = ", the others all of it" if len(told) < len(plans) and not unknown else ""
    return f"; of that are set aside by {', '.join(told[:MOST_ASIDE])}{rest or others}" if told else ""


def _counted(scenario: Scenario, plan: PlanChoice) -> bool:
    """Whether accounts are counted whose prices the network tells."""
    assert scenario.campaign is not None
    priced = scenario.prices is not None or scenario.campaign.candidates is not None
    return priced and any(group.budget is None for group in plan.groups)
