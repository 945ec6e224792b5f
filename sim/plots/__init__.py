"""Figures from stored results, and portraits of networks.

Every function takes ``ax`` and returns it, shows nothing and leaves no state behind: figures are made without pyplot.
Beside each ``name(...)`` stands ``name_data(...)``, the tidy table of the numbers that it draws.
"""

from sim.plots.comparison import (
    cost_against_result,
    cost_against_result_data,
    differences,
    differences_data,
    has_prices,
    intervals,
    intervals_data,
)
from sim.plots.degrees import portrait_degrees, portrait_degrees_data
from sim.plots.effects import sweep_effect, sweep_effect_data, swept_paths, tornado, tornado_data
from sim.plots.funnel import funnel, funnel_data
from sim.plots.groups import added_reach, added_reach_data, by_community, by_community_data, by_tier, by_tier_data
from sim.plots.picture import network_with_cascade, network_with_cascade_data
from sim.plots.sharing import shares, shares_data, shares_told
from sim.plots.stored import MissingResult
from sim.plots.worlds import distribution, distribution_data, fates, over_time, over_time_data

__all__ = [
    "MissingResult",
    "added_reach",
    "added_reach_data",
    "by_community",
    "by_community_data",
    "by_tier",
    "by_tier_data",
    "cost_against_result",
    "cost_against_result_data",
    "differences",
    "differences_data",
    "distribution",
    "distribution_data",
    "fates",
    "funnel",
    "funnel_data",
    "has_prices",
    "intervals",
    "intervals_data",
    "network_with_cascade",
    "network_with_cascade_data",
    "over_time",
    "over_time_data",
    "portrait_degrees",
    "portrait_degrees_data",
    "shares",
    "shares_data",
    "shares_told",
    "sweep_effect",
    "sweep_effect_data",
    "swept_paths",
    "tornado",
    "tornado_data",
]
