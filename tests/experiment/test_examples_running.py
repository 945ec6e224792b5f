"""The three examples that show what a scenario file can say: they are valid, are explained, and run (made small)."""

import copy
from pathlib import Path

import pytest

from sim.experiment import compare, priced, sweep
from sim.scenario import explain, from_dict, load

FOLDER = Path(__file__).parents[1] / "scenarios" / "valid"


def small(name, **changes):
    """The example with other values at some places ("network/accounts", "plans/a/actions/0/pay/tier")."""
    data = copy.deepcopy(dict(load(FOLDER / f"example_{name}.yaml").source.data))
    for path, value in changes.items():
        *way, last = path.split("/")
        inside = data
        for part in way:
            inside = inside[int(part) if isinstance(inside, list) else part]
        inside[last] = value
    return from_dict(data, FOLDER)


def test_the_student_compares_two_plans():
    result = compare(small("student", **{"compare": {"metrics": ["reach", "depth"], "replicates": 20}}), out=None)
    assert set(result.runs["plan"]) == {"one star", "ten ordinary"}


def test_the_researcher_counts_orders_of_a_product_that_nobody_named():
    scenario = load(FOLDER / "example_researcher.yaml")
    assert len(scenario.design_points()) == 9
    told = explain(scenario)
    assert "No product is named, and orders are counted: one as by default is sold." in told
    assert not [one for one in explain(load(FOLDER / "campaign_budget.yaml")) if one.startswith("No product")]
    network = {"generator": "kol_communities", "accounts": 600, "preset": "twitter"}
    grid = {"grid": {"content/post/utility": [0.2, 0.8], "platform/ranking": ["chronological", "hot"]}}
    wanted = {"metrics": ["reach", "orders"], "against": "nobody", "replicates": 4}
    shrunk = small("researcher", network=network, sweep=grid, compare=wanted, horizon="3 days")
    runs = sweep(shrunk, out=None).runs
    assert len(runs) == 4 * 4 * 4
    assert runs["orders"].min() >= 0
    assert runs[runs["plan"] == "hubs"]["reach"].mean() > runs[runs["plan"] == "nobody"]["reach"].mean() == 0


def test_the_strategist_says_no_price_and_is_told_which_was_taken():
    scenario = load(FOLDER / "example_strategist.yaml")
    (told,) = [one for one in explain(scenario) if one.startswith("Where no cpm is given")]
    assert "on xiaohongshu is 27.39 CNY. Source: 2026, " in told
    assert "the best 5 posts by engagement_rate so far at 27.39 CNY a thousand, from day 10 00:00 on" in "".join(
        explain(scenario)
    )
    changes = {"network/accounts": 12_000, "horizon": "16 days", "uncertain": {}}
    wanted = {"metrics": ["reach", "orders", "roas", "probability_of_loss"], "decide_by": "orders", "replicates": 2}
    shrunk = small("strategist", **changes, compare=wanted)
    told = priced(shrunk)
    assert len([one for one in told if one.startswith("Candidate")]) == 50
    assert "And 526 more candidates, each bound to an account of its own." in told
    assert not [one for one in told if "could be used" in one and "counted" not in one]  # 240,000 CNY buy KOCs enough
    runs = compare(shrunk, out=None).runs
    assert (runs["reach"] > 0).all()
    assert set(runs["plan"]) == {"star first", "many KOCs and a community"}


def test_no_price_is_taken_where_none_is_known():
    from sim.scenario import ScenarioError

    data = copy.deepcopy(dict(load(FOLDER / "example_strategist.yaml").source.data))
    data["platform"] = {"preset": "douyin_2025"}
    data["candidates"] = None
    with pytest.raises(ScenarioError, match=r"lacks the key cpm .*none is known of this platform in this currency"):
        from_dict(data, FOLDER)
