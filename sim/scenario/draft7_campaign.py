"""The schema of what only the campaign model knows: platform, product, audience, and the actions of a plan."""

from typing import Any

from pydantic import BaseModel

from sim.scenario.action_settings import ACTIONS, PaySetting, TargetSetting
from sim.scenario.draft7_parts import CODE, by_name, converted, names, with_percents

TIME = {"type": "string", "pattern": "^day [0-9]"}


def campaign_keys(properties: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Fill in the campaign's keys at the top of the schema, and the actions of its plans."""
    from sim.models.campaign.product import Product, Segment
    from sim.ranking import POLICIES
    from sim.ranking.presets import PRESETS
    from sim.scenario.platform_parts import platform_setting

    platform = with_percents(converted(platform_setting(), definitions))
    platform["properties"]["preset"] = {**names(PRESETS), "description": "a platform at a date"}
    platform["properties"]["ranking"] = {**names(POLICIES), "description": "what the feed shows first"}
    with_percents(definitions["OutOfNetwork"])
    change = definitions["Change"]["properties"]
    change["at"] = {**TIME, "description": change["at"]["description"]}
    change["ranking"] = {**names(POLICIES), "description": change["ranking"]["description"]}
    product = with_percents(converted(Product, definitions))
    segment = with_percents(converted(Segment, definitions))
    for key, inner in (("platform", platform), ("product", product)):
        properties[key] = {**inner, "type": ["object", "null"], "description": properties[key]["description"]}
    properties["horizon"] = {"type": ["string", "null"], "description": properties["horizon"]["description"]}
    _occasions(properties, definitions)
    with_percents({"properties": {"opt_out": properties["opt_out"]}})
    audience = properties["audience"]
    properties["audience"] = {
        "type": "object",
        "additionalProperties": segment,
        **{key: audience[key] for key in ("description", "default") if key in audience},
    }
    _actions(definitions)


def _occasions(properties: dict[str, Any], definitions: dict[str, Any]) -> None:
    """What happens in the world: times in words, or as days from the start."""
    from sim.models.campaign.occasions import Competitor, Failure, Occasions, Rumour

    kinds: dict[str, type[BaseModel]] = {"rumours": Rumour, "failures": Failure, "competitors": Competitor}
    found = {}
    for kind, cls in kinds.items():
        one = with_percents(converted(cls, definitions))
        for key in ("at", "until"):
            if key in one["properties"]:
                own = one["properties"][key]
                days = {"type": "number", "minimum": 0, "maximum": 3650}
                missing = [{"type": "null"}] if key == "until" else []
                one["properties"][key] = {"anyOf": [TIME, days, *missing], "description": own["description"]}
        told = Occasions.model_fields[kind].description
        found[kind] = {"type": "array", "items": one, "description": told}
    properties["occasions"] = {
        "type": ["object", "null"],
        "properties": found,
        "additionalProperties": False,
        "description": properties["occasions"]["description"],
    }


def _actions(definitions: dict[str, Any]) -> None:
    """One map with one key each."""
    from sim.strategies import STRATEGIES, strategy

    found = {}
    for name, setting in ACTIONS.items():
        found[name] = converted(setting, definitions)
    pay = found["pay"]
    by_name(pay, "choose", STRATEGIES, lambda name: strategy(name).Parameters, definitions)
    choices = [names(STRATEGIES), CODE, {"type": "null"}]
    pay["properties"]["choose"] = {"anyOf": choices, "description": PaySetting.model_fields["choose"].description}
    pay["anyOf"] = [{"required": ["choose"]}, {"required": ["accounts"]}]
    pay["not"] = {"required": ["count", "spend"]}
    target = with_percents(converted(TargetSetting, definitions))
    for name in ("boost", "ads"):
        inner = found[name]["properties"]
        inner["target"] = {
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "string"}, target]},
            "description": inner["target"]["description"],
        }
    actions = definitions["PlanSetting"]["properties"]["actions"]
    one = {
        "type": "object",
        "properties": {name: {**inner, "type": "object"} for name, inner in found.items()},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    definitions["PlanSetting"]["properties"]["actions"] = {
        "type": "array",
        "items": one,
        "description": actions["description"],
    }
    definitions["PlanSetting"]["anyOf"] = [{"required": ["seeds"]}, {"required": ["actions"]}]
