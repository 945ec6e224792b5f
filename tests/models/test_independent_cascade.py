"""Independent cascade: a world is a set of live edges, and everything agrees with it exactly."""

import networkx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.models.independent_cascade import (
    Parameters,
    prepare,
    reverse,
    reverse_sets,
    simulate,
    spread_sizes,
    workspace,
)
from sim.network import Network
from sim.randomness import JUDGING, world_key
from sim.world import plan_of_seeds

KARATE = Network.from_networkx(networkx.karate_club_graph())


def keys(count):
    return np.array([world_key(4, JUDGING, r) for r in range(count)], np.uint64)


def reached_from(world, seeds, key, work):
    return set(simulate(world, plan_of_seeds(seeds, world.network), key, work).reached.tolist())


@given(st.integers(0, 2**64 - 1), st.sampled_from([0.05, 0.2, "weighted_cascade", "trivalency"]))
def test_forwards_and_backwards_walk_the_same_live_edges(key, setting):
    world = prepare(KARATE, Parameters(probability=setting))
    work = workspace(world)
    forwards = [reached_from(world, [seed], key, work) for seed in range(34)]
    for root in range(34):
        assert set(reverse(world, root, key, work).tolist()) == {s for s in range(34) if root in forwards[s]}
    assert not work.active.any()


@given(st.integers(0, 2**64 - 1), st.lists(st.integers(0, 33), unique=True, min_size=2, max_size=8))
def test_in_one_world_reach_is_a_union(key, seeds):
    """So it is monotone, and what a seed adds never grows with the others (submodular): exactly, not on average."""
    world = prepare(KARATE, Parameters(probability=0.15))
    work = workspace(world)
    union = set().union(*(reached_from(world, [seed], key, work) for seed in seeds))
    assert reached_from(world, seeds, key, work) == union


def test_certain_edges_reach_exactly_the_reachable_and_impossible_ones_nobody():
    graph = networkx.gnp_random_graph(60, 0.03, seed=3, directed=True)
    network = Network.from_networkx(graph)
    certain, never = (prepare(network, Parameters(probability=p)) for p in (1, 0))
    work = workspace(certain)
    for seed in range(60):
        for key in keys(5).tolist():
            assert reached_from(certain, [seed], key, work) == {seed} | networkx.descendants(graph, seed)
            assert reached_from(never, [seed], key, work) == {seed}
            assert set(reverse(certain, seed, key, work).tolist()) == {seed} | networkx.ancestors(graph, seed)


def test_content_flows_from_the_followed_to_the_follower():
    """The negative control of every direction: on one edge, one end reaches the other and not back."""
    world = prepare(Network.from_edges([0], [1], 2), Parameters(probability=1))
    work = workspace(world)
    assert reached_from(world, [0], 1, work) == {0, 1}
    assert reached_from(world, [1], 1, work) == {1}


def test_steps_are_shortest_ways_over_live_edges():
    world = prepare(KARATE, Parameters(probability=1))
    outcome = simulate(world, plan_of_seeds([16], KARATE), 5, workspace(world))
    shortest = networkx.single_source_shortest_path_length(networkx.karate_club_graph(), 16)
    assert dict(zip(outcome.reached.tolist(), outcome.reached_at.tolist(), strict=True)) == shortest
    assert (np.diff(outcome.reached_at) >= 0).all()


def test_a_batch_gives_the_sizes_of_the_single_cascades():
    world = prepare(KARATE, Parameters(probability=0.2))
    work = workspace(world)
    sizes = np.empty(100, np.int64)
    plan = plan_of_seeds([0], KARATE)
    spread_sizes(world, plan, keys(100), work, sizes)
    assert sizes.tolist() == [simulate(world, plan, key, work).reach for key in keys(100).tolist()]
    assert len(set(sizes.tolist())) > 10


def test_reverse_sets_go_on_where_the_memory_ended():
    world = prepare(KARATE, Parameters(probability=0.1))
    work = workspace(world)
    roots = np.arange(60, dtype=np.int32) % 34
    each = [reverse(world, root, key, work).tolist() for root, key in zip(roots.tolist(), keys(60).tolist())]
    found = []
    while len(found) < 60:
        members = np.empty(40, np.int32)
        part = np.zeros(61 - len(found), np.int64)
        more = reverse_sets(world, roots[len(found) :], keys(60)[len(found) :], work, part, members)
        assert more > 0
        found += [members[part[i] : part[i + 1]].tolist() for i in range(more)]
    assert found == each
