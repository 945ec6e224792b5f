"""Cascade models: (world, plan, key, work) -> Outcome; one file a model.

Every model file has the same names: ``Parameters`` (a pydantic model), ``prepare``, ``workspace``, ``simulate``, and
where the model allows it ``spread_sizes`` (a batch of replicates in one call, sizes only) and ``reverse``.
"""

import importlib
from types import ModuleType
from typing import Any, Final

MODELS: Final = {
    "independent_cascade": "sim.models.independent_cascade",
    "linear_threshold": "sim.models.linear_threshold",
}
"""Names of the models and the modules that hold them; modules are imported when they are first needed."""


_own: dict[str, Any] = {}
"""Models of the user's own files, as ``file:function``; the command line allowed them."""


class UnknownModel(ValueError):
    """No model of this name, or parameters that it does not take."""


def model(name: str) -> ModuleType:
    """The module of a model.

    >>> model("independent_cascade").__name__
    'sim.models.independent_cascade'
    """
    if name in _own:
        return _own[name]
    if name not in MODELS:
        raise UnknownModel(f"there is no model {name!r}; allowed: {', '.join(MODELS)}")
    return importlib.import_module(MODELS[name])


def parameters_of(name: str, values: dict[str, Any]) -> Any:
    """A model's parameters, checked.

    Raises:
        UnknownModel: unknown model or parameter, or a value that is not allowed; the message names it.

    >>> parameters_of("independent_cascade", {"probability": 0.1}).probability
    0.1
    """
    from pydantic import ValidationError

    parameters = model(name).Parameters
    try:
        return parameters(**values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][:1])
        if first["type"] == "extra_forbidden":
            raise UnknownModel(
                f"{name} has no parameter {place!r}; allowed: {', '.join(parameters.model_fields)}"
            ) from None
        raise UnknownModel(f"{name}: {place} = {first['input']!r} is not allowed: {first['msg']}") from None


def add_own(name: str, module: Any) -> None:
    """Let :func:`model` find a model of the user's own file under this name (``file:function``)."""
    _own[name] = module
