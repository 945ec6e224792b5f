"""The campaign's clock: posts come out, ticks pass and sessions happen, in the order of their times.

At equal times posts come first, then ticks, then sessions; posts go by key and sessions by account.
"""

import numpy as np

from sim.jit import jit, leaf
from sim.models.campaign.borrowing import planned_of, work_of, world_of
from sim.models.campaign.calendar import turn_to_next_bin
from sim.models.campaign.days import DAY, NEVER
from sim.models.campaign.pairs import forget_pairs
from sim.models.campaign.parameters import SHARE
from sim.models.campaign.places import (
    ACTIVE,
    AD,
    ADS,
    AUTHOR,
    BIN,
    BIN_SECONDS,
    BOOST,
    CHANGED,
    CHANNEL,
    CONTACT,
    CONTACTS,
    COUNT,
    DAY_PASSED,
    DAYS,
    DONE,
    DUE,
    DUE_POST,
    FREE,
    HEAP,
    HEAP_LIST,
    INBOX,
    ITEM,
    LIKING,
    MEETING,
    MEETINGS,
    MORE_CONTACTS,
    MORE_OFFERS,
    NEXT,
    NONE,
    OFFERED,
    OFFERS,
    ORDERS,
    ORIGIN,
    ORIGIN_POST,
    ORIGINS,
    PARENT,
    PAUSED,
    POSTS,
    PUBLISHED,
    PUSH_ORDINAL,
    PUSHED_ITEM,
    REACHED,
    SEEN,
    SESSION,
    STAGE,
    TICK,
    TICK_SECONDS,
    TICKS,
    TOUCHED,
    TOUCHED_LIST,
    TRACKING,
    TRACKS,
    TRUST_IN,
    WAITING,
    WALKED,
    WHEN,
)
from sim.models.campaign.posts import come_out, let_wait, new_post, post_key, room_for_offers, take_due
from sim.models.campaign.response import NO_AUTHOR, author_trust, liking_of
from sim.models.campaign.scoring import predict
from sim.models.campaign.seeing import meet, reach, take
from sim.models.campaign.session import have_session
from sim.models.campaign.ticks import NOT_BEGUN, do_tick


@jit
def add_origin(world, work, post):
    """Counters for a post of the plan; there must be room."""
    origin = work.counter[ORIGINS]
    work.counter[ORIGINS] += 1
    work.tally[origin, ORIGIN_POST] = post
    work.post[post, ORIGIN] = origin
    work.tally[origin, COUNT:] = 0.0
    work.tally[origin, CHANGED] = 0
    predict(world, work, origin, np.int64(0))
    return origin


@jit
def plan_posts(world, planned, work, key):
    """The plan's posts wait for their time; there must be room. What is after the end is left out."""
    for i in range(planned.author.shape[0]):
        if planned.at[i] < world.numbers[DAYS] * DAY:
            author, item, kind = np.int64(planned.author[i]), np.int64(planned.item[i]), np.int64(planned.kind[i])
            own = post_key(key, item, author, kind, np.int64(planned.ordinal[i]))
            post = new_post(work, own, author, item, kind, np.int64(NONE), np.int64(NONE), planned.at[i])
            work.post[post, LIKING] = liking_of(world, key, item, author, i * work.counter[MEETING])
            work.post[post, TRUST_IN] = author_trust(world, item, author, kind)
            add_origin(world, work, post)
            let_wait(work, post)
    work.counter[TRACKING] = world.numbers[TRACKS] != 0.0
    for push in range(planned.push.shape[0]):
        if planned.push[push, CHANNEL] == BOOST:  # who has seen a post is not sold to
            work.counter[TRACKING] = 1
        work.bought[push, 0] = 0
        work.bought[push, 1] = NONE
        if planned.push[push, CHANNEL] == ADS:
            item, kind = np.int64(planned.push[push, PUSHED_ITEM]), np.int64(AD)
            own = post_key(key, item, np.int64(NO_AUTHOR), kind, np.int64(planned.push[push, PUSH_ORDINAL]))
            post = new_post(work, own, np.int64(NONE), item, kind, np.int64(NONE), np.int64(NONE), 0.0)
            work.post[post, LIKING] = liking_of(world, key, item, np.int64(NO_AUTHOR), np.int64(0))
            work.post[post, TRUST_IN] = author_trust(world, item, np.int64(NONE), kind)
            work.bought[push, 1] = post
            add_origin(world, work, post)


