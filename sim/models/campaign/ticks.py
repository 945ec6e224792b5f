"""What happens at a tick: counters reach the ranker, posts are recommended, bought impressions are given, relations
are tended, days pass.

A tick is cut in slots of at most five minutes, in each of which bought impressions are given: so what money buys hardly
depends on how long a tick is.

**Recommended.** Looks that go to strangers are shared among all posts of the platform: a post is due
E exp(beta x) / Z impressions in all, spread over its age by exp(-age / recency), where E is what posts get on average
whose author has so many followers (:mod:`sim.models.campaign.supply`), x how much better it is expected to do than an
ordinary post (log of the ratio of expected values) and Z the mean of exp(beta x) over ordinary posts. So an ordinary
post gets E, and all of them together what there is.
"""

import numpy as np

from sim.arithmetic import exp, log
from sim.jit import inner, inner_leaf
from sim.models.campaign.borrowing import on_platform
from sim.models.campaign.care import care, come_to_work
from sim.models.campaign.customers import deliver
from sim.models.campaign.days import DAY, HOUR, share_before
from sim.models.campaign.friends import refer
from sim.models.campaign.listening import listen
from sim.models.campaign.market import pass_day
from sim.models.campaign.own_posts import is_recommended
from sim.models.campaign.places import (
    AUTHOR,
    BOOST,
    CENTS,
    CHANNEL,
    DAY_PASSED,
    DONE,
    END,
    ENDS,
    GAIN_SUM,
    GAIN_WEIGHT,
    ITEM,
    KIND,
    LEFT,
    MEETING,
    NONE,
    ON,
    ORIGIN_POST,
    ORIGINS,
    OUT_BETA,
    OUT_CAP,
    OUT_MEAN,
    OUT_SHARE,
    PHASE,
    PICKED,
    POOLS,
    PRICE,
    PRIOR_VALUE,
    PUBLISHED,
    PUSH_ON,
    PUSH_ON_PLATFORM,
    PUSHED_ITEM,
    PUSHED_POST,
    RECENCY,
    RECOMMENDED,
    SELLS,
    SHOWN_COUNT,
    SLOT_SECONDS,
    SLOTS,
    STAGE,
    START,
    TICK,
    TICK_SECONDS,
    WALKED,
)
from sim.models.campaign.pools import due_of_pools
from sim.models.campaign.scoring import expected_value, show_counters
from sim.models.campaign.showing import show
from sim.models.campaign.supply import supply
from sim.randomness import GRANT, U, child, uniform
from sim.world import OWNED, PAID

NOT_BEGUN = -1
"""In the place of the number of accounts walked: the next thing to be shown has not been begun."""
LONGEST = 60.0
"""After so many time constants nothing is left to be recommended: e ** -60 of it."""
LEAST = 1e-3
"""No post is expected to be worth less than this share of an ordinary one."""


@inner_leaf
def advantage(world, work, origin, part):
    """exp(beta x): how much more a post is recommended than an ordinary one."""
    expected = expected_value(world, work, origin, part, 0.0)
    ratio = max(expected / world.feed[part, PRIOR_VALUE], LEAST)
    return exp(world.numbers[OUT_BETA] * log(ratio))


@inner_leaf
def due_of_age(world, work, origin, part, now):
    """Which share of all its recommendations a post gets at this tick: those of the time since the last tick."""
    post = np.int64(work.tally[origin, ORIGIN_POST])
    age = now - work.post[post, PUBLISHED]
    if now >= work.post[post, ENDS]:
        return 0.0
    recency = world.feed[part, RECENCY] * HOUR
    if age <= 0.0 or age - world.numbers[TICK_SECONDS] > LONGEST * recency:
        return 0.0
    return exp(-max(age - world.numbers[TICK_SECONDS], 0.0) / recency) - exp(-age / recency)


