"""Small worlds whose spread is known exactly, by walking through every set of live edges (Kempe et al. 2003)."""

import numpy as np

from sim.models import independent_cascade
from sim.network import Network


def random_network(rng, accounts, edges):
    pairs = np.array([(u, v) for u in range(accounts) for v in range(accounts) if u != v])
    pairs = pairs[rng.choice(len(pairs), edges, replace=False)]
    return Network.from_edges(pairs[:, 0], pairs[:, 1], accounts, values=rng.uniform(0.1, 0.9, edges))


def cascade_world(network, probability="edge"):
    return independent_cascade.prepare(network, independent_cascade.Parameters(probability=probability))


class ExactSpread:
    """Every world of a network with few edges, its chance, and whom each account reaches in it; an estimator too."""

    worlds = 0
    relative_error = 0.0

    def __init__(self, network):
        n, m = len(network), network.edge_count
        source = np.repeat(np.arange(n), network.followers)
        live = (np.arange(1 << m)[:, None] >> np.arange(m)) & 1
        self.chance = np.where(live, network.values, 1 - network.values).prod(axis=1)
        self.reached = np.tile(1 << np.arange(n), (1 << m, 1))
        for _ in range(n):
            for e in range(m):
                u, v = source[e], network.audience[e]
                self.reached[:, u] |= np.where(live[:, e], self.reached[:, v], 0)
        self.start()

    def of(self, accounts):
        union = np.bitwise_or.reduce(self.reached[:, list(accounts)], axis=1) if len(accounts) else self.chance * 0
        return float(self.chance @ np.bitwise_count(union.astype(np.int64)))

    def start(self, candidates=None):
        self.added = []

    @property
    def spread(self):
        return self.of(self.added)

    def gains(self, accounts):
        return np.array([self.of([account]) for account in accounts])

    def gain(self, account):
        return self.of([*self.added, account]) - self.of(self.added)

    def add(self, account):
        self.added.append(account)

    def refine(self):
        return False
