"""What an outcome tells: the events of a campaign, in order, as far as it has come.

- posts (``post_*``): author, item, kind (see places), platform (0 is the first), parent (the post that was shared, or
  -1), origin (the post with counters from which it descends), published, impressions, actions (a column for each of
  :data:`sim.models.campaign.parameters.ACTIONS`), appeal (log-odds; 0 is usual), cents (what the plan pays for it);
- impressions (``seen_*``): account, post, at, channel; actions (``act_*``): account, post, action, at; visits
  and leads (``visit_*``, ``lead_*``): account, post, at; leads that have not decided yet (``underway_*``): account,
  post, at (when they will);
- contacts (``contact_*``), a row an account that the campaign has met: attitude, follows, joined, member (at the end),
  pushed and opened (pushes sent to it as a member), referred, satisfied (nan before an order was delivered);
- with a product: orders (``order_*``) and the orders of the baseline that did not come (``lost_*``),
  ``baseline_orders`` and ``baseline_cents``;
- cases for the brand's care (``case_*``): account, at, kind (0 complaint, 1 comment), answered_at (nan: never),
  published;
- money: ``push_spent`` (cents), ``push_impressions``, ``push_post`` (the post that an ad shows, -1 of a boost) and
  ``push_platform`` of what was bought, ``lever_spent``, ``lever_count``, ``lever_at`` (hours; nan: never),
  ``lever_action`` and ``lever_kind`` (see places) of the levers, ``unspent_cents``; ``rule_taken`` and
  ``rule_action`` of the rules that were looked at, by time.

Times are in hours, money is in whole cents; pushes and levers stand in the order of
:mod:`sim.models.campaign.plan_rows`.
"""

from itertools import chain
from typing import Any

import numpy as np

from sim.arithmetic.rows import total
from sim.models.campaign import market, places, state
from sim.models.campaign.days import DAY, HOUR, NEVER
from sim.models.campaign.parameters import ACTIONS
from sim.models.campaign.plan_rows import lever_order, price_of
from sim.outcome import Outcome
from sim.randomness import U
from sim.world import OWNED, PAID, Plan, PlannedPost, World


def told(
    world: World,
    plan: Plan,
    planned: state.Planned,
    work: state.Work,
    key: int,
    now: float,
    taken: list[Any] | None = None,
) -> Outcome:
    """The outcome up to a second; ``taken`` is what each rule did so far, in the order of their times, those of one
    second as in the plan."""
    reached = work.lists[places.REACHED_LIST, : work.counter[places.REACHED]]
    bought = _of_the_plan(plan, work.post[: work.counter[places.POSTS]], taken or [])
    events = {**_posts(world, bought, work), **_happenings(work), **_contacts(work), **_cases(work)}
    events |= _money(world, plan, planned, work, taken or [])
    if world.parameters.product is not None:
        events |= _orders(world, bought, work, key, int(now / DAY))
    at, by = work.row[reached, places.AT] / HOUR, work.row[reached, places.BY].astype(np.int32)
    return Outcome(reached, at, by, events)


def _posts(world: World, bought: dict[int, PlannedPost], work: state.Work) -> dict[str, np.ndarray]:
    """The posts, in the order in which they were made."""
    rows = work.post[: work.counter[places.POSTS]]
    origin, item = rows[:, places.ORIGIN].astype(np.int64), rows[:, places.ITEM].astype(np.int64)
    kernel = world.kernel.on(0)
    selling = kernel.numbers[places.COMMERCIAL] * kernel.item[item, places.SELLING]
    cents = np.zeros(len(rows), np.int64)
    for place, post in bought.items():
        cents[place] = post.cents
    return {
        "post_author": rows[:, places.AUTHOR].astype(np.int32),
        "post_item": rows[:, places.ITEM].astype(np.int32),
        "post_kind": rows[:, places.KIND].astype(np.int32),
        "post_platform": rows[:, places.ON].astype(np.uint8),
        "post_parent": rows[:, places.PARENT].astype(np.int32),
        "post_origin": work.tally[origin, places.ORIGIN_POST].astype(np.int32),
        "post_published": rows[:, places.PUBLISHED] / HOUR,
        "post_impressions": rows[:, places.IMPRESSIONS].astype(np.int64),
        "post_actions": rows[:, places.ACTED_FROM :].astype(np.int64),
        "post_appeal": rows[:, places.LIKING] + selling,
        "post_cents": cents,
    }


