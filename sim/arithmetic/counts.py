"""Quantiles of counts, the same bits on every machine: Poisson and geometric."""

import math
from typing import Final

import numpy as np

from sim.arithmetic import exp, log
from sim.arithmetic.normal import normal_quantile
from sim.jit import jit

LARGE: Final = 128.0
"""Above this mean a Poisson count is taken from the normal law with its skewness (Cornish and Fisher 1938)."""

INVERSE: Final = np.array([0.0] + [1.0 / k for k in range(1, 512)])
"""1 / k: a product is three times faster than a quotient."""


@jit
def poisson_quantile(mean, u):
    """The smallest k with P(Poisson(mean) <= k) > u, for u in [0, 1): never falls as the mean grows.

    Inversion from 0, so it costs as many steps as the count. Above a mean of ``LARGE`` the expansion
    mean + z sqrt(mean) + (z**2 - 1) / 6, rounded, is within one of it.

    >>> poisson_quantile(2.0, 0.0), poisson_quantile(2.0, 0.5), poisson_quantile(0.0, 0.9)
    (0, 2, 0)
    """
    if mean > LARGE:
        z = normal_quantile(max(u, 1e-16))
        return max(0, math.floor(mean + z * math.sqrt(mean) + (z * z - 1.0) / 6.0 + 0.5))
    chance = exp(-mean)
    upto = chance
    k = 0
    while u >= upto and chance > 0.0:
        k += 1
        chance *= mean * (INVERSE[k] if k < 512 else 1.0 / k)
        upto += chance
    return k


@jit
def geometric_quantile(mean, u):
    """The smallest k >= 1 with P(K <= k) > u, where K is geometric on 1, 2, ... with this mean (>= 1).

    P(K > k) = (1 - 1 / mean)**k.

    >>> geometric_quantile(1.0, 0.9), geometric_quantile(5.0, 0.0), geometric_quantile(2.0, 0.5)
    (1, 1, 2)
    """
    if mean <= 1.0:
        return 1
    more = log(1.0 - u) / log(1.0 - 1.0 / mean)
    return 1 + math.floor(min(more, 1e9))
