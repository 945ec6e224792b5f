"""What the tests of the twins share: networks and settings drawn by hypothesis, and the engine's events as a list."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import cascade_twins
import numpy as np
from hypothesis import strategies as st

from sim.models import independent_cascade, linear_threshold
from sim.network import Network
from sim.randomness import CHOOSING, JUDGING, world_key
from sim.world import Item, plan_of_seeds

TOPICS = ("food", "music", "sport")
VALUES = [0.0, 1e-300, 1e-17, 1e-9, 0.1, 0.3, 0.5, 0.9, 1.0 - 2**-53, 1.0]
CASCADE = "independent_cascade"
THRESHOLD = "linear_threshold"
LARGEST_SEED = 2**63 - 1


class Case(NamedTuple):
    """One network twice: for the engine and as a graph, each made from the same list of edges in its own way."""

    network: Network
    graph: object
    seeds: list


def make_case(n, edges, seeds, interests=None):
    """The case of edges (u, v, p) as a user may hand them in: in any order, some twice, some to oneself."""
    network = Network.from_edges(
        np.array([u for u, _, _ in edges], np.int32),
        np.array([v for _, v, _ in edges], np.int32),
        n,
        values=[p for _, _, p in edges],
        attributes=None if interests is None else {"interests": np.array(interests, np.float32)},
        about={"topics": list(TOPICS)},
    )
    graph = cascade_twins.merged_graph(n, edges)
    for v in graph:
        graph.nodes[v]["interests"] = None if interests is None else [float(np.float32(x)) for x in interests[v]]
    return Case(network, graph, seeds)


@st.composite
def cases(draw, most_accounts=16, most_edges=60):
    """A few accounts, any edges between them (self-contained cycles, isolated accounts, doubles, loops), any seeds."""
    n = draw(st.integers(1, most_accounts))
    account = st.integers(0, n - 1)
    value = st.one_of(st.sampled_from(VALUES), st.floats(0, 1))
    edges = draw(st.lists(st.tuples(account, account, value), max_size=most_edges))
    if draw(st.booleans()):  # a cycle that leads nowhere else
        first = draw(account)
        edges += [(v, first if v + 1 == n else v + 1, draw(value)) for v in range(first, n)]
    seeds = draw(st.lists(account, unique=True, max_size=5))
    interest = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1, width=32))
    row = st.lists(interest, min_size=len(TOPICS), max_size=len(TOPICS))
    interests = draw(st.none() | st.lists(row, min_size=n, max_size=n))
    return make_case(n, edges, seeds, interests)


numbers_of_worlds = st.integers(0, LARGEST_SEED)
keys = st.builds(world_key, numbers_of_worlds, st.sampled_from([JUDGING, CHOOSING]), numbers_of_worlds)
effects = st.fixed_dictionaries(
    {
        "quality_effect": st.one_of(st.sampled_from([0.0, 1.9]), st.floats(0, 10)),
        "interest_effect": st.one_of(st.sampled_from([0.0, 0.5]), st.floats(0, 10)),
    }
)


def items(case):
    """Any item that the accounts of this network can be asked about."""
    topics = st.just(())
    if "interests" in case.network.attributes:
        topics = st.lists(st.sampled_from(TOPICS), unique=True).map(tuple)
    quality = st.one_of(st.sampled_from([0.0, 0.5, 0.8, 1.0]), st.floats(0, 1))
    return st.builds(Item, name=st.just("post"), quality=quality, topics=topics)


def settings_of(case, arrays=True):
    """Any setting of an edge's probability: (as the engine takes it, as the twin takes it)."""
    named = st.sampled_from(["edge", "weighted_cascade", "trivalency", 0.0, 1.0, 0.05, 0.3]) | st.floats(0, 1)
    by_edge = st.lists(st.floats(0, 1), min_size=case.network.edge_count, max_size=case.network.edge_count)
    pairs = sorted(case.graph.edges)
    as_arrays = by_edge.map(lambda values: (np.array(values, np.float64), dict(zip(pairs, values, strict=True))))
    return named.map(lambda setting: (setting, setting)) | (as_arrays if arrays else st.nothing())


