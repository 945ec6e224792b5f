"""What is let in at the border of a network, and the error that says why something is not."""

from typing import Any

import numpy as np


class NetworkError(ValueError):
    """A network that cannot be made from what was given; the message says where, what and what is allowed."""


def checked_probabilities(values: Any, count: int) -> np.ndarray:
    """``count`` probabilities as float64, or a :class:`NetworkError` that names the first bad one."""
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (count,):
        raise NetworkError(f"{array.size} values for {count} edges")
    bad = np.flatnonzero(~((array >= 0) & (array <= 1)))
    if len(bad):
        raise NetworkError(f"the value of edge {bad[0]} is {array[bad[0]]}; allowed: a probability from 0 to 1")
    return array
