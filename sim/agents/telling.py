"""What is told of a campaign: its events as arrays, by the names that the engine gives them, times in hours."""

from math import floor, inf, nan
from typing import Any

import numpy as np

from sim.agents.market import baseline
from sim.agents.posts import selling_of
from sim.agents.sessions import DAY, HOUR
from sim.levers import Care, Incentive, Insight, Offer, Referral, Response
from sim.models.campaign.parameters import ACTIONS
from sim.outcome import Outcome


def outcome_of(model, second) -> Outcome:
    """The outcome up to a second."""
    number = {post: place for place, post in enumerate(model.posts)} | {None: -1}
    events = {
        **posts_of(model, number),
        **happenings_of(model, number),
        **relations_of(model),
        **money_of(model, number),
    }
    if model.parameters.product:
        events |= orders_of(model, number, int(second / DAY))
    rows = [(account.id, account.reached_at / HOUR, id_of(account.reached_by)) for account in model.reached]
    reached = table({"reached": np.int32, "at": np.float64, "by": np.int32}, rows)
    return Outcome(reached["reached"], reached["at"], reached["by"], events)


def table(columns: dict[str, Any], rows: list[tuple]) -> dict[str, Any]:
    """Rows as arrays: the columns' names and types."""
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    return {name: np.array(column, kind) for (name, kind), column in zip(columns.items(), values, strict=True)}


def id_of(account):
    """An account's id, -1 for none."""
    return -1 if account is None else account.id


def posts_of(model, number):
    """The posts, in the order in which they were made."""
    whole, real = np.int32, np.float64
    columns = {"author": whole, "item": whole, "kind": whole, "parent": whole, "origin": whole, "published": real}
    columns |= {"platform": np.uint8, "impressions": np.int64, "appeal": real, "cents": np.int64}
    rows = []
    for post in model.posts:
        appeal = post.liking + selling_of(model.items[post.item], model.parameters)
        about = id_of(post.author), post.item, post.kind, number[post.parent], number[post.origin]
        rows.append((*about, post.published / HOUR, post.platform.number, post.impressions, appeal, post.cents))
    found = table({f"post_{name}": kind for name, kind in columns.items()}, rows)
    actions = [[post.actions[action] for action in ACTIONS] for post in model.posts]
    return found | {"post_actions": np.array(actions, np.int64).reshape(-1, len(ACTIONS))}


def later(waiting):
    """When a lead decides, and which comes first at equal times."""
    (account, _), at = waiting
    return at, account.id


def happenings_of(model, number):
    """Impressions, actions and leads, each in the order in which they happened."""
    what = {"account": np.int32, "post": np.int32, "at": np.float64}
    acts = [(account, post, at, ACTIONS.index(action)) for account, post, action, at in model.reactions]
    named = {
        "seen": ({**what, "channel": np.uint8}, model.impressions),
        "act": ({**what, "action": np.uint8}, acts),
        "visit": (what, model.visits),
        "lead": (what, model.leads),
        "underway": (what, [(*who, at) for who, at in sorted(model.underway.items(), key=later)]),
    }
    found: dict[str, Any] = {}
    for name, (columns, happened) in named.items():
        rows = [(account.id, number[post], at / HOUR, *more) for account, post, at, *more in happened]
        found |= table({f"{name}_{column}": kind for column, kind in columns.items()}, rows)
    return found


def relations_of(model):
    """Who has met the campaign and how he stands to the brand, and the cases for its care."""
    small, whole, real = np.uint8, np.int32, np.float64
    columns = {"account": whole, "attitude": real, "follows": small, "joined": small, "member": small}
    columns |= {"pushed": whole, "opened": whole, "referred": small, "satisfied": real}
    rows = []
    for one in model.contacts:
        joined = one.joined_at is not None, one.is_member, one.pushed, one.opened
        rows.append((one.id, one.attitude, one.follows_brand, *joined, one.was_referred, one.satisfied))
    found = table({f"contact_{name}": kind for name, kind in columns.items()}, rows)
    columns = {"account": whole, "at": real, "kind": small, "answered_at": real, "published": small}
    cases = []
    for case in model.cases:
        answered = nan if case.answered is None else case.answered / HOUR
        cases.append((case.account.id, case.second / HOUR, case.kind, answered, case.published))
    return found | table({f"case_{name}": kind for name, kind in columns.items()}, cases)


def orders_of(model, number, days):
    """What was ordered, what was lost, and what would have been ordered on so many days without the plan."""
    whole, small, real, money = np.int32, np.uint8, np.float64, np.int64
    columns: dict[str, Any] = {"account": whole, "post": whole, "cents": money, "incremental": small, "returned": small}
    columns |= {"at": real, "satisfied": real, "commission": money}
    rows, lost = [], []
    for one in model.orders:
        about = one.account.id, number[one.post], one.cents, one.incremental, one.returned
        if one.lost:
            lost.append((one.account.id, one.second / HOUR, one.cents))
        else:
            rows.append((*about, one.second / HOUR, one.satisfied, one.commission))
    found = table({f"order_{name}": kind for name, kind in columns.items()}, rows)
    found |= table({"lost_account": whole, "lost_at": real, "lost_cents": money}, lost)
    orders, cents = baseline(model, days)
    return found | {"baseline_orders": np.array([orders]), "baseline_cents": np.array([cents])}


LEVERS = ("community", "lottery", "challenge", Care, Insight, Response, Referral, Offer)


def kind_of(setting):
    """The place of a lever's kind among all; of incentives there are three."""
    return LEVERS.index(setting.kind if isinstance(setting, Incentive) else type(setting))


def money_of(model, number):
    """What pushes and levers cost, what was set aside and not spent, and whether the rules took anything."""
    money = np.int64
    found = table(
        {"push_impressions": money, "push_spent": money, "push_post": np.int32, "push_platform": np.uint8},
        [(one.count, one.spent, number[one.post], one.platform.number) for one in model.purchases],
    )
    columns = {"lever_spent": money, "lever_count": money, "lever_at": np.float64, "lever_action": np.int32}
    columns |= {"lever_kind": np.uint8}
    rows = []
    for lever in model.levers:
        out = lever.out_at / HOUR if lever.out_at < inf else nan
        about = lever.setting.action, kind_of(lever.setting)
        rows.append((floor(lever.spent + 0.5), lever.used, out, *about))
    found |= table(columns, rows)
    went = {place for chosen in model.taken for place in chosen.posts}
    left = sum(purchase.push.cents - purchase.spent for purchase in model.purchases)
    left += sum(lever.cents - floor(lever.spent + 0.5) for lever in model.levers)
    left += sum(model.plan.posts[place].cents for place in model.reserved.keys() - went)
    taken = [any((did.posts, did.pushes, did.levers, did.boosted)) for did in model.taken]
    looked = sorted(model.plan.rules, key=lambda rule: rule.at)[: len(taken)]
    found |= {
        "rule_taken": np.array(taken, np.uint8),
        "rule_action": np.array([one.action for one in looked], np.int32),
    }
    return found | {"unspent_cents": np.array([left], money)}
