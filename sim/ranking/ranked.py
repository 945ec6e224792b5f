"""Predicted engagement, discounted by age: score = recency x network factor x sum of weight x P(action).

The form that X published in 2023 and 2026 and Douyin in 2025: a weighted sum of predicted probabilities. Factors act on
a positive sum only: a post that is expected to be hidden does not gain by being old.
"""

from sim.arithmetic import exp
from sim.ranking import Candidate


def policy(post: Candidate) -> float:
    """The weighted sum, less for old posts and for authors who are not followed."""
    if post.value <= 0.0:
        return post.value
    network = post.followed + (1.0 - post.followed) * post.stranger_factor
    return post.value * network * exp(-post.age / post.recency)
