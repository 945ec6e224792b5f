"""A campaign's file: what stands at the top reaches the model, every place can be varied, money is counted."""

from pathlib import Path

import pytest

from sim.models.campaign.platform import Platform
from sim.models.campaign.product import Product, Segment
from sim.ranking.presets import preset
from sim.scenario import ScenarioError, from_dict, from_text, load
from sim.scenario.ledger import Entry, Ledger, cents_of, money
from sim.scenario.times import DAY, HOUR

FILES = Path(__file__).parent.parent / "scenarios" / "valid"
TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
network: {generator: kol_communities, accounts: 500}
"""


def budget():
    return load(FILES / "campaign_budget.yaml")


def office(scenario):
    return scenario.campaign.segments["office 25-34"]


def test_the_top_of_the_file_reaches_the_model():
    scenario = budget()
    merged = scenario.model.parameters
    assert merged.days == scenario.campaign.days == 14
    assert merged.represents == 1_200_000
    assert isinstance(merged.platform, Platform)
    given = preset("xiaohongshu_ces_folklore").platform
    assert merged.platform.weights == given["weights"]
    assert merged.platform.out_of_network.beta == 1.2
    assert (
        merged.platform.out_of_network.share == preset("xiaohongshu_ces_folklore").platform["out_of_network"]["share"]
    )
    assert [change.at for change in merged.platform.changes] == [2.0, 4.5]
    effect = preset("xiaohongshu_ces_folklore").parameters["product"]["goodwill_effect"]
    sold = {"quality": 0.7, "order_value": 168, "margin": 0.62, "returns": 0.09}
    assert merged.product == Product(**sold, goodwill_effect=effect)
    assert merged.audience == scenario.campaign.segments
    assert list(merged.audience) == ["oily skin 18-24", "office 25-34"]
    assert scenario.campaign.segments["office 25-34"] == Segment(
        share=0.2, interests={"skincare": 0.4}, price_sensitivity=0.4
    )
    assert scenario.campaign.platform_fee == 0.1
    assert scenario.campaign.brand == 7
    film = scenario.content["film"]
    assert (film.format, film.production, film.discount, film.disclosed, film.cost) == ("video", 0.9, 0.1, True, 20000)


def test_nothing_given_is_a_week_on_a_plain_feed():
    scenario = from_text(TEXT + "plans: {a: {seeds: {choose: at_random, count: 1}}, b: {actions: []}}\n")
    assert scenario.campaign.days == 7
    assert scenario.full["horizon"] == "7 days"
    assert scenario.full["platform"]["ranking"] == "chronological"
    assert "product" not in scenario.full
    assert scenario.plans["b"].actions == scenario.plans["b"].seeds == ()
    text = scenario.resolved_yaml()
    assert "Source: convention" in next(line for line in text.splitlines() if "  ranking: chronological" in line)


def test_the_horizon_may_be_given_in_hours():
    assert from_text(TEXT + "horizon: 36 hours\nplans: {b: {actions: []}}\n").campaign.days == 1.5


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("platform/ranking", "hot", lambda s: s.full["platform"]["ranking"]),
        ("platform/out_of_network/beta", 0.3, lambda s: s.full["platform"]["out_of_network"]["beta"]),
        ("platform/out_of_network/share", 0.3, lambda s: s.full["platform"]["out_of_network"]["share"]),
        ("platform/changes/0/ranking", "gravity", lambda s: s.full["platform"]["changes"][0]["ranking"]),
        ("platform/platform_fee", 0.2, lambda s: s.campaign.platform_fee),
        ("product/quality", 0.2, lambda s: s.full["product"]["quality"]),
        ("product/lead_rate", 0.2, lambda s: s.full["product"]["lead_rate"]),
        ("content/diary/utility", 0.2, lambda s: s.content["diary"].utility),
        ("content/diary/tone", -0.2, lambda s: s.content["diary"].tone),
        ("audience/office 25-34/share", 0.3, lambda s: office(s).share),
        ("audience/office 25-34/interests/skincare", 0.3, lambda s: office(s).interests["skincare"]),
        ("horizon", "20 days", lambda s: f"{s.campaign.days:g} days"),
        ("model/campaign/looks", 9.0, lambda s: s.model.parameters.looks),
        ("plans/star first/actions/0/pay/count", 2, lambda s: s.plans["star first"].actions[0].group.count),
        ("plans/star first/actions/1/ads/spend", 7.0, lambda s: s.plans["star first"].actions[1].spend),
        ("plans/many KOCs/budget", 400000.0, lambda s: s.plans["many KOCs"].budget),
    ],
)  # fmt: skip
def test_every_place_can_be_varied(path, value, read):
    scenario = budget()
    assert read(scenario) != value
    changed = scenario.with_values({path: value})
    assert read(changed) == value
    assert from_dict(changed.resolved(), FILES) == changed
    head = path.partition("/")[0]
    if head in ("platform", "product", "audience", "model") and path != "platform/platform_fee":
        here = "looks" if head == "model" else head
        assert getattr(changed.model.parameters, here) != getattr(scenario.model.parameters, here)


def test_a_shorter_horizon_refuses_what_comes_after_it():
    with pytest.raises(ScenarioError, match="after the horizon of 3 days"):
        budget().with_values({"horizon": "3 days"})


def test_uncertain_parameters_of_the_world_are_drawn_within_their_ranges():
    draws = budget().uncertain_draws(40)
    assert {min(1, int(d["platform/out_of_network/beta"])) for d in draws} == {0, 1}
    assert all(0.5 <= d["product/quality"] <= 0.9 for d in draws)
    assert all(0.1 <= d["audience/office 25-34/share"] <= 0.3 for d in draws)
    assert len({budget().with_values(d).campaign.segments["office 25-34"].share for d in draws}) == 40


def test_a_design_over_presets_is_the_same_when_it_is_read_again():
    text = TEXT + "platform: {preset: x_2026, noise: .2, out_of_network: {beta: .5}}\nplans: {b: {actions: []}}\n"
    scenario = from_text(
        text + "sweep: {grid: {platform/preset: [x_2023, youtube_watch_time, xiaohongshu_ces_folklore]}}\n"
    )
    again = from_dict(scenario.resolved())
    assert again == scenario
    for row in scenario.design_points():
        one, other = scenario.with_values(row), again.with_values(row)
        assert one.full["platform"] == other.full["platform"]
        given = preset(row["platform/preset"]).platform
        assert one.full["platform"]["weights"] == given["weights"]
        assert one.full["platform"]["recency_hours"] == given["recency_hours"]
        assert (one.full["platform"]["noise"], one.full["platform"]["out_of_network"]["beta"]) == (0.2, 0.5)


def test_a_design_over_presets_may_vary_what_they_fill_in_too():
    points = (
        "[{platform/preset: x_2023, platform/out_of_network/beta: .3, platform/ad_load: .2}, {platform/preset: weibo}]"
    )
    text = TEXT + "plans: {b: {actions: []}}\nsweep: {list: " + points + "}\n"
    text += "uncertain: {platform/out_of_network/cap: {low: .01, high: .02, source: assumption}}\n"
    scenario = from_text(text)
    for one in (scenario, from_dict(scenario.resolved())):
        first, second = (one.with_values(row) for row in one.design_points())
        assert first.model.parameters.platform.out_of_network.beta == 0.3
        assert first.model.parameters.platform.ad_load == 0.2
        assert second.model.parameters.platform.out_of_network.share == 0.3
        drawn = first.with_values(one.uncertain_draws(3)[1]).model.parameters.platform
        assert 0.01 <= drawn.out_of_network.cap <= 0.02
        assert (drawn.preset, drawn.out_of_network.beta) == ("x_2023", 0.3)


def test_what_a_preset_fills_in_says_how_sure_it_is():
    defaults = budget().defaults
    assert defaults["platform/weights"].endswith("preset xiaohongshu_ces_folklore, folklore, 2025-01-01")
    assert defaults["platform/ad_load"].endswith("preset xiaohongshu_ces_folklore, an assumption")
    assert defaults["platform/noise"].endswith("Source: assumption")


def test_actions_are_resolved():
    plans = budget().plans
    pay, film, _, boost, ads = plans["many KOCs"].actions
    assert (pay.group.choose, pay.group.budget, pay.group.parameters.tier, pay.item) == (
        "community_spread",
        23_200,  # of 24,000, beside making the diary
        "koc",
        "diary",
    )
    assert [at / DAY for at in pay.at.moments(3)] == [20 / 24, 2 + 20 / 24, 4 + 20 / 24]
    assert film.account == 7
    assert [at / HOUR for at in film.moments()] == [32, 56, 80]
    assert (boost.name, boost.spend, boost.cpm, boost.target, boost.retarget) == ("boost", 20000, 30, (), False)
    assert ads.retarget
    assert [(one.kind, one.name, one.share) for one in ads.target] == [
        ("segment", "office 25-34", None),
        ("interest", "fashion", 0.05),
        ("lookalike", 7, 0.1),
        ("community", 1, None),
    ]
    assert ads.at is None
    assert ads.frequency_cap is None


def test_all_faults_of_actions_are_said_at_once():
    text = TEXT + (
        "plans:\n  a:\n    actions:\n      - pay: {choose: nobody, count: 0}\n"
        "      - ads: {spend: 5, cpm: 0, item: x}\n"
        "      - live: {}\n      - post: {account: 900, at: day 9}\n"
    )
    with pytest.raises(ScenarioError) as raised:
        from_text(text)
    assert {fault.path for fault in raised.value.faults} == {
        "plans/a/actions/0/pay/count",
        "plans/a/actions/1/ads/cpm",
        "plans/a/actions/2/live",
        "plans/a/actions/3/post/account",
        "plans/a/actions/3/post/at",
    }


# -- money


def test_cents_are_counted_exactly():
    assert [cents_of(amount) for amount in (0.1, 0.29, 1.005, 19.99, 1e14 + 0.01, 0.005)] == [
        10,
        29,
        101,
        1999,
        10000000000000002 if 1e14 + 0.01 == 100000000000000.02 else 10000000000000001,
        1,
    ]
    assert money(7) == "0.07"


def test_a_ledger_over_its_budget_is_printed_and_a_long_one_by_action():
    ledger = Ledger((Entry("1 pay", "x by account 3", 60_000), Entry("2 ads", "impressions of x", 40_001)), "CNY")
    assert ledger.over(1000.01) is None
    assert ledger.over(None) is None
    told = ledger.over(1000)
    assert told.startswith(
        "costs 1,000.01 CNY, more than its budget of 1,000.00 CNY; ledger: 1 pay: x by account 3: 600.00"
    )
    assert told.endswith("sum: 1,000.01 CNY")
    many = Ledger(tuple(Entry("1 pay", f"x by account {n}", 100) for n in range(50)))
    assert many.lines() == ["1 pay: 50 entries: 50.00", "sum: 50.00"]


# -- what is recorded


def faults(compare, text=None):
    with pytest.raises(ScenarioError) as raised:
        from_text((text or TEXT + "plans: {b: {actions: []}}\n") + f"compare: {compare}\n")
    return str(raised.value)


def test_recording_and_series_are_read():
    given = TEXT + "plans: {b: {actions: []}}\ncompare: {record: [events], record_worlds: 7, series_every: 10 min}\n"
    compare = from_text(given).compare
    assert (compare.record_worlds, compare.series_every) == (7, 10 / 60)
    assert from_text(given.replace("10 min", "tick")).compare.series_every == "tick"


def test_recording_that_makes_no_sense_is_refused():
    assert "record_worlds is of recorded events; give record: [events]" in faults("{record_worlds: 5}")
    assert "series_every is 0.5 min; it must be at least 1 min" in faults("{series_every: .5 min}").replace(
        " .5", " 0.5"
    )
    assert "it must be a length of time, as 1h or 10 min, or tick" in faults("{series_every: often}")
    classic = "name: t\nseed: 1\nmodel: independent_cascade\nnetwork: {generator: star, accounts: 9}\n"
    classic += "plans: {a: {seeds: {accounts: [0]}}}\n"
    assert "series_every belongs to the campaign model" in faults("{series_every: 1h}", classic)


def test_a_measure_that_is_not_defined_by_a_group_is_told_by_which_it_is():
    told = faults("{metrics: [follower_growth_by_channel]}")
    assert "follower_growth is not defined by channel, only by community, tier, segment" in told
    assert "ask for orders_in_contact or orders_after_click" in faults("{metrics: [orders_by_segment]}")


def test_a_preset_brings_what_was_fitted_for_it_and_the_file_wins():
    text = """\
