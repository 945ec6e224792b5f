"""What people say about the brand, beside what the plan publishes: praise, rumours, complaints, shares. Accounts count.

Praise of customers and members is the content that users make (user-generated content, UGC).
"""

from typing import Final

import numpy as np

from sim.metrics.events import AGAINST, RIVAL, among, distinct, impressions_of, kind_of_origin, ratio
from sim.metrics.registry import Metric
from sim.metrics.rows import mentioned, praised, spoken_ill
from sim.outcome import Outcome
from sim.world import World

APPEAL_SPREAD: Final = 1.2
"""How far the appeal of usual posts lies apart (standard deviation of log-odds; 0 is the usual one)."""

ENOUGH: Final = 7.0
"""So many standard deviations away a post beats none or all, to eleven digits."""


def mentions(world: World, outcome: Outcome) -> float:
    """Posts about the brand that are not the plan's own: shares, praise, rumours, published complaints."""
    return float(len(mentioned(outcome)))


def negative_mentions(world: World, outcome: Outcome) -> float:
    """Posts that speak ill of the brand: rumours, published complaints, and shares of them."""
    return float(len(spoken_ill(outcome)))


def rumour_reach(world: World, outcome: Outcome) -> float:
    """Accounts that saw a rumour, a published complaint or a share of one; who published it is not counted."""
    events = outcome.events
    against = among(kind_of_origin(outcome), AGAINST)[events["seen_post"]]
    return float(distinct(events["seen_account"][against]))


def share_of_voice(world: World, outcome: Outcome) -> float:
    """Impressions of the campaign as a share of its and its rivals' together; nan without any.

    What speaks ill of the brand is neither's.
    """
    rivals = int(outcome.events["post_impressions"][kind_of_origin(outcome) == RIVAL].sum())
    ours = impressions_of(outcome)
    return ratio(ours, ours + rivals)


def ugc_posts(world: World, outcome: Outcome) -> float:
    """Posts in which customers and members praise the brand in words of their own; shares of them are not counted."""
    return float(len(praised(outcome)))


def ugc_quality(world: World, outcome: Outcome) -> float:
    """The share of usual posts that a praise post beats in appeal, mean over all of them; nan if there are none."""
    from sim.arithmetic.rows import total

    praise = praised(outcome)
    return ratio(total(beaten(outcome.events["post_appeal"][praise] / APPEAL_SPREAD)), len(praise))


def beaten(x: np.ndarray) -> np.ndarray:
    """The share of a normal law below each of these standard deviations, to some twelve digits.

    1/2 + density(x) (x + x^3 / 3 + x^5 / (3 * 5) + ...): Marsaglia 2004, "Evaluating the Normal Distribution", Journal
    of Statistical Software 11(4). In plain arithmetic, so that it gives the same bits on every machine.

    >>> [round(float(share), 9) for share in beaten(np.array([0.0, 1.0, -1.959963985, 99.0]))]
    [0.5, 0.841344746, 0.025, 1.0]
    """
    from sim.arithmetic.rows import exps

    x = np.clip(np.asarray(x, np.float64), -ENOUGH, ENOUGH)
    term = x.copy()
    series = x.copy()
    for odd in range(3, 201, 2):
        term = term * (x * x) / odd
        series = series + term
    density = exps(-0.5 * (x * x)) / SQRT_TWO_PI
    return np.clip(0.5 + density * series, 0.0, 1.0)


SQRT_TWO_PI: Final = 2.5066282746310002

_KINDS = ("post_kind", "post_origin")

TABLE: Final = (
    Metric(
        "mentions",
        "posts",
        "",
        None,
        "posts about the brand that are not the plan's own, good or ill: shares, praise, rumours, published complaints",
        mentions,
        needs_events=_KINDS,
    ),
    Metric(
        "negative_mentions",
        "posts",
        "",
        "lower",
        "posts that speak ill of the brand: rumours, published complaints, and shares of them",
        negative_mentions,
        needs_events=_KINDS,
    ),
    Metric(
        "rumour_reach",
        "accounts",
        "",
        "lower",
        "accounts that saw a rumour, a published complaint, or a share of one",
        rumour_reach,
        needs_events=("seen_account", "seen_post", *_KINDS),
    ),
    Metric(
        "share_of_voice",
        "share",
        "impressions of the campaign and of its rivals",
        "higher",
        "impressions of the campaign, of its own and its rivals' together",
        share_of_voice,
        needs_events=("post_impressions", *_KINDS),
    ),
    Metric(
        "ugc_posts",
        "posts",
        "",
        "higher",
        "posts in which customers and members praise the brand (user-generated content), without shares of them",
        ugc_posts,
        needs_events=("post_kind",),
    ),
    Metric(
        "ugc_quality",
        "share",
        "usual posts",
        "higher",
        "usual posts that a praise post beats in appeal; mean over the praise posts",
        ugc_quality,
        needs_events=("post_kind", "post_appeal"),
    ),
)
"""The metrics of this file."""
