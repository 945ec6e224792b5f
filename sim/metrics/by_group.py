"""Impressions, reach and orders by group: channel, KOL, community, tier and segment.

Impressions and incremental orders of all groups add up to the whole. Reach by channel and by KOL does not: who saw two
of them counts in both; first-touch reach gives each account to what it saw first, so that it adds up to the accounts
that saw anything. Impressions and reach count accounts, orders count people.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from sim.metrics.attribution import first_seen
from sim.metrics.events import CHANNELS, different, people_an_account
from sim.metrics.groups import LARGEST_COMMUNITIES, LARGEST_KOLS, communities, counted, kols, segments, tiers
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World

Grouping = Callable[[World, Outcome], tuple[Any, np.ndarray]]
"""(world, outcome) -> the names of the groups, and the group of each impression."""


def channel_of_impressions(world: World, outcome: Outcome) -> tuple[Any, np.ndarray]:
    """The channel of each impression."""
    return CHANNELS, outcome.events["seen_channel"]


def kol_of_impressions(world: World, outcome: Outcome) -> tuple[Any, np.ndarray]:
    """The author of the plan's post that each impression descends from, or ads."""
    names, group = kols(world, outcome)
    return names, group[outcome.events["seen_post"]]


def _by_account(groups: Callable[[World], tuple[Any, np.ndarray]]) -> Grouping:
    def grouping(world: World, outcome: Outcome) -> tuple[Any, np.ndarray]:
        names, group = groups(world)
        return names, group[outcome.events["seen_account"]]

    return grouping


def _impressions(grouping: Grouping) -> Callable[[World, Outcome], dict[str, float]]:
    def impressions_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Impressions of each group."""
        names, group = grouping(world, outcome)
        return counted(names, group)

    return impressions_by


def _reach(grouping: Grouping) -> Callable[[World, Outcome], dict[str, float]]:
    def reach_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Accounts with at least one impression of each group."""
        names, group = grouping(world, outcome)
        pairs = different(outcome.events["seen_account"].astype(np.int64) * max(len(names), 1) + group)
        return counted(names, pairs % max(len(names), 1))

    return reach_by


def _first_touch_reach(grouping: Grouping) -> Callable[[World, Outcome], dict[str, float]]:
    def first_touch_reach_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Accounts whose first impression was of each group."""
        names, group = grouping(world, outcome)
        return counted(names, group[first_seen(outcome)])

    return first_touch_reach_by


def reach_by_segment(world: World, outcome: Outcome) -> dict[str, float]:
    """Reach in each segment of the audience, and among the accounts of none."""
    names, group = segments(world)
    return counted(names, group[outcome.reached])


def _orders(groups: Callable[[World], tuple[Any, np.ndarray]]) -> Callable[[World, Outcome], dict[str, float]]:
    def incremental_orders_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Orders of people of each group that would not have happened without the plan."""
        names, group = groups(world)
        events = outcome.events
        account = events["order_account"][events["order_incremental"] == 1]
        return counted(names, group[account], people_an_account(world))

    return incremental_orders_by


_POSTS = ("post_author", "post_kind", "post_origin", "post_parent")
_OF_IMPRESSIONS: Final[dict[str, tuple[str, Grouping, tuple[str, ...]]]] = {
    "channel": ("by channel (feed, recommended, boost, ad)", channel_of_impressions, ("seen_channel",)),
    "kol": (
        f"by the author of the plan's post that it descends from: the {LARGEST_KOLS} with the most followers, the "
        "others together, and ads",
        kol_of_impressions,
        ("seen_post", *_POSTS),
    ),
}
_OF_ACCOUNTS: Final[dict[str, tuple[str, Callable[[World], tuple[Any, np.ndarray]], dict[str, Any]]]] = {
    "community": (
        f"in each of the {LARGEST_COMMUNITIES} largest communities, and in the others together",
        communities,
        {"needs_attribute": "community"},
    ),
    "tier": ("of accounts of each tier (koc, tail, waist, head)", tiers, {"needs_attribute": "tier"}),
    "segment": ("in each segment of the audience, and in none", segments, {"needs_segments": True}),
}


def _table() -> tuple[Metric, ...]:
    found = []

    def add(name: str, unit: str, what: str, function: Any, events: tuple[str, ...], **needs: Any) -> None:
        found.append(Metric(name, unit, "", "higher", what, function, by_group=True, needs_events=events, **needs))

    for kind, (how, of_seen, arrays) in _OF_IMPRESSIONS.items():
        add(f"impressions_by_{kind}", "impressions", f"impressions {how}", _impressions(of_seen), arrays)
        arrays = ("seen_account", *arrays)
        add(f"reach_by_{kind}", "accounts", f"accounts that saw it {how}; many in several", _reach(of_seen), arrays)
        what = f"accounts that saw it first {how}"
        add(f"first_touch_reach_by_{kind}", "accounts", what, _first_touch_reach(of_seen), arrays)
    for kind, (how, groups, needs) in _OF_ACCOUNTS.items():
        function = _impressions(_by_account(groups))
        add(f"impressions_by_{kind}", "impressions", f"impressions {how}", function, ("seen_account",), **needs)
        if kind == "segment":
            add("reach_by_segment", "accounts", f"reach {how}", reach_by_segment, ("seen_account",), **needs)
        what = f"orders that would not have happened without the plan {how}"
        arrays = ("order_account", "order_incremental")
        add(f"incremental_orders_by_{kind}", "orders", what, _orders(groups), arrays, needs_product=True, **needs)
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
