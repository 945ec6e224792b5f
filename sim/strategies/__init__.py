"""Strategies: (world, budget, key, parameters, helpers) -> Choice; one file a strategy.

Every strategy file has the same names: ``Parameters`` (a pydantic model, extra keys forbidden) and ``choose``. A
strategy never imports a model: what it needs to know of one is handed to it as a helper.
"""

import importlib
from types import ModuleType
from typing import Final

STRATEGIES: Final = {
    "at_random": "sim.strategies.at_random",
    "top_followers": "sim.strategies.top_followers",
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
