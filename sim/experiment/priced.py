"""What a campaign's plans cost on the network, and who acts for its candidates, in sentences: no world is judged."""

from collections.abc import Sequence
from typing import Any

from sim.experiment.making import PlanMade, Workshop
from sim.experiment.quotes import Quotes
from sim.experiment.unused import MUCH, USED
from sim.scenario.ledger import money

MOST_BOUND = 50
"""So many candidates are told one by one; the rest are counted."""
MOST_DEAR = 10
"""So many accounts that were too dear are named; the rest are counted."""


def priced(scenario: Any) -> list[str]:
    """The sentences; none for a classic model, and none where nothing has a price.

    Raises:
        PlanError: a plan over its budget (with its ledger), or one that cannot be carried out on this network.
    """
    if scenario.campaign is None:
        return []
    workshop = Workshop()
    bound = [(quotes, one) for quotes in workshop.quotes(scenario, 0) for one in quotes.bound]
    received = workshop.reception(scenario)
    found = []
    for quotes, one in bound[:MOST_BOUND]:
        more = received.get((one.account, quotes.place), "")
        where = quotes.where + ":" if quotes.where else ""
        found.append(f"Candidate{where} {one.sentence}{'; ' + more if more else ''}.")
    if len(bound) > MOST_BOUND:
        found.append(f"And {len(bound) - MOST_BOUND:,} more candidates, each bound to an account of its own.")
    which = "this network" if scenario.network.realisations == 1 else "the first network"
    for name in scenario.plans:
        made = workshop.plan(scenario, 0, name)
        if made.spent:
            found.append(_cost(scenario, name, made, which))
        found += [f"{name}: {told}." for told in not_bought(made, workshop.quotes(scenario, 0))]
        found += [f"Warning: {name}: {told}." for told in buys_nobody(scenario, name, made)]
    return found


def not_bought(made: PlanMade, quotes: Sequence[Quotes]) -> list[str]:
    """Who was wanted and could not be afforded, and why much money is left, in sentences without their full stops."""
    found = []
    for strategy, choice, place in made.placed:
        count, some = int(choice.about.get("too_dear_count", 0)), choice.about.get("too_dear", ())
        if count:
            names = ", ".join(quotes[place].name(account) for account in some[:MOST_DEAR])
            more = f" and {count - len(some[:MOST_DEAR]):,} more" if count > len(some[:MOST_DEAR]) else ""
            who = "account was" if count == 1 else "accounts were"
            found.append(f"{strategy}: {count:,} {who} too dear for what was left{quotes[place].where}: {names}{more}")
        if "unused" in choice.about:
            found.append(f"{strategy}{quotes[place].where}: {choice.about['unused']}")
    return found


def buys_nobody(scenario: Any, name: str, made: PlanMade) -> list[str]:
    """That much of a plan's budget buys nobody, as its accounts are counted; none where little is left over."""
    counted = any(group.budget is None for group in scenario.plans[name].groups)
    if not counted or not made.spent or made.budget is None or made.left_over <= MUCH * made.budget:
        return []
    unit = f" {scenario.currency}" if scenario.currency else ""
    share = f"{100 * made.left_over / made.budget:.0f}%"
    why = f"its accounts are counted, and {share} of its budget buys nobody; an equal budget is then no equal spending"
    return [f"{made.spent:,.2f} of {made.budget:,.2f}{unit} {USED}: {why}"]


def _cost(scenario: Any, name: str, made: PlanMade, which: str) -> str:
    assert made.ledger is not None
    unit = f" {scenario.currency}" if scenario.currency else ""
    parts = ", ".join(f"{action} {money(cents)}" for action, cents in made.ledger.by_action().items())
    left = f"; {made.left_over:,.2f}{unit} of its budget are left" if made.budget is not None else ""
    return f"On {which} {name} costs {money(made.ledger.total)}{unit} ({parts}){left}."
