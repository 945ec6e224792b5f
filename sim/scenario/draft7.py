"""The scenario file as JSON Schema draft 7, which editors read: made from the models and the registries."""

import copy
import json
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel

from sim.scenario.checking import narrowed
from sim.scenario.plan_parts import LISTED
from sim.scenario.reading import ReadingSetting
from sim.scenario.schema import MOST_GROUPS, MOST_ITEMS, ItemSetting, ScenarioFile

DRAFT = "http://json-schema.org/draft-07/schema#"
CODE = {"type": "string", "pattern": r"^[^:]+:[A-Za-z_]\w*$", "description": "file.py:function, code of your own"}


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file, short forms and all registered names included.

    >>> schema = json_schema()
    >>> schema["$schema"], sorted(schema["properties"])[:3]
    ('http://json-schema.org/draft-07/schema#', ['compare', 'content', 'currency'])
    """
    from sim.generators import GENERATORS, generator
    from sim.metrics import METRICS
    from sim.models import MODELS, model
    from sim.prices import PRICE_TABLES, PriceSetting
    from sim.strategies import STRATEGIES, strategy

    definitions: dict[str, Any] = {}
    whole = _converted(ScenarioFile, definitions)
    properties = whole["properties"]
    properties["extends"] = {"type": "string", "description": "another scenario file below this one's folder"}
    properties["model"] = _model(MODELS, model, definitions)
    network = definitions["NetworkSetting"]
    _by_name(network, "generator", GENERATORS, lambda name: generator(name).Parameters, definitions)
    _reading(network, definitions)
    group = definitions["GroupSetting"]
    _by_name(group, "choose", STRATEGIES, lambda name: strategy(name).Parameters, definitions)
    # null is as good as left out, where accounts are listed
    choices = [_names(STRATEGIES), CODE, {"type": "null"}]
    group["properties"]["choose"] = {"anyOf": choices, "description": "the strategy"}
    group["anyOf"] = [{"required": ["choose"]}, {"required": ["accounts"]}]
    group["not"] = {"required": ["count", "budget"]}
    one = {"$ref": "#/definitions/GroupSetting"}
    seeds = definitions["PlanSetting"]["properties"]["seeds"]
    definitions["PlanSetting"]["properties"]["seeds"] = {
        "anyOf": [one, {"type": "array", "items": one, "maxItems": MOST_GROUPS}],
        "description": seeds["description"],
    }
    prices = _converted(PriceSetting, definitions)
    properties["prices"] = {"anyOf": [_names(PRICE_TABLES), prices], "description": "what accounts cost"}
    compare = definitions["CompareSetting"]["properties"]
    compare["metrics"]["items"] = {"anyOf": [_names(METRICS), CODE]}
    until = definitions["UntilSetting"]["properties"]
    until["matters"] = {
        "anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": r"^[0-9.eE+-]+%$"}],
        **{key: until["matters"][key] for key in ("default", "description")},
    }
    item = {"anyOf": [{"$ref": f"#/definitions/{ItemSetting.__name__}"}, {"type": "null"}]}
    described = properties["content"]["description"]
    properties["content"] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": MOST_ITEMS,
        "additionalProperties": item,
        "description": described,
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


def _names(names: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)}


def _converted(cls: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    """A model's schema in draft 7; the models inside it go to ``definitions``."""
    schema = narrowed(cls).model_json_schema(ref_template="#/definitions/{model}")
    for name, inner in schema.pop("$defs", {}).items():
        definitions.setdefault(name, _cleaned(inner))
    return _cleaned(schema)


def _cleaned(schema: Any) -> Any:
    """Without titles (pydantic makes them from names) and without what draft 7 does not know."""
    if isinstance(schema, list):
        return [_cleaned(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    clean = {}
    for key, value in schema.items():
        if key == "title" and isinstance(value, str):
            continue
        if key == "prefixItems":  # a tuple of fixed length: draft 7 checks its parts as one kind
            clean["items"] = {"anyOf": [_cleaned(inner) for inner in value]}
        elif key == "properties":
            clean[key] = {name: _cleaned(inner) for name, inner in value.items()}
        elif key in ("default", "const", "enum", "examples"):
            clean[key] = copy.deepcopy(value)
        else:
            clean[key] = _cleaned(value)
    return clean


def _model(names: Iterable[str], module: Callable[[str], Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A bare name, or ``{name: parameters}``."""
    by_name = {}
    for name in names:
        parameters = _converted(module(name).Parameters, definitions)
        by_name[name] = {**parameters, "type": ["object", "null"]}
    long = {
        "type": "object",
        "properties": by_name,
        "patternProperties": {CODE["pattern"]: {"type": ["object", "null"]}},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {"anyOf": [_names(by_name), CODE, long], "description": "how content spreads"}


def _by_name(
    schema: dict[str, Any],
    key: str,
    names: Iterable[str],
    parameters: Callable[[str], type[BaseModel]],
    definitions: dict[str, Any],
) -> None:
    """Where ``key`` names an entry of a registry, the entry's parameters are the only further keys."""
    common = schema["properties"]
    names = list(names)
    common[key] = {**_names(names), "description": common[key].get("description", "")}
    cases = schema.setdefault("allOf", [])
    for name in names:
        own = _converted(parameters(name), definitions)
        required = [one for one in own.get("required", []) if not (name == LISTED and one == "accounts")]
        then = {
            "properties": {**dict.fromkeys(common, True), **own.get("properties", {})},
            "additionalProperties": False,
            "required": required,
        }
        cases.append({"if": {"properties": {key: {"const": name}}, "required": [key]}, "then": then})


def _reading(network: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Where a file is read, the readers' options may follow."""
    options = _converted(ReadingSetting, definitions)["properties"]
    then = {"properties": options, "not": {"required": ["generator"]}}
    network["allOf"].append({"if": {"required": ["file"]}, "then": then})
