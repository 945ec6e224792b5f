"""What happens at a tick: counters reach the ranker, posts are recommended, bought impressions are given, days pass.

**Recommended.** Looks that go to strangers are shared among all posts of the platform: a post is due
E exp(beta x) / Z impressions in all, spread over its age by exp(-age / recency), where E is what a post gets on average
(``out_supply``), x how much better it is expected to do than an ordinary post (log of the ratio of expected values) and
Z the mean of exp(beta x) over ordinary posts. So an ordinary post gets E, and all of them together what there is.
"""

import numpy as np

from sim.arithmetic import exp, log
from sim.jit import jit, leaf
from sim.models.campaign.days import DAY, HOUR, share_before
from sim.models.campaign.market import pass_day
from sim.models.campaign.places import (
    AD,
    ADS,
    BOOST,
    CENTS,
    CHANNEL,
    DAY_PASSED,
    DONE,
    END,
    ITEM,
    KIND,
    LEFT,
    MEETING,
    NONE,
    ORIGIN_POST,
    ORIGINS,
    OUT_BETA,
    OUT_CAP,
    OUT_MEAN,
    OUT_SHARE,
    OUT_SUPPLY,
    PRICE,
    PRIOR_VALUE,
    PUBLISHED,
    PUSHED_ITEM,
    RECENCY,
    RECOMMENDED,
    SELLS,
    STAGE,
    START,
    TICK,
    TICK_SECONDS,
    WALKED,
)
from sim.models.campaign.scoring import expected_value, show_counters
from sim.models.campaign.showing import show
from sim.randomness import GRANT, U, child, uniform

NOT_BEGUN = -1
"""In the place of the number of accounts walked: the next thing to be shown has not been begun."""
LONGEST = 60.0
"""After so many time constants nothing is left to be recommended: e ** -60 of it."""
LEAST = 1e-3
"""No post is expected to be worth less than this share of an ordinary one."""


@leaf
def advantage(world, work, origin, part):
    """exp(beta x): how much more a post is recommended than an ordinary one."""
    expected = expected_value(world, work, origin, part, 0.0)
    ratio = max(expected / world.feed[part, PRIOR_VALUE], LEAST)
    return exp(world.numbers[OUT_BETA] * log(ratio))


@leaf
def due_of_age(world, work, origin, part, now):
    """Which share of all its recommendations a post gets at this tick: those of the time since the last tick."""
    age = now - work.post[np.int64(work.tally[origin, ORIGIN_POST]), PUBLISHED]
    recency = world.feed[part, RECENCY] * HOUR
    if age <= 0.0 or age - world.numbers[TICK_SECONDS] > LONGEST * recency:
        return 0.0
    return exp(-max(age - world.numbers[TICK_SECONDS], 0.0) / recency) - exp(-age / recency)


@leaf
def begin_recommending(world, work, origin, part, tick):
    """How many recommendations a post is due at this tick."""
    share = due_of_age(world, work, origin, part, tick * world.numbers[TICK_SECONDS])
    if share <= 0.0 or work.post[np.int64(work.tally[origin, ORIGIN_POST]), KIND] == AD:
        return 0
    gain = advantage(world, work, origin, part)
    if work.counter[MEETING]:
        work.sums[0] += share * gain
        work.sums[1] += share
    accounts = world.person.shape[0]
    mean = min(world.numbers[OUT_SUPPLY] * gain / world.feed[part, OUT_MEAN] * share, world.numbers[OUT_CAP] * accounts)
    source = work.post_key[np.int64(work.tally[origin, ORIGIN_POST])]
    u = uniform(child(child(child(source, U(GRANT)), U(tick)), U(1 << 41)))
    return int(mean + u)


@leaf
def can_be_boosted(planned, work, push, post, now):
    """Is this a post of the item that is boosted, and is it out?"""
    row = work.post[post]
    return row[KIND] != AD and row[ITEM] == planned.push[push, PUSHED_ITEM] and row[PUBLISHED] <= now


