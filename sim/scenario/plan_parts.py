"""The parts of a scenario that the marketer chooses: the content, and plans of seeds and actions."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from sim.scenario.action_choices import Action, PayAction, WhenAction
from sim.scenario.action_parts import ActionMaker, allowed_actions
from sim.scenario.action_tools import ActionTools
from sim.scenario.choices import CampaignChoice, PlanChoice
from sim.scenario.errors import unknown
from sim.scenario.filling import Making
from sim.scenario.group_parts import Surroundings, made_group
from sim.scenario.known_costs import known_costs
from sim.scenario.ledger import cents_of
from sim.scenario.names import file_name
from sim.scenario.plan_checks import check_plan
from sim.scenario.schema import FeaturedItemSetting, ItemSetting, PlanSetting
from sim.scenario.tree import Path
from sim.world import USUAL_SECONDS, Item


def content_items(
    settings: Mapping[str, FeaturedItemSetting],
    data: Mapping[str, Any],
    model: str | None,
    topics: tuple[str, ...] | None,
    making: Making,
) -> tuple[dict[str, Item], dict[str, Any]]:
    """The items by name, and the same written out; the classic models read quality and topics alone.

    Args:
        model: the model's name if it is a classic one, None if it reads all features.
        topics: the topics that the network knows, or None where that is not certain.
    """
    items, full = {}, {}
    for name, setting in settings.items():
        path = ("content", name)
        for place, topic in enumerate(setting.topics):
            if topics is not None and topic not in topics:
                making.report.add((*path, "topics", place), unknown("topic of the network", topic, topics))
        if model is not None:
            for key in data[name]:
                if key not in ItemSetting.model_fields:
                    problem = f"is a feature that the campaign model reads; {model} reads quality and topics"
                    making.report.add((*path, key), problem, key=True)
            classic = ItemSetting(quality=setting.quality, topics=setting.topics)
            full[name] = making.written_out(classic, data[name], path)
        else:
            full[name] = making.written_out(setting, data[name], path)
        if setting.duration and setting.format not in USUAL_SECONDS:
            told = f"is {setting.duration:g}, and the format is {setting.format}"
            making.report.add((*path, "duration"), f"{told}; allowed with the formats {' and '.join(USUAL_SECONDS)}")
        features = {key: getattr(setting, key) for key in type(setting).model_fields if key != "topics"}
        items[name] = Item(name, topics=tuple(setting.topics), **features)
    return items, full


class PlanMaker:
    """Makes plans: groups of seeds, and a campaign's actions.

    Attributes:
        whole: names of the plans in which nothing was wrong.
    """

    def __init__(
        self,
        around: Surroundings,
        campaign: CampaignChoice | None,
        model: str | None,
        segments: Mapping[str, Any],
        topics: tuple[str, ...] | None,
        making: Making,
        sells: bool,
    ):
        self.around, self.campaign, self.model, self.making = around, campaign, model, making
        self.whole: set[str] = set()
        self.actions: ActionMaker | None = None
        if campaign is not None:
            self.actions = ActionMaker(ActionTools(around, campaign, segments, topics, making, sells))

    def all(
        self, settings: Mapping[str, PlanSetting], data: Mapping[str, Any]
    ) -> tuple[dict[str, PlanChoice], dict[str, Any]]:
        """The plans by name, and the same written out."""
        plans, full = {}, {}
        for name, setting in settings.items():
            plans[name], full[name] = self._plan(name, setting, data[name])
        _refuse_equal_files(settings, self.making)
        return plans, full

    def _plan(self, name: str, setting: PlanSetting, data: Mapping[str, Any]) -> tuple[PlanChoice, dict[str, Any]]:
        add = self.making.report.add
        path: Path = ("plans", name)
        before = len(self.making.report.faults)
        if setting.seeds is None and setting.actions is None:
            also = f", or actions ({allowed_actions()})" if self.campaign is not None else ""
            add(path, f"lacks the key seeds (groups of seed accounts; an empty list seeds nobody){also}", key=True)
        for key in ("budget", "actions"):
            if self.campaign is None and self.model is not None and getattr(setting, key) is not None:
                add((*path, key), f"belongs to the campaign model; a plan of {self.model} has seeds alone", key=True)
        groups, written = [], []
        for number in range(len(setting.seeds or ())):
            made = made_group(data["seeds"][number], (*path, "seeds", number), self.around, self.making)
            if made is not None:
                groups.append(made[0])
                written.append(made[1])
        items = {group.item for group in groups}
        if len(items) > 1 and self.campaign is None:
            problem = (
                f"publish {len(items)} items ({', '.join(sorted(items))}); the plan of a classic model spreads one"
            )
            add((*path, "seeds"), problem)
        actions, acts = self._actions(setting, (*path, "actions"))
        actions = self._producing(actions, (*path, "actions"))
        full: dict[str, Any] = {} if setting.seeds is None else {"seeds": written}
        if self.campaign is not None:
            self.making.optional.add("/".join((*map(str, path), "budget")))
            if setting.budget is not None:
                self.around.needs_currency("budget", path, self.making)
                full["budget"] = setting.budget
            if setting.actions is not None:
                full["actions"] = acts
        plan = PlanChoice(tuple(groups), setting.budget, tuple(actions))
        if len(self.making.report.faults) == before:
            self._check_money(plan, path)
            self.whole.add(name)
            check_plan(plan, (*path, "actions"), self.making)
        return plan, full

    def _actions(self, setting: PlanSetting, path: Path) -> tuple[list[Action], list[dict[str, Any]]]:
        actions, written = [], []
        for number, action in enumerate(setting.actions or ()):
            made = self.actions.made(action, (*path, number)) if self.actions is not None else None
            if made is not None:
                actions.append(made[0])
                written.append(made[1])
        return actions, written

    def _producing(self, actions: list[Action], path: Path) -> list[Action]:
        """The same, where making an item is paid out of the first ``spend`` that pays accounts for it."""
        made: set[str] = set()

        def less(action: Any, here: Path) -> Any:
            cost = self.around.content[action.item].cost if isinstance(action, PayAction) else 0.0
            if not cost or action.group.budget is None or action.item in made:
                return action
            made.add(action.item)
            left = cents_of(action.group.budget) - cents_of(cost)
            if left <= 0:
                problem = f"is {action.group.budget:,.10g}; making {action.item}, which it pays for, costs {cost:,.10g}"
                self.making.report.add((*here, "pay", "spend"), problem)
                return action
            return dataclasses.replace(action, group=dataclasses.replace(action.group, budget=left / 100))

        found: list[Action] = []
        for place, action in enumerate(actions):
            if isinstance(action, WhenAction):
                here = (*path, place, "when", "then")
                then = tuple(less(inner, (*here, number)) for number, inner in enumerate(action.then))
                found.append(dataclasses.replace(action, then=then))
            else:
                found.append(less(action, (*path, place)))
        return found

    def _check_money(self, plan: PlanChoice, path: Path) -> None:
        for item in plan.items if self.campaign is not None else ():
            if self.around.content[item].cost:
                self.around.needs_currency("cost", ("content", item), self.making)
        problem = known_costs(plan, self.around.content, self.around.currency).over(plan.budget)
        if problem:
            self.making.report.add((*path, "budget"), f"is too small: what the plan is sure to set aside {problem}")


def _refuse_equal_files(settings: Mapping[str, PlanSetting], making: Making) -> None:
    """Figures are named after plans: two plans may not share a file name."""
    first: dict[str, str] = {}
    for name in settings:
        file = file_name(name)
        if file in first:
            fault = f"would have the same figure files as the plan {first[file]!r} ({file}.svg); rename one of them"
            making.report.add(("plans", name), fault, key=True)
        first.setdefault(file, name)
