"""How the campaign's events are read: the places of actions and channels, kinds of posts, people.

The contract of ``Outcome.events``, as far as metrics read it. Rows stand in the order of happening, times are in hours,
money is in int64 cents. One account stands for several people: prices of single orders are those of one person.

- posts: ``post_author`` (-1: nobody's own, as an ad's), ``post_kind`` (one of the kinds below), ``post_parent`` (the
  post that was shared, or -1), ``post_origin`` (the row of the post that it descends from; its own row where it is not
  a share), ``post_published``, ``post_impressions`` and ``post_actions`` (posts x actions), both of this post alone and
  not of its shares, ``post_appeal`` (log-odds; 0 is usual), ``post_platform`` (0 the first platform, then the further
  ones);
- impressions: ``seen_account``, ``seen_post``, ``seen_at``, ``seen_channel``; actions: ``act_account``, ``act_post``,
  ``act_action``, ``act_at``;
- leads: ``lead_account``, ``lead_post``, ``lead_at``; orders: ``order_account``, ``order_at``, ``order_cents``,
  ``order_incremental`` (1: would not have happened if nobody spoke of the brand), ``order_returned``, ``order_post``
  (the post clicked last before it), ``order_commission``, ``order_satisfied`` (nan until delivered); these list at
  least the orders of all accounts that the plan touched. ``baseline_orders`` and ``baseline_cents`` (one number each):
  the orders of the whole world if nobody spoke of the brand. ``lost_account``, ``lost_at``, ``lost_cents``: those among
  them that did not come, because of what people think now (may be missing: none); ``without_...``: what the same world
  does to orders without any plan (:mod:`sim.metrics.brought`; may be missing: nothing);
- ``unspent_cents`` (one number, may be missing): what was set aside for the plan and not paid, of all people: bought
  impressions that found nobody, actions whose condition was never met; ``post_cents``: what is paid for each post of
  the plan, of all people; ``push_spent``, ``push_post`` (the post that an ad shows, -1 of a boost) and
  ``push_platform`` of what was bought; ``lever_spent``: gifts, prizes and rewards, by ``lever_kind``;
  ``lever_at`` (hours; nan: never) says when an answer to a crisis is out, ``lever_action`` to which action of the plan
  it belongs; ``rule_taken`` and ``rule_action``: whether each rule held, and its action;
- one row an account that was in contact, with a competitor's posts too: ``contact_account``, ``contact_attitude``,
  ``contact_follows``, ``contact_joined``, ``contact_member`` (a member at the end), ``contact_pushed`` and
  ``contact_opened`` (pushes sent to it, and those that it opened);
- complaints and comments that can be answered: ``case_account``, ``case_at``, ``case_kind``, ``case_answered_at`` (nan:
  never).

What is *the campaign's* is all that the plan publishes, praise, and their shares. Rumours, complaints and what rivals
publish are not, nor their shares: they count in no impression, reach or engagement of the campaign. Nobody becomes a
lead or orders through them.
"""

from typing import Final

import numpy as np

from sim.outcome import Outcome
from sim.world import OWNED, PAID, TO_MEMBERS, World

ACTIONS: Final = ("share", "like", "comment", "save", "click", "follow", "complete", "hide", "join")
"""The columns of ``post_actions``."""

ENGAGEMENTS: Final = ACTIONS[:4]
"""What platforms publish of a post."""

CHANNELS: Final = ("feed", "recommended", "boost", "ad", "community", "referral")
"""By ``seen_channel``: a followed account's post, one that the platform recommended, a bought impression of a post of
the plan, an ad, a push that a member of the private community opened, a friend's referral."""

CENTS: Final = 100
"""Cents of one unit of currency."""

SHARE, AD = 3, 4
RUMOUR, RIVAL, PRAISE, COMPLAINT, REFERRAL = 6, 7, 8, 9, 10
"""By ``post_kind``, beside OWNED, PAID and TO_MEMBERS of a plan: a share of another, an ad; a rumour, a competitor's, a
customer's or member's praise, a published complaint, the message that friends of customers get."""

POSTED: Final = (OWNED, PAID)
"""The plan's posts that anybody can see and that have an author."""

