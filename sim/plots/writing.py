"""Names and numbers as people read them, in figures and in the report."""

import unicodedata
from typing import Any


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


def value(setting: Any) -> str:
    """A setting's value on an axis.

    >>> value("ranked"), value(0.5), value(True)
    ('ranked', '0.5', 'true')
    """
    if isinstance(setting, bool) or not isinstance(setting, (int, float, str)):
        import json

        return json.dumps(setting, ensure_ascii=False, default=str)
    return setting if isinstance(setting, str) else number(setting)
