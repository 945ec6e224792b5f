"""Bounded power laws by their quantiles, in arithmetic that is the same on every machine."""

from sim.arithmetic import exp, expm1, log, power
from sim.jit import jit


@jit
def fill_shifted_power_law(luck, scale, steepness, largest, out):
    """``out[i]``: scale * (Y - 1), Y of a power law on 1 .. 1 + largest / scale with P(Y > y) ~ y ** -steepness.

    A Pareto law of the second kind (Lomax), cut off at ``largest``: many accounts near 0, and a tail whose density has
    the exponent steepness + 1. ``luck[i]`` is a uniform draw.
    """
    cut = 1.0 - power(1.0 + largest / scale, -steepness)
    for i in range(luck.shape[0]):
        out[i] = scale * (power(1.0 - luck[i] * cut, -1.0 / steepness) - 1.0)


@jit
def fill_power_law_quantiles(smallest, largest, steepness, out):
    """The quantiles (i + 1/2) / len(out) of a power law on smallest .. largest, ascending."""
    cut = 1.0 - power(largest / smallest, -steepness)
    for i in range(out.shape[0]):
        out[i] = smallest * power(1.0 - (i + 0.5) / out.shape[0] * cut, -1.0 / steepness)


def shifted_mean(scale: float, steepness: float, largest: float) -> float:
    """Mean of the law of :func:`fill_shifted_power_law`.

    >>> round(shifted_mean(1.0, 2.0, 1e9), 6), round(shifted_mean(1e9, 2.0, 10.0), 2)
    (1.0, 5.0)
    """
    return scale * (power_law_mean(1.0 + largest / scale, steepness) - 1.0)


def power_law_mean(ratio: float, steepness: float) -> float:
    """Mean of a power law on 1 .. ratio with P(Y > y) ~ y ** -steepness.

    >>> round(power_law_mean(1e12, 2.0), 4), round(power_law_mean(2.718281828459045, 1.0), 4)
    (2.0, 1.582)
    """
    if ratio - 1.0 < 1e-6:  # so narrow that the formulas below would lose all digits
        return 1.0 + (ratio - 1.0) / 2.0
    below_cut = -expm1(-steepness * log(ratio))
    if abs(steepness - 1.0) < 1e-9:
        return float(log(ratio) / below_cut)
    return float(steepness / (steepness - 1.0) * -expm1((1.0 - steepness) * log(ratio)) / below_cut)


def scale_for_mean(mean: float, steepness: float, largest: float) -> float:
    """The scale at which :func:`shifted_mean` is ``mean``; by bisection, as the mean grows with the scale.

    >>> round(shifted_mean(scale_for_mean(35.0, 1.276, 70_000.0), 1.276, 70_000.0), 6)
    35.0
    """
    low, high = -40.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2.0
        if shifted_mean(exp(middle), steepness, largest) < mean:
            low = middle
        else:
            high = middle
    return float(exp((low + high) / 2.0))