@jit
def run(world, planned, work, key, part, policy, until):
    """Go on until nothing waits (DONE), until the next thing would be at ``until`` or later (PAUSED), or until there is
    no room for it.

    ``part`` is the row of the platform's settings that hold now, ``policy`` its ranking.
    """
    world, planned, work = world_of(world), planned_of(planned), work_of(work)
    end = world.numbers[DAYS] * DAY
    ticks = world.numbers[TICKS] != 0.0 or planned.push.shape[0] > 0
    while True:
        session = NEVER
        if work.counter[WAITING] > 0:
            session = (work.counter[BIN] + 1) * BIN_SECONDS
            if work.counter[HEAP] > 0:
                session = work.row[work.lists[HEAP_LIST, 0], WHEN]
        tick = work.counter[TICK] * world.numbers[TICK_SECONDS] if ticks else NEVER
        if tick >= end:
            tick = NEVER
        due = work.post[np.int64(work.post[0, DUE_POST]), PUBLISHED] if work.counter[DUE] > 0 else NEVER
        first = min(due, tick, session)
        if first == NEVER:
            return DONE
        if first >= until:
            return PAUSED
        full = DONE
        if due == first:
            full = publish(world, work, key)
        elif tick == first:
            full = do_tick(world, planned, work, key, part)
        elif work.counter[HEAP] > 0:
            full = have_session(world, work, key, np.int64(work.lists[HEAP_LIST, 0]), part, policy)
        else:
            turn_to_next_bin(work.row, work.lists, work.bins, work.counter)
        if full != DONE:
            return full


@leaf
def publish(world, work, key):
    """The next post comes out; DONE, or what there is no room for (and then nothing was changed)."""
    post = np.int64(work.post[0, DUE_POST])
    author = np.int64(work.post[post, AUTHOR])
    if not room_for_offers(world, work, author):
        return MORE_OFFERS
    if work.counter[CONTACTS] + 1 > work.contact.shape[0]:
        return MORE_CONTACTS
    if work.counter[WAITING] == 0:
        work.counter[BIN] = int(work.post[post, PUBLISHED] / BIN_SECONDS)
    take_due(work)
    take(work, meet(work, author), np.int64(work.post[post, ITEM]), np.int64(SHARE))  # an author has shared
    if work.post[post, PARENT] == NONE:
        reach(work, author, work.post[post, PUBLISHED], np.int64(NONE))
    come_out(world, work, key, post)
    return DONE


@jit
def clean(work):
    """Undo everything, account by touched account; what was found stays where the outcome reads it."""
    for i in range(work.counter[TOUCHED]):
        account = work.lists[TOUCHED_LIST, i]
        work.row[account, INBOX] = NONE
        work.row[account, WHEN] = NEVER
        work.row[account, SESSION] = NONE
        work.row[account, CONTACT] = NONE
        work.row[account, ACTIVE] = 0
    forget_pairs(work)
    for place in (POSTS, FREE, DUE, REACHED, TOUCHED, OFFERED, SEEN, CONTACTS, ORIGINS):
        work.counter[place] = 0
    for place in (TICK, STAGE, MEETINGS, ORDERS, DAY_PASSED, TRACKING):
        work.counter[place] = 0
    work.counter[WALKED] = NOT_BEGUN
    work.counter[OFFERS] = 1
    work.counter[BIN] = NONE
    work.offer[0, NEXT] = NONE
    work.sums[:] = 0.0
