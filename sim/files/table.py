"""Rows of numbers of a text file, block by block; what is wrong is said with its line."""

from typing import Any, NamedTuple

import numpy as np

from sim.csr import read_only
from sim.files.opening import ReadError, Source, shown
from sim.files.parsing import FEW_COLUMNS, FIELD, LARGE_ID, LARGEST_ID, LONG_VALUE, NEGATIVE_ID, WRONG_ID, parse_rows
from sim.jit import jit


class Table(NamedTuple):
    """Rows of numbers of a file."""

    source: np.ndarray
    target: np.ndarray
    values: np.ndarray | None
    lines: np.ndarray
    """The line of each row, or of the first row alone."""


@jit
def narrow(numbers, out):
    """Copy numbers, none negative, into 32 bits each; whether all fit."""
    bits = np.int64(0)
    for i in range(numbers.shape[0]):
        bits |= numbers[i]
        out[i] = np.int32(numbers[i])
    return bits <= 2147483647


class Column:
    """A column that grows: 32 bits a number as long as all fit, one copy at the end at most."""

    def __init__(self, dtype: Any):
        self.array = np.empty(0, dtype)
        self.count = 0

    def append(self, part: np.ndarray, expected: int) -> None:
        """Put ``part`` behind what is there; ``expected`` is how many there may be in the end."""
        end = self.count + len(part)
        if end > len(self.array):
            larger = np.empty(max(end, min(expected, 8 * end), 2 * self.count), self.array.dtype)
            larger[: self.count] = self.array[: self.count]
            self.array = larger
        if self.array.dtype == np.int32:
            if not narrow(read_only(part), self.array[self.count : end]):
                self.array = self.array.astype(np.int64)
                self.array[self.count : end] = part
        else:
            self.array[self.count : end] = part
        self.count = end

    def done(self) -> np.ndarray:
        """What was put in; room that was not used is given back if it is much."""
        filled = self.array[: self.count]
        return filled if self.count > 0.9 * len(self.array) else filled.copy()


def read_rows(
    source: Source,
    *,
    delimiter: int,
    columns: tuple[int, int, int],
    skip_lines: int = 0,
    keep_lines: bool = False,
) -> Table:
    """All rows of a file.

    Args:
        source: the file.
        delimiter: the byte between fields, or 0 for runs of spaces and tabs.
        columns: where source, target and value stand, counted from 0; -1 for no value.
        skip_lines: lines at the start to pass over.
        keep_lines: give the line of each row, not of the first alone.

    Raises:
        ReadError: a field that is no account id, a line with too few columns, a value that is no probability.
    """
    places = np.array([*columns, max(columns)], np.int64)
    report = np.zeros(4, np.int64)
    ends = [Column(np.int32), Column(np.int32)]
    lines, values = Column(np.int64), Column(np.float64)
    space = np.empty((3, 0), np.int64)
    fields = np.empty((0, FIELD), np.uint8)
    for block in source.blocks():
        if report[0] == 0:
            refuse_utf16(source, block)
            block = block.removeprefix(b"\xef\xbb\xbf")
        while report[0] < skip_lines and block:
            block = block[block.index(b"\n") + 1 :]
            report[0] += 1
        if not block:
            continue
        if b"\0" in block:
            line = int(report[0]) + block.count(b"\n", 0, block.index(b"\0")) + 1
            raise ReadError(source.path, "holds a zero byte, which no text has; is it damaged?", line)
        most = len(block) // 4 + 1  # a row has at least four bytes
        if space.shape[1] < most:
            space = np.empty((3, most), np.int64)
            fields = np.empty((most if columns[2] >= 0 else 0, FIELD), np.uint8)
        text = np.frombuffer(block, np.uint8)
        count = parse_rows(text, delimiter, places, space[0], space[1], fields, space[2], report)
        if report[1]:
            raise row_error(source, block, report, max(columns) + 1)
        expected = source.rows_expected(ends[0].count + count)
        ends[0].append(space[0, :count], expected)
        ends[1].append(space[1, :count], expected)
        if keep_lines or not lines.count:
            lines.append(space[2, : count if keep_lines else min(count, 1)], expected if keep_lines else 1)
        if columns[2] >= 0:
            values.append(probabilities(source, fields[:count], space[2]), expected)
    if not ends[0].count:
        raise ReadError(source.path, "holds no edge")
    return Table(ends[0].done(), ends[1].done(), values.done() if columns[2] >= 0 else None, lines.done())


def refuse_utf16(source: Source, text: bytes) -> None:
    """An error for a text that begins as UTF-16 does: with its mark, or with a zero byte in every second place."""
    start = text[:8]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or (len(start) == 8 and (not any(start[::2]) or not any(start[1::2]))):
        raise ReadError(source.path, "looks like UTF-16; save it as UTF-8", 1)


def row_error(source: Source, block: bytes, report: np.ndarray, needed: int) -> ReadError:
    """The error that the kernel met, in words."""
    line, begin, end = int(report[0]), int(report[2]), int(report[3])
    word = shown(block[begin:end].rstrip(b"\r"))
    allowed = f"allowed: account ids, whole numbers 0 to {LARGEST_ID}"
    message = {
        WRONG_ID: f"{word} is not an account id; {allowed}",
        NEGATIVE_ID: f"the account id {word} is negative; {allowed}",
        LARGE_ID: f"the account id {word} is too large; {allowed}",
        FEW_COLUMNS: f"the line ends after {word}; needed: {needed} columns",
        LONG_VALUE: f"the value {word} is longer than {FIELD} characters; allowed: a probability from 0 to 1",
    }[report[1]]
    return ReadError(source.path, message, line)


def probabilities(source: Source, fields: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Texts of 32 bytes each as numbers, all of them probabilities."""
    words = fields.reshape(-1).view(f"S{FIELD}")
    try:
        values: Any = words.astype(np.float64)
    except ValueError:
        values = [number(word) for word in words]
    return checked_values(source, values, words, lines)


def checked_values(source: Source, numbers: Any, words: Any, lines: Any) -> np.ndarray:
    """Numbers as probabilities; ``words`` are how they are written, ``lines`` where."""
    values = np.array(numbers, np.float64)
    bad = np.flatnonzero(~((values >= 0) & (values <= 1)))
    if len(bad):
        message = f"the value {shown(words[bad[0]].strip())} is not allowed; allowed: a probability from 0 to 1"
        raise ReadError(source.path, message, int(lines[bad[0]]))
    return values


def number(word: bytes | str) -> float:
    """The number that a word says; not a number (nan) if it says none."""
    try:
        return float(word)
    except ValueError:
        return float("nan")
