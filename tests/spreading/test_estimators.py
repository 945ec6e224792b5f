"""Estimators: reverse sets give the forward spread, worlds are coupled, and more worlds change none of the old."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.models import independent_cascade, linear_threshold, model
from sim.network import Network
from sim.outcome import reached_workspace
from sim.randomness import CHOOSING, JUDGING, world_key
from sim.spreading import ForwardSpread, ReverseSpread, estimator, spread_sizes
from sim.spreading import estimators as estimators_file
from sim.spreading import reverse_sets as sets_file
from sim.spreading.reverse_sets import ReverseSets
from sim.world import Item, plan_of_seeds

COMPLETE = [(3, 0.5, 2.25), (4, 0.5, 3.25), (5, 0.3, 3.10113), (10, 0.2, 6.784458), (20, 0.1, 12.69442)]
"""Fact A5: accounts, probability and exact spread of one seed in the complete network."""


def cascade(network, probability="weighted_cascade"):
    return independent_cascade.prepare(network, independent_cascade.Parameters(probability=probability))


def threshold(network):
    return linear_threshold.prepare(network, linear_threshold.Parameters())


def complete(n):
    pairs = np.array([(u, v) for u in range(n) for v in range(n) if u != v])
    return Network.from_edges(pairs[:, 0], pairs[:, 1], n)


def random_network(n=300, m=1500, seed=6):
    rng = np.random.default_rng(seed)
    return Network.from_edges(rng.integers(0, n, m), rng.integers(0, n, m), n)


def covered(world, seeds, sets=1 << 16, seed=2):
    """(Spread of the seeds by reverse sets, its standard error)."""
    found = ReverseSets(model(world.model), world, np.ones(len(world.network), np.uint8), seed, CHOOSING, [work(world)])
    found.grow(sets)
    hit = np.zeros(found.count, bool)
    for v in seeds:
        hit[found.sets[found.starts[v] : found.starts[v + 1]]] = True
    n = len(world.network)
    return n * hit.mean(), n * hit.std() / np.sqrt(found.count)


def work(world):
    return model(world.model).workspace(world)


# -- fact A12: n times the share of reverse sets that are hit is the spread


@pytest.mark.parametrize(("n", "p", "exact"), COMPLETE)
def test_reverse_sets_give_the_exact_spread(n, p, exact):
    mean, error = covered(cascade(complete(n), p), [1])
    assert error < 0.01 * exact
    assert abs(mean - exact) < 4 * error


@pytest.mark.parametrize("make", [cascade, threshold])
def test_reverse_sets_give_the_forward_spread_of_several_seeds(make):
    world = make(random_network())
    for seeds in ([5], [3, 17, 100], list(range(20))):
        mean, error = covered(world, seeds)
        plan = plan_of_seeds(seeds, world.network)
        sizes = spread_sizes(world, plan, seed=9, purpose=JUDGING, replicates=20_000)
        both = np.hypot(error, sizes.std() / np.sqrt(len(sizes)))
        assert both < 0.05 * sizes.mean()
        assert abs(mean - sizes.mean()) < 4 * both


def test_walks_along_the_content_would_be_found_out():
    """The negative control: on a star the hub's spread is 1 + L p, and 1 if the sets were walked the wrong way."""
    star = Network.from_edges([0] * 20, range(1, 21), 21)
    turned = Network.from_edges(range(1, 21), [0] * 20, 21)
    mean, error = covered(cascade(star, 0.25), [0])
    assert abs(mean - 6) < 4 * error
    wrong, error = covered(cascade(turned, 0.25), [0])
    assert abs(wrong - 6) > 20 * error


# -- fact A10: what happens to more seeds in the same world


def reached(world, seeds, replicate, memory):
    outcome = model(world.model).simulate(
        world, plan_of_seeds(seeds, world.network), world_key(1, JUDGING, replicate), memory
    )
    return set(outcome.reached.tolist())


def nested(rng, n):
    order = rng.permutation(n).tolist()
    return order[:3], order[:8], order[8]


@pytest.mark.parametrize("make", [cascade, threshold])
def test_more_seeds_reach_all_that_fewer_reach(make):
    rng = np.random.default_rng(1)
    world, others = make(random_network()), 0
    memory = work(world)
    for r in range(200):
        few, many, _ = nested(rng, 300)
        assert reached(world, few, r, memory) <= reached(world, many, r, memory)
        others += not reached(world, few, r, memory) <= reached(world, many, r + 1, memory)
    assert others > 100, "in another world it would not hold, so the test could not fail"


def test_a_cascade_never_adds_more_to_more():
    rng = np.random.default_rng(2)
    world, less, others = cascade(random_network()), 0, 0
    memory = work(world)
    for r in range(400):
        few, many, one = nested(rng, 300)
        to_few = len(reached(world, [*few, one], r, memory)) - len(reached(world, few, r, memory))
        to_many = len(reached(world, [*many, one], r, memory)) - len(reached(world, many, r, memory))
        assert 0 <= to_many <= to_few
        less += to_many < to_few
        others += len(reached(world, [*many, one], r + 1, memory)) - len(reached(world, many, r, memory)) > to_few
    assert less > 20
    assert others > 20, "in another world it would not hold, so the test could not fail"


# -- reverse sets


def sets_of(world, threads, count=3000):
    works = [work(world) for _ in range(threads)]
    wanted = np.ones(len(world.network), np.uint8)
    found = ReverseSets(model(world.model), world, wanted, 3, CHOOSING, works)
    found.grow(count)
    return found


