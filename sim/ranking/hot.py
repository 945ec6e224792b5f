"""Votes on a logarithmic scale against time, as Reddit's hot list: ten times the votes are worth 12.5 hours.

score = sign(s) * log10(max(|s|, 1)) - age / 12.5 h, where s is approval minus disapproval. Reddit adds the time of the
post over 45,000 seconds; a feed knows the age only, which is the same order at every moment. Reddit's rounding to seven
digits is left out.

What stands for votes here: a like is a vote up, a hide is a vote down. Shares and comments are no votes, there or here.

Source: Reddit's published ranking code, ``_sorts.pyx``, function ``hot``.
"""

from typing import Final

from sim.arithmetic import log
from sim.ranking import Candidate

LN10: Final = 2.302585092994046
TENFOLD_HOURS: Final = 12.5
"""45,000 seconds, in which a score falls by 1, the logarithm of 10."""


def policy(post: Candidate) -> float:
    """Sign of the votes times their size on a logarithmic scale, less 1 for 12.5 hours of age."""
    votes = post.likes - post.hides
    size = max(abs(votes), 1.0)
    order = log(size) / LN10
    if votes < 0.0:
        order = -order
    return order - post.age / TENFOLD_HOURS
