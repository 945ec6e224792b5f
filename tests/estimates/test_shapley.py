"""Shapley values: games whose values are known, the axioms on any game, and drawn orders against exact values."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.estimates import EstimateError
from sim.estimates.shapley import MOST_EXACT, Shapley, shapley


def gloves(left):
    """Pairs of gloves: players below ``left`` have a left one, the others a right one."""
    return lambda group: float(min(sum(p < left for p in group), sum(p >= left for p in group)))


def runway(costs):
    """A runway as long as the largest aircraft needs."""
    return lambda group: max((costs[p] for p in group), default=0.0)


def runway_values(costs):
    """Littlechild and Owen 1973 (Management Science 20:370): each piece is shared by those who need it."""
    lengths = [0.0, *sorted(costs)]
    pieces = [(b - a) / (len(costs) - k) for k, (a, b) in enumerate(itertools.pairwise(lengths))]
    return [sum(pieces[: sorted(costs).index(cost) + 1]) for cost in costs]


def any_game(count, draws):
    """A game with any value for each group."""
    return lambda group: draws[sum(1 << player for player in group) % len(draws)]


def by_orders(value, count):
    """The definition: gains averaged over all orders."""
    total = np.zeros(count)
    for order in itertools.permutations(range(count)):
        for place, player in enumerate(order):
            before = tuple(sorted(order[:place]))
            total[player] += value(tuple(sorted((*before, player)))) - value(before)
    return total / math.factorial(count)


def test_known_games():
    assert shapley(gloves(1), range(3)).values == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert shapley(gloves(2), range(4)).values == pytest.approx([0.5] * 4)
    assert shapley(gloves(1), range(6)).values == pytest.approx([5 / 6, *[1 / 30] * 5])
    assert shapley(sum, [1.0, 2.0, 4.0]).values == pytest.approx([1, 2, 4])
    costs = [1.0, 5.0, 2.0, 2.0, 9.0]
    assert shapley(runway(costs), range(5)).values == pytest.approx(runway_values(costs))
    united = shapley(lambda group: float(len(group) == 5), "abcde")
    assert united.values == pytest.approx([0.2] * 5)
    assert united["c"] == pytest.approx(0.2)


@given(st.integers(0, 5), st.lists(st.floats(-100, 100), min_size=32, max_size=32))
def test_exact_values_are_the_mean_over_all_orders(count, draws):
    value = any_game(count, draws)
    found = shapley(value, range(count))
    assert found.values == pytest.approx(by_orders(value, count), abs=1e-9)
    assert (found.exact, found.calls) == (True, 2**count)
    assert not found.standard_errors.any()
    np.testing.assert_array_equal(found.low, found.high)


@pytest.mark.parametrize("count", [4, MOST_EXACT + 3])
@given(draws=st.lists(st.floats(-100, 100), min_size=37, max_size=37))
def test_the_axioms(count, draws):
    """Efficiency, symmetry (exact values only: drawn orders are symmetric in the mean), null player, linearity."""
    value = any_game(count, draws)
    found = shapley(value, range(count), pairs=4)
    everyone = value(tuple(range(count))) - value(())
    assert found.values.sum() == pytest.approx(everyone, abs=1e-8)
    assert found.together == everyone
    with_idle = shapley(lambda group: value(tuple(p for p in group if p != count)), range(count + 1), pairs=4)
    assert with_idle.values[count] == 0
    assert with_idle.standard_errors[count] == 0
    scaled = shapley(lambda group: 3 * value(group) + 7 + 2 * len(group), range(count), pairs=4)
    assert scaled.values == pytest.approx(3 * found.values + 2, abs=1e-8)
    if found.exact:
        twins = shapley(lambda group: value(tuple({min(p, 1) for p in group})), range(4))
        assert twins.values[1:] == pytest.approx([twins.values[1]] * 3, abs=1e-9)


def test_a_pair_of_orders_is_exact_where_players_interact_two_by_two():
    own = [3.0, -1.0, 2.0, 0.5, 4.0, 0.0, 1.0, 2.5, -2.0]
    both = {pair: (pair[0] - 2.0) * (pair[1] - 5.0) for pair in itertools.combinations(range(9), 2)}

    def value(group):
        return sum(own[p] for p in group) + sum(x for pair, x in both.items() if set(pair) <= set(group))

    found = shapley(value, range(9), pairs=2)
    expected = [own[p] + sum(x for pair, x in both.items() if p in pair) / 2 for p in range(9)]
    assert not found.exact
    assert found.values == pytest.approx(expected)
    assert found.standard_errors == pytest.approx(np.zeros(9), abs=1e-12)
    # Negative control: three by three is too much for a pair.
    threes = shapley(lambda group: value(group) + (set(group) >= {0, 1, 2}), range(9), pairs=10)
    assert threes.standard_errors.max() > 0.01


def drawn(seed, pairs=40):
    costs = [1.0, 5.0, 2.0, 2.0, 9.0, 3.0, 4.0, 8.0]
    return shapley(runway(costs), range(8), pairs=pairs, seed=seed), np.array(runway_values(costs))


def test_drawn_orders_find_the_values_and_know_their_error():
    runs = [drawn(seed) for seed in range(120)]
    truth = runs[0][1]
    values = np.array([found.values for found, _ in runs])
    errors = np.array([found.standard_errors for found, _ in runs])
    precision = values.std(axis=0, ddof=1) / math.sqrt(len(runs))
    assert precision.max() < 0.03
    assert np.all(np.abs(values.mean(axis=0) - truth) < 4 * precision)
    spread = (errors.mean(axis=0) / values.std(axis=0, ddof=1))[1:]  # of the smallest the error is 0
    assert np.all((spread > 0.75) & (spread < 1.3))
    covered = np.mean([(found.low <= truth + 1e-12) & (truth - 1e-12 <= found.high) for found, _ in runs], axis=0)
    assert np.all(covered > 0.95 - 4 * math.sqrt(0.05 * 0.95 / len(runs)))
    shifted = np.mean([(found.low <= truth + 0.5) & (truth + 0.5 <= found.high) for found, _ in runs], axis=0)
    assert shifted.min() < 0.3, "the intervals are too wide to tell anything"


def test_more_orders_are_more_precise():
    few, many = drawn(1, pairs=25)[0], drawn(1, pairs=400)[0]
    assert 2 < few.standard_errors.sum() / many.standard_errors.sum() < 8
    assert few.calls < many.calls <= 2**8


def test_the_same_seed_draws_the_same_orders():
    first, again, other = drawn(5)[0], drawn(5)[0], drawn(6)[0]
    np.testing.assert_array_equal(first.values, again.values)
    assert np.any(first.values != other.values)


@pytest.mark.parametrize("count", [3, 8])
def test_a_value_for_each_world(count):
    """Arrays by world: the same as world by world."""
    weights = np.arange(1.0, 13.0).reshape(4, 3)

    def value(group):
        return np.sqrt(weights[:, 0] * len(group) + weights[:, 1] * sum(group))

    found = shapley(value, range(count), pairs=6)
    assert found.values.shape == found.standard_errors.shape == (count, 4)
    for world in range(4):
        alone = shapley(lambda group, w=world: value(group)[w], range(count), pairs=6)
        assert found.values[:, world] == pytest.approx(alone.values)
        assert found.standard_errors[:, world] == pytest.approx(alone.standard_errors, abs=1e-12)
    assert found.values.sum(axis=0) == pytest.approx(found.together)


def test_groups_come_in_the_players_order_and_once():
    asked = []
    shapley(lambda group: asked.append(group) or len(group), ["b", "a", "c"])
    assert len(asked) == len(set(asked)) == 8
    assert ("b", "c") in asked
    assert ("a", "c") in asked


def test_nobody():
    found = shapley(lambda group: 3.0, [])
    assert isinstance(found, Shapley)
    assert (found.values.shape, float(found.together), found.calls) == ((0,), 0.0, 1)


def test_errors_say_what_is_allowed():
    with pytest.raises(EstimateError, match="player 'a' is named twice; name each once"):
        shapley(len, ["a", "b", "a"])
    with pytest.raises(EstimateError, match="pairs is 1; allowed: at least 2"):
        shapley(len, range(8), pairs=1)
    with pytest.raises(EstimateError, match=r"value of the group \('b',\) is array\(nan\); allowed: finite"):
        shapley(lambda group: float("nan") if group == ("b",) else 0.0, ["a", "b"])
