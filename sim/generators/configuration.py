"""Configuration model (Molloy and Reed 1995; directed: Newman, Strogatz and Watts 2001, Phys. Rev. E 64:026118).

Every account has stubs, as many as its degree; stubs are joined at random. Links to oneself and repeats are left out
and counted in ``about["border"]``; what is left of their share falls with the number of accounts. The degrees are the
quantiles (i + 1/2) / accounts of the law, dealt out at random: a network has the law itself, not a sample of it, which
for a law with a heavy tail would differ from network to network.
"""

from typing import Any

import numpy as np
from pydantic import Field, model_validator

from sim.arithmetic import exp
from sim.arithmetic.rows import powers
from sim.generators.families import ACCOUNTS, Family, network_of, room_for
from sim.network import MAXIMUM_ACCOUNTS, Network, NetworkError
from sim.randomness import U, child_int, fill_uniform


class PowerLaw(Family):
    """P(k) ~ k ** -exponent on smallest .. largest."""

    exponent: float = Field(gt=0, le=20, description="exponent (none)")
    smallest: int = Field(1, ge=1, le=10**7, description="smallest degree (accounts). Source: choice")
    largest: int = Field(1000, ge=1, le=10**7, description="largest degree (accounts). Source: choice")


class Degrees(Family):
    """A law of degrees: one of the four."""

    power_law: PowerLaw | None = Field(None, description="a power law (accounts)")
    poisson: float | None = Field(None, ge=0, le=500, description="mean of a Poisson law (accounts)")
    one_of: tuple[int, ...] | None = Field(None, min_length=1, description="equally likely degrees (accounts)")
    each: tuple[int, ...] | None = Field(None, description="the degree of every account (accounts)")

    @model_validator(mode="after")
    def _one_law(self) -> "Degrees":
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of power_law, poisson, one_of and each, not {', '.join(given) or 'none'}")
        if any(degree < 0 for degree in (self.one_of or ()) + (self.each or ())):
            raise ValueError("a degree must not be negative")
        if self.power_law is not None and self.power_law.largest < self.power_law.smallest:
            raise ValueError("largest must not be below smallest")
        return self


class Parameters(Family):
    """Parameters of the configuration model: ``degrees``, or for a directed one ``followers`` and ``follows``."""

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description=ACCOUNTS)
    degrees: Degrees | None = Field(None, description="law of links, which go both ways (accounts). Source: choice")
    followers: Degrees | None = Field(None, description="law of followers (accounts). Source: choice")
    follows: Degrees | None = Field(None, description="law of how many an account follows (accounts). Source: choice")

    @model_validator(mode="after")
    def _one_kind(self) -> "Parameters":
        both = self.followers is not None and self.follows is not None
        neither = self.followers is None and self.follows is None
        if not (both and self.degrees is None) and not (neither and self.degrees is not None):
            raise ValueError("give either degrees, or followers and follows")
        return self


def generate(parameters: Parameters, key: int) -> Network:
    """A network with these degrees. If the stubs do not come out even, some drawn at random stay free.

    Raises:
        NetworkError: a list of degrees that is not as long as there are accounts.

    >>> law = Degrees(power_law=PowerLaw(exponent=2.5, smallest=3, largest=100))
    >>> round(generate(Parameters(accounts=20_000, degrees=law), key=1).followers.mean(), 1)
    np.float64(6.5)
    >>> one_way = Parameters(accounts=1000, followers=Degrees(one_of=(0, 4)), follows=Degrees(poisson=2.0))
    >>> int(generate(one_way, key=1).followers.max())
    4
    """
    n = parameters.accounts
    if parameters.degrees is not None:
        stubs = _stubs(parameters.degrees, "degrees", n, key, 0)
        half = len(stubs) // 2
        return network_of(parameters, key, n, stubs[:half], stubs[half : 2 * half])
    source = _stubs(parameters.followers, "followers", n, key, 2)
    target = _stubs(parameters.follows, "follows", n, key, 4)
    common = min(len(source), len(target))
    return network_of(parameters, key, n, source[:common], target[:common], directed=True)


def _stubs(law: Any, name: str, n: int, key: int, part: int) -> np.ndarray:
    """Each account as often as its degree, in random order."""
    room_for(n, 0.0)  # the degrees alone may be too many
    degrees = np.array(law.each, np.int64) if law.each is not None else _quantiles(law, n)
    if len(degrees) != n:
        raise NetworkError(
            f"configuration, {name}/each: {len(degrees)} degrees for {n} accounts; allowed: one for each"
        )
    if law.each is None:
        degrees = degrees[_shuffled(n, child_int(key, part))]
    total = int(degrees.sum())
    room_for(n, float(total))
    return np.repeat(np.arange(n, dtype=np.int32), degrees)[_shuffled(total, child_int(key, part + 1))]


def _shuffled(count: int, key: int) -> np.ndarray:
    draws = np.empty(count)
    fill_uniform(U(key), draws)
    return np.argsort(draws, kind="stable")


def _quantiles(law: Any, n: int) -> np.ndarray:
    """The quantiles (i + 1/2) / n of the law."""
    if law.one_of is not None:
        degrees, chances = np.sort(np.array(law.one_of, np.int64)), np.ones(len(law.one_of))
    elif law.power_law is not None:
        degrees = np.arange(law.power_law.smallest, law.power_law.largest + 1)
        chances = powers(degrees, -law.power_law.exponent)
    else:
        degrees = np.arange(int(law.poisson + 40.0 * np.sqrt(law.poisson + 1.0)))
        chances = np.cumprod(
            np.concatenate([[exp(-law.poisson)], law.poisson / degrees[1:]])
        )  # P(k) = P(k - 1) mean / k
    cumulative = np.cumsum(chances)
    places = (np.arange(n) + 0.5) / n * cumulative[-1]
    return degrees[np.minimum(np.searchsorted(cumulative, places), len(degrees) - 1)]
