"""Eight draws at once are the draws one by one, in every lane."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import lanes
from sim.jit import jit
from sim.randomness import U, child_int, coin_threshold

words64 = st.integers(0, 2**64 - 1)
ids = st.integers(0, 2**31 - 1)
chances = st.one_of(st.sampled_from([1e-9, 0.1, 0.5, 1.0]), st.floats(1e-9, 1))
edges = st.lists(st.tuples(ids, chances), min_size=1, max_size=40)


@jit
def all_followers_hit(words, count, row, found, found_by):
    hits = np.int64(0)
    for e in range(0, count, lanes.LANES):
        hits = lanes.followers_hit(words, e, count, row, found, hits, found_by, np.int32(7))
    return hits


@jit
def all_sharers_hit(words, count, coins, follower, found):
    hits = np.int64(0)
    for e in range(0, count, lanes.LANES):
        hits = lanes.sharers_hit(words, e, count, coins, follower, found, hits)
    return hits


@jit
def all_children(keys, word, out):
    for i in range(0, keys.shape[0], lanes.LANES):
        lanes.children(keys, i, word, out)


@jit
def all_worlds_hit(rows, word):
    hits = U(0)
    for i in range(0, rows.shape[0], lanes.LANES):
        hits |= lanes.worlds_hit(rows, i, word) << U(i)
    return hits


@jit
def lowest(bits):
    return lanes.lowest_bit(bits)


@jit
def asked_for(array, place):
    lanes.prefetch(array, place)
    return array[place]


def packed(edges):
    words = np.zeros(len(edges) + lanes.LANES, np.uint64)
    words[: len(edges)] = [coin_threshold(p) << 32 | v for v, p in edges]
    words.flags.writeable = False
    return words


def succeeds(draw, p):
    return draw >> 32 <= coin_threshold(p)


@given(edges, words64)
def test_followers_are_those_whose_coin_succeeds_in_their_order(edges, row):
    found = np.full(len(edges) + lanes.LANES, -1, np.int32)
    by = np.full(len(edges) + lanes.LANES, -1, np.int32)
    hits = all_followers_hit(packed(edges), len(edges), U(row), found, by)
    assert found[:hits].tolist() == [v for v, p in edges if succeeds(child_int(row, v), p)]
    assert by[:hits].tolist() == [7] * hits


@given(edges, words64, ids)
def test_sharers_are_those_whose_coin_succeeds_in_their_order(edges, coins, follower):
    found = np.full(len(edges) + lanes.LANES, -1, np.int32)
    hits = all_sharers_hit(packed(edges), len(edges), U(coins), U(follower), found)
    expected = [u for u, p in edges if succeeds(child_int(child_int(coins, u), follower), p)]
    assert found[:hits].tolist() == expected


@given(st.lists(words64, min_size=64, max_size=64), words64)
def test_children_are_those_of_the_scalar_draw(keys, word):
    out = np.zeros(64, np.uint64)
    all_children(np.array(keys, np.uint64), U(word), out)
    assert out.tolist() == [child_int(key, word) for key in keys]


@given(st.lists(words64, min_size=64, max_size=64), ids, chances)
def test_worlds_are_those_in_which_the_coin_succeeds(rows, follower, p):
    bits = all_worlds_hit(np.array(rows, np.uint64), U(coin_threshold(p) << 32 | follower))
    assert [bool(int(bits) >> b & 1) for b in range(64)] == [succeeds(child_int(row, follower), p) for row in rows]


@given(words64)
def test_the_lowest_bit(bits):
    assert lowest(U(bits)) == ((bits & -bits).bit_length() - 1 if bits else 64)


def test_prefetch_changes_nothing():
    array = np.arange(5, dtype=np.uint64)
    assert asked_for(array, 3) == 3
    assert array.tolist() == [0, 1, 2, 3, 4]


def test_a_coin_on_the_edge_of_its_threshold_succeeds_and_the_next_one_fails():
    row = 20261123
    draw = child_int(row, 5) >> 32
    at, below = np.zeros((2, 1 + lanes.LANES), np.uint64)
    at[0], below[0] = draw << 32 | 5, (draw - 1) << 32 | 5
    found, by = np.zeros((2, 1 + lanes.LANES), np.int32)
    at.flags.writeable = below.flags.writeable = False
    assert all_followers_hit(at, 1, U(row), found, by) == 1
    assert all_followers_hit(below, 1, U(row), found, by) == 0


@pytest.mark.verify
def test_a_processor_without_wide_vectors_gives_the_same_bits(tmp_path):
    """Everything here and the stored outcomes once more, compiled for the plainest processor of this kind."""
    here = Path(__file__).parent
    plain = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "SEEDCAST_CACHE": str(tmp_path)}
    files = [str(here / "test_lanes.py"), str(here / "models" / "test_baseline.py")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    done = subprocess.run(command, cwd=here.parent, env=os.environ | plain, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
