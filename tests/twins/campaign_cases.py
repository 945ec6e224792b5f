"""What the tests of the campaign's twin share: a case, the engine's events of it as tables, and the agents' events."""

import functools
from typing import Any, NamedTuple

import numpy as np

import sim
from sim import agents
from sim.models import campaign
from sim.models.campaign import making, places, state
from sim.models.campaign.parameters import HIDE
from sim.network import Network
from sim.randomness import JUDGING, world_key
from sim.world import Plan, World, plan_of_seeds


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
    further: tuple[Network, ...] = ()


def prepared(case):
    """The engine's world of a case, with the table of ordinary posts that the engine finds."""
    return campaign.prepare(case.network, case.setting, case.item, case.seed, case.further)


def invented(case, number):
    """The engine's world of a case with tables that nobody found anywhere: both twins must follow what they say."""
    items = case.item if isinstance(case.item, tuple) else (case.item,)
    draws = np.random.default_rng(number)
    kernels = making.worlds_of(case.network, case.setting, items, case.seed, case.further)
    kernel = state.together([with_any_table(kernel, draws) for kernel in kernels])
    known = {}
    for place in range(len(kernels) * len(case.network) if number % 3 == 2 else 0):  # every third author is known
        if draws.uniform() < 0.3:
            known[place % len(case.network), place // len(case.network)] = tuple(draws.normal(0.0, 1.0, 2).tolist())
    return World(case.network, "campaign", case.setting, kernel, items, case.further, known)


def with_any_table(kernel, draws):
    """One platform's arrays with a table that is drawn."""
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
    return kernel._replace(numbers=numbers, feed=feed, scores=scores)


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
    """What is told, array by array with its type; some also as tables."""
    events = {name: getattr(outcome, name) for name in ("reached_at", "reached_by")} | outcome.events
    found = {name: (str(values.dtype), plain(values)) for name, values in events.items()}
    tables = {
        "reached": rows(vars(outcome), "reached", "reached_at", "reached_by"),
        "posts": rows(events, *POST),
        "seen": rows(events, *SEEN),
    }
    return {"events": found, **tables}


def plain(values):
    """An array as a list, with None where there is no number: nan is not equal to itself."""
    return np.where(np.isnan(values), None, values).tolist() if values.dtype.kind == "f" else values.tolist()


POST = ("post_author", "post_item", "post_kind", "post_parent", "post_origin", "post_published", "post_impressions")
POST += ("post_actions",)
SEEN = ("seen_account", "seen_post", "seen_at", "seen_channel")


def engine_events(case, world=None):
    """What the engine says of a case."""
    return events_of(outcome_of(case, world=world))


def model_of(case, module=agents, world=None):
    """The agents' model of a case, at its start."""
    setting = {"item": case.item, "seed": case.seed, "replicate": case.replicate, **case.setting.model_dump()}
    return module.Campaign(case.network, case.plan, world=world, further=case.further, **setting)


def run_twin(case, module=agents, world=None):
    """The same, run to its end."""
    model = model_of(case, module, world)
    while model.running:
        model.step()
    return model


def twin_events(case, module=agents, world=None):
    """What the agents say, in the same form."""
    return events_of(run_twin(case, module, world).outcome())
