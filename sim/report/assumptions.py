"""On what a result rests: every setting with its value, its source and a mark."""

import json
from collections.abc import Iterator
from typing import Any, Final

from sim.scenario.sources import settings

ORDER: Final = ("weak", "sourced", "given", "neutral")
"""The marks in the order of the table."""


def assumptions(result: Any) -> list[dict[str, Any]]:
    """Every setting as :func:`sim.scenario.sources.settings` tells it, the weak ones first."""
    manifest = result.manifest
    networks = manifest.get("networks") or [{}]
    assumed = ("network/",) if (networks[0].get("about") or {}).get("assumed") else ()
    rows = settings(manifest.get("scenario", {}), defaults_of(manifest), assumed)
    return sorted(rows, key=lambda row: ORDER.index(row["mark"]))


def defaults_of(manifest: dict) -> dict[str, str]:
    """What was filled in: path -> what it means and where it comes from.

    The manifest's own ``defaults``, or else the comments of the resolved scenario, which has a line for every entry.
    """
    if manifest.get("defaults") is not None:
        return dict(manifest["defaults"])
    lines = [line for line in str(manifest.get("scenario_text") or "").splitlines() if line.strip()]
    lines = [line for line in lines if not line.lstrip().startswith("#")]
    paths = list(lines_of(manifest.get("scenario", {})))
    if len(lines) != len(paths):
        return {}
    found = {}
    for path, line in zip(paths, lines, strict=True):
        _, mark_, text = line.partition("  # default: ")
        if mark_:
            found[path] = text
    return found


def lines_of(data: Any, path: str = "") -> Iterator[str]:
    """The paths of a resolved scenario's entries, in the order of its lines.

    >>> list(lines_of({"a": {"b": 1}, "c": [{"d": 2, "e": 3}]}))
    ['a', 'a/b', 'c', 'c/0/d', 'c/0/e']
    """
    for key, value in data.items():
        here = f"{path}/{key}" if path else str(key)
        yield here
        if isinstance(value, dict):
            yield from lines_of(value, here)
        elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
            for number, inner in enumerate(value):
                if isinstance(inner, dict) and inner:
                    yield from lines_of(inner, f"{here}/{number}")
                else:
                    yield f"{here}/{number}"


def scenario_text(result: Any) -> str:
    """The resolved scenario as text."""
    text = result.manifest.get("scenario_text")
    return text or json.dumps(result.manifest.get("scenario", {}), ensure_ascii=False, indent=2)
