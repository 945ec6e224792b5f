"""Worlds of the campaign model in which much happens."""

import functools

import numpy as np
from campaign_cases import Case, communities, events_of, invented, outcome_of, prepared

from sim.models import campaign
from sim.world import OWNED, PAID, Item, Plan, PlannedPost, Push

BUSY = {
    "shares at once": {"share_level": 2.0, "delayed_shares": 0.0, "rhythm": "flat"},
    "shares later": {"share_level": 3.0, "delayed_shares": 1.0, "delay_hours": 3.0, "sessions_a_day": 9.0},
    "little attention": {"share_level": 1.0, "looks": 1.5, "offers": 8, "keep_hours": 20.0, "inflow": 30.0},
    "nothing else to read": {"share_level": 0.0, "inflow": 0.0, "sessions_a_day": 2.0, "looks": 2.0, "offers": 4},
    "ranked": {
        **{"share_level": 1.0, "inflow": 60.0, "offers": 3},
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
                {"at": 0.9, "ranking": "gravity"},
                {"at": 1.3, "ranking": "chronological"},
            ],
        },
    },
}
"""Parameters of worlds in which much happens."""
COMMON = {"days": 2.5, "proof_effect": 0.8, "trust_effect": 1.0, "appeal_item": 0.2, "attitude_rate": 0.3}
CLASSIC = list(BUSY)[:4]
"""Those that only have seeds."""
SELLING = {"orders_a_day": 0.2, "goodwill_effect": 3.0, "lead_rate": 0.6, "order_rate": 0.2, "commission": 0.1}
SELLING |= {"returns": 0.3, "goodwill_days": 1.0, "discount_effect": 9.0}
AUDIENCE = {
    "young": {"share": 0.4, "price_sensitivity": 0.9, "demand": 2.0},
    "old": {"share": 0.3, "price_sensitivity": 0.1, "demand": 0.5},
}


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
    return Plan(np.array([0, 30], np.int32), tuple(posts), tuple(pushes))


def busy_case(name, replicate):
    """Hundreds of posts that meet the same people."""
    accounts = 150 if name in CLASSIC else 60
    network, setting = communities(accounts, 1), {**COMMON, **BUSY[name]}
    items = several_items(network.about["topics"])
    if name in CLASSIC:
        return Case(network, [0, 3, 7, 11], campaign.Parameters(**setting), items[0], 5, replicate)
    young = {**AUDIENCE["young"], "interests": {network.about["topics"][0]: 0.9}}
    more = (
        {"product": SELLING, "audience": {**AUDIENCE, "young": young}, "represents": 1000.0}
        if name != "hot"
        else {"represents": 1000.0}
    )
    return Case(network, busy_plan(accounts), campaign.Parameters(**setting, **more), items, 5, replicate)


@functools.cache
def busy_world(name):
    """The engine's world of a busy case, whatever its replicate."""
    case = busy_case(name, 0)
    return prepared(case) if name in CLASSIC else invented(case, 7)


@functools.cache
def busy_events(name, replicate):
    """What the engine says of a busy case."""
    return events_of(outcome_of(busy_case(name, replicate), world=busy_world(name)))
