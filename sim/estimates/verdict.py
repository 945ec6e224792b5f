"""What a comparison says: the verdict, in numbers and in a sentence."""

from dataclasses import dataclass
from typing import Any

from sim.estimates.means import Interval

FIRST = "first better"
SECOND = "second better"
NEITHER = "no difference that matters"
UNDECIDED = "undecided"


TOLD_TIES = 0.05
"""From this share of worlds on, ties are told beside the wins."""


@dataclass(frozen=True)
class Pair:
    """Two plans in the same worlds.

    Attributes:
        a, b: names of the plans.
        difference, low, high, standard_error: mean of ``a - b`` over worlds; all pairs' intervals hold together.
        share_of_worlds_won: share of worlds in which ``a`` did better than ``b``.
        share_tied: share of worlds in which both did the same.
        decision: "first better", "second better", "no difference that matters" or "undecided".
    """

    a: str
    b: str
    difference: float
    low: float
    high: float
    standard_error: float
    share_of_worlds_won: float
    share_tied: float
    decision: str

    def turned(self) -> "Pair":
        """The same pair, seen from ``b``."""
        decision = {FIRST: SECOND, SECOND: FIRST}.get(self.decision, self.decision)
        won = max(0.0, 1.0 - self.share_of_worlds_won - self.share_tied)
        return Pair(
            self.b, self.a, -self.difference, -self.high, -self.low, self.standard_error, won, self.share_tied, decision
        )


@dataclass(frozen=True)
class Verdict:
    """What a comparison of plans says; made by :func:`sim.estimates.plans.compare_plans`."""

    metric: str
    names: tuple[str, ...]
    confidence: float
    sequential: bool
    method: str
    worlds: int
    clusters: int
    higher_is_better: bool
    matters: float
    against: str | None
    best: tuple[str, ...]
    decided: bool
    pairs: tuple[Pair, ...]
    means: dict[str, Interval]
    summaries: dict[str, dict[str, Any]]
    share_of_worlds_won: dict[str, float]
    share_of_worlds_tied: dict[str, float]
    probability_of_highest_mean: dict[str, float]
    probability_of_lowest_mean: dict[str, float]

    def pair(self, a: str, b: str) -> Pair | None:
        """The pair of these two plans, seen from ``a``; None where it was not compared."""
        for pair in self.pairs:
            if (pair.a, pair.b) == (a, b):
                return pair
            if (pair.a, pair.b) == (b, a):
                return pair.turned()
        return None

    def as_dict(self) -> dict[str, Any]:
        """The verdict as plain numbers and strings."""
        found = {
            "decide_by": self.metric,
            "confidence": self.confidence,
            "sequential": self.sequential,
            "method": self.method,
            "worlds": self.worlds,
            "clusters": self.clusters,
            "higher_is_better": self.higher_is_better,
            "matters": self.matters,
            "against": self.against,
            "best": list(self.best),
            "decided": self.decided,
            "sentence": self.sentence(),
            "pairs": [dict(vars(p)) for p in self.pairs],
            "means": self.summaries,
            "share_of_worlds_won": self.share_of_worlds_won,
            "share_of_worlds_tied": self.share_of_worlds_tied,
            "probability_of_highest_mean": self.probability_of_highest_mean,
        }
        if not self.higher_is_better:
            found["probability_of_lowest_mean"] = self.probability_of_lowest_mean
        return found

    def ordered(self) -> list[str]:
        """Names of the plans, the best mean first."""
        sign = -1.0 if self.higher_is_better else 1.0
        return sorted(self.names, key=lambda name: sign * self.means[name].mean)

    def told(self) -> Pair | None:
        """The pair that the sentence tells: the plan ahead and the next one (or the one compared against)."""
        ordered = self.ordered()
        if len(ordered) < 2:
            return None
        if self.against is not None:
            ahead = next(name for name in ordered if name != self.against)
            return self.pair(ahead, self.against)
        if self.decided and len(self.best) < len(ordered):
            return self.pair(ordered[0], next(name for name in ordered if name not in self.best))
        return self.pair(ordered[0], ordered[1])

    def sentence(self, unit: str | None = None) -> str:
        """The verdict in a sentence; ``unit`` is what the metric counts (by default its name)."""
        unit = self.metric if unit is None else unit
        pair = self.told()
        if pair is None:
            only = self.means[self.names[0]]
            return f"*{self.names[0]}*: {_interval(only.mean, only.low, only.high, self.confidence, unit)}"
        size = number(abs(pair.difference))
        ends = (pair.low, pair.high) if pair.difference >= 0 else (-pair.high, -pair.low)
        inside = f"({100 * self.confidence:.4g}%: {number(ends[0])} to {number(ends[1])})"
        ahead = "gains" if pair.difference >= 0 else "saves"
        wins = f"wins in {100 * pair.share_of_worlds_won:.0f}% of worlds"
        if pair.share_tied >= TOLD_TIES:
            wins += f" and ties in {100 * pair.share_tied:.0f}%"
        if pair.decision == FIRST:
            text = f"*{pair.a}* {ahead} {size} {unit} over *{pair.b}* {inside}, {wins}"
            if len(self.best) > 1 and self.against is None:
                known = "no difference that matters" if self.decided else f"undecided after {self.worlds:,} worlds"
                text = f"{known} between {_names(self.best)}; " + text
            return text
        if pair.decision == SECOND:
            return (
                f"*{pair.a}* has {size} {unit} {'less' if pair.difference < 0 else 'more'} than *{pair.b}* "
                f"{inside}, {wins}"
            )
        if pair.decision == NEITHER:
            of = self.best if self.against is None else (pair.a, pair.b)
            return (
                f"no difference that matters between {_names(of)}: *{pair.a}* differs from *{pair.b}* by {size} {unit} "
                f"{inside}" + (f", and up to {number(self.matters)} does not matter" if self.matters else "")
            )
        more = "more" if pair.difference >= 0 else "less"
        so_far = f"*{pair.a}* has {size} {unit} {more} than *{pair.b}* {inside}, {wins}"
        return f"undecided after {self.worlds:,} worlds: {so_far}"


def number(value: float) -> str:
    """A number for people: three figures below 1,000, whole above.

    >>> number(1240.4), number(12.345), number(-0.0012345), number(0.0)
    ('1,240', '12.3', '-0.00123', '0')
    """
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _interval(mean: float, low: float, high: float, confidence: float, unit: str) -> str:
    return f"{number(mean)} {unit} ({100 * confidence:.4g}%: {number(low)} to {number(high)})"


def _names(names: tuple[str, ...]) -> str:
    stars = [f"*{name}*" for name in names]
    return stars[0] if len(stars) == 1 else ", ".join(stars[:-1]) + " and " + stars[-1]
