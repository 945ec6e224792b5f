"""Who has clicked on something of the brand, and who of them comes first where something is shown to them again.

They are listed in the order of their first clicks, so to look through them costs as much as there are of them. Who is
there just then lines up by a rank that is drawn for each: a binary heap (Williams 1964, Communications of the ACM
7:347), from which one after the other is taken, so the first ones cost no sorting of the rest.
"""

import numpy as np

from sim.jit import inner_leaf
from sim.models.campaign.places import (
    CLICKED,
    CLICKED_AT,
    CLICKER,
    CLICKERS,
    CONTACT_ACCOUNT,
    LINED_UP,
    NONE,
    RANK,
    WHO,
)


@inner_leaf
def click(work, contact, post, now):
    """The contact clicks; at its first click it is listed."""
    if work.contact[contact, CLICKED] == NONE:
        work.contact[work.counter[CLICKERS], CLICKER] = work.contact[contact, CONTACT_ACCOUNT]
        work.counter[CLICKERS] += 1
    work.contact[contact, CLICKED], work.contact[contact, CLICKED_AT] = post, now


@inner_leaf
def clicker(work, place):
    """The account that was number ``place`` to click."""
    return np.int64(work.contact[place, CLICKER])


@inner_leaf
def _is_before(work, rank, who, place):
    other = work.candidate[place, RANK]
    return rank < other or (rank == other and who < work.candidate[place, WHO])


@inner_leaf
def _put(work, place, rank, who):
    work.candidate[place, RANK], work.candidate[place, WHO] = rank, who


@inner_leaf
def line_up(work, account, rank):
    """The account lines up; there must be room."""
    who, place = np.float64(account), work.counter[LINED_UP]
    work.counter[LINED_UP] += 1
    while place > 0:
        above = (place - 1) >> 1
        if not _is_before(work, rank, who, above):
            break
        _put(work, place, work.candidate[above, RANK], work.candidate[above, WHO])
        place = above
    _put(work, place, rank, who)


@inner_leaf
def take_next(work):
    """The account of the least rank, and among equal ones of the least id, leaves the line; there must be one."""
    first = np.int64(work.candidate[0, WHO])
    work.counter[LINED_UP] -= 1
    count = work.counter[LINED_UP]
    who, rank = work.candidate[count, WHO], work.candidate[count, RANK]
    place = np.int64(0)
    while True:
        below = 2 * place + 1
        if below >= count:
            break
        if below + 1 < count and _is_before(
            work, work.candidate[below + 1, RANK], work.candidate[below + 1, WHO], below
        ):
            below += 1
        if _is_before(work, rank, who, below):
            break
        _put(work, place, work.candidate[below, RANK], work.candidate[below, WHO])
        place = below
    _put(work, place, rank, who)
    return first
