"""Traffic pools: a post is recommended to a first pool of people, and to a larger one if enough of them liked it.

Where a platform has pools they take the place of what a post is due by how well it is expected to do. Their sizes stand
to each other as the platform's do, and the first is as large as the looks allow that go to strangers: an ordinary post
gets on average what is due to its author (:mod:`sim.models.campaign.supply`). A pool is given out within an hour;
then a share of likes, or of those who watched to the end, opens the next. The last one is the limit.
"""

import numpy as np

from sim.jit import inner_leaf
from sim.models.campaign.days import HOUR
from sim.models.campaign.parameters import COMPLETE, LIKE
from sim.models.campaign.places import (
    GAIN_SUM,
    GAIN_WEIGHT,
    GIVEN,
    MEETING,
    OPENED_POOLS,
    ORIGIN_POST,
    OUT_MEAN,
    POOLS,
    TICK_SECONDS,
    VISIBLE,
)
from sim.models.campaign.supply import supply
from sim.randomness import GRANT, U, child, uniform

GIVEN_OUT_IN = HOUR
"""Seconds in which a pool is given out (assumption)."""
ROUNDING = 1 << 42
"""In the place of a tick."""


@inner_leaf
def may_go_on(world, work, origin, pool):
    """Have enough of those who saw the post liked it, or watched it to the end?"""
    seen = work.tally[origin, VISIBLE]
    liked, completed = work.tally[origin, VISIBLE + 1 + LIKE], work.tally[origin, VISIBLE + 1 + COMPLETE]
    return seen > 0.0 and (liked >= world.pools[pool, 1] * seen or completed >= world.pools[pool, 2] * seen)


@inner_leaf
def pool_size(world, work, origin, part, pool):
    """Impressions of a pool, in all from the first on; rounded by a draw of the post's, so that the mean is exact."""
    source = work.post_key[np.int64(work.tally[origin, ORIGIN_POST])]
    u = uniform(child(child(source, U(GRANT)), U(ROUNDING)))
    return np.floor(supply(world, work, origin) * world.pools[pool, 0] / world.feed[part, OUT_MEAN] + u)


@inner_leaf
def due_of_pools(world, work, origin, part):
    """How often a post is recommended on average at this tick; the next pool opens if it may."""
    row, count = work.tally[origin], np.int64(world.numbers[POOLS])
    if row[OPENED_POOLS] == 0.0 and work.counter[MEETING]:
        work.sums[GAIN_SUM] += world.pools[0, 0]
        work.sums[GAIN_WEIGHT] += 1.0
    pool = np.int64(max(row[OPENED_POOLS], 1.0)) - 1
    opened = pool + 1
    used_up = row[GIVEN] >= pool_size(world, work, origin, part, pool)
    if opened < count and used_up and may_go_on(world, work, origin, pool):
        opened += 1
        if work.counter[MEETING]:
            work.sums[GAIN_SUM] += world.pools[pool + 1, 0] - world.pools[pool, 0]
    row[OPENED_POOLS] = opened
    size = pool_size(world, work, origin, part, opened - 1)
    return min(max(size - row[GIVEN], 0.0), size * world.numbers[TICK_SECONDS] / GIVEN_OUT_IN)
