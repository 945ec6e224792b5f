"""The report of a campaign: a funnel, days, money with its currency, and no word about seeds that die early."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from report_results import communities, compare

from sim import plots
from sim.experiment import compare as run
from sim.experiment import rerun
from sim.face import tables_for_people, verdict_for_people
from sim.metrics.funnel import MEASURED, STAGES
from sim.plots import naming, stored
from sim.plots.campaigns import is_campaign
from sim.plots.writing import percent
from sim.report import figures, report_html, write_figures
from sim.report.assumptions import assumptions
from sim.report.page import leads, tiles
from sim.report.remarks import remarks
from sim.report.tables import brought_tables, columns, tables
from sim.results import Result
from sim.scenario import explain, from_text, load

SCENARIOS = Path(__file__).parents[2] / "scenarios"

TEXT = """\
name: Small
seed: 7
currency: USD
model: campaign
horizon: 2 days
network: {generator: kol_communities, accounts: 400, represents: 40000}
platform: {preset: x_2026, tick_minutes: 60}
prices: {per_follower: .1, currency: USD}
product: {order_value: 100, orders_a_day: .02}
content: {diary: {cost: 50}}
plans:
  name:
    actions:
      - pay: {choose: top_followers, count: 2, item: diary, at: day 1 09:00}
      - ads: {spend: 900, cpm: 20, frequency_cap: 1, at: day 1..2}
  small ads: {actions: [{ads: {spend: 300, cpm: 20, frequency_cap: 2, at: day 1..2}}]}
compare:
  metrics: [cost_per_incremental_order, orders, roas, orders_by_channel_last_touch, probability_of_loss]
  decide_by: orders
  replicates: 8
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return run(from_text(TEXT), out=tmp_path_factory.mktemp("runs"), threads=1)


@pytest.fixture(scope="module")
def text(result):
    return report_html(result)


def of(result, plan, metric):
    return result.runs.loc[result.runs["plan"] == plan, metric]


def test_the_funnel_is_stored_for_every_campaign_and_made_again_the_same(result):
    kept = Result.load(result.folder)
    assert set(MEASURED) <= set(kept.runs.columns)
    assert (kept.runs["impressions"] >= kept.runs["reach"]).all()
    assert (kept.runs["orders"] >= kept.runs["incremental_orders"]).all()
    assert rerun(result.folder, threads=1).identical


def test_a_campaign_without_a_product_or_money_has_what_it_can():
    bare = re.sub(r"(?m)^(currency|prices|product|compare|  metrics|  decide_by).*\n", "", TEXT)
    bare = bare.replace("cost: 50", "utility: .5").replace("diary: {}", "diary: {utility: .5}")
    bare = re.sub(
        r"(?s)plans:.*", "plans: {a: {actions: [{post: {account: 5, item: diary, at: day 1 09:00}}]}}\n", bare
    )
    found = run(from_text(bare + "compare: {metrics: [reach], replicates: 2}\n"), out=None, threads=1)
    assert list(dict.fromkeys(plots.funnel_data(found)["stage"])) == ["impressions", "reach", "clicks"]
    assert "spent" not in found.runs.columns
    assert 'id="figure-funnel"' in report_html(found)


def test_the_funnel_counts_people_at_every_stage(result):
    data = plots.funnel_data(result).set_index(["stage", "plan"])
    assert list(dict.fromkeys(stage for stage, _ in data.index)) == list(STAGES)
    assert set(data["people_an_account"]) == {100.0}
    for plan in ("name", "small ads"):
        assert data.loc[("reach", plan), "mean"] == pytest.approx(100 * of(result, plan, "reach").mean())
        assert data.loc[("orders", plan), "mean"] == pytest.approx(of(result, plan, "orders").mean())
        assert (data["low"] >= 0).all()
        assert (data["low"] <= data["mean"]).all()
        assert (data["mean"] <= data["high"]).all()


