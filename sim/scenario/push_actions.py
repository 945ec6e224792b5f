"""Bought impressions: ads, boosts of an item's posts, and boosts of the posts that did best."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from sim.scenario.action_choices import BestPosts, PushAction
from sim.scenario.action_settings import BoostSetting, PushSetting
from sim.scenario.action_tools import ActionTools
from sim.scenario.errors import shown, unknown
from sim.scenario.rule_settings import POST_METRICS
from sim.scenario.target_parts import audiences
from sim.scenario.tree import Path

_BEST = re.compile(r"best ([0-9]{1,6}) by (\S+)")


def pushed(
    tools: ActionTools, setting: PushSetting, data: Mapping[str, Any], path: Path
) -> tuple[PushAction, dict[str, Any]] | None:
    """A boost or ads."""
    text = setting.posts if isinstance(setting, BoostSetting) else None
    item = None if text is not None and setting.item is None else tools.item(setting.item, path)
    action = push_of(tools, "boost" if isinstance(setting, BoostSetting) else "ads", setting, item, path)
    best = None if text is None else _best(tools, text, action, path)
    on = tools.platform(setting.platform, path)
    full = tools.making.written_out(setting, data, path)
    if item is not None and setting.item is None:
        tools.making.default((*path, "item"), "the first item of content")
    if action is None or (text is not None and best is None):
        return None
    action = dataclasses.replace(action, posts=best, platform=on)
    return action, full if item is None else {**full, "item": item}


def push_of(tools: ActionTools, name: str, setting: Any, item: str | None, path: Path) -> PushAction | None:
    """The impressions that a setting buys: its money, time, target and cap."""
    tools.money(setting, path, "spend")
    when = None
    if setting.at is not None or tools.since is not None:
        when = tools.stretch(setting.at, path, "money is spent")
        if when is None:
            return None
    here = (*path, "target")
    target, retarget = audiences(setting.target, here, tools.segments, tools.topics, tools.around, tools.making)
    return PushAction(name, item, setting.spend, setting.cpm, when, target, retarget, setting.frequency_cap)


def _best(tools: ActionTools, text: str, action: PushAction | None, path: Path) -> BestPosts | None:
    here = (*path, "posts")
    if tools.since is not None:
        tools.fault(here, "is a rule of its own; inside when name the item whose posts are pushed", key=True)
        return None
    found = _BEST.fullmatch(text)
    if not found or int(found[1]) < 1:
        tools.fault(here, f"is {shown(text)}; it is written as best 5 by engagement_rate")
        return None
    if found[2] not in POST_METRICS:
        tools.fault(here, unknown("measure of single posts", found[2], POST_METRICS))
        return None
    if action is not None and action.at is None:
        tools.fault(path, "lacks the key at (between when and when): at its start the best posts are picked out")
    elif action is not None and action.at is not None and action.at.start <= 0:
        problem = f"is {action.at.text}; nothing is out at its start, when the best posts are picked out"
        tools.fault((*path, "at"), problem)
    return BestPosts(int(found[1]), found[2])
