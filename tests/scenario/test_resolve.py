"""Scenario files: every valid one loads, and its resolved form loads to the same; every invalid one says why."""

from pathlib import Path

import pytest

from sim.scenario import ScenarioError, from_dict, from_text, load
from sim.scenario.errors import listed

FILES = Path(__file__).parent.parent / "scenarios"
VALID = sorted((FILES / "valid").glob("*.yaml"))
INVALID = sorted((FILES / "invalid").glob("*.yaml"))


def names_in_messages():
    """What stands in messages as {name}: the names that a registry holds now."""
    from sim.files import READERS, reader
    from sim.generators import GENERATORS, generator
    from sim.generators.kol_communities import OF_PEOPLE
    from sim.metrics import METRICS
    from sim.models import MODELS, model
    from sim.models.campaign.platform import MOST_FURTHER
    from sim.models.campaign.product import Product
    from sim.prices import PRICE_TABLES
    from sim.ranking import POLICIES
    from sim.ranking.presets import PRESETS
    from sim.scenario.action_settings import ACTIONS
    from sim.scenario.platform_parts import platform_setting
    from sim.strategies import STRATEGIES

    return {
        "models": MODELS,
        "strategies": STRATEGIES,
        "generators": GENERATORS,
        "metrics": METRICS,
        "price tables": PRICE_TABLES,
        "policies": POLICIES,
        "platform presets": PRESETS,
        "actions": ACTIONS,
        "keys of a platform": platform_setting().model_fields,
        "keys of a further platform": [*platform_setting(further=True).model_fields, "network", "prices"],
        "settings of a further network": [
            "file",
            *(one for one in generator("kol_communities").Parameters.model_fields if one not in OF_PEOPLE),
        ],
        "most further platforms": [MOST_FURTHER],
        "keys of a product": Product.model_fields,
        "formats": READERS,
        "parameters of kol_communities": generator("kol_communities").Parameters.model_fields,
        "parameters of independent_cascade": model("independent_cascade").Parameters.model_fields,
        "options of snap and csv": sorted({*reader("snap").OPTIONS, *reader("csv").OPTIONS}),
    }


def test_there_are_files():
    assert len(VALID) >= 15
    assert len(INVALID) >= 150
    assert {file.with_suffix(".txt") for file in INVALID} == set((FILES / "invalid").glob("*.txt"))


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_scenario_equals_its_resolved_form(file):
    scenario = load(file)
    assert from_dict(scenario.resolved(), file.parent) == scenario
    again = from_text(scenario.resolved_yaml(), file.parent)
    assert again == scenario
    assert again.resolved() == scenario.resolved()
    assert again.resolved_yaml().count("# default:") == 0  # nothing was left to be filled in


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_an_invalid_scenario_says_what_is_wrong(file, monkeypatch):
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("SEEDCAST_DATA", str(file.parent / "bases"))
    with pytest.raises(ScenarioError) as raised:
        load(file.name)
    expected = file.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")
    for name, allowed in names_in_messages().items():
        expected = expected.replace("{" + name + "}", listed(allowed))
    assert str(raised.value) == expected


def test_the_student_example():
    scenario = load(FILES / "valid" / "student_classic.yaml")
    assert (scenario.name, scenario.seed, scenario.seed_given) == ("My first cascade", 1, True)
    assert scenario.model.name == "independent_cascade"
    assert scenario.model.parameters.probability == 0.05
    assert scenario.network.generator == "kol_communities"
    assert scenario.network.parameters["accounts"] == 2000
    assert scenario.network.realisations == 1
    star, ordinary = scenario.plans["one star"].seeds[0], scenario.plans["ten ordinary"].seeds[0]
    assert (star.choose, star.count, star.budget, star.item) == ("top_followers", 1, None, "post")
    assert (ordinary.choose, ordinary.count) == ("at_random", 10)
    assert scenario.compare.metrics == ("reach", "depth")
    assert scenario.compare.decide_by == "reach"
    assert scenario.compare.replicates == 500
    assert scenario.compare.until is None
    assert scenario.design_points() == [{}]


def test_a_seed_that_nobody_gave_is_drawn_once_and_kept():
    file = FILES / "valid" / "shortest.yaml"
    one, other = load(file), load(file)
    assert not one.seed_given
    assert one.seed != other.seed
    assert 0 <= one.seed < 2**63
    assert one.resolved()["seed"] == one.seed
    assert one.with_values({"content/post/quality": 0.9}).seed == one.seed


def test_a_list_is_replaced_and_a_map_is_merged():
    scenario = load(FILES / "valid" / "extends.yaml")
    assert (scenario.name, scenario.seed) == ("derived", 7)
    assert set(scenario.plans) == {"a", "b"}
    assert scenario.compare.metrics == ("depth",)
    assert scenario.compare.replicates == 30
    assert scenario.network.preset == "weibo"
    assert scenario.network.parameters["accounts"] == 400


def test_money_in_another_currency_takes_the_dated_rate():
    scenario = load(FILES / "valid" / "exchange.yaml")
    assert scenario.currency == "CNY"
    assert (scenario.prices.currency, scenario.prices.exchange.rate) == ("USD", 7.1)
    assert scenario.prices.exchange.date == "2026-01-31"


def test_until_and_conditions():
    compare = load(FILES / "valid" / "chinese.yaml").compare
    assert compare.replicates is None
    assert compare.until.matters.relative == 0.03
    assert compare.until.matters.absolute is None
    assert compare.until.max_replicates == 2000
    assert [(c.metric, c.op, c.value) for c in compare.subject_to] == [
        ("cost_per_reach", "<=", 10),
        ("reach", ">=", 100),
    ]


def test_every_default_that_was_filled_in_is_explained():
    scenario = load(FILES / "valid" / "shortest.yaml")
    text = scenario.resolved_yaml()
    for path, meaning in scenario.defaults.items():
        assert meaning, path
        assert f"# default: {meaning}" in text, path
    assert "Source: assumption" in scenario.defaults["model/independent_cascade/interest_effect"]


def test_files_are_named_from_where_the_scenario_lies(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    scenario = load(FILES / "valid" / "file_csv.yaml")
    assert scenario.network.file == (FILES / "valid" / "files" / "follows.csv").resolve()
    assert scenario.network.reader_options["edge_means"] == "follows"
    assert scenario.plans["ann"].seeds[0].accounts == ("ann",)
    assert scenario.plans["ann"].seeds[0].count == 1
