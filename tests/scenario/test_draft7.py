"""The schema for editors: draft 7, all valid files pass, faults that a schema can see fail."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from sim.scenario import load
from sim.scenario.draft7 import json_schema, json_schema_text
from sim.scenario.load import text_of
from sim.scenario.tree import plain
from sim.scenario.yaml_text import parse

FILES = Path(__file__).parent.parent / "scenarios"
VALID = sorted((FILES / "valid").glob("*.yaml"))
REJECTED = [
    "unknown_key", "unknown_key_inside", "missing_name", "missing_model", "missing_network", "missing_plans",
    "name_is_number", "seed_negative", "seed_text", "seed_fraction", "seed_true", "currency_small",
    "model_unknown", "model_two", "model_empty", "model_is_list", "model_parameter_unknown",
    "model_parameter_too_large", "model_parameter_word", "network_both", "network_generator_unknown",
    "network_preset_unknown", "network_parameter_missing", "network_parameter_unknown",
    "network_parameter_range", "network_realisations_zero", "network_file_direction_word",
    "network_file_self_loops", "content_empty", "content_quality", "content_unknown_key", "content_topics_word",
    "prices_unknown_table", "prices_negative", "rates_without_date", "rates_zero", "plans_none",
    "plan_unknown_key", "seeds_strategy_unknown", "seeds_strategy_missing", "seeds_parameter_unknown",
    "seeds_parameter_word", "seeds_count_and_budget", "seeds_count_zero", "seeds_count_text",
    "seeds_count_fraction", "seeds_budget_zero", "seeds_listed_empty", "compare_metric_unknown",
    "compare_metrics_none", "compare_replicates_one", "compare_confidence", "compare_until_matters_word",
    "compare_until_matters_negative", "uncertain_no_source", "uncertain_distribution", "sweep_unknown_kind",
    "sweep_not_a_list", "sweep_lhs_count", "extends_list",
    "campaign_unknown_policy", "campaign_unknown_preset", "campaign_unknown_platform_key", "campaign_unknown_action",
    "campaign_action_two_keys", "campaign_action_no_map", "campaign_action_not_a_map_inside",
    "campaign_action_unknown_key", "campaign_pay_unknown_key", "campaign_unknown_format", "campaign_feature_range",
    "campaign_negative_cost", "campaign_negative_spend", "campaign_cpm_zero", "campaign_cap_zero",
    "campaign_change_policy", "campaign_change_number", "campaign_pay_two_sizes", "campaign_pay_unknown_strategy",
    "campaign_audience_empty", "campaign_audience_number", "campaign_audience_no_share",
    "campaign_product_unknown_key", "campaign_horizon_number", "campaign_zero_accounts",
    "campaign_occasion_unknown", "campaign_occasion_no_list", "campaign_occasion_no_map", "campaign_occasion_no_time",
    "campaign_rumour_stance", "campaign_live_returns_above_one", "campaign_promise_range",
    "action_care_quality", "action_insight_no_time", "action_crisis_kind", "action_crisis_threshold",
    "action_challenge_no_prize", "action_lottery_action", "action_referral_no_reward",
    "action_pilot_one_item", "action_pilot_then_key", "action_pilot_without_then", "action_when_nothing",
    "action_when_in_when", "action_when_fault_inside",
    "effects_unknown_action", "effects_unknown_effect", "effects_word", "effects_too_large", "effects_no_map",
    "platform_base_word", "platform_formats_number", "platform_rhythm_word", "platform_watch_time_word",
    "item_duration_negative", "item_duration_of_days",
    "platforms_same_stars_range", "platforms_unknown_key", "platforms_unknown_preset",
    "platforms_too_many", "platforms_network_word", "platforms_prices_word", "platforms_not_a_map",
    "platforms_prices_table", "platforms_ticks",
]  # fmt: skip


@pytest.fixture(scope="module")
def validator():
    schema = json_schema()
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def data_of(file):
    return plain(parse(text_of(file, file.name), file.name))


def faults(validator, data):
    return [fault.message for fault in validator.iter_errors(data)]


def test_nothing_that_draft_7_does_not_know():
    text = json_schema_text()
    for word in ("$defs", "prefixItems", "unevaluatedProperties", "dependentRequired", "minContains"):
        assert f'"{word}"' not in text
    assert json.loads(text) == json_schema()
    assert all(reference.startswith("#/definitions/") for reference in references(json_schema()))


def references(schema):
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref":
                assert value.removeprefix("#/definitions/") in json_schema()["definitions"]
                yield value
            else:
                yield from references(value)
    elif isinstance(schema, list):
        for inner in schema:
            yield from references(inner)


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_valid_files_pass_as_written_and_as_resolved(file, validator):
    assert faults(validator, data_of(file)) == []
    assert faults(validator, load(file).resolved()) == []


@pytest.mark.parametrize("name", REJECTED)
def test_invalid_files_fail(name, validator):
    assert faults(validator, data_of(FILES / "invalid" / f"{name}.yaml"))


def test_every_key_is_described():
    schema = json_schema()
    for name, inner in schema["properties"].items():
        assert inner.get("description"), name
    for name, definition in schema["definitions"].items():
        for key, inner in definition.get("properties", {}).items():
            assert inner.get("description"), f"{name}/{key}"
