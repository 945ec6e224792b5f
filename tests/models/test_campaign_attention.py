"""Attention: none is made and none is lost, ordinary posts are like those they compete with, a better score helps."""

import dataclasses

import numpy as np
import pytest
from campaign_scenes import (
    attend,
    counts_of,
    key_of,
    mean_and_error,
    network_of,
    new_world,
    ordinary_lives,
    plan_of,
    publish_next,
    world_of,
)
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sim.models import campaign
from sim.models.campaign import days, engine, ordinary, places
from sim.models.campaign.ordinary import posting_rates
from sim.models.campaign.plan_rows import rows_of
from sim.randomness import U, draw_int, uniform_int
from sim.world import OWNED, Item

# -- attention is conserved


def used_looks(rate, inflow, parameters, rng, days=6, runs=1):
    """Looks a day at posts of followed accounts, of one account, from the plain definition: in each session it looks at
    what is new first, then at what the session before left over, if it is young; what finds nothing is not used."""
    platform = parameters.platform
    hours = np.diff(campaign.rhythm_of(parameters.rhythm))
    used = 0
    for _ in range(runs):
        count = rng.poisson(rate * days)
        at = np.sort(rng.integers(0, days, count) * 24.0 + rng.choice(24, count, p=hours) + rng.random(count))
        left, before = np.zeros(0), -24.0 / max(rate, 1e-9)
        for now in at:
            looks = int(rng.geometric(1 / parameters.looks))
            looks -= int(looks * platform.ad_load + rng.random())
            looks -= int(looks * platform.out_of_network.share + rng.random())
            new = rng.uniform(before, now, rng.poisson(inflow * (now - before) / 24.0))
            left = left[now - left < parameters.keep_hours]
            seen = min(looks, len(new) + len(left))
            used += seen * (now >= 24.0)
            left = np.sort(new)[: max(len(new) - looks, 0)]
            before = now
    return used / (days - 1) / runs


def expected_impressions(world, rng):
    """What each account's post gets: each follower's used looks, divided among all that comes to him; and what is
    recommended: looks at strangers divided among all posts."""
    network, parameters = world.network, world.parameters
    sessions = world.kernel.on(0).person[:, places.OFTEN].astype(float)
    inflow = world.kernel.on(0).person[:, places.INFLOW].astype(float)
    looks = np.array([used_looks(s, i, parameters, rng) for s, i in zip(sessions, inflow, strict=True)])
    share = np.where(inflow > 0, looks / np.maximum(inflow, 1e-9), 0.0)
    feed = np.array([share[network.audience_of(v)].sum() for v in range(len(network))])
    rates, followers = posting_rates(network), network.followers
    posts = inflow.sum() * rates.sum() / (rates * followers).sum()
    platform = parameters.platform
    recommended = sessions.sum() * parameters.looks * (1 - platform.ad_load) * platform.out_of_network.share / posts
    return feed, recommended


def conservation(platform, accounts, runs, count):
    """Impressions of ordinary posts beside what attention allows: (ratio, its standard error)."""
    world = world_of(platform, accounts)
    feed, recommended = expected_impressions(world, np.random.default_rng(5))
    got, expected = [], []
    for planned, work in ordinary_lives(world, runs, count):
        got.append(counts_of(work).sum() / count)
        expected.append(feed[planned.post[:, places.PLANNED_AUTHOR].astype(int)].mean() + recommended)
    rates = posting_rates(world.network)
    overall = (feed * rates).sum() / rates.sum() + recommended
    gaps = np.array(got) - np.array(expected)
    return gaps.mean() / overall, gaps.std(ddof=1) / np.sqrt(runs) / overall


SHORTER = [("chronological with ads", 1000), ("x_2026", 1000)]
LONGER = [
    (platform, accounts) for platform in ("chronological", "x_2026 of followed only") for accounts in (2000, 5000)
]
LONGER += [(platform, accounts) for platform in ("x_2026", "x_2026 without ads") for accounts in (2000, 5000, 20_000)]


def check_conservation(platform, accounts, runs, count):
    gap, error = conservation(platform, accounts, runs, count)
    assert error < 0.03
    assert abs(gap) < 0.15, f"{gap:+.3f} of the impressions that attention allows, standard error {error:.3f}"


@pytest.mark.parametrize(("platform", "accounts"), SHORTER)
def test_attention_is_conserved(platform, accounts):
    """Mean impressions of an ordinary post = looks not taken by ads / posts, within 15%."""
    check_conservation(platform, accounts, 8, 100)


@pytest.mark.verify
@pytest.mark.parametrize(("platform", "accounts"), LONGER)
def test_attention_is_conserved_in_larger_worlds(platform, accounts):
    check_conservation(platform, accounts, 48, 200)


def test_looks_that_find_nothing_are_no_impressions():
    """Negative control: to count every look, used or not, is far from what happens."""
    world = world_of("chronological with ads", 1000)
    feed, _ = expected_impressions(world, np.random.default_rng(5))
    rates, parameters = posting_rates(world.network), world.parameters
    person = world.kernel.on(0).person.astype(float)
    looks = person[:, places.OFTEN] * parameters.looks * (1 - parameters.platform.ad_load)
    posts = person[:, places.INFLOW].sum() * rates.sum() / (rates * world.network.followers).sum()
    assert looks.sum() / posts > 1.15 * (feed * rates).sum() / rates.sum()


