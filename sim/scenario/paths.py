"""Paths that a scenario may name: below its own folder, or below the folder of published data."""

import os
from pathlib import Path

from sim.scenario.errors import shown

DATA = "$SEEDCAST_DATA"
"""How a scenario names the folder of published data that is not part of the project."""

NOT_THERE = "there is no such file in the scenario's folder"


def allowed_path(text: str, folder: Path, *, within: Path | None = None, data: bool = False) -> Path:
    """The file that ``text`` names; ValueError with the reason if it may not be used or is not there.

    Links are followed before the folder is checked, so a link cannot lead out of it.

    Args:
        text: as the scenario writes it, with "/" between folders.
        folder: where the path starts.
        within: the folder that it may not leave, the scenario's; ``folder`` if not given.
        data: whether ``$SEEDCAST_DATA/...`` is allowed.
    """
    if not text or "\0" in text:
        raise ValueError("must be a path")
    named, start, root, where = text, folder, within or folder, "the scenario's folder"
    said = shown(text, 100)
    if text.startswith("$"):
        head, _, named = text.partition("/")
        if not data:
            raise ValueError(f"is {said}; only a path below the scenario's folder is allowed here")
        if head != DATA or not named:
            raise ValueError(f"is {said}; the only variable that is allowed is {DATA}/...")
        value = os.environ.get(DATA[1:])
        if not value:
            raise ValueError(f"is {said}, but the environment variable SEEDCAST_DATA is not set; set it to a folder")
        start, root, where = Path(value), Path(value), "the folder that SEEDCAST_DATA names"
    if named.startswith(("/", "\\", "~")) or named[1:2] == ":":
        instead = f" or begin with {DATA}/" if data else ""
        raise ValueError(f"is {said}; a path must be relative to the scenario's folder{instead}")
    try:
        root = root.resolve()
        found = (start / named).resolve()
    except (OSError, RuntimeError, ValueError):
        raise ValueError(f"is {said}, which cannot be followed as a path") from None
    if not found.is_relative_to(root) or found == root:
        raise ValueError(f"is {said}, which lies outside {where}; only files below it are allowed")
    try:
        exists = found.exists()
    except OSError:
        exists = False
    if not exists:
        raise ValueError(f"is {said}, but there is no such file in {where}")
    return found
