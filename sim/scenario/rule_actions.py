"""Actions that decide in mid-campaign: a pilot, and what is done when something has happened."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from sim.scenario.action_choices import PilotAction, PushAction
from sim.scenario.action_tools import ActionTools
from sim.scenario.choices import PlanChoice
from sim.scenario.compare_choices import Condition
from sim.scenario.compare_parts import Measurable, condition
from sim.scenario.errors import unknown
from sim.scenario.filling import Making
from sim.scenario.ledger import cents_of
from sim.scenario.push_actions import priced, push_of
from sim.scenario.rule_settings import POST_METRICS, PilotSetting
from sim.scenario.times import Span
from sim.scenario.tree import Path

OUTSIDE: Final = ("when", "pilot")
"""Actions that may not stand inside a rule: they are rules themselves."""

OF_ONE_WORLD: Final = {"goes_viral": "largest_cascade >= 100", "probability_of_loss": "profit < 0"}
"""What is asked of one world instead of a share of worlds."""


def pilot(
    tools: ActionTools, setting: PilotSetting, data: Mapping[str, Any], path: Path
) -> tuple[PilotAction, dict[str, Any]] | None:
    """Two items on half the money each, and then the better one."""
    for place, item in enumerate(setting.items):
        tools.item(item, path, "items", place)
    if setting.items[0] == setting.items[1]:
        tools.fault((*path, "items", 1), f"is {setting.items[1]}, as the first one is; a pilot compares two items")
    if setting.by not in POST_METRICS:
        tools.fault((*path, "by"), unknown("measure of single posts", setting.by, POST_METRICS))
    trial = push_of(tools, "ads", setting, setting.items[0], path, setting.platform)
    later = push_of(tools, "ads", setting.then, setting.items[0], (*path, "then"), setting.platform)
    on = tools.platform(setting.platform, path)
    if trial is None or later is None or trial.at is None or later.at is None:
        return None
    if later.at.start < trial.at.end:
        problem = f"is {later.at.text}, before the pilot is over (at: {trial.at.text})"
        tools.fault((*path, "then", "at"), problem)
    half, rest = divmod(cents_of(setting.spend), 2)
    first, second = setting.items
    trials = (_of(trial, first, (half + rest) / 100, on), _of(trial, second, half / 100, on))
    then = (_of(later, first, later.spend, on), _of(later, second, later.spend, on))
    full = priced(tools, tools.making.written_out(setting, data, path), trial, path)
    inner = tools.making.written_out(setting.then, data["then"], (*path, "then"))
    full["then"] = priced(tools, inner, later, (*path, "then"))
    return PilotAction(setting.by, trials, then), full


def _of(push: PushAction, item: str, spend: float, platform: str | None) -> PushAction:
    return dataclasses.replace(push, item=item, spend=spend, platform=platform)


def when_parts(tools: ActionTools, setting: Any, path: Path) -> tuple[Condition, Span] | None:
    """The condition of a rule and the time at which it is looked at."""
    from sim.metrics import METRICS

    at = tools.moment(setting.at, path)
    here = (*path, "if")
    try:
        wanted = condition(getattr(setting, "if"))
    except ValueError as error:
        tools.fault(here, str(error).replace("reach >= 100", "orders < 800"))
        return None
    if wanted.metric not in METRICS:
        tools.fault(here, unknown("metric", wanted.metric, METRICS))
    elif METRICS[wanted.metric].by_group:
        tools.fault(here, f"is of {wanted.metric}, which gives a number for each group; name a metric with one number")
    elif METRICS[wanted.metric].denominator == "worlds":
        instead = OF_ONE_WORLD.get(wanted.metric, "orders < 800")
        tools.fault(here, f"is of {wanted.metric}, a share of worlds, and a rule sees one world; write it as {instead}")
    return None if at is None else (wanted, at)


def may_stand_inside(tools: ActionTools, action: Any, path: Path) -> bool:
    """Whether an action may stand in a rule; if not, a fault is noted."""
    name = next(iter(action), None) if isinstance(action, dict) else None
    if name in OUTSIDE:
        tools.fault((*path, name), "is a rule itself; inside when any action may stand but when and pilot", key=True)
    return name not in OUTSIDE


def check_conditions(plans: Mapping[str, PlanChoice], given: Measurable, making: Making) -> None:
    """Faults for rules on metrics that need what the scenario does not have."""
    from sim.metrics import METRICS

    for name, plan in plans.items():
        for place, action in enumerate(plan.actions):
            if action.name == "when" and (lacking := given.lacks(METRICS[action.condition.metric])):
                path = ("plans", name, "actions", place, "when", "if")
                making.report.add(path, f"is of {action.condition.metric}, {lacking}")
