"""Rates, means and money by group: what a group did of what it was shown, what it thinks, and what it brought.

A rate or mean of a group in which there is nothing to take it of is not defined (nan). Money counts people.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from sim.metrics.by_group import Grouped, accounts_by, arrays_of, count_by, everything, groupings
from sim.metrics.counted import COUNTED, ON_POSTS, Counted
from sim.metrics.events import CENTS, followers_of_posts, people_an_account, planned_posts, ratio
from sim.metrics.groups import kols, platforms
from sim.metrics.registry import Metric, by_kind
from sim.metrics.rows import MET, all_of, in_contact, marked
from sim.outcome import Outcome
from sim.world import World

_BY_NAME: Final = {of.name: of for of in COUNTED}
Grouping = Callable[..., Grouped]


@dataclass(frozen=True)
class Rate:
    """One count for each of another, both of the same group.

    Attributes:
        name, unit, denominator, what: as of a metric.
        part, whole: the two counts.
        part_once, whole_once: whether an account counts once in each.
        total: whether a metric of its name alone is to be made.
    """

    name: str
    unit: str
    denominator: str
    what: str
    part: Counted
    whole: Counted
    part_once: bool = False
    whole_once: bool = False
    total: bool = False
    better: str | None = "higher"

    def of(self, part: Grouping, whole: Grouping) -> Callable[[World, Outcome], dict[str, float]]:
        """The function of the metric; nan in a group where there is nothing to take it of."""
        parts = (accounts_by if self.part_once else count_by)(self.part, part)
        wholes = (accounts_by if self.whole_once else count_by)(self.whole, whole)

        def rate_by(world: World, outcome: Outcome) -> dict[str, float]:
            """The one count for each of the other, in each group; nan where there is none of the other."""
            found = parts(world, outcome)
            return {group: ratio(found[group], number) for group, number in wholes(world, outcome).items()}

        return rate_by

    def events(self, kind: str = "") -> tuple[str, ...]:
        """The arrays that it reads."""
        both = (self.part, self.part_once), (self.whole, self.whole_once)
        if kind:
            arrays = [(*arrays_of(of, kind), of.cents, of.account if once else "") for of, once in both]
        else:
            arrays = [(*of.reads, of.cents, of.account if once else "") for of, once in both]
        return tuple(name for name in dict.fromkeys((*arrays[0], *arrays[1])) if name)


def _sums(names: Any, group: np.ndarray, values: np.ndarray) -> np.ndarray:
    return np.bincount(group, weights=values, minlength=len(names))


def _mean(of: Counted, values: str, grouping: Grouping) -> Callable[[World, Outcome], dict[str, float]]:
    def mean_by(world: World, outcome: Outcome) -> dict[str, float]:
        """The mean of the values of each group; nan where there are none."""
        rows = of.rows(outcome)
        names, group = grouping(of, world, outcome, rows)
        sums = _sums(names, group, outcome.events[values][rows])
        counts = np.bincount(group, minlength=len(names))
        return {name: ratio(float(s), int(c)) for name, s, c in zip(names, sums, counts, strict=True)}

    return mean_by


def _revenue(kept: bool, grouping: Grouping) -> Callable[[World, Outcome], dict[str, float]]:
    more, alone = (RAISED_AND_KEPT, ALONE_AND_KEPT) if kept else (RAISED, ALONE)

    def incremental_revenue_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Value of the orders of each group that the plan brings, less that of those that it loses."""
        events = outcome.events
        usual = 1.0 - world.parameters.product.returns if kept else 1.0

        def cents_of(of: Counted) -> np.ndarray:
            rows = of.rows(outcome)
            return _sums(*grouping(of, world, outcome, rows), events[of.cents][rows])

        names = grouping(more, world, outcome, np.zeros(0, np.int64))[0]
        cents = cents_of(more) - usual * cents_of(LOST)
        if "without_account" in events:
            cents -= cents_of(alone) - usual * cents_of(LOST_ALONE)
        people = people_an_account(world)
        return {name: float(value) / CENTS * people for name, value in zip(names, cents, strict=True)}

    return incremental_revenue_by


