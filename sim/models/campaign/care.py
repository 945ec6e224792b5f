"""The brand's care: complaints, and comments if they are answered too, wait in one queue, first in, first out.

An answer raises the attitude, less the later it comes; a complaint that is not answered in time lowers it, and some are
published then.
"""

import numpy as np

from sim.arithmetic import exp
from sim.jit import inner, inner_leaf
from sim.models.campaign.days import HOUR
from sim.models.campaign.levers import is_on
from sim.models.campaign.own_posts import publish_own, room_for_own
from sim.models.campaign.places import (
    A_COMPLAINT,
    ANSWER_FADES,
    ANSWERED_EFFECT,
    CARE,
    CASE_ANSWERED,
    CASE_AT,
    CASE_CONTACT,
    CASE_ENDS,
    CASE_KIND,
    CASE_OPEN,
    CASE_PUBLISHED,
    CASES,
    CASES_UPTO,
    COMMENT_EFFECT,
    COMPLAINT,
    COMPLAINT_ITEM,
    CREDIT,
    DONE,
    LEVER_DELAY,
    LEVER_KIND,
    LEVER_RATE,
    LEVER_VALUE,
    LEVER_WHAT,
    MORE_CASES,
    NONE,
    TICK_SECONDS,
    UNANSWERED_EFFECT,
    USED,
)
from sim.models.campaign.standing import attitude_at, move


@inner_leaf
def is_cared_for(planned, work, now):
    """Does anybody answer complaints now?"""
    for lever in range(planned.lever.shape[0]):
        if planned.lever[lever, LEVER_KIND] == CARE and is_on(planned, work, lever, now):
            return True
    return False


@inner_leaf
def answers_comments(planned, work, now):
    """Does anybody answer comments now?"""
    for lever in range(planned.lever.shape[0]):
        row = planned.lever[lever]
        if row[LEVER_KIND] == CARE and row[LEVER_WHAT] != 0.0 and is_on(planned, work, lever, now):
            return True
    return False


@inner_leaf
def room_for_case(work):
    """DONE if there is room for a case, or what is full."""
    return DONE if work.counter[CASES] + 1 <= work.case.shape[0] else MORE_CASES


@inner_leaf
def open_case(work, contact, kind, now, ends, would):
    """A case waits for an answer; there must be room. ``would``: it is published if none comes."""
    row = work.case[work.counter[CASES]]
    work.counter[CASES] += 1
    row[CASE_CONTACT], row[CASE_AT], row[CASE_ENDS], row[CASE_KIND] = contact, now, ends, kind
    row[CASE_ANSWERED], row[CASE_OPEN], row[CASE_PUBLISHED] = np.nan, 1.0, would


@inner_leaf
def come_to_work(world, planned, work, now):
    """So many answers can be given at this tick; what was not used of the last one is lost, but for a part of one."""
    for lever in range(planned.lever.shape[0]):
        if planned.lever[lever, LEVER_KIND] == CARE:
            rate, left = planned.lever[lever, LEVER_RATE], work.lever[lever, CREDIT]
            left = left - np.floor(left) if left < np.inf else 0.0
            on = is_on(planned, work, lever, now)
            work.lever[lever, CREDIT] = left + rate * world.numbers[TICK_SECONDS] / HOUR if on else 0.0


@inner_leaf
def who_answers(planned, work, case, now):
    """The first of those who care that can answer this case now, or NONE."""
    row = work.case[case]
    for lever in range(planned.lever.shape[0]):
        setting = planned.lever[lever]
        if setting[LEVER_KIND] == CARE and work.lever[lever, CREDIT] >= 1.0 and is_on(planned, work, lever, now):
            meant = row[CASE_KIND] == A_COMPLAINT or setting[LEVER_WHAT] != 0.0
            if meant and row[CASE_AT] + setting[LEVER_DELAY] <= now:
                return lever
    return NONE


@inner_leaf
def answer(world, planned, work, case, lever, now):
    """The case is answered."""
    row = work.case[case]
    contact = np.int64(row[CASE_CONTACT])
    effect = world.numbers[ANSWERED_EFFECT if row[CASE_KIND] == A_COMPLAINT else COMMENT_EFFECT]
    effect *= planned.lever[lever, LEVER_VALUE] * exp(-(now - row[CASE_AT]) * world.numbers[ANSWER_FADES])
    move(world, work, contact, attitude_at(world, work, contact, now) + effect, now)
    row[CASE_ANSWERED], row[CASE_OPEN], row[CASE_PUBLISHED] = now, 0.0, 0.0
    work.lever[lever, CREDIT] -= 1.0
    work.lever[lever, USED] += 1.0


@inner_leaf
def give_up(worlds, world, work, key, case, now):
    """Nobody answered in time; there must be room for a post."""
    row = work.case[case]
    row[CASE_OPEN] = 0.0
    if row[CASE_KIND] == A_COMPLAINT:
        contact = np.int64(row[CASE_CONTACT])
        attitude = attitude_at(world, work, contact, now) - world.numbers[UNANSWERED_EFFECT]
        move(world, work, contact, attitude, now)
        if row[CASE_PUBLISHED] != 0.0:
            item = np.int64(world.numbers[COMPLAINT_ITEM])
            publish_own(worlds, work, key, contact, item, np.int64(COMPLAINT), now)


@inner
def care(worlds, world, planned, work, key, now):
    """All that is done for the cases at this tick; DONE, or what is full (and then call again)."""
    for case in range(work.counter[CASES_UPTO], work.counter[CASES]):
        if work.case[case, CASE_OPEN] != 0.0:
            if work.case[case, CASE_ENDS] <= now:
                full = room_for_own(work)
                if full != DONE:
                    return full
                give_up(worlds, world, work, key, case, now)
            else:
                lever = who_answers(planned, work, case, now)
                if lever != NONE:
                    answer(world, planned, work, case, lever, now)
    while work.counter[CASES_UPTO] < work.counter[CASES] and work.case[work.counter[CASES_UPTO], CASE_OPEN] == 0.0:
        work.counter[CASES_UPTO] += 1
    return DONE
