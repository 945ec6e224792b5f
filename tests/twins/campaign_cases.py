"""What the tests of the campaign's twin share: networks and parameters drawn by hypothesis, and events as lists."""

import functools

import numpy as np
from hypothesis import strategies as st
from twin_cases import TOPICS, numbers_of_worlds

import sim
from sim import agents
from sim.models import campaign
from sim.models.campaign.parameters import ACTIONS
from sim.network import Network
from sim.randomness import JUDGING, world_key
from sim.world import Item, plan_of_seeds

HOUR = 3600.0
"""The engine tells hours, the agents seconds."""


@functools.cache
def communities(accounts, seed):
    """A network of the kind that campaigns run on."""
    return sim.generate("kol_communities", accounts=accounts, seed=seed)


@st.composite
def any_networks(draw, most_accounts=16, most_edges=50):
    """A few accounts and any edges between them; some with interests and posting rates."""
    n = draw(st.sampled_from([*range(1, most_accounts + 1), *[most_accounts] * most_accounts]))
    account = st.integers(0, n - 1)
    edges = draw(st.lists(st.tuples(account, account), max_size=most_edges))
    if draw(st.sampled_from([True, True, False])):  # rings, so that something can go on
        edges += [(v, (v + step) % n) for step in (1, 2, n - 1) for v in range(n)]
    attributes = {}
    if draw(st.booleans()):
        rate = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 100, width=32))
        attributes["activity"] = np.array(draw(st.lists(rate, min_size=n, max_size=n)), np.float32)
    if draw(st.booleans()):
        row = st.lists(st.floats(0, 1, width=32), min_size=len(TOPICS), max_size=len(TOPICS))
        attributes["interests"] = np.array(draw(st.lists(row, min_size=n, max_size=n)), np.float32)
    sources, targets = (np.array([edge[end] for edge in edges], np.int32) for end in (0, 1))
    return Network.from_edges(sources, targets, n, attributes=attributes or None, about={"topics": list(TOPICS)})


kol_networks = st.builds(communities, st.sampled_from([60, 150, 300]), st.integers(0, 2))


def often(usual, extremes, low, high):
    """The usual value in three of five cases, else one that matters or anything between."""
    anything = st.floats(low, high) if isinstance(usual, float) else st.integers(low, high)
    return st.sampled_from([0, 1, 2, 3, 4]).flatmap(
        lambda way: st.just(usual) if way < 3 else st.sampled_from(extremes) if way == 3 else anything
    )


def parameters(most_days=10.0, sessions=12.0, most_sessions=30.0):
    """All parameters over their ranges, as far as a twin in plain Python can follow in time; usually livelier ones
    than the model's own, so that there is something to compare."""
    return st.builds(
        campaign.Parameters,
        days=often(min(3.0, most_days), [0.5, 1.0, most_days], 0.5, most_days),
        sessions_a_day=often(sessions, [0.2, 3.0, most_sessions], 0.1, most_sessions),
        sessions_spread=often(0.9, [0.0, 2.0 if most_sessions < 100 else 1.0], 0, 1),
        looks=often(5.0, [1.0, 2.0, 1e6, 1e9], 1, 30),
        inflow=often(30.0, [0.0, 5.0, 150.0, 1500.0], 0, 300),
        rhythm=st.sampled_from(["flat", "daily"]),
        offers=often(2, [1, 3, 10**6], 1, 20),
        keep_hours=often(48.0, [0.01, 1.0, 1e6], 0.1, 100),
        quality_effect=often(1.9, [0.0, 10.0], 0, 10),
        match_effect=often(0.5, [0.0, 10.0], 0, 3),
        appeal_item=often(0.85, [0.0, 5.0], 0, 3),
        appeal_post=often(0.85, [0.0, 5.0], 0, 3),
        personal=often(0.5, [0.0, 5.0], 0, 3),
        proof_effect=often(0.3, [0.0, 5.0], 0, 5),
        trust_effect=often(1.0, [0.0, 5.0], 0, 5),
        trust_followed=often(0.88, [1.0, 5e-324], 1e-6, 1),
        trust_slope=often(-0.1, [0.0, -1.0], -1, 0),
        share_level=often(3.0, [-7.0, 50.0, -50.0], -2, 6),
        delayed_shares=often(0.3, [0.0, 1.0], 0, 1),
        delay_hours=often(1.0, [0.001, 1000.0], 0.001, 50),
        delay_spread=often(1.5, [0.0, 5.0], 0, 5),
    )


