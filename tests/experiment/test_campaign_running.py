"""A campaign's file from the first world to the verdict: money, measures, uncertain parameters, a run made again."""

import re

import numpy as np
import pytest

from sim.experiment import compare, replay, rerun
from sim.experiment.progress import Silent
from sim.results import Result
from sim.scenario import from_text

TEXT = """\
name: t
seed: 3
currency: CNY
model: campaign
horizon: 3 days
network: {generator: kol_communities, accounts: 400, represents: 40000}
platform: {preset: x_2026, platform_fee: 10%, tick_minutes: 60, changes: [{at: day 2, ranking: hot}]}
prices: {per_follower: 2, currency: CNY}
audience: {young: {share: .4, interests: {food: .8}}}
product: {order_value: 60, orders_a_day: .01, returns: 20%}
content: {diary: {topics: [food], cost: 50}, film: {format: video, discount: .2}}
plans:
  nobody: {actions: []}
  ads: {actions: [{ads: {spend: 300, cpm: 20, target: [young], frequency_cap: 2, at: day 1..2}}]}
  kols:
    budget: 90000
    actions:
      - pay: {choose: top_followers, count: 3, item: film, at: day 1 09:00}
      - pay: {choose: at_random, spend: 400, at: day 1..2 20:00}
      - post: {account: 5, at: day 2}
      - boost: {item: film, spend: 200, cpm: 20, at: day 1 10:00..day 2 10:00}
  seeds: {seeds: {choose: top_followers, count: 2}}
uncertain:
  product/quality: {low: .3, high: .7, source: assumption}
compare:
  metrics: [reach, reach_by_segment, spent, orders, incremental_orders, incremental_profit, probability_of_loss]
  decide_by: reach
  replicates: 12
  added_reach: 3
"""
RECORDED = TEXT.replace("added_reach: 3", "added_reach: 0\n  record: [accounts, events]\n  record_worlds: 11").replace(
    "model: campaign", "model: {campaign: {share_level: -3}}"
)
"""Everything that happened in the first eleven worlds, in two parts of each plan."""


@pytest.fixture(scope="module")
def scenario():
    return from_text(TEXT)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    return compare(from_text(RECORDED), out=tmp_path_factory.mktemp("runs"), threads=2)


@pytest.fixture(scope="module")
def result(scenario, tmp_path_factory):
    return compare(scenario, out=tmp_path_factory.mktemp("runs"), threads=2)


def of(result, plan, metric):
    runs = result.runs
    return runs.loc[runs["plan"] == plan, metric].to_numpy()


def test_reach_that_was_bought_is_not_said_to_go_viral(result):
    """Early death and going viral are of cascades; of campaigns the metric ``goes_viral`` tells, by posts."""
    from sim.experiment.verdicts import table_of

    assert not {"probability_of_going_viral", "probability_of_dying_early"} & set(table_of(result).columns)


def test_no_plan_reaches_nobody_and_brings_the_usual_orders(result):
    assert (of(result, "nobody", "reach") == 0).all()
    assert (of(result, "nobody", "incremental_orders") == 0).all()
    assert of(result, "nobody", "orders").mean() > 100
    assert (of(result, "nobody", "spent") == 0).all()


def test_what_was_spent_is_the_ledger_less_what_found_nobody(result):
    plans = result.manifest["plans"]
    picks = {"kols": 400.0}  # who is picked at random changes from draw to draw, and what is spent on them
    for name in ("ads", "kols", "seeds"):
        loose = picks.get(name, 0.0) + 1e-6
        ledger = plans[name]["ledger"]
        total = sum(entry["cents"] for entry in ledger) / 100
        assert plans[name]["spent"] == pytest.approx(total)
        bought = sum(entry["cents"] for entry in ledger if "impressions of" in entry["what"]) / 100
        spent = of(result, name, "spent")
        assert (spent <= total + loose).all()
        assert (spent >= total - bought - loose).all()
        if name == "ads":
            assert (spent > total - bought).any()
    assert {entry["what"] for entry in plans["seeds"]["ledger"]} >= {"making diary"}
    assert plans["kols"]["left_over"] == pytest.approx(90000 - plans["kols"]["spent"])


def test_ads_to_a_segment_reach_it(result):
    young, rest = (of(result, "ads", f"reach_by_segment/{name}") for name in ("young", "other"))
    assert young.sum() > 100
    assert young.sum() > 3 * rest.sum()  # the rest is reached by shares alone


