"""The same results however the worlds are run; the platform changes when it says; an account may stand for many."""

import numpy as np
import pytest
from campaign_scenes import (
    CELL,
    ITEMS,
    X,
    as_bytes,
    events_of,
    full_plan,
    key_of,
    kols,
    mean_and_error,
    network_of,
    new_world,
    plan_of,
    world_of,
)

from sim.models import campaign
from sim.models.campaign.product import Product
from sim.randomness import JUDGING
from sim.spreading import spread_sizes
from sim.world import PAID, Push

# -- threads, batches, memory


def sizes(world, plan, **how):
    return spread_sizes(world, plan, **{"seed": 1, "purpose": JUDGING, "replicates": 12, **how}).tolist()


def test_threads_and_batches_change_no_result():
    world = world_of("x_2026", 1000, sells=True)
    plan = full_plan(world.network, days=3)
    one = sizes(world, plan)
    assert len(set(one)) > 6
    for threads in (2, 5):
        assert sizes(world, plan, threads=threads) == one
    for first, count in ((0, 5), (5, 1), (6, 6)):
        assert sizes(world, plan, first=first, replicates=count) == one[first : first + count]
    assert sizes(world, plan, first=1, stride=3, replicates=4, threads=2) == one[1::3]
    assert sizes(world, plan, seed=2) != one


def test_memory_that_has_been_used_gives_the_same_bytes():
    """After a larger plan, after none, after another world of the same size: as with new memory."""
    world, other = world_of("x_2026", 1000, sells=True), world_of("chronological", 1000)
    plan, work = full_plan(world.network), campaign.workspace(world)
    fresh = as_bytes(events_of(world, plan, 3))
    everything = plan_of(world.network, [(author, 1, PAID, 1.0) for author in range(0, 1000, 5)])
    for before in (everything, plan_of(world.network), plan):
        events_of(world, before, 5, work)
        assert as_bytes(events_of(world, plan, 3, work)) == fresh
    events_of(other, everything, 1, work)
    assert as_bytes(events_of(world, plan, 3, work)) == fresh


# -- a change of the platform


def until(events, hour):
    """What happened before this hour, as bytes."""
    found = {}
    for kind in ("seen", "act", "lead", "order"):
        early = events[f"{kind}_at"] < hour
        names = [name for name in events if name.startswith(kind + "_") and name != "order_satisfied"]  # known later
        found |= {name: events[name][early].tobytes() for name in names}
    return found


CHANGES = {
    "another ranking": {"ranking": "chronological"},
    "other weights": {"weights": {"like": 1.0}},
    "a slower feed": {"recency_hours": 12.0},
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("platform", ["x_2026 of followed only", "x_2026"])
def test_a_change_of_the_platform_has_no_effect_before_its_time(platform, change):
    platform = {"x_2026": X, "x_2026 of followed only": {**X, "out_of_network": {"share": 0.0}}}[platform]
    posts = [(author, i % 2, PAID, 3.0 * i) for i, author in enumerate(kols(network_of(1000), 12))]
    plan = plan_of(network_of(1000), posts)
    same = new_world(platform, 1000, days=3.0, **CELL)
    changed = new_world({**platform, "changes": [{"at": 1.01, **CHANGES[change]}]}, 1000, days=3.0, **CELL)
    differ = 0
    for replicate in range(6):
        one, other = events_of(same, plan, replicate), events_of(changed, plan, replicate)
        assert until(one, 24.24) == until(other, 24.24)
        assert len(one["seen_at"][one["seen_at"] < 24.24]) > 50
        differ += as_bytes(one) != as_bytes(other)
    assert differ >= 4, "and has one after it"


# -- an account stands for so many people


def bought_and_returned(accounts, networks, worlds, represents=1e6):
    """A plan of ads, on networks of this many accounts that stand for the same people: impressions bought, of people,
    and the revenue of incremental orders over the money, each the mean of some worlds (float64[networks, 2])."""
    product = Product(orders_a_day=0.02, order_spread=0.0, goodwill_effect=1.0, lead_rate=0.5, order_rate=0.5)
    parameters = campaign.Parameters(platform=X, represents=represents, product=product)
    push = Push("ads", 0, 0.0, 7 * 86400.0, 2_000_000, 1000)
    each, found = represents / accounts, []
    for seed in range(networks):
        world = campaign.prepare(network_of(accounts, seed), parameters, ITEMS, 7)
        plan, work = plan_of(world.network, [], [push]), campaign.workspace(world)
        for replicate in range(worlds):
            events = campaign.simulate(world, plan, key_of(replicate), work).events
            revenue = events["order_cents"][events["order_incremental"] == 1].sum() * each
            found.append([events["push_impressions"][0] * each, revenue / events["push_spent"][0]])
    return np.array(found).reshape(networks, worlds, 2).mean(axis=1)


@pytest.mark.parametrize(("sizes_", "networks", "worlds"), [((1000, 4000), 6, 4)])
def test_a_network_of_another_size_buys_and_returns_the_same(sizes_, networks, worlds):
    check_sizes(sizes_, networks, worlds)


@pytest.mark.verify
def test_large_networks_buy_and_return_the_same():
    check_sizes((20_000, 80_000), 5, 2)


def check_sizes(sizes_, networks, worlds):
    """Errors are over networks: those of one network have its luck in common, who follows much and is there often."""
    small, large = (bought_and_returned(accounts, networks, worlds) for accounts in sizes_)
    assert abs(small[:, 0].mean() / large[:, 0].mean() - 1) < 0.005
    (one, error), (other, other_error) = mean_and_error(small[:, 1]), mean_and_error(large[:, 1])
    both = np.hypot(error, other_error)
    assert both < 0.15 * one
    assert abs(one - other) < 4 * both
    assert abs(one - 2 * other) > 4 * both, "twice the return is told apart"
