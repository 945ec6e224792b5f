"""What the closed forms may be asked: a value that is not allowed is told in one sentence."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.border import is_whole, shown


class TheoryError(ValueError):
    """A number or a law that a closed form has no answer for; the message says which, and what is allowed."""


def whole(name: str, value: Any, least: int, most: int | None = None) -> int:
    """A whole number from ``least`` on.

    >>> whole("accounts", 3, 1)
    3
    """
    if not is_whole(value) or value < least or (most is not None and value > most):
        upto = "or more" if most is None else f"to {most}"
        raise TheoryError(f"{name} is {shown(value)}; allowed: a whole number, {least} {upto}")
    return int(value)


def number(name: str, value: Any, least: float = 0.0, most: float = np.inf) -> float:
    """A finite number from ``least`` to ``most``.

    >>> number("p", 0.5, most=1)
    0.5
    """
    bounds = f"a number, {least:g} or more" if most == np.inf else f"a number from {least:g} to {most:g}"
    try:
        found = float("nan") if isinstance(value, (bool, np.bool_, str)) else float(value)
    except (TypeError, ValueError):
        found = float("nan")
    if not (least <= found <= most and np.isfinite(found)):
        raise TheoryError(f"{name} is {shown(value)}; allowed: {bounds}")
    return found


def probability(p: Any, name: str = "p") -> float:
    """A number from 0 to 1.

    >>> probability(1)
    1.0
    """
    return number(name, p, 0.0, 1.0)


def law(name: str, values: ArrayLike, dimensions: int = 1) -> np.ndarray:
    """A law: probabilities that sum to 1 up to rounding, or up to a tail that was cut off (a thousandth at most).

    >>> law("the law", [0.5, 0.5])
    array([0.5, 0.5])
    """
    try:
        array = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        array = np.full(1, np.nan)
    if array.ndim != dimensions or not array.size:
        shape = "one row" if dimensions == 1 else "rows and columns"
        raise TheoryError(f"{name} has the shape {array.shape}; allowed: {shape} of probabilities")
    if not (array >= 0).all():
        raise TheoryError(f"{name} holds {array.ravel()[~(array.ravel() >= 0)][0]:g}; allowed: probabilities from 0 on")
    if not abs(array.sum() - 1) <= 1e-3:
        raise TheoryError(f"{name} sums to {array.sum():g}; allowed: 1")
    return array
