"""What a campaign will do, in sentences."""

import re
from pathlib import Path

import pytest

from sim.experiment import priced
from sim.scenario import explain, from_text, load

FILES = Path(__file__).parent.parent / "scenarios" / "valid"
TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
network: {generator: kol_communities, accounts: 500}
"""


def text_of(name):
    return "\n".join(explain(load(FILES / f"{name}.yaml")))


def test_time_platform_audience_product_and_prices_are_told():
    text = text_of("campaign_budget")
    assert "The campaign lasts 14 days" in text
    assert "The platform is the preset xiaohongshu_ces_folklore of 2025-01-01 (folklore). Source: practitioners" in text
    assert "The feed ranks by predicted engagement; 85% of looks go to authors not followed, 7% to ads." in text
    assert "From day 5 12:00 on the platform has ranking ranked, recency_hours 3." in text
    assert "oily skin 18-24 (15%), office 25-34 (20%)" in text
    worth = "an order is worth 168 CNY in the median, 190 CNY on average (order_spread 0.5)"
    assert f"{worth}, with a margin of 62%; 9% are sent back" in text
    assert "A paid post costs 0.5 CNY x followers ^ 0.9; the platform takes 10% on top." in text


def test_each_plan_and_its_ledger_are_told():
    text = text_of("campaign_budget")
    assert "Plan nobody: nothing is done." in text
    assert (
        "Plan star first (budget 500,000 CNY): 1 account chosen by top_followers (tier waist), paid for diary, "
        "day 1 20:00; 150,000 CNY for ads of diary to oily skin 18-24 at 40 CNY a thousand, at most 3 an account, "
        "day 1..14." in text
    )
    assert (
        "Ledger of star first: 150,800.00 CNY are set aside (making diary 800.00, impressions of diary 150,000.00); "
        "accounts that are counted cost what they are quoted on the network." in text
    )
    assert "at least 336,000.00 CNY of the budget stay unspent" in text
    assert "3 posts of film on the brand's account 7, day 2..4 08:00" in text


def test_a_design_where_only_who_is_paid_differs_has_no_warning():
    text = text_of("campaign_design")
    assert "The plans differ in: strategy.\n" in text
    assert "This is an equal-count comparison: each plan has 20 accounts." in text
    assert "Warning" not in text
    assert "No product is named, and orders are counted: one as by default is sold." in text


def differences(*actions):
    plans = "".join(f"  p{n}: {{actions: [{action}]}}\n" for n, action in enumerate(actions))
    sentences = explain(from_text(TEXT + "platform: {ad_load: .1}\nplans:\n" + plans))
    return [one for one in sentences if one.startswith(("The plans", "Warning"))]


def test_what_differs_between_actions_is_named():
    ads = "ads: {spend: 50, cpm: 40}"
    pay = "pay: {choose: at_random, count: 3, at: day 1 09:00}"
    assert differences(ads, ads) == ["The plans do not differ: they are the same."]
    assert differences(ads, "ads: {spend: 60, cpm: 40}") == ["The plans differ in: ads."]
    assert differences(pay, "pay: {choose: at_random, count: 3, at: day 2 09:00}") == [
        "The plans differ in: time of paid posts."
    ]
    assert len(differences(pay, ads)) == 2
    seeds = "  s: {seeds: {choose: at_random, count: 3}}\n"
    sentences = explain(from_text(TEXT + "plans:\n" + seeds + f"  p: {{actions: [{pay}]}}\n"))
    assert "The plans differ in: seeds or paid posts." in sentences


def test_commission_is_told_where_it_is_paid():
    head = TEXT.replace("campaign\n", "campaign\ncurrency: CNY\nprices: {per_follower: 1, currency: CNY}\n", 1)
    head = head.replace("currency: CNY\nmodel", "model", 1)
    content = "brand: 7\ncontent: {diary: {cost: 50}, show: {format: live, lasts_hours: 2}}\n"
    actions = "pay: {choose: at_random, count: 3%s}}, {live: {item: show%s}"
    for usual, pay, live in ((0, ", commission: 15%", ", commission: 20%"), (0.1, "", ""), (0, "", "")):
        product = f"product: {{order_value: 100, commission: {usual}}}\n"
        plans = f"plans: {{a: {{actions: [{{{actions % (pay, live)}}}]}}}}\n"
        text = "\n".join(explain(from_text(head + content + product + plans)))
        assert ("(who posts gets 15% of the value of the orders through it)" in text) == bool(pay)
        assert ("(its host gets 20% of the value of the orders through it)" in text) == bool(live)
        own = "beside the budget, commission of 15% of the value of the orders through 1 pay, 20% of the value"
        assert (own in text) == bool(pay)
        assert ("beside the budget, commission of 10% of the value of the orders through 1 pay." in text) == bool(usual)
    pays = [f"pay: {{choose: at_random, count: 3, commission: {share}%}}" for share in (5, 10)]
    sold = "platform: {ad_load: .1}\nproduct: {order_value: 100}\nplans:\n"
    plans = "".join(f"  p{n}: {{actions: [{one}]}}\n" for n, one in enumerate(pays))
    assert "The plans differ in: commissions." in explain(from_text(head + sold + plans))


def test_a_preset_without_a_target_of_its_own_says_so():
    sentences = explain(from_text(TEXT + "platform: {preset: weibo}\nplans: {a: {actions: []}}\n"))
    assert "The preset weibo has no target of its own: it takes that of x_2026." in sentences
    assert any("of 2026-08-12 (assumption)" in one for one in sentences)


def test_ads_on_a_platform_without_any_are_warned_of():
    plans = "plans: {a: {actions: [{ads: {spend: 50, cpm: 40}}]}, b: {actions: []}}\n"
    warning = "Warning: a buy ads, but the platform shows none (ad_load is 0): that money stays unspent."
    assert warning in explain(from_text(TEXT + plans))
    assert warning not in explain(from_text(TEXT + "platform: {ad_load: .1}\n" + plans))
    assert warning not in explain(from_text(TEXT + "platform: {preset: x_2026}\n" + plans))


def test_of_many_parameters_only_those_are_told_that_differ_from_their_defaults():
    plain = "plans: {a: {actions: []}}\n"
    every = len(from_text(TEXT + plain).resolved()["model"]["campaign"])
    (said,) = [one for one in explain(from_text(TEXT + plain)) if one.startswith("Content spreads")]
    assert said == f"Content spreads by campaign ({every} parameters as by default)."
    given = TEXT.replace("model: campaign", "model: {campaign: {looks: 5, inflow: 80, rhythm: flat}}")
    (said,) = [one for one in explain(from_text(given + plain)) if one.startswith("Content spreads")]
    assert said == f"Content spreads by campaign (inflow 80.0, rhythm flat, {every - 2} parameters as by default)."
    again = from_text(from_text(given + plain).resolved_yaml())
    assert said in explain(again)


def test_many_assumptions_are_counted_by_the_part_of_the_file():
    from sim.scenario.sources import weak_defaults

    scenario = from_text(TEXT + "platform: {preset: x_2026}\nplans: {a: {actions: []}}\n")
    (said,) = [one for one in explain(scenario) if one.startswith("These rest on assumptions or weak sources")]
    weak = weak_defaults(scenario)
    assert f"({len(weak)}): " in said
    of_platform = sum(path.startswith("platform/") for path in weak)
    assert 0 < of_platform < len(weak)
    assert f"platform {of_platform}" in said
    assert "model/" not in said
    assert "--resolved" in said
    assert len(said) < 250


BEYOND = TEXT + "plans: {a: {actions: []}}\nplatform: {preset: x_2026, out_of_network: {beta: 4}}\n"


def test_what_lies_beyond_its_plausible_range_is_remarked_on_and_not_refused():
    found = [one for one in explain(from_text(BEYOND)) if one.startswith("Remark")]
    assert found == [
        "Remark: platform/out_of_network/beta is 4.0, beyond what is plausible: 0 to 2 (default 1.0, assumption)."
    ]
    assert not [one for one in explain(from_text(BEYOND.replace("beta: 4", "beta: 2"))) if one.startswith("Remark")]
    more = BEYOND.replace("name: t\n", "name: t\nhorizon: 120 days\nproduct: {returns: 60%}\n")
    more += "also_on: {b: {preset: tiktok, noise: 2}}\naudience: {young: {share: .2, demand: 9}}\n"
    paths = [one.split()[1] for one in explain(from_text(more)) if one.startswith("Remark")]
    assert paths == [
        "horizon",
        "platform/out_of_network/beta",
        "also_on/b/noise",
        "product/returns",
        "audience/young/demand",
    ]


def test_of_many_values_beyond_their_ranges_the_rest_is_counted(monkeypatch):
    from sim.scenario import explain_parameters

    monkeypatch.setattr(explain_parameters, "MOST_REMARKS", 2)
    wild = "{campaign: {looks: 11, relations: {urgency: 1.01, familiarity: 1.01, prize_effect: .61}}}"
    text = TEXT.replace("model: campaign", f"model: {wild}")
    found = [one for one in explain(from_text(text + "plans: {a: {actions: []}}\n")) if one.startswith("Remark")]
    assert len(found) == 3
    assert found[-1] == "Remark: 2 more values lie beyond their plausible ranges."


def test_every_parameter_is_told_with_default_range_mark_and_source():
    from sim.models.campaign.table import table
    from sim.scenario import parameter_lines

    scenario = from_text(BEYOND + "product: {quality: .9, usual_price: 90}\n")
    lines = parameter_lines(scenario)
    assert lines[0] == "Parameters that the file sets (4):"
    assert "  product/quality 0.9: default 0.5, range 0 to 1 (0 to 1); set by the file" in lines
    assert "  model/campaign/looks 5.0: default 5.0, range 3 to 10 (posts); assumption" in lines
    preset = "default 1.0, range 0.5 to 1 (ratio); published: preset x_2026, published, 2026-08-12"
    assert f"  platform/stranger_factor 0.75: {preset}" in lines
    ads = "default 0.0, range 0 to 0.3 (share of looks); assumption: preset x_2026, an assumption"
    assert f"  platform/ad_load 0.14: {ads}" in lines
    named = {line.split()[0] for line in lines if line.startswith("  ")}
    of_all = [path for path, row in table().items() if path.split("/")[0] in ("product", "relations")]
    assert {path if path.startswith("product") else f"model/campaign/{path}" for path in of_all} <= named
    marks = {line.split("; ")[1].partition(":")[0] for line in lines[1:-1] if line.startswith("  ") and "; " in line}
    assert marks & {"weak", "assumption"}
    for mark in marks & {"published", "fitted", "weak", "assumption", "input", "folklore"}:
        assert f"{mark}: " in lines[-1]  # the legend tells each that is used
    assert lines[-1].startswith("Marks: published: a publication gives the default")
    (left,) = [line for line in lines if line.startswith("Parameters that it leaves")]
    assert left == f"Parameters that it leaves ({len(named) - 4}):"
    assert parameter_lines(load(FILES / "shortest.yaml")) == []


def test_gifts_that_are_too_dear_for_one_account_s_people_are_warned_of():
    text = """\
