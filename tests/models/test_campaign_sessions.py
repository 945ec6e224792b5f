"""Sessions and attention, part by part: laws by count, order by definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.arithmetic.counts import geometric_quantile, poisson_quantile
from sim.models import campaign
from sim.models.campaign import attention, days
from sim.randomness import U, child_int

FLAT, DAILY = campaign.rhythm_of("flat"), campaign.rhythm_of("daily")
for _rhythm in (FLAT, DAILY):
    _rhythm.flags.writeable = False

keys = st.integers(0, 2**64 - 1)
rhythms = st.sampled_from([FLAT, DAILY])


# -- quantiles


@given(st.floats(0, 128), st.floats(0, 0.999999))
def test_poisson_quantiles_are_those_of_the_law(mean, u):
    k = poisson_quantile(mean, u)
    assert stats.poisson.cdf(k, mean) > u - 1e-9
    assert k == 0 or stats.poisson.cdf(k - 1, mean) <= u + 1e-9


@given(st.floats(128.01, 1e6), st.floats(1e-6, 0.999999))
def test_large_poisson_quantiles_are_within_one(mean, u):
    assert abs(poisson_quantile(mean, u) - stats.poisson.ppf(u, mean)) <= 1


@given(st.floats(0, 2000), st.floats(0, 200), st.floats(0, 0.999999))
def test_poisson_quantiles_never_fall_as_the_mean_grows(mean, more, u):
    assert poisson_quantile(mean, u) <= poisson_quantile(mean + more, u) + (mean <= 128 < mean + more)


@given(st.floats(1, 1e6), st.floats(0, 0.999999))
def test_geometric_quantiles_are_those_of_the_law(mean, u):
    k = geometric_quantile(mean, u)
    assert k >= 1
    assert 1 - (1 - 1 / mean) ** k > u - 1e-9
    assert k == 1 or 1 - (1 - 1 / mean) ** (k - 1) <= u + 1e-9


# -- sessions


def sessions_of(key, account, rate, day):
    """The sessions of a day, cell by cell: (day, share, number), in order."""
    cells = days.cells_of(rate)
    found = []
    for cell in range(cells):
        of_cell = U(days.cell_key(U(key), account, day, cell))
        for place in range(days.cell_count(of_cell, rate, cells)):
            number = (day << days.DAY_BITS) | (cell << days.CELL_BITS) | place
            found.append((day, days.session_share(U(key), account, rate, number), number))
    return sorted(found)


def counts_of(key, rate, accounts):
    return np.array([len(sessions_of(key, v, rate, 3)) for v in range(accounts)])


@pytest.mark.parametrize("rate", [0.3, 12.0])
def test_sessions_of_a_day_are_poisson(rate):
    rate = float(np.float32(rate))
    out = counts_of(5, rate, 30_000)
    assert abs(out.mean() - rate) < 4 * np.sqrt(rate / len(out))
    assert abs(out.var() / rate - 1) < 4 * np.sqrt((2 + 1 / rate) / len(out))
    assert abs(out.mean() - 1.1 * rate) > 4 * np.sqrt(rate / len(out)), "a tenth more is told apart"


@given(rhythms, st.floats(0, 0.999999))
def test_moment_and_share_are_each_others_inverse(rhythm, share):
    second = days.moment(rhythm, share)
    assert 0 <= second < days.DAY
    assert days.share_before(rhythm, second) == pytest.approx(share, abs=1e-12)


def all_sessions(key, account, rate, first, last):
    """Every session of these days: (day, share, number), in order."""
    return [session for day in range(first, last) for session in sessions_of(key, account, rate, day)]


@given(keys, st.integers(0, 1000), st.floats(0.2, 30), rhythms, st.integers(0, 5), st.floats(0, 0.999))
def test_the_next_session_and_the_last_one(key, account, rate, rhythm, day, share):
    sessions = all_sessions(key, account, rate, -days.LONGEST_ABSENCE, 9)
    when, number = days.next_session(U(key), account, rate, rhythm, day, share, 9 * days.DAY)
    later = [s for s in sessions if s[:2] > (day, share)]
    if not later:
        assert when == days.NEVER
        return
    assert number == later[0][2]
    assert when == later[0][0] * days.DAY + days.moment(rhythm, later[0][1])
    before = [s for s in sessions if s[:2] < later[0][:2]]
    found, session = days.last_session(U(key), account, rate, rhythm, number)
    assert found < when
    if before and before[-1][0] > day - days.LONGEST_ABSENCE + 2:
        assert found == before[-1][0] * days.DAY + days.moment(rhythm, before[-1][1])
        assert session == before[-1][2]


def test_sessions_follow_the_rhythm():
    shares = [s[1] for v in range(60) for s in all_sessions(11, v, 12.0, 0, 20)]
    hours = np.floor([days.moment(DAILY, share) / days.HOUR for share in shares]).astype(int)
    observed = np.bincount(hours, minlength=24)
    law = np.diff(DAILY)
    assert stats.chisquare(observed, law * len(hours)).pvalue > 1e-4
    assert stats.chisquare(observed, np.full(24, len(hours) / 24)).pvalue < 1e-4, "a flat day is told apart"


# -- attention


def standings(key, account, session, others, count):
    draws = attention.others_key(U(key), account, session)
    best, found = 0.0, []
    for passed in range(count):
        best = attention.next_best(U(draws), passed, others, best)
        found.append(np.exp(best))
    return found


@pytest.mark.parametrize("others", [1, 3, 40])
def test_the_best_of_the_others_have_the_law_of_order_statistics(others):
    """The i-th largest of B uniforms is Beta(B - i + 1, i)."""
    count = min(others, 3)
    found = np.array([standings(child_int(9, r), 5, 77, others, count) for r in range(4000)])
    assert (np.diff(found, axis=1) < 0).all()
    for i in range(count):
        law = stats.beta(others - i, i + 1)
        assert stats.kstest(found[:, i], law.cdf).pvalue > 1e-4
    wrong = stats.beta(others + 1, 1)
    assert stats.kstest(found[:, 0], wrong.cdf).pvalue < 1e-4 or others == 40


def test_nobody_is_left_behind_the_last():
    assert attention.next_best(U(3), 2, 2, -1.0) == -np.inf


def looked_at(key, looks, others, candidates):
    """The rule by its definition: fewer than looks - j of the others are better than candidate j."""
    ranks = standings(key, 1, 2, others, others)
    order = sorted(range(len(candidates)), key=lambda i: -candidates[i])
    return {i for j, i in enumerate(order) if sum(r >= candidates[i] for r in ranks) < looks - j}


@given(
    keys,
    st.integers(1, 12),
    st.integers(0, 15),
    st.lists(st.floats(0.01, 0.99), unique=True, min_size=1, max_size=6),
    st.data(),
)
def test_a_higher_standing_never_costs_a_candidate_its_look(key, looks, others, candidates, data):
    chosen = data.draw(st.integers(0, len(candidates) - 1))
    before = looked_at(key, looks, others, candidates)
    raised = list(candidates)
    raised[chosen] += (1 - raised[chosen]) * data.draw(st.floats(0, 1))
    after = looked_at(key, looks, others, raised)
    assert chosen not in before or chosen in after
    fewer = looked_at(key, looks + 1, others, candidates)
    assert before <= fewer, "one more look takes none away"
