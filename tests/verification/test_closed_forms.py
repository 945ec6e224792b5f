"""Facts A1 to A5: networks whose spread has a formula; the formulas once more by listing worlds; broken engines."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import agrees, keys, law_fits, network_of, sizes_of
from small_graphs import complete, complete_tree, cycle, path, star

from sim import theory
from sim.randomness import COIN, coin_threshold, draw_int

RUNS = 100_000


def mean_of(law):
    return sum(size * chance for size, chance in enumerate(law))


# -- the engine against the formulas; the first case of each with the value that the formula must give


@pytest.mark.parametrize(("n", "p", "expected"), [(10, 0.5, 1.998047), (6, 0.9, 4.68559), (40, 0.95, None)])
def test_path_from_its_end(check, n, p, expected):
    law = theory.path_sizes(n, p)
    assert mean_of(law) == pytest.approx((1 - p**n) / (1 - p))
    assert expected is None or mean_of(law) == pytest.approx(expected, abs=1e-6)
    sizes = sizes_of(network_of(path(n), n), [0], RUNS, probability=p)
    check.mean("A1", f"path of {n}, p = {p}", sizes, mean_of(law))
    check.law("A1", f"path of {n}, p = {p}, sizes", sizes, law)


@pytest.mark.parametrize(("n", "p", "expected"), [(10, 0.5, 2.987305), (3, 0.3, None), (25, 0.9, None)])
def test_undirected_cycle(check, n, p, expected):
    sizes = sizes_of(network_of(cycle(n), n, both_ways=True), [n // 3], RUNS, probability=p)
    assert expected is None or theory.cycle_spread(n, p) == pytest.approx(expected, abs=1e-6)
    check.mean("A2", f"cycle of {n}, p = {p}", sizes, theory.cycle_spread(n, p))


@pytest.mark.parametrize(("leaves", "p", "deviation", "leaf"), [(100, 0.05, 2.179, 1.2975), (30, 0.4, None, None)])
def test_star_from_hub_and_from_leaf(check, leaves, p, deviation, leaf):
    network = network_of(star(leaves), leaves + 1, both_ways=True)
    sizes = sizes_of(network, [0], RUNS, probability=p)
    told = f"star of {leaves} leaves, p = {p}"
    check.mean("A3", f"{told}, from the hub", sizes, theory.star_spread(leaves, p))
    law = [0] + [math.comb(leaves, k) * p**k * (1 - p) ** (leaves - k) for k in range(leaves + 1)]
    check.law("A3", f"{told}, from the hub, sizes", sizes, law)
    spread = theory.star_deviation(leaves, p)
    assert deviation is None or spread == pytest.approx(deviation, abs=5e-4)
    # error of a standard deviation: sd / sqrt(n) * sqrt(mu4 / sd**4 - 1) / 2, with mu4 of the binomial
    fourth = 3 + (1 - 6 * p * (1 - p)) / spread**2
    check.value("A3", f"{told}, deviation", sizes.std(ddof=1), spread, spread * math.sqrt((fourth - 1) / (4 * RUNS)))
    from_leaf = theory.star_spread(leaves, p, from_hub=False)
    assert leaf is None or from_leaf == pytest.approx(leaf)
    sizes = sizes_of(network, [leaves - 3], RUNS, probability=p)
    check.mean("A3", f"{told}, from a leaf", sizes, from_leaf)


@pytest.mark.parametrize(
    ("branching", "depth", "p", "expected"), [(3, 5, 0.3, 4.68559), (2, 6, 0.5, 7.0), (5, 4, 0.3, None)]
)
def test_complete_tree_from_its_root(check, branching, depth, p, expected):
    edges, accounts = complete_tree(branching, depth)
    spread = theory.tree_spread(branching, depth, p)
    assert expected is None or spread == pytest.approx(expected, abs=1e-5)
    sizes = sizes_of(network_of(edges, accounts), [0], RUNS, probability=p)
    check.mean("A4", f"tree of {branching} children to depth {depth}, p = {p}", sizes, spread)


@pytest.mark.parametrize(
    ("n", "p", "expected", "ends"),
    [
        (3, 0.5, 2.25, None),
        (4, 0.5, 3.25, None),
        (5, 0.3, 3.10113, (0.2401, 0.25626)),
        (10, 0.2, 6.784458, (0.134218, 0.217229)),
        (20, 0.1, 12.69442, None),
        (50, 0.04, 31.269444, None),
    ],
)
def test_complete_network(check, n, p, expected, ends):
    law = theory.complete_sizes(n, p)
    assert mean_of(law) == pytest.approx(expected, abs=1e-5)
    assert ends is None or (law[1], law[n]) == pytest.approx(ends, abs=1e-5)
    sizes = sizes_of(network_of(complete(n), n, both_ways=True), [1], RUNS // 4, probability=p)
    check.mean("A5", f"complete network of {n}, p = {p}", sizes, mean_of(law))
    check.law("A5", f"complete network of {n}, p = {p}, sizes", sizes, law)
    if ends:
        for size, chance in ((1, law[1]), (n, law[n])):
            error = math.sqrt(chance * (1 - chance) / len(sizes))
            what = f"complete network of {n}, p = {p}, P({size})"
            check.value("A5", what, (sizes == size).mean(), chance, error, precise=0.02)


# -- the formulas against the list of all worlds


def by_listing(edges, p, seed, both_ways=False):
    """Law of the reach, by all worlds of live edges; an undirected link is two edges."""
    edges = edges + [(v, u) for u, v in edges] if both_ways else edges
    law = theory.cascade_sizes(edges, [p] * len(edges), [seed])
    return [law.get(size, 0.0) for size in range(max(law) + 1)]


@given(st.floats(0.0, 0.999))
def test_the_formulas_are_the_lists_of_all_worlds(p):
    assert by_listing(path(6), p, 0) == pytest.approx(theory.path_sizes(6, p)[: len(by_listing(path(6), p, 0))])
    assert mean_of(by_listing(cycle(5), p, 2, both_ways=True)) == pytest.approx(theory.cycle_spread(5, p))
    hub = by_listing(star(5), p, 0, both_ways=True)
    assert mean_of(hub) == pytest.approx(theory.star_spread(5, p))
    second = sum(chance * size * size for size, chance in enumerate(hub))
    assert second - mean_of(hub) ** 2 == pytest.approx(theory.star_deviation(5, p) ** 2, abs=1e-9)
    leaf = by_listing(star(5), p, 3, both_ways=True)
    assert mean_of(leaf) == pytest.approx(theory.star_spread(5, p, from_hub=False))
    assert mean_of(by_listing(complete_tree(2, 2)[0], p, 0)) == pytest.approx(theory.tree_spread(2, 2, p))
    listed = by_listing(complete(4), p, 1, both_ways=True)
    assert listed == pytest.approx(theory.complete_sizes(4, p)[: len(listed)])


# -- negative controls: the same checks refuse a broken engine


def walked(coin, count=20_000):
    """Sizes on the path by a plain walk with this coin(key, edge)."""
    sizes = []
    for key in keys(count).tolist():
        size = 1
        while size < 10 and coin(key, size - 1):
            size += 1
        sizes.append(size)
    return sizes


def sound(key, edge, *again):
    return draw_int(key, COIN, edge, edge + 1, *again) >> 32 <= coin_threshold(0.5)


def test_the_plain_walk_passes_with_a_sound_coin():
    sizes = walked(sound)
    assert law_fits(sizes, theory.path_sizes(10, 0.5))
    assert sizes == sizes_of(network_of(path(10), 10), [0], 20_000, probability=0.5).tolist()


def test_an_engine_that_tries_a_failed_edge_again_fails(check):
    sizes = walked(lambda key, edge: any(sound(key, edge, again) for again in range(2)))
    refused = not agrees(sizes, 1.998047) and not law_fits(sizes, theory.path_sizes(10, 0.5))
    check.control("A1", "a failed edge is tried again", f"mean {sum(sizes) / len(sizes):.3f}, not 1.998", refused)


def test_a_weak_draw_fails(check):
    """Coins from the low bits of a linear congruential generator: each is fair, and they repeat one another."""
    state = [1]

    def low_bit(key, edge):
        state[0] = (state[0] * 1103515245 + 12345) % 2**31
        return state[0] >> 1 & 1

    sizes = walked(low_bit)
    refused = not law_fits(sizes, theory.path_sizes(10, 0.5))
    check.control(
        "A1", "coins are the low bits of a linear congruential generator", f"no sizes but {sorted(set(sizes))}", refused
    )


def test_a_reversed_network_fails(check):
    edges, accounts = complete_tree(3, 5)
    backwards = network_of([(v, u) for u, v in edges], accounts)
    sizes = sizes_of(backwards, [0], 1000, probability=0.3)
    check.control("A4", "the edges of the tree are reversed", "all sizes 1", not agrees(sizes, 4.68559))
    backwards = network_of([(v, u) for u, v in path(10)], 10)
    refused = not law_fits(sizes_of(backwards, [0], 1000, probability=0.5), theory.path_sizes(10, 0.5))
    check.control("A1", "the edges of the path are reversed", "all sizes 1", refused)


def test_a_slightly_wrong_probability_fails(check):
    """The complete network at p = .21 against the law of p = .2."""
    network = network_of(complete(10), 10, both_ways=True)
    sizes = sizes_of(network, [1], RUNS // 4, probability=0.21)
    refused = not agrees(sizes, 6.784458) and not law_fits(sizes, theory.complete_sizes(10, 0.2))
    check.control("A5", "p is .21 and not .2", f"mean {sizes.mean():.3f}, not 6.784", refused)


def test_seeds_are_counted_once():
    sizes = sizes_of(network_of(path(10), 10), [0, 4, 9], RUNS // 10, probability=0.0)
    assert (sizes == 3).all()
