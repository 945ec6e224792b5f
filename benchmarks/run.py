"""All benchmarks in one run; writes ``benchmarks/RESULTS.md``, whole or not at all. ``make bench`` calls it.

python benchmarks/run.py                         everything, under 15 minutes
python benchmarks/run.py --quick                 fewer rounds, smaller sizes, nothing written: does it all work?
python benchmarks/run.py --only cascades         one part, nothing written
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import bench_campaign
import bench_cascades
import bench_generators
import bench_kernels
import bench_readers
import bench_small_cascades
import bench_waiting
from figures import Refused
from machine import busy, commit, machine, our_versions, peers_versions
from section import Section, Table, say
from workers import ROOT, Failed

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
PARTS: dict[str, tuple[Callable[[], Section], Callable[[], Section]]] = {
    "cascades": (
        bench_cascades.section,
        lambda: bench_cascades.section(rounds=2, tools=("seedcast", "cynetdiff", "pynetim")),
    ),
    "small cascades": (bench_small_cascades.section, lambda: bench_small_cascades.section(1_000_000)),
    "campaign": (bench_campaign.section, lambda: bench_campaign.section(bench_campaign.SMALL, cold=False)),
    "generators": (bench_generators.section, lambda: bench_generators.section(small=True)),
    "readers": (bench_readers.section, lambda: bench_readers.section(small=True)),
    "waiting": (bench_waiting.section, bench_waiting.section),
    "kernels": (bench_kernels.section, bench_kernels.section),
}
"""Name -> (in full, quickly)."""


def document(sections: list[Section], failed: list[str], minutes: float, busy_before: str = "unknown") -> str:
    """RESULTS.md as text."""
    about = machine()
    head = [
        "# Results",
        "Written by `make bench`; what is measured how is told in [docs/performance.md](../docs/performance.md). "
        "Figures are medians (smallest-largest). They move from machine to machine, so only ratios that were timed "
        "side by side in this run say anything about another one.",
    ]
    where = Table(["", ""])
    for name, value in {**about, "commit": commit()}.items():
        where.add(name, value)
    for name, found in (("our environment", our_versions()), ("the peers'", peers_versions())):
        where.add(name, ", ".join(f"{package} {version}" for package, version in found.items()))
    where.add("processes that wanted a core before we began", busy_before)
    where.add("took", f"{minutes:.0f} minutes")
    summary = Table(["what", "found", "aim"])
    for section in sections:
        for line in section.summary:
            summary.add(*line)
    parts = [*head, where.markdown(), "## Summary", summary.markdown()]
    parts += [f"**Failed:** {sentence}" for sentence in failed]
    return "\n\n".join([*parts, *(section.markdown() for section in sections)]) + "\n"


def write(text: str, path: Path = RESULTS) -> None:
    """Aside first, then renamed: who reads the file meanwhile sees the old one or the new one."""
    aside = path.with_name(path.name + ".part")
    aside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(aside, path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=list(PARTS), help="one part; nothing is written")
    parser.add_argument("--quick", action="store_true", help="smaller and fewer; nothing is written")
    given = parser.parse_args()
    start, busy_before = time.monotonic(), busy()
    writing = given.only is None and not given.quick
    parts = {**PARTS, "kernels": (partial(bench_kernels.section, keep=writing), bench_kernels.section)}
    sections, failed = [], []
    for name, (full, quick) in parts.items():
        if given.only not in (None, name):
            continue
        say(f"== {name} ({(time.monotonic() - start) / 60:.0f} min so far)")
        try:
            sections.append((quick if given.quick else full)())
        except (Failed, Refused) as reason:
            failed.append(f"{name}: {reason}")
            say(f"  FAILED {failed[-1]}")
    for section in sections:
        for what, found, aim in section.summary:
            say(f"{what}: {found}" + (f" (aim {aim})" if aim else ""))
    if writing:
        write(document(sections, failed, (time.monotonic() - start) / 60, busy_before))
        say(f"written: {RESULTS.relative_to(ROOT)}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("stopped: nothing was written")
        sys.exit(130)
