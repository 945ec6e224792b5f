"""The experiment behind most facts of the campaign: one ordinary post in a world of its own, and what it meets.

The author is drawn by how much he posts, or by the weights of a group of accounts; the second of the post from one day,
its topic is what its author cares for most, and all features are usual unless others are given. Worlds are taken
together in runs; what a run gives are sums, so figures are ratios of sums over runs, and their error is the jackknife's
over runs.
"""

import functools
import math

import numpy as np

import sim
from sim.models import campaign
from sim.models.campaign import engine, making, ordinary, places, state
from sim.models.campaign.days import HOUR
from sim.models.campaign.grounds import FITTED_ON
from sim.network import frozen
from sim.randomness import JUDGING, U, child_int
from sim.world import Item

ACCOUNTS = FITTED_ON
POSTS = 500
"""Worlds in a run, each with one post."""
DAYS = 5
LARGE = 100
"""Cascades of so many are large."""
LEAST_SEEN = 10
"""Impressions; a post with fewer has no half-life to speak of."""
LEAST_REACTIONS = 3
"""A post with fewer has no half-life of engagement."""
HOURLY = ((1, 10), (10, 30), (30, 45), (45, math.inf))
"""Classes of accounts by the posts that come to them in an hour: two below the published limit, two beyond."""
BRAND = 100
"""Followers (accounts) of a brand's account, at least."""
SELLS = {"commerciality": 0.8, "authenticity": 0.3}
"""What a brand posts."""
GROUPS = {
    "brands": (BRAND, math.inf),
    "nano": (1_000, 10_000),
    "micro": (10_000, 50_000),
    "mid": (50_000, 500_000),
    "macro": (500_000, 1_000_000),
}
"""Authors by followers: brands in accounts, creators in people. Each of a group posts as often."""
REACTIONS = [campaign.parameters.ACTIONS.index(name) for name in ("share", "like", "comment")]


@functools.cache
def network():
    """The network of all these worlds: Twitter's preset."""
    return sim.generate("kol_communities", accounts=ACCOUNTS, preset="twitter", seed=1)


@functools.cache
def edges():
    """Every edge as author * accounts + follower, ascending, and whether it is mutual."""
    net = network()
    author = np.repeat(np.arange(ACCOUNTS, dtype=np.int64), np.diff(net.audience_offsets))
    return author * ACCOUNTS + net.audience, campaign.people.mutual_ties(net)


def tie(author, viewer):
    """Does the viewer follow the author, and do they follow each other?"""
    known, mutual = edges()
    wanted = author * np.int64(ACCOUNTS) + viewer
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    follows = known[place] == wanted
    return follows, follows & (mutual[place] == 1)


@functools.cache
def people_of():
    """How many people follow each account, as the network's tiers say (float64[n])."""
    tiers = [tier for tier in network().about["tiers"].values() if tier["least_followers"] > 0]
    accounts, people = (np.log([tier[f"least_{what}"] for tier in tiers]) for what in ("followers", "people"))
    logs = np.log(np.maximum(network().followers, 1.0))
    below = people[0] - accounts[0]
    return np.exp(np.where(logs < accounts[0], logs + below, np.interp(logs, accounts, people)))


def rates_of(group):
    """By how much each account posts in the experiment (float64[n])."""
    if group is None:
        return ordinary.posting_rates(network())
    low, high = GROUPS[group]
    followers = network().followers if group == "brands" else people_of()
    return ((followers >= low) & (followers < high)).astype(np.float64)


