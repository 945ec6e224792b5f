"""What a plan can do beside posts and bought impressions: care, a community, prizes, offers, answers to a crisis.

Each lever is one thing that is on between two seconds, with its money. A plan holds them in any order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Incentive:
    """Something for who takes an action on an item: what it is worth makes the action more likely.

    Attributes:
        kind: "community" (who joins is given something), "lottery" (who takes the action may win) or "challenge" (who
            shares publishes a piece of his own).
        what: the action, one of the model's.
        item: place in the world's ``content``; -1 is any item.
        start, end: seconds between which it is on.
        value: what it is worth: the gift of one, or the prize (currency).
        each_cents: what is paid to each who takes the action (cents).
        cents: the most that may be paid; with nothing left the incentive is over.
        action: place of the plan's action that it belongs to.
    """

    kind: str
    what: str
    item: int
    start: float
    end: float
    value: float
    each_cents: int = 0
    cents: int = 0
    action: int = 0


@dataclass(frozen=True)
class Care:
    """Somebody who answers complaints, first in, first out.

    Attributes:
        start, end: seconds between which complaints are answered.
        per_hour: answers an hour, of the staff together; inf is as many as come.
        delay: seconds before a complaint can be answered.
        quality: how good the answers are, 0 to 1.
        comments: whether comments on the plan's posts are answered too.
        action: place of the plan's action that it belongs to.
    """

    start: float
    end: float
    per_hour: float
    delay: float
    quality: float
    comments: bool = False
    action: int = 0


@dataclass(frozen=True)
class Insight:
    """What people say is listened to, and the product becomes better.

    Attributes:
        at: the second from which what was said before is known.
        delay: seconds until the product is better.
        gain: by how much at most, with many voices (quality, 0 to 1).
        action: place of the plan's action that it belongs to.
    """

    at: float
    delay: float
    gain: float
    action: int = 0


RESPONSES: Final = ("empathy", "explanation", "compensation")
"""Kinds of an answer to a crisis."""


@dataclass(frozen=True)
class Response:
    """The brand answers when it is spoken ill of.

    Attributes:
        kind: one of :data:`RESPONSES`.
        threshold: negative posts after which it acts.
        delay: seconds from then until the answer is out.
        action: place of the plan's action that it belongs to.
    """

    kind: str
    threshold: int
    delay: float
    action: int = 0


@dataclass(frozen=True)
class Referral:
    """Who ordered may bring friends.

    Attributes:
        item: what the friends are shown: place in the world's ``content``.
        start, end: seconds between which it is on.
        each_cents: reward for each friend who orders (cents).
        cents: the most that may be paid; with nothing left the programme is over.
        action: place of the plan's action that it belongs to.
    """

    item: int
    start: float
    end: float
    each_cents: int
    cents: int
    action: int = 0


@dataclass(frozen=True)
class Offer:
    """A discount that holds for a time.

    Attributes:
        item: for who comes through this item: place in the world's ``content``; -1 is any.
        start, end: seconds between which it holds.
        discount: price reduction, 0 to 1.
        action: place of the plan's action that it belongs to.
    """

    item: int
    start: float
    end: float
    discount: float
    action: int = 0


Lever = Incentive | Care | Insight | Response | Referral | Offer


@dataclass(frozen=True)
class Chosen:
    """What a rule does.

    Attributes:
        posts, pushes, levers: places in the plan of what goes on from now; none of them did before.
        boosted: for a push (its place) the rows of the posts, in the outcome's events, that it boosts alone.
    """

    posts: tuple[int, ...] = ()
    pushes: tuple[int, ...] = ()
    levers: tuple[int, ...] = ()
    boosted: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True)
class Rule:
    """At a time it is looked what has happened, and some of what the plan reserved goes on.

    Attributes:
        at: the second.
        decide: ``decide(world, outcome)`` -> Chosen; the outcome is that of the campaign up to now.
        posts, pushes, levers: places in the plan of what is reserved for it: they do nothing unless it says so.
        action: place of the plan's action that it belongs to.
    """

    at: float
    decide: Callable[[Any, Any], Chosen]
    posts: tuple[int, ...] = ()
    pushes: tuple[int, ...] = ()
    levers: tuple[int, ...] = ()
    action: int = 0
