"""Shapes of the cascade's trees, in time and memory touched proportional to the reach.

``parent[i]`` is the place in the outcome of the account that reached account number i. To find it, each account's place
is written into a table over all accounts that is never cleared: an entry is believed only if the account stands at the
place it names (Briggs and Torczon 1993, "An efficient representation for sparse sets", section 2).
"""

import numpy as np

from sim.jit import jit
from sim.network import frozen
from sim.outcome import Outcome


class TreeError(ValueError):
    """An outcome whose reached accounts do not form trees."""


def parents(outcome: Outcome, account_count: int) -> np.ndarray:
    """Place in the outcome of who reached each account (int64[reach]); -1 for a seed.

    Raises:
        TreeError: an account was reached by one that had not been reached before it.

    >>> outcome = Outcome(np.array([4, 2], np.int32), np.zeros(2), np.array([-1, 4], np.int32))
    >>> parents(outcome, 5)
    array([-1,  0])
    """
    parent = np.empty(outcome.reach, np.int64)
    place = np.empty(account_count, np.int64)
    bad = _parents(frozen(outcome.reached, np.int32), frozen(outcome.reached_by, np.int32), place, parent)
    if bad >= 0:
        raise TreeError(
            f"account {outcome.reached[bad]} was reached by account {outcome.reached_by[bad]}, "
            "which had not been reached before it"
        )
    return parent


@jit
def _parents(reached, by, place, parent):
    for i in range(reached.shape[0]):
        parent[i] = -1
        if by[i] >= 0:
            p = place[by[i]]
            if p < 0 or p >= i or reached[p] != by[i]:
                return i
            parent[i] = p
        place[reached[i]] = i
    return -1


def generations(outcome: Outcome, account_count: int) -> np.ndarray:
    """How many accounts each generation has (int64[depth + 1]); generation 0 are the seeds.

    >>> outcome = Outcome(np.array([4, 2, 1], np.int32), np.zeros(3), np.array([-1, 4, 4], np.int32))
    >>> generations(outcome, 5)
    array([1, 2])
    """
    parent = parents(outcome, account_count)
    sizes = np.zeros(outcome.reach, np.int64)
    deepest = _generations(parent, np.empty(outcome.reach, np.int64), sizes)
    return sizes[: deepest + 1]


@jit
def _generations(parent, generation, sizes):
    deepest = -1
    for i in range(parent.shape[0]):
        generation[i] = 0 if parent[i] < 0 else generation[parent[i]] + 1
        sizes[generation[i]] += 1
        deepest = max(deepest, generation[i])
    return deepest


def mean_distance(outcome: Outcome, account_count: int) -> float:
    """Structural virality: the mean distance over all pairs of distinct accounts that are in the same tree.

    Goel, Anderson, Hofman and Watts 2016 (Management Science 62:180), equation 1, for one tree. With several seeds the
    pairs of all trees are taken together, so a large tree counts by its pairs and no distance is invented between
    trees. 0 where no tree has two accounts. Each edge is crossed by s (N - s) pairs, where s accounts hang below it in
    a tree of N, so one pass upwards suffices.

    >>> path = Outcome(np.arange(100, dtype=np.int32), np.arange(100.), np.arange(-1, 99, dtype=np.int32))
    >>> round(mean_distance(path, 100), 3)
    33.667
    """
    return distance_in_trees(parents(outcome, account_count))


def distance_in_trees(parent: np.ndarray) -> float:
    """The mean distance over all pairs that are in the same tree; 0 where no tree has two.

    Args:
        parent: the place of each one's parent, before its own (int64); -1 for a root.

    >>> distance_in_trees(np.array([-1, 0, 0]))
    1.3333333333333333
    """
    return _mean_distance(parent, np.ones(len(parent), np.int64), np.empty(len(parent), np.int64))


def depths(parent: np.ndarray) -> np.ndarray:
    """How many steps each one is from its root (int64); ``parent`` as in :func:`distance_in_trees`.

    >>> depths(np.array([-1, 0, 1, -1]))
    array([0, 1, 2, 0])
    """
    generation = np.zeros(len(parent), np.int64)
    _generations(parent, generation, np.zeros(len(parent) + 1, np.int64))
    return generation


@jit
def _mean_distance(parent, below, root):
    for i in range(parent.shape[0] - 1, -1, -1):
        if parent[i] >= 0:
            below[parent[i]] += below[i]
    crossed = 0.0
    pairs = 0.0
    for i in range(parent.shape[0]):
        if parent[i] < 0:
            root[i] = i
            pairs += np.float64(below[i]) * np.float64(below[i] - 1) / 2.0
        else:
            root[i] = root[parent[i]]
            crossed += np.float64(below[i]) * np.float64(below[root[i]] - below[i])
    return crossed / pairs if pairs > 0 else 0.0


def gini_of_brought(outcome: Outcome, account_count: int) -> float:
    """Gini index, over all reached accounts, of how many accounts each one brought; 0 if nobody brought anyone.

    G = sum_i (2 i - k - 1) c_i / (k sum c) with the counts c in ascending order, i = 1 .. k.

    >>> star = Outcome(np.arange(5, dtype=np.int32), np.zeros(5), np.array([-1, 0, 0, 0, 0], np.int32))
    >>> gini_of_brought(star, 5)
    0.8
    """
    parent = parents(outcome, account_count)
    return _gini(parent, np.zeros(outcome.reach, np.int64), np.zeros(outcome.reach + 1, np.int64))


@jit
def _gini(parent, brought, how_many):
    count = parent.shape[0]
    total = 0
    for i in range(count):
        if parent[i] >= 0:
            brought[parent[i]] += 1
            total += 1
    for i in range(count):
        how_many[brought[i]] += 1
    weighted = 0.0
    before = 0
    for c in range(count + 1):
        # The ranks before + 1 .. before + m share the count c: their 2 i - k - 1 sum to m (2 before + m - k).
        m = how_many[c]
        weighted += np.float64(c) * np.float64(m) * np.float64(2 * before + m - count)
        before += m
    return weighted / (np.float64(count) * np.float64(total)) if total > 0 else 0.0
