"""Independent cascade from one seed, one probability ``p`` for all edges: networks whose spread has a formula."""

import math

import numpy as np


def path_sizes(accounts: int, p: float) -> np.ndarray:
    """Law of the reach on a path from its end: P(k) = p**(k - 1) (1 - p) for k < n, P(n) = p**(n - 1).

    Returns:
        float64[accounts + 1], P(k) at place k.

    >>> round(float(path_sizes(10, .5) @ np.arange(11)), 6)
    1.998047
    """
    law = np.zeros(accounts + 1)
    law[1:] = p ** np.arange(accounts) * (1 - p)
    law[accounts] = p ** (accounts - 1)
    return law


def cycle_spread(accounts: int, p: float) -> float:
    """Mean reach on an undirected cycle: 1 + 2 p (1 - p**(n - 1)) / (1 - p) - (n - 1) p**n, for p < 1.

    >>> round(cycle_spread(10, .5), 6)
    2.987305
    """
    return 1 + 2 * p * (1 - p ** (accounts - 1)) / (1 - p) - (accounts - 1) * p**accounts


def star_spread(leaves: int, p: float, *, from_hub: bool = True) -> float:
    """Mean reach on a star: 1 + L p from the hub, 1 + p (1 + (L - 1) p) from a leaf.

    >>> star_spread(100, .05), star_spread(100, .05, from_hub=False)
    (6.0, 1.2975)
    """
    return 1 + leaves * p if from_hub else 1 + p * (1 + (leaves - 1) * p)


def star_deviation(leaves: int, p: float) -> float:
    """Standard deviation of the reach on a star from the hub: sqrt(L p (1 - p)).

    >>> round(star_deviation(100, .05), 3)
    2.179
    """
    return math.sqrt(leaves * p * (1 - p))


def tree_spread(branching: int, depth: int, p: float) -> float:
    """Mean reach from the root of a complete tree: the sum of (b p)**d over the depths d.

    >>> round(tree_spread(3, 5, .3), 5), tree_spread(2, 6, .5)
    (4.68559, 7.0)
    """
    return sum((branching * p) ** d for d in range(depth + 1))


def complete_sizes(accounts: int, p: float) -> np.ndarray:
    """Law of the reach on a complete undirected network: the component of one account in G(n, p).

    With C_m the probability that G(m, p) is connected and q = 1 - p (Gilbert 1959, Annals of Mathematical Statistics
    30:1141): C_m = 1 - sum_{k < m} binom(m - 1, k - 1) C_k q**(k (m - k)) and
    P(k) = binom(n - 1, k - 1) C_k q**(k (n - k)).

    >>> round(float(complete_sizes(10, .2) @ np.arange(11)), 6)
    6.784458
    """
    q = 1 - p
    connected = [0.0]
    for m in range(1, accounts + 1):
        below = sum(math.comb(m - 1, k - 1) * connected[k] * q ** (k * (m - k)) for k in range(1, m))
        connected.append(1 - below)
    law = [math.comb(accounts - 1, k - 1) * connected[k] * q ** (k * (accounts - k)) for k in range(1, accounts + 1)]
    return np.array([0.0, *law])


def diamond_chance(p: float, *, model: str) -> float:
    """Chance that s -> {a, b} -> t reaches t: 1 - (1 - p**2)**2 by independent cascade, 2 p**2 by linear threshold.

    >>> diamond_chance(.5, model="independent_cascade"), diamond_chance(.5, model="linear_threshold")
    (0.4375, 0.5)
    """
    return 1 - (1 - p * p) ** 2 if model == "independent_cascade" else 2 * p * p