@pytest.mark.parametrize("make", [cascade, threshold])
def test_reverse_sets_are_those_of_their_worlds(make):
    """One by one through the model's own ``reverse``, whatever the threads, buffers and steps of growing."""
    world = make(random_network())
    found = sets_of(world, 1, 500)
    rows = [set(found.sets[found.starts[v] : found.starts[v + 1]].tolist()) for v in range(300)]
    roots = np.empty(500, np.int32)
    sets_file.fill_roots(sets_file.world_keys(3, CHOOSING, 500), 300, roots)
    memory = work(world)
    for i in range(500):
        members = set(model(world.model).reverse(world, int(roots[i]), world_key(3, CHOOSING, i), memory).tolist())
        assert members == {v for v in range(300) if i in rows[v]}


@pytest.mark.parametrize("make", [cascade, threshold])
def test_reverse_sets_are_the_same_for_any_threads_buffers_and_steps(make, monkeypatch):
    world = make(random_network())
    first = sets_of(world, 1)
    for threads in (2, 5):
        again = sets_of(world, threads)
        assert again.starts.tobytes() == first.starts.tobytes()
        assert again.sets.tobytes() == first.sets.tobytes()
    monkeypatch.setattr(sets_file, "BUFFER", 1)  # as many members as accounts: full again and again
    small = sets_of(world, 2, 100)
    small.grow(1234)
    small.grow(3000)
    assert small.starts.tobytes() == first.starts.tobytes()
    assert small.sets.tobytes() == first.sets.tobytes()


def test_memory_is_bounded_and_the_choice_goes_on(monkeypatch):
    world = cascade(random_network())
    monkeypatch.setattr(sets_file, "MOST_MEMBERS", 20_000)
    one, two = sets_of(world, 1, 1 << 20), sets_of(world, 2, 1 << 20)
    assert one.count == two.count < 1 << 15
    helper = ReverseSpread(world, seed=3)
    helper.start()
    for _ in range(20):
        helper.add(7)
        if not helper.refine():
            break
    else:
        pytest.fail("refine never ends")


def test_only_candidates_are_kept_and_their_estimates_stay():
    world = cascade(random_network())
    everyone, some = ReverseSpread(world, seed=3), ReverseSpread(world, seed=3)
    wanted = np.array([5, 60, 299])
    everyone.start()
    some.start(wanted)
    assert some.gains(wanted).tolist() == everyone.gains(wanted).tolist()
    assert some.found.kept < everyone.found.kept / 10
    assert some.gains(np.array([6])).tolist() == [0]
    some.start()
    assert some.gains(np.array([6])) > 0


@pytest.mark.parametrize("kind", [ReverseSpread, ForwardSpread])
def test_gains_add_up_and_starting_again_forgets(kind):
    world = cascade(random_network())
    helper = kind(world, seed=3)
    helper.start()
    alone = helper.gains(np.array([5, 60]))
    first = helper.gain(5)
    helper.add(5)
    second = helper.gain(60)
    helper.add(60)
    assert first == alone[0]
    assert 0 < second <= alone[1]
    assert helper.spread == pytest.approx(first + second)
    assert helper.gain(60) == 0
    helper.add(60)
    assert helper.spread == pytest.approx(first + second)
    helper.start()
    assert helper.spread == 0
    assert helper.gains(np.array([5, 60])).tolist() == alone.tolist()


@pytest.mark.parametrize("kind", [ReverseSpread, ForwardSpread])
def test_more_worlds_until_the_error_is_small(kind, monkeypatch):
    monkeypatch.setattr(estimators_file, "MOST_WORLDS", 50_000)
    world = cascade(random_network())
    helper = kind(world, seed=3)
    rounds = 0
    while True:
        helper.start()
        for account in (5, 60, 299):
            helper.add(account)
        if not helper.refine():
            break
        rounds += 1
    assert rounds >= 1
    assert helper.relative_error <= 1.01 * estimators_file.RELATIVE_ERROR
    plan = plan_of_seeds([5, 60, 299], world.network)
    sizes = spread_sizes(world, plan, seed=8, purpose=JUDGING, replicates=20_000)
    error = np.hypot(sizes.std() / np.sqrt(len(sizes)), helper.relative_error * helper.spread)
    assert abs(helper.spread - sizes.mean()) < 4 * error


def test_forward_estimates_are_paired():
    """With and without in the same worlds: an account that reaches nobody but itself adds exactly 1."""
    network = Network.from_edges([0, 0, 1], [1, 2, 2], 4)
    helper = ForwardSpread(cascade(network, 0.5), seed=1)
    helper.add(0)
    assert helper.gain(3) == 1.0


# -- which estimator


def test_the_estimator_follows_what_the_model_offers():
    network = random_network()
    assert isinstance(estimator(cascade(network), seed=1), ReverseSpread)
    assert isinstance(estimator(threshold(network), seed=1), ReverseSpread)
    own = SimpleNamespace(simulate=independent_cascade.simulate, workspace=lambda world: reached_workspace(300))
    assert isinstance(estimator(cascade(network), seed=1, module=own), ForwardSpread)


def test_weights_above_one_have_no_reverse_sets():
    """Content that lifts the threshold model's weights above 1 is estimated forwards."""
    network = random_network()
    lifted = linear_threshold.prepare(network, linear_threshold.Parameters(), Item(quality=1.0))
    helper = estimator(lifted, seed=1)
    assert isinstance(helper, ForwardSpread)
    assert helper.gain(5) >= 1
