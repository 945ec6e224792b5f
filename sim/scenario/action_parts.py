"""The actions of a campaign's plans, made and written out."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final

from sim.binding import QUOTED
from sim.scenario.action_choices import Action, LiveAction, PayAction, PostAction, WhenAction
from sim.scenario.action_settings import ACTIONS, PaySetting, PostSetting
from sim.scenario.action_tools import ActionTools
from sim.scenario.checking import check
from sim.scenario.choices import SeedGroup
from sim.scenario.errors import listed, shown, unknown
from sim.scenario.group_parts import MOST_NAMED, PAY_KEYS, made_group
from sim.scenario.lever_settings import LiveSetting
from sim.scenario.promotion_actions import PROMOTIONS
from sim.scenario.push_actions import pushed
from sim.scenario.relation_actions import RELATIONS
from sim.scenario.rule_actions import may_stand_inside, pilot, when_parts
from sim.scenario.shares import with_shares
from sim.scenario.times import DAY, moment_text
from sim.scenario.tree import Path

Made = tuple[Any, dict[str, Any]] | None
"""An action and the same written out, or None and faults."""


class ActionMaker:
    """Makes actions, with what they are checked against."""

    def __init__(self, tools: ActionTools):
        self.tools = tools

    def made(self, data: Any, path: Path) -> tuple[Action, dict[str, Any]] | None:
        """The action and the same written out, or None and faults."""
        report = self.tools.making.report
        if not isinstance(data, dict) or len(data) != 1:
            told = "an action is a map with one key, as pay: {choose: top_followers, count: 2}"
            report.add(path, f"is {shown(data)}; {told}")
            return None
        ((name, inner),) = data.items()
        if name not in ACTIONS:
            report.add((*path, name), unknown("action", name, ACTIONS), key=True)
            return None
        inner = with_shares({} if inner is None else inner)
        here = (*path, name)
        if not isinstance(inner, dict):
            report.add(here, f"is {shown(inner)}; it must be a map (key: value)")
            return None
        before = len(report.faults)
        inner = self._at_the_rule(name, inner, here)
        setting = check(ACTIONS[name], inner, here, report)
        if setting is None:
            return None
        found = self._when(setting, inner, here) if name == "when" else MAKERS[name](self.tools, setting, inner, here)
        if found is None or len(report.faults) > before:
            return None
        return found[0], {name: found[1]}

    def _at_the_rule(self, name: str, data: dict[str, Any], path: Path) -> dict[str, Any]:
        """What happens at one time, and does not say when, happens when the rule is looked at."""
        at = ACTIONS[name].model_fields.get("at")
        if self.tools.since is None or at is None or at.annotation is not str or "at" in data:
            return data
        self.tools.making.default((*path, "at"), "the time of the rule")
        return {**data, "at": moment_text(self.tools.since)}

    def _when(self, setting: Any, data: Mapping[str, Any], path: Path) -> Made:
        parts = when_parts(self.tools, setting, path)
        if parts is None:
            return None
        wanted, at = parts
        maker = ActionMaker(dataclasses.replace(self.tools, since=at.start))
        actions: list[Any] = []
        written: list[dict[str, Any]] = []
        for number, action in enumerate(setting.then):
            here = (*path, "then", number)
            made = maker.made(action, here) if may_stand_inside(self.tools, action, here) else None
            if made is not None:
                actions.append(made[0])
                written.append(made[1])
        return WhenAction(wanted, at, tuple(actions)), {"if": getattr(setting, "if"), "at": setting.at, "then": written}


def _post(tools: ActionTools, setting: PostSetting | LiveSetting, data: Mapping[str, Any], path: Path) -> Made:
    item = tools.item(setting.item, path)
    account = tools.campaign.brand if setting.account is None else setting.account
    if account is None:
        problem = "lacks the key account (id or label), and the scenario names no brand whose account it could be"
        tools.fault(path, problem)
    live = isinstance(setting, LiveSetting)
    when = tools.moment(setting.at, path) if live else tools.span(setting.at, path)
    on = tools.platform(setting.platform, path)
    if setting.account is not None:
        tools.around.on(on).check_account(setting.account, (*path, "account"), tools.making)
    if when is None or account is None:
        return None
    every = tools.rhythm(setting.every, when, path) if isinstance(setting, PostSetting) else None
    if live and item in tools.around.content:
        _check_live(tools, item, path)
    full = tools.written(setting, data, path, item)
    if setting.account is None:
        tools.making.default((*path, "account"), "the scenario's brand")
    if not isinstance(setting, LiveSetting):
        return PostAction(item, account, when, every, on), {**full, "account": account}
    _check_commission(tools, setting, path)
    return LiveAction(item, account, when, every, on, setting.commission), {**full, "account": account}


def _check_commission(tools: ActionTools, setting: LiveSetting | PaySetting, path: Path) -> None:
    if setting.commission is not None:
        tools.product((*path, "commission"), "is paid on orders")


def _check_live(tools: ActionTools, item: str, path: Path) -> None:
    known = tools.around.content[item]
    if known.format != "live":
        tools.fault(
            (*path, "item"), f"is {item}, of the format {known.format}; a live stream needs one of the format live"
        )
    elif not known.lasts_hours:
        problem = f"is {item}, which does not say how long it lasts; give content/{item} its lasts_hours"
        tools.fault((*path, "item"), problem)


def _pay(tools: ActionTools, setting: PaySetting, data: Mapping[str, Any], path: Path) -> Made:
    when = tools.span(setting.at, path)
    on = tools.platform(setting.platform, path)
    beside = ("at", "platform", "commission")
    as_group = {"budget" if key == "spend" else key: value for key, value in data.items() if key not in beside}
    made = made_group(as_group, path, tools.around.on(on), tools.making, PAY_KEYS)
    if made is None or when is None:
        return None
    group, full = made
    _check_kols(tools, group, when.start, on, path)
    _check_commission(tools, setting, path)
    for key in ("platform", "commission"):
        tools.making.optional.add("/".join(map(str, (*path, key))))
    if "at" not in data:
        tools.making.default((*path, "at"), PaySetting.model_fields["at"].description)
    named = {"spend" if key == "budget" else key: value for key, value in full.items()}
    own = {"platform": setting.platform, "commission": setting.commission}
    named |= {key: value for key, value in own.items() if value is not None}
    return PayAction(group, when, on, setting.commission), {**named, "at": setting.at}


def _check_kols(tools: ActionTools, group: SeedGroup, at: float, platform: str | None, path: Path) -> None:
    """Faults for posts that nobody sells, and for named KOLs who cannot be paid: without a quote, not yet available."""
    around, candidates = tools.around.on(platform), tools.campaign.candidates
    if candidates is None:
        return
    there, table, place = around.kols(), candidates.file.name, tools.campaign.place_of(platform)
    if not there and not tools.campaign.listed[place]:
        where = platform or "the first platform"
        tools.fault(path, f"pays accounts on {where}, where {table} has no KOL; give that platform prices")
    kind = around.content[group.item].format
    quoted = QUOTED.get(kind, "")
    for number, account in enumerate(group.accounts or ()):
        row = next((row for row in reversed(there) if row.name == account), None)
        if row is None:
            continue
        here, line = (*path, "accounts", number), f"line {row.line:,} of {table}"
        if not tools.campaign.listed[place] and getattr(row, quoted, None) is None:
            able = [one.name for one in there if getattr(one, quoted, None) is not None]
            allowed = f"those who have one ({listed(able, MOST_NAMED)})" if able else "an item of another format"
            problem = f"has no quote for a post of the format {kind} in {line}, and the scenario has no prices"
            tools.fault(here, f"is {shown(account)}, who {problem}; allowed: {allowed}")
        day = candidates.day_of(row)
        if day is not None and at < (day - 1) * DAY:
            problem = f"is not available yet at {moment_text(at)}, by {line}"
            tools.fault(here, f"is {shown(account)}, who {problem}; allowed: day {day} or later")


MAKERS: Final[dict[str, Callable[..., Made]]] = {
    "post": _post,
    "live": _post,
    "pay": _pay,
    "boost": pushed,
    "ads": pushed,
    "pilot": pilot,
    **RELATIONS,
    **PROMOTIONS,
}
"""How each action but ``when`` is made: (tools, setting, data, path)."""


def allowed_actions() -> str:
    """The names of all actions, for messages."""
    return listed(ACTIONS)
