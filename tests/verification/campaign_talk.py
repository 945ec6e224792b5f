"""Experiments on what is passed on: among clustered accounts and at random, and what answers do to a rumour."""

import functools
import math

import numpy as np
from campaign_customers import NOBODY, outcomes
from campaign_market import jackknife

import sim
from sim.levers import Response
from sim.models import campaign
from sim.models.campaign import places
from sim.models.campaign.days import DAY, HOUR
from sim.models.campaign.occasions import Occasions, Rumour
from sim.world import OWNED, Item, Plan, PlannedPost

PEOPLE, DEGREE = 128, 6
"""A network of the published experiment: two of its sizes were 98 and 144 people, each with 6 or 8 others."""
ADOPT = 0.54
"""Published share of adopters in clustered networks: the level of sharing is set so that as many share there."""
CROWD, CRISIS_DAYS, BEGIN, BEGINS = 20_000, 7, 30, 33.0
"""Accounts, days, accounts that begin, and the hour: day 2 at 9."""
LEAST = 5
"""Of fewer crises nothing is told."""
FAR = 0.1
"""A rumour is a crisis where it meets such a part of all accounts."""


@functools.cache
def wired(name):
    """Clustered (a ring on which each has the six nearest) or at random, everybody with six others."""
    if name == "clustered":
        return sim.generate("watts_strogatz", accounts=PEOPLE, neighbours=DEGREE, rewired=0.0, seed=1)
    return sim.generate("random_regular", accounts=PEOPLE, degree=DEGREE, seed=1)


def adopters(name, level, needed, proof, replicates):
    """Share of the others who share, in each replicate: an account and those about it have posted.

    Everything is looked at, nothing else is there, and all items appeal alike: messages by mail, as in the experiment.
    """
    net = wired(name)
    given = {"days": 21, "looks": 1e6, "inflow": 0.0, "appeal_item": 0.0, "appeal_post": 0.0, "delayed_shares": 0.0}
    given |= {"share_level": level, "relations": {"sharers_needed": needed}, "proof_effect": proof}
    of = campaign.prepare(net, campaign.Parameters(**given), (Item("forum"),), 7)
    found = []
    for replicate in range(replicates):
        first = (replicate * 37) % PEOPLE
        seeds = [first, *net.audience_of(first).tolist()]
        plan = Plan(NOBODY, tuple(PlannedPost(int(a), 0, OWNED, DAY / 2) for a in seeds))
        *_, events = outcomes(of, plan, 1, replicate)
        authors = np.unique(events["post_author"][events["post_kind"] == places.SHARED])
        found.append(len(np.setdiff1d(authors, seeds)) / (PEOPLE - len(seeds)))
    return np.array(found)


def level_of(needed, proof, replicates):
    """The level of sharing at which as many share in the clustered network as were published, by bisection."""
    low, high = -8.0, 8.0
    for _ in range(10):
        middle = (low + high) / 2
        if adopters("clustered", middle, needed, proof, replicates).mean() < ADOPT:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def contagion(replicates):
    """Adoption in clustered networks beside random ones: one sharer is enough, sharers add to it, two are needed."""
    told = {}
    usual = campaign.Parameters().proof_effect
    for name, needed, proof in (("simple contagion", 1, 0.0), ("social proof", 1, usual), ("two needed", 2, 0.0)):
        level = level_of(needed, proof, replicates)
        rows = [adopters(kind, level, needed, proof, replicates) for kind in ("clustered", "random")]
        told[name] = jackknife(lambda s: s[0] / s[1] if s[1] else math.nan, np.stack(rows, axis=1))
    return told


def rumour(**parameters):
    """A rumour that stirs up as much as can be, on X's preset unless told otherwise; there is nothing else."""
    begun = Rumour(at=BEGINS / 24, accounts=BEGIN, stance=-1.0, arousal=1.0, utility=1.0)
    given = {
        "days": CRISIS_DAYS,
        "platform": {"preset": "x_2026"},
        "occasions": Occasions(rumours=(begun,)),
        **parameters,
    }
    crowd = sim.generate("kol_communities", accounts=CROWD, preset="twitter", seed=1)
    return campaign.prepare(crowd, campaign.Parameters(**given), (Item("post"),), 7)


def reached_by_it(of, replicates, *levers):
    """Of each replicate: accounts that met the rumour, and the hours in which half of them did."""
    rows = []
    for events in outcomes(of, Plan(NOBODY, levers=levers), replicates):
        first = np.full(CROWD, np.inf)
        np.minimum.at(first, events["seen_account"], events["seen_at"])
        times = np.sort(first[np.isfinite(first)])
        rows.append((len(times), times[(len(times) - 1) // 2] - BEGINS))
    return np.array(rows)


def crisis(replicates, **given):
    """How fast half of all who will meet a rumour have met it, where it goes far; how far it goes by the answer."""
    of = rumour(**given)
    alone = reached_by_it(of, replicates)
    far = alone[alone[:, 0] >= FAR * CROWD, 1]
    told = {"crises": (float(len(far)), 0.0), "half-reach": (math.nan, math.nan)}
    if len(far) >= LEAST:
        told["half-reach"] = float(far.mean()), float(far.std(ddof=1) / math.sqrt(len(far)))
    answers = {"empathy after an hour": ("empathy", 1.0), "compensation after an hour": ("compensation", 1.0)}
    reach = {"none": alone[:, 0]}
    for name, (kind, hours) in (answers | {"empathy after 48 hours": ("empathy", 48.0)}).items():
        reach[name] = reached_by_it(of, replicates, Response(kind, 1, hours * HOUR))[:, 0]
        told[name] = jackknife(lambda s: s[0] / s[1], np.stack([reach[name], reach["none"]], axis=1))
    pair = np.stack([reach["empathy after an hour"], reach["empathy after 48 hours"]], axis=1)
    return told | {"soon beside late": jackknife(lambda s: s[0] / s[1], pair)}
