"""Estimates with their doubt: intervals, paired comparisons of plans, when to stop, where the answer turns."""

from sim.estimates.means import EstimateError, Interval, mean_interval
from sim.estimates.plans import Matters, compare_plans
from sim.estimates.stopping import looks
from sim.estimates.verdict import Pair, Verdict

__all__ = [
    "EstimateError",
    "Interval",
    "Matters",
    "Pair",
    "Verdict",
    "compare_plans",
    "looks",
    "mean_interval",
]
