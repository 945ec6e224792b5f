"""The schema of what only the campaign model knows: platform, product, audience, and the actions of a plan."""

from typing import Any

from pydantic import BaseModel

from sim.scenario.action_settings import ACTIONS, PaySetting, TargetSetting
from sim.scenario.draft7_parts import CODE, by_name, converted, names, with_percents
from sim.scenario.rule_actions import OUTSIDE

TIME = {"type": "string", "pattern": "^day [0-9]"}


def campaign_keys(properties: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Fill in the campaign's keys at the top of the schema, and the actions of its plans."""
    from sim.models.campaign.product import Product, Segment
    from sim.ranking import POLICIES
    from sim.scenario.platform_parts import platform_setting

    platform = _platform(platform_setting(), definitions)
    for name in ("OutOfNetwork", "OutOfNetworkChange", "Change"):
        with_percents(definitions[name])
    change = definitions["Change"]["properties"]
    change["at"] = {**TIME, "description": change["at"]["description"]}
    change["ranking"] = {**names(POLICIES), "description": change["ranking"]["description"]}
    product = with_percents(converted(Product, definitions))
    segment = with_percents(converted(Segment, definitions))
    for key, inner in (("platform", platform), ("product", product)):
        properties[key] = {**inner, "type": ["object", "null"], "description": properties[key]["description"]}
    properties["horizon"] = {"type": ["string", "null"], "description": properties["horizon"]["description"]}
    _further(properties, definitions)
    _occasions(properties, definitions)
    with_percents({"properties": {"opt_out": properties["opt_out"]}})
    audience = properties["audience"]
    properties["audience"] = {
        "type": "object",
        "additionalProperties": segment,
        **{key: audience[key] for key in ("description", "default") if key in audience},
    }
    _actions(definitions)


def _platform(setting: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    """The keys of a platform."""
    from sim.ranking import POLICIES
    from sim.ranking.presets import PRESETS

    platform = with_percents(converted(setting, definitions))
    known = {"type": ["string", "null"], "enum": [*PRESETS, None]}
    platform["properties"]["preset"] = {**known, "description": "a platform at a date"}
    ranking = {"anyOf": [names(POLICIES), CODE], "description": "what the feed shows first"}
    platform["properties"]["ranking"] = ranking
    return platform


def _further(properties: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Further platforms by name: a platform, its network, and what posts cost there."""
    from sim.models.campaign.platform import MOST_FURTHER
    from sim.prices import PRICE_TABLES, PriceSetting
    from sim.scenario.platform_parts import platform_setting

    one = _platform(platform_setting(further=True), definitions)
    one["properties"].pop("tick_minutes")
    one["properties"]["network"] = {
        "type": ["object", "null"],
        "properties": {"file": {"type": "string", "minLength": 1}},
        "description": "settings of the generator that differ from the first network's, or a file of the same accounts",
    }
    priced = converted(PriceSetting, definitions)
    prices = {"anyOf": [names(PRICE_TABLES), priced, {"type": "null"}]}
    one["properties"]["prices"] = {**prices, "description": "what its posts cost; the scenario's if not given"}
    properties["also_on"] = {
        "type": "object",
        "maxProperties": MOST_FURTHER,
        "additionalProperties": {**one, "type": ["object", "null"]},
        "description": properties["also_on"]["description"],
    }


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
    """One map with one key each; inside rules some may not stand."""
    found = {name: with_percents(converted(setting, definitions)) for name, setting in ACTIONS.items()}
    _paying(found["pay"], definitions)
    target = with_percents(converted(TargetSetting, definitions))
    with_target = [found["boost"], found["ads"], found["pilot"], with_percents(definitions["ThenSetting"])]
    for inner in with_target:
        told = inner["properties"]["target"]["description"]
        inner["properties"]["target"] = {
            "type": ["array", "null"],
            "minItems": 1,
            "items": {"anyOf": [{"type": "string"}, target]},
            "description": told,
        }
    then = found["when"]["properties"]["then"]
    found["when"]["properties"]["then"] = {**then, "items": {"$ref": "#/definitions/ActionInside"}}
    definitions["ActionInside"] = _one_of({name: found[name] for name in found if name not in OUTSIDE})
    plan = definitions["PlanSetting"]
    told = plan["properties"]["actions"]["description"]
    plan["properties"]["actions"] = {"type": "array", "items": _one_of(found), "description": told}
    plan["anyOf"] = [{"required": ["seeds"]}, {"required": ["actions"]}]


def _paying(pay: dict[str, Any], definitions: dict[str, Any]) -> None:
    """The strategies with their parameters."""
    from sim.strategies import STRATEGIES, strategy

    by_name(pay, "choose", STRATEGIES, lambda name: strategy(name).Parameters, definitions)
    choices = [names(STRATEGIES), CODE, {"type": "null"}]
    pay["properties"]["choose"] = {"anyOf": choices, "description": PaySetting.model_fields["choose"].description}
    pay["anyOf"] = [{"required": ["choose"]}, {"required": ["accounts"]}]
    pay["not"] = {"required": ["count", "spend"]}


def _one_of(actions: dict[str, Any]) -> dict[str, Any]:
    """A map with exactly one of these keys; an action without any keys of its own may stand alone."""
    alone = {name: ["object"] if inner.get("required") else ["object", "null"] for name, inner in actions.items()}
    return {
        "type": "object",
        "properties": {name: {**inner, "type": alone[name]} for name, inner in actions.items()},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
