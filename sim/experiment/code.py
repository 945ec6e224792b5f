"""A user's own model, strategy and metric: one function in a file that the command line allowed."""

import contextlib
import hashlib
import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from sim import models, ranking, response, strategies
from sim.border import NetworkError, sentence_of
from sim.outcome import Outcome, reached_workspace
from sim.world import Choice, Item, PlanError, World, plan_of_seeds

LARGEST_VALUE = 1e300
"""A metric's value may be nan (not defined in this world), but not beyond this: sums of it must stay finite."""


class CodeError(ValueError):
    """A user's file that cannot be loaded, or lacks the function; the message names both."""


def load_file(file: Path, sha256: str) -> ModuleType:
    """The module of a user's file in one state, loaded once a process, and anew if a file beside it is another."""
    from sim.jit import own_files

    states = tuple((one, hashlib.sha256(one.read_bytes()).hexdigest()) for one in own_files(file) if one != file)
    return _loaded(file, sha256, states)


@cache
def _loaded(file: Path, sha256: str, beside: tuple[tuple[Path, str], ...]) -> ModuleType:
    """``beside``: the files beside it that it imports, and the hash of each."""
    name = f"seedcast_own_{file.stem}_{sha256[:8]}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise CodeError(f"{file} cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with told(file.name, file), _importing_beside(file, [one for one, _ in beside]):
        spec.loader.exec_module(module)
    return module


@contextlib.contextmanager
def _importing_beside(file: Path, beside: list[Path]) -> Iterator[None]:
    """Within it, files beside a user's file are imported as they stand, and no others of their names.

    Wherever the command is given, another folder may hold a file of the same name, or the file of an hour ago may have
    been imported: what runs must be what is hashed.
    """
    from sim.jit import cache_folder

    names = {".".join(one.relative_to(file.parent).with_suffix("").parts).removesuffix(".__init__") for one in beside}
    names |= {name.partition(".")[0] for name in names}
    others = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(file.parent))
    importlib.invalidate_caches()
    cache_folder.cache_clear()
    try:
        yield
    finally:
        sys.path.remove(str(file.parent))
        sys.dont_write_bytecode = bytecode
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(others)


@contextlib.contextmanager
def told(what: str, file: Path) -> Iterator[None]:
    """Whatever goes wrong inside is the user's code's: one sentence with its line."""
    try:
        yield
    except CodeError:
        raise
    except (Exception, SystemExit) as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
        where = f", line {lines[-1]}" if lines else ""
        raise CodeError(f"{what}{where}: {type(error).__name__}: {error}") from error


def function_of(reference: Any) -> Callable:
    """The function that a code reference (file, function) names; its errors are told as the user's."""
    file = Path(reference.file)
    found = getattr(load_file(file, reference.sha256), reference.function, None)
    if not callable(found):
        raise CodeError(f"{reference.text}: {file.name} has no function {reference.function!r}")

    def calling(*arguments: Any, **options: Any) -> Any:
        with told(reference.text, file):
            return found(*arguments, **options)

    return calling


def own_parameters(module: ModuleType, parameters: Any, what: str) -> Any:
    """The parameters of a user's model or strategy: checked by his ``Parameters``, or as they are written."""
    from pydantic import BaseModel, ValidationError

    kind = getattr(module, "Parameters", None)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return parameters
    try:
        return kind(**dict(parameters))
    except ValidationError as error:
        where, problem = sentence_of(error)
        raise CodeError(f"{what}: {where} {problem}") from None


def own_metric(reference: Any) -> Callable[[World, Outcome], Any]:
    """A metric of the user's own; it must give a number, or numbers by group."""
    measure = function_of(reference)

    def measuring(world: World, outcome: Outcome) -> Any:
        value = measure(world, outcome)
        numbers: list[Any] = list(value.values()) if isinstance(value, dict) else [value]
        for number in numbers:
            kind = isinstance(number, (int, float, np.integer, np.floating)) and not isinstance(number, bool)
            if not kind or abs(number) > LARGEST_VALUE:
                raise CodeError(f"{reference.text} gave {number!r:.80}; a metric gives a number, or a dict of numbers")
        return value

    return measuring


def checked_outcome(outcome: Any, world: World, what: str) -> Outcome:
    """The outcome of a user's model, if it is one that metrics and pictures can read."""
    if not isinstance(outcome, Outcome):
        raise CodeError(f"{what} gave {type(outcome).__name__}; a model gives a sim.Outcome")
    reached, n = np.asarray(outcome.reached), len(world.network)
    if reached.ndim != 1 or (len(reached) and reached.dtype.kind not in "iu"):
        raise CodeError(f"{what}: outcome.reached must be a row of account ids (whole numbers)")
    if len(reached) and (reached.min() < 0 or reached.max() >= n):
        raise CodeError(f"{what}: outcome.reached names an account outside 0 to {n - 1}")
    if len(np.unique(reached)) < len(reached):
        raise CodeError(f"{what}: outcome.reached names an account twice")
    by = np.atleast_1d(outcome.reached_by)
    if len(np.atleast_1d(outcome.reached_at)) != len(reached) or len(by) != len(reached):
        raise CodeError(f"{what}: reached, reached_at and reached_by must be equally long")
    stranger = _by_nobody(reached, by)
    if stranger is not None:
        allowed = "allowed: -1 (a seed), or an account that stands before it in reached"
        raise CodeError(f"{what}: outcome.reached_by of account {reached[stranger]} is {by[stranger]}; {allowed}")
    return Outcome(
        reached.astype(np.int32, copy=False),
        np.asarray(outcome.reached_at, np.float64),
        np.asarray(outcome.reached_by, np.int32),
        outcome.events,
    )


