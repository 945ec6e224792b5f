"""Laws of one quantity: the exponent of its tail, its inequality, the share of the largest tenth."""

from typing import Final

import numpy as np

LEAST_TAIL: Final = 200
"""The exponent is fitted to at least so many accounts (or a tenth of them, if that is less)."""


def follower_exponent(followers: np.ndarray) -> tuple[float | None, int | None]:
    """Exponent of the law of followers and the number of followers from which on it was fitted.

    Maximum likelihood for a power law between k_min - 1/2 and the largest audience (Aban, Meerschaert and Panorska
    2006, J. Am. Stat. Assoc. 101:270: nobody has more followers than there are accounts, and an estimate that takes the
    law for endless is too steep in a small network). k_min gives the smallest Kolmogorov-Smirnov distance (Clauset,
    Shalizi and Newman 2009, SIAM Review 51:661, section 3.3), tried at 40 places so that at least :data:`LEAST_TAIL`
    accounts are left. (None, None) where too few accounts have followers.

    >>> draws = (np.arange(1, 200_000) / 200_000) ** (-1 / 1.5)  # P(K >= k) = k ** -1.5
    >>> round(follower_exponent(np.floor(5 * draws + 0.5).astype(int))[0], 1)
    2.5
    """
    values, counts = np.unique(followers, return_counts=True)
    counts, values = counts[values >= 2], values[values >= 2].astype(np.float64)
    left = np.cumsum(counts[::-1])[::-1]  # accounts with at least so many followers
    possible = np.flatnonzero(left >= min(LEAST_TAIL, max(10, len(followers) // 10)))
    if not len(possible):
        return None, None
    wanted = np.geomspace(values[possible[0]], values[possible[-1]], 40)
    candidates = np.unique(np.searchsorted(values, wanted).clip(possible[0], possible[-1]))
    logs, borders = np.log(values), np.log(values - 0.5)
    best: tuple[float, float | None, int | None] = (np.inf, None, None)
    for first in candidates:
        width = float(np.log(values[-1] + 0.5) - borders[first])
        excess = float((counts[first:] * (logs[first:] - borders[first])).sum() / left[first])
        steepness = _bounded_steepness(excess, width)
        cut = np.exp(-steepness * width)
        law = (np.exp(-steepness * (borders[first:] - borders[first])) - cut) / (1.0 - cut)
        distance = float(np.abs(left[first:] / left[first] - law).max())
        if distance < best[0]:
            best = (distance, 1.0 + steepness, int(values[first]))
    return best[1], best[2]


def _bounded_steepness(mean: float, width: float) -> float:
    """Rate b of an exponential law on 0 .. width with this mean, 1 / b - width / (exp(b width) - 1); by bisection."""
    low, high = 1e-6, 100.0
    for _ in range(60):
        middle = (low + high) / 2.0
        if 1.0 / middle - width / np.expm1(min(700.0, middle * width)) > mean:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def gini(values: np.ndarray) -> float:
    """Inequality of a non-negative quantity: 0 if all have the same, near 1 if one has everything.

    >>> gini(np.array([0, 0, 0, 4]))
    0.75
    """
    values = np.sort(np.asarray(values, np.float64))
    total, n = values.sum(), len(values)
    if total == 0:
        return 0.0
    return float((2.0 * np.arange(1, n + 1) - n - 1) @ values / (n * total))


def top_share(values: np.ndarray, part: float = 0.1) -> float | None:
    """What share of the sum the largest tenth (at least one) has; None if there is nothing.

    >>> top_share(np.array([1.0] * 9 + [9.0]))
    0.5
    """
    values = np.sort(np.asarray(values, np.float64))
    total = values.sum()
    return float(values[-max(1, round(part * len(values))) :].sum() / total) if total > 0 else None
