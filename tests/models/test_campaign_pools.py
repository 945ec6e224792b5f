"""Traffic pools: the gates exactly, the looks that go to strangers all given and no more, views that pile up."""

import numpy as np
import pytest
from campaign_scenes import ERRORS, mean_and_error, network_of, new_world, ordinary_lives

from sim.jit import jit
from sim.models import campaign
from sim.models.campaign import places, pools, state
from sim.models.campaign.borrowing import on_platform, work_of, worlds_of
from sim.models.campaign.parameters import COMPLETE, LIKE
from sim.models.campaign.platform import Platform
from sim.ranking.presets import preset

POOLS = Platform(preset="douyin_pools_folklore").pools
SIZES = [300, 4_000, 15_000, 125_000, 500_000, 2_000_000, 8_500_000]


def test_the_sizes_and_gates_of_practitioners():
    assert [pool.people for pool in POOLS] == SIZES
    assert {(pool.likes, pool.completes) for pool in POOLS} == {(0.1, 0.6)}
    low, high = np.array([(200, 500), (3e3, 5e3), (1e4, 2e4), (1e5, 1.5e5), (3e5, 7e5), (1e6, 3e6), (5e6, 1.2e7)]).T
    assert np.all((low <= SIZES) & (high >= SIZES))
    assert "pools" not in preset("douyin_2025").platform


@jit
def may_go_on(worlds, work, pool):
    """As the engine's kernels ask."""
    return pools.may_go_on(on_platform(worlds_of(worlds), np.int64(0)), work_of(work), np.int64(0), pool)


@pytest.mark.parametrize(
    ("seen", "liked", "completed", "goes_on"),
    [(100, 10, 0, True), (100, 9, 59, False), (100, 0, 60, True), (0, 0, 0, False), (10, 1, 0, True)],
)
def test_a_gate_opens_at_a_tenth_liked_or_six_tenths_watched(seen, liked, completed, goes_on):
    given = campaign.Parameters(platform={"pools": [{"people": 10}, {"people": 100}]})
    world = campaign.prepare(network_of(50), given)
    work = state.new_work(50, 2)
    work.tally[0, places.VISIBLE] = seen
    work.tally[0, places.VISIBLE + 1 + LIKE], work.tally[0, places.VISIBLE + 1 + COMPLETE] = liked, completed
    assert may_go_on(world.kernel, work, np.int64(0)) == goes_on


@pytest.mark.parametrize(("sizes", "wrong"), [((10, 5), "each must be larger"), ((10, 10), "each must be larger")])
def test_pools_grow(sizes, wrong):
    with pytest.raises(ValueError, match=wrong):
        campaign.Parameters(platform={"pools": [{"people": size} for size in sizes]})


GATES = [{"people": 1, "likes": 0.1, "completes": 0.45}, {"people": 8, "likes": 0.1, "completes": 0.55}, {"people": 40}]
WITH = {"preset": "douyin_2025", "pools": GATES, "ad_load": 0.0, "out_of_network": {"by_followers": 0.0}}


def given_out(platform):
    """Recommended impressions of each ordinary post, and how many it was due on average."""
    world = new_world(platform, 4000)
    found = [
        work.tally[: work.counter[places.ORIGINS], places.GIVEN].copy() for _, work in ordinary_lives(world, 12, 60)
    ]
    kernel = world.kernel.on(0)
    return np.array(found), kernel.numbers[places.OUT_SUPPLY] / kernel.feed[0, places.OUT_MEAN], kernel


def test_posts_pile_up_at_the_sizes_of_pools_and_get_what_there_is():
    found, first, kernel = given_out(WITH)
    mean, error = mean_and_error(found.mean(axis=1))
    assert error < 0.1 * mean
    assert abs(mean - kernel.numbers[places.OUT_SUPPLY]) < max(0.15 * kernel.numbers[places.OUT_SUPPLY], ERRORS * error)
    piled = [np.mean(np.abs(found - first * size) <= 1.0) for size in (1, 8, 40)]
    assert min(piled) > 0.02, piled
    assert sum(piled) > 0.8, piled
    # Negative control: where posts are recommended by merit they stop anywhere.
    merit, _, _ = given_out({**WITH, "pools": []})
    assert sum(np.mean(np.abs(merit - first * size) <= 1.0) for size in (1, 8, 40)) < 0.4