@inner_leaf
def begin_recommending(world, work, origin, part, tick):
    """How many recommendations a post is due at this tick."""
    post = np.int64(work.tally[origin, ORIGIN_POST])
    if not is_recommended(np.int64(work.post[post, KIND])) or work.post[post, AUTHOR] == NONE:  # an ad, or a message
        return 0
    now, most = tick * world.numbers[TICK_SECONDS], world.numbers[OUT_CAP] * world.person.shape[0]
    if world.numbers[POOLS] > 0.0:
        is_out = work.post[post, PUBLISHED] < now and now < work.post[post, ENDS]
        mean = due_of_pools(world, work, origin, part) if is_out else 0.0
    else:
        mean = due_by_merit(world, work, origin, part, now)
    if mean <= 0.0:
        return 0
    source = work.post_key[np.int64(work.tally[origin, ORIGIN_POST])]
    u = uniform(child(child(child(source, U(GRANT)), U(tick)), U(1 << 41)))
    return int(min(mean, most) + u)


@inner_leaf
def due_by_merit(world, work, origin, part, now):
    """How often a post is recommended on average at this tick by how well it is expected to do."""
    share = due_of_age(world, work, origin, part, now)
    if share <= 0.0:
        return 0.0
    gain = advantage(world, work, origin, part)
    if work.counter[MEETING]:
        work.sums[GAIN_SUM] += share * gain
        work.sums[GAIN_WEIGHT] += share
    return supply(world, work, origin) * gain / world.feed[part, OUT_MEAN] * share


@inner_leaf
def is_picked(work, push, post):
    """May the push boost this post? Any, unless a rule has picked some."""
    if work.bought[push, PICKED] == 0:
        return True
    found = False
    for i in range(work.picked.shape[0]):
        found = found or (work.picked[i, 0] == push and work.picked[i, 1] == post)
    return found


@inner_leaf
def can_be_boosted(planned, work, push, post, now):
    """Is this a post of the plan on this platform, of the item that is boosted if it is one, that can be seen now?"""
    row = work.post[post]
    if (row[KIND] != OWNED and row[KIND] != PAID) or row[ON] != planned.push[push, PUSH_ON_PLATFORM]:
        return False
    item, shown = planned.push[push, PUSHED_ITEM], row[PUBLISHED] <= now and now < row[ENDS]
    return shown and (item == NONE or row[ITEM] == item) and is_picked(work, push, post)


@inner
def boosted_post(planned, work, push, slot, now):
    """Whose turn it is of the plan's posts of the item that is boosted, or NONE if none is out."""
    out = 0
    for origin in range(work.counter[ORIGINS]):
        out += can_be_boosted(planned, work, push, np.int64(work.tally[origin, ORIGIN_POST]), now)
    turn = slot % max(out, 1)
    for origin in range(work.counter[ORIGINS]):
        post = np.int64(work.tally[origin, ORIGIN_POST])
        if can_be_boosted(planned, work, push, post, now):
            if turn == 0:
                return post
            turn -= 1
    return NONE


@inner_leaf
def traffic(world, second):
    """All sessions up to this second, in days' worth: it grows as the day's rhythm says."""
    day = int(second / DAY)
    return day + share_before(world.rhythm, second - day * DAY)


@inner_leaf
def due_to_push(world, planned, work, push, now):
    """How many impressions a push buys in this slot: its money goes evenly over the sessions of its time."""
    step, setting = world.numbers[SLOT_SECONDS], planned.push[push]
    start, end = setting[START], max(setting[END], setting[START] + step)
    if now + step <= start or now >= end:
        return 0
    begun, over = traffic(world, start), traffic(world, end)
    gone = min((traffic(world, now + step) - begun) / (over - begun), 1.0)
    return int(setting[CENTS] * gone / setting[PRICE] + 1e-9) - work.bought[push, SHOWN_COUNT]


@inner_leaf
def turn_phase(work):
    """Go on to the next part of the tick."""
    work.counter[PHASE] += 1
    work.counter[STAGE] = 0
    work.counter[WALKED] = NOT_BEGUN


