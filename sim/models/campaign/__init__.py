"""The campaign model: posts, sessions, limited attention and reactions, in continuous time.

An agent-based model of what happens to content on a platform. Every account is there in sessions of its own; in a
session it looks at a few posts, and what others posted competes for these looks (Weng, Flammini, Vespignani and
Menczer 2012, Scientific Reports 2:335: competition for limited attention alone gives heavy tails). Who saw a post may
share it, and then his followers are offered the share. The phases, in the order of the code:

1. **publish** (posts.py): a post comes out at its second and is offered to the followers of its author;
2. **gather** (session.py): an account's session collects the offers that have come since its last one, and leftovers;
3. **rank** (scoring.py): the platform's policy gives each a score, by age and by what is predicted from its counters;
4. **attend** (session.py): it looks at the best, as far as its looks go beside what others posted;
5. **react** (seeing.py, response.py): what it saw it may share, like, save and so on, each at most once an item;
6. **convert** (market.py): who clicked may buy;
7. **put back** (session.py): what was not looked at is offered again in the next session, if it is young then;
8. at a tick (ticks.py): counters reach the ranker, the platform **recommends**, bought impressions are **shown**, and
   at the end of a day contacts may buy by themselves.

Every draw is keyed by what it decides: a session by (account, day, number), a post by (item, author, kind, ordinal), a
reaction by (post, viewer, action). So all plans meet the same people at the same times in the same mood.
"""

import numpy as np

from sim.arithmetic.rows import total
from sim.models.campaign import engine, market, places, state
from sim.models.campaign.days import DAY, HOUR
from sim.models.campaign.making import arrays_of, policy_hooks, rhythm_of
from sim.models.campaign.ordinary import settle
from sim.models.campaign.parameters import ACTIONS, Parameters
from sim.network import Network
from sim.outcome import Outcome
from sim.randomness import U
from sim.world import OWNED, PAID, Item, Plan, Push, World

TIME_UNIT = "hours"
SERIES_STEP = 1.0
"""Time series have a row an hour, in which something happened."""
MANY_ITEMS = True
"""``prepare`` takes all items that may be posted."""

__all__ = [
    "MANY_ITEMS",
    "SERIES_STEP",
    "TIME_UNIT",
    "Parameters",
    "Workspace",
    "prepare",
    "rhythm_of",
    "simulate",
    "workspace",
    "workspace_key",
]


class Workspace:
    """Memory of one thread. It grows with what happens, so it is an object that holds the arrays of the moment."""

    def __init__(self, account_count: int, item_count: int):
        self.arrays = state.new_work(account_count, item_count)
        engine.clean(self.arrays)

    @property
    def active(self) -> np.ndarray:
        """1 for accounts that count as reached; all 0 between two replicates."""
        return self.arrays.row[:, places.ACTIVE]


def prepare(
    network: Network, parameters: Parameters, content: Item | tuple[Item, ...] | None = None, seed: int = 0
) -> World:
    """The world of this network, content and parameters.

    Args:
        network: where it happens.
        parameters: the model's.
        content: the item, or all items, that may be posted; None is one ordinary item.
        seed: of what the accounts are like.

    Raises:
        NetworkError: an item has topics that this network does not know.
    """
    items = content if isinstance(content, tuple) else (content or Item(),)
    kernel = arrays_of(network, parameters, items, seed)
    return World(network, "campaign", parameters, settle(network, kernel, policy_hooks(parameters), seed), items)


def workspace(world: World) -> Workspace:
    """Memory for one thread."""
    return Workspace(len(world.network), len(world.kernel.item))


def workspace_key(world: World) -> tuple[int, int]:
    """Worlds with an equal key can share a workspace: those with as many accounts and items."""
    return len(world.network), len(world.kernel.item)


def push_identity(push: Push) -> tuple:
    """By what pushes are put in order: all that they are, so that the order of the plan's list changes nothing."""
    target = b"" if push.target is None else push.target.tobytes()
    first = (push.start, push.channel == "ads", push.item, push.end, push.cents)
    return (*first, push.cpm_cents, push.frequency_cap, push.retarget, target)


