"""Remarks on a campaign's plans that are never passed over in silence."""

from typing import Any, Final

from sim.plots.campaigns import is_campaign

TOLD: Final = ("too dear for what was left", "could be used", "of all attention", "held in ", "came out in ")
"""Who could not be afforded, money that buys nobody, a plan too large for its world, what rules and answers came to."""


def remarks(result: Any, place: int = 0) -> list[str]:
    """The remarks on all plans at a design point (its place in the result), a sentence each without its full stop."""
    points = result.manifest.get("points") or []
    if not is_campaign(result) or place >= len(points):
        return []
    told = points[place]["plans"].items()
    return [
        f"{plan}, {remark}"
        for plan, about in told
        for remark in about.get("remarks", ())
        if any(words in remark for words in TOLD)
    ]