def test_the_funnel_is_drawn_with_every_number_beside_it(result, text, tmp_path):
    axes = Figure().add_subplot()
    assert plots.funnel(result, ax=axes) is axes
    data = plots.funnel_data(result)
    drawn = {annotation.get_text() for annotation in plots.funnel(result).texts}
    assert {naming.number(mean) for mean in data["mean"]} <= drawn
    stored_beside = {path.name: path for path in write_figures(result, tmp_path)}
    beside = pd.read_csv(stored_beside["funnel.csv"])
    pd.testing.assert_frame_equal(beside, data, check_dtype=False)
    exact = json.loads(re.search(r'id="figure-funnel" data-values="([^"]+)"', text)[1].replace("&#34;", '"'))
    assert [row[2] for row in exact["data"]] == pytest.approx(list(data["mean"]))
    heard = re.search(r'<desc id="funnel-description">([^<]+)<', text)[1]
    assert all(naming.number(mean) in heard for mean in data["mean"])


def test_zero_and_missing_stages_are_drawn(result):
    runs = result.runs.assign(leads=0.0, incremental_orders=np.nan)
    none = type(result)(**{**vars(result), "runs": runs})
    axes = plots.funnel(none)
    assert axes.get_xlim()[0] < 0
    assert "0" in {annotation.get_text() for annotation in axes.texts}
    row = next(row for row in tables(none, "en", "funnel")[0].rows if row["name"] == "Orders it brings")
    assert row["plan-0"] == ("–", None)


def test_more_reached_than_impressions_is_explained_where_it_happens(result, text):
    assert "counts as reached without an impression" not in text
    seen = result.runs["impressions"].where(result.runs["plan"] != "name", 0.0)
    unseen = type(result)(**{**vars(result), "runs": result.runs.assign(impressions=seen)})
    (told,) = [sentence for sentence in leads(unseen, "en", "funnel") if "without an impression" in sentence]
    assert "so under name more people are reached than there were impressions" in told


def test_what_is_not_defined_is_one_dash(result):
    none = result.runs.assign(roas=np.nan)
    table = tables_for_people(type(result)(**{**vars(result), "runs": none}))
    assert "- to -" not in table
    assert "-: not defined, as in no world there was anything to divide by" in table
    assert "not defined" not in tables_for_people(result)


@pytest.mark.parametrize("name", ["star_price", "two_platforms", "algorithm_change", "private_community", "weibo"])
def test_explain_and_the_report_count_the_same_assumptions(name):
    scenario = load(SCENARIOS / f"{name}.yaml")
    manifest = {"scenario": scenario.resolved(), "defaults": dict(scenario.defaults)}
    rows = {row["path"]: row["mark"] for row in assumptions(SimpleNamespace(manifest=manifest))}
    head = "These rest on assumptions or weak sources"
    (said,) = [sentence for sentence in explain(scenario) if sentence.startswith(head)]
    weak = sum(mark == "weak" for mark in rows.values())
    assert weak > 10
    assert said.startswith(f"{head} ({weak}):")
    if scenario.campaign is not None and "weights" in scenario.full["platform"]:  # filled in whole, and not yours
        assert rows["platform/weights"] in ("weak", "sourced")
        assert not any(path.startswith("platform/weights/") for path in rows)


def test_a_cascade_has_no_funnel():
    classic = compare(communities(60, 2), {"a": [0]}, replicates=5)
    assert not is_campaign(classic)
    assert plots.funnel_data(classic).empty
    with pytest.raises(plots.MissingResult, match="no funnel"):
        plots.funnel(classic)
    assert "figure-funnel" not in report_html(classic)
    assert "spent" not in classic.runs.columns


def test_every_cell_of_the_funnel_carries_its_exact_values(result, text):
    table = tables(result, "en", "funnel")[0]
    assert [title for _, title in table.columns] == ["name", "small ads"]  # a plan may be called as it likes
    assert table.rows[0]["name"] == "Impressions"
    data = plots.funnel_data(result)
    exact = [row["plan-1"][1][0] for row in table.rows]
    assert exact == list(data.loc[data["plan"] == "small ads", "mean"])
    assert text.index('id="funnel"') < text.index('id="plans"')


def test_a_campaign_is_not_told_as_a_cascade(result, text):
    visible = re.sub(r"<style>.*?</style>|<pre>.*?</pre>", "", text, flags=re.DOTALL)
    for word in ("Dies early", "Goes viral", "goes viral", "Seeds", "One cascade", "tenth of the network", "Roas"):
        assert word not in visible
    assert 'id="figure-network"' not in text
    assert 'id="figure-followers"' in text
    assert [key for key, _ in columns("en", result)][-3:] == ["authors", "spent", "set_aside"]
    row = tables(result, "en", "plans")[0].rows[0]
    assert row["authors"] == ("2", 2)


