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
8. at a tick (ticks.py): counters reach the ranker, the platform **recommends**, bought impressions are **shown**; the
   brand **listens** (listening.py), orders **arrive** (customers.py), customers **bring friends** (friends.py), and its
   **care** answers (care.py); at the end of a day contacts may buy by themselves;
9. at its time a push goes to the **members** of the community (members.py), and a **rule** of the plan is looked at
   (rules.py).

Every draw is keyed by what it decides: a session by (account, day, number), a post by (item, author, kind, ordinal), a
reaction by (post, viewer, action). So all plans meet the same people at the same times in the same mood.
"""

from typing import Any

import numpy as np

from sim.levers import Rule
from sim.models.campaign import engine, places, state
from sim.models.campaign.days import DAY, NEVER
from sim.models.campaign.making import platforms_of, policy_hooks, response_place, rhythm_of, worlds_of
from sim.models.campaign.ordinary import settle
from sim.models.campaign.parameters import Parameters
from sim.models.campaign.plan_rows import lever_order, push_identity, refuse_late_rules, rows_of
from sim.models.campaign.reception import Known, reception_of
from sim.models.campaign.rules import follow_rules
from sim.models.campaign.schedule import at_parts
from sim.models.campaign.telling import told
from sim.network import Network
from sim.outcome import Outcome
from sim.randomness import U
from sim.world import Item, Plan, World

TIME_UNIT = "hours"
SERIES_STEP = 1.0
"""Time series have a row an hour, in which something happened."""
MANY_ITEMS = True
"""``prepare`` takes all items that may be posted."""

__all__ = [
    "MANY_ITEMS",
    "SERIES_STEP",
    "TIME_UNIT",
    "Known",
    "Parameters",
    "Workspace",
    "lever_order",
    "prepare",
    "push_identity",
    "rhythm_of",
    "simulate",
    "without_plan",
    "workspace",
    "workspace_key",
]


class Workspace:
    """Memory of one thread. It grows with what happens, so it is an object that holds the arrays of the moment."""

    def __init__(self, account_count: int, item_count: int, platform_count: int = 1):
        self.account_count = account_count
        self.size = account_count * platform_count, item_count
        self.renew()

    def renew(self) -> None:
        """Begin with new arrays: for who was stopped in the middle of a replicate."""
        self.arrays = state.new_work(*self.size)
        engine.clean(self.arrays)

    @property
    def active(self) -> np.ndarray:
        """1 for accounts that count as reached; all 0 between two replicates."""
        return self.arrays.row[: self.account_count, places.ACTIVE]


def prepare(
    network: Network,
    parameters: Parameters,
    content: Item | tuple[Item, ...] | None = None,
    seed: int = 0,
    further: tuple[Network, ...] = (),
    known: tuple[Known, ...] = (),
) -> World:
    """The world of this network, content and parameters.

    Args:
        network: where it happens.
        parameters: the model's.
        content: the item, or all items, that may be posted; None is one ordinary item.
        seed: of what the accounts are like.
        further: the networks of the further platforms, in the order of ``parameters.also_on``, over the same accounts;
            their attribute ``member`` (uint8, all are if it is missing) tells who is there.
        known: authors of whom the engagement rate or the views are known.

    Raises:
        NetworkError: an item has topics that this network does not know.
        ResponseError: the parameters name a response of one's own that was not taken in.
    """
    respond = response_place(parameters)
    items = content if isinstance(content, tuple) else (content or Item(),)
    kernels = []
    platforms = platforms_of(network, parameters, further)
    for (there, own), kernel in zip(platforms, worlds_of(network, parameters, items, seed, further), strict=True):
        kernels.append(settle(there, kernel, policy_hooks(own.platform), seed, respond))
    reception = reception_of(known, [own for _, own in platforms], kernels)
    return World(network, "campaign", parameters, state.together(kernels), items, further, reception)


def workspace(world: World) -> Workspace:
    """Memory for one thread."""
    return Workspace(*workspace_key(world))


def workspace_key(world: World) -> tuple[int, int, int]:
    """Worlds with an equal key can share a workspace: those with as many accounts, items and platforms."""
    platforms, items, _ = world.kernel.item.shape
    return len(world.network), items, platforms


def simulate(world: World, plan: Plan, key: int, work: Workspace) -> Outcome:
    """One campaign, times in hours; the outcome is a view of ``work`` and holds until its next use.

    What its ``events`` hold is told in :mod:`sim.models.campaign.telling`.

    Raises:
        PlanError: a post that waits for a rule and comes before it, or a rule sets going what is not reserved for it.
    """
    refuse_late_rules(plan)
    planned = rows_of(world, plan, key)
    try:
        outcome = _simulated(world, plan, planned, key, work)
    except BaseException:  # a rule of the user's own that fails, or a key pressed: sessions wait in these arrays
        work.renew()
        raise
    engine.clean(work.arrays)
    return outcome


def _simulated(world: World, plan: Plan, planned: state.Planned, key: int, work: Workspace) -> Outcome:
    """One campaign; the workspace is to be cleaned then."""
    kernel = world.kernel
    work.arrays = state.with_room_for(work.arrays, planned)
    work.arrays.counter[places.ASKED] = response_place(world.parameters)
    engine.plan_posts(kernel, planned, work.arrays, U(key))
    hooks = [policy_hooks(platform) for platform in (world.parameters.platform, *world.parameters.also_on.values())]
    taken: list[Any] = []
    for parts, until, rules in stretches(kernel, plan):
        here = at_parts(kernel, parts)
        rankings = engine.rankings([hook[part] for hook, part in zip(hooks, parts.tolist(), strict=True)])
        while (full := engine.run(here, planned, work.arrays, U(key), until, parts, *rankings)) > places.PAUSED:
            work.arrays = state.grown(work.arrays, full)
        if rules:
            so_far = told(world, plan, planned, work.arrays, key, until, taken)
            work.arrays, did = follow_rules(world, plan, planned, work.arrays, key, rules, so_far)
            taken += did
    return told(world, plan, planned, work.arrays, key, world.parameters.days * DAY, taken)


def without_plan(world: World, key: int, work: Workspace) -> dict[str, np.ndarray]:
    """What rumours do to orders in this world if there is no plan, for metrics that tell what is the plan's: the orders
    that they bring and lose, one by one, by the names in :data:`sim.metrics.brought.WITHOUT`.

    Nothing where nobody speaks of the brand without a plan: then nothing is brought or lost. Competitors say nothing of
    it. The workspace is used.
    """
    if world.parameters.product is None or not world.parameters.occasions.rumours:
        return {}
    events = simulate(world, Plan(np.zeros(0, np.int64)), key, work).events
    brought = events["order_incremental"] == 1
    orders = {f"without_{name}": events[f"order_{name}"][brought] for name in ("account", "at", "cents", "returned")}
    return orders | {f"without_lost_{name}": events[f"lost_{name}"].copy() for name in ("account", "at", "cents")}


def stretches(kernel: state.Worlds, plan: Plan) -> list[tuple[np.ndarray, float, tuple[Rule, ...]]]:
    """The campaign in stretches of (rows of the platforms' settings, until when, the rules that are looked at then)."""
    platforms = len(kernel.feed)
    ends: list[tuple[float, int, tuple[Rule, ...]]] = []
    for platform in range(platforms):
        starts = kernel.feed[platform, 1:, places.FROM]
        ends += [(float(start) * DAY, platform, ()) for start in starts if start < NEVER]
    for at in {rule.at for rule in plan.rules}:
        ends.append((at, platforms, tuple(rule for rule in plan.rules if rule.at == at)))
    found: list[tuple[np.ndarray, float, tuple[Rule, ...]]] = []
    parts = np.zeros(platforms, np.int64)
    for until, which, rules in sorted(ends, key=lambda stretch: stretch[:2]):
        found.append((parts.copy(), until, rules))
        if not rules:
            parts[which] += 1
    return [*found, (parts, np.inf, ())]
