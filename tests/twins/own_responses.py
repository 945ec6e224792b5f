"""A response of one's own, for worlds of the campaign model."""

from sim.arithmetic import logistic
from sim.response import CLICK, add_own


def odd(seen):
    """A response that hangs on all that it is told, and now and then gives what is no probability."""
    if seen.shown == 2.0:
        return NO_NUMBER
    if seen.paid_shown == 1.0:
        return 3.0 * seen.chance - 0.1
    if seen.action == CLICK:
        return min(2.0 * seen.chance, 1.0)
    found = 0.5 * seen.log_odds + 0.2 * seen.base + 0.3 * seen.liking + 0.1 * seen.match + 0.1 * seen.personal
    found += 0.4 * seen.trust + seen.attitude + 0.2 * seen.stance - seen.selling + 0.5 * seen.sharers
    found += 0.3 * seen.is_paid - 0.1 * seen.channel + 0.01 * seen.followers - 0.02 * seen.age - 0.1 * seen.paid_shown
    return seen.weariness * logistic(found)


NO_NUMBER = float("nan")
ODD = "drawn.py:odd"
add_own(ODD, odd)
