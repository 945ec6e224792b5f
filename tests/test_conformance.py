"""Every registry, every entry: the same names inside, the same promises kept. A new entry is tested by being listed."""

import ast
import importlib
import inspect
from pathlib import Path

import numpy as np
import pytest

from sim.metrics import METRICS, MetricError, measure
from sim.models import MODELS, UnknownModel, model
from sim.network import TIERS, Network
from sim.outcome import Outcome
from sim.randomness import CHOOSING, JUDGING, draw_int, world_key
from sim.strategies import STRATEGIES, UnknownStrategy, strategy
from sim.strategies.budget import Budget
from sim.world import Choice, Item, PlanError, World, plan_of_seeds

ACCOUNTS = 60
OF_EVERY_MODEL = [name for name, metric in METRICS.items() if not metric.needs_events]
"""Metrics that read only who was reached; the others need what the campaign records, see tests/metrics."""


@pytest.fixture(scope="module")
def network():
    """Sixty accounts with all attributes, labels and edge values; account 0 has many followers, 59 has no edge."""
    source, target = [], []
    for u in range(ACCOUNTS - 1):
        for v in range(ACCOUNTS - 1):
            likely = 0.8 if u == 0 else 0.05 + 0.15 * (u % 3 == v % 3)
            if u != v and draw_int(11, u, v) < likely * 2**64:
                source.append(u)
                target.append(v)
    edges = (np.array(source, np.int32), np.array(target, np.int32), ACCOUNTS)
    bare = Network.from_edges(*edges)
    return Network.from_edges(
        *edges,
        values=1.0 / bare.followings[edges[1]],
        labels=[f"a{i}" for i in range(ACCOUNTS)],
        attributes={
            "community": np.arange(ACCOUNTS) % 3,
            "tier": np.digitize(bare.followers, np.quantile(bare.followers, [0.4, 0.8, 0.98])),
            "activity": np.ones(ACCOUNTS),
            "interests": np.array([[draw_int(12, a, t) / 2**64 for t in range(3)] for a in range(ACCOUNTS)]),
        },
        about={"topics": ["food", "music", "sport"]},
    )


def test_the_fixture_has_what_entries_may_need(network):
    assert set(np.unique(network.attributes["tier"])) == set(range(len(TIERS)))
    assert network.followers.max() > 40
    assert network.followers[-1] == network.followings[-1] == 0


def fields_are_explained(parameters):
    """Unknown keys are refused, every default is valid, and every field says what it is."""
    assert parameters.model_config.get("extra") == "forbid"
    with pytest.raises(ValueError, match="nonsense"):
        parameters(nonsense=1)
    unexplained = [name for name, field in parameters.model_fields.items() if not field.description]
    assert unexplained == []


def all_arrays(thing):
    """The arrays of a NamedTuple, those inside it too."""
    for entry in thing if isinstance(thing, tuple) else ():
        if isinstance(entry, np.ndarray):
            yield entry
        else:
            yield from all_arrays(entry)


# -- models


def test_an_unknown_model_lists_the_known():
    with pytest.raises(UnknownModel, match="independent_cascade, linear_threshold"):
        model("nonsense")


def check_outcome(outcome, plan, network):
    """The contract of an outcome, whichever model made it."""
    assert (outcome.reached.dtype, outcome.reached_at.dtype) == (np.int32, np.float64)
    assert outcome.reached_by.dtype == np.int32
    assert len(outcome.reached) == len(outcome.reached_at) == len(outcome.reached_by) == outcome.reach
    assert len(set(outcome.reached.tolist())) == outcome.reach, "an account was reached twice"
    assert np.all(np.diff(outcome.reached_at) >= 0), "the order is not by time"
    place = {int(account): i for i, account in enumerate(outcome.reached)}
    for i, (account, by) in enumerate(zip(outcome.reached.tolist(), outcome.reached_by.tolist(), strict=True)):
        if by < 0:
            assert by == -1
            assert account in plan.seeds
            assert outcome.reached_at[i] == 0
        else:
            assert place[by] < i, "reached by somebody who was not reached before"
            assert outcome.reached_at[place[by]] < outcome.reached_at[i]
            assert account in network.audience_of(by), "reached by somebody whom it does not follow"
    assert set(plan.seeds.tolist()) <= set(place), "a seed was not reached"


@pytest.fixture(params=MODELS)
def module(request):
    return model(request.param)


