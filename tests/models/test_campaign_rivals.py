"""A competitor's plan in the same attention: posts on any platform, and ads that take looks from the plan's."""

import numpy as np
import pytest
from campaign_scenes import ITEMS, as_bytes, events_of, kols, network_of, new_world, plan_of, world_of
from pydantic import ValidationError

from sim.metrics.voice import share_of_voice
from sim.models import campaign
from sim.models.campaign.occasions import Competitor
from sim.models.campaign.places import ADS, COMPLAINT, RIVAL
from sim.models.campaign.product import Product
from sim.network import Network
from sim.outcome import Outcome
from sim.world import OWNED, PAID, Push

DAYS = 3.0
END = DAYS * 86400.0


def world_with(*rivals, **parameters):
    """A world of a chronological feed with ads, and competitors in it."""
    given = {"platform": {"ad_load": 0.05}, "days": DAYS, "occasions": {"competitors": rivals}, **parameters}
    return new_world(given.pop("platform"), 1000, **given)


def ours(cents=40_000):
    """Posts, and ads that would fill all looks for ads."""
    posts = [(author, 0, PAID, 3.0 * i) for i, author in enumerate(kols(network_of(1000), 3))]
    return plan_of(network_of(1000), posts, [Push("ads", 1, 0.0, END, cents, 1000)])


def of_rivals(events):
    """Rows of the impressions of competitors' posts and ads, and their rows alone that are ads."""
    kind = events["post_kind"][events["post_origin"]][events["seen_post"]]
    author = events["post_author"][events["seen_post"]]
    return kind == RIVAL, (kind == RIVAL) & (author == -1)


def shown(events, rows):
    """Who was shown it when and by what channel."""
    return [tuple(events[f"seen_{name}"][rows].tolist()) for name in ("account", "at", "channel")]


def test_it_buys_what_it_is_given_whatever_the_plan_does():
    world = world_with({"at": 0.5, "until": 2.5, "accounts": 0, "ads_a_day": 300.0})
    alone, beside = (events_of(world, plan) for plan in (plan_of(world.network), ours()))
    _, ads = of_rivals(alone)
    assert np.count_nonzero(ads) == 600, "300 a day for two days"
    assert set(alone["seen_channel"][ads].tolist()) == {ADS}
    assert alone["seen_at"][ads].min() >= 12.0
    assert alone["seen_at"][ads].max() <= 60.0
    assert shown(alone, ads) == shown(beside, of_rivals(beside)[1])
    assert len(alone["push_spent"]) == 0, "nothing of it is the plan's"
    assert len(alone["reached"]) == 0


def test_money_and_a_price_buy_as_many():
    told = world_with({"at": 0.0, "accounts": 0, "ad_budget": 40.0, "cpm": 50.0})
    events = events_of(told, plan_of(told.network))
    assert np.count_nonzero(of_rivals(events)[1]) == 800
    people = world_with({"at": 0.0, "accounts": 0, "ad_budget": 40.0, "cpm": 50.0}, represents=10_000.0)
    events = events_of(people, plan_of(people.network))
    assert np.count_nonzero(of_rivals(events)[1]) == 80, "an account stands for ten people"


def test_its_ads_take_looks_from_the_plans_and_the_plans_none_from_its():
    few, many = 100.0, 1e6
    bought = {}
    for name, rivals in {
        "nobody": (),
        "few": ({"at": 0.0, "accounts": 0, "ads_a_day": few},),
        "many": ({"at": 0.0, "accounts": 0, "ads_a_day": many},),
    }.items():
        events = events_of(world_with(*rivals), ours(10**8))
        bought[name] = int(events["push_impressions"].sum())
    assert bought["nobody"] > bought["few"] > 1000
    assert bought["nobody"] - bought["few"] < 3 * few * DAYS, "each takes a look that might have been ours"
    assert bought["many"] < 0.35 * bought["nobody"], "what is left is looks beyond eight sessions at once, and rounding"


def test_two_competitors_share_the_looks():
    one = {"at": 0.0, "accounts": 0, "ads_a_day": 1e6}
    counts = []
    for rivals in ((one,), (one, one)):
        events = events_of(world_with(*rivals), plan_of(network_of(1000)))
        counts.append(np.count_nonzero(of_rivals(events)[1]))
    assert counts[0] < counts[1] < 3 * counts[0]
    again = events_of(world_with(one, one), plan_of(network_of(1000)))
    per_item = np.bincount(again["post_item"][again["seen_post"]])
    assert per_item[len(ITEMS)] == counts[0], "the first one's are shown as if it were alone"


def test_a_world_where_nothing_is_bought_is_the_same_to_the_byte():
    plain, none = (world_with({"at": 1.0, "accounts": 4, **more}) for more in ({}, {"ads_a_day": 0.0}))
    assert as_bytes(events_of(plain, ours())) == as_bytes(events_of(none, ours()))
    some = world_with({"at": 1.0, "accounts": 4, "ads_a_day": 100.0})
    assert as_bytes(events_of(plain, ours())) != as_bytes(events_of(some, ours()))


