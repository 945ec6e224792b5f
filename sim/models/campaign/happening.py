"""What happens in the world whatever the plan does, as the kernels read it: rumours, and what competitors do.

A competitor's posts and ads go the way of the plan's own: rows beside the plan's, posted, ranked, shown and reacted to
by the same kernels. His ads are given before the plan's in each slot, and take looks that are left for ads in a session
from the plan's. What he does is known by his item's word and his own ordinals, so nothing of it depends on the plan.
"""

from typing import Any

import numpy as np

from sim.models.campaign import places
from sim.models.campaign.days import DAY
from sim.models.campaign.occasions import Competitor
from sim.models.campaign.parameters import Parameters
from sim.randomness import OCCASION, draw_int, uniform_int
from sim.world import World


def occasions(world: World, key: int) -> list[tuple]:
    """The posts that come out whatever the plan does: (author, item, kind, second, 0, NONE, platform) of each."""
    given, network = world.parameters.occasions, world.network
    item, found = first_occasion(world), []
    for place, rumour in enumerate(given.rumours):
        for author in some_accounts(key, place, rumour.accounts, len(network)):
            found.append((author, item + place, places.RUMOUR, rumour.at * DAY, 0, places.NONE, 0))
    item += len(given.rumours)
    for place, rival in enumerate(given.competitors):
        until, platform = rival.at if rival.until is None else rival.until, platform_of(rival, world.parameters)
        authors = most_followed(world, platform)[rival.after : rival.after + rival.accounts].tolist()
        for turn, author in enumerate(authors):
            at = rival.at + (until - rival.at) * turn / max(len(authors) - 1, 1)
            found.append((author, item + place, places.RIVAL, at * DAY, 0, places.NONE, platform))
    return found


def rival_pushes(world: World) -> list[tuple]:
    """What competitors buy, as rows of pushes: impressions of people, each at the price of one."""
    parameters, people = world.parameters, world.kernel.numbers[0, places.PEOPLE_EACH]
    item, found = first_occasion(world) + len(parameters.occasions.rumours), []
    for place, rival in enumerate(parameters.occasions.competitors):
        days = (parameters.days if rival.until is None else rival.until) - rival.at
        wanted = rival.people_shown(days)
        if wanted > 0.0:
            row = (places.ADS, rival.at * DAY, (rival.at + days) * DAY, wanted, people, rival.frequency_cap)
            found.append((*row, item + place, False, 0, platform_of(rival, parameters)))
    return found


def platform_of(rival: Competitor, parameters: Parameters) -> int:
    """Where a competitor is: 0 is the first platform."""
    return 0 if rival.on is None else 1 + list(parameters.also_on).index(rival.on)


def first_occasion(world: World) -> int:
    """The place of the first item that is not the plan's, nor the customers', among the kernel's items."""
    given = world.parameters.occasions
    return world.kernel.item.shape[1] - 1 - len(given.rumours) - len(given.competitors)


def some_accounts(key: int, place: int, count: int, n: int) -> list[int]:
    """So many different accounts, drawn for this world."""
    found: dict[int, None] = {}
    turn = 0
    while len(found) < min(count, n):
        found[int(uniform_int(draw_int(key, OCCASION, place, turn)) * n)] = None
        turn += 1
    return list(found)


def most_followed(world: World, platform: int) -> np.ndarray:
    """The accounts of a platform, those with most followers there first, equal ones by id."""

    def found(_: Any) -> np.ndarray:
        network = (world.network, *world.further)[platform]
        order = np.argsort(-network.followers.astype(np.int64), kind="stable")
        member = network.attributes.get("member")
        return order if member is None else order[member[order] != 0]

    return world.derived(f"by followers on {platform}", found)