def test_model_has_the_names(module):
    for name in ("Parameters", "prepare", "workspace", "simulate"):
        assert hasattr(module, name), name
    assert list(inspect.signature(module.simulate).parameters) == ["world", "plan", "key", "work"]
    for function in (module, module.prepare, module.workspace, module.simulate):
        assert inspect.getdoc(function)
    assert any(year in module.__doc__ for year in map(str, range(1950, 2030))), "no source with a year"
    fields_are_explained(module.Parameters)


def test_model_keeps_the_contract(module, network):
    world = module.prepare(network, module.Parameters(), Item(), 5)
    assert isinstance(world, World)
    assert MODELS[world.model] == module.__name__
    work = module.workspace(world)
    reaches = set()
    for replicate in range(30):
        plan = plan_of_seeds(list(range(replicate % 4)), network)
        key = world_key(3, JUDGING, replicate)
        first = module.simulate(world, plan, key, work)
        assert isinstance(first, Outcome)
        check_outcome(first, plan, network)
        kept = first.copy()
        assert not work.active.any(), "the workspace is not clean"
        again = module.simulate(world, plan, key, module.workspace(world))
        for name in ("reached", "reached_at", "reached_by"):
            np.testing.assert_array_equal(getattr(kept, name), getattr(again, name))
        reaches.add(kept.reach)
    assert len(reaches) > 5, "the replicates do not differ"


def test_the_check_of_outcomes_can_fail(network):
    plan = plan_of_seeds([0], network)
    follower = network.audience_of(0)[0]

    def outcome(reached, at, by):
        return Outcome(np.array(reached, np.int32), np.array(at, float), np.array(by, np.int32))

    check_outcome(outcome([0, follower], [0, 1], [-1, 0]), plan, network)
    stranger = 59  # follows nobody
    for broken in (
        outcome([0, 0], [0, 1], [-1, 0]),
        outcome([0, stranger], [0, 1], [-1, 0]),
        outcome([0, follower], [0, 0], [-1, 0]),
        outcome([follower], [0], [-1]),
        outcome([0, follower], [1, 0], [-1, 0]),
        outcome([], [], []),
    ):
        with pytest.raises(AssertionError):
            check_outcome(broken, plan, network)


def test_model_arrays_are_read_only_and_contiguous(module, network):
    world = module.prepare(network, module.Parameters())
    arrays = list(all_arrays(world.kernel))
    assert arrays
    for array in arrays:
        assert array.flags.c_contiguous
        assert not array.flags.writeable


def test_model_batches_agree_with_single_replicates(module, network):
    if not hasattr(module, "spread_sizes"):
        pytest.skip("the model has no batches")
    world = module.prepare(network, module.Parameters())
    work = module.workspace(world)
    plan = plan_of_seeds([0, 7], network)
    keys = np.array([world_key(9, JUDGING, r) for r in range(40)], np.uint64)
    sizes = np.zeros(40, np.int64)
    module.spread_sizes(world, plan, keys, work, sizes)
    assert sizes.tolist() == [module.simulate(world, plan, int(key), work).reach for key in keys]
    assert not work.active.any()


def test_model_walked_backwards_leaves_a_clean_workspace(module, network):
    if not hasattr(module, "reverse"):
        pytest.skip("the model cannot be walked backwards")
    world = module.prepare(network, module.Parameters())
    work = module.workspace(world)
    for replicate in range(20):
        key = world_key(9, JUDGING, replicate)
        accounts = module.reverse(world, 5, key, work).copy()
        assert accounts[0] == 5
        assert len(set(accounts.tolist())) == len(accounts)
        assert not work.active.any()
        np.testing.assert_array_equal(accounts, module.reverse(world, 5, key, module.workspace(world)))


GOES_WITH = {
    "added_sizes": ["labels_workspace"],
    "reverse": ["reverse_sets"],
    "reverse_sets": ["reverse"],
    "spread_together": ["together_workspace", "spread_sizes"],
}
"""What a model may offer, and what it must then have beside it."""


def test_model_has_what_goes_with_its_offers(module):
    for offer, needed in GOES_WITH.items():
        if hasattr(module, offer):
            assert [name for name in needed if not hasattr(module, name)] == [], offer


