"""Metrics: on shapes whose values are known, and against readable definitions on any forest."""

import itertools
import math

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import theory
from sim.metrics import METRICS, Metric, MetricError, measure
from sim.metrics.tree import TreeError, parents
from sim.models.independent_cascade import Parameters, prepare, simulate, workspace
from sim.network import TIERS, Network
from sim.outcome import Outcome
from sim.randomness import JUDGING, world_key
from sim.world import plan_of_seeds


def world_of(accounts, **attributes):
    nobody = np.zeros(0, np.int32)
    return prepare(Network.from_edges(nobody, nobody, accounts, attributes=attributes), Parameters())


def outcome_of(by, at=None):
    """Accounts 0, 1, 2 ... in this order, reached by these."""
    count = len(by)
    at = range(count) if at is None else at
    return Outcome(np.arange(count, dtype=np.int32), np.array(at, np.float64), np.array(by, np.int32))


STAR = outcome_of([-1] + [0] * 99, [0] + [1] * 99)
PATH = outcome_of(range(-1, 99))
BINARY = outcome_of([-1] + [(i - 1) // 2 for i in range(1, 15)])
NOBODY = outcome_of([])
SEEDS_ONLY = outcome_of([-1, -1, -1], [0, 0, 0])
WORLD = world_of(200)
OF_EVERY_MODEL = {name: metric for name, metric in METRICS.items() if not metric.needs_events}


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (STAR, {"reach": 100, "reach_share": 0.5, "depth": 1, "breadth": 99, "structural_virality": 1.98}),
        (STAR, {"half_time": 1, "speed": 99, "brings_gini": 0.99, "direct_share": 1}),
        (PATH, {"depth": 99, "breadth": 1, "structural_virality": 101 / 3, "half_time": 49, "speed": 1}),
        (PATH, {"brings_gini": 0.01, "direct_share": 1 / 99}),
        (BINARY, {"depth": 3, "breadth": 8, "structural_virality": 3.504762, "direct_share": 2 / 14}),
        (NOBODY, dict.fromkeys(set(OF_EVERY_MODEL) - {"reach_by_community", "reach_by_tier", "cost_per_reach"}, 0)),
        (SEEDS_ONLY, {"reach": 3, "depth": 0, "breadth": 3, "structural_virality": 0, "half_time": 0, "speed": 0}),
        (SEEDS_ONLY, {"brings_gini": 0, "direct_share": 0}),
    ],
)
def test_known_shapes(outcome, expected):
    for name, value in expected.items():
        measured = measure(name, WORLD, outcome)
        assert isinstance(measured, float)
        assert measured == pytest.approx(value, abs=1e-6), name


