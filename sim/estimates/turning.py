"""Where the answer turns: the value of an uncertain parameter at which one plan stops being better than another."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.estimates.means import EstimateError, checked_confidence, checked_values

GRID = 801
DEGREES = {10: 3, 32: 5, 100: 7}
"""From how many draws on a polynomial of which degree is fitted. The degree is not chosen by the data: choosing it made
intervals for curved differences that held the truth half of the time, and so did degrees too low for the noise."""


@dataclass(frozen=True)
class Crossing:
    """Where the difference of two plans changes its sign.

    Attributes:
        at, low, high: the parameter's value there, and its interval.
        rising: whether the first plan is the better one above it.
        confidence, degree, draws: of the interval; of the fitted polynomial; draws that it was fitted to.
    """

    at: float
    low: float
    high: float
    rising: bool
    confidence: float
    degree: int
    draws: int

    def sentence(self, path: str) -> str:
        """As the verdict says it.

        >>> Crossing(1.3, 1.1, 1.6, False, .95, 1, 40).sentence("beta")
        'the answer turns if beta > 1.3 (95%: 1.1 to 1.6)'
        """
        sign = "<" if self.rising else ">"
        inside = f"({100 * self.confidence:.4g}%: {self.low:.3g} to {self.high:.3g})"
        return f"the answer turns if {path} {sign} {self.at:.3g} {inside}"


@dataclass(frozen=True)
class _Fit:
    coefficients: np.ndarray
    covariance: np.ndarray


def crossing(
    parameter_values: Any, differences: Any, clusters: Any = None, confidence: float = 0.95
) -> Crossing | None:
    """The first of :func:`crossings`, or None where no turning point is shown inside the range.

    >>> x = np.repeat(np.linspace(0., 2., 40), 5)
    >>> found = crossing(x, 1.3 - x + .2 * np.sin(np.arange(200) * 12.9898))
    >>> print(f"{found.at:.2f} ({found.low:.2f} to {found.high:.2f})")
    1.30 (1.22 to 1.38)
    """
    found = crossings(parameter_values, differences, clusters, confidence)
    return found[0] if found else None


def crossings(
    parameter_values: Any, differences: Any, clusters: Any = None, confidence: float = 0.95
) -> list[Crossing]:
    """Where the paired difference of two plans turns its sign as an uncertain parameter varies.

    The difference is fitted by a polynomial (degree 3, 5 or 7 by the number of draws) whose covariance is the jackknife
    over draws (Bell and McCaffrey 2002, Survey Methodology 28(2), 169-181). The interval holds the values at which a
    difference of zero is not rejected (Fieller 1954, J. R. Statist. Soc. B 16(2), 175-185, for a straight line). A
    turning point is only reported if the fit is clearly positive on one side of it and clearly negative on the other;
    where there is none, fewer than 5% of fits report one.

    Args:
        parameter_values: the parameter in each world.
        differences: of the two plans in each world, paired.
        clusters: for each world its draw or realisation; by default worlds with the same value belong together.
        confidence: of the interval.

    Returns:
        The turning points from the lowest on; an empty list where none is shown inside the range. A difference that
        turns twice has two.

    Raises:
        EstimateError: lengths that differ, values that are not finite.

    >>> x = np.repeat(np.linspace(0., 2., 40), 5)
    >>> noise = np.sin(np.arange(200) * 12.9898)
    >>> [round(found.at, 1) for found in crossings(x, (x - .5) * (x - 1.5) + .1 * noise)]
    [0.5, 1.5]
    """
    from scipy import special

    x, d = checked_values(parameter_values), checked_values(differences)
    labels = x if clusters is None else np.asarray(clusters)
    if d.shape != x.shape or labels.shape != x.shape:
        raise EstimateError(
            f"{len(x)} parameter values, {len(d)} differences and {len(labels)} clusters; allowed: equal"
        )
    checked_confidence(confidence)
    groups, index = np.unique(labels, return_inverse=True)
    distinct = min(len(groups), len(np.unique(x)))
    scale = (x.max() - x.min()) / 2.0
    if distinct < min(DEGREES) or scale == 0.0:
        return []
    grid = np.linspace(-1.0, 1.0, GRID)
    degree = DEGREES[max(k for k in DEGREES if k <= distinct)]
    fit = _fitted(_basis((x - x.min()) / scale - 1.0, degree), d, index)
    if fit is None:
        return []
    design, terms, free = _basis(grid, degree), degree + 1, len(groups) - degree - 1
    curve = design @ fit.coefficients
    error = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", design, fit.covariance, design), 0.0))
    sure = np.sign(curve) * (np.abs(curve) > special.stdtrit(free, 1.0 - (1.0 - confidence) / terms) * error)
    inside = np.abs(curve) - special.stdtrit(free, 0.5 + 0.5 * confidence) * error
    found = []
    for k in np.flatnonzero(np.sign(curve[:-1]) != np.sign(curve[1:])):
        left, right = sure[: k + 1][sure[: k + 1] != 0], sure[k + 1 :][sure[k + 1 :] != 0]
        if not (len(left) and len(right) and left[-1] == -right[0]):
            continue
        below, above = np.flatnonzero(inside[: k + 1] > 0.0)[-1], k + 1 + np.flatnonzero(inside[k + 1 :] > 0.0)[0]
        places = (
            _zero(grid, curve, int(k)),
            _zero(grid, inside, int(below)),
            _zero(grid, inside, int(above) - 1),
        )
        at, low, high = (float(x.min() + scale * (p + 1.0)) for p in places)
        found.append(Crossing(at, low, high, bool(right[0] > 0), confidence, degree, len(groups)))
    return found


def _basis(x: np.ndarray, degree: int) -> np.ndarray:
    """Legendre polynomials 0 .. degree at x in [-1, 1]."""
    return np.polynomial.legendre.legvander(x, degree)


def _fitted(design: np.ndarray, d: np.ndarray, index: np.ndarray) -> _Fit | None:
    """Least squares with the jackknife covariance over clusters; None where it hangs on a single cluster."""
    groups = int(index.max()) + 1
    terms = design.shape[1]
    gram: np.ndarray = np.zeros((groups, terms, terms))
    np.add.at(gram, index, design[:, :, None] * design[:, None, :])
    total = gram.sum(axis=0)
    if np.linalg.matrix_rank(total) < terms:
        return None
    inverse = np.linalg.inv(total)
    coefficients = inverse @ (design.T @ d)
    residual = d - design @ coefficients
    score: np.ndarray = np.zeros((groups, terms))
    np.add.at(score, index, design * residual[:, None])
    without = np.eye(terms) - gram @ inverse
    if np.linalg.cond(without).max() > 1e10:
        return None
    score = np.linalg.solve(without, score[:, :, None])[:, :, 0]
    covariance = inverse @ (score.T @ score) @ inverse * ((groups - 1) / groups)
    return _Fit(coefficients, covariance)


def _zero(grid: np.ndarray, values: np.ndarray, k: int) -> float:
    """Where the straight line between points k and k + 1 is zero."""
    share = values[k] / (values[k] - values[k + 1])
    return float(grid[k] + share * (grid[k + 1] - grid[k]))
