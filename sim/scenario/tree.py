"""A scenario file as a tree that remembers where everything was written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.errors import Place

Path = tuple[str | int, ...]
"""The way to a value: keys of maps and places in lists."""


@dataclass
class Node:
    """A value with its place: a scalar, a dict of nodes, or a list of nodes.

    Attributes:
        value: str, int, float, bool, None, dict[str, Node] or list[Node].
        place: where the value begins.
        key_places: where the keys of a map were written.
        size: how many values it holds when every alias is written out.
    """

    value: Any
    place: Place
    key_places: dict[str, Place] = field(default_factory=dict)
    size: int = 1


def plain(node: Node) -> Any:
    """The value without places."""
    if isinstance(node.value, dict):
        return {key: plain(inner) for key, inner in node.value.items()}
    if isinstance(node.value, list):
        return [plain(inner) for inner in node.value]
    return node.value


def planted(value: Any, place: Place) -> Node:
    """Plain data as a tree of which every value is at one place (for scenarios that come from Python)."""
    if isinstance(value, dict):
        inner = {key: planted(one, place) for key, one in value.items()}
        return Node(inner, place, dict.fromkeys(inner, place), 1 + sum(node.size for node in inner.values()))
    if isinstance(value, list | tuple):
        nodes = [planted(one, place) for one in value]
        return Node(nodes, place, size=1 + sum(node.size for node in nodes))
    return Node(value, place)


def merged(base: Node, over: Node) -> Node:
    """``over`` laid over ``base``: maps are merged key by key, everything else is replaced; null takes a key away."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    value = dict(base.value)
    for key, inner in over.value.items():
        if key in value and inner.value is None:
            del value[key]
        else:
            value[key] = merged(value[key], inner) if key in value else inner
    return Node(value, over.place, base.key_places | over.key_places, base.size + over.size)


def place_of(tree: Node, path: Sequence[str | int], key: bool = False) -> Place:
    """Where the value at ``path`` was written, or the nearest thing around it.

    A part of the path that is not in the file (a list of one that was written without brackets, a name that was
    written as a bare word) is passed over. With ``key`` the place of the last key is meant and not of its value.
    """
    if key and path:
        node = node_at(tree, path[:-1])
        if isinstance(node.value, dict) and path[-1] in node.value:
            return node.key_places.get(str(path[-1]), node.value[str(path[-1])].place)
    return node_at(tree, path).place


def node_at(tree: Node, path: Sequence[str | int]) -> Node:
    """The node at a path, or the nearest one around it; parts that are not in the file are passed over."""
    node = tree
    for part in path:
        if isinstance(node.value, dict) and part in node.value:
            node = node.value[str(part)]
        elif isinstance(node.value, list) and isinstance(part, int) and 0 <= part < len(node.value):
            node = node.value[part]
    return node


def ways(data: Any, path: str) -> Iterator[Path]:
    """The ways to go along ``path`` ("a/b/0/c") in plain data; the last part need not exist.

    A key may itself hold "/"; a list of one may be passed through without saying 0.

    >>> next(ways({"plans": {"A/B": {"seeds": [{"count": 1}]}}}, "plans/A/B/seeds/count"))
    ('plans', 'A/B', 'seeds', 0, 'count')
    """
    yield from _ways(data, path.split("/"))


def _ways(data: Any, parts: list[str]) -> Iterator[Path]:
    if isinstance(data, dict):
        for length in range(1, len(parts) + 1):
            key = "/".join(parts[:length])
            if length == len(parts):
                yield (key,)
            elif key in data:
                yield from ((key, *rest) for rest in _ways(data[key], parts[length:]))
    elif isinstance(data, list):
        if parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 7 and int(parts[0]) < len(data):
            place = int(parts[0])
            if len(parts) == 1:
                yield (place,)
            else:
                yield from ((place, *rest) for rest in _ways(data[place], parts[1:]))
        elif len(data) == 1:
            yield from ((0, *rest) for rest in _ways(data[0], parts))


def has(data: Any, part: str | int) -> bool:
    """Whether plain data has this key, or this place of a list."""
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data)


def value_at(data: Any, path: Path) -> Any:
    """The value at a path; KeyError if there is none."""
    for part in path:
        if not has(data, part):
            raise KeyError(path)
        data = data[part]
    return data
