"""Author diversity: further posts of one author count less in a session.

factor = floor + (1 - floor) * decay^k for the (k+1)-th post of an author. With floor .25 and decay .5: 1, .625, .4375,
.34375, .296875, the values of both releases of X (2023: ``the-algorithm``; 2026: ``x-algorithm``, ``param.rs``).
"""

from sim.jit import jit


@jit
def diversity_factor(floor, decay, k):
    """Factor of the score of an author's post of which k (int64) came before in this session; 1 for the first.

    By multiplication, so it is exact where floor and decay are.

    >>> [diversity_factor(0.25, 0.5, k) for k in range(5)]
    [1.0, 0.625, 0.4375, 0.34375, 0.296875]
    """
    rest = 1.0 - floor
    for _ in range(k):
        rest *= decay
    return floor + rest
