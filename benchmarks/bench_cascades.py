"""Monte-Carlo cascades, side by side: ours and the peers', on the same files, from the same seeds, in turn.

    python benchmarks/bench_cascades.py                       all cases, all tools
    python benchmarks/bench_cascades.py --case wiki_vote_wc   one case
    python benchmarks/bench_cascades.py --tools cynetdiff     ours against one tool

Every tool lives in a process of its own. In a round each has one turn, one after the other; there are several rounds.
A tool's figure is the median over the rounds, a ratio is the median of the rounds' ratios. One thread is pinned to one
core.
"""

import argparse
import statistics
from contextlib import ExitStack
from dataclasses import dataclass, field

from figures import CONTROL, Refused, Timed, geometric_mean, ratio, require_equal_means, second_core, short, spread
from graphs import CASES, Case, NoData, described, edges_of
from section import Section, Table, bullets, say
from workers import Failed, Worker, alone, at_least

from tools import OURS, TOOLS

ROUNDS, TURN = 5, 0.6
"""Turns of each fast tool, and the seconds that one is meant to last."""
SLOW_ROUNDS, SLOW_TURN = 3, 3.0
BESIDE = "beside slow"
"""Our figures in the rounds with the slow tools, which are rounds of their own."""


@dataclass
class Row:
    """All that was found in one case."""

    case: Case
    timed: dict[str, Timed] = field(default_factory=dict)
    two: list[float] = field(default_factory=list)  # cascades a second on two threads, round by round
    control: list[float] = field(default_factory=list)  # what plain arithmetic gained from the second core
    notes: list[str] = field(default_factory=list)

    def ours(self, tool: str) -> Timed:
        """Our own figures of the rounds in which this tool took part."""
        return self.timed[BESIDE if TOOLS[tool].slow else OURS]


def turn(worker: Worker, timed: Timed, replicates: int, threads: int = 1) -> float:
    """One turn; its cascades a second."""
    done = worker.ask(replicates=replicates, first=2 + timed.cascades, threads=threads)
    timed.cascades += done["cascades"]
    timed.reach.add(done["values"], done["total"], done["squares"])
    return done["cascades"] / done["seconds"]


def fitting(worker: Worker, seconds: float) -> int:
    """How many replicates last about so long."""
    replicates = 2
    while True:
        done = worker.ask(replicates=replicates, first=0)
        if done["seconds"] > seconds / 5:  # was it the work, or the compiling of a part that only many replicates use?
            done = worker.ask(replicates=replicates, first=0)
        if done["seconds"] > seconds / 5:
            return max(4, round(done["cascades"] * seconds / done["seconds"]))
        replicates *= 4


def measure(case: Case, tools: tuple[str, ...], rounds: int = ROUNDS) -> Row:
    """Run one case: the fast tools in turn with ours, then the slow ones in turn with ours."""
    row = Row(case)
    told = described(case)
    with ExitStack() as stack:
        workers = {}
        for tool in tools:
            if edges_of(case.network) > TOOLS[tool].most_edges:
                continue
            try:
                workers[tool] = stack.enter_context(Worker("tools", tool, told, ours=tool == OURS))
            except Failed as reason:
                if tool == OURS:
                    raise
                row.notes.append(f"{case.title}, {TOOLS[tool].title}: {reason}")
        fast = {tool: worker for tool, worker in workers.items() if not TOOLS[tool].slow}
        in_turn(row, fast, rounds, TURN)
        slow = {tool: worker for tool, worker in workers.items() if TOOLS[tool].slow}
        if slow:
            in_turn(row, {BESIDE: workers[OURS], **slow}, SLOW_ROUNDS, SLOW_TURN)
    return row


def in_turn(row: Row, workers: dict[str, Worker], rounds: int, seconds: float) -> None:
    """The rounds of some tools; ours goes first, and among the fast tools goes again on two threads."""
    counts = {}
    for name, worker in list(workers.items()):
        try:
            counts[name] = fitting(worker, TURN if name == BESIDE else seconds)
            row.timed[name] = Timed()
        except Failed as reason:
            drop(row, workers, name, reason)
    for _ in range(rounds):
        for name, worker in list(workers.items()):
            try:
                row.timed[name].rates.append(turn(worker, row.timed[name], counts[name]))
            except Failed as reason:
                drop(row, workers, name, reason)
        if OURS in workers:
            row.control.append(workers[OURS].control())
            row.two.append(turn(workers[OURS], row.timed[OURS], 2 * counts[OURS], threads=2))


def drop(row: Row, workers: dict[str, Worker], name: str, reason: Failed) -> None:
    """Go on without a tool that failed; not without ours."""
    if name in (OURS, BESIDE):
        raise reason
    row.notes.append(f"{row.case.title}, {TOOLS[name].title}: {reason}")
    row.timed.pop(name, None)
    del workers[name]


def ratios(row: Row) -> dict[str, float]:
    """Ours over each tool, where that may be said; the reasons go into the row's notes where not."""
    found = {}
    for tool in [tool for tool in row.timed if tool not in (OURS, BESIDE)]:
        try:
            found[tool] = ratio(row.ours(tool), row.timed[tool])
        except Refused as reason:
            row.notes.append(f"{row.case.title}, {TOOLS[tool].title}: no ratio, {reason}")
    return found


