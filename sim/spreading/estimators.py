"""What a strategy may know of a model: how far accounts spread, alone and beside those already added.

The worlds are fixed and of the purpose CHOOSING, so that an account's gain is compared with another's in the same
worlds, and no plan is judged in the worlds that chose it. Which estimator is used follows from what the model offers.
"""

import math
from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np

from sim.jit import jit
from sim.models import model
from sim.network import NetworkError
from sim.randomness import CHOOSING
from sim.spreading.reverse_sets import ReverseSets
from sim.spreading.sizes import spread_sizes, thread_workspaces
from sim.world import World, plan_of_seeds

RELATIVE_ERROR = 0.01
"""Worlds are added until the standard error of the chosen accounts' spread is below this share of it."""

COVERED_BY_EACH = 100
"""And until so many reverse sets are covered for each chosen account, so that the last choices rest on something."""

FIRST_SETS = 1024
MOST_SETS = 1 << 26
FIRST_WORLDS = 100
MOST_WORLDS = 400
"""Forward estimates take so many worlds at first and at most: each costs a cascade for every account in question."""


class SpreadEstimator(Protocol):
    """The helper ``estimate_spread`` of strategies.

    Call :meth:`start` first, then :meth:`gains`, :meth:`gain` and :meth:`add`; at the end :meth:`refine` tells whether
    the choice must be made again in more worlds.
    """

    @property
    def worlds(self) -> int:
        """In how many worlds is looked."""

    @property
    def spread(self) -> float:
        """Estimated reach of the accounts added."""

    @property
    def relative_error(self) -> float:
        """Standard error of ``spread``, as a share of it; inf if nobody was reached."""

    def start(self, candidates: np.ndarray | None = None) -> None:
        """Forget what was added. Only ``candidates`` will be asked for (all accounts if None)."""

    def gains(self, accounts: np.ndarray) -> np.ndarray:
        """The reach of each account alone (float64)."""

    def gain(self, account: int) -> float:
        """How much reach the account adds to what was added so far."""

    def add(self, account: int) -> None:
        """Add an account."""

    def refine(self) -> bool:
        """True if what was added is not known well enough and worlds were added: start again."""


@jit
def _uncovered(sets, start, stop, covered):
    count = np.int64(0)
    for j in range(start, stop):
        count += np.int64(1) - np.int64(covered[sets[j]])
    return count


@jit
def _cover(sets, start, stop, covered):
    count = np.int64(0)
    for j in range(start, stop):
        count += np.int64(1) - np.int64(covered[sets[j]])
        covered[sets[j]] = 1
    return count


class ReverseSpread:
    """Spread by coverage of reverse sets, for models with ``reverse_sets``; memory at most half a gigabyte."""

    def __init__(
        self, world: World, *, seed: int, threads: int = 1, purpose: int = CHOOSING, module: Any = None
    ) -> None:
        self.world, self.seed, self.purpose = world, seed, purpose
        self.module = module or model(world.model)
        self.works = thread_workspaces(world, threads, self.module)
        self.wanted: np.ndarray | None = None

    @property
    def worlds(self) -> int:
        """How many reverse sets there are, each in a world of its own."""
        return self.found.count

    @property
    def spread(self) -> float:
        """Estimated reach of the accounts added."""
        return len(self.world.network) * self.covered_count / self.found.count

    @property
    def relative_error(self) -> float:
        """Standard error of ``spread``, as a share of it; inf if nothing is covered."""
        share = self.covered_count / self.found.count
        return float(np.sqrt((1 - share) / (share * self.found.count))) if share else np.inf

    def start(self, candidates: np.ndarray | None = None) -> None:
        """Forget what was added; sets are made anew only for other candidates."""
        wanted = np.zeros(len(self.world.network), np.uint8)
        wanted[slice(None) if candidates is None else candidates] = 1
        if self.wanted is None or not np.array_equal(wanted, self.wanted):
            self.wanted = wanted
            self.found = ReverseSets(self.module, self.world, wanted, self.seed, self.purpose, self.works)
            self.found.grow(FIRST_SETS)
        self._reset()

    def _reset(self) -> None:
        self.covered = np.zeros(self.found.count, np.uint8)
        self.covered_count = 0
        self.added = 0

    def gains(self, accounts: np.ndarray) -> np.ndarray:
        """The reach of each account alone (float64)."""
        starts = self.found.starts
        return (starts[accounts + 1] - starts[accounts]) * (len(self.world.network) / self.found.count)

    def gain(self, account: int) -> float:
        """How much reach the account adds to what was added so far."""
        found = self.found
        count = _uncovered(found.sets, *self._row(account), self.covered)
        return count * (len(self.world.network) / found.count)

    def add(self, account: int) -> None:
        """Add an account."""
        self.covered_count += _cover(self.found.sets, *self._row(account), self.covered)
        self.added += 1

    def _row(self, account: int) -> tuple[int, int]:
        return int(self.found.starts[account]), int(self.found.starts[account + 1])

    def refine(self) -> bool:
        """See :class:`SpreadEstimator`: more sets until ``RELATIVE_ERROR`` and ``COVERED_BY_EACH`` hold."""
        found, have = self.found, max(self.covered_count, 1)
        share = self.covered_count / found.count
        short = max((1 - share) / (RELATIVE_ERROR * RELATIVE_ERROR), COVERED_BY_EACH * self.added) / have
        if short <= 1:
            return False
        before = found.count
        found.grow(min(MOST_SETS, int(before * min(max(1.1 * short, 1.5), 16.0))))
        self._reset()
        return found.count > before


