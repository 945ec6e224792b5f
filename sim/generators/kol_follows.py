"""Who follows whom in a KOL-community network: alias tables, the draws of each slot, and the two tables of rows.

Inside these kernels an account is called by its place: accounts are placed community by community, so that what one
community needs lies together in memory. Draws are keyed by the account's id and its slot, and the place is translated
where the final rows are filled; so nothing that is drawn depends on the placing.
"""

from typing import Final, NamedTuple

import numpy as np

from sim.csr import BLOCK_BITS
from sim.jit import jit
from sim.randomness import U, below, child, uniform

ATTEMPTS: Final = 32
"""How often a slot is drawn again when it hits the account itself or one that it follows already."""
PATIENCE: Final = 16
"""After so many attempts a slot no longer looks inside the community or for a triangle, but anywhere."""
EMPTY: Final = -(2**31)
"""A slot that found nobody; a found account u stands as u, or as -1 - u where u follows back."""
STEPS: Final = 8
"""Steps of status for each doubling of the audience."""
LEVELS: Final = 256


ACCOUNT, INSIDE, ANYWHERE, CLOSING, START, SIZE, MARK, FOLLOWERS = range(8)
"""Columns of ``Places.slots``."""


class Places(NamedTuple):
    """What a draw of a slot reads; n places, by community.

    The columns of ``slots`` are the account at a place; how many of its slots look inside its community, then how many
    anywhere, then how many at whom a followed account follows; first place and size of its community; and what
    :func:`fill_follows` writes there: in whose row it was found last, and its followers. They lie in one row, half a
    line of the cache, because a place that is found is far away, and one miss must do for all that is asked of it.
    """

    slots: np.ndarray  # int32[n, 8]
    tables: np.ndarray  # uint64[2 n]: alias tables of the communities, chance of the place itself above and other place
    # below; then one of all places
    status: np.ndarray  # uint8[n]: the expected audience in steps of its logarithm


@jit
def fill_alias(starts, weights, scaled, stack, table):
    """Walker's alias tables, one for each range of ``starts`` (Vose 1991, IEEE Trans. Softw. Eng. 17:972).

    ``weights`` are positive whole numbers; ``scaled`` (float64[n]) and ``stack`` (int32[n]) are workspace.
    """
    for c in range(starts.shape[0] - 1):
        first, last = starts[c], starts[c + 1]
        total = 0.0
        for i in range(first, last):
            total += weights[i]
        low, high = first, last  # places below the mean from the left of the stack, the others from the right
        for i in range(first, last):
            scaled[i] = weights[i] * ((last - first) / total)
            if scaled[i] < 1.0:
                stack[low] = i
                low += 1
            else:
                high -= 1
                stack[high] = i
        while low > first and high < last:
            low -= 1
            small, large = stack[low], stack[high]
            table[small] = (U(scaled[small] * 4294967295.0) << U(32)) | U(large)
            scaled[large] -= 1.0 - scaled[small]
            if scaled[large] < 1.0:
                high += 1
                stack[low] = large
                low += 1
        while low > first:
            low -= 1
            table[stack[low]] = (U(0xFFFFFFFF) << U(32)) | U(stack[low])
        while high < last:
            table[stack[high]] = (U(0xFFFFFFFF) << U(32)) | U(stack[high])
            high += 1


@jit
def fill_slots(account, starts, inside, anywhere, closing, slots):
    """Rows of ``Places.slots``, which are zeros before; ``account`` are the accounts by community."""
    for c in range(starts.shape[0] - 1):
        for place in range(starts[c], starts[c + 1]):
            v = account[place]
            slots[place, ACCOUNT] = v
            slots[place, INSIDE] = inside[v]
            slots[place, ANYWHERE] = anywhere[v]
            slots[place, CLOSING] = closing[v]
            slots[place, START] = starts[c]
            slots[place, SIZE] = starts[c + 1] - starts[c]


