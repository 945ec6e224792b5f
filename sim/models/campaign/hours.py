"""The rhythm of a day: how many of the sessions are in each hour."""

from itertools import accumulate
from typing import Final, Literal

DAILY: Final = (
    *(0.9, 0.5, 0.3, 0.2, 0.2, 0.3, 0.6, 1.0),
    *(1.3, 1.4, 1.4, 1.4, 1.5, 1.4, 1.3, 1.3),
    *(1.3, 1.4, 1.5, 1.6, 1.7, 1.7, 1.5, 1.2),
)
"""Sessions by hour of the day, up to a factor (assumption: low at night, highest in the evening)."""
FLAT: Final = (1.0,) * 24
LEAST, MOST = 0.001, 1000.0
"""Of an hour that is given as a number."""

Rhythm = Literal["daily", "flat"] | tuple[float, ...]
"""One of the two by name, or a number for each hour from midnight on."""


def refuse_wrong(rhythm: Rhythm | None) -> None:
    """ValueError with what is allowed if these are not the hours of a day.

    >>> refuse_wrong((1.0, 2.0))
    Traceback (most recent call last):
    ValueError: rhythm has 2 numbers; allowed: daily, flat, or 24 numbers, one for each hour from midnight on
    """
    if rhythm is None or isinstance(rhythm, str):
        return
    if len(rhythm) != 24:
        numbers = f"{len(rhythm)} number{'' if len(rhythm) == 1 else 's'}"
        raise ValueError(
            f"rhythm has {numbers}; allowed: daily, flat, or 24 numbers, one for each hour from midnight on"
        )
    for hour, number in enumerate(rhythm):
        if not LEAST <= number <= MOST:
            raise ValueError(f"rhythm/{hour} is {number:g}; each hour must be {LEAST:g} to {MOST:g}")


def upto(rhythm: Rhythm) -> list[float]:
    """The share of a day's sessions before each hour, and 1 at its end.

    >>> upto("flat")[12]
    0.5
    """
    hours = {"daily": DAILY, "flat": FLAT}[rhythm] if isinstance(rhythm, str) else rhythm
    so_far = [0.0, *accumulate(hours)]
    return [part / so_far[-1] for part in so_far]
