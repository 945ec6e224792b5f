"""How a campaign went: its counts up to each hour, each by the name of the metric that it ends at.

A time stands for all that happened up to and including it. Orders and their value are those of accounts in contact
(``orders_in_contact``, ``revenue_in_contact``): when all others order is not recorded. Work grows with what happened.
"""

from typing import Final

import numpy as np

from sim.metrics.counted import COUNTED, Counted
from sim.metrics.events import CENTS, CHANNELS, people_an_account
from sim.outcome import Outcome
from sim.world import World

SERIES: Final = ("impressions", "engagements", "shares", "clicks", "mentions", "leads")
"""Counts that every campaign has over time, beside the reach."""

OF_ORDERS: Final = ("incremental_orders", "orders_in_contact", "revenue_in_contact")
"""Those that it has with a product."""

_BY_NAME: Final = {of.name: of for of in COUNTED}


def names_of(outcome: Outcome, every_count: bool) -> tuple[str, ...]:
    """The counts over time of a campaign with or without a product: the usual ones, or all whose events have a time."""
    sells = "order_at" in outcome.events
    if not every_count:
        return (*SERIES, *(OF_ORDERS if sells else ()))
    return tuple(of.name for of in COUNTED if of.at and (sells or not of.product))


def series(
    world: World, outcome: Outcome, step: float, every_count: bool = False
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The times at which something had happened, and each count up to then.

    Args:
        world: where it happened.
        outcome: of a campaign.
        step: hours between two times; only those are told up to which something was new.
        every_count: all counts whose events have a time, and not only the usual ones.

    Returns:
        times (float64[t]: hours, ascending, multiples of ``step``, the last one no later than the campaign's end) and
        the columns by name (each aligned): ``reach``, :data:`SERIES`, ``impressions_by_channel/...`` and, with a
        product, :data:`OF_ORDERS`; or every count.
    """
    placed: dict[str, tuple[np.ndarray, np.ndarray | None, float]] = {}
    placed["reach"] = (steps_of(outcome.reached_at, step), None, 1.0)
    for name in names_of(outcome, every_count):
        of = _BY_NAME[name]
        rows = of.rows(outcome)
        placed[name] = (steps_of(outcome.events[of.at][rows], step), *_weights(of, world, outcome, rows))
        if name == "impressions":
            channel = outcome.events["seen_channel"][rows]
            for place, one in enumerate(CHANNELS):
                placed[f"impressions_by_channel/{one}"] = (placed[name][0][channel == place], None, 1.0)
    last = max((int(steps.max(initial=0)) for steps, _, _ in placed.values()), default=0)
    new = np.zeros(last + 1, bool)
    for steps, _, _ in placed.values():
        new[steps] = True
    told = np.flatnonzero(new) if new.any() else np.zeros(1, np.int64)
    found = {name: _up_to(steps, weights, last + 1)[told] * each for name, (steps, weights, each) in placed.items()}
    times = np.minimum(told * step, world.parameters.days * HOURS)
    return times, {**found, "reach": found["reach"].astype(np.int64)}


HOURS: Final = 24.0

ROUNDING: Final = 1e-12
"""Of a time: a tick's own second is not after it, whatever its hours are when divided by a sixth of one."""


def steps_of(at: np.ndarray, step: float) -> np.ndarray:
    """At which multiple of ``step`` each time counts: the first that is not before it (int64).

    >>> steps_of(np.array([0.0, 4200 / 3600, 1.2]), 10 / 60)
    array([0, 7, 8])
    """
    return np.ceil(at / step * (1.0 - ROUNDING)).astype(np.int64)


def _weights(of: Counted, world: World, outcome: Outcome, rows: np.ndarray) -> tuple[np.ndarray | None, float]:
    """What each row counts, and what that is worth."""
    people = people_an_account(world) if of.people else 1.0
    return (outcome.events[of.cents][rows], people / CENTS) if of.cents else (None, people)


def _up_to(steps: np.ndarray, weights: np.ndarray | None, count: int) -> np.ndarray:
    """Sums up to each step (float64[count]); whole numbers, so that their order changes nothing."""
    return np.cumsum(np.bincount(steps, weights=weights, minlength=count)).astype(np.float64)
