"""The engine's cascades equal their readable twins of networkx, event by event."""

import cascade_twins
import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twin_cases import (
    BUSY,
    CASCADE,
    LARGEST_SEED,
    MODULES,
    THRESHOLD,
    busy_case,
    cases,
    chances_of,
    effects,
    engine_events,
    items,
    keys,
    make_case,
    numbers_of_worlds,
    prepared,
    settings_of,
    twin_events,
    twin_of,
    weights_that_fit,
)

from sim.models import independent_cascade, linear_threshold, model
from sim.models.probabilities import ContentEffects, edge_probabilities, with_content
from sim.network import NetworkError
from sim.randomness import JUDGING, world_key
from sim.spreading import added_sizes, spread_sizes
from sim.world import plan_of_seeds


def edges_by_pair(network, values):
    owner = np.repeat(np.arange(len(network)), network.followers)
    return dict(zip(zip(owner.tolist(), network.audience.tolist(), strict=True), values.tolist(), strict=True))


@given(cases())
def test_the_border_makes_the_same_network(case):
    """Loops dropped, doubles merged into one chance: the same edges, the same values to the bit."""
    assert edges_by_pair(case.network, case.network.values) == cascade_twins.probabilities(case.graph, "edge")
    for v in case.graph:
        assert case.network.audience_of(v).tolist() == sorted(case.graph.successors(v))
        assert case.network.following_of(v).tolist() == sorted(case.graph.predecessors(v))


@given(st.data(), cases(), effects, numbers_of_worlds)
def test_the_probabilities_are_the_same_to_the_bit(data, case, effects, seed):
    engine, twin = data.draw(settings_of(case))
    item = data.draw(items(case))
    base = edge_probabilities(case.network, engine, seed)
    found = with_content(case.network, base, item, ContentEffects(**effects))
    found = np.broadcast_to(np.asarray(found, np.float64), case.network.edge_count)
    assert edges_by_pair(case.network, found) == chances_of(case, CASCADE, twin, item, effects, seed)


@pytest.mark.parametrize("module", MODULES)
@given(st.data(), cases(), effects, numbers_of_worlds)
def test_event_by_event(module, data, case, effects, seed):
    engine, twin = MODULES[module].settings(data, case)
    item = data.draw(items(case))
    world = prepared(case, module, engine, item, effects, seed)
    chances = chances_of(case, module, twin, item, effects, seed)
    work = MODULES[module].module.workspace(world)
    clean = [memory.copy() for memory in zeroed(work)]
    for key in data.draw(st.lists(keys, min_size=1, max_size=5)):
        expected = twin_events(twin_of(module)(case.graph, chances, case.seeds, key))
        assert engine_events(world, case.seeds, key, work) == expected
    for memory, before in zip(zeroed(work), clean, strict=True):
        np.testing.assert_array_equal(memory, before)


def zeroed(work):
    """Memory that is zero between two worlds: whether an account takes part, and what it has gathered."""
    return [getattr(work, name) for name in ("active", "influence", "heard") if hasattr(work, name)]


# -- the corners, each by name


CHAIN = [(0, 1, 0.5), (1, 2, 0.5), (2, 3, 0.5)]
CORNERS = {
    "one account": (1, [], [0]),
    "one account, nobody seeded": (1, [], []),
    "nobody seeded": (4, CHAIN, []),
    "everybody seeded": (4, CHAIN, [0, 1, 2, 3]),
    "isolated accounts": (9, CHAIN, [0, 8]),
    "a seed that nobody follows": (4, CHAIN, [3]),
    "a cycle of its own": (6, [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0), (3, 4, 1.0), (4, 3, 1.0)], [0]),
    "all edges impossible": (4, [(u, v, 0.0) for u, v, _ in CHAIN], [0]),
    "all edges certain": (4, [(u, v, 1.0) for u, v, _ in CHAIN], [0]),
    "an account that follows itself": (3, [(0, 0, 1.0), (0, 1, 1.0), (1, 1, 1.0)], [0]),
    "edges that stand twice": (3, [(0, 1, 0.5), (0, 1, 0.5), (1, 2, 0.3), (0, 1, 0.25), (1, 2, 0.0)], [0]),
    "two sharers in one step": (4, [(0, 2, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 3, 0.5), (1, 3, 0.5)], [1, 0]),
}


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("corner", CORNERS)
def test_corners(corner, module):
    case = make_case(*CORNERS[corner])
    for setting in MODULES[module].named:
        world = prepared(case, module, setting, seed=3)
        chances = chances_of(case, module, setting, seed=3)
        for replicate in (0, 1, 2, LARGEST_SEED):
            key = world_key(3, JUDGING, replicate)
            expected = twin_events(twin_of(module)(case.graph, chances, case.seeds, key))
            assert engine_events(world, case.seeds, key) == expected


