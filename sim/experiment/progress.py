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


def duration(seconds: float) -> str:
    """Seconds in words.

    >>> duration(.2), duration(75), duration(9000)
    ('under a second', 'about 75 s', 'about 2.5 hours')
    """
    if seconds < 1:
        return "under a second"
    if seconds < 120:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} minutes" if seconds < 7200 else f"about {seconds / 3600:.1f} hours"
