"""Which plans meet a condition, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.estimates.means import EstimateError, cluster_index, mean_interval, units
from sim.estimates.plans import bootstrap_means
from sim.estimates.shares import proportion_interval
from sim.estimates.stopping import look_confidence

OPERATORS = (">=", ">", "<=", "<")


@dataclass(frozen=True)
class Met:
    """How one plan stands to a condition.

    Attributes:
        plan: its name.
        mean, low, high: of the metric; the intervals of all plans hold together.
        met: "yes" or "no" where the whole interval is on that side, else "open".
        probability: that the mean meets the condition, as far as the worlds seen tell (Bayesian bootstrap).
    """

    plan: str
    mean: float
    low: float
    high: float
    met: str
    probability: float


def constraints(
    values: Any,
    condition: tuple[str, float],
    names: Sequence[str],
    *,
    clusters: Any = None,
    confidence: float = 0.95,
    looks: Sequence[int] | None = None,
    seed: int = 0,
) -> tuple[Met, ...]:
    """Which plans meet a condition on the mean of a metric.

    Args:
        values: array [plans, worlds]; of bool where the metric is whether something happened (a loss).
        condition: operator and bound, as (">=", 1.2).
        names: of the plans.
        clusters: for each world its cluster, as in :func:`sim.estimates.means.mean_interval`.
        confidence: that the intervals of all plans hold together (Bonferroni).
        looks: the schedule of :func:`sim.estimates.stopping.looks` if the run may stop at any of them; the intervals
            then hold at all looks together.
        seed: of the scenario, for the resampling.

    Raises:
        EstimateError: an unknown operator, names that do not fit, values not finite.

    >>> [m.met for m in constraints([[2., 3., 2., 3.] * 5, [0., 1., 1., 0.] * 5], (">=", 1.2), ["hubs", "random"])]
    ['yes', 'no']
    """
    array = np.asarray(values)
    operator, bound = condition
    if operator not in OPERATORS:
        raise EstimateError(f"there is no operator {operator!r}; allowed: {', '.join(OPERATORS)}")
    if array.ndim != 2 or len(array) != len(names):
        raise EstimateError(f"{len(names)} names for values of the shape {array.shape}; allowed: a row for each name")
    split = 1.0 - (1.0 - confidence) / len(names)
    if looks is not None:
        split = look_confidence(looks, array.shape[1], split)
    found = []
    for name, row in zip(names, array):
        interval = (proportion_interval if row.dtype == bool else mean_interval)(row, clusters, split)
        certain = interval.low == interval.high
        sample = units(row.astype(np.float64), cluster_index(clusters, len(row)))[None]
        meets = np.concatenate([_holds(mean[:, 0], operator, bound) for mean in bootstrap_means(sample, seed)])
        ends = [bool(_holds(np.float64(end), operator, bound)) for end in (interval.low, interval.high)]
        sure = not np.isnan(interval.low)
        met = "yes" if sure and all(ends) else "no" if sure and not any(ends) else "open"
        found.append(
            Met(name, interval.mean, interval.low, interval.high, met, float(ends[0] if certain else meets.mean()))
        )
    return tuple(found)


def _holds(value: np.ndarray | np.float64, operator: str, bound: float) -> np.ndarray | np.bool_:
    if operator == ">=":
        return value >= bound
    if operator == ">":
        return value > bound
    return value <= bound if operator == "<=" else value < bound
