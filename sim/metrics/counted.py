"""What can be counted one by one, and by group: impressions, engagements, leads, orders, mentions ...

Each kind of thing is rows of some of the outcome's arrays: each row has an account, mostly a time, and often a post.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.metrics.events import (
    ACTIONS,
    AGAINST,
    COMPLAINED,
    ENGAGEMENTS,
    OWN,
    RIVAL,
    among,
    campaign_posts,
    campaign_seen,
    kind_of_origin,
)
from sim.outcome import Outcome

KINDS: Final = ("post_kind", "post_origin")
ACTED: Final = ("act_post", "act_action", *KINDS)


@dataclass(frozen=True)
class Counted:
    """One kind of things that are counted.

    Attributes:
        name, unit, better, what: as of a :class:`sim.metrics.registry.Metric`; ``what`` is a phrase in the plural.
        rows: outcome -> the rows of the arrays that count (int64, ascending).
        reads: the arrays that ``rows`` reads.
        account: the array with the account of each row.
        at: the array with the time of each row (hours); "" where there is none.
        post: the array with the post of each row; "" where there is none.
        people: whether it counts people, not accounts.
    """

    name: str
    unit: str
    better: str | None
    what: str
    rows: Callable[[Outcome], np.ndarray]
    reads: tuple[str, ...]
    account: str
    at: str = ""
    post: str = ""
    people: bool = False


def acted(outcome: Outcome, *actions: str) -> np.ndarray:
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


def _marked(name: str) -> Callable[[Outcome], np.ndarray]:
    return lambda outcome: np.flatnonzero(outcome.events[name] == 1)


def _all(name: str) -> Callable[[Outcome], np.ndarray]:
    return lambda outcome: np.arange(len(outcome.events[name]))


COUNTED: Final = (
    Counted(
        "impressions",
        "impressions",
        "higher",
        "impressions",
        rows=campaign_seen,
        reads=("seen_post", *KINDS),
        account="seen_account",
        at="seen_at",
        post="seen_post",
    ),
    Counted(
        "engagements",
        "engagements",
        "higher",
        "shares, likes, comments and saves",
        rows=lambda outcome: acted(outcome, *ENGAGEMENTS),
        reads=ACTED,
        account="act_account",
        at="act_at",
        post="act_post",
    ),
    Counted(
        "clicks",
        "clicks",
        "higher",
        "clicks",
        rows=lambda outcome: acted(outcome, "click"),
        reads=ACTED,
        account="act_account",
        at="act_at",
        post="act_post",
    ),
    Counted(
        "leads",
        "people",
        "higher",
        "people who showed interest after a click",
        rows=_all("lead_account"),
        reads=("lead_account",),
        account="lead_account",
        at="lead_at",
        post="lead_post",
        people=True,
    ),
    Counted(
        "incremental_orders",
        "orders",
        "higher",
        "orders that would not have happened without the plan",
        rows=_marked("order_incremental"),
        reads=("order_incremental",),
        account="order_account",
        at="order_at",
        people=True,
    ),
    Counted(
        "lost_orders",
        "orders",
        "lower",
        "orders that are lost because of what is thought of the brand",
        rows=_all("lost_account"),
        reads=("lost_account",),
        account="lost_account",
        at="lost_at",
        people=True,
    ),
    Counted(
        "mentions",
        "posts",
        None,
        "posts about the brand that are not the plan's own",
        rows=mentioned,
        reads=KINDS,
        account="post_author",
        at="post_published",
    ),
    Counted(
        "negative_mentions",
        "posts",
        "lower",
        "posts that speak ill of the brand",
        rows=spoken_ill,
        reads=KINDS,
        account="post_author",
        at="post_published",
    ),
    Counted(
        "complaints",
        "complaints",
        "lower",
        "complaints",
        rows=complained,
        reads=("case_kind",),
        account="case_account",
        at="case_at",
    ),
    Counted(
        "follower_growth",
        "accounts",
        "higher",
        "accounts that began to follow the brand",
        rows=_marked("contact_follows"),
        reads=("contact_follows",),
        account="contact_account",
    ),
    Counted(
        "community_members",
        "accounts",
        "higher",
        "members of the private community at the end",
        rows=members,
        reads=("contact_member",),
        account="contact_account",
    ),
)
"""What is counted by group, in the order of the funnel."""
