"""Tiers by followers in people: what a platform calls a head, a waist, a tail, a KOC."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.binding.kols import BindingError
from sim.network import TIERS, Network


def limits_of(network: Network) -> tuple[float, ...] | None:
    """Least followers, in people, of the tiers tail, waist and head on the network's platform; None if not known."""
    told = network.about.get("tiers")
    if not isinstance(told, Mapping) or not all(isinstance(told.get(tier), Mapping) for tier in TIERS[1:]):
        return None
    return tuple(float(told[tier]["least_people"]) for tier in TIERS[1:])


def tier_of(people: Any, limits: Sequence[float]) -> np.ndarray:
    """The tier of each number of followers in people: its place in ``TIERS`` (int8).

    The tier that a network's account has by its rank (attribute ``tier``) is another thing: a network of thousands
    stands for a platform of millions, and has KOLs enough to choose among whatever it represents.

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
