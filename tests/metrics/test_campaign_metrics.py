"""The campaign's metrics: on a campaign that can be counted by hand, on empty ones, and on any against definitions."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from campaign_outcomes import (
    ADS,
    BOOST,
    COMMUNITY,
    FEED,
    FOREIGN,
    FRIEND,
    OWNED,
    PAID,
    RECOMMENDED,
    SHARE,
    Act,
    Contact,
    Order,
    Post,
    Seen,
    campaigns,
    origins,
    outcome_of,
    world_of,
)
from hypothesis import given
from relations_by_hand import RELATIONS

from sim.metrics import LARGEST_KOLS, METRICS, MetricError, events, measure
from sim.metrics.events import ACTIONS, AD, RIVAL
from sim.models.campaign.parameters import ACTIONS as OF_THE_MODEL

CAMPAIGN = {name: metric for name, metric in METRICS.items() if metric.needs_events}
AUDIENCE = {name: SimpleNamespace(interests={}) for name in ("young", "old", "rich")}

POSTS = [Post(10, OWNED, 1.0), Post(4, PAID, 2.0), Post(7, SHARE, 3.0, parent=1), Post(-1, AD), Post(4, PAID, 6.0)]
SEEN = [
    Seen(0, 0, 2.0),
    Seen(7, 1, 2.5),
    Seen(0, 1, 3.0, RECOMMENDED),
    Seen(1, 2, 4.0),
    Seen(2, 3, 5.0, ADS),
    Seen(0, 3, 5.0, ADS),
    Seen(1, 2, 6.0, BOOST),
    Seen(0, 0, 8.0, BOOST),
]
ACTS = [
    Act(0, 0, "like", 2.0),
    Act(0, 0, "click", 2.0),
    Act(7, 1, "share", 2.5),
    Act(7, 1, "hide", 2.5),
    Act(0, 1, "complete", 3.0),
    Act(1, 2, "like", 4.0),
    Act(2, 3, "click", 5.0),
    Act(2, 3, "comment", 5.0),
    Act(2, 3, "complete", 5.0),
    Act(1, 2, "save", 6.0),
]
ORDERS = [
    Order(9, 1.0, 7000, incremental=0),
    Order(0, 4.0, 10000, post=0, commission=800),
    Order(2, 6.0, 8000, incremental=0),
    Order(0, 9.0, 5000, returned=1, post=0),
]
CONTACTS = [Contact(0, 0.5, 1, 1), Contact(1, -0.25), Contact(2, 0.5, 1), Contact(7, 0.0)]
BASELINE = (5, 40000)
BY_HAND = outcome_of(POSTS, SEEN, ACTS, ORDERS, [0], CONTACTS, BASELINE)
WORLD = world_of(represents=120, audience=AUDIENCE)  # ten people an account
COST = 30.0  # each person of an account: 300 in all


def test_customers_and_the_stage_customer_are_two_things_and_say_so():
    assert measure("customers", WORLD, BY_HAND) == 10  # of accounts 0, 2 and 9 the plan brought an order of one: people
    assert measure("stages", WORLD, BY_HAND)["customer"] == 2  # 0 and 2 were reached, and 2 would have ordered anyway
    assert "the stage customer counts any order" in METRICS["customers"].description
    assert "the metric customers counts those that the plan brings" in METRICS["stages"].description


def test_who_met_a_competitor_alone_is_not_in_contact():
    posts = [*POSTS, Post(11, RIVAL)]
    rival = len(POSTS)
    seen = [*SEEN, Seen(3, rival, 1.0), Seen(2, rival, 1.0), Seen(4, rival, 1.0)]
    contacts = [*CONTACTS, Contact(3, 0.0), Contact(4, 0.25)]  # 3 met the competitor alone; 4 posts for the campaign
    outcome = outcome_of(posts, seen, ACTS, ORDERS, [0], contacts, BASELINE)
    assert measure("mean_attitude", WORLD, outcome) == pytest.approx(1.0 / 5)
    same = outcome_of(posts, seen, ACTS, ORDERS, [0], [one for one in contacts if one.account != 3], BASELINE)
    by = "mean_attitude_by_community"
    assert measure(by, WORLD, outcome) == pytest.approx(measure(by, WORLD, same), nan_ok=True)


@pytest.mark.parametrize(
    ("name", "value"),
    {
        "reach": 6,  # authors 10 and 4; 0, 1, 2 and 7 saw something
        "reach_people": 60,
        "impressions": 8,
        "frequency": 8 / 4,
        "mentions": 1,
        "largest_cascade": 2,
        "goes_viral": 0,
        "never_shared": 2 / 3,
        "half_life": (1.0 + 1.0) / 2,  # post 0: 2.0 - 1.0 (first of two), post 1: 3.0 - 2.0 (second of four)
        "shares": 1,
        "likes": 2,
        "comments": 1,
        "saves": 1,
        "clicks": 2,
        "hides": 1,
        "engagements": 5,
        "engagement_per_impression": 5 / 8,
        "engagement_per_follower": 4 / (10 + 4 + 4),
        "engagement_per_view": 4 / 4,  # (0, post 0), (7, post 1), (0, post 1), (1, post 1 by its share)
        "completion_rate": 2 / 8,
        "click_through_rate": 2 / 8,
        "follower_growth": 2,
        "joined": 1,
        "mean_attitude": 0.75 / 4,
        "leads": 10,
        "lead_rate": 1 / 2,
        "orders": (5 + 2) * 10,
        "baseline_orders": 50,
        "incremental_orders": 20,
        "customers": 10,
        "conversion_rate": 1 / 2,
        "order_value": (400 + 150) / 7,
        "revenue": (400 + 150) * 10,
        "incremental_revenue": 1500,
        "net_revenue": (400 * 0.9 + 100) * 10,
        "incremental_net_revenue": 1000,
        "commission": 80,
        "spent": 300,
        "profit": 0.5 * 4600 - 300 - 80,
        "incremental_profit": 0.5 * 1000 - 300 - 80,
        "probability_of_loss": 0,
        "cost": 300 + 80,
        "cost_per_reach": 380 / 60,
        "cpm": 380 / 80 * 1000,
        "cpe": 380 / 50,
        "cpa": 380 / 10,
        "cost_per_order": 380 / 70,
        "cost_per_incremental_order": 380 / 20,
        "roas": 5500 / 380,
        "net_roas": 4600 / 380,
        "incremental_roas": 1500 / 380,
        "incremental_net_roas": 1000 / 380,
    }.items(),
)
def test_a_campaign_counted_by_hand(name, value):
    measured = measure(name, WORLD, BY_HAND, cost=COST)
    assert isinstance(measured, float)
    assert measured == pytest.approx(value, rel=1e-12)


NO_OTHERS = {"community": 0, "referral": 0}
OTHERS = {"members": 0, "customers": 0}
GROUPS_BY_HAND = {
    "impressions_by_channel": {"feed": 3, "recommended": 1, "boost": 2, "ad": 2, **NO_OTHERS},
    "reach_by_channel": {"feed": 3, "recommended": 1, "boost": 2, "ad": 2, **NO_OTHERS},
    "first_touch_reach_by_channel": {"feed": 3, "recommended": 0, "boost": 0, "ad": 1, **NO_OTHERS},
    "impressions_by_kol": {"10": 2, "4": 4, "ads": 2, **OTHERS},
    "reach_by_kol": {"10": 1, "4": 3, "ads": 2, **OTHERS},
    "first_touch_reach_by_kol": {"10": 1, "4": 2, "ads": 1, **OTHERS},
    "impressions_by_community": {"0": 4, "1": 3, "2": 1},
    "impressions_by_tier": {"koc": 7, "tail": 0, "waist": 1, "head": 0},
    "impressions_by_segment": {"young": 2, "old": 1, "rich": 1, "other": 4},
    "reach_by_segment": {"young": 1, "old": 2, "rich": 1, "other": 2},
    "incremental_orders_by_community": {"0": 20, "1": 0, "2": 0},
    "incremental_orders_by_tier": {"koc": 20, "tail": 0, "waist": 0, "head": 0},
    "incremental_orders_by_segment": {"young": 0, "old": 0, "rich": 0, "other": 20},
    "orders_by_channel_last_touch": {
        "feed": 0,
        "recommended": 10,
        "boost": 10,
        "ad": 10,
        **NO_OTHERS,
        "untouched": 40,
    },
    "orders_by_channel_first_touch": {
        "feed": 20,
        "recommended": 0,
        "boost": 0,
        "ad": 10,
        **NO_OTHERS,
        "untouched": 40,
    },
    "orders_by_channel_linear": {
        "feed": 7.5,
        "recommended": 7.5,
        "boost": 2.5,
        "ad": 12.5,
        **NO_OTHERS,
        "untouched": 40,
    },
    "orders_by_kol_last_touch": {"10": 10, "4": 10, "ads": 10, **OTHERS, "untouched": 40},
    "orders_by_kol_first_touch": {"10": 20, "4": 0, "ads": 10, **OTHERS, "untouched": 40},
    "orders_by_kol_linear": {"10": 5 + 10 / 3, "4": 5 + 10 / 3, "ads": 10 / 3 + 10, **OTHERS, "untouched": 40},
}


@pytest.mark.parametrize(("name", "value"), GROUPS_BY_HAND.items())
def test_groups_counted_by_hand(name, value):
    measured = measure(name, WORLD, BY_HAND, cost=COST)
    assert list(measured) == list(value)
    assert measured == pytest.approx(value, rel=1e-12)


def test_the_places_of_actions_are_the_model_s():
    assert ACTIONS[: len(OF_THE_MODEL)] == OF_THE_MODEL
    assert ACTIONS[:4] == ("share", "like", "comment", "save")


@pytest.mark.parametrize("name", CAMPAIGN)
def test_one_account_as_one_person_changes_only_what_counts_people(name):
    one = measure(name, world_of(audience=AUDIENCE), RELATIONS, cost=COST * 10)
    ten = measure(name, WORLD, RELATIONS, cost=COST)
    of_people = CAMPAIGN[name].unit in ("people", "orders", "currency") and not CAMPAIGN[name].denominator
    parts = {"": (one, ten)} if isinstance(one, float) else {part: (one[part], ten[part]) for part in ten}
    for part, (alone, together) in parts.items():
        if name == "cost":
            assert together - 300 == pytest.approx(10 * (alone - 300))
        elif name in ("spent", "gifts_paid"):  # of the whole plan, whatever an account stands for
            assert alone == together == {"spent": 300, "gifts_paid": 17.5}[name]
        elif "profit" in name:
            assert together + 300 == pytest.approx(10 * (alone + 300))
        elif name.startswith("cost_by_"):
            assert alone == together
        elif CAMPAIGN[name].needs_cost and name != "probability_of_loss":
            ratio = 10 if "roas" in name else 1 / 10
            assert together == pytest.approx(alone * ratio, nan_ok=True)
        elif name != "probability_of_loss":
            assert together == pytest.approx(alone * (10 if of_people else 1), nan_ok=True), part


# -- money that was not spent, and losses


def test_what_was_not_spent_is_no_cost():
    outcome = outcome_of(POSTS, SEEN, ACTS, ORDERS, [0], CONTACTS, BASELINE, unspent=6000)
    assert measure("spent", WORLD, outcome, cost=COST) == pytest.approx(240)
    assert measure("roas", WORLD, outcome, cost=COST) == pytest.approx(5500 / (240 + 80))
    assert measure("cost_per_reach", WORLD, outcome, cost=COST) == pytest.approx((240 + 80) / 60)
    assert measure("incremental_profit", WORLD, outcome, cost=COST) == pytest.approx(500 - 240 - 80)
    all_spent = outcome_of(POSTS, SEEN, ACTS, ORDERS, [0], CONTACTS, BASELINE, unspent=0)
    assert measure("spent", WORLD, all_spent, cost=COST) == 300


def test_a_loss_is_the_plan_s_own():
    """Orders that happen anyway pay for nothing: this plan loses, although the shop as a whole earns."""
    for cost, lost in ((41.0, 0.0), (42.0, 0.0), (42.01, 1.0), (100.0, 1.0)):
        assert measure("probability_of_loss", WORLD, BY_HAND, cost=cost) == lost
    assert measure("profit", WORLD, BY_HAND, cost=100.0) > 0


# -- nothing happened

NO_DENOMINATOR = {
    *("frequency", "never_shared", "half_life", "engagement_per_impression", "engagement_per_follower"),
    *("engagement_per_view", "completion_rate", "click_through_rate", "mean_attitude", "lead_rate", "conversion_rate"),
    *("order_value", "cpm", "cpe", "cpa", "cost_per_order", "cost_per_incremental_order"),
    *("roas", "net_roas", "incremental_roas", "incremental_net_roas", "share_of_voice", "ugc_quality"),
    *("community_active_rate", "open_rate"),
    *("mean_satisfaction", "repurchase_rate", "answered_share", "mean_answer_hours"),
    *("mean_share_cascade_depth", "mean_share_cascade_size", "shares_per_impression", "cost_per_click"),
    *("order_value_after_click", "order_value_in_contact"),
    "visit_rate",
    *("topic_participation", "topic_participation_of_interested"),
}


@pytest.mark.parametrize("name", CAMPAIGN)
def test_nothing_happened(name):
    """No plan, nobody reached, no orders: counts are 0, and what has no denominator is not defined."""
    world = world_of(represents=120, audience=AUDIENCE)
    value = measure(name, world, outcome_of(), cost=0.0)
    if name == "stages":
        assert value.pop("unaware") == 12
    for number in value.values() if isinstance(value, dict) else [value]:
        assert isinstance(number, float)
        assert math.isnan(number) if name.partition("_by_")[0] in NO_DENOMINATOR else number == 0


def test_without_a_plan_orders_are_the_baseline_s():
    outcome = outcome_of(orders=[ORDERS[0], ORDERS[2]], baseline=BASELINE)
    for orders, baseline in (("orders", "baseline_orders"), ("revenue", "revenue")):
        without = measure(baseline, WORLD, outcome_of(baseline=BASELINE), cost=0.0)
        assert measure(orders, WORLD, outcome, cost=0.0) == without > 0
    assert measure("incremental_orders", WORLD, outcome) == 0
    assert measure("probability_of_loss", WORLD, outcome_of(baseline=BASELINE), cost=0.0) == 0
    assert measure("orders_by_kol_linear", WORLD, outcome) == {"ads": 0, **OTHERS, "untouched": 50}
    assert measure("order_value", WORLD, outcome) == 80


@pytest.mark.parametrize(("shares", "viral"), [(98, 0), (99, 1), (150, 1)])
def test_a_post_goes_viral_with_a_hundred_posts_of_one_cascade(shares, viral):
    posts = [Post(10, OWNED), Post(4, PAID), *(Post(0, SHARE, parent=0) for _ in range(shares))]
    assert measure("goes_viral", WORLD, outcome_of(posts)) == viral
    split = [Post(10, OWNED), Post(4, PAID), *(Post(0, SHARE, parent=turn % 2) for turn in range(150))]
    assert measure("goes_viral", WORLD, outcome_of(split)) == 0


def test_a_post_that_nobody_saw():
    posts = [Post(10, OWNED), Post(0, PAID)]
    lonely = outcome_of(posts)
    assert measure("largest_cascade", WORLD, lonely) == 1
    assert measure("never_shared", WORLD, lonely) == 1
    assert math.isnan(measure("half_life", WORLD, lonely))
    assert measure("engagement_per_follower", WORLD, lonely) == 0
    assert measure("impressions_by_kol", WORLD, lonely) == {"10": 0, "0": 0, "ads": 0, **OTHERS}
    assert measure("orders_by_kol_linear", WORLD, lonely) == {
        **{"10": 0, "0": 0, "ads": 0},
        **OTHERS,
        "untouched": 0,
    }
    nobody_follows = outcome_of(posts[1:])
    assert math.isnan(measure("engagement_per_follower", WORLD, nobody_follows))


# -- what is refused


@pytest.mark.parametrize("name", CAMPAIGN)
def test_what_was_not_recorded_is_named(name):
    for array in CAMPAIGN[name].needs_events:
        outcome = outcome_of(POSTS, SEEN, ACTS, ORDERS, [0], CONTACTS, BASELINE)
        del outcome.events[array]
        with pytest.raises(MetricError, match=rf"metric '{name}' needs a model that records {array}, and campaign"):
            measure(name, WORLD, outcome, cost=COST)


class Watched(dict):
    """Events that remember which of them were read."""

    def __init__(self, arrays):
        super().__init__(arrays)
        self.read = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize("name", CAMPAIGN)
def test_what_is_read_is_what_is_named(name):
    """An array that a metric reads and does not name would be a KeyError where it is missing."""
    outcome = outcome_of(POSTS, SEEN, ACTS, ORDERS, [0], CONTACTS, BASELINE)
    object.__setattr__(outcome, "events", Watched(outcome.events))
    measure(name, WORLD, outcome, cost=COST)
    marks = {
        "reach_people",
        "spent",
        "cost",
        "reach_by_segment",
        "reach_by_day",
    }  # what only a campaign knows, not what they read
    assert outcome.events.read == (set() if name in marks else set(CAMPAIGN[name].needs_events))


def test_a_product_segments_and_a_cost_are_needed():
    without = world_of(product=False)
    for name, metric in CAMPAIGN.items():
        if metric.needs_product:
            with pytest.raises(MetricError, match=f"'{name}' needs a product; leave it out or give the scenario"):
                measure(name, without, outcome_of(product=False), cost=1.0)
        elif not metric.needs_segments:
            measure(name, without, outcome_of(product=False), cost=1.0)
        if metric.needs_segments:
            with pytest.raises(MetricError, match=f"metric '{name}' needs segments; leave it out"):
                measure(name, world_of(), BY_HAND)
        if metric.needs_cost:
            with pytest.raises(MetricError, match=f"metric '{name}' needs what the plan costs"):
                measure(name, WORLD, BY_HAND)


def test_a_world_without_a_product_at_all():
    world = world_of()
    world.parameters.__dict__.pop("product")
    with pytest.raises(MetricError, match="'orders' needs a model with a product, and campaign has none"):
        measure("orders", world, BY_HAND)


# -- names of groups


def test_authors_of_few_followers_are_counted_together(monkeypatch):
    from sim.metrics import groups

    assert LARGEST_KOLS == 20
    monkeypatch.setattr(groups, "LARGEST_KOLS", 2)
    posts = [Post(a, PAID) for a in (2, 9, 5, 3)] + [Post(1, SHARE, 1.0, parent=0), Post(-1, AD)]
    seen = [Seen(0, p, 5.0 + p) for p in range(6)] + [Seen(1, 0, 20.0), Seen(1, 3, 21.0)]
    outcome = outcome_of(posts, seen, orders=[Order(0, 30.0, 100), Order(1, 30.0, 100)], baseline=(1, 100))
    world = world_of()
    assert measure("impressions_by_kol", world, outcome) == {"9": 1, "5": 1, "other": 5, "ads": 1, **OTHERS}
    assert measure("reach_by_kol", world, outcome) == {"9": 1, "5": 1, "other": 2, "ads": 1, **OTHERS}
    shares = measure("orders_by_kol_linear", world, outcome)
    # account 0 saw authors 2, 3, 5, 9 and the ad; account 1 saw 2 and 3, whose halves are one order of "other"
    assert shares == pytest.approx({"9": 0.2, "5": 0.2, "other": 1.4, "ads": 0.2, **OTHERS, "untouched": 1})


def test_labels_are_the_accounts_names():
    labels = [f"kol{i}" for i in range(12)]
    labels[4] = "other"
    found = measure("impressions_by_kol", world_of(labels=labels), BY_HAND)
    assert found == {"kol10": 2, "account other": 4, "ads": 2, **OTHERS}


def test_segments_that_cover_everyone_have_no_rest():
    world = world_of(audience={"all": None})
    world.kernel.segment = np.zeros(12, np.int32)
    assert measure("reach_by_segment", world, BY_HAND) == {"all": 6}
    nowhere = SimpleNamespace(**{k: v for k, v in vars(world.kernel).items() if k != "segment"})
    object.__setattr__(world, "kernel", nowhere)
    with pytest.raises(MetricError, match="needs segments"):
        measure("reach_by_segment", world, BY_HAND)


# -- any campaign


@given(campaigns())
def test_each_stage_is_part_of_the_one_before(lists):
    world, outcome = world_of(), outcome_of(**lists)

    def of(name):
        return measure(name, world, outcome, cost=100.0)

    seers = sum(of("first_touch_reach_by_channel").values())
    assert of("reach") >= seers
    assert of("impressions") >= seers
    assert of("impressions") >= of("clicks")
    assert of("clicks") >= of("visits") >= of("leads") >= of("leads_underway")
    for name in ("lead_rate", "conversion_rate", "never_shared", "completion_rate", "click_through_rate"):
        assert math.isnan(of(name)) or 0 <= of(name) <= 1, name
    assert of("incremental_orders") >= of("customers")
    assert of("orders") == of("baseline_orders") + of("incremental_orders") - of("lost_orders")
    assert of("orders") == of("baseline_orders") + of("order_lift") >= 0
    assert of("revenue") >= of("net_revenue")
    assert of("revenue") >= of("incremental_revenue")
    assert of("profit") >= of("incremental_profit")


def test_the_check_of_stages_can_fail():
    """Somebody who clicked without having seen anything, and more leads than clicks."""
    broken = {"posts": [Post(3, OWNED)], "acts": [Act(1, 0, "click")], "leads": [1, 2]}
    with pytest.raises(AssertionError):
        test_each_stage_is_part_of_the_one_before.hypothesis.inner_test(broken)


@given(campaigns())
def test_groups_add_up(lists):
    world, outcome = world_of(represents=36, audience=AUDIENCE), outcome_of(**lists)
    kinds = [lists["posts"][origin].kind for origin in origins(lists["posts"])]
    seers = len({one.account for one in lists["seen"] if kinds[one.post] not in FOREIGN})
    totals = {"first_touch_reach": seers, "stages": 12, "cost": measure("cost", world, outcome, cost=COST)}
    for name, metric in CAMPAIGN.items():
        if metric.by_group and not metric.denominator:
            parts = measure(name, world, outcome, cost=COST)
            whole = totals.get(metric.measure or name)
            if whole is None and metric.measure in CAMPAIGN:
                whole = measure(metric.measure, world, outcome)
            assert metric.signed or all(part >= 0 for part in parts.values()), name
            if name in ("reach_by_segment", "reach_by_day"):
                assert sum(parts.values()) == outcome.reach
            elif whole is None:  # reach by channel, by KOL: an account counts in each
                assert seers <= sum(parts.values()) <= seers * max(len(parts), 1)
                assert max(parts.values(), default=0) <= seers
            else:
                assert sum(parts.values()) == pytest.approx(whole, abs=1e-9), name


@given(campaigns())
def test_posts_against_readable_definitions(lists):
    world, outcome = world_of(), outcome_of(**lists)
    posts, seen = lists["posts"], lists["seen"]
    root = list(range(len(posts)))
    for row, post in enumerate(posts):
        root[row] = row if post.parent < 0 else root[post.parent]
    planned = [row for row, post in enumerate(posts) if post.kind in (OWNED, PAID)]
    sizes = [root.count(row) for row in planned]
    assert measure("largest_cascade", world, outcome) == max(sizes, default=0)
    halves = []
    for row in planned:
        times = [one.at for one in seen if root[one.post] == row]
        if times:
            halves.append(times[(len(times) + 1) // 2 - 1] - posts[row].at)
    assert measure("half_life", world, outcome) == pytest.approx(np.median(halves) if halves else math.nan, nan_ok=True)
    views = {(one.account, root[one.post]) for one in seen if root[one.post] in planned}
    done = sum(act.action in ACTIONS[:4] and root[act.post] in planned for act in lists["acts"])
    rate = measure("engagement_per_view", world, outcome)
    assert rate == pytest.approx(done / len(views) if views else math.nan, nan_ok=True)


def test_nothing_is_changed_and_all_is_deterministic():
    before = RELATIONS.copy()
    for name in CAMPAIGN:
        first = measure(name, WORLD, RELATIONS, cost=COST)
        np.testing.assert_equal(measure(name, WORLD, RELATIONS, cost=COST), first)
    for array, values in before.events.items():
        np.testing.assert_array_equal(RELATIONS.events[array], values)


def test_ratio_has_no_denominator():
    assert math.isnan(events.ratio(3, 0))
    assert events.ratio(3, 4) == 0.75


def test_channels_of_the_contract():
    places = (FEED, RECOMMENDED, BOOST, ADS, COMMUNITY, FRIEND)
    assert [events.CHANNELS[place] for place in places] == list(events.CHANNELS)


def test_what_is_divided_by_cost_is_not_told_as_of_what_was_spent():
    """Commission is in all prices and returns, and is not spent: the words must not say that it is left out."""
    of_cost = [
        one for one in METRICS.values() if one.needs_cost and one.name not in ("spent", "cost", "probability_of_loss")
    ]
    assert {"roas", "cost_per_order", "cpa_by_kol_last_touch"} <= {one.name for one in of_cost}
    for one in of_cost:
        assert one.denominator != "spent"
        assert "profit" in one.name or "spent" not in one.description
    assert not any(one.description.rstrip().endswith(",") for one in METRICS.values())
