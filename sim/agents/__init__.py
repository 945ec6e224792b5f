"""The models as Mesa agents: the readable twin, made to be looked into and changed.

An agent is an account, a model is one world, a step is a step of the cascade, or the next thing in a campaign. Fed the
same draws, the agents give the same events as the engine of :mod:`sim.models`, without calling it, only far slower.

>>> import sim
>>> from sim import agents
>>> network = sim.generate("kol_communities", accounts=300, seed=1)
>>> model = agents.run(network, [0, 7], probability=0.1, seed=4)
>>> outcome = sim.simulate(network, [0, 7], "independent_cascade", probability=0.1, seed=4)
>>> [account.id for account in model.reached] == outcome.reached.tolist()
True
"""

import multiprocessing
from typing import Any

_started_by = multiprocessing.get_start_method(allow_none=True)

import mesa  # noqa: E402, F401 - imported here first, because it changes how processes start

multiprocessing.set_start_method(_started_by, force=True)

from sim.agents.cascade import Account, Cascade, CoinAccount, ThresholdAccount, run  # noqa: E402

__all__ = ["Account", "Campaign", "CampaignAccount", "Cascade", "CoinAccount", "ThresholdAccount", "run"]


def __getattr__(name: str) -> Any:
    """The campaign's agents are imported when they are asked for: their parameters lie in the model's own folder."""
    if name in ("Campaign", "CampaignAccount"):
        from sim.agents import campaign

        return getattr(campaign, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
