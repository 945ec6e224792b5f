"""Cascade models: (world, plan, key, work) -> Outcome; one file a model.

Every model file has the same names: ``Parameters`` (a pydantic model), ``prepare``, ``workspace``, ``simulate``, and
where the model allows it ``spread_sizes`` (a batch of replicates in one call, sizes only) and ``reverse``.
"""

import importlib
from types import ModuleType
from typing import Final

MODELS: Final = {
    "independent_cascade": "sim.models.independent_cascade",
    "linear_threshold": "sim.models.linear_threshold",
}
"""Names of the models and the modules that hold them; modules are imported when they are first needed."""


class UnknownModel(ValueError):
    """No model of this name."""


def model(name: str) -> ModuleType:
    """The module of a model.

    >>> model("independent_cascade").__name__
    'sim.models.independent_cascade'
    """
    if name not in MODELS:
        raise UnknownModel(f"there is no model {name!r}; allowed: {', '.join(MODELS)}")
    return importlib.import_module(MODELS[name])
