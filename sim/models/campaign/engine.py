"""The campaign's clock: posts come out and sessions happen, in the order of their times, until nothing waits.

At equal times posts come before sessions, and sessions go by account. A session: **gather** the offers, **attend** to
some of them among what others posted, **react** to each that was seen, put back what may be offered again.
"""

import numpy as np

from sim.arithmetic import log
from sim.jit import jit
from sim.models.campaign.attention import looks_of, next_best, others_key, others_of
from sim.models.campaign.calendar import take_first, turn_to_next_bin
from sim.models.campaign.days import DAY, HOUR, MOST_SESSIONS, NEVER, last_session, session_share
from sim.models.campaign.posts import (
    come_out,
    give_back,
    let_wait,
    new_post,
    post_key,
    room_for_offers,
    take_due,
    touch,
    wait_for_next,
)
from sim.models.campaign.response import acts, appeal_of, delay_of, readiness
from sim.models.campaign.state import (
    BIN,
    BIN_SECONDS,
    DAYS,
    DONE,
    DUE,
    FREE,
    HEAP,
    KEEP,
    LOOKS,
    MORE_CANDIDATES,
    MORE_OFFERS,
    MORE_POSTS,
    NONE,
    OFFERED,
    OFFERED_TIMES,
    OFFERS,
    POSTS,
    REACHED,
    SEEN,
    SHARED,
    TOUCHED,
    WAITING,
)

LEFT_OVER = -1000.0
"""Below every log standing of a new post: the worst of 10**8 has -700 at least."""


@jit
def reach(work, account, now, by):
    """The account is reached, unless it was before."""
    if work.active[account] == 0:
        work.active[account] = 1
        place = work.counter[REACHED]
        work.counter[REACHED] += 1
        work.accounts[place], work.at[place], work.by[place] = account, now, by


@jit
def plan_posts(world, planned, work, key):
    """The plan's posts wait for their time; there must be room. Those after the end are left out."""
    for i in range(planned.author.shape[0]):
        if planned.at[i] < world.numbers[DAYS] * DAY:
            author, item = np.int64(planned.author[i]), np.int64(planned.item[i])
            own = post_key(key, item, author, np.int64(planned.kind[i]), np.int64(planned.ordinal[i]))
            let_wait(
                work, new_post(work, own, author, np.int64(NONE), planned.at[i], appeal_of(world, key, item, author))
            )


