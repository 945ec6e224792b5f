"""The platform's schedule: what holds in each part of it, from one change to the next."""

import numpy as np

from sim.models.campaign import places
from sim.models.campaign.platform import Platform
from sim.models.campaign.state import World, Worlds
from sim.network import frozen


def platform_parts(platform: Platform) -> list[Platform]:
    """The platform as it is from the start on, and from each of its changes on."""
    parts = [platform]
    for change in platform.changes:
        new = change.model_dump(exclude={"at"}, exclude_none=True)
        new["out_of_network"] = parts[-1].out_of_network.model_copy(update=new.get("out_of_network", {}))
        parts.append(parts[-1].model_copy(update=new))
    return parts


def settings_of(platform: Platform, supply: float) -> list[float]:
    """What ``World.numbers`` has at the places BY_PART in this part of the schedule.

    Args:
        supply: how often a post is recommended on the mean.
    """
    out = platform.out_of_network
    found = {
        places.AD_LOAD: platform.ad_load,
        places.OUT_SHARE: out.share,
        places.OUT_BETA: out.beta,
        places.OUT_CAP: out.cap,
        places.OUT_MATCH: out.match_effect,
        places.OUT_BY_FOLLOWERS: out.by_followers,
        places.OUT_SUPPLY: supply,
        places.SEEN_ONCE: float(platform.seen_filter),
    }
    return [found[place] for place in places.BY_PART]


def at_part(world: World, part: int) -> World:
    """The world on one platform with the parameters that hold in a part of its schedule; at the start as it is."""
    if part == 0:
        return world
    numbers = world.numbers.copy()
    numbers[list(places.BY_PART)] = world.feed[part, places.SETTINGS : places.WEIGHTS]
    return world._replace(numbers=frozen(numbers, np.float64))


def at_parts(worlds: Worlds, parts: np.ndarray) -> Worlds:
    """All platforms, each with the parameters that hold in a part of its schedule (``parts``: int64[platforms])."""
    if not parts.any():
        return worlds
    numbers = [at_part(worlds.on(platform), part).numbers for platform, part in enumerate(parts.tolist())]
    return worlds._replace(numbers=frozen(np.stack(numbers), np.float64))
