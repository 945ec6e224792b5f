"""A marketer's table of KOLs: CSV, as spreadsheets and agencies save it, with Chinese or English headers.

All or nothing: one bad row refuses the file, and all bad rows are told at once. Cells are text: nothing in them is
carried out, and a name that a spreadsheet would take for a formula is refused.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from sim.border import counted
from sim.files import amounts
from sim.files.candidate_words import COLUMNS, NEEDED, WordError, column_of, is_nothing, plain, platform_of
from sim.files.characters import NO_SUCH, refused_character
from sim.files.opening import ReadError, Source, shown

MAXIMUM_BYTES: Final = 8 << 20
MAXIMUM_ROWS: Final = 10_000
LONGEST_TEXT: Final = 100
"""Characters of a name, a platform or a topic."""
MOST_FAULTS: Final = 20
"""How many bad cells one message lists; the rest are counted."""
DELIMITERS: Final = ",;\t"
SPREADSHEETS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".et")
LEAST_COMMON: Final = 0.25
"""At least this share of a text's ideographs is among the 6,763 of GB 2312. In simplified Chinese nearly all are, in
traditional Chinese half; in Western or Japanese text that is read as GB18030 by mistake hardly any."""


@dataclass(frozen=True)
class KolRow:
    """One KOL of the table; None where the table does not say.

    Attributes:
        name: as written, without the @ of a handle.
        followers: in people, at least 1.
        platform: one name a platform (see ``PLATFORMS`` of :mod:`sim.files.candidate_words`).
        topic: as written.
        image_cents, video_cents: quotes for one post of that format, in cents, above 0.
        median_views: of one post.
        engagement_rate: 0 to 1, as the table reports it.
        available_from: a date, or a day of the scenario (from 1).
        line: where it stands in the file.
    """

    name: str
    followers: int
    platform: str | None = None
    topic: str | None = None
    image_cents: int | None = None
    video_cents: int | None = None
    median_views: float | None = None
    engagement_rate: float | None = None
    available_from: int | date | None = None
    line: int = field(default=0, compare=False)


class KolTable(NamedTuple):
    """What a file of candidates says."""

    rows: tuple[KolRow, ...]
    unknown: tuple[str, ...]
    """Headers that mean nothing here; their columns were not read."""
    encoding: str
    sha256: str


class BadCell(NamedTuple):
    """One thing that is wrong with a row: where it stands, the header of its column (or empty), and a sentence."""

    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        return f"line {self.line:,}: {self.column + ': ' if self.column else ''}{self.problem}"


class BadRows(ReadError):
    """Rows that cannot be read; ``faults`` holds all of them, the message lists the first and counts the rest."""

    def __init__(self, path: Any, faults: list[BadCell]):
        rows = len({fault.line for fault in faults})
        is_bad = f"{rows:,} rows are bad" if rows > 1 else "a row is bad"
        super().__init__(path, f"{is_bad}, and nothing was read", faults[0].line if rows == 1 else None)
        lines = [str(self), *(f"  {fault}" for fault in faults[:MOST_FAULTS])]
        if len(faults) > MOST_FAULTS:
            lines.append(f"  ... and {len(faults) - MOST_FAULTS:,} more")
        self.args = ("\n".join(lines),)
        self.faults = tuple(faults)


class Column(NamedTuple):
    """A column that is read: its place in a row, its header, and the unit that the header gives."""

    place: int
    header: str
    unit: str


def read_candidates(path: str | Path, *, currency: str | None = None) -> KolTable:
    """Read a table of KOLs.

    Args:
        path: a CSV file: UTF-8, with or without a byte order mark, or GB18030; between commas, semicolons or tabs.
        currency: of the scenario (CNY); a quote with the mark of another one, or in a row of one, is refused.

    Returns:
        The rows in the order of the file, and the headers that were not understood.

    Raises:
        ReadError: the file is not such a table. :class:`BadRows`, one of them, lists every bad row.

    >>> import pathlib, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = pathlib.Path(folder.name, "kols.csv")
    >>> _ = file.write_text("昵称,粉丝数,图文报价\\n小鹿的厨房,1.2万,800\\n", encoding="utf-8")
    >>> read_candidates(file).rows[0].followers, read_candidates(file).rows[0].image_cents
    (12000, 80000)
    >>> folder.cleanup()
    """
    path = Path(path)
    if path.suffix.lower() in SPREADSHEETS:
        raise ReadError(path, "is a spreadsheet; allowed: CSV (in the spreadsheet: save as CSV UTF-8)")
    source = Source(path, MAXIMUM_BYTES)
    text, encoding = _decoded(path, source.whole())
    lines = _rows(path, text)
    header = next(lines, None)
    if header is None:
        raise ReadError(path, "holds no row; the first line names the columns")
    columns, unknown = _columns(path, *header)
    rows: list[KolRow] = []
    faults: list[BadCell] = []
    seen: dict[tuple[str, str], int] = {}
    for number, (line, cells) in enumerate(lines):
        if number == MAXIMUM_ROWS:
            raise ReadError(path, f"holds more than {MAXIMUM_ROWS:,} rows; allowed: up to that many", line)
        row = _row(line, cells, len(header[1]), columns, currency, faults)
        if row is not None:
            rows.append(row)
            first = seen.setdefault((row.platform or "", plain(row.name)), line)
            if first != line:
                on = f" on {row.platform}" if row.platform else ""
                word = f"{shown(row.name)} stands{on} in line {first:,} already; allowed: each KOL once a platform"
                faults.append(BadCell(line, columns["name"].header, word))
    if faults:
        raise BadRows(path, faults)
    if not rows:
        raise ReadError(path, "holds no KOL, only the names of its columns")
    return KolTable(tuple(rows), unknown, encoding, source.sha256)


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    """The text and its encoding."""
    refused = "is neither UTF-8 nor GB18030 text; save it as UTF-8 (in a spreadsheet: CSV UTF-8)"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        raise ReadError(path, refused)
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        if data.startswith(codecs.BOM_UTF8):
            raise ReadError(path, "begins as UTF-8 text does and goes on as none; save it as UTF-8 again") from None
    try:
        text = data.decode("gb18030").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise ReadError(path, refused) from None
    ideographs = re.findall("[\u4e00-\u9fff]", text)
    common = len("".join(ideographs).encode("gb2312", "ignore")) // 2
    if re.search("[\ue000-\uf8ff]", text) or common < LEAST_COMMON * len(ideographs):
        raise ReadError(path, refused)
    return text, "gb18030"


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, and the line where it begins."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ReadError(path, f"is not well-formed CSV: {error}", line) from error
        if any(cell.strip() for cell in row):
            yield line, row


def _columns(path: Path, line: int, header: list[str]) -> tuple[dict[str, Column], tuple[str, ...]]:
    """The columns that are read, by what they mean; and the headers of the others."""
    columns: dict[str, Column] = {}
    unknown = []
    for place, text in enumerate(header):
        word = text.strip()
        bad = refused_character(word)
        if bad is not None:
            raise ReadError(path, f"the name of a column holds the character {bad}; {NO_SUCH}", line)
        try:
            meaning, unit = column_of(word)
        except WordError as error:
            raise ReadError(path, str(error), line) from error
        if meaning is None:
            unknown.append(word)
        elif meaning in columns:
            pair = f"{shown(columns[meaning].header)} and {shown(word)}"
            raise ReadError(path, f"the columns {pair} both mean {meaning}; allowed: one of them", line)
        else:
            columns[meaning] = Column(place, word, unit)
    missing = [meaning for meaning in NEEDED if meaning not in columns]
    if missing:
        found = ", ".join(shown(word) for word in unknown[:MOST_FAULTS]) or "none"
        meanings = "; ".join(f"{meaning} ({', '.join(COLUMNS[meaning])})" for meaning in missing)
        raise ReadError(path, f"has no column {meanings}; headers that mean nothing here: {found}", line)
    return columns, tuple(unknown)


def _row(
    line: int,
    cells: list[str],
    width: int,
    columns: dict[str, Column],
    currency: str | None,
    faults: list[BadCell],
) -> KolRow | None:
    """The KOL of a row; None, and what is wrong with it in ``faults``, if it is a bad one."""
    if len(cells) != width:
        hint = "; a number with commas needs quotes around it" if len(cells) > width else ""
        faults.append(
            BadCell(line, "", f"has {counted(len(cells), 'cell')}; allowed: {width}, as the header has{hint}")
        )
        return None
    readers: dict[str, Callable[[str], Any]] = {
        "name": lambda text: _text(text.strip().removeprefix("@")),
        "platform": lambda text: platform_of(_text(text)),
        "followers": amounts.people,
        "topic": _text,
        "quote_image": lambda text: amounts.cents(text, currency),
        "quote_video": lambda text: amounts.cents(text, currency),
        "currency": lambda text: amounts.in_currency(text, currency),
        "median_views": amounts.count,
        "engagement_rate": amounts.share,
        "available_from": amounts.start,
    }
    values: dict[str, Any] = {}
    good = True
    for meaning, column in columns.items():
        cell = cells[column.place]
        if meaning not in NEEDED and is_nothing(cell):
            continue
        try:
            bad = refused_character(cell.strip())
            if bad is not None:
                raise amounts.NotAllowed(NO_SUCH.removeprefix("allowed: "))
            values[meaning] = readers[meaning](_with_unit(cell, column.unit))
        except amounts.NotAllowed as error:
            good = False
            faults.append(BadCell(line, column.header, f"{shown(cell.strip())} is not allowed; allowed: {error}"))
    if not good:
        return None
    values.pop("currency", None)  # the scenario's: the reader has refused any other
    quotes = {f"{word}_cents": values.pop(f"quote_{word}", None) for word in ("image", "video")}
    return KolRow(**values, **quotes, line=line)


def _with_unit(cell: str, unit: str) -> str:
    """The cell with the unit that its header gives, if it does not say it itself."""
    cell = cell.strip()
    return cell if not cell or not unit or plain(cell).endswith(unit) else cell + unit


def _text(cell: str) -> str:
    """A name of something: not empty, not too long, and nothing that a spreadsheet would carry out."""
    word = cell.strip()
    if not word or len(word) > LONGEST_TEXT or plain(word)[:1] in ("=", "+", "-", "@"):
        raise amounts.NotAllowed(f"1 to {LONGEST_TEXT} characters, the first none of = + - @ (a formula)")
    return word
