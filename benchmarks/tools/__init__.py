"""The tools that make cascades, one file each with the same names inside: add yours here.

``NAME`` is the distribution's name. ``ready(given)`` loads a case and returns a function
``run(replicates, first, threads)`` -> (how many cascades one value stands for, the mean reach of each such batch).
Loading is not timed; a call of ``run`` is. A tool may make a few cascades more than it was asked for.
"""

from typing import NamedTuple


class Tool(NamedTuple):
    """Who takes part where."""

    title: str
    slow: bool  # fewer and longer turns, so that its mean is known well enough
    most_edges: int  # larger cases are left out: loading them takes minutes or gigabytes


TOOLS = {
    "seedcast": Tool("Seedcast", False, 10**9),
    "cynetdiff": Tool("CyNetDiff", False, 10**9),
    "pynetim": Tool("PyNetIM", False, 2_000_000),
    "ndlib": Tool("NDlib", True, 200_000),
    "eon": Tool("EoN", True, 200_000),
}
OURS = "seedcast"


def ready(name, told):
    """For ``worker.py``: the function that makes cascades and tells their reach as sums."""
    import importlib

    from graphs import Given

    run = importlib.import_module(f"tools.{name}").ready(Given(told))
    run(2, 0, 1)  # compiles, and touches the memory

    def cascades(replicates, first, threads):
        batch, reach = run(replicates, first, threads)
        reach = reach.astype(float)
        return {
            "cascades": batch * len(reach),
            "values": len(reach),
            "total": float(reach.sum()),
            "squares": float((reach * reach).sum()),
        }

    return cascades
