"""What the tests of the campaign's engine share: worlds that are made once, plans, and ordinary posts let live."""

import functools

import numpy as np

import sim
from sim.jit import jit
from sim.models import campaign
from sim.models.campaign import engine, ordinary, pairs, places, session, state
from sim.models.campaign.borrowing import worlds_of
from sim.models.campaign.making import policy_hooks
from sim.models.campaign.product import Product
from sim.randomness import JUDGING, draw_int, world_key
from sim.world import OWNED, PAID, Item, Plan, PlannedPost, Push, plan_of_seeds

ERRORS = 4
"""An estimate agrees within so many standard errors."""

X = {"preset": "x_2026"}
PLATFORMS = {
    "chronological": {},
    "chronological with ads": {"ad_load": 0.14},
    "x_2026": X,
    "x_2026 without ads": {**X, "ad_load": 0.0},
    "x_2026 of followed only": {**X, "out_of_network": {"share": 0.0}},
}
ITEMS = (Item("one"), Item("two", utility=0.7, discount=0.1))
CELL = {"product": Product(orders_a_day=0.02, lead_rate=0.5, order_rate=0.5)}
"""A product that many buy, so that few worlds say much."""


@functools.cache
def network_of(accounts=2000, seed=3):
    return sim.generate("kol_communities", accounts=accounts, seed=seed)


def new_world(platform="x_2026", accounts=2000, content=ITEMS, **parameters):
    parameters = campaign.Parameters(
        **{"platform": PLATFORMS[platform] if isinstance(platform, str) else platform, **parameters}
    )
    return campaign.prepare(network_of(accounts), parameters, content, 7)


@functools.cache
def world_of(platform="x_2026", accounts=2000, sells=False, tick_minutes=10.0, **parameters):
    """The same world for all tests that ask for it: a ranked one takes seconds to make."""
    platform = {**PLATFORMS[platform], "tick_minutes": tick_minutes}
    return new_world(platform, accounts, **(CELL if sells else {}), **parameters)


@jit
def publish_next(worlds, work, key):
    """The next post comes out."""
    return engine.publish(worlds_of(worlds), work, key)


@jit
def attend(world, planned, work, key, account, session_number, now, before, last, count):
    """A session with these candidates, none of them left over."""
    zero, looks = np.int64(0), session.feed_looks(world, key, account, session_number)
    return session.attend(
        world, planned, work, key, account, session_number, now, before, last, count, zero, looks, zero
    )


@jit
def show_again(work, thing, account):
    """Count one more time, as the kernels do."""
    pairs.show_again(work, thing, account)


@jit
def times_shown(work, thing, account):
    """How often, as the kernels look it up."""
    return pairs.times_shown(work, thing, account)


@jit
def forget_pairs(work):
    """Empty the table."""
    pairs.forget_pairs(work)


@jit
def room_for_pairs(work, count):
    """Is there room?"""
    return pairs.room_for_pairs(work, count)


def key_of(replicate, seed=1):
    return world_key(seed, JUDGING, replicate)


def events_of(world, plan, replicate=0, work=None):
    """The events of one campaign; they are kept."""
    work = work or campaign.workspace(world)
    outcome = campaign.simulate(world, plan, key_of(replicate), work)
    reached = {"reached": outcome.reached, "reached_at": outcome.reached_at, "reached_by": outcome.reached_by}
    return {name: np.array(values) for name, values in (outcome.events | reached).items()}


def as_bytes(events):
    return {name: values.tobytes() for name, values in events.items()}


def plan_of(network, posts=(), pushes=(), seeds=()):
    """A plan of posts (author, item, kind, hour) and pushes."""
    posts = tuple(PlannedPost(int(author), item, kind, hour * 3600.0) for author, item, kind, hour in posts)
    return Plan(plan_of_seeds(list(seeds), network).seeds, posts, tuple(pushes))


def kols(network, count, first=10):
    """Accounts with many followers, but for the first ones."""
    return np.argsort(-network.followers, kind="stable")[first : first + count]


def full_plan(network, days=7):
    """Paid and owned posts of two items, a boost and two kinds of ads."""
    posts = [(author, i % 2, PAID if i % 3 else OWNED, 7.0 * i) for i, author in enumerate(kols(network, 8))]
    end = days * 86400.0
    target = np.zeros(len(network), np.uint8)
    target[::3] = 1
    pushes = (
        Push("boost", 0, 0.0, end / 2, 3000, 2000),
        Push("ads", 1, 0.0, end, 5000, 1500, target, frequency_cap=3),
        Push("ads", 0, 3600.0, end, 4000, 2500, retarget=True),
    )
    return plan_of(network, posts, pushes)


def ordinary_lives(world, runs, count, part=0, seed=11):
    """Ordinary posts put into this world, run by run: (planned posts, the workspace as the run has left it)."""
    kernel, network = world.kernel.on(0), world.network
    item, policies = len(kernel.item) - 1, policy_hooks(world.parameters.platform)
    work = state.new_work(len(network), len(kernel.item))
    engine.clean(work)
    for run in range(runs):
        key = draw_int(key_of(run, seed), 99)
        planned = ordinary.ordinary_posts(network, key, count, item)
        work = ordinary.observed(kernel, policies[part], part, work, planned, key)
        yield planned, work
        engine.clean(work)


def counts_of(work):
    """Impressions of each of the plan's posts, with those of their shares."""
    return work.tally[: work.counter[places.ORIGINS], places.COUNT].copy()


def mean_and_error(values):
    values = np.asarray(values, float)
    return values.mean(), values.std(ddof=1) / np.sqrt(len(values))
