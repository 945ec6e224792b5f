"""What a campaign's plans cost on the network, and who acts for its candidates, in sentences: no world is judged."""

from typing import Any

from sim.experiment.making import PlanMade, Workshop
from sim.scenario.ledger import money

MOST_BOUND = 50
"""So many candidates are told one by one; the rest are counted."""


def priced(scenario: Any) -> list[str]:
    """The sentences; none for a classic model, and none where nothing has a price.

    Raises:
        PlanError: a plan over its budget (with its ledger), or one that cannot be carried out on this network.
    """
    if scenario.campaign is None:
        return []
    workshop = Workshop()
    bound = [(quotes.where, one) for quotes in workshop.quotes(scenario, 0) for one in quotes.bound]
    found = [f"Candidate{where + ':' if where else ''} {one.sentence}." for where, one in bound[:MOST_BOUND]]
    if len(bound) > MOST_BOUND:
        found.append(f"And {len(bound) - MOST_BOUND:,} more candidates, each bound to an account of its own.")
    which = "this network" if scenario.network.realisations == 1 else "the first network"
    for name in scenario.plans:
        made = workshop.plan(scenario, 0, name)
        if made.spent:
            found.append(_cost(scenario, name, made, which))
    return found


def _cost(scenario: Any, name: str, made: PlanMade, which: str) -> str:
    assert made.ledger is not None
    unit = f" {scenario.currency}" if scenario.currency else ""
    parts = ", ".join(f"{action} {money(cents)}" for action, cents in made.ledger.by_action().items())
    left = f"; {made.left_over:,.2f}{unit} of its budget are left" if made.budget is not None else ""
    return f"On {which} {name} costs {money(made.ledger.total)}{unit} ({parts}){left}."
