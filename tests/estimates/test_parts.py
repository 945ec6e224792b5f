import math

import numpy as np
import pytest
from laws import borel

from sim.estimates import (
    EstimateError,
    mean_interval,
    proportion_interval,
    quantile_interval,
    summary,
    variance_components,
)


def test_summary_is_made_of_its_parts():
    sizes = borel(0.9, 400, np.random.default_rng(1))
    clusters = np.arange(400) % 10
    found = summary(sizes, clusters, dies_at=1, viral=50)
    mean = mean_interval(sizes, clusters)
    assert (found["mean"], found["low"], found["high"]) == (mean.mean, mean.low, mean.high)
    median = quantile_interval(sizes, 0.5, clusters)
    assert (found["median"], found["median_low"], found["median_high"]) == (median.mean, median.low, median.high)
    assert found["bad_luck_decile"] == np.quantile(sizes, 0.1)
    dies = proportion_interval(sizes <= 1, clusters)
    assert found["probability_of_dying_early"] == dies.mean == np.mean(sizes == 1)
    assert found["probability_of_dying_early_high"] == dies.high
    assert found["probability_of_going_viral"] == np.mean(sizes >= 50)
    assert (found["dies_at"], found["viral"], found["worlds"], found["undefined"]) == (1.0, 50.0, 400, 0)


def test_bad_luck_is_the_dear_tenth_where_less_is_better():
    assert summary(np.arange(101.0), higher_is_better=False)["bad_luck_decile"] == 90.0


def test_undefined_worlds_are_counted_and_left_out():
    found = summary([1.0, math.nan, 3.0, 5.0], [0, 0, 1, 1])
    assert (found["mean"], found["worlds"], found["undefined"]) == (3.0, 4, 1)
    nothing = summary([math.nan, math.nan])
    assert nothing["undefined"] == 2
    assert all(math.isnan(nothing[key]) for key in ("mean", "low", "high", "median", "bad_luck_decile_low"))


def test_no_threshold_no_probability():
    assert not any("probability" in key for key in summary([1.0, 2.0, 3.0]))


def test_luck_and_ignorance_are_told_apart():
    rng = np.random.default_rng(2)
    luck, ignorance = 3.0, 2.0
    found = []
    for _ in range(400):
        sizes = rng.integers(5, 25, 30)
        draws = np.repeat(np.arange(30), sizes)
        values = 100.0 + ignorance * rng.standard_normal(30)[draws] + luck * rng.standard_normal(len(draws))
        found.append(np.square(variance_components(values, draws)))
    error = np.std(found, axis=0) / math.sqrt(400)
    assert (error < 0.02 * np.array([luck, ignorance]) ** 2).all()
    assert (np.abs(np.mean(found, axis=0) - [luck**2, ignorance**2]) < 4 * error).all()


def test_control_the_spread_of_draw_means_is_not_ignorance():
    rng = np.random.default_rng(3)
    draws = np.repeat(np.arange(200), 5)
    values = rng.standard_normal(1000)
    means = values.reshape(200, 5).mean(axis=1)
    assert means.std() > 0.4  # luck alone spreads the means of draws
    assert variance_components(values, draws)[1] < 0.2


def test_where_luck_and_ignorance_cannot_be_told_apart():
    assert all(math.isnan(x) for x in variance_components([1.0, 2.0, 3.0], [0, 1, 2]))
    assert all(math.isnan(x) for x in variance_components([1.0, 2.0, 3.0], [0, 0, 0]))
    assert variance_components([5.0] * 6, [0, 0, 1, 1, 2, 2]) == (0.0, 0.0)
    with pytest.raises(EstimateError, match="2 draws for 3 values"):
        variance_components([1.0, 2.0, 3.0], [0, 1])


def test_the_mean_of_what_happens_or_not_has_the_interval_of_a_share():
    never = summary([0.0] * 40, happens=True)
    assert (never["mean"], never["low"]) == (0.0, 0.0)
    assert 0.05 < never["high"] < 0.1
    assert summary([0.0] * 40)["high"] == 0.0