# -- ordinary posts are like those they compete with


def ranks_of(world, table, runs, count, part=0):
    """Standings of fresh ordinary posts' scores in a table of them, by class of absence: one array a run."""
    numbers = world.kernel.on(0).numbers
    gaps = numbers[places.GAPS :]
    for _, work in ordinary_lives(world, runs, count, part):
        met = work.meeting[: work.counter[places.MEETINGS]].copy()
        of_class = np.minimum(np.searchsorted(gaps, met[:, 1]), places.CLASSES - 1)
        standing = np.empty(len(met))
        for kind in (places.NEW, places.OLD):
            for place in range(places.CLASSES):
                chosen = (met[:, 2] == kind) & (of_class == place)
                samples = table[kind, place, : places.SAMPLES]
                low, high = (np.searchsorted(samples, met[chosen, 0], side=side) for side in ("left", "right"))
                standing[chosen] = (low + high) / 2 / places.SAMPLES
        yield standing, met[:, 2]


def decile_shares(world, table, runs):
    """Shares of meetings by tenth of the table, new and left over (float64[2, 10]), their standard errors, and the
    shares of the best hundredth (float64[2])."""
    shares, best = np.empty((runs, 2, 10)), np.empty((runs, 2))
    for run, (standing, kinds) in enumerate(ranks_of(world, table, runs, 100)):
        for kind in (places.NEW, places.OLD):
            of_kind = standing[kinds == kind]
            shares[run, kind] = np.histogram(of_kind, 10, (0, 1))[0] / len(of_kind)
            best[run, kind] = (of_kind > 0.99).mean()
    return shares.mean(axis=0), shares.std(axis=0, ddof=1) / np.sqrt(runs), best.mean(axis=0)


SEEDS = (7, 8, 9, 10)
"""Of the people of some worlds: one table errs by about .01, the mean of four by half of that."""


def small_worlds(**platform):
    parameters = campaign.Parameters(platform={"preset": "x_2026", **platform})
    return [campaign.prepare(network_of(1000), parameters, (Item("one"),), seed) for seed in SEEDS]


def is_uniform(worlds, tables, runs):
    """Has each tenth of the tables a tenth of the meetings within .02, and the best hundredth a hundredth within .005,
    in the mean of these worlds?"""
    found = [decile_shares(world, table, runs) for world, table in zip(worlds, tables, strict=True)]
    shares, errors, best = (np.array(of) for of in zip(*found, strict=True))
    assert np.sqrt((errors**2).sum(axis=0)).max() / len(worlds) < 0.007, "too few to say"
    return abs(shares.mean(axis=0) - 0.1).max() < 0.02 and abs(best.mean(axis=0) - 0.01).max() < 0.005


def tables_of(worlds):
    return [world.kernel.on(0).scores[0] for world in worlds]


def test_an_ordinary_post_has_any_rank_among_ordinary_posts():
    worlds = small_worlds()
    assert is_uniform(worlds, tables_of(worlds), 8)


@pytest.mark.verify
@pytest.mark.parametrize("accounts", [2000, 5000])
@pytest.mark.parametrize("platform", ["x_2026", "x_2026 of followed only"])
def test_an_ordinary_post_has_any_rank_in_larger_worlds(platform, accounts):
    world = world_of(platform, accounts)
    assert is_uniform([world], tables_of([world]), 64)


def test_the_table_of_the_first_round_is_told_apart(monkeypatch):
    """Where posts are met again and again, the first round errs by more."""
    worlds = small_worlds(seen_filter=False)
    monkeypatch.setattr(ordinary, "ROUNDS", 1)
    monkeypatch.setattr(ordinary, "_settled", {})
    assert not is_uniform(worlds, tables_of(small_worlds(seen_filter=False)), 8)


def test_the_table_of_another_policy_is_told_apart():
    assert not is_uniform(small_worlds(), tables_of(small_worlds(recency_hours=1.0)), 8)


def test_a_table_beside_other_rates_is_told_apart():
    """Scores are made of the rates that a feed expects: a table found under others is no longer theirs."""
    worlds = small_worlds()
    others = []
    for world in worlds:
        numbers = world.kernel.numbers.copy()
        numbers[:, places.RATES : places.RATES + places.ACTION_COUNT] *= 1.25
        others.append(dataclasses.replace(world, kernel=world.kernel._replace(numbers=numbers)))
    assert not is_uniform(others, tables_of(worlds), 8)


