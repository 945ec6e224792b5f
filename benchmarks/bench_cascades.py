"""Monte-Carlo cascades, side by side: ours and the peers', on the same files, from the same seeds, in turn.

    python benchmarks/bench_cascades.py                       all cases, all tools
    python benchmarks/bench_cascades.py --case wiki_vote_wc   one case
    python benchmarks/bench_cascades.py --tools cynetdiff     ours against one tool

Every tool lives in a process of its own. In a round each has one turn, one after the other; there are several rounds. A
tool's figure is the median over the rounds, a ratio is the median of the rounds' ratios. One thread is pinned to one core.
"""

import argparse
import statistics
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field

from figures import Refused, Timed, geometric_mean, ratio, require_equal_means, second_core, short, spread
from graphs import CASES, STORE, Case, NoData, described
from workers import Failed, Worker

from tools import TOOLS

ROUNDS = 5
TURN = 0.6
"""Seconds that a turn is meant to last."""
SLOW_ROUNDS, SLOW_TURN = 3, 3.0
SLOW = ("ndlib", "eon")


@dataclass
class Row:
    """All that was found in one case."""

    case: Case
    timed: dict[str, Timed] = field(default_factory=dict)
    two: list[float] = field(default_factory=list)  # cascades a second on two threads, round by round
    control: list[float] = field(default_factory=list)  # gain of plain arithmetic from the second core
    notes: list[str] = field(default_factory=list)


def say(text: str) -> None:
    print(text, flush=True)


def turn(worker: Worker, timed: Timed, replicates: int, threads: int = 1) -> float:
    """One turn; its cascades a second."""
    done = worker.ask(replicates=replicates, first=2 + timed.reach.count, threads=threads)
    timed.reach.add(done["count"], done["total"], done["squares"])
    return done["count"] / done["seconds"]


def fitting(worker: Worker, seconds: float) -> int:
    """How many replicates last about so long."""
    replicates = 2
    while True:
        took = worker.ask(replicates=replicates, first=0, threads=1)["seconds"]
        if took > seconds / 5 or replicates >= 10**7:
            return max(2, round(replicates * seconds / took))
        replicates *= 4


def measure(case: Case, tools: tuple[str, ...], rounds: int) -> Row:
    """Run one case: fast tools in turn with ours, then the slow ones, each beside ours again."""
    row = Row(case)
    line = described(case)
    with ExitStack() as stack:
        workers = {}
        for tool in tools:
            if tool in SLOW and not case.slow_tools:
                continue
            try:
                workers[tool] = Worker(tool, line)
                stack.callback(workers[tool].end)
            except Failed as reason:
                row.notes.append(f"{tool}: {reason}")
        for slow in (False, True):
            group = [tool for tool in workers if tool != "seedcast" and (tool in SLOW) == slow]
            if slow and not group:
                break
            in_turn(row, {tool: workers[tool] for tool in ["seedcast", *group]}, SLOW_ROUNDS if slow else rounds, slow)
    return row


def in_turn(row: Row, workers: dict[str, Worker], rounds: int, slow: bool) -> None:
    """The rounds of some tools; ours is one of them, and in the fast group on two threads too."""
    ours = "seedcast beside slow" if slow else "seedcast"
    named = {ours if tool == "seedcast" else tool: worker for tool, worker in workers.items()}
    counts = {}
    for name, worker in named.items():
        counts[name] = fitting(worker, SLOW_TURN if slow and name != ours else TURN)
        row.timed[name] = Timed()
    for _ in range(rounds):
        for name, worker in named.items():
            row.timed[name].rates.append(turn(worker, row.timed[name], counts[name]))
        if not slow:
            worker = named[ours]
            one = worker.ask(control=1)["seconds"]
            row.control.append(2 * one / worker.ask(control=2)["seconds"])
            row.two.append(turn(worker, row.timed[ours], 2 * counts[ours], threads=2))


def ratios(row: Row) -> dict[str, float]:
    """Ours over each tool, where that may be said; the reasons go into the row's notes where not."""
    found = {}
    for tool, timed in row.timed.items():
        if tool.startswith("seedcast"):
            continue
        try:
            found[tool] = ratio(row.timed["seedcast beside slow" if tool in SLOW else "seedcast"], timed)
        except Refused as reason:
            row.notes.append(f"{tool}: no ratio, {reason}")
    return found


def tell(row: Row) -> None:
    """What was found in a case, for the reader who waits."""
    for tool, timed in row.timed.items():
        reach = timed.reach
        about = f"reach {reach.mean:,.1f} (se {reach.standard_error:.2g}, {reach.count:,} replicates)"
        say(f"  {tool:<22} {spread(timed.rates):>32} cascades/s   {about}")
    for tool, found in ratios(row).items():
        ours = row.timed["seedcast beside slow" if tool in SLOW else "seedcast"]
        apart = require_equal_means(ours.reach, row.timed[tool].reach)
        say(f"  ours / {tool:<15} {short(found):>10}   (means {apart:.1f} standard errors apart)")
    try:
        gain = second_core(row.timed["seedcast"].rates, row.two, row.control)
        say(f"  second core            x{gain:.2f}   (control x{statistics.median(row.control):.2f})")
    except Refused as reason:
        say(f"  second core            not believed, {reason}")
    for note in dict.fromkeys(row.notes):
        say(f"  {note}")


def cascades(cases: tuple[Case, ...], tools: tuple[str, ...], rounds: int = ROUNDS) -> list[Row]:
    """Every case; one without its data is left out and said so."""
    STORE.mkdir(parents=True, exist_ok=True)
    rows = []
    for case in cases:
        say(f"== {case.title}")
        try:
            rows.append(measure(case, tools, rounds))
        except NoData as reason:
            say(f"  left out: {reason}")
            continue
        tell(rows[-1])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", choices=[case.name for case in CASES], action="append", help="default: all")
    parser.add_argument("--tools", default=",".join(TOOLS), help="which to compare with, parted by commas")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    chosen = tuple(case for case in CASES if given.case is None or case.name in given.case)
    named = [tool for tool in given.tools.split(",") if tool]
    unknown = [tool for tool in named if tool not in TOOLS]
    if unknown:
        parser.error(f"there is no tool {unknown[0]!r}; allowed: {', '.join(TOOLS)}")
    rows = cascades(chosen, ("seedcast", *[tool for tool in named if tool != "seedcast"]), given.rounds)
    against = [found["cynetdiff"] for found in map(ratios, rows) if "cynetdiff" in found]
    if len(against) > 1:
        say(f"ours / CyNetDiff: geometric mean {geometric_mean(against):.2f}, smallest {min(against):.2f}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
