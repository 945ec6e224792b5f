"""The groups of a plan among which what it brings is shared out: its channels, or its KOLs and the rest of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.experiment.restricting import restricted
from sim.levers import Care, Incentive, Insight, Offer, Referral, Response
from sim.world import PAID, TO_MEMBERS, Item, Plan, PlannedPost, Push, World

CHANNEL, KOL = "channel", "kol"
CHANNELS: Final = (
    *("seeds", "own posts", "live", "paid posts", "boost", "ads", "community"),
    *("challenge", "lottery", "referral", "offer", "care", "insight", "crisis"),
)
"""Channels of a plan, in the order in which they are told; a plan has those that it uses."""
OF_ACTION: Final = {"post": "own posts", "pay": "paid posts", "pilot": "ads", "push": "community"}
"""The channel of an action; the others are called as the action."""
_OF_LEVER: Final[dict[type, str]] = {
    Care: "care",
    Insight: "insight",
    Response: "crisis",
    Referral: "referral",
    Offer: "offer",
}
MOST_KOLS: Final = 20
"""So many KOLs are groups of their own, those with the most followers (then by smaller id)."""
OTHERS, REST = "other KOLs", "the rest of the plan"


@dataclass(frozen=True)
class Grouping:
    """The groups of one plan.

    Attributes:
        names: those that the plan has, each once.
        of: a post, push, lever or seed account (int) of the plan -> the name of its group.
        of_channel: a channel -> the name of the group to which it belongs as a whole.
    """

    names: tuple[str, ...]
    of: Callable[[Any], str]
    of_channel: Callable[[str], str]

    def only(self, plan: Plan, kept: Any) -> Plan:
        """The plan with these groups alone; what the others would have cost stays unspent."""
        kept = frozenset(kept)
        return restricted(plan, *[lambda part: self.of(part) in kept] * 4)


def channel_of(part: Any, content: tuple[Item, ...]) -> str:
    """The channel of a plan's post, push, lever or seed account.

    >>> channel_of(PlannedPost(3, 0, PAID, 0.0), (Item(),)), channel_of(7, ()), channel_of(Care(0, 1, 1, 0, 1), ())
    ('paid posts', 'seeds', 'care')
    """
    if isinstance(part, PlannedPost):
        if part.kind == TO_MEMBERS:
            return "community"
        if part.kind == PAID:
            return "paid posts"
        return "seeds" if part.action < 0 else "live" if content[part.item].format == "live" else "own posts"
    if isinstance(part, Push):
        return part.channel
    if isinstance(part, Incentive):
        return part.kind
    return _OF_LEVER.get(type(part), "seeds")


def parts_of(plan: Plan) -> list[Any]:
    """All posts, pushes, levers and seed accounts of a plan."""
    return [*plan.posts, *plan.pushes, *plan.levers, *plan.seeds.tolist()]


def grouping_of(by: str, plan: Plan, world: World) -> Grouping:
    """The groups of a plan by channel, or by KOL: who is paid or seeded, each account once on whatever platforms."""
    if by == CHANNEL:
        there = {channel_of(part, world.content) for part in parts_of(plan)}
        names = tuple(channel for channel in CHANNELS if channel in there)
        return Grouping(names, lambda part: channel_of(part, world.content), lambda channel: channel)
    return _by_kol(plan, world)


def _by_kol(plan: Plan, world: World) -> Grouping:
    accounts = sorted({account for part in parts_of(plan) if (account := kol_of(part)) is not None})
    followers = np.array([world.network.followers[account] for account in accounts], np.int64)
    largest = [accounts[place] for place in np.argsort(-followers, kind="stable")[:MOST_KOLS]]
    called = {account: name_of(world.network.name(account)) for account in largest}

    def of(part: Any) -> str:
        account = kol_of(part)
        return REST if account is None else called.get(account, OTHERS)

    there = {of(part) for part in parts_of(plan)}
    names = tuple(name for name in (*called.values(), OTHERS, REST) if name in there)
    return Grouping(names, of, lambda channel: REST)


def kol_of(part: Any) -> int | None:
    """The account that is paid or seeded for this part; None for what the brand does itself."""
    if isinstance(part, PlannedPost):
        return part.author if part.kind == PAID or (part.action < 0 and part.kind != TO_MEMBERS) else None
    return part if isinstance(part, int) else None


def name_of(name: str) -> str:
    """An account's name, marked where it is the name of a group."""
    return f"account {name}" if name in (OTHERS, REST) else name
