"""What each channel, KOL and platform cost, and what it cost for what it did: CPM, CPE, cost of a click.

What is paid for a post belongs to its author, and to the feed and the recommendations by the impressions of the post
and its shares in each (to the feed if there are none). What a boost spends belongs to its channel, and to authors by
the impressions that were bought for their posts on that platform. Ads, the gifts of the private community and what
friends are paid belong to their channels. All else that the plan spends (making content, seeds, fees that are not part
of a price, staff, prizes) stands in "general". Commission on an order belongs to the post that was clicked on: to its
author and platform, and to the channel in which the buyer had seen it. The groups add up to ``cost``.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from sim.metrics.by_group import CHANNEL, KOL, PLATFORM, arrays_of, count_by, groupings
from sim.metrics.counted import COUNTED
from sim.metrics.events import (
    BONUS,
    CENTS,
    CHANNELS,
    GIFT,
    campaign_seen,
    people_an_account,
    ratio,
)
from sim.metrics.groups import CUSTOMERS, MEMBERS, kols, platforms
from sim.metrics.registry import Metric
from sim.metrics.rows import KINDS
from sim.outcome import Outcome
from sim.world import World

GENERAL: Final = "general"
BOOST: Final = CHANNELS.index("boost")
ORGANIC: Final = tuple(CHANNELS.index(name) for name in ("feed", "recommended"))

COMMISSION: Final = next(of for of in COUNTED if of.name == "commission")

Costs = Callable[[World, Outcome, float], dict[str, float]]


def _levers(outcome: Outcome, kind: int) -> int:
    """Cents that were paid by levers of this kind."""
    events = outcome.events
    return int(events["lever_spent"][events["lever_kind"] == kind].sum(dtype=np.int64))


def _with_general(world: World, cost: float, names: list[str], cents: np.ndarray) -> dict[str, float]:
    """Cents of the groups as currency, and what is left of all that was spent."""
    total = round(cost * people_an_account(world) * CENTS)
    found = {name: float(one) / CENTS for name, one in zip(names, cents, strict=True)}
    known = 0.0
    for one in cents.tolist():
        known += one
    return {**found, GENERAL: round(total - known) / CENTS}


def _paid(outcome: Outcome) -> np.ndarray:
    """The rows of the posts that somebody is paid for (int64)."""
    return np.flatnonzero(outcome.events["post_cents"])


def _divided(cents: np.ndarray, counts: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Each row's cents divided by its counts (float64[rows, groups]); all to ``first`` where there are none."""
    whole = counts.sum(axis=1, dtype=np.int64)
    shares = np.where(whole[:, None] > 0, counts / np.maximum(whole, 1)[:, None], first)
    return cents[:, None] * shares


