"""Who buys: by clicking through, or by himself, which goodwill makes more likely.

Without any campaign an account orders on a day with probability 1 - exp(-h), h its baseline demand; goodwill g makes
that 1 - exp(-h exp(goodwill_effect g)). Both are compared with one draw keyed by (account, day), so an order that would
have come anyway is known as such. The second way is the click: it becomes a lead, and a lead an order, by coins keyed
by (post, viewer). The value of an order is lognormal."""

import numpy as np

from sim.arithmetic import exp, log, logistic
from sim.jit import jit, leaf
from sim.models.campaign.days import DAY
from sim.models.campaign.events import write_event
from sim.models.campaign.places import (
    BARGAINS,
    CLICKED,
    CONTACT_ACCOUNT,
    CONTACTS,
    DAY_PASSED,
    DEMANDS,
    DISCOUNT,
    DISCOUNT_EFFECT,
    DONE,
    GOODWILL,
    GOODWILL_EFFECT,
    GOODWILL_FORGETTING,
    ITEM,
    LEAD_EVENT,
    LEAD_RATE,
    MORE_ORDERS,
    ORDER_ACCOUNT,
    ORDER_AT,
    ORDER_CENTS,
    ORDER_INCREMENTAL,
    ORDER_LOG,
    ORDER_POST,
    ORDER_RATE,
    ORDER_RETURNED,
    ORDER_SPREAD,
    ORDERS,
    RETURNS,
    TOLD_AT,
)
from sim.models.campaign.response import attitude_at, normal, succeeds
from sim.randomness import DEMAND, ORDER, U, child

LEAD = 66
"""In the place of an action: does the click become a lead?"""
BUYS = 67
"""And the lead an order?"""
VALUE = 68
"""Below it what is ordered."""
SENT_BACK = 69


@leaf
def order_cents(world, draws):
    """The value of an order, in cents of one person."""
    z = normal(child(draws, U(VALUE)))
    return np.int64(np.floor(exp(world.numbers[ORDER_LOG] + world.numbers[ORDER_SPREAD] * z) * 100.0 + 0.5))


@leaf
def write_order(world, work, account, post, now, draws, discount, incremental):
    """Write an order down; there must be room."""
    row = work.order[work.counter[ORDERS]]
    work.counter[ORDERS] += 1
    row[ORDER_ACCOUNT], row[ORDER_POST], row[ORDER_AT] = account, post, now
    row[ORDER_CENTS] = np.floor(order_cents(world, draws) * (1.0 - discount) + 0.5)
    row[ORDER_INCREMENTAL] = incremental
    row[ORDER_RETURNED] = succeeds(child(draws, U(SENT_BACK)), world.numbers[RETURNS])


@leaf
def moved(probability, shift):
    """A probability moved in log-odds; 0 and 1 stay."""
    if probability <= 0.0 or probability >= 1.0 or shift == 0.0:
        return probability
    return logistic(log(probability / (1.0 - probability)) + shift)


@jit
def follow_up(world, work, viewer, contact, post, now):
    """What comes of a click: perhaps a lead, perhaps an order."""
    numbers, item = world.numbers, np.int64(work.post[post, ITEM])
    draws = child(work.post_key[post], U(viewer))
    attitude = attitude_at(world, work, contact, now)
    if not succeeds(child(draws, U(LEAD)), moved(numbers[LEAD_RATE], attitude)):
        return
    write_event(work, viewer, post, np.int64(LEAD_EVENT), now)
    discount = world.item[item, DISCOUNT]
    shift = attitude + numbers[DISCOUNT_EFFECT] * discount * world.person[viewer, BARGAINS]
    if succeeds(child(draws, U(BUYS)), moved(numbers[ORDER_RATE], shift)):
        write_order(world, work, viewer, post, now, draws, discount, np.int64(1))


@leaf
def day_draws(key, account, day):
    """Below this key: would the account buy on this day, and what?"""
    return child(child(child(key, U(DEMAND)), U(account)), U(day))


@jit
def pass_day(world, work, key, day):
    """Who of the contacts buys by himself on this day; DONE, or MORE_ORDERS (and then nothing was changed)."""
    if work.counter[ORDERS] + work.counter[CONTACTS] > work.order.shape[0]:
        return MORE_ORDERS
    now = (day + 1) * DAY
    for contact in range(work.counter[CONTACTS]):
        row = work.contact[contact]
        account = np.int64(row[CONTACT_ACCOUNT])
        kept = exp(-(now - row[TOLD_AT]) / DAY * world.numbers[GOODWILL_FORGETTING])
        hazard = np.float64(world.person[account, DEMANDS])
        raised = hazard * exp(world.numbers[GOODWILL_EFFECT] * row[GOODWILL] * kept)
        draws = day_draws(key, account, day)
        if succeeds(draws, 1.0 - exp(-raised)):
            anyway = succeeds(draws, 1.0 - exp(-hazard))
            write_order(
                world, work, account, np.int64(row[CLICKED]), now, child(draws, U(ORDER)), 0.0, np.int64(not anyway)
            )
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
