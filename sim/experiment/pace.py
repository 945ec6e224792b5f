"""How long a run will take: told before it begins, from its first worlds, as a range."""

from dataclasses import dataclass
from typing import Any, Final

from sim.experiment.progress import span

LESS: Final = 0.7
"""Of the time that the first worlds took, the least that the mean world is told to take."""
MORE: Final = 1.5
"""And the most: in a few worlds much happens, and these may not be among the first."""
TOLD_FROM: Final = 2.0
"""Seconds that passed before the estimate was made are told from so many on: the estimate is of the time after it."""


@dataclass(frozen=True)
class Pace:
    """What was measured of the first worlds, in seconds of one core.

    Attributes:
        judging: of one world under all plans.
        making: to make worlds ready that the first ones were not: another network, another draw, another design point.
        begun: what it took until now: the first worlds were made (on a ranked platform with the table of what stands
            for others' posts), and kernels compiled.
    """

    judging: float
    making: float = 0.0
    begun: float = 0.0

    def seconds(self, worlds: tuple[int, int], makings: int, points: int) -> tuple[float, float]:
        """The least and the most seconds from now on: the first worlds are made and the kernels compiled.

        Args:
            worlds: at least and at most, of one design point.
            makings: how often worlds are made ready at one design point if all worlds are judged.
            points: design points.

        >>> Pace(judging=0.5, making=1.0).seconds((200, 400), 41, 1)
        (83.65, 360.0)
        >>> Pace(judging=0.5, making=10.0).seconds((100, 100), 1, 3)
        (119.0, 255.0)
        """
        least, most = (
            points * many * self.judging + (points * makings * many / worlds[1] - 1) * self.making for many in worlds
        )
        return round(LESS * max(least, 0.0), 9), round(MORE * most, 9)


def announced(scenario: Any, pace: Pace, worlds: tuple[int, int], makings: int, points: int, done: int = 0) -> str:
    """How many worlds there will be and how long they take from now on, in a sentence; ``done`` were judged before."""
    plans = f"{len(scenario.plans):,} plan" + ("" if len(scenario.plans) == 1 else "s")
    many = f"{worlds[0]:,} to {worlds[1]:,}" if worlds[0] < worlds[1] else f"{worlds[1]:,}"
    where = f" at each of {points:,} points of the sweep" if points > 1 else ""
    compare = scenario.compare
    beside = "; who brought what is run after it" if compare.shapley or compare.removal else ""
    seconds = span(*pace.seconds(worlds, makings, points))
    more = f" (and {done:,} that are there)" if done else ""
    return f"{many} worlds{more} under {plans}{where}: {seconds} of one core's work{beside}"