def test_a_metric_below_zero_keeps_its_interval(result):
    profit = of(result, "seeds", "incremental_profit")
    assert profit.mean() < 0
    from sim.experiment.verdicts import table_of

    table = table_of(result).set_index(["plan", "metric"])
    row = table.loc[("seeds", "incremental_profit")]
    assert row["low"] <= row["mean"] <= row["high"]
    assert row["low"] < 0


def test_only_what_cannot_be_below_zero_is_cut_there():
    from sim.plots.campaigns import possible

    for metric in ("mean_satisfaction", "order_lift", "incremental_roas", "mean_attitude"):
        assert possible(metric, -0.2, -0.3, 0.1) == (-0.2, -0.3, 0.1)
    assert possible("orders", 0.2, -0.3, 0.7) == (0.2, 0, 0.7)


def test_the_accounts_that_were_paid_stand_beside_their_prices(result):
    choices = result.choices
    kols = choices[choices["plan"] == "kols"]
    assert set(kols["strategy"]) == {"top_followers", "at_random"}
    assert (kols["price"] > 0).all()
    assert kols["added_reach"].isna().all()
    assert choices.loc[choices["plan"] == "seeds", "added_reach"].notna().all()
    (remark,) = result.manifest["plans"]["kols"]["remarks"][-1:]
    assert remark.startswith("added reach is told of a plan with actions only where compare asks for removal")


def test_what_an_account_adds_is_the_plan_less_the_plan_without_it():
    text = (
        "name: t\nseed: 5\nmodel: campaign\nhorizon: 2 days\nnetwork: {generator: kol_communities, accounts: 500}\n"
        "plans:\n  all: {actions: [{pay: {accounts: [3, 4, 5]}}, {post: {account: 9}}]}\n"
        "  without 4: {actions: [{pay: {accounts: [3, 5]}}, {post: {account: 9}}]}\n"
        "compare: {replicates: 12, removal: 12}\n"
    )
    result = compare(from_text(text), out=None, threads=1)
    choices = result.choices
    row = choices[(choices["plan"] == "all") & (choices["account"] == 4)]
    truth = of(result, "all", "reach") - of(result, "without 4", "reach")
    assert truth.mean() > 0
    assert row["added_reach"].item() == pytest.approx(truth.mean())
    assert row["added_reach_low"].item() <= truth.mean() <= row["added_reach_high"].item()
    assert set(choices.loc[choices["plan"] == "all", "account"]) == {3, 4, 5}


def test_the_run_made_again_is_identical_and_a_world_can_be_replayed(result):
    assert rerun(result.folder, threads=1).identical
    found = replay(result.folder, 4)
    assert found["nobody"][0].reach == 0
    assert found["kols"][0].reach == of(result, "kols", "reach")[4]
    assert np.isin([1, 2], found["kols"][0].events["post_kind"]).all()


def test_a_condition_on_what_a_plan_does_not_have_is_left_open():
    scenario = from_text(
        "name: t\nseed: 1\nmodel: {independent_cascade: {probability: .1}}\n"
        "network: {generator: kol_communities, accounts: 300}\nprices: {per_follower: 1, currency: CNY}\n"
        "plans: {nobody: {seeds: []}, star: {seeds: {choose: top_followers, count: 1}}}\n"
        "compare: {metrics: [reach, cost_per_reach], subject_to: [cost_per_reach <= 1000], replicates: 20}\n"
    )
    meets = compare(scenario, out=None, threads=1).verdict["meets"]
    assert meets["nobody"][0] == {
        "condition": "cost_per_reach <= 1000",
        "mean": None,
        "low": None,
        "high": None,
        "met": "open",
        "probability": None,
    }
    assert meets["star"][0]["met"] == "yes"


def test_one_of_twenty_kols_dropped_changes_little_and_the_order_of_the_list_nothing():
    named = list(range(40, 60))
    plans = {"all": named, "reordered": named[::-1], "one dropped": named[:-1], "others": list(range(100, 120))}
    acts = "".join(f"  {n}: {{actions: [{{pay: {{accounts: {a}, at: day 1 09:00}}}}]}}\n" for n, a in plans.items())
    scenario = from_text(
        "name: t\nseed: 5\nmodel: campaign\nhorizon: 3 days\nnetwork: {generator: kol_communities, accounts: 1500}\n"
        f"platform: {{preset: x_2026}}\nplans:\n{acts}"
        "compare: {metrics: [impressions], replicates: 40, added_reach: 0}\n"
    )
    result = compare(scenario, out=None, threads=2)
    impressions = {name: of(result, name, "impressions") for name in plans}
    assert (impressions["all"] == impressions["reordered"]).all()
    assert np.corrcoef(impressions["all"], impressions["one dropped"])[0, 1] > 0.97
    assert np.corrcoef(impressions["all"], impressions["others"])[0, 1] < 0.97  # a control: others have other luck


