"""When an account looks at its feed: sessions of a day, drawn by (account, day), so that all plans meet the same ones.

The number of sessions of a day is Poisson, their times follow the day's rhythm. A session is known by its number
``day * MOST_SESSIONS + i``, which stands in the keys of all that is drawn for it. To find the next one or the last one
costs the sessions of a day, not of the campaign.
"""

from typing import Final

import numpy as np

from sim.arithmetic.counts import poisson_quantile
from sim.jit import jit
from sim.randomness import SESSION_TIME, SESSIONS, U, child, uniform

DAY: Final = 86400.0
"""Seconds."""
HOUR: Final = 3600.0
MOST_SESSIONS: Final = 1024
"""Sessions of a day that no account exceeds."""
LONGEST_ABSENCE: Final = 60
"""Days: who has not been there for so long is taken to have been there then."""
NEVER: Final = 1e300
"""A time that does not come."""
NO_MORE: Final = 2e300
"""Nor will any later one: the account is not there again before the end."""


@jit
def session_count(key, account, day, rate):
    """How many sessions the account has on this day; ``rate`` is its mean."""
    u = uniform(child(child(child(key, U(SESSIONS)), U(account)), U(day)))
    return min(poisson_quantile(np.float64(rate), u), MOST_SESSIONS - 1)


@jit
def moment(rhythm, share):
    """The second of the day before which this share of all sessions happens; ``rhythm`` is their sum by hour."""
    low, high = 0, rhythm.shape[0] - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if rhythm[middle] <= share:
            low = middle
        else:
            high = middle
    return (low + (share - rhythm[low]) / (rhythm[high] - rhythm[low])) * HOUR


@jit
def share_before(rhythm, second):
    """The share of a day's sessions before this second of the day: the other way around."""
    hour = min(int(second // HOUR), rhythm.shape[0] - 2)
    return rhythm[hour] + (second / HOUR - hour) * (rhythm[hour + 1] - rhythm[hour])


@jit
def session_share(key, account, session):
    """Where in its day a session lies: the share of all sessions before it, uniform from 0 to 1."""
    times = child(child(child(key, U(SESSION_TIME)), U(account)), U(session // MOST_SESSIONS))
    return uniform(child(times, U(session % MOST_SESSIONS)))


@jit
def earliest_above(key, account, day, rate, above):
    """Of the day's sessions the first with a share above this one: (its share, its place); share 2 if there is none."""
    times = child(child(child(key, U(SESSION_TIME)), U(account)), U(day))
    best, place = 2.0, 0
    for i in range(session_count(key, account, day, rate)):
        share = uniform(child(times, U(i)))
        if above < share < best:
            best, place = share, i
    return best, place


@jit
def latest_below(key, account, day, rate, below):
    """Of the day's sessions the last with a share below this one: (its share, its place); share -1 if there is none."""
    times = child(child(child(key, U(SESSION_TIME)), U(account)), U(day))
    best, place = -1.0, 0
    for i in range(session_count(key, account, day, rate)):
        share = uniform(child(times, U(i)))
        if best < share < below:
            best, place = share, i
    return best, place


@jit
def next_session(key, account, rate, rhythm, day, share, end):
    """The first session after this share of this day and before ``end``: (when, its number); (NEVER, 0) if none is."""
    while day * DAY < end:
        found, place = earliest_above(key, account, day, rate, share)
        if found < 2.0:
            when = day * DAY + moment(rhythm, found)
            return (when, day * MOST_SESSIONS + place) if when < end else (NEVER, 0)
        day += 1
        share = -1.0
    return NEVER, 0


@jit
def last_session(key, account, rate, rhythm, session):
    """When the account was there before this session; days before the campaign count too."""
    day = session // MOST_SESSIONS
    share = session_share(key, account, session)
    for _ in range(LONGEST_ABSENCE):
        found, _ = latest_below(key, account, day, rate, share)
        if found >= 0.0:
            return day * DAY + moment(rhythm, found)
        day -= 1
        share = 2.0
    return day * DAY
