"""The scenario file as JSON Schema draft 7, which editors read: made from the models and the registries."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from sim.scenario.compare_parts import SHARED_OUT
from sim.scenario.draft7_campaign import campaign_keys
from sim.scenario.draft7_parts import CODE, by_name, converted, names, with_percents
from sim.scenario.reading import ReadingSetting
from sim.scenario.schema import DEFAULTS, MOST_GROUPS, MOST_ITEMS, FeaturedItemSetting, ScenarioFile

DRAFT = "http://json-schema.org/draft-07/schema#"


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file, short forms and all registered names included.

    >>> schema = json_schema()
    >>> schema["$schema"], sorted(schema["properties"])[:3]
    ('http://json-schema.org/draft-07/schema#', ['also_on', 'audience', 'brand'])
    """
    from sim.generators import GENERATORS, generator
    from sim.metrics import METRICS
    from sim.models import MODELS, model
    from sim.prices import PRICE_TABLES, PriceSetting
    from sim.strategies import STRATEGIES, strategy

    definitions: dict[str, Any] = {}
    whole = converted(ScenarioFile, definitions)
    properties = whole["properties"]
    properties["extends"] = {"type": "string", "description": "another scenario file below this one's folder"}
    properties["model"] = _model(MODELS, model, definitions)
    network = definitions["NetworkSetting"]
    by_name(network, "generator", GENERATORS, lambda name: generator(name).Parameters, definitions)
    _reading(network, definitions)
    group = definitions["GroupSetting"]
    by_name(group, "choose", STRATEGIES, lambda name: strategy(name).Parameters, definitions)
    # null is as good as left out, where accounts are listed
    choices = [names(STRATEGIES), CODE, {"type": "null"}]
    group["properties"]["choose"] = {"anyOf": choices, "description": "the strategy"}
    group["anyOf"] = [{"required": ["choose"]}, {"required": ["accounts"]}]
    group["not"] = {"required": ["count", "budget"]}
    one = {"$ref": "#/definitions/GroupSetting"}
    seeds = definitions["PlanSetting"]["properties"]["seeds"]
    definitions["PlanSetting"]["properties"]["seeds"] = {
        "anyOf": [one, {"type": "array", "items": one, "maxItems": MOST_GROUPS}],
        "description": seeds["description"],
    }
    campaign_keys(properties, definitions)
    prices = converted(PriceSetting, definitions)
    chosen = [names(PRICE_TABLES), prices, {"type": "null"}]
    properties["prices"] = {"anyOf": chosen, "description": "what accounts cost"}
    compare = definitions["CompareSetting"]["properties"]
    compare["metrics"]["items"] = {"anyOf": [names(METRICS), CODE]}
    until = definitions["UntilSetting"]["properties"]
    until["matters"] = {
        "anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": r"^[0-9.eE+-]+%$"}],
        **{key: until["matters"][key] for key in ("default", "description")},
    }
    _short_sharing(compare, definitions)
    item = {"anyOf": [{"$ref": f"#/definitions/{FeaturedItemSetting.__name__}"}, {"type": "null"}]}
    described = properties["content"]["description"]
    properties["content"] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": MOST_ITEMS,
        "additionalProperties": item,
        "description": described,
    }
    with_percents(definitions[FeaturedItemSetting.__name__])
    ranges = properties["uncertain"]
    asked = {"type": "boolean", "description": "draw what the campaign's table of parameters gives ranges of"}
    properties["uncertain"] = {
        "anyOf": [names([DEFAULTS]), {**ranges, "properties": {DEFAULTS: asked}}],
        "description": ranges["description"],
    }
    required = [name for name in whole.pop("required") if name not in ("content", "compare")]
    return {
        "$schema": DRAFT,
        "title": "Seedcast scenario",
        **whole,
        "if": {"required": ["extends"]},
        "then": {},
        "else": {"required": required},
        "definitions": definitions,
    }


def json_schema_text() -> str:
    """The schema as a file's text."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _model(registered: Iterable[str], module: Callable[[str], Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A bare name, or ``{name: parameters}``."""
    models = {}
    for name in registered:
        parameters = converted(module(name).Parameters, definitions)
        models[name] = {**parameters, "type": ["object", "null"]}
    long = {
        "type": "object",
        "properties": models,
        "patternProperties": {CODE["pattern"]: {"type": ["object", "null"]}},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {"anyOf": [names(models), CODE, long], "description": "how content spreads"}


def _short_sharing(compare: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Who brought what: ``shapley: channel`` is as good as ``shapley: {by: channel}``, one metric as a list of one."""
    inner = definitions["SharingSetting"]["properties"]
    described = inner["metric"].pop("description")
    metric = names(SHARED_OUT)
    several = {"type": "array", "items": metric, "minItems": 1}
    inner["metric"] = {"anyOf": [metric, several, {"type": "null"}], "description": described}
    compare["shapley"]["anyOf"].append(names(inner["by"]["enum"]))


def _reading(network: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Where a file is read, the readers' options may follow."""
    options = converted(ReadingSetting, definitions)["properties"]
    then = {"properties": options, "not": {"required": ["generator"]}}
    network["allOf"].append({"if": {"required": ["file"]}, "then": then})