def test_model_offers_give_what_simulation_gives(module, network):
    """Twice on the same memory: the second time shows whether it was left clean."""
    world = module.prepare(network, module.Parameters())
    work = module.workspace(world)
    plan = plan_of_seeds([0, 7, 20], network)
    keys = np.array([world_key(9, JUDGING, r) for r in range(70)], np.uint64)

    def reaches(seeds):
        return [module.simulate(world, plan_of_seeds(seeds, network), int(key), work).reach for key in keys]

    whole = reaches([0, 7, 20])
    for memory in [module.together_workspace(world)] * 2 if hasattr(module, "spread_together") else []:
        sizes = np.zeros(len(keys), np.int64)
        module.spread_together(world, plan, keys, memory, sizes)
        assert sizes.tolist() == whole
    for memory in [module.labels_workspace(world)] * 2 if hasattr(module, "added_sizes") else []:
        added = np.zeros((len(keys), 3), np.int64)
        module.added_sizes(world, plan, keys, memory, added)
        for place, rest in enumerate(([7, 20], [0, 20], [0, 7])):
            assert added[:, place].tolist() == (np.array(whole) - reaches(rest)).tolist()


def test_model_reverse_sets_are_the_walks_backwards(module, network):
    if not hasattr(module, "reverse_sets"):
        pytest.skip("the model cannot be walked backwards")
    world = module.prepare(network, module.Parameters())
    work = module.workspace(world)
    keys = np.array([world_key(9, JUDGING, r) for r in range(30)], np.uint64)
    roots = np.arange(30, dtype=np.int32)
    walks = [module.reverse(world, int(root), int(key), work).tolist() for root, key in zip(roots, keys, strict=True)]
    offsets, members = np.zeros(31, np.int64), np.zeros(sum(map(len, walks)) - 1, np.int32)
    done = module.reverse_sets(world, roots, keys, work, offsets, members)
    assert done == 29, "the last set does not fit"
    assert [members[offsets[i] : offsets[i + 1]].tolist() for i in range(done)] == walks[:done]
    assert not work.active.any()


class Nothing:
    """Stands for what a part must not need: touching it fails."""

    def __getattr__(self, name):
        raise AssertionError(f"the contract does not promise {name}")


CAMPAIGN_PLAN = ("posts", "pushes", "levers", "rules")
"""What a campaign reads of a plan beside its seeds."""


class Promised:
    """Only the promised names of a thing; any other fails."""

    def __init__(self, thing, *names):
        self._thing, self._names = thing, names

    def __getattr__(self, name):
        if name in self._names:
            return getattr(self._thing, name)
        raise AssertionError(f"the contract does not promise {name}")


def test_the_contract_of_a_model_suffices(module, network):
    """`simulate` needs no more of the world than its kernel and network, of the plan than its seeds, or its posts."""
    world = module.prepare(network, module.Parameters())
    plan = plan_of_seeds([0], network)
    promised = Promised(world, "network", "parameters", "kernel", "model", "reception")
    least = module.simulate(promised, Promised(plan, "seeds", *CAMPAIGN_PLAN), 7, module.workspace(promised)).copy()
    full = module.simulate(world, plan, 7, module.workspace(world))
    np.testing.assert_array_equal(least.reached, full.reached)
    with pytest.raises(AssertionError, match="does not promise"):
        module.simulate(Nothing(), plan, 7, module.workspace(world))


def test_every_metric_measures_every_model(module, network):
    world = module.prepare(network, module.Parameters())
    outcome = module.simulate(world, plan_of_seeds([0, 1], network), 7, module.workspace(world))
    for name in OF_EVERY_MODEL:
        value = measure(name, world, outcome, cost=100.0)
        for number in value.values() if isinstance(value, dict) else [value]:
            assert isinstance(number, float)
            assert np.isfinite(number), name


def test_what_a_model_does_not_record_is_refused(module, network):
    world = module.prepare(network, module.Parameters())
    outcome = module.simulate(world, plan_of_seeds([0, 1], network), 7, module.workspace(world))
    product, audience = (getattr(world.parameters, name, None) for name in ("product", "audience"))
    for name in sorted(set(METRICS) - set(OF_EVERY_MODEL)):
        metric = METRICS[name]
        lacks = (metric.needs_product and product is None) or (metric.needs_segments and not audience)
        if lacks or not set(metric.needs_events) <= set(outcome.events):
            with pytest.raises(MetricError, match=rf"metric '{name}' needs (a|segments)"):
                measure(name, world, outcome, cost=100.0)
        else:
            value = measure(name, world, outcome, cost=100.0)
            assert all(isinstance(n, float) for n in (value.values() if isinstance(value, dict) else [value]))


