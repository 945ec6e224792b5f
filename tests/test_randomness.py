"""The keyed draw: known answers, soundness, and that nothing else in the world can change it."""

import battery
import numpy as np
import pytest

from sim.models import independent_cascade, linear_threshold
from sim.models.probabilities import edge_probabilities
from sim.network import Network
from sim.randomness import (
    CHOOSING,
    COIN,
    JUDGING,
    THRESHOLD,
    U,
    below,
    child,
    child_int,
    coin_threshold,
    coin_thresholds,
    draw_int,
    fill_uniform,
    uniform,
    uniform_int,
    world_key,
)
from sim.world import plan_of_seeds

# Steele, Lea and Flood's generator from state 1234567: the answers that its implementations are checked against.
KNOWN = [
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
]
WORDS = [0, 1, 2, 255, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53, 2**63 - 1, 2**63, 2**64 - 1]


def child_array(key, word):
    """The draw a third time, for whole arrays."""
    z = np.asarray(key, np.uint64) + (np.asarray(word, np.uint64) + U(1)) * U(0x9E3779B97F4A7C15)
    z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
    return z ^ (z >> U(31))


# -- known answers


def test_known_answers_in_python_integers():
    assert [child_int(1234567, i) for i in range(5)] == KNOWN


def test_known_answers_in_the_kernel():
    assert [int(child(U(1234567), U(i))) for i in range(5)] == KNOWN


@pytest.mark.parametrize("key", WORDS)
def test_kernel_integers_and_arrays_agree_on_extreme_words(key):
    expected = [child_int(key, word) for word in WORDS]
    assert [int(child(U(key), U(word))) for word in WORDS] == expected
    with np.errstate(over="ignore"):
        assert child_array(np.array([key] * len(WORDS), np.uint64), np.array(WORDS, np.uint64)).tolist() == expected


def test_a_chain_of_words_is_a_walk_down():
    assert draw_int(5, 6, 7) == child_int(child_int(5, 6), 7)
    assert world_key(9, JUDGING, 3) == draw_int(9, JUDGING, 3)


def test_uniform_is_the_upper_53_bits():
    for bits in (0, 1 << 11, 2**64 - 1, KNOWN[0]):
        assert uniform(U(bits)) == uniform_int(bits) == (bits >> 11) / 2**53
    assert uniform(U(2**64 - 1)) < 1
    filled = np.empty(5)
    fill_uniform(U(1234567), filled)
    assert filled.tolist() == [uniform_int(bits) for bits in KNOWN]


def test_below_stays_below_and_is_even():
    bound = np.int64(10)
    counts = np.bincount([below(U(child(U(3), U(i))), bound) for i in range(20_000)])
    assert len(counts) == 10
    assert 1e-4 < battery.chi_square(counts, 2000) < 1 - 1e-4
    assert below(U(2**64 - 1), bound) == 9


@pytest.mark.parametrize(
    ("probability", "threshold"),
    [(0.0, -1), (2.0**-32, 0), (1e-12, 0), (0.5, 2**31 - 1), (1 - 2.0**-33, 2**32 - 1), (1.0, 2**32 - 1)],
)
def test_coin_thresholds(probability, threshold):
    assert coin_threshold(probability) == threshold
    if probability > 0:
        assert coin_thresholds(np.array([probability])).tolist() == [threshold]


# -- soundness

COUNT = 2**18


