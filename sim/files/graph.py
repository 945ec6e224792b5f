"""What GML and GraphML share: a graph of named accounts, collected entry by entry."""

import math
from pathlib import Path
from typing import Any

import numpy as np

from sim.files.characters import NO_SUCH, refused_character
from sim.files.numbering import ids32, number_names
from sim.files.opening import Edges, ReadError, shown
from sim.files.table import number

WHOLE = {"community": 2**31 - 1, "tier": 3}
"""Attributes that hold whole numbers from 0, and the largest that each allows."""


class Graph:
    """Accounts and edges as a file lists them; :meth:`edges` checks them and numbers the accounts."""

    def __init__(self, path: Path, value: Any, community: str | None):
        self.path = path
        for word, choice in (("value", value), ("community", community)):
            if choice is not None and not isinstance(choice, str):
                raise ReadError(path, f"{word}: {choice!r} is not allowed; allowed: the name of an attribute")
        self.value = value
        self.community = community
        self.directed: bool | None = False  # what both formats say by saying nothing
        self.keys: list[str] = []
        self.records: list[dict[str, Any]] = []
        self.lines: list[int] = []
        self.sources: list[str] = []
        self.targets: list[str] = []
        self.values: list[float] = []
        self.edge_lines: list[int] = []

    def add_account(self, key: str, record: dict[str, Any], line: int) -> None:
        """One account, with its attributes."""
        self.keys.append(key)
        self.records.append(record)
        self.lines.append(line)

    def add_edge(self, source: str, target: str, record: dict[str, Any], line: int) -> None:
        """One edge, with its attributes."""
        if self.value is not None:
            if self.value not in record:
                raise ReadError(self.path, f"an edge has no attribute {self.value!r}, which value asks for", line)
            probability = number(record[self.value])
            if not 0 <= probability <= 1:
                word = shown(str(record[self.value]))
                raise ReadError(self.path, f"the value {word} is not allowed; allowed: a probability from 0 to 1", line)
            self.values.append(probability)
        self.sources.append(source)
        self.targets.append(target)
        self.edge_lines.append(line)

    def refuse_characters(self, what: str, text: str, line: int) -> None:
        """An error if a name holds a character that no name may hold."""
        bad = refused_character(text)
        if bad is not None:
            raise ReadError(self.path, f"{what} holds the character {bad}; {NO_SUCH}", line)

    def sort_by_number(self) -> None:
        """Put the accounts into the order of their keys, which are whole numbers."""
        order = sorted(range(len(self.keys)), key=lambda i: int(self.keys[i]))
        self.keys = [self.keys[i] for i in order]
        self.records = [self.records[i] for i in order]
        self.lines = [self.lines[i] for i in order]

    def edges(self, names: list[str]) -> Edges:
        """The edges by account id; ``names`` are what the accounts are called, in their order."""
        if not names:
            raise ReadError(self.path, "holds no account")
        for name, line in zip(names, self.lines, strict=True):
            self.refuse_characters("the name of an account", name, line)
        ids, labels = number_names(self.path, names)
        by_key: dict[str, int] = {}
        for key, account, line in zip(self.keys, ids, self.lines, strict=True):
            if by_key.setdefault(key, account) != account:
                raise ReadError(self.path, f"the account {shown(key)} stands there twice", line)
        ends = []
        for side in (self.sources, self.targets):
            found = np.array([by_key.get(key, -1) for key in side], np.int64)
            missing = np.flatnonzero(found < 0)
            if len(missing):
                edge = int(missing[0])
                raise ReadError(
                    self.path, f"an edge names {shown(side[edge])}, which is no account", self.edge_lines[edge]
                )
            ends.append(ids32(found))
        order = sorted(range(len(ids)), key=ids.__getitem__)
        attributes, notes = self.attributes(order)
        values = None if self.value is None else np.array(self.values, np.float64)
        return Edges(
            ends[0], ends[1], len(names), labels, values, self.directed, self.edge_lines.__getitem__, attributes, notes
        )

    def attributes(self, order: list[int]) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """The accounts' attributes that the engine knows, by account id, and what community numbers stand for."""
        found: dict[str, np.ndarray] = {}
        notes: dict[str, Any] = {}
        for name, called in (("community", self.community), ("tier", None), ("activity", None)):
            missing = [i for i in order if (called or name) not in self.records[i]]
            if missing:
                if called is not None:
                    message = f"an account has no attribute {called!r}, which community asks for"
                    raise ReadError(self.path, message, self.lines[missing[0]])
                continue
            column = [self.records[i][called or name] for i in order]
            numbers = np.array([number(entry) for entry in column])
            if name == "community" and np.isnan(numbers).any():
                words = sorted(set(column))
                for i in order:
                    self.refuse_characters("an account's community", self.records[i][called or name], self.lines[i])
                place = {word: i for i, word in enumerate(words)}
                numbers = np.array([float(place[entry]) for entry in column])
                notes["communities"] = words
            bad = [
                i for i, x in enumerate(numbers) if not math.isfinite(x) or x < 0 or (name in WHOLE and x > WHOLE[name])
            ]
            if not bad and name in WHOLE:
                bad = np.flatnonzero(numbers != np.floor(numbers)).tolist()
            if bad:
                allowed = f"whole numbers 0 to {WHOLE[name]}" if name in WHOLE else "numbers from 0"
                word = shown(str(column[bad[0]]))
                message = f"an account's {called or name} is {word}; allowed: {allowed}"
                raise ReadError(self.path, message, self.lines[order[bad[0]]])
            found[name] = numbers
        return found, notes
