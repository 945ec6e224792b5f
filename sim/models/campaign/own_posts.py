"""Posts that have counters of their own: those of the plan, of what happens in the world, and of customers."""

import numpy as np

from sim.jit import inner, inner_leaf, leaf
from sim.models.campaign.borrowing import at_home, on_platform
from sim.models.campaign.days import DAY, NEVER
from sim.models.campaign.places import (
    AD,
    CHANGED,
    COMPLAINT,
    CONTACT_ACCOUNT,
    COUNT,
    DAYS,
    DONE,
    ENDS,
    KIND,
    LASTS,
    MEETING,
    MESSAGE,
    MORE_ORIGINS,
    MORE_POSTS,
    NONE,
    ORIGIN,
    ORIGIN_POST,
    ORIGINS,
    PLANNED_AT,
    PLANNED_AUTHOR,
    PLANNED_ITEM,
    PLANNED_KIND,
    PLANNED_ON,
    PLANNED_ORDINAL,
    PLANNED_RENOWN,
    PLANNED_WARMTH,
    POSTS,
    RENOWN,
    RIVAL,
    RUMOUR,
    TRUST_IN,
    VOICED,
    WARMTH,
)
from sim.models.campaign.posts import item_word, let_wait, new_post, post_key, seat_word
from sim.models.campaign.response import NO_AUTHOR, author_trust, let_appeal
from sim.models.campaign.scoring import predict
from sim.world import TO_MEMBERS


@inner
def add_origin(world, work, post):
    """Counters for a post; there must be room."""
    origin = work.counter[ORIGINS]
    work.counter[ORIGINS] += 1
    work.tally[origin, ORIGIN_POST] = post
    work.post[post, ORIGIN] = origin
    work.tally[origin, COUNT:] = 0.0
    work.tally[origin, CHANGED] = 0
    predict(world, work, origin, np.int64(0))
    return origin


@inner
def put_in(world, work, key, author, item, kind, ordinal, at, other):
    """A post with counters of its own, which does not wait for its time yet; there must be room. Its number."""
    of = NO_AUTHOR if author == NONE else author
    word = item_word(world, work, item)
    own = post_key(key, word, seat_word(world, np.int64(of)), kind, ordinal)
    post = new_post(world, work, own, author, item, kind, np.int64(NONE), np.int64(NONE), at)
    lasts = world.item[item, LASTS]
    work.post[post, ENDS] = at + lasts if lasts > 0.0 else NEVER
    let_appeal(world, work, key, post, word, np.int64(of), other)
    work.post[post, TRUST_IN] = author_trust(world, item, author, np.int64(AD if author == NONE else kind))
    add_origin(world, work, post)
    return post


@inner_leaf
def put_in_ad(world, work, key, item, kind, ordinal):
    """What an ad shows, or what friends are sent: a post that nobody has published; there must be room. Its number."""
    return put_in(world, work, key, np.int64(NONE), item, kind, ordinal, 0.0, np.int64(0))


@inner_leaf
def plan_post(worlds, planned, work, key, i):
    """A post of the plan waits for its time, unless that is after the end; there must be room."""
    row = planned.post[i]
    world = on_platform(worlds, np.int64(row[PLANNED_ON]))
    if row[PLANNED_AT] < world.numbers[DAYS] * DAY:
        author, item, kind = np.int64(row[PLANNED_AUTHOR]), np.int64(row[PLANNED_ITEM]), np.int64(row[PLANNED_KIND])
        ordinal, other = np.int64(row[PLANNED_ORDINAL]), i * work.counter[MEETING]
        post = put_in(world, work, key, author, item, kind, ordinal, row[PLANNED_AT], other)
        work.post[post, WARMTH], work.post[post, RENOWN] = row[PLANNED_WARMTH], row[PLANNED_RENOWN]
        if row[PLANNED_RENOWN] != 0.0:
            predict(world, work, np.int64(work.post[post, ORIGIN]), np.int64(0))
        let_wait(work, post)


@inner_leaf
def room_for_own(work):
    """DONE if there is room for a post with counters of its own, or what is full."""
    if work.counter[POSTS] + 1 > work.post.shape[0]:
        return MORE_POSTS
    if work.counter[ORIGINS] + 1 > work.tally.shape[0]:
        return MORE_ORIGINS
    return DONE


@inner_leaf
def publish_own(worlds, work, key, contact, item, kind, now):
    """A customer or member publishes where he is most often; there must be room."""
    author, ordinal = np.int64(work.contact[contact, CONTACT_ACCOUNT]), np.int64(work.contact[contact, VOICED])
    work.contact[contact, VOICED] += 1.0
    let_wait(work, put_in(at_home(worlds, author), work, key, author, item, kind, ordinal, now, np.int64(0)))


@inner_leaf
def origin_kind(work, post):
    """The kind of the post from which this one descends."""
    return np.int64(work.post[np.int64(work.tally[np.int64(work.post[post, ORIGIN]), ORIGIN_POST]), KIND])


@leaf
def is_for_the_brand(kind):
    """Does a post of this kind, or a share of one, count as reach of the campaign?"""
    return kind not in (RUMOUR, RIVAL, COMPLAINT)


@leaf
def is_recommended(kind):
    """May the platform recommend a post of this kind?"""
    return kind not in (AD, MESSAGE, TO_MEMBERS)
