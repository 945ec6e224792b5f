"""Where accounts stand in a picture: the same places every time, in seconds at most."""

from typing import Any, Final

import numpy as np

from sim.network import Network

GOLDEN_ANGLE: Final = np.pi * (3.0 - np.sqrt(5.0))
STEPS: Final = 150


def sunflower(count: int) -> np.ndarray:
    """``count`` places spread evenly over the unit disc, the first in the middle (float64[count, 2]).

    >>> sunflower(1)
    array([[0., 0.]])
    """
    order = np.arange(count)
    radius = np.sqrt(order / max(count, 1))
    return np.stack([radius * np.cos(order * GOLDEN_ANGLE), radius * np.sin(order * GOLDEN_ANGLE)], axis=1)


def spring(network: Network) -> np.ndarray:
    """Places of the accounts of a small network (float64[n, 2], within the unit square around 0).

    Accounts that follow one another attract, all accounts repel (Fruchterman and Reingold 1991, Software: Practice and
    Experience 21(11):1129). It starts from a sunflower on which the members of a community stand
    together, so nothing is drawn at random; a weak pull to the middle keeps separate pieces in view. Work: accounts
    squared a step.
    """
    n = len(network)
    if n == 1:
        return np.zeros((1, 2))
    community = network.attributes.get("community", np.zeros(n, np.int32))
    place = np.empty((n, 2))
    place[np.lexsort((-network.followers, community))] = _by_angle(sunflower(n))
    source = np.repeat(np.arange(n), network.followers)
    target = network.audience.astype(np.int64)
    ideal = np.sqrt(np.pi / n)
    for step in range(STEPS):
        x, y = place.T
        across = x[:, None] - x[None, :]
        along = y[:, None] - y[None, :]
        push = ideal**2 / np.maximum(across * across + along * along, 1e-6)
        force = np.stack([(push * across).sum(axis=1), (push * along).sum(axis=1)], axis=1)
        pull = place[source] - place[target]
        length = np.sqrt(np.einsum("ij,ij->i", pull, pull))
        pull *= (length / ideal)[:, None] / np.sqrt(1.0 + (len(source) / n))
        for axis in (0, 1):
            force[:, axis] -= np.bincount(source, pull[:, axis], n) - np.bincount(target, pull[:, axis], n)
        force -= 0.6 * place
        size = np.sqrt(np.einsum("ij,ij->i", force, force))
        warmth = 0.12 * (1.0 - step / STEPS) ** 1.5 + 0.002
        place += force * (np.minimum(size, warmth) / np.maximum(size, 1e-12))[:, None]
        place = np.round(place, 7)  # the last bits differ between machines, and would grow
    place -= place.mean(axis=0)
    cross = 2.0 * float(place[:, 0] @ place[:, 1])
    tilt = 0.5 * np.arctan2(cross, float((place[:, 0] ** 2 - place[:, 1] ** 2).sum()))
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    place = place @ turn  # the longer side lies down: pictures are wider than high
    return place / np.quantile(np.abs(place), 0.99)


def _by_angle(places: np.ndarray) -> np.ndarray:
    return places[np.argsort(np.arctan2(places[:, 1], places[:, 0]), kind="stable")]


def packed(radius: np.ndarray) -> np.ndarray:
    """Middles of discs with these radii that do not overlap, the first in the middle (float64[k, 2]).

    Each disc goes to the first free place on a spiral outwards; k is small (tens), so all pairs are looked at.
    """
    middles = np.zeros((len(radius), 2))
    turns = np.arange(6000)
    unit = float(radius.min()) * 0.35 if len(radius) else 1.0
    spiral = unit * np.sqrt(turns)[:, None] * np.stack([np.cos(turns * GOLDEN_ANGLE), np.sin(turns * GOLDEN_ANGLE)], 1)
    spiral[:, 1] *= 0.72  # pictures are wider than high
    for i in range(1, len(radius)):
        gap = np.sqrt(((spiral[:, None, :] - middles[None, :i, :]) ** 2).sum(axis=2))
        free = np.flatnonzero((gap > 1.06 * (radius[:i] + radius[i]) + 0.3 * unit).all(axis=1))
        if len(free):
            middles[i] = spiral[free[0]]
        else:  # the spiral is full: beside the last one
            middles[i] = middles[:i].max(axis=0) + radius[i] + radius[:i].max()
    return middles


def reached_tree(cascade: Any, most: int) -> np.ndarray:
    """Pairs (by, reached) of the cascade's backbone: of the sharers who brought the most, their own way from a seed.

    Args:
        cascade: {"reached", "reached_at", "reached_by"}.
        most: about how many pairs to keep.

    Returns:
        int64[k, 2] of account ids.
    """
    reached = np.asarray(cascade["reached"], np.int64)
    by = np.asarray(cascade["reached_by"], np.int64)
    pairs = np.stack([by, reached], axis=1)[by >= 0]
    if len(pairs) <= most:
        return pairs
    parent = dict(zip(reached.tolist(), by.tolist(), strict=True))
    sharers, counts = np.unique(pairs[:, 0], return_counts=True)
    kept: dict[int, int] = {}
    for sharer in sharers[np.argsort(-counts, kind="stable")].tolist():
        while parent[sharer] >= 0 and sharer not in kept:
            kept[sharer] = parent[sharer]
            sharer = parent[sharer]
        if len(kept) >= most:
            break
    return np.array([(by, account) for account, by in kept.items()], np.int64).reshape(-1, 2)
