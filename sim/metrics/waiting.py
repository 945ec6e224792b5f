"""What a plan holds ready, and whether it came to that: rules that are looked at once, and answers to a crisis.

Groups are named by the plan's actions, counted from 1: "2 rule" (``when``, ``pilot``, a boost of the best posts) and
"3 answer" (``crisis``, also inside a rule). In one world each is 1 or 0, so means over worlds are shares of them.
"""

from typing import Final

from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World

ANSWER: Final = 5
"""By ``lever_kind``: an answer to a crisis."""


def went_on(world: World, outcome: Outcome) -> dict[str, float]:
    """1 for each rule that held and each answer that came out in this world, 0 for the others."""
    events = outcome.events
    taken = zip(events["rule_action"].tolist(), events["rule_taken"].tolist(), strict=True)
    found = {f"{action + 1} rule": float(held) for action, held in sorted(taken)}
    answers = events["lever_kind"] == ANSWER
    out = events["lever_at"][answers] <= world.parameters.days * 24.0  # never is nan
    for action, came in zip(events["lever_action"][answers].tolist(), out.tolist(), strict=True):
        found[f"{action + 1} answer"] = float(came)
    return found


TABLE: Final = (
    Metric(
        "went_on",
        "share",
        "worlds",
        None,
        "rules that held (when, pilot, boosts of the best posts) and answers to a crisis that came out, by action",
        went_on,
        by_group=True,
        needs_events=("rule_action", "rule_taken", "lever_action", "lever_at", "lever_kind"),
    ),
)
"""The metrics of this file."""
