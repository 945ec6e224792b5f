"""Sessions to come, by time: a ring of bins by the minute, and a heap for the minute at hand.

An account waits for at most one session. To put it into a bin or take it out costs a few steps, however many wait;
within a minute the order is by time, and among equal times by account.

The rows of those who come next are asked for before they are needed: else each session would wait for the memory.
"""

import numpy as np

from sim.jit import leaf
from sim.lanes import prefetch
from sim.models.campaign.places import (
    AHEAD,
    BIN,
    BIN_SECONDS,
    BINS,
    FOLLOWING,
    HEAP,
    HEAP_LIST,
    INBOX,
    NEXT,
    NONE,
    OFFER_ROW,
    ROW,
    WAITING,
    WHEN,
)


@leaf
def bin_of(when):
    """The number of the bin in which this time lies; the ring's place is that modulo BINS."""
    return int(when / BIN_SECONDS)


@leaf
def _earlier(row, a, b):
    return row[a, WHEN] < row[b, WHEN] or (row[a, WHEN] == row[b, WHEN] and a < b)


@leaf
def _into_heap(row, lists, counter, account):
    place = counter[HEAP]
    counter[HEAP] += 1
    while place > 0:
        above = (place - 1) >> 1
        if not _earlier(row, account, np.int64(lists[HEAP_LIST, above])):
            break
        lists[HEAP_LIST, place] = lists[HEAP_LIST, above]
        place = above
    lists[HEAP_LIST, place] = account


@leaf
def wait(row, lists, bins, counter, account):
    """Let the account wait for the session at ``row[account, WHEN]``, which is not over yet."""
    counter[WAITING] += 1
    number = bin_of(row[account, WHEN])
    if number <= counter[BIN]:
        _into_heap(row, lists, counter, account)
        return
    row[account, FOLLOWING] = bins[number % BINS]
    bins[number % BINS] = account


@leaf
def look_ahead(row, lists, counter, offer):
    """Ask for the row of one more account of the next bin, and for the second offer of who comes next."""
    if counter[HEAP] > 0:
        first = np.int64(max(row[lists[HEAP_LIST, 0], INBOX], 0.0))
        prefetch(offer, np.int64(max(offer[first, NEXT], 0)) * OFFER_ROW)
    account = counter[AHEAD]
    if account != NONE:
        counter[AHEAD] = np.int64(row[account, FOLLOWING])
        prefetch(row, max(counter[AHEAD], 0) * ROW)


@leaf
def turn_to_next_bin(row, lists, bins, counter, person, offer):
    """Open the next bin: its accounts go into the heap, those of a later turn of the ring stay."""
    counter[BIN] += 1
    place = counter[BIN] % BINS
    account = np.int64(bins[place])
    bins[place] = NONE
    while account != NONE:
        following = np.int64(row[account, FOLLOWING])
        if bin_of(row[account, WHEN]) == counter[BIN]:
            prefetch(person, account * person.shape[2])
            prefetch(offer, np.int64(max(row[account, INBOX], 0.0)) * OFFER_ROW)
            _into_heap(row, lists, counter, account)
        else:
            row[account, FOLLOWING] = bins[place]
            bins[place] = account
        account = following
    counter[AHEAD] = np.int64(bins[(counter[BIN] + 1) % BINS])
    prefetch(row, max(counter[AHEAD], 0) * ROW)


@leaf
def take_first(row, lists, counter):
    """The account with the earliest session of the heap, which must not be empty."""
    first = np.int64(lists[HEAP_LIST, 0])
    counter[HEAP] -= 1
    counter[WAITING] -= 1
    last = np.int64(lists[HEAP_LIST, counter[HEAP]])
    place = 0
    while True:
        below = 2 * place + 1
        if below >= counter[HEAP]:
            break
        if below + 1 < counter[HEAP] and _earlier(
            row, np.int64(lists[HEAP_LIST, below + 1]), np.int64(lists[HEAP_LIST, below])
        ):
            below += 1
        if not _earlier(row, np.int64(lists[HEAP_LIST, below]), last):
            break
        lists[HEAP_LIST, place] = lists[HEAP_LIST, below]
        place = below
    lists[HEAP_LIST, place] = last
    return first
