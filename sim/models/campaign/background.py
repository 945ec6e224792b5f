"""Which scores the posts of others have: a table made of ordinary posts in this world, or the age where age is all.

Under a chronological feed a post of others that came in the viewer's absence is as old as its place in that time says,
exactly. Under any other policy a table holds the scores of ordinary posts as they met viewers, by how long these had
been away, apart for what is new and what was left over (:mod:`sim.models.campaign.ordinary` makes it).
"""

import numpy as np

from sim.arithmetic import exp, log
from sim.jit import jit, leaf
from sim.models.campaign.places import (
    CHRONOLOGICAL,
    CLASSES,
    GAPS,
    SAMPLES,
)

SMALLEST = 1e-18
"""No standing is nearer to the best than this."""


@leaf
def class_of(numbers, hours):
    """The class of absences to which so many hours belong."""
    place = 0
    while place < CLASSES - 1 and hours > numbers[GAPS + place]:
        place += 1
    return place


@leaf
def sampled_score(scores, part, leftover, of_class, log_standing):
    """The score of this standing among ordinary posts: between samples by a straight line, beyond the last one
    exponential with the mean excess of the best."""
    standing = exp(log_standing)
    place = standing * SAMPLES - 0.5
    samples = scores[part, leftover, of_class]
    if place <= 0.0:
        return samples[0]
    if place >= SAMPLES - 1:
        beyond = max((1.0 - standing) * SAMPLES * 2.0, SMALLEST)
        return samples[SAMPLES - 1] - samples[SAMPLES] * log(min(beyond, 1.0))
    below = int(place)
    return samples[below] + (place - below) * (samples[below + 1] - samples[below])


@leaf
def other_score(feed, scores, part, leftover, of_class, hours, hours_before, log_standing):
    """The score of a post of others with this standing: new (0) or left over (1) from an absence before.

    Args:
        hours: how long the viewer was away.
        hours_before: how long he had been away before his last session.
    """
    if log_standing == -float("inf"):
        return log_standing
    if feed[part, CHRONOLOGICAL] != 0.0:
        if leftover:
            return -(hours + hours_before * (1.0 - exp(log_standing)))
        return -(hours * (1.0 - exp(log_standing)))
    return sampled_score(scores, part, leftover, of_class, log_standing)


@jit
def quantiles(values, out):
    """``out`` becomes the quantiles (i + .5) / len(out) of the sorted values, between them by a straight line."""
    last = values.shape[0] - 1
    for i in range(out.shape[0]):
        place = (i + 0.5) / out.shape[0] * values.shape[0] - 0.5
        below = min(max(int(np.floor(place)), 0), last)
        above = min(below + 1, last)
        part = min(max(place - below, 0.0), 1.0)
        out[i] = values[below] + part * (values[above] - values[below])
