"""Impressions, engagements, leads, orders, mentions ... by group: channel, platform, KOL, community, tier, segment
and day.

The groups of one count add up to the whole. Reach by channel, platform and KOL does not: who saw two of them counts in
both; first-touch reach gives each account to what it saw first, so that it adds up to the accounts that saw anything.
Impressions, reach, actions and mentions count accounts, leads and orders count people. Rates and money by group are in
:mod:`sim.metrics.rates_by_group`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from sim.metrics.attribution import first_seen
from sim.metrics.counted import COUNTED, ITSELF, Counted
from sim.metrics.events import CENTS, CHANNELS, campaign_seen, different, people_an_account
from sim.metrics.groups import (
    LARGEST_COMMUNITIES,
    LARGEST_KOLS,
    communities,
    counted,
    day_of,
    days,
    kols,
    platforms,
    seen_before,
    segments,
    tiers,
)
from sim.metrics.registry import Metric, by_kind
from sim.metrics.rows import KINDS
from sim.outcome import Outcome
from sim.world import World

Grouped = tuple[Sequence[str], np.ndarray]
"""The names of the groups, and the group of each row that counts."""


def channel_of_impressions(world: World, outcome: Outcome) -> Grouped:
    """The channel of each impression."""
    return CHANNELS, outcome.events["seen_channel"]


def kol_of_impressions(world: World, outcome: Outcome) -> Grouped:
    """The author of the plan's post that each impression descends from, or what else it is of."""
    names, group = kols(world, outcome)
    return names, group[outcome.events["seen_post"]]


def platform_of_impressions(world: World, outcome: Outcome) -> Grouped:
    """The platform of each impression."""
    names, group = platforms(world, outcome)
    return names, group[outcome.events["seen_post"]]


def _by_platform(of: Counted, world: World, outcome: Outcome, rows: np.ndarray) -> Grouped:
    names, group = platforms(world, outcome)
    return names, group[of.posts(outcome, rows)]


def _by_channel(of: Counted, world: World, outcome: Outcome, rows: np.ndarray) -> Grouped:
    events = outcome.events
    if of.account == "seen_account":
        return CHANNELS, events["seen_channel"][rows]
    impression = seen_before(outcome, events[of.account][rows], of.posts(outcome, rows), events[of.at][rows])
    return CHANNELS, events["seen_channel"][impression]


def _by_kol(of: Counted, world: World, outcome: Outcome, rows: np.ndarray) -> Grouped:
    names, group = kols(world, outcome)
    return names, group[of.posts(outcome, rows)]


def _by_day(of: Counted, world: World, outcome: Outcome, rows: np.ndarray) -> Grouped:
    return days(world), day_of(world, outcome.events[of.at][rows])


def _by_account(groups: Callable[[World], Grouped]) -> Callable[..., Grouped]:
    def grouping(of: Counted, world: World, outcome: Outcome, rows: np.ndarray) -> Grouped:
        names, group = groups(world)
        return names, group[outcome.events[of.account][rows]]

    return grouping


def count_by(of: Counted, grouping: Callable[..., Grouped]) -> Callable[[World, Outcome], dict[str, float]]:
    """The function of a metric: how many there are of each group, or what they are worth."""

    def counts(world: World, outcome: Outcome) -> dict[str, float]:
        """How many there are of each group, or what they are worth."""
        rows = of.rows(outcome)
        names, group = grouping(of, world, outcome, rows)
        each = people_an_account(world) if of.people else 1.0
        if not of.cents:
            return counted(names, group, each)
        cents = np.bincount(group, weights=outcome.events[of.cents][rows], minlength=len(names))
        return {name: float(value) / CENTS * each for name, value in zip(names, cents, strict=True)}

    return counts


def accounts_by(of: Counted, grouping: Callable[..., Grouped]) -> Callable[[World, Outcome], dict[str, float]]:
    """The function that tells how many accounts have any of it, in each group."""

    def accounts(world: World, outcome: Outcome) -> dict[str, float]:
        """How many accounts have any of it, in each group."""
        rows = of.rows(outcome)
        names, group = grouping(of, world, outcome, rows)
        return counted(names, _once(outcome.events[of.account][rows], group, len(names)))

    return accounts


def everything(of: Counted, world: World, outcome: Outcome, rows: np.ndarray) -> Grouped:
    """All in one group."""
    return ("all",), np.zeros(len(rows), np.int64)


def in_all(of: Counted) -> Callable[[World, Outcome], float]:
    """The function of a metric: how many there are, or what they are worth."""
    counts = count_by(of, everything)

    def count(world: World, outcome: Outcome) -> float:
        """How many there are, or what they are worth."""
        return counts(world, outcome)["all"]

    return count


