"""What else an account could look at in a session: how many looks it has, and the posts of others that compete.

In a session the account has a number of looks (geometric). Ads take theirs first, posts of strangers theirs, the rest
goes to posts of those it follows. Since its last session B posts of others have come (Poisson), and some were left over
from that one. The posts that it looks at are the best of all: the others and the campaign's candidates are walked side
by side from the best on, until the looks are used up. So a candidate that j better ones of the campaign precede is
looked at iff fewer than looks - j of the others are better than it.

The best of the others are drawn one after the other, from the largest on: one and the same draw whatever the campaign
posts. A higher score never costs a candidate a look, and a session costs its looks, not what came.

The draws give standings (the share of the others that are worse, as a logarithm); ``sim.models.campaign.background``
says which score has which standing.
"""

from sim.arithmetic import log
from sim.arithmetic.counts import geometric_quantile, poisson_quantile
from sim.jit import leaf
from sim.models.campaign.days import DAY
from sim.randomness import AD_SLOTS, LOOKS, OTHERS, OTHERS_RANK, U, child, uniform


@leaf
def looks_of(key, account, session, mean):
    """How many posts the account looks at in this session; ``mean`` is at least 1."""
    u = uniform(child(child(child(key, U(LOOKS)), U(account)), U(session)))
    return geometric_quantile(mean, u)


@leaf
def ad_slots_of(key, account, session, looks, ad_load):
    """How many of the looks ads take: their share of the looks, rounded by a draw so that the mean is exact."""
    if ad_load == 0.0:
        return 0
    u = uniform(child(child(child(child(key, U(AD_SLOTS)), U(account)), U(session)), U(0)))
    return int(looks * ad_load + u)


@leaf
def stranger_looks_of(key, account, session, looks, share):
    """How many of the looks that ads leave go to posts of authors who are not followed, rounded likewise."""
    if share == 0.0:
        return 0
    u = uniform(child(child(child(child(key, U(AD_SLOTS)), U(account)), U(session)), U(1)))
    return int(looks * share + u)


@leaf
def others_of(key, account, session, inflow, seconds):
    """How many posts of others have come in so many seconds; ``inflow`` is their mean a day."""
    u = uniform(child(child(child(key, U(OTHERS)), U(account)), U(session)))
    return poisson_quantile(inflow * seconds / DAY, u)


@leaf
def others_key(key, account, session):
    """The key of the standings of the others in one session."""
    return child(child(child(key, U(OTHERS_RANK)), U(account)), U(session))


@leaf
def next_best(draws, passed, others, log_standing):
    """Log standing of the best of the others after the ``passed`` best ones, the last of which had ``log_standing``.

    The largest of B uniforms is V**(1/B); the next is the same of those below it (Bentley and Saxe 1980, ACM
    Transactions on Mathematical Software 6:359). If none is left: -inf.
    """
    if passed >= others:
        return -float("inf")
    return log_standing + log(uniform(child(draws, U(passed)))) / (others - passed)
