import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import LAWS
from scipy import special

from sim.estimates import EstimateError, mean_interval
from sim.estimates.means import bounds, cluster_index, units

REPETITIONS = 2000
PRECISE = 0.005
"""The standard error of a coverage near 95% over 2,000 repetitions."""


def covered(low, high, truth):
    share = float(np.mean((low <= truth) & (truth <= high)))
    assert math.sqrt(0.95 * 0.05 / len(low)) < PRECISE
    return share


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("count", [500, 1000])
def test_coverage_is_93_to_97_percent(law, count):
    sampler, mean = LAWS[law]
    _, low, high, _ = bounds(sampler((REPETITIONS, count), np.random.default_rng(20261122)), 0.95)
    assert 0.93 <= covered(low, high, mean) <= 0.97


@pytest.mark.parametrize("count", [2, 5, 20])
def test_few_normal_values_are_treated_as_fairly_as_by_student(count):
    values = np.random.default_rng(5).standard_normal((REPETITIONS, count))
    _, low, high, _ = bounds(values, 0.95)
    assert 0.94 <= covered(low, high, 0.0) <= 0.985


def test_control_plain_student_misses_the_skew_cascades():
    sampler, mean = LAWS["Borel .9"]
    values = sampler((REPETITIONS, 250), np.random.default_rng(20261122))
    _, low, high, error = bounds(values, 0.95)
    assert 0.93 <= covered(low, high, mean) <= 0.97
    middle, half = values.mean(axis=1), special.stdtrit(249, 0.975) * error
    assert covered(middle - half, middle + half, mean) < 0.93 - 4 * PRECISE


def test_control_skewness_corrected_alone_misses_the_heavy_differences():
    sampler, _ = LAWS["paired: differ in 3 of 10 worlds"]
    values = sampler((REPETITIONS, 500), np.random.default_rng(20261122))
    spread = values.std(axis=1)
    skewness = ((values - values.mean(axis=1, keepdims=True)) ** 3).mean(axis=1) / spread**3
    ends = []
    for quantile in (special.stdtrit(499, 0.975), -special.stdtrit(499, 0.975)):
        w = quantile / math.sqrt(500)
        bent = 3 / skewness * (np.cbrt(1 + skewness * (w - skewness / 3000)) - 1)
        ends.append(values.mean(axis=1) - spread * bent)
    assert covered(*ends, 0.0) < 0.93 - 4 * PRECISE


def clustered(groups, size, rng, between=0.5):
    """Values [repetitions, worlds] that share their network's luck, and the cluster of each world."""
    shared = rng.standard_normal((REPETITIONS, groups)) * between
    return np.repeat(shared, size, axis=1) + rng.standard_normal((REPETITIONS, groups * size)), np.repeat(
        np.arange(groups), size
    )


@pytest.mark.parametrize("groups", [5, 20])
def test_coverage_over_few_clusters_and_ignoring_them_fails(groups):
    values, clusters = clustered(groups, 40, np.random.default_rng(9))
    _, low, high, _ = bounds(units(values, cluster_index(clusters, values.shape[1])), 0.95)
    assert 0.93 <= covered(low, high, 0.0) <= 0.97
    _, low, high, _ = bounds(values, 0.95)
    assert covered(low, high, 0.0) < 0.70


def test_clusters_of_unequal_size():
    rng = np.random.default_rng(10)
    sizes = np.array([10, 20, 30] * 7)
    index = np.repeat(np.arange(len(sizes)), sizes)
    values = rng.standard_normal((REPETITIONS, len(sizes)))[:, index] * 0.5
    values = values + rng.standard_normal(values.shape)
    sample = units(values, index)
    np.testing.assert_allclose(sample.mean(axis=1), values.mean(axis=1), atol=1e-12)
    _, low, high, _ = bounds(sample, 0.95)
    assert 0.92 <= covered(low, high, 0.0) <= 0.97


