"""Worlds of the campaign model in which much happens."""

import functools
from dataclasses import replace

import numpy as np
from campaign_cases import Case, communities, events_of, invented, outcome_of, prepared
from own_responses import ODD

from sim.levers import Care, Chosen, Incentive, Insight, Offer, Referral, Response, Rule
from sim.models import campaign
from sim.world import OWNED, PAID, TO_MEMBERS, Item, Plan, PlannedPost, Push

BUSY = {
    "shares at once": {"share_level": 2.0, "delayed_shares": 0.0, "rhythm": "flat"},
    "shares later": {"share_level": 3.0, "delayed_shares": 1.0, "delay_hours": 3.0, "sessions_a_day": 9.0},
    "little attention": {
        **{"share_level": 1.0, "read_on": 1.0, "looks": 1.5, "offers": 8, "keep_hours": 20.0, "inflow": 30.0},
    },
    "nothing else to read": {
        **{"share_level": 0.0, "read_on": 2.0, "inflow": 0.0, "sessions_a_day": 2.0, "looks": 2.0, "offers": 4},
    },
    "ranked": {
        **{"share_level": 1.0, "inflow": 60.0, "offers": 3, "quality_effect": 6.0},
        "platform": {"preset": "x_2026", "tick_minutes": 60.0, "match_weight": 1.0, "noise": 0.5},
    },
    "hot": {
        **{"share_level": 1.0, "inflow": 40.0, "offers": 4, "quality_effect": 10.0},
        "platform": {"ranking": "hot", "ad_load": 0.2, "tick_minutes": 30.0},
    },
    "recommended": {
        **{"share_level": 0.0, "inflow": 2.0, "platform": {"preset": "youtube_watch_time", "tick_minutes": 40.0}},
        "trust_stranger": 0.6,
    },
    "a shop": {
        "share_level": 0.0,
        "inflow": 20.0,
        "platform": {"ad_load": 0.4, "tick_minutes": 30.0},
        "trust_banner": 0.9,
    },
    "another feed from the first day on": {
        **{"share_level": 1.0, "inflow": 20.0, "offers": 5, "days": 2.0},
        "platform": {
            **{"preset": "x_2023", "diversity_floor": 0.0, "out_of_network": {"share": 0.2, "cap": 1.0, "beta": 2.0}},
            **{"ad_load": 0.1, "tick_minutes": 60.0},
            "changes": [
                {"at": 0.4, "weights": {"like": 1.0, "click": 30.0, "hide": -50.0}, "recency_hours": 20.0},
                {"at": 0.9, "ranking": "gravity", "out_of_network": {"share": 0.5}, "ad_load": 0.3, "noise": 0.0},
                {"at": 1.3, "ranking": "chronological", "seen_filter": False, "out_of_network": {"share": 0.0}},
            ],
        },
    },
    "each action for reasons of its own": {
        **{"share_level": 1.0, "inflow": 15.0, "offers": 4, "attitude_effect": 2.0, "ads_cost": 0.5},
        "effects": {
            "share": {"arousal": 2.4, "tone_strength": 3.0, "match": 0.8, "proof": 2.0, "personal": 0.0},
            "like": {"utility": -1.0, "attitude": 3.0, "trust": 3.0, "production": 2.0},
            "click": {"commercial": -3.0, "appeal": 0.2, "novelty": 3.0, "tone": -2.0},
            "hide": {"appeal": -2.0, "commercial": -5.0, "match": 2.0, "trust": 4.0},
        },
        "platform": {
            **{"preset": "youtube_watch_time", "tick_minutes": 60.0, "tone_effect": 0.5, "noise": 0.3},
            **{
                "out_of_network": {"share": 0.4, "cap": 1.0},
                "base": {"hide": -3.0, "complete": 0.5},
                "topic_effect": {"food": -1.5},
            },
            **{"formats": {"video": {"complete": 1.0}}, "rhythm": tuple(1.0 + hour % 7 for hour in range(24))},
        },
    },
    "a brand": {
        **{"share_level": 0.0, "inflow": 10.0, "opt_out": 0.5, "untargeted_effect": 0.2, "attitude_effect": 2.0},
        "platform": {"ad_load": 0.3, "tick_minutes": 20.0, "out_of_network": {"share": 0.6, "cap": 1.0, "beta": 2.0}},
    },
    "a crisis": {
        **{"share_level": 4.0, "inflow": 5.0, "platform": {"ad_load": 0.1}, "attitude_effect": 2.0},
        "relations": {"sharers_needed": 2, "answered_belief": 0.3, "early_hours": 8.0, "familiarity": 3.0},
    },
    "in pools": {
        **{"share_level": 0.0, "like_level": -3.0, "inflow": 2.0},
        "platform": {
            **{"preset": "youtube_watch_time", "tick_minutes": 30.0, "out_of_network": {"share": 0.08, "cap": 0.5}},
            "pools": [
                {"people": 4.0, "likes": 0.2, "completes": 0.3},
                {"people": 10.0, "likes": 0.05, "completes": 0.9},
                {"people": 60.0},
            ],
        },
    },
    "a response of one's own": {
        **{"share_level": 2.0, "inflow": 10.0, "ads_cost": 0.6, "alike_wear": 0.8, "commercial_effect": 3.0},
        "quality_effect": 8.0,
        "platform": {"preset": "x_2026", "tick_minutes": 30.0, "ad_load": 0.3},
        "response": ODD,
    },
}
"""Parameters of worlds in which much happens."""
COMMON = {
    "delayed_shares": 0.3,
    "delay_hours": 19.88,
    "days": 2.5,
    "proof_effect": 0.8,
    "trust_effect": 1.0,
    "appeal_item": 0.2,
    "attitude_rate": 0.3,
}
CLASSIC = list(BUSY)[:4]
"""Those that only have seeds."""
SELLING = {"orders_a_day": 0.2, "goodwill_effect": 3.0, "lead_rate": 0.9, "order_rate": 0.2, "commission": 0.1}
SELLING |= {"returns": 0.3, "goodwill_days": 1.0, "discount_effect": 9.0}
FOR_SOME = {"usual_price": 130.0, "price_effect": 3.0, "interest_effect": 0.8}
AUDIENCE = {
    "young": {"share": 0.4, "price_sensitivity": 0.9, "demand": 2.0},
    "old": {"share": 0.3, "price_sensitivity": 0.1, "demand": 0.5},
}


