"""Shares of worlds and quantiles over worlds, with intervals."""

from typing import Any

import numpy as np

from sim.estimates.means import (
    EstimateError,
    Interval,
    bounds,
    checked_confidence,
    checked_values,
    cluster_index,
    units,
)

WILSON = "Wilson's score interval"
ORDER = "order statistics"


def effective_count(indicator: np.ndarray, index: np.ndarray | None, confidence: float) -> float:
    """How many independent worlds a share over clusters is worth, Student's quantile on few clusters included.

    Korn and Graubard 1998, "Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data", Survey Methodology 24(2), 193-201.
    """
    from scipy import special

    count = len(indicator)
    if index is None:
        return float(count)
    sample = units(indicator, index)
    share = float(indicator.mean())
    error = float(bounds(sample, confidence)[3])
    ratio = -special.ndtri(0.5 - 0.5 * confidence) / special.stdtrit(len(sample) - 1, 0.5 + 0.5 * confidence)
    if share in (0.0, 1.0):  # nothing tells how alike the worlds of a cluster are: they may be as one
        return float(len(sample) * ratio**2)
    if error <= 0.0:
        return float(count * ratio**2)
    return float(min(count, share * (1.0 - share) / error**2) * ratio**2)


def proportion_interval(happened: Any, clusters: Any = None, confidence: float = 0.95) -> Interval:
    """The share of worlds in which something happened, and its interval: dying early, going viral, a loss.

    Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA 22(158), 209-212; with
    clusters for as many worlds as they are worth. It never leaves [0, 1], and says something even if it never happened.

    Args:
        happened: true or false (1 or 0) for each world.
        clusters: for each world its cluster, as in :func:`sim.estimates.means.mean_interval`.
        confidence: between .5 and 1.

    Raises:
        EstimateError: no world, or something other than true and false.

    >>> print(proportion_interval([True] * 30 + [False] * 70))
    0.3 (95%: 0.218949 to 0.395849)
    """
    from scipy import special

    array = checked_values(happened)
    if not np.isin(array, (0.0, 1.0)).all():
        raise EstimateError("a share needs true or false (1 or 0) for each world")
    checked_confidence(confidence)
    index = cluster_index(clusters, len(array))
    n = effective_count(array, index, confidence)
    share = float(array.mean())
    method = WILSON if index is None else f"{WILSON}, effective number of worlds over clusters"
    groups = len(array) if index is None else int(index.max()) + 1
    if len(array) == 1:
        return Interval(share, np.nan, np.nan, np.nan, confidence, method, 1)
    z = -float(special.ndtri(0.5 - 0.5 * confidence))
    centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n)
    half = z / (1.0 + z * z / n) * np.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n))
    low = 0.0 if share == 0.0 else max(0.0, float(centre - half))
    high = 1.0 if share == 1.0 else min(1.0, float(centre + half))
    return Interval(share, low, high, float(np.sqrt(share * (1.0 - share) / n)), confidence, method, groups)


def quantile_interval(values: Any, share: float, clusters: Any = None, confidence: float = 0.95) -> Interval:
    """A quantile over worlds and its interval between two of the sorted values, whatever the law of the values.

    Independent worlds: ranks from the binomial law (David and Nagaraja 2003, "Order Statistics", section 7.1).
    Clusters: Woodruff 1952, "Confidence intervals for medians and other position measures", JASA 47(260), 635-646.

    Args:
        values: one number for each world, finite.
        share: .5 for the median, .1 for the decile of bad luck.
        clusters: for each world its cluster, as in :func:`sim.estimates.means.mean_interval`.
        confidence: between .5 and 1; equal values make the interval hold more often.

    Returns:
        The interval; an end is nan where there are too few worlds to bound it.

    Raises:
        EstimateError: no value, one that is not finite, a share outside (0, 1).

    >>> print(quantile_interval(range(1, 101), .5))
    50.5 (95%: 40 to 61)
    """
    from scipy import special

    array = np.sort(checked_values(values))
    checked_confidence(confidence)
    if not 0.0 < share < 1.0:
        raise EstimateError(f"the share of a quantile is {share}; allowed: above 0 and below 1")
    count = len(array)
    index = cluster_index(clusters, count)
    middle = float(np.quantile(array, share))
    outside = 0.5 - 0.5 * confidence
    if index is None:
        below = special.bdtr(np.arange(count), count, share)  # P(Binomial(count, share) <= k)
        first = int(np.searchsorted(below, outside, side="right"))  # ranks 1 .. count; 0 and count + 1: none
        last = int(np.searchsorted(below, 1.0 - outside)) + 1
    else:
        at_most = (np.asarray(values, dtype=np.float64) <= middle).astype(np.float64)
        worth = effective_count(at_most, index, confidence)
        half = -float(special.ndtri(outside)) * np.sqrt(share * (1.0 - share) / worth)
        first, last = int(np.floor(count * (share - half))), int(np.ceil(count * (share + half))) + 1
    # The estimate lies between two values, so near an end it can lie outside the bound that the ranks give.
    low = min(float(array[first - 1]), middle) if 1 <= first <= count else np.nan
    high = max(float(array[last - 1]), middle) if 1 <= last <= count else np.nan
    method = ORDER if index is None else f"{ORDER}, over clusters (Woodruff)"
    groups = count if index is None else int(index.max()) + 1
    return Interval(middle, low, high, np.nan, confidence, method, groups)
