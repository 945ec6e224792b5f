"""An impression: it is written down, the viewer reacts, his attitude and goodwill move, and he may buy."""

import numpy as np

from sim.arithmetic import exp, log, power
from sim.jit import inner, inner_leaf
from sim.models.campaign.care import answers_comments, open_case
from sim.models.campaign.clickers import click
from sim.models.campaign.days import DAY
from sim.models.campaign.events import write_event
from sim.models.campaign.levers import in_challenge, incentive, pay_incentives
from sim.models.campaign.market import follow_up
from sim.models.campaign.own_posts import is_for_the_brand, origin_kind
from sim.models.campaign.pairs import room_for_pairs, show_again, times_shown
from sim.models.campaign.parameters import CLICK, COMMENT, JOIN, SHARE
from sim.models.campaign.places import (
    A_COMMENT,
    ACTED_FROM,
    ACTION_COUNT,
    ACTION_EVENT,
    ACTIVE,
    ADS,
    AT,
    ATTITUDE,
    ATTITUDE_RATE,
    AUTHOR,
    AWARENESS,
    BELIEVED,
    BOOST,
    BY,
    BY_ITEM,
    CALM,
    CASES,
    CHANGED,
    CLICKED,
    CONTACT,
    CONTACT_ACCOUNT,
    CONTACTS,
    COUNT,
    CREDENCE,
    DAYS,
    DONE,
    ENDS,
    FAMILIARITY,
    FATIGUE,
    GOODWILL,
    IMPRESSIONS,
    ITEM,
    JOINED_AT,
    KIND,
    KNOWS,
    MEETING,
    MEMBER,
    MORE_CASES,
    MORE_CONTACTS,
    MORE_ORDERS,
    MORE_PAIRS,
    MORE_POSTS,
    MORE_SEEN,
    NONE,
    OPTED_OUT,
    ORDERS,
    ORIGIN,
    PAID_SHOWN,
    PENDING,
    POSTS,
    PROMISE,
    PROMISED,
    REACHED,
    REACHED_LIST,
    RIVAL,
    SATISFIED,
    SEEN,
    SELLS,
    SHARED,
    SHARERS_NEEDED,
    SHOWN,
    STANCE,
    TOLD_AT,
    TRACKING,
    TRUST_IN,
    UNTARGETED,
    VOICES,
)
from sim.models.campaign.posts import inherit, item_word, let_wait, new_post, post_key, seat_word, touch
from sim.models.campaign.response import (
    acts,
    author_trust,
    delay_of,
    let_appeal,
    readiness,
    sameness,
    times_published_to,
    times_shared_to,
    weariness,
)
from sim.models.campaign.standing import attitude_at, goodwill_at
from sim.world import PAID

COMMENT_KEPT = 172800.0
"""Seconds for which a comment waits for a reply: two days."""


@inner_leaf
def reach(work, account, now, by):
    """The account is reached, unless it was before."""
    if work.row[account, ACTIVE] == 0:
        touch(work, account)
        work.row[account, ACTIVE] = 1
        place = work.counter[REACHED]
        work.counter[REACHED] += 1
        work.lists[REACHED_LIST, place] = account
        work.row[account, AT], work.row[account, BY] = now, by


@inner_leaf
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
        work.contact[contact, SATISFIED] = np.nan
        work.contact[contact, CONTACT_ACCOUNT] = account
    return contact


@inner_leaf
def room_for_impressions(work, count):
    """DONE if there is room for so many impressions by one account and all that they can bring, or what is full."""
    if work.counter[POSTS] + count > work.post.shape[0]:
        return MORE_POSTS
    if work.counter[CONTACTS] + 1 > work.contact.shape[0]:
        return MORE_CONTACTS
    if work.counter[SEEN] + count * (ACTION_COUNT + 3) > work.event_at.shape[0]:
        return MORE_SEEN
    if not room_for_pairs(work, count):
        return MORE_PAIRS
    if max(work.counter[ORDERS], work.counter[PENDING]) + count > work.order.shape[0]:
        return MORE_ORDERS
    if work.counter[CASES] + count > work.case.shape[0]:
        return MORE_CASES
    return DONE


