"""A campaign on two platforms from its file to the verdict: where it reached whom, what each account added there."""

import numpy as np
import pytest

from sim.experiment import compare, replay, rerun
from sim.scenario import from_text

TEXT = """\
name: t
seed: 3
currency: CNY
model: campaign
horizon: 2 days
brand: 5
network: {generator: kol_communities, accounts: 400, mean_followers: 12, represents: 40000}
platform: {preset: x_2026, platform_fee: 10%, tick_minutes: 60}
also_on:
  douyin: {preset: douyin_2025, members: 60%, prices: {per_follower: 1, currency: CNY}, network: {preset: douyin}}
prices: {per_follower: 2, currency: CNY}
product: {order_value: 60, orders_a_day: .01}
content: {diary: {cost: 50}, film: {format: video}}
plans:
  nobody: {actions: []}
  here: {actions: [{pay: {choose: top_followers, count: 3, item: film}}]}
  there: {actions: [{pay: {choose: top_followers, count: 3, item: film, platform: douyin}}]}
  both:
    actions:
      - pay: {accounts: [3], item: film}
      - pay: {accounts: [ON_BOTH], item: film}
      - pay: {accounts: [ON_BOTH], item: film, platform: douyin}
      - post: {item: diary, platform: douyin, at: day 1 12:00}
      - ads: {spend: 400, cpm: 20, item: diary, platform: douyin}
      - boost: {spend: 50, cpm: 20, posts: best 1 by impressions, at: day 1 18:00..day 2, platform: douyin}
      - pilot:
          {items: [film, diary], spend: 400, cpm: 20, at: day 1 00:00..day 1 12:00, platform: douyin,
           then: {spend: 400, cpm: 20, at: day 2}}
      - when: {if: reach < 100000, at: day 2, then: [post: {item: film, platform: douyin}]}
uncertain:
  also_on/douyin/members: {low: .5, high: .7, source: assumption}
compare:
  metrics:
    - reach
    - reach_by_platform
    - impressions_by_platform
    - engagement_per_follower
    - orders
    - orders_by_platform_linear
  decide_by: reach
  replicates: 12
  removal: 4
"""


