"""Campaigns written down by hand or drawn: posts, impressions, actions and orders as lists, and the arrays of them."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from sim.metrics.events import (
    ACTIONS,
    AD,
    COMPLAINT,
    FOREIGN,
    POSTED,
    PRAISE,
    REFERRAL,
    RIVAL,
    RUMOUR,
    SHARE,
    TO_MEMBERS,
)
from sim.network import Network
from sim.outcome import Outcome
from sim.world import OWNED, PAID, Item, World

ACCOUNTS = 12
CONTENT = (Item("dish", topics=("food",)), Item("match", topics=("sport", "food")), Item("plain"))
DAYS = 3.0
FEED, RECOMMENDED, BOOST, ADS, COMMUNITY, FRIEND = range(6)


class Post(NamedTuple):
    author: int
    kind: int
    at: float = 0.0
    parent: int = -1
    appeal: float = 0.0
    platform: int = 0
    cents: int = 0
    item: int = 0


class Seen(NamedTuple):
    account: int
    post: int
    at: float
    channel: int = FEED


class Push(NamedTuple):
    cents: int
    post: int = -1
    platform: int = 0


class Act(NamedTuple):
    account: int
    post: int
    action: str
    at: float = 0.0


class Order(NamedTuple):
    account: int
    at: float
    cents: int
    incremental: int = 1
    returned: int = 0
    post: int = -1
    commission: int = 0
    satisfied: float = np.nan


class Lost(NamedTuple):
    account: int
    at: float
    cents: int


class Case(NamedTuple):
    account: int
    at: float
    kind: int = 0
    answered_at: float = np.nan


class Contact(NamedTuple):
    account: int
    attitude: float = 0.0
    follows: int = 0
    joined: int = 0
    member: int = 0
    pushed: int = 0
    opened: int = 0


def origins(posts):
    """The plan's post or ad from which each descends."""
    found = []
    for row, post in enumerate(posts):
        found.append(row if post.parent < 0 else found[post.parent])
    return found


def column(rows, name, kind):
    return np.array([getattr(row, name) for row in rows], kind)


def clicked_last(acts, account):
    """Post and time of the account's last click; post 0 at 0 if it never clicked."""
    return next(((act.post, act.at) for act in reversed(acts) if act[0] == account and act.action == "click"), (0, 0.0))


HORIZON_PASSED = 24.0 * (DAYS + 1)
"""When the first of the leads decides: after the end."""


