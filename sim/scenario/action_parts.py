"""The actions of a campaign's plans, made and written out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.action_choices import Action, PayAction, PostAction, PushAction
from sim.scenario.action_settings import ACTIONS, PaySetting, PostSetting, PushSetting
from sim.scenario.checking import check
from sim.scenario.choices import CampaignChoice
from sim.scenario.errors import listed, shown, unknown
from sim.scenario.filling import Making
from sim.scenario.group_parts import PAY_KEYS, Surroundings, made_group
from sim.scenario.shares import with_shares
from sim.scenario.target_parts import audiences
from sim.scenario.times import DAY, Span, last_second, moment_text, seconds, span, whole_days
from sim.scenario.tree import Path

MOST_POSTS = 10_000
"""Owned posts of one action."""


@dataclass(frozen=True)
class ActionMaker:
    """Makes actions, with what they are checked against."""

    around: Surroundings
    campaign: CampaignChoice
    segments: Mapping[str, Any]
    topics: tuple[str, ...] | None
    making: Making

    def made(self, data: Any, path: Path) -> tuple[Action, dict[str, Any]] | None:
        """The action and the same written out, or None and faults."""
        report = self.making.report
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
        setting = check(ACTIONS[name], inner, here, report)
        if setting is None:
            return None
        if isinstance(setting, PostSetting):
            found: Any = self._post(setting, inner, here)
        elif isinstance(setting, PaySetting):
            found = self._pay(setting, inner, here)
        else:
            found = self._push(name, setting, inner, here)
        if found is None or len(report.faults) > before:
            return None
        return found[0], {name: found[1]}

    def _written(self, setting: Any, data: Mapping[str, Any], path: Path, item: str | None) -> dict[str, Any]:
        full = self.making.written_out(setting, data, path)
        if setting.item is None:
            self.making.default((*path, "item"), "the first item of content")
        return {**full, "item": item}

    def _item(self, item: str | None, path: Path) -> str:
        content = self.around.content
        if item is not None and item not in content:
            self.making.report.add((*path, "item"), unknown("item of content", item, content))
        return next(iter(content)) if item is None else item

    def _span(self, text: str, path: Path, key: str = "at") -> Span | None:
        here = (*path, key)
        try:
            when = span(text)
        except ValueError as error:
            self.making.report.add(here, str(error))
            return None
        horizon = self.campaign.days * DAY
        last = last_second(when)
        if last > horizon or (when.is_moment and last == horizon):
            end = moment_text(horizon)
            problem = f"is {text}, after the horizon of {self.campaign.days:g} days ({end}); it must end before it"
            self.making.report.add(here, problem)
            return None
        return when

    def _post(self, setting: PostSetting, data: Mapping[str, Any], path: Path) -> Any:
        add = self.making.report.add
        item = self._item(setting.item, path)
        account = self.campaign.brand if setting.account is None else setting.account
        if account is None:
            add(path, "lacks the key account (id or label), and the scenario names no brand whose account it could be")
        elif isinstance(account, int):
            self.around.check_account(account, (*path, "account"), self.making)
        when = self._span(setting.at, path)
        every = None
        if setting.every is not None:
            try:
                every = seconds(setting.every)
            except ValueError as error:
                add((*path, "every"), str(error))
        if when is None or account is None:
            return None
        if every is None and setting.every is None and not when.is_moment:
            add((*path, "at"), f"is {setting.at}; a stretch needs every, as every: 1 day, or name one time")
        if when.is_moment and every is not None:
            add((*path, "every"), f"is {setting.every}, but at: {setting.at} is one time; name a stretch, as day 1..7")
        if every is not None and every < 3600:
            add((*path, "every"), f"is {setting.every}; it must be at least 1 hour")
        elif every is not None and len(when.every(every)) > MOST_POSTS:
            add((*path, "every"), f"makes {len(when.every(every))} posts; at most {MOST_POSTS} are allowed")
        full = self._written(setting, data, path, item)
        if setting.account is None:
            self.making.default((*path, "account"), "the scenario's brand")
        return PostAction(item, account, when, every), {**full, "account": account}

    def _pay(self, setting: PaySetting, data: Mapping[str, Any], path: Path) -> Any:
        when = self._span(setting.at, path)
        as_group = {"budget" if key == "spend" else key: value for key, value in data.items() if key != "at"}
        made = made_group(as_group, path, self.around, self.making, PAY_KEYS)
        if made is None or when is None:
            return None
        group, full = made
        if "at" not in data:
            self.making.default((*path, "at"), PaySetting.model_fields["at"].description)
        named = {"spend" if key == "budget" else key: value for key, value in full.items()}
        return PayAction(group, when), {**named, "at": setting.at}

    def _push(self, name: str, setting: PushSetting, data: Mapping[str, Any], path: Path) -> Any:
        add = self.making.report.add
        item = self._item(setting.item, path)
        self.around.needs_currency("spend", path, self.making)
        when = self._span(setting.at, path) if setting.at is not None else None
        if when is not None:
            when = whole_days(when)
            if when.is_moment or when.daily:
                problem = f"is {setting.at}; money is spent over a stretch, as day 3..5 or day 3 20:00..day 4 20:00"
                add((*path, "at"), problem)
            elif when.end > self.campaign.days * DAY:
                add((*path, "at"), f"is {setting.at}, after the horizon of {self.campaign.days:g} days")
        target, retarget = audiences(
            setting.target, (*path, "target"), self.segments, self.topics, self.around, self.making
        )
        action = PushAction(name, item, setting.spend, setting.cpm, when, target, retarget, setting.frequency_cap)
        return action, self._written(setting, data, path, item)


def no_actions_here(model: str) -> str:
    """The sentence for actions in a scenario of a model that knows seeds alone."""
    return f"belongs to the campaign model; the plans of {model} have seeds alone"


def allowed_actions() -> str:
    """The names of all actions, for messages."""
    return listed(ACTIONS)
