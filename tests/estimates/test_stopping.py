import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import EQUAL_PLANS, LAWS
from scipy import special

from sim.estimates import EstimateError, compare_plans, looks
from sim.estimates.means import bounds
from sim.estimates.stopping import KEPT_BACK, look_bounds, look_confidence

RUNS = 2000
PRECISE = 0.005
"""The standard error of an error near 5% over 2,000 runs."""


@given(st.integers(2, 20_000), st.integers(1, 700))
def test_looks_are_ends_of_batches_and_end_with_the_most(most, batch):
    found = looks(most, batch)
    assert found[-1] == most
    assert all(a < b for a, b in itertools.pairwise(found))
    assert all(a % batch == 0 for a in found[:-1])
    assert all(a >= 200 for a in found[:-1])
    assert len(found) <= 25


@pytest.mark.parametrize(
    ("count", "pocock", "obrien_fleming"), [(2, 2.178, 1.977), (3, 2.289, 2.004), (5, 2.413, 2.04)]
)
def test_bounds_are_the_published_ones(count, pocock, obrien_fleming):
    """Jennison and Turnbull 2000, "Group Sequential Methods", tables 2.1 and 2.3, two-sided 5%."""
    at = tuple(range(1, count + 1))
    assert look_bounds(at, 0.95, 0.5, 0.0) == pytest.approx([pocock] * count, abs=0.001)
    assert look_bounds(at, 0.95, 0.0, 0.0)[-1] == pytest.approx(obrien_fleming, abs=0.001)


def test_a_single_look_is_an_ordinary_interval():
    assert look_bounds((400,), 0.95, kept_back=0.0)[0] == pytest.approx(-special.ndtri(0.025), abs=1e-6)
    assert look_confidence((400,), 400, 0.95) == pytest.approx(1.0 - 0.05 * (1.0 - KEPT_BACK), abs=1e-6)


def test_brownian_motion_crosses_as_often_as_computed():
    at = looks(2000)
    steps = np.diff(np.concatenate([[0], at]))
    path = np.cumsum(np.random.default_rng(2).standard_normal((100_000, len(at))) * np.sqrt(steps), axis=1)
    z = np.abs(path) / np.sqrt(at)
    crossed = float(np.mean((z > np.array(look_bounds(at, 0.95))).any(axis=1)))
    expected = 0.05 * (1.0 - KEPT_BACK)
    error = math.sqrt(expected * (1.0 - expected) / len(z))
    assert error < 0.001
    assert abs(crossed - expected) < 4 * error


def crossed_at_a_look(values, at, confidence):
    """For each run whether any look's interval of a zero mean difference misses zero: a winner between equal plans."""
    wrong = np.zeros(len(values), dtype=bool)
    for worlds in at:
        _, low, high, _ = bounds(values[:, :worlds], look_confidence(at, worlds, confidence))
        wrong |= (low > 0.0) | (high < 0.0)
    return wrong


def a_winner_at_most_5_percent(share):
    assert math.sqrt(0.05 * 0.95 / RUNS) < PRECISE
    assert share <= 0.05


@pytest.mark.parametrize("law", EQUAL_PLANS)
def test_equal_plans_have_a_winner_at_most_5_percent_of_the_time(law):
    values = LAWS[law][0]((RUNS, 1000), np.random.default_rng(11))
    a_winner_at_most_5_percent(crossed_at_a_look(values, looks(1000), 0.95).mean())


def test_control_peeking_with_ordinary_intervals_declares_winners():
    values = LAWS["paired: Borel .9 - Borel .9"][0]((RUNS, 1000), np.random.default_rng(11))
    wrong = np.zeros(RUNS, dtype=bool)
    for worlds in range(50, 1001, 50):
        _, low, high, _ = bounds(values[:, :worlds], 0.95)
        wrong |= (low > 0.0) | (high < 0.0)
    assert wrong.mean() > 0.05 + 4 * PRECISE


def equal_pairs(plans, worlds, rng):
    """All paired differences of equal plans with heavy tails that share part of their luck; [runs, worlds] each."""
    shared = LAWS["Borel .9"][0]((RUNS, worlds), rng)
    own = [shared + LAWS["Borel .9"][0]((RUNS, worlds), rng) for _ in range(plans)]
    for i in range(plans):
        for j in range(i + 1, plans):
            yield own[i] - own[j]


