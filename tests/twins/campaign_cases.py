"""What the tests of the campaign's twin share: a case, the engine's events of it as tables, and the agents' events."""

import functools
from typing import Any, NamedTuple

import numpy as np

import sim
from sim import agents
from sim.agents import market
from sim.models import campaign
from sim.models.campaign import making, places
from sim.models.campaign.parameters import ACTIONS, HIDE
from sim.network import Network
from sim.randomness import JUDGING, world_key
from sim.world import Plan, World, plan_of_seeds

HOUR = 3600.0
"""The engine tells hours, the agents seconds."""


@functools.cache
def communities(accounts, seed):
    """A network of the kind that campaigns run on."""
    return sim.generate("kol_communities", accounts=accounts, seed=seed)


class Case(NamedTuple):
    """All that a call takes."""

    network: Network
    plan: Any
    setting: campaign.Parameters
    item: Any
    seed: int
    replicate: int


def prepared(case):
    """The engine's world of a case, with the table of ordinary posts that the engine finds."""
    return campaign.prepare(case.network, case.setting, case.item, case.seed)


def invented(case, number):
    """The engine's world of a case with a table that nobody found anywhere: both twins must follow what it says."""
    items = case.item if isinstance(case.item, tuple) else (case.item,)
    kernel = making.arrays_of(case.network, case.setting, items, case.seed)
    draws = np.random.default_rng(number)
    numbers, feed = kernel.numbers.copy(), kernel.feed.copy()
    numbers[places.RATES : places.GAPS] = draws.uniform(0.001, 0.5, places.GAPS - places.RATES)
    numbers[places.RATES + HIDE] *= 0.01
    worth = np.abs(feed[:, places.WEIGHTS :] @ numbers[places.RATES : places.GAPS])
    worth[worth == 0.0] = 1.0
    scores = np.sort(draws.lognormal(-1.5, 1.5, kernel.scores.shape) - 0.2) * worth[:, None, None, None]
    scores[..., -1] = draws.uniform(0.0, 1.0, scores.shape[:-1])
    numbers[places.GAPS :] = np.sort(draws.uniform(0.0, 30.0, places.CLASSES))
    feed[:, places.OUT_MEAN] = draws.uniform(0.2, 2.0, len(feed))
    feed[:, places.PRIOR_VALUE] = worth * draws.uniform(0.1, 2.0, len(feed))
    for array in (numbers, feed, scores):
        array.flags.writeable = False
    kernel = kernel._replace(numbers=numbers, feed=feed, scores=scores)
    return World(case.network, "campaign", case.setting, kernel, items)


def plan_of(case):
    """The plan of a case, which may be a list of seeds."""
    return case.plan if isinstance(case.plan, Plan) else plan_of_seeds(case.plan, case.network)


def outcome_of(case, work=None, world=None):
    """The engine's outcome."""
    world = world or prepared(case)
    key = world_key(case.seed, JUDGING, case.replicate)
    return campaign.simulate(world, plan_of(case), key, work or campaign.workspace(world))


def rows(events, *names):
    """Columns of events as a list of rows."""
    return list(zip(*(events[name].tolist() for name in names), strict=True))


def events_of(outcome):
    """What the engine says, table by table."""
    events = outcome.events
    counts = ("push_impressions", "push_spent", "unspent_cents", "baseline_orders", "baseline_cents")
    found = {
        "reached": rows(vars(outcome), "reached", "reached_at", "reached_by"),
        "posts": rows(events, *POST),
        "seen": rows(events, *SEEN),
        "act": rows(events, *ACT),
        "lead": rows(events, *LEAD),
        "contact": rows(events, *CONTACT),
        "order": rows(events, *ORDER) if "order_at" in events else [],
    }
    return found | {name: events[name].tolist() for name in counts if name in events}


POST = ("post_author", "post_item", "post_kind", "post_parent", "post_origin", "post_published", "post_impressions")
POST += ("post_actions",)
SEEN = ("seen_account", "seen_post", "seen_at", "seen_channel")
ACT = ("act_account", "act_post", "act_action", "act_at")
LEAD = ("lead_account", "lead_post", "lead_at")
CONTACT = ("contact_account", "contact_attitude", "contact_follows", "contact_joined")
ORDER = ("order_account", "order_post", "order_at", "order_cents", "order_incremental", "order_returned")
ORDER += ("order_commission",)


def engine_events(case, world=None):
    """What the engine says of a case."""
    return events_of(outcome_of(case, world=world))


def run_twin(case, module=agents, world=None):
    """The agents' model of a case, run to its end."""
    setting = {"item": case.item, "seed": case.seed, "replicate": case.replicate, **case.setting.model_dump()}
    model = module.Campaign(case.network, case.plan, world=world, **setting)
    while model.running:
        model.step()
    return model


def id_of(agent):
    """An account's id, -1 for none."""
    return -1 if agent is None else agent.id


def twin_events(case, module=agents, world=None, market=market):
    """What the agents say, in the same form."""
    model = run_twin(case, module, world)
    number = {post: place for place, post in enumerate(model.posts)} | {None: -1}
    bought = [purchase.count for purchase in model.purchases]
    found = {
        "reached": [(a.id, a.reached_at / HOUR, id_of(a.reached_by)) for a in model.reached],
        "posts": [
            (
                *(id_of(post.author), post.item, post.kind, number[post.parent], number[post.origin]),
                *(post.published / HOUR, post.impressions, [post.actions[a] for a in ACTIONS]),
            )
            for post in model.posts
        ],
        "seen": [(a.id, number[post], at / HOUR, channel) for a, post, at, channel in model.impressions],
        "act": [(a.id, number[post], ACTIONS.index(action), at / HOUR) for a, post, action, at in model.reactions],
        "lead": [(a.id, number[post], at / HOUR) for a, post, at in model.leads],
        "contact": [(a.id, a.attitude, a.follows_brand, a.joined) for a in model.contacts],
        "order": [
            (one.account, number[one.post], one.second / HOUR, one.cents, one.incremental, one.returned, one.commission)
            for one in model.orders
        ],
        "push_impressions": bought,
        "push_spent": [purchase.spent for purchase in model.purchases],
    }
    found["unspent_cents"] = [sum(purchase.push.cents - purchase.spent for purchase in model.purchases)]
    if case.setting.product:
        orders, cents = market.baseline(model)
        found |= {"baseline_orders": [orders], "baseline_cents": [cents]}
    return found
