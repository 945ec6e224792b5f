"""Which plan is better: paired differences in the same worlds, all pairs at once.

Two probabilities are kept apart by their names. The *share of worlds won* is the luck of one launch: in how many worlds
one plan did better than another. The *probability of the highest mean* is our knowledge: how sure the worlds seen make
us that a plan is the best on average (Rubin 1981, "The Bayesian bootstrap", Annals of Statistics 9(1), 130-134).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.estimates.differences import difference_interval
from sim.estimates.means import (
    METHOD,
    EstimateError,
    checked_confidence,
    checked_values,
    cluster_index,
    mean_interval,
    units,
)
from sim.estimates.parts import summary
from sim.estimates.shares import proportion_interval
from sim.estimates.stopping import look_confidence
from sim.estimates.verdict import FIRST, NEITHER, SECOND, UNDECIDED, Pair, Verdict

RESAMPLES = 2000
"""Draws of the Bayesian bootstrap: a probability is then known to .011 (one standard error) or better."""


@dataclass(frozen=True)
class Matters:
    """The smallest difference that matters: absolute, or relative to the best mean."""

    absolute: float | None = None
    relative: float | None = None

    def zone(self, best_mean: float) -> float:
        """Half the width of the indifference zone."""
        size = self.absolute if self.absolute is not None else (self.relative or 0.0) * abs(best_mean)
        if not (np.isfinite(size) and size >= 0.0):
            raise EstimateError(f"matters is {size}; allowed: a number not below 0")
        return float(size)


def compare_plans(
    values: Any,
    names: Sequence[str],
    *,
    clusters: Any = None,
    confidence: float = 0.95,
    matters: Matters | float | None = None,
    looks: Sequence[int] | None = None,
    against: str | None = None,
    higher_is_better: bool = True,
    happens: bool = False,
    within: tuple[float, float] = (-np.inf, np.inf),
    metric: str = "reach",
    seed: int = 0,
) -> Verdict:
    """Compare plans by a metric that was measured in the same worlds under each plan.

    Args:
        values: array [plans, worlds], finite; column ``i`` is the same world under each plan.
        names: of the plans.
        clusters: for each world its realisation of the network (or draw of the uncertain parameters).
        confidence: that *all* intervals of pairs hold together (Bonferroni over the pairs).
        matters: the indifference zone: a number in the metric's unit, or ``Matters(relative=.03)``.
        looks: the schedule of :func:`sim.estimates.stopping.looks` if the run may stop at any of them; the number of
            worlds must be one of it. The intervals then hold at all looks together.
        against: compare each plan only with this one, instead of all pairs.
        higher_is_better: whether more of the metric is better.
        happens: whether the metric is 1 in the worlds in which something happened, else 0.
        within: the least and the most that the metric can be; no interval of a difference goes beyond what follows.
        metric: its name.
        seed: of the scenario, for the resampling.

    Returns:
        The verdict.

    Raises:
        EstimateError: shapes that do not fit, values not finite, an unknown ``against``, worlds that are no look.

    >>> worlds = np.arange(300) % 7
    >>> verdict = compare_plans([worlds + 3. + worlds % 2, worlds], ["hubs", "random"])
    >>> verdict.best, verdict.decided
    (('hubs',), True)
    >>> verdict.sentence()
    '*hubs* gains 3.43 reach over *random* (95%: 3.37 to 3.49), wins in 100% of worlds'
    """
    array = checked_values(values, 2)
    names = _checked_names(names, len(array), against)
    confidence = checked_confidence(confidence)
    index = cluster_index(clusters, array.shape[1])
    sign = 1.0 if higher_is_better else -1.0
    mean_of = proportion_interval if happens else mean_interval
    means = [mean_of(row, clusters, confidence) for row in array]
    options = {"higher_is_better": higher_is_better, "happens": happens}
    summaries = [summary(row, clusters, confidence, **options) for row in array]
    zone = _zone(matters, max(sign * mean.mean for mean in means))
    which = _pairs(names, against)
    level = _confidence_of_one(confidence, len(which), looks, array.shape[1])
    pairs = tuple(_pair(names, array, i, j, index, level, zone, sign, within, happens) for i, j in which)
    order = np.argsort([-sign * mean.mean for mean in means], kind="stable").tolist()
    best, decided = _best([names[i] for i in order], list(pairs), against)
    sample = units(array, index)
    highest, lowest = probability_of_extreme_mean(sample, seed)
    won, tied = _worlds_won(sign * array)
    count = 0 if index is None else sample.shape[1]
    return Verdict(
        metric=metric,
        names=names,
        confidence=confidence,
        sequential=looks is not None,
        method=_method(len(pairs), count, looks),
        worlds=array.shape[1],
        clusters=count,
        higher_is_better=higher_is_better,
        matters=zone,
        against=against,
        best=best,
        decided=decided,
        pairs=pairs,
        means=dict(zip(names, means)),
        summaries=dict(zip(names, summaries)),
        share_of_worlds_won=dict(zip(names, won.tolist())),
        share_of_worlds_tied=dict(zip(names, tied.tolist())),
        probability_of_highest_mean=dict(zip(names, highest.tolist())),
        probability_of_lowest_mean=dict(zip(names, lowest.tolist())),
    )


def _checked_names(names: Sequence[str], plans: int, against: str | None) -> tuple[str, ...]:
    """The plans' names, if there is one for each plan and ``against`` is among them."""
    found = tuple(names)
    if len(found) != plans or len(set(found)) != plans:
        raise EstimateError(f"{len(found)} names for {plans} plans; allowed: one for each, all different")
    if against is not None and against not in found:
        raise EstimateError(f"there is no plan {against!r} to compare against; allowed: {', '.join(found)}")
    return found


