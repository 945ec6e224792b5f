"""The shape of cascades of shares by group: of the plan's posts by KOL, platform, the author's community, tier and
segment, and the day on which the post came out.

A cascade belongs to the post of the plan from which it descends, and so to one group of each kind. Channels have no
cascades: those who share saw the same post in several.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from sim.metrics.awareness import half_lives
from sim.metrics.by_group import Grouped, arrays_of, groupings
from sim.metrics.cascades import trees
from sim.metrics.counted import ITSELF, Counted
from sim.metrics.events import planned_posts
from sim.metrics.registry import Metric
from sim.metrics.tree import depths, distance_in_trees
from sim.outcome import Outcome
from sim.world import World

PLANNED: Final = Counted(
    *("planned", "posts", None, "the plan's posts", planned_posts, ("post_kind",)),
    account="post_author",
    at="post_published",
    post=ITSELF,
    by=("platform", "kol", "community", "tier", "segment", "day"),
)

Values = Callable[[Outcome], np.ndarray]
"""A number for each of the plan's posts, nan where there is none."""


def _sizes(outcome: Outcome) -> np.ndarray:
    parent, root = trees(outcome)
    return np.bincount(root, minlength=len(root))[parent < 0].astype(np.float64)


def _unshared(outcome: Outcome) -> np.ndarray:
    return (_sizes(outcome) == 1).astype(np.float64)


def _depths(outcome: Outcome) -> np.ndarray:
    parent, root = trees(outcome)
    found = np.zeros(len(root))
    np.maximum.at(found, root, depths(parent))
    return found[parent < 0]


def _breadths(outcome: Outcome) -> np.ndarray:
    parent, root = trees(outcome)
    depth, found = depths(parent), np.zeros(len(root))
    generations = int(depth.max(initial=0)) + 1
    each, sizes = np.unique(root * generations + depth, return_counts=True)
    np.maximum.at(found, each // generations, sizes)
    return found[parent < 0]


def _half_lives(outcome: Outcome) -> np.ndarray:
    rows, found = planned_posts(outcome), np.full(len(outcome.events["post_origin"]), np.nan)
    posts, hours = half_lives(outcome)
    found[posts] = hours
    return found[rows]


def _of(values: Values, how: Callable[[np.ndarray], Any], nothing: float, grouping: Callable[..., Grouped]) -> Any:
    def of_cascades_by(world: World, outcome: Outcome) -> dict[str, float]:
        """What it is over the cascades of each group; the largest where the plan has no post is 0, a mean is nan."""
        rows, each = planned_posts(outcome), values(outcome)
        names, group = grouping(PLANNED, world, outcome, rows)
        found = {}
        for place, name in enumerate(names):
            mine = each[(group == place) & ~np.isnan(each)]
            found[name] = float(how(mine)) if len(mine) else nothing
        return found

    return of_cascades_by


def _virality(grouping: Callable[..., Grouped]) -> Any:
    def virality_by(world: World, outcome: Outcome) -> dict[str, float]:
        """The mean distance of two posts of one cascade of each group; 0 where nothing is shared."""
        rows = planned_posts(outcome)
        names, group = grouping(PLANNED, world, outcome, rows)
        parent, root = trees(outcome)
        of_root = np.full(len(root), -1)
        of_root[parent < 0] = group
        found = {}
        for place, name in enumerate(names):
            mine = np.flatnonzero(of_root[root] == place)
            there = np.append(np.searchsorted(mine, np.maximum(parent[mine], 0)), 0)[:-1]
            above = np.where(parent[mine] < 0, -1, there)
            found[name] = distance_in_trees(above) if len(mine) else 0.0
        return found

    return virality_by


_TREE: Final = ("post_parent", "post_kind", "post_origin")
MEASURES: Final[tuple[tuple[Any, ...], ...]] = (
    ("largest_cascade", "posts", "higher", "posts of the largest cascade", _sizes, np.max),
    ("mean_share_cascade_size", "posts", "higher", "posts of a cascade, mean", _sizes, np.mean),
    ("never_shared", "share", "lower", "the plan's posts that nobody shared", _unshared, np.mean),
    ("share_cascade_depth", "shares", None, "longest chain of shares from a post of the plan", _depths, np.max),
    ("mean_share_cascade_depth", "shares", None, "longest chain of shares of a post, mean", _depths, np.mean),
    ("share_cascade_breadth", "posts", None, "most posts in one generation of a cascade", _breadths, np.max),
    ("half_life", "hours", None, "hours until half of a post's impressions were there, median", _half_lives, np.median),
)
"""Name, unit, which is better, what it is; a number for each post, and what is made of a group's."""


def _table() -> tuple[Metric, ...]:
    found = []
    for kind, (told, grouping, needs) in groupings(PLANNED).items():
        how = f"{told} (the author's)" if kind in ("community", "tier", "segment") else told
        for name, unit, better, what, values, made in MEASURES:
            more = {"by_group": True, "measure": name, "group": kind, "what": what, **needs}
            reads = ("seen_at", "seen_post", "post_published", *_TREE[1:]) if name == "half_life" else _TREE
            more["needs_events"] = tuple(dict.fromkeys((*reads, *arrays_of(PLANNED, kind))))
            function = _of(values, made, 0.0 if made is np.max else float("nan"), grouping)
            about = (unit, "the plan's posts", better, f"{what}, {how}", function)
            found.append(Metric(f"{name}_by_{kind}", *about, **more))
        what = "mean distance of two posts of a cascade of shares"
        more = {"by_group": True, "measure": "share_cascade_virality", "group": kind, "what": what, **needs}
        more["needs_events"] = tuple(dict.fromkeys((*_TREE, *arrays_of(PLANNED, kind))))
        about = ("shares", "pairs of posts in one cascade", None, f"{what}, {how}", _virality(grouping))
        found.append(Metric(f"share_cascade_virality_by_{kind}", *about, **more))
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
