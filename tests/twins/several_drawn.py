"""Campaigns on one to three platforms, drawn by hypothesis, and a world on three platforms in which much happens."""

import functools
from dataclasses import replace

import numpy as np
from campaign_busy import AUDIENCE, COMMON, OCCASIONS, RELATIONS, SELLING, brand_plan, several_items
from campaign_cases import Case, communities, events_of, invented, outcome_of
from campaign_drawn import any_networks, campaigns, platforms
from hypothesis import strategies as st

from sim.models import campaign
from sim.network import Network
from sim.world import Item, Plan, PlannedPost, Push

PRESETS = (None, None, "tiktok", "instagram", "youtube_watch_time", "x_2026")
LIKED = ("base", "formats", "topic_effect", "tone_effect", "rhythm")


def among_members(edges, member, like, activity=None):
    """A network over the accounts of another, of edges (source, target) between members alone."""
    kept = [(u, v) for u, v in edges if member[u] and member[v]]
    sources, targets = (np.array([edge[end] for edge in kept], np.int32) for end in (0, 1))
    attributes = {"member": np.array(member, np.uint8)}
    if activity is not None:
        attributes["activity"] = np.array(activity, np.float32)
    return Network.from_edges(sources, targets, len(like), attributes=attributes, about=like.about)


@st.composite
def further_networks(draw, first):
    """Another network over the same accounts: any edges, or those of the first one turned around."""
    n = len(first)
    account = st.integers(0, n - 1)
    edges = draw(st.lists(st.tuples(account, account), max_size=40))
    if draw(st.booleans()):
        edges += [(v, u) for u in range(n) for v in first.audience_of(u).tolist()]
    else:  # rings, so that something can go on
        edges += [(v, (v + step) % n) for step in (1, 3, n - 1) for v in range(n)]
    everybody = st.just([1] * n)
    member = draw(everybody | st.lists(st.sampled_from([0, 1, 1, 1]), min_size=n, max_size=n).filter(any))
    rate = st.sampled_from([0.0, 1.0]) | st.floats(0, 100, width=32)
    return among_members(edges, member, first, draw(st.none() | st.lists(rate, min_size=n, max_size=n)))


@st.composite
def further_settings(draw):
    """What a further platform is given."""
    name, found = draw(st.sampled_from(PRESETS)), draw(platforms())
    if name is not None:  # its ranking and its weights
        found = {key: found[key] for key in ("ad_load", "changes", "noise", *LIKED) if key in found} | {"preset": name}
    return found


@st.composite
def on_several(draw, cases):
    """A drawn campaign that is on further platforms, too, with some of its posts and pushes there."""
    case = draw(cases)
    count = draw(st.sampled_from([0, 1, 1, 2]))
    further = tuple(draw(further_networks(case.network)) for _ in range(count))
    also_on = {f"platform {place}": draw(further_settings()) for place in range(1, count + 1)}
    setting = case.setting.model_dump()
    name = draw(st.sampled_from(PRESETS))
    if name is not None:
        kept = ("ad_load", "changes", *LIKED)
        setting["platform"] = {"preset": name, **{key: setting["platform"][key] for key in kept}}
    rivals = [{**rival, "on": draw(st.sampled_from([None, *also_on]))} for rival in setting["occasions"]["competitors"]]
    happens = {**setting["occasions"], "competitors": tuple(rivals)}
    setting = campaign.Parameters(**{**setting, "also_on": also_on, "occasions": happens})
    platform = st.integers(0, count)
    plan = case.plan
    posts = tuple(replace(post, platform=draw(platform)) for post in plan.posts)
    pushes = tuple(replace(push, platform=draw(platform)) for push in plan.pushes)
    plan = replace(plan, posts=posts, pushes=pushes)
    return case._replace(plan=plan, setting=setting, further=further)


small_networks = any_networks(most_accounts=12, most_edges=30)
drawn = on_several(campaigns(small_networks, most_days=2.0, most_sessions=12.0))


# -- three platforms in which much happens