# -- strategies


@pytest.fixture(params=STRATEGIES)
def chooser(request):
    return strategy(request.param)


def chosen(chooser, network, budget, key=5):
    world = model("independent_cascade").prepare(network, model("independent_cascade").Parameters())
    helpers = {}
    if "estimate_spread" in getattr(chooser, "HELPERS", ()):
        from sim import spreading

        helpers["estimate_spread"] = spreading.estimator(world, seed=1, threads=1)
    known = {"accounts": (3, "a7", 20), "tier": "koc"}
    fields = chooser.Parameters.model_fields
    needed = {name: known[name] for name, field in fields.items() if field.is_required() or name == "accounts"}
    return chooser.choose(world, budget, key, chooser.Parameters(**needed), **helpers)


def test_an_unknown_strategy_lists_the_known():
    with pytest.raises(UnknownStrategy, match="at_random"):
        strategy("nonsense")


def test_strategy_has_the_names(chooser):
    assert inspect.getdoc(chooser)
    assert inspect.getdoc(chooser.choose)
    assert list(inspect.signature(chooser.choose).parameters)[:4] == ["world", "budget", "key", "parameters"]
    fields_are_explained(chooser.Parameters)


def test_strategy_counts_to_the_number(chooser, network):
    choice = chosen(chooser, network, Budget(count=3))
    assert isinstance(choice, Choice)
    assert choice.accounts.dtype == np.int32
    assert len(choice.accounts) == len(set(choice.accounts.tolist())) == len(choice.gain) == 3
    assert 0 <= choice.accounts.min() <= choice.accounts.max() < ACCOUNTS
    again = chosen(chooser, network, Budget(count=3))
    np.testing.assert_array_equal(choice.accounts, again.accounts)
    with pytest.raises(PlanError):
        chosen(chooser, network, Budget(count=ACCOUNTS + 1))


def test_strategy_keeps_the_budget(chooser, network):
    prices = 5.0 + network.followers
    choice = chosen(chooser, network, Budget(amount=60.0, prices=prices))
    assert choice.spent == pytest.approx(prices[choice.accounts].sum())
    assert choice.spent <= 60.0
    assert choice.left_over == pytest.approx(60.0 - choice.spent)


def test_strategy_passes_over_what_is_taken(chooser, network):
    if chooser.__name__.endswith("listed"):
        pytest.skip("an explicit list is taken as it stands")
    first = chosen(chooser, network, Budget(count=3)).accounts
    second = chosen(chooser, network, Budget(count=3, excluded=first)).accounts
    assert set(first.tolist()).isdisjoint(second.tolist())


def test_choosing_and_judging_share_no_world():
    assert world_key(1, CHOOSING, 0) != world_key(1, JUDGING, 0)


# -- generators


def registry(module_name, name):
    return getattr(importlib.import_module(module_name), name)


def entries(module_name, name):
    """The names in a registry, sorted; the registry is read when tests are collected."""
    return sorted(registry(module_name, name))


GENERATORS_NEED = {
    "configuration": {"degrees": {"poisson": 4.0}},
    "erdos_renyi": {"mean_followers": 4.0},
    "grid": {"rows": 5, "columns": 6},
}
"""What some generators cannot do without."""


@pytest.mark.parametrize("name", entries("sim.generators", "GENERATORS"))
def test_generator_keeps_the_contract(name):
    from sim import generators

    where = registry("sim.generators", "GENERATORS")[name]
    module = importlib.import_module(where) if isinstance(where, str) else where
    assert inspect.getdoc(module)
    assert inspect.getdoc(module.generate)
    assert list(inspect.signature(module.generate).parameters) == ["parameters", "key"]
    fields_are_explained(module.Parameters)
    small = {"accounts": 300} if "accounts" in module.Parameters.model_fields else {}
    small |= GENERATORS_NEED.get(name, {})
    made = generators.generate(name, small, 7)
    again = generators.generate(name, small, 7)
    assert made.fingerprint() == again.fingerprint()
    for array in (made.audience_offsets, made.audience, made.following_offsets, made.following):
        assert array.flags.c_contiguous
        assert not array.flags.writeable
    owner = np.repeat(np.arange(len(made)), made.followers)
    assert not np.any(owner == made.audience), "an account follows itself"
    pairs = owner.astype(np.int64) * len(made) + made.audience
    assert np.all(np.diff(pairs) > 0), "edges are not sorted, or stand twice"


