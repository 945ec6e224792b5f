"""Facts A39 and A40, exact: shapes of cascades that leave no chance, and who is met at the end of a link."""

import networkx
import numpy as np
import pytest
from judging import network_of
from small_graphs import complete_tree, path, star

from sim import theory
from sim.generators import generate
from sim.metrics import measure
from sim.models import independent_cascade
from sim.network import Network
from sim.world import plan_of_seeds


def virality_of(edges, accounts):
    """Structural virality of the cascade from account 0 that reaches everyone."""
    network = network_of(edges, accounts)
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=1))
    work = independent_cascade.workspace(world)
    outcome = independent_cascade.simulate(world, plan_of_seeds([0], network), 1, work)
    assert outcome.reach == accounts
    return measure("structural_virality", world, outcome)


@pytest.mark.parametrize(
    ("what", "edges", "accounts", "formula", "expected"),
    [
        ("star of 100", star(99), 100, theory.star_virality(100), 1.98),
        ("path of 100", path(100), 100, theory.path_virality(100), 33.666667),
        ("binary tree of depth 3", *complete_tree(2, 3), theory.tree_virality(2, 3), 3.504762),
        ("binary tree of depth 6", *complete_tree(2, 6), theory.tree_virality(2, 6), 8.350956),
        ("tree of 5 children to depth 4", *complete_tree(5, 4), theory.tree_virality(5, 4), None),
    ],
)
def test_structural_virality(check, what, edges, accounts, formula, expected):
    assert expected is None or formula == pytest.approx(expected, abs=1e-6)
    check.exact("A39", what, virality_of(edges, accounts), formula, tolerance=1e-9)


def test_virality_is_the_mean_of_all_distances(check):
    """The negative control: the mean distance from the seed alone is something else."""
    edges, accounts = complete_tree(2, 3)
    graph = networkx.Graph(edges)
    assert networkx.average_shortest_path_length(graph) == pytest.approx(theory.tree_virality(2, 3))
    depth = sum(networkx.single_source_shortest_path_length(graph, 0).values()) / (accounts - 1)
    refused = abs(depth - theory.tree_virality(2, 3)) > 1e-9
    check.control("A39", "the mean distance from the seed in place of all pairs", f"{depth:.3f}, not 3.505", refused)


@pytest.mark.parametrize("name", ["the karate club", "preferential attachment", "a power law"])
def test_friendship_paradox(check, name):
    """The followers at the end of a random edge are mean k**2 / mean k, exactly."""
    if name == "the karate club":
        network = Network.from_networkx(networkx.karate_club_graph())
    elif name == "preferential attachment":
        network = generate("barabasi_albert", {"accounts": 500, "links": 3}, 1)
    else:
        law = {"power_law": {"exponent": 2.5, "smallest": 1, "largest": 1000}}
        network = generate("configuration", {"accounts": 20_000, "degrees": law}, 1)
    found = network.followers[network.audience].mean()
    check.exact("A40", name, found, theory.mean_followers_of_followed(network.followers), tolerance=1e-9)
    mean = network.followers.mean()
    if name == "the karate club":
        refused = abs(mean - theory.mean_followers_of_followed(network.followers)) > 1e-9
        check.control("A40", "the mean over accounts in place of links", f"{mean:.3f}, not {found:.3f}", refused)
    assert found > mean


def test_the_law_and_the_network_agree():
    """The same from a law of degrees: a constant degree has no paradox."""
    assert theory.mean_followers_of_followed(np.full(10, 4)) == 4.0
