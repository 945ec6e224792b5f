"""Rates, means and money by group: what a group did of what it was shown, what it thinks, and what it brought.

A rate or mean of a group in which there is nothing to take it of is not defined (nan). Money counts people.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from sim.metrics.by_group import Grouped, arrays_of, count_by, groupings
from sim.metrics.counted import COUNTED, Counted
from sim.metrics.events import CENTS, people_an_account, ratio
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World

_BY_NAME: Final = {of.name: of for of in COUNTED}
Grouping = Callable[..., Grouped]


def _rate(part: tuple[Counted, Grouping], whole: tuple[Counted, Grouping]) -> Callable[..., dict[str, float]]:
    parts, wholes = count_by(*part), count_by(*whole)

    def rate_by(world: World, outcome: Outcome) -> dict[str, float]:
        """The one count for each of the other, in each group; nan where there is none of the other."""
        found = parts(world, outcome)
        return {group: ratio(found[group], number) for group, number in wholes(world, outcome).items()}

    return rate_by


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


def _revenue(grouping: Grouping) -> Callable[[World, Outcome], dict[str, float]]:
    brought, gone = _BY_NAME["incremental_orders"], _BY_NAME["lost_orders"]

    def incremental_revenue_by(world: World, outcome: Outcome) -> dict[str, float]:
        """Gross value of the orders of each group that the plan brings, less that of its lost ones."""
        rows, lost = brought.rows(outcome), gone.rows(outcome)
        names, group = grouping(brought, world, outcome, rows)
        cents = _sums(names, group, outcome.events["order_cents"][rows])
        cents = cents - _sums(*grouping(gone, world, outcome, lost), outcome.events["lost_cents"])
        people = people_an_account(world)
        return {name: float(value) / CENTS * people for name, value in zip(names, cents, strict=True)}

    return incremental_revenue_by


CONTACTS: Final = Counted(
    "contacts",
    "accounts",
    None,
    "accounts in contact",
    rows=lambda outcome: np.arange(len(outcome.events["contact_account"])),
    reads=("contact_account",),
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
_RATES: Final = (
    ("engagement_per_impression", "engagements", "shares, likes, comments and saves for each impression"),
    ("click_through_rate", "clicks", "clicks for each impression"),
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


def _table() -> tuple[Metric, ...]:
    found = []

    def add(name: str, unit: str, of: str, what: str, function: Any, events: tuple[str, ...], **needs: Any) -> None:
        arrays = tuple(dict.fromkeys(events))
        found.append(Metric(name, unit, of, "higher", what, function, by_group=True, needs_events=arrays, **needs))

    shown = _BY_NAME["impressions"]
    for name, count, what in _RATES:
        acts = _BY_NAME[count]
        for kind, (how, grouping, needs) in groupings(acts).items():
            events = (*arrays_of(acts, kind), *arrays_of(shown, kind))
            rate = _rate((acts, grouping), (shown, groupings(shown)[kind][1]))
            add(f"{name}_by_{kind}", count, "impressions", f"{what} {how}", rate, events, **needs)
    for name, unit, of, values, denominator, what in _MEANS:
        for kind, (how, grouping, needs) in groupings(of).items():
            events, more = (*arrays_of(of, kind), values), {"signed": True, "needs_product": of is DELIVERED, **needs}
            add(f"{name}_by_{kind}", unit, denominator, f"{what} {how}", _mean(of, values, grouping), events, **more)
    brought, gone = _BY_NAME["incremental_orders"], _BY_NAME["lost_orders"]
    what = "gross value of the orders that the plan brings, less that of the lost ones,"
    for kind, (how, grouping, needs) in groupings(brought).items():
        events = (*arrays_of(brought, kind), "order_cents", *arrays_of(gone, kind), "lost_cents")
        more = {"signed": True, "needs_product": True, **needs}
        add(f"incremental_revenue_by_{kind}", "currency", "", f"{what} {how}", _revenue(grouping), events, **more)
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
