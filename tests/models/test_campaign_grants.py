"""Recommendations and bought impressions: who is shown what, and how often, in an order of its own for each post."""

import collections

import numpy as np
import pytest
from campaign_scenes import (
    events_of,
    forget_pairs,
    full_plan,
    key_of,
    mean_and_error,
    ordinary_lives,
    plan_of,
    room_for_pairs,
    show_again,
    times_shown,
    world_of,
)
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.models.campaign import days, places, showing, state
from sim.models.campaign.ordinary import posting_rates
from sim.models.campaign.parameters import CLICK
from sim.randomness import U, child_int
from sim.world import OWNED, World

TICK, SLOT = 1 / 6, 1 / 12
"""Hours: posts are recommended by the tick, bought impressions given by the slot."""

# -- how many


def recommendations(world, runs, count):
    """Recommendations of ordinary posts, each run's mean a post, over what a post should get by the budget: looks at
    strangers over posts."""
    person, platform = world.kernel.on(0).person.astype(float), world.parameters.platform
    rates = posting_rates(world.network)
    posts = person[:, places.INFLOW].sum() * rates.sum() / (rates * world.network.followers).sum()
    looks = person[:, places.OFTEN].sum() * world.parameters.looks
    budget = looks * (1 - platform.ad_load) * platform.out_of_network.share / posts
    found = []
    for _, work in ordinary_lives(world, runs, count):
        channels = work.event[: work.counter[places.SEEN], places.EVENT_WHAT]
        found.append((channels == places.RECOMMENDED).sum() / count / budget)
    return mean_and_error(found)


@pytest.mark.parametrize("platform", ["x_2026"])
def test_recommendations_meet_their_budget(platform):
    mean, error = recommendations(world_of(platform, 1000), 24, 100)
    assert error < 0.015
    assert abs(mean - 1) < 0.05


@pytest.mark.verify
@pytest.mark.parametrize(("platform", "accounts"), [("x_2026", 5000), ("x_2026 without ads", 2000), ("x_2026", 20_000)])
def test_recommendations_meet_their_budget_in_larger_worlds(platform, accounts):
    mean, error = recommendations(world_of(platform, accounts), 40, 100)
    assert error < 0.015
    assert abs(mean - 1) < 0.05


# -- to whom


def granted_first(world, author, replicate):
    """Accounts to whom a post is recommended at its first tick."""
    hour = 12.05
    events = events_of(world, plan_of(world.network, [(author, 0, OWNED, hour)]), replicate)
    first = (events["seen_channel"] == places.RECOMMENDED) & (events["seen_at"] <= hour + TICK)
    return set(events["seen_account"][first].tolist())


def expecting(world, factor, supply=20.0):
    """The same world, where a post is expected to do ``factor`` times better than ordinary ones; many are shown."""
    numbers, feed = world.kernel.numbers.copy(), world.kernel.feed.copy()
    numbers[:, places.OUT_SUPPLY] *= supply
    numbers[:, places.OUT_CAP] = 1.0
    feed[..., places.PRIOR_VALUE] /= factor
    numbers.flags.writeable = feed.flags.writeable = False
    kernel = world.kernel._replace(numbers=numbers, feed=feed)
    return World(world.network, world.model, world.parameters, kernel, world.content)


@given(st.integers(0, 999), st.integers(0, 10**6), st.floats(0.2, 1), st.floats(1, 4))
def test_a_higher_score_is_shown_to_the_same_accounts_and_more(author, replicate, low, ratio):
    world = world_of("x_2026", 1000)
    fewer = granted_first(expecting(world, low), author, replicate)
    more = granted_first(expecting(world, low * ratio), author, replicate)
    assert fewer <= more
    assert len(more) >= len(fewer)


def test_a_score_twice_as_high_is_shown_twice_as_often():
    world = world_of("x_2026", 1000)
    ratios = []
    for replicate in range(12):
        once, twice = (len(granted_first(expecting(world, f), 3 * replicate, replicate)) for f in (0.5, 1.0))
        ratios.append(twice - 2 * once)
    mean, error = mean_and_error(ratios)
    assert error < 0.5
    assert abs(mean) < 4 * error + 1e-9


