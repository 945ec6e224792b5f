"""Who thinks it over: leads whose time to order has not come yet, in a heap by that time.

A binary heap (Williams 1964, Communications of the ACM 7:347): each costs the logarithm of how many wait, and who does
not wait costs nothing. At equal times accounts come by id, and what one account waits for in the order of its clicks.
"""

import numpy as np

from sim.arithmetic import exp
from sim.jit import inner_leaf
from sim.models.campaign.days import DAY, NEVER
from sim.models.campaign.places import (
    DAYS,
    ORDER_DELAY,
    ORDER_DELAY_SPREAD,
    PENDING,
    PENDING_ACCOUNT,
    PENDING_AT,
    PENDING_POST,
    PENDING_ROW,
    PENDING_TURN,
    SEEN,
)
from sim.models.campaign.response import normal
from sim.randomness import U, child

HOW_LONG = 71
"""In the place of an action: how long a lead takes to order."""


@inner_leaf
def wait_of(world, draws):
    """Seconds from a click to the decision to order, lognormal; 0 where the median is."""
    if world.numbers[ORDER_DELAY] == 0.0:
        return 0.0
    return world.numbers[ORDER_DELAY] * exp(world.numbers[ORDER_DELAY_SPREAD] * normal(child(draws, U(HOW_LONG))))


@inner_leaf
def next_decision(world, work):
    """When the next lead decides: a second before the end, or NEVER."""
    if work.counter[PENDING] == 0 or work.pending[0, PENDING_AT] >= world.numbers[DAYS] * DAY:
        return NEVER
    return work.pending[0, PENDING_AT]


@inner_leaf
def _is_before(work, at, account, turn, place):
    row = work.pending[place]
    if at != row[PENDING_AT]:
        return at < row[PENDING_AT]
    return account < row[PENDING_ACCOUNT] or (account == row[PENDING_ACCOUNT] and turn < row[PENDING_TURN])


@inner_leaf
def _put(work, place, at, account, post, turn):
    row = work.pending[place]
    row[PENDING_AT], row[PENDING_ACCOUNT], row[PENDING_POST], row[PENDING_TURN] = at, account, post, turn


@inner_leaf
def put_off(work, account, post, at):
    """The lead will decide at this second; there must be room."""
    who, turn, place = np.float64(account), np.float64(work.counter[SEEN]), work.counter[PENDING]
    work.counter[PENDING] += 1
    while place > 0:
        above = (place - 1) >> 1
        if not _is_before(work, at, who, turn, above):
            break
        for column in range(PENDING_ROW):
            work.pending[place, column] = work.pending[above, column]
        place = above
    _put(work, place, at, who, np.float64(post), turn)


@inner_leaf
def take_pending(work):
    """The lead that decides first leaves the heap; there must be one."""
    work.counter[PENDING] -= 1
    count = work.counter[PENDING]
    at, who, turn = (
        work.pending[count, PENDING_AT],
        work.pending[count, PENDING_ACCOUNT],
        work.pending[count, PENDING_TURN],
    )
    post, place = work.pending[count, PENDING_POST], np.int64(0)
    while True:
        below = 2 * place + 1
        if below >= count:
            break
        row = work.pending[min(below + 1, count - 1)]
        if _is_before(work, row[PENDING_AT], row[PENDING_ACCOUNT], row[PENDING_TURN], below):
            below += 1
        if _is_before(work, at, who, turn, below):
            break
        for column in range(PENDING_ROW):
            work.pending[place, column] = work.pending[below, column]
        place = below
    _put(work, place, at, who, post, turn)