def _of_the_plan(plan: Plan, rows: np.ndarray, taken: list[Any]) -> dict[int, PlannedPost]:
    """The plan's posts by the rows of the posts that they became. They are known by what they are; of equal ones the
    cheapest was made first, and those that wait for a rule when it set them going, rules of one second together."""
    waiting = {place for rule in plan.rules for place in rule.posts}
    made = [post for place, post in enumerate(plan.posts) if place not in waiting]
    at_once: dict[float, list[PlannedPost]] = {}
    for rule, did in zip(sorted(plan.rules, key=lambda rule: rule.at), taken, strict=False):  # some are still to come
        at_once.setdefault(rule.at, []).extend(plan.posts[place] for place in did.posts)
    set_going = [sorted(posts, key=price_of) for posts in at_once.values()]
    posts: dict[tuple, list[PlannedPost]] = {}
    for post in chain(sorted(made, key=price_of), *set_going):
        posts.setdefault((post.author, post.item, post.kind, post.at, post.platform), []).append(post)
    found: dict[int, PlannedPost] = {}
    columns = [places.AUTHOR, places.ITEM, places.KIND, places.PUBLISHED, places.ON]
    planned = np.flatnonzero((rows[:, places.KIND] == PAID) | (rows[:, places.KIND] == OWNED))
    for place in planned.tolist() if posts else ():
        author, item, kind, at, platform = rows[place, columns].tolist()
        alike = posts.get((int(author), int(item), int(kind), at, int(platform)), [])
        if alike:
            found[place] = alike.pop(0)
    return found


def _happenings(work: state.Work) -> dict[str, np.ndarray]:
    """Impressions, actions and leads, each in the order in which they happened."""
    count = work.counter[places.SEEN]
    event, at = work.event[:count], work.event_at[:count] / HOUR
    what = event[:, places.EVENT_WHAT]
    found = {}
    kinds = {"seen": what < places.ACTION_EVENT, "lead": what == places.LEAD_EVENT}
    kinds["visit"] = what == places.VISIT_EVENT
    kinds["act"] = (what >= places.ACTION_EVENT) & (what < places.LEAD_EVENT)
    for name, chosen in kinds.items():
        found[f"{name}_account"] = event[chosen, places.EVENT_ACCOUNT]
        found[f"{name}_post"] = event[chosen, places.EVENT_POST]
        found[f"{name}_at"] = at[chosen]
    found["seen_channel"] = what[kinds["seen"]].astype(np.uint8)
    found["act_action"] = (what[kinds["act"]] - places.ACTION_EVENT).astype(np.uint8)
    return found | _underway(work)


def _underway(work: state.Work) -> dict[str, np.ndarray]:
    """The leads that have not decided yet, in the order of the times at which they will."""
    rows = work.pending[: work.counter[places.PENDING]]
    columns = (places.PENDING_TURN, places.PENDING_ACCOUNT, places.PENDING_AT)
    rows = rows[np.lexsort([rows[:, column] for column in columns])]
    return {
        "underway_account": rows[:, places.PENDING_ACCOUNT].astype(np.int32),
        "underway_post": rows[:, places.PENDING_POST].astype(np.int32),
        "underway_at": rows[:, places.PENDING_AT] / HOUR,
    }


def _contacts(work: state.Work) -> dict[str, np.ndarray]:
    """Who has met the campaign, and how it stands to the brand.

    Who follows it now does so by a post that is not another's, paid for, nor a rumour's or a competitor's.
    """
    rows = work.contact[: work.counter[places.CONTACTS]]
    event = work.event[: work.counter[places.SEEN]]
    account = rows[:, places.CONTACT_ACCOUNT].astype(np.int32)
    kind = _origin_kinds(work, event[:, places.EVENT_POST])
    of_brand = (kind != PAID) & (kind != places.RIVAL) & (kind != places.RUMOUR)
    found = {
        "contact_account": account,
        "contact_attitude": rows[:, places.ATTITUDE].copy(),
        "contact_joined": (rows[:, places.MEMBER] != 0.0).astype(np.uint8),
        "contact_member": (rows[:, places.MEMBER] == 1.0).astype(np.uint8),
        "contact_pushed": rows[:, places.PUSHED].astype(np.int32),
        "contact_opened": rows[:, places.OPENED].astype(np.int32),
        "contact_referred": rows[:, places.REFERRED].astype(np.uint8),
        "contact_satisfied": rows[:, places.SATISFIED].copy(),
    }
    chosen = (event[:, places.EVENT_WHAT] == places.ACTION_EVENT + ACTIONS.index("follow")) & of_brand
    found["contact_follows"] = np.isin(account, event[chosen, places.EVENT_ACCOUNT]).astype(np.uint8)
    return found


def _origin_kinds(work: state.Work, posts: np.ndarray) -> np.ndarray:
    """The kinds of the posts from which these descend."""
    return work.post[_origins(work, posts), places.KIND]


def _origins(work: state.Work, posts: np.ndarray) -> np.ndarray:
    """The posts from which these descend (int64)."""
    return work.tally[work.post[posts, places.ORIGIN].astype(np.int64), places.ORIGIN_POST].astype(np.int64)


