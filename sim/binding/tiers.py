"""Tiers by followers in people: what a platform calls a head, a waist, a tail, a KOC.

Where a network stands for people, the platform's limits decide of every account (:func:`in_people`), so that a tier is
the same on a network of 100,000 accounts and on one of 400,000 that stand for as many people. Where it stands for
nobody else, accounts have the tier of their rank, as the generator gave it.

A KOC is paid because he has followers. Whoever stands below the tier tail is counted among the KOCs, but chosen as one
only with :data:`LEAST_KOC` followers or more, or as a candidate (attribute ``creator``). How many have fewer says more
of the network than of the platform: an ordinary account has as many followers on any network, so the fewer in people,
the fewer people one account stands for.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from sim.binding.kols import BindingError, BoundKol
from sim.network import TIERS, Network

LEAST_KOC: Final = 1_000
"""Followers in people of the smallest who is paid as a KOC. Source: nano accounts begin there (blog.hootsuite.com,
influencer rates by tier)."""


def limits_of(network: Network) -> tuple[float, ...] | None:
    """Least followers, in people, of the tiers tail, waist and head on the network's platform; None if not known."""
    told = network.about.get("tiers")
    if not isinstance(told, Mapping) or not all(isinstance(told.get(tier), Mapping) for tier in TIERS[1:]):
        return None
    return tuple(float(told[tier]["least_people"]) for tier in TIERS[1:])


def tier_of(people: Any, limits: Sequence[float]) -> np.ndarray:
    """The tier of each number of followers in people: its place in ``TIERS`` (int8).

    Args:
        people: followers in people.
        limits: least followers of the tiers tail, waist and head, as :func:`limits_of` gives them.

    >>> from sim.generators.kol_presets import PRESETS
    >>> [TIERS[tier] for tier in tier_of([9_999, 10_000, 50_000, 2_000_000], PRESETS["xiaohongshu"].tiers)]
    ['koc', 'tail', 'waist', 'head']
    """
    steps = np.asarray(limits, np.float64)
    if steps.shape != (len(TIERS) - 1,) or not (np.diff(steps) > 0).all():
        raise BindingError(f"limits are {list(limits)}; allowed: {len(TIERS) - 1} ascending numbers of followers")
    return np.searchsorted(steps, people, side="right").astype(np.int8)


def in_people(network: Network, represents: float | None, bound: Iterable[BoundKol] = ()) -> Network:
    """The network with every account in the tier of its followers in people, by its platform's limits.

    Args:
        network: one with limits (:func:`limits_of`); any other keeps what its attribute ``tier`` says, if it has one.
        represents: how many people it stands for; None (one person an account): tiers stay those of the rank.
        bound: KOLs who are bound to accounts of it: such an account has the tier of its KOL's own followers.

    Returns:
        A network that shares all but the attributes ``tier`` and ``creator`` (bool: can be chosen as a KOC);
        ``about["tiers"]`` tells the tiers, ``about["represents"]`` of how many people.

    >>> from sim.generators import generate
    >>> network = generate("kol_communities", {"accounts": 2000, "preset": "xiaohongshu"}, key=1)
    >>> for people in (None, 200_000, 12_000_000):
    ...     told = in_people(network, people).about["tiers"]
    ...     print({tier: told[tier]["accounts"] for tier in TIERS})
    {'koc': 1900, 'tail': 88, 'waist': 11, 'head': 1}
    {'koc': 2000, 'tail': 0, 'waist': 0, 'head': 0}
    {'koc': 539, 'tail': 891, 'waist': 568, 'head': 2}
    """
    limits = limits_of(network)
    if represents is None or limits is None:
        return network
    followers, each = network.followers, float(represents) / len(network)
    tier = tier_of(followers * each, limits)
    creator = followers * each >= LEAST_KOC
    for one in bound:
        tier[one.account], creator[one.account] = tier_of(one.kol.followers, limits), True
    told: dict[str, dict[str, int | None]] = {}
    for level, (name, people) in enumerate(zip(TIERS, (0.0, *limits), strict=True)):
        members = followers[tier == level]
        least = int(members.min()) if len(members) else None
        told[name] = {"accounts": len(members), "least_followers": least, "least_people": int(people)}
    told[TIERS[0]]["paid_from"] = LEAST_KOC
    return network.told_more({"tiers": told, "represents": represents}, {"tier": tier, "creator": creator})
