"""EoN: its discrete SIR, in which an infectious account transmits once (Miller and Ting 2019, JOSS 4:1731)."""

import numpy as np

NAME = "EoN"


def ready(given):
    import EoN

    graph = given.directed_graph()
    draws = np.random.default_rng(1)
    seeds = given.seeds.tolist()
    if given.probability is not None:

        def cascade():
            return EoN.basic_discrete_SIR(graph, given.probability, initial_infecteds=seeds, rng=draws)
    else:
        chances = (1.0 / np.maximum(1, np.bincount(given.audience, minlength=given.accounts))).tolist()

        def transmits(source, target):
            return draws.random() < chances[target]

        def cascade():
            return EoN.discrete_SIR(graph, transmits, (), initial_infecteds=seeds, rng=draws)

    def run(replicates, first, threads):
        sizes = np.empty(replicates, np.int64)
        for replicate in range(replicates):
            sizes[replicate] = cascade()[3][-1]  # of times, susceptible, infected, recovered
        return 1, sizes

    return run
