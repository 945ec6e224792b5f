"""Places for one cascade as a radial tree: seeds in the middle, later ones on outer rings, no two shares crossing."""

from typing import Any, Final, NamedTuple

import numpy as np

from sim.network import Network

MOST_DRAWN: Final = 600
"""Up to so many reached accounts are drawn."""
GAP: Final = 0.2
"""Radians at the top without accounts, where the rings' labels stand."""
LEAST_SHARE: Final = 0.3
"""Every seed has at least this part of an equal share of the circle, so that its star stands free."""
BENDS: Final = 8
"""Points of a bent line, and so many more a radian that the longest turns."""


class Rings(NamedTuple):
    """All reached accounts on their rings, aligned with ``reached``; ``parent`` is a place in it, -1 for a seed."""

    parent: np.ndarray
    ring: np.ndarray
    value: np.ndarray  # of each ring: its time, or how many shares lie between it and a seed
    timed: bool


class Tree(NamedTuple):
    """The drawn accounts, parents first; ``parent`` is a place among them, -1 for a seed."""

    account: np.ndarray  # int64[k]
    parent: np.ndarray  # int64[k]
    ring: np.ndarray  # int64[k]
    angle: np.ndarray  # float64[k], radians clockwise from the top
    radius: np.ndarray  # float64[rings], from 0 to 1
    value: np.ndarray  # float64[rings]
    timed: bool

    @property
    def place(self) -> np.ndarray:
        """Where each account stands (float64[k, 2])."""
        return _around(self.angle, self.radius[self.ring])


def on_rings(cascade: dict[str, np.ndarray]) -> Rings:
    """A ring for each time at which somebody was reached, where times are whole; else a ring for each generation.

    >>> chain = {"reached": np.array([4, 2]), "reached_at": np.array([0.0, 3.0]), "reached_by": np.array([-1, 4])}
    >>> on_rings(chain).value
    array([0., 3.])
    """
    reached, at, by = cascade["reached"], cascade["reached_at"], cascade["reached_by"]
    order = np.argsort(reached)
    brought = by >= 0
    parent = np.full(len(reached), -1, np.int64)
    parent[brought] = order[np.searchsorted(reached, by[brought], sorter=order)]
    timed = bool((at == np.round(at)).all() and (at[brought] > at[parent[brought]]).all())
    if not timed:
        generation = [0] * len(parent)
        for i, above in enumerate(parent.tolist()):
            generation[i] = generation[above] + 1 if above >= 0 else 0
        at = np.array(generation, np.float64)
    value, ring = np.unique(at, return_inverse=True)
    return Rings(parent, ring.reshape(-1), value, timed)


def most_bringing(parent: np.ndarray, followers: np.ndarray, most: int) -> np.ndarray:
    """The accounts to draw, as places, parents first: those below whom the most were reached, then seeds, then the most
    followed. Whoever brought an account has more below than it, so nobody is drawn without who brought him.

    >>> most_bringing(np.array([-1, 0, 0, 2]), np.array([9, 5, 1, 1]), 3)
    array([0, 1, 2])
    """
    below = _summed(parent, [1] * len(parent))
    return np.sort(np.lexsort((-followers, parent >= 0, -np.array(below, np.int64)))[:most])


def radial_tree(network: Network, cascade: dict[str, np.ndarray], most: int = MOST_DRAWN) -> Tree:
    """The places of the reached accounts: angles by how many ends of the tree lie below each. Work: those reached."""
    rings = on_rings(cascade)
    chosen = most_bringing(rings.parent, network.followers[cascade["reached"]], most)
    drawn = np.full(len(rings.parent) + 1, -1, np.int64)  # the last for -1, nobody
    drawn[chosen] = np.arange(len(chosen))
    parent = drawn[rings.parent[chosen]]
    used, ring = np.unique(rings.ring[chosen], return_inverse=True)
    seeds = int(np.count_nonzero(parent < 0))
    inner = 0.0 if seeds == 1 else 0.6 if len(used) == 1 else min(0.14 + 0.018 * seeds, 0.45)
    crowd = np.sqrt(np.bincount(ring.reshape(-1), minlength=len(used))[1:])  # room for those who are many
    gaps = 0.4 / max(1, len(crowd)) + 0.6 * crowd / max(1.0, float(crowd.sum()))
    radius = inner + (1.0 - inner) * np.concatenate([[0.0], np.cumsum(gaps)])
    account = cascade["reached"][chosen]
    return Tree(account, parent, ring.reshape(-1), _angles(parent), radius, rings.value[used], rings.timed)


