"""Groups by which is counted: communities, tiers, segments, channels, platforms and KOLs; each as names and a group of
everything.

A group of accounts is an int64[accounts], a group of posts an int64[posts]. What a group counts is a sum over its
members, so the groups of one kind add up to the whole.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.metrics.events import (
    AD,
    FOREIGN,
    PRAISE,
    REFERRAL,
    TO_MEMBERS,
    among,
    followers_of_posts,
    kind_of_origin,
    planned_posts,
    platforms_of,
)
from sim.network import TIERS
from sim.outcome import Outcome
from sim.world import World

LARGEST_COMMUNITIES: Final = 10
"""So many communities are counted one by one; the others together."""

LARGEST_KOLS: Final = 20
"""So many of a plan's authors are counted one by one, those with the most followers; the others together."""

OTHER: Final = "other"
ADS: Final = "ads"
MEMBERS: Final = "members"
CUSTOMERS: Final = "customers"
NOBODY_S: Final = (ADS, MEMBERS, CUSTOMERS)
"""What comes of no author of the plan: ads, what members are sent, and what customers say (praise, referrals)."""

_PLACE: Final = {AD: 0, TO_MEMBERS: 1, PRAISE: 2, REFERRAL: 2}


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


def days(world: World) -> list[str]:
    """The days of the campaign, from "1" on."""
    return [str(day + 1) for day in range(math.ceil(world.parameters.days))]


def day_of(world: World, at: np.ndarray) -> np.ndarray:
    """The place among :func:`days` of each of these moments (hours); the end belongs to the last day."""
    return np.minimum(np.floor(at / 24.0), math.ceil(world.parameters.days) - 1).astype(np.int64)


def seen_before(outcome: Outcome, account: np.ndarray, post: np.ndarray, at: np.ndarray) -> np.ndarray:
    """For each of these moments the row of the account's last impression of the post up to then (int64).

    There is one: nobody acts on what it has not seen. Impressions stand in the order of happening. Work grows with the
    impressions of these posts by these accounts, n log n.
    """
    events = outcome.events
    posts = np.int64(max(int(events["seen_post"].max(initial=0)), int(post.max(initial=0))) + 1)
    pair = account.astype(np.int64) * posts + post
    acted = np.zeros(int(account.max(initial=0)) + 1, bool)  # few accounts act: only their impressions are sorted
    acted[account] = True
    viewer = events["seen_account"]
    rows = np.flatnonzero(acted[np.minimum(viewer, len(acted) - 1)] & (viewer < len(acted)))
    of = viewer[rows].astype(np.int64) * posts + events["seen_post"][rows]
    order = np.argsort(of, kind="stable")
    rows, of = rows[order], of[order]
    place = np.searchsorted(of, pair)
    several = np.flatnonzero(np.append(of, -1)[np.minimum(place + 1, len(of))] == pair)
    upto = np.searchsorted(events["seen_at"], at[several], side="right")
    while len(several):  # go on as long as the next impression of the pair is early enough
        following = place[several] + 1
        goes_on = (np.append(of, -1)[np.minimum(following, len(of))] == pair[several]) & (
            np.append(rows, 0)[np.minimum(following, len(of))] < upto
        )
        several, upto = several[goes_on], upto[goes_on]
        place[several] += 1
    return rows[place]


def kols(world: World, outcome: Outcome) -> tuple[list[str], np.ndarray]:
    """The authors of the plan's posts by their names, then "other", "ads", "members", "customers"; the group of each
    post.

    A post belongs to the author of the plan's post that it descends from, or to one of :data:`NOBODY_S`; what is not
    the campaign's has the place after the last. At most :data:`LARGEST_KOLS` authors are named, those with the most
    followers where they post (then by smaller account id). The brand's own account is one of them. The groups of nobody
    are always there: whether there is praise is chance, and a mean over worlds must not leave out those without.
    """
    author, ordinal, _ = authors(outcome)
    chosen = np.argsort(-_most_followers(world, outcome, author), kind="stable")[:LARGEST_KOLS]
    folded = np.full(len(author) + len(NOBODY_S) + 1, len(chosen))
    folded[chosen] = np.arange(len(chosen))
    names = [_named(world.network.name(int(author[i]))) for i in chosen]
    names += [OTHER] if len(author) > len(chosen) else []
    folded[len(author) :] = len(names) + np.arange(len(NOBODY_S) + 1)
    return [*names, *NOBODY_S], folded[ordinal]


def platforms(world: World, outcome: Outcome) -> tuple[tuple[str, ...], np.ndarray]:
    """The platforms by their places; the platform of each post."""
    return platforms_of(world), outcome.events["post_platform"].astype(np.int64)


def authors(outcome: Outcome) -> tuple[np.ndarray, np.ndarray, int]:
    """The authors of the plan's posts, ascending; for each post the place of its origin's author among them; how many
    places there are.

    Ads, what members are sent and what customers say have the places after the authors. What is not the campaign's has
    the place after all these, which is not counted.
    """
    events = outcome.events
    author = np.unique(events["post_author"][planned_posts(outcome)])
    kind = kind_of_origin(outcome)
    place = np.searchsorted(author, events["post_author"][events["post_origin"]])
    for other, after in _PLACE.items():
        place[kind == other] = len(author) + after
    count = len(author) + len(NOBODY_S)
    return author, np.where(among(kind, FOREIGN), count, place), count


def _most_followers(world: World, outcome: Outcome, author: np.ndarray) -> np.ndarray:
    """How many followers each of these authors has on the platform, of those where he posts, where he has most."""
    found = world.network.followers[author]
    if world.further:
        rows = planned_posts(outcome)
        found = np.zeros(len(author), np.int64)
        place = np.searchsorted(author, outcome.events["post_author"][rows])
        np.maximum.at(found, place, followers_of_posts(world, outcome, rows))
    return found


def _named(name: str) -> str:
    """The account's name, marked where it is the name of a group."""
    return f"account {name}" if name in (OTHER, *NOBODY_S) else name
