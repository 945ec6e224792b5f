"""Pictures of networks: places that are always the same, groups that make sense, and quick at any size."""

import time

import numpy as np
import pytest
from report_results import communities

from sim import plots
from sim.models.independent_cascade import Parameters, prepare, simulate, workspace
from sim.network import Network
from sim.plots.layout import packed, reached_tree, spring, sunflower
from sim.plots.picture import network_with_cascade_data
from sim.report.svg import to_svg
from sim.world import plan_of_seeds


def cascade_on(network, seeds, probability=0.15, key=7):
    world = prepare(network, Parameters(probability=probability))
    return simulate(world, plan_of_seeds(seeds, network), key, workspace(world)).copy()


@pytest.mark.parametrize(("accounts", "groups_"), [(34, 2), (300, 5), (600, 8), (200_000, 300)])
def test_a_picture_is_made_within_five_seconds_and_small(accounts, groups_):
    network = communities(accounts, groups_)
    outcome = cascade_on(network, [0, 1, 2])
    started = time.process_time()
    ax = plots.network_with_cascade(network, outcome)
    text = to_svg(ax, "network", "title", "description")
    assert time.process_time() - started < 5
    assert len(text) < 600_000
    assert text == to_svg(plots.network_with_cascade(network, outcome), "network", "title", "description")


def test_a_large_network_without_communities_is_drawn_as_its_cascade_ring_by_ring():
    network = communities(3000, 4)
    plain = Network(network.audience_offsets, network.audience)
    outcome = cascade_on(plain, [0, 5])
    data = network_with_cascade_data(plain, outcome)
    assert data["reached"].sum() == outcome.reach
    assert data["reached"].tolist() == np.bincount(outcome.reached_at.astype(int)).tolist()
    assert data["seeds"].tolist() == [2, *[0] * (len(data) - 1)]
    ax = plots.network_with_cascade(plain, outcome)
    said = " ".join(text.get_text() for text in ax.texts).replace(chr(10), " ")
    assert f"{3000 - outcome.reach:,} of 3,000 accounts were not reached" in said


@pytest.mark.parametrize("edges", ["path", "star", "alone"])
def test_cascades_of_every_shape_are_drawn_ring_by_ring(edges):
    n = 700
    source = {"path": np.arange(n - 1), "star": np.zeros(n - 1, int), "alone": np.zeros(0, int)}[edges]
    network = Network.from_edges(source, np.arange(1, n)[: len(source)], n)
    outcome = cascade_on(network, [0], probability=1.0)
    started = time.process_time()
    text = to_svg(plots.network_with_cascade(network, outcome), "network", "title", "description")
    assert time.process_time() - started < 5
    assert text == to_svg(plots.network_with_cascade(network, outcome), "network", "title", "description")
    data = network_with_cascade_data(network, outcome)
    assert data["reached"].sum() == outcome.reach == {"path": n, "star": n, "alone": 1}[edges]


def test_the_spring_layout_keeps_communities_together_and_accounts_apart():
    network = communities(120, 3)
    place = spring(network)
    np.testing.assert_array_equal(place, spring(network))
    community = network.attributes["community"]
    gap = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2))
    same = community[:, None] == community[None]
    off = ~np.eye(len(place), dtype=bool)
    assert gap[same & off].mean() < 0.75 * gap[~same].mean()
    assert gap[off].min() > 0.005
    assert np.ptp(place[:, 0]) >= np.ptp(place[:, 1]) * 0.8


def test_discs_do_not_overlap():
    radius = np.sort(np.sqrt(np.arange(1.0, 41.0)))[::-1].copy()
    middle = packed(radius)
    gap = np.sqrt(((middle[:, None] - middle[None]) ** 2).sum(axis=2)) + np.eye(40) * 1e9
    assert (gap >= radius[:, None] + radius[None]).all()


def test_the_sunflower_stays_in_the_disc():
    assert (np.linalg.norm(sunflower(500), axis=1) < 1).all()


def test_the_backbone_is_part_of_the_tree_and_reaches_the_seeds():
    network = communities(5000, 5)
    outcome = cascade_on(network, [0, 1])
    cascade = {"reached": outcome.reached, "reached_by": outcome.reached_by}
    whole = {(int(a), int(b)) for a, b in reached_tree(cascade, outcome.reach)}
    assert len(whole) == outcome.reach - 2
    part = {(int(a), int(b)) for a, b in reached_tree(cascade, 50)}
    assert 50 <= len(part) < len(whole)
    assert part < whole
    parents = {b: a for a, b in part}
    for account in parents:
        while account in parents:
            account = parents[account]
        assert account in (0, 1)


def test_a_cascade_that_reached_nobody_is_drawn():
    for network in (communities(40, 2), communities(1000, 4)):
        nobody = cascade_on(network, [])
        plots.network_with_cascade(network, nobody).figure.savefig("/dev/null", format="svg")
        assert network_with_cascade_data(network, nobody)["reached"].sum() == 0