@inner_leaf
def note(work, viewer, post, channel, now):
    """Write the impression down."""
    write_event(work, viewer, post, channel, now)
    work.post[post, IMPRESSIONS] += 1.0
    origin = np.int64(work.post[post, ORIGIN])
    work.tally[origin, COUNT] += 1.0
    work.tally[origin, CHANGED] = 1.0


@inner_leaf
def note_action(work, viewer, post, action, now):
    """Write the action down."""
    write_event(work, viewer, post, ACTION_EVENT + action, now)
    work.post[post, ACTED_FROM + action] += 1.0
    work.tally[np.int64(work.post[post, ORIGIN]), COUNT + action + 1] += 1.0


@inner_leaf
def has_taken(work, contact, item, action):
    """Has the contact taken this action on this item?"""
    return (np.int64(work.contact[contact, BY_ITEM + item]) >> action) & 1 == 1


@inner_leaf
def take(work, contact, item, action):
    """Remember that the contact has taken this action on this item."""
    if not has_taken(work, contact, item, action):
        work.contact[contact, BY_ITEM + item] += np.float64(1 << action)


@inner
def see(world, planned, work, key, viewer, post, channel, tie, now):
    """An impression and what the viewer does with it; there must be room. ``tie`` is log trust by the tie."""
    contact = meet(work, viewer)
    note(work, viewer, post, channel, now)
    kind = origin_kind(work, post)
    if is_for_the_brand(kind):
        reach(work, viewer, now, np.int64(work.post[post, AUTHOR]))
    origin, again = np.int64(work.post[post, ORIGIN]), False
    if work.counter[TRACKING]:  # ordinary posts are one item here: to each a viewer reacts when he first sees it
        again = work.counter[MEETING] != 0 and times_shown(work, origin, viewer) > 0
        show_again(work, origin, viewer)
    is_paid = channel in (BOOST, ADS) or work.post[post, KIND] == PAID
    trust = work.post[post, TRUST_IN] + tie
    common = readiness(world, work, viewer, contact, post, trust, now)
    effect = world.numbers[UNTARGETED] if channel == ADS and world.person[viewer, OPTED_OUT] != 0.0 else 1.0
    item = np.int64(work.post[post, ITEM])
    weary = effect * weariness(world, work, contact, is_paid) * sameness(world, work, contact, item)
    for action in range(ACTION_COUNT):
        known = again or (work.counter[MEETING] == 0 and has_taken(work, contact, item, action))
        if not known and may_act(world, work, contact, item, action):
            shift = shift_of(world, planned, work, contact, item, kind, action, now)
            if acts(world, work, viewer, contact, post, channel, common, shift, weary, trust, is_paid, action, now):
                take(work, contact, item, action)
                note_action(work, viewer, post, action, now)
                follow(world, planned, work, key, viewer, contact, post, kind, action, now)
    if kind != RIVAL:
        be_told(world, work, viewer, contact, item, trust, is_paid, effect, now)


@inner_leaf
def may_act(world, work, contact, item, action):
    """A complex contagion asks for several followed accounts before anybody shares."""
    if action != SHARE or world.numbers[SHARERS_NEEDED] <= 1.0:
        return True
    sources = times_shared_to(world, work, contact, item) + times_published_to(world, work, contact, item)
    return sources >= world.numbers[SHARERS_NEEDED]


@inner_leaf
def may_be_rewarded(work, contact, kind, action):
    """Gifts and prizes are for what is done with posts for the brand; who has joined gets nothing for it again."""
    return is_for_the_brand(kind) and (action != JOIN or work.contact[contact, MEMBER] == 0.0)


