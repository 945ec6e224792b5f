"""Figures from stored results, and portraits of networks.

Every function takes ``ax`` and returns it, shows nothing and leaves no state behind: figures are made without pyplot.
Beside each ``name(...)`` stands ``name_data(...)``, the tidy table of the numbers that it draws.
"""

from sim.plots.comparison import (
    cost_against_result,
    cost_against_result_data,
    differences,
    differences_data,
    intervals,
    intervals_data,
)
from sim.plots.stored import MissingResult

__all__ = [
    "MissingResult",
    "cost_against_result",
    "cost_against_result_data",
    "differences",
    "differences_data",
    "intervals",
    "intervals_data",
]
