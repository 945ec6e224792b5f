"""Rows of numbers, parsed from bytes: the fast path of every text format.

One kernel walks a block of text and writes account ids and line numbers; it stops at the first field that is wrong and
says which line and which bytes, so that the error can name them. It reads several times faster than a general reader
because it knows what it looks for: two whole numbers a line.
"""

from typing import Final, NamedTuple

import numpy as np

from sim.files.opening import ReadError, Source, shown
from sim.jit import jit

U8 = np.uint8
LARGEST_ID: Final = 2**63 - 1
FIELD: Final = 32
"""The longest number (bytes) in a column of values."""

WRONG_ID: Final = 1
NEGATIVE_ID: Final = 2
LARGE_ID: Final = 3
FEW_COLUMNS: Final = 4
LONG_VALUE: Final = 5

NEWLINE: Final = 10
RETURN: Final = 13
SPACE: Final = 32
TAB: Final = 9


@jit
def skip_blanks(text, i, delimiter):
    """The first place from ``i`` on that is no space, tab (unless it is the delimiter) or return before a newline."""
    while True:
        c = text[i]
        if c == SPACE or (c == TAB and delimiter != TAB) or (c == RETURN and text[i + 1] == NEWLINE):
            i += 1
        else:
            return i


@jit
def field_end(text, i, delimiter):
    """The place after the field that begins at ``i``."""
    while text[i] != NEWLINE and text[i] != delimiter:
        if delimiter == 0 and (text[i] == SPACE or text[i] == TAB):
            break
        i += 1
    return i


@jit
def parse_id(text, i, delimiter):
    """The whole number at ``i``: (number, place after it), or (-code, place after the wrong field)."""
    begin = i
    value = np.int64(0)
    while U8(text[i] - U8(48)) <= 9 and i - begin < 18:
        value = value * 10 + np.int64(text[i] - U8(48))
        i += 1
    while U8(text[i] - U8(48)) <= 9:  # the nineteenth digit and later ones may overflow
        digit = np.int64(text[i] - U8(48))
        if value > (9223372036854775807 - digit) // 10:
            return np.int64(-LARGE_ID), field_end(text, i, delimiter)
        value = value * 10 + digit
        i += 1
    c = text[i]
    ends = c == NEWLINE or c == SPACE or c == TAB or c == delimiter or (c == RETURN and text[i + 1] == NEWLINE)
    if i > begin and ends:
        return value, i
    code = NEGATIVE_ID if i == begin and c == 45 and U8(text[i + 1] - U8(48)) <= 9 else WRONG_ID
    return np.int64(-code), field_end(text, i, delimiter)


@jit
def parse_rows(text, delimiter, columns, source, target, fields, lines, report):
    """Parse a block of whole lines; the number of rows found.

    Args:
        text: the bytes (uint8), ending in a newline.
        delimiter: the byte between fields, or 0 for runs of spaces and tabs.
        columns: int64[4]: where source, target and value stand (-1: no value) and the last of these.
        source, target, lines: int64, written by row.
        fields: uint8[rows, 32] for the value's text; not touched without one.
        report: int64[4]: line so far (goes in and out), error code, its first and last byte.
    """
    i = 0
    row = 0
    while i < text.shape[0]:
        report[0] += 1
        i = skip_blanks(text, i, delimiter)
        if text[i] != NEWLINE and text[i] != 35 and text[i] != 37:  # neither blank nor a comment, by # or %
            for column in range(columns[3] + 1):
                begin = i
                if column == columns[0] or column == columns[1]:
                    value, i = parse_id(text, i, delimiter)
                    if value < 0:
                        report[1], report[2], report[3] = -value, begin, i
                        return row
                    if column == columns[0]:
                        source[row] = value
                    if column == columns[1]:
                        target[row] = value
                else:
                    i = field_end(text, i, delimiter)
                    if column == columns[2]:
                        if i - begin > FIELD:
                            report[1], report[2], report[3] = LONG_VALUE, begin, i
                            return row
                        for k in range(FIELD):
                            fields[row, k] = text[begin + k] if k < i - begin else U8(0)
                i = skip_blanks(text, i, delimiter)
                if column < columns[3]:
                    if text[i] == NEWLINE:
                        report[1], report[2], report[3] = FEW_COLUMNS, begin, i
                        return row
                    if delimiter != 0 and text[i] == delimiter:
                        i = skip_blanks(text, i + 1, delimiter)
                    elif delimiter != 0:  # two words in one field
                        report[1], report[2], report[3] = WRONG_ID, begin, field_end(text, i, delimiter)
                        return row
            lines[row] = report[0]
            row += 1
        while text[i] != NEWLINE:
            i += 1
        i += 1
    return row


