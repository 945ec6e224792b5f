"""What every strategy of the registry promises."""

import numpy as np
import pytest
from pydantic import ValidationError

from sim.models import model
from sim.network import Network
from sim.randomness import CHOOSING, world_key
from sim.spreading import estimator
from sim.strategies import STRATEGIES, UnknownStrategy, strategy
from sim.strategies.budget import Budget
from sim.world import PlanError

NEEDED = {"by_tier": {"tier": "koc"}, "listed": {"accounts": (5, 2, 9)}}
PRICED = {"listed": {"accounts": (0, 4)}}


def make_network(seed=8):
    rng = np.random.default_rng(seed)
    tier = np.zeros(60, np.int8)
    tier[[2, 8, 20]] = 3
    return Network.from_edges(rng.integers(0, 60, 300), rng.integers(0, 60, 300), 60, attributes={"tier": tier})


@pytest.fixture(params=["independent_cascade", "linear_threshold"])
def world(request):
    module = model(request.param)
    return module.prepare(make_network(), module.Parameters())


def run(name, world, budget, realisation=0, **parameters):
    module = strategy(name)
    helpers = {"estimate_spread": estimator(world, seed=11)} if "estimate_spread" in module.HELPERS else {}
    settings = module.Parameters(**{**NEEDED.get(name, {}), **parameters})
    return module.choose(world, budget, world_key(11, CHOOSING, realisation), settings, **helpers)


def same(a, b):
    return (
        a.accounts.tobytes() == b.accounts.tobytes()
        and a.gain.tobytes() == b.gain.tobytes()
        and (a.spent, a.left_over, a.about) == (b.spent, b.left_over, b.about)
    )


def prices():
    return np.random.default_rng(2).integers(100, 900, 60) / 100


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_count_gives_so_many_distinct_accounts(name, world):
    choice = run(name, world, Budget(count=3))
    assert choice.accounts.dtype == np.int32
    assert len(choice.accounts) == len(set(choice.accounts.tolist())) == 3
    assert ((choice.accounts >= 0) & (choice.accounts < 60)).all()
    assert len(choice.gain) == 3
    assert (choice.spent, choice.left_over) == (0, 0)


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_budget_is_kept_and_used(name, world):
    price = prices()
    choice = run(name, world, Budget(amount=20.0, prices=price), **PRICED.get(name, {}))
    assert len(choice.accounts) == len(set(choice.accounts.tolist())) > 0
    assert choice.spent == pytest.approx(price[choice.accounts].sum())
    assert choice.spent <= 20.0
    assert choice.left_over == pytest.approx(20.0 - choice.spent)
    if name != "listed":
        rest = np.setdiff1d(np.arange(60), choice.accounts)
        if name == "by_tier":
            rest = rest[world.network.attributes["tier"][rest] == 0]
        assert price[rest].min() > choice.left_over


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_same_again_whatever_was_called_before(name, world):
    first = run(name, world, Budget(count=3))
    for other in STRATEGIES:
        run(other, world, Budget(count=3), realisation=4)
    assert same(run(name, world, Budget(count=3)), first)
    assert same(run(name, model(world.model).prepare(make_network(), world.parameters), Budget(count=3)), first)


@pytest.mark.parametrize("name", sorted(set(STRATEGIES) - {"listed"}))
def test_what_the_plan_has_taken_is_passed_over(name, world):
    first = run(name, world, Budget(count=3))
    for budget in (
        Budget(count=3, excluded=first.accounts),
        Budget(amount=20.0, prices=prices(), excluded=first.accounts),
    ):
        assert not np.isin(run(name, world, budget).accounts, first.accounts).any()


@pytest.mark.parametrize("name", sorted(set(STRATEGIES) - {"listed"}))
def test_impossible_budgets_are_refused(name, world):
    with pytest.raises(PlanError, match=r"count 61 is more than the (60|57) accounts that can be chosen"):
        run(name, world, Budget(count=61))
    with pytest.raises(PlanError, match=r"the budget 0\.50 buys nobody: the cheapest account costs 1\.\d\d"):
        run(name, world, Budget(amount=0.5, prices=prices()))
    with pytest.raises(PlanError, match="give a count or a budget"):
        run(name, world, Budget())


@pytest.mark.parametrize("name", sorted(set(STRATEGIES) - {"listed"}))
def test_only_accounts_of_the_tier(name, world):
    assert set(run(name, world, Budget(count=3), tier="head").accounts.tolist()) == {2, 8, 20}
    with pytest.raises(PlanError, match="count 4 is more than the 3 accounts"):
        run(name, world, Budget(count=4), tier="head")
    with pytest.raises(PlanError, match="tier: waist is not allowed here: no account"):
        run(name, world, Budget(count=1), tier="waist")
    with pytest.raises(ValidationError):
        run(name, world, Budget(count=1), tier="middle")


@pytest.mark.parametrize("name", STRATEGIES)
def test_unknown_parameters_are_refused(name):
    with pytest.raises(ValidationError):
        strategy(name).Parameters(**NEEDED.get(name, {}), tierr="head")


def test_an_unknown_strategy_lists_the_known():
    with pytest.raises(UnknownStrategy, match="no strategy 'best'; allowed: at_random, top_followers"):
        strategy("best")
