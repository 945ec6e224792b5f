"""The network: what it is made from, what it refuses, and that nothing is lost on the way to other forms and back."""

import json

import networkx
import numpy as np
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st

from sim.network import ATTRIBUTE_TYPES, Network, NetworkError, frozen


def arrows(network):
    return [(u, int(v)) for u in range(len(network)) for v in network.audience_of(u)]


@st.composite
def networks(draw):
    n = draw(st.integers(1, 10))
    account = st.integers(0, n - 1)
    pairs = draw(
        st.lists(st.tuples(account, account).filter(lambda pair: pair[0] != pair[1]), unique=True, max_size=40)
    )
    own = [draw(st.floats(0, 1)) for _ in pairs] if draw(st.booleans()) else None
    labels = draw(st.sampled_from([None, [f"name {i}" for i in range(n)], [10 * i + 3 for i in range(n)]]))
    attributes = {"community": np.arange(n) % 3, "activity": np.arange(n) / 4} if draw(st.booleans()) else {}
    return Network.from_edges(
        [u for u, _ in pairs], [v for _, v in pairs], n, values=own, labels=labels, attributes=attributes
    )


def same(one, other):
    assert one.fingerprint() == other.fingerprint()
    assert one.labels == other.labels
    assert np.array_equal(one.following, other.following)
    assert np.array_equal(one.following_offsets, other.following_offsets)


# -- direction


def test_direction_on_two_accounts():
    """Content flows from 0 to 1: 1 follows 0, so 1 is in the audience of 0, and 0 has the follower."""
    for network in (
        Network.from_edges([0], [1], 2),
        Network.from_scipy(scipy.sparse.csr_array([[0, 1], [0, 0]])),
        Network.from_networkx(networkx.DiGraph([(0, 1)])),
        Network.from_networkx(networkx.DiGraph([(0, 1)]), edge_means="influences"),
    ):
        assert arrows(network) == [(0, 1)]
        assert network.following_of(1).tolist() == [0]
        assert (network.followers.tolist(), network.followings.tolist()) == ([1, 0], [0, 1])
    assert arrows(Network.from_networkx(networkx.DiGraph([(0, 1)]), edge_means="follows")) == [(1, 0)]
    assert arrows(Network.from_networkx(networkx.Graph([(0, 1)]))) == [(0, 1), (1, 0)]


# -- arrays


@given(networks())
def test_arrays_are_what_kernels_need(network):
    arrays = {
        "audience_offsets": np.int64,
        "audience": np.int32,
        "following_offsets": np.int64,
        "following": np.int32,
    }
    held = [(getattr(network, name), dtype) for name, dtype in arrays.items()]
    held += [(network.values, np.float64)] if network.values is not None else []
    held += [(array, ATTRIBUTE_TYPES[name]) for name, array in network.attributes.items()]
    for array, dtype in held:
        assert array.dtype == dtype
        assert array.flags.c_contiguous
        assert not array.flags.writeable
        assert type(array) is np.ndarray
    turned = sorted((int(u), v) for v in range(len(network)) for u in network.following_of(v))
    assert turned == arrows(network)
    assert all((np.diff(network.audience_of(u)) > 0).all() for u in range(len(network)))
    assert network.followers.sum() == network.followings.sum() == network.edge_count


def test_frozen_never_changes_the_original():
    array = np.arange(5)
    view = frozen(array, np.int64)
    assert array.flags.writeable
    assert not view.flags.writeable
    assert frozen(array[::2], np.int32).tolist() == [0, 2, 4]


# -- from edges


def test_self_loops_and_duplicates_are_counted():
    network = Network.from_edges([0, 0, 1, 1, 2, 0], [1, 1, 1, 0, 2, 1], 4, values=[0.5, 0.5, 0.1, 0.3, 0.2, 0.0])
    assert arrows(network) == [(0, 1), (1, 0)]
    assert network.values.tolist() == [0.75, 0.3]  # 1 - (1 - .5)(1 - .5)(1 - 0)
    assert network.about["border"] == {"self_loops_dropped": 2, "duplicates_merged": 2}


