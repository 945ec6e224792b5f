"""What can be counted one by one, and by group: impressions, engagements, leads, orders, mentions ...

Each kind of thing is rows of some of the outcome's arrays: each row has an account, mostly a time, and often a post.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from sim.metrics.brought import brought
from sim.metrics.events import ENGAGEMENTS, campaign_seen
from sim.metrics.rows import (
    ACTED,
    KINDS,
    acted,
    acted_on_posts,
    after_click,
    all_of,
    brand_followed,
    complained,
    kept,
    kept_after_click,
    marked,
    members,
    mentioned,
    praised,
    spoken_ill,
    viewed,
    won,
)
from sim.outcome import Outcome


@dataclass(frozen=True)
class Counted:
    """One kind of things that are counted.

    Attributes:
        name, unit, better, what: as of a :class:`sim.metrics.registry.Metric`; ``what`` is a phrase in the plural.
        rows: outcome -> the rows of the arrays that count (int64, ascending).
        reads: the arrays that ``rows`` reads.
        account: the array with the account of each row.
        at: the array with the time of each row (hours); "" where there is none.
        post: the array with the post of each row; "" where there is none, :data:`ITSELF` where rows are posts.
        people: whether it counts people, not accounts.
        cents: the array with what each row is worth (int64 cents of one person); "" counts rows.
        product: whether it needs a product.
        by: the kinds of group that make sense, if not all for which the arrays are there.
        total: whether a metric of its name alone is to be made; else another file has it, or there is none.
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
    cents: str = ""
    product: bool = False
    by: tuple[str, ...] = ()
    total: bool = False

    def posts(self, outcome: Outcome, rows: np.ndarray) -> np.ndarray:
        """The post of each of these rows."""
        return rows if self.post == ITSELF else outcome.events[self.post][rows]


ITSELF: Final = "itself"
CLICKED: Final = "of accounts that had clicked on something of the campaign"
TOUCHED: Final = "of accounts that the campaign or a rumour had touched, those that would have come anyway too"
OF_PEOPLE_S_POSTS: Final = ("platform", "community", "tier", "segment", "day")
"""What is said of a brand has an author of its own, and comes in no channel of the plan."""

Rows = Callable[[Outcome], np.ndarray]


def _acts(name: str, unit: str, better: str, what: str, rows: Rows, total: bool = False) -> Counted:
    places: dict[str, Any] = {"account": "act_account", "at": "act_at", "post": "act_post"}
    return Counted(name, unit, better, what, rows, ACTED, total=total, **places)


def _orders(name: str, what: str, rows: Rows, reads: tuple[str, ...], cents: str = "", **more: Any) -> Counted:
    unit = more.pop("unit", "currency" if cents else "orders")
    better = more.pop("better", "higher")
    places: dict[str, Any] = {"account": "order_account", "at": "order_at"}
    read = (*reads, cents) if cents else reads
    return Counted(name, unit, better, what, rows, read, cents=cents, people=True, product=True, **places, **more)


def _posts(name: str, better: str | None, what: str, rows: Rows, reads: tuple[str, ...]) -> Counted:
    places: dict[str, Any] = {"account": "post_author", "at": "post_published", "post": ITSELF}
    return Counted(name, "posts", better, what, rows, reads, by=OF_PEOPLE_S_POSTS, **places)


def _contacts(name: str, what: str, rows: Rows, array: str) -> Counted:
    return Counted(name, "accounts", "higher", what, rows, (array,), "contact_account")


_SEEN: Final[dict[str, Any]] = {"account": "seen_account", "at": "seen_at", "post": "seen_post"}

VIEWS: Final = Counted(
    *("views", "views", "higher", "accounts that saw a post of the plan or a share of it, each post once,"),
    rows=viewed,
    reads=("seen_post", "seen_account", *KINDS),
    total=True,
    **_SEEN,
)
ON_POSTS: Final = _acts(
    *("post_engagements", "engagements", "higher"),
    *("shares, likes, comments and saves of the plan's posts and their shares", acted_on_posts, True),
)
_ANY: Final = partial(acted, ENGAGEMENTS)

