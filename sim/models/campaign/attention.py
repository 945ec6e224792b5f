"""Which of the campaign's posts an account looks at in a session, among all that others have posted for it.

In a session the account looks at ``looks`` posts (geometric). Since its last session B posts of others have come
(Poisson). The posts that it looks at are the best of all: the others and the campaign's candidates are walked side by
side from the best on, until the looks are used up. So a candidate that j better ones of the campaign precede is looked
at iff fewer than looks - j of the others are better than it.

The best of the others are drawn one after the other, from the largest on: one and the same draw whatever the campaign
posts. A higher standing never costs a candidate a look, and a session costs its looks, not what came.

The standing of a post is the share of the others that are worse. Under a chronological feed that is its place in the
time since the last session, exactly. Standings are compared by their logarithms.
"""

from sim.arithmetic import log
from sim.arithmetic.counts import geometric_quantile, poisson_quantile
from sim.jit import jit
from sim.models.campaign.days import DAY
from sim.randomness import LOOKS, OTHERS, OTHERS_RANK, U, child, uniform


@jit
def looks_of(key, account, session, mean):
    """How many posts the account looks at in this session; ``mean`` is at least 1."""
    u = uniform(child(child(child(key, U(LOOKS)), U(account)), U(session)))
    return geometric_quantile(mean, u)


@jit
def others_of(key, account, session, inflow, seconds):
    """How many posts of others have come in so many seconds; ``inflow`` is their mean a day."""
    u = uniform(child(child(child(key, U(OTHERS)), U(account)), U(session)))
    return poisson_quantile(inflow * seconds / DAY, u)


@jit
def others_key(key, account, session):
    """The key of the standings of the others in one session."""
    return child(child(child(key, U(OTHERS_RANK)), U(account)), U(session))


@jit
def next_best(draws, passed, others, log_standing):
    """Log standing of the best of the others after the ``passed`` best ones, the last of which had ``log_standing``.

    The largest of B uniforms is V**(1/B); the next is the same of those below it (Bentley and Saxe 1980, ACM
    Transactions on Mathematical Software 6:359). If none is left: -inf.
    """
    if passed >= others:
        return -float("inf")
    return log_standing + log(uniform(child(draws, U(passed)))) / (others - passed)