def test_time_is_told_in_days(result):
    axes = plots.over_time(result)
    assert axes.get_xlabel() == "Days of the campaign"
    assert axes.get_xlim() == (0, 2)
    assert max(line.get_xdata().max() for line in axes.get_lines()) <= 2
    assert plots.over_time_data(result)["time"].max() > 24  # the numbers stay in the model's hours
    assert plots.over_time(compare(communities(60, 2), {"a": [0]}, replicates=5)).get_xlabel() == "Time (steps)"


def test_the_first_screen_says_what_was_really_spent(result):
    found = {tile.name: tile for tile in tiles(result, "en", [])}
    assert list(found) == ["difference", "won", "cost", "turning", "weak"]
    told = found["cost"].exact
    for plan in ("name", "small ads"):
        assert told[plan]["spent"] == pytest.approx(of(result, plan, "spent").mean())
        assert told[plan]["set_aside"] == result.manifest["plans"][plan]["spent"]
    assert told["name"]["spent"] < told["name"]["set_aside"]  # the cap left some ads without anybody to show them to
    assert f"of USD {told['name']['set_aside']:,.0f} set aside" in found["cost"].note
    assert found["cost"].label == "Spent, on average"
    assert found["difference"].label == "Difference in orders"
    assert plots.cost_against_result_data(result)["spent"].tolist() == [told[plan]["spent"] for plan in told]


def test_a_run_without_stored_spending_tells_what_was_set_aside(result):
    older = type(result)(**{**vars(result), "runs": result.runs.drop(columns="spent")})
    assert naming.spent(older, "name") == result.manifest["plans"]["name"]["spent"]
    assert "set aside" not in next(tile for tile in tiles(older, "en", []) if tile.name == "cost").note


def test_money_has_its_currency_and_its_sign_in_front(result):
    assert naming.title(result, "en", "incremental_profit") == "Incremental profit (USD)"
    assert naming.title(result, "en", "cost_per_order") == "Cost per order (all orders, USD)"
    assert naming.title(result, "en", "net_roas") == "Net ROAS (without returns)"
    assert naming.signed_amount(result, "incremental_profit", -1234.0) == "-USD 1,234"
    assert naming.signed_amount(result, "incremental_profit", 12.5) == "+USD 12.5"
    assert naming.signed_amount(result, "orders", -3.0) == "-3"
    assert plots.intervals(result, "cost_per_incremental_order").get_xlabel() == "Cost per incremental order (USD)"
    classic = compare(communities(60, 2), {"a": [0]}, replicates=5, spent={"a": 5.0})
    assert naming.title(classic, "en", "cost_per_reach") == "Cost per person reached"
    assert naming.amount(classic, "cost_per_reach", 2.0) == "2"


def test_what_less_is_better_of_is_told_without_a_need(result):
    titles = [figure.title for figure in figures(result) if figure.name == "differences-probability_of_loss"]
    assert len(titles) == 1
    assert "left of 0" in titles[0]
    assert "needs less" not in titles[0]


def test_no_interval_leaves_what_is_possible(result):
    runs = result.runs.copy()
    runs["probability_of_loss"] = (runs["replicate"] % 8 == 0).astype(float)
    few = type(result)(**{**vars(result), "runs": runs})
    table = runs[runs["plan"] == "name"]["probability_of_loss"].to_numpy()
    _, low, high = stored.interval(table, None, 0.95)
    assert low < 0 or high > 1, "this sample is to be one whose interval leaves the possible"
    means = stored.means(few, "probability_of_loss")
    assert (means["low"] >= 0).all()
    assert (means["high"] <= 1).all()
    runs["incremental_profit"] = -5.0 - runs["replicate"]
    assert (stored.means(few, "incremental_profit")["low"] < -5).all()


