"""Matrix Market coordinate files (Boisvert, Pozo and Remington 1996): row, column and perhaps a value a line.

Row u, column v is the pair "u v" whose meaning ``edge_means`` tells. Rows are counted from 1, and so are the labels.
Every entry that the file lists is an edge, also one whose value is 0. A symmetric matrix is an undirected network.
"""

import numpy as np

from sim.files.numbering import number_accounts
from sim.files.opening import Edges, ReadError, Source, shown
from sim.files.table import Table, read_rows, refuse_utf16

OPTIONS = ()
READ = (("coordinate",), ("pattern", "real", "double", "integer"), ("general", "symmetric"))
SHORTEST = 4
"""Bytes that an entry takes at least."""


def read(source: Source, *, value: int | str | None = None) -> Edges:
    """The edges of a Matrix Market file; ``value=3`` takes the entries as probabilities."""
    field, symmetry, size_line, sizes = header(source)
    if value not in (None, 3) or isinstance(value, bool):
        raise ReadError(source.path, f"value: {value!r} is not allowed; allowed: 3, the column of the entries")
    if value is not None and field == "pattern":
        raise ReadError(source.path, "value asks for the entries' values, but the matrix is a pattern without them")
    rows_declared, columns_declared, entries = sizes
    if rows_declared != columns_declared:
        shape = f"{rows_declared:,} by {columns_declared:,}"
        raise ReadError(source.path, f"the matrix is {shape}; allowed: square, accounts by accounts", size_line)
    room = source.size * (1032 if source.compressed else 1) // SHORTEST + 1  # gzip packs 1032:1 at best
    if entries > room:
        message = f"declares {entries:,} entries, more than fit into the file's {source.size:,} bytes"
        raise ReadError(source.path, message, size_line)

    def rows(keep_lines: bool = False) -> Table:
        return read_rows(
            source,
            delimiter=0,
            columns=(0, 1, -1 if value is None else 2),
            skip_lines=size_line,
            keep_lines=keep_lines,
        )

    table = rows()
    found = len(table.source)
    if found != entries:
        raise ReadError(
            source.path, f"declares {entries:,} entries, but {found:,} follow{'s' if found == 1 else ''}", size_line
        )
    wrong = np.flatnonzero(np.minimum(table.source, table.target) < 1)
    if not len(wrong):
        wrong = np.flatnonzero(np.maximum(table.source, table.target) > rows_declared)
    if len(wrong):
        edge = int(wrong[0])
        line = int(rows(keep_lines=True).lines[edge])
        pair = f"{table.source[edge]} {table.target[edge]}"
        raise ReadError(source.path, f"{pair!r} is no place in the matrix; allowed: 1 to {rows_declared:,}", line)
    start, end, accounts, labels = number_accounts(source.path, table.source, table.target, rows_declared)
    if labels is None:  # no entry names the last row
        start, end, labels = start - 1, end - 1, list(range(1, accounts + 1))
    return Edges(
        start,
        end,
        accounts,
        labels,
        table.values,
        symmetry == "general",
        lambda edge: int(rows(keep_lines=True).lines[edge]),
        {},
        {"declared": {"accounts": rows_declared, "edges": entries}},
    )


def header(source: Source) -> tuple[str, str, int, tuple[int, int, int]]:
    """(field, symmetry, line of the sizes, (rows, columns, entries)) from the top of the file."""
    for block in source.blocks():
        refuse_utf16(source, block)
        lines = block.split(b"\n", 10_000)[:10_000]
        words = lines[0].lower().split()
        if words[:2] != [b"%%matrixmarket", b"matrix"] or len(words) != 5:
            message = f"is not a Matrix Market file: it begins with {shown(lines[0])}"
            raise ReadError(source.path, message + ", not %%MatrixMarket matrix coordinate ...", 1)
        for word, allowed in zip(words[2:], READ, strict=True):
            if word.decode("utf-8", "replace") not in allowed:
                raise ReadError(source.path, f"{shown(word)} is not read; allowed: {', '.join(allowed)}", 1)
        for number, line in enumerate(lines[1:], 2):
            if line.strip() and not line.lstrip().startswith(b"%"):
                sizes = line.split()
                if len(sizes) != 3 or not all(size.isdigit() and len(size) < 20 for size in sizes):
                    message = f"{shown(line.strip())} is no size; needed: rows, columns, entries"
                    raise ReadError(source.path, message, number)
                return words[3].decode(), words[4].decode(), number, (int(sizes[0]), int(sizes[1]), int(sizes[2]))
        break
    raise ReadError(source.path, "has no line with its sizes: rows, columns, entries")
