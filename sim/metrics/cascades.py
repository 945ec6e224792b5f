"""The shape of cascades of shares: which post shared which, beside who reached whom first (``depth``, ``breadth``,
``structural_virality`` of every model).

A cascade of shares is a post of the plan (owned or paid) and all posts that descend from it by sharing. Its depth is
the longest chain of shares (0: nobody shared it), its breadth the most posts in one generation, its size its posts, its
structural virality the mean distance of two of its posts (Goel, Anderson, Hofman and Watts 2016, Management Science
62:180, equation 1). Someone who shares two posts is in two cascades. Work grows with the posts.
"""

from typing import Final

import numpy as np

from sim.metrics.events import POSTED, among, kind_of_origin, planned_posts, ratio
from sim.metrics.registry import Metric
from sim.metrics.tree import depths, distance_in_trees
from sim.outcome import Outcome
from sim.world import World


def trees(outcome: Outcome) -> tuple[np.ndarray, np.ndarray]:
    """The posts of the cascades of the plan's posts: for each its parent's place among them (int64, -1 of a root), and
    its root's place; parents before children."""
    events = outcome.events
    rows = np.flatnonzero(among(kind_of_origin(outcome), POSTED))
    place = np.full(len(events["post_parent"]) + 1, -1, np.int64)
    place[rows] = np.arange(len(rows))
    return place[events["post_parent"][rows]], place[events["post_origin"][rows]]


def _deepest(outcome: Outcome) -> tuple[np.ndarray, np.ndarray]:
    """The generation of each post of the cascades, and its root."""
    parent, root = trees(outcome)
    return depths(parent), root


def share_cascade_depth(world: World, outcome: Outcome) -> float:
    """The longest chain of shares from a post of the plan; 0 if nothing was shared."""
    return float(_deepest(outcome)[0].max(initial=0))


def mean_share_cascade_depth(world: World, outcome: Outcome) -> float:
    """The longest chain of shares of each post of the plan, mean over them; nan if nothing was posted."""
    depth, root = _deepest(outcome)
    found = np.zeros(len(root), np.int64)
    np.maximum.at(found, root, depth)
    return ratio(int(found.sum(dtype=np.int64)), len(planned_posts(outcome)))


def share_cascade_breadth(world: World, outcome: Outcome) -> float:
    """The most posts in one generation of one cascade; 0 if nothing was posted."""
    depth, root = _deepest(outcome)
    if not len(root):
        return 0.0
    _, sizes = np.unique(root * (int(depth.max()) + 1) + depth, return_counts=True)
    return float(sizes.max())


def mean_share_cascade_size(world: World, outcome: Outcome) -> float:
    """Posts of each cascade (the post and its shares), mean over the plan's posts; nan if nothing was posted."""
    return ratio(len(trees(outcome)[0]), len(planned_posts(outcome)))


def share_cascade_virality(world: World, outcome: Outcome) -> float:
    """Mean distance over all pairs of posts of one cascade; 0 if nothing was shared."""
    return distance_in_trees(trees(outcome)[0])


_TREE: Final = ("post_parent", "post_kind", "post_origin")

TABLE: Final = (
    Metric(
        "share_cascade_depth",
        "shares",
        "",
        None,
        "longest chain of shares from a post of the plan",
        share_cascade_depth,
        needs_events=_TREE,
    ),
    Metric(
        "mean_share_cascade_depth",
        "shares",
        "the plan's posts",
        None,
        "longest chain of shares of a post of the plan; mean over the posts",
        mean_share_cascade_depth,
        needs_events=_TREE,
    ),
    Metric(
        "share_cascade_breadth",
        "posts",
        "",
        None,
        "most posts in one generation of a cascade of shares",
        share_cascade_breadth,
        needs_events=_TREE,
    ),
    Metric(
        "mean_share_cascade_size",
        "posts",
        "the plan's posts",
        "higher",
        "posts of a cascade of shares, the plan's post itself included; mean over the plan's posts",
        mean_share_cascade_size,
        needs_events=_TREE,
    ),
    Metric(
        "share_cascade_virality",
        "shares",
        "pairs of posts in one cascade",
        None,
        "mean distance of two posts of a cascade of shares: near 2 for a broadcast, large for a chain",
        share_cascade_virality,
        needs_events=_TREE,
    ),
)
"""The metrics of this file."""
