"""One session of an account: **gather** the offers, **attend** to the best of them among what others posted.

What was not looked at is offered again in the next session, so many times and up to an age.
"""

import numpy as np

from sim.arithmetic import exp
from sim.jit import inner_leaf
from sim.models.campaign.attention import (
    ad_slots_of,
    looks_of,
    next_best,
    others_key,
    others_of,
    stranger_looks_of,
)
from sim.models.campaign.background import class_of, other_score
from sim.models.campaign.calendar import look_ahead, take_first
from sim.models.campaign.days import DAY, DAY_BITS, HOUR, NEVER, last_session, session_share
from sim.models.campaign.pairs import times_shown
from sim.models.campaign.places import (
    AD_LOAD,
    BY_ITEM,
    CHRONOLOGICAL,
    DAYS,
    DONE,
    ENDS,
    FEED,
    FIRST,
    INBOX,
    INFLOW,
    ITEM,
    KEEP,
    KIND,
    LIKING,
    LOOKS_MEAN,
    MEETING,
    MEETINGS,
    MORE_CANDIDATES,
    MORE_MEETINGS,
    NEW,
    NEXT,
    NONE,
    OFFER,
    OFFERED_POST,
    OFFERED_TIMES,
    OFTEN,
    OLD,
    ORIGIN,
    OUT_SHARE,
    PUBLISHED,
    READ_ON,
    SCORE,
    SEEN_ONCE,
    SESSION,
    SHARED,
    SHARERS_NEEDED,
    STATE,
    WHEN,
)
from sim.models.campaign.posts import give_back, seat_of, seat_word, wait_for_next
from sim.models.campaign.response import succeeds, tie_trust
from sim.models.campaign.scoring import better, post_of, score_candidates
from sim.models.campaign.seeing import meet, room_for_impressions, see
from sim.randomness import LOOKS, U, child

LEFT_OVER = 0xFFFFFFFF
"""In the place of the number of one of the others: the key of those that were left over."""


@inner_leaf
def gather(work, seat):
    """The seat's offers, into ``candidates``; how many there are (also where there is no room for them)."""
    count = 0
    offer = np.int64(work.row[seat, INBOX])
    while offer != NONE:
        if count < work.candidate.shape[0]:
            work.candidate[count, OFFER] = offer
        count += 1
        offer = np.int64(work.offer[offer, NEXT])
    return count


@inner_leaf
def sort_out(world, work, account, count, now):
    """Leave out what is over, and what was left over and has grown too old; count shares that are new.

    (kept, of them left over)
    """
    kept, leftovers = 0, 0
    for i in range(count):
        offer = np.int64(work.candidate[i, OFFER])
        post = np.int64(work.offer[offer, OFFERED_POST])
        again = work.offer[offer, STATE] > 1
        too_old = again and now - work.post[post, PUBLISHED] >= world.numbers[KEEP] * HOUR
        if too_old or now >= work.post[post, ENDS]:
            give_back(work, offer)
            continue
        if not again:
            count_source(world, work, account, post)
        if is_left_out(world, work, account, post):
            give_back(work, offer)
            continue
        work.candidate[kept, OFFER] = offer
        leftovers += again
        kept += 1
    return kept, leftovers


@inner_leaf
def is_left_out(world, work, account, post):
    """Does the platform leave out what the account has seen, and is this or what it shares such a post?"""
    return world.numbers[SEEN_ONCE] != 0.0 and times_shown(work, np.int64(work.post[post, ORIGIN]), account) > 0


@inner_leaf
def count_source(world, work, account, post):
    """One more of those whom the account follows has shared the item, or published it anew."""
    items, item, shared = world.item.shape[0], np.int64(work.post[post, ITEM]), work.post[post, KIND] == SHARED
    if shared or (work.post[post, FIRST] != 0.0 and world.numbers[SHARERS_NEEDED] > 1.0):
        work.contact[meet(work, account), BY_ITEM + (items if shared else 2 * items) + item] += 1.0


@inner_leaf
def feed_looks(world, key, word, session):
    """Looks of a session at posts of accounts that are followed; ``word`` stands for the viewer in keys."""
    numbers = world.numbers
    looks = looks_of(key, word, session, numbers[LOOKS_MEAN])
    looks -= ad_slots_of(key, word, session, looks, numbers[AD_LOAD])
    return looks - stranger_looks_of(key, word, session, looks, numbers[OUT_SHARE])


