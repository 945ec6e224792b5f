"""Where a rumour or a competitor is about, what the plan brings is told beside the same world without any plan."""

import numpy as np
import pytest

from sim import generate
from sim.experiment import compare
from sim.metrics.brought import WITHOUT
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
  probability_of_loss, lost_orders, orders, revenue, net_revenue, spent, commission, customers, cpa,
  cost_per_incremental_order, GROUPED], replicates: 12, added_reach: 0, record: [events], series_every: 1h}
"""
ABOUT = """\
occasions:
  rumours: [{at: day 2, accounts: 40, stance: -.9}]
  competitors: [{at: day 1, accounts: 20}]
"""
OF_THE_PLAN = ("incremental_orders", "order_lift", "incremental_revenue", "incremental_net_revenue", "customers")
CREDITED = [f"{by}_{rule}" for by in ("kol", "channel", "platform") for rule in ("last_touch", "linear")]
GROUPS = {
    "incremental_orders": ["community", "tier", "day", *CREDITED],
    "customers": ["community", "tier", "day", *CREDITED],
    "incremental_revenue": ["community", "tier", "day", *CREDITED],
    "incremental_net_revenue": ["community", "tier", "day"],
}
GROUPED = [f"{name}_by_{kind}" for name, kinds in GROUPS.items() for kind in kinds]
TEXT = TEXT.replace("GROUPED", ", ".join(GROUPED))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    scenario = from_text(TEXT.replace("OCCASIONS\n", ABOUT))
    return compare(scenario, out=str(tmp_path_factory.mktemp("runs")), threads=1)


@pytest.fixture(scope="module")
def runs(found):
    return found.runs


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
    assert again[list(OF_THE_PLAN)].equals(runs[list(OF_THE_PLAN)])


def test_the_world_alone_brings_and_loses_orders(runs):
    assert of(runs, "nobody", "lost_orders").sum() > 20
    assert (of(runs, "nobody", "revenue") > 0).all()


@pytest.mark.parametrize("metric", [*OF_THE_PLAN, "incremental_profit", "probability_of_loss"])
def test_a_plan_that_does_nothing_brings_nothing_and_loses_nothing(runs, metric):
    assert (of(runs, "nobody", metric) == 0).all()


def columns_of(runs, metric):
    return [column for column in runs.columns if column.startswith(f"{metric}/")]


@pytest.mark.parametrize("metric", GROUPED)
def test_it_brings_nothing_in_any_group(runs, metric):
    columns = columns_of(runs, metric)
    assert columns
    alone = runs.loc[runs["plan"] == "nobody", columns]
    assert (np.abs(alone.fillna(0.0).to_numpy()) < 1e-9).all()


@pytest.mark.parametrize("metric", GROUPED)
def test_groups_add_up_to_what_the_plan_brings(runs, metric):
    whole = runs[metric.partition("_by_")[0]].to_numpy()
    assert np.allclose(runs[columns_of(runs, metric)].fillna(0.0).sum(axis=1), whole, atol=1e-6)


@pytest.mark.parametrize("name", ["incremental_orders", "customers"])
def test_over_time_it_ends_at_what_the_plan_brings(found, name):
    last = found.timeseries.sort_values("time").groupby(["plan", "replicate"])[name].last()
    whole = found.runs.set_index(["plan", "replicate"])[name]
    assert np.array_equal(last.sort_index().to_numpy(), whole.sort_index().to_numpy())
    assert whole["posts"].sum() > 0


def test_nobody_is_a_customer_without_an_order_and_prices_say_the_same(runs):
    customers, orders = of(runs, "posts", "customers"), of(runs, "posts", "incremental_orders")
    assert (customers > 0).all()
    assert (customers <= orders).all()
    assert (of(runs, "posts", "cpa") >= of(runs, "posts", "cost_per_incremental_order")).all()
    assert np.isnan(of(runs, "nobody", "cpa")).all()


def test_the_log_tells_which_orders_are_the_plans(found, runs):
    events = found.events
    told = events[(events["kind"] == "order") & (events["incremental"] == 1)].groupby(["plan", "replicate"]).size()
    whole = runs.set_index(["plan", "replicate"])["incremental_orders"]
    assert told.reindex(whole.index, fill_value=0).tolist() == whole.tolist()
    assert told.sum() > 0


def test_the_rumour_alone_brings_orders_that_are_not_the_plans():
    """A control: what the tests above take off is there."""
    network = generate("kol_communities", accounts=500, seed=1)
    about = {"rumours": [{"at": 1.0, "accounts": 40, "stance": -0.9}]}
    product = {"orders_a_day": 0.1, "known": 0.6}
    world = campaign.prepare(network, campaign.Parameters(days=6, product=product, occasions=about), None, 1)
    alone = campaign.without_plan(world, 7, campaign.workspace(world))
    assert len(alone["without_account"]) > 0
    assert len(alone["without_lost_account"]) > 0
    assert set(alone) == set(WITHOUT)


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


def test_who_brought_what_divides_the_same():
    """What all groups bring together is what the plan brings, measured as the metric is."""
    asked = "shapley: {plans: [posts], metric: [incremental_orders, customers], worlds: 6}, added_reach: 0,"
    text = TEXT.replace("OCCASIONS\n", ABOUT).replace("replicates: 12", "replicates: 6")
    text = text.replace("added_reach: 0,", asked)
    found = compare(from_text(text), out=None, threads=1)
    table = found.attribution[found.attribution["kind"] == "together"].set_index("metric")
    for metric in ("incremental_orders", "customers"):
        assert table.loc[metric, "added"] == pytest.approx(of(found.runs, "posts", metric).mean())
        assert table.loc[metric, "shapley"] == pytest.approx(table.loc[metric, "added"])
