"""Figures and what may be said of them: medians with their spread, means that agree, ratios that may be printed.

Standard library only.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

STANDARD_ERRORS = 4.0
PRECISE = 0.03
"""Two means are compared only if the standard error of their difference is at most this share of the mean."""
CONTROL = 1.9
"""A figure of two cores is believed if plain arithmetic gained at least this much from the second."""


class Refused(Exception):
    """A ratio that must not be printed; the message says why."""


@dataclass
class Mean:
    """Count, sum and sum of squares of the sizes of cascades, or of the means of equal batches of them."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, count: int, total: float, squares: float) -> None:
        self.count, self.total, self.squares = self.count + count, self.total + total, self.squares + squares

    @property
    def mean(self) -> float:
        return self.total / self.count

    @property
    def standard_error(self) -> float:
        if self.count < 2:
            return math.inf
        variance = (self.squares - self.total**2 / self.count) / (self.count - 1)
        return math.sqrt(max(0.0, variance) / self.count)


@dataclass
class Timed:
    """What one tool did in one case: cascades a second in each round, and the sizes' mean."""

    rates: list[float] = field(default_factory=list)
    cascades: int = 0
    reach: Mean = field(default_factory=Mean)


def require_equal_means(ours: Mean, other: Mean) -> float:
    """The difference in standard errors.

    Raises:
        Refused: the means differ by more than 4 standard errors, or are too rough to be compared.
    """
    error = math.hypot(ours.standard_error, other.standard_error)
    if error > PRECISE * ours.mean:
        raise Refused(f"means too rough to compare: +-{error:.3g} at {ours.mean:,.1f}")
    apart = abs(ours.mean - other.mean)
    if apart > STANDARD_ERRORS * error:
        distance = f"{apart / error:.1f}" if error > 0 else "infinitely many"
        raise Refused(f"means differ: {ours.mean:,.1f} and {other.mean:,.1f}, {distance} standard errors")
    return apart / error if error > 0 else 0.0


def ratio(ours: Timed, other: Timed) -> float:
    """How many times ours is the faster: the median over rounds that were timed one after the other.

    Raises:
        Refused: the two do not compute the same thing (:func:`require_equal_means`).
    """
    require_equal_means(ours.reach, other.reach)
    return statistics.median(a / b for a, b in zip(ours.rates, other.rates))


def second_core(one: Sequence[float], two: Sequence[float], control: Sequence[float]) -> float:
    """The gain of a second core.

    Raises:
        Refused: plain arithmetic did not gain enough beside it, so two cores were not free.
    """
    found = statistics.median(control)
    if found < CONTROL:
        raise Refused(f"control x{found:.2f}: two cores were not free")
    return statistics.median(b / a for a, b in zip(one, two))


def geometric_mean(ratios: Sequence[float]) -> float:
    return math.exp(statistics.fmean(math.log(r) for r in ratios))


def short(value: float) -> str:
    """Three digits, thousands parted: 12,300, 4.92, .0314."""
    if value == 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    rounded = round(value, 2 - math.floor(math.log10(abs(value))))
    return f"{rounded:,.{places}f}"


def spread(values: Sequence[float]) -> str:
    """Median, and from the smallest to the largest: ``12.3 (11.9-12.6)``."""
    return f"{short(statistics.median(values))} ({short(min(values))}-{short(max(values))})"