@inner_leaf
def goes_on(world, key, word, session, looked, looks, liked):
    """1 if all looks are used up and the viewer looks at one more post, 0 if not: the likelier the better he liked the
    last three on average (``liked``: their appeal, 0 for what others post)."""
    if looked < looks or world.numbers[READ_ON] == 0.0:
        return 0
    chance = 1.0 - exp(-world.numbers[READ_ON] * max((liked[0] + liked[1] + liked[2]) / 3.0, 0.0))
    return int(succeeds(child(child(child(child(key, U(LOOKS)), U(word)), U(session)), U(looked)), chance))


@inner_leaf
def have_session(world, planned, work, key, account, part, policy):
    """One session of an account; DONE, or what there is no room for (and then nothing was changed)."""
    seat, word = seat_of(world, account), seat_word(world, account)
    now, session = work.row[seat, WHEN], np.int64(work.row[seat, SESSION])
    count = gather(work, seat)
    if count > work.candidate.shape[0]:
        return MORE_CANDIDATES
    full = room_for_impressions(work, count)
    if full != DONE:
        return full
    if work.counter[MEETING] and work.counter[MEETINGS] + count > work.meeting.shape[0]:
        return MORE_MEETINGS
    take_first(work.row, work.lists, work.counter)
    look_ahead(work.row, work.lists, work.counter, work.offer)
    count, leftovers = sort_out(world, work, account, count, now)
    work.row[seat, INBOX] = NONE
    work.row[seat, WHEN] = NEVER
    rate = np.float64(world.person[account, OFTEN])
    looks, seen = feed_looks(world, key, word, session), 0
    if looks > 0 or work.counter[MEETING] != 0:
        before, last = now - DAY, session
        if world.person[account, INFLOW] > 0.0:
            before, last = last_session(key, word, rate, world.rhythm, session)
        score_candidates(world, work, account, count, part, policy, now)
        if work.counter[MEETING]:
            note_meetings(work, count, (now - before) / HOUR)
        seen = attend(world, planned, work, key, account, session, now, before, last, count, leftovers, looks, part)
    for i in range(seen, count):
        keep_or_drop(world, work, seat, np.int64(work.candidate[i, OFFER]), now)
    if work.row[seat, INBOX] != NONE:
        share = session_share(key, word, rate, session)
        wait_for_next(world, work, key, account, session >> DAY_BITS, share, now, world.numbers[DAYS] * DAY)
    return DONE


@inner_leaf
def note_meetings(work, count, hours):
    """Write down how the candidates stood when they met the viewer, for the table of ordinary posts."""
    for i in range(count):
        place = work.counter[MEETINGS]
        work.counter[MEETINGS] += 1
        offer = np.int64(work.candidate[i, OFFER])
        work.meeting[place, 0] = work.candidate[i, SCORE]
        work.meeting[place, 1] = hours
        work.meeting[place, 2] = OLD if work.offer[offer, STATE] > 1 else NEW
        work.meeting[place, 3] = work.offer[offer, OFFERED_POST]


@inner_leaf
def bring_forward(work, first, count):
    """The best of the candidates from ``first`` on changes places with the one at ``first``."""
    best = first
    for i in range(first + 1, count):
        if better(work, i, best):
            best = i
    for column in (OFFER, SCORE):
        held = work.candidate[first, column]
        work.candidate[first, column] = work.candidate[best, column]
        work.candidate[best, column] = held


@inner_leaf
def leftovers_of_others(world, key, account, last, before, part):
    """What others left over from the last session: (draws, how many are passed, of how many, log standing, hours).

    Under a chronological feed they are those that come after the ones looked at then; else any of them.
    """
    rate, inflow = np.float64(world.person[account, OFTEN]), np.float64(world.person[account, INFLOW])
    word = seat_word(world, account)
    earlier, _ = last_session(key, word, rate, world.rhythm, last)
    others = others_of(key, word, last, inflow, before - earlier)
    looks = min(feed_looks(world, key, word, last), others)
    hours = (before - earlier) / HOUR
    draws = others_key(key, word, last)
    if world.feed[part, CHRONOLOGICAL] == 0.0:
        return child(draws, U(LEFT_OVER)), np.int64(0), others - looks, 0.0, hours
    standing = 0.0
    for passed in range(looks):
        standing = next_best(draws, passed, others, standing)
    return draws, looks, others, standing, hours


