"""The campaign's clock: posts come out, ticks pass and sessions happen, in the order of their times.

At equal times posts come first, then ticks, then leads that decide, then sessions; posts go by key and the last two by
account.
"""

import numpy as np

from sim.jit import bare, inner_leaf
from sim.models.campaign.borrowing import on_platform, planned_of, work_of, worlds_of
from sim.models.campaign.calendar import turn_to_next_bin
from sim.models.campaign.days import DAY, NEVER
from sim.models.campaign.market import decide_next
from sim.models.campaign.members import send_to_members
from sim.models.campaign.own_posts import plan_post, put_in_ad
from sim.models.campaign.pairs import forget_pairs
from sim.models.campaign.parameters import SHARE
from sim.models.campaign.pending import next_decision
from sim.models.campaign.places import (
    ACTIVE,
    AD,
    ADS,
    ADS_COST,
    ADS_MADE,
    AHEAD,
    ASKED,
    AUTHOR,
    BIN,
    BIN_SECONDS,
    BOOST,
    CASES,
    CASES_UPTO,
    CHANNEL,
    CLICKERS,
    COMMERCIAL,
    CONTACT,
    CONTACTS,
    CREDENCE,
    DAY_PASSED,
    DAYS,
    DELIVERED,
    DONE,
    DUE,
    DUE_POST,
    FIRST,
    FIRST_NEGATIVE,
    FREE,
    GENUINE,
    HEAP,
    HEAP_LIST,
    INBOX,
    ITEM,
    KIND,
    LEVER_ITEM,
    LEVER_KIND,
    LEVER_ON,
    LEVER_ORDINAL,
    LEVER_POST,
    LEVER_RESERVED,
    LIKING,
    LINED_UP,
    MEETING,
    MEETINGS,
    MEMBERS_WALKED,
    MESSAGE,
    MORE_CONTACTS,
    MORE_OFFERS,
    NEGATIVE,
    NEXT,
    NONE,
    OFFERED,
    OFFERS,
    ON,
    ORDERS,
    ORIGINS,
    OUT_AT,
    PAUSED,
    PENDING,
    PHASE,
    PICKED,
    PLANNED_WAITS,
    POSTS,
    PUBLISHED,
    PUSH_OF_RIVAL,
    PUSH_ON,
    PUSH_ON_PLATFORM,
    PUSH_ORDINAL,
    PUSH_RESERVED,
    PUSHED_ITEM,
    PUSHED_POST,
    REACHED,
    REFERRAL,
    REFERRED_UPTO,
    RIVAL,
    SEEN,
    SENDING,
    SESSION,
    SHOWN_COUNT,
    SLOT_SECONDS,
    SOLD,
    STAGE,
    STANCE,
    TICK,
    TICKS,
    TOUCHED,
    TOUCHED_LIST,
    TRACKING,
    TRACKS,
    VOICES,
    WAITING,
    WALKED,
    WHEN,
)
from sim.models.campaign.platform import MOST_FURTHER
from sim.models.campaign.posts import come_out, room_for_offers, take_due
from sim.models.campaign.seeing import has_taken, meet, reach, take
from sim.models.campaign.session import have_session
from sim.models.campaign.ticks import NOT_BEGUN, do_slot
from sim.world import OWNED, PAID, TO_MEMBERS


def rankings(policies):
    """The platforms' present rankings as ``run`` takes them: one for each platform that there may be."""
    return (*policies, *[policies[0]] * (1 + MOST_FURTHER - len(policies)))


