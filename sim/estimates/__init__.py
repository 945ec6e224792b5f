"""Estimates with their doubt: intervals, paired comparisons of plans, when to stop, where the answer turns."""

from sim.estimates.conditions import Met, constraints
from sim.estimates.differences import difference_interval
from sim.estimates.effects import effects
from sim.estimates.means import EstimateError, Interval, cluster_index, mean_interval
from sim.estimates.parts import summary, variance_components
from sim.estimates.plans import Matters, compare_plans
from sim.estimates.shares import proportion_interval, quantile_interval
from sim.estimates.stopping import looks
from sim.estimates.turning import Crossing, crossing, crossings
from sim.estimates.verdict import Pair, Verdict

__all__ = [
    "Crossing",
    "EstimateError",
    "Interval",
    "Matters",
    "Met",
    "Pair",
    "Verdict",
    "cluster_index",
    "compare_plans",
    "constraints",
    "crossing",
    "crossings",
    "difference_interval",
    "effects",
    "looks",
    "mean_interval",
    "proportion_interval",
    "quantile_interval",
    "summary",
    "variance_components",
]