FOREIGN: Final = (RUMOUR, RIVAL, COMPLAINT)
"""Kinds of posts that are not the campaign's."""

AGAINST: Final = (RUMOUR, COMPLAINT)
"""Kinds of posts that speak ill of the brand."""

OWN: Final = (OWNED, PAID, AD, TO_MEMBERS, REFERRAL)
"""Kinds of posts that the plan itself publishes."""

LARGEST_KIND: Final = REFERRAL

GIFT, BONUS = 0, 6
"""By ``lever_kind``: gifts for joining the private community, and what is paid for bringing a friend."""

COMPLAINED: Final = 0
"""By ``case_kind``: a complaint; any other is a comment."""


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


def with_commission(outcome: Outcome, cost: float) -> float:
    """What the plan cost with what authors get of the orders through them, for each person of an account.

    Args:
        outcome: whose event ``order_commission`` (cents of one person of each account) says it; without it nobody gets
            any.
        cost: what the plan cost without it, for each person of an account (currency).
    """
    commission = int(np.sum(outcome.events.get("order_commission", 0), dtype=np.int64))
    return cost + commission / CENTS if commission else cost


def ratio(part: float, whole: float) -> float:
    """``part / whole``, and nan where there is nothing to take a part of.

    >>> ratio(1, 4), ratio(0, 0)
    (0.25, nan)
    """
    return part / whole if whole else float("nan")


def among(kinds: np.ndarray, chosen: tuple[int, ...]) -> np.ndarray:
    """Which of these kinds of posts are among the chosen ones (bool, aligned).

    >>> among(np.array([1, 7, 9]), FOREIGN)
    array([False,  True,  True])
    """
    table = np.zeros(LARGEST_KIND + 1, bool)
    table[list(chosen)] = True
    return table[kinds]


def platforms_of(world: World) -> tuple[str, ...]:
    """The names of a world's platforms by their places: "first", then those that the scenario gives the others.

    >>> from sim.models.independent_cascade import Parameters, prepare
    >>> from sim.network import Network
    >>> platforms_of(prepare(Network.from_edges([0], [1], 2), Parameters()))
    ('first',)
    """
    return ("first", *getattr(world.parameters, "also_on", ()))


def followers_of_posts(world: World, outcome: Outcome, rows: np.ndarray) -> np.ndarray:
    """The followers of the authors of these posts on the platforms where they stand (int64, aligned)."""
    author = outcome.events["post_author"][rows]
    found = world.network.followers[author]
    if world.further:
        platform = outcome.events["post_platform"][rows]
        for place, network in enumerate(world.further, 1):
            found = np.where(platform == place, network.followers[author], found)
    return found


def kind_of_origin(outcome: Outcome) -> np.ndarray:
    """The kind of the post that each post descends from; its own where it is not a share."""
    return outcome.events["post_kind"][outcome.events["post_origin"]]


def campaign_posts(outcome: Outcome) -> np.ndarray:
    """Which posts are the campaign's: no rumour, no complaint, no rival's, and no share of these (bool[posts])."""
    return ~among(kind_of_origin(outcome), FOREIGN)


def campaign_seen(outcome: Outcome) -> np.ndarray:
    """The rows of the impressions of the campaign's posts and ads (int64), in the order of happening."""
    return np.flatnonzero(campaign_posts(outcome)[outcome.events["seen_post"]])


def impressions_of(outcome: Outcome) -> int:
    """All impressions of the campaign's posts and ads."""
    return int(outcome.events["post_impressions"][campaign_posts(outcome)].sum())


def actions_of(outcome: Outcome, *actions: str) -> int:
    """How often accounts did any of these with the campaign's posts and ads."""
    places = [ACTIONS.index(action) for action in actions]
    return int(outcome.events["post_actions"][campaign_posts(outcome)][:, places].sum())


def planned_posts(outcome: Outcome) -> np.ndarray:
    """Rows of the plan's own and paid posts, without ads and what members or friends alone are sent (int64[...])."""
    return np.flatnonzero(among(outcome.events["post_kind"], POSTED))


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
