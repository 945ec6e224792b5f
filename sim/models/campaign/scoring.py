"""What a feed makes of a post: counters as they stood at the last tick, predictions from them, and the policy's score.

    logit P_a = logit((n_a + c) / (impressions + c / r_a)) + match_weight match(viewer, item) + noise(viewer, origin)
                + renown(author)

where r_a is how often ordinary posts meet action a, and c the weight of that in events (``prior_events``);
the renown is what the platform knows of an author whose usual views are given (:mod:`sim.models.campaign.reception`).
The policy (:mod:`sim.ranking`) is called through a pointer, so that one compiled engine serves every policy.
"""

import numpy as np

from sim.arithmetic import log, logistic
from sim.jit import inner_leaf
from sim.models.campaign.borrowing import on_platform
from sim.models.campaign.days import HOUR
from sim.models.campaign.parameters import COMPLETE
from sim.models.campaign.places import (
    ACTION_COUNT,
    AUTHOR,
    CHANGED,
    CHRONOLOGICAL,
    COUNT,
    DECAY,
    EARLIER,
    FLOOR,
    ITEM,
    LENGTH,
    MATCHES,
    NOISE,
    OFFER,
    OFFERED_POST,
    ON,
    ORIGIN,
    ORIGIN_POST,
    ORIGINS,
    PREDICTED,
    PREDICTED_MATCH,
    PRIOR,
    PUBLISHED,
    RATES,
    RECENCY,
    RENOWN,
    SCORE,
    STATE,
    STRANGER,
    VISIBLE,
    WATCH_TIME,
    WEIGHTS,
)
from sim.models.campaign.response import normal
from sim.randomness import PREDICTION, U, child
from sim.ranking import Candidate
from sim.ranking.diversity import diversity_factor


@inner_leaf
def predict(world, work, origin, part):
    """The log-odds of each action that the feed predicts for a usual viewer, from the counters of the last tick."""
    prior = world.feed[part, PRIOR]
    impressions, renown = work.tally[origin, VISIBLE], work.post[np.int64(work.tally[origin, ORIGIN_POST]), RENOWN]
    for action in range(ACTION_COUNT):
        happened = work.tally[origin, VISIBLE + action + 1] + prior
        not_happened = impressions + prior / world.numbers[RATES + action] - happened
        work.tally[origin, PREDICTED + action] = log(happened / max(not_happened, 0.5)) + renown


@inner_leaf
def show_counters(worlds, work, parts):
    """What has happened since the last tick reaches the ranker."""
    for origin in range(work.counter[ORIGINS]):
        if work.tally[origin, CHANGED]:
            work.tally[origin, CHANGED] = 0
            for k in range(PREDICTED - VISIBLE):
                work.tally[origin, VISIBLE + k] = work.tally[origin, COUNT + k]
            platform = np.int64(work.post[np.int64(work.tally[origin, ORIGIN_POST]), ON])
            predict(on_platform(worlds, platform), work, origin, parts[platform])


@inner_leaf
def expected_value(world, work, origin, part, shift):
    """Sum of the weights times the predicted probabilities, all moved by ``shift`` in log-odds.

    Where it is expected watch time, what is watched to the end counts by its length.
    """
    value = 0.0
    for action in range(ACTION_COUNT):
        weight = world.feed[part, WEIGHTS + action]
        if weight != 0.0:
            if action == COMPLETE and world.feed[part, WATCH_TIME] != 0.0:
                weight *= world.item[np.int64(work.post[np.int64(work.tally[origin, ORIGIN_POST]), ITEM]), LENGTH]
            value += weight * logistic(work.tally[origin, PREDICTED + action] + shift)
    return value


@inner_leaf
def score_of(world, work, viewer, post, mutual, followed, part, policy, now):
    """The policy's score of a post for a viewer."""
    age = (now - work.post[post, PUBLISHED]) / HOUR
    feed = world.feed[part]
    if feed[CHRONOLOGICAL] != 0.0:
        return -age
    origin = np.int64(work.post[post, ORIGIN])
    match = np.float64(world.person[viewer, MATCHES + np.int64(work.post[post, ITEM])])
    shift = feed[PREDICTED_MATCH] * match
    if feed[NOISE] != 0.0:
        source = work.post_key[np.int64(work.tally[origin, ORIGIN_POST])]
        shift += feed[NOISE] * normal(child(child(source, U(PREDICTION)), U(viewer)))
    seen = work.tally[origin, VISIBLE:]
    score = policy(
        Candidate(
            age,
            seen[0],
            seen[1],
            seen[2],
            seen[3],
            seen[4],
            seen[5],
            seen[6],
            seen[7],
            seen[9],
            seen[8],
            expected_value(world, work, origin, part, shift),
            followed,
            np.float64(mutual),
            match,
            feed[RECENCY],
            feed[STRANGER],
        )
    )
    return score if np.isfinite(score) else -1e300


@inner_leaf
def post_of(work, place):
    """The post of a candidate."""
    return np.int64(work.offer[np.int64(work.candidate[place, OFFER]), OFFERED_POST])


@inner_leaf
def better(work, a, b):
    """Does candidate a stand before candidate b? By score, and among equals by the posts' keys."""
    if work.candidate[a, SCORE] != work.candidate[b, SCORE]:
        return work.candidate[a, SCORE] > work.candidate[b, SCORE]
    return work.post_key[post_of(work, a)] < work.post_key[post_of(work, b)]


@inner_leaf
def score_candidates(world, work, account, count, part, policy, now):
    """The scores of a session's candidates; further posts of one author count less, the best of them in full."""
    for i in range(count):
        mutual = np.int64(work.offer[np.int64(work.candidate[i, OFFER]), STATE] & 1)
        work.candidate[i, SCORE] = score_of(world, work, account, post_of(work, i), mutual, 1.0, part, policy, now)
    if world.feed[part, FLOOR] < 1.0 and world.feed[part, CHRONOLOGICAL] == 0.0:
        for i in range(count):
            work.candidate[i, EARLIER] = earlier_ones(work, i, count)
        for i in range(count):
            if work.candidate[i, SCORE] > 0.0:
                earlier = np.int64(work.candidate[i, EARLIER])
                work.candidate[i, SCORE] *= diversity_factor(world.feed[part, FLOOR], world.feed[part, DECAY], earlier)


@inner_leaf
def earlier_ones(work, i, count):
    """How many candidates by the same author stand before candidate i."""
    author, ahead = work.post[post_of(work, i), AUTHOR], 0
    for j in range(count):
        if j != i and work.post[post_of(work, j), AUTHOR] == author:
            ahead += better(work, j, i)
    return ahead
