"""Experiments on what customers, members and friends do, and on ads for who may not be targeted.

A campaign of 28 days among 5,000 accounts on X's preset unless told otherwise, in a shop where much is ordered, so that
few worlds say much. Two plans meet the same keys, so what differs between them is the plan.
"""

import functools
import math

import numpy as np
from campaign_market import jackknife

import sim
from sim.levers import Care, Incentive, Referral
from sim.models import campaign
from sim.models.campaign import places
from sim.models.campaign.days import DAY, HOUR
from sim.models.campaign.occasions import Occasions, Rumour
from sim.models.campaign.parameters import CLICK
from sim.randomness import JUDGING, child_int
from sim.world import OWNED, PAID, TO_MEMBERS, Item, Plan, PlannedPost, Push

ACCOUNTS, DAYS = 5_000, 28
ORDERS_A_DAY = 0.01
LIVELY = {"quality": 1.0, "utility": 1.0, "arousal": 1.0, "novelty": 1.0}
"""Content to which many react."""
NOBODY = np.zeros(0, np.int32)
EACH = 4
"""Impressions an account that word of mouth has at its usual volume: as many as ads for 5% of the sales would buy."""
AD_CENTS = int(100 * EACH * ACCOUNTS * 7 / 1000)
"""For so many impressions an account, at 7 a thousand."""


@functools.cache
def network():
    """The network of these worlds: Twitter's preset, and small."""
    return sim.generate("kol_communities", accounts=ACCOUNTS, preset="twitter", seed=1)


def world(items, product=None, **parameters):
    """A shop on X's preset."""
    product = {"orders_a_day": ORDERS_A_DAY, **(product or {})}
    given = {"days": DAYS, "platform": {"preset": "x_2026"}, "product": product, **parameters}
    return campaign.prepare(network(), campaign.Parameters(**given), items, 7)


def outcomes(of, plan, replicates, first=0):
    """The events of each replicate; each holds until the next."""
    work = campaign.workspace(of)
    for replicate in range(first, first + replicates):
        yield campaign.simulate(of, plan, child_int(child_int(20261123, JUDGING), replicate), work).events


def posts(count, item=0, kind=OWNED, days=DAYS, skip=0):
    """One post each of accounts anywhere among those that are followed, evenly over so many days."""
    followed = np.flatnonzero(network().followers >= 5)
    authors = np.random.default_rng(1).permutation(followed)[skip : skip + count]
    at = np.arange(len(authors)) * days * DAY / len(authors)
    return tuple(PlannedPost(int(author), item, kind, float(when)) for author, when in zip(authors, at, strict=True))


def sales(of, plan, replicates):
    """Orders of each replicate (float64[replicates])."""
    return np.array([len(events["order_at"]) for events in outcomes(of, plan, replicates)], np.float64)


def changed(events, group):
    """Orders of a group of accounts: (brought less lost, those that come anyway) once they have met the campaign."""
    brought = events["order_incremental"] == 1
    mine, gone = group[events["order_account"]], group[events["lost_account"]]
    met = np.zeros(len(group), np.bool_)
    met[events["contact_account"]] = True
    anyway = (mine & ~brought & met[events["order_account"]]).sum() + gone.sum()
    return float((mine & brought).sum() - gone.sum()), float(anyway)


def ill_spoken_of(replicates):
    """What a rumour by 300 accounts does to orders of those who knew the brand, and of those who did not."""
    of = world((Item("post"),), occasions=Occasions(rumours=(Rumour(at=1.0, accounts=300),)))
    knew = of.kernel.on(0).person[:, places.KNOWS] != 0.0
    rows = np.array([(*changed(e, knew), *changed(e, ~knew)) for e in outcomes(of, Plan(NOBODY), replicates)])
    return {
        "orders of those who knew it": jackknife(lambda s: s[0] / s[1], rows),
        "orders of those who did not": jackknife(lambda s: s[2] / s[3], rows),
    }


def praised(replicates, **given):
    """How sales change with the volume of praise, half and twice the usual one, and with its valence.

    Stance s is a rating of 3 + 2 s stars of five: between 3.5 and 4.5 at the usual volume. Posts for the usual volume
    are counted out in a run before, by the impressions that they have.
    """
    of = world(
        (Item("four stars", stance=0.5), Item("three and a half", stance=0.25), Item("more", stance=0.75)), **given
    )
    seen = [len(events["seen_at"]) for events in outcomes(of, Plan(NOBODY, posts(400)), 2)]
    usual = 400 * EACH * ACCOUNTS / np.mean(seen)
    low, high = (sales(of, Plan(NOBODY, posts(int(usual * k))), replicates) for k in (0.5, 2.0))
    worse, better = (sales(of, Plan(NOBODY, posts(int(usual), item)), replicates) for item in (1, 2))
    rows = np.stack([low, high, worse, better], axis=1)

    def volume(s):
        return math.log(s[1] / s[0]) / math.log(4.0)

    def valence(s):
        return math.log(s[3] / s[2]) / math.log(4.5 / 3.5)

    return {
        "by volume": jackknife(volume, rows),
        "by valence": jackknife(valence, rows),
        "valence less volume": jackknife(lambda s: valence(s) - volume(s), rows),
    }


