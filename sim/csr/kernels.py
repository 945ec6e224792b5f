"""The kernels of rows: counting, filling, turning around."""

from typing import Final

import numpy as np

from sim.jit import jit

BLOCK_BITS: Final = 14
"""A block has 2 ** 14 rows: their cursors and ends take a megabyte of cache. At most 16: places in it are uint16."""


@jit
def count_rows(source, offsets):
    """``offsets[u + 2]`` becomes the number of edges of row ``u``; two longer than needed, so no cursor is."""
    for i in range(source.shape[0]):
        offsets[np.int64(source[i]) + 2] += 1


@jit
def count_blocks(ids, counts):
    """How many edges each block of rows gets."""
    for i in range(ids.shape[0]):
        counts[ids[i] >> BLOCK_BITS] += 1


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
def place_rows(source, target, offsets, neighbours):
    """As :func:`fill_rows`, without the numbers."""
    for i in range(source.shape[0]):
        place = offsets[np.int64(source[i]) + 1]
        offsets[np.int64(source[i]) + 1] = place + 1
        neighbours[place] = target[i]


@jit
def parcel_list(source, target, cursor, row, neighbours):
    """Put every edge into the block of its source: its place there into ``row``, its target into ``neighbours``."""
    for i in range(source.shape[0]):
        u = np.int64(source[i])
        place = cursor[u >> BLOCK_BITS]
        cursor[u >> BLOCK_BITS] = place + 1
        row[place] = u & ((1 << BLOCK_BITS) - 1)
        neighbours[place] = target[i]


@jit
def parcel_rows(offsets, neighbours, cursor, row, out_neighbours):
    """As :func:`parcel_list`, for rows that are turned around."""
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u], offsets[u + 1]):
            v = np.int64(neighbours[e])
            place = cursor[v >> BLOCK_BITS]
            cursor[v >> BLOCK_BITS] = place + 1
            row[place] = v & ((1 << BLOCK_BITS) - 1)
            out_neighbours[place] = np.int32(u)


@jit
def settle_blocks(starts, row, held, offsets, neighbours):
    """Put what stands in each block into its rows; ``held`` is room for the largest block, ``offsets`` are zeros."""
    for block in range(starts.shape[0] - 1):
        first, count = starts[block], starts[block + 1] - starts[block]
        base = (block << BLOCK_BITS) + 1
        for i in range(count):
            offsets[base + np.int64(row[first + i])] += 1
            held[i] = neighbours[first + i]
        start = np.int64(first)
        for u in range(base, min(base + (1 << BLOCK_BITS), offsets.shape[0])):
            edges = offsets[u]
            offsets[u] = start
            start += edges
        for i in range(count):
            place = offsets[base + np.int64(row[first + i])]
            offsets[base + np.int64(row[first + i])] = place + 1
            neighbours[place] = held[i]


@jit
def drop_repeated(offsets, neighbours):
    """Close up sorted rows so that each neighbour stands once; returns how many are left."""
    left = np.int64(0)
    start = offsets[0]
    for u in range(offsets.shape[0] - 1):
        last = np.int32(-1)
        for e in range(start, offsets[u + 1]):
            if neighbours[e] != last:
                last = neighbours[e]
                neighbours[left] = last
                left += 1
        start = offsets[u + 1]
        offsets[u + 1] = left
    return left


@jit
def survey(source, target):
    """(smallest id, largest id, self-loops) of an edge list, in one pass; (0, -1, 0) without an edge."""
    loops = np.int64(0)
    low, high = np.int32(2147483647), np.int32(-1)
    for i in range(source.shape[0]):
        u, v = source[i], target[i]
        low, high = min(low, u, v), max(high, u, v)
        loops += u == v
    return low if source.shape[0] else np.int32(0), high, loops


@jit
def ascends(ids):
    """Whether no id is below the one before it."""
    for i in range(1, ids.shape[0]):  # noqa: SIM110 (a kernel)
        if ids[i] < ids[i - 1]:
            return False
    return True


@jit
def mark_repeated(offsets, neighbours, again):
    """Mark each edge that equals the one before it in its row; how many there are."""
    count = np.int64(0)
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u] + 1, offsets[u + 1]):
            if neighbours[e] == neighbours[e - 1]:
                again[e] = True
                count += 1
    return count


@jit
def drop_marked(offsets, neighbours, again, out_offsets, out_neighbours):
    """Rows without the marked edges."""
    kept = np.int64(0)
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u], offsets[u + 1]):
            if not again[e]:
                out_neighbours[kept] = neighbours[e]
                kept += 1
        out_offsets[u + 1] = kept


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
