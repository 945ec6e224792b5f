"""What a feed expects of a post: the rate of an action so far, drawn towards what is usual, on the scale of log-odds.

The smoothed rate is the mean of a beta posterior whose prior has the usual rate and the weight of c expected events:
P = (n + c) / (impressions + c / rate).
"""

from typing import Final

from sim.arithmetic import log, logistic
from sim.jit import jit

LEAST: Final = 1e-9
"""Probabilities stay between this and 1 minus this."""


@jit
def prior_logit(count, impressions, rate, prior_events):
    """Log-odds of (count + c) / (impressions + c / rate), all float64; c is ``prior_events`` (above 0).

    A post nobody has seen has the odds of the usual ``rate``. Counters that cannot be (more events than impressions, a
    rate of 0 or 1) give a probability that is still above 0 and below 1.

    >>> round(prior_logit(0.0, 0.0, 0.02, 2.0), 6) == round(prior_logit(20.0, 1000.0, 0.02, 2.0), 6)
    True
    """
    usual = min(max(rate, LEAST), 1.0 - LEAST)
    trials = impressions + prior_events / usual
    hits = min(count + prior_events, trials)
    least = trials * LEAST
    return log(max(hits, least) / max(trials - hits, least))


@jit
def predicted(logit, shift):
    """The probability at these log-odds, moved by ``shift`` (the viewer's interest, and the prediction's error).

    >>> predicted(0.0, 0.0), predicted(-1.0, 1.0)
    (0.5, 0.5)
    """
    return logistic(logit + shift)
