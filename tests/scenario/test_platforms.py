"""Further platforms in a scenario: what is filled in, what varies, what is written out and said."""

import pytest

from sim.ranking.presets import preset
from sim.scenario import ScenarioError, explain, from_dict, from_text
from sim.scenario.further_parts import platform_names

TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
horizon: 7 days
network: {generator: kol_communities, accounts: 500, preset: xiaohongshu, mixing: .2}
platform: {preset: xiaohongshu_ces_folklore, platform_fee: 10%}
prices: xiaohongshu_2026
content: {film: {format: video}}
compare: {metrics: [reach], replicates: 10}
"""
HERE = "plans: {a: {actions: [{post: {account: 3}}]}}\n"


def scenario(also_on, plans=HERE, rest=""):
    return from_text(f"{TEXT}also_on: {also_on}\n{plans}{rest}")


def test_a_further_platform_is_what_its_preset_says():
    found = scenario("{douyin: {preset: douyin_2025, ad_load: 10%, members: 60%, platform_fee: 5%}}")
    platform = found.model.parameters.also_on["douyin"]
    assert platform.weights == preset("douyin_2025").platform["weights"]
    assert (platform.ad_load, platform.members, platform.same_stars) == (0.1, 0.6, 0.5)
    further = found.campaign.further["douyin"]
    assert (further.members, further.platform_fee, further.prices) == (0.6, 0.05, found.prices)
    assert found.campaign.platforms == ("first", "douyin")
    assert [found.campaign.fee_on(place) for place in (0, 1)] == [0.1, 0.05]


def test_nothing_given_is_a_second_network_of_the_same_kind():
    found = scenario("{other: }")
    assert found.campaign.further["other"].network.parameters == found.network.parameters
    assert found.model.parameters.also_on["other"].ranking == "chronological"
    assert found.full["also_on"]["other"]["network"] == {}
    assert found.full["also_on"]["other"].keys() & {"prices", "tick_minutes"} == set()


def test_settings_of_the_network_that_differ():
    further = scenario("{a: {network: {closure: .3}}, b: {network: {preset: douyin}}}").campaign.further
    of_a, of_b = (further[name].network.parameters for name in "ab")
    assert (of_a["closure"], of_a["mixing"], of_a["preset"]) == (0.3, 0.2, "xiaohongshu")
    assert (of_b["closure"], of_b["mixing"], of_b["preset"]) == (0.05, 0.6, "douyin")  # the preset's own
    assert of_a["accounts"] == of_b["accounts"] == 500


def test_defaults_say_where_they_come_from():
    found = scenario("{douyin: {preset: douyin_2025, network: {preset: douyin}}}")
    told = found.defaults
    assert told["also_on/douyin/ranking"].endswith("preset douyin_2025, published, 2025-04-17")
    assert told["also_on/douyin/weights"].endswith("preset douyin_2025, an assumption")
    assert told["also_on/douyin/members"].endswith("Source: convention")
    assert told["also_on/douyin/same_stars"].endswith("Source: assumption")
    assert "also_on/douyin/network/mixing" in told
    assert "also_on/douyin/network/topics" not in told
    assert told["platform/weights"].endswith("preset xiaohongshu_ces_folklore, folklore, 2025-01-01")
    assert "also_on/douyin/same_stars: 0.5" not in found.resolved_yaml()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("also_on/douyin/members", 0.3),
        ("also_on/douyin/same_stars", 0.9),
        ("also_on/douyin/ranking", "chronological"),
        ("also_on/douyin/out_of_network/share", 0.2),
        ("also_on/douyin/network/closure", 0.2),
        ("also_on/douyin/platform_fee", 0.2),
        ("also_on/douyin/preset", "weibo"),
        ("also_on/douyin/prices", {"per_follower": 1, "currency": "CNY"}),
        ("plans/a/actions/0/pay/platform", "first"),
    ],
)
def test_a_design_reaches_all_of_it(path, value):
    plans = "plans: {a: {actions: [{pay: {choose: top_followers, count: 2, platform: douyin}}]}}\n"
    found = scenario("{douyin: {preset: douyin_2025}}", plans)
    changed = found.with_values({path: value})
    assert changed != found
    assert changed.with_values({}) == changed


def test_a_design_is_the_same_when_it_is_read_again():
    also_on = "{douyin: {preset: douyin_2025, noise: .2, network: {preset: weibo, closure: .3}}, b: {}}"
    rest = "sweep: {list: ["
    rest += "{also_on/douyin/preset: douyin_pools_folklore}, {also_on/douyin/network/preset: douyin},"
    rest += (
        "{network/accounts: 900}, {network/preset: twitter, also_on/b/network/closure: .2}, {network/mixing: .5}]}\n"
    )
    found = scenario(also_on, rest=rest)
    again = from_dict(found.resolved())
    assert again.design_points() == found.design_points()
    for row in found.design_points():
        one, other = found.with_values(row), again.with_values(row)
        assert one.campaign.further == other.campaign.further
        assert one.network == other.network
        assert one.model.parameters == other.model.parameters
    sizes = [found.with_values(row).campaign.further["b"].network.parameters for row in found.design_points()]
    assert sizes[2]["accounts"] == 900
    assert sizes[2]["mean_followers"] > sizes[0]["mean_followers"]
    assert (sizes[4]["mixing"], sizes[0]["mixing"]) == (0.5, 0.2)


def test_uncertain_members_are_drawn():
    rest = "uncertain: {also_on/douyin/members: {low: .4, high: .8, source: assumption}}\n"
    found = scenario("{douyin: {}}", rest=rest)
    draws = found.uncertain_draws(20)
    assert all(0.4 <= draw["also_on/douyin/members"] <= 0.8 for draw in draws)
    assert found.with_values(draws[0]).campaign.further["douyin"].members == draws[0]["also_on/douyin/members"]


def test_explained():
    plans = (
        "plans: {a: {budget: 900, actions: [{pay: {choose: top_followers, spend: 500, platform: douyin}},"
        "{ads: {spend: 5, cpm: 10, platform: quiet}}, {post: {account: 3, platform: douyin}}]}, "
        "b: {actions: [{pay: {choose: top_followers, spend: 500}}]}}\n"
    )
    text = explain(
        scenario(
            "{douyin: {preset: douyin_2025, members: 60%, platform_fee: 5%, network: {preset: douyin},"
            " prices: {per_follower: 2, currency: CNY}}, quiet: {}}",
            plans,
        )
    )
    whole = "\n".join(text)
    assert "The first platform is the preset xiaohongshu_ces_folklore" in whole
    assert "douyin is the preset douyin_2025 of 2025-04-17 (published)." in whole
    assert (
        "On douyin are 60% of the accounts; who follows whom there is drawn by kol_communities (preset douyin)" in whole
    )
    assert "On quiet are all accounts" in whole
    assert "A paid post on douyin costs 2 CNY x followers ^ 1; it takes 5% on top of each quote there." in text
    assert "chosen by top_followers, paid for film on douyin, day 1" in whole
    assert "a post of film on the brand's account 3 on douyin" in whole
    assert "Warning: a buy ads on quiet, but quiet shows none (ad_load is 0): that money stays unspent." in text
    assert "platforms of paid posts" in next(one for one in text if one.startswith("The plans differ"))


def test_one_platform_is_spoken_of_as_before():
    text = "\n".join(explain(from_text(TEXT + HERE)))
    assert "The platform is the preset xiaohongshu_ces_folklore" in text
    assert "first platform" not in text


def test_how_a_table_may_call_platforms():
    further = scenario("{douyin: {preset: douyin_2025}, x: {preset: x_2026}, mine: {}}").campaign.further
    names = platform_names("xiaohongshu_ces_folklore", further)
    assert names == (("xiaohongshu",), ("douyin",), ("twitter", "x"), ("mine",))


def test_the_same_account_in_the_same_hour_on_two_platforms_is_allowed():
    plans = "plans: {a: {actions: [{post: {account: 3}}, {post: {account: 3, platform: douyin}}]}}\n"
    assert scenario("{douyin: {}}", plans).plans["a"].actions[1].platform == "douyin"
    with pytest.raises(ScenarioError, match="post twice within an hour"):
        scenario("{douyin: {}}", plans.replace("platform: douyin", "platform: first"))
