"""How often a post is recommended on average, by whom it is: as often in people whomever an account stands for.

Looks that go to strangers are shared among all posts of the platform, E (``OUT_SUPPLY``, impressions by accounts) for
each on average. Where an account stands for w people, a post of the model is one of two things. Those w people post,
each for himself: what one of them posts gets what a post gets, E people, which are E / w accounts. And it is seen by
the followers of all of them at once, f accounts; beside these the platform recommends it as it recommends all posts
beside their followers, E strangers to every F, which is how many follow the author of a post on average:

    E (1 / w + (1 - 1 / w) f / F)

Where an account stands for itself that is E, whoever follows it. F is weighted by how much each account posts, so the
mean over all posts is E for any w: no look is given twice. In people, E (1 + (1 - 1 / w) P / F) with P = w f followers,
it hardly depends on w: an author with the same followers gets the same on any size of network.
"""

import numpy as np

from sim.jit import inner_leaf, leaf
from sim.models.campaign.places import AUTHOR, ORIGIN_POST, OUT_FOLLOWERS, OUT_SUPPLY, PEOPLE_EACH


@leaf
def beside_mean(followers, people_each, usual_followers):
    """How much a post of an author with so many followers is recommended beside what posts are on average.

    Args:
        followers: of the author, in accounts.
        people_each: for how many people an account stands; less than one counts as one.
        usual_followers: how many follow the author of a post on average, in accounts.

    >>> beside_mean(500.0, 1.0, 50.0)
    1.0
    >>> beside_mean(50.0, 40.0, 50.0), beside_mean(0.0, 40.0, 50.0), beside_mean(500.0, 40.0, 50.0)
    (1.0, 0.025, 9.775)
    """
    own = 1.0 / max(people_each, 1.0)
    return own + (1.0 - own) * (followers / usual_followers)


@inner_leaf
def supply(world, work, origin):
    """How often an ordinary post by the author of this one is recommended on average (impressions by accounts)."""
    author = np.int64(work.post[np.int64(work.tally[origin, ORIGIN_POST]), AUTHOR])
    followers = world.offsets[author + 1] - world.offsets[author]
    beside = beside_mean(float(followers), world.numbers[PEOPLE_EACH], world.numbers[OUT_FOLLOWERS])
    return world.numbers[OUT_SUPPLY] * beside
