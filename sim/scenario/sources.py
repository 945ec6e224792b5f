"""What a default's source is worth: the same words for the terminal and for the report."""

from typing import Any, Final

WEAK_WORDS: Final = ("assum", "weak", "folklore", "guess", "from memory", "trade page", "trade press", "vendor")
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

    presets = {"network/": scenario.network.preset}
    for name, platform in (scenario.campaign.further if scenario.campaign is not None else {}).items():
        presets[f"also_on/{name}/network/"] = platform.network.preset
    assumed = tuple(head for head, preset in presets.items() if preset in PRESETS and PRESETS[preset].assumed)
    found = []
    for path, text in scenario.defaults.items():
        source = text.partition("Source: ")[2]
        told = "the preset" in source and path.startswith(assumed)
        if path not in scenario.uncertain and (mark(source) == "weak" or told):
            found.append(path)
    return found + [path for path, spread in scenario.uncertain.items() if mark(spread.source) == "weak"]
