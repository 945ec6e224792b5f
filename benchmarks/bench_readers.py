"""Seconds to read an edge list, ours and the peers', in turn, from the same file in the system's cache.

python benchmarks/bench_readers.py             a million and ten million lines
python benchmarks/bench_readers.py --small     a million lines
"""

import argparse
import statistics
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from figures import short, spread
from graphs import stored
from readers import OURS, TITLES
from section import Section, Table, bullets, say
from workers import STORE, Failed, Worker, alone

ROUNDS = 3


def text_file(network: str, edges: int | None = None) -> Path:
    """The network as two columns of numbers between tabs, without comments (igraph knows none)."""
    path = STORE / (f"{network}.txt" if edges is None else f"{network}-{edges}.txt")
    if not path.exists():
        folder = stored(network)
        offsets, audience = np.load(folder / "offsets.npy"), np.load(folder / "audience.npy")
        source = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))[:edges]
        aside = path.with_suffix(".part")
        with open(aside, "w", encoding="ascii", newline="\n") as file:
            for start in range(0, len(source), 1 << 18):
                ends = zip(source[start : start + (1 << 18)].tolist(), audience[start : start + (1 << 18)].tolist())
                file.writelines([f"{u}\t{v}\n" for u, v in ends])
        aside.replace(path)
    path.read_bytes()  # into the system's cache
    return path


def section(small: bool = False) -> Section:
    """For RESULTS.md."""
    table = Table(["lines", "reader", "edges found", "seconds", "pandas / this"])
    notes, summary = [], []
    sample = str(text_file("s100k", 1000))
    for network in ("s100k",) if small else ("s100k", "s1m"):
        path = str(text_file(network))
        took: dict[str, list[float]] = {name: [] for name in TITLES}
        edges: dict[str, int] = {}
        with ExitStack() as stack:
            workers = {}
            for name in TITLES:
                try:
                    workers[name] = stack.enter_context(Worker("readers", name, sample, ours=name in OURS))
                except Failed as reason:
                    notes.append(f"{TITLES[name]}: {reason}")
            for _ in range(ROUNDS):
                for name, worker in list(workers.items()):
                    try:
                        done = worker.ask(path=path)
                    except Failed as reason:
                        notes.append(f"{TITLES[name]}: {reason}")
                        del workers[name]
                        continue
                    took[name].append(done["seconds"])
                    edges[name] = done["edges"]
        lines = max(edges.values())
        say(f"-- {lines:,} lines")
        for name, found in edges.items():
            # All readers must have read the same edges before one is said to be faster than another.
            same = found == edges.get("pandas") and took["pandas"]
            times = statistics.median(b / a for a, b in zip(took[name], took["pandas"])) if same else None
            told = "" if times is None else f"{short(times)}x"
            table.add(f"{lines:,}", TITLES[name], f"{found:,}", spread(took[name]), told)
            say(f"  {TITLES[name]:<52} {spread(took[name]):>24} s   {told}")
            if name in ("seedcast", "seedcast_parse") and times is not None:
                summary.append((f"readers: pandas / {TITLES[name]}, {lines:,} lines", told, "1x"))
    text = (
        "One pinned core, the file in the system's cache. pandas only parses the two columns; what we do in the same "
        "time is in the first row, and in the second row only as much as pandas does."
    )
    return Section("Readers", [text, table, *([bullets(notes)] if notes else [])], summary)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a million lines only")
    section(parser.parse_args().small)


if __name__ == "__main__":
    alone(main)
