"""What happened in one world under one plan."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sim.border import counted


class Reached(NamedTuple):
    """The part of a thread's workspace that every model fills: who was reached, when, and by whom.

    Allocated once a thread for all accounts (17 bytes each) and cleaned by undoing, so a cascade that reaches 80
    accounts costs 80 accounts' work. ``active`` is all zero between two replicates.
    """

    accounts: np.ndarray  # int32[n]: in the order of reaching; the first `count` hold
    at: np.ndarray  # float64[n]: when, in the model's unit of time; seeds at their own time
    by: np.ndarray  # int32[n]: whose share did it; -1 for a seed
    active: np.ndarray  # uint8[n]: 1 while the account counts as reached


def reached_workspace(account_count: int) -> Reached:
    """A clean workspace for networks of this many accounts."""
    return Reached(
        np.zeros(account_count, np.int32),
        np.zeros(account_count, np.float64),
        np.zeros(account_count, np.int32),
        np.zeros(account_count, np.uint8),
    )


@dataclass(frozen=True, repr=False)
class Outcome:
    """Who was reached, in order, when and by whom.

    Attributes:
        reached: account ids in the order of reaching (int32).
        reached_at: when each was reached, aligned with ``reached`` (float64; steps for the classic models).
        reached_by: the account whose share reached each, aligned with ``reached`` (int32); -1 for a seed.
        events: further recorded events by name, empty for the classic models.
        recipe: the call that made it, where a public call did.

    Inside an experiment the arrays are views of the thread's workspace and hold until the next replicate; what a public
    call returns is a copy of its own.
    """

    reached: np.ndarray
    reached_at: np.ndarray
    reached_by: np.ndarray
    events: dict[str, np.ndarray] = field(default_factory=dict)
    recipe: dict[str, Any] = field(default_factory=dict)

    @property
    def reach(self) -> int:
        """How many distinct accounts were reached, the seeds included."""
        return len(self.reached)

    def copy(self) -> "Outcome":
        """The same outcome in arrays of its own."""
        return Outcome(
            self.reached.copy(),
            self.reached_at.copy(),
            self.reached_by.copy(),
            {name: values.copy() for name, values in self.events.items()},
            dict(self.recipe),
        )

    def __repr__(self) -> str:
        if not self.reach:
            return "Outcome: nobody was reached"
        seeds = int(np.count_nonzero(self.reached_by < 0))
        last = self.reached_at.max()
        told = f"{counted(self.reach, 'account')} reached from {counted(seeds, 'seed')}"
        return f"Outcome: {told}, the last at {last:g}"
