"""Ranking policies: what a feed shows first. ``policy(post) -> score``, the highest first; one file a policy.

A policy sees one post at a time, as :class:`Candidate`, and gives a number. It is plain Python that numba can compile:
the engine calls it compiled, at engine speed, and the readable twin calls the very same function.
"""

import importlib
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from sim.trying import fault_of


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


NOTHING: Final = Candidate(*[0.0] * len(Candidate._fields))
"""A post of which nothing is known."""

PROBES: Final = (
    NOTHING,
    Candidate(*[1.0] * len(Candidate._fields)),
    Candidate(*[100.0] * len(Candidate._fields)),
    NOTHING._replace(age=1000.0, value=-1.0, match=-3.0, recency=0.1),
)
"""Posts on which a policy of one's own is tried."""

_own: dict[str, Callable[[Candidate], float]] = {}
"""Policies of the user's own files, as ``file:function``; the command line allowed them."""


class UnknownPolicy(ValueError):
    """No ranking policy of this name."""


class PolicyError(ValueError):
    """A policy of one's own that gives no number, or that cannot be compiled; the message says what."""


def is_known(name: str) -> bool:
    """Whether there is such a policy; one of the user's own may be named before it is there.

    >>> is_known("ranked"), is_known("mine.py:calm"), is_known("calm")
    (True, True, False)
    """
    return name in POLICIES or ":" in name


def policy(name: str) -> Callable[[Candidate], float]:
    """The plain Python function of a policy.

    >>> policy("chronological").__module__
    'sim.ranking.chronological'
    """
    if name in _own:
        return _own[name]
    if name not in POLICIES:
        raise UnknownPolicy(f"there is no ranking policy {name!r}; allowed: {', '.join(POLICIES)}")
    found: Any = importlib.import_module(POLICIES[name])
    return found.policy


def add_own(name: str, function: Callable[[Candidate], float]) -> None:
    """Take in a policy of the user's own under its reference (``file.py:function``), after trying it.

    Raises:
        PolicyError: it fails or may fail, gives no finite number or not always the same, or cannot be compiled.

    >>> def calm(post):
    ...     return post.likes - post.age
    >>> add_own("mine.py:calm", calm)
    >>> policy("mine.py:calm")(NOTHING)
    0.0
    """
    if _own.get(name) is function:
        return
    finite = "a policy gives a finite number"
    fault = fault_of(function, PROBES, lambda score: abs(score) < float("inf"), finite)
    if fault:
        raise PolicyError(f"{name}: {fault}")
    _own[name] = function