@bare
def plan_posts(worlds, planned, work, key):
    """The plan's posts wait for their time; there must be room. What is after the end is left out."""
    worlds, planned, work = worlds_of(worlds), planned_of(planned), work_of(work)
    world = on_platform(worlds, np.int64(0))
    for i in range(planned.post.shape[0]):
        if planned.post[i, PLANNED_WAITS] == 0.0:
            plan_post(worlds, planned, work, key, i)
    work.counter[TRACKING] = world.numbers[TRACKS] != 0.0 or work.counter[MEETING] != 0
    for push in range(planned.push.shape[0]):
        if planned.push[push, CHANNEL] == BOOST:  # who has seen a post is not sold to
            work.counter[TRACKING] = 1
        work.bought[push, SHOWN_COUNT], work.bought[push, PUSHED_POST], work.bought[push, PICKED] = 0, NONE, 0
        work.bought[push, PUSH_ON] = planned.push[push, PUSH_RESERVED] == 0.0
        if planned.push[push, CHANNEL] == ADS:
            item, ordinal = np.int64(planned.push[push, PUSHED_ITEM]), np.int64(planned.push[push, PUSH_ORDINAL])
            there = on_platform(worlds, np.int64(planned.push[push, PUSH_ON_PLATFORM]))
            kind = np.int64(RIVAL if planned.push[push, PUSH_OF_RIVAL] != 0.0 else AD)
            work.bought[push, PUSHED_POST] = put_in_ad(there, work, key, item, kind, ordinal)
    for lever in range(planned.lever.shape[0]):
        begin_lever(world, planned, work, key, lever)


@inner_leaf
def begin_lever(world, planned, work, key, lever):
    """A lever as it is at the start."""
    state = work.lever[lever]
    state[:] = 0.0
    state[OUT_AT], state[LEVER_POST] = NEVER, NONE
    state[LEVER_ON] = planned.lever[lever, LEVER_RESERVED] == 0.0
    if planned.lever[lever, LEVER_KIND] == REFERRAL:
        work.counter[TRACKING] = 1
        item, ordinal = np.int64(planned.lever[lever, LEVER_ITEM]), np.int64(planned.lever[lever, LEVER_ORDINAL])
        state[LEVER_POST] = put_in_ad(world, work, key, item, np.int64(MESSAGE), ordinal)


@bare
def plan_later(worlds, planned, work, key, post):
    """A post of the plan that a rule has set going waits for its time; there must be room."""
    plan_post(worlds_of(worlds), planned_of(planned), work_of(work), key, post)


@bare
def run(worlds, planned, work, key, until, parts, policy, policy_1, policy_2, policy_3):
    """Go on until nothing waits (DONE), until the next thing would be at ``until`` or later (PAUSED), or until there is
    no room for it.

    ``parts`` (int64[platforms]) are the rows of the platforms' settings that hold now, the policies their rankings.
    """
    worlds, planned, work = worlds_of(worlds), planned_of(planned), work_of(work)
    first_world = on_platform(worlds, np.int64(0))
    accounts, end = first_world.person.shape[0], first_world.numbers[DAYS] * DAY
    step = first_world.numbers[SLOT_SECONDS]
    ticks = first_world.numbers[TICKS] != 0.0 or planned.push.shape[0] > 0 or planned.lever.shape[0] > 0
    while True:
        if work.counter[SENDING] > 0:
            full = send_to_members(worlds, planned, work, key, work.counter[SENDING] - 1)
            if full != DONE:
                return full
        session = NEVER
        if work.counter[WAITING] > 0:
            session = (work.counter[BIN] + 1) * BIN_SECONDS
            if work.counter[HEAP] > 0:
                session = work.row[work.lists[HEAP_LIST, 0], WHEN]
        tick = work.counter[TICK] * step if ticks else NEVER
        if tick >= end:
            tick = NEVER
        due = work.post[np.int64(work.post[0, DUE_POST]), PUBLISHED] if work.counter[DUE] > 0 else NEVER
        decision = next_decision(first_world, work)
        first = min(due, tick, decision, session)
        if first == NEVER:
            return DONE
        if first >= until:
            return PAUSED
        full = DONE
        if due == first:
            full = publish(worlds, work, key)
        elif tick == first:
            full = do_slot(worlds, planned, work, key, parts)
        elif decision == first:
            full = decide_next(worlds, planned, work)
        elif work.counter[HEAP] > 0:
            seat = np.int64(work.lists[HEAP_LIST, 0])
            platform = 0 if seat < accounts else seat // accounts
            world = first_world if platform == 0 else on_platform(worlds, platform)
            account = seat - platform * accounts
            ranking = policy
            if platform > 0:
                ranking = policy_1 if platform == 1 else policy_2 if platform == 2 else policy_3
            full = have_session(world, planned, work, key, account, parts[platform], ranking)
        else:
            turn_to_next_bin(work.row, work.lists, work.bins, work.counter, worlds.person, work.offer)
        if full != DONE:
            return full


