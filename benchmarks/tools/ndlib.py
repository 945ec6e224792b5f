"""NDlib: models as Python loops over a networkx graph (Rossetti et al. 2018, Int. J. Data Sci. Anal. 5:61)."""

import numpy as np

NAME = "ndlib"


def ready(given):
    import ndlib.models.epidemics as epidemics
    from ndlib.models.ModelConfig import Configuration

    graph = given.directed_graph()
    model = epidemics.IndependentCascadesModel(graph, seed=1)
    settings = Configuration()
    for source, target, chance in graph.edges(data="p"):
        settings.add_edge_configuration("threshold", (source, target), chance)
    settings.add_model_initial_configuration("Infected", given.seeds.tolist())
    model.set_initial_status(settings)

    def run(replicates, first, threads):
        sizes = np.empty(replicates, np.int64)
        for replicate in range(replicates):
            model.reset()
            counts = model.iteration(node_status=False)["node_count"]
            while counts[1] > 0:  # 1: reached in the last step, 2: reached before
                counts = model.iteration(node_status=False)["node_count"]
            sizes[replicate] = counts[2]
        return 1, sizes

    return run
