"""What comes of an order: the customer is content or not, tells others, or complains.

    satisfaction = quality of the product - expectation + noise,    -1 to 1

The quality is that of the day on which the order arrives: a failure lowers it for a time, insight raises it for good.
The more content publish praise more often, the less content complain more often; whom nobody answers in time may
publish the complaint.
"""

import numpy as np

from sim.arithmetic import log
from sim.jit import inner, inner_leaf
from sim.models.campaign.care import is_cared_for, open_case, room_for_case
from sim.models.campaign.own_posts import publish_own, room_for_own
from sim.models.campaign.places import (
    A_COMPLAINT,
    ACTIVE,
    CARE_INVITES,
    COMPLAINS,
    CONTACT,
    CREDIT,
    DELIVERED,
    DELIVERY,
    DONE,
    EXPERIENCE,
    INSIGHT,
    LEVER_KIND,
    LOST,
    ORDER_ACCOUNT,
    ORDER_AT,
    ORDER_INCREMENTAL,
    ORDER_SATISFIED,
    ORDERS,
    OUT_AT,
    PATIENCE,
    PRAISE,
    PRAISE_ITEM,
    PRAISES,
    PUBLISHES,
    QUALITY,
    SATISFACTION_SPREAD,
    SATISFIED,
    VOICES,
)
from sim.models.campaign.response import moved, normal, succeeds
from sim.models.campaign.standing import attitude_at, expected, move
from sim.randomness import SATISFACTION, U, child, uniform

HOW_CONTENT, SAYS_IT, WAITS, WOULD_PUBLISH = range(4)
"""Words below an order's SATISFACTION."""
FULL = 0.5
"""The satisfaction at which praise, and below 0 complaints, are as frequent as they get."""


@inner_leaf
def quality_at(world, planned, work, now):
    """The product's quality."""
    quality = world.numbers[QUALITY]
    for i in range(world.failure.shape[0]):
        if world.failure[i, 0] <= now and now < world.failure[i, 1]:
            quality = min(quality, world.failure[i, 2])
    for lever in range(planned.lever.shape[0]):
        if planned.lever[lever, LEVER_KIND] == INSIGHT and work.lever[lever, OUT_AT] <= now:
            quality += work.lever[lever, CREDIT]
    return min(quality, 1.0)


@inner
def deliver(worlds, world, planned, work, key, now):
    """All orders that have arrived by now; DONE, or what is full (and then call again)."""
    while work.counter[DELIVERED] < work.counter[ORDERS]:
        order = work.counter[DELIVERED]
        if work.order[order, ORDER_INCREMENTAL] != LOST:
            if work.order[order, ORDER_AT] + world.numbers[DELIVERY] > now:
                return DONE
            full = max(room_for_own(work), room_for_case(work))
            if full != DONE:
                return full
            arrive(worlds, world, planned, work, key, order, now)
        work.counter[DELIVERED] += 1
    return DONE


@inner_leaf
def arrive(worlds, world, planned, work, key, order, now):
    """An order arrives, and the customer says what he thinks of it; there must be room."""
    account = np.int64(work.order[order, ORDER_ACCOUNT])
    contact = np.int64(work.row[account, CONTACT])
    draws = child(work.order_key[order], U(SATISFACTION))
    noise = world.numbers[SATISFACTION_SPREAD] * normal(child(draws, U(HOW_CONTENT)))
    content = min(max(quality_at(world, planned, work, now) - expected(work, contact) + noise, -1.0), 1.0)
    work.order[order, ORDER_SATISFIED] = work.contact[contact, SATISFIED] = content
    attitude = attitude_at(world, work, contact, now)
    felt = min(max(content / FULL, -1.0), 1.0)
    move(world, work, contact, attitude + world.numbers[EXPERIENCE] * (felt - attitude), now)
    says = child(draws, U(SAYS_IT))
    if felt > 0.0:  # the praise of others is there without the campaign, too
        if work.row[account, ACTIVE] != 0.0 and succeeds(says, world.numbers[PRAISES] * felt):
            publish_own(worlds, work, key, contact, np.int64(world.numbers[PRAISE_ITEM]), np.int64(PRAISE), now)
    elif felt < 0.0:
        chance = -felt * world.numbers[COMPLAINS]
        if is_cared_for(planned, work, now):
            chance = moved(chance, world.numbers[CARE_INVITES])
        if succeeds(says, chance):
            work.counter[VOICES] += 1
            patience = -log(max(uniform(child(draws, U(WAITS))), 1e-16)) * world.numbers[PATIENCE]
            would = succeeds(child(draws, U(WOULD_PUBLISH)), world.numbers[PUBLISHES])
            open_case(work, contact, np.int64(A_COMPLAINT), now, now + patience, np.float64(would))
