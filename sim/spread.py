"""The former name of :mod:`sim.spreading`, until all imports have moved."""

from sim.spreading import ForwardSpread, ReverseSpread, SpreadEstimator, estimator, spread_sizes, world_keys

__all__ = ["ForwardSpread", "ReverseSpread", "SpreadEstimator", "estimator", "spread_sizes", "world_keys"]