@inner_leaf
def shift_of(world, planned, work, contact, item, kind, action, now):
    """What moves this action alone: gifts and prizes, and the brand's answers to negative posts."""
    shift = 0.0
    if planned.lever.shape[0] > 0:
        if may_be_rewarded(work, contact, kind, action):
            shift = incentive(planned, work, item, action, now)
        if action == SHARE and world.item[item, STANCE] < 0.0:
            shift -= work.sums[CALM]
    return shift


@inner_leaf
def follow(world, planned, work, key, viewer, contact, post, kind, action, now):
    """What follows from an action; there must be room."""
    if planned.lever.shape[0] > 0 and may_be_rewarded(work, contact, kind, action):
        pay_incentives(planned, work, np.int64(work.post[post, ITEM]), action, now)
    if action == SHARE:
        share(world, planned, work, key, viewer, post, now)
    elif is_for_the_brand(kind):
        if action == CLICK:
            click(work, contact, post, now)
            if world.numbers[SELLS] != 0.0:
                follow_up(world, planned, work, viewer, contact, post, now)
        elif action == JOIN and work.contact[contact, MEMBER] == 0.0:
            work.contact[contact, MEMBER], work.contact[contact, JOINED_AT] = 1.0, now
        elif action == COMMENT:
            work.counter[VOICES] += 1
            if answers_comments(planned, work, now):
                open_case(work, contact, np.int64(A_COMMENT), now, now + COMMENT_KEPT, 0.0)


@inner_leaf
def share(world, planned, work, key, viewer, post, now):
    """The viewer's own post of the same item, at once or later; in a challenge a piece of his own."""
    published = now + delay_of(world, work, viewer, post)
    if published >= min(world.numbers[DAYS] * DAY, work.post[post, ENDS]):
        return
    item, origin = np.int64(work.post[post, ITEM]), np.int64(work.post[post, ORIGIN])
    word = seat_word(world, viewer)
    named = item_word(world, work, item)
    own = post_key(key, named, word, np.int64(SHARED), origin * work.counter[MEETING])
    new = new_post(world, work, own, viewer, item, np.int64(SHARED), post, origin, published)
    inherit(work, new, post)
    if planned.lever.shape[0] > 0 and in_challenge(planned, work, item, now):
        let_appeal(world, work, key, new, named, viewer, np.int64(0))
    work.post[new, TRUST_IN] = author_trust(world, item, viewer, np.int64(SHARED))
    let_wait(work, new)


@inner_leaf
def be_told(world, work, viewer, contact, item, trust, is_paid, effect, now):
    """Attitude moves towards the item's stance, goodwill grows, and something is promised."""
    row, numbers = work.contact[contact], world.numbers
    attitude = attitude_at(world, work, contact, now)
    believed, stance = exp(trust), world.item[item, STANCE]
    if stance < 0.0:
        believed *= work.sums[CREDENCE]
    rate = numbers[ATTITUDE_RATE] * believed * abs(stance)
    if stance < attitude and numbers[FAMILIARITY] != 0.0:
        rate /= 1.0 + numbers[FAMILIARITY] * (log(1.0 + row[SHOWN]) + world.person[viewer, KNOWS])
    if numbers[SELLS] != 0.0:
        worn = power(row[SHOWN] + 1.0, -numbers[FATIGUE])
        gained = max(stance, 0.0) * worn
        if row[SHOWN] == 0.0 and world.person[viewer, KNOWS] == 0.0:
            gained += numbers[AWARENESS]
        row[GOODWILL] = goodwill_at(world, work, contact, now) + effect * believed * gained
        row[PROMISED] += effect * believed * world.item[item, PROMISE]
        row[BELIEVED] += effect * believed
    row[ATTITUDE] = attitude + rate * (stance - attitude)
    row[TOLD_AT] = now
    row[SHOWN] += 1.0
    row[PAID_SHOWN] += is_paid