def _summed(group: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    return np.bincount(group, weights=values, minlength=count)[:count]


def _boosts(outcome: Outcome, platform: int) -> float:
    """Cents that boosts on this platform have spent."""
    events = outcome.events
    rows = (events["push_post"] < 0) & (events["push_platform"] == platform)
    return float(int(events["push_spent"][rows].sum(dtype=np.int64)))


def _boosted(outcome: Outcome) -> np.ndarray:
    """Cents that boosts have spent on each post (float64[posts]), by the bought impressions on its platform."""
    events = outcome.events
    on = events["post_platform"]
    posts = len(on)
    found = np.zeros(posts)
    bought = np.bincount(events["seen_post"][events["seen_channel"] == BOOST], minlength=posts)
    for platform in sorted(set(events["push_platform"].tolist())):
        there = np.where(on == platform, bought, 0)
        found += _boosts(outcome, platform) * there / max(int(there.sum(dtype=np.int64)), 1)
    return found


def _ads(outcome: Outcome) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the posts that ads show (int64), and the cents spent on each (int64)."""
    events = outcome.events
    rows = np.flatnonzero(events["push_post"] >= 0)
    return events["push_post"][rows].astype(np.int64), events["push_spent"][rows]


def _with_commission(kind: str, costs: Costs) -> Costs:
    commissions = count_by(COMMISSION, groupings(COMMISSION)[kind][1])

    def cost_by(world: World, outcome: Outcome, cost: float) -> dict[str, float]:
        """What each group cost, commission on the orders through it too, and the rest."""
        found = costs(world, outcome, cost)
        if np.any(outcome.events.get("order_commission", 0)):  # these arrays are there where something is sold
            for name, value in commissions(world, replace(outcome, events=dict(outcome.events))).items():
                found[name] += value
        return found

    return cost_by


def cost_by_channel(world: World, outcome: Outcome, cost: float) -> dict[str, float]:
    """What each channel cost, and the rest."""
    events = outcome.events
    rows = _paid(outcome)
    seen = campaign_seen(outcome)
    origin, channel = events["post_origin"][events["seen_post"][seen]], events["seen_channel"][seen]
    counts = np.stack(
        [np.bincount(origin[channel == one], minlength=len(events["post_origin"]))[rows] for one in ORGANIC], axis=1
    )
    found = np.zeros(len(CHANNELS))
    parts = _divided(events["post_cents"][rows].astype(np.float64), counts, np.array([1.0, 0.0]))
    for place, one in enumerate(ORGANIC):
        found[one] = _summed(np.zeros(len(rows), np.int64), parts[:, place], 1)[0]
    platforms_with = sorted(set(events["push_platform"].tolist()))
    for platform in platforms_with:
        found[BOOST] += _boosts(outcome, platform)
    found[CHANNELS.index("ad")] = int(_ads(outcome)[1].sum(dtype=np.int64))
    found[CHANNELS.index("community")] = _levers(outcome, GIFT)
    found[CHANNELS.index("referral")] = _levers(outcome, BONUS)
    return _with_general(world, cost, list(CHANNELS), found)


def cost_by_kol(world: World, outcome: Outcome, cost: float) -> dict[str, float]:
    """What each author of the plan cost, ads, members and customers beside them, and the rest."""
    names, group = kols(world, outcome)
    rows, (ads, spent) = _paid(outcome), _ads(outcome)
    cents = outcome.events["post_cents"][rows].astype(np.float64)
    found = _summed(group[rows], cents, len(names)) + _summed(group, _boosted(outcome), len(names))
    found += _summed(group[ads], spent.astype(np.float64), len(names))
    found[names.index(MEMBERS)] += _levers(outcome, GIFT)
    found[names.index(CUSTOMERS)] += _levers(outcome, BONUS)
    return _with_general(world, cost, names, found)


def cost_by_platform(world: World, outcome: Outcome, cost: float) -> dict[str, float]:
    """What was spent on each platform, and the rest."""
    names, group = platforms(world, outcome)
    events, rows = outcome.events, _paid(outcome)
    found = _summed(group[rows], events["post_cents"][rows].astype(np.float64), len(names))
    found += _summed(events["push_platform"].astype(np.int64), events["push_spent"].astype(np.float64), len(names))
    return _with_general(world, cost, list(names), found)


_PUSHES: Final = ("push_spent", "push_post", "push_platform")
_LEVERS: Final = ("lever_spent", "lever_kind")
BY: Final[dict[str, tuple[str, Costs, tuple[str, ...]]]] = {
    "channel": (
        CHANNEL,
        _with_commission("channel", cost_by_channel),
        ("post_cents", "seen_post", "seen_channel", *_PUSHES, *_LEVERS, *KINDS),
    ),
    "kol": (
        KOL,
        _with_commission("kol", cost_by_kol),
        *(("post_cents", "post_author", "post_platform", "seen_post", "seen_channel", *_PUSHES, *_LEVERS, *KINDS),),
    ),
    "platform": (
        PLATFORM,
        _with_commission("platform", cost_by_platform),
        ("post_cents", "post_platform", "push_spent", "push_platform"),
    ),
}
"""The kinds of groups that have a cost: in words, the function, and the arrays that it reads."""

PRICES: Final = (
    ("cpm", "impressions", 1000.0, "a thousand impressions of people", "what a thousand impressions cost"),
    ("cpe", "engagements", 1.0, "engagements of people", "what a share, like, comment or save cost"),
    ("cost_per_click", "clicks", 1.0, "clicks of people", "what a click cost"),
)


def per(cost: dict[str, float], of: dict[str, float], times: float = 1.0) -> dict[str, float]:
    """The cost of each group for each of what it did; nan where it did nothing. What is general has no such price."""
    return {name: times * ratio(cost[name], count) for name, count in of.items() if name in cost}


def _price(costs: Costs, counts: Callable[[World, Outcome], dict[str, float]], times: float) -> Costs:
    def price_by(world: World, outcome: Outcome, cost: float) -> dict[str, float]:
        """What each group cost for each of what it did; nan where it did nothing."""
        people = people_an_account(world)
        of = {name: count * people for name, count in counts(world, outcome).items()}
        return per(costs(world, outcome, cost), of, times)

    return price_by


def _metric(measure: str, kind: str, of: str, better: str | None, what: str, function: Costs, reads: Any) -> Metric:
    more: dict[str, Any] = {"by_group": True, "measure": measure, "group": kind, "what": what, "needs_cost": True}
    told, arrays = f"{what} {BY[kind][0]}", tuple(dict.fromkeys(reads))
    return Metric(f"{measure}_by_{kind}", "currency", of, better, told, function, needs_events=arrays, **more)


def _table() -> tuple[Metric, ...]:
    found = []
    counts = {of.name: of for of in COUNTED}
    for kind, (_, costs, events) in BY.items():
        what = "what it cost, with all that stands for no group as general,"
        found.append(_metric("cost", kind, "", None, what, costs, events))
        for measure, count, times, of, paid_for in PRICES:
            function = _price(costs, count_by(counts[count], groupings(counts[count])[kind][1]), times)
            reads = (*events, *arrays_of(counts[count], kind))
            found.append(_metric(measure, kind, of, "lower", paid_for, function, reads))
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
