"""Experiments beside the single ordinary post: catchier stories, the cycle of the day, and response by exposure."""

import math

import numpy as np
import ordinary_posts
from campaign_market import jackknife
from ordinary_posts import network

from sim.models import campaign
from sim.models.campaign import engine, ordinary, places, state
from sim.models.campaign.days import DAY
from sim.models.campaign.making import policy_hooks
from sim.models.campaign.parameters import SHARE
from sim.models.campaign.platform import Platform
from sim.randomness import JUDGING, child_int
from sim.world import OWNED, Item, Plan, PlannedPost

CATCHIER = 1.7
"""Odds of reacting to what is false, beside those of what is true."""
RESAMPLES = 200
SIZES = (3, 5, 9, 17, 33)
"""Classes of cascades by size, for comparing depth between cascades as large."""
AUTHORS = 400
CYCLE_DAYS = 14
SPREAD_DAYS = 3
EXPOSURES = 6


def catchier_quality(parameters):
    """The quality of an item to which everybody reacts with 1.7 times the odds."""
    return 0.5 + math.log(CATCHIER) / parameters.quality_effect


def catchier(runs, **parameters):
    """Cascades of posts that are catchier beside those of usual posts, in the same worlds (figures with errors).

    The largest hundredth is told of cascades of posts that were shared at all: stories that nobody passes on are in no
    data of rumours. Depth is compared within classes of size. Errors are those of a bootstrap over runs.
    """
    quality = catchier_quality(campaign.Parameters(**parameters))
    usual = ordinary_posts.Lives(runs, **parameters).sizes
    more = ordinary_posts.Lives(runs, item={"quality": quality}, **parameters).sizes

    def of(rows):
        both = [np.concatenate([part[i] for part in rows]) for i in (0, 1)]
        shared = [part[part[:, 0] > 1] for part in both]
        top = [np.quantile(part[:, 0], 0.99) for part in shared]
        ratios, weights = [], []
        for low, high in zip(SIZES, (*SIZES[1:], np.inf), strict=True):
            a, b = (part[(part[:, 0] >= low) & (part[:, 0] < high), 1] for part in shared)
            if len(a) >= 5 and len(b) >= 5:
                ratios.append(b.mean() / a.mean())
                weights.append(min(len(a), len(b)))
        depth = float(np.average(ratios, weights=weights)) if ratios else math.nan
        return {"largest ratio": float(top[1] / top[0]), "depth ratio": depth}

    rows = list(zip(usual, more, strict=True))
    drawn = np.random.default_rng(1).integers(len(rows), size=(RESAMPLES, len(rows)))
    others = [of([rows[i] for i in places]) for places in drawn]
    return {name: (value, spread([one[name] for one in others])) for name, value in of(rows).items()}


def spread(values):
    """The standard deviation of those that are told; nan where at most one is."""
    told = [value for value in values if not math.isnan(value)]
    return float(np.std(told)) if len(told) > 1 else math.nan


def campaign_of(days, world_parameters, replicates, stance=0.0):
    """Posts of one item by many accounts at times of their own; each outcome holds until the next."""
    given = campaign.Parameters(days=days, **world_parameters)
    of = campaign.prepare(network(), given, Item("story", stance=stance), 7)
    work = campaign.workspace(of)
    for replicate in range(replicates):
        key = child_int(child_int(20261123, JUDGING), replicate)
        author = ordinary.authors_of(ordinary.posting_rates(network()), key, AUTHORS)
        times = np.random.default_rng(replicate).uniform(0.0, days * DAY, AUTHORS)
        posts = tuple(PlannedPost(int(a), 0, OWNED, float(t)) for a, t in zip(author, times, strict=True))
        yield campaign.simulate(of, Plan(np.zeros(0, np.int64), posts=posts), key, work)


def cycle(replicates, **parameters):
    """The length of the strongest cycle of impressions under two days (hours), with its error by a bootstrap."""
    rows = np.zeros((replicates, CYCLE_DAYS * 24))
    for row, outcome in zip(rows, campaign_of(CYCLE_DAYS, parameters, replicates), strict=True):
        row += np.bincount(outcome.events["seen_at"].astype(np.int64), minlength=len(row))[: len(row)]
    rows = rows[:, 24:]  # until the first posts are around
    drawn = np.random.default_rng(1).integers(replicates, size=(RESAMPLES, replicates))
    return strongest(rows.sum(axis=0)), float(np.std([strongest(rows[places].sum(axis=0)) for places in drawn]))


