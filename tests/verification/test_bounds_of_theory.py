"""The formulas at their ends and beyond: tiny and certain probabilities, thresholds, laws without links, nonsense."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import theory

# -- complete networks against exact fractions


def by_fractions(n, p):
    """The law with Gilbert's recursion, in fractions."""
    q, connected = 1 - Fraction(p), [Fraction(0)]
    for m in range(1, n + 1):
        parts = (math.comb(m - 1, k - 1) * connected[k] * q ** (k * (m - k)) for k in range(1, m))
        connected.append(1 - sum(parts))
    return [float(math.comb(n - 1, k - 1) * connected[k] * q ** (k * (n - k))) if k else 0.0 for k in range(n + 1)]


@pytest.mark.parametrize("n", [1, 2, 7, 25, 50])
@pytest.mark.parametrize("p", [0.0, 2.0**-20, 0.001, 0.01, 0.04, 0.3, 0.999, 1.0])
def test_complete_networks_are_right_to_the_last_digits(n, p):
    """What is left of 1 would be rounding alone for a small p: -45 and 47 as probabilities at n = 50, p = .01."""
    assert theory.complete_sizes(n, p) == pytest.approx(by_fractions(n, p), rel=1e-10, abs=1e-300)


def test_a_large_complete_network_is_a_law_too():
    law = theory.complete_sizes(300, 0.005)
    assert law.min() >= 0
    assert law.sum() == pytest.approx(1, abs=1e-10)


# -- ends and thresholds


def test_certain_edges():
    assert theory.cycle_spread(10, 1.0) == 10
    assert theory.path_sizes(10, 1.0)[10] == 1
    assert theory.giant_share([0, 0, 0, 1], 1.0) == 1
    assert theory.giant_share([0, 1], 1.0) == 0
    assert theory.mean_outbreak([0, 1], 0.5) == 1.5


def test_impossible_edges_and_no_links():
    assert theory.giant_share([0, 0, 0, 1], 0.0) == 0
    assert theory.mean_outbreak([0, 0, 0, 1], 0.0) == 1
    assert theory.giant_share([1.0], 0.5) == 0
    assert theory.directed_giant(theory.independent_laws([1.0], [1.0]), 0.5) == (0, 0, 0)
    assert theory.critical_probability([0, 1]) == math.inf
    apart = np.array([[0, 0.5], [0.5, 0]])  # nobody both follows and has a follower
    assert theory.directed_critical_probability(apart) == math.inf
    assert theory.directed_mean_outbreak(apart, 0.5) == 1.25


def test_at_the_threshold_there_is_no_giant_yet():
    assert theory.giant_share([0, 0, 0, 1], 0.5) == 0
    assert theory.giant_share_poisson(1.0) == 0
    assert theory.mean_outbreak([0, 0, 0, 1], 0.5) == math.inf
    law = theory.poisson_law(2.0)
    assert theory.directed_giant(theory.independent_laws(law, law), 0.5) == pytest.approx((0, 0, 0), abs=1e-6)


@given(st.floats(1e-4, 0.5))
def test_just_above_the_threshold(above):
    """3-regular: u is the root (1 - p) / p of a square, so S = 1 - ((1 - p) / p)**3; and Poisson by its equation."""
    p = 0.5 + above
    assert theory.giant_share([0, 0, 0, 1], p) == pytest.approx(1 - ((1 - p) / p) ** 3, abs=1e-12)
    share = theory.giant_share_poisson(1 + above)
    assert share > above
    assert share == pytest.approx(-math.expm1(-(1 + above) * share), abs=1e-12)
    assert theory.giant_share(theory.poisson_law(2.0), (1 + above) / 2) == pytest.approx(share, abs=1e-9)


# -- what is not allowed