def test_an_unknown_generator_lists_the_known():
    from sim import generators

    with pytest.raises(ValueError, match="kol_communities"):
        generators.generate("nonsense", {}, 1)


# -- readers


def write_two_edges(name, path):
    """A file of the format in which account 0 stands before 1, and 1 before 2."""
    if name in ("gml", "graphml"):
        import networkx

        graph = networkx.DiGraph([(0, 1), (1, 2)])
        (networkx.write_gml if name == "gml" else networkx.write_graphml)(graph, path)
    elif name == "matrix_market":
        path.write_text("%%MatrixMarket matrix coordinate pattern general\n3 3 2\n1 2\n2 3\n")
    elif name == "csv":
        path.write_text("source,target\n0,1\n1,2\n")
    else:
        path.write_text("# a comment\n0\t1\r\n1\t2\r\n")


ENDING = {"snap": "txt", "csv": "csv", "gml": "gml", "graphml": "graphml", "matrix_market": "mtx"}


@pytest.mark.parametrize("name", entries("sim.files", "READERS"))
def test_reader_keeps_the_contract(name, tmp_path):
    from sim.files import ReadError, read_network, reader

    module = reader(name)
    assert inspect.getdoc(module)
    assert inspect.getdoc(module.read)
    if name == "npy":  # our own format: it says itself what an edge means
        made = Network.from_edges([0, 1], [1, 2], 3)
        assert read_network(made.save(tmp_path / "folder")).fingerprint() == made.fingerprint()
        return
    assert isinstance(module.OPTIONS, tuple)
    path = tmp_path / f"two.{ENDING[name]}"
    write_two_edges(name, path)
    influences = read_network(path, edge_means="influences")
    follows = read_network(path, edge_means="follows")
    assert influences.followers.tolist() == [1, 1, 0]  # content flows from 0 to 1 to 2
    assert follows.followers.tolist() == [0, 1, 1]
    assert follows.audience.tolist() == influences.following.tolist()
    with pytest.raises(ReadError, match="nonsense"):
        read_network(path, edge_means="influences", nonsense=1)
    with pytest.raises(ReadError, match=path.name):
        read_network(path)  # what an edge means is never guessed


def test_an_unknown_format_lists_the_known():
    from sim.files import ReadError, reader

    with pytest.raises(ReadError, match="snap, csv"):
        reader("nonsense")


# -- metrics


def test_an_unknown_metric_lists_the_known():
    with pytest.raises(MetricError, match="reach"):
        measure("nonsense", None, None)


@pytest.mark.parametrize("name", METRICS)
def test_metric_says_what_it_is(name):
    metric = METRICS[name]
    assert metric.name == name
    assert metric.unit
    assert metric.description
    assert metric.better in ("higher", "lower", None)
    assert inspect.getdoc(metric.function)


@pytest.mark.parametrize("name", OF_EVERY_MODEL)
def test_metric_bears_nobody_and_changes_nothing(name, network):
    module = model("independent_cascade")
    world = module.prepare(network, module.Parameters())
    work = module.workspace(world)
    nobody = module.simulate(world, plan_of_seeds([], network), 7, work).copy()
    value = measure(name, world, nobody, cost=0.0)
    undefined = any(np.isnan(number) for number in (value.values() if isinstance(value, dict) else [value]))
    assert undefined == METRICS[name].needs_cost, "a cost for each of nobody is not defined; all else is"
    outcome = module.simulate(world, plan_of_seeds([0], network), 7, work).copy()
    before = outcome.copy()
    first = measure(name, world, outcome, cost=5.0)
    assert measure(name, world, outcome, cost=5.0) == first
    for array in ("reached", "reached_at", "reached_by"):
        np.testing.assert_array_equal(getattr(outcome, array), getattr(before, array))


# -- registries as such

FOLDERS = {"models": "MODELS", "strategies": "STRATEGIES", "generators": "GENERATORS", "files": "READERS"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_with_the_names_is_listed(folder):
    """A file of a registry folder that keeps the contract but is not listed would never be found."""
    function = {"models": "simulate", "strategies": "choose", "generators": "generate", "files": "read"}[folder]
    listed = set(registry(f"sim.{folder}", FOLDERS[folder]).values())
    for path in (Path(__file__).parents[1] / "sim" / folder).glob("*.py"):
        names = {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
        if function in names and path.name != "__init__.py":
            assert f"sim.{folder}.{path.stem}" in listed, path.name