def planned_posts(world: World, plan: Plan) -> state.Planned:
    """The plan as the kernels read it; a classic plan's seeds post the first item at time 0."""
    seeds = [(int(account), 0, OWNED, 0.0) for account in plan.seeds]
    posts = [(post.author, post.item, post.kind, post.at) for post in plan.posts]
    people = world.kernel.numbers[places.PEOPLE_EACH]
    channels = {"boost": places.BOOST, "ads": places.ADS}
    pushes, masks = [], []
    for push in sorted(plan.pushes, key=push_identity):
        price = push.cpm_cents * people / 1000.0
        row = (channels[push.channel], push.start, push.end, push.cents, price, push.frequency_cap)
        pushes.append((*row, push.item, push.retarget))
        masks.append(push.target)
    n = len(world.network)
    target = np.zeros((len(pushes), 0), np.uint8)
    if any(mask is not None for mask in masks):
        target = np.stack([np.ones(n, np.uint8) if mask is None else mask for mask in masks])
    return state.planned(seeds + posts, pushes, target)


def simulate(world: World, plan: Plan, key: int, work: Workspace) -> Outcome:
    """One campaign, times in hours; the outcome is a view of ``work`` and holds until its next use.

    ``events`` of the outcome hold, each in the order in which things happened: posts (``post_author``, ``post_item``,
    ``post_kind``, ``post_parent``: the post that was shared or -1, ``post_origin``: the plan's post,
    ``post_published``, ``post_impressions``, ``post_actions``: a column for each of
    :data:`sim.models.campaign.parameters.ACTIONS`), impressions (``seen_account``, ``seen_post``, ``seen_at``,
    ``seen_channel``), actions (``act_account``, ``act_post``, ``act_action``, ``act_at``), the contacts' attitude, and
    with a product leads, orders, ``baseline_orders`` and ``baseline_cents``; ``push_spent`` (cents) and
    ``push_impressions`` for what was bought.
    """
    planned = planned_posts(world, plan)
    kernel, parameters = world.kernel, world.parameters
    work.arrays = state.with_room_for(work.arrays, planned)
    engine.plan_posts(kernel, planned, work.arrays, U(key))
    hooks = policy_hooks(parameters)
    ends = [*(kernel.feed[1:, places.FROM] * DAY), np.inf]
    for part, (policy, until) in enumerate(zip(hooks, ends, strict=True)):
        while (full := engine.run(kernel, planned, work.arrays, U(key), part, policy, float(until))) > places.PAUSED:
            work.arrays = state.grown(work.arrays, full)
    return _outcome(world, planned, work.arrays, key)


def _outcome(world: World, planned: state.Planned, work: state.Work, key: int) -> Outcome:
    counter = work.counter
    reached = work.lists[places.REACHED_LIST, : counter[places.REACHED]]
    events = {**_posts(work), **_happenings(work), **_contacts(work)}
    shown = work.bought[: len(planned.push), 0].copy()
    events["push_impressions"] = shown
    events["push_spent"] = np.floor(shown * planned.push[:, places.PRICE] + 0.5).astype(np.int64)
    events["unspent_cents"] = np.array([total(planned.push[:, places.CENTS]) - total(events["push_spent"])], np.int64)
    if world.parameters.product is not None:
        events |= _orders(world, work, key)
    at, by = work.row[reached, places.AT] / HOUR, work.row[reached, places.BY].astype(np.int32)
    engine.clean(work)
    return Outcome(reached, at, by, events)


def _posts(work: state.Work) -> dict[str, np.ndarray]:
    """The posts, in the order in which they were made."""
    rows = work.post[: work.counter[places.POSTS]]
    origin = rows[:, places.ORIGIN].astype(np.int64)
    return {
        "post_author": rows[:, places.AUTHOR].astype(np.int32),
        "post_item": rows[:, places.ITEM].astype(np.int32),
        "post_kind": rows[:, places.KIND].astype(np.int32),
        "post_parent": rows[:, places.PARENT].astype(np.int32),
        "post_origin": work.tally[origin, places.ORIGIN_POST].astype(np.int32),
        "post_published": rows[:, places.PUBLISHED] / HOUR,
        "post_impressions": rows[:, places.IMPRESSIONS].astype(np.int64),
        "post_actions": rows[:, places.ACTED_FROM :].astype(np.int64),
    }


