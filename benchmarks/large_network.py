"""A network of KOL communities of any size, made, saved, opened by memory map, simulated: time and memory.

    python benchmarks/large_network.py [ACCOUNTS] [EDGES_AN_ACCOUNT] [FOLDER]

By default 10 million accounts with 30.3 followers each, which is 300 million edges: about two minutes, and 4 GB of
memory and of disk. The folder must not exist yet; without one a temporary folder is used and removed.

Making and saving happen in one process, opening and simulating in a second one that has never seen the network. Each
stage tells its peak of resident memory, which is set back between stages, and what it leaves resident, in all and in
anonymous memory (pages of a mapped file can be dropped at any time; anonymous memory cannot). Linux only.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

from workers import Failed, alone, at_least

GB = 1e9
STAGES = ("make", "save", "open", "open unchecked", "world", "first cascades", "cascades")


def memory() -> dict[str, float]:
    """Resident memory in GB: highest since :func:`set_back`, now, and the anonymous part of now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 / GB for line in lines if line.endswith("kB")}
    return {"peak": sizes["VmHWM"], "rest": sizes["VmRSS"], "anonymous": sizes["RssAnon"]}


def set_back() -> None:
    """Let the highest resident memory begin anew."""
    Path("/proc/self/clear_refs").write_text("5")


class Stage:
    """Measures what happens inside ``with``, and prints it as a line of JSON."""

    def __init__(self, name: str, **more: float):
        self.name, self.more = name, more

    def __enter__(self) -> "Stage":
        set_back()
        self.wall, self.processor = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        wall, processor = time.perf_counter() - self.wall, time.process_time() - self.processor
        print(json.dumps({"name": self.name, "wall": wall, "processor": processor, **memory(), **self.more}))
        sys.stdout.flush()


def make_and_save(accounts: int, mean: float, folder: Path) -> None:
    """The first process."""
    from sim.generators import generate

    generate("kol_communities", {"accounts": 5_000}, key=1)  # compiled before the clock starts
    generate("kol_communities", {"accounts": 100_000, "mean_followers": 3}, key=1)
    with Stage("make") as made:
        network = generate("kol_communities", {"accounts": accounts, "mean_followers": mean}, key=1)
        made.more["edges"] = network.edge_count
    with Stage("save"):
        network.save(folder)


def signatures(module: ModuleType) -> int:
    """How many times its kernels have been compiled, or taken from the cache."""
    return sum(len(part.signatures) for part in vars(module).values() if hasattr(part, "signatures"))


def open_and_simulate(folder: Path) -> None:
    """The second process: cascades of the 50 accounts with the most followers, once more when pages are there."""
    import numpy as np

    from sim.models import independent_cascade as model
    from sim.network import Network
    from sim.randomness import JUDGING, world_key
    from sim.world import Plan

    small = Network.from_edges([0, 1], [1, 2], 3)
    warm = model.prepare(small, model.Parameters())
    model.simulate(warm, Plan(np.array([0], np.int32)), 1, model.workspace(warm))
    with Stage("open unchecked"):
        Network.load(folder, check=False)
    with Stage("open"):
        network = Network.load(folder)
    parameters = model.Parameters(probability=0.002)
    with Stage("world"):
        world = model.prepare(network, parameters)
        work = model.workspace(world)
    most = Plan(np.argsort(-network.followers, kind="stable")[:50].astype(np.int32))
    compiled = signatures(model)
    for name, plan, runs in (("first cascades", most, 10), ("cascades", most, 10)):
        with Stage(name) as stage:
            reach = [len(model.simulate(world, plan, world_key(1, JUDGING, r), work).reached) for r in range(runs)]
            stage.more |= {"runs": runs, "reach": float(np.mean(reach))}
    if signatures(model) != compiled:
        raise SystemExit("a mapped network has other types than one in memory: the kernel was compiled again")


def table(stages: list[dict], accounts: int) -> str:
    """The stages as a table of Markdown."""
    edges = next(stage["edges"] for stage in stages if "edges" in stage)
    lines = [
        f"{accounts:,} accounts, {edges:,} edges",
        "",
        "| stage | seconds | processor | million edges a second and core | peak GB | resting GB | of it anonymous |",
        "|---|---|---|---|---|---|---|",
    ]
    for stage in sorted(stages, key=lambda stage: STAGES.index(stage["name"])):
        rate = f"{edges / stage['processor'] / 1e6:.2f}" if stage["name"] == "make" else ""
        said = stage["name"]
        if "runs" in stage:
            said += f" ({stage['runs']}, mean reach {stage['reach']:,.0f})"
        lines.append(
            f"| {said} | {stage['wall']:.2f} | {stage['processor']:.2f} | {rate} | {stage['peak']:.2f} | "
            f"{stage['rest']:.2f} | {stage['anonymous']:.2f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run both processes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("accounts", type=at_least(1), nargs="?", default=10_000_000)
    parser.add_argument("mean", type=float, nargs="?", default=30.3)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--process", choices=("first", "second"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.process is not None:
        try:
            if asked.process == "first":
                return make_and_save(asked.accounts, asked.mean, asked.folder)
            return open_and_simulate(asked.folder)
        except (ValueError, OSError) as reason:
            raise Failed(str(reason)) from None
    with tempfile.TemporaryDirectory() as aside:
        folder = asked.folder or Path(aside) / "network"
        stages = []
        for process in ("first", "second"):
            command = [
                sys.executable,
                __file__,
                str(asked.accounts),
                str(asked.mean),
                str(folder),
                "--process",
                process,
            ]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
            if done.returncode != 0:
                sys.exit(done.returncode)  # the process has said why
            stages += [json.loads(line) for line in done.stdout.splitlines()]
        print(table(stages, asked.accounts))
        size = sum(file.stat().st_size for file in folder.iterdir())
        own = (size - 8 * next(stage["edges"] for stage in stages if "edges" in stage)) / asked.accounts
        print(f"\non disk: {size / GB:.2f} GB: 8 bytes an edge and {own:.1f} an account")
        print(f"highest of all: {max(stage['peak'] for stage in stages):.2f} GB")


if __name__ == "__main__":
    alone(main)
