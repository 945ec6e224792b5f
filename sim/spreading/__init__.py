"""How far seeds spread: sizes of many cascades, and the estimator that strategies are handed.

Works with every model of the registry. A model that offers ``spread_sizes`` runs a batch of worlds in one call, with
``spread_together`` 64 in one walk; one that offers ``reverse_sets`` makes choosing fast (:class:`ReverseSpread`); any
other is simulated world by world.
"""

from sim.spreading.added import added_sizes
from sim.spreading.estimators import ForwardSpread, ReverseSpread, SpreadEstimator, estimator
from sim.spreading.sizes import spread_sizes, world_keys

__all__ = [
    "ForwardSpread",
    "ReverseSpread",
    "SpreadEstimator",
    "added_sizes",
    "estimator",
    "spread_sizes",
    "world_keys",
]
