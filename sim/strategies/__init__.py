"""Strategies: (world, budget, key, parameters, helpers) -> Choice; one file a strategy.

Every strategy file has the same names: ``Parameters`` (a pydantic model, extra keys forbidden), ``choose``, and
``HELPERS``, the names of what it must be handed. A strategy never imports a model: what it needs to know of one comes
as a helper, ``estimate_spread`` (:class:`sim.spreading.SpreadEstimator`).
"""

import importlib
from types import ModuleType
from typing import Final

STRATEGIES: Final = {
    "at_random": "sim.strategies.at_random",
    "top_followers": "sim.strategies.top_followers",
    "by_tier": "sim.strategies.by_tier",
    "pagerank": "sim.strategies.pagerank",
    "k_core": "sim.strategies.k_core",
    "degree_discount": "sim.strategies.degree_discount",
    "community_spread": "sim.strategies.community_spread",
    "greedy": "sim.strategies.greedy",
    "listed": "sim.strategies.listed",
}
"""Names of the strategies and the modules that hold them; modules are imported when they are first needed."""


class UnknownStrategy(ValueError):
    """No strategy of this name."""


def strategy(name: str) -> ModuleType:
    """The module of a strategy.

    >>> strategy("top_followers").__name__
    'sim.strategies.top_followers'
    """
    if name not in STRATEGIES:
        raise UnknownStrategy(f"there is no strategy {name!r}; allowed: {', '.join(STRATEGIES)}")
    return importlib.import_module(STRATEGIES[name])