def test_share_of_voice_counts_ads():
    world = world_with({"at": 0.0, "accounts": 0, "ads_a_day": 200.0})
    work = campaign.workspace(world)
    outcome = campaign.simulate(world, ours(), 5, work)
    rival, ads = of_rivals(outcome.events)
    assert ads.any()
    assert share_of_voice(world, outcome) == 1.0 - np.count_nonzero(rival) / len(rival)
    assert isinstance(outcome, Outcome)


def test_its_ads_are_never_recommended():
    world = new_world(
        {"preset": "x_2026"},
        1000,
        days=2.0,
        occasions={"competitors": ({"at": 0.0, "accounts": 3, "ads_a_day": 500.0},)},
    )
    events = events_of(world, plan_of(world.network))
    rival, ads = of_rivals(events)
    assert set(events["seen_channel"][ads].tolist()) == {ADS}
    assert 1 in events["seen_channel"][rival], "its posts are"


# -- on another platform


def further_world(rival, days=2.0):
    first = network_of(1000)
    n = len(first)
    sources = np.repeat(np.arange(n), first.followers)
    member = (np.arange(n) % 3 != 0).astype(np.uint8)
    kept = (member[n - 1 - sources] != 0) & (member[n - 1 - first.audience] != 0)
    other = Network.from_edges(
        n - 1 - sources[kept], n - 1 - first.audience[kept], n, attributes={"member": member}, about=first.about
    )
    parameters = campaign.Parameters(
        days=days, also_on={"there": {"ad_load": 0.2}}, occasions={"competitors": (rival,)}
    )
    return campaign.prepare(first, parameters, ITEMS, 7, (other,)), other


def test_it_posts_and_buys_where_it_is():
    world, other = further_world({"at": 0.2, "accounts": 5, "on": "there", "ads_a_day": 100.0})
    events = events_of(world, plan_of(world.network))
    own = (events["post_kind"] == RIVAL) & (events["post_author"] >= 0)
    assert set(events["post_platform"].tolist()) == {1}
    followers = other.followers[events["post_author"][own]]
    assert sorted(followers.tolist(), reverse=True) == np.sort(other.followers)[::-1][:5].tolist()
    seen = events["seen_account"][of_rivals(events)[1]]
    assert len(seen) == 180
    assert other.attributes["member"][seen].all()


def test_the_same_competitor_here_and_there_is_not_the_same():
    here, _ = further_world({"at": 0.2, "accounts": 5})
    assert set(events_of(here, plan_of(here.network))["post_platform"].tolist()) == {0}


# -- bad input

REFUSED = {
    "both": ({"ads_a_day": 5, "ad_budget": 5, "cpm": 5}, "ads_a_day is 5 beside ad_budget 5; give one of them"),
    "no price": (
        {"ad_budget": 5},
        "ad_budget is 5, without cpm; what an ad costs and what is spent are given together",
    ),
    "no money": ({"cpm": 5}, "cpm is 5, without ad_budget; what an ad costs and what is spent are given together"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_it_buys_is_told_once(name):
    given, message = REFUSED[name]
    with pytest.raises(ValidationError, match=message):
        Competitor(at=0, **given)


def test_it_is_on_a_platform_that_there_is():
    rival = {"competitors": ({"at": 0.0, "on": "threads"},)}
    message = "occasions/competitors/0/on: there is no platform 'threads'; allowed: "
    with pytest.raises(ValidationError, match=message + "none, as also_on names no platform"):
        campaign.Parameters(occasions=rival)
    with pytest.raises(ValidationError, match=message + "a, b"):
        campaign.Parameters(also_on={"a": {}, "b": {}}, occasions=rival)


def test_plain_worlds_have_none():
    """So that what others make of this file's worlds stays what it was."""
    world = world_of("chronological with ads", 1000)
    plan = plan_of(world.network, [(3, 0, OWNED, 1.0)])
    assert RIVAL not in events_of(world, plan)["post_kind"]


def test_who_has_only_met_a_competitor_orders_and_speaks_as_who_has_met_nobody():
    """Without a plan orders are the baseline, and no customer writes of a product that disappoints."""
    product = Product(orders_a_day=0.3, delivery_days=0.1, quality=0.1)
    relations = {"complaint_rate": 0.9, "publish_rate": 0.9, "patience_hours": 4.0}
    given = {"product": product, "relations": relations, "platform": {"ad_load": 0.2}}
    rival = {"at": 0.0, "accounts": 5, "ads_a_day": 1e5}
    world = world_with(rival, **given)
    told = events_of(world, plan_of(world.network))
    assert len(told["contact_account"]) > 500
    assert COMPLAINT not in told["post_kind"]
    assert len(told["lost_account"]) == 0
    assert not told["order_incremental"].any()
    assert campaign.without_plan(world, 7, campaign.workspace(world)) == {}
    with_plan = events_of(world, ours())
    assert COMPLAINT in with_plan["post_kind"], "who was told of the brand does"
