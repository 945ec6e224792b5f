"""Points that fall with age, as on Hacker News: score = (P - 1) / (T + 2)^1.5, T in hours.

P counts the author's own vote, which is taken off again: P - 1 is the likes of others, all likes here. 1.5 is the
exponent of most public ports of it. The site itself has been reported to raise P - 1 to .8 and to take 1.8 (from
memory, not confirmed): :func:`gravity` takes both numbers.
"""

from typing import Final

from sim.arithmetic import power
from sim.jit import jit
from sim.ranking import Candidate

EXPONENT: Final = 1.5
LIFT: Final = 1.0
SHIFT_HOURS: Final = 2.0


@jit
def gravity(points, hours, lift, exponent):
    """points^lift / (hours + 2)^exponent; points without the author's own.

    >>> round(gravity(99.0, 0.0, 1.0, 1.5), 3), round(gravity(99.0, 24.0, 0.8, 1.8), 4)
    (35.002, 0.1121)
    """
    raised = points if lift == 1.0 else power(points, lift)
    return raised / power(hours + SHIFT_HOURS, exponent)


def policy(post: Candidate) -> float:
    """The likes, less for old posts."""
    return gravity(post.likes, post.age, LIFT, EXPONENT)
