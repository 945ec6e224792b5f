"""On what terms the accounts of a campaign's plan are chosen: what each costs, and who cannot be had."""

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.experiment.quotes import Quotes
from sim.scenario.choices import Placed
from sim.world import Choice


@dataclass(frozen=True)
class Terms:
    """On what terms accounts are chosen.

    Attributes:
        group: the group, named accounts by their labels.
        quote: price of a post on each account (float64[n]), or None without prices.
        paid: the same with the platform's fee.
        closed: accounts that cannot be had (int32).
    """

    group: Any
    quote: np.ndarray | None
    paid: np.ndarray | None
    closed: np.ndarray


@dataclass(frozen=True)
class ChosenGroup:
    """A group of accounts that was chosen: the seeds (``placed`` None), or who is paid by an action.

    Attributes:
        platform: the place of its platform.
    """

    group: Any
    placed: Placed | None
    choice: Choice
    terms: Terms
    platform: int = 0


def place_of(scenario: Any, group: Any, placed: Placed | None) -> int:
    """The place of the platform on which a group posts."""
    return int(scenario.campaign.place_of(group.platform if placed is None else placed.action.platform))


def terms_of(scenario: Any, group: Any, placed: Placed | None, quotes: Quotes) -> Terms:
    """The terms for a group: seeds at the listed prices, paid posts at quotes with the platform's fee.

    Raises:
        PlanError: a named account that cannot be paid.
    """
    at = 0.0 if placed is None else placed.action.at.start
    quote = quotes.prices if placed is None else quotes.for_item(group.item)
    closed = quotes.absent if placed is None else quotes.closed(quote, at)
    if group.accounts is not None:
        named = tuple(quotes.account(account) for account in group.accounts)
        quotes.refuse_absent(named)
        if placed is not None:
            quotes.refuse_closed(np.array(named), quote, at, group.item)
        labels = tuple(quotes.network.label(account) for account in named)  # the strategy looks them up once more
        group = dataclasses.replace(group, parameters=group.parameters.model_copy(update={"accounts": labels}))
    if quote is None:
        return Terms(group, None, None, closed)
    quote = np.nan_to_num(quote)  # who has no price is closed
    paid = quote if placed is None else with_fee(quote, scenario.campaign.fee_on(quotes.place))
    return Terms(group, quote, paid, closed)


def with_fee(quotes: np.ndarray, fee: float) -> np.ndarray:
    """What a paid post costs: the quote and the platform's fee, in whole cents.

    >>> with_fee(np.array([99.99, 1000.]), .1)
    array([ 109.99, 1100.  ])
    """
    if fee == 0:
        return quotes
    paid = np.rint(np.rint(quotes * 100.0) * (1.0 + fee)) / 100.0  # a price too high for whole cents is refused later
    paid.flags.writeable = False
    return paid


def in_order(scenario: Any, plan: str) -> list[tuple[Any, Placed | None]]:
    """The groups in the order of choosing, each with its action, or None for seeds.

    A campaign's named accounts come first, so that no strategy takes them.
    """
    choice = scenario.plans[plan]
    groups: list[tuple[Any, Placed | None]] = [(group, None) for group in choice.seeds]
    groups += [(one.action.group, one) for one in choice.placed if one.action.name == "pay"]
    return groups if scenario.campaign is None else sorted(groups, key=lambda pair: pair[0].accounts is None)
