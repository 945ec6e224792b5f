"""Groups of accounts that a strategy chooses: the seeds of a classic plan, and who is paid in a campaign."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.scenario.checking import check
from sim.scenario.choices import FIRST, CandidatesChoice, CodeReference, NetworkChoice, SeedGroup
from sim.scenario.code import is_reference
from sim.scenario.errors import listed, shown, suggestion, unknown
from sim.scenario.filling import Making
from sim.scenario.schema import GroupSetting
from sim.scenario.tree import Path
from sim.world import Item

LISTED = "listed"
"""The strategy that takes an explicit list."""
MOST_NAMED = 10
"""So many KOLs of a table are named where a name is none of theirs; the rest are counted."""


LABELLED = "shipped"
"""The generator whose accounts may have names; those of all others have numbers alone."""


def is_numbered(network: NetworkChoice | None) -> bool:
    """Whether a network's accounts have no names; of a file only the network can tell."""
    return network is not None and network.generator not in (None, LABELLED)


@dataclass(frozen=True)
class GroupKeys:
    """How a kind of group names its keys: the one of money, and all that are not a strategy's parameters."""

    money: str
    all: tuple[str, ...]


SEED_KEYS: Final = GroupKeys("budget", tuple(GroupSetting.model_fields))
PAY_KEYS: Final = GroupKeys("spend", ("choose", "count", "spend", "item", "accounts", "at", "platform", "commission"))


@dataclass(frozen=True)
class Surroundings:
    """What groups are checked against.

    Attributes:
        content: the items by name.
        accounts: size of the network where it is known.
        has_prices: whether accounts have prices.
        currency: of all money, or None.
        platforms: further platforms by name, and whether accounts have prices there; None for a classic model.
        numbered: whether a number is the only name of an account that is no KOL; where a file may give accounts labels,
            only the network can tell.
        candidates: the table of KOLs, or None.
        here: the further platform that is meant, or None for the first.
    """

    content: Mapping[str, Item]
    accounts: int | None
    has_prices: bool
    currency: str | None
    platforms: Mapping[str, bool] | None = None
    numbered: bool = False
    candidates: CandidatesChoice | None = None
    here: str | None = None

    def platform(self, name: str | None, path: Path, making: Making) -> str | None:
        """The further platform of a name, or None for the first; a fault for a name that is none."""
        if name is None or (name == FIRST and self.platforms is not None):
            return None
        if self.platforms is None:
            making.report.add((*path, "platform"), "belongs to the campaign model; leave it out", key=True)
        elif name not in self.platforms:
            problem = unknown("platform", name, [FIRST, *self.platforms])
            more = (
                "" if self.platforms else "; further platforms stand at the top of the file, as also_on: {douyin: {}}"
            )
            making.report.add((*path, "platform"), problem + more)
        else:
            return name
        return None

    def on(self, platform: str | None) -> "Surroundings":
        """The same on a further platform; None is the first."""
        if platform is None or self.platforms is None:
            return self
        return dataclasses.replace(self, has_prices=self.platforms[platform], here=platform)

    def kols(self) -> tuple[Any, ...]:
        """The KOLs of the table who are on this platform."""
        if self.candidates is None:
            return ()
        return self.candidates.on(0 if self.here is None else 1 + list(self.platforms or ()).index(self.here))

    def check_account(self, account: int | str, path: Path, making: Making) -> None:
        """A fault for a number that is no account, and for a name of nobody, as far as no network is needed to tell."""
        if isinstance(account, str):
            if problem := self._nobody(account):
                making.report.add(path, problem)
        elif account < 0 or (self.accounts is not None and account >= self.accounts):
            allowed = f"0 to {self.accounts - 1}" if self.accounts else "0 or more"
            making.report.add(path, f"is {account}, which is no account; allowed: {allowed}")

    def _nobody(self, name: str) -> str:
        """What is wrong with a name, in words that follow its path; empty for a KOL who is here, or may be."""
        there = self.kols()
        if any(row.name == name for row in there):
            return ""
        numbers = f"a number of an account{f', 0 to {self.accounts - 1}' if self.accounts else ''}"
        if self.candidates is None:
            more = "" if self.platforms is None else ", or the name of a KOL, in a scenario with a table of candidates"
            told = f"is {shown(name)}, which is no account; allowed: {numbers}{more}"
            return told if self.numbered else ""
        table, platforms = self.candidates.file.name, (FIRST, *(self.platforms or ()))
        elsewhere = dict.fromkeys(
            platforms[place]
            for row, place in zip(self.candidates.rows, self.candidates.places, strict=False)
            if row.name == name
        )
        if elsewhere:
            told = listed("the first platform" if one == FIRST else one for one in elsewhere)
            problem = f"is {shown(name)}, who is on {told} in {table} and not on {self.here or 'the first platform'}"
            return f"{problem}; allowed: platform: {listed(elsewhere)}"
        if not self.numbered:
            return ""
        names = [row.name for row in there]
        who = f"is {shown(name)}, who is no KOL of {table}{f' on {self.here}' if self.here else ''}"
        allowed = f"{listed(names, MOST_NAMED)}, or {numbers}" if names else numbers
        return f"{who}{suggestion(name, names)}; allowed: {allowed}"

    def needs_currency(self, key: str, path: Path, making: Making) -> None:
        """A fault for money in a scenario that names no currency."""
        if self.currency is None:
            making.report.add((*path, key), "is money; give the scenario a currency, as currency: CNY")