@jit
def _look_up(tables, first, size, less, bits):
    """A place of a range, by its alias table: the upper half of the draw is the column, the lower the coin.

    ``less`` is taken from the column to have its place. There is no branch: the processor could not guess it.
    """
    column = first + below(bits, size)
    word = tables[column]
    other = np.int64(word & U(0xFFFFFFFF))
    return other + np.int64((bits & U(0xFFFFFFFF)) < (word >> U(32))) * (column - less - other)


@jit
def _direct(places, place, slot, own, attempt):
    """Where a slot that looks inside or anywhere ends up at an attempt; ``own`` is the key of the account."""
    n = places.status.shape[0]
    inside, start, size = places.slots[place, INSIDE], places.slots[place, START], places.slots[place, SIZE]
    within = np.int64(slot < inside) & np.int64(attempt < PATIENCE)
    bits = child(own, U(slot * ATTEMPTS + attempt))
    less = n - within * n
    return _look_up(places.tables, less + within * start, less + within * size, less, bits)


@jit
def _closing(places, row, direct, slot, own, attempt, key):
    """Whom a followed account follows: one of the row's direct finds at random, and one of its slots, drawn again."""
    bits = child(own, U(slot * ATTEMPTS + attempt))
    friend = np.int64(row[below(bits, direct)])
    account, inside, anywhere = (
        places.slots[friend, ACCOUNT],
        places.slots[friend, INSIDE],
        places.slots[friend, ANYWHERE],
    )
    chosen = np.int64(((bits & U(0xFFFFFFFF)) * U(inside + anywhere)) >> U(32))
    return _direct(places, friend, chosen, child(key, U(account)), np.int64(0))


@jit
def _fill_row(places, place, own, key, row):
    """The first attempt of every slot; nothing depends on what was found before, so that the processor can overlap."""
    of = places.slots[place]
    inside, direct = of[INSIDE], of[INSIDE] + of[ANYWHERE]
    start, size, n = np.int64(of[START]), np.int64(of[SIZE]), places.status.shape[0]
    for slot in range(inside):
        row[slot] = _look_up(places.tables, start, size, np.int64(0), child(own, U(slot * ATTEMPTS)))
    for slot in range(inside, direct):
        row[slot] = _look_up(places.tables, n, n, n, child(own, U(slot * ATTEMPTS)))
    _touch(places, row[:direct])
    for slot in range(direct, row.shape[0]):
        row[slot] = _closing(places, row, direct, slot, own, np.int64(0), key)
    _touch(places, row[direct:])


@jit
def _touch(places, row):
    """Read one word at each place of the row: these misses overlap, those of a loop with branches would not."""
    marks = np.int32(0)
    for slot in range(row.shape[0]):
        marks |= places.slots[row[slot], MARK]
    if marks < 0:  # never; but what is not used is not read
        row[0] = marks


@jit
def _settle_row(places, place, own, key, row):
    """Draw again what hits the account itself or one that stands in the row; returns how many are found."""
    direct = places.slots[place, INSIDE] + places.slots[place, ANYWHERE]
    found = 0
    places.slots[place, MARK] = place + 1
    for slot in range(row.shape[0]):
        other = np.int64(row[slot])
        attempt = 0
        while places.slots[other, MARK] == place + 1 and attempt < ATTEMPTS - 1:
            attempt += 1
            if slot < direct or attempt >= PATIENCE:
                other = _direct(places, place, slot, own, attempt)
            else:
                other = _closing(places, row, min(direct, found), slot, own, attempt, key)
        if places.slots[other, MARK] != place + 1:
            places.slots[other, MARK] = place + 1
            row[found] = other
            found += 1
    return found


