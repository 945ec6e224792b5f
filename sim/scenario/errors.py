"""What is wrong with a scenario: one sentence a fault, with its place, the key, the value and what is allowed."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MOST_FAULTS = 20
"""How many faults one message lists; the rest are counted."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something was written: a file, a line and a column, both counted from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}" if self.line else self.file


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        place: where it was written.
        path: the key's path, "/" between keys; empty if the whole file is meant.
        problem: what is wrong and what is allowed, in words that follow the path.
    """

    place: Place
    path: str
    problem: str

    def __str__(self) -> str:
        return printable(f"{self.place}: {self.path + ' ' if self.path else ''}{self.problem}")


class ScenarioError(ValueError):
    """A scenario that cannot be used. ``faults`` lists what is wrong; the message has one sentence for each.

    ``more``: how many faults there are beside these.

    >>> print(ScenarioError(Fault(Place("a.yaml", 3, 7), "seed", "is -1; it must be at least 0")))
    a.yaml, line 3, column 7: seed is -1; it must be at least 0
    """

    def __init__(self, *faults: Fault, more: int = 0):
        self.faults = tuple(faults)
        lines = [str(fault) for fault in faults[:MOST_FAULTS]]
        more += len(faults[MOST_FAULTS:])
        if more:
            lines.append(f"... and {more} more fault{'' if more == 1 else 's'}")
        super().__init__("\n".join(lines))


def printable(text: str) -> str:
    """The text with what no terminal should be sent (control characters) written as escapes.

    >>> printable("a\\x1b[2J")
    'a\\\\x1b[2J'
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def shown(value: Any, length: int = 60) -> str:
    """A value as an error message shows it: short, on one line.

    >>> shown(["a", 1.5, None]), shown({"x": True})
    ('[a, 1.5, null]', '{x: true}')
    """
    if value is None:
        text = "null"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{key}: {shown(inner, 20)}" for key, inner in list(value.items())[:6]) + "}"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(shown(inner, 20) for inner in value[:6]) + (", ..." if len(value) > 6 else "") + "]"
    else:
        text = str(value)
        text = repr(text) if text == "" or text != text.strip() or "\n" in text else text
    return text if len(text) <= length else text[: length - 3] + "..."


def a_list(value: Any) -> str:
    """What must be a list, and the list that one map alone was meant to be.

    >>> a_list({"at": "day 2"}), a_list("day 2")
    ('a list, as [{at: day 2}]', 'a list')
    """
    return f"a list, as [{shown(value)}]" if isinstance(value, dict) and value else "a list"


def listed(names: Iterable[Any], most: int = 40) -> str:
    """Names in a row, for "allowed: ..."."""
    all_names = [str(name) for name in names]
    return ", ".join(all_names[:most]) + (f" and {len(all_names) - most} more" if len(all_names) > most else "")


def suggestion(name: Any, allowed: Iterable[Any]) -> str:
    """The nearest allowed name as a question, or nothing.

    >>> suggestion("plan", ["plans", "name"])
    ' (did you mean plans?)'
    """
    near = difflib.get_close_matches(str(name)[:100], [str(one) for one in allowed], n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def unknown(kind: str, name: Any, allowed: Iterable[Any]) -> str:
    """The sentence for a name that is not in a list."""
    allowed = list(allowed)
    return f"names no {kind}: {shown(name)}{suggestion(name, allowed)}; allowed: {listed(allowed)}"
