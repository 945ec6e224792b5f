"""On what a result rests: every setting with its value, its source and a mark."""

import json
from typing import Any, Final

WEAK_WORDS: Final = ("assumption", "assumed", "weak", "folklore", "guess")
"""A source with one of these words is weak."""


def assumptions(result: Any) -> list[dict[str, Any]]:
    """Every setting: its path, value, source and mark (``given``, ``weak``, ``sourced`` or ``default``), weak ones first.

    ``manifest["sources"]`` holds them where the run stored them: a list of {path, value, source}, the source being
    empty or "given" for what the scenario's author wrote himself.
    """
    rows = []
    for entry in result.manifest.get("sources") or []:
        source = str(entry.get("source") or "")
        rows.append(
            {"path": entry["path"], "value": entry.get("value"), "source": source, "mark": entry.get("mark") or mark(source)}
        )
    order = {"weak": 0, "given": 1, "sourced": 2, "default": 3}
    return sorted(rows, key=lambda row: order.get(row["mark"], 3))


def mark(source: str) -> str:
    """What a source is worth.

    >>> mark("assumption (usual value)"), mark("Kempe et al. 2003"), mark("given"), mark("")
    ('weak', 'sourced', 'given', 'default')
    """
    low = source.lower()
    if any(word in low for word in WEAK_WORDS):
        return "weak"
    if low in ("given", "scenario"):
        return "given"
    return "sourced" if low else "default"


def scenario_text(result: Any) -> str:
    """The resolved scenario as text."""
    return result.manifest.get("resolved_yaml") or json.dumps(
        result.manifest.get("scenario", {}), ensure_ascii=False, indent=2
    )
