"""The engine's cascades equal their readable twins, event by event."""

import cascade_twins
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.models import independent_cascade, linear_threshold
from sim.network import Network
from sim.randomness import JUDGING, world_key
from sim.world import plan_of_seeds

VALUES = [0.0, 1e-9, 0.1, 0.3, 0.5, 0.9, 1.0]


@st.composite
def networks(draw):
    """Up to 20 accounts, any edges between them, with values."""
    n = draw(st.integers(1, 20))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    edges = draw(st.lists(pairs.filter(lambda e: e[0] != e[1]), unique=True, max_size=60))
    source = np.array([u for u, _ in edges], np.int32)
    target = np.array([v for _, v in edges], np.int32)
    value = draw(st.lists(st.sampled_from(VALUES), min_size=len(edges), max_size=len(edges)))
    seeds = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=4))
    return Network.from_edges(source, target, n, values=value), seeds


def events(outcome):
    return list(zip(outcome.reached.tolist(), outcome.reached_at.tolist(), outcome.reached_by.tolist(), strict=True))


def twin_events(reached):
    return [(account, float(step), by) for account, (step, by) in reached.items()]


def as_graph(network):
    graph = network.to_networkx()
    assert sorted(graph) == list(range(len(network)))
    return graph


settings = st.one_of(st.floats(0, 1), st.sampled_from(["edge", "weighted_cascade", "trivalency"]))
seeds_of_scenarios = st.integers(0, 2**63 - 1)


@given(networks(), settings, seeds_of_scenarios)
def test_independent_cascade(case, setting, seed):
    network, seeds = case
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=setting), seed=seed)
    work = independent_cascade.workspace(world)
    graph = as_graph(network)
    p = cascade_twins.probabilities(graph, setting, seed)
    for replicate in range(5):
        key = world_key(seed, JUDGING, replicate)
        outcome = independent_cascade.simulate(world, plan_of_seeds(seeds, network), key, work)
        assert events(outcome) == twin_events(cascade_twins.independent_cascade(graph, p, seeds, key))
    assert not work.active.any()


@given(networks(), st.sampled_from(["edge", "weighted_cascade", 0.05]), seeds_of_scenarios)
def test_linear_threshold(case, setting, seed):
    network, seeds = case
    graph = as_graph(network)
    if setting == "edge":  # any values, scaled so that no account is influenced by more than 1
        heaviest = max([sum(d["probability"] for *_, d in graph.in_edges(v, data=True)) for v in graph] + [1.0])
        network = Network(network.audience_offsets, network.audience, values=network.values / heaviest)
        graph = as_graph(network)
    world = linear_threshold.prepare(network, linear_threshold.Parameters(weight=setting))
    work = linear_threshold.workspace(world)
    weight = cascade_twins.probabilities(graph, setting)
    for replicate in range(5):
        key = world_key(seed, JUDGING, replicate)
        outcome = linear_threshold.simulate(world, plan_of_seeds(seeds, network), key, work)
        assert events(outcome) == twin_events(cascade_twins.linear_threshold(graph, weight, seeds, key))
    assert not work.active.any()
    assert not work.influence.any()


@pytest.mark.parametrize("module", [independent_cascade, linear_threshold])
def test_the_twins_reach_far_enough_to_differ(module):
    """The comparison means something: in one larger world hundreds of events agree, and another world differs."""
    n = 400
    source = np.repeat(np.arange(n), 8)
    target = (source * 7 + np.tile(np.arange(1, 9) * 13, n)) % n
    keep = source != target
    network = Network.from_edges(source[keep], target[keep], n)
    name = "probability" if module is independent_cascade else "weight"
    world = module.prepare(network, module.Parameters(**{name: "weighted_cascade"}))
    work = module.workspace(world)
    graph = as_graph(network)
    chances = cascade_twins.probabilities(graph, "weighted_cascade")
    twin = getattr(cascade_twins, module.__name__.rpartition(".")[2])
    keys = [world_key(5, JUDGING, replicate) for replicate in range(40)]
    plan = plan_of_seeds([1, 2, 3, 4, 5, 6, 7, 8], network)
    engine = [events(module.simulate(world, plan, key, work)) for key in keys]
    readable = [twin_events(twin(graph, chances, plan.seeds.tolist(), key)) for key in keys]
    assert engine == readable
    assert sum(map(len, engine)) > 1000
    assert len({str(e) for e in engine}) > 30