def sessions_between(world, key, account, first, last):
    """Has the account a session in these hours? Cell by cell, by definition."""
    rate, day = np.float64(world.kernel.on(0).person[account, places.OFTEN]), int(first // 24)
    cells = days.cells_of(rate)
    for cell in range(cells):
        of_cell = U(days.cell_key(U(key), account, day, cell))
        for place in range(days.cell_count(of_cell, rate, cells)):
            share = days.share_in_cell(of_cell, cell, place, cells)
            hour = day * 24 + days.moment(world.kernel.on(0).rhythm, share) / days.HOUR
            if first - 1e-9 <= hour < last + 1e-9:
                return True
    return False


def test_nobody_is_shown_what_he_should_not_be():
    """Recommended and boosted: never twice, never one's own nor of an author one follows, nor after one has seen it;
    only in a session that begins between this tick and the next. Ads: up to the cap, only to the target."""
    world = world_of("x_2026", sells=True)
    network, checked = world.network, collections.Counter()
    for replicate in range(2):
        plan = full_plan(network)
        events = events_of(world, plan, replicate)
        columns = ("seen_account", "seen_post", "seen_at", "seen_channel")
        shown = collections.Counter()
        for account, post, at, channel in zip(*(events[name].tolist() for name in columns), strict=True):
            origin, author = int(events["post_origin"][post]), int(events["post_author"][post])
            checked[channel] += 1
            if channel in (places.RECOMMENDED, places.BOOST):
                assert shown[account, origin] == 0
                assert account != author
                assert author not in network.following_of(account)
                assert post == origin
            if channel != places.FEED:
                step = TICK if channel == places.RECOMMENDED else SLOT
                assert abs(at / step - round(at / step)) < 1e-6
                assert sessions_between(world, key_of(replicate), account, at, at + step)
            shown[account, origin] += 1
        check_ads(events, plan, checked)
    assert min(checked[channel] for channel in range(4)) > 30, checked
    assert checked["retargeted"] > 5


def check_ads(events, plan, checked):
    """Each kind of ads goes to its target, up to its cap, and if it is meant for those, to who has clicked before."""
    pushes = {push.item: push for push in plan.pushes if push.channel == "ads"}
    clicks = events["act_action"] == CLICK
    for post in np.flatnonzero(events["post_kind"] == places.AD):
        push, of_post = pushes[int(events["post_item"][post])], events["seen_post"] == post
        accounts, times = events["seen_account"][of_post], events["seen_at"][of_post]
        assert max(np.bincount(accounts)) <= push.frequency_cap
        assert push.target is None or push.target[accounts].all()
        if push.retarget:
            for account, at in zip(accounts, times, strict=True):
                assert (events["act_at"][clicks & (events["act_account"] == account)] <= at).any()
                checked["retargeted"] += 1


# -- the order of a keyed permutation


def places_of(key, count):
    bits = showing.bits_of(count)
    return [showing.permuted(U(key), place, count, bits) for place in range(count)]


@pytest.mark.parametrize("key", [0, 12345, 2**64 - 1])
def test_it_is_a_permutation_of_any_count(key):
    for count in range(1, 201):
        assert sorted(places_of(key, count)) == list(range(count))


@given(st.integers(201, 30_000), st.integers(0, 2**64 - 1))
def test_it_is_a_permutation_of_many(count, key):
    assert len(set(places_of(key, count))) == count


@given(st.integers(2**20, 2**31), st.integers(0, 2**64 - 1), st.data())
def test_places_of_millions_are_distinct_and_inside(count, key, data):
    chosen = data.draw(st.lists(st.integers(0, count - 1), unique=True, min_size=2, max_size=40))
    found = [showing.permuted(U(key), place, count, showing.bits_of(count)) for place in chosen]
    assert len(set(found)) == len(found)
    assert 0 <= min(found) <= max(found) < count


def first_places(count, keys, place):
    bits = showing.bits_of(count)
    return np.bincount([showing.permuted(U(child_int(5, k)), place, count, bits) for k in range(keys)], minlength=count)


@pytest.mark.parametrize("count", [2, 3, 7, 16, 17, 100])
def test_every_account_is_as_often_first(count):
    for place in (0, 1, count - 1):
        found = first_places(count, 400 * count, place)
        assert stats.chisquare(found).pvalue > 1e-4
    bent = found.copy()
    bent[0] += int(120 * count**0.25)
    assert stats.chisquare(bent).pvalue < 1e-4, "one that is preferred is told apart"


def test_first_and_second_place_have_little_to_do_with_each_other():
    """All pairs of a small permutation appear."""
    bits = showing.bits_of(12)
    pairs_found = collections.Counter(
        tuple(showing.permuted(U(child_int(9, k)), place, 12, bits) for place in (0, 1)) for k in range(30_000)
    )
    assert len(pairs_found) == 132
    assert max(pairs_found.values()) < 3 * 30_000 / 132


# -- the table of who was shown what


@given(
    st.lists(st.tuples(st.integers(0, 6) | st.just(1 << 30), st.integers(0, 2**31 - 1) | st.integers(0, 9))),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9))),
)
def test_the_table_of_pairs_counts_as_a_dict_does(shown, asked):
    work = state.new_work(3, 1)
    work = work._replace(pair=np.zeros(4, np.uint64), pair_count=np.zeros((4, 2), np.int32))
    counted = collections.Counter()
    for thing, account in shown:
        if not room_for_pairs(work, 1):
            work = state.grown(work, places.MORE_PAIRS)
        show_again(work, thing, account)
        counted[thing, account] += 1
    for thing, account in [*shown, *asked]:
        assert times_shown(work, thing, account) == counted[thing, account]
    assert work.counter[places.PAIRS] == len(counted)
    forget_pairs(work)
    assert all(times_shown(work, thing, account) == 0 for thing, account in shown)
    assert not work.pair.any()
