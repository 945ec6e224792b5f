"""What the plan's levers change: who takes part for a gift or a prize, and what an offer takes from the price."""

import numpy as np

from sim.jit import inner_leaf
from sim.models.campaign.days import DAY
from sim.models.campaign.places import (
    BARGAIN,
    CHALLENGE,
    DISCOUNT,
    LEVER_CENTS,
    LEVER_EACH,
    LEVER_END,
    LEVER_ITEM,
    LEVER_KIND,
    LEVER_ON,
    LEVER_START,
    LEVER_VALUE,
    LEVER_WHAT,
    NONE,
    SPENT,
    USED,
)


@inner_leaf
def is_on(planned, work, lever, now):
    """Is the lever on now?"""
    row = planned.lever[lever]
    return work.lever[lever, LEVER_ON] != 0.0 and row[LEVER_START] <= now and now < row[LEVER_END]


@inner_leaf
def concerns(planned, lever, item):
    """Is the lever about this item?"""
    return planned.lever[lever, LEVER_ITEM] == NONE or planned.lever[lever, LEVER_ITEM] == item


@inner_leaf
def has_money(planned, work, lever):
    """Can one more be paid?"""
    return work.lever[lever, SPENT] + planned.lever[lever, LEVER_EACH] <= planned.lever[lever, LEVER_CENTS]


@inner_leaf
def pay(planned, work, lever):
    """Pay one more."""
    work.lever[lever, SPENT] += planned.lever[lever, LEVER_EACH]
    work.lever[lever, USED] += 1.0


@inner_leaf
def rewards(planned, work, lever, item, action, now):
    """Does this lever give something to who takes this action on this item now?"""
    row = planned.lever[lever]
    if row[LEVER_KIND] > CHALLENGE or row[LEVER_WHAT] != action or not concerns(planned, lever, item):
        return False
    return is_on(planned, work, lever, now) and (row[LEVER_EACH] == 0.0 or has_money(planned, work, lever))


@inner_leaf
def incentive(planned, work, item, action, now):
    """What gifts and prizes add to the log-odds of this action."""
    added = 0.0
    for lever in range(planned.lever.shape[0]):
        if rewards(planned, work, lever, item, action, now):
            added += planned.lever[lever, LEVER_VALUE]
    return added


@inner_leaf
def pay_incentives(planned, work, item, action, now):
    """Who takes the action is given what there is."""
    for lever in range(planned.lever.shape[0]):
        if rewards(planned, work, lever, item, action, now):
            pay(planned, work, lever)


@inner_leaf
def in_challenge(planned, work, item, now):
    """Is a share of this item a piece of the sharer's own now?"""
    for lever in range(planned.lever.shape[0]):
        about = planned.lever[lever, LEVER_KIND] == CHALLENGE and concerns(planned, lever, item)
        if about and is_on(planned, work, lever, now):
            return True
    return False


@inner_leaf
def discount_at(world, planned, work, item, now):
    """(the best discount that holds now, how far its last day has gone: 0 to 1)"""
    best, haste = np.float64(world.item[item, DISCOUNT]), 0.0
    for lever in range(planned.lever.shape[0]):
        row = planned.lever[lever]
        if row[LEVER_KIND] == BARGAIN and concerns(planned, lever, item) and is_on(planned, work, lever, now):
            if row[LEVER_VALUE] > best:
                best = row[LEVER_VALUE]
            haste = max(haste, 1.0 - (row[LEVER_END] - now) / DAY)
    return best, haste
