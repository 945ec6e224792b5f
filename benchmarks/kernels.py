"""A worker that times our own kernels, for the history: what each does is small, fixed and named once and for all."""

import statistics
import time
from collections.abc import Callable
from functools import partial

RUNS = 5


def seconds(what: Callable[[], object]) -> list[float]:
    """Times of a call, after one that compiles."""
    what()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        what()
        taken.append(time.perf_counter() - start)
    return taken


def kernels() -> dict[str, Callable[[], object]]:
    """The kernels by name. A name that is changed begins a history of its own."""
    import numpy as np

    import sim
    from sim.models import model
    from sim.randomness import CHOOSING, JUDGING, U, fill_uniform, world_key
    from sim.spreading import estimator, spread_sizes
    from sim.strategies import strategy
    from sim.strategies.budget import Budget
    from sim.world import plan_of_seeds

    module = model("independent_cascade")

    def make(preset):
        return sim.generate("kol_communities", accounts=100_000, preset=preset, seed=1)

    def prepare(network, probability):
        return module.prepare(network, module.Parameters(probability=probability))

    def spread(world, plan):
        return spread_sizes(world, plan, seed=1, purpose=JUDGING, replicates=100)

    draws = np.empty(1_000_000)
    found: dict[str, Callable[[], object]] = {"a million draws in a row": lambda: fill_uniform(U(1), draws)}
    for preset in ("twitter", "weibo"):
        network = make(preset)
        plan = plan_of_seeds(np.sort(np.argsort(-network.followers, kind="stable")[:50]), network)
        weighted, rare = prepare(network, "weighted_cascade"), prepare(network, 0.01)
        found[f"make {preset}, 100,000 accounts"] = partial(make, preset)
        found[f"prepare {preset}, p = .01"] = partial(prepare, network, 0.01)
        found[f"100 cascades, {preset}, weighted cascade"] = partial(spread, weighted, plan)
        found[f"100 cascades, {preset}, p = .01"] = partial(spread, rare, plan)
    greedy = strategy("greedy")

    def choose(world=weighted):
        helper = estimator(world, seed=1)
        budget, key = Budget(count=10), world_key(1, CHOOSING)
        return greedy.choose(world, budget, key, greedy.Parameters(among=1000), estimate_spread=helper)

    found["greedy, 10 of the 1,000 most followed, weibo"] = choose
    return found


def ready(name, told):
    """For ``worker.py``."""
    ours = kernels()

    def run(threads, kernel=None):
        if kernel is None:
            return {"kernels": list(ours)}
        taken = seconds(ours[kernel])
        return {"median": statistics.median(taken), "smallest": min(taken), "largest": max(taken)}

    return run