def tell(row: Row) -> None:
    """What was found in a case, for the reader who waits."""
    for tool, timed in row.timed.items():
        reach = timed.reach
        about = f"reach {reach.mean:,.1f} +-{reach.standard_error:.2g}, {timed.cascades:,} replicates"
        say(f"  {tool:<16} {spread(timed.rates):>32} cascades/s   {about}")
    for tool, found in ratios(row).items():
        apart = require_equal_means(row.ours(tool).reach, row.timed[tool].reach)
        say(f"  ours / {tool:<9} {short(found):>10}   (means {apart:.1f} standard errors apart)")
    say(f"  second core      {gain(row)}")
    for note in dict.fromkeys(row.notes):
        say(f"  {note}")


def gain(row: Row) -> str:
    """The gain of the second core with its control, or that it is not believed."""
    try:
        found = second_core(row.timed[OURS].rates, row.two, row.control)
    except Refused as reason:
        return f"not believed, {reason}"
    return f"x{found:.2f} (control x{statistics.median(row.control):.2f})"


def cascades(cases: tuple[Case, ...], tools: tuple[str, ...], rounds: int) -> tuple[list[Row], list[str]]:
    """Every case, and what is to be said of those that were left out."""
    rows, left_out = [], []
    for case in cases:
        say(f"-- {case.title}")
        try:
            rows.append(measure(case, tools, rounds))
            tell(rows[-1])
        except NoData as reason:
            left_out.append(f"{case.title} is left out: {reason}.")
            say(f"  {left_out[-1]}")
    return rows, left_out


def summary(rows: list[Row]) -> list[tuple[str, str, str]]:
    """What, figure, aim."""
    found = []
    for tool, aims in (
        ("cynetdiff", ("5", "2.5")),
        ("pynetim", ("", "")),
        ("ndlib", ("1,000", "")),
        ("eon", ("", "")),
    ):
        values = [by_tool[tool] for by_tool in map(ratios, rows) if tool in by_tool]
        if values:
            cases, name = len(values), TOOLS[tool].title
            said = f"cascades, one core: ours / {name}, {cases} case{'s' * (cases > 1)}"
            found.append((f"{said}, geometric mean", f"{short(geometric_mean(values))}x", aims[0] and f"{aims[0]}x"))
            found.append((f"{said}, smallest", f"{short(min(values))}x", aims[1] and f"{aims[1]}x"))
    gains = []
    for row in rows:
        try:
            gains.append(second_core(row.timed[OURS].rates, row.two, row.control))
        except Refused:
            continue
    said = f"x{geometric_mean(gains):.2f}, smallest x{min(gains):.2f}" if gains else "not believed in any case"
    found.append((f"cascades: gain of the second core, {len(gains)} of {len(rows)} cases", said, "x1.80"))
    return found


def section(rounds: int = ROUNDS, tools: tuple[str, ...] = tuple(TOOLS)) -> Section:
    """All cases, for RESULTS.md."""
    rows, left_out = cascades(CASES, tools, rounds)
    peers = [tool for tool in TOOLS if tool != OURS]
    table = Table(["case", "mean reach", *[TOOLS[tool].title for tool in peers], TOOLS[OURS].title, "two threads"])
    over = Table(["ours / peer", *[TOOLS[tool].title for tool in peers], "second core"])
    means = Table(["case", *[TOOLS[tool].title for tool in (*peers, OURS)]])
    for row in rows:
        figures = {tool: spread(timed.rates) for tool, timed in row.timed.items()}
        reach = row.timed[OURS].reach
        cells = [figures.get(tool, "") for tool in peers]
        table.add(row.case.title, f"{reach.mean:,.1f}", *cells, figures[OURS], spread(row.two))
        found = ratios(row)
        over.add(row.case.title, *[short(found[tool]) if tool in found else "" for tool in peers], gain(row))
        means.add(row.case.title, *[mean_of(row.timed.get(tool)) for tool in (*peers, OURS)])
    parts: list[str | Table] = [
        "Cascades a second, one pinned core: median over the rounds (smallest-largest). WC: weighted cascade, "
        "1 / followings. Seeds: the 50 accounts with the most followers. Loading is not timed.",
        table,
        f"Ratios are medians over rounds in which both had a turn. None is printed unless the means agree within 4 "
        f"standard errors. The gain of the second core is believed only if plain arithmetic on two threads, timed in "
        f"the same round, gains {CONTROL:g} or more.",
        over,
        "Mean reach, its standard error, and the number of replicates behind it:",
        means,
    ]
    notes = left_out + [note for row in rows for note in row.notes]
    return Section("Cascades", [*parts, *([bullets(notes)] if notes else [])], summary(rows) if rows else [])


def mean_of(timed: Timed | None) -> str:
    if timed is None:
        return ""
    return f"{timed.reach.mean:,.1f} ± {short(timed.reach.standard_error)} ({timed.cascades:,})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", choices=[case.name for case in CASES], action="append", help="default: all")
    parser.add_argument("--tools", default=",".join(TOOLS), help="which to compare with, parted by commas")
    parser.add_argument("--rounds", type=at_least(1), default=ROUNDS)
    given = parser.parse_args()
    chosen = tuple(case for case in CASES if given.case is None or case.name in given.case)
    named = [tool for tool in given.tools.split(",") if tool not in ("", OURS)]
    for tool in named:
        if tool not in TOOLS:
            parser.error(f"there is no tool {tool!r}; allowed: {', '.join(TOOLS)}")
    rows, _ = cascades(chosen, (OURS, *named), given.rounds)
    for what, figure, aim in summary(rows) if rows else []:
        say(f"{what}: {figure}" + (f" (aim {aim})" if aim else ""))


if __name__ == "__main__":
    alone(main)
