"""Budgets: what is bought in order, what is passed over, and what is refused."""

import numpy as np
import pytest

from sim.models import independent_cascade
from sim.network import Network
from sim.randomness import JUDGING
from sim.spreading import spread_sizes
from sim.strategies import top_followers
from sim.strategies.budget import Budget, take
from sim.world import PlanError, plan_of_seeds


def test_cents_are_counted_not_floats():
    """Ten accounts at .1 cost exactly 1: in floating point .1 ten times is .9999999999999999."""
    choice = take(np.arange(10), Budget(amount=1.0, prices=np.full(10, 0.1)))
    assert len(choice.accounts) == 10
    assert (choice.spent, choice.left_over) == (1.0, 0.0)


def test_gains_stay_with_their_accounts():
    budget = Budget(amount=5.0, prices=np.array([1.0, 9.0, 2.0, 2.0]), excluded=np.array([3]))
    choice = take(np.array([3, 1, 2, 0]), budget, gain=np.array([40, 30, 20, 10]))
    assert choice.accounts.tolist() == [2, 0]
    assert choice.gain.tolist() == [20, 10]
    assert choice.about == {"too_dear_count": 1, "too_dear": [1]}


def test_a_count_above_the_accounts_says_what_other_groups_took():
    with pytest.raises(PlanError, match=r"count 2 is more than the 1 account that can be chosen: of 4 of the tier or"):
        take(np.arange(4), Budget(count=2, excluded=np.arange(3)))
    with pytest.raises(PlanError, match=r"count 5 is more than the 4 accounts that can be chosen$"):
        take(np.arange(4), Budget(count=5, excluded=np.arange(7, 9)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"count": 1, "amount": 1.0, "prices": np.ones(2)}, "either a count or a budget"),
        ({"count": -1}, "count -1 is not allowed; allowed: 0 or more"),
        ({"amount": 5.0}, "a budget needs prices"),
        ({"amount": float("nan"), "prices": np.ones(2)}, "budget nan is not allowed"),
        ({"amount": -1.0, "prices": np.ones(2)}, "budget -1.0 is not allowed"),
        ({"count": 1, "prices": np.array([1.0, np.nan])}, "account 1 has the price nan"),
        ({"count": 1, "prices": np.array([-1.0, 1.0])}, "account 0 has the price -1.0"),
    ],
)
def test_bad_budgets_are_refused(given, message):
    with pytest.raises(PlanError, match=message):
        Budget(**given)


def test_equal_count_and_equal_budget_give_opposite_answers():
    """One star with 200 followers or accounts with 20 each, at a price a follower: who wins depends on what is equal.

    The exact spread of k stars with L leaves each is k (1 + L p).
    """
    p = 0.3
    source = np.concatenate([np.zeros(200, np.int64), np.repeat(np.arange(1, 41), 20)])
    target = np.arange(41, 41 + len(source))
    network = Network.from_edges(source, target, 41 + len(source))
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=p))
    price = np.maximum(network.followers, 1.0)
    no_star = np.where(np.arange(len(network)) == 0, 1e6, price)

    def reach(budget):
        choice = top_followers.choose(world, budget, 0, top_followers.Parameters())
        plan = plan_of_seeds(choice.accounts, network)
        sizes = spread_sizes(world, plan, seed=1, purpose=JUDGING, replicates=4000)
        expected = len(choice.accounts) + p * network.followers[choice.accounts].sum()
        assert abs(sizes.mean() - expected) < 4 * sizes.std() / np.sqrt(4000)
        return sizes

    star = reach(Budget(count=1, prices=price))
    one = reach(Budget(count=1, prices=price, excluded=np.array([0])))
    ten = reach(Budget(amount=200.0, prices=no_star))
    for better, worse in ((star, one), (ten, star)):  # equal count, then equal budget
        gain = better - worse
        assert gain.mean() > 4 * gain.std() / np.sqrt(4000)
