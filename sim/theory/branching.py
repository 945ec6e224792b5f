"""Sizes of branching processes: below the threshold, and of small outbreaks above it, cascades on large networks."""

import math

import numpy as np
from numpy.typing import ArrayLike

from sim.theory.allowed import law as checked_law
from sim.theory.allowed import number, whole


def total_progeny(mean: float, largest: int, seeds: int = 1) -> np.ndarray:
    """Law of the size of a branching process with Poisson children, from some seeds (Borel and Tanner):
    P(n) = s / n exp(-mean n) (mean n)**(n - s) / (n - s)!.

    Returns:
        float64[largest + 1], P(n) at place n.

    >>> total_progeny(.5, 2).round(5)
    array([0.     , 0.60653, 0.18394])
    """
    mean, largest, seeds = number("mean", mean), whole("largest", largest, 0), whole("seeds", seeds, 1)
    law = np.zeros(largest + 1)
    for n in range(seeds, largest + 1):
        log_chance = -mean * n - math.lgamma(n - seeds + 1)
        if n > seeds:
            log_chance += (n - seeds) * math.log(mean * n) if mean > 0 else -math.inf
        law[n] = seeds / n * math.exp(log_chance)
    return law


def offspring_progeny(offspring: ArrayLike, largest: int, seeds: int = 1) -> np.ndarray:
    """Law of the size of a branching process with any law of children: s / n P(X1 + ... + Xn = n - s) (Dwass 1969).

    Returns:
        float64[largest + 1], P(n) at place n.

    >>> offspring_progeny([.5, 0, .5], 5).round(6)  # none or two children
    array([0.    , 0.5   , 0.    , 0.125 , 0.    , 0.0625])
    """
    largest, seeds = whole("largest", largest, 0), whole("seeds", seeds, 1)
    first = np.zeros(seeds + 1)
    first[seeds] = 1.0
    return _forest(first, checked_law("the law of children", offspring), largest)


def outbreak_sizes(first: ArrayLike, later: ArrayLike, largest: int) -> np.ndarray:
    """Law of the size of an outbreak whose seed has ``first`` and every other account ``later`` children.

    On a large random network with a law of degrees these are the thinned law of degrees and the thinned law of the
    links beyond a link; on a directed one the thinned law of followers of a random account and of one met by an edge.
    Sizes that stay finite as the network grows: the law sums to less than 1 where there is a giant component.

    Returns:
        float64[largest + 1], P(n) at place n.

    >>> outbreak_sizes([0, 1], [.5, .5], 4)  # one child, who has one or none ...
    array([0.   , 0.   , 0.5  , 0.25 , 0.125])
    """
    seed_law, later_law = checked_law("the seed's law", first), checked_law("the later law", later)
    law = np.zeros(whole("largest", largest, 1) + 1)
    law[1:] = _forest(seed_law, later_law, largest - 1)
    return law


def _forest(roots: np.ndarray, offspring: np.ndarray, largest: int) -> np.ndarray:
    """Law of the size of a forest with a law of roots: sum over k of P(k) k / n P(X1 + ... + Xn = n - k)."""
    law = np.zeros(largest + 1)
    law[0] = roots[0]
    together = np.ones(1)  # law of X1 + ... + Xn, as far as it matters
    for n in range(1, largest + 1):
        together = np.convolve(together, offspring)[: largest + 1]
        k = np.arange(1, min(n, len(roots) - 1) + 1)
        rest = n - k
        inside = rest < len(together)
        law[n] = (roots[k[inside]] * k[inside] / n) @ together[rest[inside]]
    return law
