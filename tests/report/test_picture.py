"""Pictures of networks: places that are always the same, groups that make sense, and quick at any size."""

import time

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from report_results import communities

from sim import plots
from sim.models.independent_cascade import Parameters, prepare, simulate, workspace
from sim.network import Network
from sim.outcome import Outcome
from sim.plots.layout import packed, reached_tree, spring, sunflower
from sim.plots.picture import network_with_cascade_data
from sim.plots.radial import MOST_DRAWN, radial_tree, share_lines
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


def plain(network):
    """The same without its communities."""
    return Network(network.audience_offsets, network.audience)


def test_a_large_network_without_communities_is_drawn_as_its_cascade_ring_by_ring():
    crowd = plain(communities(3000, 4))
    outcome = cascade_on(crowd, [0, 5])
    data = network_with_cascade_data(crowd, outcome)
    assert data["reached"].sum() == outcome.reach
    assert data["reached"].tolist() == np.bincount(outcome.reached_at.astype(int)).tolist()
    assert data["seeds"].tolist() == [2, *[0] * (len(data) - 1)]
    ax = plots.network_with_cascade(crowd, outcome)
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


def arrays(outcome):
    return {name: np.asarray(getattr(outcome, name)) for name in ("reached", "reached_at", "reached_by")}


def chain(accounts, length):
    return Network.from_edges(np.arange(length - 1), np.arange(1, length), accounts)


def star(accounts):
    return Network.from_edges(np.zeros(accounts - 1, int), np.arange(1, accounts), accounts)


def edge_of_names():
    """KOLs with long names all around the outermost ring, beside one another too."""
    stars = np.array([2, 100, 101, 200, 300])
    source = np.concatenate([np.zeros(400, int), np.repeat(stars, 50)])
    labels = [f"a name that is long {i}" for i in range(700)]
    network = Network.from_edges(source, np.concatenate([np.arange(1, 401), np.tile(np.arange(500, 550), 5)]), 700)
    network = Network(network.audience_offsets, network.audience, labels=labels)
    by = np.where(np.arange(401) > 0, 0, -1)
    return network, Outcome(np.arange(401), np.minimum(np.arange(401), 1).astype(float), by)


def trees():
    crowd = plain(communities(3000, 4))
    yield crowd, cascade_on(crowd, [0, 7, 9], 0.07)
    yield crowd, cascade_on(crowd, list(range(10)), 0.3)
    yield crowd, cascade_on(crowd, list(range(900)), 0.02)
    yield crowd, cascade_on(crowd, [5], 0.0)
    yield crowd, cascade_on(crowd, [])
    yield chain(700, 301), cascade_on(chain(700, 301), [0], 1.0)
    yield star(2000), cascade_on(star(2000), [0, 3, 4], 0.2)
    yield edge_of_names()


def test_a_large_network_without_communities_shows_every_reached_account_once_on_the_ring_of_its_time():
    for network, outcome in trees():
        cascade = arrays(outcome)
        tree = radial_tree(network, cascade)
        assert len(np.unique(tree.account)) == len(tree.account) == min(outcome.reach, MOST_DRAWN)
        assert np.isin(tree.account, outcome.reached).all()
        at = dict(zip(outcome.reached.tolist(), outcome.reached_at.tolist(), strict=True))
        by = dict(zip(outcome.reached.tolist(), outcome.reached_by.tolist(), strict=True))
        assert tree.timed
        assert tree.value[tree.ring].tolist() == [at[account] for account in tree.account.tolist()]
        assert (np.diff(tree.radius) > 0).all()
        np.testing.assert_allclose(np.linalg.norm(tree.place, axis=1), tree.radius[tree.ring], atol=1e-12)
        drawn = [*tree.account.tolist(), -1]
        assert [drawn[parent] for parent in tree.parent] == [by[account] for account in tree.account.tolist()]
        data = network_with_cascade_data(network, outcome)
        assert data["reached"].sum() == outcome.reach
        assert data["seeds"].sum() == np.count_nonzero(outcome.reached_by < 0)
        assert data["first_reached_at"].tolist() == sorted(set(at.values()))


