"""Networks from files: one file a format, each with ``read`` (a source and its options -> Edges) and ``OPTIONS``.

What an edge means is never guessed: ``edge_means`` says whether "u v" is *u follows v* (content flows from v to u) or
*u influences v* (content flows from u to v). What was changed at the border is in ``network.about["border"]``, where
the network came from in ``network.about["source"]``.
"""

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

from sim.files.border import made, settle_direction
from sim.files.opening import MAXIMUM_BYTES, ReadError, Source, exists
from sim.network import Network

__all__ = ["READERS", "ReadError", "guess_format", "read_network", "reader"]

READERS: Final = {
    "snap": "sim.files.snap",
    "csv": "sim.files.csv",
    "gml": "sim.files.gml",
    "graphml": "sim.files.graphml",
    "matrix_market": "sim.files.matrix_market",
    "npy": "sim.files.npy",
}
"""Names of the formats and the modules that read them; modules are imported when they are first needed."""

ENDINGS: Final = {
    ".txt": "snap",
    ".tsv": "snap",
    ".edges": "snap",
    ".csv": "csv",
    ".gml": "gml",
    ".graphml": "graphml",
    ".mtx": "matrix_market",
}
"""Endings of file names, each also with .gz after it; a .txt file with commas is taken for CSV."""

MEANINGS: Final = ("follows", "influences")


def reader(name: str) -> ModuleType:
    """The module of a format.

    >>> reader("snap").__name__
    'sim.files.snap'
    """
    if name not in READERS:
        raise ReadError("format", f"there is no format {name!r}; allowed: {', '.join(READERS)}")
    return importlib.import_module(READERS[name])


def guess_format(path: str | Path) -> str:
    """The format that a file's name promises; a folder is one of ``.npy`` files.

    >>> guess_format("follows.csv.gz")
    'csv'
    """
    path = Path(path)
    if exists(path) and path.is_dir():
        return "npy"
    endings = [ending.lower() for ending in path.suffixes]
    if endings[-1:] == [".gz"]:
        endings.pop()
    if endings and endings[-1] in ENDINGS:
        return ENDINGS[endings[-1]]
    if not exists(path):
        raise ReadError(path, "there is no such file")
    known = ", ".join(ENDINGS)
    raise ReadError(
        path, f"its name does not say its format; name one with format={'|'.join(READERS)}, or end it in {known} (.gz)"
    )


def has_commas(source: Source) -> bool:
    """Whether the first line of a text file that is no comment has a comma behind its first word."""
    for block in source.blocks():
        for line in block.split(b"\n", 1000):
            if line.strip() and line.strip()[:1] not in b"#%":
                return b"," in line.split()[0]
        return False
    return False


def read_network(
    path: str | Path,
    *,
    format: str | None = None,
    edge_means: str | None = None,
    directed: bool | None = None,
    self_loops: str = "drop",
    duplicates: str = "merge",
    value: int | str | None = None,
    each_value: float | None = None,
    maximum_bytes: int = MAXIMUM_BYTES,
    **options: Any,
) -> Network:
    """Read a network from a file or a folder.

    Args:
        path: the file, plain or packed with gzip; or a folder of ``.npy`` files.
        format: snap, csv, gml, graphml, matrix_market or npy; by default what the file's name promises.
        edge_means: what a line "u v" of a directed file means: "follows" (u follows v; content flows from v to u) or
            "influences" (content flows from u to v). Not needed for an undirected file.
        directed: False if each line holds for both directions; by default what the file says of itself, and a format
            that cannot say so is directed.
        self_loops: "drop" (counted) or "refuse".
        duplicates: "merge" (counted) or "refuse".
        value: where each edge's own probability stands (a column's number from 1, its name, an attribute's name);
            ``probability="edge"`` uses it. By default edges have none.
        each_value: the probability of every line, instead of ``value``: an edge that stands c times gets
            1 - (1 - p)^c (the multigraph convention).
        maximum_bytes: a file that unpacks to more is refused.
        options: what the format's own page lists (header, delimiter, source, target, encoding, ids, community).

    Returns:
        The network. ``labels`` are the names in the file (None if they are 0 .. n - 1); accounts whose names are whole
        numbers are numbered in ascending order. ``about["source"]`` and ``about["border"]`` say what was read and
        what was changed.

    Raises:
        ReadError: the file is not what it should be; the sentence names the file, the line, the value, what is allowed.

    >>> import pathlib, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = pathlib.Path(folder.name, "two.txt")
    >>> _ = file.write_text("# ann follows bob\\n7 9\\n")
    >>> network = read_network(file, edge_means="follows")
    >>> network.labels, network.audience_of(network.id(9))      # content flows from 9 to 7
    ([7, 9], array([0], dtype=int32))
    >>> folder.cleanup()
    """
    path = Path(path)
    check_choices(path, edge_means, directed, self_loops, duplicates, each_value, value)
    name = guess_format(path) if format is None else format
    source = None if name == "npy" else Source(path, maximum_bytes)
    if source is not None and name == "snap" and format is None and has_commas(source):
        name = "csv"
    module = reader(name)
    unknown = sorted(set(options) - set(module.OPTIONS))
    if unknown:
        allowed = ", ".join(module.OPTIONS) or "none"
        raise ReadError(path, f"{unknown[0]} is not an option of the format {name}; allowed: {allowed}")
    if source is not None:
        found = module.read(source, value=value, **options)
    else:
        found = module.read(path, value=value, edge_means=edge_means, directed=directed)
        if isinstance(found, Network):
            if each_value is not None:
                raise ReadError(path, "is a saved network, which has its own values; leave each_value out")
            return found
    both_ways = settle_direction(path, found.directed, directed, edge_means)
    about = {
        "file": path.name,
        "format": name,
        "edge_means": None if both_ways else edge_means,
        "directed": not both_ways,
        "edges_in_file": len(found.source),
        **found.notes,
    }
    if source is not None:
        about["sha256"] = source.sha256
    if each_value is not None:
        found = found._replace(values=np.full(len(found.source), float(each_value)))
        about["each_value"] = float(each_value)
    return made(path, found, both_ways, edge_means, self_loops, duplicates, about)


def check_choices(
    path: Path,
    edge_means: str | None,
    directed: bool | None,
    self_loops: str,
    duplicates: str,
    each_value: float | None,
    value: Any,
) -> None:
    """Refuse what no file could make right, before the file is opened."""
    for word, choice, allowed in (
        ("edge_means", edge_means, (None, *MEANINGS)),
        ("directed", directed, (None, True, False)),
        ("self_loops", self_loops, ("drop", "refuse")),
        ("duplicates", duplicates, ("merge", "refuse")),
    ):
        if choice not in allowed:
            listed = ", ".join(str(entry).lower() for entry in allowed if entry is not None)
            raise ReadError(path, f"{word}: {choice!r} is not allowed; allowed: {listed}")
    if each_value is not None and not 0 <= each_value <= 1:
        raise ReadError(path, f"each_value: {each_value!r} is not allowed; allowed: a probability from 0 to 1")
    if each_value is not None and value is not None:
        raise ReadError(path, "value and each_value are both given; allowed: one of them")
