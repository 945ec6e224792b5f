"""Edges in rows: the kernels that turn an edge list into rows of neighbours, and rows around.

Each edge goes to a row far away, and in a large network each costs a miss of the cache. So edges of large networks are
first parcelled out, in their order, to blocks of rows, which writes to a few hundred places at once, and then block by
block put into their rows, which stay in the cache: the same bytes in half the time, for two bytes an edge meanwhile.
"""

from typing import Final

import numpy as np

from sim.csr import kernels
from sim.csr.kernels import BLOCK_BITS, accumulate, drop_repeated, survey

__all__ = [
    "BLOCK_BITS",
    "Blocks",
    "accumulate",
    "both_directions",
    "count_self_loops",
    "count_targets",
    "drop_repeated",
    "is_large",
    "no_blocks",
    "read_only",
    "repeated",
    "rows",
    "sorted_rows",
    "transpose",
    "transpose_values",
    "without",
]

LARGE: Final = 1 << 16
"""Networks with more accounts than this are done in blocks; smaller ones stay in the cache anyway."""


def read_only(array: np.ndarray) -> np.ndarray:
    """A view that kernels see as one type, whoever may write the array itself."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


def count_targets(neighbours: np.ndarray, offsets: np.ndarray) -> None:
    """``offsets[v + 2]`` grows by the edges to ``v``; offsets (int64) are two longer than the accounts."""
    kernels.count_rows(read_only(neighbours), offsets)


class Blocks:
    """``n`` rows that are filled block by block; ``counts`` says how many edges each block gets.

    Attributes:
        cursor: the next free place of each block (int64).
        row: the place of each edge's row in its block (uint16[m]).
    """

    def __init__(self, n: int, counts: np.ndarray):
        self.offsets = np.zeros(n + 1, np.int64)
        self.starts = np.concatenate([[0], np.cumsum(counts)])
        self.cursor = self.starts[:-1].copy()
        self.row = np.empty(self.starts[-1], np.uint16)

    def settle(self, neighbours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Once every edge is in its block: put it into its row; (offsets, neighbours)."""
        held = np.empty(int(np.diff(self.starts).max(initial=0)), np.int32)
        kernels.settle_blocks(self.starts, self.row, held, self.offsets, neighbours)
        return self.offsets, neighbours


def no_blocks(n: int) -> np.ndarray:
    """Counts for the blocks of ``n`` rows, all 0."""
    return np.zeros(n + (1 << BLOCK_BITS) - 1 >> BLOCK_BITS, np.int64)


def is_large(n: int) -> bool:
    """Whether ``n`` rows are better filled in blocks."""
    return n > LARGE


def transpose_values(
    offsets: np.ndarray, neighbours: np.ndarray, values: np.ndarray, cursor: np.ndarray, out_values: np.ndarray
) -> None:
    """Carry a 64-bit value of each edge to the transposed rows; ``cursor`` starts as the transposed offsets.

    Only bits are moved, so values of any 64-bit type go through one kernel.
    """
    bits = read_only(values).view(np.uint64)
    kernels.transpose_values(read_only(offsets), read_only(neighbours), bits, cursor, out_values.view(np.uint64))


