"""Sizes of cascades: the same bytes for any number of threads and any cut into batches, and for any model."""

import copy
import inspect
import pickle
import threading
from types import SimpleNamespace

import numpy as np
import pytest

from sim.models import model
from sim.network import Network
from sim.randomness import CHOOSING, JUDGING, world_key
from sim.spreading import batches, spread_sizes, world_keys
from sim.spreading.batches import in_batches
from sim.world import plan_of_seeds


@pytest.fixture(scope="module", params=["independent_cascade", "linear_threshold"])
def world(request):
    rng = np.random.default_rng(6)
    network = Network.from_edges(rng.integers(0, 300, 1500), rng.integers(0, 300, 1500), 300)
    module = model(request.param)
    given = {"probability": "weighted_cascade"} if request.param == "independent_cascade" else {}
    return module.prepare(network, module.Parameters(**given))


def sizes_of(world, **options):
    plan = plan_of_seeds([3, 17, 100], world.network)
    return spread_sizes(world, plan, **{"seed": 5, "purpose": JUDGING, "replicates": 301, **options})


def one_by_one(world, replicates=301, purpose=JUDGING):
    module = model(world.model)
    work = module.workspace(world)
    plan = plan_of_seeds([3, 17, 100], world.network)
    return [module.simulate(world, plan, world_key(5, purpose, r), work).reach for r in range(replicates)]


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("short", [0.0, 0.002, 10.0])
def test_the_same_for_any_threads_and_batches(world, threads, short, monkeypatch):
    monkeypatch.setattr(batches, "SHORT_BATCH", short)  # batches of one, of a millisecond or so, of all that is left
    found = sizes_of(world, threads=threads)
    assert found.dtype == np.int64
    assert found.tolist() == one_by_one(world)
    assert len(set(found.tolist())) > 10


def test_a_run_can_go_on_where_another_ended(world):
    whole = sizes_of(world)
    assert sizes_of(world, first=100, replicates=50).tolist() == whole[100:150].tolist()
    assert sizes_of(world, replicates=0).tolist() == []


def test_other_purposes_are_other_worlds(world):
    assert sizes_of(world, purpose=CHOOSING).tolist() == one_by_one(world, purpose=CHOOSING)
    assert sizes_of(world, purpose=CHOOSING).tolist() != sizes_of(world).tolist()


@pytest.mark.parametrize("threads", [1, 3])
def test_a_model_of_ones_own_needs_only_simulate(world, threads):
    module = model(world.model)
    own = SimpleNamespace(simulate=module.simulate, workspace=module.workspace)
    assert sizes_of(world, module=own, threads=threads).tolist() == one_by_one(world)


def test_keys_are_those_of_the_worlds():
    keys = world_keys(2**63 - 1, CHOOSING, 4, first=2**40)
    assert [int(key) for key in keys] == [world_key(2**63 - 1, CHOOSING, 2**40 + i) for i in range(4)]


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("total", [0, 1, 2, 3, 1000])
def test_every_place_is_done_once(threads, total):
    done = np.zeros(total, np.int64)

    def worker(start, stop):
        done[start:stop] += 1

    in_batches(total, [worker] * threads)
    assert (done == 1).all()


def test_the_first_place_is_done_on_the_calling_thread():
    where = {}
    barrier = threading.Barrier(2)

    def worker(start, stop):
        if threading.current_thread() not in where:
            where[threading.current_thread()] = start
            if start:
                barrier.wait(timeout=10)  # two threads are inside at once

    in_batches(200, [worker, worker])
    assert where.pop(threading.current_thread()) == 0
    assert len(where) == 2


def test_an_error_in_a_thread_is_raised_and_stops_the_others(monkeypatch):
    monkeypatch.setattr(batches, "SHORT_BATCH", 0.0)
    done = []

    def worker(start, stop):
        done.append(start)
        if start == 20:
            raise RuntimeError("place 20")
        threading.Event().wait(0.001)

    with pytest.raises(RuntimeError, match="place 20"):
        in_batches(100_000, [worker, worker])
    assert len(done) < 1000


def test_threads_must_be_one_or_more(world):
    with pytest.raises(ValueError, match="threads: 0 is not allowed"):
        sizes_of(world, threads=0)


def test_seeds_count_and_nobody_reaches_nobody(world):
    assert sizes_of(world).min() >= 3
    nobody = plan_of_seeds([], world.network)
    assert spread_sizes(world, nobody, seed=1, purpose=JUDGING, replicates=5).tolist() == [0] * 5


def test_every_public_function_says_what_it_does():
    import sim.spreading

    for name in sim.spreading.__all__:
        assert inspect.getdoc(getattr(sim.spreading, name))


def test_memory_is_kept_with_the_world_and_dropped_when_something_failed(monkeypatch):
    network = Network.from_edges([0, 1], [1, 2], 3)
    module = model("independent_cascade")
    world = module.prepare(network, module.Parameters(probability=1.0))
    made = []
    workspace = module.workspace
    monkeypatch.setattr(module, "workspace", lambda world: made.append(1) or workspace(world))
    options = {"seed": 1, "purpose": JUDGING, "replicates": 5}
    plan = plan_of_seeds([0], network)
    for threads, expected in ((1, 1), (1, 1), (3, 3), (2, 3), (1, 3)):
        assert spread_sizes(world, plan, **options, threads=threads).tolist() == [3] * 5
        assert len(made) == expected

    def fails(*_):
        raise RuntimeError("in the middle of a cascade")

    with monkeypatch.context() as broken:
        broken.setattr(module, "spread_sizes", fails)
        with pytest.raises(RuntimeError):
            spread_sizes(world, plan, **options, threads=2)
    assert spread_sizes(world, plan, **options, threads=3).tolist() == [3] * 5
    assert len(made) == 5
    other = module.prepare(network, module.Parameters(probability=1.0))
    spread_sizes(other, plan, **options)
    assert len(made) == 6


# -- the memory that stays with the world


def test_memory_is_used_again_and_not_after_a_failure():
    network = Network.from_edges([0, 1], [1, 2], 3)
    world = model("independent_cascade").prepare(network, model("independent_cascade").Parameters())
    made, used = [], []

    def workspace(world):
        made.append(object())
        return made[-1]

    def simulate(world, plan, key, work):
        used.append(work)
        if len(used) == 3:
            raise KeyboardInterrupt
        return SimpleNamespace(reach=1)

    def sizes():
        return spread_sizes(world, plan_of_seeds([0], network), seed=1, purpose=JUDGING, replicates=1, module=own)

    own = SimpleNamespace(simulate=simulate, workspace=workspace)
    sizes(), sizes()
    with pytest.raises(KeyboardInterrupt):
        sizes()
    sizes()
    assert [made.index(work) for work in used] == [0, 0, 0, 1]


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda world: pickle.loads(pickle.dumps(world))])
def test_a_world_can_be_copied_after_it_was_used(world, copied):
    sizes_of(world)
    twin = copied(world)
    assert twin._derived == {}, "memory of threads is not copied"
    assert (twin.model, twin.network.fingerprint()) == (world.model, world.network.fingerprint())


@pytest.mark.parametrize("replicates", [-1, 1.5, True, 10**12, "many"])
def test_a_number_of_worlds_that_is_none_is_refused(world, replicates):
    with pytest.raises(ValueError, match=r"replicates: .* is not allowed; allowed: 0 to"):
        sizes_of(world, replicates=replicates)
