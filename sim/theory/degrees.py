"""Laws of degrees (float64 arrays, the probability of k at place k), and what thinning makes of them."""

import math

import numpy as np
from numpy.typing import ArrayLike

from sim.theory.allowed import TheoryError, number, probability, whole
from sim.theory.allowed import law as checked_law


def poisson_law(mean: float, largest: int | None = None) -> np.ndarray:
    """Poisson law, cut off where less than 1e-15 is left unless ``largest`` says where.

    >>> poisson_law(2.0)[:3].round(6), round(float(poisson_law(2.0).sum()), 12)
    (array([0.135335, 0.270671, 0.270671]), 1.0)
    """
    mean = number("mean", mean)
    if largest is None:
        largest = int(mean + 12.0 * math.sqrt(mean + 1.0) + 20.0)
    k = np.arange(whole("largest", largest, 0) + 1)
    logs = np.cumsum(np.concatenate([[-mean], np.log(mean / k[1:]) if mean > 0 else np.full(largest, -np.inf)]))
    return np.exp(logs)


def power_law(exponent: float, smallest: int, largest: int) -> np.ndarray:
    """P(k) proportional to k ** -exponent on smallest .. largest.

    >>> law = power_law(2.5, 3, 100)
    >>> round(float(law @ np.arange(101)), 4)
    6.4573
    """
    exponent = number("exponent", exponent, -100, 100)
    smallest = whole("smallest", smallest, 1)
    k = np.arange(whole("largest", largest, smallest) + 1, dtype=np.float64)
    law = np.where(k >= smallest, np.maximum(k, 1.0) ** -exponent, 0.0)
    return law / law.sum()


def independent_laws(follows: ArrayLike, followers: ArrayLike) -> np.ndarray:
    """The joint law of an account that follows j others and has k followers, where the two are independent.

    Returns:
        float64, the probability of (j, k) at row j and column k.

    >>> independent_laws([.5, .5], [0, 1])
    array([[0. , 0.5],
           [0. , 0.5]])
    """
    return np.outer(checked_law("the law of follows", follows), checked_law("the law of followers", followers))


def excess_law(law: ArrayLike) -> np.ndarray:
    """How many other links the account at the end of a random link has: (k + 1) P(k + 1) / mean (NSW, equation 9).

    >>> excess_law([0, .5, 0, .5])
    array([0.25, 0.  , 0.75])
    """
    law = checked_law("the law of degrees", law)
    k = np.arange(len(law))
    if not k @ law > 0:
        raise TheoryError("the law of degrees has no links; allowed: a mean above 0")
    return (k * law)[1:] / (k @ law)


def thinned(law: ArrayLike, p: float) -> np.ndarray:
    """The law of how many of k things stay if each stays with probability p by itself.

    >>> thinned([0, 0, 1], .5)
    array([0.25, 0.5 , 0.25])
    """
    law, p = checked_law("the law", law), probability(p)
    out = np.zeros(len(law))
    row = np.ones(1)  # binomial law of k trials, k growing
    for k, chance in enumerate(law):
        out[: k + 1] += chance * row
        row = np.convolve(row, [1.0 - p, p])
    return out