@inner_leaf
def attend(world, planned, work, key, account, session, now, before, last, count, leftovers, looks, part):
    """Walk the others and the candidates side by side; how many candidates were seen (the first ones then).

    A candidate is seen if looks are left when all others are passed that are at least as good: first those that are
    new, and only if looks are left then, those left over. Most sessions need not know what these are.
    """
    word = seat_word(world, account)
    inflow, away = np.float64(world.person[account, INFLOW]), now - before
    others = others_of(key, word, session, inflow, away) if inflow > 0.0 else 0
    hours, of_class = away / HOUR, class_of(world.numbers, away / HOUR)
    draws, new, old = others_key(key, word, session), np.int64(NEW), np.int64(OLD)
    standing = next_best(draws, np.int64(0), others, 0.0)
    best = other_score(world.feed, world.scores, part, new, of_class, hours, 0.0, standing)
    draws_old, passed_old, others_old, standing_old, hours_old = draws, np.int64(0), np.int64(0), 0.0, 0.0
    ranked, best_old = world.feed[part, CHRONOLOGICAL] == 0.0, -np.inf
    unknown = inflow > 0.0 and world.numbers[OFFERED_TIMES] > 1.0 and (ranked or leftovers > 0)
    passed_new, looked, seen, liked = 0, 0, 0, (0.0, 0.0, 0.0)
    while seen < count and looked < looks:
        bring_forward(work, np.int64(seen), count)
        score = work.candidate[seen, SCORE]
        while best >= score and looked < looks:
            looked, passed_new, liked = looked + 1, passed_new + 1, (0.0, liked[0], liked[1])
            looks += goes_on(world, key, word, session, looked, looks, liked)
            standing = next_best(draws, passed_new, others, standing)
            best = other_score(world.feed, world.scores, part, new, of_class, hours, 0.0, standing)
        if unknown and looked < looks:
            unknown = False
            draws_old, passed_old, others_old, standing_old, hours_old = leftovers_of_others(
                world, key, account, last, before, part
            )
            standing_old = next_best(draws_old, passed_old, others_old, standing_old)
            best_old = other_score(world.feed, world.scores, part, old, of_class, hours, hours_old, standing_old)
        while best_old >= score and looked < looks:
            looked, passed_old, liked = looked + 1, passed_old + 1, (0.0, liked[0], liked[1])
            looks += goes_on(world, key, word, session, looked, looks, liked)
            standing_old = next_best(draws_old, passed_old, others_old, standing_old)
            best_old = other_score(world.feed, world.scores, part, old, of_class, hours, hours_old, standing_old)
        if looked >= looks:
            break
        offer = np.int64(work.candidate[seen, OFFER])
        if is_left_out(world, work, account, post_of(work, np.int64(seen))):  # seen a moment ago, as another's share
            give_back(work, offer)
            seen += 1
            continue
        tie, post = (
            tie_trust(world, np.int64(FEED), np.int64(work.offer[offer, STATE] & 1)),
            post_of(work, np.int64(seen)),
        )
        see(world, planned, work, key, account, post, np.int64(FEED), tie, now)
        give_back(work, offer)
        looked, seen, liked = looked + 1, seen + 1, (work.post[post, LIKING], liked[0], liked[1])
        looks += goes_on(world, key, word, session, looked, looks, liked)
    return seen


@inner_leaf
def keep_or_drop(world, work, seat, offer, now):
    """What was not looked at is offered again, so many times and up to an age."""
    work.offer[offer, STATE] += 2
    young = now - work.post[work.offer[offer, OFFERED_POST], PUBLISHED] < world.numbers[KEEP] * HOUR
    if (work.offer[offer, STATE] >> 1) < world.numbers[OFFERED_TIMES] and young:
        work.offer[offer, NEXT] = np.int32(work.row[seat, INBOX])
        work.row[seat, INBOX] = offer
    else:
        give_back(work, offer)