PROMISED = {3: 0.2, 7: 0.35, 20: 0.0}
"""What some authors get of the orders through their posts."""

RELATIONS = {
    **{
        "praise_rate": 1.0,
        "complaint_rate": 1.0,
        "publish_rate": 0.3,
        "explanation_calms": 4.0,
        "patience_hours": 5.0,
        "answer_hours": 2.0,
    },
    **{"open_rate": 0.9, "member_days": 1.0, "leave_rate": 0.1, "talkers": 0.6, "talk_rate": 0.9, "repurchase": 8.0},
    **{"refer_rate": 0.7, "refer_friends": 2.0, "referred_rate": 0.4, "referred_friends": 5.0, "voices_wanted": 5.0},
    **{"live_returns": 0.8, "live_effect": 2.0, "urgency": 2.0, "attitude_demand": 1.5, "comment_effect": 0.6},
    **{"care_invites": 2.0, "prize_effect": 0.5, "incentive_effect": 1.0, "familiarity": 1.0},
}
OCCASIONS = {
    "rumours": ({"at": 0.4, "accounts": 4, "real": False}, {"at": 0.9, "accounts": 9, "stance": -0.4}),
    "failures": ({"at": 1.2, "until": 1.7, "quality": 0.0},),
    "competitors": ({"at": 0.2, "until": 1.5, "accounts": 4, "after": 2, "ads_a_day": 2000.0},),
}
WITH_RELATIONS = ("a brand", "a crisis")


def several_items(topics):
    """Items that differ in all that counts."""
    usual = Item("post", 0.6, tuple(topics[:2]), discount=0.6, novelty=0.9)
    film = Item("film", 0.1, tuple(topics[2:3]), "video", 0.7, 0.3, 0.4, -0.8, 0.9, 0.2, 0.1, 0.7, True, 0.4)
    return usual, film, Item("live", 0.9, (), "live", tone=-0.5, stance=0.5, commerciality=1.0, authenticity=0.0)


def busy_plan(accounts):
    """Posts of several authors, items and kinds, and what can be bought."""
    posts = [PlannedPost(3, 0, OWNED, 0.0), PlannedPost(7, 1, PAID, 0.0), PlannedPost(3, 0, OWNED, 40_000.0)]
    posts += [PlannedPost(11, 2, PAID, 7200.5), PlannedPost(3, 1, OWNED, 90_000.0), PlannedPost(5, 0, PAID, 3600.0)]
    posts += [PlannedPost(5, 1, PAID, 1e9), PlannedPost(20, 2, OWNED, 90_000.0), PlannedPost(20, 0, OWNED, 3700.0)]
    some = np.array([account % 3 != 1 for account in range(accounts)], np.uint8)
    pushes = [Push("boost", 0, 3000.0, 60_000.0, 900, 1200), Push("boost", 1, 0.0, 150_000.0, 1500, 2400)]
    pushes += [Push("ads", 2, 0.0, 100_000.0, 2000, 2500, some, frequency_cap=2)]
    pushes += [Push("ads", 2, 0.0, 100_000.0, 700, 2500, None, True), Push("ads", 1, 50_000.0, 50_000.0, 200, 900)]
    pushes += [Push("ads", 1, 0.0, 150_000.0, 400, 9000, some, True), Push("boost", 0, 0.0, 90_000.0, 60, 2000, some)]
    return Plan(np.array([0, 30], np.int32), tuple(posts), tuple(pushes))


