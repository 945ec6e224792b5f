"""What a default's source is worth: the same words for the terminal and for the report."""

from typing import Any, Final

WEAK_WORDS: Final = ("assum", "weak", "folklore", "guess", "from memory")
"""A source with one of these in it is weak."""

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
    from sim.generators.kol_communities import PRESETS

    assumed = scenario.network.preset in PRESETS and PRESETS[scenario.network.preset].assumed
    found = []
    for path, text in scenario.defaults.items():
        source = text.partition("Source: ")[2]
        told = "the preset" in source and path.startswith("network/")
        if path not in scenario.uncertain and (mark(source) == "weak" or (assumed and told)):
            found.append(path)
    return found + [path for path, spread in scenario.uncertain.items() if mark(spread.source) == "weak"]
