"""A user's own model, strategy and metric: one function in a file that the command line allowed."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from sim import models, strategies
from sim.outcome import reached_workspace
from sim.world import Item, World


class CodeError(ValueError):
    """A user's file that cannot be loaded, or lacks the function; the message names both."""


@cache
def load_file(file: Path, sha256: str) -> ModuleType:
    """The module of a user's file in one state, loaded once a process."""
    name = f"seedcast_own_{file.stem}_{sha256[:8]}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise CodeError(f"{file} cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CodeError(f"{file} fails when it is loaded: {type(error).__name__}: {error}") from error
    return module


def function_of(reference: Any) -> Any:
    """The function that a code reference (file, function) names."""
    module = load_file(Path(reference.file), reference.sha256)
    found = getattr(module, reference.function, None)
    if not callable(found):
        raise CodeError(f"{reference.file} has no function {reference.function!r}")
    return found


def model_of(scenario: Any) -> Any:
    """The model's module; for a user's model his function, with what his file leaves out filled in."""
    choice = scenario.model
    if choice.code is not None:
        module = load_file(Path(choice.code.file), choice.code.sha256)
        name = f"{choice.name} {choice.code.sha256[:8]}"

        def prepare(network: Any, parameters: Any, item: Item | None = None, seed: int = 0) -> World:
            made = own_prepare(network, parameters, item, seed) if own_prepare else None
            kernel = made.kernel if isinstance(made, World) else made
            return World(network, name, parameters, kernel)

        def workspace(world: World) -> Any:
            return reached_workspace(len(world.network))

        own_prepare = getattr(module, "prepare", None)
        own = SimpleNamespace(
            simulate=function_of(choice.code),
            prepare=prepare,
            workspace=getattr(module, "workspace", workspace),
        )
        for optional in ("spread_sizes", "reverse_sets", "workspace_key"):
            if hasattr(module, optional):
                setattr(own, optional, getattr(module, optional))
        models.add_own(name, own)
        return own
    return models.model(choice.name)


def strategy_of(name: Any) -> Any:
    """The strategy's module; for a user's strategy his function as ``choose``."""
    if isinstance(name, str):
        return strategies.strategy(name)
    module = load_file(Path(name.file), name.sha256)
    return SimpleNamespace(choose=function_of(name), HELPERS=getattr(module, "HELPERS", ()))