def outcome_of(
    posts=(), seen=(), acts=(), orders=(), leads=(), contacts=(), baseline=(0, 0), unspent=None, product=True,
    lost=(), cases=(), levers=(), pushes=(), visits=None,
):  # fmt: skip
    """The outcome of these lists; reached are the authors of the plan's posts and who saw anything of the campaign."""
    impressions = np.zeros(len(posts), np.int64)
    actions = np.zeros((len(posts), len(ACTIONS)), np.int64)
    for one in seen:
        impressions[one.post] += 1
    for act in acts:
        actions[act.post, ACTIONS.index(act.action)] += 1
    arrived = [*leads] if visits is None else visits
    events = {
        "post_author": column(posts, "author", np.int32),
        "post_item": column(posts, "item", np.int32),
        "post_kind": column(posts, "kind", np.int32),
        "post_parent": column(posts, "parent", np.int32),
        "post_origin": np.array(origins(posts), np.int32),
        "post_published": column(posts, "at", np.float64),
        "post_impressions": impressions,
        "post_actions": actions,
        "post_cents": column(posts, "cents", np.int64),
        "post_appeal": column(posts, "appeal", np.float64),
        "post_platform": column(posts, "platform", np.uint8),
        "seen_account": column(seen, "account", np.int32),
        "seen_post": column(seen, "post", np.int32),
        "seen_at": column(seen, "at", np.float64),
        "seen_channel": column(seen, "channel", np.uint8),
        "act_account": column(acts, "account", np.int32),
        "act_post": column(acts, "post", np.int32),
        "act_action": np.array([ACTIONS.index(act.action) for act in acts], np.uint8),
        "act_at": column(acts, "at", np.float64),
        "case_account": column(cases, "account", np.int32),
        "case_at": column(cases, "at", np.float64),
        "case_kind": column(cases, "kind", np.uint8),
        "case_answered_at": column(cases, "answered_at", np.float64),
        "lever_spent": np.array([spent for spent, _ in levers], np.int64),
        "lever_kind": np.array([kind for _, kind in levers], np.uint8),
        "lever_at": np.full(len(levers), np.nan),
        "lever_action": np.arange(len(levers), dtype=np.int32),
        "rule_taken": np.array([], np.uint8),
        "rule_action": np.array([], np.int32),
        "push_spent": column(pushes, "cents", np.int64),
        "push_post": column(pushes, "post", np.int32),
        "push_platform": column(pushes, "platform", np.uint8),
        "contact_account": column(contacts, "account", np.int32),
        "contact_attitude": column(contacts, "attitude", np.float64),
        "contact_follows": column(contacts, "follows", np.uint8),
        "contact_joined": column(contacts, "joined", np.uint8),
        "contact_member": column(contacts, "member", np.uint8),
        "contact_pushed": column(contacts, "pushed", np.int32),
        "contact_opened": column(contacts, "opened", np.int32),
    }
    if product:
        events |= {
            "order_account": column(orders, "account", np.int32),
            "order_at": column(orders, "at", np.float64),
            "order_cents": column(orders, "cents", np.int64),
            "order_incremental": column(orders, "incremental", np.uint8),
            "order_returned": column(orders, "returned", np.uint8),
            "order_post": column(orders, "post", np.int32),
            "order_commission": column(orders, "commission", np.int64),
            "order_satisfied": column(orders, "satisfied", np.float64),
            "lost_account": column(lost, "account", np.int32),
            "lost_at": column(lost, "at", np.float64),
            "lost_cents": column(lost, "cents", np.int64),
            "lead_account": np.array(leads, np.int32),
            "lead_post": np.array([clicked_last(acts, account)[0] for account in leads], np.int32),
            "lead_at": np.array([clicked_last(acts, account)[1] for account in leads], np.float64),
            "visit_account": np.array(arrived, np.int32),
            "visit_post": np.array([clicked_last(acts, account)[0] for account in arrived], np.int32),
            "visit_at": np.array([clicked_last(acts, account)[1] for account in arrived], np.float64),
            "underway_account": np.array(leads[:1], np.int32),
            "underway_post": np.array([clicked_last(acts, account)[0] for account in leads[:1]], np.int32),
            "underway_at": np.array([HORIZON_PASSED for _ in leads[:1]], np.float64),
            "baseline_orders": np.array(baseline[:1], np.int64),
            "baseline_cents": np.array(baseline[1:], np.int64),
        }
    if unspent is not None:
        events["unspent_cents"] = np.array([unspent], np.int64)
    first = {}
    for post in posts:
        if post.kind in POSTED:
            first.setdefault(post.author, post.at)
    for one in seen:
        if posts[origins(posts)[one.post]].kind not in FOREIGN:
            first.setdefault(one.account, one.at)
    nobody = np.full(len(first), -1, np.int32)
    return Outcome(np.array([*first], np.int32), np.array([*first.values()], np.float64), nobody, events)