def test_a_merge_leaves_other_values_as_they_are():
    """1 - (1 - .01) is .010000000000000009: an edge that stands once keeps its value to the bit."""
    network = Network.from_edges([0, 0, 1, 2], [1, 1, 2, 0], 3, values=[0.3, 0.2, 0.01, 0.1])
    assert network.values[1:].tolist() == [0.01, 0.1]
    assert network.values[0] == pytest.approx(1 - 0.7 * 0.8, rel=1e-15)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(0, 1)), max_size=60))
def test_merged_values_against_plain_python(edges):
    network = Network.from_edges([u for u, _, _ in edges], [v for _, v, _ in edges], 5, values=[p for _, _, p in edges])
    missed: dict = {}
    for u, v, p in edges:
        if u != v:
            missed[u, v] = missed.get((u, v), 1.0) * (1 - p)
    assert arrows(network) == sorted(missed)
    for edge, value in zip(arrows(network), network.values.tolist(), strict=True):
        assert abs(value - (1 - missed[edge])) < 1e-12
        assert 0 <= value <= 1


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([0], [1], 0), {}, "1 to 2,147,483,647 accounts, not 0"),
        (([0], [1], 2**31), {}, "accounts, not 2147483648"),
        (([0], [1, 0], 2), {}, "1 source for 2 targets"),
        (([[0]], [[1]], 2), {}, "the sources are [[0]]; allowed: one row of whole numbers"),
        (([0], [2], 2), {}, "a target is outside the accounts: allowed are whole numbers 0 to 1"),
        (([-1], [1], 2), {}, "a source is outside"),
        (([0.0], [1.0], 2), {}, "the sources are [0.0]; allowed: one row of whole numbers"),
        (([2**31], [1], 2), {}, "a source is outside"),
        (([0], [1], "2"), {}, "accounts, not '2'"),
        (([0], [1], 2.5), {}, "accounts, not 2.5"),
        (([0], [1], True), {}, "accounts, not True"),
        ((None, [1], 2), {}, "the sources are None"),
        (([[0], [1, 2]], [1], 2), {}, "the sources are [[0], [1, 2]]"),
        (([0], [1], 2), {"values": [[0.5]]}, "have the shape (1, 1); allowed: one row, a number an edge"),
        (([0], [1], 2), {"values": [1j]}, "the edges' values are not numbers"),
        (([0], [1], 2), {"values": ["a"]}, "the edges' values are not numbers"),
        (([0, 1], [1, 1], 2), {"self_loops": "refuse"}, "edge 1: account 1 follows itself"),
        (([0, 1, 0], [1, 0, 1], 2), {"duplicates": "refuse"}, "the edge 0 -> 1 stands twice"),
        (([2, 1, 2, 0], [0, 0, 0, 1], 3), {"duplicates": "refuse"}, "the edge 2 -> 0 stands twice"),
        (([0], [1], 2), {"self_loops": "keep"}, "self_loops: 'keep' is not allowed; allowed: drop, refuse"),
        (([0], [1], 2), {"duplicates": "add"}, "duplicates: 'add' is not allowed; allowed: merge, refuse"),
        (([0], [1], 2), {"values": [1.5]}, "the value of edge 0 is 1.5; allowed: a probability from 0 to 1"),
        (([0], [1], 2), {"values": [float("nan")]}, "the value of edge 0 is nan"),
        (([0], [1], 2), {"values": [-0.5]}, "the value of edge 0 is -0.5"),
        (([0], [1], 2), {"values": [0.5, 0.5]}, "2 values for 1 edge"),
        (([0], [1], 2), {"labels": ["a"]}, "1 labels for 2 accounts"),
        (([0], [1], 2), {"attributes": {"tier": np.zeros(3)}}, "attribute 'tier' has 3 values for 2 accounts"),
    ],
)
def test_what_is_refused(arguments, options, message):
    with pytest.raises(NetworkError) as caught:
        Network.from_edges(*arguments, **options)
    assert message in str(caught.value)


def test_networks_without_edges():
    network = Network.from_edges([], [], 3)
    assert (len(network), network.edge_count, network.followers.tolist()) == (3, 0, [0, 0, 0])
    assert len(Network.from_scipy(network.to_scipy())) == 3


# -- names


