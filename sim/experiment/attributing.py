"""Who brought what: a plan lived again with some of its groups alone, in the worlds that judged it.

Of each world: Shapley values, what each group reaches alone, and what it adds to all others; beside them what the rules
of attribution credit to it, and what it spent. Rules are frozen, money that is not spent stays unspent.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim import metrics
from sim.estimates.shapley import shapley
from sim.experiment.frozen_rules import lived
from sim.experiment.group_money import Money, commissions, money_of
from sim.experiment.group_touches import touches
from sim.experiment.making import PlanMade
from sim.experiment.plan_groups import Grouping
from sim.metrics.attribution import RULES
from sim.metrics.events import CENTS
from sim.models import campaign
from sim.outcome import Outcome
from sim.randomness import JUDGING, world_key
from sim.spreading.batches import in_batches
from sim.spreading.sizes import thread_workspaces
from sim.world import Plan, World

PAIRS = 4
"""Of more groups than are counted exactly: pairs of orders in each world. Worlds have orders of their own, so that the
interval over worlds holds the doubt of both."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a plan.

    Attributes:
        metrics: names of metrics that are sums.
        shares: whether Shapley values are wanted; without them only what each group adds.
    """

    metrics: tuple[str, ...]
    shares: bool = True


@dataclass(frozen=True)
class Brought:
    """What each group of a plan brought in each world.

    Attributes:
        names: the groups.
        shapley, alone, added: float64[worlds, metrics, groups]; the first two nan where no shares were asked for.
        together: what the whole plan brings (float64[worlds, metrics]).
        touched: credits by rule (float64[worlds, metrics, rules, groups + 1]), last those of no group.
        spent: currency (float64[worlds, groups + 1]) with commission, last what belongs to no group.
    """

    names: tuple[str, ...]
    shapley: np.ndarray
    alone: np.ndarray
    added: np.ndarray
    together: np.ndarray
    touched: np.ndarray
    spent: np.ndarray


@dataclass(frozen=True)
class Dividing:
    """A plan in one world (network), ready to be lived with some of its groups."""

    asked: Asked
    world: World
    plan: Plan
    grouping: Grouping
    money: Money
    seed: int

    def replicate(self, number: int, work: Any, into: Brought, row: int) -> None:
        """Fill in what happens in one replicate."""
        key, names = world_key(self.seed, JUDGING, number), self.grouping.names
        without = campaign.without_plan(self.world, key, work)

        def simulated(plan: Plan) -> Outcome:
            outcome = campaign.simulate(self.world, plan, key, work)
            outcome.events.update(without)
            return outcome

        outcome, frozen = lived(simulated, self.plan)
        whole = self._measured(frozen, outcome)
        spent = self.money.of(self.grouping, self.world, frozen, outcome)
        into.spent[row] = np.array([*spent.values(), self.money.content]) / CENTS
        into.spent[row, :-1] += commissions(self.grouping, self.world, self.plan, outcome) / CENTS
        for place, metric in enumerate(self.asked.metrics):
            into.touched[row, place] = touches(metric, self.grouping, self.plan, self.world, outcome)
        known = {frozenset(names): whole}

        def value(group: Any) -> np.ndarray:
            kept = frozenset(group)
            if kept not in known:
                rest = self.grouping.only(frozen, kept)
                known[kept] = self._measured(rest, simulated(rest))
            return known[kept]

        nobody = value(())
        into.together[row] = whole - nobody
        for place, name in enumerate(names):
            into.added[row, :, place] = whole - value(name_ for name_ in names if name_ != name)
        if self.asked.shares:
            found = shapley(value, names, pairs=PAIRS, seed=key)
            into.shapley[row] = found.values.T
            into.alone[row] = np.stack([value((name,)) - nobody for name in names], axis=-1)

    def _measured(self, plan: Plan, outcome: Any) -> np.ndarray:
        cost = self.money.cost(self.grouping, plan, outcome, self.world)
        found = [metrics.measure(metric, self.world, outcome, cost=cost) for metric in self.asked.metrics]
        return np.array(found, np.float64)


def brought(
    asked: Asked,
    world: World,
    made: PlanMade,
    grouping: Grouping,
    quotes: Any,
    *,
    seed: int,
    replicates: list[int],
    threads: int,
) -> Brought:
    """What each group of a plan brought in these replicates; the same for any number of threads.

    Args:
        asked: what is wanted.
        world, made: a campaign's.
        grouping: the groups, to one of which each part of the plan belongs.
        quotes: what posts cost on the first platform.
        seed, replicates: which worlds.
        threads: over worlds.
    """
    one = Dividing(asked, world, made.plan, grouping, money_of(made, grouping, quotes), seed)
    worlds, count, groups = len(replicates), len(asked.metrics), len(grouping.names)
    found = Brought(
        grouping.names,
        shapley=np.full((worlds, count, groups), np.nan),
        alone=np.full((worlds, count, groups), np.nan),
        added=np.zeros((worlds, count, groups)),
        together=np.zeros((worlds, count)),
        touched=np.zeros((worlds, count, len(RULES), groups + 1)),
        spent=np.zeros((worlds, groups + 1)),
    )
    if not groups:
        return found

    def worker(work: Any) -> Any:
        def some(start: int, stop: int) -> None:
            for row in range(start, stop):
                one.replicate(replicates[row], work, found, row)

        return some

    in_batches(worlds, [worker(work) for work in thread_workspaces(world, min(threads, worlds))])
    return found
