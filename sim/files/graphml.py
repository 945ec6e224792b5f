"""GraphML (Brandes et al. 2002, "GraphML progress report"): a graph as XML.

Only what a network needs is read: one ``graph`` with ``node``, ``edge`` and their ``data``. A document type declaration
is refused before anything in it is expanded, so a file cannot make the reader fetch or multiply anything. Accounts
whose names are not whole numbers keep the order of the file.
"""

from typing import Any
from xml.parsers import expat

from sim.files.graph import Graph
from sim.files.opening import Edges, ReadError, Source, shown

OPTIONS = ("community",)
DEEPEST = 100
REFUSED = ("hyperedge", "port")


def read(source: Source, *, value: str | None = None, community: str | None = None) -> Edges:
    """The edges of a GraphML file.

    Args:
        source: the file.
        value: the edge attribute (``attr.name`` of its key) that holds each edge's probability.
        community: the node attribute that holds each account's community (numbers or words).
    """
    walk = Walk(source, Graph(source.path, value, community))
    walk.parse()
    if not walk.graphs:
        raise ReadError(source.path, "holds no graph")
    graph = walk.graph
    kinds = walk.kinds
    if len(kinds) > 1:
        raise ReadError(source.path, "mixes directed and undirected edges; allowed: one of the two")
    graph.directed = kinds.pop() if kinds else walk.directed
    return graph.edges(graph.keys)


class Walk:
    """One pass over the document."""

    def __init__(self, source: Source, graph: Graph):
        self.source = source
        self.graph = graph
        self.graphs = 0
        self.directed = False
        self.kinds: set[bool] = set()
        self.names: dict[str, tuple[str, str]] = {}
        self.defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.open: list[str] = []
        self.entry: dict[str, str] = {}
        self.record: dict[str, Any] = {}
        self.began = 0
        self.key = ""
        self.words: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.EntityDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def fail(self, message: str) -> ReadError:
        """The error, with the line that the parser is at."""
        return ReadError(self.source.path, message, self.parser.CurrentLineNumber)

    def parse(self) -> None:
        """Read the whole file."""
        try:
            self.parser.Parse(self.source.whole(), True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise ReadError(self.source.path, f"is not well-formed XML: {reason}", error.lineno) from error
        except (UnicodeError, LookupError) as error:
            raise ReadError(self.source.path, f"is not well-formed XML: {error}") from error

    def refuse_doctype(self, *_: Any) -> None:
        """Entities can multiply a short file into gigabytes, or name files that are no concern of this one."""
        raise self.fail("has a document type declaration (DOCTYPE); remove it: it may define entities")

    def start(self, tag: str, entry: dict[str, str]) -> None:
        """An element begins."""
        tag = tag.rpartition(" ")[2]
        self.open.append(tag)
        if len(self.open) > DEEPEST:
            raise self.fail(f"elements are nested more than {DEEPEST} deep")
        if tag == "graph":
            self.graphs += 1
            if self.graphs > 1:
                raise self.fail("holds a second graph; allowed: one")
            kind = entry.get("edgedefault", "")
            if kind not in ("directed", "undirected"):
                raise self.fail(f"edgedefault is {shown(kind)}; allowed: directed, undirected")
            self.directed = kind == "directed"
        elif tag == "key":
            self.key = entry.get("id", "")
            self.names[self.key] = (entry.get("for", "all"), entry.get("attr.name", self.key))
        elif tag in ("node", "edge"):
            if self.open.count("node") + self.open.count("edge") > 1:
                raise self.fail(f"a {tag} stands inside another one")
            self.entry, self.began = entry, self.parser.CurrentLineNumber
            self.record = dict(self.defaults[tag])
        elif tag == "data":
            self.key = entry.get("key", "")
        elif tag in REFUSED:
            raise self.fail(f"has a {tag}; allowed: nodes and edges")
        wanted = tag == "default" or (tag == "data" and self.open[-2:-1] in (["node"], ["edge"]))
        self.words = [] if wanted else None

    def text(self, words: str) -> None:
        """Text inside an element."""
        if self.words is not None:
            self.words.append(words)

    def end(self, tag: str) -> None:
        """An element ends."""
        tag = self.open.pop()
        if self.words is not None:
            words = "".join(self.words).strip()
            self.words = None
            place, name = self.names.get(self.key, ("all", self.key))
            if tag == "data":
                self.record[name] = words
            else:
                for kind in self.defaults:
                    if place in (kind, "all"):
                        self.defaults[kind][name] = words
        elif tag == "node":
            self.graph.add_account(self.needed("id"), self.record, self.began)
        elif tag == "edge":
            kind = self.entry.get("directed", "true" if self.directed else "false")
            if kind not in ("true", "false"):
                raise self.fail(f"directed is {shown(kind)}; allowed: true, false")
            self.kinds.add(kind == "true")
            self.graph.add_edge(self.needed("source"), self.needed("target"), self.record, self.began)

    def needed(self, word: str) -> str:
        """An attribute that an element must have."""
        if word not in self.entry:
            raise ReadError(self.source.path, f"an element has no {word}", self.began)
        return self.entry[word]