@st.composite
def cases(draw, networks, **limits):
    """All that a call takes: network, seeds, parameters, item, seed, replicate."""
    network = draw(networks)
    account = st.sampled_from(range(len(network)))
    topics = st.just(())
    if "interests" in network.attributes:
        topics = st.lists(st.sampled_from(network.about["topics"]), unique=True, max_size=3).map(tuple)
    return (
        network,
        draw(st.lists(account, unique=True, min_size=draw(st.sampled_from([0, 1, 1, 1])), max_size=6)),
        draw(parameters(**limits)),
        Item("post", draw(often(0.5, [0.0, 1.0], 0, 1)), draw(topics)),
        draw(numbers_of_worlds),
        draw(numbers_of_worlds),
    )


def outcome_of(case, work=None, world=None):
    """The engine's outcome."""
    network, seeds, setting, item, seed, replicate = case
    world = world or campaign.prepare(network, setting, item, seed)
    key = world_key(seed, JUDGING, replicate)
    return campaign.simulate(world, plan_of_seeds(seeds, network), key, work or campaign.workspace(world))


def events_of(outcome):
    """What the engine says: (accounts reached, posts)."""
    reached = zip(outcome.reached.tolist(), outcome.reached_at.tolist(), outcome.reached_by.tolist(), strict=True)
    names = ("post_author", "post_parent", "post_published", "post_impressions", "post_actions")
    posts = zip(*(outcome.events[name].tolist() for name in names), strict=True)
    return list(reached), list(posts)


def engine_events(case):
    """What the engine says of a case."""
    return events_of(outcome_of(case))


def twin_events(case, module=agents):
    """What the agents say, in the same form."""
    network, seeds, setting, item, seed, replicate = case
    model = module.Campaign(network, seeds, item=item, seed=seed, replicate=replicate, **setting.model_dump())
    while model.running:
        model.step()
    number = {post: place for place, post in enumerate(model.posts)} | {None: -1}
    reached = [(a.id, a.reached_at / HOUR, -1 if a.reached_by is None else a.reached_by.id) for a in model.reached]
    posts = [
        (
            post.author.id,
            number[post.parent],
            post.published / HOUR,
            post.impressions,
            [post.actions[a] for a in ACTIONS],
        )
        for post in model.posts
    ]
    return reached, posts


BUSY = {
    "shares at once": {"share_level": 2.0, "delayed_shares": 0.0, "rhythm": "flat"},
    "shares later": {"share_level": 3.0, "delayed_shares": 1.0, "delay_hours": 3.0, "sessions_a_day": 9.0},
    "little attention": {"share_level": 1.0, "looks": 1.5, "offers": 8, "keep_hours": 20.0, "inflow": 30.0},
    "nothing else to read": {"share_level": 0.0, "inflow": 0.0, "sessions_a_day": 2.0, "looks": 2.0, "offers": 4},
}
COMMON = {"days": 3.0, "proof_effect": 0.8, "trust_effect": 1.0, "appeal_item": 0.2}


def busy_case(name, replicate):
    """Hundreds of posts that meet the same people."""
    network = communities(150, 1)
    item = Item("post", 0.6, tuple(network.about["topics"][:2]))
    return network, [0, 3, 7, 11], campaign.Parameters(**{**COMMON, **BUSY[name]}), item, 5, replicate
