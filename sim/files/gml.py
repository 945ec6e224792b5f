"""GML, the Graph Modelling Language (Himsolt 1997): nested lists of keys and values.

An account's name is its ``label`` if every node has one and no two are equal, else its ``id``. Accounts with names that
are not whole numbers are numbered in ascending order of ``id``.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

from sim.files.graph import Graph
from sim.files.opening import Edges, ReadError, Source, shown

OPTIONS = ("community", "encoding")
DEEPEST = 100
WORD = re.compile(
    r"""\s+ | \#[^\n]* | (?P<open>\[) | (?P<close>\]) | "(?P<text>[^"]*)" | (?P<word>[^\s\[\]"#]+)""", re.X
)


def read(
    source: Source, *, value: str | None = None, community: str | None = None, encoding: str | None = None
) -> Edges:
    """The edges of a GML file.

    Args:
        source: the file.
        value: the edge attribute that holds each edge's probability.
        community: the node attribute that holds each account's community (numbers or words).
        encoding: the text's encoding; by default UTF-8.
    """
    graph = Graph(source.path, value, community)
    seen = 0
    for record, line in records(source, source.whole_text(encoding)):
        if record["kind"] == "graph":
            seen += 1
            if seen > 1:
                raise ReadError(source.path, "holds a second graph; allowed: one", line)
        elif record["kind"] == "directed":
            if record["value"] not in ("0", "1"):
                raise ReadError(source.path, f"directed is {shown(record['value'])}; allowed: 0, 1", line)
            graph.directed = record["value"] == "1"
        elif record["kind"] == "node":
            if "id" not in record:
                raise ReadError(source.path, "a node has no id", line)
            graph.add_account(whole(source, record["id"], line), record, line)
        else:
            for word in ("source", "target"):
                if word not in record:
                    raise ReadError(source.path, f"an edge has no {word}", line)
            start, end = (whole(source, record[word], line) for word in ("source", "target"))
            graph.add_edge(start, end, record, line)
    if not seen:
        raise ReadError(source.path, "holds no graph")
    graph.sort_by_number()
    labels = [record.get("label") for record in graph.records]
    named = None not in labels and len(set(labels)) == len(labels)
    return graph.edges([str(label) for label in labels] if named else graph.keys)


def whole(source: Source, word: str, line: int) -> str:
    """A node's id, checked and in its plain form."""
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", word, re.A):
        raise ReadError(source.path, f"{shown(word)} is not the id of a node; allowed: whole numbers", line)
    return str(int(word))


def records(source: Source, text: str) -> Iterator[tuple[dict[str, Any], int]]:
    """The nodes and edges of the graph, one by one, each with the line on which it begins."""
    path: list[str] = []
    key: str | None = None
    record: dict[str, Any] = {}
    began = key_line = 1
    line, counted = 1, 0
    at = 0
    while at < len(text):
        match = WORD.match(text, at)
        line += text.count("\n", counted, at)
        counted = at
        if match is None:
            raise ReadError(source.path, f"a quotation that begins {shown(text[at : at + 20])} has no end", line)
        at = match.end()
        word, quoted = match["word"], match["text"]
        if match["open"]:
            if key is None:
                raise ReadError(source.path, "a list has no key before its '['", line)
            path.append(key)
            if len(path) > DEEPEST:
                raise ReadError(source.path, f"lists are nested more than {DEEPEST} deep", line)
            if path == ["graph"]:
                yield {"kind": "graph"}, line
            elif path in (["graph", "node"], ["graph", "edge"]):
                record, began = {"kind": key}, key_line
            key = None
        elif match["close"]:
            if key is not None or not path:
                what = f"the key {shown(key)} has no value" if key is not None else "a ']' closes nothing"
                raise ReadError(source.path, what, line)
            if path in (["graph", "node"], ["graph", "edge"]):
                yield record, began
            path.pop()
        elif key is None and word is not None:
            if not re.fullmatch(r"[A-Za-z_]\w*", word):
                raise ReadError(source.path, f"{shown(word)} is not a key; a key begins with a letter", line)
            key, key_line = word, line
        elif word is not None or quoted is not None:
            if key is None:
                raise ReadError(source.path, f"the value {shown(quoted or '')} has no key before it", line)
            entry = word if word is not None else html.unescape(quoted)
            if path == ["graph"] and key == "directed":
                yield {"kind": key, "value": entry}, line
            elif len(path) == 2 and path[0] == "graph" and key != "kind":
                record.setdefault(key, entry)
            key = None
    if path or key is not None:
        raise ReadError(source.path, f"ends inside {shown(key or path[-1])}", line)