def test_names():
    network = Network.from_edges([0], [1], 2, labels=["ann", 7])
    assert (network.label(0), network.label(1), network.id("ann"), network.id(7)) == ("ann", 7, 0, 1)
    with pytest.raises(NetworkError, match="no account is called 'bob' in this network of 2 accounts"):
        network.id("bob")
    with pytest.raises(NetworkError, match="account 2 is not in the network; allowed: 0 to 1"):
        network.label(2)
    bare = Network.from_edges([0], [1], 2)
    assert (bare.label(1), bare.id(1), bare.id(np.int64(0))) == (1, 1, 0)
    for wrong in (2, -1, True, "0", 0.0):
        with pytest.raises(NetworkError):
            bare.id(wrong)


# -- scipy


@given(networks())
def test_to_scipy_and_back(network):
    again = Network.from_scipy(network.to_scipy(), labels=network.labels, attributes=network.attributes)
    assert arrows(again) == arrows(network)
    assert again.values.tolist() == ([1.0] * network.edge_count if network.values is None else network.values.tolist())
    if network.values is not None:
        same(again, network)


@pytest.mark.parametrize("kind", ["csr_array", "csc_array", "coo_array", "lil_array", "csr_matrix", "dia_array"])
def test_every_kind_of_sparse_matrix(kind):
    matrix = getattr(scipy.sparse, kind)(np.array([[0, 0.5, 0], [0, 0, 0.25], [1, 0, 0]]))
    network = Network.from_scipy(matrix)
    assert arrows(network) == [(0, 1), (1, 2), (2, 0)]
    assert network.values.tolist() == [0.5, 0.25, 1.0]


def test_from_scipy_merges_entries_that_stand_twice():
    matrix = scipy.sparse.coo_array(([0.5, 0.2, 0.1], ([0, 0, 1], [1, 1, 0])), shape=(2, 2))
    network = Network.from_scipy(matrix)
    assert network.values[0] == pytest.approx(1 - (1 - 0.5) * (1 - 0.2), rel=1e-15)
    assert network.values[1] == 0.1
    assert network.about["border"]["duplicates_merged"] == 1
    with pytest.raises(NetworkError, match="the edge 0 -> 1 stands twice"):
        Network.from_scipy(matrix, duplicates="refuse")


@pytest.mark.parametrize("wrong", [1.5, float("nan"), -0.25, float("inf")])
def test_from_scipy_refuses_what_is_no_probability(wrong):
    matrix = scipy.sparse.coo_array(([0.5, wrong], ([0, 2], [1, 1])), shape=(3, 3))
    with pytest.raises(NetworkError, match=r"the value at row 2, column 1 is \S+; allowed: a probability from 0 to 1"):
        Network.from_scipy(matrix)


def test_from_scipy_takes_a_dense_array():
    assert Network.from_scipy(np.array([[0, 0.5], [0, 0]])).values.tolist() == [0.5]


def out_of_range():
    matrix = scipy.sparse.csr_array(([0.5], ([0], [1])), shape=(2, 2))
    matrix.indices[0] = 7
    return matrix


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (None, "None is no matrix"),
        ([[0, 1], [0, 0]], "is no matrix of numbers"),
        (np.array([["a", "b"], ["c", "d"]]), "is no matrix of numbers"),
        (np.zeros(3), "of the shape (3,) is no matrix"),
        (scipy.sparse.csr_array(np.array([[0, 0.5j], [0, 0]])), "holds complex128"),
        (out_of_range(), "names an account outside 0 to 1"),
    ],
)
def test_from_scipy_refuses_what_is_no_matrix(matrix, message):
    with pytest.raises(NetworkError) as caught:
        Network.from_scipy(matrix)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Network.from_networkx(None), "None is no networkx graph"),
        (lambda: Network.load(None), "None is not the path of a folder"),
        (lambda: Network.load(3), "3 is not the path of a folder"),
        (lambda: Network.from_edges([0], [1], 2).label("x"), "account 'x' is not in the network"),
        (lambda: Network.from_edges([0], [1], 2).label(True), "account True is not in the network"),
        (lambda: Network.from_edges([0], [1], 2).id([0]), "no account is called [0]"),
    ],
)
def test_what_is_of_the_wrong_kind_is_named(call, message):
    with pytest.raises(NetworkError) as caught:
        call()
    assert message in str(caught.value)


def test_one_edge_is_one_edge():
    assert repr(Network.from_edges([0], [1], 2)) == "Network: 2 accounts, 1 edge"