def test_a_corner_by_hand():
    """The list of events itself, so that engine and twin cannot be wrong alike."""
    case = make_case(*CORNERS["two sharers in one step"])
    world = prepared(case, CASCADE, 1.0)
    key = world_key(0, JUDGING)
    assert engine_events(world, case.seeds, key) == [(0, 0.0, -1), (1, 0.0, -1), (2, 1.0, 0), (3, 1.0, 0)]
    expected = cascade_twins.independent_cascade(case.graph, chances_of(case, CASCADE, 1.0), case.seeds, key)
    assert expected == {0: (0, -1), 1: (0, -1), 2: (1, 0), 3: (1, 0)}


# -- one larger network, so that the comparison means something


@pytest.fixture(scope="module")
def busy():
    return busy_case()


@pytest.mark.parametrize(("module", "setting", "item"), BUSY)
def test_hundreds_of_events(busy, module, setting, item):
    world = prepared(busy, module, setting, item, seed=5)
    chances = chances_of(busy, module, setting, item, seed=5)
    work = MODULES[module].module.workspace(world)
    worlds = [world_key(5, JUDGING, replicate) for replicate in range(20)]
    engine = [engine_events(world, busy.seeds, key, work) for key in worlds]
    assert engine == [twin_events(twin_of(module)(busy.graph, chances, busy.seeds, key)) for key in worlds]
    reached = sum(len(events) - len(busy.seeds) for events in engine)
    assert reached > (10 if setting == "trivalency" and item is None else 200)
    assert len({str(events) for events in engine}) > 10, "the worlds do not differ"


# -- many worlds in one call, and backwards


@pytest.mark.parametrize("module", MODULES)
@given(st.data(), cases(), numbers_of_worlds)
def test_spread_sizes(module, data, case, seed):
    """Batches of any size, and the threads above them: the reach of every world is the twin's."""
    setting, twin = MODULES[module].settings(data, case)
    world = prepared(case, module, setting, seed=seed)
    chances = chances_of(case, module, twin, seed=seed)
    plan = plan_of_seeds(case.seeds, case.network)
    replicates = data.draw(st.sampled_from([1, 2, 63, 64, 65, 130, 200]))
    first = data.draw(st.integers(0, 2**40))
    worlds = [world_key(seed, JUDGING, first + r) for r in range(replicates)]
    expected = [len(twin_of(module)(case.graph, chances, case.seeds, key)) for key in worlds]
    options = {"seed": seed, "purpose": JUDGING, "replicates": replicates, "first": first}
    assert spread_sizes(world, plan, **options).tolist() == expected
    assert spread_sizes(world, plan, **options, threads=2).tolist() == expected
    if hasattr(MODULES[module].module, "spread_sizes"):
        sizes = np.zeros(replicates, np.int64)
        work = MODULES[module].module.workspace(world)
        MODULES[module].module.spread_sizes(world, plan, np.array(worlds, np.uint64), work, sizes)
        assert sizes.tolist() == expected
        assert not work.active.any()


@pytest.mark.parametrize(("module", "setting", "item"), BUSY)
def test_spread_sizes_on_the_larger_network(busy, module, setting, item):
    world = prepared(busy, module, setting, item, seed=5)
    chances = chances_of(busy, module, setting, item, seed=5)
    plan = plan_of_seeds(busy.seeds, busy.network)
    worlds = [world_key(5, JUDGING, replicate) for replicate in range(70)]
    expected = [len(twin_of(module)(busy.graph, chances, busy.seeds, key)) for key in worlds]
    assert spread_sizes(world, plan, seed=5, purpose=JUDGING, replicates=70, threads=2).tolist() == expected
    assert len(set(expected)) > 5