@pytest.fixture(scope="module")
def scenario():
    from sim.experiment.making import Workshop

    known = from_text(TEXT.replace("ON_BOTH", "5"))
    few = known.with_values({"also_on/douyin/members": 0.5})
    (douyin,) = Workshop(1).further(few, 0)  # who is there at the least share is there at any
    there = np.flatnonzero(douyin.attributes["member"])
    account = int(there[np.argsort(-douyin.followers[there], kind="stable")[1]])
    return from_text(TEXT.replace("ON_BOTH", str(account)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def result(scenario, folder):
    return compare(scenario, out=folder, threads=2)


def of(result, plan, metric):
    runs = result.runs
    return runs.loc[runs["plan"] == plan, metric].to_numpy()


def test_each_plan_reaches_people_where_it_posts(result):
    assert (of(result, "here", "reach_by_platform/douyin") == 0).all()
    assert (of(result, "there", "reach_by_platform/first") == 0).all()
    for plan, name in (("here", "first"), ("there", "douyin"), ("both", "first"), ("both", "douyin")):
        assert (of(result, plan, f"reach_by_platform/{name}") > 0).mean() > 0.5
    assert (of(result, "nobody", "impressions_by_platform/douyin") == 0).all()
    assert (of(result, "there", "reach") <= 0.7 * 400 + 4 * np.sqrt(0.21 * 400)).all()  # nobody but members


def test_who_is_reached_on_both_is_reached_once(result):
    first, douyin = (of(result, "both", f"reach_by_platform/{name}") for name in ("first", "douyin"))
    assert (of(result, "both", "reach") <= first + douyin + 5).all()  # authors count too
    assert (of(result, "both", "reach") >= np.maximum(first, douyin)).all()
    assert (of(result, "both", "reach") < first + douyin).any()


def test_orders_are_credited_to_platforms_and_add_up(result):
    names = ("first", "douyin", "untouched")
    for plan in ("nobody", "here", "there", "both"):
        credited = sum(of(result, plan, f"orders_by_platform_linear/{name}") for name in names)
        assert credited == pytest.approx(of(result, plan, "orders"))


def test_choices_are_told_by_platform(result, scenario):
    chosen = result.choices
    assert set(chosen.loc[chosen["plan"] == "there", "platform"]) == {"douyin"}
    assert set(chosen.loc[chosen["plan"] == "here", "platform"]) == {"first"}
    twice = chosen[chosen["plan"] == "both"].groupby("account")["platform"].apply(set)
    assert {"first", "douyin"} in twice.tolist()
    both = chosen[chosen["plan"] == "both"]
    assert both["added_reach"].notna().all()
    again = both[both["account"] == twice.index[[one == {"first", "douyin"} for one in twice]][0]]
    assert again["price"].nunique() == 2  # another platform, another price
    assert again["followers"].nunique() == 2


def test_a_run_is_made_again_and_replayed(result, scenario, folder):
    (run,) = [path for path in folder.iterdir() if path.is_dir()]
    assert rerun(run, threads=1).identical
    told = [one.get("platform") for one in result.manifest["networks"]]
    assert None in told
    assert "douyin" in told
    outcome, network = replay(run, 2, "both")["both"]
    assert set(np.unique(outcome.events["post_platform"])) == {0, 1}
    assert len(network) == 400


def test_the_order_of_platforms_changes_nothing_on_them(scenario):
    """A platform is known by its name: another one beside it, before or after, is another network and nothing else."""
    data = scenario.resolved()
    data["also_on"] = {"weibo": {}, **data["also_on"]}
    data.pop("uncertain")
    other = scenario.resolved()
    other["also_on"] = {**other["also_on"], "weibo": {}}
    other.pop("uncertain")
    from sim.experiment.making import Workshop
    from sim.scenario import from_dict

    one, two = Workshop(1), Workshop(1)
    before = {network.fingerprint() for network in one.further(from_dict(data), 0)}
    assert before == {network.fingerprint() for network in two.further(from_dict(other), 0)}


WHOLE = ("impressions", "shares", "clicks", "completions", "views", "follows", "orders_after_click", "commission")
"""Measures whose groups add up to them, whatever the kind of group."""


def test_groups_add_up_to_the_whole_on_two_platforms(scenario):
    """Counts over all that they are of, and costs over all that was spent; in the engine's own campaigns."""
    from dataclasses import replace

    from sim.metrics import METRICS

    parts = [metric.name for metric in METRICS.values() if metric.measure in (*WHOLE, "mentions", "cost")]
    parts = [name for name in parts if not METRICS[name].needs_segments]
    wanted = replace(scenario.compare, metrics=("reach", "spent", "mentions", *WHOLE, *parts), replicates=4, removal=0)
    runs = compare(replace(scenario, compare=wanted), out=None, threads=1).runs
    kinds = set()
    for name in parts:
        metric = METRICS[name]
        whole = runs["spent" if metric.measure == "cost" else metric.measure]
        groups = [column for column in runs.columns if column.startswith(f"{name}/")]
        assert runs[groups].fillna(0).sum(axis=1).to_numpy() == pytest.approx(whole.to_numpy(), abs=1e-6), name
        kinds.add(metric.group)
    assert kinds == {"channel", "platform", "kol", "community", "tier", "day"}
    both = runs[runs["plan"] == "both"]
    assert (both[["cost_by_platform/first", "cost_by_platform/douyin"]] > 0).all().all()
    assert (both["cost_by_channel/ad"] > 0).all()
    assert both["cost_by_channel/boost"].max() > 0
    assert (both["cost_by_kol/3"] > 0).all()
    assert (both["cost_by_channel/general"] == both["cost_by_kol/general"]).all()
    assert (both["cost_by_kol/general"].round(2) == 50).all()  # making the diary
