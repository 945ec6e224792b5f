"""How fast our own kernels are, and whether they were faster before: medians, compared with this machine's history.

python benchmarks/bench_kernels.py            time them and compare
python benchmarks/bench_kernels.py --keep     and add a line to benchmarks/history.jsonl
"""

import argparse
import datetime

from figures import short
from history import append, compare, lines
from machine import commit, machine, our_versions
from section import Section, Table, bullets, say
from workers import Worker, alone


def section(keep: bool = False) -> Section:
    """For RESULTS.md."""
    before = lines()  # a damaged history is found before anything is timed
    say("-- our kernels")
    table = Table(["kernel, one core", "ms (smallest-largest)"])
    now: dict = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "versions": our_versions(),
        "seconds": {},
        "smallest": {},
    }
    with Worker("kernels", "ours", ours=True) as worker:
        for name in worker.ask()["kernels"]:
            done = worker.ask(kernel=name)
            now["seconds"][name] = float(f"{done['median']:.4g}")
            now["smallest"][name] = float(f"{done['smallest']:.4g}")
            low, median, high = (short(1e3 * done[key]) for key in ("smallest", "median", "largest"))
            table.add(name, f"{median} ({low}-{high})")
            say(f"  {name:<52} {median:>10} ms")
    found = compare(now, before)
    for sentence in found:
        say(f"  {sentence}")
    if keep:
        append(now)
    text = "Medians of five runs after one that compiles. Beside this machine's last line in history.jsonl:"
    return Section("Our kernels", [table, text, bullets(found)], [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="add a line to the history")
    section(parser.parse_args().keep)


if __name__ == "__main__":
    alone(main)
