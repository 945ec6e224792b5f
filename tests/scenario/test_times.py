"""Times and lengths of time: what is read, how posts are spread, what is refused."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.times import DAY, HOUR, last_second, moment_text, seconds, span, whole_days


def test_days_count_from_one():
    assert span("day 1").start == 0
    assert span("day 2 06:30").start == DAY + 6.5 * HOUR
    week = span("day 1..7")
    assert (week.start, week.end, week.daily, week.days) == (0, 7 * DAY, False, 7)
    evenings = span("day 2..4 20:00")
    assert evenings.daily
    assert evenings.start == DAY + 20 * HOUR
    assert span("day 1..day 7") == type(week)("day 1..day 7", 0, 7 * DAY)


def test_a_day_is_a_moment_for_a_post_and_a_day_for_money():
    assert span("day 3").is_moment
    assert whole_days(span("day 3")).end == 3 * DAY
    assert whole_days(span("day 3 20:00")).is_moment


def test_the_last_second_decides_about_the_horizon():
    assert last_second(span("day 7 20:00")) == 6 * DAY + 20 * HOUR
    assert last_second(span("day 5..7 20:00")) == 6 * DAY + 20 * HOUR
    assert last_second(span("day 5..7")) == 7 * DAY


@given(st.integers(1, 9), st.integers(0, 5), st.integers(1, 40), st.booleans())
def test_moments_are_even_and_inside(first, more, count, clock):
    when = span(f"day {first}..{first + more}" + (" 20:00" if clock else ""))
    found = when.moments(count)
    assert len(found) == count
    assert found == sorted(found)
    assert when.start <= found[0]
    assert found[-1] <= last_second(when)
    if clock:
        days = [int(at // DAY) for at in found]
        counts = [days.count(day) for day in range(first - 1, first + more)]
        assert max(counts) - min(counts) <= 1
    else:
        gaps = {round(b - a, 3) for a, b in itertools.pairwise(found)}
        assert len(gaps) <= 1


@given(st.integers(0, 3649), st.integers(0, 1439))
def test_a_moment_in_words_reads_back(day, minute):
    at = day * DAY + minute * 60.0
    assert span(moment_text(at)).start == at


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("day 0", "day 0"),
        ("day 4000", "day 4000"),
        ("day 1 24:00", "24:00"),
        ("day 1 9:61", "9:61"),
        ("day 5..3", "ends before it begins"),
        ("day 2 10:00..day 2 09:00", "ends before it begins"),
        ("tomorrow", "a time is written as"),
        ("day 1 20:00 ", "a time is written as"),
        ("Day 1", "a time is written as"),
        (3, "a time is written as"),
        (None, "a time is written as"),
        ("day ١", "a time is written as"),
        ("day 1" * 100, "a time is written as"),
    ],
)
def test_times_that_are_refused(text, told):
    with pytest.raises(ValueError, match=told):
        span(text)


@pytest.mark.parametrize(
    "text", ["0 days", "-1 days", "4000 days", "7", 7, "week", "1e3 days", "7  days", "99999999 h"]
)
def test_lengths_that_are_refused(text):
    with pytest.raises(ValueError, match=r"length of time|must be above 0"):
        seconds(text)
