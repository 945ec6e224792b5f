"""Edges in rows: the kernels that turn an edge list into rows of neighbours, and rows around."""

import numpy as np

from sim.jit import jit

U = np.uint64


@jit
def count_rows(source, offsets):
    """``offsets[u + 2]`` becomes the number of edges of row ``u``; two longer than needed, so no cursor is."""
    for i in range(source.shape[0]):
        offsets[np.int64(source[i]) + 2] += 1


@jit
def accumulate(offsets):
    """Counts to starts, in place."""
    for i in range(1, offsets.shape[0]):
        offsets[i] += offsets[i - 1]


@jit
def fill_rows(source, target, offsets, neighbours, order):
    """Put every edge into its row, in the order of the list; ``order[place]`` is its number in the list."""
    for i in range(source.shape[0]):
        place = offsets[np.int64(source[i]) + 1]
        offsets[np.int64(source[i]) + 1] = place + 1
        neighbours[place] = target[i]
        order[place] = i


@jit
def count_targets(neighbours, offsets):
    """As :func:`count_rows`, for the rows of the transposed network."""
    for i in range(neighbours.shape[0]):
        offsets[np.int64(neighbours[i]) + 2] += 1


@jit
def transpose_rows(offsets, neighbours, out_offsets, out_neighbours):
    """Turn rows around; rows come out sorted because sources are walked in order."""
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u], offsets[u + 1]):
            v = np.int64(neighbours[e])
            place = out_offsets[v + 1]
            out_offsets[v + 1] = place + 1
            out_neighbours[place] = np.int32(u)


@jit
def transpose_values(offsets, neighbours, values, cursor, out_values):
    """Carry a value of each edge to the transposed rows; ``cursor`` starts as the transposed offsets."""
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u], offsets[u + 1]):
            v = np.int64(neighbours[e])
            out_values[cursor[v]] = values[e]
            cursor[v] += 1


def transpose(offsets: np.ndarray, neighbours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the reversed edges: (offsets int64[n + 1], neighbours int32[m])."""
    n = len(offsets) - 1
    out_offsets = np.zeros(n + 2, np.int64)
    out_neighbours = np.empty(len(neighbours), np.int32)
    count_targets(neighbours, out_offsets)
    accumulate(out_offsets)
    transpose_rows(offsets, neighbours, out_offsets, out_neighbours)
    return out_offsets[:-1].copy(), out_neighbours


def rows(source: np.ndarray, target: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sort an edge list by (source, target) in two counting passes: (offsets, neighbours, order of the edges)."""
    by_target_offsets = np.zeros(n + 2, np.int64)
    first = np.empty(len(source), np.int32)
    order_by_target = np.empty(len(source), np.int64)
    count_rows(target, by_target_offsets)
    accumulate(by_target_offsets)
    fill_rows(target, source, by_target_offsets, first, order_by_target)
    offsets = np.zeros(n + 2, np.int64)
    neighbours = np.empty(len(source), np.int32)
    order = np.empty(len(source), np.int64)
    count_rows(first, offsets)
    accumulate(offsets)
    fill_rows(first, target[order_by_target], offsets, neighbours, order)
    return offsets[:-1].copy(), neighbours, order_by_target[order]
