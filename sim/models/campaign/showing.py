"""Impressions outside the feed of followed accounts: what the platform recommends, and what is paid for.

Both are given at a tick to accounts that are in a session just then. They are walked in an order of their own for each
post and tick, until so many impressions are given as are due: a keyed permutation of all accounts, or of those that a
push is aimed at; who has clicked before, where it goes to those alone, by a rank that is drawn for each. So the work is
that of the impressions, or of those who may be shown them, and a post that is due more reaches all those that it would
have reached with less, and others.
"""

import numpy as np

from sim.arithmetic import logistic
from sim.jit import inner, inner_leaf, leaf
from sim.lanes import prefetch
from sim.models.campaign.attention import ad_slots_of, looks_of
from sim.models.campaign.clickers import clicker, line_up, take_next
from sim.models.campaign.days import (
    CELL_BITS,
    DAY,
    DAY_BITS,
    cell_count,
    cell_key,
    cells_of,
    most_in_cell,
    share_before,
    share_in_cell,
)
from sim.models.campaign.pairs import show_again, times_shown
from sim.models.campaign.places import (
    AD_LOAD,
    ADS,
    AUTHOR,
    CAP,
    CLICKERS,
    DONE,
    GIVEN,
    ITEM,
    LEFT,
    LINED_UP,
    LOOKS_MEAN,
    MATCHES,
    MORE_CANDIDATES,
    NONE,
    OFTEN,
    OPTED_OUT,
    ORIGIN,
    OUT_MATCH,
    PLATFORM,
    PUSH_OF_RIVAL,
    PUSH_ORDINAL,
    RECOMMENDED,
    RETARGETS,
    SHOWN_COUNT,
    SLOT_SECONDS,
    TARGETED,
    TICK_SECONDS,
    WALKED,
)
from sim.models.campaign.posts import seat_word
from sim.models.campaign.response import succeeds, tie_trust
from sim.models.campaign.seeing import room_for_impressions, see
from sim.randomness import GRANT, U, child, uniform

ROUNDS = 4
MANY_ROUNDS = 12
SMALL = 12
"""Numbers of fewer bits take more rounds: four of so small functions would leave some orders out."""
MOST_AT_ONCE = 8
"""Sessions of an account in one tick that may be given an ad each."""
PUSH_THINGS = 1 << 30
"""Pushes are counted beside origins in the table of what was shown, from this number on."""
SLOT_THINGS = 1 << 31
"""And from this number on, sessions of a slot of which competitors' ads have taken something."""
SLOT_BITS, PLATFORM_BITS, NTH_BITS = 26, 2, 3
"""Bits of such a number for the slot, the platform, and which of the account's sessions in the slot it is."""


@leaf
def bits_of(count):
    """Bits of the numbers 0 ... count - 1, at least 2."""
    bits = 2
    while (1 << bits) < count:
        bits += 1
    return bits


@leaf
def permuted(key, place, count, bits):
    """Place ``place`` of a keyed permutation of 0 ... count - 1.

    A Feistel network (Luby and Rackoff 1988, SIAM J. Computing 17:373) on the next power of two, whose two parts differ
    by a bit where that is odd, walked on until it comes back inside (Black and Rogaway 2002, CT-RSA, "cycle walking").
    """
    low_bits, rounds = U(bits >> 1), MANY_ROUNDS if bits < SMALL else ROUNDS
    low_mask, high_mask = U((1 << (bits >> 1)) - 1), U((1 << (bits - (bits >> 1))) - 1)
    word = U(place)
    while True:
        high, low = word >> low_bits, word & low_mask
        for turn in range(0, rounds, 2):
            high ^= child(key, (U(turn) << U(32)) | low) & high_mask
            low ^= child(key, (U(turn + 1) << U(32)) | high) & low_mask
        word = (high << low_bits) | low
        if word < U(count):
            return np.int64(word)


