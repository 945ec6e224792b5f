"""The private community: what is sent to its members, who open it less and less, and of whom some leave.

P(open) = open_rate (n + 1) ** -push_fatigue exp(-age / member's time)     after n earlier pushes
"""

import numpy as np

from sim.arithmetic import exp, power
from sim.jit import inner, inner_leaf
from sim.models.campaign.borrowing import at_home
from sim.models.campaign.own_posts import publish_own, room_for_own
from sim.models.campaign.places import (
    COMMUNITY,
    CONTACT_ACCOUNT,
    CONTACTS,
    DONE,
    JOINED_AT,
    LEAVES,
    MEMBER,
    MEMBER_FADES,
    MEMBERS_WALKED,
    OPENED,
    OPENS,
    PRAISE,
    PRAISE_ITEM,
    PUBLISHED,
    PUSH_FATIGUE,
    PUSHED,
    SELLS,
    SENDING,
    TALK,
    TALKS,
)
from sim.models.campaign.response import succeeds
from sim.models.campaign.seeing import room_for_impressions, see
from sim.models.campaign.standing import attitude_at
from sim.randomness import MEMBERS, U, child

IS_MEMBER, HAS_LEFT = 1.0, 2.0
OPEN, LEAVE, WRITE = range(3)
"""Words below a push's MEMBERS and the account."""


@inner_leaf
def still_interested(world, work, contact, now):
    """How much of a member's first interest is left."""
    return exp(-(now - work.contact[contact, JOINED_AT]) * world.numbers[MEMBER_FADES])


@inner_leaf
def receive(worlds, planned, work, key, contact, post, now):
    """A member gets a push; there must be room. What he shares comes out where he is most often."""
    row = work.contact[contact]
    account = np.int64(row[CONTACT_ACCOUNT])
    world = at_home(worlds, account)
    draws = child(child(work.post_key[post], U(MEMBERS)), U(account))
    chance = world.numbers[OPENS] * power(row[PUSHED] + 1.0, -world.numbers[PUSH_FATIGUE])
    row[PUSHED] += 1.0
    if succeeds(child(draws, U(OPEN)), chance * still_interested(world, work, contact, now)):
        row[OPENED] += 1.0
        see(world, planned, work, key, account, post, np.int64(COMMUNITY), 0.0, now)
        talks = world.person[account, TALKS] != 0.0 and world.numbers[SELLS] != 0.0
        likes = attitude_at(world, work, contact, now) > 0.0
        if talks and likes and succeeds(child(draws, U(WRITE)), world.numbers[TALK]):
            item = np.int64(world.numbers[PRAISE_ITEM])
            publish_own(worlds, work, key, contact, item, np.int64(PRAISE), now)
    if succeeds(child(draws, U(LEAVE)), world.numbers[LEAVES]):
        row[MEMBER] = HAS_LEFT


@inner
def send_to_members(worlds, planned, work, key, post):
    """The members get a push, those who joined first before the others; DONE, or what is full (and then call again)."""
    now = work.post[post, PUBLISHED]
    while work.counter[MEMBERS_WALKED] < work.counter[CONTACTS]:
        full = max(room_for_impressions(work, np.int64(2)), room_for_own(work))
        if full != DONE:
            return full
        contact = work.counter[MEMBERS_WALKED]
        work.counter[MEMBERS_WALKED] += 1
        if work.contact[contact, MEMBER] == IS_MEMBER:
            receive(worlds, planned, work, key, contact, post, now)
    work.counter[MEMBERS_WALKED] = work.counter[SENDING] = 0
    return DONE
