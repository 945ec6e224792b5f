"""How all figures look: size, colours, axes; a figure is made without pyplot and leaves no state."""

from typing import Any, Final

from sim.plots.writing import number, text_width

PALETTE: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Colours that people with any kind of colour vision can tell apart (Okabe and Ito 2008, "Color universal design"),
without the yellow, which is too light for lines on white."""

MARKERS: Final = ("o", "s", "D", "^", "v", "P", "X")
"""A second sign beside the colour, so that print without colours can be read."""

INK: Final = "#1f2933"
QUIET: Final = "#66717d"
LINE: Final = "#d5dae0"
WIDTH: Final = 6.0
"""Inches at 72 points: 432 points, which a telephone shows at 85% and a half page at 130%."""

TALL: Final = 34
"""Characters of a standing axis title; a longer one is told in two lines."""
SIZE: Final = 10.5
"""Points of the normal text."""


def axes(
    ax: Any, height: float = 3.2, *, left: float = 0.8, bottom: float = 0.62, right: float = 0.15, top: float = 0.14
) -> Any:
    """The axes to draw in: the caller's, or those of a new figure with these margins in inches."""
    if ax is None:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH, height))
        figure.subplots_adjust(left=left / WIDTH, right=1 - right / WIDTH, bottom=bottom / height, top=1 - top / height)
        ax = figure.add_subplot()
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(QUIET)
    ax.tick_params(colors=QUIET, labelcolor=INK, labelsize=SIZE - 1)
    ax.set_axisbelow(True)
    return ax


def title_margin(title: str) -> float:
    """Room (inches) left of the axes for numbers and a standing title of one or two lines.

    >>> title_margin("Reach"), title_margin("Orders\\n(of people)")
    (0.92, 1.1)
    """
    return round(0.92 + 0.18 * title.count("\n"), 2)


def label_axes(ax: Any, x: str = "", y: str = "") -> None:
    """Axis titles in the house's size and colour."""
    ax.set_xlabel(x, fontsize=SIZE, color=INK)
    ax.set_ylabel(y, fontsize=SIZE, color=INK)


def colour(place: int) -> str:
    """The colour of the plan at this place of the result."""
    return PALETTE[place % len(PALETTE)]


def marker(place: int) -> str:
    """The marker of the plan at this place; it changes when the colours start again."""
    return MARKERS[(place + place // len(PALETTE)) % len(MARKERS)]


def legend(ax: Any, own: bool, rows: int, **options: Any) -> None:
    """A legend of one column: below the axes of a figure of ours, where the caller has room in his.

    One column, because the widths of Chinese names are not known before a browser has chosen the font.
    """
    if own:
        height = ax.figure.get_size_inches()[1]
        options = {"loc": "upper left", "bbox_to_anchor": (0, -0.62 / (height * ax.get_position().height)), **options}
    ax.legend(
        frameon=False,
        fontsize=SIZE - 0.5,
        labelcolor=INK,
        handlelength=1.6,
        borderaxespad=0,
        borderpad=0,
        **options,
    )


def legend_height(rows: int) -> float:
    """Inches that a legend of this many rows needs."""
    return 0.2 * rows + 0.05


def plain_numbers(axis: Any, most: int = 5, *, whole: bool = False) -> None:
    """At most this many ticks, written as :func:`number` writes them; ``whole``: where the axis counts."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(most, min_n_ticks=1 if whole else 2, integer=whole))
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(round(value, 12))))


def plain_log(axis: Any) -> None:
    """Powers of ten written as :func:`number` writes them."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: number(round(value, 12))))
    axis.set_minor_formatter(NullFormatter())


def shares(axis: Any) -> None:
    """Ticks from 0 to 100%."""
    from matplotlib.ticker import FixedLocator, FuncFormatter

    axis.set_major_locator(FixedLocator([0, 0.25, 0.5, 0.75, 1]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))


def percents(axis: Any) -> None:
    """Shares written as percent."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(5, min_n_ticks=2))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{float(f'{100 * value:.3g}'):g}%"))


def rows_height(rows: int) -> float:
    """Inches for so many rows with an annotation above each."""
    return 0.95 + 0.46 * max(rows, 1)


def name_margin(names: list[str]) -> float:
    """Inches on the left that the names of rows need: 6 points a Latin character."""
    return 0.25 + max((text_width(name) for name in names), default=4.0) * 6.0 / 72.0


def row_names(ax: Any, names: list[str]) -> None:
    """Rows from the top down, each with its name on the left.

    Every line is a text of its own that ends at the axis: a browser's font may be wider than the one measured with.
    """
    ax.set_yticks(range(len(names)), [""] * len(names))
    for row, name in enumerate(names):
        lines = name.split("\n")
        for place, line in enumerate(lines):
            ax.annotate(
                line,
                (0.0, row),
                (-7, 12.0 * ((len(lines) - 1) / 2 - place)),
                xycoords=("axes fraction", "data"),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=SIZE,
                color=INK,
                annotation_clip=False,
            )
    ax.set_ylim(max(len(names), 1) - 0.5, -0.65)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=LINE, lw=0.6)
    plain_numbers(ax.xaxis)


def padded(ax: Any, numbers: Any) -> None:
    """Limits around all numbers, also where they are all equal or there are none."""
    import numpy as np

    finite = np.asarray(numbers, float)
    finite = finite[np.isfinite(finite)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    gap = (high - low) * 0.08 or max(abs(high) * 0.1, 0.5)
    ax.set_xlim(low - gap, high + gap)


def percents_log(axis: Any) -> None:
    """Shares on a logarithmic axis, written as percent."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{float(f'{100 * value:.3g}'):g}%"))
    axis.set_minor_formatter(NullFormatter())
