"""When to stop: looks fixed in advance, and intervals that hold at all of them together.

Looking again and again with ordinary 95% intervals declares a winner between equal plans far too often. Here the looks
are fixed before the first world is drawn, and the intervals are *repeated confidence intervals* (Jennison and Turnbull
1989, "Interim analyses: the repeated confidence interval approach", J. R. Statist. Soc. B 51(3), 305-361): all of them,
at all looks, hold together with the stated confidence, so whatever rule stops the run on seeing them keeps that error.
The bounds are those of Wang and Tsiatis 1987 (Biometrics 43, 193-199), found by the numerical integration of Armitage,
McPherson and Rowe 1969 (J. R. Statist. Soc. A 132, 235-244) for the Brownian motion that sums of differences tend to.
"""

import functools
import math
from collections.abc import Sequence

import numpy as np

from sim.estimates.means import EstimateError, checked_confidence

FIRST_LOOK = 200
"""Worlds before the first look: below, the skewness of cascades cannot be estimated."""
GROWTH = 1.25
"""Each look comes after about this many times the worlds of the one before: more looks cost width and win little."""
SHAPE = 0.4
"""Wang and Tsiatis' delta: .5 is one bound for all looks (Pocock), 0 saves nearly everything for the last."""
KEPT_BACK = 0.2
"""Share of the error that is not spent: for what the limit theorem leaves out at a few hundred worlds. With .1, plans
of equal means and very unlike tails had a winner in 5.2% of runs of 1,000 worlds; with .2, in 4.6%."""


def looks(max_replicates: int, batch: int = 50) -> tuple[int, ...]:
    """The numbers of worlds at which the rule looks: ends of batches, about a quarter more each time, up to the most.

    >>> looks(1000)
    (200, 250, 350, 450, 600, 750, 950, 1000)
    >>> looks(120)
    (120,)
    """
    if max_replicates < 2 or batch < 1:
        raise EstimateError(f"max_replicates is {max_replicates} and batch {batch}; allowed: at least 2 and at least 1")
    at = math.ceil(FIRST_LOOK / batch) * batch
    found = []
    while at < max_replicates:
        found.append(at)
        at = max(at + batch, math.ceil(at * GROWTH / batch) * batch)
    return (*found, max_replicates)


@functools.lru_cache(maxsize=256)
def look_bounds(
    at: tuple[int, ...], confidence: float, shape: float = SHAPE, kept_back: float = KEPT_BACK
) -> tuple[float, ...]:
    """For each look the bound on |z| such that any of them is crossed with probability 1 - confidence at most.

    >>> [round(b, 2) for b in look_bounds((1, 2, 3, 4, 5), .95, shape=.5, kept_back=0.)]  # Pocock 1977
    [2.41, 2.41, 2.41, 2.41, 2.41]
    """
    if not at or any(b <= a for a, b in zip((0, *at), at)):
        raise EstimateError(f"the looks are {at}; allowed: growing numbers of worlds")
    error = (1.0 - checked_confidence(confidence)) * (1.0 - kept_back)
    form = (np.asarray(at) / at[-1]) ** (shape - 0.5)
    low, high = 0.5, 12.0
    for _ in range(32):
        middle = 0.5 * (low + high)
        if _crossing_probability(np.asarray(at, dtype=float), middle * form) > error:
            low = middle
        else:
            high = middle
    return tuple(float(b) for b in high * form)


@functools.cache
def _nodes() -> tuple[np.ndarray, np.ndarray]:
    """Gauss and Legendre's points and weights on [-1, 1]."""
    return np.polynomial.legendre.leggauss(96)


def _crossing_probability(at: np.ndarray, bound: np.ndarray) -> float:
    """The probability that standardised Brownian motion leaves (-bound, bound) at one of the looks."""
    from scipy import special

    nodes, weights = _nodes()
    edge = bound * np.sqrt(at)
    left = 2.0 * float(special.ndtr(-bound[0]))
    place = nodes * edge[0]
    density = np.exp(-0.5 * place**2 / at[0]) / np.sqrt(2.0 * np.pi * at[0]) * weights * edge[0]
    for k in range(1, len(at)):
        step = np.sqrt(at[k] - at[k - 1])
        out = special.ndtr((place - edge[k]) / step) + special.ndtr((-place - edge[k]) / step)
        left += float((density * out).sum())
        following = nodes * edge[k]
        move = np.exp(-0.5 * ((following[:, None] - place) / step) ** 2) / (step * np.sqrt(2.0 * np.pi))
        density = (move * density).sum(axis=1) * weights * edge[k]
        place = following
    return left


def look_confidence(at: Sequence[int], worlds: int, confidence: float) -> float:
    """The confidence that an ordinary interval must have at this look, for all looks together to have the stated one.

    >>> round(look_confidence(looks(2000), 200, .95), 3)
    0.998
    """
    from scipy import special

    schedule = tuple(int(a) for a in at)
    if worlds not in schedule:
        raise EstimateError(f"{worlds} worlds are no look of this rule; allowed: {', '.join(map(str, schedule))}")
    bound = look_bounds(schedule, confidence)[schedule.index(worlds)]
    return 1.0 - 2.0 * float(special.ndtr(-bound))
