"""How all figures look: size, colours, names and numbers; a figure is made without pyplot and leaves no state."""

import unicodedata
from typing import Any, Final

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

SIZE: Final = 10.5
"""Points of the normal text."""


def axes(ax: Any, height: float = 3.2, *, left: float = 0.8, bottom: float = 0.62, right: float = 0.15) -> Any:
    """The axes to draw in: the caller's, or those of a new figure with these margins in inches."""
    if ax is None:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH, height))
        figure.subplots_adjust(
            left=left / WIDTH, right=1 - right / WIDTH, bottom=bottom / height, top=1 - 0.14 / height
        )
        ax = figure.add_subplot()
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(QUIET)
    ax.tick_params(colors=QUIET, labelcolor=INK, labelsize=SIZE - 1)
    ax.set_axisbelow(True)
    return ax


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


def character_width(character: str) -> float:
    """Width of a character in units of a Latin one: 2 for Chinese."""
    return 2.0 if unicodedata.east_asian_width(character) in "WF" else 1.0


def text_width(text: str) -> float:
    """Width of the widest line, in Latin characters.

    >>> text_width("ab"), text_width("春季")
    (2.0, 4.0)
    """
    return max((sum(map(character_width, line)) for line in text.split("\n")), default=0.0)


def wrapped(name: str, width: int = 20, lines: int = 2) -> str:
    """A plan's name in at most this many lines of this width (Chinese counts double), shortened with an ellipsis.

    >>> wrapped("many KOCs and a community", 14)
    'many KOCs and\\na community'
    >>> wrapped("x" * 50, 10)
    'xxxxxxxxxx\\nxxxxxxxxx…'
    """
    name = clean(name)
    rows = [""]
    for word in _words(name):
        while word:
            if text_width(rows[-1] + word.rstrip()) <= width:
                rows[-1] += word
                word = ""
            elif rows[-1].strip() and text_width(word.rstrip()) <= width:
                rows.append("")
                word = word.lstrip()
            else:
                fits = _fitting(word, width - text_width(rows[-1]))
                if not fits:
                    rows.append("")
                    continue
                rows[-1] += word[:fits]
                word = word[fits:]
                if word:
                    rows.append("")
    rows = [row.strip() for row in rows if row.strip()]
    if len(rows) > lines:
        last = rows[lines - 1]
        while text_width(last) > width - 1:
            last = last[:-1]
        rows = [*rows[: lines - 1], last.rstrip() + "…"]
    return "\n".join(rows).replace("$", r"\$")


def _words(name: str) -> list[str]:
    """Pieces between which a line may break: after spaces, and around every Chinese character."""
    pieces = [""]
    for character in name:
        if character_width(character) == 2:
            pieces += [character, ""]
        elif character == " ":
            pieces[-1] += character
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece]


def _fitting(word: str, width: float) -> int:
    count = 0
    used = 0.0
    while count < len(word) and used + character_width(word[count]) <= width:
        used += character_width(word[count])
        count += 1
    return count


def clean(name: object) -> str:
    """A name on one line, without control characters.

    >>> clean("a\tb")
    'a b'
    """
    return "".join(" " if unicodedata.category(c).startswith("C") else c for c in str(name))


def shown(name: object) -> str:
    """A name as text that matplotlib draws as it stands: its sign for formulas is disarmed.

    >>> print(shown("a $c$"))
    a \\$c\\$
    """
    return clean(name).replace("$", r"\$")


def number(value: float, digits: int = 3) -> str:
    """A number for people: whole from 1,000 on, three digits below.

    >>> [number(x) for x in (1234.5, 12.345, 0.001234, 0.0, float("nan"), 1e12)]
    ['1,234', '12.3', '0.00123', '0', '–', '1e+12']
    """
    if value != value or value in (float("inf"), float("-inf")):
        return "–" if value != value else ("∞" if value > 0 else "-∞")
    if abs(value) >= 1e11:
        return f"{value:.3g}"
    if abs(value) >= 1000 or value == int(value):
        return f"{value:,.0f}"
    text = f"{value:.{digits}g}"
    return f"{float(text):,.0f}" if abs(float(text)) >= 1000 else text


def signed(value: float) -> str:
    """A difference with its sign.

    >>> signed(12.0), signed(-0.5), signed(0.0)
    ('+12', '-0.5', '0')
    """
    return ("+" if value > 0 else "") + number(value)


def percent(share: float) -> str:
    """A share as percent; never 0% or 100% unless it is exact.

    >>> [percent(x) for x in (0.0, 0.0004, 0.5, 0.9996, 1.0)]
    ['0%', '<0.1%', '50%', '>99.9%', '100%']
    """
    if share != share:
        return "–"
    if 0 < share < 0.001:
        return "<0.1%"
    if 0.999 < share < 1:
        return ">99.9%"
    text = f"{100 * share:.0f}"
    exact = share in (0.0, 1.0)
    return f"{100 * share:.1f}%" if text in ("0", "100") and not exact else f"{text}%"


def plain_numbers(axis: Any, most: int = 5) -> None:
    """At most this many ticks, written as :func:`number` writes them."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(most, min_n_ticks=2))
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


def value(setting: Any) -> str:
    """A setting's value on an axis.

    >>> value("ranked"), value(0.5), value(True)
    ('ranked', '0.5', 'true')
    """
    if isinstance(setting, bool) or not isinstance(setting, (int, float, str)):
        import json

        return json.dumps(setting, ensure_ascii=False, default=str)
    return setting if isinstance(setting, str) else number(setting)


def percents_log(axis: Any) -> None:
    """Shares on a logarithmic axis, written as percent."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{float(f'{100 * value:.3g}'):g}%"))
    axis.set_minor_formatter(NullFormatter())
