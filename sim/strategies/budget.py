"""How much a strategy may take: a number of accounts, or money and prices; and taking in order within it.

Money is counted in whole cents, so that no sum depends on its order. A count is a budget too: every account costs one.
"""

from dataclasses import dataclass

import numpy as np

from sim.border import counted, shown
from sim.jit import jit
from sim.world import Choice, PlanError

NAMED = 10
"""So many accounts that were too dear are named in ``Choice.about``."""


@dataclass(frozen=True)
class Budget:
    """Either ``count`` accounts, or as many as ``amount`` buys at ``prices``; neither for a list that names them.

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
        if self.count is not None and self.amount is not None:
            raise PlanError("give either a count or a budget, not both")
        if self.count is not None and self.count < 0:
            raise PlanError(f"count {self.count} is not allowed; allowed: 0 or more")
        if self.amount is not None and not 0 <= self.amount < 1e15:
            raise PlanError(f"budget {self.amount} is not allowed; allowed: 0 to 1e15")
        if self.amount is not None and self.prices is None:
            raise PlanError("a budget needs prices")
        if self.prices is not None:
            bad = np.flatnonzero(~((self.prices >= 0) & (self.prices < 1e15)))
            if len(bad):
                raise PlanError(f"account {bad[0]} has the price {self.prices[bad[0]]}; allowed: 0 to 1e15")

    @property
    def limited(self) -> bool:
        """Whether a count or an amount is given."""
        return self.count is not None or self.amount is not None

    def free(self, accounts: np.ndarray) -> np.ndarray:
        """Those of ``accounts`` that are not excluded, in the same order; refuses a count above them."""
        if not self.limited:
            raise PlanError("give a count or a budget")
        asked = len(accounts)
        if self.excluded is not None and len(self.excluded):
            accounts = accounts[~np.isin(accounts, self.excluded)]
        if self.count is not None and self.count > len(accounts):
            taken = asked - len(accounts)
            reasons = "taken by other groups of this plan, without a price or not yet available, or not on the platform"
            why = f": of {asked} of the tier or network, {taken} cannot be had ({reasons})" if taken else ""
            raise PlanError(
                f"count {self.count} is more than the {counted(len(accounts), 'account')} that can be chosen{why}"
            )
        return accounts

    def units(self, account_count: int) -> tuple[np.ndarray, int]:
        """What each account uses up and how much there is, in whole numbers (int64[n], int): cents, or accounts."""
        if self.count is not None:
            return np.ones(account_count, np.int64), self.count
        assert self.prices is not None
        assert self.amount is not None
        return cents(self.prices), int(np.floor(self.amount * 100 + 1e-6))

    def choice(self, accounts: np.ndarray, gain: np.ndarray, too_dear: np.ndarray) -> Choice:
        """The choice of these accounts, with what it costs and what was passed over."""
        accounts = np.asarray(accounts, np.int32)
        spent = 0.0 if self.prices is None else sum(cents(self.prices)[accounts].tolist()) / 100
        left = 0.0 if self.amount is None else max(0.0, round(self.amount - spent, 2))
        about = {"too_dear_count": len(too_dear), "too_dear": too_dear[:NAMED].tolist()} if len(too_dear) else {}
        return Choice(accounts, spent, left, np.asarray(gain, np.float64), about=about)

    def refuse_nobody(self, candidates: np.ndarray) -> PlanError:
        """The error for a budget that buys none of these accounts."""
        assert self.prices is not None
        cheapest = (
            f"the cheapest account costs {self.prices[candidates].min():,.2f}" if len(candidates) else "none is left"
        )
        return PlanError(f"the budget {self.amount:,.2f} buys nobody: {cheapest}")


def cents(prices: np.ndarray) -> np.ndarray:
    """Prices in whole cents (int64)."""
    return np.rint(np.asarray(prices, np.float64) * 100.0).astype(np.int64)


def take(order: np.ndarray, budget: Budget, gain: np.ndarray | None = None) -> Choice:
    """The first accounts of ``order`` that the budget allows; accounts too dear for what is left are passed over.

    Args:
        order: account ids, the one wanted most first.
        gain: what each account of ``order`` adds, in the strategy's own measure; None: not known.

    Raises:
        PlanError: an order that is no row of account ids, a count above the accounts, or a budget that buys nobody.

    >>> choice = take(np.array([2, 1, 0]), Budget(amount=13., prices=np.array([4., 9., 8.])))
    >>> choice.accounts, choice.spent, choice.left_over, choice.about["too_dear"]
    (array([2, 0], dtype=int32), 12.0, 1.0, [1])
    """
    order = np.asarray(order)
    if order.ndim != 1 or (len(order) and order.dtype.kind not in "iu"):
        raise PlanError(f"the order is {shown(order.tolist())}; allowed: one row of account ids (whole numbers)")
    most = None if budget.prices is None else len(budget.prices)
    outside = order[(order < 0) | (order >= most)] if most is not None else order[order < 0]
    if len(outside):
        last = "" if most is None else f" to {most - 1}"
        raise PlanError(f"the order holds {outside[0]}, which is no account; allowed: from 0{last}")
    gains = np.full(len(order), np.nan) if gain is None else np.asarray(gain, np.float64)
    free = budget.free(order)
    if len(free) < len(order):
        gains = gains[np.isin(order, free)]
    order = np.ascontiguousarray(free, np.int64)
    if budget.count is not None:
        return budget.choice(order[: budget.count], gains[: budget.count], order[:0])
    assert budget.prices is not None
    price, amount = budget.units(len(budget.prices))
    taken = np.zeros(len(order), np.uint8)
    if not _take(order, price, amount, taken):
        raise budget.refuse_nobody(order)
    places = np.flatnonzero(taken)
    passed = np.flatnonzero(taken[: places[-1]] == 0)
    return budget.choice(order[places], gains[places], order[passed])


@jit
def _take(order, price, left, taken):
    """Mark the accounts of ``order`` that can be paid, one after the other; returns how many."""
    count = 0
    for i in range(order.shape[0]):
        if price[order[i]] <= left:
            left -= price[order[i]]
            taken[i] = 1
            count += 1
    return count