def test_a_plan_that_takes_much_of_all_attention_is_warned_of():
    """Specification: warn when the plan takes more than 1% of all attention; the same share by hand."""
    scenario = from_text(
        "name: t\nseed: 5\nmodel: campaign\nhorizon: 2 days\nnetwork: {generator: kol_communities, accounts: 400}\n"
        "currency: CNY\nplatform: {ad_load: .2}\nplans:\n  none: {actions: []}\n"
        "  few: {actions: [{ads: {spend: 1, cpm: 10}}]}\n  many: {actions: [{ads: {spend: 20, cpm: 10}}]}\n"
        "compare: {metrics: [impressions], replicates: 4, added_reach: 0}\n"
    )
    result = compare(scenario, out=None, threads=1)
    share = of(result, "many", "impressions").mean() / (400 * 12 * 5 * 2)
    assert 0.02 < share < 0.06
    (remark,) = result.manifest["plans"]["many"]["remarks"]
    assert remark.startswith(f"warning: takes {100 * share:.2g}% of all attention")
    assert result.manifest["plans"]["few"]["remarks"] == result.manifest["plans"]["none"]["remarks"] == []


def test_every_event_of_the_first_worlds_is_kept(recorded):
    log, runs = recorded.events, recorded.runs
    assert set(log["replicate"]) == set(range(11))
    assert set(recorded.accounts["worlds"]) - set(range(1, 13)) == set()  # of all worlds
    assert recorded.accounts["worlds"].sum() == runs["reach"].sum()
    assert (log["replicate"] < 10).to_numpy().tolist() == sorted(log["replicate"] < 10, reverse=True)  # part by part
    counted = log[log["kind"] == "impression"].groupby(["plan", "replicate"], observed=True).size()
    acted = log[log["kind"] == "click"].groupby(["plan", "replicate"], observed=True).size()
    first = runs[runs["replicate"] < 11].set_index(["plan", "replicate"])
    assert counted.sum() > 500
    assert (counted.reindex(first.index, fill_value=0) == first["impressions"]).all()
    assert (acted.reindex(first.index, fill_value=0) == first["clicks"]).all()
    assert {"owned", "paid", "share", "ad"} <= set(log.loc[log["kind"] == "post", "post_kind"])
    assert (log.groupby(["plan", "replicate"], observed=True)["time"].is_monotonic_increasing).all()
    brought = log[(log["kind"] == "order") & (log["incremental"] == 1)]
    assert len(brought) * 100 == first["incremental_orders"].sum() > 0  # an account stands for 100 people


class CutOff(Silent):
    """Stops the run after its first part."""

    def advance(self, count):
        raise KeyboardInterrupt


def test_the_log_is_the_same_in_memory_and_after_a_run_that_was_cut_off(recorded, tmp_path):
    in_memory = compare(from_text(RECORDED), out=None, threads=1).events
    keys = ["plan", "replicate", "time", "kind", "account", "post"]
    stored = Result.load(recorded.folder).events.astype({"plan": str, "kind": str}).sort_values(keys)
    again = in_memory.astype({"plan": str, "kind": str}).sort_values(keys)
    assert len(stored) == len(again) > 1000
    for name in ("time", "account", "post", "cents", "item", "parent", "realisation"):
        np.testing.assert_array_equal(stored[name].fillna(-2).to_numpy(), again[name].fillna(-2).to_numpy())
    assert stored["channel"].astype(str).tolist() == again["channel"].astype(str).tolist()
    assert rerun(recorded.folder, replicate=3, threads=1).identical
    with pytest.raises(KeyboardInterrupt):
        compare(from_text(RECORDED), out=tmp_path, threads=1, progress=CutOff())
    assert len([*tmp_path.rglob("parts/*-events.parquet")]) == 1
    gone_on = compare(from_text(RECORDED), out=tmp_path, threads=1)
    for table in ("events", "accounts", "timeseries"):
        name = f"{table}.parquet"
        assert (gone_on.folder / name).read_bytes() == (recorded.folder / name).read_bytes()


def test_every_series_ends_at_the_metric_of_its_name(result):
    from sim.metrics.series import OF_ORDERS, SERIES

    series = result.timeseries
    last = series.groupby(["plan", "replicate"], sort=False).last()
    runs = result.runs.set_index(["plan", "replicate"])
    for name in ("reach", "impressions", "clicks", "leads", "incremental_orders"):
        assert last[name].to_numpy() == pytest.approx(runs.loc[last.index, name].to_numpy())
    assert {*SERIES, *OF_ORDERS} < set(series.columns)
    by_channel = [name for name in series.columns if name.startswith("impressions_by_channel/")]
    assert (series[by_channel].sum(axis=1) == series["impressions"]).all()
    assert (series["time"] % 1 == 0).all()
    assert (series.groupby(["plan", "replicate"])["revenue_in_contact"].diff().fillna(0) >= 0).all()


