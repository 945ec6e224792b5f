"""Engagement: what accounts did with what they saw, and out of how many. All count accounts.

An *engagement* is a like, a comment, a share or a save: what platforms publish of a post. An account does each at most
once an item. A *view* is an account that saw a post of the plan or a share of it: once for each account and post of
the plan, however often it saw it. Rates of a *post of the plan* are of those with an author, owned and paid: not of
ads, of what only members or friends are sent, nor of praise. What is done with rumours, complaints and rivals' posts
counts nowhere here.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.metrics.events import (
    ENGAGEMENTS,
    POSTED,
    actions_of,
    among,
    distinct,
    followers_of_posts,
    impressions_of,
    kind_of_origin,
    planned_posts,
    ratio,
)
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World


def _count_of(*actions: str) -> Callable[[World, Outcome], float]:
    def count(world: World, outcome: Outcome) -> float:
        """How often accounts did any of these actions."""
        return float(actions_of(outcome, *actions))

    return count


def _engagements_of_posts(outcome: Outcome) -> int:
    """Engagements with the plan's own and paid posts and the shares of them."""
    of_posts = among(kind_of_origin(outcome), POSTED)
    return int(outcome.events["post_actions"][of_posts, : len(ENGAGEMENTS)].sum())


def engagement_per_impression(world: World, outcome: Outcome) -> float:
    """Engagements for each impression, those of ads included; nan without any impression."""
    return ratio(actions_of(outcome, *ENGAGEMENTS), impressions_of(outcome))


def engagement_per_follower(world: World, outcome: Outcome) -> float:
    """Engagements with the plan's posts (and their shares) for each follower of their authors, post by post.

    Followers are those on the platform of the post. An author who posts twice counts his followers twice, so this is
    the rate of a post. nan if nobody posted or no author has followers.
    """
    followers = followers_of_posts(world, outcome, planned_posts(outcome))
    return ratio(_engagements_of_posts(outcome), int(followers.sum(dtype=np.int64)))


def engagement_per_view(world: World, outcome: Outcome) -> float:
    """Engagements with the plan's posts (and their shares) for each view: an account and a post of the plan that it
    saw, once however often; nan without any."""
    events = outcome.events
    origin = events["post_origin"][events["seen_post"]]
    of_posts = among(events["post_kind"][origin], POSTED)
    pairs = events["seen_account"][of_posts].astype(np.int64) * len(events["post_origin"]) + origin[of_posts]
    return ratio(_engagements_of_posts(outcome), distinct(pairs))


def completion_rate(world: World, outcome: Outcome) -> float:
    """Impressions at which the item was seen or read to its end, as a share of all; nan without any."""
    return ratio(actions_of(outcome, "complete"), impressions_of(outcome))


def click_through_rate(world: World, outcome: Outcome) -> float:
    """Clicks for each impression; nan without any."""
    return ratio(actions_of(outcome, "click"), impressions_of(outcome))


_POSTS = ("post_actions", "post_kind", "post_origin")
_RATE = (*_POSTS, "post_impressions")


def _counts(name: str, better: str, description: str, *actions: str) -> Metric:
    return Metric(name, name, "", better, description, _count_of(*actions), needs_events=_POSTS)


TABLE: Final = (
    _counts("shares", "higher", "how often an account shared it; a delayed share counts when it is decided", "share"),
    _counts("likes", "higher", "how often an account liked it", "like"),
    _counts("comments", "higher", "how often an account commented on it", "comment"),
    _counts("saves", "higher", "how often an account saved it", "save"),
    _counts("clicks", "higher", "how often an account clicked on it", "click"),
    _counts("hides", "lower", "how often an account did not want to see it", "hide"),
    _counts("engagements", "higher", "shares, likes, comments and saves together", *ENGAGEMENTS),
    Metric(
        "engagement_per_impression",
        "engagements",
        "impressions",
        "higher",
        "shares, likes, comments and saves for each impression",
        engagement_per_impression,
        needs_events=_RATE,
    ),
    Metric(
        "engagement_per_follower",
        "engagements",
        "followers of the authors of the plan's posts where they are posted, post by post",
        "higher",
        "shares, likes, comments and saves of a post for each follower of its author",
        engagement_per_follower,
        needs_events=(*_POSTS, "post_author"),
    ),
    Metric(
        "engagement_per_view",
        "engagements",
        "views: an account and a post of the plan that it saw, once however often",
        "higher",
        "shares, likes, comments and saves of a post for each account that saw it",
        engagement_per_view,
        needs_events=(*_POSTS, "seen_account", "seen_post"),
    ),
    Metric(
        "completion_rate",
        "share",
        "impressions",
        "higher",
        "impressions at which the item was seen to its end",
        completion_rate,
        needs_events=_RATE,
    ),
    Metric(
        "click_through_rate",
        "clicks",
        "impressions",
        "higher",
        "clicks for each impression",
        click_through_rate,
        needs_events=_RATE,
    ),
)
"""The metrics of this file."""