name: t
seed: 1
model: {campaign: {like_level: -4}}
network: {generator: kol_communities, accounts: 300}
platform: {preset: tiktok}
product: {quality: .6}
plans: {a: {actions: []}}
"""
    scenario, fit = from_text(text), preset("tiktok").parameters
    parameters = scenario.model.parameters
    assert (parameters.like_level, parameters.inflow, parameters.trust_slope) == (-4, fit["inflow"], fit["trust_slope"])
    assert parameters.product.goodwill_effect == fit["product"]["goodwill_effect"]
    assert scenario.full["model"]["campaign"]["inflow"] == 20
    assert from_text(scenario.resolved_yaml()) == scenario
    assert from_text(text.replace("tiktok", "x_2026")).model.parameters.inflow == 150
    swept = from_text(text + "sweep: {grid: {platform/preset: [tiktok, x_2026]}}\n")
    for one in (swept, from_text(swept.resolved_yaml())):
        found = [one.with_values(point).model.parameters.inflow for point in one.design_points()]
        assert found == [20, 150]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("product: {order_value: 100, order_delay: 24}", "product/order_delay is not a known key"),
        ("model: {campaign: {effects: {like: {utilty: 2}}}}", "model/campaign/effects/like/utilty is not a known key"),
    ],
)
def test_a_part_with_a_fault_is_not_told_as_missing_too(fault, told):
    text = """\
name: t
currency: CNY
network: {generator: kol_communities, accounts: 300}
plans: {a: {actions: [{post: {account: 3}}, {community: {offer: 20, spend: 300}}]}}
compare: {metrics: [reach, orders, roas]}
"""
    rest = {"product": "product: {order_value: 100}", "model": "model: campaign"}
    rest.pop(fault.split(":")[0])
    with pytest.raises(ScenarioError) as error:
        from_text(text + fault + "\n" + "\n".join(rest.values()) + "\n")
    assert len(error.value.faults) == 1
    assert told in str(error.value)
