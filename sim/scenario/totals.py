"""Two uncertain parameters of which only the total is known: what one takes, the other gives up."""

import math
from collections.abc import Mapping

from sim.scenario.choices import Uncertain
from sim.scenario.errors import shown
from sim.scenario.points import find, squares
from sim.scenario.scenario import Scenario
from sim.scenario.tree import value_at

CLOSE = 1e-6
"""How far the range of what keeps a total may miss it."""


def total_problem(scenario: Scenario, path: str, one: Uncertain, found: Mapping[str, Uncertain]) -> str | None:
    """What is wrong with a parameter that keeps a total with another."""
    other = one.keeps_total_with
    if other is None:
        return None
    if other == path or other not in found or found[other].keeps_total_with is not None:
        return f"is {shown(other)}; it must be another uncertain parameter, which keeps no total itself"
    if not (_has_value(scenario, path) and _has_value(scenario, other)):
        return f"is {shown(other)}; both must have a value in this scenario, whose total is kept"
    left = [squares(scenario, path, other) - end * end for end in (found[other].low, found[other].high)]
    if min(left) < 0:
        total = math.sqrt(squares(scenario, path, other))
        return f"is {shown(other)}, whose range goes beyond the total of both ({total:.6g})"
    ends = sorted(math.sqrt(one) for one in left)
    if ends[0] < one.low - CLOSE or ends[1] > one.high + CLOSE:
        return f"leaves {path} {ends[0]:.6g} to {ends[1]:.6g}; low and high must hold that range"
    return None


def _has_value(scenario: Scenario, path: str) -> bool:
    try:
        return value_at(scenario.full, find(scenario, path)) is not None
    except KeyError:
        return False
