"""Awareness: how many saw it, how often, how it was passed on, and how fast it was over. All count accounts."""

from typing import Final

import numpy as np

from sim.metrics.events import campaign_seen, distinct, impressions_of, people_an_account, planned_posts, ratio
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World

VIRAL_POSTS: Final = 100
"""A cascade of so many posts is a large one: one in four thousand is (Goel, Anderson, Hofman and Watts 2016, "The
structural virality of online diffusion", Management Science 62:180, section 3)."""


def impressions(world: World, outcome: Outcome) -> float:
    """How often an account saw a post or an ad of the campaign."""
    return float(impressions_of(outcome))


def reach_people(world: World, outcome: Outcome) -> float:
    """People reached: the reach, times the people that one account stands for."""
    return outcome.reach * people_an_account(world)


def frequency(world: World, outcome: Outcome) -> float:
    """Impressions of each account that had any; nan if there was none.

    The authors of the plan's posts belong to the reach, but not to the denominator unless they saw a post themselves.
    """
    return ratio(impressions_of(outcome), distinct(outcome.events["seen_account"][campaign_seen(outcome)]))


def _cascades(outcome: Outcome) -> np.ndarray:
    """Posts of each cascade of the plan's own and paid posts, these themselves included (int64[posts of the plan])."""
    origin = outcome.events["post_origin"]
    return np.bincount(origin, minlength=len(origin))[planned_posts(outcome)]


def largest_cascade(world: World, outcome: Outcome) -> float:
    """Posts of the largest cascade: a post of the plan and all shares that descend from it; 0 if nothing was posted."""
    sizes = _cascades(outcome)
    return float(sizes.max()) if len(sizes) else 0.0


def goes_viral(world: World, outcome: Outcome) -> float:
    """1 if the largest cascade has at least :data:`VIRAL_POSTS` posts, else 0: its mean over worlds is the probability
    of going viral."""
    return 1.0 if largest_cascade(world, outcome) >= VIRAL_POSTS else 0.0


def never_shared(world: World, outcome: Outcome) -> float:
    """Share of the plan's posts that nobody shared; nan if nothing was posted."""
    sizes = _cascades(outcome)
    return ratio(int((sizes == 1).sum()), len(sizes))


def half_life(world: World, outcome: Outcome) -> float:
    """Hours until half (rounded up) of a post's impressions were there: the median over the plan's posts; nan if none
    was seen."""
    hours = half_lives(outcome)[1]
    return float(np.median(hours)) if len(hours) else float("nan")


def half_lives(outcome: Outcome) -> tuple[np.ndarray, np.ndarray]:
    """The plan's posts that were seen (rows, int64), and the half-life of each (hours).

    Impressions of a post include those of the shares that descend from it: its counter is theirs. Posts without any
    impression are left out. Ads have no half-life: money decides when they are shown.
    """
    events = outcome.events
    origin = events["post_origin"][events["seen_post"]]
    by_origin = np.argsort(origin, kind="stable")  # in each group still in the order of happening
    count = np.bincount(origin, minlength=len(events["post_origin"]))
    first = np.cumsum(count) - count
    posts = planned_posts(outcome)
    posts = posts[count[posts] > 0]
    half = by_origin[first[posts] + (count[posts] - 1) // 2]
    return posts, events["seen_at"][half] - events["post_published"][posts]


_POSTS = ("post_kind", "post_origin")

TABLE: Final = (
    Metric(
        "impressions",
        "impressions",
        "",
        "higher",
        "how often an account saw a post or an ad",
        impressions,
        needs_events=("post_impressions", *_POSTS),
    ),
    Metric(
        "reach_people",
        "people",
        "",
        "higher",
        "reach, times the people that one account stands for",
        reach_people,
        needs_events=("seen_account",),
    ),
    Metric(
        "frequency",
        "impressions",
        "accounts that saw a post or an ad",
        None,
        "how often an account saw it that did at all",
        frequency,
        needs_events=("post_impressions", "seen_account", "seen_post", *_POSTS),
    ),
    Metric(
        "largest_cascade",
        "posts",
        "",
        "higher",
        "posts of the largest cascade: a post of the plan and all shares that descend from it",
        largest_cascade,
        needs_events=_POSTS,
    ),
    Metric(
        "goes_viral",
        "share",
        "worlds",
        "higher",
        f"worlds in which a post of the plan goes viral: its cascade has {VIRAL_POSTS} posts or more",
        goes_viral,
        needs_events=_POSTS,
    ),
    Metric(
        "never_shared",
        "share",
        "the plan's posts",
        "lower",
        "posts of the plan that nobody shared",
        never_shared,
        needs_events=_POSTS,
    ),
    Metric(
        "half_life",
        "hours",
        "",
        None,
        "hours until half of a post's impressions, its shares' included; median over the plan's posts",
        half_life,
        needs_events=(*_POSTS, "post_published", "seen_post", "seen_at"),
    ),
)
"""The metrics of this file."""
