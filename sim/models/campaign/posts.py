"""Posts: their keys, when they come out, and the offers that come from them.

A post is known by what it is: item, author, kind, and its ordinal by time among the author's posts of that item and
kind. That is its key in every draw, so one more post, or another order of the plan's list, changes no draw of another.
"""

import numpy as np

from sim.jit import inner_leaf, leaf
from sim.lanes import prefetch
from sim.models.campaign.calendar import wait
from sim.models.campaign.days import DAY, NEVER, NO_MORE, next_session, share_before
from sim.models.campaign.places import (
    AUTHOR,
    DAYS,
    DUE,
    DUE_POST,
    ENDS,
    FIRST,
    FIRST_SEAT,
    FREE,
    INBOX,
    ITEM,
    KIND,
    LIKING,
    MEETING,
    NEXT,
    NONE,
    OFFERED,
    OFFERED_POST,
    OFFERS,
    OFTEN,
    ON,
    ORIGIN,
    PARENT,
    PLATFORM,
    POSTS,
    PUBLISHED,
    ROW,
    SESSION,
    SOLD,
    STATE,
    TOUCHED,
    TOUCHED_LIST,
    WHEN,
    WORD,
)
from sim.randomness import POST, U, child

ORDINARY_WORD = 0xFFFF
"""In the place of an item: an ordinary one."""
PLATFORM_BIT = 40
"""From this bit on the platform stands beside an account."""
AHEAD = 8
"""Rows of followers are asked for so many steps before they are needed."""


@inner_leaf
def seat_of(world, account):
    """The account's seat on this platform: its row in the workspace."""
    return account + np.int64(world.numbers[FIRST_SEAT])


@inner_leaf
def seat_word(world, account):
    """What stands in keys for an account on this platform; on the first one it is the account alone."""
    return account + (np.int64(world.numbers[PLATFORM]) << PLATFORM_BIT)


@inner_leaf
def item_word(world, work, item):
    """What stands for an item in keys: a hash of its name, and for ordinary posts one word."""
    return np.int64(ORDINARY_WORD) if work.counter[MEETING] != 0 else np.int64(world.item[item, WORD])


@leaf
def post_key(key, item, author, kind, ordinal):
    """The key of a post, below the world's."""
    place = child(child(child(key, U(POST)), U(item)), U(author))
    return child(place, (U(kind) << U(32)) | U(ordinal))


@inner_leaf
def new_post(world, work, key, author, item, kind, parent, origin, published):
    """A post that will come out on this platform at its time; there must be room. Returns its number."""
    post = work.counter[POSTS]
    work.counter[POSTS] += 1
    work.post[post, AUTHOR] = author
    work.post[post, ITEM] = item
    work.post[post, KIND] = kind
    work.post[post, PARENT] = parent
    work.post[post, ORIGIN] = origin
    work.post[post, PUBLISHED] = published
    work.post[post, ON] = world.numbers[PLATFORM]
    work.post_key[post] = key
    work.post[post, FIRST:] = 0.0
    return post


@inner_leaf
def inherit(work, new, post):
    """The new post, a share, is as appealing as the other one, sells as much and can be seen as long."""
    work.post[new, ENDS] = work.post[post, ENDS]
    work.post[new, LIKING] = work.post[post, LIKING]
    work.post[new, SOLD] = work.post[post, SOLD]


@inner_leaf
def _sooner(work, a, b):
    if work.post[a, PUBLISHED] != work.post[b, PUBLISHED]:
        return work.post[a, PUBLISHED] < work.post[b, PUBLISHED]
    return work.post_key[a] < work.post_key[b]


@inner_leaf
def _due(work, place):
    """The post at a place of the heap of those that are to come out."""
    return np.int64(work.post[place, DUE_POST])


@inner_leaf
def let_wait(work, post):
    """Put the post into the heap of those that are to come out."""
    place = work.counter[DUE]
    work.counter[DUE] += 1
    while place > 0:
        above = (place - 1) >> 1
        if not _sooner(work, post, _due(work, above)):
            break
        work.post[place, DUE_POST] = work.post[above, DUE_POST]
        place = above
    work.post[place, DUE_POST] = post


