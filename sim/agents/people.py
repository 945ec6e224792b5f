"""What the campaign's accounts are like: how often they are there, what comes to them, how readily they react.

Drawn by (seed, account) and kept as 32-bit numbers, so that they are the engine's to the last bit.
"""

from array import array
from collections.abc import Iterator
from functools import reduce
from operator import add

from sim.agents.draws import normal
from sim.agents.readiness import matches
from sim.arithmetic import exp
from sim.models.campaign.parameters import Parameters
from sim.network import Network
from sim.randomness import PEOPLE, READINESS, SESSIONS, world_key
from sim.world import Item


def people(network: Network, setting: Parameters, item: Item, seed: int) -> Iterator[tuple[float, ...]]:
    """What each account is like, kept as 32-bit numbers: sessions a day, inflow a day, personal effect, match."""
    key, spread = world_key(seed, PEOPLE), setting.sessions_spread
    accounts = range(len(network))
    often = [setting.sessions_a_day * exp(spread * normal(key, SESSIONS, v) - 0.5 * spread * spread) for v in accounts]
    activity = network.attributes["activity"].tolist() if "activity" in network.attributes else [1.0] * len(network)
    followed = [reduce(add, (activity[u] for u in network.following_of(v).tolist()), 0.0) for v in accounts]
    total = reduce(add, (posts for posts in followed if posts > 0), 0.0)
    scale = setting.inflow * len([posts for posts in followed if posts > 0]) / total if total > 0 else 0.0
    personal = [setting.personal * normal(key, READINESS, v) for v in accounts]
    columns = (often, [posts * scale for posts in followed], personal, matches(item, network))
    return zip(*(array("f", column) for column in columns), strict=True)
