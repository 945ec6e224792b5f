"""A plan without some of its posts, pushes or levers: for what each of them adds, or a group of them together."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.experiment.rules import Remapped, moved
from sim.levers import Lever
from sim.world import Plan, PlannedPost, Push


def everything(part: Any) -> bool:
    """Keeps all."""
    return True


def restricted(
    plan: Plan,
    post: Callable[[PlannedPost], bool] = everything,
    push: Callable[[Push], bool] = everything,
    lever: Callable[[Lever], bool] = everything,
    seed: Callable[[int], bool] = everything,
) -> Plan:
    """The plan with only those posts, pushes, levers and seeds. What would have been paid for the others stays unspent.

    Its rules stay; of what they reserve they have what is left. They decide by what happens without the others, unless
    the plan's rules are frozen (:mod:`sim.experiment.frozen_rules`). What is spent whatever happens (``fixed_cents``)
    stays too.

    >>> import numpy as np
    >>> plan = Plan(np.zeros(0, np.int32), (PlannedPost(3, 0, 1, 0.0), PlannedPost(5, 0, 1, 60.0)))
    >>> [post.author for post in restricted(plan, post=lambda post: post.author != 3).posts]
    [5]
    """
    posts, pushes = _kept(plan.posts, post), _kept(plan.pushes, push)
    levers = _kept(plan.levers, lever)
    rules = tuple(
        dataclasses.replace(
            rule,
            decide=Remapped(rule.decide, posts, pushes, levers),
            posts=moved(rule.posts, posts),
            pushes=moved(rule.pushes, pushes),
            levers=moved(rule.levers, levers),
        )
        for rule in plan.rules
    )
    seeds = np.array([account for account in plan.seeds.tolist() if seed(account)], np.int32)
    seeds.flags.writeable = False
    return dataclasses.replace(
        plan,
        seeds=seeds,
        posts=tuple(plan.posts[place] for place in posts),
        pushes=tuple(plan.pushes[place] for place in pushes),
        levers=tuple(plan.levers[place] for place in levers),
        rules=rules,
    )


def _kept(parts: tuple[Any, ...], keep: Callable[[Any], bool]) -> dict[int, int]:
    """Places of what stays -> their places then, in order."""
    places = [place for place, part in enumerate(parts) if keep(part)]
    return {place: number for number, place in enumerate(places)}
