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
    for name in ("_count_rows", "_fill_rows", "_place_rows", "_transpose_rows", "_transpose_values", "accumulate"):
        assert len(getattr(csr, name).signatures) == 1, name
