import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from laws import LAWS, borel

from sim.estimates import EstimateError, proportion_interval, quantile_interval

REPETITIONS = 2000
PRECISE = 0.005


@pytest.mark.parametrize(("share", "count"), [(0.5, 100), (0.1, 200), (0.02, 500)])
def test_share_is_covered_93_to_97_percent(share, count):
    happened = np.random.default_rng(1).binomial(count, share, REPETITIONS)
    found = {k: proportion_interval([True] * k + [False] * (count - k)) for k in np.unique(happened).tolist()}
    covered = np.mean([found[k].low <= share <= found[k].high for k in happened.tolist()])
    assert math.sqrt(0.95 * 0.05 / REPETITIONS) < PRECISE
    assert 0.93 <= covered <= 0.97


def test_control_the_normal_interval_of_a_rare_share_misses():
    count, share = 100, 0.02
    p = np.random.default_rng(1).binomial(count, share, REPETITIONS) / count
    half = 1.96 * np.sqrt(p * (1 - p) / count)
    assert np.mean(np.abs(p - share) <= half) < 0.93 - 4 * PRECISE


def test_what_never_happened_may_still_happen():
    never, always = proportion_interval([False] * 50), proportion_interval([True] * 50)
    assert (never.mean, never.low) == (0.0, 0.0)
    assert 0.05 < never.high < 0.1
    assert (always.mean, always.high) == (1.0, 1.0)
    assert always.low == pytest.approx(1.0 - never.high)


def test_clusters_widen_a_share_and_keep_it_covered():
    rng = np.random.default_rng(2)
    clusters = np.repeat(np.arange(20), 30)
    inside = {"clusters": 0, "none": 0}
    for _ in range(400):
        own = rng.beta(3.0, 7.0, 20)
        happened = rng.random(600) < own[clusters]
        for kind, given_clusters in (("clusters", clusters), ("none", None)):
            found = proportion_interval(happened, given_clusters)
            inside[kind] += found.low <= 0.3 <= found.high
    error = math.sqrt(0.95 * 0.05 / 400)
    assert error < 0.011
    assert abs(inside["clusters"] / 400 - 0.95) < 4 * error
    assert inside["none"] / 400 < 0.75


@pytest.mark.parametrize(("share", "count"), [(0.5, 100), (0.1, 300), (0.9, 300)])
def test_quantile_is_covered(share, count):
    values = np.exp(np.random.default_rng(3).standard_normal((REPETITIONS, count)))
    truth = float(np.exp({0.5: 0.0, 0.1: -1.2815515655446004, 0.9: 1.2815515655446004}[share]))
    covered = np.mean([found.low <= truth <= found.high for found in (quantile_interval(v, share) for v in values)])
    assert math.sqrt(0.95 * 0.05 / REPETITIONS) < PRECISE
    assert 0.93 <= covered <= 0.97


def test_quantile_of_tied_sizes_is_covered_at_least():
    values = borel(0.9, (500, 200), np.random.default_rng(4))
    covered = np.mean([found.low <= 2.0 <= found.high for found in (quantile_interval(v, 0.5) for v in values)])
    assert covered >= 0.95  # the median of Borel sizes with mu = .9: P(1) = .41, P(1) + P(2) = .55


def test_clusters_widen_a_quantile_and_keep_it_covered():
    rng = np.random.default_rng(5)
    clusters = np.repeat(np.arange(20), 25)
    inside = {"clusters": 0, "none": 0}
    for _ in range(400):
        values = rng.standard_normal(20)[clusters] + rng.standard_normal(500)
        for kind, given_clusters in (("clusters", clusters), ("none", None)):
            found = quantile_interval(values, 0.5, given_clusters)
            inside[kind] += found.low <= 0.0 <= found.high
    error = math.sqrt(0.95 * 0.05 / 400)
    assert error < 0.011
    assert abs(inside["clusters"] / 400 - 0.95) < 4 * error
    assert inside["none"] / 400 < 0.75


def test_an_end_that_too_few_worlds_cannot_bound_is_nan():
    found = quantile_interval([3.0, 1.0, 2.0], 0.1)
    assert math.isnan(found.low)
    assert found.high == 3.0
    assert found.low != found.low
    both = quantile_interval([3.0, 1.0], 0.5)
    assert math.isnan(both.low)
    assert math.isnan(both.high)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60), st.floats(0.01, 0.99))
@example([0.0, 1.0], 0.01171875)
def test_ends_are_values_around_the_quantile(values, share):
    found = quantile_interval(values, share)
    assert found.mean == pytest.approx(np.quantile(values, share))
    ends = [*values, found.mean]
    assert math.isnan(found.low) or (found.low in ends and found.low <= found.mean)
    assert math.isnan(found.high) or (found.high in ends and found.high >= found.mean)


@given(st.lists(st.booleans(), min_size=2, max_size=80))
def test_a_share_stays_within_its_bounds(happened):
    found = proportion_interval(happened)
    assert 0.0 <= found.low <= found.mean <= found.high <= 1.0
    assert found.low < found.high


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: proportion_interval([0.0, 0.5]), "true or false"),
        (lambda: proportion_interval([]), "no values"),
        (lambda: quantile_interval([1.0, 2.0], 1.0), "share of a quantile is 1.0"),
        (lambda: quantile_interval([1.0, math.nan], 0.5), "nan or infinite"),
        (lambda: quantile_interval([1.0, 2.0], 0.5, confidence=0.1), "confidence is 0.1"),
    ],
)
def test_what_is_no_share_is_refused(call, message):
    with pytest.raises(EstimateError, match=message):
        call()


def test_the_law_used_here_has_the_median_that_is_claimed():
    sizes = LAWS["Borel .9"][0]((100_000,), np.random.default_rng(6))
    assert np.mean(sizes <= 1) < 0.45 < 0.52 < np.mean(sizes <= 2)


def test_ranks_of_the_median_are_those_of_the_tables():
    """Conover 1999, "Practical Nonparametric Statistics", the 95% interval of a median."""
    for count, first, last in ((20, 6, 15), (100, 40, 61)):
        found = quantile_interval(np.arange(1.0, count + 1.0), 0.5)
        assert (found.low, found.high) == (first, last)


def test_what_happened_in_no_cluster_may_happen_in_whole_ones():
    """All worlds of a draw may lose or none: 10 of them say no more than one does."""
    rng, clusters = np.random.default_rng(4), np.repeat(np.arange(20), 10)
    inside = 0
    for _ in range(400):
        found = proportion_interval(np.repeat(rng.random(20) < 0.05, 10), clusters)
        inside += found.low <= 0.05 <= found.high
    assert inside / 400 > 0.9
    assert proportion_interval([False] * 200, clusters).high > 0.15
