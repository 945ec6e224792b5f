"""Means and their intervals: honest for heavy tails, for few values and for clusters.

The size of a cascade near its tipping point is very skew, and Student's interval then misses too often, nearly always
on the same side. Hall 1992 ("On the removal of skewness by transformation", J. R. Statist. Soc. B 54(1), 221-228)
undoes the skewness: with ``w = (mean - mu) / s`` and the sample skewness ``g`` ::

    h(w) = w + g w**2 / 3 + g**2 w**3 / 27 + g / (6 n)

is normal to a higher order; ``h`` is monotone and is inverted in closed form (here with Student's quantile). But where
the tails are heavy on both sides, as in differences of two plans, the sample skewness is mostly noise, and then Hall's
interval is the one that misses. So the interval is the smallest that holds both, Student's and Hall's: it holds where
either does, is Student's for normal values, and costs width only where there is skewness to be seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

METHOD = "hull of Student's t and Hall's skewness-corrected interval"


class EstimateError(ValueError):
    """What was given cannot be estimated from."""


@dataclass(frozen=True)
class Interval:
    """An estimate and the interval around it.

    Attributes:
        mean: the estimate itself (a mean; a quantile or a share where the function says so).
        low, high: ends of the interval; nan where there is too little to tell.
        standard_error: nan for a single value, and for quantiles.
        confidence: how often an interval made so holds the truth.
        method: the method's name, with its source.
        count: independent units: values, or clusters where clusters were given.
    """

    mean: float
    low: float
    high: float
    standard_error: float
    confidence: float
    method: str
    count: int

    def as_dict(self) -> dict[str, Any]:
        """The same as a dictionary."""
        return dict(vars(self))

    def __str__(self) -> str:
        return f"{self.mean:,.6g} ({self.confidence:.0%}: {self.low:,.6g} to {self.high:,.6g})"


def checked_confidence(confidence: float) -> float:
    """The confidence as a float; between .5 and 1."""
    if not 0.5 <= confidence < 1.0:
        raise EstimateError(f"confidence is {confidence}; allowed: at least 0.5 and below 1")
    return float(confidence)


def checked_values(values: Any, dimensions: int = 1) -> np.ndarray:
    """The values as float64, finite, not empty along the last axis."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != dimensions:
        raise EstimateError(f"values have {array.ndim} dimensions; allowed: {dimensions}")
    if array.shape[-1] == 0:
        raise EstimateError("there are no values to estimate from")
    if not np.isfinite(array).all():
        raise EstimateError(f"{np.count_nonzero(~np.isfinite(array))} of {array.size} values are nan or infinite")
    return array


def cluster_index(clusters: Sequence | np.ndarray | None, count: int) -> np.ndarray | None:
    """Cluster of each value as 0 .. G-1, or None where there is none or only one.

    One single cluster is no clustering: what is estimated then holds for this one network.
    """
    if clusters is None:
        return None
    labels = np.asarray(clusters)
    if labels.shape != (count,):
        raise EstimateError(f"clusters have the shape {labels.shape}; allowed: one for each of the {count} values")
    kinds, index = np.unique(labels, return_inverse=True)
    return index if len(kinds) > 1 else None


def units(values: np.ndarray, index: np.ndarray | None) -> np.ndarray:
    """Independent units along the last axis whose mean is the mean of the values: the values, or one for each cluster.

    A cluster's unit is ``mean + (sum of its values' deviations from the mean) * G / N``: its own mean where all
    clusters have the same size, else the linearised cluster total (Liang and Zeger 1986, Biometrika 73(1), 13-22).
    """
    if index is None:
        return values
    groups = int(index.max()) + 1
    mean = values.mean(axis=-1, keepdims=True)
    deviations = np.moveaxis(values - mean, -1, 0)
    totals = np.zeros((groups, *deviations.shape[1:]))
    np.add.at(totals, index, deviations)
    return mean + np.moveaxis(totals, 0, -1) * (groups / values.shape[-1])


def bounds(sample: np.ndarray, confidence: float | np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Mean, low, high and standard error along the last axis of independent values; nan bounds for a single value."""
    from scipy import special

    count = sample.shape[-1]
    same = sample.max(axis=-1) == sample.min(axis=-1)
    mean = np.where(same, sample[..., 0], sample.mean(axis=-1))  # a mean of equal values is that value to the last bit
    if count == 1:
        nothing = np.full_like(mean, np.nan)
        return mean, nothing, nothing, nothing
    deviations = sample - mean[..., None]
    unit = _unit(np.abs(deviations).max(axis=-1))
    deviations = deviations / unit[..., None]
    squares = np.where(same, 0.0, np.einsum("...i,...i->...", deviations, deviations))
    spread = np.sqrt(squares / (count - 1))
    cubes = np.einsum("...i,...i,...i->...", deviations, deviations, deviations)
    safe = np.where(squares > 0.0, squares, 1.0)
    skewness = np.where(squares > 0.0, cubes * np.sqrt(count) / safe**1.5, 0.0)
    quantile = special.stdtrit(count - 1, 0.5 + 0.5 * np.asarray(confidence)) / np.sqrt(count)
    spread = spread * unit
    low = mean - spread * np.maximum(quantile, _without_skewness(quantile, skewness, count))
    high = mean - spread * np.minimum(-quantile, _without_skewness(-quantile, skewness, count))
    return mean, low, high, spread / np.sqrt(count)


def _unit(largest: np.ndarray) -> np.ndarray:
    """In what deviations are measured: 1, but their largest where third powers of it would underflow or overflow."""
    inside = (largest == 0.0) | ((largest > 1e-90) & (largest < 1e90))
    return np.where(inside, 1.0, largest)


def _without_skewness(quantile: np.ndarray, skewness: np.ndarray, count: int) -> np.ndarray:
    """The inverse of Hall's transformation; the quantile itself where there is no skewness."""
    straight = np.abs(skewness) < 1e-6
    g = np.where(straight, 1.0, skewness)
    bent = 3.0 / g * (np.cbrt(1.0 + g * (quantile - g / (6.0 * count))) - 1.0)
    return np.where(straight, quantile, bent)


def mean_interval(values: Any, clusters: Any = None, confidence: float = 0.95) -> Interval:
    """The mean of values and its interval.

    Args:
        values: one number for each world, finite.
        clusters: for each value the cluster that it belongs to (realisation of the network, or draw of the uncertain
            parameters); the values of a cluster share their luck, so only clusters count as independent.
        confidence: between .5 and 1.

    Returns:
        The interval; for a single value its ends and standard error are nan, for equal values it has no width. From 500
        worlds on it holds the mean of the most skew cascades (Borel sizes with mean 10 and variance 900) in 93 to 97%.

    Raises:
        EstimateError: no value, or one that is not finite; clusters of another length; a confidence out of range.

    >>> print(mean_interval([1., 2., 3., 4., 10.]))
    4 (95%: -0.389945 to 20.4921)
    >>> mean_interval([5.]).standard_error
    nan
    """
    array = checked_values(values)
    index = cluster_index(clusters, len(array))
    sample = units(array, index)
    mean, low, high, error = bounds(sample, checked_confidence(confidence))
    method = METHOD if index is None else f"{METHOD}, over clusters"
    return Interval(float(mean), float(low), float(high), float(error), confidence, method, len(sample))
