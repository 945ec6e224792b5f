"""The Python face: what `import sim` offers, each name imported when it is first used."""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim import experiment, generators, models
from sim.border import counted, is_whole, shown
from sim.estimates import Interval, mean_interval
from sim.experiment.verdicts import table_of
from sim.face import Bar
from sim.network import Network
from sim.outcome import Outcome
from sim.randomness import JUDGING, NETWORK, world_key
from sim.results import Result
from sim.spreading import spread_sizes
from sim.world import Plan, World, plan_of_seeds

MOST_REPLICATES = 10**8
"""Replicates of one call of :func:`spread`: their sizes stay in memory, about 3 GB for so many."""
MOST_THREADS = 1024
LAST = 2**63 - 1
"""The largest seed and the largest number of a replicate."""


class CallError(ValueError):
    """An argument that is not allowed; the message names it, its value and what is allowed."""


@dataclass(repr=False)
class Comparison(Result):
    """What a comparison or a sweep found; see :class:`sim.results.Result`."""

    def table(self, full: bool = False) -> Any:
        """A tidy pandas table: plan x metric, the mean with its interval, the median and the bad-luck decile.

        Args:
            full: all columns: intervals of the quantiles too, how often plans die early or go viral, and the methods.
        """
        table = table_of(self)
        if full:
            return table
        names = ["plan", "metric", "mean", "low", "high", "standard_error", "median", "bad_luck_decile", "worlds"]
        return table[[*(["design_point"] if len(self.manifest["design_points"]) > 1 else []), *names]]

    def plot(self, metric: str | None = None, ax: Any = None) -> Any:
        """The plans' intervals of one metric (default: the one that decides), drawn into ``ax``; returns it."""
        from sim import plots

        return plots.intervals(self, metric or self.verdict["decide_by"], ax=ax)

    def report(self, path: str | Path) -> Path:
        """Write the offline HTML report."""
        from sim import report

        return report.write_report(self, Path(path))


def compare(
    scenario: Any,
    *,
    out: str | Path | None = "runs",
    threads: int | None = None,
    progress: bool = True,
    fresh: bool = False,
) -> Comparison:
    """Compare the plans of a scenario (from :func:`sim.load`, or a path) in the same worlds.

    Args:
        scenario: a scenario, the path of its file, or plain data (a dict) as a file has it.
        out: where the run folder is made; None writes nothing.
        threads: default all cores; the numbers do not depend on it.
        progress: show a progress bar.
    """
    return _run(experiment.compare, scenario, out, threads, progress, fresh)


def sweep(
    scenario: Any,
    *,
    out: str | Path | None = "runs",
    threads: int | None = None,
    progress: bool = True,
    fresh: bool = False,
) -> Comparison:
    """Compare the plans at every design point of the scenario's sweep; see :func:`compare`."""
    return _run(experiment.sweep, scenario, out, threads, progress, fresh)


def _run(kind: Any, scenario: Any, out: Any, threads: int | None, progress: bool, fresh: bool) -> Comparison:
    scenario = _scenario(scenario)
    if out is not None and not isinstance(out, (str, os.PathLike)):
        raise CallError(f"out={shown(out)} is not allowed; allowed: the path of a folder, or None")
    if threads is not None:
        _whole("threads", threads, 1, MOST_THREADS)
    with Bar(quiet=not progress) as bar:
        found = kind(scenario, out=out, threads=threads, progress=bar, fresh=fresh)
    return Comparison(**vars(found))


def _scenario(given: Any) -> Any:
    """The scenario that was given, or that is in the file or the data that was given."""
    from sim.scenario import Scenario, from_dict, load

    if isinstance(given, (str, os.PathLike)):
        return load(Path(given))
    if isinstance(given, Mapping):
        return from_dict(given)
    if not isinstance(given, Scenario):
        raise CallError(f"{shown(given)} is no scenario; allowed: what sim.load gives, the path of a file, or a dict")
    return given


def generate(generator: str, *, seed: int | None = None, **parameters: Any) -> Network:
    """Make a network.

    Args:
        generator: a name in ``sim.generators.GENERATORS``.
        seed: 0 to 2**63 - 1; drawn once and recorded in ``network.about["seed"]`` if not given.
        parameters: the generator's own.

    >>> generate("kol_communities", accounts=500, seed=1).account_count
    500
    """
    used = _seed(seed)
    if not isinstance(generator, str):
        raise CallError(f"{shown(generator)} is no generator; allowed: {', '.join(generators.GENERATORS)}")
    for name, value in parameters.items():
        if isinstance(value, str) and value.strip().lstrip("+-").replace(".", "", 1).isdigit():
            raise CallError(f"{name}={value!r} is text; a number is written without quotes")
    network = generators.generate(generator, parameters, world_key(used, NETWORK, 0))
    network.about["seed"] = used
    return network


