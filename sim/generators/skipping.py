"""Links that exist independently with a chance p, drawn by skipping over those that do not (Batagelj and Brandes 2005,
Phys. Rev. E 71:036113), row by row: time is proportional to the links, and each row is drawn by its own key."""

import numpy as np

from sim.arithmetic import log, log1p
from sim.jit import jit
from sim.randomness import U, child, uniform


@jit
def draw_stretch(key, drawn, first, last, log_failure, out, found):
    """Columns of first .. last - 1 that are linked, into ``out`` from ``found`` on; (draws used so far, found).

    ``log_failure`` is log(1 - p), -inf where all are linked and 0 where none is. What ``out`` has no room for is only
    counted.
    """
    column = np.int64(first) - 1
    while log_failure < 0.0:
        skip = np.floor(log(1.0 - uniform(child(key, U(drawn)))) / log_failure)
        drawn += 1
        if not skip < last - column - 1:
            break
        column += 1 + np.int64(skip)
        if found < out.shape[0]:
            out[found] = column
        found += 1
    return drawn, found


@jit
def draw_rows(key, limits, group, inside, outside, directed, offsets, out):
    """All rows; ``offsets`` becomes their starts. With an ``out`` too short the links are only counted.

    Accounts of group g are ``limits[g] .. limits[g + 1] - 1``. Rows of a network that is not directed hold only
    columns above the row's own account; in directed ones the own column may appear and is for the caller to drop.
    """
    found = np.int64(0)
    n = group.shape[0]
    for row in range(n):
        own = child(key, U(row))
        start = np.int64(0) if directed else np.int64(row + 1)
        low, high = limits[group[row]], limits[group[row] + 1]
        drawn = np.int64(0)
        drawn, found = draw_stretch(own, drawn, start, max(start, low), outside, out, found)
        drawn, found = draw_stretch(own, drawn, max(start, low), max(start, high), inside, out, found)
        drawn, found = draw_stretch(own, drawn, max(start, high), n, outside, out, found)
        offsets[row + 1] = found
    return found


def draw_links(
    key: int, limits: np.ndarray, inside: float, outside: float, directed: bool
) -> tuple[np.ndarray, np.ndarray]:
    """(source, target) of groups with these limits: the rows are counted, and then drawn again to be stored."""
    n = int(limits[-1])
    group = np.repeat(np.arange(len(limits) - 1), np.diff(limits))
    offsets = np.zeros(n + 1, np.int64)
    chances = [log1p(-float(p)) for p in (inside, outside)]
    count = draw_rows(U(key), limits, group, *chances, directed, offsets, np.empty(0, np.int32))
    target = np.empty(count, np.int32)
    draw_rows(U(key), limits, group, *chances, directed, offsets, target)
    return np.repeat(np.arange(n, dtype=np.int32), np.diff(offsets)), target