CONTACTS: Final = Counted(
    "contacts",
    "accounts",
    None,
    "accounts in contact",
    rows=in_contact,
    reads=MET,
    account="contact_account",
)
DELIVERED: Final = Counted(
    "delivered",
    "orders",
    None,
    "delivered orders",
    rows=lambda outcome: np.flatnonzero(~np.isnan(outcome.events["order_satisfied"])),
    reads=("order_satisfied",),
    account="order_account",
    at="order_at",
)
RAISED: Final = replace(_BY_NAME["incremental_orders"], rows=marked("order_incremental"), cents="order_cents")
RAISED_AND_KEPT: Final = replace(
    RAISED,
    rows=lambda outcome: np.flatnonzero(
        (outcome.events["order_incremental"] == 1) & (outcome.events["order_returned"] == 0)
    ),
    reads=("order_incremental", "order_returned"),
)
LOST: Final = replace(_BY_NAME["lost_orders"], cents="lost_cents")
ALONE: Final = replace(
    RAISED, rows=all_of("without_account"), account="without_account", at="without_at", cents="without_cents"
)
ALONE_AND_KEPT: Final = replace(ALONE, rows=lambda outcome: np.flatnonzero(outcome.events["without_returned"] == 0))
LOST_ALONE: Final = replace(
    LOST,
    rows=all_of("without_lost_account"),
    account="without_lost_account",
    at="without_lost_at",
    cents="without_lost_cents",
)
"""Orders that happen because somebody speaks of the brand, and those that do not; ``ALONE`` without the plan."""


def _rate(name: str, unit: str, denominator: str, what: str, part: str, whole: str, **more: Any) -> Rate:
    return Rate(name, unit, denominator, what, _BY_NAME[part], _BY_NAME[whole], **more)


RATES: Final = (
    _rate(
        *("engagement_per_impression", "engagements", "impressions"),
        *("shares, likes, comments and saves for each impression", "engagements", "impressions"),
    ),
    _rate(
        *("engagement_per_view", "engagements", "views: an account and a post of the plan that it saw, once"),
        *("shares, likes, comments and saves of a post for each account that saw it", "post_engagements", "views"),
    ),
    _rate(
        *("shares_per_impression", "shares", "impressions", "shares for each impression", "shares", "impressions"),
        total=True,
    ),
    _rate(
        *("completion_rate", "share", "impressions", "impressions at which the item was seen to its end"),
        *("completions", "impressions"),
    ),
    _rate("click_through_rate", "clicks", "impressions", "clicks for each impression", "clicks", "impressions"),
    _rate(
        *("frequency", "impressions", "accounts that saw a post or an ad", "how often an account saw it that did"),
        *("impressions", "impressions"),
        whole_once=True,
        better=None,
    ),
    _rate(
        *("visit_rate", "share", "accounts that clicked", "accounts that arrived, of those that clicked"),
        *("visits", "clicks"),
        part_once=True,
        whole_once=True,
        total=True,
    ),
    _rate(
        *("lead_rate", "share", "accounts that clicked", "accounts that became leads, of those that clicked"),
        *("leads", "clicks"),
        part_once=True,
        whole_once=True,
    ),
    _rate(
        *("conversion_rate", "share", "accounts that clicked"),
        *("accounts that ordered after a click, of those that clicked,", "orders_after_click", "clicks"),
        part_once=True,
        whole_once=True,
    ),
    _rate(
        *("order_value_after_click", "currency", "orders after a click", "gross value of an order after a click"),
        *("revenue_after_click", "orders_after_click"),
        total=True,
    ),
    _rate(
        *("order_value_in_contact", "currency", "orders of accounts in contact"),
        *("gross value of an order of accounts in contact", "revenue_in_contact", "orders_in_contact"),
        total=True,
    ),
)
_MEANS: Final = (
    (
        *("mean_attitude", "attitude (-1 to 1)", CONTACTS, "contact_attitude", "accounts in contact"),
        "attitude to the brand at the end",
    ),
    (
        *("mean_satisfaction", "satisfaction", DELIVERED, "order_satisfied"),
        *("delivered orders of the accounts in contact", "what customers got less what they expected"),
    ),
)


