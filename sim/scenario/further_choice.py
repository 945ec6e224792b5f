"""What a scenario says of a further platform once it is resolved, beside the model's parameters."""

from dataclasses import dataclass
from typing import Any

from sim.scenario.choices import NetworkChoice


@dataclass(frozen=True)
class FurtherChoice:
    """What a scenario says of a further platform beside the model's parameters.

    Attributes:
        network: its network, over the accounts of the first: the generator's parameters complete, or a file.
        members: share of the accounts that are there.
        same_stars: how far who is followed most on the first platform is followed most here; None for a file.
        platform_fee: what it takes on top of a quote (share of it).
        prices: of its posts (:class:`sim.prices.PriceSetting`), or None.
        preset: the platform's preset, or None.
    """

    network: NetworkChoice
    members: float = 1.0
    same_stars: float | None = 0.5
    platform_fee: float = 0.0
    prices: Any = None
    preset: str | None = None
