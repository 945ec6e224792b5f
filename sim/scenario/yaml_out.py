"""Plain data as YAML that reads back to the same data; defaults carry a comment."""

import json
import re
from collections.abc import Mapping
from typing import Any

from sim.scenario.yaml_text import scalar

_PLAIN = re.compile(r"[^\W\d_][\w./]*( [\w./]+)*")


def to_yaml(data: Mapping[str, Any], comments: Mapping[str, str]) -> str:
    """The data, a key a line; behind what ``comments`` names (path -> text) stands its text.

    >>> print(to_yaml({"name": "first", "compare": {"replicates": 500}}, {"compare/replicates": "convention"}), end="")
    name: first
    compare:
      replicates: 500  # default: convention
    """
    lines: list[str] = []
    _map(data, comments, "", 0, lines)
    return "\n".join(lines) + "\n"


def word(value: Any) -> str:
    """One value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{word(key)}: {word(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(word(inner) for inner in value) + "]"
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and scalar(value) == value and value.isprintable():
            return value
        return json.dumps(value, ensure_ascii=not value.isprintable())
    return json.dumps(value)


def _map(data: Mapping[str, Any], comments: Mapping[str, str], path: str, depth: int, lines: list[str]) -> None:
    for key, value in data.items():
        here = f"{path}/{key}" if path else key
        _entry("  " * depth + word(key) + ":", value, comments, here, depth, lines)


def _entry(head: str, value: Any, comments: Mapping[str, str], path: str, depth: int, lines: list[str]) -> None:
    comment = f"  # default: {comments[path]}" if path in comments else ""
    if isinstance(value, dict) and value:
        lines.append(head + comment)
        _map(value, comments, path, depth + 1, lines)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        lines.append(head + comment)
        for number, inner in enumerate(value):
            below: list[str] = []
            _map(inner, comments, f"{path}/{number}", depth + 2, below) if isinstance(inner, dict) and inner else None
            if below:
                lines.append("  " * (depth + 1) + "- " + below[0].lstrip())
                lines.extend(below[1:])
            else:
                lines.append("  " * (depth + 1) + "- " + word(inner))
    else:
        lines.append(f"{head} {word(value)}{comment}")