def streams():
    """Draws in the orders in which the engine's neighbours could show: name -> uint64[COUNT]."""
    i = np.arange(COUNT, dtype=np.uint64)
    world = U(world_key(1, JUDGING, 0))
    coins = child_array(world, COIN)
    replicates = child_array(U(child_int(1, JUDGING)), i)
    yield "followers of one account", child_array(child_array(coins, 17), i)
    yield "accounts with one follower", child_array(child_array(coins, i), 17)
    yield "pairs of neighbouring accounts", child_array(child_array(coins, i >> U(9)), i & U(511))
    yield (
        "mutual edges, there and back",
        child_array(child_array(coins, np.where(i & U(1), i, i + U(1))), np.where(i & U(1), i + U(1), i)),
    )
    yield "one edge in neighbouring replicates", child_array(child_array(child_array(replicates, COIN), 3), 4)
    yield "thresholds of one account in neighbouring replicates", child_array(child_array(replicates, THRESHOLD), 3)
    seeds = child_array(child_array(i, JUDGING), 0)
    yield "one edge under neighbouring seeds", child_array(child_array(child_array(seeds, COIN), 3), 4)
    purposes = child_array(child_array(U(1), i % U(6) + U(1)), i // U(6))
    yield "neighbouring purposes", child_array(child_array(child_array(purposes, COIN), 3), 4)
    whats = child_array(child_array(world, i % U(6) + U(1)), i // U(6))
    yield "neighbouring kinds of decision", whats


def test_the_battery_accepts_the_draw_in_every_order():
    even = []
    with np.errstate(over="ignore"):
        for name, draws in streams():
            results = battery.battery(draws)
            smallest = battery.worst(results)
            # About 900 p-values: one below 1e-6 in a thousand sound generators.
            assert min(smallest.values()) > 1e-6, (name, smallest)
            even += results["single_bits"] + results["byte_counts"] + results["neighbours"]
    assert len(even) > 500
    assert battery.evenness(even) > 1e-4


def test_the_battery_rejects_the_low_bits_of_a_linear_congruential_generator():
    state, low = 1, []
    for _ in range(2 * COUNT):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        low.append(state & 0xFFFFFFFF)
    halves = np.array(low, np.uint64)
    smallest = battery.worst(battery.battery(halves[::2] | halves[1::2] << U(32)))
    assert smallest["runs"] < 1e-12
    assert smallest["byte_counts"] < 1e-12


def murmur_finaliser(x):
    """Appleby's 32-bit finaliser."""
    x = (x ^ x >> U(16)) * U(0x85EBCA6B) & U(0xFFFFFFFF)
    x = (x ^ x >> U(13)) * U(0xC2B2AE35) & U(0xFFFFFFFF)
    return x ^ x >> U(16)


def test_the_battery_rejects_a_hash_that_passes_through_32_bits():
    """A key of 32 bits, however well it is spread to 64 afterwards, meets itself among 2**18 draws."""
    i = np.arange(COUNT, dtype=np.uint64)
    with np.errstate(over="ignore"):
        narrow = murmur_finaliser(murmur_finaliser(i >> U(9)) ^ (i & U(511)) * U(0x9E3779B9) & U(0xFFFFFFFF))
        smallest = battery.worst(battery.battery(child_array(narrow, 0)))
    assert smallest["collisions"] < 1e-12


def test_each_bit_of_a_word_changes_each_bit_of_the_draw_half_of_the_time():
    words = np.arange(4096, dtype=np.uint64)
    with np.errstate(over="ignore"):
        before = child_array(U(99), words)
        for place in range(64):
            flipped = before ^ child_array(U(99), words ^ (U(1) << U(place)))
            share = np.array([battery.bit(flipped, out).mean() for out in range(64)])
            # 64 bits a line: six standard errors of .5 / sqrt(4096) or less
            assert np.abs(share - 0.5).max() < 6 * 0.5 / 64, place


# -- what cannot change a draw


def tangle(accounts=60):
    """Some network: each account is followed by a few others."""
    pairs = [(u, (u * u + 3 * k * k + 1) % accounts) for u in range(accounts) for k in range(1, 7)]
    return sorted({(u, v) for u, v in pairs if u != v})


def network_of(pairs, accounts):
    source, target = (np.array(column, np.int32) for column in zip(*pairs, strict=True))
    return Network.from_edges(source, target, accounts)


def live_edges(network, seed=7, replicate=0, extra_seed=None):
    """The live edges of a world as the engine shows them: who is reached at step 1 from each account alone."""
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=0.4))
    work = independent_cascade.workspace(world)
    found = set()
    for u in range(len(network)):
        seeds = [u] if extra_seed in (None, u) else [u, extra_seed]
        outcome = independent_cascade.simulate(
            world, plan_of_seeds(seeds, network), world_key(seed, JUDGING, replicate), work
        )
        first = (outcome.reached_at == 1) & (outcome.reached_by == u)
        found |= {(u, int(v)) for v in outcome.reached[first]}
    return found


