"""The Python face: what `import sim` offers, each name imported when it is first used."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim import experiment, generators, models
from sim.estimates import Interval, mean_interval
from sim.experiment.verdicts import table_of
from sim.face import Bar
from sim.network import Network
from sim.outcome import Outcome
from sim.randomness import JUDGING, NETWORK, world_key
from sim.results import Result
from sim.spreading import spread_sizes
from sim.world import World, plan_of_seeds


@dataclass(repr=False)
class Comparison(Result):
    """What a comparison or a sweep found; see :class:`sim.results.Result`."""

    def table(self) -> Any:
        """A tidy pandas table: plan x metric, the mean with its interval and what stands beside a mean."""
        return table_of(self)

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
        scenario: a scenario or the path of its file.
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
    if isinstance(scenario, (str, os.PathLike)):
        from sim.scenario import load

        scenario = load(Path(scenario))
    with Bar(quiet=not progress) as bar:
        found = kind(scenario, out=out, threads=threads, progress=bar, fresh=fresh)
    return Comparison(**vars(found))


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
        seed, replicate: which world; a seed that is not given is drawn once and recorded in ``outcome.recipe``.
        parameters: the model's own, for example ``probability=.05``.

    >>> line = Network.from_edges([0, 1], [1, 2], 3)
    >>> simulate(line, [0], probability=1., seed=0).reached
    array([0, 1, 2], dtype=int32)
    """
    used = _seed(seed)
    world = make_world(network, model, parameters, used)
    module = models.model(model)
    plan = plan_of_seeds(seeds, network)
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
        doubt = f"(95%: {low:,.1f} to {high:,.1f}) over {len(self.sizes):,} replicates"
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

    >>> line = Network.from_edges([0, 1], [1, 2], 3)
    >>> spread(line, [0], probability=1., replicates=2, seed=0).sizes
    array([3, 3])
    """
    used = _seed(seed)
    if not 1 <= replicates <= 2**40:
        raise experiment.RunError(f"replicates={replicates} is not allowed; allowed: 1 and more")
    world = make_world(network, model, parameters, used)
    plan = plan_of_seeds(seeds, network)
    sizes = spread_sizes(
        world, plan, seed=used, purpose=JUDGING, replicates=replicates, threads=experiment.threads_of(threads)
    )
    found: Interval = mean_interval(sizes.astype(np.float64))
    recipe = {"model": model, "parameters": parameters, "seeds": plan.seeds.tolist(), "seed": used}
    return Spread(found.mean, found.standard_error, (found.low, found.high), sizes, recipe)


def make_world(network: Network, model: str, parameters: dict[str, Any], seed: int) -> World:
    """The network made ready for a model."""
    module = models.model(model)
    return module.prepare(network, models.parameters_of(model, parameters), None, seed)


def _seed(seed: int | None) -> int:
    """The seed that was given, or one drawn once from the system; whoever asks records it."""
    if seed is None:
        return secrets.randbits(63)
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2**63:
        raise experiment.RunError(f"seed={seed!r} is not allowed; allowed: a whole number from 0 to 2**63 - 1")
    return int(seed)
