"""What is measured of every replicate: the metrics that the scenario asks for, and of a campaign its funnel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim import metrics
from sim.experiment import waiting
from sim.experiment.code import own_metric
from sim.metrics.funnel import MEASURED
from sim.outcome import Outcome
from sim.world import World

LOGGED: Final = 20
"""Of how many worlds the events of a campaign are kept, if the scenario does not say."""


def measures_of(scenario: Any) -> dict[str, Callable[[World, Any, float], Any]]:
    """The functions behind the scenario's metrics: (world, outcome, the plan's cost for each person of an account).

    Of a campaign its funnel is measured too, after what was asked for, and what its rules and answers came to.
    """
    own = {str(reference): reference for reference in scenario.code}
    priced = scenario.prices is not None or scenario.campaign is not None
    asked = tuple(scenario.compare.metrics)
    names = dict.fromkeys((*asked, *(name for name in MEASURED if _measurable(scenario, name))))
    if scenario.campaign is not None and waiting.waits(scenario):
        names[waiting.METRIC] = None
    return {metric: _measure(metric, own.get(metric), priced) for metric in names}


def _measurable(scenario: Any, metric: str) -> bool:
    """Whether a campaign has what this metric of the funnel needs."""
    if scenario.campaign is None:
        return False
    known = metrics.METRICS[metric]
    sells = getattr(scenario.model.parameters, "product", None) is not None
    return (sells or not known.needs_product) and (scenario.currency is not None or not known.needs_cost)


def _measure(metric: str, reference: Any, priced: bool) -> Callable[[World, Any, float], Any]:
    if reference is not None:
        own = own_metric(reference)
        return lambda world, outcome, spent: own(world, outcome)
    return lambda world, outcome, spent: metrics.measure(metric, world, outcome, cost=spent if priced else None)


@dataclass(frozen=True)
class Recording:
    """What is kept of each replicate beside its metrics.

    Attributes:
        accounts: whether who was reached is kept, of all worlds.
        worlds: of so many worlds, the first ones, events are kept.
        campaign: whether these are all events of a campaign; else they are who was reached, when and by whom.
        step: hours between two times of the series; 0 keeps every time at which something happened.
        every_count: whether the series tell all that can be told by the time, and not only the usual counts.
    """

    accounts: bool
    worlds: int
    campaign: bool
    step: float
    every_count: bool

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that a part has beside its runs and its series."""
        return (*(("reached",) if self.accounts else ()), *(("events",) if self.worlds else ()))

    def series(self, world: World, outcome: Outcome) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The times of one replicate and its counts up to each."""
        if self.campaign:
            from sim.metrics.series import series

            return series(world, outcome, self.step, self.every_count)
        at, reach = reached_over_time(outcome.reached_at, self.step)
        return at, {"reach": reach}

    def reached(self, outcome: Outcome) -> dict[str, np.ndarray]:
        """Who was reached, when and by whom, in arrays of its own."""
        arrays = {"account": outcome.reached, "reached_at": outcome.reached_at, "reached_by": outcome.reached_by}
        return {name: array.copy() for name, array in arrays.items()}

    def events(self, outcome: Outcome) -> dict[str, np.ndarray]:
        """The events of one replicate, in arrays of its own."""
        if not self.campaign:
            return self.reached(outcome)
        from sim.metrics.log import log_of

        return log_of(outcome)._asdict()


def recording_of(scenario: Any, model: Any) -> Recording:
    """What a scenario keeps."""
    compare, campaign = scenario.compare, scenario.campaign is not None
    every = compare.series_every
    if every == "tick":
        every = scenario.model.parameters.platform.tick_minutes / 60.0
    worlds = compare.record_worlds or (LOGGED if campaign else ALL_WORLDS)
    step = getattr(model, "SERIES_STEP", 0.0) if every is None else every
    return Recording(
        accounts="accounts" in compare.record,
        worlds=worlds if "events" in compare.record else 0,
        campaign=campaign,
        step=step,
        every_count=compare.series_every is not None,
    )


ALL_WORLDS: Final = 2**62


def reached_over_time(at: np.ndarray, step: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """The distinct times at which accounts were reached, and how many had been reached by then.

    With a ``step`` times are taken up to its next multiple: a model in continuous time would fill the tables.

    >>> reached_over_time(np.array([0., 0., 1., 3.]))
    (array([0., 1., 3.]), array([2, 3, 4]))
    >>> reached_over_time(np.array([0., .2, .9, 3.]), step=1.0)
    (array([0., 1., 3.]), array([1, 3, 4]))
    """
    if len(at) == 0:
        return np.zeros(1), np.zeros(1, np.int64)
    if step > 0:
        from sim.metrics.series import steps_of

        at = steps_of(at, step) * step
    at = np.sort(at) if np.any(at[1:] < at[:-1]) else at
    last = np.flatnonzero(np.append(at[1:] != at[:-1], True))
    return at[last].copy(), last + 1
