"""What happens to a file's edges at the border: their direction, self-loops, duplicates; each change is counted."""

from pathlib import Path
from typing import Any

import numpy as np

from sim.files.opening import Edges, ReadError
from sim.network import Network, NetworkError


def settle_direction(path: Path, said: bool | None, asked: bool | None, edge_means: str | None) -> bool:
    """Whether each edge holds both ways, from what the file says and what was asked for."""
    if said is False and asked is True:
        raise ReadError(path, "says that it is undirected, and directed is true; leave directed out")
    both_ways = said is False or asked is False
    if not both_ways and edge_means is None:
        raise ReadError(
            path,
            "does not say what an edge means; say edge_means: follows (u v: u follows v) or influences "
            "(u v: content flows from u to v), or directed: false if every edge holds both ways",
        )
    return both_ways


def made(
    path: Path,
    found: Edges,
    both_ways: bool,
    edge_means: str | None,
    self_loops: str,
    duplicates: str,
    about: dict[str, Any],
) -> Network:
    """The network of the edges that were read, each in the direction in which content flows."""
    source, target, values = found.source, found.target, found.values
    if self_loops == "refuse":
        refuse_self_loops(path, found)
    if duplicates == "refuse":
        refuse_duplicates(path, found, both_ways)
    if len(source) and source[0] == target[0] and np.array_equal(source, target):
        every = f"all {len(source):,} lines are self-loops" if len(source) > 1 else "the only line is a self-loop"
        raise ReadError(path, f"{every}; nothing can spread")
    if both_ways:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
        values = None if values is None else np.concatenate([values, values])
    elif edge_means == "follows":
        source, target = target, source
    try:
        network = Network.from_edges(
            source,
            target,
            found.accounts,
            values=values,
            labels=found.labels,
            attributes=found.attributes,
            about={"source": about},
        )
    except NetworkError as error:
        raise ReadError(path, str(error)) from error
    border = network.about["border"]
    if both_ways:  # counted in the file's edges
        border = {word: count // 2 for word, count in border.items()}
    alone = np.count_nonzero((network.followers == 0) & (network.followings == 0))
    network.about["border"] = {**border, "isolated_accounts": int(alone)}
    return network


def account_name(found: Edges, account: int) -> Any:
    """The name of an account in the file."""
    return account if found.labels is None else found.labels[account]


def refuse_self_loops(path: Path, found: Edges) -> None:
    """An error for the first edge from an account to itself."""
    loops = np.flatnonzero(found.source == found.target)
    if len(loops):
        name = account_name(found, int(found.source[loops[0]]))
        raise ReadError(
            path, f"account {name!r} has an edge to itself, and self_loops is 'refuse'", found.line_of(int(loops[0]))
        )


def refuse_duplicates(path: Path, found: Edges, both_ways: bool) -> None:
    """An error for the first edge that stands in the file already."""
    one, other = found.source.astype(np.int64), found.target.astype(np.int64)
    if both_ways:
        one, other = np.minimum(one, other), np.maximum(one, other)
    order = np.argsort(one * found.accounts + other, kind="stable")
    one, other = one[order], other[order]
    again = np.flatnonzero((one[1:] == one[:-1]) & (other[1:] == other[:-1])) + 1
    if len(again):
        edge = int(order[again].min())
        pair = f"{account_name(found, int(found.source[edge]))!r} {account_name(found, int(found.target[edge]))!r}"
        raise ReadError(path, f"the edge {pair} stands a second time, and duplicates is 'refuse'", found.line_of(edge))
