"""A worker that makes many small cascades on a network of any size: does their cost follow their reach?

Every account has ten followers, one in each tenth of the accounts, so that rows are sorted and distinct as they are
made. With p = .0375 an account wins .375 others and 50 seeds reach 50 / (1 - .375) = 80 accounts, whatever the size of
the network: the edge trials are equal too.
"""

import time

FOLLOWERS = 10
PROBABILITY = 0.0375
SEEDS = 50
BYTES = 300
"""Memory an account at the most, while the network is made."""


def ready(name, told):
    import numpy as np

    from sim.models import model
    from sim.network import Network
    from sim.randomness import JUDGING
    from sim.spreading import spread_sizes
    from sim.world import plan_of_seeds

    accounts = int(told)
    tenth = accounts // FOLLOWERS
    draws = np.random.default_rng(1)
    audience = draws.integers(0, tenth - 1, (accounts, FOLLOWERS), np.int32)
    audience += np.arange(FOLLOWERS, dtype=np.int32) * np.int32(tenth)
    audience += audience >= np.arange(accounts, dtype=np.int32)[:, None]  # nobody follows himself
    audience = np.minimum(audience, accounts - 1)
    network = Network(np.arange(accounts + 1) * FOLLOWERS, audience.ravel())
    del audience
    module = model("independent_cascade")
    world = module.prepare(network, module.Parameters(probability=PROBABILITY))
    plan = plan_of_seeds(np.arange(SEEDS) * (accounts // SEEDS), network)

    def run(replicates, threads):
        # Once unmeasured: whoever ran meanwhile took the processor's cache.
        spread_sizes(world, plan, seed=1, purpose=JUDGING, replicates=replicates)
        start = time.perf_counter()
        sizes = spread_sizes(world, plan, seed=1, purpose=JUDGING, replicates=replicates, threads=threads)
        took = time.perf_counter() - start
        return {"seconds": took, "mean": float(sizes.mean()), "error": float(sizes.std() / replicates**0.5)}

    return run
