"""How long a piece of content is, beside the usual one of its format."""

from typing import Final

from sim.arithmetic import log
from sim.world import Item

USUAL_SECONDS: Final = {"video": 60.0, "live": 3600.0}
"""What a piece of this format usually takes (assumption): as long as that it is where it does not say how long it is.
Other formats have no duration."""


def times_usual(item: Item) -> float:
    """How many times as long as usual the item is; 1 where it does not say.

    >>> times_usual(Item(format="video", duration=30.0)), times_usual(Item(format="video"))
    (0.5, 1.0)
    """
    return item.duration / USUAL_SECONDS[item.format] if item.duration > 0.0 else 1.0


def doublings(item: Item) -> float:
    """How often the usual length must be doubled to be as long as the item; below 0 if that is shorter.

    >>> doublings(Item(format="live", duration=4 * 3600.0))
    2.0
    """
    return log(times_usual(item)) / log(2.0) if item.duration > 0.0 else 0.0
