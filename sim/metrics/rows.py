"""Which rows of a campaign's events count as what: engagements, views, mentions, orders after a click ..."""

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.metrics.brought import brought
from sim.metrics.events import (
    ACTIONS,
    AGAINST,
    COMPLAINED,
    ENGAGEMENTS,
    OWN,
    POSTED,
    PRAISE,
    RIVAL,
    among,
    campaign_posts,
    kind_of_origin,
)
from sim.outcome import Outcome
from sim.world import PAID

KINDS: Final = ("post_kind", "post_origin")
"""The arrays that say whose a post is."""

ACTED: Final = ("act_post", "act_action", *KINDS)
"""The arrays that :func:`acted` reads."""


def acted(actions: tuple[str, ...], outcome: Outcome) -> np.ndarray:
    """The rows of the actions of these kinds on the campaign's posts and ads (int64)."""
    events = outcome.events
    chosen = np.isin(np.arange(len(ACTIONS)), [ACTIONS.index(action) for action in actions])
    return np.flatnonzero(chosen[events["act_action"]] & campaign_posts(outcome)[events["act_post"]])


def mentioned(outcome: Outcome) -> np.ndarray:
    """The posts that speak of the brand and are not the plan's own (int64): shares, praise, rumours, complaints."""
    others = ~among(outcome.events["post_kind"], OWN)
    return np.flatnonzero(others & (kind_of_origin(outcome) != RIVAL))


def spoken_ill(outcome: Outcome) -> np.ndarray:
    """The posts that speak ill of the brand (int64): rumours, published complaints and their shares."""
    return np.flatnonzero(among(kind_of_origin(outcome), AGAINST))


def complained(outcome: Outcome) -> np.ndarray:
    """The rows of the cases that are complaints (int64)."""
    return np.flatnonzero(outcome.events["case_kind"] == COMPLAINED)


def members(outcome: Outcome) -> np.ndarray:
    """The rows of the contacts that are members of the private community at the end (int64)."""
    return np.flatnonzero(outcome.events["contact_member"] == 1)


MET: Final = ("contact_account", "seen_account", "seen_post", *KINDS)
"""The arrays that :func:`in_contact` reads."""


def in_contact(outcome: Outcome) -> np.ndarray:
    """The rows of the contacts that the campaign or what is said of the brand has touched (int64).

    The engine lists who met a competitor's posts alone, too; they know nothing of the brand.
    """
    events = outcome.events
    rivals = (kind_of_origin(outcome) == RIVAL)[events["seen_post"]]
    account, viewer = events["contact_account"], events["seen_account"]
    if not rivals.any():
        return np.arange(len(account))
    alone = np.setdiff1d(viewer[rivals], np.concatenate([viewer[~rivals], outcome.reached]))
    return np.flatnonzero(~np.isin(account, alone))


def praised(outcome: Outcome) -> np.ndarray:
    """The posts in which customers and members praise the brand (int64), without shares of them."""
    return np.flatnonzero(outcome.events["post_kind"] == PRAISE)


def viewed(outcome: Outcome) -> np.ndarray:
    """The rows of the views (int64): the first impression of each account and post of the plan (its shares count)."""
    events = outcome.events
    origin = events["post_origin"][events["seen_post"]]
    rows = np.flatnonzero(among(events["post_kind"], POSTED)[origin])
    pairs = events["seen_account"][rows].astype(np.int64) * len(events["post_origin"]) + origin[rows]
    return rows[np.sort(np.unique(pairs, return_index=True)[1])]


def acted_on_posts(outcome: Outcome) -> np.ndarray:
    """The rows of the engagements with the plan's own and paid posts and the shares of them (int64)."""
    rows = acted(ENGAGEMENTS, outcome)
    return rows[among(kind_of_origin(outcome), POSTED)[outcome.events["act_post"][rows]]]


def after_click(outcome: Outcome) -> np.ndarray:
    """The rows of the orders of accounts that had clicked on something of the campaign (int64)."""
    return np.flatnonzero(outcome.events["order_post"] >= 0)


def kept_after_click(outcome: Outcome) -> np.ndarray:
    """Those of them that are not sent back (int64)."""
    events = outcome.events
    return np.flatnonzero((events["order_post"] >= 0) & (events["order_returned"] == 0))


def kept(outcome: Outcome) -> np.ndarray:
    """The rows of all orders that are not sent back (int64)."""
    return np.flatnonzero(outcome.events["order_returned"] == 0)


def brand_followed(outcome: Outcome) -> np.ndarray:
    """The rows of the actions with which accounts began to follow the brand: the first of each on what nobody is paid
    for (int64)."""
    rows = acted(("follow",), outcome)
    rows = rows[kind_of_origin(outcome)[outcome.events["act_post"][rows]] != PAID]
    return rows[np.sort(np.unique(outcome.events["act_account"][rows], return_index=True)[1])]


def won(outcome: Outcome) -> np.ndarray:
    """The rows of each account's first order that would not have happened without the plan (int64)."""
    rows = brought(outcome)
    return rows[np.sort(np.unique(outcome.events["order_account"][rows], return_index=True)[1])]


def marked(name: str) -> Callable[[Outcome], np.ndarray]:
    """The function that gives the rows in which this array is 1."""
    return lambda outcome: np.flatnonzero(outcome.events[name] == 1)


def all_of(name: str) -> Callable[[Outcome], np.ndarray]:
    """The function that gives all rows of this array."""
    return lambda outcome: np.arange(len(outcome.events[name]))
