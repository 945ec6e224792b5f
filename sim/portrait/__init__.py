"""A portrait of a network in numbers, to be laid beside the published numbers of real ones.

What would take too long on a million accounts is measured on a keyed sample: clustering on pairs of neighbours (Schank
and Wagner 2005, J. Graph Algorithms Appl. 9:265), paths from 64 accounts that are followed through the network at once
(Then et al. 2014, VLDB). The same network has the same portrait everywhere.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.network import TIERS, Network
from sim.portrait.kernels import closed_pairs, correlation, inside, one_step, reciprocated
from sim.portrait.laws import follower_exponent, gini, top_share
from sim.randomness import U, child_int

PAIRS: Final = 100_000
"""Pairs of neighbours on which clustering is measured: a standard error of at most .0016."""
STARTS: Final = 64
"""Accounts from which paths are measured; one bit of a word each."""

REAL: Final[dict[str, dict[str, Any]]] = {
    "Twitter 2009": {
        "accounts": 41_700_000,
        "edges": 1_470_000_000,
        "mean_followers": 35.2,
        "exponent": 2.276,
        "reciprocity": 0.221,
        "mean_path": 4.12,
        "source": "Kwak, Lee, Park and Moon 2010 (WWW)",
    },
    "Twitter 2012": {
        "reciprocity": 0.42,
        "mean_path": 4.05,
        "source": "Myers, Sharma, Gupta and Lin 2014 (WWW)",
    },
    "Weibo": {
        "accounts": 222_000_000,
        "edges": 27_000_000_000,
        "mean_followers": 122.0,
        "reciprocity": 0.055,
        "source": "Han 2016; reciprocity as a quarter of Twitter's",
    },
}
"""Published numbers of real networks; what was not published is left out."""

ROWS: Final = {
    "accounts": ("accounts", ",.0f"),
    "edges": ("edges (one follows another)", ",.0f"),
    "mean_followers": ("followers, mean", ".1f"),
    "median_followers": ("followers, median", ",.0f"),
    "exponent": ("follower exponent", ".2f"),
    "exponent_from": ("  fitted from so many followers", ",.0f"),
    "gini": ("inequality of followers (Gini)", ".2f"),
    "largest_hub": ("largest hub (share of accounts)", ".3f"),
    "reciprocity": ("reciprocity (share of edges)", ".3f"),
    "clustering": ("clustering", ".3f"),
    "assortativity": ("assortativity of followers", ".3f"),
    "mean_path": ("mean path", ".2f"),
    "reachable": ("  pairs with a path (share)", ".2f"),
    "isolated": ("accounts without any edge (share)", ".3f"),
    "top_decile_posts": ("posts by the busiest tenth (share)", ".2f"),
    "communities": ("communities", ",.0f"),
    "inside": ("edges inside communities (share)", ".2f"),
    "modularity": ("modularity of the communities", ".2f"),
    "koc": ("KOC (accounts)", ",.0f"),
    "tail": ("tail KOLs (accounts)", ",.0f"),
    "waist": ("waist KOLs (accounts)", ",.0f"),
    "head": ("head KOLs (accounts)", ",.0f"),
}
"""The numbers of a portrait: name, words for a reader, format."""


def portrait(network: Network, *, key: int = 0) -> dict[str, Any]:
    """The numbers of :data:`ROWS` for one network; None where a number has no meaning for it.

    - exponent: maximum likelihood, see :func:`follower_exponent`.
    - reciprocity: share of edges u -> v for which v -> u is an edge.
    - clustering: mean over accounts with two neighbours or more of the chance that two neighbours are neighbours
      themselves, whatever the direction (Watts and Strogatz 1998).
    - assortativity: correlation, over edges, of the two accounts' followers (Newman 2003).
    - mean_path: edges on a shortest path along the content, mean over pairs that have one.
    - modularity: Leicht and Newman 2008, of the attribute `community`.

    Args:
        network: any network; tiers, communities and posts are told where the accounts have them.
        key: the key of the sampled pairs and starts.

    >>> from sim.network import Network
    >>> ring = portrait(Network.from_edges([0, 1, 2, 3], [1, 2, 3, 0], 4))
    >>> ring["mean_path"], ring["reciprocity"], ring["gini"], ring["tail"]
    (2.0, 0.0, 0.0, None)
    """
    n, m = len(network), network.edge_count
    followers = network.followers
    exponent, smallest = follower_exponent(followers)
    found: dict[str, Any] = dict.fromkeys(ROWS)
    found |= {
        "accounts": n,
        "edges": m,
        "mean_followers": m / n,
        "median_followers": float(np.median(followers)),
        "exponent": exponent,
        "exponent_from": smallest,
        "gini": gini(followers),
        "largest_hub": int(followers.max()) / n,
        "isolated": float(np.mean((followers == 0) & (network.followings == 0))),
    }
    if m:
        tables = (network.audience_offsets, network.audience, network.following_offsets, network.following)
        found["reciprocity"] = reciprocated(*tables) / m
        hits, tries = closed_pairs(*tables, U(child_int(key, 0)), PAIRS)
        found["clustering"] = hits / tries if tries else None
        similarity = correlation(network.audience_offsets, network.audience)
        found["assortativity"] = None if np.isnan(similarity) else similarity
        found["mean_path"], found["reachable"] = _paths(network, child_int(key, 1))
    if "activity" in network.attributes:
        found["top_decile_posts"] = top_share(network.attributes["activity"])
    if "community" in network.attributes:
        found |= _of_communities(network)
    if "tier" in network.attributes:
        counts = np.bincount(network.attributes["tier"], minlength=len(TIERS))
        found |= {name: int(counts[level]) for level, name in enumerate(TIERS)}
    return found


def portrait_table(portraits: Mapping[str, Mapping[str, Any]], *, real: bool = True) -> str:
    """Portraits side by side, and beside them what was published about real networks.

    >>> print(portrait_table({"mine": {"accounts": 2000, "reciprocity": 0.25}}, real=False))
                                          mine
    accounts                             2,000
    reciprocity (share of edges)         0.250
    """
    columns = {**portraits, **(REAL if real else {})}
    lines = [["", *columns]]
    for name, (words, form) in ROWS.items():
        values = [column.get(name) for column in columns.values()]
        if any(value is not None for value in values):
            lines.append([words, *("" if value is None else format(value, form) for value in values)])
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    widths[0] = max(widths[0], 34)
    text = [
        "  ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    ]
    if real:
        text += ["", *(f"{name}: {column['source']}" for name, column in REAL.items())]
    return "\n".join(text)


def _of_communities(network: Network) -> dict[str, Any]:
    community = network.attributes["community"]
    if community.min() < 0:
        return {}
    count = int(community.max()) + 1
    audience, following = np.zeros(count, np.int64), np.zeros(count, np.int64)
    within = inside(network.audience_offsets, network.audience, community, audience, following)
    found: dict[str, Any] = {"communities": int(np.count_nonzero(np.bincount(community)))}
    if m := network.edge_count:
        expected = float((audience / m) @ (following / m))
        found |= {"inside": within / m, "modularity": within / m - expected}
    return found


def _paths(network: Network, key: int) -> tuple[float | None, float]:
    n = len(network)
    if n <= STARTS:
        starts = np.arange(n)
    else:
        starts = np.unique([((child_int(key, i) >> 32) * n) >> 32 for i in range(STARTS)])
    seen, front, following = (np.zeros(n, np.uint64) for _ in range(3))
    for bit, start in enumerate(starts):
        seen[start] |= U(1 << bit)
        front[start] |= U(1 << bit)
    everyone = U((1 << len(starts)) - 1)
    total = pairs = 0
    for step in range(1, n + 1):
        new = int(one_step(network.following_offsets, network.following, everyone, seen, front, following))
        if not new:
            break
        total, pairs = total + step * new, pairs + new
        front, following = following, front
    return (total / pairs if pairs else None), pairs / max(1, len(starts) * (n - 1))
