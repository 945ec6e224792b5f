"""One cascade drawn as a radial tree, for a network too large to draw that has no communities to draw instead."""

from typing import Any, Final

import numpy as np

from sim.network import Network
from sim.plots import marks, style, writing
from sim.plots.radial import Tree, radial_tree, share_lines
from sim.plots.texts import say

MOST_RINGS: Final = 24
MOST_RING_LABELS: Final = 8
CHARACTER: Final = 0.62
"""Width of a Latin character in font sizes: wider than usual, because the browser chooses the font."""

Box = tuple[float, float, float, float]


def draw_tree(ax: Any, network: Network, cascade: dict[str, np.ndarray], language: str) -> list[Any]:
    """Draw the cascade in these axes; the legend's handles of what was drawn."""
    tree = radial_tree(network, cascade)
    points = _fit(ax)
    signs, ring_texts = _rings(ax, tree, points, language)
    taken = ring_texts + _notes(ax, network, cascade, tree, points, language)
    if not len(tree.account):
        return []
    place, seed = tree.place, tree.parent < 0
    followers = network.followers[tree.account]
    base = max(1.5, min(2400.0 / len(place), 14.0, (0.9 * points / max(1, len(tree.radius))) ** 2))
    usual = float(np.median(followers))
    area = base + min(90.0, 14.0 * base) * followers / max(1.0, 10.0 * usual, float(followers.max()))
    marks.lines(
        ax, share_lines(tree), color=marks.REACHED_COLOUR, lw=0.7 if len(place) <= 300 else 0.5, alpha=0.5, zorder=2
    )
    ax.scatter(*place[~seed].T, s=area[~seed], c=marks.REACHED_COLOUR, edgecolors="white", linewidths=0.3, zorder=4)
    marks.stars(ax, place[seed], 80.0 if seed.sum() <= 30 else 28.0)
    top = np.lexsort((tree.account, -followers))[: marks.LABELLED_KOLS]
    top = top[followers[top] > usual]  # where all are alike there is no KOL
    marks.rings(ax, place[top], np.where(seed[top], 130.0, 1.45 * area[top] + 26))
    named = [*top, *(np.flatnonzero(seed) if seed.sum() <= marks.NAMED_SEEDS else [])]
    _names(ax, network, tree, list(dict.fromkeys(int(i) for i in named)), points, taken)
    reached = [marks.sign(language, "o", marks.REACHED_COLOUR, "reached_by_size", ms=7, mec="white")]
    shares = [marks.share_sign(language)]
    return [
        marks.seed_sign(language),
        *(shares + reached if (~seed).any() else []),
        *([marks.kol_sign(language)] if len(top) else []),
        *signs,
    ]


def _fit(ax: Any) -> float:
    """Show the unit disc as large as the axes allow; points of the figure in a unit."""
    share = ax.get_position()
    wide, high = np.array(ax.figure.get_size_inches()) * 72.0 * [share.width, share.height]
    half = np.array([wide, high]) / min(wide, high) * 1.09
    ax.set_xlim(-half[0], half[0])
    ax.set_ylim(-half[1], half[1])
    return float(min(wide, high) / 2.18)


def _rings(ax: Any, tree: Tree, points: float, language: str) -> tuple[list[Any], list[Box]]:
    from matplotlib.collections import EllipseCollection

    count = len(tree.radius)
    if count < 2:
        return [], []
    least = (count - 1) / MOST_RING_LABELS
    step = next(s * 10**power for power in range(9) for s in (1, 2, 5) if s * 10**power >= least)
    labelled = np.arange(0, count, step)
    shown = np.arange(count) if count <= MOST_RINGS else labelled
    wide = 2 * tree.radius[shown]
    look = {"facecolors": "none", "edgecolors": style.LINE, "linewidths": 0.7, "zorder": 1}
    middles = np.zeros((len(wide), 2))
    ax.add_collection(
        EllipseCollection(wide, wide, 0, units="xy", offsets=middles, offset_transform=ax.transData, **look)
    )
    high = 1.3 * style.SIZE / points
    above = 0.0
    boxes: list[Box] = []
    for ring in labelled[1:]:  # the innermost are the seeds
        if tree.radius[ring] < above + high:
            continue
        above = float(tree.radius[ring])
        text = writing.number(float(tree.value[ring]))
        half = 0.5 * (CHARACTER * style.SIZE * len(text) + 2) / points
        boxes.append((-half, above - high / 2, half, above + high / 2))
        ax.text(
            0.0,
            above,
            text,
            ha="center",
            va="center",
            fontsize=style.SIZE - 2,
            color=style.QUIET,
            bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none"},
            zorder=3,
        )
    key = "ring_time" if tree.timed else "ring_shares"
    return [marks.sign(language, "o", "white", key, ms=11, mec="#b9c2cc")], boxes


def _notes(ax: Any, network: Network, cascade: Any, tree: Tree, points: float, language: str) -> list[Box]:
    """What the picture leaves out, in its lower corners; where the texts stand, in units of the axes."""
    reached = len(cascade["reached"])
    said = []
    if len(network) > reached:
        said.append(("not_reached_count", len(network) - reached, len(network), "right"))
    if reached > len(tree.account):
        said.append(("reached_not_drawn", reached - len(tree.account), reached, "left"))
    boxes = []
    size = style.SIZE - 1.5
    (left, right), (low, _) = ax.get_xlim(), ax.get_ylim()
    for key, count, of, side in said:
        text = writing.wrapped(say(language, key, count=f"{count:,}", of=f"{of:,}"), 24, 4)
        at = 0.0 if side == "left" else 1.0
        ax.text(at, 0.0, text, transform=ax.transAxes, ha=side, va="bottom", fontsize=size, color=style.QUIET, zorder=8)
        wide = CHARACTER * size * writing.text_width(text) / points
        high = 1.3 * size * (text.count("\n") + 1) / points
        begin = left if side == "left" else right - wide
        boxes.append((begin, low, begin + wide, low + high))
    return boxes


def _names(ax: Any, network: Network, tree: Tree, named: list[int], points: float, taken: list[Box]) -> None:
    """Names beside their accounts, outwards where there is room: within the axes, and none on another."""
    size = style.SIZE - 1.5
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    place = tree.place
    stars = [(x - 4 / points, y - 4 / points, x + 4 / points, y + 4 / points) for x, y in place[named]]
    for i, star in zip(named, stars, strict=True):
        text = writing.wrapped(network.name(int(tree.account[i])), 16, 1)
        wide = (CHARACTER * size * writing.text_width(text) + 4) / points
        tall = 1.45 * size / points
        away = 7 / points
        x, y = place[i]
        beside = [(x + away, y - tall / 2), (x - away - wide, y - tall / 2)]
        if x < 0:
            beside.reverse()
        rest = [(x - wide / 2, y + side * (away + tall / 2) - tall / 2) for side in ((1, -1) if y >= 0 else (-1, 1))]
        corners = [(bx, by + up) for bx, by in beside for up in (away, -away)]
        for bx, by in (*beside, *rest, *corners):
            box = (bx, by, bx + wide, by + tall)
            if box[0] < left or box[2] > right or box[1] < low or box[3] > high:
                continue
            if any(_overlap(box, other) for other in (*taken, *(other for other in stars if other is not star))):
                continue
            taken.append(box)
            ax.text(
                bx + wide / 2,
                by + tall / 2,
                text,
                ha="center",
                va="center",
                fontsize=size,
                color=marks.SEED_COLOUR if tree.parent[i] < 0 else style.INK,
                bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.8},
                zorder=7,
            )
            break


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
