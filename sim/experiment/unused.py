"""Money that a group of accounts leaves over: how much, and why nobody else is had for it."""

from typing import Any, Final

import numpy as np

from sim.border import counted
from sim.network import Network
from sim.strategies.budget import Budget
from sim.strategies.candidates import of_tier
from sim.world import Choice

MUCH: Final = 0.1
"""A larger part of a group's money than this is not left over without a word."""
USED: Final = "could be used"
"""Words that stand in every such sentence."""


def unused(group: Any, choice: Choice, budget: Budget, network: Network, currency: str | None) -> str | None:
    """Why a group leaves so much of its money (without its full stop), or None where it leaves little.

    Args:
        group: who was to be chosen.
        choice: who was.
        budget: what there was; its ``excluded`` cannot be had.
        network: of the group's platform.
        currency: of the prices.

    >>> from types import SimpleNamespace
    >>> star, group = Network.from_edges([0, 0], [1, 2], 3), SimpleNamespace(accounts=None, parameters=None)
    >>> budget = Budget(amount=50.0, prices=np.array([9.0, 2.0, 2.0]), excluded=np.array([2]))
    >>> unused(group, Choice(np.array([0, 1]), 11.0, 39.0), budget, star, "CNY")
    '11.00 of 50.00 CNY could be used, for 2 accounts: nobody else can be had (1 account: without a price ...)'
    """
    if budget.amount is None or group.accounts is not None or choice.left_over <= MUCH * budget.amount:
        return None
    assert budget.prices is not None
    tier = getattr(group.parameters, "tier", None)
    everyone = of_tier(network, tier)
    free = everyone if budget.excluded is None else everyone[~np.isin(everyone, budget.excluded)]
    others = free[~np.isin(free, choice.accounts)]
    unit = f" {currency}" if currency else ""
    of = f" of the tier {tier}" if tier else ""
    told = f"{choice.spent:,.2f} of {budget.amount:,.2f}{unit} {USED}, for {counted(len(choice.accounts), 'account')}: "
    if len(others):
        cheapest = float(budget.prices[others].min())
        if cheapest > choice.left_over:
            return f"{told}the cheapest of the other {counted(len(others), 'account')}{of} costs {cheapest:,.2f}"
        return f"{told}it looks at none of the other {counted(len(others), 'account')}{of}"
    gone = len(everyone) - len(free)
    why = "without a price for the post, not yet available or taken by the plan already"
    return f"{told}nobody else{of} can be had" + (f" ({counted(gone, 'account')}: {why})" if gone else "")
