"""Shapley values: what each of several players brings to what they reach together.

The value of a player is its gain when it joins those before it, averaged over all orders of joining (Shapley 1953, "A
value for n-person games", Annals of Mathematics Studies 28:307). The values add up to what all
reach together; equal players get the same; who never adds anything gets nothing. Here a player is a group of a plan
(the posts of a channel, of a KOL), and what a group reaches is the simulated plan restricted to it.

Few players are counted exactly, over all groups of them. For more, orders are drawn in antithetic pairs: an order and
the same order backwards (Mitchell, Cooper, Frank and Holmes 2022, "Sampling permutations for Shapley value estimation",
J. Machine Learning Research 23(43)). A pair is exact for every game whose players interact two by two.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np

from sim.estimates.means import EstimateError, bounds, checked_confidence

MOST_EXACT = 6
"""Up to so many players all groups are looked at: 64 of them."""


@dataclass(frozen=True)
class Shapley:
    """Shapley values and their doubt; of each world by itself where the value of a group is an array by world.

    Attributes:
        players: as they were given.
        values: float64[players], or float64[players, ...] for values that are arrays.
        standard_errors: of the values, from the drawn orders alone; 0 where they are exact.
        low, high: ends of the intervals around the values, each by itself; the values themselves where they are exact.
        together: what all players reach, less what nobody reaches: the sum of the values.
        calls: how many groups were looked at.
        exact: whether all orders count.
    """

    players: tuple[Hashable, ...]
    values: np.ndarray
    standard_errors: np.ndarray
    low: np.ndarray
    high: np.ndarray
    together: np.ndarray
    calls: int
    exact: bool

    def __getitem__(self, player: Hashable) -> Any:
        """The value of one player."""
        return self.values[self.players.index(player)]


class _Groups:
    """What each group reaches, asked once; a group is a number whose bits are its players' places."""

    def __init__(self, value: Callable[[tuple], Any], players: tuple):
        self.value, self.players = value, players
        self.known: dict[int, np.ndarray] = {}

    def __call__(self, group: int) -> np.ndarray:
        if group not in self.known:
            members = tuple(player for place, player in enumerate(self.players) if group >> place & 1)
            found = np.asarray(self.value(members), np.float64)
            if not np.isfinite(found).all():
                raise EstimateError(f"the value of the group {members!r} is {found!r}; allowed: finite numbers")
            self.known[group] = found
        return self.known[group]


def shapley(
    value: Callable[[tuple], Any],
    players: Sequence[Hashable],
    *,
    pairs: int = 50,
    seed: int = 0,
    confidence: float = 0.95,
) -> Shapley:
    """The Shapley value of each player.

    Args:
        value: a group of players (a tuple in the order of ``players``; empty: nobody) -> what it reaches: a number, or
            an array of one shape for all groups (one number for each world). Called once a group.
        players: distinct names.
        pairs: with more than :data:`MOST_EXACT` players: how many pairs of orders are drawn. Each costs at most two
            calls a player.
        seed: of the drawn orders.
        confidence: of each interval by itself.

    Raises:
        EstimateError: a player named twice, fewer than two pairs, a value that is not finite.

    >>> def gloves(group):  # one left glove, two right ones; only a pair is worth anything
    ...     return float("left" in group and len(group) > 1)
    >>> found = shapley(gloves, ["left", "right", "right too"])
    >>> found.values.round(4), found.exact, found.calls
    (array([0.6667, 0.1667, 0.1667]), True, 8)
    """
    names = tuple(players)
    twice = [player for place, player in enumerate(names) if player in names[:place]]
    if twice:
        raise EstimateError(f"the player {twice[0]!r} is named twice; name each once")
    if pairs < 2:
        raise EstimateError(f"pairs is {pairs}; allowed: at least 2")
    checked_confidence(confidence)
    groups = _Groups(value, names)
    everyone = (1 << len(names)) - 1
    together = groups(everyone) - groups(0)
    if len(names) <= MOST_EXACT:
        values = _exact(groups, len(names), together.shape)
        return Shapley(names, values, np.zeros_like(values), values, values, together, len(groups.known), True)
    sample = np.stack([_pair(groups, _order(len(names), seed, pair), together.shape) for pair in range(pairs)], axis=-1)
    values, low, high, errors = bounds(sample, confidence)
    return Shapley(names, values, errors, low, high, together, len(groups.known), False)


def _exact(groups: _Groups, count: int, shape: tuple[int, ...]) -> np.ndarray:
    """Each player's gain to each group without it, weighted by the orders in which just this group comes before it."""
    values = np.zeros((count, *shape))
    for group in range(1 << count):
        size = group.bit_count()
        for place in range(count):
            if not group >> place & 1:
                orders = factorial(size) * factorial(count - size - 1) / factorial(count)
                values[place] += orders * (groups(group | 1 << place) - groups(group))
    return values


def _order(count: int, seed: int, pair: int) -> list[int]:
    """Order number ``pair`` of the players: by their draws."""
    from sim.randomness import ESTIMATING, draw_int, world_key

    key = world_key(seed, ESTIMATING, pair)
    return sorted(range(count), key=lambda place: draw_int(key, place))


def _pair(groups: _Groups, order: list[int], shape: tuple[int, ...]) -> np.ndarray:
    """Each player's mean gain in an order and in the same order backwards."""
    gains = np.zeros((len(order), *shape))
    for way in (order, order[::-1]):
        group = 0
        for place in way:
            gains[place] += 0.5 * (groups(group | 1 << place) - groups(group))
            group |= 1 << place
    return gains
