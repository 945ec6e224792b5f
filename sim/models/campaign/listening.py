"""The brand listens: what is said makes the product better after a while, and it answers when it is spoken ill of.

An answer stands under the negative posts from then on. An empathic one and an explanation make people share these
less; an early compensation makes them share more (Herhausen, Ludwig, Grewal, Wulf and Schoegel 2019, Journal of
Marketing 83(3):1, on what dampens firestorms), and all make them believed less.
"""

from sim.jit import inner_leaf
from sim.models.campaign.days import NEVER
from sim.models.campaign.levers import is_on
from sim.models.campaign.places import (
    ANSWERED_BELIEF,
    CALM,
    COMPENSATION_CALMS,
    COMPENSATION_FUELS,
    CREDENCE,
    CREDIT,
    EARLY_SECONDS,
    EMPATHY,
    EMPATHY_CALMS,
    EXPLANATION,
    EXPLANATION_CALMS,
    FIRST_NEGATIVE,
    INSIGHT,
    LEVER_DELAY,
    LEVER_KIND,
    LEVER_RATE,
    LEVER_VALUE,
    LEVER_WHAT,
    NEGATIVE,
    OUT_AT,
    REAL,
    REAL_EXPLANATION_CALMS,
    RESPONSE,
    USED,
    VOICES,
    VOICES_WANTED,
)


@inner_leaf
def hear(world, planned, work, lever, now):
    """What was said up to now is known, and the product will be better."""
    voices = work.counter[VOICES]
    work.lever[lever, USED] = voices
    work.lever[lever, OUT_AT] = now + planned.lever[lever, LEVER_DELAY]
    work.lever[lever, CREDIT] = planned.lever[lever, LEVER_VALUE] * voices / (voices + world.numbers[VOICES_WANTED])


@inner_leaf
def calm_of(world, work, kind, out):
    """What an answer of this kind, given at this second, takes from the log-odds of sharing negative posts."""
    numbers = world.numbers
    if kind == EMPATHY:
        return numbers[EMPATHY_CALMS]
    if kind == EXPLANATION:
        return numbers[REAL_EXPLANATION_CALMS if numbers[REAL] != 0.0 else EXPLANATION_CALMS]
    early = out < work.sums[FIRST_NEGATIVE] + numbers[EARLY_SECONDS]
    return -numbers[COMPENSATION_FUELS] if early else numbers[COMPENSATION_CALMS]


@inner_leaf
def listen(world, planned, work, now):
    """What the brand hears at this tick, and what its answers that are out do."""
    calm, credence = 0.0, 1.0
    for lever in range(planned.lever.shape[0]):
        row, state = planned.lever[lever], work.lever[lever]
        if row[LEVER_KIND] == INSIGHT and state[OUT_AT] == NEVER and is_on(planned, work, lever, now):
            hear(world, planned, work, lever, now)
        if row[LEVER_KIND] == RESPONSE:
            alarmed = work.counter[NEGATIVE] >= row[LEVER_RATE] and is_on(planned, work, lever, now)
            if alarmed and state[OUT_AT] == NEVER:
                state[OUT_AT], state[USED] = now + row[LEVER_DELAY], 1.0
            if state[OUT_AT] <= now:
                calm += calm_of(world, work, row[LEVER_WHAT], state[OUT_AT])
                credence *= world.numbers[ANSWERED_BELIEF]
    work.sums[CALM], work.sums[CREDENCE] = calm, credence
