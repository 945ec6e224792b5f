"""Conditions hold at all looks together, and components of variance leave out what larger groups differ by."""

import numpy as np
import pytest

from sim.estimates import constraints, looks, variance_components


def test_a_condition_looked_at_often_is_rarely_wrong() -> None:
    """The mean meets the condition exactly: whoever says "no" at any look is wrong; the plain interval often is."""
    chance = np.random.default_rng(7)
    ends = looks(600)
    wrong = {True: 0, False: 0}
    for _ in range(300):
        values = chance.exponential(1.0, (2, 600))
        for honest in wrong:
            said = False
            for end in ends:
                found = constraints(values[:, :end], (">=", 1.0), ["a", "b"], looks=ends if honest else None)
                said = said or any(met.met == "no" for met in found)
            wrong[honest] += said
    assert wrong[True] <= 0.025 * 300 + 4 * np.sqrt(0.025 * 0.975 * 300)
    assert wrong[False] > wrong[True]


def test_what_networks_differ_by_is_neither_luck_nor_ignorance() -> None:
    """Draws of no consequence, nested in networks that differ by 5: ignorance is near zero only within networks."""
    chance = np.random.default_rng(3)
    networks = np.repeat(np.arange(10), 200)
    draws = np.arange(2000) // 10
    values = 5.0 * chance.standard_normal(10)[networks] + chance.standard_normal(2000)
    luck, ignorance = variance_components(values, draws, networks)
    assert luck == pytest.approx(1.0, abs=0.08)
    assert ignorance < 0.25
    assert variance_components(values, draws)[1] > 2.0
    shift = 2.0 * chance.standard_normal(200)[draws]
    assert variance_components(values + shift, draws, networks)[1] == pytest.approx(2.0, abs=0.5)


def test_one_larger_group_is_the_plain_estimate() -> None:
    values, draws = np.array([0.0, 2.0, 10.0, 12.0]), [0, 0, 1, 1]
    assert variance_components(values, draws, np.zeros(4)) == pytest.approx(variance_components(values, draws))