def simulate(
    network: Network,
    seeds: Sequence[int] | np.ndarray,
    model: str = "independent_cascade",
    *,
    seed: int | None = None,
    replicate: int = 0,
    **parameters: Any,
) -> Outcome:
    """One cascade, in arrays of its own.

    Args:
        network: where it happens.
        seeds: account ids that are reached at time 0.
        model: a name in ``sim.models.MODELS``.
        seed, replicate: which world, each 0 to 2**63 - 1; a seed that is not given is drawn once and
            recorded in ``outcome.recipe``.
        parameters: the model's own, for example ``probability=.05``.

    >>> line = Network.from_edges([0, 1], [1, 2], 3)
    >>> simulate(line, [0], probability=1., seed=0).reached
    array([0, 1, 2], dtype=int32)
    """
    used = _seed(seed)
    replicate = _whole("replicate", replicate, 0, LAST)
    world = make_world(network, model, parameters, used)
    module = models.model(model)
    plan = _plan(seeds, network)
    outcome = module.simulate(world, plan, world_key(used, JUDGING, replicate), module.workspace(world)).copy()
    outcome.recipe.update(model=model, parameters=parameters, seeds=plan.seeds.tolist(), seed=used, replicate=replicate)
    return outcome


@dataclass(frozen=True)
class Spread:
    """Reach of a set of seeds over many worlds.

    Attributes:
        mean: mean reach in accounts. standard_error: its standard error (nan for one replicate).
        interval: the mean's interval (low, high). sizes: reach in each replicate (int64).
        recipe: the call that made it.
    """

    mean: float
    standard_error: float
    interval: tuple[float, float]
    sizes: np.ndarray
    recipe: dict[str, Any]

    def __repr__(self) -> str:
        if len(self.sizes) == 1:
            return f"Spread: reach {self.mean:,.0f} in one replicate"
        low, high = self.interval
        doubt = f"(95%: {low:,.1f} to {high:,.1f}) over {counted(len(self.sizes), 'replicate')}"
        return f"Spread: mean reach {self.mean:,.1f} {doubt}"


def spread(
    network: Network,
    seeds: Sequence[int] | np.ndarray,
    model: str = "independent_cascade",
    *,
    replicates: int = 1000,
    seed: int | None = None,
    threads: int = 1,
    **parameters: Any,
) -> Spread:
    """Mean reach of a set of seeds; the same for any number of threads.

    Args:
        network, seeds, model, seed, parameters: as for :func:`simulate`.
        replicates: how many worlds, 1 to 100,000,000; the reach in each stays in memory.
        threads: 1 to 1024.

    >>> line = Network.from_edges([0, 1], [1, 2], 3)
    >>> spread(line, [0], probability=1., replicates=2, seed=0).sizes
    array([3, 3])
    """
    used = _seed(seed)
    replicates = _whole("replicates", replicates, 1, MOST_REPLICATES)
    threads = _whole("threads", threads, 1, MOST_THREADS)
    world = make_world(network, model, parameters, used)
    plan = _plan(seeds, network)
    sizes = spread_sizes(world, plan, seed=used, purpose=JUDGING, replicates=replicates, threads=threads)
    found: Interval = mean_interval(sizes.astype(np.float64))
    recipe = {"model": model, "parameters": parameters, "seeds": plan.seeds.tolist(), "seed": used}
    return Spread(found.mean, found.standard_error, (found.low, found.high), sizes, recipe)


def make_world(network: Network, model: str, parameters: dict[str, Any], seed: int) -> World:
    """The network made ready for a model."""
    if not isinstance(network, Network):
        home = type(network).__module__.split(".")[0]
        hint = {"networkx": "; make one with Network.from_networkx", "scipy": "; make one with Network.from_scipy"}
        what = f"{type(network).__module__}.{type(network).__name__}" if home in hint else shown(network)
        raise CallError(f"{what} is no sim.Network{hint.get(home, '')}")
    module = models.model(model)
    return module.prepare(network, models.parameters_of(model, parameters), None, seed)


def _plan(seeds: Any, network: Network) -> Plan:
    """The plan that seeds these accounts."""
    try:
        array = np.asarray(seeds)
    except ValueError:  # rows of different lengths
        array = np.asarray(None)
    if array.dtype.kind == "b" and array.size:
        raise CallError("seeds are true and false; allowed: account ids (np.flatnonzero gives those of a mask)")
    if array.size and (array.ndim != 1 or array.dtype.kind not in "iu"):
        raise CallError(f"seeds must be a list of account ids (whole numbers), not {shown(seeds)}")
    return plan_of_seeds(array, network)


def _seed(seed: int | None) -> int:
    """The seed that was given, or one drawn once from the system; whoever asks records it."""
    return secrets.randbits(63) if seed is None else _whole("seed", seed, 0, LAST)


def _whole(name: str, value: Any, low: int, high: int) -> int:
    """The argument as a whole number within these bounds."""
    if not is_whole(value) or not low <= value <= high:
        end = "2**63 - 1" if high == LAST else f"{high:,}"
        raise CallError(f"{name}={shown(value)} is not allowed; allowed: a whole number from {low} to {end}")
    return int(value)
