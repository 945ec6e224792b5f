"""An impression: it is written down, the viewer reacts, his attitude and goodwill move, and he may buy."""

import numpy as np

from sim.arithmetic import exp, power
from sim.jit import jit, leaf
from sim.models.campaign.days import DAY
from sim.models.campaign.events import write_event
from sim.models.campaign.market import follow_up
from sim.models.campaign.pairs import room_for_pairs, show_again
from sim.models.campaign.parameters import CLICK, SHARE
from sim.models.campaign.places import (
    ACTED_FROM,
    ACTION_COUNT,
    ACTION_EVENT,
    ACTIVE,
    ADS,
    AT,
    ATTITUDE,
    ATTITUDE_RATE,
    AUTHOR,
    BOOST,
    BY,
    BY_ITEM,
    CHANGED,
    CLICKED,
    CLICKED_AT,
    CONTACT,
    CONTACT_ACCOUNT,
    CONTACTS,
    COUNT,
    DAYS,
    DONE,
    FATIGUE,
    GOODWILL,
    GOODWILL_FORGETTING,
    IMPRESSIONS,
    ITEM,
    KIND,
    LIKING,
    MEETING,
    MORE_CONTACTS,
    MORE_ORDERS,
    MORE_PAIRS,
    MORE_POSTS,
    MORE_SEEN,
    NONE,
    ORDERS,
    ORIGIN,
    PAID_SHOWN,
    POSTS,
    REACHED,
    REACHED_LIST,
    SEEN,
    SELLS,
    SHARED,
    SHOWN,
    STANCE,
    TOLD_AT,
    TRACKING,
    TRUST_IN,
)
from sim.models.campaign.posts import let_wait, new_post, post_key, touch
from sim.models.campaign.response import (
    acts,
    attitude_at,
    author_trust,
    delay_of,
    readiness,
    weariness,
)
from sim.world import PAID


@leaf
def reach(work, account, now, by):
    """The account is reached, unless it was before."""
    if work.row[account, ACTIVE] == 0:
        touch(work, account)
        work.row[account, ACTIVE] = 1
        place = work.counter[REACHED]
        work.counter[REACHED] += 1
        work.lists[REACHED_LIST, place] = account
        work.row[account, AT], work.row[account, BY] = now, by


@leaf
def meet(work, account):
    """The account's row among the contacts, made at the first meeting; there must be room."""
    contact = np.int64(work.row[account, CONTACT])
    if contact == NONE:
        touch(work, account)
        contact = work.counter[CONTACTS]
        work.counter[CONTACTS] += 1
        work.row[account, CONTACT] = contact
        work.contact[contact, :] = 0.0
        work.contact[contact, CLICKED] = NONE
        work.contact[contact, CONTACT_ACCOUNT] = account
    return contact


@leaf
def room_for_impressions(work, count):
    """DONE if there is room for so many impressions by one account and all that they can bring, or what is full."""
    if work.counter[POSTS] + count > work.post.shape[0]:
        return MORE_POSTS
    if work.counter[CONTACTS] + 1 > work.contact.shape[0]:
        return MORE_CONTACTS
    if work.counter[SEEN] + count * (ACTION_COUNT + 2) > work.event_at.shape[0]:
        return MORE_SEEN
    if not room_for_pairs(work, count):
        return MORE_PAIRS
    if work.counter[ORDERS] + count > work.order.shape[0]:
        return MORE_ORDERS
    return DONE


@leaf
def note(work, viewer, post, channel, now):
    """Write the impression down."""
    write_event(work, viewer, post, channel, now)
    work.post[post, IMPRESSIONS] += 1.0
    origin = np.int64(work.post[post, ORIGIN])
    work.tally[origin, COUNT] += 1.0
    work.tally[origin, CHANGED] = 1.0


@leaf
def note_action(work, viewer, post, action, now):
    """Write the action down."""
    write_event(work, viewer, post, ACTION_EVENT + action, now)
    work.post[post, ACTED_FROM + action] += 1.0
    work.tally[np.int64(work.post[post, ORIGIN]), COUNT + action + 1] += 1.0


@leaf
def has_taken(work, contact, item, action):
    """Has the contact taken this action on this item?"""
    return (np.int64(work.contact[contact, BY_ITEM + item]) >> action) & 1 == 1


@leaf
def take(work, contact, item, action):
    """Remember that the contact has taken this action on this item."""
    if not has_taken(work, contact, item, action):
        work.contact[contact, BY_ITEM + item] += np.float64(1 << action)


@jit
def see(world, work, key, viewer, post, channel, tie, now):
    """An impression and what the viewer does with it; there must be room. ``tie`` is log trust by the tie."""
    contact = meet(work, viewer)
    note(work, viewer, post, channel, now)
    reach(work, viewer, now, np.int64(work.post[post, AUTHOR]))
    origin = np.int64(work.post[post, ORIGIN])
    if work.counter[TRACKING]:
        show_again(work, origin, viewer)
    is_paid = channel in (BOOST, ADS) or work.post[post, KIND] == PAID
    trust = work.post[post, TRUST_IN] + tie
    common = readiness(world, work, viewer, contact, post, trust, now)
    weary = weariness(world, work, contact, is_paid)
    item = np.int64(work.post[post, ITEM])
    for action in range(ACTION_COUNT):
        known = work.counter[MEETING] == 0 and has_taken(work, contact, item, action)
        if not known and acts(world, work, viewer, post, common, weary, action):
            take(work, contact, item, action)
            note_action(work, viewer, post, action, now)
            if action == SHARE:
                share(world, work, key, viewer, post, now)
            elif action == CLICK:
                work.contact[contact, CLICKED], work.contact[contact, CLICKED_AT] = post, now
                if world.numbers[SELLS] != 0.0:
                    follow_up(world, work, viewer, contact, post, now)
    be_told(world, work, contact, item, trust, is_paid, now)


@leaf
def share(world, work, key, viewer, post, now):
    """The viewer's own post of the same item, at once or later."""
    published = now + delay_of(world, work, viewer, post)
    if published >= world.numbers[DAYS] * DAY:
        return
    item, origin = np.int64(work.post[post, ITEM]), np.int64(work.post[post, ORIGIN])
    own = post_key(key, item, viewer, np.int64(SHARED), origin * work.counter[MEETING])
    new = new_post(work, own, viewer, item, np.int64(SHARED), post, origin, published)
    work.post[new, LIKING] = work.post[post, LIKING]
    work.post[new, TRUST_IN] = author_trust(world, item, viewer, np.int64(SHARED))
    let_wait(work, new)


@leaf
def be_told(world, work, contact, item, trust, is_paid, now):
    """Attitude moves towards the item's stance, goodwill grows; both are forgotten in between."""
    row = work.contact[contact]
    attitude = attitude_at(world, work, contact, now)
    believed, stance = exp(trust), world.item[item, STANCE]
    row[ATTITUDE] = attitude + world.numbers[ATTITUDE_RATE] * believed * abs(stance) * (stance - attitude)
    if world.numbers[SELLS] != 0.0:
        kept = exp(-(now - row[TOLD_AT]) / DAY * world.numbers[GOODWILL_FORGETTING])
        worn = power(row[SHOWN] + 1.0, -world.numbers[FATIGUE])
        row[GOODWILL] = row[GOODWILL] * kept + believed * max(stance, 0.0) * worn
    row[TOLD_AT] = now
    row[SHOWN] += 1.0
    row[PAID_SHOWN] += is_paid
