"""What is decided in mid-campaign: a condition on a metric, the better item of a pilot, the best posts so far."""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from sim import metrics
from sim.experiment.post_measures import best_posts, of_ads
from sim.levers import Chosen, Rule
from sim.outcome import Outcome
from sim.scenario.compare_choices import Condition
from sim.world import World

OPERATORS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class BestOut:
    """A boost of the plan's posts that did best so far; where none is out, or none was seen, nothing is boosted.

    Attributes:
        by: a measure of single posts.
        count: how many posts at most.
        item: place in the content, or -1 for any.
        push: place in the plan of the boost.
        platform: the place of the platform on which it is.
    """

    by: str
    count: int
    item: int
    push: int
    platform: int = 0

    def __call__(self, world: World, outcome: Outcome) -> Chosen:
        rows = best_posts(outcome, self.by, self.count, self.item, self.platform)
        return Chosen(pushes=(self.push,), boosted=((self.push, rows),)) if rows else Chosen()


@dataclass(frozen=True)
class IfMet:
    """Everything that is reserved goes on if a metric of the outcome so far meets a condition; nan meets none.

    Attributes:
        cost: what the plan sets aside, for each person of an account (currency), for metrics that need it.
        everything: what goes on, but for boosts of the best posts.
        fixed_cents: what of the plan's fixed cents is not spent if it does not (wages, prizes).
        best: boosts of the posts that did best by then; where none is out they stay where they are.
    """

    condition: Condition
    cost: float
    everything: Chosen
    fixed_cents: int = 0
    best: tuple[BestOut, ...] = ()

    def __call__(self, world: World, outcome: Outcome) -> Chosen:
        value = metrics.measure(self.condition.metric, world, outcome, cost=self.cost)
        assert isinstance(value, float)
        met = OPERATORS[self.condition.op](value, self.condition.value)
        if not met:
            return Chosen()
        found = [one(world, outcome) for one in self.best]
        return replace(
            self.everything,
            pushes=(*self.everything.pushes, *(push for one in found for push in one.pushes)),
            boosted=tuple(picked for one in found for picked in one.boosted),
        )


@dataclass(frozen=True)
class BetterItem:
    """The ads of the item whose ads did better; of equals those of the first, and one that nobody has seen is worst.

    Attributes:
        by: a measure of single posts.
        items: places of the two items in the content.
        pushes: places in the plan of the ads that may go on, in the same order.
        platform: the place of the platform on which they are.
    """

    by: str
    items: tuple[int, int]
    pushes: tuple[int, int]
    platform: int = 0

    def __call__(self, world: World, outcome: Outcome) -> Chosen:
        first, second = (of_ads(outcome, self.by, item, self.platform) for item in self.items)
        better = 1 if not math.isnan(second) and (math.isnan(first) or second > first) else 0
        return Chosen(pushes=(self.pushes[better],))


@dataclass(frozen=True)
class Remapped:
    """The decision of a rule in a plan of which some was taken away: places that are gone are left out.

    Attributes:
        decide: of the whole plan.
        posts, pushes, levers: place in the whole plan -> place in what is left.
    """

    decide: Callable[[Any, Any], Chosen]
    posts: dict[int, int]
    pushes: dict[int, int]
    levers: dict[int, int]

    @property
    def fixed_cents(self) -> int:
        """As in the whole plan."""
        return int(getattr(self.decide, "fixed_cents", 0))

    def __call__(self, world: World, outcome: Outcome) -> Chosen:
        found = self.decide(world, outcome)
        return Chosen(
            moved(found.posts, self.posts),
            moved(found.pushes, self.pushes),
            moved(found.levers, self.levers),
            tuple((self.pushes[push], rows) for push, rows in found.boosted if push in self.pushes),
        )


def released(rules: tuple[Rule, ...], outcome: Outcome) -> int:
    """Cents of what is spent whatever happens that were not, as their rules did not come true in this outcome."""
    taken = outcome.events.get("rule_taken")
    if taken is None:
        return 0
    return sum(
        int(getattr(rule.decide, "fixed_cents", 0)) for rule, went_on in zip(rules, taken, strict=True) if not went_on
    )


@dataclass(frozen=True)
class Cost:
    """What a plan costs in one world, before what the world says that it left unspent.

    Attributes:
        set_aside: for all people (currency).
        people: how many people one account stands for.
        rules: of the plan.
    """

    set_aside: float
    people: float
    rules: tuple[Rule, ...] = ()

    def of(self, outcome: Outcome) -> float:
        """For each person of an account (currency)."""
        return (self.set_aside - released(self.rules, outcome) / 100) / self.people


def moved(places: tuple[int, ...], to: dict[int, int]) -> tuple[int, ...]:
    """Places in what is left.

    >>> moved((0, 2, 3), {0: 0, 3: 1})
    (0, 1)
    """
    return tuple(to[place] for place in places if place in to)
