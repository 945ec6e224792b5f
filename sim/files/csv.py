"""CSV: fields between commas, semicolons or tabs, with or without a first line of names.

Accounts are whole numbers or names. Which of the two is told by the first row, and then holds for all rows, so that a
slip of the pen in a file of numbers is an error and not a new account: ``ids`` = "numbers" or "text" ends the guessing.
Named accounts are numbered in the order of their names' code points, whatever the order of the lines.
"""

import csv
import io
from typing import Any

import numpy as np

from sim.files.characters import NO_SUCH, refused_character
from sim.files.numbering import ids32, number_accounts, number_names, whole_number
from sim.files.opening import Edges, ReadError, Source, decoded, shown
from sim.files.table import Table, checked_values, number, read_rows

OPTIONS = ("source", "target", "delimiter", "header", "ids", "encoding")
DELIMITERS = ",;\t"
ASCII_COMPATIBLE = ("", "utf-8", "utf-8-sig", "latin-1", "gb18030")
"""Encodings in which digits and delimiters are the bytes that they are in ASCII."""


def read(
    source_file: Source,
    *,
    value: int | str | None = None,
    source: int | str | None = None,
    target: int | str | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    ids: str | None = None,
    encoding: str | None = None,
) -> Edges:
    """The edges of a CSV file.

    Args:
        source_file: the file.
        value, source, target: columns, by number (from 1) or by name; source and target are the first two by default.
        delimiter: one of ``,``, ``;`` and tab; by default the one that the first line has most of.
        header: whether the first line holds names; by default it does if it has no number where accounts stand.
        ids: "numbers" or "text"; by default what the first row holds.
        encoding: the text's encoding; by default UTF-8, with or without a byte order mark.
    """
    path = source_file.path
    if ids not in (None, "numbers", "text"):
        raise ReadError(path, f"ids: {ids!r} is not allowed; allowed: numbers, text")
    if header not in (None, True, False):
        raise ReadError(path, f"header: {header!r} is not allowed in CSV; allowed: true, false")
    if delimiter is not None and (
        not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n0123456789'
    ):
        raise ReadError(path, f"delimiter: {delimiter!r} is not allowed; allowed: one character, such as , ; or a tab")
    start = first_rows(source_file, encoding)
    if not start:
        raise ReadError(path, "holds no line but comments")
    mark = delimiter or max(DELIMITERS, key=start[0][1].count)
    try:
        rows = [(line, next(csv.reader([text], delimiter=mark), [])) for line, text in start]
    except (csv.Error, ValueError, TypeError) as error:
        raise ReadError(path, f"is not well-formed CSV: {error}", start[0][0]) from error
    named = header if header is not None else not any(is_number(word) for word in rows[0][1])
    names = [word.strip() for word in rows[0][1]] if named else None
    for word in names or ():
        if (bad := refused_character(word)) is not None:
            raise ReadError(path, f"the name of a column holds the character {bad}; {NO_SUCH}", rows[0][0])
    width = len(rows[0][1])
    columns = (
        column(source_file, "source", 1 if source is None else source, names, width),
        column(source_file, "target", 2 if target is None else target, names, width),
        -1 if value is None else column(source_file, "value", value, names, width),
    )
    if columns[0] == columns[1]:
        raise ReadError(path, f"source and target are both column {columns[0] + 1}; allowed: two different columns")
    data = rows[1:] if named else rows
    if not data:
        raise ReadError(path, "holds no edge, only the names of its columns")
    kind = ids or ("numbers" if all(is_number(word) for word in picked(data[0][1], columns[:2])) else "text")
    skip = rows[0][0] if named else 0
    notes: dict[str, Any] = {"delimiter": mark, "ids": kind}
    if names is not None:
        notes["columns"] = [names[c] for c in columns if c >= 0]
    plain = mark in DELIMITERS and (encoding or "").lower() in ASCII_COMPATIBLE
    if kind == "numbers" and plain and not any('"' in text for _, text in start):
        try:
            return numbered(source_file, ord(mark), columns, skip, notes)
        except ReadError as error:
            if error.line is None or '"' not in str(error):
                raise  # else a field further on is quoted, which the fast path does not read
    return general(source_file, mark, columns, skip, kind, encoding, notes)


def first_rows(source: Source, encoding: str | None) -> list[tuple[int, str]]:
    """The first two lines that are no comments, each with its number."""
    found: list[tuple[int, str]] = []
    for block in source.blocks():
        if str(encoding).lower() == "utf-16":
            lines = source.whole_text(encoding).split("\n")
        else:
            lines = decoded(source.path, b"\n".join(block.split(b"\n", 1000)[:1000]), encoding).split("\n")
        for place, line in enumerate(lines, 1):
            if line.strip() and line.lstrip()[0] not in "#%":
                found.append((place, line.rstrip("\r")))
            if len(found) == 2:
                break
        break
    return found