@given(st.data(), cases(), numbers_of_worlds)
def test_worlds_walked_together(data, case, seed):
    """Sixty-four worlds in one walk: the reach of every world is the twin's, whatever the number of worlds."""
    engine, twin = data.draw(settings_of(case))
    world = prepared(case, CASCADE, engine, seed=seed)
    probability = chances_of(case, CASCADE, twin, seed=seed)
    plan = plan_of_seeds(case.seeds, case.network)
    work = independent_cascade.together_workspace(world)
    for replicates in data.draw(st.lists(st.sampled_from([1, 2, 63, 64, 65, 130]), min_size=1, max_size=2)):
        worlds = [world_key(seed, JUDGING, r) for r in range(replicates)]
        sizes = np.zeros(replicates, np.int64)
        independent_cascade.spread_together(world, plan, np.array(worlds, np.uint64), work, sizes)
        expected = [len(cascade_twins.independent_cascade(case.graph, probability, case.seeds, key)) for key in worlds]
        assert sizes.tolist() == expected


@pytest.mark.parametrize(("module", "setting", "item"), [entry for entry in BUSY if entry[0] == CASCADE])
def test_worlds_walked_together_on_the_larger_network(busy, module, setting, item):
    world = prepared(busy, module, setting, item, seed=5)
    chances = chances_of(busy, module, setting, item, seed=5)
    worlds = [world_key(5, JUDGING, replicate) for replicate in range(70)]
    sizes = np.zeros(70, np.int64)
    plan = plan_of_seeds(busy.seeds, busy.network)
    work = independent_cascade.together_workspace(world)
    independent_cascade.spread_together(world, plan, np.array(worlds, np.uint64), work, sizes)
    assert sizes.tolist() == [len(twin_of(module)(busy.graph, chances, busy.seeds, key)) for key in worlds]
    assert not work.reached.any()
    assert not work.pending.any()


def test_so_many_worlds_that_the_faster_way_is_looked_for():
    case = make_case(6, [(0, 1, 0.5), (1, 2, 0.5), (0, 3, 0.4), (3, 4, 0.9), (4, 0, 0.9), (2, 5, 0.3)], [0])
    world, probability = prepared(case, CASCADE, "edge"), chances_of(case, CASCADE, "edge")
    worlds = [world_key(9, JUDGING, replicate) for replicate in range(1500)]
    expected = [len(cascade_twins.independent_cascade(case.graph, probability, [0], key)) for key in worlds]
    options = {"seed": 9, "purpose": JUDGING, "replicates": 1500}
    for threads in (1, 2):
        assert spread_sizes(world, plan_of_seeds([0], case.network), **options, threads=threads).tolist() == expected


@pytest.mark.parametrize("probability", [1.0, 0.6, "edge"])
def test_hubs_with_thousands_of_followers(probability):
    """Rows far longer than any buffer, that meet the same accounts: two hubs, one behind the other, and chains."""
    n = 4003
    edges = [(0, v, 0.5 + (v % 7) / 14) for v in range(1, 3001)] + [(2999, v, 0.9) for v in range(1500, n)]
    edges += [(v, v + 1, 0.3) for v in range(0, n - 1, 3)] + [(n - 1, 0, 1.0)]
    case = make_case(n, edges, [0, 7, 2999])
    world, chances = prepared(case, CASCADE, probability), chances_of(case, CASCADE, probability)
    work = independent_cascade.workspace(world)
    worlds = [world_key(2, JUDGING, replicate) for replicate in range(3)]
    for seeds in ([0], case.seeds):
        expected = [twin_events(cascade_twins.independent_cascade(case.graph, chances, seeds, key)) for key in worlds]
        assert [engine_events(world, seeds, key, work) for key in worlds] == expected
        assert max(map(len, expected)) > 2000
    assert not work.active.any()


@pytest.mark.parametrize("module", MODULES)
@given(st.data(), cases(), numbers_of_worlds)
def test_added_sizes(module, data, case, seed):
    """What each seed adds is the reach of all seeds minus the reach of all the others."""
    setting, twin = MODULES[module].settings(data, case)
    world = prepared(case, module, setting, seed=seed)
    chances = chances_of(case, module, twin, seed=seed)
    plan = plan_of_seeds(case.seeds, case.network)
    worlds = [world_key(seed, JUDGING, replicate) for replicate in range(6)]
    expected = [cascade_twins.added(twin_of(module), case.graph, chances, case.seeds, key) for key in worlds]
    assert added_sizes(world, plan, seed=seed, purpose=JUDGING, replicates=6, threads=2).tolist() == expected