def _by_nobody(reached: np.ndarray, by: np.ndarray) -> int | None:
    """The first place at which ``by`` is neither -1 nor reached before; None if there is none."""
    if not len(reached):
        return None
    order = np.argsort(reached, kind="stable")
    there = order[np.searchsorted(reached, by, sorter=order).clip(max=len(reached) - 1)]
    known = (by == -1) | ((reached[there] == by) & (there < np.arange(len(reached))))
    return None if known.all() else int(np.argmin(known))


def model_of(scenario: Any) -> Any:
    """The model's module; for a user's model his function, with what his file leaves out filled in."""
    choice = scenario.model
    if choice.code is not None:
        module = load_file(Path(choice.code.file), choice.code.sha256)
        name = f"{choice.name} {choice.code.sha256[:8]}"

        def prepare(network: Any, parameters: Any, item: Item | None = None, seed: int = 0) -> World:
            made = None
            parameters = own_parameters(module, parameters, choice.code.text)
            if own_prepare is not None:
                with told(choice.code.text, Path(choice.code.file)):
                    made = own_prepare(network, parameters, item, seed)
            kernel = made.kernel if isinstance(made, World) else made
            return World(network, name, parameters, kernel)

        def workspace(world: World) -> Any:
            return reached_workspace(len(world.network))

        own_prepare = getattr(module, "prepare", None)
        run = function_of(choice.code)

        def simulate(world: World, plan: Any, key: int, work: Any) -> Outcome:
            made = run(world, plan, key, work)
            with told(choice.code.text, Path(choice.code.file)):
                return checked_outcome(made, world, choice.code.text)

        own = SimpleNamespace(
            simulate=simulate,
            prepare=prepare,
            workspace=workspace,
        )
        for optional in ("workspace", "reverse", "reverse_sets", "workspace_key"):
            if hasattr(module, optional):
                setattr(own, optional, _telling(getattr(module, optional), choice.code))
        models.add_own(name, own)
        return own
    take_own_policies(scenario)
    take_own_response(scenario)
    return models.model(choice.name)


def take_own_policies(scenario: Any) -> None:
    """The ranking policies of the user's own files that the scenario's platform names, tried and made known."""
    platforms = [scenario.full.get("platform", {}), *scenario.full.get("also_on", {}).values()]
    named = {part.get("ranking") for platform in platforms for part in (platform, *platform.get("changes", ()))}
    _take(scenario, named, ranking.add_own, ranking.PolicyError)


def take_own_response(scenario: Any) -> None:
    """The response of the user's own file that the scenario names, tried and made known."""
    named = {getattr(scenario.model.parameters, "response", None)}
    _take(scenario, named, response.add_own, response.ResponseError)


def _take(scenario: Any, named: set[Any], add_own: Callable, refused: type[Exception]) -> None:
    """Make the user's own functions of these names known; what is refused is told as the user's."""
    for reference in scenario.code:
        if reference.text in named:
            function_of(reference)  # told as the user's, if it is not there
            own = getattr(load_file(Path(reference.file), reference.sha256), reference.function)
            try:
                add_own(reference.text, own)
            except refused as error:
                raise CodeError(str(error)) from error


def _telling(function: Callable, reference: Any) -> Callable:
    """The function; its errors are told as the user's, but for what says that a world cannot be walked backwards."""

    def calling(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except NetworkError:
            raise
        except (Exception, SystemExit):
            with told(reference.text, Path(reference.file)):
                raise

    return calling


def strategy_of(name: Any) -> Any:
    """The strategy's module; for a user's strategy his function as ``choose``."""
    if isinstance(name, str):
        return strategies.strategy(name)
    module = load_file(Path(name.file), name.sha256)
    own = {"HELPERS": getattr(module, "HELPERS", ())}
    if hasattr(module, "is_random"):
        own["is_random"] = _telling(module.is_random, name)
    choose = function_of(name)

    def choosing(world: World, budget: Any, key: int, parameters: Any, **helpers: Any) -> Choice:
        choice = choose(world, budget, key, own_parameters(module, parameters, name.text), **helpers)
        if not isinstance(choice, Choice):
            raise CodeError(f"{name.text} gave {type(choice).__name__}; a strategy gives a sim.world.Choice")
        try:
            plan_of_seeds(choice.accounts, world.network)
        except PlanError as error:
            raise CodeError(f"{name.text}: of what it chose, {error}") from error
        return replace(choice, accounts=np.asarray(choice.accounts, np.int32))

    return SimpleNamespace(choose=choosing, **own)


def random_plans(scenario: Any) -> frozenset[str]:
    """Plans that pick accounts at random: another key would seed others."""

    def is_random(group: Any) -> bool:
        strategy = strategy_of(group.choose)
        return hasattr(strategy, "is_random") and bool(strategy.is_random(group.parameters))

    return frozenset(name for name, plan in scenario.plans.items() if any(map(is_random, plan.groups)))
