"""Rules frozen: what each rule of a plan decided in a world is done again where the plan is lived without some of it.

Else a rule would answer to what was taken away, and the difference of two runs would be that of the rule, too: without
a KOL reach lags, so more ads are bought, and the KOL seems to have added nothing.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.levers import Chosen
from sim.outcome import Outcome
from sim.world import Plan

PostName = tuple[int, int, int, int, float]
"""A post of a plan, whatever else happens: author, item, kind, platform, when it came out (hours)."""


@dataclass(frozen=True)
class Decision:
    """What a rule did, in words that hold in every run of the same world.

    Attributes:
        chosen: places in the whole plan of what went on.
        boosted: for a push (its place) the posts that it boosts alone.
        fixed_cents: as the rule's own decision has it.
    """

    chosen: Chosen
    boosted: tuple[tuple[int, tuple[PostName, ...]], ...]
    fixed_cents: int = 0

    def __call__(self, world: Any, outcome: Outcome) -> Chosen:
        """The same again; a boost goes to those of its posts that are there, and does not go on if none is."""
        boosted = tuple((push, rows) for push, posts in self.boosted if (rows := rows_of(outcome, posts)))
        idle = {push for push, _ in self.boosted} - {push for push, _ in boosted}
        pushes = tuple(place for place in self.chosen.pushes if place not in idle)
        return Chosen(self.chosen.posts, pushes, self.chosen.levers, boosted)


class Noting:
    """A rule's decision that is written down when it is made."""

    def __init__(self, decide: Callable[[Any, Outcome], Chosen]):
        self.decide = decide
        self.fixed_cents = int(getattr(decide, "fixed_cents", 0))
        self.decision = Decision(Chosen(), (), self.fixed_cents)

    def __call__(self, world: Any, outcome: Outcome) -> Chosen:
        chosen = self.decide(world, outcome)
        boosted = tuple((push, names_of(outcome, rows)) for push, rows in chosen.boosted)
        self.decision = Decision(dataclasses.replace(chosen, boosted=()), boosted, self.fixed_cents)
        return chosen


def lived(simulate: Callable[[Plan], Outcome], plan: Plan) -> tuple[Outcome, Plan]:
    """The outcome of a plan in one world, and the plan whose rules do again what they did there.

    >>> import numpy as np
    >>> from sim.levers import Rule
    >>> nothing = np.zeros(0, np.int32)
    >>> events = dict.fromkeys(("post_author", "post_item", "post_kind", "post_platform", "post_published"), nothing)
    >>> one, two = (Outcome(np.arange(n), np.zeros(n), np.arange(n), events) for n in (1, 2))
    >>> grows = Rule(3600.0, lambda world, outcome: Chosen(pushes=(0,)) if outcome.reach > 1 else Chosen())
    >>> def simulate(plan):  # the rule sees that two accounts were reached
    ...     plan.rules[0].decide(None, two)
    ...     return two
    >>> _, frozen = lived(simulate, Plan(nothing, rules=(grows,)))
    >>> frozen.rules[0].decide(None, one).pushes, grows.decide(None, one).pushes
    ((0,), ())
    """
    notes = [Noting(rule.decide) for rule in plan.rules]
    outcome = simulate(_with_decisions(plan, notes))
    return outcome, _with_decisions(plan, [note.decision for note in notes])


def _with_decisions(plan: Plan, decisions: list[Any]) -> Plan:
    rules = [dataclasses.replace(rule, decide=decide) for rule, decide in zip(plan.rules, decisions, strict=True)]
    return dataclasses.replace(plan, rules=tuple(rules))


def names_of(outcome: Outcome, rows: Any) -> tuple[PostName, ...]:
    """The names of the posts in these rows."""
    rows = np.asarray(rows, np.int64)
    columns = [outcome.events[f"post_{name}"][rows].tolist() for name in ("author", "item", "kind", "platform")]
    return tuple(zip(*columns, outcome.events["post_published"][rows].tolist(), strict=True))


def rows_of(outcome: Outcome, posts: tuple[PostName, ...]) -> tuple[int, ...]:
    """The rows in which these posts stand, in their order; without those that are not there."""
    # A share has its sharer's name, and no post of a plan has the kind of a share.
    row = {name: place for place, name in enumerate(names_of(outcome, np.arange(len(outcome.events["post_author"]))))}
    return tuple(row[name] for name in posts if name in row)
