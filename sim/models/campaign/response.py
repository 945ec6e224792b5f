"""What a viewer does with a post: each action at most once an item, with a probability of its own.

    logit P(action) = base + appeal + match_effect match + trust_effect log trust
                      + proof_effect log(1 + followed accounts that shared it) + personal

Trust is 1 between accounts that follow each other and ``trust_followed`` else, times followers ** ``trust_slope``. The
coin is keyed by (post, viewer, action) and compared as a whole number, as in the cascade models.
"""

import numpy as np

from sim.arithmetic import exp, log, logistic
from sim.arithmetic.normal import normal_quantile
from sim.jit import jit
from sim.models.campaign.days import HOUR
from sim.models.campaign.state import (
    APPEAL_ITEM,
    APPEAL_POST,
    DELAY_LOG,
    DELAY_SPREAD,
    DELAYED,
    MATCH,
    PROOF,
    TRUST,
    TRUST_FOLLOWED,
    TRUST_SLOPE,
)
from sim.randomness import APPEAL, U, child, uniform

LATER = 64
"""In the place of an action: does the share come later?"""
HOW_MUCH_LATER = 65
ALL_AUTHORS = 0xFFFFFFFF
"""In the place of an author: the appeal that all posts of an item share."""


@jit
def normal(bits):
    """A standard normal number from a draw."""
    return normal_quantile(max(uniform(bits), 1e-16))


@jit
def appeal_of(world, key, item, author):
    """The hidden appeal of an item's post by this author."""
    appeals = child(child(key, U(APPEAL)), U(item))
    of_item, of_post = world.numbers[APPEAL_ITEM], world.numbers[APPEAL_POST]
    return of_item * normal(child(appeals, U(ALL_AUTHORS))) + of_post * normal(child(appeals, U(author)))


@jit
def follows(world, who, whom):
    """Does ``who`` follow ``whom``?"""
    low, high = world.offsets[whom], world.offsets[whom + 1]
    while low < high:
        middle = (low + high) >> 1
        if world.audience[middle] < who:
            low = middle + 1
        else:
            high = middle
    return low < world.offsets[whom + 1] and world.audience[low] == who


@jit
def readiness(world, work, viewer, post):
    """What all actions of this viewer on this post have in common, in log-odds."""
    numbers = world.numbers
    total = work.appeal[post] + world.personal[viewer] + numbers[MATCH] * world.match[viewer]
    if numbers[TRUST] != 0.0:
        author = work.author[post]
        followers = world.offsets[author + 1] - world.offsets[author]
        tie = 0.0 if follows(world, author, viewer) else log(numbers[TRUST_FOLLOWED])
        total += numbers[TRUST] * (tie + numbers[TRUST_SLOPE] * log(np.float64(max(followers, 1))))
    if numbers[PROOF] != 0.0:
        total += numbers[PROOF] * log(1.0 + work.proof[viewer])
    return total


@jit
def succeeds(draw, probability):
    """A coin, compared as a whole number: probability 1 always succeeds, 0 never."""
    return np.int64(draw >> U(32)) <= np.int64(np.ceil(probability * 4294967296.0)) - 1


@jit
def acts(world, work, viewer, post, common, action):
    """Does the viewer take this action on this post?"""
    draw = child(child(work.post_key[post], U(viewer)), U(action))
    return succeeds(draw, logistic(world.base[action] + common))


@jit
def delay_of(world, work, viewer, post):
    """Seconds until the viewer's share comes out; 0 for most."""
    draws = child(work.post_key[post], U(viewer))
    if not succeeds(child(draws, U(LATER)), world.numbers[DELAYED]):
        return 0.0
    z = normal(child(draws, U(HOW_MUCH_LATER)))
    return exp(world.numbers[DELAY_LOG] + world.numbers[DELAY_SPREAD] * z) * HOUR
