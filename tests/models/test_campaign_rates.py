"""A feed predicts from how often ordinary posts meet each action: what it has learned is what they go on to meet."""

import numpy as np
import pytest
from campaign_scenes import network_of

from sim.models import campaign
from sim.models.campaign import ordinary, places
from sim.models.campaign.parameters import ACTIONS
from sim.world import Item

NETWORKS = range(1, 7)
OF_RATES = slice(places.RATES, places.RATES + places.ACTION_COUNT)


def learned_and_met(monkeypatch):
    """Rates that stay, by network and action, and how often each action was met after them, at how many impressions."""
    learned, met, seen, samples = [], [], [], []

    def observed(*arguments):
        samples.append(made(*arguments))
        return samples[-1]

    made = ordinary.Sample
    monkeypatch.setattr(ordinary, "Sample", observed)
    for seed in NETWORKS:
        samples.clear()
        ordinary._settled.clear()
        parameters = campaign.Parameters(platform={"preset": "x_2026"})
        world = campaign.prepare(network_of(2000, seed), parameters, (Item("one"),), seed)
        learned.append(world.kernel.numbers[0, OF_RATES])
        met.append(sum(sample.actions for sample in samples[ordinary.LEARNING :]))
        seen.append(sum(sample.seen for sample in samples[ordinary.LEARNING :]))
    return np.array(learned), np.array(met), np.array(seen)


def beside_what_is_met(learned, met, seen):
    """What was learned beside what was met, in all networks together, and the error of its logarithm, by action."""
    there = met / seen[:, None]
    ratio = learned.mean(axis=0) / (met.sum(axis=0) / seen.sum())
    spread = [np.std(column, ddof=1) / np.mean(column) / np.sqrt(len(NETWORKS)) for column in (*learned.T, *there.T)]
    return ratio, np.hypot(*np.array(spread).reshape(2, -1))


@pytest.mark.verify
@pytest.mark.parametrize("prior", [ordinary.PRIOR_EVENTS, 60.0])
def test_what_a_feed_expects_is_what_ordinary_posts_meet(prior, monkeypatch):
    """Within a quarter, beside three errors. Negative control: with a prior worth 60 events what is rare stays as it
    was thought to be before anything was seen."""
    monkeypatch.setattr(ordinary, "PRIOR_EVENTS", prior)
    ratio, error = beside_what_is_met(*learned_and_met(monkeypatch))
    off = np.abs(np.log(ratio)) > np.log(1.25) + 3.0 * error
    assert error.max() < 0.3, dict(zip(ACTIONS, error, strict=True))
    assert off.any() == (prior > 2.0), dict(zip(ACTIONS, ratio, strict=True))
