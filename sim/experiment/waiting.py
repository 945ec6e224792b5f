"""In how many worlds a plan's rules held and its answers to a crisis came out, in sentences."""

from typing import Any, Final

import numpy as np

from sim.border import counted
from sim.scenario.action_choices import WhenAction
from sim.scenario.times import moment_text

METRIC: Final = "went_on"
HELD: Final = "held in"
CAME_OUT: Final = "came out in"


def waits(scenario: Any) -> bool:
    """Whether a plan of this campaign has anything that waits for a condition."""
    return any(
        isinstance(action, WhenAction) or action.name == "crisis"
        for plan in scenario.plans.values()
        for action in plan.actions
    )


def waiting_remarks(scenario: Any, plan: str, runs: Any) -> list[str]:
    """Of one plan, in how many worlds each ``when`` held, and each answer to a crisis came out.

    Args:
        scenario: of one design point.
        plan: its name.
        runs: rows of that point.
    """
    own, found = runs[runs["plan"] == plan], []
    for place, action in enumerate(scenario.plans[plan].actions, 1):
        if isinstance(action, WhenAction):
            wanted = action.condition
            condition = f"{wanted.metric} {wanted.op} {wanted.value:g}"
            told = f"action {place}, if {condition} on {moment_text(action.at.start)}, {HELD}"
            found += _in_worlds(own, f"{METRIC}/{place} rule", told)
        found += _in_worlds(own, f"{METRIC}/{place} answer", f"the answer to a crisis of action {place} {CAME_OUT}")
    return found


def _in_worlds(own: Any, column: str, told: str) -> list[str]:
    if column not in own:
        return []
    values = own[column].dropna().to_numpy()
    return [f"{told} {int(np.sum(values)):,} of {counted(len(values), 'world')}"] if len(values) else []
