"""Events keep their contract: those of the engine, those that these tests write down; and broken ones are found."""

import numpy as np
import pytest
from campaign_outcomes import (
    ACCOUNTS,
    COMMUNITY,
    OWNED,
    RUMOUR,
    SHARE,
    Act,
    Case,
    Contact,
    Lost,
    Order,
    Post,
    Seen,
    campaigns,
    outcome_of,
)
from event_contract import broken_rules
from hypothesis import given
from relations_by_hand import RELATIONS
from test_campaign_metrics import BY_HAND

from sim.generators import generate, generator
from sim.models import campaign
from sim.randomness import JUDGING, NETWORK, world_key
from sim.world import plan_of_seeds


def test_the_engine_keeps_it():
    accounts = 3000
    network = generate(
        "kol_communities", generator("kol_communities").Parameters(accounts=accounts), world_key(1, NETWORK)
    )
    world = campaign.prepare(network, campaign.Parameters(share_level=-2.0, days=3.0))
    work = campaign.workspace(world)
    plan = plan_of_seeds(np.argsort(-network.followers)[:5].tolist(), network)
    posts = 0
    for replicate in range(4):
        outcome = campaign.simulate(world, plan, world_key(1, JUDGING, replicate), work)
        assert broken_rules(outcome.events, accounts) == []
        posts += len(outcome.events["post_author"])
    assert posts > 100, "hardly anything was shared, so little was checked"


@given(campaigns())
def test_what_is_drawn_here_keeps_it(lists):
    assert broken_rules(outcome_of(**lists).events, ACCOUNTS) == []


def test_what_is_written_down_here_keeps_it():
    assert broken_rules(BY_HAND.events, ACCOUNTS) == []
    assert broken_rules(RELATIONS.events, ACCOUNTS) == []
    assert broken_rules(outcome_of().events, ACCOUNTS) == []


def lists(**changes):
    """A small campaign: one post, seen and clicked on, one share of it, one order."""
    found = {
        "posts": [Post(3, OWNED, 1.0), Post(1, SHARE, 2.0, parent=0)],
        "seen": [Seen(1, 0, 2.0), Seen(2, 1, 3.0)],
        "acts": [Act(1, 0, "share", 2.0), Act(2, 1, "click", 3.0)],
        "orders": [Order(2, 4.0, 100, post=1)],
        "leads": [2],
        "contacts": [Contact(1), Contact(2)],
    }
    return {**found, **changes}


BROKEN = {
    "just shares have a parent": {"posts": [Post(3, SHARE, 1.0), Post(1, SHARE, 2.0, parent=0)]},
    "shares come out after what they share": {"posts": [Post(3, OWNED, 1.0), Post(1, SHARE, 0.5, parent=0)]},
    "just what is nobody's has no author": {"posts": [Post(-1, OWNED, 1.0), Post(1, SHARE, 2.0, parent=0)]},
    "authors are accounts": {"posts": [Post(99, OWNED, 1.0), Post(1, SHARE, 2.0, parent=0)]},
    "nothing is seen before it comes out": {"seen": [Seen(1, 0, 0.5), Seen(2, 1, 3.0)]},
    "impressions stand in the order of happening": {"seen": [Seen(2, 1, 3.0), Seen(1, 0, 2.0)]},
    "posts of nobody are seen in the channel ad": {"seen": [Seen(1, 0, 2.0, 3), Seen(2, 1, 3.0)]},
    "posts of nobody are seen in the channel community": {"seen": [Seen(1, 0, 2.0, COMMUNITY), Seen(2, 1, 3.0)]},
    "posts of nobody are seen in the channel referral": {"seen": [Seen(1, 0, 2.0, 5), Seen(2, 1, 3.0)]},
    "channels are known": {"seen": [Seen(1, 0, 2.0, 6), Seen(2, 1, 3.0)]},
    "kinds of posts are known": {"posts": [Post(3, 0, 1.0), Post(1, SHARE, 2.0, parent=0)]},
    "leads and orders come through the campaign's posts": {
        "posts": [Post(3, RUMOUR, 1.0), Post(1, SHARE, 2.0, parent=0)]
    },
    "lost orders are worth something": {"lost": [Lost(5, 1.0, 0)]},
    "no more is lost than there is": {"lost": [Lost(5, 1.0, 100)]},
    "no more is opened than was sent": {"contacts": [Contact(1, pushed=1, opened=2)]},
    "members have joined": {"contacts": [Contact(1, member=1)]},
    "nothing is answered before it was said": {"cases": [Case(1, 2.0, 0, 1.0)]},
    "cases stand in the order of happening": {"cases": [Case(1, 2.0), Case(2, 1.0)]},
    "an action happens once an account and item": {"acts": [Act(1, 0, "share", 2.0), Act(1, 0, "share", 2.0)]},
    "who acts has seen it": {"acts": [Act(2, 0, "click", 3.0), Act(2, 1, "like", 3.0)]},
    "an order's post was clicked on by its account": {"orders": [Order(1, 4.0, 100, post=1)]},
    "visitors have clicked": {"leads": [1]},
    "leads have visited": {"leads": [2], "visits": []},
    "orders are worth something": {"orders": [Order(2, 4.0, 0)]},
    "lost orders and others that are not incremental are the baseline's": {
        "orders": [Order(2, 4.0, 100, incremental=0)]
    },
    "an account has one row of contact": {"contacts": [Contact(1), Contact(1)]},
    "attitude is from -1 to 1": {"contacts": [Contact(1, 1.5)]},
    "unspent_cents is not negative": {"unspent": -1},
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_found(rule):
    assert broken_rules(outcome_of(**lists()).events, ACCOUNTS) == []
    assert rule in broken_rules(outcome_of(**lists(**BROKEN[rule])).events, ACCOUNTS)


@pytest.mark.parametrize(
    ("array", "rule"),
    {
        "post_impressions": "post_impressions are the impressions of this post alone",
        "post_actions": "post_actions are the actions on this post alone",
        "post_origin": "what is no share is its own origin",
    }.items(),
)
def test_numbers_of_another_meaning_are_found(array, rule):
    events = outcome_of(**lists()).events
    events[array] = events[array] + np.ones_like(events[array])
    assert rule in broken_rules(events, ACCOUNTS)