def test_stages_days_and_tiers_are_told_as_tables(result):
    runs = result.runs.copy()
    added = {"stages": ("unaware", "aware"), "clicks_by_day": ("1", "2"), "clicks_by_tier": ("koc", "tail")}
    for metric, groups in {**added, "reach_by_tier": ("koc", "tail"), "clicks_by_channel": ("feed", "ad")}.items():
        for place, group in enumerate(groups):
            runs[f"{metric}/{group}"] = float(place)
    plain = [column for column in runs.columns if not column.startswith("orders_by_")]
    told = brought_tables(type(result)(**{**vars(result), "runs": runs[plain]}), "en")
    names = {table.title: [row["name"] for row in table.rows] for table in told}
    assert names == {
        "Accounts by their last stage": ["unaware", "aware"],  # also where there is none
        "Clicks by day": ["1", "2"],
        "Clicks by tier": ["koc", "tail"],
        "Clicks by channel": ["ad"],  # nothing came through the feed
    }


def test_who_brought_what_is_told_where_it_was_asked_for(result, text):
    (table,) = brought_tables(result, "en")
    came = {row["name"] for row in table.rows}
    columns_of = {column for column in result.runs.columns if column.startswith("orders_by_channel_last_touch/")}
    assert came == {column.partition("/")[2] for column in columns_of if (result.runs[column] != 0).any()}
    assert {"feed", "ad", "untouched"} <= came
    assert not came & {"community", "referral"}, "nobody has a community here"
    for key, plan in table.columns:
        credit = sum(row[key][1][0] for row in table.rows)
        assert credit == pytest.approx(of(result, plan, "orders").mean())
    assert text.index('id="plans"') < text.index('id="brought"')
    runs = result.runs[[column for column in result.runs.columns if "/" not in column]]
    plain = type(result)(**{**vars(result), "runs": runs})
    assert brought_tables(plain, "en") == []
    assert 'id="brought"' not in report_html(plain)


def test_only_what_was_asked_for_has_figures_and_lines_of_its_own(result):
    names = {figure.name for figure in figures(result)}
    assert "intervals-orders" in names
    assert "intervals-clicks" not in names
    shown = tables_for_people(result)
    assert "incremental_orders" not in shown
    assert "authors" in shown
    assert "seeds" not in shown
    spent = of(result, "small ads", "spent").mean()
    assert f"{spent:,.0f}" in shown


def test_the_sections_have_their_words(result):
    assert any("one account stands for 100" in sentence for sentence in leads(result, "en", "funnel"))
    assert not any("viral" in sentence for sentence in leads(result, "en", "luck"))


def test_the_verdict_says_its_metric_in_words(result):
    manifest = {**result.manifest, "verdict": {**result.manifest["verdict"], "decide_by": "incremental_profit"}}
    manifest["plans"] = {"name": {"currency": "USD"}, "3 incremental_profit": {"currency": "USD"}}
    told = type(result)(**{**vars(result), "manifest": manifest})
    sentence = "*name* gains 1,234 incremental_profit over *3 incremental_profit* (95%: -2 to 5)"
    assert naming.in_words(told, "en", sentence) == sentence.replace(
        "1,234 incremental_profit", "USD 1,234 incremental profit"
    )
    assert naming.in_words(result, "en", "*name* gains 4 orders") == "*name* gains 4 orders"
    classic = compare(communities(60, 2), {"a": [0]}, replicates=5)
    assert naming.in_words(classic, "en", sentence) == sentence


def test_a_difference_in_money_names_the_currency_once(result):
    manifest = {**result.manifest, "verdict": {**result.manifest["verdict"], "decide_by": "incremental_profit"}}
    runs = result.runs.assign(incremental_profit=result.runs["orders"])
    told = type(result)(**{**vars(result), "manifest": manifest, "runs": runs})
    tile = next(tile for tile in tiles(told, "en", []) if tile.name == "difference")
    assert tile.label == "Difference in incremental profit (USD)"
    assert "USD" not in tile.value


def test_every_measure_that_was_asked_for_stands_in_the_report_and_no_two_headings_are_equal(tmp_path):
    asked = "[reach, reach_people, impressions, clicks, likes, shares, leads, spent, cost, roas]"
    text = TEXT.replace(TEXT[TEXT.index("metrics: ") : TEXT.index("  replicates")], f"metrics: {asked}\n")
    result = run(from_text(text), out=tmp_path, threads=1)
    measures = next(table for table in tables(result, "en", "plans") if table.title.startswith("All measures"))
    assert [row["name"] for row in measures.rows][:2] == ["Reach (accounts)", "Reach (people)"]
    assert len(measures.rows) == 10
    titles = [figure.title for figure in figures(result) if figure.section == "plans"]
    assert len(set(titles)) == len(titles)
    assert "All measures that were asked for" in report_html(result)
    assert "one account stands for 100 people: reach, impressions," in tables_for_people(result)


