"""Groups by which is counted: communities, tiers, segments, channels and KOLs; each as names and a group of everything.

A group of accounts is an int64[accounts], a group of posts an int64[posts]. What a group counts is a sum over its
members, so the groups of one kind add up to the whole.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from sim.metrics.events import AD, planned_posts
from sim.network import TIERS
from sim.outcome import Outcome
from sim.world import World

LARGEST_COMMUNITIES: Final = 10
"""So many communities are counted one by one; the others together."""

LARGEST_KOLS: Final = 20
"""So many of a plan's authors are counted one by one, those with the most followers; the others together."""

OTHER: Final = "other"
ADS: Final = "ads"


def counted(names: Sequence[str], group: np.ndarray, each: float = 1.0) -> dict[str, float]:
    """How many there are of each group, times ``each``.

    >>> counted(["a", "b"], np.array([1, 1, 0]), each=10.0)
    {'a': 10.0, 'b': 20.0}
    """
    counts = np.bincount(group, minlength=len(names))
    return {name: float(count) * each for name, count in zip(names, counts, strict=True)}


def communities(world: World) -> tuple[list[str], np.ndarray]:
    """The largest communities (by accounts, then by smaller number), then "other"; the group of each account."""
    return world.derived("metrics.communities", _communities)


def _communities(world: World) -> tuple[list[str], np.ndarray]:
    community = world.network.attributes["community"]
    present, accounts_of, size = np.unique(community, return_inverse=True, return_counts=True)
    largest = np.argsort(-size, kind="stable")[:LARGEST_COMMUNITIES]
    group = np.full(len(present), len(largest))
    group[largest] = np.arange(len(largest))
    names = [str(present[i]) for i in largest]
    return names + ([OTHER] if len(present) > len(largest) else []), group[accounts_of.reshape(-1)]


def tiers(world: World) -> tuple[Sequence[str], np.ndarray]:
    """The tiers from the fewest followers to the most; the tier of each account."""
    return TIERS, world.network.attributes["tier"]


def segments(world: World) -> tuple[list[str], np.ndarray]:
    """The segments in the scenario's order, then "other" for who is in none; the segment of each account.

    The world's kernel holds ``segment`` (a whole number for each account): the place of its segment in
    ``world.parameters.audience``, any other number for who is in none.
    """
    return world.derived("metrics.segments", _segments)


def _segments(world: World) -> tuple[list[str], np.ndarray]:
    names = list(world.parameters.audience)
    place = np.asarray(world.kernel.segment, np.int64)
    inside = (place >= 0) & (place < len(names))
    group = np.where(inside, place, len(names))
    return names + ([] if inside.all() else [OTHER]), group


def kols(world: World, outcome: Outcome) -> tuple[list[str], np.ndarray]:
    """The authors of the plan's posts by their labels, then "other", then "ads"; the group of each post.

    A post belongs to the author of the plan's post that it descends from. At most :data:`LARGEST_KOLS` authors are
    named, those with the most followers (then by smaller account id). The brand's own account is one of them.
    """
    author, ordinal = authors(outcome)
    chosen = np.argsort(-world.network.followers[author], kind="stable")[:LARGEST_KOLS]
    folded = np.full(len(author) + 1, len(chosen))
    folded[chosen] = np.arange(len(chosen))
    names = [_named(world.network.label(int(author[i]))) for i in chosen]
    names += [OTHER] if len(author) > len(chosen) else []
    folded[len(author)] = len(names)
    has_ads = bool((outcome.events["post_kind"] == AD).any())
    return names + ([ADS] if has_ads else []), folded[ordinal]


def authors(outcome: Outcome) -> tuple[np.ndarray, np.ndarray]:
    """The authors of the plan's posts, ascending, and for each post the place of its origin's author among them.

    Ads, and what descends from them, have the place after the last.
    """
    events = outcome.events
    author = np.unique(events["post_author"][planned_posts(outcome)])
    origin = events["post_origin"]
    place = np.searchsorted(author, events["post_author"][origin])
    return author, np.where(events["post_kind"][origin] == AD, len(author), place)


def _named(label: Any) -> str:
    """The account's label, marked where it is the name of a group."""
    return f"account {label}" if label in (OTHER, ADS) else str(label)
