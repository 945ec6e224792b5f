"""Where a network stands for people, the platform's limits decide of every tier, for choosing and for telling."""

import re
from pathlib import Path

import numpy as np
import pytest

from sim.binding import limits_of, tier_of
from sim.experiment import compare, priced
from sim.experiment.making import Workshop
from sim.face import tables_for_people
from sim.generators.kol_presets import PRESETS
from sim.network import TIERS
from sim.randomness import NETWORK, world_key
from sim.report.remarks import remarks
from sim.scenario import from_text, load
from sim.strategies.candidates import of_tier
from sim.world import PlanError

FILES = Path(__file__).parent.parent / "scenarios" / "valid"
TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
network: {generator: kol_communities, accounts: 3000, preset: xiaohongshu, represents: 600000}
platform: {platform_fee: 10%}
also_on:
  douyin: {preset: douyin_2025, members: 60%, network: {preset: douyin}, prices: {per_follower: .1, currency: CNY}}
prices: {per_follower: .1, currency: CNY}
plans:
"""
TAIL = "  a: {actions: [{pay: {choose: by_tier, tier: tail, pick: top_followers, spend: 9000, at: day 1}}]}\n"
BELOW = "  a: {actions: [{pay: {choose: at_random, tier: %s, count: 3, at: day 1%s}}]}\n"


def paid(scenario, workshop):
    return np.array([post.author for post in workshop.plan(scenario, 0, "a").plan.posts])


def test_the_platforms_limits_decide_for_strategies_measures_and_what_a_run_tells():
    scenario, workshop = from_text(TEXT + TAIL), Workshop(1)
    network = workshop.network(scenario, 0)
    people = network.followers * 200.0
    limits = PRESETS["xiaohongshu"].tiers
    assert network.attributes["tier"].tolist() == tier_of(people, limits).tolist()
    chosen = paid(scenario, workshop)
    assert people[chosen].min() >= limits[0]
    assert people[chosen].max() < limits[1]
    assert workshop.world(scenario, 0, next(iter(scenario.content.values()))).network is network
    told = workshop.networks.described.values()
    counts = np.bincount(network.attributes["tier"], minlength=4)
    assert [one["accounts"] for one in next(iter(told))["about"]["tiers"].values()] == counts.tolist()
    assert counts[1] > 0 < counts[0]


def test_on_a_further_platform_by_its_own_limits():
    scenario, workshop = from_text(TEXT + BELOW % ("tail", "")), Workshop(1)
    (douyin,) = workshop.further(scenario, 0)
    assert limits_of(douyin) == PRESETS["douyin"].tiers
    assert douyin.attributes["tier"].tolist() == tier_of(douyin.followers * 200.0, limits_of(douyin)).tolist()


def test_where_nobody_else_is_represented_the_rank_decides_as_the_generator_says():
    scenario = from_text(TEXT.replace(", represents: 600000", "") + BELOW % ("waist", ""))
    workshop = Workshop(1)
    network = workshop.network(scenario, 0)
    from sim.generators import generate

    drawn = generate("kol_communities", {"accounts": 3000, "preset": "xiaohongshu"}, world_key(1, NETWORK, 0))
    assert network.fingerprint() == drawn.fingerprint()
    assert network.about["tiers"]["head"]["accounts"] == 1
    assert (network.attributes["tier"][paid(scenario, workshop)] == TIERS.index("waist")).all()


def test_who_has_few_followers_is_counted_among_the_kocs_and_not_paid_as_one():
    scenario, workshop = from_text(TEXT + BELOW % ("koc", "")), Workshop(1)
    network = workshop.network(scenario, 0)
    people = network.followers * 200.0
    assert (network.attributes["tier"][people < 1000] == 0).all()
    assert people[of_tier(network, "koc")].min() >= 1000
    assert len(of_tier(network, "koc")) == np.count_nonzero((people >= 1000) & (people < 10_000))
    assert people[paid(scenario, workshop)].min() >= 1000
    few = from_text(TEXT.replace("600000", "3000").replace("members: 60%", "members: 1") + BELOW % ("koc", ""))
    with pytest.raises(
        PlanError, match=r"begins at 1,000 followers and ends below 10,000, and .* allowed: no tier, or an"
    ):
        Workshop(1).plan(few, 0, "a")


@pytest.mark.parametrize(
    ("tier", "where", "told"),
    [
        (
            "waist",
            "",
            r"plan 'a': tier: waist is not allowed here: no account of this network is of that tier; it begins at "
            r"50,000 followers and ends below 500,000, and the accounts have up to 2\d,\d00 \(one account stands for "
            r"200 people\); allowed: koc or tail or no tier, or another number of people in network/represents$",
        ),
        ("head", ", platform: douyin", r"it begins at 10,000,000 followers, and the accounts have up to \d\d,\d00 "),
    ],
)
def test_a_tier_of_nobody_is_refused_with_the_numbers(tier, where, told):
    with pytest.raises(PlanError, match=told):
        Workshop(1).plan(from_text(TEXT + BELOW % (tier, where)), 0, "a")


def test_a_candidate_has_the_tier_of_his_own_followers():
    """On a network whose largest account has fewer followers than a waist begins with, the table's waist is one."""
    text = {"plans/the largest/actions": [{"pay": {"choose": "top_followers", "tier": "waist", "count": 1}}]}
    scenario, workshop = load(FILES / "campaign_candidates.yaml").with_values(text), Workshop(1)
    (quotes,) = workshop.quotes(scenario, 0)
    for one in quotes.bound:
        assert TIERS[quotes.network.attributes["tier"][one.account]] == one.tier
    (paid_one,) = workshop.plan(scenario, 0, "the largest").plan.posts
    assert quotes.name(paid_one.author) in {one.kol.name for one in quotes.bound if one.tier == "waist"}