@leaf
def session_within(key, account, rate, day, low, high, nth):
    """The number of the nth session (from 0) with low <= its share of the day < high, or NONE."""
    cells, passed = cells_of(rate), 0
    for cell in range(int(low * cells), min(int(high * cells) + 1, cells)):
        of_cell = cell_key(key, account, day, cell)
        may_be = False  # hardly anybody is there just now, and that is seen without knowing how many sessions there are
        for i in range(most_in_cell(rate, cells, uniform(child(of_cell, U(0))))):
            may_be = may_be or low <= share_in_cell(of_cell, cell, i, cells) < high
        for i in range(cell_count(of_cell, rate, cells) if may_be else 0):
            if low <= share_in_cell(of_cell, cell, i, cells) < high:
                if passed == nth:
                    return (day << DAY_BITS) | (cell << CELL_BITS) | i
                passed += 1
    return NONE


@inner_leaf
def follows(world, who, whom):
    """Does ``who`` follow ``whom``?"""
    low, high = world.offsets[whom], world.offsets[whom + 1]
    while low < high:
        middle = (low + high) >> 1
        if world.audience[middle] < who:
            low = middle + 1
        else:
            high = middle
    return low < world.offsets[whom + 1] and world.audience[low] == who


@inner_leaf
def is_among(planned, push, account):
    """Is the account in the list of those that the push is aimed at, or is it aimed at all?"""
    low, end = planned.aimed_from[push], planned.aimed_from[push + 1]
    high = end
    while low < high:
        middle = (low + high) >> 1
        if planned.aimed[middle] < account:
            low = middle + 1
        else:
            high = middle
    return planned.push[push, TARGETED] == 0.0 or (low < end and planned.aimed[low] == account)


@inner_leaf
def walked_at(world, planned, draws, place, first, count, bits, aimed):
    """The account at a place of the walk, whose row is asked for (0 after the last place)."""
    account = np.int64(0)
    if place < count:
        account = permuted(draws, place, count, bits)
        if aimed:
            account = np.int64(planned.aimed[first + account])
    prefetch(world.person, account * world.person.shape[1])
    return account


@inner_leaf
def may_have_more(planned, work, account, channel, push):
    """Has the account not been shown an ad too often?"""
    return channel != ADS or times_shown(work, PUSH_THINGS + push, account) < planned.push[push, CAP]


@inner_leaf
def line_up_clickers(world, planned, work, key, push, draws, day, low, high):
    """Who has clicked, may be targeted and is there just now lines up, by a rank of its own; there must be room."""
    work.counter[LINED_UP] = 0
    for place in range(work.counter[CLICKERS]):
        account = clicker(work, place)
        if world.person[account, OPTED_OUT] == 0.0 and is_among(planned, push, account):
            rate = np.float64(world.person[account, OFTEN])
            if session_within(key, seat_word(world, account), rate, day, low, high, np.int64(0)) != NONE:
                line_up(work, account, uniform(child(draws, U(account))))


@inner_leaf
def slot_thing(world, slot, nth):
    """What stands for an account's ``nth`` session in a slot in the table of what was shown."""
    word = ((slot & ((1 << SLOT_BITS) - 1)) << PLATFORM_BITS) | np.int64(world.numbers[PLATFORM])
    return SLOT_THINGS + ((word << NTH_BITS) | nth)


@inner_leaf
def may_be_shown(world, work, key, account, session, post, channel, slot, nth):
    """May this account, in this session, be given this post by this channel? An ad needs a look for ads which no
    competitor's ad has taken before."""
    if channel == ADS:
        word = seat_word(world, account)
        looks = looks_of(key, word, session, world.numbers[LOOKS_MEAN])
        slots = ad_slots_of(key, word, session, looks, world.numbers[AD_LOAD])
        return slots > 0 and times_shown(work, slot_thing(world, slot, nth), account) < slots
    if times_shown(work, np.int64(work.post[post, ORIGIN]), account) > 0:
        return False
    author = np.int64(work.post[post, AUTHOR])
    return account != author and not follows(world, account, author)


