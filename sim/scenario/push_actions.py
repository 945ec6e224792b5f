"""Bought impressions: ads, boosts of an item's posts, and boosts of the posts that did best."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from sim.prices import IMPRESSION_PRICES, impression_price
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
    name = "boost" if isinstance(setting, BoostSetting) else "ads"
    action = push_of(tools, name, setting, item, path, setting.platform)
    best = None if text is None else _best(tools, text, action, path)
    on = tools.platform(setting.platform, path)
    full = tools.making.written_out(setting, data, path)
    if item is not None and setting.item is None:
        tools.making.default((*path, "item"), "the first item of content")
    if action is None or (text is not None and best is None):
        return None
    full = priced(tools, full, action, path)
    action = dataclasses.replace(action, posts=best, platform=on)
    return action, full if item is None else {**full, "item": item}


def push_of(
    tools: ActionTools, name: str, setting: Any, item: str | None, path: Path, platform: str | None
) -> PushAction | None:
    """The impressions that a setting buys: its money, price, time, target and cap."""
    tools.money(setting, path, "spend")
    cpm = setting.cpm if setting.cpm is not None else _usual_price(tools, platform, path)
    when = None
    if setting.at is not None or tools.since is not None:
        when = tools.stretch(setting.at, path, "money is spent")
        if when is None:
            return None
    here = (*path, "target")
    around = tools.around.on(platform if platform in (tools.around.platforms or ()) else None)
    target, retarget = audiences(setting.target, here, tools.segments, tools.topics, around, tools.making)
    if cpm is None:
        return None
    return PushAction(name, item, setting.spend, cpm, when, target, retarget, setting.frequency_cap)


def _usual_price(tools: ActionTools, platform: str | None, path: Path) -> float | None:
    """The price of a thousand impressions that the tables know, or None and a fault."""
    currency = tools.around.currency
    found = impression_price(tools.campaign.preset_on(platform), currency)
    if found is None:
        problem = "lacks the key cpm (price of a thousand impressions (currency))"
        known = ", ".join(f"{one.platform} in {one.currency}" for one in IMPRESSION_PRICES.values())
        tools.fault(path, f"{problem}, and none is known of this platform in this currency; known: {known}", key=True)
        return None
    about = f"price of a thousand impressions on {found.platform} (currency)"
    tools.making.default((*path, "cpm"), f"{about}. Source: {found.date}, {found.source}")
    return found.cpm


def priced(tools: ActionTools, full: dict[str, Any], push: PushAction, path: Path) -> dict[str, Any]:
    """What buys impressions, written out with the price that was taken."""
    tools.making.optional.discard("/".join(map(str, (*path, "cpm"))))
    return full if "cpm" in full else {**full, "cpm": push.cpm}


def _best(tools: ActionTools, text: str, action: PushAction | None, path: Path) -> BestPosts | None:
    here = (*path, "posts")
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