def made_group(
    data: Mapping[str, Any], path: Path, around: Surroundings, making: Making, keys: GroupKeys = SEED_KEYS
) -> tuple[SeedGroup, dict[str, Any]] | None:
    """The group of plain data whose common keys were checked, and the same written out; or None and faults."""
    setting = GroupSetting.model_validate(dict(data))
    before = len(making.report.faults)
    platform = around.platform(setting.platform, path, making)
    around = around.on(platform)
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
    _check_size(setting, choose, path, around, making, keys)
    item = setting.item
    if item is None:
        item = next(iter(around.content))
        making.default((*path, "item"), "the first item of content")
    elif item not in around.content:
        making.report.add((*path, "item"), unknown("item of content", item, around.content))
    strategy, parameters, full = _strategy(setting, choose, data, path, making, keys)
    if len(making.report.faults) > before or strategy is None:
        return None
    named = tuple(setting.accounts) if setting.accounts is not None else None
    group = SeedGroup(
        choose=strategy,
        parameters=parameters,
        count=len(named) if named is not None else setting.count,
        budget=setting.budget,
        item=item,
        accounts=named,
        platform=platform,
    )
    sizes = {"count": setting.count, "budget": setting.budget, "accounts": setting.accounts}
    for key in sizes:
        making.optional.add("/".join(map(str, (*path, keys.money if key == "budget" else key))))
    given: dict[str, Any] = {key: value for key, value in sizes.items() if value is not None}
    if keys is SEED_KEYS and around.platforms:
        making.optional.add("/".join(map(str, (*path, "platform"))))
        given = given if setting.platform is None else {**given, "platform": setting.platform}
    return group, {"choose": choose, **given, "item": item, **full}


def _check_size(
    setting: GroupSetting, choose: str, path: Path, around: Surroundings, making: Making, keys: GroupKeys
) -> None:
    add, money = making.report.add, keys.money
    if choose == LISTED:
        for key, value in (("count", setting.count), (money, setting.budget)):
            if value is not None:
                add((*path, key), "is given beside an explicit list; leave it out", key=True)
        if setting.accounts is not None:
            _check_listed(setting.accounts, path, around, making)
        return
    if setting.accounts is not None:
        add((*path, "accounts"), f"is given, but {choose} chooses by itself; use choose: {LISTED}", key=True)
    if setting.count is not None and setting.budget is not None:
        add((*path, money), f"is given beside count; give either a count or a {money}", key=True)
    elif setting.count is None and setting.budget is None and setting.accounts is None:
        add(path, f"lacks a size; give either count (accounts) or {money} (money)")
    if setting.budget is not None and not around.has_prices:
        add((*path, money), "needs prices; give the scenario prices, as prices: {per_follower: .1, currency: CNY}")
    if setting.count is not None and around.accounts is not None and setting.count > around.accounts:
        problem = f"is {setting.count}; it must be at most {around.accounts}, the accounts of the network"
        add((*path, "count"), problem)


def _check_listed(named: list[str | int], path: Path, around: Surroundings, making: Making) -> None:
    seen = set()
    for place, account in enumerate(named):
        here = (*path, "accounts", place)
        if account in seen:
            making.report.add(here, f"names the account {account} twice; name each once")
        seen.add(account)
        around.check_account(account, here, making)


def _strategy(
    setting: GroupSetting, choose: str, data: Mapping[str, Any], path: Path, making: Making, keys: GroupKeys
) -> tuple[str | CodeReference | None, Any, dict[str, Any]]:
    """The strategy, its parameters, and these written out."""
    from sim.strategies import STRATEGIES, strategy

    own = {key: value for key, value in data.items() if key not in SEED_KEYS.all}
    if is_reference(choose):
        return making.own_code(choose, (*path, "choose")), own, own
    if choose not in STRATEGIES:
        making.report.add((*path, "choose"), unknown("strategy", choose, STRATEGIES))
        return None, None, {}
    cls = strategy(choose).Parameters
    if choose == LISTED and "accounts" in cls.model_fields:
        own = {"accounts": setting.accounts, **own}
    checked = check(cls, own, path, making.report, keys.all)
    if checked is None:
        return None, None, {}
    full = making.written_out(checked, own, path)
    full.pop("accounts", None)
    return choose, checked, full
