import math

import numpy as np
import pytest
from laws import borel

from sim.estimates import compare_plans, difference_interval, proportion_interval
from sim.estimates.means import bounds, mean_interval

REPETITIONS = 2000
PRECISE = 0.005
"""The standard error of a coverage near 95% over 2,000 repetitions."""


def coverage(pairs, truth, **options):
    found = [difference_interval(a, b, None, 0.95, **options) for a, b in pairs]
    assert math.sqrt(0.95 * 0.05 / len(found)) < PRECISE
    return np.mean([low <= truth <= high for _, low, high, _ in found])


def happened(chances, count, seed):
    rng = np.random.default_rng(seed)
    return [tuple((rng.random(count) < chance).astype(float) for chance in chances) for _ in range(REPETITIONS)]


@pytest.mark.parametrize("chance", [0.1, 0.5, 0.95])
def test_a_share_against_none_is_covered_and_possible(chance):
    pairs = happened((chance, 0.0), 30, 1)
    assert coverage(pairs, chance, happens=True) >= 0.95 - 4 * PRECISE
    for a, b in pairs[:200]:
        _, low, high, _ = difference_interval(a, b, None, 0.95, happens=True)
        assert -1.0 <= low <= high <= 1.0


def test_what_never_happened_yet_may_still_happen():
    """Also in the repetitions in which it never happened under the second plan the difference is covered."""
    seen = [pair for pair in happened((0.5, 0.06), 30, 2) if not pair[1].any()]
    error = math.sqrt(0.95 * 0.05 / len(seen))
    assert error < 0.015
    own = [proportion_interval(one) for one, _ in seen]
    assert np.mean([told.low <= 0.44 <= told.high for told in own]) < 0.95 - 3 * error  # the control
    found = [difference_interval(*pair, None, 0.95, happens=True) for pair in seen]
    assert np.mean([low <= 0.44 <= high for _, low, high, _ in found]) > 0.95 - 3 * error


def test_two_shares_that_never_meet_are_not_known_without_doubt():
    middle, low, high, _ = difference_interval(np.ones(30), np.zeros(30), None, 0.95, happens=True)
    assert middle == high == 1.0
    assert 0.8 < low < 0.9
    assert difference_interval(np.zeros(30), np.zeros(30), None, 0.95, happens=True)[1:3] == (0.0, 0.0)


def test_shares_differ_by_one_at_most():
    a, b = np.ones(30), np.zeros(30)
    a[3], b[8] = 0.0, 1.0
    wide = bounds(a - b, 0.9999)
    assert wide[2] > 1.0
    found = difference_interval(a, b, None, 0.9999, happens=True)
    assert (found[1], found[2]) == (wide[1], 1.0)
    swapped = difference_interval(b, a, None, 0.9999, happens=True)
    assert (swapped[1], swapped[2]) == (-found[2], -found[1])


def test_against_a_plan_that_brings_nothing_the_difference_is_the_plans_own():
    orders = np.zeros(30)
    orders[3], orders[17] = 3600.0, 1200.0
    own = mean_interval(orders)
    assert own.low < 0.0  # the control
    middle, low, high, error = difference_interval(orders, np.zeros(30), None, 0.95, least=0.0)
    assert (middle, low, high, error) == (own.mean, 0.0, own.high, own.standard_error)
    middle, low, high, _ = difference_interval(np.zeros(30), orders, None, 0.95, least=0.0)
    assert (middle, low, high) == (-own.mean, -own.high, 0.0)
    assert difference_interval(orders, np.full(30, 5.0), None, 0.95, least=0.0)[1] == -5.0
    assert difference_interval(orders, np.zeros(30), None, 0.95)[1] == own.low  # of a metric that can be below 0
    assert difference_interval(orders, orders[::-1], None, 0.95, least=0.0)[1] < 0.0  # neither is constant


def test_the_cut_leaves_the_coverage_as_it_is():
    rng = np.random.default_rng(4)
    pairs = [(borel(0.5, 40, rng) - 1.0, np.zeros(40)) for _ in range(REPETITIONS)]
    cut, whole = (coverage(pairs, 1.0, least=least) for least in (0.0, -np.inf))
    assert cut == whole


def test_a_comparison_keeps_to_what_is_possible():
    orders = np.zeros((2, 30))
    orders[0, 5] = 1200.0
    assert compare_plans(orders, ["ads", "nobody"], against="nobody").pairs[0].low < 0.0
    pair = compare_plans(orders, ["ads", "nobody"], against="nobody", within=(0.0, np.inf)).pairs[0]
    assert pair.low == 0.0
    assert pair.decision == "undecided"
    losses = np.zeros((2, 30))
    losses[0, 2:] = 1.0
    pair = compare_plans(losses, ["star", "nobody"], higher_is_better=False, happens=True).pairs[0]
    assert 0.6 < pair.low < pair.difference < pair.high <= 1.0
    assert pair.decision == "second better"


def test_clusters_widen_the_difference_of_shares():
    losses = np.repeat([1.0, 1.0, 0.0, 1.0, 1.0, 0.0], 5)
    alone = difference_interval(losses, np.zeros(30), None, 0.95, happens=True)
    alike = difference_interval(losses, np.zeros(30), np.arange(30) // 5, 0.95, happens=True)
    assert alike[1] < alone[1]
    assert alike[2] > alone[2]
