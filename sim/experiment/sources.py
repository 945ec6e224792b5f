"""The code that makes the numbers, as one digest: what tells a run of today's engine from one of another.

It is no part of a run's name, so that a folder is found again after any change; it lies in the manifest, and whoever
uses a stored run or goes on with its parts compares it.
"""

import hashlib
from functools import cache
from pathlib import Path

from sim.results import RunError, RunFolder

PACKAGE = Path(__file__).parents[1]

TELLS_ONLY = {
    "agents",
    "archive",
    "api",
    "cli",
    "explorer",
    "face",
    "plots",
    "portrait",
    "report",
    "theory",
    "__main__",
}
"""Parts that draw, tell and check, and make no number of a run."""
KINDS = {".py", ".toml", ".csv"}
"""Code and the tables that it reads."""


@cache
def sources_digest(package: Path = PACKAGE) -> str:
    """Ten digits of all files that make numbers, as they stood when this process first asked (some milliseconds)."""
    digest = hashlib.sha256()
    for file in files(package):
        content = file.read_bytes().replace(b"\r\n", b"\n")  # the same on Windows
        digest.update(f"{file.relative_to(package).as_posix()} {len(content)} ".encode() + content)
    return digest.hexdigest()[:10]


def files(package: Path = PACKAGE) -> list[Path]:
    """The files that make numbers."""
    parts = [path for path in sorted(package.iterdir()) if path.stem not in TELLS_ONLY]
    found = [file for path in parts for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return [file for file in found if file.suffix in KINDS]


def difference(then: str | None) -> str:
    """Words for a run that was made by other code; "" if it was this one. None or "": it does not say."""
    return "" if then == sources_digest() else f"{then or 'an older version'} then, {sources_digest()} now"


def refuse_other_code(folder: Path, then: str | None) -> None:
    """Refuse a finished run that other code of the engine made: its numbers may be others by now.

    Raises:
        RunError: it was made by other code.
    """
    other = difference(then)
    if other:
        hint = "--fresh makes it again in its place, another --out keeps both"
        raise RunError(f"{folder} was made by other code of the engine ({other}): {hint}")


def go_on(folder: RunFolder) -> bool:
    """Whether there are parts to go on with.

    Raises:
        RunError: they were made by other code, and one table would hold numbers of both.
    """
    then = folder.parts_made_by
    other = "" if then is None else difference(then)
    if other:
        hint = "--fresh begins it anew, another --out keeps what is there"
        raise RunError(f"{folder.path} was begun by other code of the engine ({other}): {hint}")
    return then is not None
