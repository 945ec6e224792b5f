"""Opening a file that others made: checks, gzip, a bound on what it may unpack to, its hash.

A :class:`Source` gives the text in blocks of whole lines and hashes the file's bytes as they pass, so a file of any
size is read once and never held whole. Nothing is allocated from a size that the file merely claims.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

BLOCK = 1 << 19
"""Bytes of text handed on at a time, more or less: small enough that what is made of them stays in the cache."""

LONGEST_LINE = 1 << 20
"""A line longer than this (bytes) is not a line of a network file."""

MAXIMUM_BYTES = 1 << 36
"""What a file may unpack to unless told otherwise: 64 GiB, ten times a network of 300 million edges."""

OBJECT_BYTES = 1 << 29
"""The same for formats whose every word becomes a Python object (GML, GraphML, CSV with names)."""

BOMB_FROM, BOMB_RATIO = 1 << 26, 100
"""Past 64 MiB a gzip file that grew more than a hundredfold is refused: edge lists grow three- to thirtyfold."""

ISOLATED = 1_000_000, 10
"""A file may declare this many accounts without an edge, plus this many for each account that has one."""

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "latin-1", "utf-16")
"""Encodings of text that may be asked for. Others read bytes as what they are not, or are no encodings of text."""

MAGIC = {b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstandard", b"%PDF": "PDF"}


class ReadError(ValueError):
    """A file that cannot be read as a network; the message names the file, the line, the value, what is allowed."""

    def __init__(self, path: Any, message: str, line: int | None = None):
        where = f"{path}, line {line:,}" if line is not None else f"{path}"
        super().__init__(f"{where}: {message}")
        self.line = line


class Edges(NamedTuple):
    """What a reader hands over; the edges still as the file has them."""

    source: np.ndarray
    target: np.ndarray
    accounts: int
    labels: list | None
    values: np.ndarray | None
    directed: bool | None
    """What the file says of itself; None where the format cannot say."""
    line_of: Callable[[int], int | None]
    """Edge number -> line of the file."""
    attributes: dict[str, np.ndarray]
    notes: dict[str, Any]
    """Kept in ``network.about["source"]``."""


def shown(value: bytes | str, longest: int = 40) -> str:
    """A value of a file as an error message shows it."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
    return repr(text if len(text) <= longest else text[:longest] + "...")


