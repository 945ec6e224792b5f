"""The brand: it answers complaints and comments, listens to what is said, and answers when it is spoken ill of.

All cases wait in one queue, first in, first out. An answer raises the attitude, less the later it comes; a complaint
that is not answered in time lowers it, and some are published then.
"""

from dataclasses import dataclass
from math import floor, inf
from typing import Any

from sim.agents.posts import COMPLAINT
from sim.agents.sessions import HOUR
from sim.arithmetic import exp, log
from sim.levers import Care, Insight, Response

A_COMPLAINT, A_COMMENT = 0, 1
COMMENT_KEPT = 48 * HOUR  # for which a comment waits for a reply


@dataclass(eq=False)
class Case:
    """A complaint or a comment."""

    account: Any
    kind: int
    second: float
    ends: float  # second up to which it waits for an answer
    would_publish: bool  # if none comes
    answered: float | None = None  # second
    is_open: bool = True
    published: bool = False


# -- care


def is_cared_for(model, kind=A_COMPLAINT):
    """Does anybody answer such cases now?"""
    return any(lever.is_a(Care) and (kind == A_COMPLAINT or lever.setting.comments) for lever in model.levers)


def open_case(account, kind, patience, would_publish=False):
    """A case waits for an answer, so many seconds."""
    now = account.model.now
    account.model.cases.append(Case(account, kind, now, now + patience, would_publish))


def come_to_work(model):
    """So many answers can be given at this tick; what was not used of the last one is lost, but for a part of one."""
    for lever in model.levers:
        if isinstance(lever.setting, Care):
            left = lever.credit - floor(lever.credit) if lever.credit < inf else 0.0
            new = lever.setting.per_hour * model.tick_seconds / HOUR
            lever.credit = left + new if lever.is_a(Care) else 0.0


def care(model):
    """All that is done for the cases at this tick."""
    come_to_work(model)
    for case in model.cases:
        if case.is_open and case.ends <= model.now:
            give_up(model, case)
        elif case.is_open:
            free = [lever for lever in model.levers if lever.is_a(Care) and can_answer(lever, case)]
            if free:
                answer(model, case, free[0])


def can_answer(lever, case):
    """May those who care answer this case now?"""
    meant = case.kind == A_COMPLAINT or lever.setting.comments
    return meant and lever.credit >= 1.0 and case.second + lever.setting.delay <= lever.model.now


def answer(model, case, lever):
    """The case is answered."""
    relations, account = model.parameters.relations, case.account
    effect = relations.answered_effect if case.kind == A_COMPLAINT else relations.comment_effect
    fades = log(2.0) / (relations.answer_hours * HOUR)
    effect *= lever.setting.quality * exp(-(model.now - case.second) * fades)
    account.move(account.attitude_now() + effect)
    case.answered, case.is_open = model.now, False
    lever.credit -= 1.0
    lever.used += 1


def give_up(model, case):
    """Nobody answered in time."""
    case.is_open = False
    if case.kind == A_COMPLAINT:
        account = case.account
        account.move(account.attitude_now() - model.parameters.relations.unanswered_effect)
        if case.would_publish:
            case.published = True
            account.publish_own(COMPLAINT)


# -- listening


def listen(model):
    """What the brand hears at this tick, and what its answers that are out do."""
    relations, model.calm, model.credence = model.parameters.relations, 0.0, 1.0
    for lever in model.levers:
        if lever.is_a(Insight) and lever.out_at == inf:
            lever.used, lever.out_at = model.voices, model.now + lever.setting.delay
            lever.credit = lever.setting.gain * model.voices / (model.voices + relations.voices_wanted)
        if lever.is_a(Response) and lever.out_at == inf and model.negative >= lever.setting.threshold:
            lever.used, lever.out_at = 1, model.now + lever.setting.delay
        if isinstance(lever.setting, Response) and lever.out_at <= model.now:
            model.calm += calm_of(model, lever)
            model.credence *= relations.answered_belief


def calm_of(model, lever):
    """What an answer takes from the log-odds of sharing negative posts; an early compensation adds to them."""
    relations, rumours = model.parameters.relations, model.parameters.occasions.rumours
    if lever.setting.kind == "empathy":
        return relations.empathy_calms
    if lever.setting.kind == "explanation":
        is_real = not rumours or any(rumour.real for rumour in rumours)
        return relations.explanation_calms_real if is_real else relations.explanation_calms
    is_early = lever.out_at < model.first_negative + relations.early_hours * HOUR
    return -relations.compensation_fuels if is_early else relations.compensation_calms