def _zone(matters: Matters | float | None, best_mean: float) -> float:
    """Half the width of the indifference zone; 0 where every difference matters."""
    if matters is None:
        return 0.0
    return (matters if isinstance(matters, Matters) else Matters(absolute=float(matters))).zone(best_mean)


def _confidence_of_one(confidence: float, pairs: int, looks: Sequence[int] | None, worlds: int) -> float:
    """The confidence of one pair's interval at this look, for all pairs at all looks to hold together."""
    split = 1.0 - (1.0 - confidence) / max(1, pairs)
    return split if looks is None else look_confidence(looks, worlds, split)


def _pair(
    names: tuple[str, ...],
    array: np.ndarray,
    i: int,
    j: int,
    index: np.ndarray | None,
    confidence: float,
    zone: float,
    sign: float,
    within: tuple[float, float],
    happens: bool,
) -> Pair:
    """The paired difference of plans i and j with its interval, and what it decides."""
    least, most = within
    difference, low, high, error = difference_interval(
        array[i], array[j], index, confidence, least=least, most=most, happens=happens
    )
    won = float(np.mean(sign * array[i] > sign * array[j]))
    tied = float(np.mean(array[i] == array[j]))
    return Pair(names[i], names[j], difference, low, high, error, won, tied, _decision(low, high, zone, sign))


def _worlds_won(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The share of worlds in which each plan [plans, worlds] is ahead alone, and with others; more is better."""
    top = values == values.max(axis=0)
    outright = top & (top.sum(axis=0) == 1)
    return outright.mean(axis=1), (top & ~outright).mean(axis=1)


def _method(pairs: int, clusters: int, looks: Sequence[int] | None) -> str:
    """How the intervals were found, in words."""
    parts = [METHOD, *(["paired"] if pairs else [])]
    parts += [f"Bonferroni over {pairs} pairs"] if pairs > 1 else []
    parts += [f"{clusters} clusters"] if clusters else []
    return ", ".join([*parts, *([] if looks is None else [f"repeated confidence intervals over {len(looks)} looks"])])


def bootstrap_means(sample: np.ndarray, seed: int = 0) -> Iterator[np.ndarray]:
    """Draws of the means of the rows [rows, units] under the Bayesian bootstrap, in chunks [draws, rows].

    The units' weights are drawn from the flat Dirichlet law, the same for all rows.
    """
    from sim.randomness import ESTIMATING, fill_uniform, world_key

    chunk = max(1, min(RESAMPLES, 2_000_000 // sample.shape[1]))
    for start in range(0, RESAMPLES, chunk):
        draws = np.empty((min(chunk, RESAMPLES - start), sample.shape[1]))
        fill_uniform(np.uint64(world_key(seed, ESTIMATING, start)), draws.reshape(-1))
        weights = -np.log1p(-draws)
        yield (weights @ sample.T) / weights.sum(axis=1, keepdims=True)


def probability_of_extreme_mean(sample: np.ndarray, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """For each row of units [plans, units] the probability that its mean is the highest, and the lowest."""
    first: dict[bytes, int] = {}
    same = np.array([first.setdefault(row.tobytes(), len(first)) for row in sample])
    rows = np.stack([sample[int(np.argmax(same == k))] for k in range(len(first))])
    wins: np.ndarray = np.zeros((2, len(rows)))
    for mean in bootstrap_means(rows, seed):
        for kind, end in enumerate((mean.max(axis=1, keepdims=True), mean.min(axis=1, keepdims=True))):
            top = mean == end
            wins[kind] += (top / top.sum(axis=1, keepdims=True)).sum(axis=0)
    highest, lowest = (wins / RESAMPLES)[:, same] / np.bincount(same)[same]
    return highest, lowest


def _pairs(names: tuple[str, ...], against: str | None) -> list[tuple[int, int]]:
    if against is not None:
        j = names.index(against)
        return [(i, j) for i in range(len(names)) if i != j]
    return [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))]


def _decision(low: float, high: float, zone: float, sign: float) -> str:
    if -zone <= low and high <= zone:
        return NEITHER
    if low > 0.0:
        return FIRST if sign > 0 else SECOND
    if high < 0.0:
        return SECOND if sign > 0 else FIRST
    return UNDECIDED  # also with nan bounds: one world says nothing


def _best(ordered: list[str], pairs: list[Pair], against: str | None) -> tuple[tuple[str, ...], bool]:
    """The plans that none is shown to be better than, the best mean first; and whether the run may stop."""
    beaten = {p.b if p.decision == FIRST else p.a for p in pairs if p.decision in (FIRST, SECOND)}
    concerned = [p for p in pairs if against is not None or ordered[0] in (p.a, p.b)]
    decided = all(p.decision != UNDECIDED for p in concerned)
    return tuple(name for name in ordered if name not in beaten), decided