def of_koc(**more):
    """Of the table's two KOCs one has a quote for pictures."""
    action = {"pay": {"choose": "at_random", "tier": "koc", "item": "diary", "at": "day 6", **more}}
    plans = {"nobody": {"actions": []}, "KOCs": {"actions": [action]}}
    wanted = {"metrics": ["reach"], "replicates": 2}
    return load(FILES / "campaign_candidates.yaml").with_values({"plans": plans, "compare": wanted})


def test_money_that_buys_nobody_is_told_with_the_reason():
    (told,) = [one for one in priced(of_koc(spend=20_000)) if "could be used" in one]
    here = Workshop(1).network(of_koc(count=1), 0).attributes
    others = np.count_nonzero((here["tier"] == 0) & here["creator"]) - 1
    assert told == (
        "KOCs: at_random: 330.00 of 20,000.00 CNY could be used, for 1 account: nobody else of the tier koc can be had "
        f"({others:,} accounts: without a price for the post, not yet available or taken by the plan already)."
    )
    for little in ({"count": 1}, {"spend": 360}):
        assert not [one for one in priced(of_koc(**little)) if "could be used" in one]


def test_what_is_left_is_too_little_for_anybody():
    scenario = from_text(TEXT + TAIL.replace("9000", "2150").replace("top_followers", "at_random"))
    (told,) = [one for one in priced(scenario) if "could be used" in one]
    found = re.search(r"([\d,.]+) of 2,150.00 CNY could be used, for 1 account: the cheapest of the other \d+", told)
    assert 2150 - float(found[1].replace(",", "")) < float(told.split("tail costs ")[1][:-1].replace(",", ""))


def test_the_report_tells_it_too():
    result = compare(of_koc(spend=20_000), out=None)
    assert any("330.00 of 20,000.00 CNY could be used" in one for one in remarks(result))
    assert "330.00 of 20,000.00 CNY could be used" in tables_for_people(result)
