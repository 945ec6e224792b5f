"""Plain data against a pydantic model, without conversion; what is wrong comes out as sentences with places."""

import types
import typing
from functools import cache
from typing import Any

import numpy as np
from pydantic import BaseModel, ValidationError, create_model

from sim.scenario.errors import MOST_FAULTS, Fault, ScenarioError, a_list, listed, shown, suggestion
from sim.scenario.tree import Node, Path, has, place_of

LONGEST_PART = 200
"""Characters of a key that a message shows."""


class Report:
    """Collects what is wrong with one file, so that all of it is said at once."""

    def __init__(self, tree: Node):
        self.tree = tree
        self.faults: list[Fault] = []
        self.more = 0
        self._known: set[Fault] = set()

    def add(self, path: Path, problem: str, *, key: bool = False) -> None:
        """Note a fault at a path; with ``key`` the place of the key is shown and not of its value."""
        parts = [str(part) for part in path]
        named = "/".join(part if len(part) <= LONGEST_PART else part[:LONGEST_PART] + "..." for part in parts)
        fault = Fault(place_of(self.tree, path, key), named, problem)
        if fault not in self._known:
            self._known.add(fault)
            self.faults.append(fault)

    def stop(self) -> None:
        """Raise what was found, in the order of the file; nothing happens if nothing was."""
        if self.faults:
            raise ScenarioError(*sorted(self.faults, key=lambda fault: (fault.place.file, fault.place)), more=self.more)


def check(cls: type[BaseModel], data: Any, path: Path, report: Report, also: tuple[str, ...] = ()) -> Any:
    """An instance of ``cls`` made from the data at ``path``, or None and faults in the report.

    Args:
        also: further keys that are allowed at this place (and are checked elsewhere), for the list in messages.
    """
    try:
        narrowed(cls).model_validate(_with_tuples(cls, data), strict=True)
        return cls.model_validate(_with_tuples(cls, data), strict=True)
    except ValidationError as error:
        _explain(cls, data, path, report, also, error)
    return None


def _with_tuples(cls: type[BaseModel], data: Any) -> Any:
    """The data with tuples where the model, or one inside it, wants them: files know only lists."""
    if not isinstance(data, dict):
        return data
    found = dict(data)
    for name, field in cls.model_fields.items():
        value, inner = data.get(name), inner_model(field.annotation)
        if isinstance(value, list):
            if inner is not None:
                value = [_with_tuples(inner, one) for one in value]
            found[name] = tuple(value) if "tuple[" in str(field.annotation) else value
        elif isinstance(value, dict) and inner is field.annotation and inner is not None:
            found[name] = _with_tuples(inner, value)
    return found


def _explain(
    cls: type[BaseModel], data: Any, path: Path, report: Report, also: tuple[str, ...], error: ValidationError
) -> None:
    wrong: dict[Path, list[str]] = {}
    unknown_keys: dict[Path, int] = {}
    for one in error.errors(include_url=False):
        inner = _existing(data, one["loc"])
        full = path + inner
        if one["type"] == "missing":
            key = str(one["loc"][-1])
            report.add(path + tuple(one["loc"][:-1]), f"lacks the key {key} ({_described(cls, one['loc'])})", key=True)
        elif one["type"] == "extra_forbidden":
            seen = unknown_keys[inner[:-1]] = unknown_keys.get(inner[:-1], 0) + 1
            if seen > MOST_FAULTS:  # more would not be read; they are counted
                report.more += 1
                continue
            allowed = [*_keys(cls, inner[:-1]), *(also if len(inner) == 1 else ())]
            hint = suggestion(inner[-1], allowed)
            hint += f"; allowed here: {listed(allowed) or 'no keys'}" if seen == 1 else ""
            report.add(full, f"is not a known key{hint}", key=True)
        elif one["type"] in ("value_error", "assertion_error"):
            said = str(one.get("ctx", {}).get("error", one["msg"]))
            if one["loc"][-1:] == ("[key]",):
                report.add(full, f"is no name: {said}", key=True)
                continue
            head, _, rest = said.partition(" ")
            deeper = tuple(int(step) if step.isdigit() else step for step in head.split("/"))
            if len(deeper) > 1 and _existing(data, inner + deeper) == inner + deeper:  # it says itself what is wrong
                report.add(full + deeper, rest)
                continue
            report.add(full, said if not inner else f"is {shown(_value(data, inner))}; {said}")
        elif one["loc"][-1:] == ("[key]",):
            report.add(full, f"is no name; a name must be {_allowed(one)}".replace("be not", "not be"), key=True)
        else:
            wrong.setdefault(inner, []).append(_allowed(one))
    for inner, phrases in wrong.items():
        value = _value(data, inner)
        advice = ", or ".join(dict.fromkeys(phrases))
        advice = advice.replace("a list", a_list(value), 1) if advice.startswith("a list") else advice
        text = shown(value)
        if isinstance(value, str) and "number" in advice and value.replace(",", "").replace(".", "").isdigit():
            plainly = "without quotes and commas" if value.isascii() else "in the digits 0 to 9"
            text, advice = f'"{text}"', f"{advice}, {plainly}"
        report.add(path + inner, f"is {text}; it must {'not be empty' if advice == 'not empty' else 'be ' + advice}")


