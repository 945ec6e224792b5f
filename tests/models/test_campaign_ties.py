"""Things of one second: what a plan's lists say first is of no account, whatever kind of thing it is."""

import itertools

import numpy as np
import pytest
from campaign_scenes import CELL, ITEMS, as_bytes, events_of, kols, network_of, new_world

from sim.levers import Care, Chosen, Incentive, Insight, Offer, Referral, Response, Rule
from sim.models.campaign import rules as engine_rules
from sim.world import OWNED, PAID, TO_MEMBERS, Plan, PlannedPost, Push

DAY = 86400.0
END = 2.0 * DAY
TIES = {
    "gifts": [Incentive("community", "join", -1, 0.0, END, 5.0, 500, cents) for cents in (900, 2500, 40_000)],
    "lotteries": [Incentive("lottery", "comment", item, 0.0, END, worth) for item, worth in ((0, 90.0), (-1, 900.0))],
    "challenges": [Incentive("challenge", "share", item, 0.0, END, 200.0) for item in (0, 1, -1)],
    "care": [Care(0.0, END, rate, delay, 0.9, True) for rate, delay in ((1.0, 0.0), (9.0, 3600.0), (1.0, 7200.0))],
    "insight": [Insight(0.5 * DAY, delay, 0.5) for delay in (0.0, 3600.0)],
    "responses": [Response(kind, 1, 0.0) for kind in ("empathy", "explanation", "compensation")],
    "referrals": [Referral(item, 0.0, END, each, 3000) for item, each in ((0, 40), (0, 90), (1, 40))],
    "offers": [Offer(item, 0.0, END, share) for item, share in ((0, 0.3), (-1, 0.3), (1, 0.5))],
    "boosts": [Push("boost", item, 0.0, END, cents, 2000) for item, cents in ((0, 900), (1, 900), (0, 1800))],
    "ads": [Push("ads", 0, 0.0, END, 900, cpm, frequency_cap=cap) for cpm, cap in ((900, 1), (1800, 1), (900, 2))],
    "posts": [PlannedPost(11, item, kind, 3600.0) for item, kind in ((0, OWNED), (1, OWNED), (0, PAID))],
    "posts at their price": [PlannedPost(11, 0, PAID, 3600.0, cents) for cents in (50, 10, 90)],
    "pushes to members": [PlannedPost(-1, item, TO_MEMBERS, 0.9 * DAY) for item in (0, 1)],
}


@pytest.fixture(scope="module")
def world():
    relations = {
        "praise_rate": 0.9,
        "complaint_rate": 0.9,
        "refer_rate": 0.8,
        "patience_hours": 4.0,
        "publish_rate": 0.9,
    }
    product = CELL["product"].model_copy(update={"delivery_days": 0.1, "orders_a_day": 0.3})
    occasions = {"rumours": [{"at": 0.2, "accounts": 30}], "competitors": [{"at": 0.1, "accounts": 3, "ads_a_day": 90}]}
    given = {"relations": relations, "occasions": occasions, "product": product, "quality_effect": 8.0}
    return new_world({"ad_load": 0.2}, 300, (ITEMS[0], ITEMS[1]), days=2.0, share_level=-3.0, **given)


def plan_with(things, waiting=()):
    """A plan of usual things and these, in this order; of them those that wait for a rule at noon (by what they are:
    ``waiting`` is a list of things that are told apart by identity)."""
    posts = [PlannedPost(int(author), i % 2, PAID, 600.0 * i) for i, author in enumerate(kols(network_of(300), 6))]
    pushes, levers = [Push("ads", 1, 0.0, END, 4000, 900)], [Incentive("community", "join", -1, 0.0, END, 900.0)]
    lists = {"posts": posts, "pushes": pushes, "levers": levers}
    wait = {name: [] for name in lists}
    for thing in things:
        name = {PlannedPost: "posts", Push: "pushes"}.get(type(thing), "levers")
        if any(thing is one for one in waiting):
            wait[name].append(len(lists[name]))
        lists[name].append(thing)
    places = {name: tuple(found) for name, found in wait.items()}
    rules = (Rule(0.5 * DAY, lambda world, outcome: Chosen(**places), **places),) if waiting else ()
    return Plan(np.zeros(0, np.int32), tuple(posts), tuple(pushes), 0, tuple(levers), rules)