@jit
def fill_follows(places, offsets, back, follow_key, back_key, rows):
    """Draw every slot of every account into ``rows``: the account u it found, -1 - u if u follows back, or EMPTY.

    ``back[s]`` is the chance that an account s steps of status above its follower follows back. ``offsets`` are the
    rows by place; followers are counted in ``places.slots``, whose last two columns start as zeros.
    """
    slots = places.slots
    for place in range(places.status.shape[0]):
        own = child(follow_key, U(slots[place, ACCOUNT]))
        coins = child(back_key, U(slots[place, ACCOUNT]))
        row = rows[offsets[place] : offsets[place + 1]]
        _fill_row(places, place, own, follow_key, row)
        found = _settle_row(places, place, own, follow_key, row)
        status = np.int64(places.status[place])
        both = np.int32(0)
        for slot in range(found):
            other = np.int64(row[slot])
            chance = back[max(0, np.int64(places.status[other]) - status)]
            mutual = np.int32(uniform(child(coins, U(slot))) < chance)
            slots[other, FOLLOWERS] += 1
            both += mutual
            row[slot] = slots[other, ACCOUNT] ^ -mutual  # u, or -1 - u: without a branch that nobody could guess
        slots[place, FOLLOWERS] += both
        for slot in range(found, row.shape[0]):
            row[slot] = EMPTY


@jit
def count_accounts(slots, offsets):
    """Followers into ``offsets[account + 2]``, and from counts to starts; one cursor ahead, as in csr.py."""
    for place in range(slots.shape[0]):
        offsets[np.int64(slots[place, ACCOUNT]) + 2] = slots[place, FOLLOWERS]
    for i in range(1, offsets.shape[0]):
        offsets[i] += offsets[i - 1]


@jit
def count_blocks(slots, counts):
    """Followers of each block of accounts, see csr.py."""
    for place in range(slots.shape[0]):
        counts[slots[place, ACCOUNT] >> BLOCK_BITS] += slots[place, FOLLOWERS]


@jit
def fill_audience(slots, row_offsets, rows, offsets, audience):
    """The rows of followers, not yet sorted; the two directions of a mutual follow may stand twice."""
    for place in range(slots.shape[0]):
        v = np.int64(slots[place, ACCOUNT])
        for e in range(row_offsets[place], row_offsets[place + 1]):
            entry = rows[e]
            if entry == EMPTY:
                break
            u = np.int64(entry if entry >= 0 else -1 - entry)
            audience[offsets[u + 1]] = v
            offsets[u + 1] += 1
            if entry < 0:
                audience[offsets[v + 1]] = u
                offsets[v + 1] += 1


@jit
def parcel_audience(slots, row_offsets, rows, cursor, place_of, audience):
    """As :func:`fill_audience`, but into blocks of rows."""
    for place in range(slots.shape[0]):
        v = np.int64(slots[place, ACCOUNT])
        for e in range(row_offsets[place], row_offsets[place + 1]):
            entry = rows[e]
            if entry == EMPTY:
                break
            u = np.int64(entry if entry >= 0 else -1 - entry)
            at = cursor[u >> BLOCK_BITS]
            cursor[u >> BLOCK_BITS] = at + 1
            place_of[at] = u & ((1 << BLOCK_BITS) - 1)
            audience[at] = v
            if entry < 0:
                at = cursor[v >> BLOCK_BITS]
                cursor[v >> BLOCK_BITS] = at + 1
                place_of[at] = v & ((1 << BLOCK_BITS) - 1)
                audience[at] = u


@jit
def sample_follows(places, follow_key, sample_key, accounts, most, above):
    """Look at the direct slots of some accounts: (slots looked at, how many of them are mutual by chance).

    ``above[s]`` counts those in which the followed is s steps of status above the follower (0 if not above).
    """
    n = places.status.shape[0]
    count = mutual = 0
    for i in range(accounts):
        place = below(child(sample_key, U(i)), n)
        own = child(follow_key, U(places.slots[place, ACCOUNT]))
        for slot in range(places.slots[place, INSIDE] + places.slots[place, ANYWHERE]):
            if count == most:
                return count, mutual
            other = _direct(places, place, slot, own, np.int64(0))
            above[max(0, np.int64(places.status[other]) - np.int64(places.status[place]))] += 1
            count += 1
            theirs = child(follow_key, U(places.slots[other, ACCOUNT]))
            for back in range(places.slots[other, INSIDE] + places.slots[other, ANYWHERE]):
                if other != place and _direct(places, other, back, theirs, np.int64(0)) == place:
                    mutual += 1
                    break
    return count, mutual
