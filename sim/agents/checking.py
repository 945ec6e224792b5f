"""What the agents are given, checked before the first of them is made: the engine's own calls allow the same."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.border import is_whole, shown
from sim.network import Network
from sim.world import Item

LAST = 2**63 - 1
"""The largest seed and the largest number of a replicate, as everywhere."""


class AgentsError(ValueError):
    """An argument that no world of agents can be made of; the message names it, its value and what is allowed."""


def check_call(
    network: Any,
    account: Any,
    item: Any,
    setting: Mapping[str, Any],
    effects: tuple[Any, Any],
    seed: Any,
    replicate: Any,
) -> None:
    """Refuse what is no network, no class of accounts, none of its settings, no item, or no number of a world.

    Args:
        setting: the class's own setting, by name.
        effects: quality_effect and interest_effect.

    Raises:
        AgentsError: one of them is not allowed.

    >>> check_call(Network.from_edges([0], [1], 2), str, None, {}, (1.9, 0.5), 1, 0)
    Traceback (most recent call last):
    sim.agents.checking.AgentsError: str is no class of accounts; allowed: CoinAccount, ThresholdAccount, ...
    """
    if not isinstance(network, Network):
        raise AgentsError(f"{shown(network)} is no sim.Network; allowed: what sim.generate or sim.read_network gives")
    _check_account(account, setting)
    if item is not None and not isinstance(item, Item):
        raise AgentsError(f"item={shown(item)} is not allowed; allowed: a sim.world.Item, or None")
    quality = 0.5 if item is None else item.quality
    bounds = {
        "the item's quality": (quality, 1),
        "quality_effect": (effects[0], 10),
        "interest_effect": (effects[1], 10),
    }
    for name, (value, most) in bounds.items():
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float, np.integer, np.floating))
            or not 0 <= value <= most
        ):
            raise AgentsError(f"{name} is {shown(value)}; allowed: a number from 0 to {most}")
    for name, value in (("seed", seed), ("replicate", replicate)):
        if not is_whole(value) or not 0 <= value <= LAST:
            raise AgentsError(f"{name}={shown(value)} is not allowed; allowed: a whole number from 0 to 2**63 - 1")


def _check_account(account: Any, setting: Mapping[str, Any]) -> None:
    name = account.__name__ if isinstance(account, type) else shown(account)
    if not isinstance(account, type) or not hasattr(account, "takes_up"):
        whom = "CoinAccount, ThresholdAccount, or a class of your own that is derived from one of them"
        raise AgentsError(f"{name} is no class of accounts; allowed: {whom}")
    if not hasattr(account, "setting") or not hasattr(account, "usual"):
        raise AgentsError(f'{name} does not say its setting; add a line like: setting, usual = "probability", 0.05')
    unknown = sorted(set(setting) - {account.setting})
    if unknown:
        raise AgentsError(f"{name} has no setting {unknown[0]!r}; allowed: {account.setting}")
