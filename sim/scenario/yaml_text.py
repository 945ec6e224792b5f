"""YAML 1.2 text to a tree with places; whatever could surprise (or hang) is refused.

ruamel.yaml reads the text into events; the values are made here, by the core schema of YAML 1.2.2 (section 10.3.2):
``1e-3`` is a number, ``on`` and ``12:30`` are strings, and there are no time stamps. Refused: tags, a key written
twice, keys that are not text, nan and infinity, ``200_000``, a second document, nesting and aliases without bound.
"""

import math
import re
from typing import Any

from sim.scenario.errors import Fault, Place, ScenarioError, shown
from sim.scenario.tree import Node
from sim.scenario.yaml_faults import misread

DEEPEST = 40
"""How many maps and lists may lie inside each other."""
MOST_VALUES = 50_000
"""How many values a file may hold when all aliases are written out."""
LONGEST_TAG = 10_000
"""Characters of one word with an exclamation mark, which may be a tag."""
LONG = 100
"""So many characters of a text count as one value more: an alias of a long text is written out too."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_UNDERSCORES = re.compile(r"[-+]?[0-9]+(_[0-9]+)+(\.[0-9_]*)?")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def scalar(text: str) -> Any:
    """The value of a word that stands without quotes; ValueError with the reason if it is refused.

    >>> scalar("1e-3"), scalar("on"), scalar("12:30"), scalar("~"), scalar("0x10"), scalar("2026-01-01")
    (0.001, 'on', '12:30', None, 16, '2026-01-01')
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > 20 or not -(2**63) <= int(text) < 2**64:
            raise ValueError(f"is {shown(text, 30)}; a whole number must fit in 64 bits")
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        if len(text) > 18:
            raise ValueError(f"is {shown(text, 30)}; a whole number must fit in 64 bits")
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if not math.isfinite(number):
            raise ValueError(f"is {shown(text)}; a number must be finite")
        return number
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"is {text}; a number must be finite (neither nan nor infinity)")
    if _UNDERSCORES.fullmatch(text):
        raise ValueError(f"is {shown(text)}; write numbers without underscores: {text.replace('_', '')}")
    return text


