"""Fact A31: below the threshold a cascade on a large network is a branching process; and the laws that say so."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import agrees, keys, law_fits

from sim import theory
from sim.generators import generate
from sim.models import independent_cascade
from sim.randomness import NETWORK, world_key
from sim.world import Plan

STEP = 7919
"""From one seed account to the next: prime, so that no account comes twice."""


def seeds_of(account):
    """A plan of one account."""
    seeds = np.array([account], np.int32)
    seeds.flags.writeable = False
    return Plan(seeds)


def one_cascade_an_account(network, p, count, first=0):
    """Reach of each of `count` accounts alone, each in a world of its own; with another `first` all others."""
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=p))
    work = independent_cascade.workspace(world)
    chosen = (first + np.arange(count)) * STEP % len(network)
    return np.array(
        [
            independent_cascade.simulate(world, seeds_of(account), key, work).reach
            for account, key in zip(chosen.tolist(), keys(count, seed=41 + first).tolist(), strict=True)
        ]
    )


def cut(law, sizes):
    """A law on 1 .. m with all larger sizes together at m + 1, and the sizes alike."""
    return np.append(law, 1 - law.sum()), np.minimum(sizes, len(law))


def hold_borel(check, accounts, count, precise):
    """Directed Poisson network with mean 10, p = .08."""
    parameters = {"accounts": accounts, "mean_followers": 10, "directed": True}
    network = generate("erdos_renyi", parameters, world_key(3, NETWORK))
    found = network.edge_count / accounts
    assert found == pytest.approx(10, abs=4 * math.sqrt(10 / accounts))
    sizes = one_cascade_an_account(network, 0.08, count)
    mean = 0.08 * found  # of this one network
    law, pooled = cut(theory.total_progeny(mean, 50), sizes)
    told = f"N = {accounts:,}, {count:,} worlds"
    check.law("A31", f"{told}: sizes 1 .. 50 and larger", pooled, law)
    check.mean("A31", f"{told}: mean size", sizes, 1 / (1 - mean), precise=precise)
    tail = 1 - theory.total_progeny(mean, 99).sum()
    error = math.sqrt(tail * (1 - tail) / count)
    check.value("A31", f"{told}: P(size >= 100)", (sizes >= 100).mean(), tail, error, precise=0.2)
    wrong, pooled = cut(theory.total_progeny(mean + 0.05, 50), sizes)
    refused = not law_fits(pooled, wrong) and not agrees(sizes, 1 / (1 - mean - 0.05), precise=2 * precise)
    check.control("A31", f"{told}: a mean of .85 in place of .8", f"mean size {sizes.mean():.3f}, not 6.67", refused)


def test_sizes_below_the_threshold(check):
    hold_borel(check, 100_000, 30_000, 0.015)


@pytest.mark.verify
def test_sizes_below_the_threshold_on_a_million_accounts(check):
    hold_borel(check, 1_000_000, 100_000, 0.01)


# -- the laws themselves


@pytest.mark.parametrize(
    ("mean", "sizes", "expected"), [(0.5, 10, 0.013616), (0.8, 100, 1.4252e-3), (0.9, 100, 0.017420), (1, 10, 0.258025)]
)
def test_the_tail_of_borel(mean, sizes, expected):
    assert 1 - theory.total_progeny(mean, sizes - 1).sum() == pytest.approx(expected, rel=1e-3)


def test_many_seeds_are_many_trees():
    law = theory.total_progeny(0.5, 400, seeds=3)
    n = np.arange(401)
    assert law.sum() == pytest.approx(1)
    assert law @ n == pytest.approx(6)
    assert law @ (n - 6) ** 2 == pytest.approx(12)


@given(st.floats(0.05, 1.5), st.integers(1, 4))
def test_poisson_children_are_one_case_of_any_children(mean, seeds):
    expected = theory.total_progeny(mean, 30, seeds)
    assert theory.offspring_progeny(theory.poisson_law(mean), 30, seeds) == pytest.approx(expected, abs=1e-12)


@given(st.floats(0.1, 0.9))
def test_small_outbreaks_and_the_giant_make_one(p):
    """What does not stay small is giant; and the mean of the small ones is the formula's."""
    law = theory.power_law(1.5, 1, 10)  # its threshold is .25
    sizes = theory.outbreak_sizes(theory.thinned(law, p), theory.thinned(theory.excess_law(law), p), 400)
    critical = theory.critical_probability(law)
    if abs(p - critical) > 0.2:
        assert sizes.sum() == pytest.approx(1 - theory.giant_share(law, p), abs=1e-4)
        assert sizes @ np.arange(401) / sizes.sum() == pytest.approx(theory.mean_outbreak(law, p), rel=1e-2)


def test_the_path_is_a_branching_process_with_one_child():
    law = theory.offspring_progeny([0.5, 0.5], 9)
    assert law[1:] == pytest.approx(theory.path_sizes(100, 0.5)[1:10])
