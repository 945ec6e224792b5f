"""Traffic pools: the gates exactly, and views that pile up at the pools' sizes."""

from collections import Counter

import numpy as np
import pytest

from sim.arithmetic import exp
from sim.arithmetic.counts import poisson_quantile
from sim.arithmetic.rows import normal_quantiles
from sim.ranking.pools import UNLIMITED, limit_of, pool_limit, pool_table
from sim.ranking.presets import PRESETS, preset
from tests.ranking.without_compiler import in_python, uniforms

POOLS = preset("douyin_pools_folklore")
SIZES = [300, 4_000, 15_000, 125_000, 500_000, 2_000_000, 8_500_000]


def test_the_sizes_and_gates_of_practitioners():
    assert [pool.impressions for pool in POOLS.pools] == SIZES
    assert {(pool.likes_percent, pool.completes_percent) for pool in POOLS.pools} == {(10, 60)}
    low, high = np.array([(200, 500), (3e3, 5e3), (1e4, 2e4), (1e5, 1.5e5), (3e5, 7e5), (1e6, 3e6), (5e6, 1.2e7)]).T
    assert np.all((low <= SIZES) & (high >= SIZES))


@pytest.mark.parametrize("k", range(len(SIZES)))
def test_a_gate_opens_at_a_tenth_liked_or_six_tenths_watched(k):
    size = SIZES[k]
    following = [*SIZES, UNLIMITED][k + 1]
    assert pool_limit(POOLS, size - 1, size, size) == size  # not before the pool is used up
    assert pool_limit(POOLS, size, 0, 0) == size
    assert pool_limit(POOLS, size, size // 10 - 1, size * 6 // 10 - 1) == size
    assert pool_limit(POOLS, size, size // 10, 0) == following
    assert pool_limit(POOLS, size, 0, size * 6 // 10) == following
    assert pool_limit(POOLS, size + 1, 0, 0) == following  # a pool once opened is used up


def test_no_pools_no_limit():
    for name in PRESETS:
        if name != POOLS.name:
            assert pool_limit(preset(name), 10**9, 0, 0) == UNLIMITED
    assert pool_limit(POOLS, 8_500_001, 0, 0) == UNLIMITED


def test_an_impression_may_stand_for_many_people():
    assert pool_table(POOLS, people=100.0)[:, 0].tolist() == [size // 100 for size in SIZES]
    assert pool_table(POOLS, people=7.0)[:, 0].tolist() == [int(size / 7 + 0.5) for size in SIZES]
    assert pool_table(POOLS, people=1e4)[:, 0].tolist() == [1, 1, 2, 13, 50, 200, 850]
    assert pool_limit(POOLS, 3, 0, 0, people=100.0) == 3
    assert pool_limit(POOLS, 3, 1, 0, people=100.0) == 40
    assert pool_limit(POOLS, 0, 0, 0, people=1e9) == 1  # never nothing
    for people in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=r"people is .*; allowed: a number above 0"):
            pool_table(POOLS, people=people)


def test_pools_in_a_kernel_and_in_python_are_the_same():
    plain = in_python("pools")["limit_of"]
    table = pool_table(POOLS)
    assert not table.flags.writeable
    for u in uniforms(900, 31).reshape(-1, 3).tolist():
        size = SIZES[int(u[0] * len(SIZES))]
        for impressions in (int(u[1] * size), size):
            likes, completes = int(0.2 * u[2] * impressions), int(0.7 * u[1] * impressions)
            expected = plain(table, impressions, likes, completes)
            assert limit_of(table, impressions, likes, completes) == expected
            assert pool_limit(POOLS, impressions, likes, completes) == expected


def views(chosen, posts=3000):
    """Views of posts whose rate of likes differs (median 8%), recommended in portions until the limit or now.

    The most interested are shown a post first: every pool likes it a fifth less than the one before.
    """
    table = pool_table(chosen)
    rates = [min(0.9, 0.08 * exp(0.6 * z)) for z in normal_quantiles(uniforms(posts, 41)).tolist()]
    draws = uniforms(posts * 50, 42).reshape(posts, 50)
    out = []
    for rate, row in zip(rates, draws.tolist(), strict=True):
        seen = liked = 0
        step = 0.2 + 0.5 * row[0]
        for u in row[1 : 8 + int(40 * row[-1])]:
            limit = limit_of(table, seen, liked, 0)
            portion = min(limit - seen, 50 + int(step * seen))
            if portion == 0:
                break
            seen += portion
            liking = rate * 0.8 ** sum(seen > size for size in SIZES)
            liked += min(portion, int(poisson_quantile(liking * portion, u)))
        out.append(seen)
    return out


def test_views_pile_up_at_the_pools():
    found = views(POOLS)
    at_size = Counter(seen for seen in found if seen in SIZES)
    assert sum(at_size.values()) > 0.8 * len(found)
    assert min(at_size[size] for size in SIZES[:4]) > 0.02 * len(found)  # four humps at least
    between = Counter(seen for seen in found if seen not in SIZES)
    assert max(between.values(), default=0) < min(at_size[size] for size in SIZES[:4])
    # Negative control: the same posts without pools have no hump there.
    assert not set(views(preset("douyin_2025"))) & set(SIZES)
