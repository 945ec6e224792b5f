"""Measures of single posts by what has happened so far: a post with its shares, as its author sees it."""

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.metrics.events import ACTIONS, AD, ENGAGEMENTS
from sim.outcome import Outcome
from sim.world import OWNED, PAID


def _sums(outcome: Outcome, column: np.ndarray) -> np.ndarray:
    """A count of each post, with those of its shares added where they descend from (int64[posts])."""
    found = np.zeros(len(column), np.int64)
    np.add.at(found, outcome.events["post_origin"], column)
    return found


def _impressions(outcome: Outcome) -> np.ndarray:
    return _sums(outcome, outcome.events["post_impressions"])


def _count(*actions: str) -> Callable[[Outcome], tuple[np.ndarray, np.ndarray | None]]:
    def count(outcome: Outcome) -> tuple[np.ndarray, np.ndarray | None]:
        places = [ACTIONS.index(action) for action in actions]
        return _sums(outcome, outcome.events["post_actions"][:, places].sum(axis=1, dtype=np.int64)), None

    return count


def _rate(*actions: str) -> Callable[[Outcome], tuple[np.ndarray, np.ndarray | None]]:
    def rate(outcome: Outcome) -> tuple[np.ndarray, np.ndarray | None]:
        return _count(*actions)(outcome)[0], _impressions(outcome)

    return rate


MEASURES: Final[dict[str, Callable[[Outcome], tuple[np.ndarray, np.ndarray | None]]]] = {
    "impressions": lambda outcome: (_impressions(outcome), None),
    "engagement_rate": _rate(*ENGAGEMENTS),
    "share_rate": _rate("share"),
    "click_rate": _rate("click"),
    "likes": _count("like"),
    "shares": _count("share"),
}
"""By name: outcome -> (counts, what they are taken of or None), for each row of the posts; only rows that are their own
origin mean something."""


def best_posts(outcome: Outcome, metric: str, count: int, item: int, platform: int = 0) -> tuple[int, ...]:
    """Rows of the plan's own and paid posts on a platform that did best, the best first; of equals the earlier.

    Args:
        metric: a name of :data:`MEASURES`.
        count: how many at most; a post that nobody has seen has no rate.
        item: place in the content, or -1 for any.
    """
    events = outcome.events
    kind = events["post_kind"]
    of_plan = (events["post_parent"] < 0) & ((kind == OWNED) | (kind == PAID)) & _on(outcome, platform)
    if item >= 0:
        of_plan &= events["post_item"] == item
    counts, whole = MEASURES[metric](outcome)
    rows = np.flatnonzero(of_plan & (whole > 0)) if whole is not None else np.flatnonzero(of_plan)
    values = counts[rows] / (1.0 if whole is None else whole[rows])
    return tuple(int(row) for row in rows[np.argsort(-values, kind="stable")][:count])


def _on(outcome: Outcome, platform: int) -> np.ndarray:
    """Which posts are on the platform of this place; an outcome that does not say it has one platform."""
    platforms = outcome.events.get("post_platform")
    count = len(outcome.events["post_kind"])
    return np.full(count, platform == 0) if platforms is None else platforms == platform


def of_ads(outcome: Outcome, metric: str, item: int, platform: int = 0) -> float:
    """The measure of all ads of an item on a platform together; nan for a rate of what nobody has seen."""
    events = outcome.events
    rows = (events["post_kind"] == AD) & (events["post_item"] == item) & (events["post_parent"] < 0)
    rows &= _on(outcome, platform)
    counts, whole = MEASURES[metric](outcome)
    count = int(counts[rows].sum(dtype=np.int64))
    if whole is None:
        return float(count)
    seen = int(whole[rows].sum(dtype=np.int64))
    return count / seen if seen else float("nan")
