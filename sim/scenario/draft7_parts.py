"""Pieces of the schema for editors: a pydantic model as draft 7, entries of a registry, shares written as percents."""

import copy
from collections.abc import Callable, Iterable
from typing import Any, Final

from pydantic import BaseModel

from sim.scenario.checking import narrowed
from sim.scenario.group_parts import LISTED

CODE: Final = {
    "type": "string",
    "pattern": r"^[^:]+:[A-Za-z_]\w*$",
    "description": "file.py:function, code of your own",
}
PERCENT: Final = {"type": "string", "pattern": r"^[0-9.]+ ?%$"}


def names(names: Iterable[str]) -> dict[str, Any]:
    """One of these words."""
    return {"type": "string", "enum": list(names)}


def converted(cls: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    """A model's schema in draft 7; the models inside it go to ``definitions``."""
    schema = narrowed(cls).model_json_schema(ref_template="#/definitions/{model}")
    for name, inner in schema.pop("$defs", {}).items():
        definitions.setdefault(name, cleaned(inner))
    return cleaned(schema)


def cleaned(schema: Any) -> Any:
    """Without titles (pydantic makes them from names) and without what draft 7 does not know."""
    if isinstance(schema, list):
        return [cleaned(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    clean = {}
    for key, value in schema.items():
        if key == "title" and isinstance(value, str):
            continue
        if key == "prefixItems":  # a tuple of fixed length: draft 7 checks its parts as one kind
            clean["items"] = {"anyOf": [cleaned(inner) for inner in value]}
        elif key == "properties":
            clean[key] = {name: cleaned(inner) for name, inner in value.items()}
        elif key in ("default", "const", "enum", "examples"):
            clean[key] = copy.deepcopy(value)
        else:
            clean[key] = cleaned(value)
    return clean


def with_percents(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, with every number of its properties allowed as a percent too."""
    for name, inner in schema.get("properties", {}).items():
        if inner.get("type") == "number":
            about = {key: inner.pop(key) for key in ("description", "default") if key in inner}
            schema["properties"][name] = {"anyOf": [inner, PERCENT], **about}
        elif any(one.get("type") == "number" for one in inner.get("anyOf", ())):
            inner["anyOf"].append(PERCENT)
    return schema


def by_name(
    schema: dict[str, Any],
    key: str,
    registered: Iterable[str],
    parameters: Callable[[str], type[BaseModel]],
    definitions: dict[str, Any],
) -> None:
    """Where ``key`` names an entry of a registry, the entry's parameters are the only further keys."""
    common = schema["properties"]
    registered = list(registered)
    common[key] = {**names(registered), "description": common[key].get("description", "")}
    cases = schema.setdefault("allOf", [])
    for name in registered:
        own = converted(parameters(name), definitions)
        required = [one for one in own.get("required", []) if not (name == LISTED and one == "accounts")]
        then = {
            "properties": {**dict.fromkeys(common, True), **own.get("properties", {})},
            "additionalProperties": False,
            "required": required,
        }
        cases.append({"if": {"properties": {key: {"const": name}}, "required": [key]}, "then": then})
