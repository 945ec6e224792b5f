"""Edge lists as text: two whole numbers a line, in the manner of the Stanford Network Analysis Project (SNAP).

Fields stand between runs of spaces and tabs; lines end in LF or CRLF; ``#`` and ``%`` begin a comment line; further
columns (a time, a weight) are ignored unless ``value`` asks for one. A first line may hold the counts of accounts and
edges (they are checked) or the names of the columns (they are passed over).

Is a first line ``15233 58891`` the counts or an edge? With ``header=None`` it is the counts if exactly 58,891 lines
follow and all their ids are below 15,233 (or within 1 .. 15,233). If not, but both numbers are above every id that
follows, it looks like counts that are wrong, and the error says so. ``header`` = "counts", "names" or "none" ends the
guessing. A comment of SNAP's own form, ``# Nodes: 7115 Edges: 103689``, is checked too, except with ``header`` =
"none".
"""

import re
from typing import Any

import numpy as np

from sim.files.numbering import number_accounts
from sim.files.opening import Edges, ReadError, Source
from sim.files.table import Table, read_rows

OPTIONS = ("header",)
HEADERS = (None, "counts", "names", "none")
STATED = re.compile(rb"[#%]\s*Nodes:\s*([0-9]{1,18})\s+Edges:\s*([0-9]{1,18})\s*", re.IGNORECASE)
"""The comment in which SNAP states the counts of accounts and of lines."""


def read(source: Source, *, value: int | str | None = None, header: str | None = None) -> Edges:
    """The edges of a SNAP file; ``value`` is the number of a column, counted from 1 (the third: 3)."""
    if header not in HEADERS:
        raise ReadError(source.path, f"header: {header!r} is not allowed; allowed: counts, names, none")
    column = value_column(source, value)
    skip = names_line(source) if header in (None, "names") else 0
    if header == "names" and not skip:
        raise ReadError(source.path, "its first line holds no names of columns, and header is 'names'")
    stated = None if header == "none" else stated_counts(source)

    def rows(keep_lines: bool = False) -> Table:
        return read_rows(source, delimiter=0, columns=(0, 1, column), skip_lines=skip, keep_lines=keep_lines)

    table = rows()
    notes: dict[str, Any] = {}
    declared = None
    if not skip and header != "none":
        declared = declared_counts(source, table, sure=header == "counts")
    if declared is not None:
        values = None if table.values is None else table.values[1:]
        table = Table(table.source[1:], table.target[1:], values, table.lines)
        notes["declared"] = {"accounts": declared[0], "edges": declared[1]}
    start, end, accounts, labels = number_accounts(
        source.path, table.source, table.target, None if declared is None else declared[0]
    )

    if stated is not None:
        check_stated(source, stated, accounts, len(table.source))
        notes.setdefault("declared", {"accounts": accounts, "edges": len(table.source)})

    def line_of(edge: int) -> int:
        return int(rows(keep_lines=True).lines[edge + (declared is not None)])

    return Edges(start, end, accounts, labels, table.values, None, line_of, {}, notes)


def value_column(source: Source, value: int | str | None) -> int:
    """The column of the values, counted from 0; -1 for none."""
    if value is None:
        return -1
    if isinstance(value, bool) or not isinstance(value, int) or not 3 <= value <= 1000:
        raise ReadError(source.path, f"value: {value!r} is not allowed; allowed: the number of a column from 3 on")
    return value - 1


def names_line(source: Source) -> int:
    """The number of the line that names the columns, if the first line that counts does so; else 0."""
    for block in source.blocks():
        for number, line in enumerate(block.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1000), 1):
            words = line.split()
            if not words or words[0][:1] in b"#%":
                continue
            named = len(words) >= 2 and all(word[:1].isalpha() or word[:1] == b"_" for word in words[:2])
            return number if named and line.isascii() and line.strip().decode().isprintable() else 0
        break
    return 0


def stated_counts(source: Source) -> tuple[int, int, int] | None:
    """The counts of accounts and edges that a comment above the first edge states, and its line; None without one."""
    for block in source.blocks():
        for number, line in enumerate(block.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1000), 1):
            if line.strip() and line.lstrip()[:1] not in b"#%":
                break
            if stated := STATED.fullmatch(line.strip()):
                return int(stated[1]), int(stated[2]), number
        break
    return None


def check_stated(source: Source, stated: tuple[int, int, int], accounts: int, edges: int) -> None:
    """An error if a comment states other counts than the file has."""
    for word, said, found in (("edges", stated[1], edges), ("accounts", stated[0], accounts)):
        if said != found:
            message = f"declares {said:,} {word}, but the file has {found:,}; header='none' passes it over"
            raise ReadError(source.path, message, stated[2])


def declared_counts(source: Source, table: Table, *, sure: bool) -> tuple[int, int] | None:
    """The counts of accounts and edges in the first row, if it holds them.

    Raises:
        ReadError: it holds them, and they are not what the file has.
    """
    accounts, edges = int(table.source[0]), int(table.target[0])
    found = len(table.source) - 1
    if found == 0 and not sure:
        return None
    rest = np.array([[ids[1:].min(), ids[1:].max()] for ids in (table.source, table.target)]) if found else None
    smallest, largest = (0, -1) if rest is None else (int(rest[:, 0].min()), int(rest[:, 1].max()))
    line = int(table.lines[0])
    fits = largest < accounts or (smallest >= 1 and largest == accounts)
    if edges == found and (fits or sure):
        return accounts, edges
    if sure or (accounts > largest and edges > largest):
        hint = "" if sure else "; if it is an edge and not the counts, say header='none'"
        raise ReadError(
            source.path, f"declares {edges:,} edges, but {found:,} follow{'s' if found == 1 else ''}{hint}", line
        )
    return None
