"""Who brought what, and the remarks on plans, in the report and in the terminal."""

import html
import re

import numpy as np
import pytest

from sim import plots
from sim.experiment import compare, merge, sweep
from sim.face import as_dict, tables_for_people
from sim.plots.campaign_texts import CAMPAIGN_TEXTS
from sim.report import report_html, write_figures
from sim.report.remarks import remarks
from sim.report.shares import shares_tables
from sim.scenario import from_text

TEXT = """\
name: Small
seed: 7
currency: USD
model: campaign
horizon: 2 days
network: {generator: kol_communities, accounts: 400, represents: 40000}
platform: {preset: x_2026, tick_minutes: 60, ad_load: .1}
prices: {per_follower: .1, currency: USD}
product: {order_value: 100, orders_a_day: .02}
plans:
  <all>:
    actions:
      - pay: {choose: top_followers, spend: 900, at: day 1 09:00}
      - ads: {spend: 3000, cpm: 20, at: day 1..2}
  only ads: {actions: [{ads: {spend: 300, cpm: 20, at: day 1..2}}]}
compare: {replicates: 6, SHARES}
"""


def run(shares, out=None):
    return compare(from_text(TEXT.replace("SHARES", shares)), out=out, threads=1)


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return run("shapley: {by: channel, worlds: 6}", tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def text(result):
    return report_html(result)


def test_every_plan_and_metric_has_a_figure_and_a_table(result, text, tmp_path):
    told = plots.shares_told(result)
    assert told == [(plan, "channel", metric) for plan in ("<all>", "only ads") for metric in ("reach", "orders")]
    assert text.count('id="figure-shares-') == 4
    section = text[text.index('<section id="shares"') :].partition("</section>")[0]
    assert section.count("<table>") == 4
    assert "&lt;all&gt;: Reach by channel" in section
    assert "<all>" not in text
    names = {path.name for path in write_figures(result, tmp_path) if "shares" in path.name}
    assert len(names) == 8


def test_the_numbers_of_the_tables_are_those_stored(result):
    table = shares_tables(result, "en")[0]
    stored = result.attribution[(result.attribution["plan"] == "<all>") & (result.attribution["metric"] == "reach")]
    assert [row["name"] for row in table.rows] == ["paid posts", "ads", "no group", "together", "synergy"]
    for row, item in zip(table.rows, stored.to_dict("records"), strict=True):
        for key, _ in table.columns:
            exact = row[key][1]
            if exact is None:
                assert np.isnan(item[key])
            else:
                assert (exact[0] if isinstance(exact, list) else exact) == item[key]
    ads = next(row for row in table.rows if row["name"] == "ads")
    assert re.fullmatch(r"[\d,.]+ \([\d,.]+ to [\d,.]+\)", ads["shapley"][0])


def test_the_figure_shows_each_group_and_the_ends_of_its_interval(result):
    ax = plots.shares(result, "<all>", "channel", "reach")
    data = plots.shares_data(result, "<all>", "channel", "reach")
    groups = data[data["kind"] == "group"]
    drawn = {line.get_label(): line.get_xdata() for line in ax.get_lines() if not line.get_label().startswith("_")}
    assert set(drawn) == {"Shapley value", "Added", "Alone", "Last touch"}
    assert np.array_equal(drawn["Shapley value"], groups["shapley"])
    ends = [tuple(line.get_xdata()) for line in ax.get_lines() if line.get_label().startswith("_")]
    for row in groups.itertuples():
        assert (row.shapley_low, row.shapley_high) in ends
    with pytest.raises(plots.MissingResult, match="see compare: shapley"):
        plots.shares(result, "<all>", "kol", "reach")


def test_the_terminal_tells_the_same(result):
    said = tables_for_people(result)
    assert "only ads: Orders by channel" in said
    row = next(line for line in said.splitlines() if "synergy" in line)
    table = shares_tables(result, "en")[0]
    assert table.rows[-1]["shapley"][0] in row


def test_without_shapley_its_words_are_not_there(text):
    asked = run("removal: 3")
    bare = report_html(asked)
    shapley, touch = CAMPAIGN_TEXTS["en"]["p_shares_shapley"], CAMPAIGN_TEXTS["en"]["p_shares_touch"]
    plain = text.replace("&#39;", "'")
    assert shapley in plain
    assert touch in plain
    assert shapley not in bare.replace("&#39;", "'")
    assert "Shapley" not in tables_for_people(asked)
    nothing = run("added_reach: 0")
    assert nothing.attribution is None
    assert 'id="shares"' not in report_html(nothing)


def test_who_was_too_dear_and_a_plan_too_large_are_told_in_the_report(result, text):
    told = remarks(result)
    assert any("of all attention" in one for one in told)
    assert any("too dear for what was left" in one for one in told)
    plans = text[text.index('<section id="plans"') :].partition("</section>")[0]
    leads = [html.unescape(one) for one in re.findall(r'<p class="lead">(.*?)</p>', plans)]
    assert leads[1:] == [f"{one}." for one in told]
    assert remarks(result, 1) == []


def test_shards_of_a_sweep_keep_who_brought_what(tmp_path):
    text = TEXT.replace("SHARES", "shapley: {worlds: 2}").replace("replicates: 6", "replicates: 2")
    text += "sweep: {grid: {platform/ad_load: [.05, .1]}}\n"
    parts = [sweep(from_text(text), out=tmp_path, threads=1, shard=(k, 2)) for k in (1, 2)]
    whole = merge([part.folder for part in parts], out=tmp_path)
    assert whole.attribution["design_point"].tolist() == sorted(whole.attribution["design_point"])
    assert len(whole.attribution) == sum(len(part.attribution) for part in parts)
    assert tables_for_people(whole).count("only ads: Orders by channel") == 2
    assert as_dict(whole)["attribution"][0]["group"] == "paid posts"
    assert "attribution" not in as_dict(run("added_reach: 0"))
