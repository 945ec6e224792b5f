"""Sixty-four worlds in one walk reach the accounts that each world reaches alone."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.models import cascade_together, independent_cascade
from sim.network import Network
from sim.randomness import COIN, JUDGING, child_int, draw_int, world_key
from sim.spreading import sizes, spread_sizes
from sim.world import plan_of_seeds


def a_network(accounts, edges, seed):
    """A network with drawn edges; accounts with small ids have the most followers."""
    pairs = [
        (draw_int(seed, 1, i) % (1 + draw_int(seed, 2, i) % accounts), draw_int(seed, 3, i) % accounts)
        for i in range(edges)
    ]
    pairs = [(u, v) for u, v in pairs if u != v]
    return Network.from_edges([u for u, _ in pairs], [v for _, v in pairs], accounts)


def prepared(network, probability):
    return independent_cascade.prepare(network, independent_cascade.Parameters(probability=probability))


def keys_of(count, seed=1):
    return np.array([world_key(seed, JUDGING, r) for r in range(count)], np.uint64)


@given(
    st.integers(1, 60),
    st.integers(0, 300),
    st.integers(0, 2**62),
    st.sampled_from([0.01, 0.1, 0.5, 1.0, "weighted_cascade"]),
    st.integers(1, 64),
)
def test_the_same_accounts_in_every_world(accounts, edges, seed, probability, count):
    network = a_network(accounts, edges, seed)
    world = prepared(network, probability)
    plan = plan_of_seeds([0, accounts // 2] if accounts > 1 else [0], network)
    work = cascade_together.together_workspace(world)
    keys = keys_of(count, seed)
    work.coins[:count] = [child_int(int(key), COIN) for key in keys]
    bits = np.uint64(2**count - 1)
    touched = cascade_together._walk_together(world.kernel, plan.seeds, bits, work)
    alone = independent_cascade.workspace(world)
    expected = np.zeros(accounts, np.uint64)
    for number, key in enumerate(keys):
        expected[independent_cascade.simulate(world, plan, int(key), alone).reached] |= np.uint64(1 << number)
    np.testing.assert_array_equal(work.reached, expected)
    assert sorted(work.touched[:touched].tolist()) == np.flatnonzero(expected).tolist()
    assert not work.pending.any()


@pytest.mark.parametrize("count", [1, 63, 64, 65, 200])
def test_sizes_are_those_one_by_one_and_the_memory_is_left_clean(count):
    network = a_network(500, 4000, 3)
    world = prepared(network, "weighted_cascade")
    plan = plan_of_seeds([0, 1, 250], network)
    together, alone = np.zeros(count, np.int64), np.zeros(count, np.int64)
    work = independent_cascade.together_workspace(world)
    independent_cascade.spread_together(world, plan, keys_of(count), work, together)
    independent_cascade.spread_sizes(world, plan, keys_of(count), independent_cascade.workspace(world), alone)
    np.testing.assert_array_equal(together, alone)
    assert len(set(alone.tolist())) > 1 or count == 1
    assert not work.reached.any()
    assert not work.pending.any()


def test_nobody_is_seeded():
    world = prepared(a_network(20, 60, 1), 0.5)
    found = np.full(70, -1, np.int64)
    work = independent_cascade.together_workspace(world)
    independent_cascade.spread_together(world, plan_of_seeds([], world.network), keys_of(70), work, found)
    assert found.tolist() == [0] * 70


# -- which of the two ways is taken


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("winner", ["together", "one by one"])
def test_the_faster_way_is_taken_and_no_result_depends_on_it(threads, winner, monkeypatch):
    network = a_network(300, 3000, 7)
    world = prepared(network, 0.2)
    plan = plan_of_seeds([0, 9], network)
    replicates = sizes.TRIED_FROM + 37
    expected = np.zeros(replicates, np.int64)
    keys = sizes.world_keys(4, JUDGING, replicates)
    independent_cascade.spread_sizes(world, plan, keys, independent_cascade.workspace(world), expected)
    clock = threading.local()  # each thread has a clock that only its own worlds move
    monkeypatch.setattr(sizes.time, "perf_counter", lambda: getattr(clock, "now", 0.0))
    done = {"together": 0, "one by one": 0}
    one, many = independent_cascade.spread_sizes, independent_cascade.spread_together

    def counted(name, function):
        def call(world, plan, keys, work, out):
            done[name] += len(keys)
            clock.now = getattr(clock, "now", 0.0) + (1.0 if name == winner else 2.0)
            function(world, plan, keys, work, out)

        return call

    monkeypatch.setattr(independent_cascade, "spread_sizes", counted("one by one", one))
    monkeypatch.setattr(independent_cascade, "spread_together", counted("together", many))
    found = spread_sizes(world, plan, seed=4, purpose=JUDGING, replicates=replicates, threads=threads)
    np.testing.assert_array_equal(found, expected)
    assert sum(done.values()) == replicates + 2  # each way is compiled on one world before
    if threads == 1:  # of two, one may do all worlds one by one before the other has ended its try
        loser = "one by one" if winner == "together" else "together"
        assert done[winner] > replicates / 2
        assert done[loser] <= replicates / 4


@pytest.mark.parametrize("replicates", [1, 200, sizes.TRIED_FROM - 1])
def test_few_worlds_are_not_tried_together(replicates, monkeypatch):
    world = prepared(a_network(50, 100, 2), 0.1)
    monkeypatch.delattr(independent_cascade, "together_workspace")
    plan = plan_of_seeds([0], world.network)
    assert len(spread_sizes(world, plan, seed=1, purpose=JUDGING, replicates=replicates)) == replicates
    with pytest.raises(AttributeError, match="together_workspace"):
        spread_sizes(world, plan, seed=1, purpose=JUDGING, replicates=sizes.TRIED_FROM)


# -- the hardest coin: a draw of 2**32 - 1 succeeds at p = 1 and at no smaller threshold


@pytest.mark.parametrize(("replicate", "sharer", "follower"), [(0, 22171, 39861), (1, 44649, 22694), (1, 51527, 27048)])
def test_at_probability_one_the_largest_draw_succeeds_too(replicate, sharer, follower):
    key = world_key(1, JUDGING, replicate)
    assert draw_int(key, COIN, sharer, follower) >> 32 == 2**32 - 1
    network = Network.from_edges([sharer], [follower], 60_000)
    plan = plan_of_seeds([sharer], network)
    keys = np.full(5, key, np.uint64)
    for probability, reach in ((1.0, 2), (1.0 - 2.0**-32, 1)):
        world = prepared(network, probability)
        found = np.zeros(5, np.int64)
        independent_cascade.spread_together(world, plan, keys, independent_cascade.together_workspace(world), found)
        assert found.tolist() == [reach] * 5
        independent_cascade.spread_sizes(world, plan, keys, independent_cascade.workspace(world), found)
        assert found.tolist() == [reach] * 5
        roots = independent_cascade.reverse(world, follower, key, independent_cascade.workspace(world))
        assert len(roots) == reach
