"""Actions become levers, posts to members, reserved parts and rules; money adds up to the cent."""

import dataclasses
import math

import pytest
from plan_texts import FILES, HEAD, plan_text

from sim.experiment.making import Workshop
from sim.experiment.restricting import restricted
from sim.experiment.rules import BestOut, BetterItem, IfMet
from sim.levers import Care, Chosen, Incentive, Insight, Offer, Referral, Response
from sim.scenario import from_text, load
from sim.scenario.times import DAY, HOUR
from sim.world import OWNED, PAID, TO_MEMBERS, PlanError

TEXT = (
    HEAD
    + """\
network: {generator: kol_communities, accounts: 600, represents: 6000}
prices: {per_follower: 2.5, currency: CNY}
product: {order_value: 100}
brand: 7
content: {diary: {}, dance: {}}
plans:
"""
)


def made(*actions, rest=""):
    """The plan of these actions beside a post of either item."""
    first = ("post: {item: diary}", "post: {item: dance, account: 8}")
    return Workshop(1).plan(from_text(TEXT + plan_text((*first, *actions), rest)), 0, "a")


@pytest.fixture(scope="module")
def plans():
    scenario, workshop = load(FILES / "campaign_levers.yaml"), Workshop(1)
    return {name: workshop.plan(scenario, 0, name) for name in scenario.plans}


def test_each_lever_says_when_where_and_for_how_much(plans):
    assert plans["relations"].plan.levers == (
        Incentive("community", "join", -1, 0, 15 * DAY, 20, each_cents=20_00, cents=60_000_00, action=1),
        Care(0, 14 * DAY, 24, 1800, 0.8, comments=True, action=3),
        Care(0, 20 * DAY, math.inf, 0, 0.4, action=4),
        Insight(4 * DAY, 10 * DAY, 0.2, action=5),
        Response("explanation", 20, 6 * HOUR, action=6),
    )
    assert plans["promotions"].plan.levers == (
        Incentive("challenge", "share", 1, 0, 6 * DAY, 15_000, action=2),
        Incentive("lottery", "comment", 1, 0, 3 * DAY, 2_000, action=3),
        Referral(0, 0, 14 * DAY, each_cents=20_00, cents=10_000_00, action=4),
        Offer(1, 2 * DAY, 5 * DAY, 0.2, action=6),
        Offer(-1, 0, 20 * DAY, 0.05, action=7),
    )


def test_members_are_sent_posts_by_nobody(plans):
    members = [post for post in plans["relations"].plan.posts if post.kind == TO_MEMBERS]
    assert [(post.author, post.item, post.at / HOUR, post.cents, post.action) for post in members] == [
        (-1, 1, 44, 0, 2),
        (-1, 0, 72, 0, 1),
        (-1, 0, 144, 0, 1),
        (-1, 1, 164, 0, 2),
        (-1, 0, 216, 0, 1),
        (-1, 0, 288, 0, 1),
    ]
    assert plans["relations"].authors == 1


def test_a_live_stream_is_a_post_of_the_brand_or_of_who_is_paid(plans):
    streams = [(post.author, post.kind, post.at) for post in plans["promotions"].plan.posts if post.item == 2]
    assert streams == [(3, PAID, DAY + 20 * HOUR), (7, OWNED, 2 * DAY + 20 * HOUR)]


def nominal(plan):
    """What the parts of a plan may spend, counted here again."""
    levers = sum(getattr(lever, "cents", 0) for lever in plan.levers)
    return plan.fixed_cents + sum(post.cents for post in plan.posts) + sum(push.cents for push in plan.pushes) + levers


def test_the_ledger_is_the_sum_of_all_parts_and_an_alternative_counts_once(plans):
    for name, plan in plans.items():
        alternative = 20_000_00 if name == "decided on the way" else 0
        assert plan.ledger.total == nominal(plan.plan) - alternative
        assert plan.set_aside * 100 == plan.ledger.total + alternative
    assert plans["relations"].plan.fixed_cents == 100_00 + 2 * 30 * 14 * 24 * 100 + 500_00 + 5_000_00 + 2_000_50
    assert plans["promotions"].plan.fixed_cents == 100_00 + 15_000_00 + 5 * 2_000_00


def test_a_pilot_is_two_ads_now_and_one_of_two_later(plans):
    plan = plans["decided on the way"].plan
    rule = plan.rules[0]
    assert [(push.channel, push.item, push.cents, push.end) for push in plan.pushes[:2]] == [
        ("ads", 0, 1_000_01, 2 * DAY),
        ("ads", 1, 1_000_00, 2 * DAY),
    ]
    assert rule.at == 2 * DAY
    assert [(plan.pushes[at].item, plan.pushes[at].cents, plan.pushes[at].start) for at in rule.pushes] == [
        (0, 20_000_00, 2 * DAY),
        (1, 20_000_00, 2 * DAY),
    ]
    assert rule.decide == BetterItem("share_rate", (0, 1), rule.pushes)
    assert all(plan.pushes[at].frequency_cap == 3 for at in rule.pushes)


def test_a_boost_of_the_best_posts_waits_for_its_rule(plans):
    plan = plans["decided on the way"].plan
    rule = plan.rules[1]
    (push,) = rule.pushes
    assert (rule.at, rule.action, plan.pushes[push].channel, plan.pushes[push].item) == (3 * DAY, 2, "boost", -1)
    assert rule.decide == BestOut("engagement_rate", 2, -1, push)


