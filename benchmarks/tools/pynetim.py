"""PyNetIM: a C++ walk over rows of (follower, probability); its 0.5 is built from source when it is installed."""

import numpy as np

NAME = "pynetim"


def ready(given):
    from pynetim import IMGraph, IndependentCascadeModel

    source = np.repeat(np.arange(given.accounts), np.diff(given.offsets))
    edges = list(zip(source.tolist(), given.audience.tolist()))
    graph = IMGraph(edges, given.edge_probabilities().tolist(), directed=True, renumber=False)
    model = IndependentCascadeModel(graph, set(given.seeds.tolist()))

    def run(replicates, first, threads):
        # It tells means only, and sets its generator up at every call: the means of batches have the spread we need.
        batch = max(1, min(32, replicates // 16))
        starts = range(first, first + replicates, batch)
        return batch, np.array([model.run_monte_carlo_diffusion(batch, random_seed=1 + start) for start in starts])

    return run
