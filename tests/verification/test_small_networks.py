"""Facts A6 to A9: the two models told apart, any small network by all its worlds, and edges drawn before the walk."""

import itertools
import math

import networkx
import numpy as np
import pytest
from judging import chances_of, law_of, network_of, same_law, sizes_of

from sim import theory
from sim.network import Network
from sim.randomness import ESTIMATING, U, child_int, fill_uniform, uniform_int

RUNS = 100_000

# -- independent cascade against linear threshold

DIAMOND = network_of([(0, 1), (0, 2), (1, 3), (2, 3)], 4)


def test_diamond_tells_the_two_models_apart(check):
    count = 20_000
    reached = sizes_of(DIAMOND, [0], RUNS, probability=0.5)
    check.mean("A6", "reach on the diamond, p = .5", reached, 1 + 2 * 0.5 + 0.4375)
    chance = chances_of(DIAMOND, [0], count, probability=0.5)[3]
    threshold = chances_of(DIAMOND, [0], count, name="linear_threshold", weight=0.5)[3]
    error = math.sqrt(0.25 / count)
    assert error < (0.5 - 0.4375) / 8  # so that neither passes for the other
    cascade = theory.diamond_chance(0.5, model="independent_cascade")
    check.value("A6", "chance of t by independent cascade, p = .5", chance, cascade, error)
    weights = theory.diamond_chance(0.5, model="linear_threshold")
    check.value("A6", "chance of t by linear threshold, weights .5", threshold, weights, error)
    saw = f"{threshold:.4f}, not .4375"
    refused = abs(threshold - 0.4375) > 4 * error
    check.control("A6", "linear threshold in place of independent cascade", saw, refused)
    refused = abs(chance - 0.5) > 4 * error
    check.control("A6", "independent cascade in place of linear threshold", f"{chance:.4f}, not .5", refused)


@pytest.mark.parametrize("number", range(4))
def test_linear_threshold_where_no_chain_returns(check, number):
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
    sizes = sizes_of(network, [0, 1], count, name="linear_threshold", weight="edge")
    check.mean("A7", f"random network {number + 1}, seeds 0 and 1, linear threshold", sizes, float(expected.sum()))
    if number == 0:
        wrong = sizes_of(network, [0, 1], count, probability="edge")
        off = (wrong.mean() - expected.sum()) / (wrong.std() / math.sqrt(count))
        saw = f"mean off by {off:+.0f} standard errors"
        check.control("A7", "independent cascade with the weights as probabilities", saw, abs(off) > 4)


# -- any small network, by listing its worlds

LISTED = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (1, 2)]


def test_a_small_network_by_all_its_worlds(check):
    law = theory.cascade_sizes(LISTED, [0.4] * 6, [0])
    mean = sum(size * chance for size, chance in law.items())
    check.exact("A8", "five accounts, six edges, p = .4, by the list", mean, 2.340416, tolerance=1e-6)
    sizes = sizes_of(network_of(LISTED, 5), [0], RUNS, probability=0.4)
    check.mean("A8", "five accounts, six edges, p = .4", sizes, mean)
    check.law("A8", "five accounts, six edges, p = .4, sizes", sizes, law_of(law))
    wrong = sizes_of(network_of([(v, u) for u, v in LISTED], 5), [0], 1000, probability=0.4)
    check.control("A8", "the edges are reversed", f"mean {wrong.mean():.3f}, not 2.340", abs(wrong.mean() - mean) > 0.5)


@pytest.mark.parametrize("number", range(3))
def test_small_networks_with_cycles_and_unequal_values_by_all_their_worlds(check, number):
    draws = iter(uniform_int(child_int(child_int(78, number), i)) for i in range(1000))
    pairs = sorted((next(draws), edge) for edge in itertools.permutations(range(6), 2))[:11]
    edges = sorted(edge for _, edge in pairs)
    values = [0.1 + 0.8 * next(draws) for _ in edges]
    sizes = sizes_of(network_of(edges, 6, values=values), [0, 5], RUNS // 2, probability="edge")
    what = f"random network {number + 1} with cycles, 11 unequal edges, seeds 0 and 5"
    check.law("A8", f"{what}, independent cascade", sizes, law_of(theory.cascade_sizes(edges, values, [0, 5])))
    followings = np.bincount([v for _, v in edges], minlength=6)
    weights = [value / followings[v] for value, (_, v) in zip(values, edges, strict=True)]
    network = network_of(edges, 6, values=weights)
    sizes = sizes_of(network, [0, 5], RUNS // 2, name="linear_threshold", weight="edge")
    check.law("A8", f"{what}, linear threshold", sizes, law_of(theory.threshold_sizes(edges, weights, [0, 5])))


def test_both_ways_of_listing_agree():
    """Where every account follows at most one other, linear threshold is independent cascade."""
    edges, values = [(0, 1), (1, 2), (0, 3), (3, 4)], [0.3, 0.9, 0.5, 0.2]
    assert theory.threshold_sizes(edges, values, [0]) == pytest.approx(theory.cascade_sizes(edges, values, [0]))


# -- live edges: the same law by drawing the edges first

KARATE = Network.from_networkx(networkx.karate_club_graph())
WORLDS = 20_000
CLUB = "the karate club, seeds 0 and 5"


def drawn(*shape):
    """Uniforms that share nothing with the worlds of the engine."""
    out = np.empty(math.prod(shape))
    fill_uniform(U(child_int(5, ESTIMATING)), out)
    return out.reshape(shape)


def test_independent_cascade_keeps_each_edge_by_its_coin(check):
    owner = np.repeat(np.arange(34), KARATE.followers)
    live = drawn(WORLDS, KARATE.edge_count) < 0.15
    reached = np.zeros((WORLDS, 34), bool)
    reached[:, [0, 5]] = True
    for _ in range(34):
        for e, (u, v) in enumerate(zip(owner, KARATE.audience, strict=True)):
            reached[:, v] |= live[:, e] & reached[:, u]
    reached = reached.sum(axis=1)
    check.same(
        "A9", f"{CLUB}: independent cascade, p = .15", sizes_of(KARATE, [0, 5], WORLDS, probability=0.15), reached
    )
    wrong = sizes_of(KARATE, [0, 5], WORLDS, probability=0.165)
    saw = f"mean {wrong.mean():.2f}, not {reached.mean():.2f}"
    check.control("A9", "p is .165 and not .15", saw, not same_law(wrong, reached))


def test_linear_threshold_keeps_one_edge_an_account(check):
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
    check.same("A9", f"{CLUB}: linear threshold, equal weights", sizes, reached)
    wrong = sizes_of(KARATE, [0, 5], WORLDS, probability="weighted_cascade")
    saw = f"mean {wrong.mean():.2f}, not {reached.mean():.2f}"
    check.control("A9", "independent cascade in place of linear threshold", saw, not same_law(wrong, reached))
