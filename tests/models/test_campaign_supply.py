"""How often a post is recommended, and how far its author is trusted, do not hang on how many people an account stands
for."""

import functools

import numpy as np
import pytest
from campaign_scenes import as_bytes, events_of, kols, mean_and_error, network_of, plan_of
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.jit import jit
from sim.models import campaign
from sim.models.campaign import ordinary, places, state, supply
from sim.models.campaign.borrowing import on_platform, work_of, worlds_of
from sim.models.campaign.grounds import FITTED_ON
from sim.models.campaign.making import worlds_of as arrays_of_worlds
from sim.models.campaign.response import author_trust
from sim.network import Network, frozen
from sim.world import OWNED, PAID, Item, World


@jit
def supplies(worlds, work, found):
    """What a post by each account is recommended on average, as the engine's kernels ask."""
    world, borrowed = on_platform(worlds_of(worlds), np.int64(0)), work_of(work)
    for author in range(found.shape[0]):
        borrowed.post[0, places.AUTHOR] = author
        found[author] = supply.supply(world, borrowed, np.int64(0))


def supplies_of(kernel, accounts):
    """The same as an array (float64[accounts])."""
    work, found = state.new_work(accounts, 2), np.zeros(accounts)
    work.tally[0, places.ORIGIN_POST] = 0
    supplies(kernel, work, found)
    return found


def unsettled(network, represents, by_followers=0.5):
    """The arrays of a world that recommends; without a table of ordinary posts, which nothing here asks for."""
    platform = {"out_of_network": {"share": 0.5, "by_followers": by_followers}}
    parameters = campaign.Parameters(platform=platform, represents=represents)
    return state.together(arrays_of_worlds(network, parameters, (Item("post"),), 7))


def changed(kernel, given):
    """The world with other numbers at these places."""
    numbers = kernel.numbers.copy()
    for place, value in given.items():
        numbers[:, place] = value
    return kernel._replace(numbers=frozen(numbers, np.float64))


# -- the budget


def mean_over_posts(kernel, network):
    """What a post gets on average, each account counting by how much it posts, beside what there is for a post."""
    rates, there = ordinary.posting_rates(network), kernel.numbers[0, places.OUT_SUPPLY]
    assert there > 0
    return (rates * supplies_of(kernel, len(network))).sum() / rates.sum() / there


@given(st.integers(2, 30), st.floats(0.0, 1.0), st.data())
def test_all_posts_together_get_what_there_is(n, by_followers, data):
    account = st.integers(0, n - 1)
    edges = data.draw(st.lists(st.tuples(account, account).filter(lambda e: e[0] != e[1]), min_size=1, max_size=60))
    rates = data.draw(st.lists(st.floats(0.125, 100, width=32), min_size=n, max_size=n))
    sources, targets = (np.array([edge[end] for edge in edges], np.int32) for end in (0, 1))
    network = Network.from_edges(sources, targets, n, attributes={"activity": np.array(rates, np.float32)})
    assert mean_over_posts(unsettled(network, None, by_followers), network) == pytest.approx(1.0, rel=1e-12)


def test_by_accounts_instead_of_posts_they_would_not():
    """Negative control: who posts more has more followers, so beside the mean of all accounts posts get too much."""
    network = network_of()
    kernel = unsettled(network, None, 1.0)
    bent = changed(kernel, {places.OUT_FOLLOWERS: network.followers.mean()})
    assert mean_over_posts(kernel, network) == pytest.approx(1.0, rel=1e-12)
    assert mean_over_posts(bent, network) > 1.05


# -- nobody is represented


@pytest.mark.parametrize("represents", [None, 2000.0, 300.0])
def test_where_an_account_is_one_person_and_followers_do_not_count_every_author_gets_the_same(represents):
    kernel = unsettled(network_of(), represents, 0.0)
    assert set(supplies_of(kernel, 2000)) == {kernel.numbers[0, places.OUT_SUPPLY]}


def test_where_followers_alone_count_as_much_goes_to_each_of_them():
    network, kernel = network_of(), unsettled(network_of(), None, 1.0)
    by_follower = supplies_of(kernel, 2000) * kernel.numbers[0, places.OUT_FOLLOWERS]
    assert by_follower == pytest.approx(kernel.numbers[0, places.OUT_SUPPLY] * network.followers, rel=1e-12)


def test_the_world_gives_the_same_bytes_whether_it_represents_itself_or_nobody():
    plan = plan_of(network_of(1000), [(author, 0, OWNED, 8.0) for author in kols(network_of(1000), 4)])
    nobody, itself, many = (as_bytes(events_of(ranked(people), plan)) for people in (None, 1000.0, 40_000.0))
    assert nobody == itself
    assert many != nobody


# -- whomever an account stands for


SIZES = (5_000, 20_000)
PEOPLE, MEAN = 2_000_000.0, 40.0
FOLLOWERS = (2_000, 4_000, 40_000)
"""In people: of authors who have 5, 10 and 100 accounts for followers, or 20, 40 and 400."""


@functools.cache
def of_size(accounts):
    """What authors with these followers are recommended on average, in people for each follower; and what every author
    would be if all posts got the same, in people."""
    network = sim.generate("kol_communities", accounts=accounts, mean_followers=MEAN, seed=3)
    kernel, each = unsettled(network, PEOPLE), PEOPLE / accounts
    due = supplies_of(kernel, accounts)
    nearest = [int(np.abs(network.followers * each - people).argmin()) for people in FOLLOWERS]
    assert np.allclose(network.followers[nearest] * each, FOLLOWERS, rtol=0.03)
    return due[nearest] / network.followers[nearest], each * kernel.numbers[0, places.OUT_SUPPLY]


