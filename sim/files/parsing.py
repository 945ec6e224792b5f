"""The kernels that parse rows of numbers from bytes: the fast path of every text format.

One walks a block of text and writes account ids and line numbers; it stops at the first field that is wrong and says
which line and which bytes, so that the error can name them. It is faster than a general reader because it knows what it
looks for: two whole numbers a line.
"""

from typing import Final

import numpy as np

from sim.jit import jit

U = np.uint64
U8 = np.uint8
LARGEST_ID: Final = 2**63 - 1
FIELD: Final = 32
"""The longest number (bytes) in a column of values."""

# What is wrong with a row; of a fixed type, or kernels would be compiled for each number.
WRONG_ID: Final = np.int64(1)
NEGATIVE_ID: Final = np.int64(2)
LARGE_ID: Final = np.int64(3)
FEW_COLUMNS: Final = np.int64(4)
LONG_VALUE: Final = np.int64(5)

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
    if i > begin and (c in (NEWLINE, SPACE, TAB, delimiter) or (c == RETURN and text[i + 1] == NEWLINE)):
        return value, i
    code = NEGATIVE_ID if i == begin and c == 45 and U8(text[i + 1] - U8(48)) <= 9 else WRONG_ID
    return np.int64(-code), field_end(text, i, delimiter)


@jit
def plain_digits(text, i):
    """The digits at ``i``: (number, place after them). Unsigned places spare a test for negative ones at each byte."""
    value = U(0)
    digit = U8(text[i] - U8(48))
    while digit <= 9:
        value = value * U(10) + U(digit)
        i += U(1)
        digit = U8(text[i] - U8(48))
    return value, i


@jit
def plain_row(text, i, delimiter):
    """A row in its plainest form: (source, target, place of its newline); 0 for the place if it has another form.

    Plain is: up to 18 digits, one separator, up to 18 digits, then the end of the line or further columns. Nearly every
    row of nearly every file is, and then it takes a third of the time.
    """
    begin = U(i)
    u, at = plain_digits(text, begin)
    if at == begin or at - begin > U(18):
        return np.int64(0), np.int64(0), np.int64(0)
    c = text[at]
    if c != delimiter and (delimiter != 0 or c not in (TAB, SPACE)):
        return np.int64(0), np.int64(0), np.int64(0)
    begin = at + U(1)
    v, at = plain_digits(text, begin)
    if at == begin or at - begin > U(18):
        return np.int64(0), np.int64(0), np.int64(0)
    c = text[at]
    if c == delimiter or (delimiter == 0 and c in (TAB, SPACE)):
        while text[at] != NEWLINE:
            at += U(1)
    elif c == RETURN:
        at += U(1)
    if text[at] != NEWLINE:
        return np.int64(0), np.int64(0), np.int64(0)
    return np.int64(u), np.int64(v), np.int64(at)


@jit
def tell(report, line, code, begin, end):
    """Note what is wrong, and where."""
    report[0], report[1], report[2], report[3] = line, code, begin, end


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
    i = np.int64(0)
    row = np.int64(0)
    line = report[0]
    first, second, third, last = columns[0], columns[1], columns[2], columns[3]
    plain = first == 0 and second == 1 and third < 0
    while i < text.shape[0]:
        line += 1
        if plain:
            source[row], target[row], end = plain_row(text, i, delimiter)
            if end > 0:
                lines[row] = line
                row += 1
                i = end + 1
                continue
        i = skip_blanks(text, i, delimiter)
        if text[i] != NEWLINE and text[i] != 35 and text[i] != 37:  # neither blank nor a comment, by # or %
            for column in range(last + 1):
                begin = i
                if column in (first, second):
                    value, i = parse_id(text, i, delimiter)
                    if value < 0:
                        tell(report, line, -value, begin, i)
                        return row
                    if column == first:
                        source[row] = value
                    if column == second:
                        target[row] = value
                else:
                    i = field_end(text, i, delimiter)
                    if column == third:
                        if i - begin > FIELD:
                            tell(report, line, LONG_VALUE, begin, i)
                            return row
                        for k in range(FIELD):
                            fields[row, k] = text[begin + k] if k < i - begin else U8(0)
                i = skip_blanks(text, i, delimiter)
                if column < last:
                    if text[i] == NEWLINE:
                        tell(report, line, FEW_COLUMNS, begin, i)
                        return row
                    if delimiter != 0 and text[i] == delimiter:
                        i = skip_blanks(text, i + 1, delimiter)
                    elif delimiter != 0:  # two words in one field
                        report[0], report[1], report[2], report[3] = (
                            line,
                            WRONG_ID,
                            begin,
                            field_end(text, i, delimiter),
                        )
                        return row
            lines[row] = line
            row += 1
        while text[i] != NEWLINE:
            i += 1
        i += 1
    report[0] = line
    return row
