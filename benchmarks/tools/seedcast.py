"""Ours: the sizes of many cascades, as ``sim.spread`` and the comparisons get them."""

NAME = "seedcast"


def ready(given):
    from sim.models import model
    from sim.network import Network
    from sim.randomness import JUDGING
    from sim.spreading import spread_sizes
    from sim.world import plan_of_seeds

    network = Network(given.offsets, given.audience)
    module = model("independent_cascade")
    probability = "weighted_cascade" if given.probability is None else given.probability
    world = module.prepare(network, module.Parameters(probability=probability))
    plan = plan_of_seeds(given.seeds, network)

    worlds = {"seed": 1, "purpose": JUDGING}

    def run(replicates, first, threads):
        return 1, spread_sizes(world, plan, **worlds, first=first, replicates=replicates, threads=threads)

    return run