def test_structural_virality_of_star_and_path_is_the_theory_s():
    for n in (2, 3, 17, 100):
        star = outcome_of([-1] + [0] * (n - 1))
        assert measure("structural_virality", WORLD, star) == pytest.approx(theory.star_virality(n), rel=1e-12)
        path = outcome_of(range(-1, n - 1))
        assert measure("structural_virality", WORLD, path) == pytest.approx(theory.path_virality(n), rel=1e-12)
    six = outcome_of([-1] + [(i - 1) // 2 for i in range(1, 127)])
    assert measure("structural_virality", WORLD, six) == pytest.approx(8.350956, abs=1e-6)


@given(st.lists(st.integers(-2, 10**6), max_size=40), st.permutations(range(60)))
def test_trees_against_networkx(draws, names):
    """Any forest, with any account ids: each metric by its definition."""
    by = [-1 if i == 0 or d < 0 else names[d % i] for i, d in enumerate(draws)]
    reached = names[: len(by)]
    outcome = Outcome(np.array(reached, np.int32), np.arange(len(by), dtype=np.float64), np.array(by, np.int32))
    graph = networkx.Graph()
    graph.add_nodes_from(reached)
    graph.add_edges_from((v, u) for v, u in zip(reached, by, strict=True) if u >= 0)
    distance = dict(networkx.all_pairs_shortest_path_length(graph))
    roots = [v for v, u in zip(reached, by, strict=True) if u < 0]
    generation = {v: min(distance[r][v] for r in roots if v in distance[r]) for v in reached}
    sizes = np.bincount(list(generation.values())) if reached else np.zeros(1)
    pairs = [distance[a][b] for a, b in itertools.combinations(reached, 2) if b in distance[a]]
    brought = sorted(by.count(v) for v in reached)
    expected = {
        "depth": len(sizes) - 1,
        "breadth": sizes.max(),
        "direct_share": sizes[1] / sizes[1:].sum() if len(sizes) > 1 else 0,
        "structural_virality": np.mean(pairs) if pairs else 0,
        "brings_gini": sum(abs(a - b) for a in brought for b in brought) / (2 * len(brought) * sum(brought))
        if sum(brought)
        else 0,
    }
    world = world_of(60)
    for name, value in expected.items():
        assert measure(name, world, outcome) == pytest.approx(float(value), abs=1e-12), name


def test_half_time_rounds_half_up():
    assert measure("half_time", WORLD, outcome_of([-1, 0, 0, 0, 0], [0, 1, 2, 3, 4])) == 2
    assert measure("half_time", WORLD, outcome_of([-1, 0, 0, 0], [0, 1, 2, 3])) == 1
    assert measure("half_time", WORLD, outcome_of([-1])) == 0


def test_reach_by_tier_and_community():
    tier = np.array([0, 0, 1, 2, 3, 3])
    community = np.array([7, 7, 7, 2, 2, 5])
    world = world_of(6, tier=tier, community=community)
    outcome = outcome_of([-1, 0, 0, 0])
    assert measure("reach_by_tier", world, outcome) == {"koc": 2, "tail": 1, "waist": 1, "head": 0}
    assert list(measure("reach_by_tier", world, outcome)) == list(TIERS)
    assert measure("reach_by_community", world, outcome) == {"7": 3, "2": 1, "5": 0}


def test_the_smaller_communities_are_counted_together():
    community = np.repeat(np.arange(12), [1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3])
    world = world_of(len(community), community=community)
    everyone = outcome_of([-1] * len(community))
    found = measure("reach_by_community", world, everyone)
    assert list(found) == ["3", "4", "5", "6", "7", "8", "9", "10", "11", "1", "other"]
    assert found["other"] == 3
    assert sum(found.values()) == len(community)


def test_cost_per_reach_needs_the_cost():
    assert measure("cost_per_reach", WORLD, STAR, cost=50.0) == 0.5
    assert math.isnan(measure("cost_per_reach", WORLD, NOBODY, cost=50.0))
    assert math.isnan(measure("cost_per_reach", WORLD, NOBODY, cost=0.0))
    with pytest.raises(MetricError, match="needs what the plan costs"):
        measure("cost_per_reach", WORLD, STAR)


def test_errors_say_what_is_allowed():
    with pytest.raises(MetricError, match=r"no metric 'reech'; allowed: reach, reach_share"):
        measure("reech", WORLD, STAR)
    for name in ("reach_by_tier", "reach_by_community"):
        with pytest.raises(MetricError, match=f"{name!r} needs a network whose accounts have a"):
            measure(name, WORLD, STAR)


def test_an_outcome_that_is_no_forest_is_refused():
    with pytest.raises(TreeError, match="account 1 was reached by account 2, which had not been reached before it"):
        parents(outcome_of([-1, 2, 0]), 200)
    with pytest.raises(TreeError, match="account 0 was reached by account 0"):
        parents(outcome_of([0]), 200)


@pytest.mark.parametrize("metric", OF_EVERY_MODEL.values(), ids=list(OF_EVERY_MODEL))
def test_every_metric_of_a_real_cascade(metric: Metric):
    """Each entry is complete and gives finite numbers, groups that sum to the reach, on a cascade of the engine."""
    assert METRICS[metric.name] is metric
    assert metric.better in ("higher", "lower", None)
    assert metric.unit
    assert metric.description
    assert metric.function.__doc__
    karate = networkx.karate_club_graph()
    attributes = {"community": np.arange(34) % 3, "tier": np.arange(34) % 4}
    source, target = np.array(karate.to_directed().edges, np.int32).T
    network = Network.from_edges(source.copy(), target.copy(), 34, attributes=attributes)
    world = prepare(network, Parameters(probability=0.3))
    work = workspace(world)
    for replicate in range(20):
        outcome = simulate(world, plan_of_seeds([0, 33], network), world_key(1, JUDGING, replicate), work)
        value = measure(metric.name, world, outcome, cost=10.0)
        assert isinstance(value, dict) == metric.by_group
        numbers = list(value.values()) if isinstance(value, dict) else [value]
        assert all(isinstance(x, float) and math.isfinite(x) and x >= 0 for x in numbers)
        if isinstance(value, dict):
            assert sum(numbers) == outcome.reach


def test_metrics_of_a_small_cascade_do_not_read_the_whole_network():
    """The scratch table over all accounts is never cleared: what stood in it before cannot matter."""
    for value in (-5, 0, 1, 5, 10**6):
        place = np.full(200, value)
        parent = np.empty(3, np.int64)
        from sim.metrics.tree import _parents
        from sim.network import frozen

        reached, by = frozen(np.array([9, 4, 7]), np.int32), frozen(np.array([-1, 9, 4]), np.int32)
        assert _parents(reached, by, place, parent) == -1
        assert parent.tolist() == [-1, 0, 1]
        stranger = frozen(np.array([-1, 150, 4]), np.int32)
        assert _parents(reached, stranger, place, parent) == 1