def test_one_call_is_one_row_of_many():
    sampler, _ = LAWS["Borel .9"]
    values = sampler((5, 300), np.random.default_rng(3))
    rows = list(zip(*bounds(values, 0.9)))
    for row, (mean, low, high, error) in zip(values, rows):
        found = mean_interval(row, confidence=0.9)
        assert (found.mean, found.low, found.high, found.standard_error) == pytest.approx((mean, low, high, error))
        assert found.count == 300
        assert found.confidence == 0.9
        assert found.standard_error == pytest.approx(row.std(ddof=1) / math.sqrt(300))


def test_equal_clusters_are_their_means():
    values = np.random.default_rng(4).standard_normal(60)
    clusters = np.arange(60) % 6
    of_means = mean_interval([values[clusters == g].mean() for g in range(6)])
    found = mean_interval(values, clusters=[f"network {c}" for c in clusters])
    assert (found.mean, found.low, found.high) == pytest.approx((of_means.mean, of_means.low, of_means.high))
    assert found.count == 6
    assert "clusters" in found.method


def test_one_cluster_is_no_clustering():
    values = np.arange(10.0)
    assert mean_interval(values, clusters=np.zeros(10)) == mean_interval(values)


def test_one_value_says_nothing_of_its_error_and_does_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = mean_interval([7.0])
    assert found.mean == 7.0
    assert all(math.isnan(x) for x in (found.low, found.high, found.standard_error))


@pytest.mark.parametrize("value", [0.0, 0.1, 1e9 + 0.1])
def test_equal_values_have_no_width(value):
    found = mean_interval([value] * 30)
    assert (found.low, found.high) == pytest.approx((value, value), rel=1e-15, abs=0)
    assert found.standard_error == 0.0


@pytest.mark.parametrize("size", [6.115408126797413e-117, 1e-150, 1e120, 1e160])
def test_the_size_of_the_values_does_not_matter(size):
    sample = np.array([0.0] * 8 + [1.0, 3.0])
    alike = mean_interval(sample)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = mean_interval(sample * size)
        assert mean_interval([0.0] * 36 + [size]).low < 0.0
    for name in ("mean", "low", "high", "standard_error"):
        assert getattr(found, name) == pytest.approx(getattr(alike, name) * size, rel=1e-12)


def test_a_symmetric_sample_gets_students_interval():
    values = np.concatenate([np.arange(1.0, 21.0), -np.arange(1.0, 21.0)])
    half = special.stdtrit(39, 0.975) * values.std(ddof=1) / math.sqrt(40)
    found = mean_interval(values)
    assert (found.low, found.high) == pytest.approx((-half, half))


numbers = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=2, max_size=40)


@given(numbers, st.floats(-100, 100), st.floats(0.01, 100))
def test_shift_and_scale(values, shift, scale):
    found = mean_interval(values)
    assert found.low <= found.mean <= found.high
    moved = mean_interval([shift + scale * v for v in values])
    size = 1e-6 * (1.0 + max(abs(v) for v in values)) * max(scale, 1.0) + abs(shift) * 1e-6
    assert moved.low == pytest.approx(shift + scale * found.low, rel=1e-3, abs=size)
    mirrored = mean_interval([-v for v in values])
    assert mirrored.high == pytest.approx(-found.low, rel=1e-6, abs=1e-6)


@given(numbers)
def test_more_confidence_is_wider(values):
    narrow, wide = mean_interval(values, confidence=0.8), mean_interval(values, confidence=0.99)
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([],), "no values"),
        (([1.0, math.nan, 3.0],), "1 of 3 values are nan or infinite"),
        (([1.0, math.inf],), "nan or infinite"),
        (([[1.0, 2.0]],), "2 dimensions"),
        (([1.0, 2.0], [0, 1, 2]), r"clusters have the shape \(3,\)"),
        (([1.0, 2.0], None, 1.0), "confidence is 1.0"),
        (([1.0, 2.0], None, 95), "confidence is 95"),
    ],
)
def test_what_cannot_be_estimated_is_refused(arguments, message):
    with pytest.raises(EstimateError, match=message):
        mean_interval(*arguments)