def needed_shares(network, watched, seed=7):
    """How many of those that it follows must share until each account is reached (linear threshold, weight 1/25)."""
    world = linear_threshold.prepare(network, linear_threshold.Parameters(weight=0.04))
    work = linear_threshold.workspace(world)
    found = {}
    for v in watched:
        following = network.following_of(v)
        for count in range(1, len(following) + 1):
            plan = plan_of_seeds(following[:count], network)
            outcome = linear_threshold.simulate(world, plan, world_key(seed, JUDGING, 0), work)
            if v in outcome.reached[outcome.reached_at == 1]:
                found[v] = count
                break
    return found


def test_an_account_more_changes_no_draw():
    pairs = tangle()
    before = live_edges(network_of(pairs, 60))
    assert 0.3 < len(before) / len(pairs) < 0.5
    more = [*pairs, (60, 0), (5, 60), (60, 31)]
    after = live_edges(network_of(more, 61))
    assert {edge for edge in after if 60 not in edge} == before


def test_an_edge_more_changes_no_draw():
    pairs = tangle()
    before = live_edges(network_of(pairs, 60))
    extra = next((0, v) for v in range(1, 60) if (0, v) not in pairs)
    after = live_edges(network_of([*pairs, extra], 60))
    assert after - {extra} == before


def test_another_plan_changes_no_draw():
    network = network_of(tangle(), 60)
    before = live_edges(network)
    with_another = live_edges(network, extra_seed=33)
    # What 33 reached first, or what is a seed now, is not reached by u; all else is the same.
    assert with_another <= before
    assert all((u > 33 and (33, v) in before) or v == 33 for u, v in before - with_another)
    assert live_edges(network, replicate=1) != before
    assert live_edges(network, seed=8) != before


def test_an_account_or_edge_more_changes_no_threshold():
    hub = [(u, v) for v in range(20, 40) for u in range(20)]
    before = needed_shares(network_of(hub, 40), range(20, 40))
    assert len(before) > 8
    assert len(set(before.values())) > 5
    watched = [v for v in range(20, 40) if v != 22]
    after = needed_shares(network_of([*hub, (40, 3), (21, 22), (3, 40)], 41), watched)
    assert after == {v: count for v, count in before.items() if v != 22}


def test_an_edge_more_changes_no_trivalency():
    pairs = tangle()
    old = network_of(pairs, 60)
    new = network_of([*pairs, (59, 0), (60, 5)], 61)

    def by_edge(network):
        owner = np.repeat(np.arange(len(network)), network.followers).tolist()
        return dict(zip(zip(owner, network.audience.tolist(), strict=True), edge_probabilities(network, "trivalency")))

    assert by_edge(old).items() <= by_edge(new).items()
    assert len(set(by_edge(old).values())) == 3


def test_draws_by_place_in_memory_would_fail_these_tests():
    """The negative control: coins numbered in the order of the edges move when an edge is put in between."""
    pairs = tangle()
    key = world_key(7, JUDGING, 0)

    def by_place(edges):
        return {edge for place, edge in enumerate(edges) if draw_int(key, place) >> 32 <= coin_threshold(0.4)}

    extra = next((0, v) for v in range(1, 60) if (0, v) not in pairs)
    assert by_place(sorted([*pairs, extra])) - {extra} != by_place(pairs)


def test_choosing_and_judging_meet_different_worlds():
    network = network_of(tangle(), 60)
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=0.4))
    work = independent_cascade.workspace(world)
    sizes = {}
    for purpose in (CHOOSING, JUDGING):
        keys = np.array([world_key(3, purpose, r) for r in range(400)], np.uint64)
        sizes[purpose] = np.empty(400, np.int64)
        independent_cascade.spread_sizes(world, plan_of_seeds([1], network), keys, work, sizes[purpose])
    correlation = np.corrcoef(sizes[CHOOSING], sizes[JUDGING])[0, 1]
    assert abs(correlation) < 4 / np.sqrt(400)
