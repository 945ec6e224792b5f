"""Orders, customers and money by what touched those who ordered, under each rule of attribution.

See :mod:`sim.metrics.attribution`. All count people. With the group "untouched" the groups add up to the whole: of
``orders`` and ``revenue`` also those of people whom no post reached, and those that would have happened anyway. So
these are what a platform would claim, and never the lift. What is ``incremental`` credits only what would not have
happened without the plan; what the plan loses, with which nothing is to be credited, stands in its own group.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.metrics.attribution import RULES, credited
from sim.metrics.brought import is_brought
from sim.metrics.by_group import Grouped, channel_of_impressions, platform_of_impressions
from sim.metrics.conversion import brought_of, orders_of
from sim.metrics.costs import BY, per
from sim.metrics.events import CENTS, CHANNELS, campaign_seen, people_an_account
from sim.metrics.groups import authors, kols
from sim.metrics.money import all_cents, of_plan_cents
from sim.metrics.registry import Metric
from sim.metrics.rows import won
from sim.outcome import Outcome
from sim.world import World

UNTOUCHED: Final = "untouched"
LOST: Final = "lost"


@dataclass(frozen=True)
class Credited:
    """What is credited.

    Attributes:
        name, unit, what: as of a metric.
        worth: outcome -> what each listed order counts (int64).
        whole: outcome -> all of it, what was lost not taken off.
        reads: the arrays that these read.
        cents: whether it is money.
        lost: outcome -> what is taken off, or None.
    """

    name: str
    unit: str
    what: str
    worth: Callable[[Outcome], np.ndarray]
    whole: Callable[[Outcome], int]
    reads: tuple[str, ...]
    cents: bool = False
    lost: Callable[[Outcome], int] | None = None


def _first_orders(outcome: Outcome) -> np.ndarray:
    found = np.zeros(len(outcome.events["order_at"]), np.int64)
    found[won(outcome)] = 1
    return found


def _brought(outcome: Outcome) -> np.ndarray:
    return is_brought(outcome).astype(np.int64)


def _brought_cents(outcome: Outcome) -> np.ndarray:
    return outcome.events["order_cents"] * _brought(outcome)


def _all_brought_cents(outcome: Outcome) -> int:
    return int(_brought_cents(outcome).sum(dtype=np.int64))


_MONEY: Final = ("order_cents", "order_incremental")
CREDITED: Final = (
    Credited(
        *("orders", "orders", "all orders", lambda outcome: np.ones(len(outcome.events["order_at"]), np.int64)),
        *(orders_of, ("baseline_orders", "order_incremental")),
    ),
    Credited(
        *("revenue", "currency", "gross value of all orders", lambda outcome: outcome.events["order_cents"], all_cents),
        *(("baseline_cents", *_MONEY), True),
    ),
    Credited(
        *(
            "customers",
            "people",
            "people with an order that would not have happened without the plan, at their first one",
        ),
        *(_first_orders, lambda outcome: len(won(outcome)), ("order_incremental",)),
    ),
    Credited(
        *("incremental_orders", "orders", "orders that would not have happened without the plan"),
        *(_brought, brought_of, ("order_incremental",)),
    ),
    Credited(
        *("incremental_revenue", "currency", "gross value of the orders that would not have happened without the plan"),
        worth=_brought_cents,
        whole=_all_brought_cents,
        reads=_MONEY,
        cents=True,
        lost=lambda outcome: _all_brought_cents(outcome) - of_plan_cents(outcome),
    ),
)


def _told(of: Credited, world: World, outcome: Outcome, names: list[str], credit: np.ndarray) -> dict[str, float]:
    """Credits of the groups for people; what is left of the whole was not touched."""
    each = people_an_account(world) / (CENTS if of.cents else 1)
    touched = int(of.worth(outcome).sum(dtype=np.int64)) - int(credit[-1])
    found = {name: float(one) * each for name, one in zip(names, credit[:-1], strict=True)}
    found[UNTOUCHED] = (of.whole(outcome) - touched) * each
    return found if of.lost is None else {**found, LOST: -of.lost(outcome) * each}


Function = Callable[[World, Outcome], dict[str, float]]


def _by_impression(grouping: Callable[[World, Outcome], Grouped]) -> Callable[[Credited, str], Function]:
    def by(of: Credited, rule: str) -> Function:
        def credited_by_group(world: World, outcome: Outcome) -> dict[str, float]:
            """What is credited to each group under this rule, and what nothing touched."""
            names, group = grouping(world, outcome)
            credit = credited(outcome, group, len(names), rule, campaign_seen(outcome), of.worth(outcome))
            return _told(of, world, outcome, list(names), credit)

        return credited_by_group

    return by


def _by_kol(of: Credited, rule: str) -> Function:
    def credited_by_kol(world: World, outcome: Outcome) -> dict[str, float]:
        """What is credited to each author of the plan under this rule, and what nothing touched."""
        names, folded = kols(world, outcome)
        author, each = authors(outcome)[1:]
        seen = author[outcome.events["seen_post"]]
        credit = credited(outcome, seen, each, rule, campaign_seen(outcome), of.worth(outcome))
        # Credit is divided over authors one by one, and only then are those of few followers taken together.
        ours = author < each
        group = np.full(each, len(names))
        group[author[ours]] = folded[ours]
        together = [[credit[i] for i in np.flatnonzero(group == place)] for place in range(len(names))]
        return _told(of, world, outcome, names, np.array([*map(sum, together), credit[-1]], np.float64))

    return credited_by_kol


def _per_cost(credits: Function, costs: Callable[..., dict[str, float]], of_cost: bool) -> Callable[..., Any]:
    def return_by(world: World, outcome: Outcome, cost: float) -> dict[str, float]:
        """What each group brought for each unit that it cost, or (not ``of_cost``) what it cost for each."""
        cents, found = costs(world, outcome, cost), credits(world, outcome)
        mine = {name: value for name, value in found.items() if name in cents}
        if not of_cost:
            return per(cents, mine)
        return per(mine, {name: value for name, value in cents.items() if name in mine})

    return return_by


_HOW: Final = {
    "last_touch": "that its account saw last before it",
    "first_touch": "that its account saw first",
    "linear": "that its account saw before it, divided evenly",
}
_TOUCHES: Final = ("order_account", "order_at", "seen_account", "seen_at", "seen_post", "post_kind", "post_origin")
_KINDS: Final = (
    ("channel", f"channel ({', '.join(CHANNELS)})", _by_impression(channel_of_impressions), ("seen_channel",)),
    ("platform", "platform", _by_impression(platform_of_impressions), ("post_platform",)),
    ("kol", "KOL (the author of the plan's post)", _by_kol, ("post_author",)),
)
_PRICES: Final = (
    ("cpa", "customers", "currency", "customers credited", "lower", "what a customer credited to it cost", False),
    ("roas", "revenue", "ratio", "cost", "higher", "gross revenue of all orders credited to it for each unit", True),
    (
        *("incremental_roas", "incremental_revenue", "ratio", "cost", "higher"),
        *("gross revenue credited to it that would not have come without the plan, for each unit", True),
    ),
)


def _table() -> tuple[Metric, ...]:
    found = []
    by_name = {of.name: of for of in CREDITED}

    def add(measure: str, group: str, *about: Any, **more: Any) -> None:
        more |= {"by_group": True, "needs_product": True, "measure": measure, "group": group}
        more["needs_events"] = tuple(dict.fromkeys(more["needs_events"]))
        found.append(Metric(f"{measure}_by_{group}", *about, **more))

    for of in CREDITED:
        for kind, what, function, arrays in _KINDS:
            for rule in RULES:
                told = f"{of.what}, each credited to the {what} {_HOW[rule]}"
                more = {"needs_events": (*_TOUCHES, *arrays, *of.reads), "signed": of.lost is not None}
                more["what"] = f"{of.what}, credited by a rule"
                add(of.name, f"{kind}_{rule}", of.unit, "", None, told, function(of, rule), **more)
    for measure, name, unit, denominator, better, told, of_cost in _PRICES:
        of = by_name[name]
        for kind, what, function, arrays in _KINDS:
            for rule in RULES:
                reads = (*_TOUCHES, *arrays, *of.reads, *BY[kind][2])
                price = _per_cost(function(of, rule), BY[kind][1], of_cost)
                text = f"{told}, of each {what}: the one {_HOW[rule]}"
                more = {"needs_cost": True, "needs_events": reads, "what": f"{told}, credited by a rule"}
                add(measure, f"{kind}_{rule}", unit, denominator, better, text, price, **more)
    return tuple(found)


TABLE: Final = _table()
"""The metrics of this file."""
