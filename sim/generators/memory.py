"""Is there memory for a network? Asked before it is made."""

import contextlib
import os
from pathlib import Path

from sim.network import NetworkError

TABLES = 8.0
"""Bytes of an edge: its two ids in the two tables of a network."""


def check_memory(accounts: int, edges: float, *, account_bytes: float = 100.0, edge_bytes: float = TABLES) -> None:
    """Refuse a network that would not fit into the memory that is free.

    Args:
        accounts: how many there will be.
        edges: how many there will be, about.
        account_bytes: memory for one account: offsets, attributes, and what the generator needs meanwhile.
        edge_bytes: the same for one edge.

    Raises:
        NetworkError: it does not fit; the sentence says how much it needs and how much there is.
    """
    need, free = edge_bytes * edges + account_bytes * accounts, free_memory()
    if free is not None and need > 0.9 * free:
        raise NetworkError(
            f"a network of {accounts:,} accounts and {edges:,.0f} edges needs about {need / 1e9:,.1f} GB of memory, "
            f"and {free / 1e9:,.1f} GB are free; ask for fewer accounts or a smaller mean audience"
        )


def free_memory() -> int | None:
    """Memory that can be used now, in bytes: what the system and the container allow; None if neither can be asked."""
    known = []
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                known.append(int(line.split()[1]) * 1024)
    except OSError:
        with contextlib.suppress(AttributeError, ValueError, OSError):
            known.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    with contextlib.suppress(OSError, ValueError):
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text())
        known.append(limit - int(Path("/sys/fs/cgroup/memory.current").read_text()))
    return min(known) if known else None