def test_three_equal_plans_have_a_winner_at_most_5_percent_of_the_time():
    at, wrong = looks(400), np.zeros(RUNS, dtype=bool)
    for difference in equal_pairs(3, 400, np.random.default_rng(12)):
        wrong |= crossed_at_a_look(difference, at, 1.0 - 0.05 / 3)
    a_winner_at_most_5_percent(wrong.mean())


@pytest.mark.parametrize("groups", [5, 20])
@pytest.mark.parametrize("between", [0.0, 0.05])
def test_equal_plans_over_clusters(groups, between):
    rng, at = np.random.default_rng(13), looks(2000, 100)
    size = np.array(at) / groups
    steps = np.sqrt(np.diff(np.concatenate([[0], size])))
    sums = np.cumsum(rng.standard_normal((RUNS, groups, len(at))) * steps, axis=2)
    means = sums / size + between * rng.standard_normal((RUNS, groups, 1))
    wrong = np.zeros(RUNS, dtype=bool)
    for k, worlds in enumerate(at):
        _, low, high, _ = bounds(np.ascontiguousarray(means[:, :, k]), look_confidence(at, worlds, 0.95))
        wrong |= (low > 0.0) | (high < 0.0)
    a_winner_at_most_5_percent(wrong.mean())


def test_the_comparison_uses_these_bounds():
    values = LAWS["paired: Borel .9 - 2 Borel .8"][0]((20, 450), np.random.default_rng(14))
    at = looks(450)
    for row in values:
        for worlds in at:
            pair = compare_plans([row[:worlds] + 1.0, np.ones(worlds)], ["a", "b"], looks=at).pairs[0]
            _, low, high, _ = bounds(row[:worlds], look_confidence(at, worlds, 0.95))
            assert (pair.low, pair.high) == pytest.approx((float(low), float(high)), abs=1e-9)


def test_a_difference_of_a_tenth_is_decided_in_a_few_hundred_worlds():
    """Reach near 1,000, a difference of 5 to 10%, luck that both plans share: decided long before 2,000 worlds."""
    rng, at = np.random.default_rng(15), looks(2000)
    used = []
    for lift in (0.05, 0.1):
        luck = np.exp(rng.standard_normal((500, 2000)) * 0.8)
        difference = 1000 * luck * (lift + 0.3 * rng.standard_normal(luck.shape))
        stop = np.full(500, 2001)
        for worlds in reversed(at):
            _, low, high, _ = bounds(difference[:, :worlds], look_confidence(at, worlds, 1 - 0.05 / 6))
            stop[(low > 0) | (high < 0)] = worlds
        assert np.mean(stop <= 2000) > 0.95
        used.append(float(np.median(stop)))
    assert used[0] <= 800
    assert used[1] <= 300


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: looks(1), "max_replicates is 1"),
        (lambda: looks(100, 0), "batch 0"),
        (lambda: look_bounds((200, 200), 0.95), "growing numbers of worlds"),
        (lambda: look_bounds((), 0.95), "growing numbers of worlds"),
        (lambda: look_confidence((200, 400), 300, 0.95), "300 worlds are no look of this rule; allowed: 200, 400"),
    ],
)
def test_what_is_no_look_is_refused(call, message):
    with pytest.raises(EstimateError, match=message):
        call()


@pytest.mark.verify
@pytest.mark.parametrize("law", EQUAL_PLANS)
def test_equal_plans_to_the_last_look(law):
    values = LAWS[law][0]((RUNS, 2000), np.random.default_rng(16))
    a_winner_at_most_5_percent(crossed_at_a_look(values, looks(2000), 0.95).mean())


@pytest.mark.verify
def test_four_equal_plans_to_the_last_look():
    at, wrong = looks(2000), np.zeros(RUNS, dtype=bool)
    for difference in equal_pairs(4, 2000, np.random.default_rng(17)):
        wrong |= crossed_at_a_look(difference, at, 1.0 - 0.05 / 6)
    a_winner_at_most_5_percent(wrong.mean())
