"""Any small network, by listing all its worlds of live edges."""

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from sim.theory.allowed import TheoryError, probability, whole

Edge = tuple[int, int]

MOST_ACCOUNTS = 62
"""An account is a bit of a 64-bit word."""

MOST_EDGES = 22
"""So many edges have four million worlds."""


def _checked(edges: Sequence[Edge], values: Sequence[float], accounts: int) -> tuple[list[Edge], np.ndarray]:
    """Edges between the accounts 0 .. accounts - 1, and a number from 0 to 1 for each of them."""
    edges = list(edges)
    if len(values) != len(edges):
        raise TheoryError(f"there are {len(values)} values for {len(edges)} edges; allowed: one an edge")
    for u, v in edges:
        whole("an account of an edge", u, 0, accounts - 1)
        whole("an account of an edge", v, 0, accounts - 1)
    return edges, np.array([probability(value, "the value of an edge") for value in values], np.float64)


def reachable(edges: Iterable[Edge], seeds: Iterable[int]) -> set[int]:
    """The accounts that the seeds reach if every one of these edges is live.

    >>> sorted(reachable([(0, 1), (1, 2), (3, 2)], [0]))
    [0, 1, 2]
    """
    edges = list(edges)
    found = set(seeds)
    before = -1
    while len(found) > before:
        before = len(found)
        found |= {v for u, v in edges if u in found}
    return found


class LiveWorlds(NamedTuple):
    """All 2**m worlds of live edges of a small network (KKT, claim 2.3)."""

    chance: np.ndarray
    """float64[2**m]: how likely each world is."""
    reached: np.ndarray
    """int64[2**m, n]: whom each account reaches in each world, bit v for account v."""

    def sizes(self, seeds: Sequence[int]) -> np.ndarray:
        """Reach of the seeds in every world (int64[2**m])."""
        together = np.bitwise_or.reduce(self.reached[:, list(seeds)], axis=1)
        return np.bitwise_count(together).astype(np.int64)

    def spread(self, seeds: Sequence[int]) -> float:
        """Mean reach of the seeds."""
        return float(self.chance @ self.sizes(seeds)) if len(seeds) else 0.0


def live_worlds(accounts: int, edges: Sequence[Edge], probabilities: Sequence[float]) -> LiveWorlds:
    """All worlds of a network of up to 62 accounts and 22 edges.

    >>> worlds = live_worlds(3, [(0, 1), (1, 2)], [.5, .5])
    >>> worlds.spread([0]), worlds.spread([0, 1])
    (1.75, 2.5)
    """
    accounts = whole("accounts", accounts, 1, MOST_ACCOUNTS)
    edges, values = _checked(edges, probabilities, accounts)
    m = len(edges)
    if m > MOST_EDGES:
        raise TheoryError(f"there are {m} edges; allowed: up to {MOST_EDGES}, as all 2**m worlds are listed")
    live = (np.arange(1 << m)[:, None] >> np.arange(m)) & 1 == 1
    chance = np.where(live, values, 1 - values)
    reached = np.tile(np.int64(1) << np.arange(accounts, dtype=np.int64), (1 << m, 1))
    before = -1
    while (now := int(np.bitwise_count(reached).sum())) > before:
        before = now
        for e, (u, v) in enumerate(edges):
            reached[:, u] |= np.where(live[:, e], reached[:, v], 0)
    return LiveWorlds(chance.prod(axis=1), reached)


def best_spread(worlds: LiveWorlds, count: int) -> float:
    """The largest mean reach that ``count`` seeds can have: all sets of seeds are tried.

    >>> best_spread(live_worlds(3, [(0, 1), (1, 2)], [.5, .5]), 1)
    1.75
    """
    accounts = worlds.reached.shape[1]
    count = whole("count", count, 0, accounts)
    return max(worlds.spread(seeds) for seeds in itertools.combinations(range(accounts), count))


def cascade_sizes(edges: Sequence[Edge], probabilities: Sequence[float], seeds: Sequence[int]) -> dict[int, float]:
    """Law of the reach of an independent cascade: all 2**m worlds (KKT, claim 2.3); for up to about 16 edges.

    >>> law = cascade_sizes([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (1, 2)], [.4] * 6, [0])
    >>> round(sum(size * chance for size, chance in law.items()), 6)
    2.340416
    """
    largest = max(max(edge) for edge in [*edges, (0, *seeds)])
    worlds = live_worlds(1 + largest, edges, probabilities)
    law = np.bincount(worlds.sizes(seeds), worlds.chance)
    return {int(size): float(law[size]) for size in np.flatnonzero(law)}


def _weight_of(account: int, weights: Sequence[float]) -> float:
    """The weights of the edges into an account together; more than 1, up to rounding, is not allowed."""
    together = math.fsum(weights)
    if together > 1 + 1e-9:
        raise TheoryError(f"the weights of the edges into account {account} sum to {together:g}; allowed: 1 at most")
    return together


def threshold_sizes(edges: Sequence[Edge], weights: Sequence[float], seeds: Sequence[int]) -> dict[int, float]:
    """Law of the reach under linear threshold: each account keeps at most one incoming edge (KKT, claim 2.6).

    >>> threshold_sizes([(0, 1), (0, 2), (1, 3), (2, 3)], [1, 1, .5, .25], [0])
    {3: 0.25, 4: 0.75}
    """
    _checked(edges, weights, 1 + max(max(edge) for edge in [*edges, (0, *seeds)]))
    rows: dict[int, list[tuple[Edge | None, float]]] = {}
    for edge, weight in zip(edges, weights, strict=True):
        rows.setdefault(edge[1], []).append((edge, float(weight)))
    for v, row in rows.items():
        left = 1.0 - _weight_of(v, [weight for _, weight in row])
        row.append((None, max(0.0, left)))
    law: dict[int, float] = {}
    for world in itertools.product(*rows.values()):
        chance = math.prod(weight for _, weight in world)
        if chance > 0:
            size = len(reachable([edge for edge, _ in world if edge is not None], seeds))
            law[size] = law.get(size, 0.0) + chance
    return dict(sorted(law.items()))


def threshold_chances(
    accounts: int, edges: Sequence[Edge], weights: Sequence[float], seeds: Sequence[int]
) -> np.ndarray:
    """Chance of each account to be reached under linear threshold where no chain of edges returns to its start.

    P(v) = sum_u w(u, v) P(u) (Chen, Yuan and Zhang 2010). Every edge must go from a smaller id to a larger.

    >>> threshold_chances(4, [(0, 1), (0, 2), (1, 3), (2, 3)], [.5, .5, .5, .5], [0])
    array([1. , 0.5, 0.5, 0.5])
    """
    accounts = whole("accounts", accounts, 1)
    edges, values = _checked(edges, weights, accounts)
    for v in {v for _, v in edges}:
        _weight_of(v, [value for (_, w), value in zip(edges, values.tolist()) if w == v])
    chances = np.zeros(accounts)
    chances[list(seeds)] = 1.0
    for (u, v), weight in sorted(zip(edges, weights, strict=True)):
        if u >= v:
            raise TheoryError(f"the edge {u} -> {v} does not go from a smaller id to a larger one")
        if v not in seeds:
            chances[v] += weight * chances[u]
    return chances
