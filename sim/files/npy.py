"""A folder of ``.npy`` files: a network that :meth:`sim.network.Network.save` wrote, or bare edge arrays.

A saved network (it has a ``network.json``) is opened as memory maps and knows its direction. Bare arrays are
``source.npy`` and ``target.npy``, whole numbers with one entry an edge, and where ``value`` names one
(``value="probability"``) an array of the edges' probabilities.
"""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from sim.files.characters import NO_SUCH, refused_character, texts
from sim.files.numbering import number_accounts
from sim.files.opening import Edges, ReadError, exists
from sim.network import Network, NetworkError
from sim.saved import opened_array

OPTIONS = ()


def read(
    path: Path, *, value: Any = None, edge_means: str | None = None, directed: bool | None = None
) -> Edges | Network:
    """The saved network of a folder, or the edges of its arrays."""
    if not exists(path) or not path.is_dir():
        raise ReadError(path, "is not a folder" if exists(path) else "there is no such folder")
    try:
        names = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        raise ReadError(path, f"cannot be read: {error.strerror or error}") from error
    if "network.json" in names:
        if edge_means == "follows" or directed is False:
            raise ReadError(path, "is a saved network, which knows its direction; leave edge_means and directed out")
        try:
            network = Network.load(path)
        except NetworkError as error:
            raise ReadError(path, str(error).removeprefix(f"{path} ")) from error
        except OSError as error:
            raise ReadError(path, f"cannot be read: {error.strerror or error}") from error
        for text in texts([network.labels, network.about]):
            if (character := refused_character(text, "\n\t")) is not None:
                raise ReadError(path, f"its network.json holds the character {character} in a name; {NO_SUCH}")
        if value is not None and network.values is None:
            raise ReadError(path, f"value: {value!r} is asked for, but the saved network has no values")
        network.about["opened"] = {"file": path.name, "format": "npy", "sha256": folder_hash(path, names)}
        return network
    missing = [name for name in ("source.npy", "target.npy") if name not in names]
    if missing:
        raise ReadError(path, f"has no {missing[0]}; needed: network.json, or source.npy and target.npy")
    source, target = (opened(path / name, "iu") for name in ("source.npy", "target.npy"))
    if len(source) != len(target):
        raise ReadError(path, f"has {len(source):,} sources for {len(target):,} targets")
    if not len(source):
        raise ReadError(path, "holds no edge")
    for name, ids in (("source.npy", source), ("target.npy", target)):
        if ids.min() < 0 or ids.max() > 2**63 - 1:
            bad = int(np.flatnonzero((ids < 0) | (ids > 2**63 - 1))[0])
            raise ReadError(path / name, f"entry {bad:,} is {ids[bad]}; allowed: account ids, whole numbers from 0")
    source, target = source.astype(np.int64), target.astype(np.int64)
    values = None if value is None else checked(path, value, len(source))
    start, end, accounts, labels = number_accounts(path, source, target)
    used = ["source.npy", "target.npy", *([] if value is None else [f"{value}.npy"])]
    notes = {"sha256": folder_hash(path, used)}
    return Edges(start, end, accounts, labels, values, None, lambda edge: None, {}, notes)


def checked(path: Path, value: Any, count: int) -> np.ndarray:
    """The probabilities of the edges, from the file that ``value`` names."""
    if not isinstance(value, str) or not value.isidentifier():
        raise ReadError(path, f"value: {value!r} is not allowed; allowed: the name of a .npy file in the folder")
    file = path / f"{value}.npy"
    if not file.is_file():
        raise ReadError(path, f"has no {file.name}, which value asks for")
    values = opened(file, "fiu").astype(np.float64)
    if len(values) != count:
        raise ReadError(file, f"has {len(values):,} values for {count:,} edges")
    bad = np.flatnonzero(~((values >= 0) & (values <= 1)))
    if len(bad):
        raise ReadError(file, f"entry {bad[0]:,} is {values[bad[0]]}; allowed: a probability from 0 to 1")
    return values


def opened(file: Path, kinds: str) -> np.ndarray:
    """One array as a memory map, so that a size that a file merely claims costs nothing."""
    try:
        array = opened_array(file)
    except OSError as error:
        raise ReadError(file, f"cannot be read: {error.strerror or error}") from error
    except NetworkError as error:
        raise ReadError(file.parent, str(error)) from error
    if array.ndim != 1 or array.dtype.kind not in kinds:
        what = "whole numbers" if kinds == "iu" else "numbers"
        raise ReadError(file, f"holds {array.dtype} of the shape {array.shape}; allowed: one row of {what}")
    return array


def folder_hash(path: Path, names: list[str]) -> str:
    """Hash of some files of a folder, names included."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}\n".encode())
        with (path / name).open("rb") as file:
            while data := file.read(1 << 20):
                digest.update(data)
    return digest.hexdigest()
