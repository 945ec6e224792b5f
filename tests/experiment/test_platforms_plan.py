"""Plans on several platforms: whom strategies choose there, what it costs, and what cannot be."""

import numpy as np
import pytest
from plan_texts import FILES, HEAD, plan_text

from sim.experiment.making import Workshop
from sim.experiment.recipe import inputs_of, recipe_hash
from sim.experiment.restricting import restricted
from sim.scenario import from_text, load
from sim.scenario.times import HOUR
from sim.world import OWNED, PAID, PlanError

TEXT = (
    HEAD
    + """\
brand: 7
network: {generator: kol_communities, accounts: 600, mean_followers: 20, realisations: 2}
platform: {preset: xiaohongshu_ces_folklore, platform_fee: 10%}
prices: {per_follower: 2, currency: CNY}
also_on:
  douyin:
    preset: douyin_2025
    members: MEMBERS
    platform_fee: 5%
    prices: {per_follower: 4, currency: CNY}
    network: {closure: .05}
  weibo: {}
audience: {young: {share: .5}}
content: {diary: {}, film: {format: video}}
plans:
"""
)
TOP = "pay: {choose: top_followers, count: 5, item: film"


def scenario_of(actions, members="50%", rest=""):
    return from_text(TEXT.replace("MEMBERS", members) + plan_text(actions, rest))


def made(actions, members="50%", rest="", workshop=None, realisation=0):
    workshop = workshop or Workshop(1)
    scenario = scenario_of(actions, members, rest)
    return workshop.plan(scenario, realisation, "a"), workshop.further(scenario, realisation), scenario, workshop


def top(network, count):
    return sorted(np.lexsort((np.arange(len(network)), -network.followers))[:count].tolist())


def authors(plan, platform):
    return sorted(post.author for post in plan.posts if post.platform == platform)


def test_a_strategy_chooses_on_the_network_of_its_platform():
    plan, (douyin, weibo), scenario, workshop = made(
        [TOP + "}", TOP + ", platform: douyin}", TOP + ", platform: weibo}"]
    )
    first = workshop.network(scenario, 0)
    assert authors(plan.plan, 0) == top(first, 5)
    assert authors(plan.plan, 1) == top(douyin, 5)
    assert authors(plan.plan, 2) == top(weibo, 5)
    assert len({*authors(plan.plan, 0), *authors(plan.plan, 1), *authors(plan.plan, 2)}) > 8
    assert douyin.attributes["member"][authors(plan.plan, 1)].all()
    assert plan.platforms == (0, 1, 2)


def test_posts_cost_what_their_platform_says():
    plan, (douyin, weibo), scenario, workshop = made(
        [TOP + "}", TOP + ", platform: douyin}", TOP + ", platform: weibo}"]
    )
    networks = (workshop.network(scenario, 0), douyin, weibo)
    for post in plan.plan.posts:
        each, fee = ((2, 1.1), (4, 1.05), (2, 1.0))[post.platform]
        quote = round(each * max(1, int(networks[post.platform].followers[post.author])) * 100)
        assert post.cents == round(quote * fee)
    assert plan.ledger.total == sum(post.cents for post in plan.plan.posts)
    told = [entry.what for entry in plan.ledger.entries if "fee" in entry.what]
    assert told == ["the platform's fee of 10%", "the platform's fee of 5% on douyin"]
    assert any(entry.what.endswith(" on weibo") for entry in plan.ledger.entries)


def test_an_account_may_post_on_two_platforms_in_the_same_hour():
    plan, *_ = made(["pay: {accounts: [3], item: film}", "pay: {accounts: [3], item: film, platform: weibo}"])
    assert [(post.author, post.platform, post.at) for post in plan.plan.posts] == [(3, 0, 0.0), (3, 1 + 1, 0.0)]
    rest = restricted(plan.plan, post=lambda post: (post.author, post.platform) != (3, 2))
    assert [post.platform for post in rest.posts] == [0]
    with pytest.raises(PlanError, match="account 3 post twice on weibo within an hour"):
        made(["pay: {accounts: [3], platform: weibo}", "pay: {accounts: [3], platform: weibo, at: day 1..2}"])


def test_who_is_not_there_cannot_be_paid_or_post():
    _, (douyin, _), *_ = made([])
    gone = int(np.flatnonzero(douyin.attributes["member"] == 0)[0])
    there = int(np.flatnonzero(douyin.attributes["member"] == 1)[0])
    for action in (
        f"pay: {{accounts: [{gone}], item: film, platform: douyin}}",
        f"post: {{account: {gone}, platform: douyin}}",
    ):
        with pytest.raises(PlanError, match=f"account {gone} is not on douyin; allowed: the [0-9.]+% of the accounts"):
            made([action])
    with pytest.raises(PlanError, match=f"account {gone} is not on douyin"):
        made([], rest=f"    seeds: {{accounts: [{gone}], platform: douyin}}\n")
    plan, *_ = made([f"pay: {{accounts: [{there}], item: film, platform: douyin}}"])
    assert authors(plan.plan, 1) == [there]