def complaints(of, replicates, *levers):
    """Of each replicate: who complained, and the attitude of every contact at the end."""
    found = []
    for events in outcomes(of, Plan(NOBODY, posts(300, days=1), levers=levers), replicates):
        attitude = np.full(ACCOUNTS, np.nan)
        attitude[events["contact_account"]] = events["contact_attitude"]
        found.append((np.unique(events["case_account"][events["case_kind"] == places.A_COMPLAINT]), attitude))
    return found


def cared_for(replicates):
    """What an answer, at once or after 12 hours, does to the attitude of who complains, and how many more complain.

    The same accounts are compared: those that complain whoever answers.
    """
    of = world((Item("one"),), {"quality": 0.2}, days=14)
    plans = [[], [Care(0.0, 14 * DAY, math.inf, 0.0, 1.0)], [Care(0.0, 14 * DAY, math.inf, 12 * HOUR, 1.0)]]
    rows = []
    for none, fast, slow in zip(*(complaints(of, replicates, *levers) for levers in plans), strict=True):
        same = np.intersect1d(np.intersect1d(none[0], fast[0]), slow[0])
        sums = [run[1][same].sum() for run in (none, fast, slow)]
        rows.append((len(same), *sums, len(none[0]), len(fast[0])))
    rows = np.array(rows)
    return {
        "answered": jackknife(lambda s: (s[2] - s[1]) / s[0], rows),
        "faster": jackknife(lambda s: (s[2] - s[3]) / s[0], rows),
        "complaints": jackknife(lambda s: s[5] / s[4], rows),
    }


JOINING_DAYS, COMMUNITY_DAYS = 5, 60
FOUR, LATER = 12, 18
"""Days in which there are four pushes, and after which as many are looked at again."""


def members(replicates):
    """A private community for two months, with a push every three days: opening, its decay, talkers, buying again.

    Decay is the half-life of opening between the first four pushes and the four that come 18 days after them.
    Buying again is told of members who have ordered: their orders from then on, beside the same accounts' in the same
    worlds without a community.
    """
    of = world((Item("diary", **LIVELY),), days=COMMUNITY_DAYS)
    invited = posts(150, kind=PAID, days=JOINING_DAYS)
    gift = Incentive("community", "join", -1, 0.0, JOINING_DAYS * DAY, 20.0, 2000, 10**9)
    sent = tuple(PlannedPost(-1, 0, TO_MEMBERS, day * DAY) for day in range(JOINING_DAYS, COMMUNITY_DAYS, 3))
    rows = []
    with_it = outcomes(of, Plan(NOBODY, invited + sent, levers=(gift,)), replicates)
    without = outcomes(of, Plan(NOBODY, invited), replicates)
    for events, alone in zip(with_it, without, strict=True):
        joined = np.setdiff1d(*(run["contact_account"][run["contact_joined"] == 1] for run in (events, alone)))
        rows.append([*opening(events), *bought_again(events, alone, joined)])
    rows = np.array(rows, np.float64)
    return {
        "opened": jackknife(lambda s: s[0] / s[1], rows),
        "half-life": jackknife(lambda s: LATER * math.log(2.0) / math.log(s[2] / s[3]), rows),
        "talkers": jackknife(lambda s: s[4] / s[5], rows),
        "buying again": jackknife(lambda s: s[6] / s[7], rows),
    }


def opening(events):
    """Sums of a community: opened, pushed, opened of four pushes and of later ones, who wrote, members."""
    at = events["seen_at"][events["seen_channel"] == places.COMMUNITY] / 24.0
    early, late = (((at >= JOINING_DAYS + k) & (at < JOINING_DAYS + k + FOUR)).sum() for k in (0, LATER))
    is_member = events["contact_joined"] == 1
    wrote = np.unique(events["post_author"][events["post_kind"] == places.PRAISE])
    talked = np.isin(wrote, events["contact_account"][is_member]).sum()
    return events["contact_opened"].sum(), events["contact_pushed"].sum(), early, late, talked, is_member.sum()


