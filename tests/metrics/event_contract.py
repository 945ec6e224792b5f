"""What the arrays of a campaign's events must keep, as far as they are there: metrics rely on it."""

import numpy as np

from sim.metrics.events import ACTIONS, AD, CHANNELS, FOREIGN, REFERRAL, SHARE, TO_MEMBERS
from sim.world import OWNED, PAID

NOBODY_S = {AD: "ad", TO_MEMBERS: "community", REFERRAL: "referral"}
"""Kinds of posts that have no author, and the channel in which these alone are seen."""


def broken_rules(events, accounts):
    """The rules that these events break, in words."""
    return [rule for rule, holds in checks(events, accounts) if not holds]


def checks(events, accounts):
    yield from of_posts(events, accounts)
    if "seen_post" in events:
        yield from of_impressions(events, accounts)
    if "act_post" in events:
        yield from of_actions(events)
    if "order_account" in events:
        yield from of_orders(events)
    if "contact_account" in events:
        contacts = events["contact_account"]
        yield "an account has one row of contact", len(set(contacts.tolist())) == len(contacts)
        yield "attitude is from -1 to 1", np.all(np.abs(events["contact_attitude"]) <= 1)
    if "contact_pushed" in events:
        yield "no more is opened than was sent", np.all(events["contact_opened"] <= events["contact_pushed"])
        yield "members have joined", np.all(events["contact_member"] <= events["contact_joined"])
    if "case_account" in events:
        late = events["case_answered_at"] < events["case_at"]
        yield "nothing is answered before it was said", not np.any(late)
        yield "cases stand in the order of happening", np.all(np.diff(events["case_at"]) >= 0)
    for name in ("unspent_cents", "push_spent", "push_impressions", "lever_spent", "post_cents"):
        yield f"{name} is not negative", np.all(events.get(name, np.zeros(0)) >= 0)


def of_posts(events, accounts):
    author, parent = events["post_author"], events["post_parent"]
    rows = np.arange(len(author))
    shares = parent >= 0
    yield "a post descends from one before it", np.all(parent < rows)
    yield (
        "shares come out after what they share",
        np.all(events["post_published"][shares] >= events["post_published"][parent[shares]]),
    )
    if "post_kind" in events:
        kind = events["post_kind"]
        yield "just shares have a parent", np.array_equal(shares, kind == SHARE)
        yield "kinds of posts are known", np.all((kind >= OWNED) & (kind <= REFERRAL))
        yield "just what is nobody's has no author", np.array_equal(author < 0, np.isin(kind, [*NOBODY_S]))
        if "post_cents" in events:
            yield "just what it posts is paid for", not np.any(events["post_cents"][~np.isin(kind, (OWNED, PAID))])
        yield "authors are accounts", np.all((author >= -1) & (author < accounts))
    if "post_origin" in events:
        origin = events["post_origin"]
        yield "what is no share is its own origin", np.array_equal(origin[~shares], rows[~shares])
        yield "a share has the origin of its parent", np.array_equal(origin[shares], origin[parent[shares]])


def of_impressions(events, accounts):
    post, at = events["seen_post"], events["seen_at"]
    counts = np.bincount(post, minlength=len(events["post_author"]))
    yield "post_impressions are the impressions of this post alone", np.array_equal(counts, events["post_impressions"])
    yield "impressions stand in the order of happening", np.all(np.diff(at) >= 0)
    yield "nothing is seen before it comes out", np.all(at >= events["post_published"][post])
    yield "viewers are accounts", np.all((events["seen_account"] >= 0) & (events["seen_account"] < accounts))
    yield "channels are known", np.all(events["seen_channel"] < len(CHANNELS))
    for kind, channel in NOBODY_S.items():
        of_kind, in_channel = events["post_kind"][post] == kind, events["seen_channel"] == CHANNELS.index(channel)
        yield f"posts of nobody are seen in the channel {channel}", np.array_equal(of_kind, in_channel)


def of_actions(events):
    account, post, action, at = (events[f"act_{name}"] for name in ("account", "post", "action", "at"))
    counts = np.zeros_like(events["post_actions"])
    np.add.at(counts, (post, action), 1)
    yield "post_actions are the actions on this post alone", np.array_equal(counts, events["post_actions"])
    yield "actions stand in the order of happening", np.all(np.diff(at) >= 0)
    once = set(zip(account.tolist(), events["post_item"][post].tolist(), action.tolist(), strict=True))
    yield "an action happens once an account and item", len(once) == len(account)
    seen = zip(*(events[f"seen_{name}"].tolist() for name in ("account", "post", "at")), strict=True)
    first = {}
    for viewer, of, when in seen:
        first.setdefault((viewer, of), when)
    acts = zip(account.tolist(), post.tolist(), at.tolist(), strict=True)
    yield "who acts has seen it", all(first.get((a, p), np.inf) <= t for a, p, t in acts)


def of_orders(events):
    click = events["act_action"] == ACTIONS.index("click")
    clicked = set(zip(events["act_account"][click].tolist(), events["act_post"][click].tolist(), strict=True))
    clickers = {account for account, _ in clicked}
    pairs = zip(events["order_account"].tolist(), events["order_post"].tolist(), strict=True)
    yield "an order's post was clicked on by its account", all(p < 0 or (a, p) in clicked for a, p in pairs)
    visitors, leads = (set(events[f"{name}_account"].tolist()) for name in ("visit", "lead"))
    yield "visitors have clicked", visitors <= clickers
    yield "leads have visited", leads <= visitors
    yield "only leads are underway", set(events["underway_account"].tolist()) <= leads
    kind = events["post_kind"][events["post_origin"]]
    through = np.append(events["order_post"][events["order_post"] >= 0], events["lead_post"])
    yield "leads and orders come through the campaign's posts", not np.isin(kind[through], FOREIGN).any()
    yield "orders stand in the order of happening", np.all(np.diff(events["order_at"]) >= 0)
    yield "orders are worth something", np.all(events["order_cents"] > 0)
    yield "commission is not negative", np.all(events["order_commission"] >= 0)
    yield (
        "commission is paid of orders after a click",
        np.all(events["order_commission"][events["order_post"] < 0] == 0),
    )
    for name in ("order_incremental", "order_returned"):
        yield f"{name} is 0 or 1", np.all(events[name] <= 1)
    anyway = int(np.count_nonzero(events["order_incremental"] == 0))
    gone = len(events.get("lost_account", ()))
    yield (
        "lost orders and others that are not incremental are the baseline's",
        events["baseline_orders"] >= anyway + gone,
    )
    lost = events.get("lost_cents", np.zeros(0, np.int64))
    yield "lost orders are worth something", np.all(lost > 0)
    yield "no more is lost than there is", events["baseline_cents"] >= lost.sum()
    for name in ("baseline_orders", "baseline_cents"):
        yield f"{name} is one number", len(events[name]) == 1