COUNTED: Final = (
    Counted(
        *("impressions", "impressions", "higher", "impressions", campaign_seen), reads=("seen_post", *KINDS), **_SEEN
    ),
    VIEWS,
    _acts("engagements", "engagements", "higher", "shares, likes, comments and saves", _ANY),
    ON_POSTS,
    *(
        _acts(name, unit, better, what, partial(acted, (action,)), total)
        for name, unit, better, what, action, total in (
            ("shares", "shares", "higher", "shares, counted when they are decided,", "share", False),
            ("likes", "likes", "higher", "likes", "like", False),
            ("comments", "comments", "higher", "comments", "comment", False),
            ("saves", "saves", "higher", "saves", "save", False),
            ("clicks", "clicks", "higher", "clicks", "click", False),
            ("completions", "completions", "higher", "impressions seen to the end of the item", "complete", True),
            ("hides", "hides", "lower", "requests not to see it", "hide", False),
            ("follows", "follows", "higher", "new followers of the authors of what was seen", "follow", True),
            ("joins", "accounts", "higher", "accounts that joined the private community at a post", "join", True),
        )
    ),
    Counted(
        *("leads", "people", "higher", "people who showed interest after a click"),
        rows=all_of("lead_account"),
        reads=("lead_account",),
        account="lead_account",
        at="lead_at",
        post="lead_post",
        people=True,
        product=True,
    ),
    Counted(
        *("visits", "people", "higher", "people who arrived after a click"),
        rows=all_of("visit_account"),
        reads=("visit_account",),
        account="visit_account",
        at="visit_at",
        post="visit_post",
        people=True,
        product=True,
        total=True,
    ),
    Counted(
        *("leads_underway", "people", None, "leads who have not decided at the end whether they order"),
        rows=all_of("underway_account"),
        reads=("underway_account",),
        account="underway_account",
        post="underway_post",
        people=True,
        product=True,
        by=("platform", "kol", "community", "tier", "segment"),
        total=True,
    ),
    *(
        _orders(name, f"{what} {CLICKED}", rows, reads, cents, post="order_post", total=True)
        for name, what, rows, reads, cents in (
            ("orders_after_click", "orders", after_click, ("order_post",), ""),
            ("revenue_after_click", "gross value of the orders", after_click, ("order_post",), "order_cents"),
            (
                *("net_revenue_after_click", "value of the orders that were kept", kept_after_click),
                *(("order_post", "order_returned"), "order_cents"),
            ),
        )
    ),
    *(
        _orders(name, f"{what} {TOUCHED}", all_of("order_account"), ("order_account",), cents, total=True)
        for name, what, cents in (
            ("orders_in_contact", "orders", ""),
            ("revenue_in_contact", "gross value of the orders", "order_cents"),
        )
    ),
    _orders(
        *("net_revenue_in_contact", f"value of the orders that were kept {TOUCHED}", kept, ("order_returned",)),
        cents="order_cents",
        total=True,
    ),
    _orders(
        *("commission", "what authors get of the orders through them", after_click, ("order_post",)),
        cents="order_commission",
        better=None,
        post="order_post",
    ),
    _orders(
        *("customers", "people with an order that would not have happened without the plan, at their first one,", won),
        ("order_incremental", "order_account"),
        unit="people",
    ),
    _orders(
        *("incremental_orders", "orders that would not have happened without the plan"),
        *(brought, ("order_incremental",)),
    ),
    Counted(
        *("lost_orders", "orders", "lower", "orders that are lost because of what is thought of the brand"),
        rows=all_of("lost_account"),
        reads=("lost_account",),
        account="lost_account",
        at="lost_at",
        people=True,
        product=True,
    ),
    _posts("mentions", None, "posts about the brand that are not the plan's own", mentioned, KINDS),
    _posts("negative_mentions", "lower", "posts that speak ill of the brand", spoken_ill, KINDS),
    _posts("ugc_posts", "higher", "posts in which customers and members praise the brand", praised, ("post_kind",)),
    Counted(
        *("complaints", "complaints", "lower", "complaints", complained, ("case_kind",)), "case_account", "case_at"
    ),
    _contacts(
        *("follower_growth", "accounts that began to follow the brand (gross: nobody stops)"),
        *(marked("contact_follows"), "contact_follows"),
    ),
    replace(
        _acts("brand_follows", "accounts", "higher", "accounts that began to follow the brand,", brand_followed, True),
        what="accounts that began to follow the brand, at the campaign's post at which they did,",
        reads=(*ACTED, "act_account"),
    ),
    _contacts(
        *("joined", "accounts that joined the private community", marked("contact_joined"), "contact_joined"),
    ),
    _contacts("community_members", "members of the private community at the end", members, "contact_member"),
)
"""What is counted by group, in the order of the funnel."""
