"""Sessions to come, by time: a ring of bins by the minute, and a heap for the minute at hand.

An account waits for at most one session. To put it into a bin or take it out costs a few steps, however many wait;
within a minute the order is by time, and among equal times by account.
"""

import numpy as np

from sim.jit import jit
from sim.models.campaign.state import BIN, BIN_SECONDS, BINS, HEAP, NONE, WAITING


@jit
def bin_of(when):
    """The number of the bin in which this time lies; the ring's place is that modulo BINS."""
    return int(when // BIN_SECONDS)


@jit
def _earlier(work, a, b):
    return work.when[a] < work.when[b] or (work.when[a] == work.when[b] and a < b)


@jit
def _into_heap(work, account):
    place = work.counter[HEAP]
    work.counter[HEAP] += 1
    while place > 0:
        above = (place - 1) >> 1
        if not _earlier(work, account, np.int64(work.heap[above])):
            break
        work.heap[place] = work.heap[above]
        place = above
    work.heap[place] = account


@jit
def wait(work, account):
    """Let the account wait for the session at ``work.when[account]``, which is not over yet."""
    work.counter[WAITING] += 1
    number = bin_of(work.when[account])
    if number <= work.counter[BIN]:
        _into_heap(work, account)
        return
    work.following[account] = work.bins[number % BINS]
    work.bins[number % BINS] = account


@jit
def turn_to_next_bin(work):
    """Open the next bin: its accounts go into the heap, those of a later turn of the ring stay."""
    work.counter[BIN] += 1
    place = work.counter[BIN] % BINS
    account = np.int64(work.bins[place])
    work.bins[place] = NONE
    while account != NONE:
        following = np.int64(work.following[account])
        if bin_of(work.when[account]) == work.counter[BIN]:
            _into_heap(work, account)
        else:
            work.following[account] = work.bins[place]
            work.bins[place] = account
        account = following


@jit
def take_first(work):
    """The account with the earliest session of the heap, which must not be empty."""
    first = np.int64(work.heap[0])
    work.counter[HEAP] -= 1
    work.counter[WAITING] -= 1
    last = np.int64(work.heap[work.counter[HEAP]])
    place = 0
    while True:
        below = 2 * place + 1
        if below >= work.counter[HEAP]:
            break
        if below + 1 < work.counter[HEAP] and _earlier(
            work, np.int64(work.heap[below + 1]), np.int64(work.heap[below])
        ):
            below += 1
        if not _earlier(work, np.int64(work.heap[below]), last):
            break
        work.heap[place] = work.heap[below]
        place = below
    work.heap[place] = last
    return first
