"""Traffic pools: how many impressions a post may be recommended for, by what the first of them did.

A post is recommended to a first pool of people. If enough of them liked it or watched it to the end, it may go to a
larger pool, and so on; beyond the last there is no limit. Views then pile up at the sizes of the pools. This is
practitioners' folklore (see the preset ``douyin_pools_folklore``), not a platform's statement.
"""

import math
from typing import Final

import numpy as np

from sim.jit import jit
from sim.ranking.presets import Preset

UNLIMITED: Final = 2**62
"""The limit where there are no pools, or all are passed."""


@jit
def limit_of(pools, impressions, likes, completes):
    """Most recommended impressions allowed up to now.

    Args:
        pools: int64[pools, 3], of :func:`pool_table`: size, percent liked and percent completed that open the next.
        impressions: recommended up to now (int64), at most the limit of before: more than a pool's size means that the
            next pool was opened.
        likes, completes: what these impressions brought (int64).
    """
    for k in range(pools.shape[0]):
        size = pools[k, 0]
        if impressions < size:
            return size
        if impressions == size:
            liked = 100 * likes >= pools[k, 1] * impressions
            completed = 100 * completes >= pools[k, 2] * impressions
            if not (liked or completed):
                return size
    return UNLIMITED


def pool_table(preset: Preset, people: float = 1.0) -> np.ndarray:
    """The preset's pools as int64[pools, 3] for kernels, where one simulated impression stands for so many ``people``.

    Sizes are rounded to whole impressions, at least one.

    >>> from sim.ranking.presets import preset
    >>> pool_table(preset("douyin_pools_folklore"), people=100.0)[:2].tolist()
    [[3, 10, 60], [40, 10, 60]]
    """
    if not 0 < people < math.inf:
        raise ValueError(f"people is {people}; allowed: a number above 0")
    table = np.empty((len(preset.pools), 3), np.int64)
    for k, pool in enumerate(preset.pools):
        table[k] = max(1, math.floor(pool.impressions / people + 0.5)), pool.likes_percent, pool.completes_percent
    table.flags.writeable = False
    return table


def pool_limit(preset: Preset, impressions: int, likes: int, completes: int, people: float = 1.0) -> int:
    """Most recommended impressions allowed up to now; see :func:`limit_of`. ``UNLIMITED`` where there are no pools.

    >>> from sim.ranking.presets import preset
    >>> pools = preset("douyin_pools_folklore")
    >>> pool_limit(pools, 120, 0, 0), pool_limit(pools, 300, 29, 179), pool_limit(pools, 300, 30, 0)
    (300, 300, 4000)
    """
    return int(limit_of(pool_table(preset, people), int(impressions), int(likes), int(completes)))
