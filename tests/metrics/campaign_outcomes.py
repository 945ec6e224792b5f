"""Campaigns written down by hand or drawn: posts, impressions, actions and orders as lists, and the arrays of them."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from sim.metrics.events import ACTIONS, AD
from sim.network import Network
from sim.outcome import Outcome
from sim.world import World

ACCOUNTS = 12
OWNED, PAID, SHARE = 1, 2, 3
FEED, RECOMMENDED, BOOST, ADS = range(4)


class Post(NamedTuple):
    author: int
    kind: int
    at: float = 0.0
    parent: int = -1


class Seen(NamedTuple):
    account: int
    post: int
    at: float
    channel: int = FEED


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


class Contact(NamedTuple):
    account: int
    attitude: float = 0.0
    follows: int = 0
    joined: int = 0


def origins(posts):
    """The plan's post or ad from which each descends."""
    found = []
    for row, post in enumerate(posts):
        found.append(row if post.parent < 0 else found[post.parent])
    return found


def column(rows, name, kind):
    return np.array([getattr(row, name) for row in rows], kind)


def outcome_of(
    posts=(), seen=(), acts=(), orders=(), leads=(), contacts=(), baseline=(0, 0), unspent=None, product=True
):
    """The outcome of these lists; reached are the authors of the plan's posts and who saw anything."""
    impressions = np.zeros(len(posts), np.int64)
    actions = np.zeros((len(posts), len(ACTIONS)), np.int64)
    for one in seen:
        impressions[one.post] += 1
    for act in acts:
        actions[act.post, ACTIONS.index(act.action)] += 1
    events = {
        "post_author": column(posts, "author", np.int32),
        "post_item": np.zeros(len(posts), np.int32),
        "post_kind": column(posts, "kind", np.int32),
        "post_parent": column(posts, "parent", np.int32),
        "post_origin": np.array(origins(posts), np.int32),
        "post_published": column(posts, "at", np.float64),
        "post_impressions": impressions,
        "post_actions": actions,
        "post_cents": np.zeros(len(posts), np.int64),
        "seen_account": column(seen, "account", np.int32),
        "seen_post": column(seen, "post", np.int32),
        "seen_at": column(seen, "at", np.float64),
        "seen_channel": column(seen, "channel", np.uint8),
        "act_account": column(acts, "account", np.int32),
        "act_post": column(acts, "post", np.int32),
        "act_action": np.array([ACTIONS.index(act.action) for act in acts], np.uint8),
        "act_at": column(acts, "at", np.float64),
        "contact_account": column(contacts, "account", np.int32),
        "contact_attitude": column(contacts, "attitude", np.float64),
        "contact_follows": column(contacts, "follows", np.uint8),
        "contact_joined": column(contacts, "joined", np.uint8),
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
            "lead_account": np.array(leads, np.int32),
            "lead_post": np.zeros(len(leads), np.int32),
            "lead_at": np.zeros(len(leads), np.float64),
            "baseline_orders": np.array(baseline[:1], np.int64),
            "baseline_cents": np.array(baseline[1:], np.int64),
        }
    if unspent is not None:
        events["unspent_cents"] = np.array([unspent], np.int64)
    authors = [post.author for post in posts if post.parent < 0 and post.kind != AD]
    reached = list(dict.fromkeys([*authors, *(one.account for one in seen)]))
    nobody = np.full(len(reached), -1, np.int32)
    return Outcome(np.array(reached, np.int32), np.zeros(len(reached)), nobody, events)


def world_of(product=True, represents=None, audience=None, labels=None, followers=None):
    """Twelve accounts; account i has i followers, or as many as given; three communities, four tiers."""
    followers = range(ACCOUNTS) if followers is None else followers
    edges = [(u, v) for u, count in enumerate(followers) for v in [a for a in range(ACCOUNTS) if a != u][:count]]
    source, target = np.array(edges, np.int32).reshape(-1, 2).T.copy()
    attributes = {"community": np.arange(ACCOUNTS) % 3, "tier": np.arange(ACCOUNTS) // 3}
    network = Network.from_edges(source, target, ACCOUNTS, attributes=attributes, labels=labels)
    sold = SimpleNamespace(margin=0.5, returns=0.1, order_value=100.0) if product else None
    parameters = SimpleNamespace(product=sold, represents=represents, audience=audience or {})
    segment = np.arange(ACCOUNTS, dtype=np.int32) % 4 - 1  # -1: none
    return World(network, "campaign", parameters, SimpleNamespace(segment=segment))


@st.composite
def campaigns(draw):
    """Lists for :func:`outcome_of` that could have happened: who acts saw it, a lead clicked, times go forward."""
    authors = draw(st.lists(st.integers(0, 5), max_size=4))
    posts = [Post(a, draw(st.sampled_from([OWNED, PAID])), draw(st.floats(0, 5))) for a in authors]
    posts += [Post(-1, AD)] * draw(st.integers(0, 1))
    seen, acts, leads, orders = [], [], [], []
    clicked, taken = {}, set()
    for step in range(draw(st.integers(0, 40)) if posts else 0):
        account, at = draw(st.integers(0, ACCOUNTS - 1)), 10.0 + step // 2
        kind = draw(st.sampled_from(["seen", "seen", "seen", "order"]))
        if kind == "order":
            post = clicked.get(account, -1)
            cents, commission = draw(st.integers(100, 20000)), draw(st.integers(0, 500))
            once, back = draw(st.integers(0, 1)), draw(st.integers(0, 1))
            orders.append(Order(account, at, cents, once, back, post, commission))
            continue
        post = draw(st.integers(0, len(posts) - 1))
        seen.append(Seen(account, post, at, ADS if posts[post].kind == AD else draw(st.integers(FEED, BOOST))))
        for action in draw(st.sets(st.sampled_from(ACTIONS), max_size=4)):
            if (account, action) not in taken:
                taken.add((account, action))
                acts.append(Act(account, post, action, at))
                if action == "click":
                    clicked[account] = post
                    leads += [account] * draw(st.integers(0, 1))
                if action == "share":
                    posts.append(Post(account, SHARE, at, post))
    unplanned = sum(not order.incremental for order in orders)
    baseline = (unplanned + draw(st.integers(0, 3)), draw(st.integers(0, 50000)))
    return {"posts": posts, "seen": seen, "acts": acts, "orders": orders, "leads": leads, "baseline": baseline}
