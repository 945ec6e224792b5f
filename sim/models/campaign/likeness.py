"""How much two items look alike: what looks like what was seen before wears out."""

import math

from sim.world import Item


def likeness(one: Item, other: Item) -> float:
    """How much two items look alike, 0 to 1: the cosine of their topics and features; 0 in different formats.

    A topic counts 1, a feature twice what it lies above or below the usual, the tone as it is. Items without anything
    of their own look alike.

    >>> tea, coffee = Item("tea", topics=("food",)), Item("coffee", topics=("food", "travel"))
    >>> talk = Item("talk", topics=("food",), format="live")
    >>> likeness(tea, tea), round(likeness(tea, coffee), 3), likeness(tea, talk)
    (1.0, 0.707, 0.0)
    """
    if one.format != other.format:
        return 0.0
    if one == other:
        return 1.0
    names = sorted({*one.topics, *other.topics})
    first, second = _looks(one, names), _looks(other, names)
    product = squares = others = 0.0
    for x, y in zip(first, second, strict=True):
        product, squares, others = product + x * y, squares + x * x, others + y * y
    if squares == 0.0 or others == 0.0:
        return float(squares == others)
    return min(max(product / math.sqrt(squares * others), 0.0), 1.0)


def _looks(item: Item, names: list[str]) -> list[float]:
    features = ("utility", "arousal", "production", "novelty")
    own = [2.0 * (getattr(item, feature) - 0.5) for feature in features]
    return [*(float(name in item.topics) for name in names), *own, item.tone]
