"""What a figure was measured on: processor, cores, memory, system, versions, commit. Standard library only."""

import json
import os
import platform
import subprocess
from pathlib import Path

from workers import OUR_PYTHON, PEERS_PYTHON, ROOT

OURS = ("numpy", "numba", "llvmlite", "pandas")
PEERS = ("cynetdiff", "pynetim", "ndlib", "EoN", "igraph", "networkit", "networkx", "numpy")


def proc(path: str, key: str) -> str | None:
    """A line ``key: value`` of a file of Linux; None elsewhere."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return None
    return next((line.split(":", 1)[1].strip() for line in lines if line.split(":")[0].strip() == key), None)


def memory_free() -> int:
    """Bytes that can be had now; where the system does not tell, 8 GB."""
    found = proc("/proc/meminfo", "MemAvailable")
    return int(found.split()[0]) * 1024 if found else 8 * 10**9


def busy() -> str:
    """How many processes wanted a core in the last minute; the others were not ours if this is asked at the start."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> dict[str, str]:
    """The machine in words; equal for two runs on machines of one kind."""
    processor = proc("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()
    vectors = (proc("/proc/cpuinfo", "flags") or "").split()
    best = next((name for name in ("avx512f", "avx2", "avx") if name in vectors), "")
    memory = proc("/proc/meminfo", "MemTotal")
    return {
        "processor": processor + (f" ({best})" if best else ""),
        "cores": str(cores()),
        "cache": proc("/proc/cpuinfo", "cache size") or "unknown",
        "memory": f"{int(memory.split()[0]) / 2**20:.0f} GiB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
    }


def versions(python: str, names: tuple[str, ...]) -> dict[str, str]:
    """Versions of distributions in an environment; what it does not have is left out."""
    code = (
        "import json, platform, sys\nfrom importlib import metadata\nfound = {'Python': platform.python_version()}\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n        found[name] = metadata.version(name)\n"
        "    except metadata.PackageNotFoundError:\n        pass\n"
        "print(json.dumps(found))"
    )
    return json.loads(subprocess.run([python, "-c", code, *names], capture_output=True, text=True, check=True).stdout)


def our_versions() -> dict[str, str]:
    return versions(OUR_PYTHON, OURS)


def peers_versions() -> dict[str, str]:
    return versions(PEERS_PYTHON, PEERS)


def commit() -> str:
    """The commit, with a plus sign if files differ from it; "unknown" outside of git."""
    try:
        name = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True)
        changed = subprocess.run(["git", "status", "--porcelain", "sim"], cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return "unknown"
    return name.stdout.strip() + ("+" if changed.stdout.strip() else "") if name.returncode == 0 else "unknown"
