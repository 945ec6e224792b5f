"""When something happens in a campaign: days count from 1, and the clock is the platform's.

``day 3`` is the third day (for a post: its first second), ``day 3 20:00`` a moment, ``day 1..7`` all of the first seven
days, ``day 1..7 20:00`` eight in the evening of each of them, ``day 1 08:00..day 3 20:00`` from the one to the other.
``7 days``, ``36 hours``, ``6h`` are lengths of time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

DAY: Final = 86400.0
HOUR: Final = 3600.0
LONGEST_DAYS: Final = 3650

_DAY = r"day ([0-9]{1,4})"
_CLOCK = r"([0-9]{1,2}):([0-9]{2})"
_MOMENT = re.compile(rf"{_DAY}(?: {_CLOCK})?")
_DAYS = re.compile(rf"{_DAY} ?\.\. ?(?:day )?([0-9]{{1,4}})(?: {_CLOCK})?")
_FROM_TO = re.compile(rf"({_DAY}(?: {_CLOCK})?) ?\.\. ?({_DAY}(?: {_CLOCK})?)")
_LENGTH = re.compile(r"(\.[0-9]+|[0-9]{1,12}(?:\.[0-9]*)?) ?(d|days?|h|hours?|min|minutes?)")
_FORMS = "day 3, day 3 20:00, day 1..7, day 1..7 20:00 or day 1 08:00..day 3 20:00"


@dataclass(frozen=True)
class Span:
    """A moment, or a stretch of the campaign (seconds from its start).

    Attributes:
        text: as it was written.
        start: the moment, or the first second.
        end: the first second after it; for a moment the moment itself.
        daily: only at ``start``'s time of the day, on each day of the stretch.
    """

    text: str
    start: float
    end: float
    daily: bool = False

    @property
    def is_moment(self) -> bool:
        """Whether it has no length."""
        return self.end == self.start

    @property
    def days(self) -> int:
        """Days that it touches."""
        return max(1, int(-(-(self.end - self.start) // DAY)))

    def moments(self, count: int) -> list[float]:
        """``count`` moments, spread evenly over the stretch, the first at its start.

        >>> [at / HOUR for at in span("day 1..2 20:00").moments(4)]
        [20.0, 20.0, 44.0, 44.0]
        >>> [at / HOUR for at in span("day 1..2").moments(4)]
        [0.0, 12.0, 24.0, 36.0]
        """
        if self.is_moment:
            return [self.start] * count
        if self.daily:
            return [self.start + DAY * (place * self.days // count) for place in range(count)]
        return [self.start + (self.end - self.start) * place / count for place in range(count)]

    def every(self, seconds: float) -> list[float]:
        """The moments from the start on, so far apart, within the stretch.

        >>> [at / HOUR for at in span("day 1..2").every(20 * HOUR)]
        [0.0, 20.0, 40.0]
        """
        count = 1 if self.is_moment else max(1, int(-(-(self.end - self.start) // seconds)))
        return [self.start + place * seconds for place in range(count)]


def span(text: object) -> Span:
    """The moment or the stretch that a text names; ValueError says what is wrong.

    >>> span("day 2 06:30").start / HOUR, span("day 1..7").days, span("day 1 08:00..day 3 20:00").days
    (30.5, 7, 3)
    """
    if isinstance(text, str) and len(text) < 100:
        if found := _MOMENT.fullmatch(text):
            start = _moment(found[1], found[2], found[3])
            return Span(text, start, start)
        if found := _DAYS.fullmatch(text):
            first, last = _day(found[1]), _day(found[2])
            if last < first:
                raise ValueError(f"is {text}, which ends before it begins")
            clock = _clock(found[3], found[4])
            start = (first - 1) * DAY + clock
            return Span(text, start, start + (last - first + 1) * DAY, daily=found[3] is not None)
        if found := _FROM_TO.fullmatch(text):
            start, end = _moment(*found.groups()[1:4]), _moment(*found.groups()[5:8])
            if end <= start:
                raise ValueError(f"is {text}, which ends before it begins")
            return Span(text, start, end)
    raise ValueError(f"is {text!s:.60}; a time is written as {_FORMS}")


def whole_days(when: Span) -> Span:
    """For what takes time: ``day 3`` is then the day, not its first second."""
    if when.is_moment and _MOMENT.fullmatch(when.text) and ":" not in when.text:
        return Span(when.text, when.start, when.start + DAY)
    return when


def seconds(text: object) -> float:
    """A length of time; ValueError says what is wrong.

    >>> seconds("7 days") / DAY, seconds("6h") / HOUR, seconds("90 min") / HOUR
    (7.0, 6.0, 1.5)
    """
    found = _LENGTH.fullmatch(text) if isinstance(text, str) and len(text) < 40 else None
    if not found:
        raise ValueError(f"is {text!s:.60}; a length of time is written as 7 days, 6h or 30 min")
    unit = DAY if found[2].startswith("d") else HOUR if found[2].startswith("h") else 60.0
    length = float(found[1]) * unit
    if not 0 < length <= LONGEST_DAYS * DAY:
        raise ValueError(f"is {text}; it must be above 0 and at most {LONGEST_DAYS} days")
    return length


def last_second(when: Span) -> float:
    """When the last of it happens, for the comparison with the horizon: at the latest just before ``end``."""
    if when.is_moment:
        return when.start
    return when.end - DAY if when.daily else when.end


def too_close(times: Iterable[tuple[float, int | None, int]]) -> int | None:
    """Which of several posts of one author comes within an hour of one before: its number, or None.

    Args:
        times: second, rule in which it stands or None, number. Two rules may each have a post: only one of them may
            come true.

    >>> too_close([(0.0, None, 0), (3600.0, None, 1), (7199.0, 4, 2)])
    2
    >>> too_close([(0.0, 3, 0), (10.0, 4, 1)]) is None
    True
    """
    recent: list[tuple[float, int | None]] = []
    for at, rule, number in sorted(times, key=lambda one: (one[0], one[2])):
        recent = [one for one in recent if at - one[0] < HOUR]
        if any(rule is None or other is None or rule == other for _, other in recent):
            return number
        recent.append((at, rule))
    return None


def moment_text(at: float) -> str:
    """A second of the campaign in words.

    >>> moment_text(2 * DAY + 20 * HOUR)
    'day 3 20:00'
    """
    minutes = round(at / 60.0)
    return f"day {minutes // 1440 + 1} {minutes % 1440 // 60:02d}:{minutes % 60:02d}"


def _moment(day: str, hours: str | None, minutes: str | None) -> float:
    return (_day(day) - 1) * DAY + _clock(hours, minutes)


def _day(text: str) -> int:
    if not 1 <= int(text) <= LONGEST_DAYS:
        raise ValueError(f"names day {text}; days count from 1 to {LONGEST_DAYS}")
    return int(text)


def _clock(hours: str | None, minutes: str | None) -> float:
    if hours is None or minutes is None:
        return 0.0
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"names {hours}:{minutes}; a day goes from 00:00 to 23:59")
    return int(hours) * HOUR + int(minutes) * 60.0


def length_text(length: float) -> str:
    """A length of time in words.

    >>> length_text(3 * DAY), length_text(1.5 * DAY), length_text(1800.0), length_text(HOUR)
    ('3 days', '36 hours', '30 minutes', '1 hour')
    """
    for unit, name in ((DAY, "day"), (HOUR, "hour")):
        if length >= unit and length % unit == 0:
            count = length / unit
            return f"{count:g} {name}" + ("" if count == 1 else "s")
    return f"{length / 60.0:.10g} minute" + ("" if length == 60 else "s")