def test_added_sizes_on_the_larger_network(busy):
    world, chances = prepared(busy, CASCADE, 0.15), chances_of(busy, CASCADE, 0.15)
    plan = plan_of_seeds(busy.seeds, busy.network)
    worlds = [world_key(5, JUDGING, replicate) for replicate in range(10)]
    expected = [
        cascade_twins.added(cascade_twins.independent_cascade, busy.graph, chances, busy.seeds, key) for key in worlds
    ]
    assert added_sizes(world, plan, seed=5, purpose=JUDGING, replicates=10).tolist() == expected
    assert sum(map(sum, expected)) > 100


def engine_sets(module, world, roots, worlds, room):
    """Reverse sets through a buffer of this much room, asked again until all are there."""
    found, work = [], module.workspace(world)
    while len(found) < len(roots):
        rest = len(roots) - len(found)
        offsets, members = np.zeros(rest + 1, np.int64), np.zeros(room, np.int32)
        left = np.array(roots[-rest:], np.int32), np.array(worlds[-rest:], np.uint64)
        done = module.reverse_sets(world, *left, work, offsets, members)
        assert done > 0, "a set alone fits into the room"
        found += [members[offsets[i] : offsets[i + 1]].tolist() for i in range(done)]
    assert not work.active.any()
    return found


@given(st.data(), cases(), numbers_of_worlds)
def test_reverse_of_the_independent_cascade(data, case, seed):
    """The reverse set of a root is everybody who would have reached it, asked one by one."""
    engine, twin = data.draw(settings_of(case))
    world = prepared(case, CASCADE, engine, seed=seed)
    probability = chances_of(case, CASCADE, twin, seed=seed)
    n = len(case.network)
    read = (case.graph, probability)
    roots = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=3))
    worlds = data.draw(st.lists(keys, min_size=len(roots), max_size=len(roots)))
    expected = [cascade_twins.reverse(*read, *pair) for pair in zip(roots, worlds, strict=True)]
    found = engine_sets(independent_cascade, world, roots, worlds, room=n + data.draw(st.integers(0, n)))
    work = independent_cascade.workspace(world)
    for root, key, members, reaching in zip(roots, worlds, found, expected, strict=True):
        assert members[0] == root
        assert len(members) == len(reaching)
        assert set(members) == reaching == {root, *networkx.ancestors(cascade_twins.live_graph(*read, key), root)}
        assert sorted(independent_cascade.reverse(world, root, key, work).tolist()) == sorted(reaching)


def test_reverse_on_the_larger_network(busy):
    probability = chances_of(busy, CASCADE, 0.2)
    world = prepared(busy, CASCADE, 0.2)
    work = independent_cascade.workspace(world)
    pairs = [(root, world_key(5, JUDGING, root)) for root in range(10, 16)]
    lives = [(root, cascade_twins.live_graph(busy.graph, probability, key)) for root, key in pairs]
    expected = [sorted({root, *networkx.ancestors(live, root)}) for root, live in lives]
    assert [sorted(independent_cascade.reverse(world, root, key, work).tolist()) for root, key in pairs] == expected
    assert sum(map(len, expected)) > 100


@given(st.data(), cases(), effects)
def test_reverse_of_the_linear_threshold(data, case, effects):
    """The walk of picks, account by account; refused where weights come above 1."""
    engine, twin = weights_that_fit(data, case)
    item = data.draw(items(case))
    world = prepared(case, THRESHOLD, engine, item, effects)
    whole = chances_of(case, THRESHOLD, twin, item, effects)
    heaviest = max(sum(whole[u, v] for u in case.graph.predecessors(v)) for v in case.graph)
    work = linear_threshold.workspace(world)
    roots = list(case.graph)
    worlds = data.draw(st.lists(keys, min_size=len(roots), max_size=len(roots)))
    if heaviest > cascade_twins.ONE:
        with pytest.raises(NetworkError, match="sum to more than 1"):
            linear_threshold.reverse(world, 0, worlds[0], work)
        return
    expected = [cascade_twins.reverse_picks(case.graph, whole, *pair) for pair in zip(roots, worlds, strict=True)]
    pairs = zip(roots, worlds, strict=True)
    assert [linear_threshold.reverse(world, root, key, work).tolist() for root, key in pairs] == expected
    assert engine_sets(linear_threshold, world, roots, worlds, room=len(roots) + 3) == expected


def test_the_registry_has_no_model_without_a_twin():
    from sim.models import MODELS

    assert set(MODELS) == {*MODULES, "campaign"}, "the campaign has its agents: test_campaign_twin.py"
    assert all(model(name) is MODULES[name].module and callable(twin_of(name)) for name in MODULES)
