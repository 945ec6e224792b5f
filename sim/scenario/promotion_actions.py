"""Promotions: challenges and lotteries, rewards for referring friends, and offers that hold for a time."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sim.scenario.action_tools import ActionTools
from sim.scenario.lever_choices import OfferAction, PrizeAction, ReferralAction
from sim.scenario.lever_settings import ChallengeSetting, LotterySetting, OfferSetting, ReferralSetting
from sim.scenario.tree import Path


def prize(
    tools: ActionTools, setting: ChallengeSetting, data: Mapping[str, Any], path: Path
) -> tuple[PrizeAction, dict[str, Any]] | None:
    """A challenge or a lottery."""
    item = tools.item(setting.item, path)
    tools.product((*path, "prize"), "is weighed against what an order is worth")
    tools.money(setting, path, "prize")
    when = tools.stretch(setting.at, path)
    if when is None:
        return None
    if isinstance(setting, LotterySetting):
        found = PrizeAction("lottery", item, when, setting.prize, setting.winners, setting.action)
    else:
        found = PrizeAction("challenge", item, when, setting.prize)
    return found, tools.written(setting, data, path, item)


def referral(
    tools: ActionTools, setting: ReferralSetting, data: Mapping[str, Any], path: Path
) -> tuple[ReferralAction, dict[str, Any]] | None:
    """Rewards for who brings friends."""
    item = tools.item(setting.item, path)
    tools.product(path, "rewards orders of friends")
    tools.money(setting, path, "reward", "spend")
    if setting.spend < setting.reward:
        tools.fault((*path, "spend"), f"is {setting.spend:g}, less than one reward ({setting.reward:g})")
    when = tools.stretch(setting.at, path)
    if when is None:
        return None
    return ReferralAction(item, when, setting.reward, setting.spend), tools.written(setting, data, path, item)


def offer(
    tools: ActionTools, setting: OfferSetting, data: Mapping[str, Any], path: Path
) -> tuple[OfferAction, dict[str, Any]] | None:
    """A discount for a time."""
    if setting.item is not None:
        tools.item(setting.item, path)
    tools.product(path, "is a discount on orders")
    when = tools.stretch(setting.at, path)
    if when is None:
        return None
    return OfferAction(setting.item, when, setting.discount), tools.making.written_out(setting, data, path)


PROMOTIONS: Final[dict[str, Callable[..., Any]]] = {
    "challenge": prize,
    "lottery": prize,
    "referral": referral,
    "offer": offer,
}
"""How each of these actions is made."""
