"""When an account of the campaign is there: its sessions, the same whatever is posted.

A day is cut into cells of equal shares of the day's sessions, about one session in each. A session is known by its
number: the day, the cell and the place in the cell, in the bits of one whole number. A *share* is that of all sessions
of a day that come before a moment; where nobody sleeps it is the clock.
"""

from itertools import accumulate
from typing import Any

from sim.agents.draws import uniform
from sim.arithmetic.counts import poisson_quantile
from sim.models.campaign.hours import DAILY, FLAT
from sim.randomness import SESSIONS, draw_int

HOUR, DAY = 3600.0, 86400.0
DAY_BITS, CELL_BITS = 20, 8
MOST_CELLS, MOST_IN_A_CELL = 4096, 256
LONGEST_ABSENCE = 60  # days
CHANGE, RULE, PUBLISHING, TICK, DECISION, SESSION = range(6)  # what comes first at equal times


class Rhythm:
    """The hours of a day, and how many of the sessions come before each."""

    def __init__(self, hours: Any):
        upto = [0.0, *accumulate({"daily": DAILY, "flat": FLAT}.get(hours, hours))]
        self.upto = [so_far / upto[-1] for so_far in upto]

    def moment(self, share: float) -> float:
        """The second of the day before which this share of a day's sessions happens."""
        hour = max(hour for hour in range(24) if self.upto[hour] <= share)
        return (hour + (share - self.upto[hour]) / (self.upto[hour + 1] - self.upto[hour])) * HOUR

    def share_before(self, second: float) -> float:
        """The share of a day's sessions that happens before this second of the day."""
        hour = min(int(second / HOUR), 23)
        return self.upto[hour] + (second / HOUR - hour) * (self.upto[hour + 1] - self.upto[hour])

    def days_upto(self, second: float) -> float:
        """All sessions up to this second, in days' worth."""
        day = int(second / DAY)
        return day + self.share_before(second - day * DAY)


class Diary:
    """The sessions of one seat (a word of keys); ``rate`` is their mean a day."""

    def __init__(self, key: int, word: int, rate: float, rhythm: Rhythm):
        self.key, self.rate, self.rhythm = draw_int(key, SESSIONS, word), rate, rhythm
        self.cells = min(int(rate) + 1, MOST_CELLS)
        self.days: dict[int, list[tuple[float, int]]] = {}

    def sessions(self, day):
        """Those of a day by their numbers: (share, number)."""
        if day not in self.days:
            self.days[day] = []
            for cell in range(self.cells):
                count = poisson_quantile(self.rate / self.cells, uniform(self.key, day, cell, 0))
                for place in range(min(count, MOST_IN_A_CELL - 1)):
                    number = (day << DAY_BITS) | (cell << CELL_BITS) | place
                    self.days[day].append((self.share(number), number))
        return self.days[day]

    def share(self, number):
        """Where in its day a session lies."""
        cell, place = (number >> CELL_BITS) % MOST_CELLS, number % MOST_IN_A_CELL
        return (cell + uniform(self.key, number >> DAY_BITS, cell, place + 1)) / self.cells

    def after(self, day, share, end):
        """The first session after this share of this day, if it is before the end: (second, number)."""
        while day * DAY < end:
            later = [session for session in self.sessions(day) if session[0] > share]
            if later:
                found, number = min(later)
                second = day * DAY + self.rhythm.moment(found)
                return (second, number) if second < end else None
            day, share = day + 1, -1.0
        return None

    def before(self, number):
        """The session before this one: (second, number); the days before the campaign count too."""
        day, share = number >> DAY_BITS, self.share(number)
        for _ in range(LONGEST_ABSENCE):
            earlier = [session for session in self.sessions(day) if session[0] < share]
            if earlier:
                found, number = max(earlier)
                return day * DAY + self.rhythm.moment(found), number
            day, share = day - 1, 2.0
        return day * DAY, day << DAY_BITS

    def within(self, day, low, high):
        """The sessions with low <= share < high, by their numbers."""
        return [number for share, number in self.sessions(day) if low <= share < high]
