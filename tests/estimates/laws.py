"""Laws with known means, to draw many repetitions of an experiment from at once."""

import functools

import numpy as np


@functools.cache
def _borel_law(mu):
    size = np.arange(1, 200_001, dtype=float)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(size))])[1:]
    return np.cumsum(np.exp(-mu * size + (size - 1) * np.log(mu * size) - log_factorial))


def borel(mu, shape, rng):
    """Sizes of cascades in which each account reaches Poisson(mu) others; mean 1 / (1 - mu), var mu / (1 - mu)**3.

    >>> sizes = borel(.5, 100_000, np.random.default_rng(1))
    >>> bool(abs(sizes.mean() - 2) < .03), bool(abs((sizes == 1).mean() - .60653) < .01)
    (True, True)
    """
    law = _borel_law(mu)
    return np.minimum(np.searchsorted(law, rng.random(shape)), len(law) - 1) + 1.0


LAWS = {
    "normal": (lambda shape, rng: rng.standard_normal(shape), 0.0),
    "lognormal": (lambda shape, rng: np.exp(rng.standard_normal(shape)), float(np.exp(0.5))),
    "Bernoulli .2": (lambda shape, rng: (rng.random(shape) < 0.2) * 1.0, 0.2),
    "Borel .9": (lambda shape, rng: borel(0.9, shape, rng), 10.0),
    "paired: lognormal lift": (
        lambda shape, rng: np.exp(rng.standard_normal(shape)) * (0.1 + 0.3 * rng.standard_normal(shape)),
        0.1 * float(np.exp(0.5)),
    ),
    "paired: Borel .9 - Borel .9": (lambda shape, rng: borel(0.9, shape, rng) - borel(0.9, shape, rng), 0.0),
    "paired: Borel .9 - 2 Borel .8": (lambda shape, rng: borel(0.9, shape, rng) - 2 * borel(0.8, shape, rng), 0.0),
    "paired: differ in 3 of 10 worlds": (
        lambda shape, rng: (rng.random(shape) < 0.3) * (borel(0.9, shape, rng) - borel(0.9, shape, rng)),
        0.0,
    ),
}
"""Name: (sampler of an array of a shape, the law's mean)."""

EQUAL_PLANS = [name for name, (_, mean) in LAWS.items() if mean == 0.0]
"""Differences of plans whose means are equal."""


FEW = {
    **{name: LAWS[name] for name in ("lognormal", "Borel .9")},
    "lognormal, sd 1.5": (lambda shape, rng: np.exp(1.5 * rng.standard_normal(shape)), float(np.exp(1.125))),
    "lognormal, sd 2": (lambda shape, rng: np.exp(2.0 * rng.standard_normal(shape)), float(np.exp(2.0))),
    "1 world in 10 not 0, there lognormal, sd 1.5": (
        lambda shape, rng: (rng.random(shape) < 0.1) * np.exp(1.5 * rng.standard_normal(shape)),
        0.1 * float(np.exp(1.125)),
    ),
    **{name: LAWS[name] for name in ("paired: lognormal lift", "paired: Borel .9 - Borel .9")},
}
"""Laws of campaigns in which a rare cascade decides, for comparisons of few worlds."""
