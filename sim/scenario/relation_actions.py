"""Actions for relations: a private community and what it is sent, care, insight, and the answer to a crisis."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from sim.scenario.action_tools import ActionTools
from sim.scenario.lever_choices import CareAction, CommunityAction, CrisisAction, InsightAction, MembersAction
from sim.scenario.lever_settings import (
    CareSetting,
    CommunitySetting,
    CrisisSetting,
    InsightSetting,
    MembersSetting,
)
from sim.scenario.times import HOUR
from sim.scenario.tree import Path

OF_PEOPLE: Final[dict[str, Any]] = {"staff": 1, "per_hour": 12.0, "delay": "30 min", "wage": 0.0}
OF_MACHINE: Final[dict[str, Any]] = {"cost": 0.0}
QUALITY: Final = {False: 0.8, True: 0.4}
"""Settings of care if they are not given: of people, of a machine, and the quality of either (assumptions)."""


def community(
    tools: ActionTools, setting: CommunitySetting, data: Mapping[str, Any], path: Path
) -> tuple[CommunityAction, dict[str, Any]] | None:
    """A private community."""
    item = tools.item(setting.item, path)
    tools.money(setting, path, "offer")
    if setting.offer:
        tools.product((*path, "offer"), "is weighed against what an order is worth")
        if setting.spend is None:
            tools.fault(path, "lacks the key spend (the most that gifts may cost, in currency) beside offer")
        elif setting.spend < setting.offer:
            tools.fault((*path, "spend"), f"is {setting.spend:g}, less than one gift ({setting.offer:g})")
    elif setting.spend is not None:
        tools.fault((*path, "spend"), "is for gifts; say what each is worth, as offer: 20", key=True)
    when = tools.stretch(setting.at, path)
    every = None
    if setting.push is not None:
        every = tools.length(setting.push.removeprefix("every "), path, "push")
    if when is None or (setting.push is not None and every is None):
        return None
    if setting.push is not None and every is not None:
        tools.often(setting.push, every, when, path, "push")
    found = CommunityAction(item, when, setting.offer, setting.spend or 0.0, every)
    if every is not None and every >= HOUR and not found.moments():
        tools.fault((*path, "push"), f"is {setting.push}, and the community lasts no longer; nothing would be sent")
    return found, tools.written(setting, data, path, item)


def members(
    tools: ActionTools, setting: MembersSetting, data: Mapping[str, Any], path: Path
) -> tuple[MembersAction, dict[str, Any]] | None:
    """Posts to members."""
    item = tools.item(setting.item, path)
    when = tools.span(setting.at, path)
    if when is None:
        return None
    every = tools.rhythm(setting.every, when, path)
    return MembersAction(item, when, every), tools.written(setting, data, path, item)


def care(
    tools: ActionTools, setting: CareSetting, data: Mapping[str, Any], path: Path
) -> tuple[CareAction, dict[str, Any]] | None:
    """Who answers complaints: people, or a machine."""
    own, others = (OF_MACHINE, OF_PEOPLE) if setting.automatic else (OF_PEOPLE, OF_MACHINE)
    for key in others:
        if getattr(setting, key) is not None:
            who = "people; leave out automatic" if setting.automatic else "a machine; say automatic: true"
            tools.fault((*path, key), f"belongs to care by {who}", key=True)
    if not setting.comments:
        tools.product(path, "answers complaints of who ordered (and comments with comments: true)")
    tools.money(setting, path, "wage", "cost")
    usual = {**own, "quality": QUALITY[setting.automatic]}
    full = tools.making.written_out(setting, data, path)
    for key, value in usual.items():
        if getattr(setting, key) is None:
            tools.making.default((*path, key), CareSetting.model_fields[key].description)
            full[key] = value
    when = tools.stretch(setting.at, path)
    delay = 0.0 if setting.automatic else tools.length(full["delay"], path, "delay")
    if when is None or delay is None:
        return None
    if setting.automatic:
        return CareAction(when, math.inf, 0.0, full["quality"], setting.comments, cost=full["cost"]), full
    rate = full["per_hour"] * full["staff"]
    found = CareAction(when, rate, delay, full["quality"], setting.comments, full["staff"], full["wage"])
    return found, full


def insight(
    tools: ActionTools, setting: InsightSetting, data: Mapping[str, Any], path: Path
) -> tuple[InsightAction, dict[str, Any]] | None:
    """Listening, which makes the product better."""
    tools.product(path, "makes the product better")
    tools.money(setting, path, "cost")
    when, delay = tools.moment(setting.at, path), tools.length(setting.delay, path, "delay")
    if when is None or delay is None:
        return None
    return InsightAction(when, delay, setting.gain, setting.cost), tools.making.written_out(setting, data, path)


def crisis(
    tools: ActionTools, setting: CrisisSetting, data: Mapping[str, Any], path: Path
) -> tuple[CrisisAction, dict[str, Any]] | None:
    """The answer to what is said against the brand."""
    tools.money(setting, path, "cost")
    delay = tools.length(setting.delay, path, "delay")
    if delay is None:
        return None
    found = CrisisAction(setting.kind, setting.threshold, delay, setting.cost)
    return found, tools.making.written_out(setting, data, path)


RELATIONS: Final[dict[str, Callable[..., Any]]] = {
    "community": community,
    "push": members,
    "care": care,
    "insight": insight,
    "crisis": crisis,
}
"""How each of these actions is made."""
