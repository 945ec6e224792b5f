"""Where the campaign model must become something else that is known exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import theory
from sim.arithmetic import logistic
from sim.models import campaign
from sim.models.campaign import days, places
from sim.network import Network
from sim.randomness import JUDGING, POST, coin_threshold, draw_int, name_word, world_key
from sim.world import OWNED, Item, plan_of_seeds

ERRORS = 4
"""An estimate agrees within so many standard errors."""

CASCADE = {
    **{"days": 400.0, "looks": 1e9, "inflow": 0.0, "offers": 10**6, "keep_hours": 1e6, "sessions_spread": 0.0},
    **{"appeal_item": 0.0, "appeal_post": 0.0, "personal": 0.0, "proof_effect": 0.0, "trust_effect": 0.0},
    **{"match_effect": 0.0, "delayed_shares": 0.0},
    **{"attitude_effect": 0.0, "commercial_effect": 0.0, "fatigue": 0.0},
}
"""Nothing competes, nothing is forgotten, nobody differs, nothing waits: an independent cascade of shares is left."""


def log_odds(p):
    return float(np.log(p / (1 - p)))


def sharers(outcome):
    return outcome.events["post_author"].tolist()


def world_of(network, item=None, **parameters):
    return campaign.prepare(network, campaign.Parameters(**parameters), item or Item(), 7)


# -- the independent cascade

ITEM = name_word("content post")
"""What stands in keys for the item that is posted."""


def cascade_twin(network, seeds, key, probability):
    """Who shares, by the coin of (the sharer's post, follower): plain sets and Python integers."""
    active, waiting = set(seeds), [(seed, OWNED) for seed in seeds]
    while waiting:
        sharer, kind = waiting.pop()
        post = draw_int(key, POST, ITEM, sharer, kind << 32)
        for follower in network.audience_of(sharer).tolist():
            coin = draw_int(post, follower, 0) >> 32
            if follower not in active and coin <= coin_threshold(probability):
                active.add(follower)
                waiting.append((follower, places.SHARED))
    return active


@st.composite
def networks(draw):
    n = draw(st.integers(1, 25))
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda e: e[0] != e[1])
    edges = draw(st.lists(pair, unique=True, max_size=80)) if n > 1 else []
    seeds = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=4))
    return Network.from_edges([u for u, _ in edges], [v for _, v in edges], n), sorted(seeds)


@given(networks(), st.floats(0.01, 0.99), st.integers(0, 2**62), st.sampled_from(["flat", "daily"]))
def test_without_competition_sharers_are_those_of_the_independent_cascade_coin_by_coin(case, p, seed, rhythm):
    network, seeds = case
    world = world_of(network, share_level=log_odds(p), rhythm=rhythm, **CASCADE)
    key = world_key(seed, JUDGING, 0)
    outcome = campaign.simulate(world, plan_of_seeds(seeds, network), key, campaign.workspace(world))
    found = sharers(outcome)
    assert len(set(found)) == len(found)
    assert set(found) == cascade_twin(network, seeds, key, logistic(log_odds(p)))


@pytest.mark.parametrize("change", [{"delayed_shares": 1.0}, {"offers": 2}, {"sessions_a_day": 3.0}])
def test_what_changes_only_when_something_happens_changes_no_sharer(change):
    network = Network.from_edges(*np.random.default_rng(3).integers(0, 200, (2, 1200)), 200)
    plan = plan_of_seeds([0, 5], network)
    for replicate in range(20):
        key = world_key(1, JUDGING, replicate)
        found = []
        for more in ({}, change):
            world = world_of(network, share_level=log_odds(0.2), **{**CASCADE, **more})
            found.append(set(sharers(campaign.simulate(world, plan, key, campaign.workspace(world)))))
        assert found[0] == found[1]