def _cases(work: state.Work) -> dict[str, np.ndarray]:
    """Complaints and comments, in the order in which they came."""
    rows = work.case[: work.counter[places.CASES]]
    contact = rows[:, places.CASE_CONTACT].astype(np.int64)
    given_up = (rows[:, places.CASE_OPEN] == 0.0) & np.isnan(rows[:, places.CASE_ANSWERED])
    return {
        "case_account": work.contact[contact, places.CONTACT_ACCOUNT].astype(np.int32),
        "case_at": rows[:, places.CASE_AT] / HOUR,
        "case_kind": rows[:, places.CASE_KIND].astype(np.uint8),
        "case_answered_at": rows[:, places.CASE_ANSWERED] / HOUR,
        "case_published": (given_up & (rows[:, places.CASE_PUBLISHED] != 0.0)).astype(np.uint8),
    }


def _money(
    world: World, plan: Plan, planned: state.Planned, work: state.Work, taken: list[Any]
) -> dict[str, np.ndarray]:
    """What pushes and levers cost, and what was set aside and not spent."""
    rivals = np.count_nonzero(planned.push[:, places.PUSH_OF_RIVAL])  # they come first, and are nothing of the plan's
    bought, push = work.bought[rivals : len(planned.push)], planned.push[rivals:]
    lever = work.lever[: len(planned.lever)]
    shown = bought[:, places.SHOWN_COUNT].copy()
    spent = np.floor(shown * push[:, places.PRICE] + 0.5).astype(np.int64)
    paid = np.floor(lever[:, places.SPENT] + 0.5).astype(np.int64)
    left = total(push[:, places.CENTS]) - total(spent)
    left += total(planned.lever[:, places.LEVER_CENTS]) - total(paid)
    left += sum(plan.posts[place].cents for place in _not_posted(plan, taken))
    out = lever[:, places.OUT_AT]
    return {
        "push_impressions": shown,
        "push_spent": spent,
        "push_post": bought[:, places.PUSHED_POST].astype(np.int32),
        "push_platform": push[:, places.PUSH_ON_PLATFORM].astype(np.uint8),
        "lever_spent": paid,
        "lever_count": lever[:, places.USED].astype(np.int64),
        "lever_at": np.where(out >= NEVER, np.nan, out / HOUR),
        "lever_kind": planned.lever[:, places.LEVER_KIND].astype(np.uint8),
        "lever_action": np.array([plan.levers[place].action for place in lever_order(world, plan)], np.int32),
        "unspent_cents": np.array([left], np.int64),
        "rule_taken": np.array([any((did.posts, did.pushes, did.levers, did.boosted)) for did in taken], np.uint8),
        "rule_action": np.array(
            [rule.action for rule in sorted(plan.rules, key=lambda rule: rule.at)[: len(taken)]], np.int32
        ),
    }


def _not_posted(plan: Plan, taken: list[Any]) -> list[int]:
    """The posts that waited for a rule which did not set them going."""
    went = {place for did in taken for place in did.posts}
    return sorted({place for rule in plan.rules for place in rule.posts} - went)


def _orders(
    world: World, bought: dict[int, PlannedPost], work: state.Work, key: int, days: int
) -> dict[str, np.ndarray]:
    """What was ordered, what was lost, and what would have been ordered on so many days without the plan."""
    count = work.counter[places.ORDERS]
    came = work.order[:count, places.ORDER_INCREMENTAL] != places.LOST
    rows, lost = work.order[:count][came], work.order[:count][~came]
    kinds = {"account": np.int32, "post": np.int32, "cents": np.int64, "incremental": np.uint8, "returned": np.uint8}
    columns = {"account": places.ORDER_ACCOUNT, "post": places.ORDER_POST, "cents": places.ORDER_CENTS}
    columns |= {"incremental": places.ORDER_INCREMENTAL, "returned": places.ORDER_RETURNED}
    found = {f"order_{name}": rows[:, column].astype(kinds[name]) for name, column in columns.items()}
    found["order_at"], found["order_satisfied"] = rows[:, places.ORDER_AT] / HOUR, rows[:, places.ORDER_SATISFIED]
    found |= {f"lost_{name}": lost[:, columns[name]].astype(kinds[name]) for name in ("account", "cents")}
    found["lost_at"] = lost[:, places.ORDER_AT] / HOUR
    kept = found["order_cents"] * (1 - found["order_returned"])
    rate = _commission(work, bought, world.parameters.product.commission, found["order_post"])
    found["order_commission"] = np.floor(kept * rate + 0.5).astype(np.int64)
    baseline = np.zeros(2, np.int64)
    market.baseline(world.kernel.on(0), U(key), days, baseline)
    found["baseline_orders"], found["baseline_cents"] = baseline[:1], baseline[1:]
    return found


def _commission(work: state.Work, bought: dict[int, PlannedPost], usual: float, posts: np.ndarray) -> np.ndarray:
    """The share of the value of orders through these posts, or through shares of them, that goes to the author of the
    plan's post (float64): what that post says, else the product's where it is paid for. Of NONE nobody gets any."""
    rates = usual * (work.post[: work.counter[places.POSTS], places.KIND] == PAID)
    for place, post in bought.items():
        rates[place] = rates[place] if post.commission is None else post.commission
    through, found = posts != places.NONE, np.zeros(len(posts))
    found[through] = rates[_origins(work, posts[through])]
    return found