@pytest.mark.parametrize("name", TIES)
def test_things_of_one_second_in_any_order(world, name):
    things = TIES[name]
    told = as_bytes(events_of(world, plan_with(things)))
    for order in (things[::-1], things[1:] + things[:1]):
        assert as_bytes(events_of(world, plan_with(order))) == told
    assert as_bytes(events_of(world, plan_with(things[1:]))) != told, "they do something"


@pytest.mark.parametrize("name", TIES)
def test_equal_things_of_which_one_waits_in_any_order(world, name):
    """Two that are equal in all, but that one of them waits for a rule."""
    one, *_ = TIES[name]
    if isinstance(one, PlannedPost):  # it comes out when the rule has been looked at, or later
        one = PlannedPost(one.author, one.item, one.kind, 0.6 * DAY, one.cents)
    first, second = (type(one)(**vars(one)) for _ in range(2))
    told = as_bytes(events_of(world, plan_with([first, second], [second])))
    assert as_bytes(events_of(world, plan_with([second, first], [second]))) == told


def test_rules_of_one_second_do_not_see_each_other(world):
    """Each sets its post going if there are no posts of the plan yet; so all do, or each after the first would not."""

    def plan(order):
        posts = tuple(PlannedPost(30 + i, 0, OWNED, 0.5 * DAY + 60.0 * i) for i in range(3))

        def rule(place):
            def decide(_, so_far):
                return Chosen((place,)) if OWNED not in so_far.events["post_kind"] else Chosen()

            return Rule(0.5 * DAY, decide, (place,))

        return Plan(np.zeros(0, np.int32), posts, (), 0, (), tuple(rule(place) for place in order))

    told = events_of(world, plan((0, 1, 2)))
    assert told["rule_taken"].tolist() == [1, 1, 1]
    for order in itertools.permutations(range(3)):
        assert as_bytes(events_of(world, plan(order))) == as_bytes(told)


def test_a_rule_that_acted_before_the_next_one_looked_would_be_seen(world, monkeypatch):
    """The same rules one after the other: only the first one acts."""
    together = engine_rules.follow_rules

    def one_by_one(world, plan, planned, work, key, rules, outcome):
        from sim.models.campaign.telling import told

        taken = []
        for rule in rules:
            so_far = told(world, plan, planned, work, key, rule.at)
            work, did = together(world, plan, planned, work, key, (rule,), so_far)
            taken += did
        return work, taken

    monkeypatch.setattr("sim.models.campaign.follow_rules", one_by_one)
    with pytest.raises(AssertionError):
        test_rules_of_one_second_do_not_see_each_other(world)


def test_equal_posts_that_rules_of_one_second_set_going_keep_their_prices(world):
    """Which of two equal posts is the dearer one does not depend on which rule stands first in the plan."""
    posts = (PlannedPost(11, 0, PAID, 0.6 * DAY, 200), PlannedPost(11, 0, PAID, 0.6 * DAY, 100))
    rules = [Rule(0.5 * DAY, lambda _, so_far, i=i: Chosen((i,)), (i,)) for i in range(2)]
    told = [events_of(world, Plan(np.zeros(0, np.int32), posts, (), 0, (), tuple(one))) for one in (rules, rules[::-1])]
    assert told[0]["post_cents"][told[0]["post_kind"] == PAID].tolist() == [100, 200]
    assert as_bytes(told[0]) == as_bytes(told[1])


def test_equal_posts_that_differ_in_commission_alone(world):
    """Only those with the higher commission are set going: they are the same posts wherever they stand in the plan."""
    authors = kols(network_of(300), 20, 0).tolist()
    high, low = ([PlannedPost(one, 0, PAID, 0.6 * DAY, 100, commission=share) for one in authors] for share in (0.2, 0))

    def plan(posts):
        going, staying = (tuple(place for place, one in enumerate(posts) if one in some) for some in (high, low))
        rules = Rule(0.5 * DAY, lambda *_: Chosen(going), going), Rule(0.5 * DAY, lambda *_: Chosen(), staying)
        return Plan(np.zeros(0, np.int32), tuple(posts), (), 0, (), rules)

    told = events_of(world, plan(high + low))
    paid = told["post_kind"] == PAID
    assert paid.sum() == len(high)
    assert told["post_actions"][paid].sum() > 5
    assert as_bytes(told) == as_bytes(events_of(world, plan(low + high)))
