"""A portrait's numbers against networkx, and on networks whose numbers are known."""

import networkx
import numpy as np
import pytest

from sim.generators import generate
from sim.network import Network
from sim.portrait import REAL, ROWS, follower_exponent, gini, portrait, portrait_table, top_share


def test_a_portrait_agrees_with_networkx():
    network = generate("kol_communities", {"accounts": 400, "reciprocity": 0.3}, key=2)
    graph, found = network.to_networkx(), portrait(network)
    assert found["reciprocity"] == pytest.approx(networkx.overall_reciprocity(graph), abs=1e-12)
    either_way = graph.to_undirected()
    looked_at = [value for account, value in networkx.clustering(either_way).items() if either_way.degree(account) >= 2]
    assert found["clustering"] == pytest.approx(np.mean(looked_at), abs=4 * 0.5 / np.sqrt(100_000))
    followers = dict(graph.out_degree())
    pairs = np.array([(followers[u], followers[v]) for u, v in graph.edges])
    assert found["assortativity"] == pytest.approx(np.corrcoef(pairs.T)[0, 1], abs=1e-9)
    groups = [set(np.flatnonzero(network.attributes["community"] == c)) for c in range(found["communities"])]
    assert found["modularity"] == pytest.approx(networkx.community.modularity(graph, groups), abs=1e-9)
    rows = [[d for d in row.values() if d] for _, row in networkx.all_pairs_shortest_path_length(graph)]
    error = np.std([np.mean(row) for row in rows if row]) / np.sqrt(64)  # the portrait has 64 starts
    assert error < 0.1
    assert found["mean_path"] == pytest.approx(np.mean(np.concatenate(rows)), abs=4 * error)


def test_paths_are_exact_where_all_accounts_are_starts():
    network = generate("tree", {"branching": 2, "depth": 4, "directed": True}, key=1)
    lengths = [
        d for _, row in networkx.all_pairs_shortest_path_length(network.to_networkx()) for d in row.values() if d
    ]
    found = portrait(network)
    assert found["mean_path"] == pytest.approx(np.mean(lengths), abs=1e-12)
    assert found["reachable"] == pytest.approx(len(lengths) / (31 * 30), abs=1e-12)


def test_the_direction_of_the_content_counts():
    out, back = (portrait(Network.from_edges(a, b, 6)) for a, b in (([0] * 5, range(1, 6)), (range(1, 6), [0] * 5)))
    assert out["largest_hub"] == 5 / 6
    assert back["largest_hub"] == 1 / 6


@pytest.mark.parametrize("exponent", [2.0, 2.5, 3.0])
def test_the_exponent_is_found_though_the_law_is_cut_off(exponent):
    uniform = (np.arange(50_000) + 0.5) / 50_000
    cut = 1 - (2000 / 4.5) ** (1 - exponent)
    followers = np.floor(4.5 * (1 - uniform * cut) ** (-1 / (exponent - 1)) + 0.5).astype(int)
    assert follower_exponent(followers)[0] == pytest.approx(exponent, abs=0.05)


def test_what_has_no_meaning_is_none():
    found = portrait(Network.from_edges([], [], 1))
    assert set(found) == set(ROWS)
    assert found["accounts"] == 1
    for name in ("exponent", "reciprocity", "clustering", "assortativity", "mean_path", "modularity", "head"):
        assert found[name] is None
    assert found["isolated"] == 1.0
    both_ways = portrait(Network.from_edges([0, 1], [1, 0], 2))
    assert both_ways["clustering"] is None
    assert both_ways["reciprocity"] == 1.0


def test_the_same_portrait_every_time_and_another_sample_with_another_key():
    network = generate("kol_communities", {"accounts": 3000}, key=2)
    assert portrait(network) == portrait(network)
    assert portrait(network)["clustering"] != portrait(network, key=1)["clustering"]


def test_inequality_and_shares():
    assert gini(np.ones(7)) == pytest.approx(0.0, abs=1e-12)
    assert gini(np.zeros(7)) == 0.0
    assert gini(np.arange(1, 5)) == pytest.approx(0.25)
    assert top_share(np.zeros(3)) is None
    assert top_share(np.r_[np.ones(90), np.full(10, 9.0)]) == 0.5


def test_the_table_lays_real_networks_beside():
    table = portrait_table({"mine": portrait(generate("ring", {"accounts": 20}, key=1))})
    assert "41,700,000" in table
    for name, row in REAL.items():
        assert f"{name}: {row['source']}" in table
        assert set(row) - {"source"} <= set(ROWS)
    assert "tail KOLs" not in table
