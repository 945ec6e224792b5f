"""All orders by what touched those who ordered, under each rule of attribution; see :mod:`sim.metrics.attribution`.

Orders count people. With the group "untouched" the groups add up to all orders: also those of people whom no post
reached, and those that would have happened anyway. So this is what a platform would claim, and never the lift.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.metrics.attribution import RULES, credited
from sim.metrics.by_group import Grouped, channel_of_impressions, platform_of_impressions
from sim.metrics.conversion import orders_of
from sim.metrics.events import CHANNELS, campaign_seen, people_an_account
from sim.metrics.groups import authors, kols
from sim.metrics.registry import Metric
from sim.outcome import Outcome
from sim.world import World

UNTOUCHED: Final = "untouched"


def _told(world: World, outcome: Outcome, names: list[str], credit: np.ndarray) -> dict[str, float]:
    """Credits of the groups as orders of people; what is left of all orders was not touched."""
    people = people_an_account(world)
    touched = len(outcome.events["order_at"]) - int(credit[-1])
    rest = orders_of(outcome) - touched
    found = {name: float(count) * people for name, count in zip(names, credit[:-1], strict=True)}
    return {**found, UNTOUCHED: rest * people}


def _by_impression(grouping: Callable[[World, Outcome], Grouped]) -> Callable[[str], Callable[..., dict[str, float]]]:
    def by(rule: str) -> Callable[[World, Outcome], dict[str, float]]:
        def orders_by_group(world: World, outcome: Outcome) -> dict[str, float]:
            """Orders of people credited to each group under this rule, and those that nothing touched."""
            names, group = grouping(world, outcome)
            credit = credited(outcome, group, len(names), rule, campaign_seen(outcome))
            return _told(world, outcome, list(names), credit)

        return orders_by_group

    return by


def _by_kol(rule: str) -> Callable[[World, Outcome], dict[str, float]]:
    def orders_by_kol(world: World, outcome: Outcome) -> dict[str, float]:
        """Orders of people credited to each author of the plan under this rule, and those that nothing touched."""
        names, folded = kols(world, outcome)
        author, each = authors(outcome)[1:]
        credit = credited(outcome, author[outcome.events["seen_post"]], each, rule, campaign_seen(outcome))
        # Credit is divided over authors one by one, and only then are those of few followers taken together.
        ours = author < each
        group = np.full(each, len(names))
        group[author[ours]] = folded[ours]
        together = [[credit[i] for i in np.flatnonzero(group == place)] for place in range(len(names))]
        return _told(world, outcome, names, np.array([*map(sum, together), credit[-1]], np.float64))

    return orders_by_kol


_HOW: Final = {
    "last_touch": "that its account saw last before it",
    "first_touch": "that its account saw first",
    "linear": "that its account saw before it, divided evenly",
}
_ORDERS: Final = ("baseline_orders", "order_account", "order_at", "order_incremental", "seen_account", "seen_at")
_KINDS: Final = ("seen_post", "post_kind", "post_origin")

TABLE: Final = tuple(
    Metric(
        f"orders_by_{kind}_{rule}",
        "orders",
        "",
        None,
        f"all orders, each credited to the {what} {_HOW[rule]}",
        function(rule),
        by_group=True,
        needs_events=(*_ORDERS, *arrays),
        needs_product=True,
    )
    for kind, what, function, arrays in (
        (
            *("channel", f"channel ({', '.join(CHANNELS)})"),
            *(_by_impression(channel_of_impressions), ("seen_channel", *_KINDS)),
        ),
        ("platform", "platform", _by_impression(platform_of_impressions), ("post_platform", *_KINDS)),
        ("kol", "KOL (the author of the plan's post)", _by_kol, ("post_author", *_KINDS)),
    )
    for rule in RULES
)
"""The metrics of this file."""