def test_who_asks_for_times_gets_every_count_that_has_one(result):
    from sim.metrics.counted import COUNTED

    text = TEXT.replace("  added_reach: 3", "  added_reach: 0\n  series_every: 1h")
    timed = [of.name for of in COUNTED if of.at]
    metrics = ", ".join(timed)
    text = re.sub(r"metrics: .*", f"metrics: [reach, {metrics}]", text).replace("replicates: 12", "replicates: 3")
    every = compare(from_text(text), out=None, threads=1)
    last = every.timeseries.groupby(["plan", "replicate"], sort=False).last()
    runs = every.runs.set_index(["plan", "replicate"])
    for name in timed:
        assert last[name].to_numpy() == pytest.approx(runs.loc[last.index, name].to_numpy()), name
    assert not {"ugc_posts", "likes"} & set(result.timeseries.columns)
    usual = result.timeseries[result.timeseries["replicate"] < 3]
    at = ["plan", "replicate", "time"]
    merged = usual.merge(every.timeseries, how="left", on=at, suffixes=("", "_"))
    assert (merged["impressions"] == merged["impressions_"]).all()


def test_a_series_by_the_tick_goes_through_the_points_of_that_by_the_hour():
    def series(every):
        text = TEXT.replace("tick_minutes: 60", "tick_minutes: 20").replace("replicates: 12", "replicates: 2")
        text = text.replace("  added_reach: 3", f"  added_reach: 0\n  series_every: {every}")
        table = compare(from_text(text), out=None, threads=1).timeseries
        return table[table["plan"] == "kols"]

    ticks, hours = series("tick"), series("1h")
    assert len(ticks) > 1.5 * len(hours)
    assert np.all(np.abs(ticks["time"] * 3 - np.round(ticks["time"] * 3)) < 1e-9)
    for _, row in hours.iterrows():
        there = ticks[(ticks["replicate"] == row["replicate"]) & (ticks["time"] <= row["time"] + 1e-9)].iloc[-1]
        assert there["impressions"] == row["impressions"]


@pytest.mark.parametrize("every", ["90 days", "7h", "1 min"])
def test_no_time_of_a_series_is_after_the_end(result, every):
    text = TEXT.replace("replicates: 12", "replicates: 2")
    text = text.replace("  added_reach: 3", f"  added_reach: 0\n  series_every: {every}")
    last = compare(from_text(text), out=None, threads=1).timeseries.groupby(["plan", "replicate"], sort=False).last()
    runs = result.runs.set_index(["plan", "replicate"]).loc[last.index]
    assert last["time"].max() <= 72.0
    assert (last["reach"] == runs["reach"]).all()
    assert last["incremental_orders"].to_numpy() == pytest.approx(runs["incremental_orders"].to_numpy())
    if every == "90 days":
        assert (last["time"] == 72.0).any()


def test_a_loss_that_was_never_seen_is_not_excluded(result):
    """A share of worlds has the interval of a share, in the table and where plans are held to it."""
    from sim.experiment.verdicts import table_of, verdict_of

    assert (of(result, "nobody", "probability_of_loss") == 0).all()
    row = table_of(result).set_index(["plan", "metric"]).loc[("nobody", "probability_of_loss")]
    assert (row["mean"], row["low"]) == (0.0, 0.0)
    assert row["high"] > 0.1
    held = from_text(TEXT + "  subject_to: [probability_of_loss <= 5%]\n")
    assert verdict_of(held, result.runs)["meets"]["nobody"][0]["met"] == "open"


def test_runs_whose_items_stand_in_another_order_are_told_apart():
    """The first item is meant where none is named, so another order of items may give other numbers."""
    from sim.experiment.recipe import recipe_hash

    text = TEXT
    for action in (
        "{ads: {spend",
        "{choose: at_random",
        "post: {account",
        "seeds: {choose",
    ):  # else the first item is meant
        text = text.replace(action, "{item: film, ".join(action.rsplit("{", 1)))
    items = "diary: {topics: [food], cost: 50}", "film: {format: video, discount: .2}"
    turned = text.replace(", ".join(items), ", ".join(reversed(items)))
    assert turned != text
    assert recipe_hash(from_text(turned)) != recipe_hash(from_text(text))
