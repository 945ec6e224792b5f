"""Shapes of cascades and of networks."""

from collections.abc import Sequence

import numpy as np

from sim.theory.allowed import TheoryError, whole


def star_virality(accounts: int) -> float:
    """Structural virality of a star: 2 (n - 1) / n (Goel et al. 2016).

    >>> star_virality(100)
    1.98
    """
    accounts = whole("accounts", accounts, 2)
    return 2 * (accounts - 1) / accounts


def path_virality(accounts: int) -> float:
    """Structural virality of a path: (n + 1) / 3.

    >>> round(path_virality(100), 3)
    33.667
    """
    return (whole("accounts", accounts, 2) + 1) / 3


def tree_virality(branching: int, depth: int) -> float:
    """Structural virality of a complete tree: every edge is crossed by s (n - s) of the pairs, s accounts below it.

    >>> round(tree_virality(2, 3), 6), round(tree_virality(2, 6), 6), round(tree_virality(1, 99), 3)
    (3.504762, 8.350956, 33.667)
    """
    branching, depth = whole("branching", branching, 1), whole("depth", depth, 1)
    below = [sum(branching**d for d in range(depth - level + 1)) for level in range(depth + 1)]
    n = below[0]
    crossed = sum(branching**level * below[level] * (n - below[level]) for level in range(1, depth + 1))
    return crossed / (n * (n - 1) / 2)


def mean_followers_of_followed(degrees: Sequence[int]) -> float:
    """The friendship paradox in an undirected network: the mean degree at the end of a random edge is
    mean k**2 / mean k (Feld 1991, American Journal of Sociology 96:1464).

    >>> mean_followers_of_followed([3, 1, 1, 1])
    2.0
    """
    k = np.asarray(degrees, np.float64)
    if not k.size or not (k >= 0).all() or not k.any():
        raise TheoryError("the network has no links; allowed: degrees from 0 on, one of them at least 1")
    return float((k * k).mean() / k.mean())
