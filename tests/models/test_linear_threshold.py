"""Linear threshold: weights, exact sums, what content does, and walks backwards."""

import math

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.models.linear_threshold import (
    ONE,
    Parameters,
    prepare,
    reverse,
    reverse_sets,
    simulate,
    spread_sizes,
    workspace,
)
from sim.network import Network, NetworkError
from sim.randomness import CHOOSING, JUDGING, THRESHOLD, draw_int, world_key
from sim.theory import threshold_chances
from sim.world import Item, plan_of_seeds

DIAMOND = Network.from_edges([0, 0, 1, 2], [1, 2, 3, 3], 4, values=[0.5, 0.5, 0.5, 0.25])


def keys(count, purpose=JUDGING):
    return np.array([world_key(4, purpose, r) for r in range(count)], np.uint64)


def in_row_of(follower, count, values=None):
    """`count` accounts that one more follows."""
    return Network.from_edges(list(range(count)), [follower] * count, count + 1, values=values)


# -- weights


@pytest.mark.parametrize("count", [1, 2, 3, 7, 10, 1000, 99_991])
def test_weighted_cascade_sums_to_one_exactly(count):
    weights = prepare(in_row_of(count, count), Parameters()).kernel.weights
    assert int(weights.sum()) == ONE
    assert int(weights.max()) - int(weights.min()) <= count


@pytest.mark.parametrize(("count", "weight"), [(10, 0.1), (3, 1 / 3), (1, 1.0), (20, 0.05)])
def test_a_sum_that_misses_one_by_rounding_is_one(count, weight):
    network = in_row_of(count, count, values=[weight] * count)
    for setting in (weight, "edge", np.full(count, weight)):
        assert int(prepare(network, Parameters(weight=setting)).kernel.weights.sum()) == ONE


def test_other_sums_stay():
    weights = prepare(DIAMOND, Parameters(weight="edge")).kernel.weights
    assert weights.tolist() == [ONE // 2, ONE // 2, ONE // 2, ONE // 4]


@pytest.mark.parametrize("setting", [0.35, "edge", np.array([0.3, 0.4, 0.35])])
def test_a_sum_above_one_is_refused_with_account_and_sum(setting):
    network = Network.from_edges([0, 1, 2], [3, 3, 3], 4, values=[0.3, 0.4, 0.35], labels=["a", "b", "c", "Mr Hi"])
    with pytest.raises(NetworkError, match=r"3 accounts that account 'Mr Hi' follows sum to 1\.05; allowed: at most 1"):
        prepare(network, Parameters(weight=setting))


def test_a_huge_sum_does_not_wrap_around():
    count = 5000
    with pytest.raises(NetworkError, match="5000 accounts that account 5000 follows sum to 5000; allowed: at most 1"):
        prepare(in_row_of(count, count), Parameters(weight=1.0))


@pytest.mark.parametrize("bad", ["trivalency", "cascade", 1.5, -0.1, math.nan, [0.1]])
def test_settings_that_are_refused(bad):
    with pytest.raises(ValidationError):
        Parameters(weight=bad)
    with pytest.raises((NetworkError, TypeError)):
        prepare(DIAMOND, Parameters.model_construct(weight=bad))


# -- the rule


def test_an_account_is_reached_by_the_share_that_meets_its_threshold():
    """Ten equal weights, ten seeds: the tenth-by-tenth sum passes the draw at one of them, in ascending id."""
    network = in_row_of(10, 10)
    world = prepare(network, Parameters())
    work = workspace(world)
    plan = plan_of_seeds(range(10), network)
    seen = set()
    for replicate in range(200):
        key = world_key(4, JUDGING, replicate)
        outcome = simulate(world, plan, key, work)
        threshold = draw_int(key, THRESHOLD, 10) / 2**64
        assert outcome.reached[-1] == 10
        assert outcome.reached_at[-1] == 1
        assert outcome.reached_by[-1] == int(threshold * 10)
        seen.add(int(outcome.reached_by[-1]))
    assert seen == set(range(10))


def test_all_followed_accounts_together_always_reach():
    network = in_row_of(7, 7)
    world = prepare(network, Parameters())
    sizes = np.empty(2000, np.int64)
    spread_sizes(world, plan_of_seeds(range(7), network), keys(2000), workspace(world), sizes)
    assert (sizes == 8).all()
    spread_sizes(world, plan_of_seeds(range(6), network), keys(2000), workspace(world), sizes)
    assert abs(np.mean(sizes == 7) - 6 / 7) < 4 * math.sqrt(6 / 49 / 2000)


def test_an_edge_without_weight_reaches_nobody():
    network = in_row_of(3, 3, values=[0.0, 0.0, 1.0])
    world = prepare(network, Parameters(weight="edge"))
    work = workspace(world)
    for key in keys(50).tolist():
        assert simulate(world, plan_of_seeds([0, 1], network), key, work).reach == 2
        assert simulate(world, plan_of_seeds([2], network), key, work).reach == 2
    assert not work.influence.any()


def test_edges_without_weight_need_no_memory():
    """Many of them into one account: the list of what is to be undone stays within its size."""
    network = in_row_of(20, 20, values=[0.0] * 20)
    world = prepare(network, Parameters(weight="edge"))
    work = workspace(world)._replace(touched=np.full(100, -1, np.int32))
    assert simulate(world, plan_of_seeds(range(20), network), 1, work).reach == 20
    assert (work.touched == -1).all()


@st.composite
def small_networks(draw):
    n = draw(st.integers(2, 14))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda e: e[0] != e[1])
    edges = sorted(draw(st.lists(pairs, unique=True, max_size=40)))
    return Network.from_edges(
        np.array([u for u, _ in edges], np.int32), np.array([v for _, v in edges], np.int32), n
    ), draw(st.lists(st.integers(0, n - 1), unique=True, min_size=1))


