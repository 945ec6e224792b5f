"""A network's tables as a folder of ``.npy`` files that open as memory maps."""

import json
import math
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.border import NetworkError

SAVED_TYPES = {
    "audience_offsets": np.dtype(np.int64),
    "audience": np.dtype(np.int32),
    "following_offsets": np.dtype(np.int64),
    "following": np.dtype(np.int32),
    "values": np.dtype(np.float64),
}
"""Types of the tables on disk."""


class NotSaved(NetworkError):
    """A folder that is not a saved network, that is there already, or that cannot be written."""


def write_folder(folder: Path, tables: Mapping[str, np.ndarray], data: dict[str, Any]) -> Path:
    """Write tables and data; the folder appears whole or not at all.

    Raises:
        NotSaved: the folder exists already, or cannot be written.
    """
    if folder.exists():
        raise NotSaved(f"{folder} exists already; remove it or choose another name")
    try:
        _write_aside(folder, tables, data)
    except OSError as error:
        raise NotSaved(f"{folder} cannot be written: {error.strerror or error}") from None
    return folder


def _write_aside(folder: Path, tables: Mapping[str, np.ndarray], data: dict[str, Any]) -> None:
    """Write into a folder beside it, and rename that when it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=folder.name + ".", dir=folder.parent))
    try:
        for name, array in tables.items():
            np.save(aside / f"{name}.npy", array)
        text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
        (aside / "network.json").write_text(text, encoding="utf-8")
        os.replace(aside, folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def read_folder(folder: Path, memory_map: bool) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The tables and the data of a folder.

    Raises:
        NotSaved: it is not a saved network. NetworkError, ValueError: it is damaged.
    """
    if not (folder / "network.json").is_file():
        raise NotSaved(f"{folder} is not a saved network: it has no network.json")
    data = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    arrays = {path.stem: opened_array(path, memory_map) for path in sorted(folder.glob("*.npy"))}
    missing = {name for name in SAVED_TYPES if name != "values"} - set(arrays)
    if missing:
        raise NetworkError(f"it has no {min(missing)}.npy")
    return arrays, data


def opened_array(path: Path, memory_map: bool = True) -> np.ndarray:
    """One saved array; an error if the file does not hold what it says, or not in the type of its table."""
    with path.open("rb") as file:
        try:
            version = np.lib.format.read_magic(file)
            if version != (1, 0):
                raise NetworkError(f"{path.name} is of the .npy version {version}; allowed: 1.0")
            shape, fortran, dtype = np.lib.format.read_array_header_1_0(file)
        except NetworkError:
            raise
        except Exception as error:  # a damaged header is parsed as Python's text: nearly every error can come of it
            raise NetworkError(f"{path.name} is not a .npy file: its header cannot be read") from error
        start = file.tell()
    wanted = SAVED_TYPES.get(path.stem, dtype)
    if dtype != wanted or dtype.hasobject or fortran or (path.stem in SAVED_TYPES and len(shape) != 1):
        allowed = wanted if path.stem in SAVED_TYPES else "numbers"
        raise NetworkError(f"{path.name} holds {dtype} of the shape {shape}; allowed: {allowed}, one row")
    count = math.prod(shape)
    held = (path.stat().st_size - start) // max(dtype.itemsize, 1)
    if min(shape, default=0) < 0 or count > held:
        raise NetworkError(f"{path.name} declares {count:,} entries, but holds {held:,}")
    if count == 0:  # an empty array cannot be mapped
        return np.empty(shape, dtype)
    array = np.memmap(path, dtype, "r", start, shape)
    return array if memory_map else np.array(array)
