"""Seedcast: which seeding plan reaches more people on a social network, by how much, and how surely.

>>> import sim
>>> network = sim.generate("kol_communities", accounts=500, seed=1)
>>> sim.simulate(network, seeds=[3, 17], probability=0.05, seed=0).reach >= 2
True
"""

import importlib
from typing import Any

_PLACES = {
    "load": "sim.scenario",
    "compare": "sim.api",
    "sweep": "sim.api",
    "generate": "sim.api",
    "simulate": "sim.api",
    "spread": "sim.api",
    "Comparison": "sim.api",
    "Spread": "sim.api",
    "read_network": "sim.files",
    "Network": "sim.network",
    "NetworkError": "sim.network",
    "Outcome": "sim.outcome",
    "Result": "sim.results",
}
"""Public names and where they live; nothing is imported before it is used."""

__all__ = sorted(_PLACES)


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(importlib.import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
