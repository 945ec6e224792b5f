"""Predictions of actions: a smoothed rate on the scale of log-odds."""

import math

import pytest

from sim.ranking.scoring import LEAST, predicted, prior_logit
from tests.ranking.without_compiler import in_python, uniforms


def logit(p):
    return math.log(p / (1 - p))


def cases():
    for u in uniforms(2000, 11).reshape(-1, 4).tolist():
        impressions = float(int(10 ** (6 * u[0])) - 1)
        yield float(int(u[1] * impressions)), impressions, 10 ** (-4 * u[2] - 0.01), 0.5 + 5 * u[3]


def test_it_is_the_log_odds_of_the_smoothed_rate():
    for count, impressions, rate, prior in cases():
        p = (count + prior) / (impressions + prior / rate)
        assert prior_logit(count, impressions, rate, prior) == pytest.approx(logit(p), rel=1e-12, abs=1e-12)
    assert prior_logit(3.0, 100.0, 0.02, 2.0) != pytest.approx(logit(3 / 100), rel=0.05)  # negative control: no prior


def test_unseen_posts_have_the_usual_odds_and_much_seen_ones_their_own():
    assert prior_logit(0.0, 0.0, 0.018, 2.0) == pytest.approx(logit(0.018), rel=1e-14)
    assert prior_logit(20.0, 1000.0, 0.02, 2.0) == pytest.approx(logit(0.02), rel=1e-14)
    assert prior_logit(5e7, 1e9, 0.001, 2.0) == pytest.approx(logit(0.05), rel=1e-5)
    for impressions in (1.0, 50.0, 1e4):
        up = [prior_logit(float(n), impressions, 0.01, 2.0) for n in range(2)]
        assert up[1] > up[0]


def test_impossible_counters_leave_a_probability_between_nothing_and_certainty():
    for given in ((5.0, 0.0, 0.5, 2.0), (1e9, 1.0, 0.9, 2.0), (0.0, 0.0, 0.0, 2.0), (3.0, 3.0, 1.0, 2.0)):
        p = predicted(prior_logit(*given), 0.0)
        assert 0 < p < 1, given
    assert predicted(prior_logit(1e9, 1.0, 0.9, 2.0), 0.0) == pytest.approx(1 - LEAST, abs=2 * LEAST)
    assert prior_logit(0.0, 1e300, 0.5, 1e-5) == pytest.approx(logit(LEAST))


def test_the_same_bits_in_python():
    plain = in_python("scoring")
    for given in (*cases(), (5.0, 0.0, 0.5, 2.0), (0.0, 0.0, 0.0, 2.0), (3.0, 3.0, 1.0, 2.0)):
        odds = prior_logit(*given)
        assert odds == plain["prior_logit"](*given)
        for shift in (-2.5, 0.0, 0.3):
            assert predicted(odds, shift) == plain["predicted"](odds, shift)


def test_a_shift_moves_the_log_odds():
    for odds in (-7.0, -0.7, 2.0):
        for shift in (-1.0, 0.4):
            assert logit(predicted(odds, shift)) == pytest.approx(odds + shift, rel=1e-9)
