"""Greedy: the account that adds most reach to those chosen before it, then the next.

Kempe, Kleinberg and Tardos 2003 (KDD), theorem 2.1: at least 1 - 1/e of the best possible, as far as the estimate of
reach is exact. Evaluated lazily: what an account adds can only shrink, so an old value is an upper bound, and an
account is looked at again only when its bound is the highest (CELF: Leskovec et al. 2007, KDD, section 3). With prices,
reach alone can be far off and reach per money too, but the better of the two is at least (1 - 1/e) / 2 of the best (the
same paper, section 3): both are run and the better is taken.

Reach is estimated in worlds of the purpose CHOOSING by the helper ``estimate_spread``, in more and more worlds until
its standard error is 1% of the choice's reach. Equal gains by ascending id. Cost: O(worlds x reach of an account) for
the worlds, then little for each account.
"""

import heapq
from collections.abc import Iterator
from typing import Any

import numpy as np
from pydantic import Field

from sim.strategies.budget import Budget
from sim.strategies.candidates import Candidates, by_score, of_tier
from sim.world import Choice, World

HELPERS = ("estimate_spread",)


class Parameters(Candidates):
    """Parameters of greedy."""

    among: int | None = Field(
        None, ge=1, description="look only at so many accounts, the most followed (accounts); all if it is not given"
    )


def choose(world: World, budget: Budget, key: int, parameters: Parameters, *, estimate_spread: Any) -> Choice:
    """See the module's docstring; the key is not used, ``estimate_spread`` has its own worlds.

    The gain of an account is the reach that it added when it was chosen.
    """
    network = world.network
    accounts = of_tier(network, parameters.tier)
    if parameters.among is not None:
        accounts = np.sort(by_score(accounts, network.followers)[: parameters.among])
    accounts = budget.free(accounts)
    price, amount = budget.units(len(network))
    priced = budget.amount is not None
    if priced and not (price[accounts] <= amount).any():
        raise budget.refuse_nobody(accounts)
    while True:
        picked = _Picked(accounts, price, amount, estimate_spread, by_price=False)
        if priced:
            other = _Picked(accounts, price, amount, estimate_spread, by_price=True)
            picked = other if other.spread > picked.spread else picked
        if not estimate_spread.refine():
            break
    choice = budget.choice(np.array(picked.chosen, np.int64), np.array(picked.gains), np.array(picked.passed, np.int64))
    choice.about["estimated_reach"] = picked.spread
    choice.about["worlds"] = estimate_spread.worlds
    if priced:
        choice.about["order"] = "reach per price" if picked.by_price else "reach"
    return choice


class _Picked:
    """The accounts that one greedy run picks."""

    def __init__(self, accounts: np.ndarray, price: np.ndarray, left: int, estimate: Any, *, by_price: bool):
        self.by_price = by_price
        self.chosen: list[int] = []
        self.gains: list[float] = []
        too_dear: list[tuple[int, int]] = []
        estimate.start(accounts)
        cheapest = int(price[accounts].min()) if len(accounts) else left + 1
        queue = _Queue(accounts, estimate.gains(accounts), price, by_price)
        for account, gain, when in queue:
            if left < cheapest:
                break
            if price[account] > left:
                too_dear.append((account, len(self.chosen)))
            elif when < len(self.chosen):
                queue.push(account, estimate.gain(account), len(self.chosen))
            else:
                estimate.add(account)
                self.chosen.append(account)
                self.gains.append(gain)
                left -= int(price[account])
        self.spread = estimate.spread
        self.passed = [account for account, before in too_dear if before < len(self.chosen)]


class _Queue:
    """Accounts by falling worth (gain, or gain per price), equal ones by ascending id.

    What was never looked at again waits in a sorted array, the rest in a heap: no heap of all accounts is built.
    """

    def __init__(self, accounts: np.ndarray, gains: np.ndarray, price: np.ndarray, by_price: bool):
        self.price, self.by_price = price, by_price
        cost = np.maximum(price[accounts], 1e-9) if by_price else np.ones(len(accounts))
        order = np.argsort(-(gains / cost), kind="stable")
        self.accounts, self.gains, self.worth = accounts[order], gains[order], (gains / cost)[order]
        self.place = 0
        self.heap: list[tuple[float, int, float, int]] = []

    def push(self, account: int, gain: float, when: int) -> None:
        """Put an account back with what it adds now that ``when`` accounts are chosen."""
        cost = max(float(self.price[account]), 1e-9) if self.by_price else 1.0
        heapq.heappush(self.heap, (-(gain / cost), account, gain, when))

    def __iter__(self) -> Iterator[tuple[int, float, int]]:
        while self.heap or self.place < len(self.accounts):
            if self.place < len(self.accounts):
                i = self.place
                waiting = (-float(self.worth[i]), int(self.accounts[i]), float(self.gains[i]), 0)
                if not self.heap or waiting[:2] < self.heap[0][:2]:
                    self.place += 1
                    yield waiting[1:]
                    continue
            yield heapq.heappop(self.heap)[1:]