def _per_follower(kind: str) -> Callable[[World, Outcome], dict[str, float]]:
    engaged = count_by(ON_POSTS, groupings(ON_POSTS)[kind][1])
    group_of = {"kol": kols, "platform": platforms}[kind]

    def engagement_per_follower_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Engagements of the posts of each group for each follower of their authors, post by post."""
        rows = planned_posts(outcome)
        names, group = group_of(world, outcome)
        followers = _sums(names, group[rows], followers_of_posts(world, outcome, rows).astype(np.float64))
        found = engaged(world, outcome)
        return {name: ratio(found[name], float(count)) for name, count in zip(names, followers, strict=True)}

    return engagement_per_follower_by


def _in_all(rate: Rate) -> Callable[[World, Outcome], float]:
    of_all = rate.of(everything, everything)

    def the_rate(world: World, outcome: Outcome) -> float:
        """The one count for each of the other; nan where there is none of the other."""
        return of_all(world, outcome)["all"]

    return the_rate


def _table() -> tuple[Metric, ...]:
    found = []

    def add(measure: str, kind: str, unit: str, of: str, what: str, how: str, function: Any, **needs: Any) -> None:
        found.append(by_kind(measure, kind, (unit, of, what, how), function, **needs))

    for rate in RATES:
        product = {"needs_product": rate.part.product, "better": rate.better}
        if rate.total:
            alone = Metric(
                *(rate.name, rate.unit, rate.denominator, rate.better, rate.what),
                function=_in_all(rate),
                needs_events=rate.events(),
                needs_product=rate.part.product,
            )
            found.append(alone)
        wholes = groupings(rate.whole)
        for kind, (how, grouping, needs) in groupings(rate.part).items():
            function, events = rate.of(grouping, wholes[kind][1]), rate.events(kind)
            more = {**product, **needs, "needs_events": events}
            add(rate.name, kind, rate.unit, rate.denominator, rate.what, how, function, **more)
    for kind in ("platform", "kol"):
        what = "shares, likes, comments and saves of a post for each follower of its author"
        each = "followers of the authors of the plan's posts where they are posted, post by post"
        events = (*arrays_of(ON_POSTS, kind), "post_author", *(("post_platform",) if kind == "platform" else ()))
        how, function = groupings(ON_POSTS)[kind][0], _per_follower(kind)
        add("engagement_per_follower", kind, "engagements", each, what, how, function, needs_events=events)
    for name, unit, counted, values, denominator, what in _MEANS:
        for kind, (how, grouping, needs) in groupings(counted).items():
            more = {"needs_events": (*arrays_of(counted, kind), values), "needs_product": counted is DELIVERED}
            add(
                name, kind, unit, denominator, what, how, _mean(counted, values, grouping), signed=True, **more, **needs
            )
    for name, what, brought in (
        ("incremental_revenue", "gross value of the orders that the plan brings", RAISED),
        ("incremental_net_revenue", "value of the orders that the plan brings and that are kept", RAISED_AND_KEPT),
    ):
        for kind, (how, grouping, needs) in groupings(brought).items():
            events = (*arrays_of(brought, kind), "order_cents", *arrays_of(LOST, kind), "lost_cents")
            more = {"signed": True, "needs_product": True, "needs_events": events, **needs}
            function = _revenue(brought is RAISED_AND_KEPT, grouping)
            add(name, kind, "currency", "", f"{what}, less that of the lost ones,", how, function, **more)
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