@inner_leaf
def publish(worlds, work, key):
    """The next post comes out; DONE, or what there is no room for (and then call again)."""
    post = np.int64(work.post[0, DUE_POST])
    world = on_platform(worlds, np.int64(work.post[post, ON]))
    if work.post[post, KIND] == TO_MEMBERS:
        take_due(work)
        work.counter[SENDING] = post + 1
        return DONE
    author = np.int64(work.post[post, AUTHOR])
    if not room_for_offers(world, work, author):
        return MORE_OFFERS
    if work.counter[CONTACTS] + 1 > work.contact.shape[0]:
        return MORE_CONTACTS
    if work.counter[WAITING] == 0:
        work.counter[BIN] = int(work.post[post, PUBLISHED] / BIN_SECONDS)
    take_due(work)
    contact, item = meet(work, author), np.int64(work.post[post, ITEM])
    work.post[post, FIRST] = not has_taken(work, contact, item, np.int64(SHARE))
    take(work, contact, item, np.int64(SHARE))  # an author has shared
    if work.post[post, KIND] == OWNED or work.post[post, KIND] == PAID:
        reach(work, author, work.post[post, PUBLISHED], np.int64(NONE))
    if work.post[post, KIND] == PAID:
        advertise(world, work, contact, post, item)
    if world.item[item, STANCE] < 0.0:
        work.sums[FIRST_NEGATIVE] = min(work.sums[FIRST_NEGATIVE], work.post[post, PUBLISHED])
        work.counter[NEGATIVE] += 1
    come_out(world, work, key, post)
    return DONE


@inner_leaf
def advertise(world, work, contact, post, item):
    """One more paid post of this author: who has put up others before is believed less that it is his own word."""
    earlier, believed = int(work.contact[contact, ADS_MADE]), 1.0
    work.contact[contact, ADS_MADE] += 1.0
    for _ in range(earlier):
        believed *= 1.0 - world.numbers[ADS_COST]
    sold = world.item[item, GENUINE] * (1.0 - believed)
    work.post[post, LIKING] -= world.numbers[COMMERCIAL] * sold
    work.post[post, SOLD] += sold


@bare
def clean(work):
    """Undo everything, seat by touched seat; what was found stays where the outcome reads it."""
    for i in range(work.counter[TOUCHED]):
        seat = work.lists[TOUCHED_LIST, i]
        work.row[seat, INBOX] = NONE
        work.row[seat, WHEN] = NEVER
        work.row[seat, SESSION] = NONE
        work.row[seat, CONTACT] = NONE
        work.row[seat, ACTIVE] = 0
    forget_pairs(work)
    for place in (POSTS, FREE, DUE, REACHED, TOUCHED, OFFERED, SEEN, CONTACTS, ORIGINS):
        work.counter[place] = 0
    for place in (TICK, PHASE, STAGE, MEETINGS, ORDERS, DAY_PASSED, TRACKING, DELIVERED, REFERRED_UPTO):
        work.counter[place] = 0
    for place in (SENDING, MEMBERS_WALKED, CASES, CASES_UPTO, NEGATIVE, VOICES, CLICKERS, LINED_UP, PENDING, ASKED):
        work.counter[place] = 0
    work.counter[WALKED] = NOT_BEGUN
    work.counter[OFFERS] = 1
    work.counter[BIN], work.counter[AHEAD] = NONE, NONE
    work.offer[0, NEXT] = NONE
    work.sums[:] = 0.0
    work.sums[CREDENCE], work.sums[FIRST_NEGATIVE] = 1.0, NEVER