def strongest(hourly):
    """The strongest cycle under two days, in hours."""
    power = np.abs(np.fft.rfft(hourly - hourly.mean())) ** 2
    period = len(hourly) / np.arange(1, len(power))
    told = np.where(period <= 48.0, power[1:], 0.0)
    return float(period[np.argmax(told)])


def by_exposure(replicates, **parameters):
    """How many share the story after k followed accounts have posted it, of those whom as many reached unshared.

    Returns for each replicate the counts (float64[replicates, 2, EXPOSURES]): who shared after exactly k, and who was
    there after k.
    """
    found = []
    for outcome in campaign_of(SPREAD_DAYS, parameters, replicates):
        events, net = outcome.events, network()
        shared = np.full(len(net), np.inf)
        acts = events["act_action"] == SHARE
        np.minimum.at(shared, events["act_account"][acts], events["act_at"][acts])
        viewers, times = [], []
        for author, at in zip(events["post_author"], events["post_published"], strict=True):
            followers = net.audience[net.audience_offsets[author] : net.audience_offsets[author + 1]]
            viewers.append(followers)
            times.append(np.full(len(followers), at))
        viewer, at = np.concatenate(viewers).astype(np.int64), np.concatenate(times)
        earlier = at <= shared[viewer]
        exposed = np.bincount(viewer[earlier], minlength=len(net))
        did = np.isfinite(shared)
        there = np.array([(exposed >= k).sum() for k in range(1, EXPOSURES + 1)])
        after = np.array([(exposed[did] == k).sum() for k in range(1, EXPOSURES + 1)])
        found.append(np.stack([after, there]))
    return np.array(found, np.float64)


def in_pools(posts, runs=12):
    """How many ordinary posts' recommendations end within a twentieth of a pool's size, and how many pass the first.

    Negative control: with the same sizes, where posts are recommended by how well they are expected to do.
    """
    piled, beyond = _where_they_end("douyin_pools_folklore", posts // runs, runs)
    control, _ = _where_they_end("douyin_2025", posts // runs, runs)
    assert control[0] < 0.5, "recommendations end at these sizes without pools, too"
    return {"views at pools": piled, "beyond the first": beyond}


def _where_they_end(preset, count, runs):
    """(share of posts that end at a pool's size, share beyond the first pool), each with its error over runs."""
    pools = np.array([pool.people for pool in Platform(preset="douyin_pools_folklore").pools])
    of = campaign.prepare(network(), campaign.Parameters(platform={"preset": preset}), Item("post", stance=0.0), 7)
    kernel, work = of.kernel.on(0), state.new_work(len(network()), of.kernel.item.shape[1])
    sizes = pools / pools[0] * kernel.numbers[places.OUT_SUPPLY] / kernel.feed[0, places.OUT_MEAN]
    found, policy = [], policy_hooks(of.parameters.platform)[0]
    engine.clean(work)
    for run in range(runs):
        key = child_int(child_int(20261123, JUDGING), run)
        planned = ordinary.ordinary_posts(network(), key, count, of.kernel.item.shape[1] - 1)
        work = ordinary.observed(kernel, policy, 0, work, planned, key)
        given = work.tally[: work.counter[places.ORIGINS], places.GIVEN]
        near = np.abs(given[:, None] - sizes) <= np.maximum(0.05 * sizes, 1.0)
        found.append((near.any(axis=1).mean(), (given > 1.5 * sizes[0] + 1.0).mean()))
        engine.clean(work)
    found = np.array(found)
    return list(zip(found.mean(axis=0), found.std(axis=0, ddof=1) / math.sqrt(runs), strict=True))


def persistence(replicates, **parameters):
    """p(4) / p(1) of the response by exposure, with its error."""
    return jackknife(lambda s: (s[0, 3] / s[1, 3]) / (s[0, 0] / s[1, 0]), by_exposure(replicates, **parameters))
