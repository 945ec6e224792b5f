"""Facts A10 and A11, with no tolerance: what holds in every single world, and what greedy is sure of.

A world of the independent cascade is a set of live edges, so reach is monotone and submodular in the seeds of each
world. Linear threshold is monotone in each world, but submodular only in the mean over worlds.
"""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import keys, network_of

from sim import theory
from sim.models import model
from sim.randomness import child_int, uniform_int
from sim.spreading import estimator
from sim.strategies import greedy
from sim.strategies.budget import Budget
from sim.world import plan_of_seeds

CASES = {"independent_cascade": "probability", "linear_threshold": "weight"}


@st.composite
def small_worlds(draw):
    """(edges, values whose sum over those an account follows is at most 1, accounts, two sets of seeds, key)."""
    n = draw(st.integers(2, 9))
    edges = draw(st.lists(st.sampled_from(list(itertools.permutations(range(n), 2))), unique=True, max_size=24))
    values = [draw(st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0])) for _ in edges]
    one, other = draw(st.sets(st.integers(0, n - 1))), draw(st.sets(st.integers(0, n - 1)))
    return edges, values, n, one, other, draw(st.integers(0, 2**64 - 1))


class OneWorld:
    """Whom sets of seeds reach in one world of a model."""

    def __init__(self, name, edges, values, accounts, key):
        self.module, self.key = model(name), key
        if name == "linear_threshold":
            total = np.bincount([v for _, v in edges], values, accounts) if edges else np.zeros(accounts)
            values = [value / max(total[v], 1.0) for value, (_, v) in zip(values, edges, strict=True)]
        self.network = network_of(edges, accounts, values=values)
        self.world = self.module.prepare(self.network, self.module.Parameters(**{CASES[name]: "edge"}))
        self.work = self.module.workspace(self.world)

    def reached(self, seeds):
        plan = plan_of_seeds(sorted(seeds), self.network)
        return frozenset(self.module.simulate(self.world, plan, self.key, self.work).reached.tolist())


def grows_less(world, one, other, accounts):
    """Does each account add at most as much to the larger of two nested sets?"""
    small, large = one & other, one | other
    at_small, at_large = len(world.reached(small)), len(world.reached(large))
    return all(
        len(world.reached(large | {v})) - at_large <= len(world.reached(small | {v})) - at_small
        for v in range(accounts)
    )


@given(small_worlds())
def test_in_one_world_more_seeds_reach_more_and_add_less(case):
    edges, values, n, one, other, key = case
    world = OneWorld("independent_cascade", edges, values, n, key)
    assert world.reached(one & other) <= world.reached(one) <= world.reached(one | other)
    assert world.reached(one | other) == world.reached(one) | world.reached(other)
    assert grows_less(world, one, other, n)


@given(small_worlds())
def test_in_one_world_of_linear_threshold_more_seeds_reach_more(case):
    edges, values, n, one, other, key = case
    world = OneWorld("linear_threshold", edges, values, n, key)
    assert world.reached(one & other) <= world.reached(one) <= world.reached(one | other)


@given(small_worlds(), st.floats(0.0, 1.0))
def test_in_one_world_more_probable_edges_reach_more(case, share):
    """The coins stay the same where the probabilities change."""
    edges, values, n, one, _, key = case
    less = OneWorld("independent_cascade", edges, [value * share for value in values], n, key)
    assert less.reached(one) <= OneWorld("independent_cascade", edges, values, n, key).reached(one)


COUNTED = 300


def counted_worlds():
    """Networks, nested seeds and keys that follow from numbers; so the page says the same wherever it is made."""
    for number, key in enumerate(keys(COUNTED).tolist()):
        draws = iter(uniform_int(child_int(child_int(79, number), i)) for i in range(10_000))
        n = 4 + int(next(draws) * 8)
        edges = [edge for edge in itertools.permutations(range(n), 2) if next(draws) < 0.3]
        values = [next(draws) for _ in edges]
        one = {v for v in range(n) if next(draws) < 0.3}
        yield edges, values, n, one, {v for v in range(n) if next(draws) < 0.3}, key


