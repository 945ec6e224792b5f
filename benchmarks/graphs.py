"""The networks of the cascade benchmarks, and the files through which every tool gets the same ones.

A case is a network, a rule for the edges' probabilities and the 50 accounts with the most followers (ties to the
smaller id). It is written once to ``build/benchmarks/`` as plain .npy files, and every tool, ours too, starts from
these: a CSR of followers in int64 offsets and int32 ids.
"""

import gzip
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from workers import STORE

SEEDS = 50


@dataclass(frozen=True)
class Case:
    """One row of the cascade table; ``probability`` is a number or None for weighted cascade, 1 / followings."""

    name: str
    title: str
    network: str
    probability: float | None


CASES = (
    Case("nethept_wc", "NetHEPT WC", "nethept", None),
    Case("nethept_p10", "NetHEPT p=.1", "nethept", 0.1),
    Case("wiki_vote_wc", "wiki-Vote WC", "wiki_vote", None),
    Case("wiki_vote_p10", "wiki-Vote p=.1", "wiki_vote", 0.1),
    Case("s100k_wc", "S100k WC", "s100k", None),
    Case("s1m_wc", "S1M WC", "s1m", None),
    Case("s1m_p05", "S1M p=.05", "s1m", 0.05),
)
REAL = {"nethept": "nethept.txt.gz", "wiki_vote": "wiki_vote.txt.gz"}
SYNTHETIC = {"s100k": (100_000, 1_000_000), "s1m": (1_000_000, 10_000_000)}


class NoData(Exception):
    """A real network that is not on this machine; the message says how to give it."""


def distinct(accounts: int, source: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges without self-loops, each once, by (source, target)."""
    other = source != target
    pairs = np.unique(source[other].astype(np.int64) * accounts + target[other])
    return pairs // accounts, pairs % accounts


def chung_lu(accounts: int, edges: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Edges whose ends are drawn by independent weights (Chung and Lu 2002, Annals of Combinatorics 6:125).

    The weight of rank r is (r + 10)^(-1 / (exponent - 1)), the ranks are shuffled over the accounts; the exponent is
    2.2 for the followed end and 2.8 for the following end. Self-loops and repeated edges are taken out afterwards.
    """
    draws = np.random.default_rng(seed)
    ranks = np.arange(1, accounts + 1) + 10.0
    weights = [ranks ** (-1 / (exponent - 1)) for exponent in (2.2, 2.8)]
    for weight in weights:
        draws.shuffle(weight)
    ends = []
    for weight in weights:
        reached = np.searchsorted(np.cumsum(weight) / weight.sum(), draws.random(edges))
        ends.append(np.minimum(reached, accounts - 1))
    return distinct(accounts, ends[0], ends[1])


def published(name: str) -> Path:
    """The file of a real network, in the folder that ``SEEDCAST_DATA`` names."""
    folder = os.environ.get("SEEDCAST_DATA")
    path = Path(folder or "") / REAL[name]
    if not folder or not path.is_file():
        raise NoData(f"{REAL[name]} is looked for in the folder that SEEDCAST_DATA names, and is not there")
    return path


def real(path: Path, name: str) -> tuple[int, np.ndarray, np.ndarray]:
    """A real network; NetHEPT's distinct edges are taken as two arcs each."""
    with gzip.open(path, "rt") as file:
        lines = [line.split() for line in file if line.strip() and line[0] not in "#%"]
    pairs = np.array([[int(word) for word in line[:2]] for line in lines], np.int64)
    if name == "nethept":  # its first line holds the counts of accounts and lines
        accounts, pairs = int(pairs[0, 0]), pairs[1:]
        source, target = np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]])
    else:
        names, ids = np.unique(pairs, return_inverse=True)
        accounts, (source, target) = len(names), ids.reshape(-1, 2).T
    return (accounts, *distinct(accounts, source, target))


def rows(accounts: int, source: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """CSR of edges that are sorted by (source, target)."""
    offsets = np.zeros(accounts + 1, np.int64)
    np.cumsum(np.bincount(source, minlength=accounts), out=offsets[1:])
    return offsets, target.astype(np.int32)


def most_followed(offsets: np.ndarray, count: int = SEEDS) -> np.ndarray:
    """The accounts with the most followers, ties to the smaller id."""
    return np.argsort(-np.diff(offsets), kind="stable")[:count].astype(np.int32)


def stored(network: str) -> Path:
    """The folder that holds a network: offsets.npy, audience.npy, seeds.npy; made when it is first asked for."""
    folder = STORE / network
    source = published(network) if network in REAL else None
    if not (folder / "seeds.npy").exists():
        if source is None:
            accounts, edges = SYNTHETIC[network]
            offsets, audience = rows(accounts, *chung_lu(accounts, edges))
        else:
            offsets, audience = rows(*real(source, network))
        aside = folder.with_name(network + ".part")  # renamed when it is whole: a killed run leaves no half network
        for left in (aside, folder):
            shutil.rmtree(left, ignore_errors=True)
        aside.mkdir(parents=True)
        np.save(aside / "offsets.npy", offsets)
        np.save(aside / "audience.npy", audience)
        np.save(aside / "seeds.npy", most_followed(offsets))
        os.replace(aside, folder)
    return folder


def edges_of(network: str) -> int:
    """How many edges a network has."""
    return len(np.load(stored(network) / "audience.npy", mmap_mode="r"))


def described(case: Case) -> str:
    """The case as one line of JSON, for a worker."""
    return json.dumps({**asdict(case), "folder": str(stored(case.network))})


class Given:
    """What a worker gets: the arrays of a case."""

    def __init__(self, line: str):
        told = json.loads(line)
        folder = Path(told["folder"])
        self.probability: float | None = told["probability"]
        self.offsets = np.load(folder / "offsets.npy")
        self.audience = np.load(folder / "audience.npy")
        self.seeds = np.load(folder / "seeds.npy")

    @property
    def accounts(self) -> int:
        return len(self.offsets) - 1

    def edge_probabilities(self) -> np.ndarray:
        """The probability of every edge in the order of ``audience`` (float64)."""
        if self.probability is not None:
            return np.full(len(self.audience), self.probability)
        return 1.0 / np.bincount(self.audience, minlength=self.accounts)[self.audience]

    def directed_graph(self):
        """As a networkx DiGraph, for the tools that take one; edges carry their probability as ``p``."""
        import networkx as nx

        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.accounts))
        source = np.repeat(np.arange(self.accounts), np.diff(self.offsets))
        ends = zip(source.tolist(), self.audience.tolist(), self.edge_probabilities().tolist())
        graph.add_weighted_edges_from(ends, weight="p")
        return graph
