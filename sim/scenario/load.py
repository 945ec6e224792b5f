"""From a file (or a text, or plain data) to a scenario: reading within bounds, and ``extends``."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.scenario.errors import Fault, Place, ScenarioError, shown
from sim.scenario.paths import allowed_path
from sim.scenario.scenario import Scenario
from sim.scenario.tree import Node, merged, plain, planted
from sim.scenario.yaml_text import DEEPEST, LONG, parse

LARGEST = 1_000_000
"""Bytes of a scenario file; more is refused before it is read."""
SMALL = 1000
"""Files of so few values are not too large with every default filled in."""
MOST_GIVEN = 1_000_000
"""How many values plain data may hold: more than any file, for points of a sweep that were read from a table."""
MOST_BASES = 10
"""How many files may extend each other in a row."""


def load(path: str | Path, *, allow_code: Iterable[str | Path] = ()) -> Scenario:
    """The scenario of a file; :class:`ScenarioError` lists all that is wrong with it.

    Args:
        path: a YAML file.
        allow_code: the user's own files from which it may name functions.
    """
    if not isinstance(path, str | os.PathLike):
        raise ScenarioError(Fault(Place("scenario"), "", f"is {shown(path)}; load takes the path of a file"))
    file = Path(path)
    tree = _tree_of_file(file, str(path), file.parent, [])
    return _resolve(tree, file.parent, file, allow_code)


def from_text(
    text: str, folder: str | Path = ".", *, name: str = "scenario", allow_code: Iterable[str | Path] = ()
) -> Scenario:
    """The scenario of a YAML text; its paths start at ``folder``, and ``name`` stands for the file in messages."""
    if len(text) > LARGEST:
        raise ScenarioError(Fault(Place(name), "", f"has {len(text)} characters; at most {LARGEST} are read"))
    tree = _extended(parse(text, name), name, Path(folder), Path(folder), [])
    return _resolve(tree, Path(folder), None, allow_code)


def from_dict(
    data: Mapping[str, Any], folder: str | Path = ".", *, name: str = "scenario", allow_code: Iterable[str | Path] = ()
) -> Scenario:
    """The scenario of plain data (maps, lists, text, numbers), as :meth:`Scenario.resolved` gives it."""
    place = Place(name)
    _bounded(data, place)
    try:
        checked = json.loads(json.dumps(data, allow_nan=False, ensure_ascii=True))
        json.dumps(checked, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ScenarioError(Fault(place, "", f"is not plain data: {shown(error, 200)}")) from None
    tree = _extended(planted(checked, place), name, Path(folder), Path(folder), [])
    return _resolve(tree, Path(folder), None, allow_code)


def _resolve(tree: Node, folder: Path, file: Path | None, allow_code: Iterable[str | Path]) -> Scenario:
    from sim.scenario.resolve import resolve
    from sim.scenario.scenario import Source

    if not isinstance(tree.value, dict):
        raise ScenarioError(Fault(tree.place, "", f"is {shown(plain(tree))}; a scenario is a map (key: value)"))
    allowed = tuple(Path(one) for one in allow_code)
    found = resolve(Source(plain(tree), tree, folder, file, allowed))
    if tree.size > SMALL and (size := len(found.resolved_yaml())) > LARGEST:
        problem = f"has {size:,} characters once every default is filled in; at most {LARGEST:,} are allowed"
        raise ScenarioError(Fault(Place(tree.place.file), "", problem))
    return found


def _bounded(data: Any, place: Place) -> None:
    """Refuse plain data that is deeper or larger than any file, before it is copied: lists may share their parts."""
    waiting, count = [(data, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        count += 1 + len(value) // LONG if isinstance(value, str) else 1
        if depth > DEEPEST or count + len(waiting) > MOST_GIVEN:
            what = f"{DEEPEST} maps and lists inside each other" if depth > DEEPEST else f"{MOST_GIVEN:,} values"
            raise ScenarioError(Fault(place, "", f"is not plain data for a scenario: it holds more than {what}"))
        if isinstance(value, dict):
            waiting += [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list | tuple):
            waiting += [(inner, depth + 1) for inner in value]


def _tree_of_file(file: Path, name: str, folder: Path, chain: list[Path]) -> Node:
    """The tree of a file and of all that it extends. ``chain``: the files that led here."""
    return _extended(parse(text_of(file, name), name), name, file.parent, folder, [*chain, file.resolve()])


def text_of(file: Path, name: str, largest: int = LARGEST) -> str:
    """The text of a file, with its size and encoding checked."""

    def refuse(problem: str) -> ScenarioError:
        return ScenarioError(Fault(Place(name), "", problem))

    try:
        if file.is_dir():
            raise refuse("is a folder; name a scenario file (.yaml)")
        if not file.is_file():
            raise refuse("is not there" if not file.exists() else "is not an ordinary file")
        size = file.stat().st_size
        if size > largest:
            raise refuse(f"has {size} bytes; at most {largest} are read")
        raw = file.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise refuse(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        kind = _other_encoding(raw)
        raise refuse(f"is not UTF-8 (line {line}{kind}); save it as UTF-8") from None


def _other_encoding(raw: bytes) -> str:
    """What the bytes look like instead, for the message."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "; it looks like UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "; it looks like GB18030"


def _extended(tree: Node, name: str, here: Path, folder: Path, chain: list[Path]) -> Node:
    """The tree laid over the one that it extends."""
    if not isinstance(tree.value, dict) or "extends" not in tree.value:
        return tree
    asked = tree.value["extends"]

    def refuse(problem: str) -> ScenarioError:
        return ScenarioError(Fault(asked.place, "extends", problem))

    if not isinstance(asked.value, str):
        raise refuse(f"is {shown(plain(asked))}; it must name one file")
    try:
        base = allowed_path(asked.value, here, within=folder)
    except ValueError as error:
        raise refuse(str(error)) from None
    if base in chain:
        way = " -> ".join(one.name for one in [*chain, base])
        raise refuse(f"is {shown(asked.value, 100)}, which leads back to itself: {way}")
    if len(chain) >= MOST_BASES:
        raise refuse(f"is the {len(chain)}th base in a row; at most {MOST_BASES} are allowed")
    under = _tree_of_file(base, str(here / asked.value), folder, chain)
    own = {key: value for key, value in tree.value.items() if key != "extends"}
    return merged(under, Node(own, tree.place, tree.key_places, tree.size))