def test_monotone_and_submodular_in_counted_worlds(check):
    broken = dict.fromkeys(CASES, 0)
    shrunk = dict(broken)
    for edges, values, n, one, other, key in counted_worlds():
        for name in CASES:
            world = OneWorld(name, edges, values, n, key)
            shrunk[name] += not world.reached(one) <= world.reached(one | other)
            broken[name] += not grows_less(world, one, other, n)
    for name in CASES:
        check.exact("A10", f"{COUNTED} worlds, more seeds reach less, {name}", shrunk[name], 0)
    check.exact("A10", f"{COUNTED} worlds, an account adds more to more seeds", broken["independent_cascade"], 0)
    saw = f"seen in {broken['linear_threshold']} of {COUNTED} worlds"
    refused = broken["linear_threshold"] > 0
    check.control("A10", "thresholds fixed in place of live edges: an account may add more to more seeds", saw, refused)


def test_other_coins_for_the_larger_set_fail(check):
    """The property is one of a world: with a new world for the larger set it does not hold."""
    shrunk = 0
    for edges, values, n, one, other, key in counted_worlds():
        here = OneWorld("independent_cascade", edges, values, n, key)
        there = OneWorld("independent_cascade", edges, values, n, key + 1 & (1 << 64) - 1)
        shrunk += not here.reached(one) <= there.reached(one | other)
    check.control("A10", "other coins for the larger set", f"seen in {shrunk} of {COUNTED} worlds", shrunk > 0)


# -- greedy


class ByTheList:
    """The helper ``estimate_spread`` with the exact spread."""

    worlds, relative_error = 0, 0.0

    def __init__(self, listed):
        self.listed, self.added = listed, []

    def start(self, candidates=None):
        self.added = []

    @property
    def spread(self):
        return self.listed.spread(self.added)

    def gains(self, accounts):
        return np.array([self.listed.spread([account]) for account in accounts])

    def gain(self, account):
        return self.listed.spread([*self.added, account]) - self.spread

    def add(self, account):
        self.added.append(account)

    def refine(self):
        return False


def small_networks(count, accounts=12, edges=14):
    """(worlds of live edges, world of the engine) of random networks."""
    for number in range(count):
        draws = iter(uniform_int(child_int(child_int(80, number), i)) for i in range(1000))
        n = 6 + int(next(draws) * (accounts - 5))
        pairs = sorted((next(draws), pair) for pair in itertools.permutations(range(n), 2))
        pairs = sorted(pair for _, pair in pairs[: 8 + int(next(draws) * (edges - 7))])
        values = [0.1 + 0.8 * next(draws) for _ in pairs]
        network = network_of(pairs, n, values=values)
        module = model("independent_cascade")
        world = module.prepare(network, module.Parameters(probability="edge"))
        yield theory.live_worlds(n, pairs, values), world


def shares_of_best(networks, count):
    """Smallest share of the best spread that greedy gets: with the exact spread, with the estimated; of any choice."""
    exact, estimated, worst = [], [], []
    for listed, world in networks:
        best = theory.best_spread(listed, count)
        for found, helper in ((exact, ByTheList(listed)), (estimated, estimator(world, seed=3))):
            choice = greedy.choose(world, Budget(count=count), 0, greedy.Parameters(), estimate_spread=helper)
            found.append(listed.spread(choice.accounts.tolist()) / best)
        sets = itertools.combinations(range(listed.reached.shape[1]), count)
        worst.append(min(listed.spread(seeds) for seeds in sets) / best)
    return min(exact), min(estimated), min(worst)


def hold_greedy(check, networks, count, told):
    bound = 1 - 1 / np.e
    exact, estimated, worst = shares_of_best(networks, count)
    for share, how in ((exact, "exact"), (estimated, "estimated")):
        what = f"{told}, {count} seeds, spread {how}: smallest share of the best"
        check.at_least("A11", what, share, bound)
    check.control("A11", f"{told}, {count} seeds: the worst choice", f"{worst:.4f} of the best", worst < bound)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_greedy_on_small_networks(check, count):
    hold_greedy(check, small_networks(6, edges=11), count, "6 small networks")


@pytest.mark.verify
@pytest.mark.parametrize("count", [1, 2, 3])
def test_greedy_on_many_networks(check, count):
    hold_greedy(check, small_networks(60, edges=16), count, "60 networks to 12 accounts and 16 edges")
