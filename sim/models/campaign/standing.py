"""What a contact thinks: attitude and goodwill, which are forgotten, and what it expects of the product.

expectation = (1/2 + sum of trust x promise) / (1 + sum of trust)     over the impressions so far

What is expected beyond 1/2 moves demand. Who knew the brand before buys less where he expects less than that. Who did
not know it expected nothing of it that could fall: a bad word makes him notice the brand, and moves his attitude, but
lowers no expectation that he bought by (Berger, Sorensen and Rasmussen 2010, Marketing Science 29:815).
"""

import numpy as np

from sim.arithmetic import exp
from sim.jit import inner_leaf, leaf
from sim.models.campaign.days import DAY
from sim.models.campaign.places import (
    ATTITUDE,
    BELIEVED,
    CONTACT_ACCOUNT,
    FORGETTING,
    GOODWILL,
    GOODWILL_FORGETTING,
    KNOWS,
    PROMISED,
    SELLS,
    TOLD_AT,
)

USUAL: float = 0.5
"""What is expected of a product of which nothing was heard."""


@leaf
def faded(attitude, seconds, forgetting):
    """What is left of an attitude after so long."""
    return attitude * exp(-seconds / DAY * forgetting)


@inner_leaf
def attitude_at(world, work, contact, now):
    """The attitude of a contact, as far as it is not forgotten."""
    attitude = work.contact[contact, ATTITUDE]
    if attitude == 0.0:
        return 0.0
    return faded(attitude, now - work.contact[contact, TOLD_AT], world.numbers[FORGETTING])


@inner_leaf
def goodwill_at(world, work, contact, now):
    """The goodwill of a contact, as far as it is not forgotten."""
    kept = exp(-(now - work.contact[contact, TOLD_AT]) / DAY * world.numbers[GOODWILL_FORGETTING])
    return work.contact[contact, GOODWILL] * kept


@inner_leaf
def expected(work, contact):
    """The quality that a contact expects."""
    return (USUAL + work.contact[contact, PROMISED]) / (1.0 + work.contact[contact, BELIEVED])


@inner_leaf
def hoped(world, work, contact):
    """What a contact expects beyond the usual, as far as it moves demand: below 0 only of who knew the brand before."""
    beyond = expected(work, contact) - USUAL
    if beyond < 0.0 and world.person[np.int64(work.contact[contact, CONTACT_ACCOUNT]), KNOWS] == 0.0:
        return 0.0
    return beyond


@inner_leaf
def move(world, work, contact, attitude, now):
    """The attitude becomes this one now, at most 1 and at least -1; goodwill is brought up to now."""
    row = work.contact[contact]
    if world.numbers[SELLS] != 0.0:
        row[GOODWILL] = goodwill_at(world, work, contact, now)
    row[ATTITUDE] = min(max(attitude, -1.0), 1.0)
    row[TOLD_AT] = now