def test_the_brand_s_account_is_on_every_platform():
    for realisation in (0, 1):
        plan, (douyin, _), *_ = made(["post: {platform: douyin}"], members="1%", realisation=realisation)
        (post,) = plan.plan.posts
        assert (post.author, post.kind, post.platform) == (7, OWNED, 1)
        assert douyin.attributes["member"][7] == 1


def test_random_picks_and_all_that_is_chosen_are_members():
    plan, (douyin, _), *_ = made(["pay: {choose: at_random, count: 150, item: film, platform: douyin}"])
    assert douyin.attributes["member"][authors(plan.plan, 1)].all()
    assert len(authors(plan.plan, 1)) == 150


def test_pushes_pilots_and_rules_are_on_their_platform():
    plan, (douyin, _), *_ = made(
        [
            "post: {item: film, platform: douyin}",
            "boost: {item: film, spend: 5, cpm: 10, platform: douyin}",
            "ads: {item: film, spend: 5, cpm: 10, target: [young], platform: douyin}",
            "ads: {item: film, spend: 5, cpm: 10}",
            "pilot: {items: [film, diary], spend: 5, cpm: 10, at: day 1, platform: weibo,"
            " then: {spend: 5, cpm: 10, at: day 2}}",
            "boost: {spend: 5, cpm: 10, posts: best 2 by likes, at: day 3..4, platform: douyin}",
            "when: {if: reach < 5, at: day 5, then: [post: {item: diary, platform: weibo}]}",
        ]
    )
    assert [push.platform for push in plan.plan.pushes] == [1, 1, 0, 2, 2, 2, 2, 1]
    assert [(post.platform, post.at > HOUR) for post in plan.plan.posts] == [(1, False), (2, True)]
    target = plan.plan.pushes[1].target
    assert target.sum() > 50
    assert (target <= douyin.attributes["member"]).all()
    assert {rule.decide.platform for rule in plan.plan.rules if hasattr(rule.decide, "platform")} == {1, 2}


def test_seeds_on_a_further_platform_are_posts():
    plan, *_ = made([], rest="    seeds: {choose: at_random, count: 3, platform: weibo}\n")
    assert len(plan.plan.seeds) == 0
    assert [(post.platform, post.kind) for post in plan.plan.posts] == [(2, OWNED)] * 3


def test_candidates_are_bound_on_their_platforms():
    scenario = load(FILES / "campaign_platforms.yaml")
    workshop = Workshop(1)
    first, douyin, weibo = workshop.quotes(scenario, 0)
    assert sorted(one.kol.name for one in first.bound) == ["ann", "cat"]
    assert [one.kol.name for one in douyin.bound] == ["bob"]
    assert weibo.bound == ()
    accounts = [one.account for quotes in (first, douyin) for one in quotes.bound]
    assert len(set(accounts)) == 3
    plan = workshop.plan(scenario, 0, "everywhere").plan
    paid = {post.author: post.cents for post in plan.posts if post.kind == PAID and post.platform == 1}
    assert paid[douyin.bound[0].account] == round(90000 * 1.05)


def test_networks_are_made_once_and_told():
    _, networks, scenario, workshop = made([])
    assert workshop.further(scenario, 0) == networks
    told = {(one.get("platform"), one["realisation"]) for one in workshop.networks.described.values()}
    assert told == {(None, 0), ("douyin", 0), ("weibo", 0)}
    others = workshop.further(scenario, 1)
    assert others[0].fingerprint() != networks[0].fingerprint()


def test_another_share_of_members_keeps_who_is_there_and_draws_no_new_network():
    _, (half, weibo), scenario, workshop = made([])
    drawn = len(workshop.networks.layers.drawn.things)
    more, same = workshop.further(scenario.with_values({"also_on/douyin/members": 0.7}), 0)
    assert (half.attributes["member"] <= more.attributes["member"]).all()
    assert more.attributes["member"].sum() > half.attributes["member"].sum()
    assert same is weibo
    assert len(workshop.networks.layers.drawn.things) == drawn


def test_a_recipe_knows_all_files(tmp_path):
    (tmp_path / "a.csv").write_text("follower,followed\nann,bob\nbob,cat\ncat,ann\n")
    (tmp_path / "b.csv").write_text("follower,followed\ncat,bob\nbob,ann\n ann,cat\n".replace(" ", ""))
    text = """\
name: t
seed: 1
model: campaign
network: {file: a.csv, edge_means: follows}
also_on: {douyin: {network: {file: b.csv, edge_means: follows}}}
plans: {a: {actions: [{post: {account: ann, platform: douyin}}]}}
compare: {replicates: 10}
"""
    scenario = from_text(text, tmp_path)
    assert set(inputs_of(scenario)) == {"network", "network of douyin"}
    before = recipe_hash(scenario)
    workshop = Workshop(1)
    (douyin,) = workshop.further(scenario, 0)
    assert douyin.labels == workshop.network(scenario, 0).labels
    assert [douyin.label(one) for one in douyin.audience_of(douyin.id("bob"))] == ["cat"]
    (tmp_path / "b.csv").write_text("follower,followed\ncat,bob\nbob,ann\nann,dan\n")
    assert recipe_hash(scenario) != before
    with pytest.raises(ValueError, match=r"also_on/douyin: .*allowed: the same accounts"):
        Workshop(1).further(scenario, 0)
