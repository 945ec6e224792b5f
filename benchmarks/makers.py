"""Generators side by side: every maker makes a network of about the same size and tells how many edges it has.

Makers are functions ``(accounts, mean) -> edges``: ``mean`` is how many edges an account has. Ours make both directions
of the CSR, and attributes too; igraph, NetworKit and networkx make what their own graph types hold.
"""

import json

TITLES = {
    "kol_twitter": "Seedcast, KOL communities (twitter)",
    "kol_weibo": "Seedcast, KOL communities (weibo)",
    "igraph_power_law": "igraph, static power law",
    "igraph_barabasi": "igraph, Barabási-Albert",
    "networkit_chung_lu": "NetworKit, Chung-Lu",
    "networkit_barabasi": "NetworKit, Barabási-Albert",
    "networkx_barabasi": "networkx, Barabási-Albert",
}
OURS = ("kol_twitter", "kol_weibo")


def kol_twitter(accounts, mean):
    import sim

    return sim.generate("kol_communities", accounts=accounts, preset="twitter", seed=1).edge_count


def kol_weibo(accounts, mean):
    import sim

    return sim.generate("kol_communities", accounts=accounts, preset="weibo", seed=1).edge_count


def igraph_power_law(accounts, mean):
    import igraph

    graph = igraph.Graph.Static_Power_Law(accounts, int(accounts * mean), exponent_out=2.8, exponent_in=2.3)
    return graph.ecount()


def igraph_barabasi(accounts, mean):
    import igraph

    return igraph.Graph.Barabasi(accounts, int(mean), directed=True).ecount()


def networkit_chung_lu(accounts, mean):
    import networkit
    import numpy as np

    networkit.setNumberOfThreads(1)
    weights = (np.arange(1, accounts + 1) + 10.0) ** (-1 / 1.3)
    weights *= 2 * mean / weights.mean()
    return networkit.generators.ChungLuGenerator(weights.tolist()).generate().numberOfEdges()


def networkit_barabasi(accounts, mean):
    import networkit

    networkit.setNumberOfThreads(1)
    return networkit.generators.BarabasiAlbertGenerator(int(mean), accounts).generate().numberOfEdges()


def networkx_barabasi(accounts, mean):
    import networkx

    return networkx.barabasi_albert_graph(accounts, int(mean), seed=1).number_of_edges()


def ready(name, told):
    """For ``worker.py``; a small network first, which compiles."""
    maker = globals()[name]
    maker(2000, json.loads(told)["mean"])

    def run(accounts, mean, threads):
        return {"edges": maker(accounts, mean)}

    return run