def _summed(parent: np.ndarray, own: list[int]) -> list[int]:
    """Each account's number with the numbers of all below it."""
    total = list(own)
    above = parent.tolist()
    for i in range(len(total) - 1, -1, -1):
        if above[i] >= 0:
            total[above[i]] += total[i]
    return total


def _angles(parent: np.ndarray) -> np.ndarray:
    """The middle of each account's part of the circle; the part of each lies within that of who brought it."""
    count = len(parent)
    children: list[list[int]] = [[] for _ in range(count)]
    seeds: list[int] = []
    for i, above in enumerate(parent.tolist()):
        (children[above] if above >= 0 else seeds).append(i)
    ends: list[float] = list(_summed(parent, [int(not below) for below in children]))
    least = LEAST_SHARE * sum(ends[seed] for seed in seeds) / max(1, len(seeds))
    for seed in seeds:
        ends[seed] = max(ends[seed], least)
    start, width = [0.0] * count, [0.0] * count

    def share_out(among: list[int], begin: float, whole: float) -> None:
        total = sum(ends[i] for i in among)
        for i in sorted(among, key=lambda i: -ends[i]):
            start[i], width[i] = begin, whole * ends[i] / total
            begin += width[i]

    share_out(seeds, GAP / 2, 2 * np.pi - GAP)
    for i in range(count):
        share_out(children[i], start[i], width[i])
    return np.array(start, np.float64) + np.array(width, np.float64) / 2


def _around(angle: np.ndarray, radius: np.ndarray) -> np.ndarray:
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=-1)


def share_lines(tree: Tree) -> np.ndarray:
    """The way of each share (float64[shares, points, 2]): it turns before the next ring, then runs straight outwards.

    All turn by the same rule between two rings, so their order around the circle stays and none crosses another.
    """
    child = np.flatnonzero(tree.parent >= 0)
    parent = tree.parent[child]
    ring = tree.ring[parent]
    begin = np.where(tree.radius[ring] > 0, tree.angle[parent], tree.angle[child])
    widest = float(np.abs(tree.angle[child] - begin).max(initial=0.0))
    turned = np.linspace(0.0, 1.0, int(BENDS * (1.0 + widest)))
    eased = turned * turned * (3.0 - 2.0 * turned)
    angle = begin[:, None] + (tree.angle[child] - begin)[:, None] * eased
    first, ahead = tree.radius[ring], tree.radius[np.minimum(ring + 1, len(tree.radius) - 1)]
    radius = first[:, None] + (ahead - first)[:, None] * turned
    return np.concatenate([_around(angle, radius), tree.place[child][:, None]], axis=1)


def rings_data(cascade: dict[str, np.ndarray]) -> Any:
    """The numbers of the picture: a row a ring with the times, the accounts reached at it and the seeds among them."""
    import pandas as pd

    rings = on_rings(cascade)
    count = len(rings.value)
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, rings.ring, cascade["reached_at"])
    np.maximum.at(last, rings.ring, cascade["reached_at"])
    return pd.DataFrame(
        {
            "ring": np.arange(count),
            "first_reached_at": first,
            "last_reached_at": last,
            "reached": np.bincount(rings.ring, minlength=count),
            "seeds": np.bincount(rings.ring[rings.parent < 0], minlength=count),
        }
    )