@jit
def boosted_post(planned, work, push, tick, now):
    """Whose turn it is of the plan's posts of the item that is boosted, or NONE if none is out."""
    out = 0
    for origin in range(work.counter[ORIGINS]):
        out += can_be_boosted(planned, work, push, np.int64(work.tally[origin, ORIGIN_POST]), now)
    turn = tick % max(out, 1)
    for origin in range(work.counter[ORIGINS]):
        post = np.int64(work.tally[origin, ORIGIN_POST])
        if can_be_boosted(planned, work, push, post, now):
            if turn == 0:
                return post
            turn -= 1
    return NONE


@leaf
def traffic(world, second):
    """All sessions up to this second, in days' worth: it grows as the day's rhythm says."""
    day = int(second / DAY)
    return day + share_before(world.rhythm, second - day * DAY)


@leaf
def due_to_push(world, planned, work, push, tick):
    """How many impressions a push buys at this tick: its money goes evenly over the sessions of its time."""
    step, setting = world.numbers[TICK_SECONDS], planned.push[push]
    now = tick * step
    start, end = setting[START], max(setting[END], setting[START] + step)
    if now + step <= start or now >= end:
        return 0
    begun, over = traffic(world, start), traffic(world, end)
    gone = min((traffic(world, now + step) - begun) / (over - begun), 1.0)
    return int(setting[CENTS] * gone / setting[PRICE] + 1e-9) - work.bought[push, 0]


@leaf
def do_tick(world, planned, work, key, part):
    """One tick, in steps that can be gone on with; DONE, or what is full (and then call again)."""
    tick, step = work.counter[TICK], world.numbers[TICK_SECONDS]
    now = tick * step
    origins, pushes = work.counter[ORIGINS], planned.push.shape[0]
    if work.counter[STAGE] == 0:
        show_counters(world, work, part)
        work.counter[STAGE] = 1
    while work.counter[STAGE] <= origins:
        origin = work.counter[STAGE] - 1
        if world.numbers[OUT_SHARE] > 0.0:
            if work.counter[WALKED] == NOT_BEGUN:
                work.counter[LEFT] = begin_recommending(world, work, origin, part, tick)
                work.counter[WALKED] = 0
            if work.counter[LEFT] > 0:
                post = np.int64(work.tally[origin, ORIGIN_POST])
                full = show(world, planned, work, key, post, np.int64(RECOMMENDED), np.int64(0), tick)
                if full != DONE:
                    return full
        work.counter[WALKED] = NOT_BEGUN
        work.counter[STAGE] += 1
    while work.counter[STAGE] <= origins + pushes:
        push = work.counter[STAGE] - origins - 1
        full = push_on(world, planned, work, key, push, tick, now)
        if full != DONE:
            return full
        work.counter[WALKED] = NOT_BEGUN
        work.counter[STAGE] += 1
    if world.numbers[SELLS] != 0.0 and (tick + 1) * step >= (work.counter[DAY_PASSED] + 1) * DAY:
        full = pass_day(world, work, key, work.counter[DAY_PASSED])
        if full != DONE:
            return full
    work.counter[STAGE] = 0
    work.counter[TICK] += 1
    return DONE


@leaf
def push_on(world, planned, work, key, push, tick, now):
    """Give what a push buys at this tick; DONE, or what is full."""
    channel = np.int64(planned.push[push, CHANNEL])
    post = np.int64(NONE)
    if channel == ADS:
        post = np.int64(work.bought[push, 1])
    elif channel == BOOST:
        post = boosted_post(planned, work, push, tick, now)
    if post == NONE:
        return DONE
    if work.counter[WALKED] == NOT_BEGUN:
        work.counter[LEFT] = due_to_push(world, planned, work, push, tick)
        work.counter[WALKED] = 0
    return show(world, planned, work, key, post, channel, push, tick)