def weights_that_fit(data, case):
    """A setting of weights whose rows sum to at most 1: (for the engine, for the twin)."""
    most = max(dict(case.graph.in_degree).values())
    choice = data.draw(st.sampled_from(["weighted_cascade", "edge", "number", "array", "whole rows"]))
    if choice == "weighted_cascade":
        return choice, choice
    if choice == "number":
        value = data.draw(st.floats(0, 1 / max(most, 1)))
        return value, value
    pairs = sorted(case.graph.edges)
    values = cascade_twins.probabilities(case.graph, "edge")
    sums = {v: sum(values[u, v] for u in case.graph.predecessors(v)) for v in case.graph}
    if choice == "whole rows":  # every row sums to 1 but for rounding
        values = {(u, v): min(1.0, p / sums[v]) if sums[v] > 1e-200 else 0.0 for (u, v), p in values.items()}
    elif choice == "array" or max(sums.values()) > 1:
        values = {edge: p / max(1.0, *sums.values()) for edge, p in values.items()}
    else:
        return "edge", "edge"
    return np.array([values[pair] for pair in pairs]), values


class Twinned(NamedTuple):
    """What the tests need to hold a model to its twin, the function of its name in ``cascade_twins``."""

    module: ModuleType
    parameter: str  # what sets its edges
    named: tuple[Any, ...]  # values of it that fit every network
    settings: Callable[[Any, Case], tuple[Any, Any]]  # (data of hypothesis, case) -> (for the engine, for the twin)
    chances: Callable[[Any, dict, Any], Any]  # (graph, edge -> value, ratio of the content) -> what the twin reads
    busy: tuple[tuple[Any, Item | None], ...]  # (value, item) in which the larger network is compared


MODULES = {
    CASCADE: Twinned(
        independent_cascade,
        "probability",
        ("edge", "weighted_cascade", "trivalency", 0.0, 1.0),
        lambda data, case: data.draw(settings_of(case)),
        lambda graph, values, ratio: cascade_twins.with_content(values, ratio),
        (
            *((value, None) for value in (0.15, "edge", "weighted_cascade", "trivalency")),
            (0.1, Item("good", quality=0.9)),
            ("edge", Item("topical", quality=0.6, topics=("music",))),
            ("trivalency", Item("loved", quality=1.0, topics=("food", "sport"))),
        ),
    ),
    THRESHOLD: Twinned(
        linear_threshold,
        "weight",
        ("weighted_cascade",),
        weights_that_fit,
        cascade_twins.whole_weights,
        (("weighted_cascade", None), (0.1, Item("topical", quality=0.6, topics=("music",)))),
    ),
}
"""Every cascade model. A new one is a row here."""


def chances_of(case, model, setting, item=None, effects=None, seed=0):
    """What a twin's cascade reads: probabilities (or whole weights) after content."""
    item, effects = item or Item(), effects or {"quality_effect": 1.9, "interest_effect": 0.5}
    wanted = [TOPICS.index(topic) for topic in item.topics]
    ratio = cascade_twins.hazard_ratios(case.graph, item.quality, wanted, **effects)
    base = cascade_twins.probabilities(case.graph, setting, seed)
    return MODULES[model].chances(case.graph, base, ratio)


def prepared(case, model, setting, item=None, effects=None, seed=0):
    """The engine's world of the same."""
    module, parameter = MODULES[model].module, MODULES[model].parameter
    return module.prepare(case.network, module.Parameters(**{parameter: setting}, **(effects or {})), item, seed)


def engine_events(world, seeds, key, work=None):
    """What the engine says: a list of (account, time, by whom)."""
    module = MODULES[world.model].module
    outcome = module.simulate(world, plan_of_seeds(seeds, world.network), key, work or module.workspace(world))
    return list(zip(outcome.reached.tolist(), outcome.reached_at.tolist(), outcome.reached_by.tolist(), strict=True))


def twin_events(reached):
    """What a twin of networkx says, as the same list."""
    return [(account, float(step), by) for account, (step, by) in reached.items()]


def twin_of(model):
    """The twin's function of a model."""
    return getattr(cascade_twins, model)


def busy_case(n=300):
    """One larger network with hundreds of events in a world, values, interests and a few edges that stand twice."""
    edges = []
    for u in range(n):
        for place in range(1, 3 + u % 13):
            v = (u * 7 + place * 13) % n
            edges.append((u, v, 0.02 + 0.05 * ((3 * u + v) % 5)))
    edges += edges[:20]
    interests = [[(v * (t + 2) % 11) / 10 for t in range(len(TOPICS))] for v in range(n)]
    return make_case(n, edges, [1, 2, 3, 4, 5, 6, 7, 8], interests)


BUSY = [(name, value, item) for name, model in MODULES.items() for value, item in model.busy]
"""(model, setting, item) in which the larger network is compared."""