@inner_leaf
def take_due(work):
    """The post that comes out first; there must be one."""
    first = _due(work, np.int64(0))
    work.counter[DUE] -= 1
    last = _due(work, work.counter[DUE])
    place = 0
    while True:
        below = 2 * place + 1
        if below >= work.counter[DUE]:
            break
        if below + 1 < work.counter[DUE] and _sooner(work, _due(work, below + 1), _due(work, below)):
            below += 1
        if not _sooner(work, _due(work, below), last):
            break
        work.post[place, DUE_POST] = work.post[below, DUE_POST]
        place = below
    work.post[place, DUE_POST] = last
    return first


@inner_leaf
def room_for_offers(world, work, author):
    """Is there room for an offer to each follower?"""
    followers = world.offsets[author + 1] - world.offsets[author]
    return work.offer.shape[0] - work.counter[OFFERS] + work.counter[FREE] >= followers


@inner_leaf
def _take_offer(work):
    """A place for an offer: one that was given back, else a fresh one."""
    if work.counter[FREE] > 0:
        offer = work.offer[0, NEXT]
        work.offer[0, NEXT] = work.offer[offer, NEXT]
        work.counter[FREE] -= 1
        return np.int64(offer)
    work.counter[OFFERS] += 1
    return work.counter[OFFERS] - 1


@inner_leaf
def give_back(work, offer):
    """The offer's place can be used again; place 0 holds the chain of such places."""
    work.offer[offer, NEXT] = work.offer[0, NEXT]
    work.offer[0, NEXT] = offer
    work.counter[FREE] += 1


@inner_leaf
def touch(work, seat):
    """Remember that something must be undone for this seat, once."""
    if work.row[seat, SESSION] == NONE:
        work.row[seat, SESSION] = 0
        work.lists[TOUCHED_LIST, work.counter[TOUCHED]] = seat
        work.counter[TOUCHED] += 1


@inner_leaf
def come_out(world, work, key, post):
    """Offer the post to every follower of its author; who waits for no session waits for the next one now."""
    author, now = np.int64(work.post[post, AUTHOR]), work.post[post, PUBLISHED]
    end = world.numbers[DAYS] * DAY
    day = int(now / DAY)
    share = share_before(world.rhythm, now - day * DAY)
    last, first_seat = world.offsets[author + 1], seat_of(world, np.int64(0))
    for e in range(world.offsets[author], last):
        if e + AHEAD < last:
            ahead = first_seat + np.int64(world.audience[e + AHEAD])
            prefetch(work.row, ahead * ROW)
            prefetch(world.person, (ahead - first_seat) * world.person.shape[1])
        follower = np.int64(world.audience[e])
        seat = first_seat + follower
        touch(work, seat)
        offer = _take_offer(work)
        work.offer[offer, OFFERED_POST] = post
        work.offer[offer, STATE] = np.int32(world.mutual[e])
        work.offer[offer, NEXT] = np.int32(work.row[seat, INBOX])
        work.row[seat, INBOX] = offer
        work.counter[OFFERED] += 1
        if work.row[seat, WHEN] == NEVER:
            wait_for_next(world, work, key, follower, day, share, now, end)


@inner_leaf
def wait_for_next(world, work, key, account, day, share, now, end):
    """Let the account wait for its first session after this share of this day, if it has one before the end."""
    rate, seat = np.float64(world.person[account, OFTEN]), seat_of(world, account)
    when, number = next_session(key, seat_word(world, account), rate, world.rhythm, day, share, end)
    if when == NEVER:
        work.row[seat, WHEN] = NO_MORE
        return
    work.row[seat, WHEN] = max(when, now)  # rounding must not lead back in time
    work.row[seat, SESSION] = number
    wait(work.row, work.lists, work.bins, work.counter, seat)