def parse(text: str, file: str) -> Node:
    """The tree of a YAML text; ``file`` is its name in error messages. Raises :class:`ScenarioError`."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    text = text.removeprefix("\ufeff")
    builder = _Builder(file)
    if any(len(word) > LONGEST_TAG and "!" in word for word in text.split()):  # a tag costs the square of its length
        raise ScenarioError(
            Fault(Place(file), "", f"has a word with ! of over {LONGEST_TAG} characters; tags are not allowed")
        )
    try:
        for event in YAML(typ="rt", pure=True).parse(text):
            builder.take(event)
    except ScenarioError:
        raise
    except MarkedYAMLError as error:
        found = misread(error, text)
        if found is None:
            raise ScenarioError(Fault(Place(file), "", f"is not YAML: {error.problem or error.context}")) from None
        raise ScenarioError(Fault(Place(file, found.line, found.column), "", found.told)) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        said = f"is not YAML: the character {text[error.position]!a} is not allowed"
        raise ScenarioError(Fault(Place(file, line, column), "", said)) from None
    except Exception:  # ruamel lets some slips of its own through (impossible escapes, very odd flow text)
        problem = "is not YAML: what follows cannot be read (an impossible character escape?)"
        raise ScenarioError(Fault(builder.last, "", problem)) from None
    if builder.root is None:
        raise ScenarioError(Fault(Place(file), "", "is empty; a scenario needs at least name, network and plans"))
    return builder.root


class _Builder:
    """Puts events together to nodes; a stack, so that no text can exhaust Python's."""

    def __init__(self, file: str):
        self.file = file
        self.root: Node | None = None
        self.documents = 0
        self.last = Place(file, 1, 1)
        self.values = 0
        self.written = ""  # the last word, as it was written
        self.anchors: dict[str, Node] = {}
        self.open: list[tuple[Node, str | None]] = []  # maps and lists that are not closed, with their anchor
        self.keys: list[tuple[str, Place] | None] = []  # the key that waits for its value, for each open one

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self.last = place
        if kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self.refuse(place, "holds a second document; one file is one scenario (is there a stray ---?)")
            if event.version not in (None, (1, 2)):
                self.refuse(place, f"says YAML {'.'.join(map(str, event.version))}; only YAML 1.2 is read")
        elif kind == "AliasEvent":
            if event.anchor not in self.anchors:
                self.refuse(place, f"uses the alias *{shown(event.anchor)}, but no complete anchor of it stands before")
            self.put(self.anchors[event.anchor], place, is_alias=True)
        elif kind == "ScalarEvent":
            self.check_tag(event, place)
            if event.value == "<<" and not event.style and self.key_is_next():
                self.refuse(place, "has the key <<, which YAML 1.2 does not know; write the keys out, or use extends")
            value = self.scalar(event, place)
            size = 1 + len(value) // LONG if isinstance(value, str) else 1
            self.put(Node(value, place, size=size), place, event.anchor)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self.check_tag(event, place)
            if len(self.open) >= DEEPEST:
                self.refuse(place, f"lies inside {DEEPEST} maps and lists; more is not allowed")
            self.open.append((Node({} if kind == "MappingStartEvent" else [], place), event.anchor))
            self.keys.append(None)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            node, anchor = self.open.pop()
            self.keys.pop()
            self.put(node, node.place, anchor)

    def key_is_next(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1][0].value, dict) and self.keys[-1] is None

    def scalar(self, event: Any, place: Place) -> Any:
        text = self.written = str(event.value)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            self.refuse(place, "holds half of a surrogate pair, which is not a character")
        if event.style:  # quoted or block: always text
            return text
        try:
            return scalar(text)
        except ValueError as error:
            raise ScenarioError(Fault(place, self.path(), str(error))) from None

    def put(self, node: Node, place: Place, anchor: str | None = None, is_alias: bool = False) -> None:
        """Hand a finished node to the map or list that is open."""
        self.values += node.size if is_alias or isinstance(node.value, str) else 1
        if self.values > MOST_VALUES:
            if self.anchors:
                self.refuse(place, f"holds more than {MOST_VALUES} values when its aliases are written out")
            most = f"is beyond the {MOST_VALUES:,} values that a scenario may hold"
            self.refuse(place, f"{most}; a post that comes again is written once, with every")
        if anchor is not None:
            self.anchors[str(anchor)] = node
        if not self.open:
            self.root = node
            return
        parent = self.open[-1][0]
        parent.size += node.size
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = (self.key(node, place, parent), place)
        else:
            parent.value[key[0]] = node
            parent.key_places[key[0]] = key[1]
            self.keys[-1] = None

    def key(self, node: Node, place: Place, parent: Node) -> str:
        if not isinstance(node.value, str):
            kind = "a map or a list" if isinstance(node.value, dict | list) else shown(node.value)
            before = list(parent.value.items())[-1:]
            if type(node.value) is int and before and type(before[0][1].value) is int:  # 1,000 or 0,7
                mark = "" if len(self.written) == 3 and before[0][1].value else "."
                whole = f"{before[0][0]}: {before[0][1].value}{mark}{self.written}"
                self.refuse(place, f"has the key {kind} behind a comma; a number has no commas: write {shown(whole)}")
            self.refuse(place, f"has a key that is not text ({kind}); put it in quotes if it is a name")
        if node.value in parent.value:
            first = parent.key_places[node.value].line
            self.refuse(place, f"has the key {shown(node.value)} twice (first on line {first}); keep one of them")
        return node.value

    def check_tag(self, event: Any, place: Place) -> None:
        if event.ctag is not None and str(event.ctag) not in ("", "None"):
            tag = str(event.ctag).replace("tag:yaml.org,2002:", "!!")
            self.refuse(place, f"has the tag {shown(tag)}; tags are not allowed")

    def path(self) -> str:
        """The path of what is being read."""
        parts = []
        for (node, _), key in zip(self.open, self.keys):
            parts.append(str(len(node.value)) if isinstance(node.value, list) else key[0] if key else "")
        return "/".join(part for part in parts if part)

    def refuse(self, place: Place, problem: str) -> Any:
        raise ScenarioError(Fault(place, self.path(), problem))