LOSSES = TEXT.replace("orders_a_day: .02", "quality: .7").replace(
    "[cost_per_incremental_order, orders, roas, orders_by_channel_last_touch, probability_of_loss]",
    "[incremental_orders, incremental_profit]",
)
LOSSES = LOSSES.replace("decide_by: orders", "decide_by: incremental_profit\n  against: small ads")
LOSSES = LOSSES.replace("compare:", "  none: {actions: []}\ncompare:")


def with_orders(result, orders):
    runs = result.runs.copy()
    runs.loc[runs["plan"] == "name", "incremental_orders"] = orders
    return type(result)(**{**vars(result), "runs": runs})


@pytest.fixture(scope="module")
def coarse(tmp_path_factory):
    return run(from_text(LOSSES), out=tmp_path_factory.mktemp("runs"), threads=1)


def test_orders_of_few_accounts_are_said_to_come_in_steps(coarse):
    few = with_orders(coarse, [0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0, 300.0])
    for told in (tables_for_people(few), report_html(few)):
        assert "Orders come in steps of 100 people; in this share of worlds no account ordered: 75% under name" in told
        assert "take more accounts" in told
    (said,) = [remark for remark in remarks(few) if remark.startswith("Orders come")]
    assert "under none" not in said, "who does nothing has no orders to be coarse"
    many = remarks(with_orders(coarse, 5000.0))
    assert not any("under name" in remark for remark in many)


def test_nothing_is_coarse_where_accounts_stand_for_themselves(coarse):
    scenario = coarse.manifest["scenario"]
    network = {key: value for key, value in scenario["network"].items() if key != "represents"}
    manifest = {**coarse.manifest, "scenario": {**scenario, "network": network}}
    alone = type(coarse)(**{**vars(with_orders(coarse, 1.0)), "manifest": manifest})
    assert not any(remark.startswith("Orders come") for remark in remarks(alone))


def test_money_stands_beside_how_likely_a_loss_is(coarse, result):
    (said,) = [remark for remark in remarks(coarse) if remark.startswith("Probability of a loss")]
    share = of(coarse, "name", "probability_of_loss").mean()
    assert f"name {percent(share)}" in said
    assert "none 0%" in said
    assert said in tables_for_people(coarse)
    assert not any(remark.startswith("Probability of a loss") for remark in remarks(result)), "asked for: in the table"


def test_what_happens_or_not_has_no_median(result):
    row = next(line for line in tables_for_people(result).splitlines() if "probability_of_loss" in line)
    assert [cell.strip() for cell in row.split("│")[-3:-1]] == ["–", "–"]


def test_against_a_plan_every_other_one_has_a_line(coarse):
    said = verdict_for_people(coarse).splitlines()
    assert len(said) == 2
    assert said[0] == coarse.verdict["sentence"]
    assert re.match(r"\*(name|none)\* against \*small ads\*: [+-]?[\d,.]+ incremental_profit \(95%: ", said[1])
    lead = leads(coarse, "en", "plans")[0]
    assert lead.endswith("The intervals of the 2 differences hold together, which widens each.")
    assert "often narrower" in lead


def test_no_word_or_number_of_the_table_is_cut(result, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: False)
    wide = tables_for_people(result)
    assert "…" not in wide
    assert all(metric in wide for metric in ("cost_per_incremental_order", "probability_of_loss"))


def test_a_difference_in_the_report_stays_possible(coarse):
    runs = coarse.runs.copy()
    lost = runs["plan"].map({"name": 1.0, "small ads": 0.0, "none": 0.0})
    runs["probability_of_loss"] = lost
    runs.loc[(runs["plan"] == "name") & (runs["replicate"] == 0), "probability_of_loss"] = 0.0
    found = type(coarse)(**{**vars(coarse), "runs": runs})
    pairs = stored.paired_differences(found, "probability_of_loss").set_index("a")
    assert pairs.loc["name", "high"] <= 1.0
    assert 0.0 < pairs.loc["name", "low"] < 0.875
    some = stored.paired_differences(with_orders(coarse, [0.0] * 7 + [100.0]), "incremental_orders")
    assert (some["low"] >= -of(coarse, "small ads", "incremental_orders").max()).all()
