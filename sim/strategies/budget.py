"""How much a strategy may take: a number of accounts, or money and prices; and taking in order within it."""

from dataclasses import dataclass

import numpy as np

from sim.world import Choice, PlanError


@dataclass(frozen=True)
class Budget:
    """Either ``count`` accounts, or as many as ``amount`` buys at ``prices``.

    Attributes:
        count: how many accounts; None if money decides.
        amount: money, in the currency of the prices; None if the count decides.
        prices: price of each account (float64[n]) or None; needed with an amount, reported as spent with a count.
        excluded: accounts that the plan has already taken; they are passed over.
    """

    count: int | None = None
    amount: float | None = None
    prices: np.ndarray | None = None
    excluded: np.ndarray | None = None

    def __post_init__(self) -> None:
        if (self.count is None) == (self.amount is None):
            raise PlanError("give either a count or a budget, not both and not neither")
        if self.amount is not None and self.prices is None:
            raise PlanError("a budget needs prices")


def take(order: np.ndarray, budget: Budget, gain: np.ndarray | None = None) -> Choice:
    """The first accounts of ``order`` that the budget allows; accounts too dear for what is left are passed over.

    >>> take(np.array([2, 0, 1]), Budget(amount=10., prices=np.array([4., 9., 8.]))).accounts
    array([1], dtype=int32)
    """
    if budget.excluded is not None and len(budget.excluded):
        free = ~np.isin(order, budget.excluded)
        order, gain = order[free], None if gain is None else gain[free]
    if budget.count is not None:
        if budget.count > len(order):
            raise PlanError(f"count {budget.count} is more than the {len(order)} accounts that can be chosen")
        chosen = np.asarray(order[: budget.count], np.int32)
        spent = 0.0 if budget.prices is None else float(budget.prices[chosen].sum())
        return Choice(chosen, spent, 0.0, np.full(len(chosen), np.nan) if gain is None else gain[: len(chosen)])
    assert budget.prices is not None and budget.amount is not None
    left = budget.amount
    cheapest = float(budget.prices[order].min()) if len(order) else np.inf
    places = []
    for place, account in enumerate(order):
        if left < cheapest:
            break
        price = float(budget.prices[account])
        if price <= left:
            places.append(place)
            left -= price
    chosen = np.asarray(order, np.int32)[places]
    gains = np.full(len(chosen), np.nan) if gain is None else gain[places]
    return Choice(chosen, budget.amount - left, left, gains)
