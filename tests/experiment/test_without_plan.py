"""Where a rumour or a competitor is about, what the plan brings is told beside the same world without any plan."""

import numpy as np
import pytest

from sim import generate
from sim.experiment import compare
from sim.models import campaign
from sim.scenario import from_text

TEXT = """\
name: t
seed: 5
model: campaign
horizon: 6 days
network: {generator: kol_communities, accounts: 500}
currency: CNY
platform: {preset: x_2026}
product: {orders_a_day: .1, known: .6, delivery_days: .1}
content: {diary: {utility: .8}}
OCCASIONS
plans:
  nobody: {actions: []}
  posts: {actions: [{post: {item: diary, account: 3, at: day 1}}, {ads: {spend: 30, cpm: 10, item: diary}}]}
compare: {metrics: [incremental_orders, order_lift, incremental_revenue, incremental_net_revenue, incremental_profit,
  probability_of_loss, lost_orders, orders, revenue, net_revenue, spent, commission], replicates: 12, added_reach: 0}
"""
ABOUT = """\
occasions:
  rumours: [{at: day 2, accounts: 40, stance: -.9}]
  competitors: [{at: day 1, accounts: 20}]
"""
OF_THE_PLAN = ("incremental_orders", "order_lift", "incremental_revenue", "incremental_net_revenue")


@pytest.fixture(scope="module")
def runs():
    return compare(from_text(TEXT.replace("OCCASIONS\n", ABOUT)), out=None, threads=1).runs


def of(runs, plan, metric):
    return runs[runs["plan"] == plan].sort_values("replicate")[metric].to_numpy()


def test_each_world_is_lived_once_without_a_plan_whatever_the_plans(runs, monkeypatch):
    lived = []

    def counted(world, key, work, without_plan=campaign.without_plan):
        lived.append(key)
        return without_plan(world, key, work)

    monkeypatch.setattr(campaign, "without_plan", counted)
    again = compare(from_text(TEXT.replace("OCCASIONS\n", ABOUT)), out=None, threads=1).runs
    assert len(lived) == len(set(lived)) == 12  # not once a plan
    assert again.equals(runs)


def test_the_world_alone_brings_and_loses_orders(runs):
    assert of(runs, "nobody", "lost_orders").sum() > 20
    assert (of(runs, "nobody", "revenue") > 0).all()


@pytest.mark.parametrize("metric", [*OF_THE_PLAN, "incremental_profit", "probability_of_loss"])
def test_a_plan_that_does_nothing_brings_nothing_and_loses_nothing(runs, metric):
    assert (of(runs, "nobody", metric) == 0).all()


@pytest.mark.parametrize(
    ("metric", "total"),
    [("order_lift", "orders"), ("incremental_revenue", "revenue"), ("incremental_net_revenue", "net_revenue")],
)
def test_what_a_plan_brings_is_the_difference_from_no_plan_in_the_same_world(runs, metric, total):
    brought = of(runs, "posts", metric)
    assert np.allclose(brought, of(runs, "posts", total) - of(runs, "nobody", total))
    assert np.abs(brought).max() > 0


def test_without_occasions_nothing_is_taken_off():
    """A control: there the run without a plan is not made, and would find nothing."""
    scenario = from_text(TEXT.replace("OCCASIONS\n", ""))
    found = compare(scenario, out=None, threads=1).runs
    assert (of(found, "nobody", "lost_orders") == 0).all()
    assert (of(found, "posts", "order_lift") == of(found, "posts", "orders") - of(found, "nobody", "orders")).all()
    network = generate("kol_communities", accounts=300, seed=1)
    world = campaign.prepare(network, campaign.Parameters(product={}), None, 1)
    assert campaign.without_plan(world, 7, campaign.workspace(world)) == {}
