"""The signs that pictures of networks share: seeds are stars, KOLs are ringed, shares are lines."""

from typing import Any, Final

import numpy as np

from sim.network import Network
from sim.plots import style
from sim.plots.texts import say

SEED_COLOUR: Final = "#D55E00"
REACHED_COLOUR: Final = "#0072B2"
GREY: Final = "#c3cad2"
LABELLED_KOLS: Final = 5
NAMED_SEEDS: Final = 10
"""With more seeds than this their names are left out."""


def kols(network: Network, count: int) -> np.ndarray:
    """The most followed accounts, equal ones by smaller id."""
    return np.argsort(-network.followers, kind="stable")[:count]


def stars(ax: Any, places: np.ndarray, sizes: Any) -> None:
    """Seeds."""
    ax.scatter(*places.T, s=sizes, c=SEED_COLOUR, marker="*", edgecolors="white", linewidths=0.6, zorder=5)


def rings(ax: Any, places: np.ndarray, sizes: Any) -> None:
    """Rings around KOLs."""
    ax.scatter(*places.T, s=sizes, facecolors="none", edgecolors=style.INK, linewidths=1.0, zorder=6)


def lines(ax: Any, points: np.ndarray, **look: Any) -> None:
    """Lines of equally many points each (float64[lines, points, 2]), as one path with gaps: small in a file."""
    if len(points):
        gap = np.full((len(points), 1, 2), np.nan)
        ax.plot(*np.concatenate([points, gap], axis=1).reshape(-1, 2).T, **look)


def sign(language: str, marker: str, tint: str, key: str, **look: Any) -> Any:
    """A sign of the legend with its text."""
    from matplotlib.lines import Line2D

    return Line2D([], [], marker=marker, color=tint, ls="", label=say(language, key), **look)


def seed_sign(language: str) -> Any:
    """The legend's star."""
    return sign(language, "*", SEED_COLOUR, "seed", ms=10, mec="white")


def share_sign(language: str) -> Any:
    """The legend's line."""
    from matplotlib.lines import Line2D

    return Line2D([], [], color=REACHED_COLOUR, lw=1.2, label=say(language, "share_path"))


def kol_sign(language: str) -> Any:
    """The legend's ring."""
    return sign(language, "o", "white", "kol", ms=8, mec=style.INK)
