"""Pictures of networks: places that are always the same, groups that make sense, and quick at any size."""

import time

import numpy as np
import pytest
from report_results import communities

from sim import plots
from sim.models.independent_cascade import Parameters, prepare, simulate, workspace
from sim.network import Network
from sim.plots.layout import audiences, packed, reached_tree, spring, sunflower
from sim.plots.picture import groups, network_with_cascade_data
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


def test_a_large_network_without_communities_is_grouped_around_its_most_followed():
    network = communities(3000, 4)
    plain = Network(network.audience_offsets, network.audience)
    group, names = groups(plain)
    top = np.argsort(-plain.followers, kind="stable")[:12]
    assert names[:12] == [str(account) for account in top]
    assert group[top].tolist() == list(range(12))
    outcome = cascade_on(plain, [0])
    plots.network_with_cascade(plain, outcome).figure.savefig("/dev/null", format="svg")
    data = network_with_cascade_data(plain, outcome)
    assert data["accounts"].sum() == 3000
    assert data["reached"].sum() == outcome.reach
    assert data["seeds"].sum() == 1


def test_audiences_are_the_nearest_hubs():
    chain = Network.from_edges([0, 1, 4, 3, 2], [1, 2, 3, 2, 5], 7)  # 0 -> 1 -> 2 <- 3 <- 4, 2 -> 5, 6 alone
    assert audiences(chain, np.array([0, 4])).tolist() == [0, 0, 0, 1, 1, 0, -1]


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
