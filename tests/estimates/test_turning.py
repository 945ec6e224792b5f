import math

import numpy as np
import pytest

from sim.estimates import EstimateError, crossing

CURVES = {
    "straight": (lambda x: 1.3 - x, 1.3),
    "exponential": (lambda x: np.exp(1.2 * x) - np.exp(1.32), 1.1),
    "levelling off": (lambda x: 3 * np.tanh(2 * (x - 0.8)), 0.8),
}


def run(curve, draws, worlds, rng):
    """A paired difference with skew luck, larger for larger values, and a draw's own luck."""
    x = np.repeat(rng.uniform(0.0, 2.0, draws), worlds)
    own = np.repeat(0.1 * rng.standard_normal(draws), worlds)
    return x, curve(x) + own + (rng.exponential(size=len(x)) - 1.0) * 0.6 * (1.0 + x / 2.0)


def coverage(name, draws, worlds, repetitions):
    curve, truth = CURVES[name]
    rng = np.random.default_rng(20261122)
    found = [crossing(*run(curve, draws, worlds, rng)) for _ in range(repetitions)]
    shown = [f for f in found if f is not None]
    return float(np.mean([f.low <= truth <= f.high for f in shown])), len(shown) / repetitions


@pytest.mark.parametrize("name", CURVES)
def test_the_turning_point_is_covered(name):
    covered, shown = coverage(name, 50, 40, 300)
    error = math.sqrt(0.95 * 0.05 / 300)
    assert error < 0.013
    assert shown > 0.95
    assert abs(covered - 0.95) < 4 * error


@pytest.mark.verify
@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize(("draws", "worlds"), [(12, 150), (20, 100), (50, 40), (200, 10)])
def test_the_turning_point_is_covered_93_to_97_percent(name, draws, worlds):
    covered, shown = coverage(name, draws, worlds, 2000)
    assert shown > 0.7
    assert 0.925 <= covered <= 0.975


def test_control_taking_worlds_for_draws_misses():
    rng = np.random.default_rng(4)
    inside: dict[str, list[bool]] = {"draws": [], "worlds": []}
    for _ in range(200):
        x = np.repeat(rng.uniform(0.0, 2.0, 30), 40)
        d = 1.3 - x + np.repeat(0.3 * rng.standard_normal(30), 40) + 0.3 * rng.standard_normal(1200)
        for kind, clusters in (("draws", None), ("worlds", np.arange(1200))):
            found = crossing(x, d, clusters)
            if found is not None:
                inside[kind].append(found.low <= 1.3 <= found.high)
    assert min(len(shown) for shown in inside.values()) > 150
    assert np.mean(inside["draws"]) > 0.95 - 4 * math.sqrt(0.95 * 0.05 / 150)
    assert np.mean(inside["worlds"]) < 0.6


@pytest.mark.parametrize("level", [0.0, 0.3])
def test_no_turning_point_is_seen_where_there_is_none(level):
    rng = np.random.default_rng(5)
    shown = [crossing(*run(lambda x: level + 0.0 * x, 50, 20, rng)) is not None for _ in range(400)]
    assert np.mean(shown) <= 0.05


def test_direction_and_sentence():
    x = np.linspace(0.0, 2.0, 60)
    luck = 0.01 * np.sin(np.arange(60) * 7.3)
    falling, rising = crossing(x, 1.3 - x + luck), crossing(x, x - 1.3 + luck)
    assert (falling.rising, rising.rising) == (False, True)
    assert falling.sentence("platform/out_of_network/beta").startswith(
        "the answer turns if platform/out_of_network/beta > 1.3"
    )
    assert "< 1.3" in rising.sentence("beta")
    assert falling.low < falling.at < falling.high


def test_too_little_to_fit_shows_nothing():
    assert crossing([1.0] * 50, np.arange(50.0)) is None
    assert crossing(np.repeat([0.0, 1.0, 2.0], 30), np.repeat([1.0, 0.0, -1.0], 30)) is None
    x = np.linspace(0.0, 1.0, 30)
    assert crossing(x, np.zeros(30)) is None
    assert crossing(x, 1.0 + x) is None


def test_a_difference_without_luck_turns_where_it_is_zero():
    x = np.linspace(0.0, 2.0, 41)
    found = crossing(x, 0.5 - x)
    assert (found.at, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5), abs=1e-6)


def test_draws_given_as_clusters_are_those_of_equal_values():
    rng = np.random.default_rng(6)
    x, d = run(CURVES["straight"][0], 40, 10, rng)
    assert crossing(x, d) == crossing(x, d, np.unique(x, return_inverse=True)[1])


def test_lengths_must_agree():
    with pytest.raises(EstimateError, match="3 parameter values, 2 differences and 3 clusters"):
        crossing([1.0, 2.0, 3.0], [1.0, 2.0])


def test_an_answer_that_turns_twice_has_two_turning_points():
    from sim.estimates import crossing, crossings

    x = np.repeat(np.linspace(0.0, 2.0, 40), 5)
    noise = 0.1 * np.sin(np.arange(200) * 12.9898)
    low, high = crossings(x, (x - 0.5) * (x - 1.5) + noise)
    assert low.low < 0.5 < low.high < high.low < 1.5 < high.high
    assert (low.rising, high.rising) == (False, True)
    assert crossing(x, (x - 0.5) * (x - 1.5) + noise) == low
    assert crossings(x, 1.0 + noise) == []