HALF = [0.5, 0.5]
NOT_ALLOWED = [
    (lambda: theory.path_sizes(0, 0.5), "accounts is 0; allowed: a whole number, 1 or more"),
    (lambda: theory.path_sizes(5, 1.5), "p is 1.5; allowed: a number from 0 to 1"),
    (lambda: theory.path_sizes(5, math.nan), "p is nan; allowed"),
    (lambda: theory.cycle_spread(2, 0.5), "accounts is 2; allowed: a whole number, 3 or more"),
    (lambda: theory.star_spread(2.5, 0.5), "leaves is 2.5; allowed"),
    (lambda: theory.star_deviation(5, True), "p is True; allowed"),
    (lambda: theory.tree_spread(2, -1, 0.5), "depth is -1; allowed"),
    (lambda: theory.complete_sizes(1001, 0.5), "accounts is 1001; allowed: a whole number, 1 to 1000"),
    (lambda: theory.diamond_chance(0.5, model="sir"), "no model 'sir' here; allowed: independent_cascade"),
    (lambda: theory.diamond_chance(0.8, model="linear_threshold"), "p is 0.8; allowed for linear_threshold"),
    (lambda: theory.poisson_law(-1), "mean is -1; allowed"),
    (lambda: theory.power_law(2.5, 0, 9), "smallest is 0; allowed"),
    (lambda: theory.power_law(2.5, 5, 3), "largest is 3; allowed: a whole number, 5 or more"),
    (lambda: theory.excess_law([1.0]), "has no links; allowed: a mean above 0"),
    (lambda: theory.thinned([], 0.5), "the law has the shape (0,); allowed: one row of probabilities"),
    (lambda: theory.thinned(["a"], 0.5), "the law holds nan; allowed"),
    (lambda: theory.giant_share([0, 0, 2], 0.5), "the law of followers sums to 2; allowed: 1"),
    (lambda: theory.giant_share([1.5, -0.5], 0.5), "the law of followers holds -0.5; allowed"),
    (lambda: theory.giant_share_poisson(math.inf), "mean is inf; allowed"),
    (lambda: theory.mean_outbreak([0, 0, 0, 1], 1.0), "p is 1; allowed for this law: less"),
    (lambda: theory.directed_giant(np.ones(3) / 3, 0.5), "the joint law has the shape (3,); allowed: rows and columns"),
    (
        lambda: theory.directed_giant(np.outer(HALF, [0, 0, 1]), 0.5),
        "accounts follow 0.5 others in the mean",
    ),
    (lambda: theory.total_progeny(0.5, 9, seeds=0), "seeds is 0; allowed"),
    (lambda: theory.offspring_progeny([0.5, 0.6], 9), "the law of children sums to 1.1; allowed: 1"),
    (lambda: theory.outbreak_sizes(HALF, HALF, 0), "largest is 0; allowed"),
    (lambda: theory.live_worlds(63, [], []), "accounts is 63; allowed: a whole number, 1 to 62"),
    (lambda: theory.live_worlds(3, [(0, 1)], HALF), "there are 2 values for 1 edges; allowed: one an edge"),
    (lambda: theory.live_worlds(3, [(0, 5)], [0.5]), "an account of an edge is 5; allowed: a whole number, 0 to 2"),
    (lambda: theory.live_worlds(9, [(0, 1)] * 23, [0.5] * 23), "there are 23 edges; allowed: up to 22"),
    (lambda: theory.cascade_sizes([(0, 1)], [1.5], [0]), "the value of an edge is 1.5; allowed"),
    (lambda: theory.best_spread(theory.live_worlds(2, [], []), 3), "count is 3; allowed: a whole number, 0 to 2"),
    (lambda: theory.threshold_sizes([(0, 2), (1, 2)], [0.8, 0.8], [0]), "into account 2 sum to 1.6; allowed: 1"),
    (lambda: theory.threshold_chances(3, [(0, 2), (1, 2)], [0.8, 0.8], [0]), "into account 2 sum to 1.6; allowed: 1"),
    (lambda: theory.threshold_chances(3, [(2, 1)], [0.5], [0]), "the edge 2 -> 1 does not go from a smaller id"),
    (lambda: theory.path_virality(1), "accounts is 1; allowed: a whole number, 2 or more"),
    (lambda: theory.tree_virality(2, 0), "depth is 0; allowed"),
    (lambda: theory.mean_followers_of_followed([0, 0]), "the network has no links; allowed"),
]


@pytest.mark.parametrize(("asked", "told"), NOT_ALLOWED, ids=[told for _, told in NOT_ALLOWED])
def test_what_is_not_allowed_is_told_in_one_sentence(asked, told):
    with pytest.raises(theory.TheoryError) as error:
        asked()
    assert told in str(error.value)
    assert "\n" not in str(error.value)
