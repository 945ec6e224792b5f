"""Every measure by group against readable definitions, on any campaign; what it cost and what was credited, by hand."""

import math

import pytest
from campaign_outcomes import (
    ADS,
    BOOST,
    CONTENT,
    DAYS,
    FOREIGN,
    OWNED,
    PAID,
    PRAISE,
    RECOMMENDED,
    RUMOUR,
    SHARE,
    Act,
    Contact,
    Order,
    Post,
    Push,
    Seen,
    campaigns,
    origins,
    outcome_of,
    world_of,
)
from hypothesis import given
from test_campaign_metrics import AUDIENCE

from sim.metrics import METRICS, MetricError, measure, not_by
from sim.metrics.counted import COUNTED
from sim.metrics.events import ACTIONS, AD, AGAINST, CHANNELS, OWN, POSTED, REFERRAL, RIVAL, TO_MEMBERS
from sim.metrics.rates_by_group import RATES
from sim.network import TIERS

WORLD = world_of(represents=36, audience=AUDIENCE, also_on={"douyin": range(12)})
PEOPLE = 3
BESIDE = {AD: "ads", TO_MEMBERS: "members", PRAISE: "customers", REFERRAL: "customers"}


def things(lists):
    """What is counted, as (account, post, time, how much) of each."""
    posts, root = lists["posts"], origins(lists["posts"])
    kinds = [posts[origin].kind for origin in root]
    ours = [kind not in FOREIGN for kind in kinds]
    seen = [(one.account, one.post, one.at, 1, one.channel) for one in lists["seen"] if ours[one.post]]
    acts = {
        action: [(act.account, act.post, act.at, 1) for act in lists["acts"] if ours[act.post] and act.action == action]
        for action in ACTIONS
    }
    engaged = [act for action in ACTIONS[:4] for act in acts[action]]
    views = {}
    for one in seen:
        if kinds[one[1]] in POSTED:
            views.setdefault((one[0], root[one[1]]), one)
    clicks = {}
    for act in lists["acts"]:
        if act.action == "click":
            clicks[act.account] = act
    follows = {}
    for act in acts["follow"]:
        if kinds[act[1]] != PAID:
            follows.setdefault(act[0], act)
    orders = [(one.account, one.post, one.at, PEOPLE) for one in lists["orders"]]
    cents = [(one.account, one.post, one.at, PEOPLE * one.cents / 100) for one in lists["orders"]]
    through = [place for place, one in enumerate(lists["orders"]) if one.post >= 0]
    brought = [place for place, one in enumerate(lists["orders"]) if one.incremental]
    first = {}
    for place in brought:
        first.setdefault(lists["orders"][place].account, orders[place])
    made = [(post.author, row, post.at, 1) for row, post in enumerate(posts)]
    return {
        "impressions": seen,
        "views": [*views.values()],
        "engagements": engaged,
        "post_engagements": [act for act in engaged if kinds[act[1]] in POSTED],
        **{f"{action}s": acts[action] for action in ("share", "like", "comment", "save", "click", "hide", "follow")},
        "completions": acts["complete"],
        "joins": acts["join"],
        "leads": [(account, clicks[account].post, clicks[account].at, PEOPLE) for account in lists["leads"]],
        "visits": [(account, clicks[account].post, clicks[account].at, PEOPLE) for account in lists["visits"]],
        "leads_underway": [(account, clicks[account].post, 0, PEOPLE) for account in lists["leads"][:1]],
        "net_revenue_in_contact": [cents[place] for place, one in enumerate(lists["orders"]) if not one.returned],
        "brand_follows": [*follows.values()],
        "orders_after_click": [orders[place] for place in through],
        "revenue_after_click": [cents[place] for place in through],
        "net_revenue_after_click": [cents[place] for place in through if not lists["orders"][place].returned],
        "orders_in_contact": orders,
        "revenue_in_contact": cents,
        "commission": [(*orders[p][:3], PEOPLE * lists["orders"][p].commission / 100) for p in through],
        "customers": [*first.values()],
        "incremental_orders": [orders[place] for place in brought],
        "lost_orders": [(one.account, -1, one.at, PEOPLE) for one in lists["lost"]],
        "mentions": [one for one in made if posts[one[1]].kind not in OWN and kinds[one[1]] != RIVAL],
        "negative_mentions": [one for one in made if kinds[one[1]] in AGAINST],
        "ugc_posts": [one for one in made if posts[one[1]].kind == PRAISE],
    }


