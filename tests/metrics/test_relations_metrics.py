"""What is said of a brand and what customers experience: counted by hand, on nothing, and on any campaign."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from campaign_outcomes import (
    ACCOUNTS,
    COMPLAINT,
    FOREIGN,
    OWNED,
    PRAISE,
    REFERRAL,
    RIVAL,
    RUMOUR,
    SHARE,
    TO_MEMBERS,
    Act,
    Contact,
    Lost,
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

from sim.metrics import METRICS, measure
from sim.metrics.attributed import CREDITED
from sim.metrics.cascades_by_group import MEASURES
from sim.metrics.costs import PRICES
from sim.metrics.counted import COUNTED
from sim.metrics.rates_by_group import RATES
from sim.metrics.stages import STAGES
from sim.metrics.voice import beaten

AUDIENCE = {"young": None, "old": None, "rich": None}
WORLD = world_of(represents=120, audience=AUDIENCE)  # ten people an account
COST = 30.0  # each person of an account: 300 in all


@pytest.mark.parametrize(
    ("name", "value"),
    {
        "reach": 7,  # author 10, and 3, 1, 2, 7, 4, 11; neither 0, 5 and 6 nor the other authors
        "impressions": 9,
        "frequency": 9 / 6,
        "shares": 2,
        "clicks": 4,
        "engagements": 4,
        "engagement_per_impression": 4 / 9,
        "engagement_per_follower": 3 / 10,  # not the share of praise
        "engagement_per_view": 3 / 3,
        "completion_rate": 2 / 9,
        "click_through_rate": 4 / 9,
        "largest_cascade": 2,
        "never_shared": 0,
        "mentions": 7,
        "negative_mentions": 3,
        "rumour_reach": 4,  # 2, 5, 0 and 11
        "share_of_voice": 9 / 11,
        "ugc_posts": 2,
        "ugc_quality": (NormalDist().cdf(1.0) + 0.5) / 2,
        "joined": 4,
        "community_members": 3,
        "community_active_rate": 1 / 2,
        "open_rate": 2 / 7,
        "mean_satisfaction": 0.25 / 3,
        "repurchase_rate": 1 / 4,
        "advocates": 1,  # account 1; account 4 praised and has no order delivered
        "detractors": 1,
        "complaints": 3,
        "answered_share": 2 / 3,
        "mean_answer_hours": (0.5 + 3.5) / 2,
        "referred_orders": 10,
        "gifts_paid": 17.5,
        "lead_rate": 3 / 4,
        "conversion_rate": 3 / 4,
        "orders": (6 + 3 - 2) * 10,
        "baseline_orders": 60,
        "incremental_orders": 30,
        "lost_orders": 20,
        "order_lift": 10,
        "customers": 30,
        "order_value": (300 + 210 - 60) / 7,
        "revenue": (300 + 210 - 60) * 10,
        "incremental_revenue": (210 - 60) * 10,
        "incremental_net_revenue": (210 - 0.9 * 60) * 10,
        "net_revenue": (0.9 * 300 + 210 - 0.9 * 60) * 10,
        "profit": 0.5 * 4260 - 300,
        "incremental_profit": 0.5 * 1560 - 300,
        "cost_per_order": 300 / 70,
        "cost_per_incremental_order": 300 / 30,
        "roas": 4500 / 300,
        "net_roas": 4260 / 300,
        "incremental_roas": 1500 / 300,
        "incremental_net_roas": 1560 / 300,
        "cpm": 300 / 90 * 1000,
        "cpe": 300 / 40,
    }.items(),
)
def test_relations_counted_by_hand(name, value):
    measured = measure(name, WORLD, RELATIONS, cost=COST)
    assert isinstance(measured, float)
    assert measured == pytest.approx(value, rel=1e-12)


def channels(**counts):
    return {**dict.fromkeys(("feed", "recommended", "boost", "ad", "community", "referral"), 0), **counts}


def kols(brand, members, customers):
    return {"10": brand, "ads": 0, "members": members, "customers": customers}


def communities(*counts):
    return dict(zip("012", counts, strict=True))


def tiers(koc, tail, waist, head):
    return {"koc": koc, "tail": tail, "waist": waist, "head": head}


def segments(young, old, rich, other):
    return {"young": young, "old": old, "rich": rich, "other": other}


def days(*counts):
    return dict(zip("123", counts, strict=True))


GROUPS = {
    "impressions_by_channel": channels(feed=5, boost=1, community=2, referral=1),
    "impressions_by_kol": kols(4, 2, 3),
    "impressions_by_community": communities(1, 5, 3),
    "impressions_by_tier": tiers(4, 2, 1, 2),
    "impressions_by_segment": segments(3, 1, 4, 1),
    "impressions_by_day": days(4, 3, 2),
    "reach_by_channel": channels(feed=4, boost=1, community=2, referral=1),
    "reach_by_kol": kols(3, 2, 3),
    "reach_by_segment": segments(1, 2, 3, 1),
    "reach_by_day": days(4, 3, 0),
    "first_touch_reach_by_channel": channels(feed=4, community=1, referral=1),
    "first_touch_reach_by_kol": kols(3, 1, 2),
    "engagements_by_channel": channels(feed=3, boost=1),
    "engagements_by_kol": kols(3, 0, 1),
    "engagements_by_community": communities(1, 2, 1),
    "engagements_by_tier": tiers(1, 1, 1, 1),
    "engagements_by_segment": segments(1, 0, 3, 0),
    "engagements_by_day": days(1, 2, 1),
    "clicks_by_channel": channels(feed=1, boost=1, community=1, referral=1),
    "clicks_by_kol": kols(2, 1, 1),
    "clicks_by_community": communities(1, 2, 1),
    "clicks_by_tier": tiers(2, 2, 0, 0),
    "clicks_by_segment": segments(1, 1, 1, 1),
    "clicks_by_day": days(2, 1, 1),
    "leads_by_channel": channels(feed=10, community=10, referral=10),
    "leads_by_kol": kols(10, 10, 10),
    "leads_by_community": communities(10, 10, 10),
    "leads_by_tier": tiers(10, 20, 0, 0),
    "leads_by_segment": segments(0, 10, 10, 10),
    "leads_by_day": days(20, 10, 0),
    "incremental_orders_by_community": communities(0, 20, 10),
    "incremental_orders_by_tier": tiers(20, 10, 0, 0),
    "incremental_orders_by_segment": segments(10, 10, 0, 10),
    "incremental_orders_by_day": days(10, 10, 10),
    "lost_orders_by_community": communities(10, 0, 10),
    "lost_orders_by_tier": tiers(10, 10, 0, 0),
    "lost_orders_by_segment": segments(10, 0, 0, 10),
    "lost_orders_by_day": days(10, 0, 10),
    "mentions_by_community": communities(1, 3, 3),
    "mentions_by_tier": tiers(2, 3, 2, 0),
    "mentions_by_segment": segments(2, 1, 2, 2),
    "mentions_by_day": days(1, 4, 2),
    "negative_mentions_by_community": communities(0, 0, 3),
    "negative_mentions_by_tier": tiers(1, 1, 1, 0),
    "negative_mentions_by_segment": segments(1, 1, 0, 1),
    "negative_mentions_by_day": days(1, 2, 0),
    "complaints_by_community": communities(1, 0, 2),
    "complaints_by_tier": tiers(2, 0, 0, 1),
    "complaints_by_segment": segments(1, 2, 0, 0),
    "complaints_by_day": days(0, 3, 0),
    "community_members_by_community": communities(0, 2, 1),
    "community_members_by_tier": tiers(2, 1, 0, 0),
    "community_members_by_segment": segments(1, 1, 0, 1),
    "follower_growth_by_community": communities(0, 1, 0),
    "follower_growth_by_tier": tiers(1, 0, 0, 0),
    "follower_growth_by_segment": segments(1, 0, 0, 0),
    "engagement_per_impression_by_channel": {
        **dict.fromkeys(("feed", "recommended", "boost", "ad", "community", "referral"), math.nan),
        **{"feed": 3 / 5, "boost": 1, "community": 0, "referral": 0},
    },
    "engagement_per_impression_by_kol": {"10": 3 / 4, "ads": math.nan, "members": 0, "customers": 1 / 3},
    "engagement_per_impression_by_community": communities(1, 2 / 5, 1 / 3),
    "engagement_per_impression_by_tier": tiers(1 / 4, 1 / 2, 1, 1 / 2),
    "engagement_per_impression_by_segment": segments(1 / 3, 0, 3 / 4, 0),
    "engagement_per_impression_by_day": days(1 / 4, 2 / 3, 1 / 2),
    "click_through_rate_by_channel": {
        **dict.fromkeys(("feed", "recommended", "boost", "ad", "community", "referral"), math.nan),
        **{"feed": 1 / 5, "boost": 1, "community": 1 / 2, "referral": 1},
    },
    "click_through_rate_by_kol": {"10": 2 / 4, "ads": math.nan, "members": 1 / 2, "customers": 1 / 3},
    "click_through_rate_by_community": communities(1, 2 / 5, 1 / 3),
    "click_through_rate_by_tier": tiers(2 / 4, 1, 0, 0),
    "click_through_rate_by_segment": segments(1 / 3, 1, 1 / 4, 1),
    "click_through_rate_by_day": days(2 / 4, 1 / 3, 1 / 2),
    "mean_attitude_by_community": communities(0.1, 0.25, -0.5),
    "mean_attitude_by_tier": tiers(0, 0.05, math.nan, math.nan),
    "mean_attitude_by_segment": segments(0.5, -0.5, 0.1, 0),
    "mean_satisfaction_by_community": communities(math.nan, 0.375, -0.5),
    "mean_satisfaction_by_tier": tiers(0.25 / 3, math.nan, math.nan, math.nan),
    "mean_satisfaction_by_segment": segments(0.375, -0.5, math.nan, math.nan),
    "mean_satisfaction_by_day": days(-0.125, math.nan, 0.5),
    "incremental_revenue_by_community": communities(-200, 1100, 600),
    "incremental_revenue_by_tier": tiers(1500 - 200, 600 - 400, 0, 0),
    "incremental_revenue_by_segment": segments(500 - 400, 1000, 0, 600 - 200),
    "incremental_revenue_by_day": days(1000 - 400, 600, 500 - 200),
    "stages": dict(zip(STAGES, (5, 1, 2, 1, 1, 1, 1), strict=True)),
    "orders_by_channel_last_touch": {**channels(boost=10, community=20, referral=10), "untouched": 30},
    "orders_by_channel_first_touch": {**channels(feed=20, community=10, referral=10), "untouched": 30},
    "orders_by_channel_linear": {
        **channels(feed=5 + 10 / 3, boost=10 / 3, community=15 + 10 / 3, referral=10),
        "untouched": 30,
    },
    "orders_by_kol_last_touch": {**kols(10, 20, 10), "untouched": 30},
    "orders_by_kol_first_touch": {**kols(20, 10, 10), "untouched": 30},
    "orders_by_kol_linear": {**kols(10, 20, 10), "untouched": 30},
}


@pytest.mark.parametrize(("name", "value"), GROUPS.items())
def test_relations_by_group_counted_by_hand(name, value):
    measured = measure(name, WORLD, RELATIONS, cost=COST)
    assert list(measured) == list(value)
    assert measured == pytest.approx(value, rel=1e-12, abs=1e-15, nan_ok=True)


def test_every_measure_by_group_of_a_campaign_is_counted_by_hand_or_has_a_definition():
    of_events = {metric.measure for metric in METRICS.values() if metric.by_group and metric.needs_events}
    by_hand = {METRICS[name].measure for name in GROUPS}
    defined = {*(of.name for of in COUNTED), *(rate.name for rate in RATES)}  # test_measures_by_group
    costs = {measure for measure, *_ in PRICES} | {"cost", "cpa", "roas", "incremental_roas"}
    credits = {of.name for of in CREDITED}
    topics = {"engagement_per_follower", "topic_participation", "topic_participation_of_interested"}
    cascades = {measure for measure, *_ in MEASURES} | {"share_cascade_virality"}  # and these three: test_measures_...
    others = {"share_of_voice", "ugc_quality", "community_active_rate", "incremental_net_revenue"}
    assert of_events - by_hand - defined - costs - credits - topics == cascades | others


def test_net_revenue_that_the_plan_brings_by_group():
    """As gross revenue, without what is sent back, and of the lost orders without the usual share (a tenth)."""
    for kind in ("community", "tier", "segment", "day"):
        parts = measure(f"incremental_net_revenue_by_{kind}", WORLD, RELATIONS).values()
        assert sum(parts) == pytest.approx(measure("incremental_net_revenue", WORLD, RELATIONS))


def test_a_group_that_is_empty_is_there():
    """Whether there is praise is chance: a mean over worlds would leave out those in which a group is missing."""
    only_brand = outcome_of([Post(10, OWNED, 1.0)], [Seen(0, 0, 2.0)])
    assert measure("impressions_by_kol", WORLD, only_brand) == {"10": 1, "ads": 0, "members": 0, "customers": 0}


# -- orders that are lost


def test_outcomes_without_lost_orders_have_none():
    old = outcome_of(orders=[Order(1, 2.0, 5000)], baseline=(3, 9000))
    for name in ("lost_account", "lost_at", "lost_cents"):
        del old.events[name]
    for name, value in {"orders": 40, "order_lift": 10, "revenue": 1400, "incremental_revenue": 500}.items():
        assert measure(name, WORLD, old) == value


def test_a_plan_that_only_loses():
    """A rumour and nothing else: the plan has brought nothing, and all that is incremental is below 0."""
    outcome = outcome_of([Post(3, RUMOUR, 1.0)], [Seen(5, 0, 2.0)], baseline=(3, 30000), lost=[Lost(5, 9.0, 8000)])
    assert outcome.reach == 0
    found = {"orders": 20, "incremental_orders": 0, "order_lift": -10, "revenue": 2200, "incremental_revenue": -800}
    found |= {"incremental_net_revenue": -720, "incremental_profit": -360, "probability_of_loss": 1, "customers": 0}
    for name, value in found.items():
        assert measure(name, WORLD, outcome, cost=0.0) == pytest.approx(value), name
        assert METRICS[name].signed or value >= 0, name


# -- what people say


def test_what_is_not_the_campaign_s_is_no_success_of_it():
    """The same campaign, with what others say and without it."""
    posts = [Post(10, OWNED, 1.0), Post(10, OWNED, 2.0)]
    seen = [Seen(1, 0, 3.0), Seen(2, 1, 4.0)]
    others = [Post(5, kind, 1.0) for kind in FOREIGN] + [Post(6, SHARE, 9.0, parent=2 + i) for i in range(3)]
    also = [Seen(account, post, 10.0) for account in (3, 4) for post in range(2, 8)]
    alone, amid = outcome_of(posts, seen), outcome_of(posts + others, seen + also)
    for name in ("impressions", "reach", "reach_people", "frequency", "half_life", "largest_cascade", "never_shared"):
        assert measure(name, WORLD, amid) == measure(name, WORLD, alone), name
    assert measure("mentions", WORLD, amid) == measure("negative_mentions", WORLD, amid) == 4
    assert measure("share_of_voice", WORLD, amid) == 2 / 6
    assert measure("rumour_reach", WORLD, amid) == 2
    assert measure("share_of_voice", WORLD, alone) == 1


@given(campaigns())
def test_voices_against_readable_definitions(lists):
    world, outcome = world_of(), outcome_of(**lists)
    posts, seen = lists["posts"], lists["seen"]
    root = [posts[origin].kind for origin in origins(posts)]
    spoken = [i for i, post in enumerate(posts) if post.kind in (SHARE, RUMOUR, PRAISE, COMPLAINT) and root[i] != RIVAL]
    assert measure("mentions", world, outcome) == len(spoken)
    ill = [i for i in spoken if root[i] in (RUMOUR, COMPLAINT)]
    assert measure("negative_mentions", world, outcome) == len(ill)
    assert measure("rumour_reach", world, outcome) == len({one.account for one in seen if one.post in ill})
    ours = sum(root[one.post] not in FOREIGN for one in seen)
    rivals = sum(root[one.post] == RIVAL for one in seen)
    voice = ours / (ours + rivals) if ours + rivals else math.nan
    assert measure("share_of_voice", world, outcome) == pytest.approx(voice, nan_ok=True)


def test_the_share_of_posts_that_are_beaten_is_the_normal_law():
    x = np.linspace(-6.9, 6.9, 500)
    assert np.max(np.abs(beaten(x) - [NormalDist().cdf(value) for value in x])) < 2e-15
    assert beaten(np.array([-np.inf, -30.0, 30.0, np.inf])).tolist() == pytest.approx([0, 0, 1, 1], abs=2e-12)
    assert np.all(np.diff(beaten(x)) >= 0)
    assert beaten(np.zeros(0)).tolist() == []


# -- stages


@given(campaigns())
def test_every_account_is_at_one_stage(lists):
    """The stages against sets, and each stage of the funnel part of the one before."""
    world, outcome = world_of(), outcome_of(**lists)
    found = measure("stages", world, outcome)
    assert sum(found.values()) == ACCOUNTS
    posts, reached = lists["posts"], set(outcome.reached.tolist())
    ours = [posts[origin].kind not in FOREIGN for origin in origins(posts)]
    engaged = {act.account for act in lists["acts"] if ours[act.post] and act.action not in ("complete", "hide")}
    assert set(lists["leads"]) <= engaged <= reached
    satisfied = {order.account for order in lists["orders"] if order.satisfied > 0}
    last = {
        "engaged": engaged,
        "lead": set(lists["leads"]),
        "customer": {order.account for order in lists["orders"]} & reached,
        "advocate": satisfied & {post.author for post in posts if post.kind == PRAISE} & reached,
        "detractor": {post.author for post in posts if post.kind == COMPLAINT} & reached,
    }
    assert last["advocate"] <= last["customer"]
    later = set()
    for stage in reversed(last):
        assert found[stage] == len(last[stage] - later), stage
        later |= last[stage]
    assert found["aware"] == len(reached - later)
    assert found["unaware"] == ACCOUNTS - len(reached)


def test_the_edges_of_stages():
    """Who only saw it to its end or hid it is not engaged; who praises without being satisfied is no advocate."""
    posts = [Post(10, OWNED, 1.0), *(Post(account, PRAISE, 40.0) for account in (1, 2, 3))]
    seen = [Seen(account, 0, 2.0) for account in range(6)]
    acts = [Act(4, 0, "complete", 2.0), Act(5, 0, "hide", 2.0)]
    orders = [Order(1, 3.0, 100, satisfied=0.1), Order(2, 3.0, 100, satisfied=0.0), Order(3, 3.0, 100, satisfied=-0.1)]
    outcome = outcome_of(posts, seen, acts, orders)
    assert measure("advocates", WORLD, outcome) == 1
    told = {"unaware": 5, "aware": 4, "engaged": 0, "lead": 0, "customer": 2, "advocate": 1, "detractor": 0}
    assert measure("stages", WORLD, outcome) == told


def test_an_order_is_referred_where_the_post_descends_from_a_referral():
    posts = [Post(10, OWNED), Post(1, PRAISE), Post(-1, REFERRAL), Post(2, SHARE, 3.0, parent=2), Post(-1, TO_MEMBERS)]
    for post, referred in enumerate((0, 0, 10, 10, 0)):
        assert measure("referred_orders", WORLD, outcome_of(posts, orders=[Order(5, 9.0, 100, post=post)])) == referred
    assert measure("referred_orders", WORLD, outcome_of(posts, orders=[Order(5, 9.0, 100)])) == 0


# -- relations that nothing happened in


@pytest.mark.parametrize(
    ("name", "lists"),
    {
        "community_active_rate": {"contacts": [Contact(1, joined=1, member=1), Contact(2, pushed=3, opened=1)]},
        "open_rate": {"contacts": [Contact(1, joined=1, member=1)]},
        "mean_satisfaction": {"orders": [Order(1, 2.0, 100)]},
        "repurchase_rate": {"baseline": (5, 500)},
        "ugc_quality": {"posts": [Post(10, OWNED)]},
    }.items(),
)
def test_a_rate_of_nothing_is_not_defined(name, lists):
    assert math.isnan(measure(name, WORLD, outcome_of(**lists)))
