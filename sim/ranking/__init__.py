"""Ranking policies: what a feed shows first. ``policy(post) -> score``, the highest first; one file a policy.

A policy sees one post at a time, as :class:`Candidate`, and gives a number. It is plain Python that numba can compile:
the engine calls it compiled, at engine speed, and the readable twin calls the very same function.
"""

import importlib
from collections.abc import Callable
from typing import Any, Final, NamedTuple


class Candidate(NamedTuple):
    """What a feed knows of a post when a viewer opens it; all numbers are float64.

    Counters are those of the origin (a share shows the counters of what it shares), as they stood at the last tick.
    """

    age: float  # hours since it came out
    impressions: float
    shares: float
    likes: float
    comments: float
    saves: float
    clicks: float
    follows: float
    completes: float
    joins: float
    hides: float
    value: float  # sum of the platform's weights times the predicted probabilities of the actions
    followed: float  # 1 if the viewer follows the author, else 0
    mutual: float  # 1 if they follow each other, else 0
    match: float  # the viewer's interest in the item, in standard deviations
    recency: float  # the platform's time constant, in hours
    stranger_factor: float  # the platform's factor for authors whom the viewer does not follow


POLICIES: Final = {
    "chronological": "sim.ranking.chronological",
    "ranked": "sim.ranking.ranked",
    "hot": "sim.ranking.hot",
    "gravity": "sim.ranking.gravity",
}
"""Names of the policies and the modules that hold them; each module has a function ``policy``."""


class UnknownPolicy(ValueError):
    """No ranking policy of this name."""


def policy(name: str) -> Callable[[Candidate], float]:
    """The plain Python function of a policy.

    >>> policy("chronological").__module__
    'sim.ranking.chronological'
    """
    if name not in POLICIES:
        raise UnknownPolicy(f"there is no ranking policy {name!r}; allowed: {', '.join(POLICIES)}")
    found: Any = importlib.import_module(POLICIES[name])
    return found.policy
