"""CyNetDiff: a Cython walk over CSR arrays (Robson, Reddy and Umrawal 2024, arXiv:2405.16354)."""

import numpy as np

NAME = "cynetdiff"


def ready(given):
    from cynetdiff.models import IndependentCascadeModel

    starts, edges = given.offsets[:-1].astype(np.uint32), given.audience.astype(np.uint32)
    if given.probability is None:
        chances = {"activation_probs": given.edge_probabilities().astype(np.float32)}
    else:
        chances = {"activation_prob": given.probability}
    model = IndependentCascadeModel(starts, edges, rng=np.random.default_rng(1), **chances)
    model.set_seeds(given.seeds.tolist())

    def run(replicates, first, threads):
        sizes = np.empty(replicates, np.int64)
        for replicate in range(replicates):
            model.reset_model()
            model.advance_until_completion()
            sizes[replicate] = model.get_num_activated_nodes()
        return 1, sizes

    return run
