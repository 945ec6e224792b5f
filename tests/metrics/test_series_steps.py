"""What happens at the second of a tick belongs to that tick's time, whatever the step is in floating point."""

import numpy as np
import pytest

from sim.experiment.measuring import reached_over_time
from sim.metrics.series import steps_of

MINUTES = (5, 10, 15, 20, 60)


@pytest.mark.parametrize("minutes", MINUTES)
def test_what_happens_at_a_time_counts_up_to_it(minutes):
    ticks = np.arange(0, 3000)
    at, step = ticks * minutes * 60.0 / 3600.0, minutes / 60.0
    assert np.array_equal(steps_of(at, step), ticks)
    assert np.array_equal(steps_of(at[1:] - 1e-6, step), ticks[1:])
    assert np.array_equal(steps_of(at + 1e-6, step), ticks + 1)


@pytest.mark.parametrize("minutes", MINUTES)
def test_so_does_who_was_reached(minutes):
    ticks = np.arange(0, 3000)
    at, counts = reached_over_time(ticks * minutes * 60.0 / 3600.0, minutes / 60.0)
    assert np.array_equal(np.round(at * 60.0 / minutes).astype(int), ticks)
    assert np.array_equal(counts, ticks + 1)
