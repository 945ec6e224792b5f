"""Edge lists to rows, and rows around, against plain Python."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import csr


@st.composite
def edge_lists(draw):
    n = draw(st.integers(1, 12))
    account = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(account, account), max_size=60))
    return n, pairs


def columns(pairs):
    source = np.array([u for u, _ in pairs], np.int32)
    target = np.array([v for _, v in pairs], np.int32)
    return source, target


def rows_of(offsets, neighbours):
    assert offsets.dtype == np.int64
    assert neighbours.dtype == np.int32
    assert (offsets[0], offsets[-1]) == (0, len(neighbours))
    return [neighbours[a:b].tolist() for a, b in itertools.pairwise(offsets)]


@given(edge_lists())
def test_rows_are_sorted_and_keep_the_order_of_equal_edges(case):
    n, pairs = case
    offsets, neighbours, order = csr.rows(*columns(pairs), n)
    assert rows_of(offsets, neighbours) == [sorted(v for u, v in pairs if u == row) for row in range(n)]
    assert order.tolist() == sorted(range(len(pairs)), key=lambda i: (*pairs[i], i))


@given(edge_lists())
def test_rows_without_the_order_are_the_same_rows(case):
    n, pairs = case
    offsets, neighbours = csr.sorted_rows(*columns(pairs), n)
    expected_offsets, expected, _ = csr.rows(*columns(pairs), n)
    assert np.array_equal(offsets, expected_offsets)
    assert np.array_equal(neighbours, expected)


@given(edge_lists())
def test_repeated_edges(case):
    n, pairs = case
    offsets, neighbours = csr.sorted_rows(*columns(pairs), n)
    count, again = csr.repeated(offsets, neighbours)
    assert count == len(pairs) - len(set(pairs)) == again.sum()
    owner = np.repeat(np.arange(n), np.diff(offsets))
    kept = list(zip(owner[~again].tolist(), neighbours[~again].tolist(), strict=True))
    assert kept == sorted(set(pairs))
    fewer, left = csr.without(offsets, neighbours, again, count)
    assert rows_of(fewer, left) == [sorted({v for u, v in pairs if u == row}) for row in range(n)]


@given(edge_lists())
def test_turned_around_twice_it_is_the_same(case):
    n, pairs = case
    offsets, neighbours = csr.sorted_rows(*columns(pairs), n)
    turned = csr.transpose(offsets, neighbours)
    assert rows_of(*turned) == [sorted(u for u, v in pairs if v == row) for row in range(n)]
    back = csr.transpose(*turned)
    assert np.array_equal(back[0], offsets)
    assert np.array_equal(back[1], neighbours)


@pytest.fixture(params=[0, 10**9], ids=["in blocks", "directly"])
def either_way(request, monkeypatch):
    """Rows are filled in both of the ways."""
    monkeypatch.setattr(csr, "LARGE", request.param)


@pytest.mark.parametrize("order", ["none", "by source", "by target"])
@pytest.mark.parametrize(("n", "m"), [(1, 0), (1, 3), (5, 40), (16_384, 9_000), (16_385, 50_000), (40_000, 90_000)])
def test_both_directions_of_any_list(either_way, order, n, m):
    pairs = np.floor(n * np.random.default_rng(n + m).random((2, m)) ** 3).astype(np.int32)  # some have long rows
    source, target = pairs if order == "none" else pairs[:, pairs[int(order == "by target")].argsort(kind="stable")]
    offsets, neighbours, turned_offsets, turned = csr.both_directions(source, target, n)
    kept = np.unique(source.astype(np.int64) * n + target)
    assert np.array_equal(np.repeat(np.arange(n), np.diff(offsets)) * n + neighbours, kept)
    owner = np.repeat(np.arange(n), np.diff(turned_offsets))
    assert np.array_equal(owner * n + turned, np.sort(kept % n * n + kept // n))


def test_self_loops_are_counted_and_ids_outside_are_seen():
    ids = np.array([0, 1, 2, 2], np.int32)
    for dtype in (np.int32, np.int64, np.uint64):
        assert csr.count_self_loops(ids.astype(dtype), ids[::-1].astype(dtype), 3) == 0
        assert csr.count_self_loops(ids.astype(dtype), np.array([0, 2, 2, 0], dtype), 3) == 2
        assert csr.count_self_loops(ids.astype(dtype), ids.astype(dtype), 2) is None
    assert csr.count_self_loops(ids - 1, ids, 3) is None
    assert csr.count_self_loops(ids[:0], ids[:0], 1) == 0


def test_repeated_neighbours_are_dropped():
    offsets = np.array([0, 4, 4, 7])
    neighbours = np.array([1, 1, 2, 2, 0, 0, 0], np.int32)
    assert csr.drop_repeated(offsets, neighbours) == 3
    assert offsets.tolist() == [0, 2, 2, 3]
    assert neighbours[:3].tolist() == [1, 2, 0]


@given(edge_lists())
def test_values_go_with_their_edges(case):
    n, pairs = case
    pairs = sorted(set(pairs))
    offsets, neighbours = csr.sorted_rows(*columns(pairs), n)
    values = np.arange(len(pairs)) / 7
    turned, _ = csr.transpose(offsets, neighbours)
    out = np.full(len(pairs), -1.0)
    csr.transpose_values(offsets, neighbours, values, turned.copy(), out)
    by_edge = dict(zip(pairs, values.tolist(), strict=True))
    assert out.tolist() == [by_edge[u, v] for v, u in sorted((v, u) for u, v in pairs)]


@pytest.mark.parametrize("dtype", [np.float64, np.int64, np.uint64])
def test_one_signature_whoever_calls(dtype):
    source, target = np.array([1, 0, 1], np.int32), np.array([0, 1, 2], np.int32)
    for one, other in ((source, target), (csr.read_only(source), csr.read_only(target)), (source[::1], target[:])):
        offsets, neighbours = csr.sorted_rows(one, other, 3)
        csr.rows(one, other, 3)
        turned, _ = csr.transpose(offsets, csr.read_only(neighbours))
        csr.transpose_values(offsets, neighbours, np.ones(3, dtype), turned.copy(), np.empty(3, dtype))
    for name in ("count_rows", "fill_rows", "place_rows", "transpose_rows", "transpose_values", "accumulate"):
        assert len(getattr(csr.kernels, name).signatures) == 1, name