def test_sizes_on_a_path_are_those_of_theory():
    """A path of ten from its end: P(k) = p**(k - 1) (1 - p), mean 1.998 at p = .5."""
    path = Network.from_edges(range(9), range(1, 10), 10)
    world = world_of(path, share_level=0.0, **CASCADE)
    work, plan = campaign.workspace(world), plan_of_seeds([0], path)
    sizes = np.array(
        [len(sharers(campaign.simulate(world, plan, world_key(2, JUDGING, r), work))) for r in range(8000)]
    )
    expected = theory.path_sizes(10, 0.5) @ np.arange(11)
    error = sizes.std(ddof=1) / np.sqrt(len(sizes))
    assert error < 0.01 * expected * 2
    assert abs(sizes.mean() - expected) <= ERRORS * error
    assert abs(sizes.mean() - theory.path_sizes(10, 0.45) @ np.arange(11)) > ERRORS * error, "another p is told apart"


# -- a chronological feed


@pytest.mark.parametrize(("inflow", "looks"), [(60.0, 5.0), (200.0, 3.0), (150.0, 1.0), (400.0, 40.0)])
def test_a_post_is_seen_at_its_age_with_the_chance_of_a_chronological_feed(inflow, looks):
    """One session, posts of others by Poisson, looks geometric: P(seen at age t) = exp(-inflow t / looks)."""
    followers = 4000
    star = Network.from_edges(np.zeros(followers, int), np.arange(1, followers + 1), followers + 1)
    world = world_of(star, inflow=inflow, looks=looks, offers=1, rhythm="flat", share_level=-50.0, days=30.0)
    work, plan = campaign.workspace(world), plan_of_seeds([0], star)
    expected, seen, ages = [], [], []
    for replicate in range(5):
        key = world_key(3, JUDGING, replicate)
        reached = set(campaign.simulate(world, plan, key, work).reached.tolist())
        for v in range(1, followers + 1):
            rate = np.float64(world.kernel.on(0).person[v, places.OFTEN])
            age, _ = days.next_session(np.uint64(key), v, rate, world.kernel.on(0).rhythm, 0, 0.0, 30 * days.DAY)
            if age < days.NEVER:
                ages.append(age)
                expected.append(np.exp(-inflow * age / days.DAY / looks))
                seen.append(v in reached)
    expected, seen, ages = np.array(expected), np.array(seen), np.array(ages)
    groups = np.digitize(ages, np.quantile(ages, [0.2, 0.4, 0.6, 0.8]))
    for group in range(5):
        chance, got = expected[groups == group], seen[groups == group]
        error = np.sqrt((chance * (1 - chance)).sum())
        assert abs(got.sum() - chance.sum()) <= ERRORS * max(error, 1.0), group
    error = np.sqrt((expected * (1 - expected)).sum())
    assert error < 0.03 * expected.sum()
    assert abs(seen.sum() - (expected**1.3).sum()) > ERRORS * error, "three tenths more inflow are told apart"


# -- no plan, and parts of a plan


def test_without_a_plan_nothing_happens():
    network = Network.from_edges([0, 1], [1, 2], 3)
    world = world_of(network)
    outcome = campaign.simulate(world, plan_of_seeds([], network), 1, campaign.workspace(world))
    assert outcome.reach == 0
    assert len(outcome.events["post_author"]) == 0


def test_dropping_one_author_of_twenty_leaves_the_rest_of_the_world_as_it_was():
    """Forty worlds, twenty authors, one dropped: reach correlates above .97."""
    import sim

    network = sim.generate("kol_communities", accounts=2000, seed=5)
    authors = np.argsort(-network.followers, kind="stable")[10:30]
    world = world_of(network, share_level=-6.0)
    work = campaign.workspace(world)
    whole, rest = [], []
    for replicate in range(40):
        key = world_key(4, JUDGING, replicate)
        whole.append(campaign.simulate(world, plan_of_seeds(authors, network), key, work).reach)
        rest.append(campaign.simulate(world, plan_of_seeds(authors[1:], network), key, work).reach)
    assert np.std(whole) > 1
    assert np.corrcoef(whole, rest)[0, 1] > 0.97
    assert np.corrcoef(whole, np.roll(rest, 1))[0, 1] < 0.9, "other worlds do not correlate"