FIRST = {
    "preset": "instagram",
    "ad_load": 0.3,
    "tick_minutes": 20.0,
    "out_of_network": {"share": 0.4, "cap": 1.0, "beta": 2.0},
}
ALSO_ON = {
    "pictures": {
        **{"preset": "tiktok", "ad_load": 0.2, "tick_minutes": 60.0, "out_of_network": {"share": 0.3, "cap": 1.0}},
        "changes": [
            {"at": 0.7, "recency_hours": 2.0, "ad_load": 0.4},
            {"at": 1.2, "ranking": "hot", "out_of_network": {"share": 0.6, "beta": 2.0}, "seen_filter": False},
        ],
    },
    "threads": {
        "ad_load": 0.2,
        "changes": [{"at": 0.7, "ranking": "gravity"}, {"at": 1.9, "ranking": "chronological"}],
    },
}
RIVALS = (
    {"at": 0.2, "until": 1.5, "accounts": 4, "after": 2, "ads_a_day": 500.0},
    {"at": 0.3, "accounts": 3, "on": "pictures", "ad_budget": 60.0, "cpm": 50.0, "frequency_cap": 4},
)
BUSY_SETTING = {
    **{**COMMON, "share_level": 0.0, "inflow": 10.0, "opt_out": 0.5, "untargeted_effect": 0.2, "attitude_effect": 2.0},
    **{
        "platform": FIRST,
        "also_on": ALSO_ON,
        "relations": RELATIONS,
        "occasions": {**OCCASIONS, "competitors": RIVALS},
    },
    "product": {**SELLING, "goodwill_effect": 1.0, "delivery_days": 0.2, "orders_a_day": 0.3, "known": 0.5}
    | {"lead_rate": 0.8, "order_rate": 0.5},
    "audience": AUDIENCE,
    "represents": 1000.0,
}


def turned(network, step, absent):
    """The network as it would be if each account stood where another one stands, without the absent ones."""
    n = len(network)
    edges = [((u + step) % n, (v + step) % n) for u in range(n) for v in network.audience_of(u).tolist()]
    member = [account % absent != 1 for account in range(n)]
    return among_members(edges, member, network, np.roll(network.attributes["activity"], step))


def several_case(replicate, accounts=60):
    """Posts, pushes and levers of every kind on three platforms."""
    network = communities(accounts, 1)
    usual, film, live = several_items(network.about["topics"])
    items = (usual, film, replace(live, lasts_hours=24.0, quality=1.0, promise=1.0))
    plan = brand_plan(accounts)
    posts = tuple(replace(post, platform=place % 3) for place, post in enumerate(plan.posts))
    pushes = tuple(replace(push, platform=place % 3) for place, push in enumerate(plan.pushes))
    more = [PlannedPost(3, 0, 1, 0.0, platform=platform) for platform in (1, 2)]
    boosts = [Push("boost", -1, 0.0, 100_000.0, 900, 1200, platform=platform) for platform in range(3)]
    plan = replace(plan, posts=(*posts, *more), pushes=(*pushes, *boosts))
    setting = campaign.Parameters(**BUSY_SETTING)
    further = turned(network, 7, 5), turned(network, 23, 4)
    return Case(network, plan, setting, items, 5, replicate, further)


@functools.cache
def several_world():
    """The engine's world of that case, whatever its replicate."""
    return invented(several_case(0), 7)


@functools.cache
def several_events(replicate):
    """What the engine says of it."""
    return events_of(outcome_of(several_case(replicate), world=several_world()))


def by_time_case(replicate):
    """Two feeds by time, on which nothing is recommended: agents need no world of the engine for them."""
    network = communities(60, 2)
    plan = Plan(np.array([3], np.int32), (PlannedPost(11, 0, 1, 3600.0, platform=1),))
    also_on = {"threads": {"tick_minutes": 5.0}}
    setting = campaign.Parameters(**COMMON, share_level=4.0, inflow=10.0, also_on=also_on)
    return Case(network, plan, setting, Item(), 5, replicate, (turned(network, 11, 3),))
