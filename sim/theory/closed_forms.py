"""Independent cascade from one seed, one probability ``p`` for all edges: networks whose spread has a formula."""

import math

import numpy as np

from sim.theory.allowed import TheoryError, probability, whole

MOST_COMPLETE = 1000
"""Larger binomial coefficients do not fit into a double."""


def path_sizes(accounts: int, p: float) -> np.ndarray:
    """Law of the reach on a path from its end: P(k) = p**(k - 1) (1 - p) for k < n, P(n) = p**(n - 1).

    Returns:
        float64[accounts + 1], P(k) at place k.

    >>> round(float(path_sizes(10, .5) @ np.arange(11)), 6)
    1.998047
    """
    p, accounts = probability(p), whole("accounts", accounts, 1)
    law = np.zeros(accounts + 1)
    law[1:] = p ** np.arange(accounts) * (1 - p)
    law[accounts] = p ** (accounts - 1)
    return law


def cycle_spread(accounts: int, p: float) -> float:
    """Mean reach on an undirected cycle: 1 + 2 p (1 - p**(n - 1)) / (1 - p) - (n - 1) p**n; all accounts for p = 1.

    >>> round(cycle_spread(10, .5), 6)
    2.987305
    """
    p, accounts = probability(p), whole("accounts", accounts, 3)
    # (1 - p**(n - 1)) / (1 - p) as a sum: it holds at p = 1 too
    one_way = sum(p**k for k in range(1, accounts))
    return 1 + 2 * one_way - (accounts - 1) * p**accounts


def star_spread(leaves: int, p: float, *, from_hub: bool = True) -> float:
    """Mean reach on a star: 1 + L p from the hub, 1 + p (1 + (L - 1) p) from a leaf.

    >>> star_spread(100, .05), star_spread(100, .05, from_hub=False)
    (6.0, 1.2975)
    """
    p, leaves = probability(p), whole("leaves", leaves, 0 if from_hub else 1)
    return 1 + leaves * p if from_hub else 1 + p * (1 + (leaves - 1) * p)


def star_deviation(leaves: int, p: float) -> float:
    """Standard deviation of the reach on a star from the hub: sqrt(L p (1 - p)).

    >>> round(star_deviation(100, .05), 3)
    2.179
    """
    p, leaves = probability(p), whole("leaves", leaves, 0)
    return math.sqrt(leaves * p * (1 - p))


def tree_spread(branching: int, depth: int, p: float) -> float:
    """Mean reach from the root of a complete tree: the sum of (b p)**d over the depths d.

    >>> round(tree_spread(3, 5, .3), 5), tree_spread(2, 6, .5)
    (4.68559, 7.0)
    """
    p, branching, depth = probability(p), whole("branching", branching, 0), whole("depth", depth, 0)
    return sum((branching * p) ** d for d in range(depth + 1))


def complete_sizes(accounts: int, p: float) -> np.ndarray:
    """Law of the reach on a complete undirected network: the component of one account in G(n, p).

    With C_m the probability that G(m, p) is connected and q = 1 - p (Gilbert 1959, Annals of Mathematical Statistics
    30:1141): P(k) = binom(n - 1, k - 1) C_k q**(k (n - k)). That these sum to 1 gives C_m as what is left, which for a
    small p is nothing but rounding; so C_m is summed from parts that are all positive. Take account m away: the k
    accounts that are then connected with account 1 have a link to m, and the other m - k are connected with m:
    C_m = sum_{k < m} binom(m - 2, k - 1) C_k C_{m - k} q**(k (m - 1 - k)) (1 - q**k).

    >>> round(float(complete_sizes(10, .2) @ np.arange(11)), 6)
    6.784458
    """
    p, accounts = probability(p), whole("accounts", accounts, 1, MOST_COMPLETE)
    q = 1 - p
    # 1 - q**k, exact for a small p
    some_link = [-math.expm1(k * math.log1p(-p)) if p < 1 else float(k > 0) for k in range(accounts)]
    connected = [0.0, 1.0]
    for m in range(2, accounts + 1):
        parts = (
            math.comb(m - 2, k - 1) * connected[k] * connected[m - k] * q ** (k * (m - 1 - k)) * some_link[k]
            for k in range(1, m)
        )
        connected.append(math.fsum(parts))
    law = [math.comb(accounts - 1, k - 1) * connected[k] * q ** (k * (accounts - k)) for k in range(1, accounts + 1)]
    return np.array([0.0, *law])


def diamond_chance(p: float, *, model: str) -> float:
    """Chance that s -> {a, b} -> t reaches t: 1 - (1 - p**2)**2 by independent cascade, 2 p**2 by linear threshold.

    >>> diamond_chance(.5, model="independent_cascade"), diamond_chance(.5, model="linear_threshold")
    (0.4375, 0.5)
    """
    p = probability(p)
    if model == "independent_cascade":
        return 1 - (1 - p * p) ** 2
    if model != "linear_threshold":
        raise TheoryError(f"there is no model {model!r} here; allowed: independent_cascade, linear_threshold")
    if p > 0.5:
        raise TheoryError(f"p is {p:g}; allowed for linear_threshold: 0.5 at most, as t follows two accounts")
    return 2 * p * p