def network_of(followers, labels=None):
    """Twelve accounts with so many followers each; three communities, four tiers."""
    edges = [(u, v) for u, count in enumerate(followers) for v in [a for a in range(ACCOUNTS) if a != u][:count]]
    source, target = np.array(edges, np.int32).reshape(-1, 2).T.copy()
    keen = np.stack([np.arange(ACCOUNTS) / ACCOUNTS, np.arange(ACCOUNTS) % 2], axis=1).astype(np.float32)
    attributes = {"community": np.arange(ACCOUNTS) % 3, "tier": np.arange(ACCOUNTS) // 3, "interests": keen}
    about = {"topics": ["food", "sport"]}
    return Network.from_edges(source, target, ACCOUNTS, attributes=attributes, labels=labels, about=about)


def world_of(product=True, represents=None, audience=None, labels=None, followers=None, also_on=None):
    """Twelve accounts; account i has i followers, or as many as given; further platforms with the followers there."""
    network = network_of(range(ACCOUNTS) if followers is None else followers, labels)
    further = {name: network_of(there) for name, there in (also_on or {}).items()}
    sold = SimpleNamespace(margin=0.5, returns=0.1, order_value=100.0) if product else None
    parameters = SimpleNamespace(
        product=sold, represents=represents, audience=audience or {}, days=DAYS, also_on=dict.fromkeys(further)
    )
    segment = np.arange(ACCOUNTS, dtype=np.int32) % 4 - 1  # -1: none
    kernel = SimpleNamespace(segment=segment)
    return World(network, "campaign", parameters, kernel, CONTENT, tuple(further.values()))


OPEN_TO_ALL = (OWNED, PAID, RUMOUR, RIVAL, PRAISE, COMPLAINT)
CHANNEL_OF = {AD: ADS, TO_MEMBERS: COMMUNITY, REFERRAL: FRIEND}
"""The one channel in which these kinds of posts are seen."""


@st.composite
def campaigns(draw):
    """Lists for :func:`outcome_of` that could have happened: who acts saw it, a lead clicked, times go forward."""
    kinds = draw(st.lists(st.sampled_from([*POSTED, *OPEN_TO_ALL, *CHANNEL_OF]), max_size=6))
    posts = [Post(-1 if k in CHANNEL_OF else draw(st.integers(0, 5)), k, draw(st.floats(0, 5))) for k in kinds]
    seen, acts, visits, leads, orders = [], [], [], [], []
    clicked, taken = {}, set()
    for step in range(draw(st.integers(0, 40)) if posts else 0):
        account, at = draw(st.integers(0, ACCOUNTS - 1)), 10.0 + step // 2
        kind = draw(st.sampled_from(["seen", "seen", "seen", "order"]))
        if kind == "order":
            post = clicked.get(account, -1)
            cents, commission = draw(st.integers(100, 20000)), draw(st.integers(0, 500)) if post >= 0 else 0
            once, back = draw(st.integers(0, 1)), draw(st.integers(0, 1))
            satisfied = draw(st.sampled_from([np.nan, -0.5, 0.0, 0.5]))
            orders.append(Order(account, at, cents, once, back, post, commission, satisfied))
            continue
        post = draw(st.integers(0, len(posts) - 1))
        foreign = posts[origins(posts)[post]].kind in FOREIGN
        seen.append(Seen(account, post, at, CHANNEL_OF.get(posts[post].kind, draw(st.integers(FEED, BOOST)))))
        for action in draw(st.sets(st.sampled_from(ACTIONS), max_size=4)):
            if (account, action) not in taken:
                taken.add((account, action))
                acts.append(Act(account, post, action, at))
                if action == "click" and not foreign:
                    clicked[account] = post
                    visits += [account] * draw(st.integers(0, 1))
                    leads += [account] * (draw(st.integers(0, 1)) * (account in visits))
                if action == "share":
                    posts.append(Post(account, SHARE, at, post))
    unplanned = sum(not order.incremental for order in orders)
    away = draw(st.lists(st.integers(0, ACCOUNTS - 1), max_size=3))
    lost = [Lost(account, 2.0 + place, draw(st.integers(100, 5000))) for place, account in enumerate(away)]
    cents = sum(order.cents for order in orders if not order.incremental) + sum(one.cents for one in lost)
    baseline = (unplanned + len(lost) + draw(st.integers(0, 3)), cents + draw(st.integers(0, 50000)))
    found = {"posts": posts, "seen": seen, "acts": acts, "orders": orders, "leads": leads, "baseline": baseline}
    return {**found, "lost": lost, "visits": visits}
