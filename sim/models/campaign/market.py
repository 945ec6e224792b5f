"""Who buys: by clicking through, or by himself, which goodwill makes more likely.

Without any campaign an account orders on a day with probability 1 - exp(-h), h its baseline demand. Goodwill g,
attitude a and expectation e make that 1 - exp(-h exp(goodwill_effect g + attitude_demand a + expectation_effect
(e - 1/2))), where e - 1/2 is at least 0 for who did not know the brand before. Both are compared with one draw keyed by
(account, day), so an order that would have come anyway is known as such, and so is one that is lost. The second way is
the click: it becomes a visit, a visit a lead, and a lead an order, by coins keyed by (post, viewer). A lead decides at
once or some time later (:mod:`sim.models.campaign.pending`), by the offers that hold and by what it thinks then. The
value of an order is lognormal.
"""

import numpy as np

from sim.arithmetic import exp
from sim.jit import inner, inner_leaf, jit, leaf
from sim.models.campaign.borrowing import on_platform
from sim.models.campaign.days import DAY
from sim.models.campaign.events import write_event
from sim.models.campaign.levers import discount_at
from sim.models.campaign.pending import put_off, take_pending, wait_of
from sim.models.campaign.places import (
    ATTITUDE_DEMAND,
    BARGAINS,
    BOUGHT,
    CLICKED,
    CONTACT,
    CONTACT_ACCOUNT,
    CONTACTS,
    DAY_PASSED,
    DEMANDS,
    DISCOUNT_EFFECT,
    DONE,
    EXPECTATION_EFFECT,
    GOODWILL_EFFECT,
    IS_LIVE,
    ITEM,
    JOINED_AT,
    LEAD_EVENT,
    LEAD_RATE,
    LIVE_EFFECT,
    LIVE_RETURNS,
    LOST,
    MEMBER,
    MEMBER_FADES,
    MORE_ORDERS,
    ON,
    ORDER_ACCOUNT,
    ORDER_AT,
    ORDER_CENTS,
    ORDER_INCREMENTAL,
    ORDER_LOG,
    ORDER_POST,
    ORDER_RATE,
    ORDER_RETURNED,
    ORDER_SATISFIED,
    ORDER_SPREAD,
    ORDERS,
    PENDING_ACCOUNT,
    PENDING_AT,
    PENDING_POST,
    REPURCHASE,
    RETURNS,
    URGENCY,
    VISIT_EVENT,
    VISIT_RATE,
)
from sim.models.campaign.response import moved, normal, succeeds
from sim.models.campaign.standing import attitude_at, goodwill_at, hoped
from sim.randomness import DEMAND, ORDER, U, child

LEAD = 66
"""In the place of an action: does the visit become a lead?"""
BUYS = 67
"""And the lead an order?"""
VALUE = 68
"""Below it what is ordered."""
SENT_BACK = 69
VISIT = 70
"""In the place of an action: does who clicks arrive?"""


@inner_leaf
def order_cents(world, draws):
    """The value of an order, in cents of one person."""
    z = normal(child(draws, U(VALUE)))
    return np.int64(np.floor(exp(world.numbers[ORDER_LOG] + world.numbers[ORDER_SPREAD] * z) * 100.0 + 0.5))


@inner_leaf
def write_order(world, work, contact, post, now, draws, discount, incremental, returns):
    """Write an order down, which is sent back with probability ``returns``; there must be room."""
    place = work.counter[ORDERS]
    work.counter[ORDERS] += 1
    row = work.order[place]
    work.order_key[place] = draws
    row[ORDER_ACCOUNT], row[ORDER_POST], row[ORDER_AT] = work.contact[contact, CONTACT_ACCOUNT], post, now
    row[ORDER_CENTS] = np.floor(order_cents(world, draws) * (1.0 - discount) + 0.5)
    row[ORDER_INCREMENTAL], row[ORDER_SATISFIED] = incremental, np.nan
    row[ORDER_RETURNED] = succeeds(child(draws, U(SENT_BACK)), returns)
    if incremental != LOST:
        work.contact[contact, BOUGHT] += 1.0


@inner_leaf
def inclined(world, work, contact, now):
    """What attitude and expectation add to the log-odds of ordering after a click."""
    wished = world.numbers[EXPECTATION_EFFECT] * hoped(world, work, contact)
    return attitude_at(world, work, contact, now) + wished