name: t
seed: 1
currency: CNY
model: campaign
network: {generator: kol_communities, accounts: 500, represents: 100000}
product: {order_value: 100}
brand: 7
plans:
  a:
    actions:
      - post: {}
      - community: {offer: 20, spend: 3000}
      - referral: {reward: 10, spend: 1999}
"""
    told = "\n".join(explain(from_text(text)))
    least = "an account stands for 200 people, so one gift is 4,000 CNY, and 3,000 CNY are there for all."
    assert f"Warning: a pays no gift: {least}" in told
    assert "Warning: a pays no reward: an account stands for 200 people, so one reward is 2,000 CNY" in told
    enough = text.replace("spend: 3000", "spend: 4000").replace("spend: 1999", "spend: 2000")
    assert "pays no" not in "\n".join(explain(from_text(enough)))


def test_a_condition_says_in_what_it_is_counted():
    rules = "".join(
        f"{{when: {{if: {what}, at: day 2, then: [{{post: {{account: 1}}}}]}}}}, "
        for what in ("reach < 50", "clicks > 3", "leads > 1", "orders > 2", "engagement_per_view > .1")
    )
    rest = f"product: {{order_value: 9}}\nplans: {{a: {{actions: [{rules}]}}}}\n"
    alone = "\n".join(explain(from_text(TEXT + rest)))
    many = "\n".join(explain(from_text(TEXT.replace("500}", "500, represents: 600000}") + rest)))
    assert "if reach < 50 (accounts) on day 2" in alone
    for told in ("reach < 50 (accounts, each of 1,200 people)", "clicks > 3 (of accounts, each of 1,200 people)"):
        assert f"if {told} on day 2" in many
    for told in ("leads > 1 (people)", "orders > 2 (of people)", "engagement_per_view > 0.1 (engagements, of views"):
        assert f"if {told}" in many


def test_what_says_nothing_of_money_is_not_said():
    counted = "{budget: 9000, actions: [{pay: {choose: top_followers, count: 1, at: day 1 09:00}}]}"
    ads = "{budget: 9000, actions: [{ads: {spend: 9000, cpm: 20, at: day 1}}]}"
    prices = "prices: {per_follower: .1, currency: CNY}\n"
    plans = f"plans:\n  star: {counted}\n  ads: {ads}\n"
    said = explain(from_text(TEXT + "platform: {ad_load: .1}\n" + prices + plans))
    text = "\n".join(said)
    assert "Ledger of star: accounts that are counted cost what they are quoted on the network." in text
    assert "Ledger of ads: 9,000.00 CNY are set aside (impressions of post 9,000.00)." in text
    assert "This is an equal-budget comparison: each plan has 9,000 CNY." in text
    assert " 0.00" not in text


@pytest.mark.parametrize(("spare", "warned"), [(1.05, False), (9.0, True)])
def test_a_budget_that_buys_nobody_is_warned_of_once_prices_are_known(spare, warned):
    pay = "actions: [{pay: {choose: top_followers, count: 1, at: day 1 09:00}}]"
    head = TEXT + "platform: {ad_load: .1}\nprices: {per_follower: .5, currency: CNY}\nplans:\n"
    (cost,) = [re.search(r"costs ([\d,.]+) CNY", one)[1] for one in priced(from_text(head + f"  star: {{{pay}}}\n"))]
    budget = spare * float(cost.replace(",", ""))
    told = priced(from_text(head + f"  star: {{budget: {budget:.2f}, {pay}}}\n  none: {{actions: []}}\n"))
    warnings = [one for one in told if one.startswith("Warning: star: ")]
    assert len(warnings) == warned
    if warned:
        assert "could be used: its accounts are counted, and 89% of its budget buys nobody" in warnings[0]


def demand_told(product, varied=""):
    """What is said of the price and of interest in the product."""
    design = f"sweep: {{grid: {{{varied}}}}}\n" if varied else ""
    text = (
        f"product: {{{product}}}\nplans: {{nobody: {{actions: []}}}}\ncompare: {{metrics: [orders], replicates: 10}}\n"
    )
    sentences = explain(from_text(TEXT + text + design))
    start = next(n for n, one in enumerate(sentences) if one.startswith("The product has")) + 1
    return [one for one in sentences[start : start + 2] if "Orders" in one or "demand" in one or "interest" in one]


def test_whether_orders_follow_the_price_is_told():
    swept = "product/order_value: [50, 200]"
    assert demand_told("order_value: 50") == []
    no_effect = [
        "Orders do not follow the price: product/price_effect is 0. product/order_value only changes what an order is "
        "worth."
    ]
    assert demand_told("order_value: 50", swept) == no_effect
    assert demand_told("order_value: 50, usual_price: 100") == no_effect
    no_usual = [
        "Orders do not follow the price: without product/usual_price every product/order_value is the usual one."
    ]
    assert demand_told("price_effect: 3", swept) == no_usual
    follows, clicks = "Baseline demand follows product/order_value", "Clicks lead to orders as at any price."
    assert demand_told("order_value: 200, usual_price: 100, price_effect: 4") == [
        f"{follows} beside product/usual_price: at 200 CNY instead of 100 it is 0.25 times the usual (where "
        f"price_sensitivity is .5). {clicks}"
    ]
    assert demand_told("usual_price: 100, price_effect: 4", swept) == [
        f"{follows} beside product/usual_price: a price 1% higher takes 2% of it (where price_sensitivity is .5). "
        f"{clicks}"
    ]
    both = "product/price_effect: [0, 4], product/usual_price: [50, 200]"
    assert demand_told("order_value: 100", both) == [f"{follows} beside product/usual_price. {clicks}"]


def test_whether_orders_follow_interest_is_told():
    assert demand_told("topics: [food]") == [
        "Who is interested in the product orders no more: product/interest_effect is 0."
    ]
    assert demand_told("interest_effect: .5") == [
        "product/interest_effect changes nothing: product/topics is not given."
    ]
    assert demand_told("topics: [food, sport], interest_effect: .5") == [
        "Who is interested in food, sport orders more by himself (1.65 times a standard deviation); the mean over all "
        "accounts stays."
    ]
    assert demand_told("topics: [food]", "product/interest_effect: [0, 1]") == [
        "Who is interested in food orders more by himself; the mean over all accounts stays."
    ]