def _once(account: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """The group of each pair of an account and a group, once each."""
    pairs = different(account.astype(np.int64) * max(groups, 1) + group)
    return pairs % max(groups, 1)


def _reach(grouping: Callable[[World, Outcome], Grouped]) -> Callable[[World, Outcome], dict[str, float]]:
    def reach_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Accounts with at least one impression of each group."""
        names, group = grouping(world, outcome)
        rows = campaign_seen(outcome)
        return counted(names, _once(outcome.events["seen_account"][rows], group[rows], len(names)))

    return reach_by


def _first_touch_reach(grouping: Callable[[World, Outcome], Grouped]) -> Callable[[World, Outcome], dict[str, float]]:
    def first_touch_reach_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Accounts whose first impression was of each group."""
        names, group = grouping(world, outcome)
        return counted(names, group[first_seen(outcome, campaign_seen(outcome))])

    return first_touch_reach_by


def reach_by_segment(world: World, outcome: Outcome) -> dict[str, float]:
    """Reach in each segment of the audience, and among the accounts of none."""
    names, group = segments(world)
    return counted(names, group[outcome.reached])


def reach_by_day(world: World, outcome: Outcome) -> dict[str, float]:
    """Accounts that were reached first on each day of the campaign; they add up to the reach."""
    return counted(days(world), day_of(world, outcome.reached_at))


CHANNEL: Final = f"by channel ({', '.join(CHANNELS)})"
PLATFORM: Final = "on each platform (first: the scenario's platform; the others by the names under also_on)"
KOL: Final = (
    f"by the author of the plan's post that it descends from: the {LARGEST_KOLS} with the most followers, the others "
    "together, and beside them ads, what members are sent, and what customers say (praise and referrals)"
)
COMMUNITY: Final = f"in each of the {LARGEST_COMMUNITIES} largest communities, and in the others together"
TIER: Final = "of accounts of each tier (koc, tail, waist, head)"
SEGMENT: Final = "in each segment of the audience, and in none"
DAY: Final = "on each day of the campaign"

_OF_ACCOUNTS: Final[dict[str, tuple[str, Callable[..., Grouped], dict[str, Any]]]] = {
    "community": (COMMUNITY, _by_account(communities), {"needs_attribute": "community"}),
    "tier": (TIER, _by_account(tiers), {"needs_attribute": "tier"}),
    "segment": (SEGMENT, _by_account(segments), {"needs_segments": True}),
}


def groupings(of: Counted) -> dict[str, tuple[str, Callable[..., Grouped], dict[str, Any]]]:
    """By which groups this is counted: the name of the kind -> (in words, the function, what it needs)."""
    with_posts: dict[str, Any] = {
        "channel": (CHANNEL, _by_channel, {}),
        "platform": (PLATFORM, _by_platform, {}),
        "kol": (KOL, _by_kol, {}),
    }
    found = (with_posts if of.post else {}) | _OF_ACCOUNTS | ({"day": (DAY, _by_day, {})} if of.at else {})
    return {kind: how for kind, how in found.items() if not of.by or kind in of.by}


def arrays_of(of: Counted, kind: str) -> tuple[str, ...]:
    """The arrays that this count by this kind of group reads."""
    if kind == "channel" and of.account == "seen_account":
        own: tuple[str, ...] = ("seen_channel",)
    elif kind == "channel":
        own = (of.account, of.post, of.at, "seen_account", "seen_post", "seen_at", "seen_channel")
    elif kind == "platform":
        own = (of.post, "post_platform")
    elif kind == "kol":
        own = (of.post, "post_author", *KINDS)
    else:
        own = (of.at if kind == "day" else of.account,)
    return tuple(name for name in dict.fromkeys((*of.reads, *own)) if name != ITSELF)


def _table() -> tuple[Metric, ...]:
    found = []

    def add(measure: str, kind: str, unit: str, what: str, how: str, function: Any, **needs: Any) -> None:
        found.append(by_kind(measure, kind, (unit, "", what, how), function, **needs))

    for of in COUNTED:
        if of.total:
            alone = Metric(of.name, of.unit, "", of.better, of.what.rstrip(","), in_all(of))
            found.append(replace(alone, needs_events=of.reads, needs_product=of.product))
        for kind, (how, grouping, needs) in groupings(of).items():
            more = {**needs, "better": of.better, "needs_product": of.product, "needs_events": arrays_of(of, kind)}
            add(of.name, kind, of.unit, of.what, how, count_by(of, grouping), **more)
    for kind, how, of_seen, array in (
        ("channel", CHANNEL, channel_of_impressions, "seen_channel"),
        ("platform", PLATFORM, platform_of_impressions, "post_platform"),
        ("kol", KOL, kol_of_impressions, "post_author"),
    ):
        arrays = ("seen_account", "seen_post", *KINDS, array)
        what = "accounts that saw it"
        add("reach", kind, "accounts", what, f"{how}; many in several", _reach(of_seen), needs_events=arrays)
        what = "accounts that saw it first"
        add("first_touch_reach", kind, "accounts", what, how, _first_touch_reach(of_seen), needs_events=arrays)
    of_reached = {"needs_events": ("seen_account",)}
    add("reach", "segment", "accounts", "reach", SEGMENT, reach_by_segment, needs_segments=True, **of_reached)
    add("reach", "day", "accounts", "accounts that were reached first", DAY, reach_by_day, **of_reached)
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
