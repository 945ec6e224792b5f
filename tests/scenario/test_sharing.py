"""Who brought what, as a scenario asks for it: short forms, what is filled in, and that it comes back the same."""

import pytest

from sim.metrics import METRICS
from sim.scenario import ScenarioError, explain, from_text
from sim.scenario.compare_parts import SHARED_OUT

TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
network: {generator: kol_communities, accounts: 500}
prices: {per_follower: 2, currency: CNY}
PRODUCT
plans:
  a: {budget: 900, actions: [{ads: {spend: 900, cpm: 20}}]}
  b: {budget: 900, actions: [{ads: {spend: 50, cpm: 20}}]}
  c: {budget: 900, actions: [{ads: {spend: 40, cpm: 20}}, {pay: {choose: top_followers, count: 1}}]}
compare: {replicates: 10, shapley: SHAPLEY}
"""


def read(shapley, product="product: {order_value: 60}"):
    return from_text(TEXT.replace("SHAPLEY", shapley).replace("PRODUCT\n", product and product + "\n"))


@pytest.mark.parametrize(
    ("written", "by", "metrics", "plans", "worlds"),
    [
        ("channel", "channel", ("reach", "orders"), (), 20),
        ("kol", "kol", ("reach", "orders"), (), 20),
        ("{}", "channel", ("reach", "orders"), (), 20),
        ("{metric: revenue, worlds: 5}", "channel", ("revenue",), (), 5),
        ("{by: kol, metric: [reach, profit], plans: [b]}", "kol", ("reach", "profit"), ("b",), 20),
    ],
)
def test_short_and_long_forms(written, by, metrics, plans, worlds):
    scenario = read(written)
    asked = scenario.compare.shapley
    assert (asked.by, asked.metrics, asked.plans, asked.worlds) == (by, metrics, plans, worlds)
    again = from_text(scenario.resolved_yaml())
    assert again.compare == scenario.compare
    assert again.full == scenario.full
    told = f"Who brought what: {', '.join(metrics)} by {by}, in {worlds} worlds"
    assert f"{told}, of {plans[0] if plans else 'all plans'}." in explain(scenario)


def test_without_a_product_the_reach_alone_is_shared_out():
    assert read("channel", product="").compare.shapley.metrics == ("reach",)
    with pytest.raises(ScenarioError, match="needs a product"):
        read("{metric: orders}", product="")


def test_what_is_not_asked_for_is_not_there():
    scenario = from_text(TEXT.replace(", shapley: SHAPLEY", "").replace("PRODUCT\n", ""))
    assert scenario.compare.shapley is None
    assert "shapley" not in scenario.full["compare"]


def test_only_sums_are_shared_out():
    assert set(SHARED_OUT) <= set(METRICS)
    for name in SHARED_OUT:
        assert not METRICS[name].by_group
        assert not METRICS[name].denominator
        assert METRICS[name].needs_attribute is None


def test_of_an_equal_budget_it_is_said_what_is_set_aside():
    sentences = explain(read("channel"))
    told = "This is an equal-budget comparison: each plan has 900 CNY; of that are set aside by b 50.00, "
    assert told + "c at least 40.00, the others all of it." in sentences
    whole = TEXT.replace("spend: 50", "spend: 900").replace("SHAPLEY", "kol").replace("PRODUCT\n", "")
    whole = "\n".join(line for line in whole.split("\n") if not line.startswith("  c:"))
    assert "This is an equal-budget comparison: each plan has 900 CNY." in explain(from_text(whole))
