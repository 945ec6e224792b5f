"""Posts: their keys, when they come out, and the offers that come from them.

A post is known by what it is: item, author, kind, and its ordinal by time among the author's posts of that item and
kind. That is its key in every draw, so one more post, or another order of the plan's list, changes no draw of another.
"""

import numpy as np

from sim.jit import jit
from sim.models.campaign.calendar import wait
from sim.models.campaign.days import DAY, NEVER, NO_MORE, next_session, share_before
from sim.models.campaign.state import (
    DAYS,
    DUE,
    FREE,
    NONE,
    OFFERED,
    OFFERS,
    POSTS,
    TOUCHED,
)
from sim.randomness import POST, U, child


@jit
def post_key(key, item, author, kind, ordinal):
    """The key of a post, below the world's."""
    place = child(child(child(key, U(POST)), U(item)), U(author))
    return child(place, (U(kind) << U(32)) | U(ordinal))


@jit
def new_post(work, key, author, parent, published, appeal):
    """A post that will come out at its time; there must be room. Returns its number."""
    post = work.counter[POSTS]
    work.counter[POSTS] += 1
    work.author[post] = author
    work.parent[post] = parent
    work.published[post] = published
    work.post_key[post] = key
    work.appeal[post] = appeal
    work.impressions[post] = 0
    work.actions[post, :] = 0
    return post


@jit
def _sooner(work, a, b):
    return work.published[a] < work.published[b] or (
        work.published[a] == work.published[b] and work.post_key[a] < work.post_key[b]
    )


@jit
def let_wait(work, post):
    """Put the post into the heap of those that are to come out."""
    place = work.counter[DUE]
    work.counter[DUE] += 1
    while place > 0:
        above = (place - 1) >> 1
        if not _sooner(work, post, np.int64(work.due[above])):
            break
        work.due[place] = work.due[above]
        place = above
    work.due[place] = post


@jit
def take_due(work):
    """The post that comes out first; there must be one."""
    first = np.int64(work.due[0])
    work.counter[DUE] -= 1
    last = np.int64(work.due[work.counter[DUE]])
    place = 0
    while True:
        below = 2 * place + 1
        if below >= work.counter[DUE]:
            break
        if below + 1 < work.counter[DUE] and _sooner(work, np.int64(work.due[below + 1]), np.int64(work.due[below])):
            below += 1
        if not _sooner(work, np.int64(work.due[below]), last):
            break
        work.due[place] = work.due[below]
        place = below
    work.due[place] = last
    return first


@jit
def room_for_offers(world, work, author):
    """Is there room for an offer to each follower?"""
    followers = world.offsets[author + 1] - world.offsets[author]
    return work.offer_post.shape[0] - work.counter[OFFERS] + work.counter[FREE] >= followers


@jit
def _take_offer(work):
    """A place for an offer: one that was given back, else a fresh one."""
    if work.counter[FREE] > 0:
        offer = work.offer_next[0]
        work.offer_next[0] = work.offer_next[offer]
        work.counter[FREE] -= 1
        return np.int64(offer)
    work.counter[OFFERS] += 1
    return work.counter[OFFERS] - 1


@jit
def give_back(work, offer):
    """The offer's place can be used again; place 0 holds the chain of such places."""
    work.offer_next[offer] = work.offer_next[0]
    work.offer_next[0] = offer
    work.counter[FREE] += 1


@jit
def touch(work, account):
    """Remember that something must be undone for this account, once."""
    if work.number[account] == NONE:
        work.number[account] = 0
        work.touched[work.counter[TOUCHED]] = account
        work.counter[TOUCHED] += 1


@jit
def come_out(world, work, key, post):
    """Offer the post to every follower of its author; who waits for no session waits for the next one now."""
    author, now = np.int64(work.author[post]), work.published[post]
    end = world.numbers[DAYS] * DAY
    day = int(now // DAY)
    share = share_before(world.rhythm, now - day * DAY)
    for e in range(world.offsets[author], world.offsets[author + 1]):
        follower = np.int64(world.audience[e])
        touch(work, follower)
        if work.parent[post] != NONE:
            work.proof[follower] += 1
        offer = _take_offer(work)
        work.offer_post[offer] = post
        work.offer_times[offer] = 0
        work.offer_next[offer] = work.inbox[follower]
        work.inbox[follower] = offer
        work.counter[OFFERED] += 1
        if work.when[follower] == NEVER:
            wait_for_next(world, work, key, follower, day, share, now, end)


@jit
def wait_for_next(world, work, key, account, day, share, now, end):
    """Let the account wait for its first session after this share of this day, if it has one before the end."""
    when, number = next_session(key, account, world.sessions[account], world.rhythm, day, share, end)
    if when == NEVER:
        work.when[account] = NO_MORE
        return
    work.when[account], work.number[account] = max(when, now), number  # rounding must not lead back in time
    wait(work, account)
