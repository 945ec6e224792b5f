"""How the audience of a known author reacts, and how well the platform knows his posts to do: from his own figures.

A table of candidates may tell of a KOL his engagement rate and the median views of his posts. Both are set off against
what the model expects of an ordinary post, of the format that he quotes a price for, by the account that acts for him:

- **engagement rate**: his posts' reactions are all moved by so many log-odds that the expected likes, comments, shares
  and saves an impression by a follower come to the rate (``warmth``). The expectation is over the hidden appeal and
  over how readily followers react; it is that of a first impression, for content of quality .5 that sells nothing.
- **median views**: impressions are attention, which no reaction makes. A feed that ranks by predictions gives more of
  it to an author whose posts are known to do well: what it predicts of them is moved by the logarithm of his views
  beside the usual ones (``renown``). Usual are: followers x the share of followed posts that is looked at + what an
  ordinary post of his is recommended (:mod:`sim.models.campaign.supply`). A chronological feed knows no such thing, and
  neither do traffic pools.

Both are facts of the world: the same under every plan, for his posts of the plan. What he shares of others is received
as anybody's share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from sim.arithmetic import exp, log
from sim.arithmetic.rows import total
from sim.models.campaign import places
from sim.models.campaign.making import ORDINARY, base_of
from sim.models.campaign.own_effects import own_effects
from sim.models.campaign.parameters import ACTIONS, Parameters
from sim.models.campaign.state import World
from sim.models.campaign.supply import beside_mean
from sim.models.campaign.usual import mean_rate, spread_of

ENGAGEMENTS: Final = ("share", "like", "comment", "save")
"""What an engagement rate counts."""
MOST_WARMTH: Final = 10.0
MOST_RENOWN: Final = 3.0
"""Log-odds; further than this nobody's figures move anything (a rate of 0 has no logarithm)."""
HALVINGS: Final = 60


class Known(NamedTuple):
    """What is known of an author.

    Attributes:
        account: who acts for him.
        platform: where; 0 is the first.
        followers: his own, in people.
        format: of his usual posts.
        engagement_rate: likes, comments, shares and saves an impression, or None.
        median_views: of one post, in people, or None.
    """

    account: int
    platform: int
    followers: float
    format: str = "text"
    engagement_rate: float | None = None
    median_views: float | None = None


Reception = Mapping[tuple[int, int], tuple[float, float]]
"""(account, platform) -> (warmth, renown)."""


def reception_of(known: Sequence[Known], parameters: Sequence[Parameters], kernels: Sequence[World]) -> Reception:
    """Warmth and renown of the known authors; parameters and arrays are the platforms'."""
    found = {}
    for one in known:
        setting, kernel = parameters[one.platform], kernels[one.platform]
        found[one.account, one.platform] = (warmth_of(one, setting, kernel), renown_of(one, setting, kernel))
    return found


def warmth_of(one: Known, setting: Parameters, kernel: World) -> float:
    """By how much all reactions to his posts are moved, in log-odds; 0 where no rate is given."""
    if one.engagement_rate is None:
        return 0.0
    low, high = -MOST_WARMTH, MOST_WARMTH
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if expected_rate(one, setting, kernel, middle) < one.engagement_rate:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def expected_rate(one: Known, setting: Parameters, kernel: World, warmth: float) -> float:
    """Engagements an impression of an ordinary post of his by one of his followers, the first of them."""
    base = base_of(replace(ORDINARY, format=one.format), setting)
    levels = np.array([base[ACTIONS.index(action)] for action in ENGAGEMENTS])
    own = [own_effects(setting, action) for action in ENGAGEMENTS]
    spread = np.array([spread_of(setting, each) for each in own])
    trust = np.array([setting.trust_effect + each["trust"] for each in own])
    first, last = int(kernel.offsets[one.account]), int(kernel.offsets[one.account + 1])
    mutual = int(np.count_nonzero(kernel.mutual[first:last])) / max(last - first, 1)
    author = setting.trust_slope * log(float(max(last - first, 1))) + float(kernel.numbers[places.TRUST_SIZE])
    found = 0.0
    for share, tie in ((mutual, 0.0), (1.0 - mutual, log(setting.trust_followed))):
        if share > 0.0:
            found += share * mean_rate(levels + (trust * (author + tie) + warmth), spread)
    return found


def renown_of(one: Known, setting: Parameters, kernel: World) -> float:
    """By how much the platform expects more of his posts, in log-odds; 0 where no views are given."""
    if one.median_views is None:
        return 0.0
    beside = log(max(one.median_views, 1e-9) / usual_views(one.followers, setting, kernel))
    return min(max(beside, -MOST_RENOWN), MOST_RENOWN)


def usual_views(followers: float, setting: Parameters, kernel: World) -> float:
    """Impressions (in people) of an ordinary post by somebody with so many followers (in people)."""
    here = setting.platform
    looks = total(kernel.person[:, places.OFTEN].astype(np.float64)) * setting.looks
    looks *= (1.0 - here.ad_load) * (1.0 - here.out_of_network.share)
    come = total(kernel.person[:, places.INFLOW].astype(np.float64))
    looked_at = min(looks / come, 1.0) if come > 0.0 else 1.0
    supply, each = float(kernel.numbers[places.OUT_SUPPLY]), float(kernel.numbers[places.PEOPLE_EACH])
    usual = float(kernel.numbers[places.OUT_FOLLOWERS])
    recommended = supply * beside_mean(followers / each, each, usual, here.out_of_network.by_followers)
    return max(followers * looked_at + recommended * each, 1e-9)


def told(one: Known, warmth: float, renown: float) -> str:
    """Both in words, after a KOL's name; empty where nothing is known.

    >>> told(Known(3, 0, 1000.0, engagement_rate=0.04), 0.5, 0.0)
    'his engagement rate of 4% multiplies the odds of reacting to his posts by 1.65'
    """
    parts = []
    if one.engagement_rate is not None:
        rate = f"his engagement rate of {100 * one.engagement_rate:.3g}%"
        parts.append(f"{rate} multiplies the odds of reacting to his posts by {exp(warmth):.3g}")
    if one.median_views is not None:
        views = f"his {one.median_views:,.0f} median views"
        parts.append(f"{views} multiply the odds that a ranked feed predicts of them by {exp(renown):.3g}")
    return ", and ".join(parts)
