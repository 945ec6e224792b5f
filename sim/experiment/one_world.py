"""That a mean rests on one world: where a rare cascade decides, few worlds make an interval that misses above."""

from typing import Final

import numpy as np

from sim.experiment.sentences import ENOUGH

MANY: Final = 100
"""From so many worlds on the interval is near its confidence for all but the heaviest tails (docs/doubt.md)."""
TENTH: Final = 0.1
COUNTS: Final = 0.05
"""A plan with less of it than this beside the plan with most hardly counts."""
TIMES: Final = 3.0
"""One world holds much of a sum if it is more than a tenth of it, and so many times what an equal share would be."""


def rests_on_one(
    metric: str, values: dict[str, np.ndarray], clusters: np.ndarray | None = None, unit: str = "worlds"
) -> str:
    """That one world (or cluster) holds much of a plan's metric; "" if none does, or if there are enough.

    >>> rests_on_one("clicks", {"ads": np.array([4.0] * 39 + [44.0])})
    'under *ads* one world holds 22% of all clicks: the interval may be too narrow above; take more worlds'
    >>> rests_on_one("clicks", {"ads": np.array([4.0] * 39 + [8.0])})
    ''
    >>> rests_on_one("clicks", {"ads": np.array([4.0] * 40), "nobody": np.array([0.0] * 39 + [1.0])})
    ''
    """
    worst, told = 0.0, ""
    most = max((float(np.abs(of_worlds).sum()) for of_worlds in values.values()), default=0.0)
    for name, of_worlds in values.items():
        sizes = np.abs(of_worlds)
        if clusters is not None:
            sizes = np.bincount(np.unique(clusters, return_inverse=True)[1], sizes)
        if not ENOUGH <= len(sizes) < MANY or sizes.sum() <= COUNTS * most:
            continue
        share = float(sizes.max() / sizes.sum())
        if share > max(TENTH, TIMES / len(sizes), worst):
            word, _, rest = unit.partition(" ")
            one = f"{word.removesuffix('s')} {rest}".strip()
            worst = share
            told = f"under *{name}* one {one} holds {share:.0%} of all {metric}: the interval may be too narrow above"
    return f"{told}; take more {unit}" if told else ""
