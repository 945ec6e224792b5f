"""What each seed adds: one walk that carries labels gives what leaving each seed out gives, world by world."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.models import cascade_added, model
from sim.network import Network
from sim.randomness import JUDGING
from sim.spreading import added_sizes, spread_sizes
from sim.world import Plan, plan_of_seeds


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Network, Plan, float]:
    n = draw(st.integers(1, 12))
    edges = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40))
    network = Network.from_edges([u for u, _ in edges], [v for _, v in edges], n)
    seeds = draw(st.lists(st.integers(0, n - 1), unique=True, min_size=1, max_size=n))
    return network, plan_of_seeds(seeds, network), draw(st.sampled_from([0.1, 0.4, 0.8, 1.0]))


@given(worlds(), st.integers(0, 2**62))
def test_one_walk_gives_what_leaving_each_seed_out_gives(drawn: tuple[Network, Plan, float], seed: int) -> None:
    network, plan, probability = drawn
    module = model("independent_cascade")
    world = module.prepare(network, module.Parameters(probability=probability))
    options = {"seed": seed, "purpose": JUDGING, "replicates": 6}
    added = added_sizes(world, plan, **options)
    whole = spread_sizes(world, plan, **options)
    for place in range(len(plan.seeds)):
        rest = np.delete(plan.seeds, place)
        without = spread_sizes(world, plan_of_seeds(rest, network), **options) if len(rest) else np.zeros(6, np.int64)
        np.testing.assert_array_equal(added[:, place], whole - without)


def test_threads_change_nothing_and_the_memory_is_left_clean() -> None:
    module = model("independent_cascade")
    network = Network.from_edges(np.arange(99), np.arange(1, 100), 100)
    world = module.prepare(network, module.Parameters(probability=0.9))
    plan = plan_of_seeds([0, 50, 90], network)
    one, two = (added_sizes(world, plan, seed=3, purpose=JUDGING, replicates=200, threads=t) for t in (1, 2))
    np.testing.assert_array_equal(one, two)
    work = module.labels_workspace(world)
    module.added_sizes(world, plan, np.arange(5, dtype=np.uint64), work, np.zeros((5, 3), np.int64))
    assert (work.label == cascade_added.NOBODY).all()


@pytest.mark.parametrize("name", ["independent_cascade", "linear_threshold"])
def test_the_sum_of_added_reach_is_at_most_the_reach(name: str) -> None:
    """Only for independent cascades: in a threshold model two seeds can need each other, and both then add it."""
    module = model(name)
    network = Network.from_edges([0, 1], [2, 2], 3)
    world = module.prepare(network, module.Parameters())
    plan = plan_of_seeds([0, 1], network)
    options = {"seed": 1, "purpose": JUDGING, "replicates": 300}
    whole = spread_sizes(world, plan, **options)
    total = added_sizes(world, plan, **options).sum(axis=1)
    if name == "independent_cascade":
        assert (total <= whole).all()
    else:
        assert (total > whole).any()


@pytest.mark.parametrize("name", ["independent_cascade", "linear_threshold"])
def test_no_thread_is_refused(name: str) -> None:
    network = Network.from_edges([0], [1], 2)
    world = model(name).prepare(network, model(name).Parameters())
    with pytest.raises(ValueError, match="threads: 0 is not allowed; allowed: 1 or more"):
        added_sizes(world, plan_of_seeds([0], network), seed=1, purpose=JUDGING, replicates=3, threads=0)
