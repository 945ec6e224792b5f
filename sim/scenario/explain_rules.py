"""Remarks on rules whose condition holds in every world, or in none, whatever happens there."""

import math

from sim.scenario.action_choices import WhenAction
from sim.scenario.compare_choices import Condition
from sim.scenario.scenario import Scenario


def rule_remarks(scenario: Scenario) -> list[str]:
    """A sentence for each rule that decides nothing."""
    found = []
    for name, plan in scenario.plans.items():
        for place, action in enumerate(plan.actions):
            if isinstance(action, WhenAction) and (told := _decides_nothing(action.condition)):
                found.append(f"Remark: plans/{name}/actions/{place}/when: {told}.")
    return found


def _decides_nothing(wanted: Condition) -> str:
    """Why a condition decides nothing; "" for one that does, as far as the metric's bounds tell."""
    from sim.metrics import METRICS

    metric = METRICS[wanted.metric]
    low = -math.inf if metric.signed else 0.0
    high = 1.0 if metric.unit == "share" else math.inf
    said = f"{wanted.metric} {wanted.op} {wanted.value:g}"
    bounds = "" if low < 0 else f"{wanted.metric} is never below 0"
    bounds = f"{wanted.metric} is a share, 0 to 1" if high == 1 else bounds
    value, op = wanted.value, wanted.op
    never = {"<": value <= low, "<=": value < low, ">": value >= high, ">=": value > high}[op]
    always = {"<": value > high, "<=": value >= high, ">": value < low, ">=": value <= low}[op]
    if never:
        return f"{said} never holds ({bounds}), so what stands there is not done"
    return f"{said} holds wherever there is a value ({bounds}), so it decides nothing" if always else ""
