"""What tells runs apart: the resolved scenario, its input files and the engine."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from sim.experiment.layout import DRAW_WORLDS, ROUND
from sim.results import ENGINE, RunError
from sim.scenario import file_name


def recipe_hash(scenario: Any) -> str:
    """Ten digits that tell runs apart: the resolved scenario, the network file, allowed code and the engine version."""
    digest = hashlib.sha256(json.dumps(scenario.resolved(), sort_keys=True, ensure_ascii=False).encode())
    digest.update(json.dumps(inputs_of(scenario), sort_keys=True).encode())
    orders = orders_of(scenario)
    if orders:
        digest.update(json.dumps(orders).encode())
    digest.update(f"{ENGINE} {ROUND} {DRAW_WORLDS}".encode())
    return digest.hexdigest()[:10]


def orders_of(scenario: Any) -> list[list[str]]:
    """Names in the order of the file, where it decides something and is not that of the alphabet: the first item is
    meant where none is named, and further platforms are known in keys by their places."""
    parts = [scenario.content, *((scenario.campaign.further,) if scenario.campaign is not None else ())]
    return [list(part) for part in parts if list(part) != sorted(part)]


def inputs_of(scenario: Any) -> dict[str, str]:
    """SHA-256 of every file beside the scenario that can change a result."""
    found = {}
    if scenario.network.file is not None:
        found["network"] = hash_of_path(Path(scenario.network.file))
    for name, platform in (scenario.campaign.further if scenario.campaign is not None else {}).items():
        if platform.network.file is not None:
            found[f"network of {name}"] = hash_of_path(Path(platform.network.file))
    if scenario.campaign is not None and scenario.campaign.candidates is not None:
        found["candidates"] = hash_of_path(Path(scenario.campaign.candidates.file))
    for reference in scenario.code:
        from sim.jit import own_files

        digest = hashlib.sha256()
        for file in own_files(Path(reference.file)):
            digest.update(hash_of_path(file).encode())
        found[f"code {reference.text}"] = digest.hexdigest()
    return found


def hash_of_path(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with open(file, "rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
    return digest.hexdigest()


def folder_of(scenario: Any, out: Path) -> Path:
    """Where a scenario's run lies."""
    return out / f"{file_name(scenario.name)}-{recipe_hash(scenario)}"


def seen_from(path: Path, folder: Path) -> str:
    """A folder as a run's folder names it: relative, so that both can move together."""
    try:
        return os.path.relpath(folder, path)
    except ValueError:  # another drive
        return str(folder.resolve())


def threads_of(threads: int | None) -> int:
    """A number of threads; the default is what this process may use."""
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not 1 <= threads <= 1024:
        raise RunError(f"--threads {threads} is not allowed; allowed: 1 to 1024")
    return threads
