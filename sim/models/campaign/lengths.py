"""How long a piece of content is, beside the usual one of its format."""

from sim.arithmetic import log
from sim.world import USUAL_SECONDS, Item, PlanError


def times_usual(item: Item) -> float:
    """How many times as long as usual the item is; 1 where it does not say.

    >>> times_usual(Item(format="video", duration=30.0)), times_usual(Item(format="video"))
    (0.5, 1.0)
    >>> times_usual(Item("diary", duration=30.0))
    Traceback (most recent call last):
    sim.world.PlanError: item 'diary' has a duration (30) and the format text; allowed with the formats video, live
    """
    if item.duration > 0.0 and item.format not in USUAL_SECONDS:
        about = f"item {item.name!r} has a duration ({item.duration:g}) and the format {item.format}"
        raise PlanError(f"{about}; allowed with the formats {', '.join(USUAL_SECONDS)}")
    return item.duration / USUAL_SECONDS[item.format] if item.duration > 0.0 else 1.0


def doublings(item: Item) -> float:
    """How often the usual length must be doubled to be as long as the item; below 0 if that is shorter.

    >>> doublings(Item(format="live", duration=4 * 3600.0))
    2.0
    """
    return log(times_usual(item)) / log(2.0)
