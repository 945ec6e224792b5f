"""When an account looks at its feed: sessions drawn by (account, day), so that all plans meet the same ones.

Sessions are a Poisson process in the day's rhythm: their number on a day is Poisson, their times follow the rhythm. A
day is cut into cells of equal shares of the sessions, about one session each, and what happens in a cell is keyed by
(account, day, cell): to find the next session or the last one costs a few cells, however many sessions a day has.

A session is known by its number, which stands in the keys of all that is drawn for it: the day, the cell and its place
among those of the cell, in the bits of one whole number.
"""

from typing import Final

from sim.arithmetic.counts import poisson_quantile
from sim.jit import jit, leaf
from sim.randomness import SESSIONS, U, child, uniform

DAY: Final = 86400.0
"""Seconds."""
HOUR: Final = 3600.0
CELL_BITS: Final = 8
DAY_BITS: Final = 20
MOST_CELLS: Final = 1 << (DAY_BITS - CELL_BITS)
"""Cells of a day, at most: whoever is there more often has several sessions in each."""
MOST_IN_A_CELL: Final = 1 << CELL_BITS
LONGEST_ABSENCE: Final = 60
"""Days: who has not been there for so long is taken to have been there then."""
NEVER: Final = 1e300
"""A time that does not come."""
NO_MORE: Final = 2e300
"""Nor will any later one: the account is not there again before the end."""
NO_SHARE: Final = 2.0
"""In the place of a share of the day: there is no such session."""


@leaf
def cells_of(rate):
    """Into how many cells the account's days are cut: about one session each."""
    return min(int(rate) + 1, MOST_CELLS)


@leaf
def cell_key(key, account, day, cell):
    """The key of what happens in a cell."""
    return child(child(child(child(key, U(SESSIONS)), U(account)), U(day)), U(cell))


@leaf
def most_in_cell(rate, cells, u):
    """No more sessions than this are in a cell where :func:`cell_count` draws ``u``: known without an exponential.

    A cell has one session on average, or less; these are sums of the Poisson law of mean 1, rounded down.
    """
    if rate > cells or u >= 0.9810118:
        return MOST_IN_A_CELL - 1
    return (u >= 0.3678794) + (u >= 0.7357588) + (u >= 0.9196986)


@leaf
def cell_count(of_cell, rate, cells):
    """How many sessions a cell has; ``rate`` is the account's mean a day."""
    u = uniform(child(of_cell, U(0)))
    if most_in_cell(rate, cells, u) == 0:
        return 0
    return min(poisson_quantile(rate / cells, u), MOST_IN_A_CELL - 1)


@leaf
def share_in_cell(of_cell, cell, place, cells):
    """Where in its day session number ``place`` of a cell lies: the share of all sessions of a day before it."""
    return (cell + uniform(child(of_cell, U(place + 1)))) / cells


@leaf
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


@leaf
def share_before(rhythm, second):
    """The share of a day's sessions before this second of the day: the other way around."""
    hour = min(int(second / HOUR), rhythm.shape[0] - 2)
    return rhythm[hour] + (second / HOUR - hour) * (rhythm[hour + 1] - rhythm[hour])


@leaf
def session_share(key, account, rate, session):
    """Where in its day a session lies: the share of all sessions before it."""
    cell = (session >> CELL_BITS) & (MOST_CELLS - 1)
    of_cell = cell_key(key, account, session >> DAY_BITS, cell)
    return share_in_cell(of_cell, cell, session & (MOST_IN_A_CELL - 1), cells_of(rate))


@jit
def first_after(key, account, rate, day, share):
    """Of the day's sessions the first with a larger share: (its share, its number); NO_SHARE if there is none."""
    cells = cells_of(rate)
    for cell in range(int(max(share, 0.0) * cells), cells):
        of_cell = cell_key(key, account, day, cell)
        best, place = NO_SHARE, 0
        for i in range(cell_count(of_cell, rate, cells)):
            other = share_in_cell(of_cell, cell, i, cells)
            if share < other < best:
                best, place = other, i
        if best < NO_SHARE:
            return best, (day << DAY_BITS) | (cell << CELL_BITS) | place
    return NO_SHARE, 0


@jit
def last_before(key, account, rate, day, share):
    """Of the day's sessions the last with a smaller share: (its share, its number); share -1 if there is none."""
    cells = cells_of(rate)
    for cell in range(int(min(share, 1.0) * cells) if share < 1.0 else cells - 1, -1, -1):
        of_cell = cell_key(key, account, day, cell)
        best, place = -1.0, 0
        for i in range(cell_count(of_cell, rate, cells)):
            other = share_in_cell(of_cell, cell, i, cells)
            if best < other < share:
                best, place = other, i
        if best >= 0.0:
            return best, (day << DAY_BITS) | (cell << CELL_BITS) | place
    return -1.0, 0


@leaf
def next_session(key, account, rate, rhythm, day, share, end):
    """The first session after this share of this day and before ``end``: (when, its number); (NEVER, 0) if none is."""
    while day * DAY < end:
        found, session = first_after(key, account, rate, day, share)
        if found < NO_SHARE:
            when = day * DAY + moment(rhythm, found)
            return (when, session) if when < end else (NEVER, 0)
        day += 1
        share = -1.0
    return NEVER, 0


@leaf
def last_session(key, account, rate, rhythm, session):
    """(when, number) of the session before this one; days before the campaign count too."""
    day = session >> DAY_BITS
    share = session_share(key, account, rate, session)
    for _ in range(LONGEST_ABSENCE):
        found, before = last_before(key, account, rate, day, share)
        if found >= 0.0:
            return day * DAY + moment(rhythm, found), before
        day -= 1
        share = 2.0
    return day * DAY, day << DAY_BITS