class Table(NamedTuple):
    """Rows of numbers of a file."""

    source: np.ndarray
    target: np.ndarray
    values: np.ndarray | None
    lines: np.ndarray


def narrow(ids: np.ndarray) -> np.ndarray:
    """A copy in 32 bits where the numbers fit: half the memory."""
    return ids.astype(np.int32) if not len(ids) or ids.max() < 2**31 else ids.copy()


def read_rows(
    source: Source, *, delimiter: int, columns: tuple[int, int, int], skip_lines: int = 0, encoding_name: str = ""
) -> Table:
    """All rows of a file; ``skip_lines`` lines at its start are passed over.

    Raises:
        ReadError: a field that is no account id, a line with too few columns, a value that is no probability.
    """
    places = np.array([*columns, max(columns)], np.int64)
    report = np.zeros(4, np.int64)
    parts: list[tuple[np.ndarray, ...]] = []
    space = np.empty((3, 0), np.int64)
    fields = np.empty((0, FIELD), np.uint8)
    for block in source.blocks():
        if report[0] == 0:
            block = block.removeprefix(b"\xef\xbb\xbf")
        while report[0] < skip_lines and block:
            block = block[block.index(b"\n") + 1 :]
            report[0] += 1
        if not block:
            continue
        most = len(block) // 4 + 1  # a row has at least four bytes
        if space.shape[1] < most:
            space = np.empty((3, most), np.int64)
            fields = np.empty((most if columns[2] >= 0 else 0, FIELD), np.uint8)
        text = np.frombuffer(block, np.uint8)
        count = parse_rows(text, delimiter, places, space[0], space[1], fields, space[2], report)
        if report[1]:
            raise row_error(source, block, report, max(columns) + 1)
        rows = [narrow(space[0, :count]), narrow(space[1, :count]), narrow(space[2, :count])]
        if columns[2] >= 0:
            rows.append(probabilities(source, fields[:count], space[2]))
        parts.append(tuple(rows))
    if not parts:
        raise ReadError(source.path, "holds no edge")
    joined = [np.concatenate(columns_) for columns_ in zip(*parts, strict=True)]
    return Table(joined[0], joined[1], joined[3] if columns[2] >= 0 else None, joined[2])


def row_error(source: Source, block: bytes, report: np.ndarray, needed: int) -> ReadError:
    """The error that the kernel met, in words."""
    line, code, begin, end = (int(x) for x in report)
    word = shown(block[begin:end].rstrip(b"\r"))
    allowed = f"allowed: account ids, whole numbers 0 to {LARGEST_ID}"
    message = {
        WRONG_ID: f"{word} is not an account id; {allowed}",
        NEGATIVE_ID: f"the account id {word} is negative; {allowed}",
        LARGE_ID: f"the account id {word} is too large; {allowed}",
        FEW_COLUMNS: f"the line ends after {word}; needed: {needed} columns",
        LONG_VALUE: f"the value {word} is longer than {FIELD} characters; allowed: a probability from 0 to 1",
    }[code]
    return ReadError(source.path, message, line)


def probabilities(source: Source, fields: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Texts of 32 bytes each as numbers, all of them probabilities."""
    words = fields.reshape(-1).view(f"S{FIELD}")
    try:
        values = words.astype(np.float64)
    except ValueError:
        values = np.array([number(word) for word in words.tolist()])
    bad = np.flatnonzero(~((values >= 0) & (values <= 1)))
    if len(bad):
        word = shown(words[bad[0]])
        raise ReadError(
            source.path, f"the value {word} is not allowed; allowed: a probability from 0 to 1", lines[bad[0]]
        )
    return values


def number(word: bytes | str) -> float:
    """The number that a word says; not a number (nan) if it says none."""
    try:
        return float(word)
    except ValueError:
        return float("nan")