def _existing(data: Any, location: tuple) -> Path:
    """As much of pydantic's location as is a path in the data (it adds names of union branches and of keys)."""
    path: list[str | int] = []
    for part in location:
        if not has(data, part):
            break
        data = data[part]
        path.append(part)
    return tuple(path)


def _value(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


_SENTENCES = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a map (key: value)",
    "model_type": "a map (key: value)",
    "model_attributes_type": "a map (key: value)",
    "none_required": "left out",
    "finite_number": "a finite number",
    "int_parsing_size": "a whole number of at most 64 bits",
    "greater_than_equal": "at least {ge}",
    "greater_than": "above {gt}",
    "less_than_equal": "at most {le}",
    "less_than": "below {lt}",
    "string_pattern_mismatch": "text of the form {pattern}",
    "literal_error": "{expected}",
    "enum": "{expected}",
}
_FORMS = {
    r"^[A-Z]{3}$": "three capital letters, as CNY",
    r"^\d{4}-\d{2}-\d{2}$": "a day, as 2026-01-31",
    r"^\S(.*\S)?$": "one line of text that neither begins nor ends with a blank",
}


def _allowed(error: Any) -> str:
    """What pydantic would have taken, in a few words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch" and context.get("pattern") in _FORMS:
        return _FORMS[context["pattern"]]
    if kind in _SENTENCES:
        plain = {key: f"{value:.15g}" if isinstance(value, float) else value for key, value in context.items()}
        return _SENTENCES[kind].format(**plain).replace("'", "")
    if context.get("min_length") == 1:
        return "not empty"
    if context.get("min_length", 0) > 1:
        return f"of at least {context['min_length']} entries"
    if "max_length" in context:
        return f"of at most {context['max_length']} {'characters' if 'string' in kind else 'entries'}"
    return str(error["msg"]).lower()


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """The pydantic model inside an annotation such as ``dict[str, Model] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in typing.get_args(annotation):
        if (found := inner_model(part)) is not None:
            return found
    return None


def _model_at(cls: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model whose keys stand at a path."""
    current: type[BaseModel] | None = cls
    at_keys = True  # the next part is a key of the model, not of a map or a list around it
    for part in path:
        if current is None:
            return None
        if at_keys and part in current.model_fields:
            annotation = current.model_fields[str(part)].annotation
            current = inner_model(annotation)
            at_keys = current is annotation or set(typing.get_args(annotation)) == {current, type(None)}
        else:
            at_keys = True
    return current


def _keys(cls: type[BaseModel], path: Path) -> list[str]:
    model = _model_at(cls, path)
    return list(model.model_fields) if model else []


def _described(cls: type[BaseModel], location: tuple) -> str:
    model = _model_at(cls, tuple(location[:-1]))
    field = model.model_fields.get(str(location[-1])) if model else None
    return (field.description if field else None) or "it is required"


def _bare(annotation: Any) -> Any:
    """The type inside ``Annotated``."""
    return typing.get_args(annotation)[0] if typing.get_origin(annotation) is typing.Annotated else annotation


@cache
def narrowed(cls: type[BaseModel]) -> type[BaseModel]:
    """The model as far as a file may fill it: where a Python caller may also give an array, a file may not."""
    changed: dict[str, Any] = {}
    for name, field in cls.model_fields.items():
        if typing.get_origin(field.annotation) in (typing.Union, types.UnionType):
            parts = typing.get_args(field.annotation)
            for_files = tuple(part for part in parts if _bare(part) not in (Any, np.ndarray))
            if for_files != parts:
                changed[name] = (typing.Union[for_files], field)  # noqa: UP007
    return create_model(cls.__name__, __base__=cls, **changed) if changed else cls