def exists(path: Path) -> bool:
    """Whether there is a file or folder of this name; an error if the system will not say."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise ReadError(path, f"cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ReadError(repr(str(path)), f"is not a path: {error}") from error
    return True


class Source:
    """One regular file, opened for reading once.

    Raises:
        ReadError: it is missing, a folder, empty, not readable, or not what its name says.
    """

    def __init__(self, path: Path, maximum_bytes: int = MAXIMUM_BYTES):
        self.path = path
        self.maximum_bytes = maximum_bytes
        self.digest = hashlib.sha256()
        self.bytes_read = 0
        if not exists(path):
            raise ReadError(path, "there is no such file")
        if path.is_dir():
            raise ReadError(path, "is a folder; allowed: a file")
        if not path.is_file():
            raise ReadError(path, "is not a regular file")
        try:
            self.size = path.stat().st_size
            with path.open("rb") as file:
                start = file.read(8)
        except OSError as error:
            raise ReadError(path, f"cannot be read: {error.strerror or error}") from error
        if not start:
            raise ReadError(path, "is empty")
        self.compressed = start[:2] == b"\x1f\x8b"
        if path.suffix.lower() == ".gz" and not self.compressed:
            raise ReadError(path, f"is called .gz but is not a gzip file: it begins with {shown(start)}")
        for magic, name in MAGIC.items():
            if start.startswith(magic):
                raise ReadError(path, f"is a {name} file; allowed: text, plain or packed with gzip")

    @property
    def sha256(self) -> str:
        """Hash of the bytes that were read so far: of the whole file, once its blocks are used up."""
        return self.digest.hexdigest()

    def _raw(self, size: int) -> Iterator[bytes]:
        try:
            with self.path.open("rb") as file, ThreadPoolExecutor(1) as pool:
                hashed = None
                while data := file.read(size):
                    if hashed is None and not self.bytes_read:
                        self.digest.update(data)  # short files need no second thread
                    else:
                        if hashed is not None:
                            hashed.result()
                        hashed = pool.submit(self.digest.update, data)
                    self.bytes_read += len(data)
                    yield data
        except OSError as error:
            raise ReadError(self.path, f"cannot be read: {error.strerror or error}") from error

    def _unpacked(self) -> Iterator[bytes]:
        unpack = zlib.decompressobj(wbits=31)
        total = 0
        for data in self._raw(1 << 18):
            while data:
                if unpack.eof:  # a gzip file may be several in a row, and may end in zeros
                    data = data.lstrip(b"\0")
                    if not data:
                        break
                    unpack = zlib.decompressobj(wbits=31)
                try:
                    text = unpack.decompress(data, BLOCK)
                except zlib.error as error:
                    raise ReadError(self.path, f"is a damaged gzip file: {error}") from error
                data = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
                total += len(text)
                if total > BOMB_FROM and total > BOMB_RATIO * self.bytes_read:
                    raise ReadError(
                        self.path,
                        f"unpacks to more than {BOMB_RATIO} times its size, as no network does; "
                        "if it is one, unpack it yourself and read the plain file",
                    )
                if text:
                    yield text
        if not unpack.eof:
            raise ReadError(self.path, "is a truncated gzip file: it ends in the middle")

    def blocks(self) -> Iterator[bytes]:
        """The text in blocks that end at the end of a line; the last line gets its newline if it has none."""
        self.digest, self.bytes_read = hashlib.sha256(), 0
        total = 0
        kept = b""
        for text in self._unpacked() if self.compressed else self._raw(BLOCK):
            total += len(text)
            if total > self.maximum_bytes:
                raise ReadError(
                    self.path,
                    f"holds more than {self.maximum_bytes:,} bytes of text; allowed: up to maximum_bytes",
                )
            end = text.rfind(b"\n") + 1
            if end:
                yield kept + text[:end]
                kept = text[end:]
            else:
                kept += text
            if len(kept) > LONGEST_LINE:  # a block without an end of line
                raise ReadError(
                    self.path,
                    f"has a line longer than {LONGEST_LINE:,} bytes, beginning {shown(kept[:30])}; no network has",
                )
        if kept:
            yield kept + b"\n"

    def rows_expected(self, found: int) -> int:
        """How many rows the file may hold, if ``found`` were in the part read so far."""
        return int(1.02 * found * self.size / max(self.bytes_read, 1)) + 1

    def whole(self) -> bytes:
        """All of the text, for formats that need it at once."""
        self.maximum_bytes = min(self.maximum_bytes, OBJECT_BYTES)
        self.digest, self.bytes_read = hashlib.sha256(), 0
        parts = []
        total = 0
        for text in self._unpacked() if self.compressed else self._raw(BLOCK):
            total += len(text)
            if total > self.maximum_bytes:
                raise ReadError(
                    self.path, f"holds more than {self.maximum_bytes:,} bytes of text, too many for its format"
                )
            parts.append(text)
        return b"".join(parts)

    def whole_text(self, encoding: str | None) -> str:
        """All of the text, decoded; UTF-8 (a byte order mark is dropped) unless an encoding is named."""
        return decoded(self.path, self.whole(), encoding)


def decoded(path: Path, data: bytes, encoding: str | None) -> str:
    """Bytes of a file as text, or an error with the line and the way out."""
    if encoding is None and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ReadError(path, "is UTF-16 text; say so with encoding='utf-16', or save it as UTF-8")
    if encoding is not None and (not isinstance(encoding, str) or encoding.lower() not in ENCODINGS):
        raise ReadError(path, f"encoding {encoding!r} is not allowed; allowed: {', '.join(ENCODINGS)}")
    try:
        return data.decode(encoding or "utf-8").removeprefix("\ufeff")
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        line = data.count(b"\n", 0, at) + 1
        word = shown(data[max(at - 8, 0) : at + 8])
        if encoding is None:
            hint = "; for Chinese text saved by a spreadsheet say encoding='gb18030'"
            raise ReadError(path, f"is not UTF-8 text at {word}{hint}", line) from error
        raise ReadError(path, f"is not {encoding} text at {word}", line) from error
