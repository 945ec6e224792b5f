"""Whom ads may be shown to: segments of the scenario's audience, communities, interests, lookalikes, retargeting."""

from collections.abc import Mapping
from typing import Any

from sim.scenario.action_choices import Audience
from sim.scenario.action_settings import TargetSetting
from sim.scenario.checking import check
from sim.scenario.errors import shown, unknown
from sim.scenario.filling import Making
from sim.scenario.group_parts import Surroundings
from sim.scenario.tree import Path

RETARGETING = "retargeting"
SHARE = 0.1
"""How many accounts an interest or a lookalike means, unless it says (convention)."""


def audiences(
    data: list[Any] | None,
    path: Path,
    segments: Mapping[str, Any],
    topics: tuple[str, ...] | None,
    around: Surroundings,
    making: Making,
) -> tuple[tuple[Audience, ...], bool]:
    """The audiences that a list names, and whether only those who clicked before are meant."""
    if data is None:
        return (), False
    if not data:
        making.report.add(path, "is empty, an audience of nobody; name at least one, or leave it out for everyone")
    found, retarget = [], False
    for place, one in enumerate(data):
        here = (*path, place)
        if one == RETARGETING:
            retarget = True
        elif isinstance(one, str):
            if one not in segments:
                making.report.add(here, unknown("segment of the audience", one, [*segments, RETARGETING]))
            elif segments[one].share == 0:
                making.report.add(here, f"is {one}, a segment with the share 0: an audience of nobody")
            else:
                found.append(Audience("segment", one))
        elif (audience := _described(one, here, topics, around, making)) is not None:
            found.append(audience)
    return tuple(dict.fromkeys(found)), retarget


def _described(
    data: Any, path: Path, topics: tuple[str, ...] | None, around: Surroundings, making: Making
) -> Audience | None:
    add = making.report.add
    if not isinstance(data, dict):
        add(path, f"is {shown(data)}; it must be a segment's name, {RETARGETING}, or a map, as {{interest: food}}")
        return None
    setting = check(TargetSetting, data, path, making.report)
    if setting is None:
        return None
    kinds = {
        kind: value for kind in ("community", "interest", "lookalike") if (value := getattr(setting, kind)) is not None
    }
    if len(kinds) != 1:
        add(path, f"is {shown(data)}; give exactly one of community, interest, lookalike")
        return None
    ((kind, name),) = kinds.items()
    if kind == "community":
        if setting.share is not None:
            add((*path, "share"), "belongs to interest and lookalike; a community is all of its accounts", key=True)
        return Audience(kind, name)
    if kind == "interest" and topics is not None and name not in topics:
        add((*path, kind), unknown("topic of the network", name, topics))
    if kind == "lookalike":
        around.check_account(name, (*path, kind), making)
    return Audience(kind, name, SHARE if setting.share is None else setting.share)