@jit
def run(world, work, key):
    """Go on until nothing waits (DONE), or until there is no room for what comes next."""
    while work.counter[DUE] > 0 or work.counter[WAITING] > 0:
        session = work.when[work.heap[0]] if work.counter[HEAP] > 0 else (work.counter[BIN] + 1) * BIN_SECONDS
        if work.counter[WAITING] == 0:
            session = NEVER
        if work.counter[DUE] > 0 and work.published[work.due[0]] <= session:
            post = np.int64(work.due[0])
            if not room_for_offers(world, work, np.int64(work.author[post])):
                return MORE_OFFERS
            if work.counter[WAITING] == 0:
                work.counter[BIN] = int(work.published[post] // BIN_SECONDS)
            take_due(work)
            author = np.int64(work.author[post])
            touch(work, author)
            work.done[author] |= 1  # an author has shared
            if work.parent[post] == NONE:
                reach(work, author, work.published[post], np.int64(NONE))
            come_out(world, work, key, post)
        elif work.counter[HEAP] > 0:
            full = have_session(world, work, key, np.int64(work.heap[0]))
            if full != DONE:
                return full
        else:
            turn_to_next_bin(work)
    return DONE


@jit
def gather(work, account):
    """The account's offers, into ``candidates``; how many there are (also where there is no room for them)."""
    count = 0
    offer = work.inbox[account]
    while offer != NONE:
        if count < work.candidates.shape[0]:
            work.candidates[count] = offer
        count += 1
        offer = work.offer_next[offer]
    return count


@jit
def leave_out_old(world, work, count, now):
    """What was left over and has grown too old since then is not offered again; how many candidates remain."""
    kept = 0
    for i in range(count):
        offer = np.int64(work.candidates[i])
        age = now - work.published[work.offer_post[offer]]
        if work.offer_times[offer] > 0 and age >= world.numbers[KEEP] * HOUR:
            give_back(work, offer)
        else:
            work.candidates[kept] = offer
            kept += 1
    return kept


@jit
def better(work, a, b):
    """Does candidate a stand before candidate b? By standing, and among equals by the posts' keys."""
    if work.standing[a] != work.standing[b]:
        return work.standing[a] > work.standing[b]
    return work.post_key[work.offer_post[work.candidates[a]]] < work.post_key[work.offer_post[work.candidates[b]]]


@jit
def bring_forward(work, first, count):
    """The best of the candidates from ``first`` on changes places with the one at ``first``."""
    best = first
    for i in range(first + 1, count):
        if better(work, i, best):
            best = i
    work.candidates[first], work.candidates[best] = work.candidates[best], work.candidates[first]
    work.standing[first], work.standing[best] = work.standing[best], work.standing[first]


@jit
def have_session(world, work, key, account):
    """One session of an account; DONE, or what there is no room for (and then nothing was changed)."""
    now, session = work.when[account], work.number[account]
    count = gather(work, account)
    if count > work.candidates.shape[0]:
        return MORE_CANDIDATES
    if work.counter[POSTS] + 1 > work.author.shape[0]:
        return MORE_POSTS
    take_first(work)
    count = leave_out_old(world, work, count, now)
    work.inbox[account] = NONE
    work.when[account] = NEVER
    looks = looks_of(key, account, session, world.numbers[LOOKS])
    others, before = 0, now - DAY
    if world.inflow[account] > 0.0:
        before = last_session(key, account, world.sessions[account], world.rhythm, session)
        others = others_of(key, account, session, world.inflow[account], now - before)
    for i in range(count):  # under a chronological feed what is newer stands before
        share = (work.published[work.offer_post[work.candidates[i]]] - before) / (now - before)
        work.standing[i] = log(share) if share > 0.0 else LEFT_OVER + share  # by time among these too
    seen = attend(world, work, key, account, session, now, looks, others, count)
    for i in range(seen, count):
        keep_or_drop(world, work, account, np.int64(work.candidates[i]), now)
    if work.inbox[account] != NONE:
        share = session_share(key, account, session)
        day = session // MOST_SESSIONS
        wait_for_next(world, work, key, account, day, share, now, world.numbers[DAYS] * DAY)
    return DONE


@jit
def attend(world, work, key, account, session, now, looks, others, count):
    """Walk the others and the candidates side by side; how many candidates were seen (the first ones then)."""
    draws = others_key(key, account, session)
    passed, seen = 0, 0
    best = next_best(draws, np.int64(0), others, 0.0)
    while seen < count and seen + passed < looks:
        bring_forward(work, np.int64(seen), count)
        while passed < others and best >= work.standing[seen] and seen + passed < looks:
            passed += 1
            best = next_best(draws, passed, others, best)
        if seen + passed >= looks:
            break
        offer = np.int64(work.candidates[seen])
        see(world, work, account, np.int64(work.offer_post[offer]), now, key)
        give_back(work, offer)
        seen += 1
    return seen


@jit
def keep_or_drop(world, work, account, offer, now):
    """What was not looked at is offered again, so many times and up to an age."""
    work.offer_times[offer] += 1
    young = now - work.published[work.offer_post[offer]] < world.numbers[KEEP] * HOUR
    if work.offer_times[offer] < world.numbers[OFFERED_TIMES] and young:
        work.offer_next[offer] = work.inbox[account]
        work.inbox[account] = offer
    else:
        give_back(work, offer)


@jit
def see(world, work, viewer, post, now, key):
    """An impression, and what the viewer does with it."""
    work.impressions[post] += 1
    work.counter[SEEN] += 1
    reach(work, viewer, now, np.int64(work.author[post]))
    common = readiness(world, work, viewer, post)
    for action in range(world.base.shape[0]):
        bit = 1 << action
        if work.done[viewer] & bit == 0 and acts(world, work, viewer, post, common, action):
            work.done[viewer] |= bit
            work.actions[post, action] += 1
            if action == 0:
                published = now + delay_of(world, work, viewer, post)
                if published < world.numbers[DAYS] * DAY:
                    own = post_key(key, np.int64(0), viewer, np.int64(SHARED), np.int64(0))
                    let_wait(work, new_post(work, own, viewer, post, published, work.appeal[post]))


@jit
def clean(work):
    """Undo everything, account by touched account; what was found stays where the outcome reads it."""
    for i in range(work.counter[TOUCHED]):
        account = work.touched[i]
        work.inbox[account] = NONE
        work.when[account] = NEVER
        work.number[account] = NONE
        work.done[account] = 0
        work.proof[account] = 0
    for i in range(work.counter[REACHED]):
        work.active[work.accounts[i]] = 0
    for place in (POSTS, FREE, DUE, REACHED, TOUCHED, OFFERED, SEEN):
        work.counter[place] = 0
    work.counter[OFFERS] = 1
    work.counter[BIN] = NONE
    work.offer_next[0] = NONE