def bought_again(events, alone, joined):
    """Orders of members who had ordered before, from then on: with the community and without it."""
    first = np.full(ACCOUNTS, np.inf)
    np.minimum.at(first, events["order_account"], events["order_at"])
    np.minimum.at(first, alone["order_account"], alone["order_at"])
    is_member = np.isin(np.arange(ACCOUNTS), joined)
    start = np.maximum(first, JOINING_DAYS * 24.0)
    return [
        (is_member[run["order_account"]] & (run["order_at"] > start[run["order_account"]])).sum()
        for run in (events, alone)
    ]


def streamed(replicates):
    """A stream of two hours beside the same as a video: returns, and orders by who clicked."""
    items = (Item("stream", format="live", lasts_hours=2.0, **LIVELY), Item("video", format="video", **LIVELY))
    of = world(items, {"orders_a_day": 0.0})
    rows = []
    plan = Plan(NOBODY, posts(300, 0, PAID) + posts(300, 1, PAID, skip=300))
    for events in outcomes(of, plan, replicates):
        item = events["post_item"][events["order_post"]]
        clicks = events["post_item"][events["act_post"][events["act_action"] == CLICK]]
        told = [((item == k).sum(), events["order_returned"][item == k].sum(), (clicks == k).sum()) for k in (0, 1)]
        rows.append([value for one in told for value in one])
    rows = np.array(rows, np.float64)
    return {
        "returned": jackknife(lambda s: s[1] / s[0], rows),
        "returned otherwise": jackknife(lambda s: s[4] / s[3], rows),
        "conversion": jackknife(lambda s: s[0] / s[2], rows),
        "conversion beside": jackknife(lambda s: s[0] / s[2] / (s[3] / s[5]), rows),
    }


def friends_asked(of, plan, replicates):
    """Of each replicate: friends asked, orders of who was not asked and of who was, orders through the message."""
    rows = []
    for events in outcomes(of, plan, replicates):
        asked = events["seen_channel"] == places.FRIEND
        since = np.full(ACCOUNTS, np.inf)
        np.minimum.at(since, events["seen_account"][asked], events["seen_at"][asked])
        came = since[events["order_account"]] < events["order_at"]
        of_message = events["post_origin"][events["order_post"][events["order_post"] >= 0]]
        through = events["post_kind"][of_message] == places.MESSAGE
        rows.append((asked.sum(), (~came).sum(), came.sum(), through.sum()))
    return np.array(rows, np.float64)


def invited(replicates):
    """Refer a friend: whom a customer asks who was not asked himself, and one who was; what they order.

    The first is told where nobody who was asked asks others, the second by what comes more where he does. Ads have met
    everybody before: who has met nothing of a campaign is not in it.
    """
    items = (Item("ad"), Item("invitation"))
    ads = (Push("ads", 0, 0.0, 2 * DAY, AD_CENTS, 700),)
    with_it = Plan(NOBODY, pushes=ads, levers=(Referral(1, 0.0, DAYS * DAY, 1000, 10**9),))
    of = world(items)
    direct = friends_asked(world(items, relations={"referred_rate": 0.0}), with_it, replicates)
    both = friends_asked(of, with_it, replicates)
    alone = friends_asked(of, Plan(NOBODY, pushes=ads), replicates)
    rows = np.concatenate([direct, both, alone], axis=1)
    return {
        "by direct": jackknife(lambda s: s[0] / s[1], rows),
        "by referred": jackknife(lambda s: (s[4] - s[0] / s[1] * s[5]) / s[6], rows),
        "entrants": jackknife(lambda s: (s[5] + s[6]) / s[9] - 1.0, rows),
        "by invitation": jackknife(lambda s: s[7] / s[4], rows),
    }


def not_aimed_at(replicates):
    """The lift of the same ads, an impression: of accounts that opted out, and of all where .66 did."""
    plan = Plan(NOBODY, pushes=(Push("ads", 0, 0.0, DAYS * DAY, AD_CENTS, 700),))
    rows = []
    all_aimed, some = (world((Item("ad", commerciality=0.8),), opt_out=share) for share in (0.0, 0.66))
    out = some.kernel.on(0).person[:, places.OPTED_OUT] != 0.0
    for aimed, events in zip(outcomes(all_aimed, plan, replicates), outcomes(some, plan, replicates), strict=True):
        lifts = [changed(aimed, np.ones(ACCOUNTS, np.bool_)), changed(events, out), changed(events, ~out)]
        rows.append([value for lift in lifts for value in lift])
    rows = np.array(rows)

    def mean(s):
        return (s[2] + s[4]) / (s[3] + s[5]) / (s[0] / s[1])

    return {
        "of who opted out": jackknife(lambda s: s[2] / s[3] / (s[4] / s[5]), rows),
        "of all": jackknife(mean, rows),
    }