class ForwardSpread:
    """Spread by cascades with and without, in the same worlds, for any model."""

    def __init__(
        self, world: World, *, seed: int, threads: int = 1, purpose: int = CHOOSING, module: Any = None
    ) -> None:
        self.world, self.module, self.worlds = world, module or model(world.model), FIRST_WORLDS
        works = thread_workspaces(world, threads, self.module)
        self.sampling: dict[str, Any] = {"seed": seed, "purpose": purpose, "workspaces": works, "module": self.module}
        self.start()

    @property
    def spread(self) -> float:
        """Estimated reach of the accounts added."""
        return int(self.sizes.sum()) / self.worlds

    @property
    def relative_error(self) -> float:
        """Standard error of ``spread``, as a share of it; inf if nobody was added."""
        sizes, n = self.sizes.tolist(), self.worlds  # whole numbers: their sums are exact in any order
        squares = n * sum(size * size for size in sizes) - sum(sizes) * sum(sizes)
        return math.sqrt(squares / (n - 1)) / sum(sizes) if any(sizes) else math.inf

    def start(self, candidates: np.ndarray | None = None) -> None:
        """Forget what was added."""
        self.added: list[int] = []
        self.sizes = np.zeros(self.worlds, np.int64)

    def _sizes(self, accounts: Iterable[int]) -> np.ndarray:
        plan = plan_of_seeds(np.array(list(accounts), np.int64), self.world.network)
        return spread_sizes(self.world, plan, replicates=self.worlds, **self.sampling)

    def gains(self, accounts: np.ndarray) -> np.ndarray:
        """The reach of each account alone (float64)."""
        return np.array([int(self._sizes([int(account)]).sum()) / self.worlds for account in accounts], np.float64)

    def gain(self, account: int) -> float:
        """How much reach the account adds to what was added so far."""
        if account in self.added:
            return 0.0
        return int((self._sizes([*self.added, account]) - self.sizes).sum()) / self.worlds

    def add(self, account: int) -> None:
        """Add an account."""
        if account not in self.added:
            self.added.append(account)
            self.sizes = self._sizes(self.added)

    def refine(self) -> bool:
        """See :class:`SpreadEstimator`: more worlds until ``RELATIVE_ERROR`` holds or there are ``MOST_WORLDS``."""
        error = self.relative_error
        if error <= RELATIVE_ERROR or self.worlds >= MOST_WORLDS or not self.added:
            return False
        short = error / RELATIVE_ERROR
        self.worlds = min(MOST_WORLDS, int(self.worlds * max(1.5, 1.1 * (short * short))))
        self.start()
        return True


def estimator(
    world: World, *, seed: int, threads: int = 1, purpose: int = CHOOSING, module: Any = None
) -> SpreadEstimator:
    """The estimator for this world: by reverse sets if the model has them for this world, else by cascades.

    Args:
        seed: the scenario's seed.
        threads: results are the same for any number.
        purpose: of the worlds; only a test of what goes wrong takes another than CHOOSING.
        module: the model, if it is not the one that the registry has under the world's name.
    """
    module = module or model(world.model)
    kind: Any = ReverseSpread if _can_reverse(module, world) else ForwardSpread
    return kind(world, seed=seed, threads=threads, purpose=purpose, module=module)


def _can_reverse(module: Any, world: World) -> bool:
    if not (hasattr(module, "reverse") and hasattr(module, "reverse_sets")):
        return False
    try:
        module.reverse(world, 0, 0, module.workspace(world))
    except NetworkError:  # a linear threshold world whose content lifts weights above 1 has no live edges
        return False
    return True