@inner
def decide(world, planned, work, viewer, contact, post, now):
    """The lead orders or not, by what holds now; there must be room."""
    numbers, item = world.numbers, np.int64(work.post[post, ITEM])
    draws = child(work.post_key[post], U(viewer))
    shift = inclined(world, work, contact, now)
    discount, haste = discount_at(world, planned, work, item, now)
    shift += numbers[DISCOUNT_EFFECT] * discount * world.person[viewer, BARGAINS] + numbers[URGENCY] * haste
    shift += numbers[LIVE_EFFECT] * world.item[item, IS_LIVE]
    if succeeds(child(draws, U(BUYS)), moved(numbers[ORDER_RATE], shift)):
        returns = numbers[LIVE_RETURNS] if world.item[item, IS_LIVE] != 0.0 else numbers[RETURNS]
        write_order(world, work, contact, post, now, draws, discount, np.int64(1), returns)


@inner
def follow_up(world, planned, work, viewer, contact, post, now):
    """What comes of a click: perhaps a visit, perhaps a lead, perhaps an order, at once or later."""
    draws = child(work.post_key[post], U(viewer))
    if not succeeds(child(draws, U(VISIT)), world.numbers[VISIT_RATE]):
        return
    write_event(work, viewer, post, np.int64(VISIT_EVENT), now)
    if not succeeds(child(draws, U(LEAD)), moved(world.numbers[LEAD_RATE], inclined(world, work, contact, now))):
        return
    write_event(work, viewer, post, np.int64(LEAD_EVENT), now)
    wait = wait_of(world, draws)
    if wait > 0.0:
        put_off(work, viewer, post, now + wait)
    else:
        decide(world, planned, work, viewer, contact, post, now)


@inner
def decide_next(worlds, planned, work):
    """The next of those who think it over decides; DONE, or MORE_ORDERS (and then call again)."""
    if work.counter[ORDERS] + 1 > work.order.shape[0]:
        return MORE_ORDERS
    now, viewer = work.pending[0, PENDING_AT], np.int64(work.pending[0, PENDING_ACCOUNT])
    post = np.int64(work.pending[0, PENDING_POST])
    take_pending(work)
    world = on_platform(worlds, np.int64(work.post[post, ON]))
    decide(world, planned, work, viewer, np.int64(work.row[viewer, CONTACT]), post, now)
    return DONE


@leaf
def day_draws(key, account, day):
    """Below this key: would the account buy on this day, and what?"""
    return child(child(child(key, U(DEMAND)), U(account)), U(day))


@inner_leaf
def raised(world, work, contact, hazard, now):
    """The rate at which a contact orders by himself: the baseline's, times what the campaign has made of it."""
    numbers, row = world.numbers, work.contact[contact]
    moves = numbers[GOODWILL_EFFECT] * goodwill_at(world, work, contact, now)
    moves += numbers[ATTITUDE_DEMAND] * attitude_at(world, work, contact, now)
    moves += numbers[EXPECTATION_EFFECT] * hoped(world, work, contact)
    rate = hazard * exp(moves)
    if row[MEMBER] == 1.0 and row[BOUGHT] > 0.0:
        left = exp(-(now - row[JOINED_AT]) * numbers[MEMBER_FADES])
        rate *= 1.0 + (numbers[REPURCHASE] - 1.0) * left
    return rate


@inner
def pass_day(world, work, key, day):
    """Who of the contacts buys by himself on this day; DONE, or MORE_ORDERS (and then nothing was changed)."""
    if work.counter[ORDERS] + work.counter[CONTACTS] > work.order.shape[0]:
        return MORE_ORDERS
    now = (day + 1) * DAY
    for contact in range(work.counter[CONTACTS]):
        account = np.int64(work.contact[contact, CONTACT_ACCOUNT])
        hazard = np.float64(world.person[account, DEMANDS])
        draws = day_draws(key, account, day)
        buys = succeeds(draws, 1.0 - exp(-raised(world, work, contact, hazard, now)))
        anyway = succeeds(draws, 1.0 - exp(-hazard))
        if buys or anyway:
            brought = LOST if not buys else np.int64(not anyway)
            clicked, returns = np.int64(work.contact[contact, CLICKED]), world.numbers[RETURNS]
            write_order(world, work, contact, clicked, now, child(draws, U(ORDER)), 0.0, np.int64(brought), returns)
    work.counter[DAY_PASSED] = day + 1
    return DONE


@jit
def baseline(world, key, days, out):
    """``out`` becomes (orders, their cents) of one person each, as they come without any campaign."""
    out[:] = 0
    for account in range(world.person.shape[0]):
        hazard = np.float64(world.person[account, DEMANDS])
        if hazard > 0.0:
            chance = 1.0 - exp(-hazard)
            of_account = child(child(key, U(DEMAND)), U(account))
            for day in range(days):
                draws = child(of_account, U(day))
                if succeeds(draws, chance):
                    out[0] += 1
                    out[1] += order_cents(world, child(draws, U(ORDER)))
