"""Rules of a plan: at a time it is looked what has happened, and what was reserved goes on or stays where it is.

Rules of one second all look first and act then, so that none depends on what another has done just now.
"""

from typing import Any

import numpy as np

from sim.levers import Rule
from sim.models.campaign import engine, places, state
from sim.models.campaign.plan_rows import lever_order, push_order
from sim.outcome import Outcome
from sim.randomness import U
from sim.world import Plan, PlanError, World


def follow_rules(
    world: World,
    plan: Plan,
    planned: state.Planned,
    work: state.Work,
    key: int,
    rules: tuple[Rule, ...],
    outcome: Outcome,
) -> tuple[state.Work, list[Any]]:
    """The workspace after the rules of one second were looked at, and what each did.

    Raises:
        PlanError: one sets going what is not reserved for it.
    """
    chosen = [rule.decide(world, outcome) for rule in rules]
    for rule, did in zip(rules, chosen, strict=True):
        for name in ("posts", "pushes", "levers"):
            other = set(getattr(did, name)) - set(getattr(rule, name))
            if other:
                raise PlanError(f"a rule sets going {name} {sorted(other)}, which are not reserved for it")
    going = [place for did in chosen for place in did.posts]
    for row in np.flatnonzero(np.isin(planned.post[:, places.PLANNED_PLACE], going)).tolist():
        while work.counter[places.POSTS] >= len(work.post):
            work = state.grown(work, places.MORE_POSTS)
        while work.counter[places.ORIGINS] >= len(work.tally):
            work = state.grown(work, places.MORE_ORIGINS)
        engine.plan_later(world.kernel, planned, work, U(key), row)
    rivals = int(np.count_nonzero(planned.push[:, places.PUSH_OF_RIVAL]))
    rows = {place: rivals + row for row, place in enumerate(push_order(world, plan))}
    for place in (place for did in chosen for place in did.pushes):
        work.bought[rows[place], places.PUSH_ON] = 1
    for place, posts in (boosted for did in chosen for boosted in did.boosted):
        picked = [(rows[place], post) for post in posts]
        work.bought[rows[place], places.PICKED] = 1
        work = work._replace(picked=np.concatenate([work.picked, np.array(picked, np.int64).reshape(-1, 2)]))
    rows = {place: row for row, place in enumerate(lever_order(world, plan))}
    for place in (place for did in chosen for place in did.levers):
        work.lever[rows[place], places.LEVER_ON] = 1.0
    return work, chosen