def _happenings(work: state.Work) -> dict[str, np.ndarray]:
    """Impressions, actions and leads, each in the order in which they happened."""
    count = work.counter[places.SEEN]
    event, at = work.event[:count], work.event_at[:count] / HOUR
    what = event[:, places.EVENT_WHAT]
    found = {}
    kinds = {"seen": what < places.ACTION_EVENT, "lead": what == places.LEAD_EVENT}
    kinds["act"] = (what >= places.ACTION_EVENT) & (what < places.LEAD_EVENT)
    for name, chosen in kinds.items():
        found[f"{name}_account"] = event[chosen, places.EVENT_ACCOUNT]
        found[f"{name}_post"] = event[chosen, places.EVENT_POST]
        found[f"{name}_at"] = at[chosen]
    found["seen_channel"] = what[kinds["seen"]].astype(np.uint8)
    found["act_action"] = (what[kinds["act"]] - places.ACTION_EVENT).astype(np.uint8)
    return found


def _contacts(work: state.Work) -> dict[str, np.ndarray]:
    """Who has met the campaign, what they think of the brand, who follows it now (by a post that is not another's, paid
    for) and who joined."""
    rows = work.contact[: work.counter[places.CONTACTS]]
    event = work.event[: work.counter[places.SEEN]]
    account = rows[:, places.CONTACT_ACCOUNT].astype(np.int32)
    origin = work.tally[work.post[event[:, places.EVENT_POST], places.ORIGIN].astype(np.int64), places.ORIGIN_POST]
    of_brand = work.post[origin.astype(np.int64), places.KIND] != PAID
    found = {"contact_account": account, "contact_attitude": rows[:, places.ATTITUDE].copy()}
    for name, action, counts in (("follows", "follow", of_brand), ("joined", "join", True)):
        chosen = (event[:, places.EVENT_WHAT] == places.ACTION_EVENT + ACTIONS.index(action)) & counts
        found[f"contact_{name}"] = np.isin(account, event[chosen, places.EVENT_ACCOUNT]).astype(np.uint8)
    return found


def _through_paid_posts(work: state.Work, posts: np.ndarray) -> np.ndarray:
    """1 for the posts that are, or are shares of, posts that an author is paid for; NONE is none."""
    origin = work.tally[work.post[posts, places.ORIGIN].astype(np.int64), places.ORIGIN_POST].astype(np.int64)
    return (posts != places.NONE) & (work.post[origin, places.KIND] == PAID)


def _orders(world: World, work: state.Work, key: int) -> dict[str, np.ndarray]:
    """What was ordered, and what would have been ordered without the plan."""
    rows = work.order[: work.counter[places.ORDERS]]
    kinds = {"account": np.int32, "post": np.int32, "cents": np.int64, "incremental": np.uint8, "returned": np.uint8}
    columns = {"account": places.ORDER_ACCOUNT, "post": places.ORDER_POST, "cents": places.ORDER_CENTS}
    columns |= {"incremental": places.ORDER_INCREMENTAL, "returned": places.ORDER_RETURNED}
    found = {f"order_{name}": rows[:, column].astype(kinds[name]) for name, column in columns.items()}
    found["order_at"] = rows[:, places.ORDER_AT] / HOUR
    earned = found["order_cents"] * _through_paid_posts(work, found["order_post"]) * (1 - found["order_returned"])
    found["order_commission"] = np.floor(earned * world.parameters.product.commission + 0.5).astype(np.int64)
    total = np.zeros(2, np.int64)
    market.baseline(world.kernel, U(key), int(world.parameters.days), total)
    found["baseline_orders"], found["baseline_cents"] = total[:1], total[1:]
    return found
