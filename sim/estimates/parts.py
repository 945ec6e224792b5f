"""What stands beside a mean: median, bad luck, early death, viral worlds; luck apart from what we do not know."""

from typing import Any

import numpy as np

from sim.estimates.means import EstimateError, checked_values, mean_interval
from sim.estimates.shares import proportion_interval, quantile_interval

BAD_LUCK = 0.1
"""The share of worlds that counts as bad luck: one launch in ten goes worse than the bad-luck decile."""


def summary(
    values: Any,
    clusters: Any = None,
    confidence: float = 0.95,
    *,
    dies_at: float | None = None,
    viral: float | None = None,
    higher_is_better: bool = True,
    happens: bool = False,
) -> dict[str, Any]:
    """A metric of one plan over worlds; a mean never stands alone.

    Args:
        values: one number for each world; nan where the metric is not defined in a world (it is left out and counted).
        clusters: for each world its cluster, as in :func:`sim.estimates.means.mean_interval`.
        confidence: of each interval, each by itself.
        dies_at: a world with at most this much died early (for reach: the number of seeds, say).
        viral: a world with at least this much went viral.
        higher_is_better: bad luck is the lowest tenth of worlds, or the highest where less is better.
        happens: the values are 1 in worlds in which something happened and 0 in others: the mean is their share.

    Returns:
        mean, low, high, standard_error, method; median and bad_luck_decile, each with _low and _high; worlds,
        undefined; probability_of_dying_early with its bound ``dies_at`` and probability_of_going_viral with its bound
        ``viral``, where given, each with _low and _high. All nan where no world defines the metric.

    >>> found = summary([1, 1, 1, 2, 3, 8, 90, 4, 1, 5], dies_at=1, viral=50)
    >>> found["mean"], found["median"], found["bad_luck_decile"]
    (11.6, 2.5, 1.0)
    >>> found["probability_of_dying_early"], found["probability_of_going_viral"]
    (0.4, 0.1)
    """
    every = np.asarray(values, dtype=np.float64)
    there = ~np.isnan(every)
    array = every[there]
    groups = None if clusters is None else np.asarray(clusters)[there]
    found: dict[str, Any] = {"worlds": len(every), "undefined": int(np.count_nonzero(~there)), "confidence": confidence}
    if len(array):
        mean = (proportion_interval if happens else mean_interval)(array, groups, confidence)
        parts = {
            "median": quantile_interval(array, 0.5, groups, confidence),
            "bad_luck_decile": quantile_interval(
                array, BAD_LUCK if higher_is_better else 1.0 - BAD_LUCK, groups, confidence
            ),
        }
        if dies_at is not None:
            parts["probability_of_dying_early"] = proportion_interval(array <= dies_at, groups, confidence)
        if viral is not None:
            parts["probability_of_going_viral"] = proportion_interval(array >= viral, groups, confidence)
        found |= {key: getattr(mean, key) for key in ("mean", "low", "high", "standard_error", "method")}
        for name, interval in parts.items():
            found |= {name: interval.mean, f"{name}_low": interval.low, f"{name}_high": interval.high}
    else:
        names = ["mean", "low", "high", "standard_error"]
        names += [f"{part}{end}" for part in ("median", "bad_luck_decile") for end in ("", "_low", "_high")]
        found |= dict.fromkeys(names, np.nan)
    if dies_at is not None:
        found["dies_at"] = float(dies_at)
    if viral is not None:
        found["viral"] = float(viral)
    return found


def variance_components(values: Any, draws: Any, within: Any = None) -> tuple[float, float]:
    """The spread from luck and the spread from what we do not know, as standard deviations.

    The draw of the uncertain parameters is a random effect (Searle, Casella and McCulloch 1992, "Variance Components",
    section 3.6): luck is the spread of worlds inside a draw, ignorance the spread of a draw's own mean.

    Args:
        values: one number for each world, finite.
        draws: for each world, which draw of the uncertain parameters it was run with.
        within: for each world the larger group (realisation of the network) that its draw belongs to; what groups
            differ by is then neither luck nor ignorance.

    Returns:
        (luck, ignorance); both nan unless there are two draws and one of them was used twice. An estimate of the
        ignorance below zero, which noise makes when there is little of it, is zero.

    >>> variance_components([0., 2., 10., 12.], [0, 0, 1, 1])
    (1.414..., 7.0)
    """
    array = checked_values(values)
    kinds, index = np.unique(np.asarray(draws), return_inverse=True)
    if index.shape != array.shape:
        raise EstimateError(f"there are {len(index)} draws for {len(array)} values; allowed: one for each")
    sizes = np.bincount(index).astype(np.float64)
    groups, count = len(kinds), len(array)
    if groups < 2 or groups == count:
        return np.nan, np.nan
    levels, larger = 1, np.zeros(count, np.int64)
    if within is not None:
        kinds_of, larger = np.unique(np.asarray(within), return_inverse=True)
        levels = len(kinds_of)
        if groups <= levels:
            return np.nan, np.nan
    centre = (np.bincount(larger, array) / np.bincount(larger))[larger]
    means = np.bincount(index, array) / sizes
    inside = float(((array - means[index]) ** 2).sum()) / (count - groups)
    between = float(((means[index] - centre) ** 2).sum()) / (groups - levels)
    squares = np.bincount(larger, sizes[index])  # of each larger group: the sum of its draws' squared sizes
    typical = (count - float((squares / np.bincount(larger)).sum())) / (groups - levels)
    return float(np.sqrt(inside)), float(np.sqrt(max(0.0, (between - inside) / typical)))
