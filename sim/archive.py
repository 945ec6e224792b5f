"""One file for a repository: recipe, tables, figures, report and checksums of a finished run; and how a file that was
asked for is written without taking the place of another.
"""

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sim.results import Result, RunError, writing

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member, so that the same run gives the same bytes."""


def check_export(path: Path, option: str) -> None:
    """Refuse a place at which nothing can be written, or at which something else stands.

    Args:
        path: the file that is asked for.
        option: the option that names it, for the message.

    Raises:
        RunError: something is there already, or the folder that it should be in is not.
    """
    if path.is_dir():
        raise RunError(f"{path} is a folder; name a file with {option}")
    if os.path.lexists(path):
        raise RunError(f"{path} exists already; remove it or choose another {option}")
    if not path.parent.is_dir():
        raise RunError(f"{path.parent} is no folder, so {path} cannot be written; make it or choose another {option}")


@contextlib.contextmanager
def exporting(path: Path) -> Iterator[Path]:
    """As :func:`sim.results.writing`, for a file that is no part of a run."""
    try:
        with writing(path) as aside:
            yield aside
    except RunError as error:
        fault = error.__cause__
        if not isinstance(fault, OSError):
            raise
        raise RunError(f"cannot write {path}: {fault.strerror or fault}") from error


def archive(folder: str | Path, out: str | Path | None = None) -> Path:
    """Write a zip of a finished run; the same run gives the same bytes.

    Raises:
        RunError: the run is not finished, or the archive exists already, or it would be in the run folder itself.
    """
    folder = Path(folder)
    if folder.name in ("", ".."):
        folder = folder.resolve()  # "." has no name to give to the archive
    result = Result.load(folder)
    path = Path(out) if out is not None else folder.with_name(folder.name + ".zip")
    check_export(path, "--out")
    if path.resolve().is_relative_to(folder.resolve()):
        raise RunError(f"{path} is in the run folder itself; choose another --out")
    files = sorted(f for f in folder.rglob("*") if f.is_file() and f.name != "lock" and "parts" not in f.parts)
    members = {str(f.relative_to(folder).as_posix()): f.read_bytes() for f in files}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in members.items())
    inputs = "".join(f"- {name}: SHA-256 {digest}\n" for name, digest in result.manifest.get("inputs", {}).items())
    members["SHA256SUMS"] = sums.encode()
    members["README.txt"] = (
        f"Run {result.manifest['name']!r} of Seedcast, engine {result.manifest['engine']}.\n\n"
        f"{result.verdict['sentence']}\n\n"
        "scenario.resolved.yaml is the whole recipe. To repeat it: unpack, then `seedcast rerun FOLDER`.\n"
        + (f"\nFiles that are needed and not included:\n{inputs}" if inputs else "")
    ).encode()
    with exporting(path) as aside, zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(members):
            info = zipfile.ZipInfo(f"{folder.name}/{name}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, members[name])
    return path