@given(st.floats(1.0, 1e7), st.floats(1.0, 1e5), st.floats(1.0, 1e4), st.floats(0.0, 1.0))
def test_in_people_it_is_the_same_however_many_an_account_stands_for(people, people_each, usual, by_followers):
    alone = supply.beside_mean(people, 1.0, usual, by_followers)
    many = people_each * supply.beside_mean(people / people_each, people_each, usual, by_followers)
    assert many == pytest.approx(alone, rel=1e-9)


def test_an_author_is_recommended_to_as_many_people_on_any_size_of_network():
    few, many = (of_size(accounts)[0] for accounts in SIZES)
    assert np.all(np.abs(many / few - 1.0) < 0.03), (few, many)


def test_by_accounts_alone_he_would_not():
    """Negative control: if all posts got the same in accounts, each would reach several times as many people on the
    smaller network (not quite four times: the larger one has larger hubs, so fewer posts fill its feeds)."""
    few, many = (of_size(accounts)[1] for accounts in SIZES)
    assert few / many > 2.5


# -- trust in who posts for a plan, which falls with followers


@jit
def trusts(worlds, kind, found):
    """Log trust in what each account posts, as a post of this kind."""
    world = on_platform(worlds_of(worlds), np.int64(0))
    for author in range(found.shape[0]):
        found[author] = author_trust(world, np.int64(0), np.int64(author), kind)


def trust_by_followers(accounts, kind, represents=4e6):
    """Log trust in the author who has a twentieth of all accounts for followers."""
    network = star(accounts, accounts // 20)
    found = np.zeros(accounts)
    trusts(unsettled(network, represents), np.int64(kind), found)
    return found[0]


def star(accounts, followers):
    """A network in which so many follow account 0, and each of them another."""
    first = np.arange(1, followers + 1)
    sources = np.concatenate([np.zeros(followers), first]).astype(np.int32)
    targets = np.concatenate([first, np.roll(first, 1)]).astype(np.int32)
    return Network.from_edges(sources, targets, accounts)


@pytest.mark.parametrize("kind", [OWNED, PAID, places.RIVAL])
def test_who_posts_for_a_plan_is_trusted_as_much_on_any_size_of_network(kind):
    few, many = (trust_by_followers(accounts, kind, 1e9 * accounts) for accounts in (2_000, 20_000))
    assert few == pytest.approx(many, abs=1e-8)
    assert few == pytest.approx(-0.1 * np.log(FITTED_ON / 20), abs=1e-8)


def test_by_followers_in_accounts_he_would_not():
    """Negative control, and who shares: an account of the people that it stands for has its followers as they are."""
    few, many = (trust_by_followers(accounts, places.SHARED) for accounts in (2_000, 20_000))
    assert few - many == pytest.approx(0.1 * np.log(10.0), abs=1e-12)


@pytest.mark.parametrize("represents", [None, 2_000.0])
def test_where_nobody_is_represented_followers_are_what_they_are(represents):
    assert trust_by_followers(2_000, PAID, represents) == pytest.approx(-0.1 * np.log(100.0), abs=1e-12)


def test_it_comes_in_as_accounts_come_to_stand_for_people():
    alone, hardly, two, many = (trust_by_followers(2_000, PAID, 2_000.0 * each) for each in (1.0, 1.0001, 2.0, 1e9))
    assert hardly == pytest.approx(alone, abs=1e-3)
    assert two - alone == pytest.approx((many - alone) / 2, abs=1e-6)
    assert many < alone - 0.3


# -- in the engine


@functools.cache
def ranked(represents):
    """A world with the table that is found for it, not kept from another."""
    ordinary._settled.clear()
    parameters = campaign.Parameters(platform={"preset": "x_2026"}, represents=represents)
    return campaign.prepare(network_of(1000), parameters, (Item("one"),), 7)


def test_ordinary_posts_are_like_those_of_a_network_that_represents_itself():
    alone, many = (ranked(represents).kernel for represents in (None, 40_000.0))
    assert many.scores.tobytes() == alone.scores.tobytes()
    assert many.feed.tobytes() == alone.feed.tobytes()
    assert many.numbers[0, places.PEOPLE_EACH] == 40.0


def recommended_first(represents, author, replicates=24):
    """Accounts to whom a post is recommended at its first tick, where thirty times as much is."""
    world = ranked(represents)
    more = {places.OUT_SUPPLY: 30.0 * world.kernel.numbers[0, places.OUT_SUPPLY], places.OUT_CAP: 1.0}
    world = World(world.network, world.model, world.parameters, changed(world.kernel, more), world.content)
    found = []
    for replicate in range(replicates):
        events = events_of(world, plan_of(world.network, [(author, 0, OWNED, 12.05)]), replicate)
        first = (events["seen_channel"] == places.RECOMMENDED) & (events["seen_at"] <= 12.05 + 1 / 6)
        found.append(first.sum())
    return np.array(found)


@pytest.mark.parametrize("beside", [0.3, 1.0, 3.0])
def test_posts_are_recommended_as_their_author_is_followed(beside):
    network, kernel = network_of(1000), ranked(40_000.0).kernel
    usual = kernel.numbers[0, places.OUT_FOLLOWERS]
    author = int(np.abs(network.followers - beside * usual).argmin())
    many, alone = (supply.beside_mean(float(network.followers[author]), each, usual, 0.25) for each in (40.0, 1.0))
    assert (4.0 * alone - 3.0) == pytest.approx(beside, rel=0.15)
    expected = many / alone
    mean, error = mean_and_error(recommended_first(40_000.0, author) - expected * recommended_first(None, author))
    assert recommended_first(None, author).mean() > 5
    assert error < 0.5
    assert abs(mean) < 4 * error + 0.5
