"""An edge of probability 1 never fails: exactly the reachable set is reached, with no tolerance.

The coin is ``draw32 <= ceil(p * 2**32) - 1``. The comparison ``draw32 < min(p * 2**32, 2**32 - 1)`` fails at p = 1 for
the one word 2**32 - 1, once in four billion edges: no ordinary run would show it. So here are edges whose coin is just
that word, found by trying 60,000 x 60,000 pairs of accounts in a world.
"""

import numpy as np
import pytest
from judging import keys, network_of
from live_edges import child, matrix_of
from scipy.sparse.csgraph import breadth_first_order

from sim.generators import generate
from sim.models import independent_cascade
from sim.network import Network
from sim.randomness import COIN, JUDGING, NETWORK, U, draw_int, world_key
from sim.spreading import spread_sizes
from sim.world import plan_of_seeds

HIGHEST = 2**32 - 1
OFF_BY_ONE = HIGHEST / 2**32
"""At this probability the sound coin is just what the wrong comparison is at p = 1."""
HARDEST = [(0, 22171, 39861), (1, 44649, 22694), (1, 51527, 27048)]
"""(replicate, u, v): in the world of that replicate under seed 1 the coin of u -> v is the highest word."""


def reached(network, seeds, key, probability=1.0):
    """Whom the engine reaches, sorted, and by the batch how many."""
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=probability))
    work = independent_cascade.workspace(world)
    plan = plan_of_seeds(seeds, network)
    found = np.sort(independent_cascade.simulate(world, plan, key, work).reached)
    sizes = np.empty(1, np.int64)
    independent_cascade.spread_sizes(world, plan, np.array([key], np.uint64), work, sizes)
    assert sizes[0] == len(found)
    return found


def around(u, v):
    """A network with the edge u -> v in a long row, so that coins thrown several at a time are met too, and v -> 3."""
    others = [w for w in range(v - 20, v + 21) if w != v]
    return network_of([(u, w) for w in [v, *others]] + [(v, 3)] + [(w, 3) for w in range(100, 120)], 60_000)


@pytest.mark.parametrize(("replicate", "u", "v"), HARDEST)
@pytest.mark.parametrize("row", ["alone", "among 40 others"])
def test_the_hardest_coin(check, replicate, u, v, row):
    key = world_key(1, JUDGING, replicate)
    assert draw_int(key, COIN, u, v) >> 32 == HIGHEST
    network = network_of([(u, v), (v, 3)], 60_000) if row == "alone" else around(u, v)
    found = reached(network, [u], key).tolist()
    assert {u, v, 3} <= set(found)
    expected = 3 if row == "alone" else 43
    assert len(found) == expected
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=1.0))
    sizes = spread_sizes(world, plan_of_seeds([u], network), seed=1, purpose=JUDGING, replicates=256)
    what = f"the edge {u} -> {v} whose coin is the highest word, {row}: smallest reach in 256 worlds"
    check.exact("p = 1", what, int(sizes.min()), expected)
    wrong = reached(network, [u], key, OFF_BY_ONE).tolist()
    saw = f"reach {len(wrong)}, not {expected}"
    check.control("p = 1", f"coin < min(p 2^32, 2^32 - 1), the same edge {u} -> {v}, {row}", saw, v not in wrong)


@pytest.mark.parametrize(("replicate", "u", "v"), HARDEST)
@pytest.mark.parametrize("row", ["alone", "among 40 others"])
def test_the_hardest_coin_walked_backwards(replicate, u, v, row):
    key = world_key(1, JUDGING, replicate)
    network = network_of([(u, v), (v, 3)], 60_000) if row == "alone" else around(u, v)
    for p, expected in ((1.0, True), (OFF_BY_ONE, False)):
        world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=p))
        found = independent_cascade.reverse(world, 3, key, independent_cascade.workspace(world))
        assert v in found
        assert (u in found) == expected


def recruited(accounts):
    """A random tree: account v follows one of those before it, so that every single edge is needed."""
    draws = child(np.full(accounts - 1, world_key(2, NETWORK), U), np.arange(1, accounts, dtype=U))
    parents = ((draws >> U(32)) * np.arange(1, accounts, dtype=U)) >> U(32)
    return Network.from_edges(parents.astype(np.int32), np.arange(1, accounts, dtype=np.int32), accounts)


def reachable(network, seeds):
    """Whom scipy's own search finds, sorted."""
    source = np.repeat(np.arange(len(network), dtype=np.int32), network.followers)
    matrix = matrix_of(source, network.audience, len(network))
    found = [breadth_first_order(matrix, seed, return_predecessors=False) for seed in seeds]
    return np.unique(np.concatenate(found))


def hold(check, edges):
    tree = recruited(edges + 1)
    assert tree.edge_count == edges
    for world, key in enumerate(keys(2, seed=31).tolist(), 1):
        found = len(reached(tree, [0], key))
        check.exact("p = 1", f"a tree of {edges:,} edges, each of them needed, world {world}: reach", found, edges + 1)
    accounts = int(edges / 1.25)
    parameters = {"accounts": accounts, "mean_followers": 1.25, "directed": True}
    network = generate("erdos_renyi", parameters, world_key(2, NETWORK))
    seeds = list(range(50))  # one of them, at least, is in the large component
    expected = reachable(network, seeds)
    assert accounts // 10 < len(expected) < accounts // 2
    found = reached(network, seeds, keys(1, seed=32)[0].item())
    assert np.array_equal(found, expected)
    what = f"a directed network of {accounts:,} accounts and about {edges:,} edges, 50 seeds: the reachable set"
    check.exact("p = 1", what, len(found), len(expected))
    short = reached(tree, [0], keys(1, seed=31)[0].item(), 1 - 10 / edges)
    saw = f"reach {len(short):,}, not {edges + 1:,}"
    check.control("p = 1", f"the tree of {edges:,} edges at p = 1 - {10 / edges:.0e}", saw, len(short) < edges + 1)


def test_all_of_a_hundred_thousand_edges(check):
    hold(check, 100_000)


@pytest.mark.verify
def test_all_of_ten_million_edges(check):
    hold(check, 10_000_000)
