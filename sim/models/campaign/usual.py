"""How often an action is taken, on the mean over the hidden appeal of posts and over how readily people react."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.arithmetic import log, logistic
from sim.arithmetic.normal import normal_quantile
from sim.arithmetic.rows import total
from sim.jit import jit
from sim.models.campaign.own_effects import own_effects
from sim.models.campaign.parameters import ACTIONS, Parameters

STEPS: Final = 256
"""Equally likely steps of the normal law by which an expectation is taken."""


def usual_rates(setting: Parameters, base: np.ndarray, followers: float) -> list[float]:
    """How often each action is taken at a first impression of a post by somebody followed, who has so many followers.

    Args:
        base: log-odds of each action at a usual impression (float64[actions]).
        followers: of the author, in accounts.

    >>> from sim.models.campaign.parameters import Parameters
    >>> rare, often = usual_rates(Parameters(), np.array([-9.0, 0.0] + [-3.0] * 7), 1.0)[:2]
    >>> rare > 1.5 * logistic(-9.0), round(often, 2)
    (True, 0.48)
    """
    author = setting.trust_slope * log(max(followers, 1.0)) + log(setting.trust_followed)
    found = []
    for level, action in zip(base, ACTIONS, strict=True):
        own = own_effects(setting, action)
        level = level + (setting.trust_effect + own["trust"]) * author
        found.append(float(mean_rate(np.array([level]), np.array([spread_of(setting, own)]))))
    return found


def spread_of(setting: Parameters, own: Mapping[str, float]) -> float:
    """The spread of an action's log-odds among posts and viewers; ``own``: its effects beside those of all."""
    appeal, personal = 1.0 + own["appeal"], 1.0 + own["personal"]
    spreads = (appeal * setting.appeal_item, appeal * setting.appeal_post, personal * setting.personal)
    return math.sqrt(total(np.array([each * each for each in spreads])))


@jit
def mean_rate(levels, spread):
    """The sum of the probabilities at these log-odds, on the mean of a normal law of its spread around each."""
    found = 0.0
    for step in range(STEPS):
        z = normal_quantile((step + 0.5) / STEPS)
        for place in range(levels.shape[0]):
            found += logistic(levels[place] + spread[place] * z)
    return found / STEPS
