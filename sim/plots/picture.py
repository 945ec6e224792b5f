"""The network with one cascade on it: all accounts of a small one, of a large one its communities or the cascade."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from sim.network import Network
from sim.plots import marks, style, writing
from sim.plots.cascade_tree import draw_tree
from sim.plots.layout import packed, reached_tree, spring, sunflower
from sim.plots.marks import GREY, LABELLED_KOLS, NAMED_SEEDS, REACHED_COLOUR, SEED_COLOUR, kols
from sim.plots.radial import rings_data
from sim.plots.texts import say

EVERY_ACCOUNT: Final = 600
"""Up to so many accounts are drawn one by one."""
MOST_EDGES: Final = 1500
MOST_DISCS: Final = 40
MOST_STARS: Final = 200
BACKBONE: Final = 220
MARKED_KOLS: Final = 40


def network_with_cascade_data(network: Network, outcome: Any) -> Any:
    """The numbers of :func:`network_with_cascade`.

    A row an account for small networks, else a row a community, or where there are none a row a ring of the cascade.
    """
    import pandas as pd

    cascade = _arrays(outcome)
    if _kind(network) is draw_tree:
        return rings_data(cascade)
    at = np.full(len(network), np.nan)
    by = np.full(len(network), -1, np.int64)
    at[cascade["reached"]] = cascade["reached_at"]
    by[cascade["reached"]] = cascade["reached_by"]
    reached = ~np.isnan(at)
    seeds = reached & (by < 0)
    if len(network) <= EVERY_ACCOUNT:
        return pd.DataFrame(
            {
                "account": np.arange(len(network)),
                "label": [network.name(i) for i in range(len(network))],
                "followers": network.followers,
                "reached": reached,
                "reached_at": at,
                "reached_by": by,
                "seed": seeds,
            }
        )
    group, names = groups(network)
    count = len(names)
    return pd.DataFrame(
        {
            "group": names,
            "accounts": np.bincount(group, minlength=count),
            "reached": np.bincount(group[reached], minlength=count),
            "seeds": np.bincount(group[seeds], minlength=count),
        }
    )


def network_with_cascade(network: Network, outcome: Any, ax: Any = None, *, language: str = "en") -> Any:
    """A network with a cascade: who was reached, from which seeds, along which shares, with the KOLs by name.

    Up to 600 accounts every one is drawn. Larger networks are drawn as one disc a community: the disc is as large as
    its accounts, the filled part as large as those reached, and lines are the shares that brought the most. Where a
    large network has no communities its cascade is drawn alone: seeds in the middle, and on each ring those who were
    reached at one time (where times are whole steps, else by one number of shares).

    Args:
        network: the network.
        outcome: an :class:`sim.outcome.Outcome`, or {"reached", "reached_at", "reached_by"}.
        ax: matplotlib axes to draw in; a new figure if not given.

    Returns:
        The axes.
    """
    cascade = _arrays(outcome)
    own = ax is None
    if own:
        ax = style.axes(None, 5.4, left=0.1, right=0.1, bottom=1.15)
    ax.set_axis_off()
    handles = _kind(network)(ax, network, cascade, language)
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.07)
    if own:
        ax.figure.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(0.02, 0.0),
            frameon=False,
            fontsize=style.SIZE - 0.5,
            labelcolor=style.INK,
        )
    else:
        ax.legend(handles=handles, frameon=False, fontsize=style.SIZE - 1)
    return ax


def _arrays(outcome: Any) -> dict[str, np.ndarray]:
    names = {"reached": np.int64, "reached_at": np.float64, "reached_by": np.int64}
    given = outcome if isinstance(outcome, dict) else vars(outcome)
    return {name: np.asarray(given[name], kind) for name, kind in names.items()}


def _kind(network: Network) -> Callable[[Any, Network, dict[str, np.ndarray], str], list[Any]]:
    """The way in which this network is drawn."""
    if len(network) <= EVERY_ACCOUNT:
        return _small
    community = network.attributes.get("community")
    return draw_tree if community is None or community.min() == community.max() else _communities


def _small(ax: Any, network: Network, cascade: dict[str, np.ndarray], language: str) -> list[Any]:
    n = len(network)
    place = spring(network)
    source = np.repeat(np.arange(n), network.followers)
    edges = np.unique(np.sort(np.stack([source, network.audience], axis=1), axis=1), axis=0)
    edges = edges[:: max(1, -(-len(edges) // MOST_EDGES))]
    marks.lines(ax, place[edges], color=GREY, lw=0.5, alpha=0.6, zorder=1)
    marks.lines(ax, place[reached_tree(cascade, n)], color=REACHED_COLOUR, lw=1.1, alpha=0.75, zorder=2)
    base = 26.0 if n <= 60 else 9.0
    size = base * (0.6 + 6.0 * network.followers / max(1, network.followers.max()))
    was = np.zeros(n, bool)
    was[cascade["reached"]] = True
    for here, tint, height in ((~was, GREY, 3), (was, REACHED_COLOUR, 4)):
        ax.scatter(*place[here].T, s=size[here], c=tint, edgecolors="white", linewidths=0.6, zorder=height)
    seeds = cascade["reached"][cascade["reached_by"] < 0]
    marks.stars(ax, place[seeds], 1.6 * size[seeds] + 25)
    top = kols(network, LABELLED_KOLS)
    marks.rings(ax, place[top], size[top] * 1.9 + 12)
    _labels(ax, network, place, float(np.ptp(place[:, 1])) or 1.0, top, seeds)
    return _handles(language, large=False)


def _labels(ax: Any, network: Network, place: np.ndarray, span: float, top: np.ndarray, seeds: np.ndarray) -> None:
    """Names of KOLs and of the first seeds, where they do not lie on one another."""
    taken: list[np.ndarray] = []
    own = set(seeds.tolist())
    for account in dict.fromkeys([*top.tolist(), *(seeds.tolist() if len(seeds) <= NAMED_SEEDS else [])]):
        x, y = place[account]
        if any(abs(y - other[1]) < 0.045 * span and abs(x - other[0]) < 0.25 * span for other in taken):
            continue
        taken.append(place[account])
        ax.annotate(
            writing.wrapped(network.name(account), 16, 1),
            (x, y),
            (7, 5),
            textcoords="offset points",
            fontsize=style.SIZE - 1.5,
            color=SEED_COLOUR if account in own else style.INK,
            bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
            zorder=7,
        )


def groups(network: Network) -> tuple[np.ndarray, list[str]]:
    """The communities of a large network: that of each account (int64[n]) and their names."""
    kinds, group = np.unique(network.attributes["community"], return_inverse=True)
    return group.reshape(-1), [str(kind) for kind in kinds]


def discs_of(sizes: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """The groups that get a disc, the largest first: those with the most reached, then the largest.

    >>> discs_of(np.array([5, 0, 9]), np.array([1, 0, 0]))
    array([2, 0])
    """
    kept = np.lexsort((-sizes, -reached))[:MOST_DISCS]
    kept = kept[sizes[kept] > 0]
    return kept[np.argsort(-sizes[kept], kind="stable")]


def _communities(ax: Any, network: Network, cascade: dict[str, np.ndarray], language: str) -> list[Any]:
    from matplotlib.collections import EllipseCollection

    group, names = groups(network)
    sizes = np.bincount(group, minlength=len(names))
    counts = np.bincount(group[cascade["reached"]], minlength=len(names))
    kept = discs_of(sizes, counts)
    disc = np.full(len(names), -1)
    disc[kept] = np.arange(len(kept))
    disc_of = disc[group]  # by account; -1 without a disc
    radius = np.sqrt(sizes[kept] / sizes.sum())
    middle = packed(radius)
    inner = radius * np.sqrt(counts[kept] / sizes[kept])
    for radii, look in (
        (radius, {"facecolors": "#eef1f4", "edgecolors": "#b9c2cc", "linewidths": 0.8, "zorder": 1}),
        (inner, {"facecolors": REACHED_COLOUR, "alpha": 0.28, "linewidths": 0, "zorder": 2}),
    ):
        wide = 2 * radii
        drawn = EllipseCollection(wide, wide, 0, units="xy", offsets=middle, offset_transform=ax.transData, **look)
        ax.add_collection(drawn)
    tree = reached_tree(cascade, BACKBONE)
    tree = tree[(disc_of[tree] >= 0).all(axis=1)]
    seeds = cascade["reached"][cascade["reached_by"] < 0][:MOST_STARS]
    seeds = seeds[disc_of[seeds] >= 0]
    top = kols(network, MARKED_KOLS)
    top = top[disc_of[top] >= 0]
    marked = np.unique(np.concatenate([tree.reshape(-1), seeds, top]))
    place = np.full((len(network), 2), np.nan)
    _into_discs(place, network.followers, disc_of, radius, middle, marked)
    marks.lines(ax, place[tree], color=REACHED_COLOUR, lw=0.7, alpha=0.5, zorder=3)
    was = np.zeros(len(network), bool)
    was[cascade["reached"]] = True
    largest = max(1, int(network.followers.max()))
    area = 3.0 + 90.0 * network.followers / largest
    for here, tint in ((marked[~was[marked]], "#98a3ae"), (marked[was[marked]], REACHED_COLOUR)):
        ax.scatter(*place[here].T, s=area[here], c=tint, edgecolors="white", linewidths=0.4, zorder=4)
    marks.stars(ax, place[seeds], 75.0 if len(seeds) <= 30 else 36.0)
    ringed = top[:LABELLED_KOLS]
    marks.rings(ax, place[ringed], 1.45 * area[ringed] + 26)
    _labels(ax, network, place, float(np.ptp(middle[:, 1]) + 2 * radius.max()), ringed, seeds)
    ax.update_datalim(np.concatenate([middle - radius[:, None], middle + radius[:, None]]))
    if len(kept) < np.count_nonzero(sizes):
        rest = np.setdiff1d(np.arange(len(names)), kept)
        said = say(
            language,
            "not_drawn",
            groups=f"{np.count_nonzero(sizes[rest]):,}",
            accounts=f"{sizes[rest].sum():,}",
            reached=f"{counts[rest].sum():,}",
        )
        where = {"transform": ax.transAxes, "ha": "right", "va": "bottom"}
        ax.text(1.0, 0.0, said, fontsize=style.SIZE - 1.5, color=style.QUIET, **where)
    return _handles(language, large=True)


def _into_discs(
    place: np.ndarray,
    followers: np.ndarray,
    disc_of: np.ndarray,
    radius: np.ndarray,
    middle: np.ndarray,
    accounts: np.ndarray,
) -> None:
    """Write the places of some accounts inside their discs, the most followed nearest to the middle."""
    for disc in np.unique(disc_of[accounts]):
        inside = accounts[disc_of[accounts] == disc]
        inside = inside[np.argsort(-followers[inside], kind="stable")]
        place[inside] = middle[disc] + 0.88 * radius[disc] * sunflower(len(inside))


def _handles(language: str, *, large: bool) -> list[Any]:
    common = [marks.seed_sign(language), marks.share_sign(language), marks.kol_sign(language)]
    if large:
        return [
            *common,
            marks.sign(language, "o", "#eef1f4", "group_size", ms=11, mec="#b9c2cc"),
            marks.sign(language, "o", REACHED_COLOUR, "group_core", ms=9, mew=0, alpha=0.4),
        ]
    return [
        *common,
        marks.sign(language, "o", REACHED_COLOUR, "reached", ms=7, mec="white"),
        marks.sign(language, "o", GREY, "not_reached", ms=7, mec="white"),
    ]
