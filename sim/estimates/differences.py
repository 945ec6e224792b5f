"""The paired difference of two plans in the same worlds, and an interval that stays inside what is possible.

Few worlds make intervals of differences that no difference can have: a share that differs by more than 1, orders below
those of a plan that has none in any world. Cutting them there leaves out nothing that could be true. A plan that is
the same in all worlds counts as constant, as its own interval says, which has no width; but where the metric is
whether something happened, what never happened so far may still happen: then the two plans' own intervals are put
together by their squares (Newcombe 1998, "Interval estimation for the difference between independent proportions",
Statistics in Medicine 17(8), 873-890, method 10; between a constant and anything there is no correlation).
"""

import numpy as np

from sim.estimates.means import bounds, units
from sim.estimates.shares import proportion_interval


def difference_interval(
    a: np.ndarray,
    b: np.ndarray,
    index: np.ndarray | None,
    confidence: float,
    *,
    least: float = -np.inf,
    most: float = np.inf,
    happens: bool = False,
) -> tuple[float, float, float, float]:
    """Mean, low, high and standard error of ``a - b``, one finite number for each world.

    Args:
        a, b: the metric under each plan, the same world in the same place.
        index: for each world its cluster as 0 .. G-1, or None.
        confidence: of the interval.
        least, most: what the metric can be at the least and at the most.
        happens: whether it is 1 in the worlds in which something happened, else 0.

    >>> orders, none = np.array([0., 0., 0., 0., 9.]), np.zeros(5)
    >>> difference_interval(orders, none, None, 0.95, least=0.0)[:2]
    (1.8, 0.0)
    >>> [round(number, 3) for number in difference_interval(np.ones(30), none.repeat(6), None, 0.95, happens=True)[:3]]
    [1.0, 0.839, 1.0]
    """
    middle, low, high, error = (float(number) for number in bounds(units(a - b, index), confidence))
    fixed = [bool(row.min() == row.max()) for row in (a, b)]
    if happens:
        least, most = 0.0, 1.0
        if any(fixed) and len(a) > 1 and not np.array_equal(a, b):
            one, other = (proportion_interval(row, index, confidence) for row in (a, b))
            low = middle - float(np.hypot(one.mean - one.low, other.high - other.mean))
            high = middle + float(np.hypot(one.high - one.mean, other.mean - other.low))
        fixed = [False, False]
    (a_least, a_most), (b_least, b_most) = (
        (float(row[0]),) * 2 if same else (least, most) for row, same in zip((a, b), fixed)
    )
    return middle, max(low, a_least - b_most), min(high, a_most - b_least), error
