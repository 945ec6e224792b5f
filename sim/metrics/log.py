"""The log of a campaign: every event of one world as a row, in the order of time.

What happens at one moment stands in the order of :data:`KINDS`. Rows of one account and moment hang together by
``post``: the row of the post in this world, in the order in which posts were made (a share is a post of its own).
"""

from typing import Any, Final, NamedTuple

import numpy as np

from sim.metrics.brought import is_brought
from sim.metrics.events import (
    ACTIONS,
    AD,
    CHANNELS,
    COMPLAINT,
    LARGEST_KIND,
    PRAISE,
    REFERRAL,
    RIVAL,
    RUMOUR,
    SHARE,
)
from sim.outcome import Outcome
from sim.world import OWNED, PAID, TO_MEMBERS

KINDS: Final = (
    *("post", "impression", *ACTIONS, "lead", "order", "lost_order", "case_complaint", "case_comment", "answer"),
)
"""What an event is: a post comes out, an account sees one, does something with it, becomes a lead, orders, does not
order what it would have without any campaign, complains or comments so that the brand can answer, and is answered."""

POST_KINDS: Final = {
    **{OWNED: "owned", PAID: "paid", SHARE: "share", AD: "ad", TO_MEMBERS: "to_members", RUMOUR: "rumour"},
    **{RIVAL: "rival", PRAISE: "praise", COMPLAINT: "complaint", REFERRAL: "referral"},
}
"""What a post is, by ``post_kind``."""

NONE: Final = -1


class Log(NamedTuple):
    """Events, one a row of each array; -1 where there is none."""

    time: np.ndarray  # float64: hours
    kind: np.ndarray  # int8: place in KINDS
    account: np.ndarray  # int32: who did it; of a post its author
    post: np.ndarray  # int32: which post
    channel: np.ndarray  # int8: place in CHANNELS, of an impression
    post_kind: np.ndarray  # int8: place in POST_KINDS
    item: np.ndarray  # int16: place in the content; after the last what others post
    parent: np.ndarray  # int32: the post that the post shares
    cents: np.ndarray  # int64: of an order, of one person
    incremental: np.ndarray  # int8: 1 if an order would not have happened without the plan, 0 if it would


def log_of(outcome: Outcome) -> Log:
    """The log of one world; the arrays are its own."""
    events = outcome.events
    parts = [
        _part("post", events["post_author"], events["post_published"], np.arange(len(events["post_author"]))),
        _part(
            *("impression", events["seen_account"], events["seen_at"], events["seen_post"]),
            channel=events["seen_channel"],
        ),
        _part("share", events["act_account"], events["act_at"], events["act_post"], further=events["act_action"]),
        _part("lead", events["lead_account"], events["lead_at"], events["lead_post"]),
    ]
    if "order_at" in events:
        money = {"cents": events["order_cents"], "incremental": is_brought(outcome)}
        parts += [
            _part("order", events["order_account"], events["order_at"], events["order_post"], **money),
            _part("lost_order", events["lost_account"], events["lost_at"], cents=events["lost_cents"]),
        ]
    answered = np.flatnonzero(~np.isnan(events["case_answered_at"]))
    parts += [
        _part("case_complaint", events["case_account"], events["case_at"], further=events["case_kind"] != 0),
        _part("answer", events["case_account"][answered], events["case_answered_at"][answered]),
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns["time"], kind="stable")
    columns = {name: values[order] for name, values in columns.items()}
    return Log(**columns, **_of_posts(outcome, columns["post"]))


def _part(kind: str, account: np.ndarray, at: np.ndarray, post: np.ndarray | None = None, **more: np.ndarray) -> dict:
    """Events of one kind; ``further`` says by how many places each is after that kind."""
    count = len(account)

    def given(name: str, dtype: type) -> np.ndarray:
        return np.asarray(more[name]).astype(dtype) if name in more else np.full(count, NONE, dtype)

    further = np.asarray(more["further"]).astype(np.int8) if "further" in more else np.int8(0)
    return {
        "time": np.asarray(at, np.float64),
        "kind": np.full(count, KINDS.index(kind), np.int8) + further,
        "account": account.astype(np.int32),
        "post": np.full(count, NONE, np.int32) if post is None else post.astype(np.int32),
        "channel": given("channel", np.int8),
        "cents": given("cents", np.int64),
        "incremental": given("incremental", np.int8),
    }


def _of_posts(outcome: Outcome, post: np.ndarray) -> dict[str, np.ndarray]:
    """What the post of each event is."""
    events = outcome.events
    place = np.zeros(LARGEST_KIND + 1, np.int8)
    place[list(POST_KINDS)] = np.arange(len(POST_KINDS))
    found = {
        "post_kind": place[events["post_kind"]],
        "item": events["post_item"].astype(np.int16),
        "parent": events["post_parent"].astype(np.int32),
    }
    return {name: np.append(values, values.dtype.type(NONE))[post] for name, values in found.items()}


CATEGORIES: Final = {"kind": KINDS, "channel": CHANNELS, "post_kind": tuple(POST_KINDS.values())}
"""Columns that are told in words."""


def in_words(name: str, values: np.ndarray) -> Any:
    """A column of recorded events as a table has it: what stands for a word, in words."""
    import pandas

    if name not in CATEGORIES:
        return values
    return pandas.Categorical.from_codes(values, categories=list(CATEGORIES[name]))
