"""The campaign model: posts, sessions, limited attention and reactions, in continuous time.

An agent-based model of what happens to content on a platform. Every account is there in sessions of its own; in a
session it looks at a few posts, and what others posted competes for these looks (Weng, Flammini, Vespignani and
Menczer 2012, Scientific Reports 2:335: competition for limited attention alone gives heavy tails). Who saw a post may
share it, and then his followers are offered the share. The phases, in the order of the code:

1. **publish** (posts.py): a post comes out at its second and is offered to the followers of its author;
2. **gather** (engine.py): an account's session collects the offers that have come since its last one, and leftovers;
3. **attend** (attention.py): it looks at the best, as far as its looks go beside what others posted;
4. **react** (response.py): what it saw it may share, like, save and so on, each at most once an item;
5. **put back** (engine.py): what was not looked at is offered again in the next session, if it is young then.

Every draw is keyed by what it decides: a session by (account, day, number), a post by (item, author, kind, ordinal), a
reaction by (post, viewer, action). So all plans meet the same people at the same times in the same mood.
"""

from typing import Any

import numpy as np

from sim.arithmetic import log
from sim.models.campaign import engine, people, state
from sim.models.campaign.days import HOUR
from sim.models.campaign.parameters import ACTIONS, BASE, RHYTHM, Parameters
from sim.network import Network, frozen
from sim.outcome import Outcome
from sim.randomness import U
from sim.world import Item, Plan, World

TIME_UNIT = "hours"
SERIES_STEP = 1.0
"""Time series have a row an hour, in which something happened."""

__all__ = ["SERIES_STEP", "TIME_UNIT", "Parameters", "Workspace", "prepare", "simulate", "workspace", "workspace_key"]


class Workspace:
    """Memory of one thread. It grows with what happens, so it is an object that holds the arrays of the moment."""

    def __init__(self, account_count: int):
        self.arrays = state.new_work(account_count, len(ACTIONS))
        engine.clean(self.arrays)

    @property
    def active(self) -> np.ndarray:
        """1 for accounts that count as reached; all 0 between two replicates."""
        return self.arrays.active


def prepare(network: Network, parameters: Parameters, item: Item | None = None, seed: int = 0) -> World:
    """The world of this network, content and parameters: 16 bytes an account beside the network.

    Raises:
        NetworkError: the item has topics that this network does not know.
    """
    item = item or Item()
    numbers = np.zeros(state.NUMBERS)
    numbers[state.DAYS] = parameters.days
    numbers[state.LOOKS] = parameters.looks
    numbers[state.OFFERED_TIMES] = parameters.offers
    numbers[state.KEEP] = parameters.keep_hours
    numbers[state.APPEAL_ITEM] = parameters.appeal_item
    numbers[state.APPEAL_POST] = parameters.appeal_post
    numbers[state.PROOF] = parameters.proof_effect
    numbers[state.TRUST] = parameters.trust_effect
    numbers[state.TRUST_FOLLOWED] = parameters.trust_followed
    numbers[state.TRUST_SLOPE] = parameters.trust_slope
    numbers[state.DELAYED] = parameters.delayed_shares
    numbers[state.DELAY_LOG] = log(parameters.delay_hours)
    numbers[state.DELAY_SPREAD] = parameters.delay_spread
    numbers[state.MATCH] = parameters.match_effect
    base = np.array([BASE[action] for action in ACTIONS])
    base[0] = parameters.share_level
    base += parameters.quality_effect * (item.quality - 0.5)
    kernel = state.World(
        network.audience_offsets,
        network.audience,
        frozen(people.sessions_a_day(network, parameters, seed), np.float32),
        frozen(people.inflow_a_day(network, parameters), np.float32),
        frozen(people.personal_effects(network, parameters, seed), np.float32),
        frozen(people.matches(network, item), np.float32),
        frozen(base, np.float64),
        frozen(rhythm_of(parameters.rhythm), np.float64),
        frozen(numbers, np.float64),
    )
    return World(network, "campaign", parameters, kernel)


def rhythm_of(name: str) -> np.ndarray:
    """The share of a day's sessions before each hour (float64[25]).

    >>> float(rhythm_of("flat")[12])
    0.5
    """
    hours = RHYTHM if name == "daily" else (1.0,) * 24
    upto = [0.0]
    for hour in hours:
        upto.append(upto[-1] + hour)
    return np.array([so_far / upto[-1] for so_far in upto])


def workspace(world: World) -> Workspace:
    """Memory for one thread."""
    return Workspace(len(world.network))


def workspace_key(world: World) -> int:
    """Worlds with an equal key can share a workspace: those with as many accounts."""
    return len(world.network)


def planned_posts(plan: Plan) -> state.Planned:
    """The plan's posts; a classic plan's seeds post at time 0."""
    n = len(plan.seeds)
    return state.Planned(
        frozen(plan.seeds, np.int32),
        frozen(np.zeros(n), np.int32),
        frozen(np.full(n, state.OWNED), np.int32),
        frozen(np.zeros(n), np.int32),
        frozen(np.zeros(n), np.float64),
    )


def simulate(world: World, plan: Plan, key: int, work: Workspace) -> Outcome:
    """One campaign, times in hours; the outcome is a view of ``work`` and holds until its next use.

    ``events`` of the outcome hold the posts, in the order in which they were made: ``post_author``, ``post_parent``
    (the post that was shared; -1 for the plan's), ``post_published`` (hours), ``post_impressions``, and
    ``post_actions`` (a column for each of :data:`sim.models.campaign.parameters.ACTIONS`).
    """
    planned = planned_posts(plan)
    while len(work.arrays.author) < len(planned.author):
        work.arrays = state.grown(work.arrays, state.MORE_POSTS)
    engine.plan_posts(world.kernel, planned, work.arrays, U(key))
    while (full := engine.run(world.kernel, work.arrays, U(key))) != state.DONE:
        work.arrays = state.grown(work.arrays, full)
    return _outcome(work.arrays)


def _outcome(work: state.Work) -> Outcome:
    reached, posts = int(work.counter[state.REACHED]), int(work.counter[state.POSTS])
    events: dict[str, Any] = {
        "post_author": work.author[:posts],
        "post_parent": work.parent[:posts],
        "post_published": work.published[:posts] / HOUR,
        "post_impressions": work.impressions[:posts],
        "post_actions": work.actions[:posts],
    }
    engine.clean(work)
    return Outcome(work.accounts[:reached], work.at[:reached] / HOUR, work.by[:reached], events)
