"""What theory says of cascades must come out of the engine; and what breaks the engine must fail the same checks."""

import itertools
import math

import networkx
import numpy as np
import pytest
from judging import agrees, chances_of, keys, law_fits, law_of, network_of, same_law, sizes_of

from sim import theory
from sim.metrics import measure
from sim.models import independent_cascade
from sim.network import Network
from sim.randomness import COIN, ESTIMATING, U, child_int, coin_threshold, draw_int, fill_uniform, uniform_int
from sim.world import plan_of_seeds

RUNS = 100_000

PATH = [(i, i + 1) for i in range(9)]
CYCLE = [(i, (i + 1) % 10) for i in range(10)]
STAR = [(0, leaf) for leaf in range(1, 101)]


def complete_tree(branching, depth):
    edges, layer, following = [], [0], 1
    for _ in range(depth):
        children = list(range(following, following + branching * len(layer)))
        edges += [(layer[i // branching], child) for i, child in enumerate(children)]
        layer, following = children, following + len(children)
    return edges, following


# -- closed forms, one seed


def test_path_from_its_end():
    sizes = sizes_of(network_of(PATH, 10), [0], RUNS, probability=0.5)
    law = theory.path_sizes(10, 0.5)
    assert law @ np.arange(11) == pytest.approx(1.998047, abs=1e-6)
    assert agrees(sizes, 1.998047)
    assert law_fits(sizes, law)


def test_undirected_cycle():
    sizes = sizes_of(network_of(CYCLE, 10, both_ways=True), [3], RUNS, probability=0.5)
    assert theory.cycle_spread(10, 0.5) == pytest.approx(2.987305, abs=1e-6)
    assert agrees(sizes, 2.987305)


def test_star_from_hub_and_from_leaf():
    network = network_of(STAR, 101, both_ways=True)
    sizes = sizes_of(network, [0], RUNS, probability=0.05)
    assert agrees(sizes, theory.star_spread(100, 0.05))
    assert law_fits(sizes - 1, [math.comb(100, k) * 0.05**k * 0.95 ** (100 - k) for k in range(101)])
    # the standard error of a standard deviation is about sd / sqrt(2 n)
    deviation = theory.star_deviation(100, 0.05)
    assert deviation == pytest.approx(2.179, abs=5e-4)
    assert abs(sizes.std() - deviation) < 4 * deviation / math.sqrt(2 * RUNS) * 1.2
    assert agrees(sizes_of(network, [57], RUNS, probability=0.05), 1.2975)


@pytest.mark.parametrize(("branching", "depth", "p", "expected"), [(3, 5, 0.3, 4.68559), (2, 6, 0.5, 7.0)])
def test_complete_tree_from_its_root(branching, depth, p, expected):
    edges, accounts = complete_tree(branching, depth)
    assert theory.tree_spread(branching, depth, p) == pytest.approx(expected, abs=1e-5)
    assert agrees(sizes_of(network_of(edges, accounts), [0], RUNS, probability=p), expected)


@pytest.mark.parametrize(
    ("accounts", "p", "expected", "ends"),
    [
        (3, 0.5, 2.25, None),
        (4, 0.5, 3.25, None),
        (5, 0.3, 3.10113, (0.2401, 0.25626)),
        (10, 0.2, 6.784458, (0.134218, 0.217229)),
        (20, 0.1, 12.69442, None),
        (50, 0.04, 31.269444, None),
    ],
)
def test_complete_network(accounts, p, expected, ends):
    law = theory.complete_sizes(accounts, p)
    assert law @ np.arange(accounts + 1) == pytest.approx(expected, abs=1e-5)
    if ends:
        assert (law[1], law[accounts]) == pytest.approx(ends, abs=1e-5)
    edges = list(itertools.combinations(range(accounts), 2))
    sizes = sizes_of(network_of(edges, accounts, both_ways=True), [1], RUNS // 4, probability=p)
    assert agrees(sizes, expected)
    assert law_fits(sizes, law)


# -- independent cascade against linear threshold

DIAMOND = network_of([(0, 1), (0, 2), (1, 3), (2, 3)], 4)


def test_diamond_tells_the_two_models_apart():
    reached = sizes_of(DIAMOND, [0], RUNS, probability=0.5)
    assert agrees(reached, 1 + 2 * 0.5 + 0.4375)
    chance = chances_of(DIAMOND, [0], 20_000, probability=0.5)[3]
    threshold = chances_of(DIAMOND, [0], 20_000, name="linear_threshold", weight=0.5)[3]
    error = math.sqrt(0.25 / 20_000)
    assert error < (0.5 - 0.4375) / 8  # so that neither passes for the other
    assert abs(chance - theory.diamond_chance(0.5, model="independent_cascade")) < 4 * error
    assert abs(threshold - theory.diamond_chance(0.5, model="linear_threshold")) < 4 * error
    assert abs(chance - 0.5) > 4 * error
    assert abs(threshold - 0.4375) > 4 * error


@pytest.mark.parametrize("number", range(4))
def test_linear_threshold_where_no_chain_returns(number):
    """Any such network: an account's chance is the weighted sum of the chances of those it follows."""
    accounts = 12
    draws = iter(uniform_int(child_int(child_int(77, number), i)) for i in range(1000))
    edges = [(u, v) for v in range(1, accounts) for u in range(v) if next(draws) < 0.5]
    raw = {edge: next(draws) for edge in edges}
    total = {v: sum(w for (_, x), w in raw.items() if x == v) for v in range(accounts)}
    weights = [raw[u, v] / max(total[v], 1.0) for u, v in edges]
    expected = theory.threshold_chances(accounts, edges, weights, [0, 1])
    assert 0.05 < expected[2:].mean() < 0.95
    count = 20_000
    network = network_of(edges, accounts, values=weights)
    found = chances_of(network, [0, 1], count, name="linear_threshold", weight="edge")
    error = np.sqrt(np.maximum(expected * (1 - expected), 1e-12) / count)
    assert error.max() < 0.004
    assert (np.abs(found - expected) <= 4 * error).all()


# -- any small network, by listing its worlds

LISTED = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (1, 2)]


def test_a_small_network_by_all_its_worlds():
    law = theory.cascade_sizes(LISTED, [0.4] * 6, [0])
    assert sum(size * chance for size, chance in law.items()) == pytest.approx(2.340416, abs=1e-6)
    sizes = sizes_of(network_of(LISTED, 5), [0], RUNS, probability=0.4)
    assert agrees(sizes, 2.340416)
    assert law_fits(sizes, law_of(law))


@pytest.mark.parametrize("number", range(3))
def test_small_networks_with_cycles_and_unequal_values_by_all_their_worlds(number):
    draws = iter(uniform_int(child_int(child_int(78, number), i)) for i in range(1000))
    pairs = sorted((next(draws), edge) for edge in itertools.permutations(range(6), 2))[:11]
    edges = sorted(edge for _, edge in pairs)
    values = [0.1 + 0.8 * next(draws) for _ in edges]
    sizes = sizes_of(network_of(edges, 6, values=values), [0, 5], RUNS // 2, probability="edge")
    assert law_fits(sizes, law_of(theory.cascade_sizes(edges, values, [0, 5])))
    followings = np.bincount([v for _, v in edges], minlength=6)
    weights = [value / followings[v] for value, (_, v) in zip(values, edges, strict=True)]
    network = network_of(edges, 6, values=weights)
    sizes = sizes_of(network, [0, 5], RUNS // 2, name="linear_threshold", weight="edge")
    assert law_fits(sizes, law_of(theory.threshold_sizes(edges, weights, [0, 5])))


# -- live edges: the same law by drawing the edges first

KARATE = Network.from_networkx(networkx.karate_club_graph())
WORLDS = 20_000


def drawn(*shape):
    """Uniforms that share nothing with the worlds of the engine."""
    out = np.empty(math.prod(shape))
    fill_uniform(U(child_int(5, ESTIMATING)), out)
    return out.reshape(shape)


def test_independent_cascade_keeps_each_edge_by_its_coin():
    owner = np.repeat(np.arange(34), KARATE.followers)
    live = drawn(WORLDS, KARATE.edge_count) < 0.15
    reached = np.zeros((WORLDS, 34), bool)
    reached[:, [0, 5]] = True
    for _ in range(34):
        for e, (u, v) in enumerate(zip(owner, KARATE.audience, strict=True)):
            reached[:, v] |= live[:, e] & reached[:, u]
    assert same_law(sizes_of(KARATE, [0, 5], WORLDS, probability=0.15), reached.sum(axis=1))
    assert not same_law(sizes_of(KARATE, [0, 5], WORLDS, probability=0.165), reached.sum(axis=1))


def test_linear_threshold_keeps_one_edge_an_account():
    """Each account picks one of those it follows; it is reached if the chain of picks leads to a seed."""
    u = drawn(WORLDS, 34)
    picked = np.empty((WORLDS, 34), np.int64)
    for v in range(34):
        following = KARATE.following_of(v)
        picked[:, v] = following[(u[:, v] * len(following)).astype(np.int64)]
    picked[:, [0, 5]] = [0, 5]
    for _ in range(6):  # 2**6 steps along the picks
        picked = np.take_along_axis(picked, picked, axis=1)
    reached = ((picked == 0) | (picked == 5)).sum(axis=1)
    sizes = sizes_of(KARATE, [0, 5], WORLDS, name="linear_threshold", weight="weighted_cascade")
    assert same_law(sizes, reached)
    assert not same_law(sizes_of(KARATE, [0, 5], WORLDS, probability="weighted_cascade"), reached)


# -- shapes


def certain_cascade(edges, accounts):
    network = network_of(edges, accounts)
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=1))
    return world, independent_cascade.simulate(
        world, plan_of_seeds([0], network), 1, independent_cascade.workspace(world)
    )


@pytest.mark.parametrize(
    ("edges", "accounts", "expected"),
    [
        ([(0, leaf) for leaf in range(1, 100)], 100, 1.98),
        ([(i, i + 1) for i in range(99)], 100, 33.666667),
        (*complete_tree(2, 3), 3.504762),
        (*complete_tree(2, 6), 8.350956),
    ],
    ids=["star", "path", "tree of depth 3", "tree of depth 6"],
)
def test_structural_virality(edges, accounts, expected):
    world, outcome = certain_cascade(edges, accounts)
    assert outcome.reach == accounts
    assert measure("structural_virality", world, outcome) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("graph", [networkx.karate_club_graph(), networkx.barabasi_albert_graph(500, 3, seed=1)])
def test_friendship_paradox(graph):
    """The followers at the end of a random edge are mean k**2 / mean k, exactly."""
    network = Network.from_networkx(graph)
    found = network.followers[network.audience].mean()
    assert found == pytest.approx(theory.mean_followers_of_followed(network.followers), abs=1e-9)
    assert found > network.followers.mean()


# -- negative controls: the same checks refuse a broken engine


def test_a_reversed_network_fails():
    edges, accounts = complete_tree(3, 5)
    backwards = network_of([(v, u) for u, v in edges], accounts)
    sizes = sizes_of(backwards, [0], 1000, probability=0.3)
    assert (sizes == 1).all()
    assert not agrees(sizes, theory.tree_spread(3, 5, 0.3))
    backwards = network_of([(v, u) for u, v in PATH], 10)
    assert not law_fits(sizes_of(backwards, [0], 1000, probability=0.5), theory.path_sizes(10, 0.5))


def walked(coin, count=20_000):
    """Sizes on the path by a plain walk with this coin(replicate, key, edge)."""
    sizes = np.ones(count, np.int64)
    for replicate, key in enumerate(keys(count).tolist()):
        while sizes[replicate] < 10 and coin(replicate, key, int(sizes[replicate]) - 1):
            sizes[replicate] += 1
    return sizes


def test_the_plain_walk_passes_with_a_sound_coin():
    sizes = walked(lambda replicate, key, edge: draw_int(key, COIN, edge, edge + 1) >> 32 <= coin_threshold(0.5))
    assert law_fits(sizes, theory.path_sizes(10, 0.5))
    assert sizes.tolist() == sizes_of(network_of(PATH, 10), [0], 20_000, probability=0.5).tolist()


def test_an_engine_that_tries_a_failed_edge_again_fails():
    def tries_twice(replicate, key, edge):
        return any(draw_int(key, COIN, edge, edge + 1, again) >> 32 <= coin_threshold(0.5) for again in range(2))

    sizes = walked(tries_twice)
    assert not agrees(sizes, 1.998047)
    assert not law_fits(sizes, theory.path_sizes(10, 0.5))


def test_a_weak_draw_fails():
    """Coins from the low bits of a linear congruential generator: each is fair, and they repeat one another."""
    state = [1]

    def low_bit(replicate, key, edge):
        state[0] = (state[0] * 1103515245 + 12345) % 2**31
        return state[0] >> 1 & 1

    assert not law_fits(walked(low_bit), theory.path_sizes(10, 0.5))


def test_seeds_are_counted_once():
    sizes = sizes_of(network_of(PATH, 10), [0, 4, 9], RUNS // 10, probability=0.0)
    assert (sizes == 3).all()
