"""From the names that a file gives to accounts to account ids 0 .. n - 1.

The rule, for every format: accounts whose names are whole numbers are numbered in ascending order of these numbers, so
that a tie broken to the smaller account id is a tie broken to the smaller number in the file. Names that are exactly
0 .. n - 1 need no labels; all others are kept in ``network.labels``.
"""

from pathlib import Path

import numpy as np

from sim.csr import read_only
from sim.files.opening import ISOLATED, ReadError
from sim.jit import jit
from sim.network import MAXIMUM_ACCOUNTS


def number_accounts(
    path: Path, source: np.ndarray, target: np.ndarray, declared: int | None = None
) -> tuple[np.ndarray, np.ndarray, int, list[int] | None]:
    """Account ids of an edge list of whole numbers: (source, target, accounts, labels).

    Args:
        path: the file, for errors.
        source, target: the numbers in the file, none negative.
        declared: how many accounts the file says it has. Accounts without an edge are kept where it is clear what they
            are called: the numbers run 0 .. declared - 1, or 1 .. declared.
    """
    largest = max(int(ids.max()) if len(ids) else -1 for ids in (source, target))
    if declared is not None and not 0 < declared <= MAXIMUM_ACCOUNTS:
        raise ReadError(path, f"declares {declared:,} accounts; allowed: 1 to {MAXIMUM_ACCOUNTS:,}")
    if declared is not None and declared > ISOLATED[0] + ISOLATED[1] * 2 * len(source):
        raise ReadError(path, f"declares {declared:,} accounts for {len(source):,} edges; nearly all would be alone")
    if declared is not None and largest < declared:
        return ids32(source), ids32(target), declared, None
    if declared is not None and largest == declared and all(not len(ids) or ids.min() >= 1 for ids in (source, target)):
        return ids32(source - 1), ids32(target - 1), declared, list(range(1, declared + 1))
    names = distinct(source, target, largest)
    count = len(names)
    if count > MAXIMUM_ACCOUNTS:
        raise ReadError(path, f"names {count:,} accounts; allowed: up to {MAXIMUM_ACCOUNTS:,}")
    if declared is not None and count > declared:
        raise ReadError(path, f"declares {declared:,} accounts, but names {count:,} of them")
    if count == largest + 1:
        return ids32(source), ids32(target), count, None
    if is_dense(largest, len(source)):
        place = np.zeros(largest + 1, np.int32)
        place[names] = np.arange(count, dtype=np.int32)
        return renumbered(source, place), renumbered(target, place), count, names.tolist()
    return ids32(np.searchsorted(names, source)), ids32(np.searchsorted(names, target)), count, names.tolist()


def distinct(source: np.ndarray, target: np.ndarray, largest: int) -> np.ndarray:
    """The different numbers, ascending: by a table where the numbers are dense, else by sorting."""
    if is_dense(largest, len(source)):
        seen = np.zeros(largest + 1, bool)
        mark(read_only(ids32(source)), seen)
        mark(read_only(ids32(target)), seen)
        return np.flatnonzero(seen)
    return np.unique(np.concatenate([np.unique(source), np.unique(target)]))


def is_dense(largest: int, edges: int) -> bool:
    """Whether a table by number costs less than sorting."""
    return largest <= min(8 * edges + 1_000_000, MAXIMUM_ACCOUNTS)


@jit
def mark(ids, seen):
    """Mark the numbers that occur."""
    for i in range(ids.shape[0]):
        seen[ids[i]] = True


@jit
def look_up(ids, place, out):
    """``out[i]`` is the place of number ``ids[i]``."""
    for i in range(ids.shape[0]):
        out[i] = place[ids[i]]


def renumbered(ids: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The places of numbers."""
    out = np.empty(len(ids), np.int32)
    look_up(read_only(ids32(ids)), place, out)
    return out


def ids32(ids: np.ndarray) -> np.ndarray:
    """Account ids in the type of the engine."""
    return np.ascontiguousarray(ids, np.int32)


def whole_number(name: str) -> int | None:
    """The number that a name is, or None: only its plain form ("7", not "07" or "+7") is a number."""
    if name.isascii() and name.isdigit() and len(name) <= 19 and (name == "0" or name[0] != "0"):
        value = int(name)
        return value if value < 2**63 else None
    return None


def number_names(path: Path, names: list[str]) -> tuple[list[int], list | None]:
    """Account ids of named accounts, given once each in the file's own order: (id of each, labels by id).

    Names that are all whole numbers are numbered ascending (and become numbers); others keep the order given.
    """
    if len(names) > MAXIMUM_ACCOUNTS:
        raise ReadError(path, f"names {len(names):,} accounts; allowed: up to {MAXIMUM_ACCOUNTS:,}")
    numbers = [whole_number(name) for name in names]
    if any(value is None for value in numbers):
        return list(range(len(names))), list(names)
    order = sorted(range(len(names)), key=lambda place: numbers[place] or 0)
    ids = [0] * len(names)
    for account, place in enumerate(order):
        ids[place] = account
    labels = [numbers[place] for place in order]
    return ids, None if labels == list(range(len(names))) else labels
