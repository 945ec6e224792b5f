"""Cascade models: (world, plan, key, work) -> Outcome; one file a model.

Every model file has the same names: ``Parameters`` (a pydantic model), ``prepare``, ``workspace``, ``simulate``, and
where the model allows it ``spread_sizes`` (a batch of replicates in one call, sizes only), ``spread_together`` (the
same for 64 worlds in one walk), ``added_sizes`` (what each seed adds), ``reverse`` and ``reverse_sets`` (who would have
reached an account).
"""

import importlib
from types import ModuleType
from typing import Any, Final, get_args

import numpy as np

from sim.border import sentence_of, shown

MODELS: Final = {
    "independent_cascade": "sim.models.independent_cascade",
    "linear_threshold": "sim.models.linear_threshold",
    "campaign": "sim.models.campaign",
}
"""Names of the models and the modules that hold them; modules are imported when they are first needed."""


_own: dict[str, Any] = {}
"""Models of the user's own files, as ``file:function``; the command line allowed them."""


class UnknownModel(ValueError):
    """No model of this name."""


class ParameterError(ValueError):
    """A parameter that a model does not take, or a value that is not allowed."""


def model(name: str) -> ModuleType:
    """The module of a model.

    >>> model("independent_cascade").__name__
    'sim.models.independent_cascade'
    """
    if not isinstance(name, str) or (name not in MODELS and name not in _own):
        raise UnknownModel(f"there is no model {shown(name)}; allowed: {', '.join(MODELS)}")
    if name in _own:
        return _own[name]
    return importlib.import_module(MODELS[name])


def parameters_of(name: str, values: dict[str, Any]) -> Any:
    """A model's parameters, checked.

    A list is taken for an array where the parameter takes one; true and false are no numbers.

    Raises:
        UnknownModel: there is no such model.
        ParameterError: an unknown parameter, or a value that is not allowed; the message names it.

    >>> parameters_of("independent_cascade", {"probability": 0.1}).probability
    0.1
    """
    from pydantic import ValidationError

    parameters = model(name).Parameters
    fields = parameters.model_fields
    given = dict(values)
    for key, value in values.items():
        if key not in fields:
            raise ParameterError(f"{name} has no parameter {key!r}; allowed: {', '.join(fields)}")
        kinds = _kinds(fields[key].annotation)
        if isinstance(value, (bool, np.bool_)) and bool not in kinds:
            raise ParameterError(f"{name}: {key} is {value}; true and false are not allowed here")
        if np.ndarray in kinds and isinstance(value, (list, tuple)):
            given[key] = _array(name, key, value)
    try:
        return parameters(**given)
    except ValidationError as error:
        key, wrong = sentence_of(error)
        raise ParameterError(f"{name}: {key} {wrong}" if key else f"{name}: {wrong}") from None


def _kinds(annotation: Any) -> set[Any]:
    """All types that stand in an annotation."""
    return {annotation}.union(*map(_kinds, get_args(annotation))) if get_args(annotation) else {annotation}


def _array(name: str, key: str, values: Any) -> np.ndarray:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ParameterError(f"{name}: {key} is {shown(values)}; a list here must hold numbers alone") from None


def add_own(name: str, module: Any) -> None:
    """Let :func:`model` find a model of the user's own file under this name (``file:function``)."""
    _own[name] = module