def test_a_rule_names_the_places_of_what_is_reserved_for_it(plans):
    plan = plans["decided on the way"].plan
    rule, other = plan.rules[2:]
    assert rule.at == other.at == 9 * DAY
    posts = [plan.posts[at] for at in rule.posts]
    assert sorted((post.author, post.kind, post.item) for post in posts) == [
        (-1, TO_MEMBERS, 0),
        (-1, TO_MEMBERS, 0),
        (5, PAID, 1),
        (9, PAID, 1),
    ]
    assert [plan.pushes[at].retarget for at in rule.pushes] == [True]
    assert [plan.levers[at].action for at in rule.levers] == [3, 3]
    assert [(plan.posts[at].author, plan.posts[at].item) for at in other.posts] == [(5, 0)]
    assert isinstance(rule.decide, IfMet)
    assert rule.decide.everything == Chosen(rule.posts, rule.pushes, rule.levers)
    assert rule.decide.fixed_cents == 480_00 + 50_00
    assert rule.decide.cost == plans["decided on the way"].set_aside / 100  # people an account
    places = [at for one in plan.rules for at in one.posts]
    assert len(places) == len(set(places))


def test_the_order_of_actions_changes_no_post_and_no_rule():
    when = "when: {{if: reach < {}, at: day {}, then: [{{pay: {{accounts: [{}], item: dance}}}}, {{crisis: {{}}}}]}}"
    one, other = when.format(5, 3, "3, 4"), when.format(9, 2, "5")
    first, second = made(one, other).plan, made(other, one).plan
    for plan in (first, second):
        assert [rule.at / DAY for rule in plan.rules] == [1, 2]
        assert [[plan.posts[at].author for at in rule.posts] for rule in plan.rules] == [[5], [3, 4]]
    assert [(p.author, p.at) for p in first.posts] == [(p.author, p.at) for p in second.posts]


def test_an_account_may_post_in_two_rules_but_not_beside_the_plan():
    when = "when: {{if: reach {} 5, at: day 3, then: [{{pay: {{accounts: [3], item: {}}}}}]}}"
    plan = made(when.format("<", "diary"), when.format(">=", "dance")).plan
    assert [plan.posts[rule.posts[0]].item for rule in plan.rules] == [0, 1]
    with pytest.raises(PlanError, match="account 3 post twice within an hour"):
        made(when.format("<", "diary"), "pay: {accounts: [3], item: dance, at: day 2 23:30..day 3 23:30}")


def test_a_reserved_group_is_paid_in_full_and_chosen_once():
    text = "when: {if: reach < 5, at: day 3, then: [{pay: {choose: top_followers, count: 2}}]}"
    found = made("pay: {choose: top_followers, count: 2}", text)
    authors = [post.author for post in found.plan.posts if post.kind == PAID]
    assert len(set(authors)) == 4
    assert found.ledger.by_action()["4 when pay"] == sum(found.plan.posts[at].cents for at in found.plan.rules[0].posts)
    with pytest.raises(PlanError, match=r"more than its budget of 5\.00 CNY"):
        made(text, rest="    budget: 5\n")


def test_a_plan_of_care_alone_acts():
    text = TEXT + "  a: {actions: [{care: {}}]}\n"
    assert Workshop(1).plan(from_text(text), 0, "a").acts


def test_a_plan_without_an_account_keeps_what_its_rules_hold(plans):
    whole = plans["decided on the way"].plan
    left = restricted(whole, post=lambda post: post.author != 7, push=lambda push: push.action != 0)
    assert [post.author for post in left.posts] == [post.author for post in whole.posts if post.author != 7]
    assert left.fixed_cents == whole.fixed_cents
    pilot, best, rule, other = left.rules
    assert (pilot.pushes, best.pushes) == ((), (0,))
    for now, before in ((rule, whole.rules[2]), (other, whole.rules[3])):
        assert [left.posts[at] for at in now.posts] == [whole.posts[at] for at in before.posts]
        assert [left.pushes[at] for at in now.pushes] == [whole.pushes[at] for at in before.pushes]
        assert now.levers == before.levers
    assert rule.decide.fixed_cents == 530_00


def test_a_restricted_plan_decides_by_its_own_places(plans):
    whole = plans["decided on the way"].plan
    rule = dataclasses.replace(whole.rules[2], decide=lambda world, outcome: whole.rules[2].decide.everything)
    left = restricted(
        dataclasses.replace(whole, rules=(rule,)),
        post=lambda post: post.author not in (7, 5),
        lever=lambda lever: isinstance(lever, Care),
    )
    found = left.rules[0].decide(None, None)
    assert [left.posts[at].author for at in found.posts] == [9, -1, -1]
    assert [left.pushes[at].action for at in found.pushes] == [3]
    assert [type(left.levers[at]) for at in found.levers] == [Care]


def test_a_rule_may_push_the_posts_that_did_best_by_then():
    inner = "{ads: {spend: 10, cpm: 4}}, {boost: {posts: best 2 by likes, spend: 5, cpm: 4}}"
    plan = made("post: {account: 5, at: day 1}", f"when: {{if: reach >= 1, at: day 2, then: [{inner}]}}").plan
    (rule,) = plan.rules
    ads, boost = rule.pushes
    assert [plan.pushes[at].channel for at in rule.pushes] == ["ads", "boost"]
    assert rule.decide.everything.pushes == (ads,)
    assert rule.decide.best == (BestOut("likes", 2, -1, boost),)
    assert plan.pushes[boost].start == rule.at == DAY