@inner_leaf
def is_interested(world, draws, account, item):
    """Does the platform think that the post is for this account? More likely with its interest in the item."""
    match = np.float64(world.person[account, MATCHES + item])
    return succeeds(child(draws, U(account) | U(1 << 40)), logistic(world.numbers[OUT_MATCH] * match))


@inner
def show(world, planned, work, key, post, channel, push, turn):
    """Go on giving the impressions that are left to be given; DONE, or what is full (and then call again).

    ``turn`` is the number of the tick for what is recommended, and of the slot for what is bought.
    """
    step = world.numbers[TICK_SECONDS if channel == RECOMMENDED else SLOT_SECONDS]
    now = turn * step
    day = int(now / DAY)
    low = share_before(world.rhythm, now - day * DAY)
    high = share_before(world.rhythm, min(now - day * DAY + step, DAY))
    word = turn  # a push is known by its ordinal: its place would move with what else is bought
    if channel != RECOMMENDED:
        word = ((1 + np.int64(planned.push[push, PUSH_ORDINAL])) << 32) | turn
    draws = child(child(work.post_key[post], U(GRANT)), U(word))
    retargets = channel != RECOMMENDED and planned.push[push, RETARGETS] != 0.0
    if retargets and work.counter[WALKED] == 0:
        if work.counter[CLICKERS] > work.candidate.shape[0]:
            return MORE_CANDIDATES
        line_up_clickers(world, planned, work, key, push, draws, day, low, high)
    aimed = channel != RECOMMENDED and planned.push[push, TARGETED] != 0.0
    first = planned.aimed_from[push] if aimed else 0
    count = planned.aimed_from[push + 1] - first if aimed else world.person.shape[0]
    bits = bits_of(count)
    item = np.int64(work.post[post, ITEM])
    at_once = MOST_AT_ONCE if channel == ADS else 1  # an ad may be shown in each session, a post only once
    coming = walked_at(world, planned, draws, work.counter[WALKED], first, count, bits, aimed)
    second = walked_at(world, planned, draws, work.counter[WALKED] + 1, first, count, bits, aimed)
    third = walked_at(world, planned, draws, work.counter[WALKED] + 2, first, count, bits, aimed)
    while work.counter[LEFT] > 0 and (work.counter[LINED_UP] > 0 if retargets else work.counter[WALKED] < count):
        full = room_for_impressions(work, np.int64(2 * MOST_AT_ONCE))
        if full != DONE:
            return full
        account = coming
        if retargets:
            account = take_next(work)
        else:  # rows are asked for while those before them are looked at
            coming, second = second, third
            third = walked_at(world, planned, draws, work.counter[WALKED] + 3, first, count, bits, aimed)
        work.counter[WALKED] += 1
        rate = np.float64(world.person[account, OFTEN])
        for nth in range(at_once):
            if work.counter[LEFT] == 0:
                break
            session = session_within(key, seat_word(world, account), rate, day, low, high, np.int64(nth))
            if session == NONE or (channel == RECOMMENDED and not is_interested(world, draws, account, item)):
                break
            if channel != RECOMMENDED and not may_have_more(planned, work, account, channel, push):
                break
            if may_be_shown(world, work, key, account, session, post, channel, turn, np.int64(nth)):
                see(world, planned, work, key, account, post, channel, tie_trust(world, channel, np.int64(0)), now)
                work.counter[LEFT] -= 1
                if channel == RECOMMENDED:
                    work.tally[np.int64(work.post[post, ORIGIN]), GIVEN] += 1.0
                else:
                    work.bought[push, SHOWN_COUNT] += 1
                    show_again(work, PUSH_THINGS + push, account)
                    if planned.push[push, PUSH_OF_RIVAL] != 0.0:
                        show_again(work, slot_thing(world, turn, np.int64(nth)), account)
    return DONE
