"""What a default's source is worth: the same words for the terminal and for the report."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

WEAK_WORDS: Final = ("assum", "weak", "folklore", "guess", "from memory", "trade page", "trade press", "vendor")
"""A source with one of these in it is weak: an assumption, or no better than trade pages, vendors, folklore, memory."""

NEUTRAL: Final = ("", "convention")
"""Sources of settings that claim nothing about the world."""


def mark(source: str) -> str:
    """What a source is worth: "weak", "sourced", or "neutral" where nothing is claimed about the world.

    >>> mark("assumption (usual value)"), mark("Kempe et al. 2003"), mark("convention")
    ('weak', 'sourced', 'neutral')
    """
    low = source.strip(" .").lower()
    if any(word in low for word in WEAK_WORDS):
        return "weak"
    return "neutral" if low in NEUTRAL else "sourced"


def weak_defaults(scenario: Any) -> list[str]:
    """Paths of settings that rest on an assumption: defaults and ranges with a weak source."""
    return [row["path"] for row in settings(scenario.resolved(), scenario.defaults) if row["mark"] == "weak"]


def settings(
    resolved: Mapping[str, Any], defaults: Mapping[str, str], assumed: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Every setting of a scenario once: its path, value, meaning, source and mark.

    Marks: "weak" (what the campaign's table of parameters marks weak or assumption), "sourced" (what it marks published
    or fitted), "given" (the scenario's author wrote it), "neutral" (a default that claims nothing about the world). An
    uncertain parameter is marked by the source of its range.

    Args:
        resolved: the resolved scenario as plain data.
        defaults: what was filled in: path -> what it means and where it comes from.
        assumed: where networks stand that are an assumption as a whole, beside those whose preset says so.

    >>> [(row["path"], row["mark"]) for row in settings({"a": 1, "w": {"x": 2, "y": 3}}, {"w": "Source: a guess"})]
    [('a', 'given'), ('w', 'weak')]
    """
    assumed = (*assumed, *_assumed_networks(resolved))
    ranges = resolved.get("uncertain") or {}
    whole = _filled_whole(defaults)
    data = {key: inner for key, inner in resolved.items() if key not in ("name", "uncertain")}
    found = dict(leaves(data, whole=whole))
    rows = []
    for path in [*found, *(path for path in ranges if path not in found)]:
        meaning, _, source = defaults.get(path, "").partition("Source: ")
        worth = "given"
        if path in defaults:
            worth = "weak" if "the preset" in source and path.startswith(assumed) else mark(source)
        value = found.get(path)
        if path in ranges:
            value, source = ranges[path], str(ranges[path].get("source", ""))
            worth = mark(source)
        rows.append({"path": path, "value": value, "meaning": meaning.strip(" ."), "source": source, "mark": worth})
    return rows


def leaves(data: Any, path: str = "", whole: frozenset[str] = frozenset()) -> Iterator[tuple[str, Any]]:
    """Every setting that is a value, not a group of settings; ``whole`` are groups that count as one value.

    >>> list(leaves({"a": {"b": 1}, "c": [{"d": 2}], "e": [1, 2]}))
    [('a/b', 1), ('c/0/d', 2), ('e', [1, 2])]
    >>> list(leaves({"a": {"b": 1}}, whole=frozenset({"a"})))
    [('a', {'b': 1})]
    """
    if path in whole:
        yield path, data
    elif isinstance(data, dict) and data:
        for key, value in data.items():
            yield from leaves(value, f"{path}/{key}" if path else str(key), whole)
    elif isinstance(data, list) and any(isinstance(inner, dict) for inner in data):
        for number, inner in enumerate(data):
            yield from leaves(inner, f"{path}/{number}", whole)
    else:
        yield path, data


def _filled_whole(defaults: Mapping[str, str]) -> frozenset[str]:
    """What was filled in and has nothing inside of it that was filled in by itself: a table of weights, say."""
    above = {path[:place] for path in defaults for place, letter in enumerate(path) if letter == "/"}
    return frozenset(defaults) - above


def _assumed_networks(resolved: Mapping[str, Any]) -> list[str]:
    """Where networks stand whose preset is an assumption as a whole."""
    from sim.generators.kol_communities import PRESETS

    parts = {"network/": resolved.get("network")}
    for name, platform in (resolved.get("also_on") or {}).items():
        parts[f"also_on/{name}/network/"] = platform.get("network")
    presets = {head: part.get("preset") for head, part in parts.items() if isinstance(part, Mapping)}
    return [head for head, preset in presets.items() if preset in PRESETS and PRESETS[preset].assumed]