def is_number(word: str) -> bool:
    """Whether a field looks like a number, also a wrong one such as -5 or 1.5."""
    word = word.strip()
    return word[:1].isdigit() or (word[:1] in ("-", "+", ".") and word[1:2].isdigit())


def picked(row: list[str], columns: tuple[int, ...]) -> list[str]:
    """The fields of some columns; an empty one where the row is too short."""
    return [row[c].strip() if c < len(row) else "" for c in columns]


def column(source: Source, word: str, wanted: int | str, names: list[str] | None, width: int) -> int:
    """The place of a column, counted from 0."""
    if isinstance(wanted, str):
        if names is None:
            raise ReadError(source.path, f"{word}: {wanted!r} is a name, but the file has no line of names")
        if names.count(wanted) != 1:
            raise ReadError(source.path, f"{word}: there is no one column {wanted!r}; allowed: {', '.join(names)}")
        return names.index(wanted)
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 1:
        raise ReadError(source.path, f"{word}: {wanted!r} is no column; allowed: a number from 1 or a name")
    if wanted > width:
        raise ReadError(source.path, f"{word}: there is no column {wanted}; the first line has {width}")
    return wanted - 1


def numbered(source: Source, delimiter: int, columns: tuple[int, int, int], skip: int, notes: dict[str, Any]) -> Edges:
    """The fast path: bare numbers."""

    def rows(keep_lines: bool = False) -> Table:
        return read_rows(source, delimiter=delimiter, columns=columns, skip_lines=skip, keep_lines=keep_lines)

    table = rows()
    start, end, accounts, labels = number_accounts(source.path, table.source, table.target)
    return Edges(
        start,
        end,
        accounts,
        labels,
        table.values,
        None,
        lambda edge: int(rows(keep_lines=True).lines[edge]),
        {},
        notes,
    )


def general(
    source: Source,
    delimiter: str,
    columns: tuple[int, int, int],
    skip: int,
    kind: str,
    encoding: str | None,
    notes: dict[str, Any],
) -> Edges:
    """The path for quoted fields, names and other encodings."""
    text = io.StringIO(source.whole_text(encoding), newline="")
    starts, ends, words, lines = [], [], [], []
    for _ in range(skip):
        text.readline()
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for row in rows:
            if not row or (len(row) == 1 and not row[0].strip()) or row[0].lstrip()[:1] in ("#", "%"):
                continue
            line = rows.line_num + skip
            if len(row) <= max(columns):
                raise ReadError(source.path, f"has {len(row)} columns; needed: {max(columns) + 1}", line)
            start, end = row[columns[0]].strip(), row[columns[1]].strip()
            for name in (start, end):
                if kind == "numbers" and whole_number(name.lstrip("0") or "0" if name.isdigit() else name) is None:
                    hint = "allowed: account ids, whole numbers from 0; for names say ids='text'"
                    raise ReadError(source.path, f"{shown(name)} is not an account id; {hint}", line)
                if not name or "\0" in name:
                    raise ReadError(source.path, f"{shown(name)} is no name of an account", line)
            starts.append(start)
            ends.append(end)
            lines.append(line)
            if columns[2] >= 0:
                words.append(row[columns[2]])
    except csv.Error as error:
        raise ReadError(source.path, f"is not well-formed CSV: {error}", rows.line_num + skip) from error
    if not starts:
        raise ReadError(source.path, "holds no edge")
    values = checked_values(source, [number(word) for word in words], words, lines) if columns[2] >= 0 else None
    if kind == "numbers":
        one, other = np.array([int(x) for x in starts]), np.array([int(x) for x in ends])
        start_ids, end_ids, accounts, labels = number_accounts(source.path, one, other)
    else:
        names = sorted({*starts, *ends})
        refuse_characters(source, names, starts, ends, lines)
        numbers, labels = number_names(source.path, names)
        by_name = dict(zip(names, numbers, strict=True))
        start_ids, end_ids = (ids32(np.array([by_name[x] for x in side])) for side in (starts, ends))
        accounts = len(names)
    return Edges(start_ids, end_ids, accounts, labels, values, None, lambda edge: lines[edge], {}, notes)


def refuse_characters(source: Source, names: list[str], starts: list[str], ends: list[str], lines: list[int]) -> None:
    """An error for the first name with a character that no name may hold, with its line."""
    for name in names:
        bad = refused_character(name)
        if bad is not None:
            line = next(line for line, *pair in zip(lines, starts, ends, strict=True) if name in pair)
            raise ReadError(source.path, f"the name of an account holds the character {bad}; {NO_SUCH}", line)