def group_of(kind, lists, one):
    """The group of a thing, in words."""
    account, post, at = one[:3]
    if kind == "community":
        return str(account % 3)
    if kind == "tier":
        return TIERS[account // 3]
    if kind == "segment":
        return [*AUDIENCE, "other"][account % 4 - 1]
    if kind == "day":
        return str(min(int(at // 24), int(DAYS) - 1) + 1)
    if kind == "platform":
        return ("first", "douyin")[lists["posts"][post].platform]
    if kind == "kol":
        origin = lists["posts"][origins(lists["posts"])[post]]
        return BESIDE.get(origin.kind, str(origin.author))
    if len(one) == 5:  # an impression knows its channel
        return CHANNELS[one[4]]
    earlier = [see for see in lists["seen"] if (see.account, see.post) == (account, post) and see.at <= at]
    return CHANNELS[earlier[-1].channel]


def sums(kind, lists, found, once=False):
    """How much there is in each group; or how many accounts."""
    groups = {}
    for one in found:
        groups.setdefault(group_of(kind, lists, one), []).append(one)
    if once:
        return {group: len({one[0] for one in ones}) for group, ones in groups.items()}
    return {group: sum(one[3] for one in ones) for group, ones in groups.items()}


def by_groups(measured):
    return [metric for metric in METRICS.values() if metric.measure == measured]


NOTHING = {name: [] for name in ("posts", "seen", "acts", "orders", "lost", "leads", "visits")}
DEFINED = [of.name for of in COUNTED if of.name in things(NOTHING)]
RATED = [rate for rate in RATES if {rate.part.name, rate.whole.name} <= set(DEFINED)]


@given(campaigns())
def test_every_count_by_group_is_its_readable_definition(lists):
    outcome, found = outcome_of(**lists), things(lists)
    for name in DEFINED:
        assert by_groups(name)
        for metric in by_groups(name):
            by_last_touch = name == "ugc_posts" and metric.group in ("channel", "kol")  # by hand below
            if metric.group.endswith(("touch", "linear")) or by_last_touch:
                continue
            wanted = sums(metric.group, lists, found[name])
            measured = measure(metric.name, WORLD, outcome)
            assert {group: value for group, value in measured.items() if value} == pytest.approx(
                {group: value for group, value in wanted.items() if value}
            ), metric.name


@given(campaigns())
def test_every_rate_by_group_is_its_readable_definition(lists):
    outcome, found = outcome_of(**lists), things(lists)
    for rate in RATED:
        for metric in by_groups(rate.name):
            parts = sums(metric.group, lists, found[rate.part.name], rate.part_once)
            wholes = sums(metric.group, lists, found[rate.whole.name], rate.whole_once)
            for group, value in measure(metric.name, WORLD, outcome).items():
                wanted = parts.get(group, 0) / wholes[group] if wholes.get(group) else math.nan
                assert value == pytest.approx(wanted, nan_ok=True), (metric.name, group)


def test_only_what_is_counted_by_hand_elsewhere_has_no_definition_here():
    elsewhere = {"complaints", "follower_growth", "joined", "community_members"}  # test_relations_metrics
    assert {of.name for of in COUNTED} == set(DEFINED) | elsewhere
    assert len(RATED) == len(RATES)


# -- what it cost

POSTS = [
    Post(10, OWNED, 1.0),
    Post(4, PAID, 2.0, cents=20000, item=1),
    Post(7, SHARE, 3.0, parent=1, item=1),
    Post(-1, AD),
    Post(5, PAID, 6.0, cents=5000, item=2),
    Post(4, PAID, 8.0, cents=1000, platform=1),
]
SEEN = [
    Seen(0, 0, 2.0),
    Seen(7, 1, 2.5),
    Seen(0, 1, 3.0, RECOMMENDED),
    Seen(1, 2, 4.0),
    Seen(2, 2, 4.5),
    Seen(2, 3, 5.0, ADS),
    Seen(3, 1, 6.0, BOOST),
    Seen(6, 0, 6.0, BOOST),
    Seen(8, 2, 6.5, BOOST),
    Seen(9, 5, 9.0, BOOST),
]
ACTS = [Act(7, 1, "share", 2.5), Act(1, 2, "like", 4.0), Act(2, 2, "click", 4.5), Act(2, 3, "like", 5.0)]
ORDERS = [Order(2, 6.0, 8000, post=2), Order(7, 7.0, 6000, incremental=0), Order(11, 8.0, 500), Order(2, 9.0, 1000)]
PUSHES = [Push(300), Push(50, platform=1), Push(700, post=3)]
LEVERS = [(400, 0), (60, 6), (90, 3)]
OUTCOME = outcome_of(POSTS, SEEN, ACTS, ORDERS, [], baseline=(3, 20000), pushes=PUSHES, levers=LEVERS)
COST = 100.0  # each person of an account: 300 of all
GENERAL = 300.0 - (260 + 3.5 + 7 + 4 + 0.6)


@pytest.mark.parametrize(
    ("name", "value"),
    {
        # post 1: three of four impressions in the feed, one recommended; posts 4 and 5 have none there
        "cost_by_channel": (200 * 0.75 + 50 + 10, 50, 3.5, 7, 4, 0.6, GENERAL),
        # boosts on the first platform: two of three impressions of KOL 4's post and its share, one of account 10's
        "cost_by_kol": (1, 50, 210 + 2 + 0.5, 7, 4, 0.6, GENERAL),
        "cost_by_platform": (250 + 10, 10.5, 300 - 270.5),
        "cpm_by_channel": (1000 * 210 / 12, 1000 * 50 / 3, 1000 * 3.5 / 12, 1000 * 7 / 3, math.nan, math.nan),
        "cpe_by_kol": (math.nan, math.nan, 212.5 / 6, 7 / 3, math.nan, math.nan),
        "cost_per_click_by_platform": (260 / 3, math.nan),
        "engagement_per_follower_by_kol": (0, 0, 2 / (4 + 4), math.nan, math.nan, math.nan),
        # 8000 + 1000 by the ad, 6000 by the feed, of 20000 + 9500 in all; account 11 saw nothing
        "revenue_by_channel_last_touch": (180, 0, 0, 270, 0, 0, 3 * 295 - 450),
        "incremental_revenue_by_channel_linear": (120 + 15, 0, 0, 120 + 15, 0, 0, 15, 0),
        "customers_by_kol_last_touch": (0, 0, 0, 3, 0, 0, 3),
        "cpa_by_kol_first_touch": (math.nan, math.nan, 212.5 / 3, math.nan, math.nan, math.nan),
        "roas_by_kol_first_touch": (0, 0, 450 / 212.5, 0, 0, 0),
        "incremental_roas_by_platform_linear": (270 / 260, 0),
    }.items(),
)
def test_costs_and_credits_by_hand(name, value):
    found = measure(name, WORLD, OUTCOME, cost=COST)
    assert [*found.values()] == pytest.approx([*value], nan_ok=True), found


def test_commission_is_a_cost_of_whose_post_was_clicked():
    """Three people an account; 9.00 of an order through a share of KOL 4's post, which its buyer saw in the feed."""
    orders = [Order(2, 6.0, 8000, post=2, commission=900), *ORDERS[1:]]
    outcome = outcome_of(POSTS, SEEN, ACTS, orders, [], baseline=(3, 20000), pushes=PUSHES, levers=LEVERS)
    assert measure("cost", WORLD, outcome, cost=COST) == 300 + 27
    for kind, group in (("kol", "4"), ("channel", "feed"), ("platform", "first")):
        then, now = (measure(f"cost_by_{kind}", WORLD, one, cost=COST) for one in (OUTCOME, outcome))
        assert {name: now[name] - then[name] for name in now if now[name] != then[name]} == pytest.approx({group: 27})
    roas = measure("roas_by_kol_first_touch", WORLD, outcome, cost=COST)
    assert roas["4"] == pytest.approx(450 / (212.5 + 27))


def test_what_is_not_defined_by_a_group_says_by_which_it_is():
    with pytest.raises(MetricError, match="'follower_growth_by_kol': follower_growth is not defined by kol, only by"):
        measure("follower_growth_by_kol", WORLD, OUTCOME)
    assert "ask for brand_follows" in not_by("follower_growth_by_kol")
    assert "ask for orders_in_contact" in not_by("orders_by_tier")
    assert "only by platform, kol, community, tier, segment, day" in not_by("half_life_by_channel")
    assert "only as a whole" in not_by("profit_by_channel")
    assert not_by("likess_by_kol") == not_by("likes") == ""


# -- cascades of shares, and topics


def test_cascades_of_shares_by_hand():
    posts = [
        *(Post(10, OWNED, 1.0), Post(9, PAID, 1.0), Post(-1, AD)),
        *(Post(1, SHARE, 2.0, parent=0), Post(2, SHARE, 3.0, parent=3), Post(3, SHARE, 3.0, parent=3)),
        *(Post(4, SHARE, 3.0, parent=2), Post(5, SHARE, 4.0, parent=1), Post(6, SHARE, 4.0, parent=1)),
    ]
    outcome = outcome_of(posts)
    values = {
        "share_cascade_depth": 2,
        "mean_share_cascade_depth": (2 + 1) / 2,
        "share_cascade_breadth": 2,
        "mean_share_cascade_size": (4 + 3) / 2,
        "share_cascade_virality": ((1 + 2 + 2 + 1 + 1 + 2) + (1 + 1 + 2)) / 9,
    }
    for name, value in values.items():
        assert measure(name, WORLD, outcome) == pytest.approx(value), name


def test_cascades_of_groups_by_hand():
    """KOL 10 with a chain of two and a fork, KOL 9 with two shares, KOL 4 alone on the other platform."""
    posts = [
        *(Post(10, OWNED, 1.0), Post(9, PAID, 1.0), Post(4, PAID, 30.0, platform=1)),
        *(Post(1, SHARE, 2.0, parent=0), Post(2, SHARE, 3.0, parent=3), Post(3, SHARE, 3.0, parent=3)),
        *(Post(5, SHARE, 4.0, parent=1), Post(6, SHARE, 4.0, parent=1)),
    ]
    seen = [Seen(1, 0, 2.0), Seen(2, 3, 3.0), Seen(3, 3, 5.0), Seen(5, 1, 4.0)]
    outcome, none = outcome_of(posts, seen), (0,) * 3
    chain, star = (1 + 2 + 2 + 1 + 1 + 2) / 6, (1 + 1 + 2) / 3
    values = {
        "largest_cascade_by_kol": (4, 3, 1, *none),
        "mean_share_cascade_size_by_platform": (3.5, 1),
        "never_shared_by_day": (0, 1, *(math.nan,) * 9)[: int(DAYS)],
        "share_cascade_depth_by_kol": (2, 1, 0, *none),
        "mean_share_cascade_depth_by_platform": (1.5, 0),
        "share_cascade_breadth_by_tier": (0, 1, 0, 2),
        "half_life_by_kol": (2.0, 3.0, *(math.nan,) * 4),
        "share_cascade_virality_by_kol": (chain, star, 0, *none),
        "share_cascade_virality_by_platform": ((6 * chain + 3 * star) / 9, 0),
    }
    for name, value in values.items():
        found = measure(name, WORLD, outcome)
        assert [*found.values()][: len(value)] == pytest.approx([*value], nan_ok=True), (name, found)


# -- loyalty and voice


def test_praise_by_what_was_seen_last_before_it():
    posts = [
        *(Post(10, OWNED, 1.0), Post(4, PAID, 1.0), Post(-1, AD)),
        *(Post(0, PRAISE, 5.0, appeal=1.3), Post(1, PRAISE, 5.0), Post(11, PRAISE, 6.0)),
    ]
    seen = [Seen(0, 0, 2.0), Seen(1, 0, 2.0), Seen(0, 1, 3.0, RECOMMENDED), Seen(1, 3, 4.5), Seen(0, 2, 6.0, ADS)]
    outcome = outcome_of(posts, seen)
    by_channel = measure("ugc_posts_by_channel", WORLD, outcome)
    assert {name: count for name, count in by_channel.items() if count} == {"recommended": 1, "feed": 1, "untouched": 1}
    by_kol = measure("ugc_posts_by_kol", WORLD, outcome)
    assert {name: count for name, count in by_kol.items() if count} == {"4": 1, "customers": 1, "untouched": 1}
    good = measure("ugc_quality_by_kol", WORLD, outcome)
    assert good["4"] > 0.8
    assert good["customers"] == good["untouched"] == 0.5
    assert math.isnan(good["10"])
    by_day = measure("ugc_quality_by_day", WORLD, outcome)
    assert by_day["1"] == pytest.approx((good["4"] + 1.0) / 3)


def test_what_those_think_who_saw_it():
    contacts = [Contact(7, 0.4), Contact(0, 0.2), Contact(1, -0.6, member=1, joined=1, pushed=2, opened=1)]
    contacts += [Contact(2, 0.0, member=1, joined=1, pushed=1), Contact(3, member=1, joined=1)]
    outcome = outcome_of(POSTS, SEEN, contacts=contacts)
    found = measure("mean_attitude_by_channel", WORLD, outcome)
    # the feed: 0, 7, 1 and 2; recommended: 0; ads: 2; boosts: 3 (the others are no contacts)
    assert found["feed"] == pytest.approx((0.2 + 0.4 - 0.6 + 0.0) / 4)
    assert (found["recommended"], found["ad"], found["boost"]) == pytest.approx((0.2, 0.0, 0.0))
    assert math.isnan(found["community"])
    by_kol = measure("mean_attitude_by_kol", WORLD, outcome)
    assert by_kol["10"] == pytest.approx(0.2)
    active = measure("community_active_rate_by_community", WORLD, outcome)
    assert active == pytest.approx({"0": math.nan, "1": 1.0, "2": 0.0}, nan_ok=True)


def test_share_of_voice_of_groups():
    posts = [Post(10, OWNED, 1.0), Post(4, RIVAL, 1.0), Post(5, RUMOUR, 1.0)]
    outcome = outcome_of(posts, [Seen(0, 0, 2.0), Seen(3, 1, 2.0), Seen(3, 1, 3.0, RECOMMENDED), Seen(1, 2, 3.0)])
    voice = measure("share_of_voice_by_community", WORLD, outcome)
    assert voice == pytest.approx({"0": 1 / 3, "1": math.nan, "2": math.nan}, nan_ok=True)
    assert measure("share_of_voice_by_channel", WORLD, outcome)["feed"] == 1 / 2


def test_participation_in_topics_by_hand():
    """Food is of items 0 and 1, sport of item 1; account i is interested in food by i / 12, in sport if it is odd."""
    assert [item.topics for item in CONTENT] == [("food",), ("sport", "food"), ()]
    seen = [*SEEN[:5], Seen(11, 4, 7.0)]
    outcome = outcome_of(POSTS, seen, [*ACTS[:3], Act(11, 4, "like", 7.0), Act(5, 1, "like", 7.0)])
    by_topic = measure("topic_participation_by_topic", WORLD, outcome)
    assert by_topic == {"food": 2 / 4, "sport": 2 / 4}  # 0, 7, 1, 2 saw it; 7 shared, 1 liked; 5 saw nothing
    keen = measure("topic_participation_of_interested_by_topic", WORLD, outcome)
    assert keen == {"food": 1 / 1, "sport": 2 / 2}  # food: 7 alone; sport: 7 and 1
    assert measure("topic_participation", WORLD, outcome) == 2 / 4
    assert measure("topic_participation_of_interested", WORLD, outcome) == 2 / 2
