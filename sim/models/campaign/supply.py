"""How often a post is recommended on average, by whom it is: as often in people whomever an account stands for.

Looks that go to strangers are shared among all posts of the platform, E (``OUT_SUPPLY``) for each on average. How far
they go by who posts is not known: a part s of them (``OUT_BY_FOLLOWERS``) is shared by how many follow the author, f
beside the mean F of the authors of posts, the rest evenly. A post of somebody whom P people follow, where the authors
of posts have F on average, is so recommended to E (1 - s + s P / F) people. Where an account stands for w people the
author of a post is still one person, whom w f people follow, and E people are E / w accounts:

    E ((1 - s) / w + s f / F)       in accounts

In people that is the same for the same author on any size of network, down to w = 1. F is weighted by how much each
account posts, so at w = 1 the mean over all posts is E: no look is given twice. Where w is more, the model's post is of
one of those w people, and the looks of the others are theirs.
"""

import numpy as np

from sim.jit import inner_leaf, leaf
from sim.models.campaign.places import AUTHOR, ORIGIN_POST, OUT_BY_FOLLOWERS, OUT_FOLLOWERS, OUT_SUPPLY, PEOPLE_EACH


@leaf
def beside_mean(followers, people_each, usual_followers, by_followers):
    """How much a post of an author with so many followers is recommended beside what posts are on average.

    Args:
        followers: of the author, in accounts.
        people_each: for how many people an account stands; less than one counts as one.
        usual_followers: how many follow the author of a post on average, in accounts.
        by_followers: the part that is shared by followers (0 to 1).

    >>> beside_mean(500.0, 1.0, 50.0, 0.0), beside_mean(500.0, 1.0, 50.0, 0.5)
    (1.0, 5.5)
    >>> beside_mean(50.0, 40.0, 50.0, 1.0), beside_mean(0.0, 40.0, 50.0, 0.5), beside_mean(0.0, 40.0, 50.0, 1.0)
    (1.0, 0.0125, 0.0)
    """
    return (1.0 - by_followers) / max(people_each, 1.0) + by_followers * (followers / usual_followers)


@inner_leaf
def supply(world, work, origin):
    """How often an ordinary post by the author of this one is recommended on average (impressions by accounts)."""
    author = np.int64(work.post[np.int64(work.tally[origin, ORIGIN_POST]), AUTHOR])
    followers, numbers = world.offsets[author + 1] - world.offsets[author], world.numbers
    usual, by_followers = numbers[OUT_FOLLOWERS], numbers[OUT_BY_FOLLOWERS]
    return numbers[OUT_SUPPLY] * beside_mean(float(followers), numbers[PEOPLE_EACH], usual, by_followers)
