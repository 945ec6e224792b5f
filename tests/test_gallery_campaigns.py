"""What the gallery says in words of campaigns with relations, promotions and rules: true of the stored runs."""

import json
import re
from pathlib import Path

PICTURES = Path(__file__).parents[1] / "docs" / "gallery"


def stored(name):
    return json.loads((PICTURES / f"{name}.json").read_text(encoding="utf-8"))


def number(text):
    return float(text.replace(",", ""))


def told(name, plan, metric, key="mean", at=None):
    """A number of a plan as it is stored: its mean, an end of its interval, or its luck."""
    for row in stored(name)["plans"]:
        if (row["plan"], row["metric"]) == (plan, metric) and (at is None or at in row["at"].values()):
            return number(row[key])
    raise LookupError(f"{name} has no {metric} of {plan}")


def against(name, plan, metric):
    """(low, high) of what a plan gains over the one that the others are held against."""
    (line,) = [line for line in stored(name)["beside"] if line.startswith(f"*{plan}* against ")]
    ends = re.findall(rf" {metric} \(95%: (\S+) to (\S+)\)", line)[0]
    return number(ends[0]), number(ends[1])


def gain(name, plan, change):
    """(low, high) of what a plan gains over the first design point by this change."""
    (line,) = [line for line in stored(name)["beside"] if line.startswith(f"*{plan}* with {change}")]
    return tuple(number(end) for end in re.findall(r"95%: (\S+) to (\S+)\)", line)[0])


def test_what_the_page_says_of_promises():
    for quality in (0.2, 0.5, 0.8):
        lifts = [told("hype", plan, "order_lift", at=quality) for plan in ("understated", "as expected", "hype")]
        assert lifts == sorted(lifts)
        assert told("hype", "hype", "order_lift", "low", quality) > told(
            "hype", "as expected", "order_lift", "high", quality
        )
    assert (
        told("hype", "hype", "mean_satisfaction", "high", 0.2) < 0 < told("hype", "hype", "mean_satisfaction", at=0.8)
    )
    ill = [told("hype", plan, "negative_mentions", at=0.2) for plan in ("understated", "as expected", "hype")]
    assert ill == sorted(ill)
    assert told("hype", "understated", "lost_orders", "low", 0.5) > 0


def test_what_the_page_says_of_the_price_of_a_star():
    verdict = stored("star_price")["verdict"]
    assert "0.8" in verdict[0]
    assert "*stars* gains" in verdict[0]
    assert "1.1" in verdict[3]
    assert "*many KOCs* gains" in verdict[3]
    assert "*many KOCs* gains" in verdict[2]


def test_what_the_page_says_of_a_competitor():
    few, many, lost = 1, 1000, {}
    for plan in ("five stars", "100 KOCs"):
        ends = [told("competitor", plan, "reach", "median", accounts) for accounts in (few, many)]
        lost[plan] = 1 - ends[1] / ends[0]
        change = f"occasions/competitors/0/accounts = {many}"
        assert gain("competitor", plan, change)[1] < 0
        voice = [told("competitor", plan, "share_of_voice", at=accounts) for accounts in (few, many)]
        assert 1 - voice[1] / voice[0] > lost[plan] + 0.2
    assert 0.3 < lost["five stars"] < 0.45
    assert lost["100 KOCs"] < 0.7 * lost["five stars"]
    for luck in ("mean", "bad luck", "good luck"):
        left = {p: [told("competitor", p, "reach", luck, accounts) for accounts in (few, many)] for p in lost}
        parts = {plan: after / before for plan, (before, after) in left.items()}
        assert parts["five stars"] < parts["100 KOCs"], "a larger part for the stars, with any luck"


def test_what_the_page_says_of_a_crisis():
    soon, late, money = "empathy after 1 h", "empathy after 48 h", "compensation at once"
    assert against("crisis", soon, "lost_orders")[1] < 0
    low, high = against("crisis", "empathy after 6 h", "lost_orders")
    assert low < 0 < high
    assert against("crisis", late, "lost_orders") == (0, 0), "an answer after two days changes no order"
    for answer in (soon, "empathy after 6 h"):
        assert against("crisis", answer, "negative_mentions")[1] < 0
    low, high = against("crisis", late, "negative_mentions")
    assert low < 0 < high
    assert against("crisis", money, "negative_mentions")[0] > 0
    assert against("crisis", money, "lost_orders")[0] < 0 < against("crisis", money, "lost_orders")[1]


