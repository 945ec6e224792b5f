"""Refer a friend: who has ordered may send the item to some who follow him, and is paid for each of them who orders."""

import numpy as np

from sim.arithmetic.counts import poisson_quantile
from sim.jit import inner, inner_leaf
from sim.models.campaign.borrowing import at_home
from sim.models.campaign.levers import has_money, is_on, pay
from sim.models.campaign.own_posts import origin_kind
from sim.models.campaign.pairs import times_shown
from sim.models.campaign.places import (
    CONTACT,
    CONTACTS,
    DONE,
    FRIEND,
    LEVER_KIND,
    LEVER_POST,
    LOST,
    MESSAGE,
    MORE_CONTACTS,
    NONE,
    ORDER_ACCOUNT,
    ORDER_INCREMENTAL,
    ORDER_POST,
    ORDERS,
    ORIGIN,
    ORIGIN_POST,
    REFER_FRIENDS,
    REFER_RATE,
    REFERRAL,
    REFERRED,
    REFERRED_FRIENDS,
    REFERRED_RATE,
    REFERRED_UPTO,
)
from sim.models.campaign.response import succeeds
from sim.models.campaign.seeing import meet, room_for_impressions, see
from sim.randomness import FRIENDS, U, child, uniform

REFERS, HOW_MANY, WHO = range(3)
"""Words below an order's FRIENDS; whom he asks begins at WHO."""
MOST_FRIENDS = 20
"""Friends whom one customer asks at most for one order."""


@inner_leaf
def programme(planned, work, now):
    """The first referral programme that is on now, or NONE."""
    for lever in range(planned.lever.shape[0]):
        pays = planned.lever[lever, LEVER_KIND] == REFERRAL and has_money(planned, work, lever)
        if pays and is_on(planned, work, lever, now):
            return lever
    return NONE


@inner_leaf
def reward(planned, work, order):
    """Who sent the message is paid if it was one that brought this order."""
    post = np.int64(work.order[order, ORDER_POST])
    if post == NONE or origin_kind(work, post) != MESSAGE:
        return
    message = work.tally[np.int64(work.post[post, ORIGIN]), ORIGIN_POST]
    for lever in range(planned.lever.shape[0]):
        pays = planned.lever[lever, LEVER_KIND] == REFERRAL and has_money(planned, work, lever)
        if pays and work.lever[lever, LEVER_POST] == message:
            pay(planned, work, lever)


@inner
def ask_friends(worlds, planned, work, key, order, lever, now):
    """A customer may ask friends, where he is most often; there must be room."""
    account = np.int64(work.order[order, ORDER_ACCOUNT])
    world = at_home(worlds, account)
    came = work.contact[np.int64(work.row[account, CONTACT]), REFERRED] != 0.0
    draws = child(work.order_key[order], U(FRIENDS))
    rate = world.numbers[REFERRED_RATE if came else REFER_RATE]
    first, followers = world.offsets[account], world.offsets[account + 1] - world.offsets[account]
    if followers == 0 or not succeeds(child(draws, U(REFERS)), rate):
        return
    mean = world.numbers[REFERRED_FRIENDS if came else REFER_FRIENDS]
    asked = min(poisson_quantile(mean, uniform(child(draws, U(HOW_MANY)))), MOST_FRIENDS)
    message = np.int64(work.lever[lever, LEVER_POST])
    origin = np.int64(work.post[message, ORIGIN])
    for turn in range(asked):
        friend = np.int64(world.audience[first + int(uniform(child(draws, U(WHO + turn))) * followers)])
        if times_shown(work, origin, friend) == 0:
            work.contact[meet(work, friend), REFERRED] = 1.0
            see(at_home(worlds, friend), planned, work, key, friend, message, np.int64(FRIEND), 0.0, now)


@inner
def refer(worlds, planned, work, key, now):
    """What comes of the orders since the last tick; DONE, or what is full (and then call again)."""
    while work.counter[REFERRED_UPTO] < work.counter[ORDERS]:
        order = work.counter[REFERRED_UPTO]
        if work.order[order, ORDER_INCREMENTAL] != LOST:
            full = room_for_impressions(work, np.int64(MOST_FRIENDS))
            if full == DONE and work.counter[CONTACTS] + MOST_FRIENDS > work.contact.shape[0]:
                full = MORE_CONTACTS
            if full != DONE:
                return full
            reward(planned, work, order)
            lever = programme(planned, work, now)
            if lever != NONE:
                ask_friends(worlds, planned, work, key, order, lever, now)
        work.counter[REFERRED_UPTO] += 1
    return DONE
