"""How a comparison's replicates are laid out: in blocks, and blocks in rounds.

Replicate r happens on realisation r mod R. Replicates of one realisation are judged in chunks; a block is one chunk of
one realisation, with all plans, and has one draw of the uncertain parameters and one pick of the plans that pick
accounts at random. A round is one block of every realisation: the stopping rule looks only at the ends of rounds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sim.experiment.code import random_plans

ROUND = 50
"""Replicates in a round, at least: the rhythm of parts on disk and of the stopping rule's looks."""
DRAW_WORLDS = 10
"""Worlds that share one draw (of the uncertain parameters, of accounts picked at random): enough to tell luck from
ignorance, and many draws."""


@dataclass(frozen=True)
class Block:
    """Some replicates of one realisation under one draw (of uncertain parameters, of accounts); -1 where none is."""

    point: int
    realisation: int
    chunk: int
    draw: int
    replicates: tuple[int, ...]

    @property
    def name(self) -> str:
        """The name of its part on disk."""
        return f"point-{self.point}-realisation-{self.realisation}-chunk-{self.chunk}"


@dataclass(frozen=True)
class Layout:
    """How replicates are laid out over realisations, chunks and draws."""

    replicates: int
    realisations: int
    drawn: bool
    """Are uncertain parameters, or accounts, drawn anew from block to block?"""

    @property
    def chunk(self) -> int:
        """Replicates of one realisation in a block."""
        size = -(-ROUND // self.realisations)
        return min(size, DRAW_WORLDS) if self.drawn else size

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return -(-self.replicates // self.round)

    @property
    def round(self) -> int:
        """Replicates in one full round."""
        return self.chunk * self.realisations

    def block(self, point: int, realisation: int, chunk: int) -> Block:
        """One block; the last one may be short or empty."""
        first = chunk * self.round + realisation
        last = min((chunk + 1) * self.round, self.replicates)
        draw = chunk * self.realisations + realisation if self.drawn else -1
        return Block(point, realisation, chunk, draw, tuple(range(first, last, self.realisations)))

    def blocks(self, point: int, rounds: Iterable[int], by_realisation: bool) -> Iterator[Block]:
        """Blocks of these rounds; realisation by realisation, so that each network is made once, or round by round."""
        rounds = list(rounds)
        if by_realisation:
            pairs = [(realisation, chunk) for realisation in range(self.realisations) for chunk in rounds]
        else:
            pairs = [(realisation, chunk) for chunk in rounds for realisation in range(self.realisations)]
        for realisation, chunk in pairs:
            block = self.block(point, realisation, chunk)
            if block.replicates:
                yield block


def layout_of(scenario: Any) -> Layout:
    """How a scenario's replicates are laid out."""
    compare = scenario.compare
    limit = compare.until.max_replicates if compare.until else compare.replicates
    return Layout(limit, scenario.network.realisations, bool(scenario.uncertain) or bool(random_plans(scenario)))