def test_shares_of_a_tree_do_not_cross():
    for network, outcome in trees():
        tree = radial_tree(network, arrays(outcome))
        for ring in range(len(tree.radius) - 1):  # between two rings: those who stand there and all that passes
            child = np.flatnonzero((tree.parent >= 0) & (tree.ring > ring))
            parent = tree.parent[child]
            inside = tree.ring[parent] <= ring
            child, parent = child[inside], parent[inside]
            begin = np.where(tree.ring[parent] == ring, tree.angle[parent], tree.angle[child])
            order = np.argsort(tree.angle[child])
            assert (np.diff(begin[order]) >= -1e-12).all()
        assert np.isfinite(share_lines(tree)).all()


def test_times_that_are_not_whole_make_rings_of_generations():
    network = chain(700, 5)
    cascade = arrays(cascade_on(network, [0], 1.0))
    cascade["reached_at"] = cascade["reached_at"] ** 2 / 3
    tree = radial_tree(network, cascade)
    assert not tree.timed
    assert tree.value.tolist() == tree.ring.tolist() == [0, 1, 2, 3, 4]


def test_whoever_is_left_out_brought_no_more_than_those_drawn():
    network = plain(communities(3000, 4))
    outcome = cascade_on(network, [0, 7, 9], 0.3)
    assert outcome.reach > 2 * MOST_DRAWN
    tree = radial_tree(network, arrays(outcome))
    by = dict(zip(outcome.reached.tolist(), outcome.reached_by.tolist(), strict=True))
    below = dict.fromkeys(by, 0)
    for account in by:
        while (account := by[account]) >= 0:
            below[account] += 1
    drawn = set(tree.account.tolist())
    assert max(below[account] for account in by if account not in drawn) <= min(below[account] for account in drawn)


@pytest.mark.parametrize("size", [None, (3.0, 5.0), (9.0, 2.5)])
def test_no_text_of_a_tree_leaves_the_axes_and_no_name_lies_on_another(size):
    for network, outcome in trees():
        given = None if size is None else Figure(figsize=size).add_axes((0.05, 0.05, 0.9, 0.9))
        ax = plots.network_with_cascade(network, outcome, given)
        FigureCanvasAgg(ax.figure).draw()
        within = ax.get_window_extent()
        boxes = [text.get_window_extent() for text in ax.texts]
        for text, box in zip(ax.texts, boxes, strict=True):
            assert box.x0 >= within.x0 - 1, text
            assert box.y0 >= within.y0 - 1, text
            assert box.x1 <= within.x1 + 1, text
            assert box.y1 <= within.y1 + 1, text
        names = [box for text, box in zip(ax.texts, boxes, strict=True) if text.get_zorder() == 7]
        assert not any(box.overlaps(other) for i, box in enumerate(names) for other in names[:i])
        labels = [text for text in ax.texts if text.get_zorder() == 3]
        assert len(labels) <= 8


def test_a_tree_says_how_many_it_does_not_show():
    network = plain(communities(3000, 4))
    outcome = cascade_on(network, [0, 7, 9], 0.3)
    said = " ".join(text.get_text().replace("\n", " ") for text in plots.network_with_cascade(network, outcome).texts)
    assert f"{3000 - outcome.reach:,} of 3,000 accounts were not reached" in said
    assert f"{outcome.reach - MOST_DRAWN:,} of the {outcome.reach:,} reached are not drawn" in said


def test_the_legend_of_a_tree_tells_what_is_drawn():
    def keys(network, outcome):
        return [text.get_text() for text in plots.network_with_cascade(network, outcome).figure.legends[0].get_texts()]

    crowd = plain(communities(3000, 4))
    assert len(keys(crowd, cascade_on(crowd, [0, 7, 9]))) == 5
    assert len(keys(chain(700, 301), cascade_on(chain(700, 301), [0], 1.0))) == 4  # all alike: no KOL
    assert keys(chain(700, 301), cascade_on(chain(700, 301), [0], 0.0)) == ["seed"]
    assert keys(crowd, cascade_on(crowd, [])) == []


def test_a_tree_of_many_reached_accounts_is_quick_and_always_the_same():
    network = plain(communities(200_000, 300))
    outcome = cascade_on(network, [0, 1, 2], 0.3)
    assert outcome.reach > 30_000
    started = time.process_time()
    ax = plots.network_with_cascade(network, outcome)
    text = to_svg(ax, "network", "title", "description")
    assert time.process_time() - started < 3  # usually under one
    assert len(text) < 600_000
    assert text == to_svg(plots.network_with_cascade(network, outcome), "network", "title", "description")


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