@given(small_networks(), st.integers(0, 2**32))
def test_more_seeds_reach_no_fewer_accounts_in_the_same_world(case, seed):
    network, seeds = case
    world = prepare(network, Parameters())
    work = workspace(world)
    before: set = set()
    for count in range(1, len(seeds) + 1):
        reached = set(simulate(world, plan_of_seeds(seeds[:count], network), seed, work).reached.tolist())
        assert before <= reached
        before = reached


def test_a_batch_gives_the_sizes_of_the_single_cascades():
    network = Network.from_networkx(networkx.karate_club_graph())
    world = prepare(network, Parameters())
    work = workspace(world)
    sizes = np.empty(100, np.int64)
    plan = plan_of_seeds([0], network)
    spread_sizes(world, plan, keys(100), work, sizes)
    assert sizes.tolist() == [simulate(world, plan, key, work).reach for key in keys(100).tolist()]
    assert len(set(sizes.tolist())) > 10


# -- content


def test_content_multiplies_weights_and_caps_the_chance():
    better = prepare(DIAMOND, Parameters(weight="edge", quality_effect=2 * math.log(2)), Item(quality=1)).kernel.weights
    assert better.tolist() == [ONE, ONE, ONE, ONE // 2]
    plainer = prepare(DIAMOND, Parameters(weight="edge", quality_effect=2 * math.log(2)), Item(quality=0)).kernel
    assert plainer.weights.tolist() == [ONE // 4, ONE // 4, ONE // 4, ONE // 8]


def test_the_chance_at_some_influence_is_multiplied():
    network = in_row_of(10, 10)
    sizes = np.empty(4000, np.int64)
    world = prepare(network, Parameters(quality_effect=2 * math.log(2)), Item(quality=1))
    for count, chance in ((3, 0.6), (6, 1.0)):
        spread_sizes(world, plan_of_seeds(range(count), network), keys(4000), workspace(world), sizes)
        assert abs(np.mean(sizes - count) - chance) <= 4 * math.sqrt(chance * (1 - chance) / 4000)


# -- backwards


def test_reverse_walks_have_the_law_of_the_cascade():
    """On a network without returning chains: every account's chance to be reached, both ways, against theory."""
    edges = [(0, 1), (0, 2), (1, 2), (1, 3), (2, 4), (3, 4), (0, 4), (4, 5), (2, 5)]
    weights = [0.7, 0.3, 0.5, 0.8, 0.4, 0.35, 0.2, 0.6, 0.3]
    network = Network.from_edges([u for u, _ in edges], [v for _, v in edges], 6, values=weights)
    world = prepare(network, Parameters(weight="edge"))
    work = workspace(world)
    expected = threshold_chances(6, edges, weights, [0])
    count = 10_000
    error = math.sqrt(0.25 / count)
    assert error < 0.006
    for root in range(1, 6):
        hits = sum(0 in reverse(world, root, key, work) for key in keys(count).tolist())
        assert abs(hits / count - expected[root]) < 4 * error
    reached = np.zeros(6)
    for key in keys(count).tolist():
        reached[simulate(world, plan_of_seeds([0], network), key, work).reached] += 1
    assert np.abs(reached / count - expected).max() < 4 * error
    assert not work.active.any()


def test_reverse_sets_are_the_single_walks_and_go_on_where_the_memory_ended():
    network = Network.from_networkx(networkx.karate_club_graph())
    world = prepare(network, Parameters())
    work = workspace(world)
    roots = np.arange(60, dtype=np.int32) % 34
    each = [reverse(world, root, key, work).tolist() for root, key in zip(roots.tolist(), keys(60, CHOOSING).tolist())]
    offsets = np.zeros(61, np.int64)
    found = []
    done = 0
    while done < 60:
        members = np.empty(40, np.int32)
        part = np.zeros(61 - done, np.int64)
        more = reverse_sets(world, roots[done:], keys(60, CHOOSING)[done:], work, part, members)
        assert more > 0
        found += [members[part[i] : part[i + 1]].tolist() for i in range(more)]
        done += more
    assert found == each
    assert len(offsets) == len(found) + 1
    assert max(map(len, found)) > 5


def test_a_reverse_walk_stops_where_it_meets_itself():
    ring = Network.from_edges([0, 1, 2], [1, 2, 0], 3)
    world = prepare(ring, Parameters(weight=1.0))
    assert reverse(world, 0, 9, workspace(world)).tolist() == [0, 2, 1]


def test_no_reverse_walks_where_content_lifts_a_sum_above_one():
    world = prepare(DIAMOND, Parameters(weight="edge"), Item(quality=0.9))
    with pytest.raises(NetworkError, match="the weights of what account 3 follows sum to more than 1"):
        reverse(world, 3, 1, workspace(world))