def transpose(
    offsets: np.ndarray, neighbours: np.ndarray, room: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the reversed edges: (offsets int64[n + 1], neighbours int32[m]), these in ``room`` if it is given."""
    n = len(offsets) - 1
    offsets, neighbours = read_only(offsets), read_only(neighbours)
    out = np.empty(len(neighbours), np.int32) if room is None else room
    if is_large(n):
        counts = no_blocks(n)
        kernels.count_blocks(neighbours, counts)
        blocks = Blocks(n, counts)
        kernels.parcel_rows(offsets, neighbours, blocks.cursor, blocks.row, out)
        return blocks.settle(out)
    out_offsets = np.zeros(n + 2, np.int64)
    kernels.count_rows(neighbours, out_offsets)
    accumulate(out_offsets)
    kernels.transpose_rows(offsets, neighbours, out_offsets, out)
    return out_offsets[:-1].copy(), out


def _by_target(source: np.ndarray, target: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The sources of each target, in the order of the list."""
    source, target = read_only(source), read_only(target)
    sources = np.empty(len(source), np.int32)
    if is_large(n):
        counts = no_blocks(n)
        kernels.count_blocks(target, counts)
        blocks = Blocks(n, counts)
        kernels.parcel_list(target, source, blocks.cursor, blocks.row, sources)
        return blocks.settle(sources)
    offsets = np.zeros(n + 2, np.int64)
    kernels.count_rows(target, offsets)
    accumulate(offsets)
    kernels.place_rows(target, source, offsets, sources)
    return offsets[:-1], sources


def sorted_rows(source: np.ndarray, target: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Sort an edge list by (source, target): (offsets, neighbours)."""
    return transpose(*_by_target(source, target, n))


def both_directions(
    source: np.ndarray, target: np.ndarray, n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows of an edge list, each edge once, and the rows turned around: (offsets, neighbours) twice."""
    if kernels.ascends(read_only(target)):  # then the rows come out sorted at once; files are often in such an order
        offsets, neighbours = _by_target(target, source, n)
        left = drop_repeated(offsets := offsets.copy(), neighbours)
        return offsets, neighbours[:left], *transpose(offsets, neighbours[:left])
    turned_offsets, turned = _by_target(source, target, n)
    if kernels.ascends(read_only(source)):
        left = drop_repeated(turned_offsets := turned_offsets.copy(), turned)
        return *transpose(turned_offsets, turned[:left]), turned_offsets, turned[:left]
    offsets, neighbours = transpose(turned_offsets, turned)
    left = drop_repeated(offsets, neighbours)
    return offsets, neighbours[:left], *transpose(offsets, neighbours[:left], turned[:left])


def repeated(offsets: np.ndarray, neighbours: np.ndarray) -> tuple[int, np.ndarray]:
    """Edges that stand more than once in sorted rows: (how many too many, a mark on each of these)."""
    again = np.zeros(len(neighbours), bool)
    return int(kernels.mark_repeated(read_only(offsets), read_only(neighbours), again)), again


def without(
    offsets: np.ndarray, neighbours: np.ndarray, again: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rows without the ``count`` marked edges: (offsets, neighbours)."""
    out_offsets = np.zeros(len(offsets), np.int64)
    out_neighbours = np.empty(len(neighbours) - count, np.int32)
    kernels.drop_marked(read_only(offsets), read_only(neighbours), read_only(again), out_offsets, out_neighbours)
    return out_offsets, out_neighbours


def rows(source: np.ndarray, target: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sort an edge list by (source, target) in two counting passes: (offsets, neighbours, order of the edges)."""
    by_target_offsets = np.zeros(n + 2, np.int64)
    first = np.empty(len(source), np.int32)
    source, target = read_only(source), read_only(target)
    order_by_target = np.empty(len(source), np.int64)
    kernels.count_rows(target, by_target_offsets)
    accumulate(by_target_offsets)
    kernels.fill_rows(target, source, by_target_offsets, first, order_by_target)
    offsets = np.zeros(n + 2, np.int64)
    neighbours = np.empty(len(source), np.int32)
    order = np.empty(len(source), np.int64)
    first, last = read_only(first), read_only(target[order_by_target])
    kernels.count_rows(first, offsets)
    accumulate(offsets)
    kernels.fill_rows(first, last, offsets, neighbours, order)
    return offsets[:-1].copy(), neighbours, order_by_target[order]


def count_self_loops(source: np.ndarray, target: np.ndarray, n: int) -> int | None:
    """How many edges begin and end at one account; None if there is an id outside 0 to ``n - 1``."""
    if source.dtype == target.dtype == np.int32:
        low, high, loops = survey(read_only(source), read_only(target))
        return int(loops) if low >= 0 and high < n else None
    if len(source) and (min(source.min(), target.min()) < 0 or max(source.max(), target.max()) >= n):
        return None
    return int(np.count_nonzero(source == target))