class Lives:
    """Ordinary posts in the world of these parameters.

    Args:
        runs: how many, each of :data:`POSTS` worlds.
        group: whose posts, of :data:`GROUPS`; None are all accounts, by how much they post.
        item: features of the posts that are not usual.
        parameters: of the campaign model, where they are not the default.

    Attributes:
        runs: for each run its sums, by name.
        sizes: size and depth of each cascade (int64[posts, 2]).
    """

    def __init__(self, runs, group=None, item=None, **parameters):
        given = campaign.Parameters(days=DAYS, **parameters)
        topics = network().about["topics"]
        items = tuple(Item(topic, topics=(topic,), **({"stance": 0.0} | (item or {}))) for topic in topics)
        self.kernel = campaign.prepare(network(), given, items, 7).kernel
        self.rates, self.sizes, self.one = rates_of(group), [], ordinary.ordinary_posts(network(), 0, 1, 0)
        self.policy = making.policy_hooks(given.platform)[0]
        self.about = np.argmax(network().attributes["interests"], axis=1)
        self.work = state.new_work(ACCOUNTS, self.kernel.item.shape[1])
        engine.clean(self.work)
        self.runs = [self._run(run) for run in range(runs)]

    def _run(self, run):
        """So many worlds, each with one post; what is left of them, one after the other, as if it were one world."""
        key = child_int(child_int(20261123, JUDGING), run)
        published = ordinary.ordinary_posts(network(), key, POSTS, 0).post[:, places.PLANNED_AT]
        authors = ordinary.authors_of(self.rates, key, POSTS)
        posts, rows, times, first = [], [], [], []
        count = 0
        for i in range(POSTS):
            author = int(authors[i])
            self._live(author, int(self.about[author]), float(published[i]), child_int(key, i))
            happened = self.work.counter[places.SEEN]
            posts.append(self.work.post[: self.work.counter[places.POSTS]].copy())
            rows.append(self.work.event[:happened] + np.array([0, count, 0], np.int32))
            times.append(self.work.event_at[:happened].copy())
            posts[-1][1:, places.PARENT] += count
            posts[-1][:, places.ORIGIN] = i
            first.append(count)
            count += len(posts[-1])
            engine.clean(self.work)
        return self._sums(np.concatenate(posts), np.concatenate(rows), np.concatenate(times), np.array(first))

    def _live(self, author, item, at, key):
        post = self.one.post.copy()
        post[0, [places.PLANNED_AUTHOR, places.PLANNED_ITEM, places.PLANNED_AT]] = author, item, at
        planned = self.one._replace(post=frozen(post, np.float64))
        self.work = state.with_room_for(self.work, planned)
        engine.plan_posts(self.kernel, planned, self.work, U(key))
        while (full := self._run_on(planned, key)) != places.DONE:
            self.work = state.grown(self.work, full)

    def _run_on(self, planned, key):
        rankings = engine.rankings([self.policy])
        return engine.run(self.kernel, planned, self.work, U(key), math.inf, np.zeros(1, np.int64), *rankings)

    def _sums(self, post, rows, at, first):
        count = len(first)
        author, origin = post[:, places.AUTHOR].astype(np.int64), post[:, places.ORIGIN].astype(np.int64)
        seen, acted = rows[:, 2] < places.ACTION_EVENT, rows[:, 2] >= places.ACTION_EVENT
        sums = self._cascades(post, origin, first, count)
        sums |= self._times(rows[seen], at[seen], post, origin, first, count)
        usual = np.bincount(origin, minlength=count)[origin] < LARGE
        sums |= self._impressions(rows[seen & usual[rows[:, 1]]], author, origin, first)
        some = acted & usual[rows[:, 1]]
        sums |= self._reactions(rows[some], at[some], post, author, origin, first)
        sums |= self._overload(rows[some], author, usual)
        return {name: float(value) for name, value in sums.items()}

    def _cascades(self, post, origin, first, count):
        parent = post[:, places.PARENT].astype(np.int64)
        depth = np.zeros(len(post), np.int64)
        for share in np.flatnonzero(parent >= 0):  # a post stands after the one that it shares
            depth[share] = depth[parent[share]] + 1
        deepest, size = np.zeros(count, np.int64), np.bincount(origin, minlength=count)
        np.maximum.at(deepest, origin, depth)
        self.sizes.append(np.stack([size, deepest], axis=1))
        small = (parent >= 0) & (size[origin] < LARGE)
        delay = (post[small, places.PUBLISHED] - post[first[origin[small]], places.PUBLISHED]) / HOUR
        told = {"posts": count, "alone": (size == 1).sum(), "shallow": (deepest <= 1).sum()}
        told |= {"deep": (deepest > 5).sum(), "large": (size >= LARGE).sum(), "shared": (size > 1).sum()}
        told |= {"size": size.sum(), "reshares": (size - 1).sum(), "delays": len(delay)}
        return told | {"within an hour": (delay <= 1).sum(), "within a day": (delay <= 24).sum()}

    def _times(self, rows, at, post, origin, first, count):
        of = origin[rows[:, 1]]
        age = (at - post[first[of], places.PUBLISHED]) / HOUR
        ages = by_post(of, age, count, LEAST_SEEN)
        half = [60 * part[(len(part) - 1) // 2] for part in ages]
        told = {"one": 1, "impressions": len(of), "half-life": np.median(half) if half else math.nan}
        return told | {"timed": len(ages), "early": sum((part <= 24).mean() for part in ages)}

    def _impressions(self, rows, author, origin, first):
        viewer, of = rows[:, 0].astype(np.int64), origin[rows[:, 1]]
        told = {"usual impressions": len(of), "recommended": (rows[:, 2] == places.RECOMMENDED).sum()}
        unknown = network().followers[author[first]] == 0
        told |= {"unknown": unknown.sum(), "given unknown": unknown[of[rows[:, 2] == places.RECOMMENDED]].sum()}
        feed = np.flatnonzero(rows[:, 2] == places.FEED)
        _, place = np.unique(of[feed] * ACCOUNTS + viewer[feed], return_index=True)  # as they happened: the first
        novel = feed[place]
        _, mutual = tie(author[rows[novel, 1]], viewer[novel])
        told |= {"novel": len(novel), "novel by weak ties": (~mutual).sum()}
        reached = np.unique(of * ACCOUNTS + viewer) // ACCOUNTS
        writer, tier = author[first], network().attributes["tier"].astype(np.int64)
        for place, name in enumerate(network().about["tiers"]):
            told["reach of " + name] = (tier[writer[reached]] == place).sum()
            told["followers of " + name] = network().followers[writer[tier[writer] == place]].sum()
        return told

    def _reactions(self, rows, at, post, author, origin, first):
        viewer, source = rows[:, 0].astype(np.int64), origin[rows[:, 1]]
        action = rows[:, 2] - places.ACTION_EVENT
        engaged = np.isin(action, REACTIONS)
        age = (at - post[first[source], places.PUBLISHED]) / HOUR * 60
        ages = by_post(source[engaged], age[engaged], len(first), LEAST_REACTIONS)
        half = [part[(len(part) - 1) // 2] for part in ages]
        told = {"engagement half-life": np.median(half) if half else math.nan}
        told |= {"reactions": engaged.sum(), "followers": network().followers[author[first]].sum()}
        told["people"] = people_of()[author[first]].sum()
        ready = readiness_to_share(self.kernel.on(0).person)
        top = np.zeros(ACCOUNTS, np.bool_)
        top[np.argsort(-ready, kind="stable")[: ACCOUNTS // 10]] = True
        shares = action == campaign.parameters.SHARE
        return told | {"shares": shares.sum(), "shares of the readiest": top[viewer[shares]].sum()}

    def _overload(self, rows, author, usual):
        """What came to accounts by their feed, and how often they reacted to it, by how much else comes to them."""
        net, hourly = network(), self.kernel.on(0).person[:, places.INFLOW] / 24.0
        edge = [np.arange(net.audience_offsets[a], net.audience_offsets[a + 1]) for a in author[usual]]
        offered = hourly[net.audience[np.concatenate(edge)]]
        viewer = rows[:, 0].astype(np.int64)
        answered = hourly[viewer[tie(author[rows[:, 1]], viewer)[0]]]
        told = {}
        for place, (low, high) in enumerate(HOURLY):
            of_class = offered[(offered >= low) & (offered < high)]
            told[f"offers {place}"], told[f"inflow {place}"] = len(of_class), of_class.sum()
            told[f"answers {place}"] = ((answered >= low) & (answered < high)).sum()
        return told


def readiness_to_share(person):
    """How much each account is expected to share, up to a factor (float64[n])."""
    often, ready = person[:, places.OFTEN].astype(np.float64), person[:, places.READY].astype(np.float64)
    return often * np.exp(ready + person[:, places.SHARING])


def by_post(of, age, count, least):
    """Ages, ascending, of each post that has at least so many of them."""
    ends = np.cumsum(np.bincount(of, minlength=count))
    return [part for part in np.split(age[np.lexsort((age, of))], ends[:-1]) if len(part) >= least]


def ratio(over, under):
    return lambda s: s[over] / s[under] if s[under] else math.nan


def elasticity(low, high):
    """How the answers to an offered post change with inflow between two classes: the slope on logarithmic scales."""

    def slope(s):
        if not s[f"answers {low}"] or not s[f"answers {high}"]:
            return math.nan
        rate, inflow = ([s[f"{name} {k}"] / s[f"offers {k}"] for k in (low, high)] for name in ("answers", "inflow"))
        return math.log(rate[1] / rate[0]) / math.log(inflow[1] / inflow[0])

    return slope


def reach_falls(larger, smaller):
    """Reach by followers of a tier beside that of the next smaller one."""
    return lambda s: (
        ratio("reach of " + larger, "followers of " + larger)(s)
        / ratio("reach of " + smaller, "followers of " + smaller)(s)
    )


FIGURES = {
    "P(size 1)": ratio("alone", "posts"),
    "P(depth <= 1)": ratio("shallow", "posts"),
    "P(depth > 5)": ratio("deep", "posts"),
    "P(size >= 100)": ratio("large", "posts"),
    "mean reshares given one": ratio("reshares", "shared"),
    "half-life": ratio("half-life", "one"),
    "impressions within 24 h": ratio("early", "timed"),
    "shares within 1 h": ratio("within an hour", "delays"),
    "shares within 24 h": ratio("within a day", "delays"),
    "engagement half-life": ratio("engagement half-life", "one"),
    "slope up to 30 an hour": elasticity(0, 1),
    "slope beyond 30 an hour": elasticity(2, 3),
    "weak ties' share": ratio("novel by weak ties", "novel"),
    "cold start": lambda s: ratio("given unknown", "unknown")(s) / max(ratio("recommended", "posts")(s), 1e-9),
    "share recommended": ratio("recommended", "usual impressions"),
    "shares by the readiest tenth": ratio("shares of the readiest", "shares"),
    "tail beside koc": reach_falls("tail", "koc"),
    "waist beside tail": reach_falls("waist", "tail"),
    "engagement by followers": ratio("reactions", "followers"),
    "people by post": ratio("people", "posts"),
    "engagement by impressions": ratio("reactions", "usual impressions"),
    "impressions": ratio("impressions", "posts"),
}


def figures(runs):
    """Each figure with its standard error, the jackknife's over runs; nan where there is nothing to tell it from."""
    names = runs[0]
    all_sums = {name: sum(run[name] for run in runs) for name in names}
    told = {}
    for figure, of in FIGURES.items():
        without = np.array([of({name: all_sums[name] - run[name] for name in names}) for run in runs])
        error = math.sqrt((len(runs) - 1) * without.var())
        told[figure] = (of(all_sums), error)
    return told