@pytest.mark.verify
@pytest.mark.parametrize("platform", ["chronological with ads", "x_2026"])
def test_an_ordinary_post_of_a_campaign_gets_what_ordinary_posts_get(platform):
    """One post a world by an author drawn by posting rate, through the public call: within 15%."""
    world = world_of(platform, 1000, content=(Item("ordinary", stance=0.0),))
    feed, recommended = expected_impressions(world, np.random.default_rng(5))
    work, gaps = campaign.workspace(world), []
    for replicate in range(1200):
        author = int(ordinary.authors_of(posting_rates(world.network), replicate, 1)[0])
        hour = 24.0 * uniform_int(draw_int(replicate, 5))
        plan = plan_of(world.network, [(author, 0, OWNED, hour)])
        outcome = campaign.simulate(world, plan, key_of(replicate), work)
        gaps.append(outcome.events["post_impressions"].sum() - feed[author] - recommended)
    rates = posting_rates(world.network)
    overall = (feed * rates).sum() / rates.sum() + recommended
    gap, error = mean_and_error(np.array(gaps) / overall)
    assert error < 0.06
    assert abs(gap) < 0.15 + error


# -- a better score never costs an impression


def seen_of(world, key, account, authors, scores):
    """Which of these authors' posts the account sees in its next session, if their scores are these."""
    work = campaign.workspace(world).arrays
    plan = plan_of(world.network, [(author, 0, OWNED, 30.0 + i / 10) for i, author in enumerate(authors)])
    planned = rows_of(world, plan, key)
    engine.plan_posts(world.kernel, planned, work, U(key))
    for _ in authors:
        assert publish_next(world.kernel, work, U(key)) == places.DONE
    number, now = int(work.row[account, places.SESSION]), float(work.row[account, places.WHEN])
    if now >= days.NEVER:
        return set()
    rate = np.float64(world.kernel.on(0).person[account, places.OFTEN])
    before, last = days.last_session(U(key), account, rate, world.kernel.on(0).rhythm, number)
    offer = int(work.row[account, places.INBOX])
    for i in range(len(authors)):
        post = work.offer[offer, places.OFFERED_POST]
        work.candidate[i, places.OFFER] = offer
        work.candidate[i, places.SCORE] = scores[authors.index(int(work.post[post, places.AUTHOR]))]
        offer = int(work.offer[offer, places.NEXT])
    count = attend(world.kernel.on(0), planned, work, U(key), account, number, now, before, last, len(authors))
    seen = work.event[: work.counter[places.SEEN]]
    posts = seen[seen[:, places.EVENT_WHAT] == places.FEED, places.EVENT_POST]
    assert len(posts) == count
    return {authors.index(int(author)) for author in work.post[posts, places.AUTHOR]}


@settings(max_examples=400)
@given(st.integers(0, 2**60), st.integers(1, 8), st.booleans(), st.data())
def test_a_higher_score_never_costs_an_impression(key, count, ranked, data):
    """The engine's own walk over candidates and others; scores are standings among ordinary posts."""
    world = world_of("x_2026" if ranked else "chronological", 1000)
    account = data.draw(st.sampled_from(READERS))
    authors = world.network.following_of(account)[:count].tolist()
    drawn = data.draw(st.lists(st.floats(0.3, 1.2), min_size=len(authors), max_size=len(authors)))
    chosen, raised = data.draw(st.integers(0, len(authors) - 1)), data.draw(st.floats(0, 1))
    scale = world.kernel.on(0).scores[0, 0, 5, -2] if ranked else 24.0
    scores = [(score - (0.0 if ranked else 1.2)) * scale for score in drawn]
    before = seen_of(world, key, account, authors, scores)
    scores[chosen] += raised * scale
    after = seen_of(world, key, account, authors, scores)
    assert chosen not in before or chosen in after
    event(f"seen before {chosen in before}, after {chosen in after}")


READERS = [v for v in range(1000) if len(network_of(1000).following_of(v)) >= 8][:40]


def test_ordinary_posts_do_not_depend_on_what_the_campaign_has():
    """Tables are kept for the next world with the same people and platform; so they must not differ."""
    platform = {"preset": "x_2026"}
    one = new_world(platform, 300, (Item("one"),), inflow=31.0)
    ordinary._settled.clear()
    three = new_world(platform, 300, (Item("one"), Item("two"), Item("three")), inflow=31.0)
    assert one.kernel.on(0).scores.tobytes() == three.kernel.on(0).scores.tobytes()
    assert one.kernel.on(0).numbers[places.RATES :].tobytes() == three.kernel.on(0).numbers[places.RATES :].tobytes()
    ordinary._settled.clear()
    assert new_world(platform, 300, inflow=32.0).kernel.on(0).scores.tobytes() != one.kernel.on(0).scores.tobytes()


@pytest.mark.parametrize("changed", [{"seen_filter": False}, {"pools": [{"people": 1}, {"people": 9}]}])
def test_a_kept_table_is_not_that_of_another_platform(changed):
    """Whatever a platform does to ordinary posts tells its table apart from one that is kept."""
    kept = new_world({"preset": "x_2026"}, 300, inflow=31.0)
    after = new_world({"preset": "x_2026", **changed}, 300, inflow=31.0)
    ordinary._settled.clear()
    fresh = new_world({"preset": "x_2026", **changed}, 300, inflow=31.0)
    assert after.kernel.scores.tobytes() == fresh.kernel.scores.tobytes() != kept.kernel.scores.tobytes()
    assert after.kernel.feed.tobytes() == fresh.kernel.feed.tobytes()
