"""What each seed adds: reach with all seeds, minus reach with all but that one, in the same worlds."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.models import model
from sim.spreading.batches import in_batches
from sim.spreading.sizes import spread_sizes, thread_workspaces, world_keys
from sim.world import Plan, World


def added_sizes(
    world: World,
    plan: Plan,
    *,
    seed: int,
    purpose: int,
    replicates: int,
    first: int = 0,
    stride: int = 1,
    threads: int = 1,
) -> np.ndarray:
    """What each seed adds in the worlds ``first``, ``first + stride``, ... (int64[replicates, seeds]).

    A model whose worlds are sets of live edges offers ``added_sizes`` and finds all seeds in one walk; any other is
    simulated once without each seed.

    Args:
        world, plan, seed, purpose, replicates, first, stride, threads: as in :func:`sim.spreading.sizes.spread_sizes`.

    >>> from sim.models.independent_cascade import Parameters, prepare
    >>> from sim.network import Network
    >>> from sim.randomness import JUDGING
    >>> from sim.world import plan_of_seeds
    >>> chain = Network.from_edges([0, 1, 2], [1, 2, 3], 4)
    >>> world = prepare(chain, Parameters(probability=1.0))
    >>> added_sizes(world, plan_of_seeds([0, 2], chain), seed=1, purpose=JUDGING, replicates=1)
    array([[2, 0]])
    """
    module = model(world.model)
    added = np.zeros((replicates, len(plan.seeds)), np.int64)
    if not len(plan.seeds):
        return added
    if not hasattr(module, "added_sizes"):
        options: dict[str, Any] = {
            "seed": seed,
            "purpose": purpose,
            "replicates": replicates,
            "first": first,
            "stride": stride,
            "threads": threads,
        }
        whole = spread_sizes(world, plan, **options)
        for place in range(len(plan.seeds)):
            rest = np.delete(plan.seeds, place)
            rest.flags.writeable = False
            without = spread_sizes(world, Plan(rest), **options) if len(rest) else 0
            added[:, place] = whole - without
        return added
    keys = world_keys(seed, purpose, replicates, first, stride)

    def worker(work: Any) -> Callable[[int, int], None]:
        def run(start: int, stop: int) -> None:
            module.added_sizes(world, plan, keys[start:stop], work, added[start:stop])

        return run

    works = thread_workspaces(world, threads, module, "labels_workspace")
    in_batches(replicates, [worker(work) for work in works])
    return added
