"""Readers of an edge list side by side: each reads the same file of two columns and tells how many edges it found.

Readers are functions ``path -> edges``. ``seedcast`` checks every line, renumbers, sorts, drops repeated edges and
makes both directions of the CSR; ``seedcast_parse`` stops at the two columns of numbers, as pandas does.
"""

from pathlib import Path

TITLES = {
    "seedcast": "Seedcast, whole network (checked, both directions)",
    "seedcast_parse": "Seedcast, the two columns only",
    "pandas": "pandas read_csv, the two columns only",
    "igraph": "igraph, whole graph",
    "networkit": "NetworKit, whole graph",
}
OURS = ("seedcast", "seedcast_parse", "pandas")
"""These run in our environment; pandas is there anyway."""


def seedcast(path):
    import sim

    return sim.read_network(path, format="snap", edge_means="influences").edge_count


def seedcast_parse(path):
    from sim.files.opening import Source
    from sim.files.table import read_rows

    return len(read_rows(Source(Path(path)), delimiter=0, columns=(0, 1, -1)).source)


def pandas(path):
    import pandas

    return len(pandas.read_csv(path, sep="\t", header=None, names=["source", "target"], dtype="int64"))


def igraph(path):
    import igraph

    return igraph.Graph.Read_Edgelist(path, directed=True).ecount()


def networkit(path):
    import networkit

    networkit.setNumberOfThreads(1)
    return networkit.graphio.EdgeListReader("\t", 0, "#", continuous=True, directed=True).read(path).numberOfEdges()


def ready(name, told):
    """For ``worker.py``; ``told`` is a small file, which is read first: that compiles."""
    read = globals()[name]
    read(told)

    def run(path, threads):
        return {"edges": read(path)}

    return run