def has_many_impressions(world, outcome):
    """A rule: what waits goes on once there are many impressions, and some posts are boosted."""
    if len(outcome.events["seen_at"]) < 20:
        return Chosen()
    return Chosen((11,), (7,), (2,), ((7, (0, 2)),))


def brand_plan(accounts):
    """The same, and levers of every kind, pushes to members, and rules."""
    plan, day = busy_plan(accounts), 86400.0
    to_members = [PlannedPost(-1, item, TO_MEMBERS, hour * 3600.0) for item, hour in ((0, 12.0), (2, 30.0), (0, 45.0))]
    levers = [
        Incentive("community", "join", -1, 0.0, 2.5 * day, 1e5, 30, 9000),
        Incentive("lottery", "comment", 0, 0.3 * day, 2.0 * day, 1e4, action=4),
        Incentive("challenge", "share", 2, 0.0, 2.0 * day, 500.0),
        Care(0.0, 1.5 * day, 0.8, 10_800.0, 0.8),
        Care(1.0 * day, 2.5 * day, 0.7, 0.0, 0.5, True),
        Insight(0.8 * day, 0.2 * day, 0.9),
        Response("empathy", 3, 3600.0),
        Response("explanation", 2, 0.0),
        Response("compensation", 1, 3600.0),
        Referral(0, 0.0, 2.5 * day, 40, 900),
        Referral(2, 0.5 * day, 2.5 * day, 20, 10**6),
        Offer(-1, 0.5 * day, 2.5 * day, 0.3),
        Offer(2, 0.1 * day, 1.1 * day, 0.7),
    ]
    plan = replace(plan, posts=tuple(replace(post, commission=PROMISED.get(post.author)) for post in plan.posts))
    posts = (*plan.posts, *to_members[1:], PlannedPost(9, 2, OWNED, 1.1 * day, 500), to_members[0])
    pushes = (*plan.pushes, Push("boost", 0, 0.5 * day, 2.5 * day, 900, 1000))
    rules = (
        Rule(0.6 * day, has_many_impressions, (11,), (7,), (2,)),
        Rule(1.0 * day, lambda world, outcome: Chosen(), (), (), (12,)),
    )
    return Plan(plan.seeds, posts, pushes, 0, tuple(levers), rules)


def busy_case(name, replicate):
    """Hundreds of posts that meet the same people."""
    accounts = 150 if name in CLASSIC else 60
    network, setting = communities(accounts, 1), {**COMMON, **BUSY[name]}
    items = several_items(network.about["topics"])
    if name in CLASSIC:
        return Case(network, [0, 3, 7, 11], campaign.Parameters(**setting), items[0], 6, replicate)
    young = {**AUDIENCE["young"], "interests": {network.about["topics"][0]: 0.9}}
    more = (
        {
            "product": {**SELLING, **FOR_SOME, "topics": network.about["topics"][:1]},
            "audience": {**AUDIENCE, "young": young},
            "represents": 1000.0,
        }
        if name != "hot"
        else {"represents": 1000.0}
    )
    plan = busy_plan(accounts)
    if "response" in setting or "effects" in setting:  # authors with several ads, and items that look alike
        several = [PlannedPost(5, 1, PAID, 20_000.0), PlannedPost(7, 0, PAID, 50_000.0), PlannedPost(5, 1, PAID, 9e4)]
        plan = replace(plan, posts=(*plan.posts, *several))
        items = (items[0], replace(items[1], format="text", authenticity=0.8), items[2])
    if "effects" in setting:
        items = items[0], replace(items[1], format="video", duration=150.0), replace(items[2], duration=1800.0)
    if name in WITH_RELATIONS:
        plan, items = (
            brand_plan(accounts),
            (items[0], replace(items[1], promise=0.1), replace(items[2], lasts_hours=24.0, quality=1.0, promise=1.0)),
        )
        more["product"] = {**SELLING, "goodwill_effect": 1.0, "delivery_days": 0.2, "orders_a_day": 0.3, "known": 0.5}
        more["product"] |= {"visit_rate": 0.8, "order_delay_hours": 5.0, "order_delay_spread": 1.5}
        more["product"] |= {"lead_rate": 0.8, "order_rate": 0.5, "expectation_effect": 3.0}
        setting["relations"] = {**RELATIONS, **setting.get("relations", {})}
        setting["occasions"] = OCCASIONS
    return Case(network, plan, campaign.Parameters(**setting, **more), items, 6, replicate)


@functools.cache
def busy_world(name):
    """The engine's world of a busy case, whatever its replicate."""
    case = busy_case(name, 0)
    return prepared(case) if name in CLASSIC else invented(case, 8 if "response" in BUSY[name] else 7)


@functools.cache
def busy_events(name, replicate):
    """What the engine says of a busy case."""
    return events_of(outcome_of(busy_case(name, replicate), world=busy_world(name)))
