"""How fast our own kernels are on this machine: draws, networks, cascades, choosing. Medians of several runs.

Absolute figures move from machine to machine; keep them beside one another, not beside another machine's.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

import sim
from sim.experiment.recipe import threads_of
from sim.models import model
from sim.randomness import CHOOSING, JUDGING, U, fill_uniform, world_key
from sim.spreading import estimator, spread_sizes
from sim.strategies import strategy
from sim.strategies.budget import Budget
from sim.world import plan_of_seeds

RUNS = 5


def seconds(what: Callable[[], object]) -> float:
    """Median time of a call, after one that compiles."""
    what()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        what()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def row(name: str, figure: str) -> None:
    print(f"{name:<62} {figure:>24}", flush=True)


def main() -> None:
    out = np.empty(10_000_000)
    took = seconds(lambda: fill_uniform(U(1), out))
    row("one draw, in a row of ten million", f"{1e9 * took / len(out):.2f} ns")

    for preset in ("twitter", "weibo"):
        one_preset(preset, 100_000)


def one_preset(preset: str, accounts: int) -> None:
    def make() -> sim.Network:
        return sim.generate("kol_communities", accounts=accounts, preset=preset, seed=1)

    network = make()
    speed = network.edge_count / seconds(make) / 1e6
    row(f"make {preset}, {accounts:,} accounts, {network.edge_count:,} edges", f"{speed:.1f} M edges/s")

    module = model("independent_cascade")
    world = module.prepare(network, module.Parameters(probability="weighted_cascade"))
    plan = plan_of_seeds(np.sort(np.argsort(-network.followers, kind="stable")[:50]), network)
    for threads in sorted({1, threads_of(None)}):

        def spread(threads: int = threads) -> np.ndarray:
            return spread_sizes(world, plan, seed=1, purpose=JUDGING, replicates=100, threads=threads)

        name = f"  weighted cascade, 50 most followed, reach {spread().mean():,.0f}, {threads} thread(s)"
        row(name, f"{100 / seconds(spread):,.0f} cascades/s")

    greedy = strategy("greedy")

    def choose() -> object:
        helper = estimator(world, seed=1)
        key = world_key(1, CHOOSING)
        return greedy.choose(world, Budget(count=10), key, greedy.Parameters(among=1000), estimate_spread=helper)

    row("  greedy, 10 of the 1,000 most followed, 1 thread", f"{seconds(choose):.2f} s")


if __name__ == "__main__":
    main()
