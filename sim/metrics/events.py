"""How the campaign's events are read: the places of actions and channels, the plan's posts, people.

The contract of ``Outcome.events``, as far as metrics read it. Rows stand in the order of happening, times are in hours,
money is in int64 cents. One account stands for several people: prices of single orders are those of one person.

- posts: ``post_author`` (-1: an ad), ``post_kind`` (owned, paid, share, ad), ``post_parent`` (the post that was
  shared; -1 for the plan's and for ads), ``post_origin`` (the row of the plan's post or ad that it descends from; its
  own row for these), ``post_published``, ``post_impressions`` and ``post_actions`` (posts x actions), both of this post
  alone and not of its shares;
- impressions: ``seen_account``, ``seen_post``, ``seen_at``, ``seen_channel``; actions: ``act_account``, ``act_action``;
- ``lead_account``; ``order_account``, ``order_at``, ``order_cents``, ``order_incremental`` (1: would not have happened
  without the plan), ``order_returned``, ``order_post`` (the post clicked last before it), ``order_commission``; these
  list at least the orders of all accounts that the plan touched. ``baseline_orders`` and ``baseline_cents`` (one number
  each): the orders of the whole world without any plan;
- ``unspent_cents`` (one number, may be missing): what was set aside for the plan and not paid, of all people: bought
  impressions that found nobody, actions whose condition was never met;
- ``contact_attitude``, ``contact_follows``, ``contact_joined``: one row an account that was in contact.
"""

from typing import Final

import numpy as np

from sim.outcome import Outcome
from sim.world import World

ACTIONS: Final = ("share", "like", "comment", "save", "click", "follow", "complete", "hide", "join")
"""The columns of ``post_actions``."""

CHANNELS: Final = ("feed", "recommended", "boost", "ad")
"""By ``seen_channel``: a followed account's post, one that the platform recommended, a bought impression of a post of
the plan, an ad."""

CENTS: Final = 100
"""Cents of one unit of currency."""

AD: Final = 4
"""The kind of a post that is an ad."""


def people_an_account(world: World) -> float:
    """How many people one account stands for.

    >>> from sim.models.independent_cascade import Parameters, prepare
    >>> from sim.network import Network
    >>> people_an_account(prepare(Network.from_edges([0], [1], 2), Parameters()))
    1.0
    """
    represents = getattr(world.parameters, "represents", None)
    return 1.0 if represents is None else represents / len(world.network)


def cost_of(world: World, outcome: Outcome, cost: float) -> float:
    """What the plan cost in this world for each person of an account: ``cost`` without what could not be spent.

    Args:
        world: says how many people one account stands for.
        outcome: whose event ``unspent_cents`` (int64[1]) says how much was set aside for the plan and not paid; without
            it all was paid.
        cost: what the whole plan costs (currency), divided by the people that one account stands for.
    """
    unspent = int(outcome.events["unspent_cents"][0]) if "unspent_cents" in outcome.events else 0
    return cost - unspent / CENTS / people_an_account(world) if unspent else cost


def ratio(part: float, whole: float) -> float:
    """``part / whole``, and nan where there is nothing to take a part of.

    >>> ratio(1, 4), ratio(0, 0)
    (0.25, nan)
    """
    return part / whole if whole else float("nan")


def impressions_of(outcome: Outcome) -> int:
    """All impressions of all posts and ads."""
    return int(outcome.events["post_impressions"].sum())


def actions_of(outcome: Outcome, *actions: str) -> int:
    """How often accounts did any of these."""
    places = [ACTIONS.index(action) for action in actions]
    return int(outcome.events["post_actions"][:, places].sum())


def planned_posts(outcome: Outcome) -> np.ndarray:
    """Rows of the plan's own and paid posts, without ads (int64[...])."""
    events = outcome.events
    return np.flatnonzero((events["post_parent"] < 0) & (events["post_kind"] != AD))


def different(values: np.ndarray) -> np.ndarray:
    """The different values, ascending: as ``np.unique``, which takes five times as long on a million whole numbers.

    >>> different(np.array([3, 1, 3]))
    array([1, 3])
    """
    ascending = np.sort(values)
    return ascending[np.append(True, ascending[1:] != ascending[:-1])[: len(ascending)]]


def distinct(values: np.ndarray) -> int:
    """How many different values there are."""
    return len(different(values))