@inner
def do_slot(worlds, planned, work, key, parts):
    """A slot of a tick, in phases that can be gone on with; DONE, or what is full (and then call again).

    All platforms have the same ticks.
    """
    world = on_platform(worlds, np.int64(0))
    slot, step = work.counter[TICK], world.numbers[SLOT_SECONDS]
    slots = np.int64(world.numbers[SLOTS])
    begins, tick, now = slot % slots == 0, slot // slots, slot * step
    full = DONE
    if work.counter[PHASE] == 0:
        if begins:
            show_counters(worlds, work, parts)
        turn_phase(work)
    if work.counter[PHASE] == 1:
        if begins:
            full = recommend(worlds, planned, work, key, parts, tick)
        if full == DONE:
            turn_phase(work)
    if full == DONE and work.counter[PHASE] == 2:
        full = buy(worlds, planned, work, key, slot, now)
        if full == DONE:
            turn_phase(work)
    if full == DONE and work.counter[PHASE] == 3:
        if begins:
            full = tend(worlds, planned, work, key, now)
        if full == DONE:
            turn_phase(work)
    if full == DONE and world.numbers[SELLS] != 0.0 and (slot + 1) * step >= (work.counter[DAY_PASSED] + 1) * DAY:
        full = pass_day(world, work, key, work.counter[DAY_PASSED])
    if full == DONE:
        work.counter[PHASE] = 0
        work.counter[TICK] += 1
    return full


@inner_leaf
def recommend(worlds, planned, work, key, parts, tick):
    """Give what every post is due; DONE, or what is full."""
    while work.counter[STAGE] < work.counter[ORIGINS]:
        origin = work.counter[STAGE]
        post = np.int64(work.tally[origin, ORIGIN_POST])
        platform = np.int64(work.post[post, ON])
        world = on_platform(worlds, platform)
        if work.counter[WALKED] == NOT_BEGUN:
            work.counter[LEFT] = 0
            if world.numbers[OUT_SHARE] > 0.0:
                work.counter[LEFT] = begin_recommending(world, work, origin, parts[platform], tick)
            work.counter[WALKED] = 0
        if work.counter[LEFT] > 0:
            full = show(world, planned, work, key, post, np.int64(RECOMMENDED), np.int64(0), tick)
            if full != DONE:
                return full
        work.counter[WALKED] = NOT_BEGUN
        work.counter[STAGE] += 1
    return DONE


@inner_leaf
def buy(worlds, planned, work, key, slot, now):
    """Give what every push buys in this slot; DONE, or what is full."""
    while work.counter[STAGE] < planned.push.shape[0]:
        push = work.counter[STAGE]
        world = on_platform(worlds, np.int64(planned.push[push, PUSH_ON_PLATFORM]))
        post, channel = np.int64(NONE), np.int64(planned.push[push, CHANNEL])
        if work.counter[WALKED] == NOT_BEGUN:
            work.counter[LEFT] = due_to_push(world, planned, work, push, now) if work.bought[push, PUSH_ON] else 0
            work.counter[WALKED] = 0
        if work.counter[LEFT] > 0:
            post = np.int64(work.bought[push, PUSHED_POST])
            if channel == BOOST:
                post = boosted_post(planned, work, push, slot, now)
        if post != NONE:
            full = show(world, planned, work, key, post, channel, push, slot)
            if full != DONE:
                return full
        work.counter[WALKED] = NOT_BEGUN
        work.counter[STAGE] += 1
    return DONE


@inner
def tend(worlds, planned, work, key, now):
    """Relations at this tick: what is listened to, orders that arrive, friends, cases; DONE, or what is full."""
    world = on_platform(worlds, np.int64(0))
    listen(world, planned, work, now)
    full = DONE
    if world.numbers[SELLS] != 0.0:
        full = deliver(worlds, world, planned, work, key, now)
        if full == DONE:
            full = refer(worlds, planned, work, key, now)
    if full == DONE:
        if work.counter[STAGE] == 0:
            come_to_work(world, planned, work, now)
            work.counter[STAGE] = 1
        full = care(worlds, world, planned, work, key, now)
    return full
