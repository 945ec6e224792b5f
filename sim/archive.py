"""One file for a repository: recipe, tables, figures, report and checksums of a finished run."""

import hashlib
import zipfile
from pathlib import Path

from sim.results import Result, RunError, writing

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member, so that the same run gives the same bytes."""


def archive(folder: str | Path, out: str | Path | None = None) -> Path:
    """Write a zip of a finished run; the same run gives the same bytes.

    Raises:
        RunError: the run is not finished, or the archive exists already.
    """
    folder = Path(folder)
    result = Result.load(folder)
    path = Path(out) if out is not None else folder.with_name(folder.name + ".zip")
    if path.exists():
        raise RunError(f"{path} exists already; remove it or choose another --out")
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
    with writing(path) as aside, zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(members):
            info = zipfile.ZipInfo(f"{folder.name}/{name}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, members[name])
    return path
