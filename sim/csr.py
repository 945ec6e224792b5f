"""Edges in rows: the kernels that turn an edge list into rows of neighbours, and rows around."""

import numpy as np

from sim.jit import jit


@jit
def _count_rows(source, offsets):
    """``offsets[u + 2]`` becomes the number of edges of row ``u``; two longer than needed, so no cursor is."""
    for i in range(source.shape[0]):
        offsets[np.int64(source[i]) + 2] += 1


@jit
def accumulate(offsets):
    """Counts to starts, in place."""
    for i in range(1, offsets.shape[0]):
        offsets[i] += offsets[i - 1]


@jit
def _fill_rows(source, target, offsets, neighbours, order):
    """Put every edge into its row, in the order of the list; ``order[place]`` is its number in the list."""
    for i in range(source.shape[0]):
        place = offsets[np.int64(source[i]) + 1]
        offsets[np.int64(source[i]) + 1] = place + 1
        neighbours[place] = target[i]
        order[place] = i


@jit
def _place_rows(source, target, offsets, neighbours):
    """As :func:`_fill_rows`, without the edges' numbers in the list."""
    for i in range(source.shape[0]):
        place = offsets[np.int64(source[i]) + 1]
        offsets[np.int64(source[i]) + 1] = place + 1
        neighbours[place] = target[i]


@jit
def _mark_repeated(offsets, neighbours, again):
    """Mark each edge that equals the one before it in its row; how many there are."""
    count = np.int64(0)
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u] + 1, offsets[u + 1]):
            if neighbours[e] == neighbours[e - 1]:
                again[e] = True
                count += 1
    return count


@jit
def _drop_marked(offsets, neighbours, again, out_offsets, out_neighbours):
    """Rows without the marked edges."""
    kept = np.int64(0)
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u], offsets[u + 1]):
            if not again[e]:
                out_neighbours[kept] = neighbours[e]
                kept += 1
        out_offsets[u + 1] = kept


@jit
def _count_targets(neighbours, offsets):
    """As :func:`_count_rows`, for the rows of the transposed network."""
    for i in range(neighbours.shape[0]):
        offsets[np.int64(neighbours[i]) + 2] += 1


@jit
def _transpose_rows(offsets, neighbours, out_offsets, out_neighbours):
    """Turn rows around; rows come out sorted because sources are walked in order."""
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u], offsets[u + 1]):
            v = np.int64(neighbours[e])
            place = out_offsets[v + 1]
            out_offsets[v + 1] = place + 1
            out_neighbours[place] = np.int32(u)


@jit
def _transpose_values(offsets, neighbours, values, cursor, out_values):
    """Carry a value of each edge to the transposed rows; ``cursor`` starts as the transposed offsets."""
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u], offsets[u + 1]):
            v = np.int64(neighbours[e])
            out_values[cursor[v]] = values[e]
            cursor[v] += 1


def read_only(array: np.ndarray) -> np.ndarray:
    """A view that kernels see as one type, whoever may write the array itself."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


def count_targets(neighbours: np.ndarray, offsets: np.ndarray) -> None:
    """``offsets[v + 2]`` grows by the edges to ``v``; offsets (int64) are two longer than the accounts."""
    _count_targets(read_only(neighbours), offsets)


def transpose_rows(
    offsets: np.ndarray, neighbours: np.ndarray, out_offsets: np.ndarray, out_neighbours: np.ndarray
) -> None:
    """Turn rows around; ``out_offsets`` are accumulated counts, and end as the offsets of the rows turned around."""
    _transpose_rows(read_only(offsets), read_only(neighbours), out_offsets, out_neighbours)


def transpose_values(
    offsets: np.ndarray, neighbours: np.ndarray, values: np.ndarray, cursor: np.ndarray, out_values: np.ndarray
) -> None:
    """Carry a 64-bit value of each edge to the transposed rows; ``cursor`` starts as the transposed offsets.

    Only bits are moved, so values of any 64-bit type go through one kernel.
    """
    bits = read_only(values).view(np.uint64)
    _transpose_values(read_only(offsets), read_only(neighbours), bits, cursor, out_values.view(np.uint64))


def transpose(offsets: np.ndarray, neighbours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the reversed edges: (offsets int64[n + 1], neighbours int32[m])."""
    n = len(offsets) - 1
    out_offsets = np.zeros(n + 2, np.int64)
    out_neighbours = np.empty(len(neighbours), np.int32)
    count_targets(neighbours, out_offsets)
    accumulate(out_offsets)
    transpose_rows(offsets, neighbours, out_offsets, out_neighbours)
    return out_offsets[:-1].copy(), out_neighbours


def sorted_rows(source: np.ndarray, target: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Sort an edge list by (source, target): (offsets, neighbours). For edges that have no values to carry along."""
    offsets = np.zeros(n + 2, np.int64)
    sources = np.empty(len(source), np.int32)
    source, target = read_only(source), read_only(target)
    _count_rows(target, offsets)
    accumulate(offsets)
    _place_rows(target, source, offsets, sources)
    return transpose(offsets[:-1], sources)


def repeated(offsets: np.ndarray, neighbours: np.ndarray) -> tuple[int, np.ndarray]:
    """Edges that stand more than once in sorted rows: (how many too many, a mark on each of these)."""
    again = np.zeros(len(neighbours), bool)
    return int(_mark_repeated(read_only(offsets), read_only(neighbours), again)), again


def without(
    offsets: np.ndarray, neighbours: np.ndarray, again: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rows without the ``count`` marked edges: (offsets, neighbours)."""
    out_offsets = np.zeros(len(offsets), np.int64)
    out_neighbours = np.empty(len(neighbours) - count, np.int32)
    _drop_marked(read_only(offsets), read_only(neighbours), read_only(again), out_offsets, out_neighbours)
    return out_offsets, out_neighbours


def rows(source: np.ndarray, target: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sort an edge list by (source, target) in two counting passes: (offsets, neighbours, order of the edges)."""
    by_target_offsets = np.zeros(n + 2, np.int64)
    first = np.empty(len(source), np.int32)
    source, target = read_only(source), read_only(target)
    order_by_target = np.empty(len(source), np.int64)
    _count_rows(target, by_target_offsets)
    accumulate(by_target_offsets)
    _fill_rows(target, source, by_target_offsets, first, order_by_target)
    offsets = np.zeros(n + 2, np.int64)
    neighbours = np.empty(len(source), np.int32)
    order = np.empty(len(source), np.int64)
    first, last = read_only(first), read_only(target[order_by_target])
    _count_rows(first, offsets)
    accumulate(offsets)
    _fill_rows(first, last, offsets, neighbours, order)
    return offsets[:-1].copy(), neighbours, order_by_target[order]
