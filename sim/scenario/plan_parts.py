"""The parts of a scenario that the marketer chooses: the content, and plans of seed groups."""

from collections.abc import Mapping
from typing import Any

from sim.scenario.checking import check
from sim.scenario.choices import CodeReference, PlanChoice, SeedGroup
from sim.scenario.code import is_reference
from sim.scenario.errors import unknown
from sim.scenario.filling import Making
from sim.scenario.names import file_name
from sim.scenario.schema import GroupSetting, ItemSetting, PlanSetting
from sim.scenario.tree import Path
from sim.world import Item

GROUP_KEYS = tuple(GroupSetting.model_fields)
LISTED = "listed"
"""The strategy that takes an explicit list."""


def content_items(
    settings: Mapping[str, ItemSetting], data: Mapping[str, Any], making: Making
) -> tuple[dict[str, Item], dict[str, Any]]:
    """The items by name, and the same written out."""
    items, full = {}, {}
    for name, setting in settings.items():
        items[name] = Item(name, setting.quality, tuple(setting.topics))
        full[name] = making.written_out(setting, data[name], ("content", name))
    return items, full


def plan_choices(
    settings: Mapping[str, PlanSetting],
    data: Mapping[str, Any],
    content: Mapping[str, Item],
    accounts: int | None,
    has_prices: bool,
    making: Making,
) -> tuple[dict[str, PlanChoice], dict[str, Any]]:
    """The plans by name, and the same written out. ``accounts``: size of the network where it is known."""
    plans, full = {}, {}
    for name, setting in settings.items():
        groups, written = [], []
        for number, group in enumerate(setting.seeds):
            path = ("plans", name, "seeds", number)
            made = _group(group, data[name]["seeds"][number], path, content, accounts, has_prices, making)
            if made is not None:
                groups.append(made[0])
                written.append(made[1])
        items = {group.item for group in groups}
        if len(items) > 1:
            making.report.add(
                ("plans", name, "seeds"),
                f"publish {len(items)} items ({', '.join(sorted(items))}); the plan of a classic model spreads one",
            )
        plans[name] = PlanChoice(tuple(groups))
        full[name] = {"seeds": written}
    _refuse_equal_files(settings, making)
    return plans, full


def _group(
    setting: GroupSetting,
    data: dict[str, Any],
    path: Path,
    content: Mapping[str, Item],
    accounts: int | None,
    has_prices: bool,
    making: Making,
) -> tuple[SeedGroup, dict[str, Any]] | None:
    before = len(making.report.faults)
    choose = setting.choose
    if choose is None and setting.accounts is not None:
        choose = LISTED
        making.default((*path, "choose"), "accounts are listed")
    if choose is None:
        making.report.add(path, "lacks the key choose (name of the strategy), or accounts for an explicit list")
        return None
    if choose == LISTED and setting.accounts is None:
        making.report.add(path, "chooses listed accounts but lacks the key accounts (a list of ids or labels)")
        return None
    _check_size(setting, choose, path, accounts, has_prices, making)
    item = setting.item
    if item is None:
        item = next(iter(content))
        making.default((*path, "item"), "the first item of content")
    elif item not in content:
        making.report.add((*path, "item"), unknown("item of content", item, content))
    strategy, parameters, full = _strategy(setting, choose, data, path, making)
    if len(making.report.faults) > before or strategy is None:
        return None
    listed = tuple(setting.accounts) if setting.accounts is not None else None
    group = SeedGroup(
        choose=strategy,
        parameters=parameters,
        count=len(listed) if listed is not None else setting.count,
        budget=setting.budget,
        item=item,
        accounts=listed,
    )
    sizes = {"count": setting.count, "budget": setting.budget, "accounts": setting.accounts}
    for key in sizes:
        making.optional.add("/".join(map(str, (*path, key))))
    given = {key: value for key, value in sizes.items() if value is not None}
    return group, {"choose": choose, **given, "item": item, **full}


def _check_size(
    setting: GroupSetting, choose: str, path: Path, accounts: int | None, has_prices: bool, making: Making
) -> None:
    add = making.report.add
    if choose == LISTED:
        for key in ("count", "budget"):
            if getattr(setting, key) is not None:
                add((*path, key), "is given beside an explicit list; leave it out", key=True)
        if setting.accounts is not None:
            _check_listed(setting.accounts, path, accounts, making)
        return
    if setting.accounts is not None:
        add((*path, "accounts"), f"is given, but {choose} chooses by itself; use choose: {LISTED}", key=True)
    if setting.count is not None and setting.budget is not None:
        add((*path, "budget"), "is given beside count; give either a count or a budget", key=True)
    elif setting.count is None and setting.budget is None and setting.accounts is None:
        add(path, "lacks a size; give either count (accounts) or budget (money)")
    if setting.budget is not None and not has_prices:
        add((*path, "budget"), "needs prices; give the scenario prices, as prices: {per_follower: .1, currency: CNY}")
    if setting.count is not None and accounts is not None and setting.count > accounts:
        add((*path, "count"), f"is {setting.count}; it must be at most {accounts}, the accounts of the network")


def _check_listed(listed: list[str | int], path: Path, accounts: int | None, making: Making) -> None:
    seen = set()
    for place, account in enumerate(listed):
        here = (*path, "accounts", place)
        if account in seen:
            making.report.add(here, f"names the account {account} twice; name each once")
        seen.add(account)
        if isinstance(account, int) and (account < 0 or (accounts is not None and account >= accounts)):
            allowed = f"0 to {accounts - 1}" if accounts else "0 or more"
            making.report.add(here, f"is {account}, which is no account; allowed: {allowed}")


def _strategy(
    setting: GroupSetting, choose: str, data: dict[str, Any], path: Path, making: Making
) -> tuple[str | CodeReference | None, Any, dict[str, Any]]:
    """The strategy, its parameters, and these written out."""
    from sim.strategies import STRATEGIES, strategy

    own = {key: value for key, value in data.items() if key not in GROUP_KEYS}
    if is_reference(choose):
        return making.own_code(choose, (*path, "choose")), own, own
    if choose not in STRATEGIES:
        making.report.add((*path, "choose"), unknown("strategy", choose, STRATEGIES))
        return None, None, {}
    cls = strategy(choose).Parameters
    if choose == LISTED and "accounts" in cls.model_fields:
        own = {"accounts": setting.accounts, **own}
    checked = check(cls, own, path, making.report, GROUP_KEYS)
    if checked is None:
        return None, None, {}
    full = making.written_out(checked, own, path)
    full.pop("accounts", None)
    return choose, checked, full


def _refuse_equal_files(settings: Mapping[str, PlanSetting], making: Making) -> None:
    """Figures are named after plans: two plans may not share a file name."""
    first: dict[str, str] = {}
    for name in settings:
        file = file_name(name)
        if file in first:
            fault = f"would have the same figure files as the plan {first[file]!r} ({file}.svg); rename one of them"
            making.report.add(("plans", name), fault, key=True)
        first.setdefault(file, name)
