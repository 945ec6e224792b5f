"""Who listens to a run, and how long things take in words."""

from typing import Protocol


class Progress(Protocol):
    """Who listens to a run."""

    def say(self, text: str) -> None:
        """A sentence for the reader."""

    def total(self, worlds: int) -> None:
        """How many worlds times plans there are at most."""

    def advance(self, worlds: int) -> None:
        """So many more are done."""


class Silent:
    """Nobody listens."""

    def say(self, text: str) -> None:
        """Nothing."""

    def total(self, worlds: int) -> None:
        """Nothing."""

    def advance(self, worlds: int) -> None:
        """Nothing."""


def span(low: float, high: float) -> str:
    """A range of seconds in words, in one unit.

    >>> span(.2, .7), span(3.2, 8), span(.4, 6), span(50, 200), span(3000, 9000)
    ('under a second', 'about 3 to 8 s', 'at most 6 s', 'about 1 to 3 minutes', 'about 0.8 to 2.5 hours')
    """
    if high < 1:
        return "under a second"
    unit, size, digits = ("s", 1, 0) if high < 120 else ("minutes", 60, 0) if high < 7200 else ("hours", 3600, 1)
    ends = [f"{end / size:.{digits}f}" for end in (low, high)]
    if float(ends[0]) == 0:
        return f"at most {ends[1]} {unit}"
    return f"about {ends[0]} to {ends[1]} {unit}" if ends[0] != ends[1] else f"about {ends[0]} {unit}"
