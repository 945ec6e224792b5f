"""The campaign's arrays, borrowed: handed on without counting who holds them (:func:`sim.lanes.borrowed`)."""

import numpy as np

from sim.jit import bare, leaf
from sim.lanes import borrowed
from sim.models.campaign.state import Planned, Work, World, Worlds


@bare
def worlds_of(world):
    """The world on all platforms, borrowed."""
    return Worlds(
        borrowed(world.offsets),
        borrowed(world.audience),
        borrowed(world.mutual),
        borrowed(world.person),
        borrowed(world.rhythm),
        borrowed(world.item),
        borrowed(world.numbers),
        borrowed(world.feed),
        borrowed(world.scores),
        borrowed(world.segment),
        borrowed(world.failure),
        borrowed(world.pools),
        borrowed(world.home),
    )


@leaf
def on_platform(worlds, platform):
    """The world on one platform; ``worlds`` is borrowed."""
    return World(
        worlds.offsets[platform],
        worlds.audience,
        worlds.mutual,
        worlds.person[platform],
        worlds.rhythm[platform],
        worlds.item[platform],
        worlds.numbers[platform],
        worlds.feed[platform],
        worlds.scores[platform],
        worlds.segment,
        worlds.failure,
        worlds.pools[platform],
    )


@leaf
def at_home(worlds, account):
    """The world on the platform where the account is most often."""
    return on_platform(worlds, np.int64(worlds.home[account]))


@bare
def planned_of(planned):
    """The planned, borrowed."""
    return Planned(
        borrowed(planned.post),
        borrowed(planned.push),
        borrowed(planned.aimed),
        borrowed(planned.aimed_from),
        borrowed(planned.lever),
    )


@bare
def work_of(work):
    """The work, borrowed."""
    return Work(
        borrowed(work.row),
        borrowed(work.lists),
        borrowed(work.bins),
        borrowed(work.post),
        borrowed(work.post_key),
        borrowed(work.tally),
        borrowed(work.offer),
        borrowed(work.candidate),
        borrowed(work.contact),
        borrowed(work.event),
        borrowed(work.event_at),
        borrowed(work.order),
        borrowed(work.order_key),
        borrowed(work.pending),
        borrowed(work.case),
        borrowed(work.pair),
        borrowed(work.pair_count),
        borrowed(work.bought),
        borrowed(work.picked),
        borrowed(work.lever),
        borrowed(work.meeting),
        borrowed(work.sums),
        borrowed(work.counter),
    )