def test_from_scipy_refuses_what_is_not_square():
    with pytest.raises(NetworkError, match=r"the shape \(2, 3\); allowed: square"):
        Network.from_scipy(scipy.sparse.csr_array(np.zeros((2, 3))))


# -- networkx


@given(networks())
def test_to_networkx_and_back(network):
    graph = network.to_networkx()
    assert graph.is_directed()
    again = Network.from_networkx(graph)
    assert arrows(again) == arrows(network)
    assert again.labels == network.labels
    if network.values is not None and network.edge_count:
        assert again.values.tolist() == network.values.tolist()
    for name, array in network.attributes.items():
        assert np.array_equal(again.attributes[name], array)


def test_from_networkx_takes_every_kind_of_graph():
    club = Network.from_networkx(networkx.karate_club_graph())
    assert (len(club), club.edge_count, club.labels) == (34, 2 * 78, None)
    multi = networkx.MultiDiGraph()
    multi.add_edge("a", "b", probability=0.5)
    multi.add_edge("a", "b", probability=0.5)
    network = Network.from_networkx(multi)
    assert (network.labels, network.values.tolist()) == (["a", "b"], [0.75])
    assert network.about["border"]["duplicates_merged"] == 1


def test_from_networkx_refusals():
    with pytest.raises(NetworkError, match="edge_means: 'likes' is not allowed; allowed: influences, follows"):
        Network.from_networkx(networkx.path_graph(2), edge_means="likes")
    with pytest.raises(NetworkError, match="no nodes"):
        Network.from_networkx(networkx.Graph())
    graph = networkx.Graph()
    graph.add_edge(0, 1, probability=float("nan"))
    with pytest.raises(NetworkError, match="the value of edge 0 is nan"):
        Network.from_networkx(graph)


# -- disk


@given(network=networks(), memory_map=st.booleans())
def test_save_and_load(network, memory_map, tmp_path_factory):
    folder = network.save(tmp_path_factory.mktemp("networks") / "one")
    again = Network.load(folder, memory_map=memory_map)
    same(again, network)
    assert again.about == network.about
    for name, array in network.attributes.items():
        assert again.attributes[name].dtype == array.dtype
    assert not again.audience.flags.writeable


def test_save_never_overwrites_and_leaves_nothing_half(tmp_path, monkeypatch):
    network = Network.from_edges([0], [1], 2)
    folder = network.save(tmp_path / "one")
    with pytest.raises(NetworkError, match="exists already"):
        network.save(folder)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dumps", full)
    with pytest.raises(NetworkError, match=r"two cannot be written: No space left on device$"):
        network.save(tmp_path / "two")
    assert [entry.name for entry in tmp_path.iterdir()] == ["one"]


def test_what_is_not_a_saved_network(tmp_path):
    with pytest.raises(NetworkError, match=r"is not a saved network: it has no network\.json"):
        Network.load(tmp_path)


def test_damage_can_be_passed_over(tmp_path):
    """With check=False nothing is looked through; the default finds an id that would lead a kernel astray."""
    folder = Network.from_edges([0, 1], [1, 2], 3).save(tmp_path / "one")
    array = np.load(folder / "audience.npy").copy()
    array[0] = 2
    np.save(folder / "audience.npy", array)
    with pytest.raises(NetworkError, match="is damaged: audience and following do not hold the same edges"):
        Network.load(folder)
    assert Network.load(folder, check=False).audience.tolist() == [2, 2]


# -- fingerprint


def test_the_fingerprint_covers_what_can_change_a_result():
    base = {"source": [0, 1], "target": [1, 2], "accounts": 3}
    prints = [
        Network.from_edges(**{**base, **change}).fingerprint()
        for change in (
            {},
            {"accounts": 4},
            {"target": [1, 0]},
            {"values": [0.5, 0.5]},
            {"values": [0.5, 0.25]},
            {"attributes": {"tier": np.zeros(3)}},
            {"attributes": {"tier": np.ones(3)}},
            {"attributes": {"community": np.zeros(3)}},
        )
    ]
    assert len(set(prints)) == len(prints)
    order = Network.from_edges([1, 0], [2, 1], 3)
    assert order.fingerprint() == prints[0]
    assert Network.from_edges([0, 1], [1, 2], 3, labels=["a", "b", "c"]).fingerprint() == prints[0]