def test_what_the_page_says_of_a_community():
    community, ads = (
        against("private_community", "community", "order_lift"),
        against("private_community", "ads", "order_lift"),
    )
    assert ads[0] > 10 * max(community)
    assert against("private_community", "community", "gifts_paid")[1] < 6000
    assert against("private_community", "community", "joined")[0] > 0


def test_what_the_page_says_of_friends_and_prizes():
    kols = told("friends_or_kols", "KOLs alone", "order_lift", "low")
    assert told("friends_or_kols", "refer a friend", "order_lift", "high") < kols
    assert told("friends_or_kols", "refer a friend", "spent", "high") < 33_000
    lottery, challenge = (against("friends_or_kols", plan, "order_lift") for plan in ("lottery", "challenge"))
    assert lottery[0] < 0 < lottery[1]
    assert told("friends_or_kols", "lottery", "order_lift", "median") < kols
    assert challenge[0] < 0 < challenge[1]
    assert told("friends_or_kols", "lottery", "order_lift", "good luck") > kols


def test_what_the_page_says_of_a_pilot():
    both = told("pilot", "try both first", "clicks")
    assert both > max(told("pilot", plan, "clicks") for plan in ("bet on this", "bet on that"))
    assert "*try both first* gains" in stored("pilot")["verdict"][0]


def test_what_the_page_says_of_a_push():
    name = "only_if_it_lags"
    lags, well = (
        {m: told(name, plan, m) for m in ("engagements", "spent")} for plan in ("if it lags", "if it does well")
    )
    none = {m: told(name, "no push", m) for m in ("engagements", "spent")}
    assert against(name, "if it does well", "engagements")[0] > 0
    for metric in ("spent", "reach"):
        assert against(name, "if it does well", metric)[1] < 0
    for_the_lucky, for_the_lagging = against(name, "always", "engagements"), against(name, "no push", "engagements")
    paid_for_the_lucky, paid_for_the_lagging = against(name, "always", "spent"), against(name, "no push", "spent")
    least, most = for_the_lucky[0] / paid_for_the_lucky[1], for_the_lagging[0] / paid_for_the_lagging[1]
    assert least > most, "a yuan does more where a post does well, whatever of these intervals is true"
    assert well["engagements"] - none["engagements"] > lags["engagements"] - none["engagements"]
    assert told(name, "always", "engagements") > well["engagements"]
    none, rescued, lucky = (
        told(name, plan, "engagements", "bad luck") for plan in ("no push", "if it lags", "if it does well")
    )
    assert rescued > 2 * none
    assert lucky == none


def test_what_the_page_says_of_care():
    for plan in ("one person", "three people", "a machine"):
        assert against("care", plan, "detractors")[1] < 0
        assert told("care", plan, "answered_share") > 0.9
        assert against("care", plan, "complaints")[0] > 0
    assert told("care", "one person", "detractors") < told("care", "nobody answers", "detractors") / 4
    late = against("care", "a day late", "detractors")
    assert against("care", "one person", "detractors")[1] < late[0] < late[1] < 0
    assert told("care", "a day late", "answered_share") < 0.5
    for metric in ("lost_orders", "order_lift"):
        low, high = against("care", "one person", metric)
        assert low < 0 < high


def test_what_the_page_says_of_opting_out():
    kept = {}
    for plan in ("everybody", "who is interested"):
        assert gain("opting_out", plan, "opt_out = 0.66")[1] < 0
        kept[plan] = told("opting_out", plan, "clicks", at=0.66) / told("opting_out", plan, "clicks", at=0)
    assert kept["who is interested"] < 0.5
    assert kept["who is interested"] < kept["everybody"]
    often = [told("opting_out", p, "impressions", at=0) / told("opting_out", p, "reach", at=0) for p in kept]
    assert often[1] > 2 * often[0]
    assert "*everybody* gains" in stored("opting_out")["verdict"][0]


def test_what_the_page_says_of_reach_and_orders_of_two_platforms():
    assert against("two_platforms", "half each", "incremental_orders")[0] > 0
    low, high = against("two_platforms", "douyin only", "incremental_orders")
    assert low < 0 < high
    assert against("two_platforms", "douyin only", "reach")[0] > against("two_platforms", "half each", "reach")[1]
    worst = told("two_platforms", "douyin only", "reach", "bad luck")
    assert worst > told("two_platforms", "here only", "reach", "good luck")
