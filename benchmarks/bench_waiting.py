"""How long one waits: whole processes from start to end, as a shell sees them.

python benchmarks/bench_waiting.py
"""

import argparse
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence

from figures import short, spread
from section import Section, Table, bullets, say
from workers import OUR_PYTHON, ROOT, Failed, alone, variables

ROUNDS = 5
COMPARE = ("-m", "sim.cli", "compare", "scenarios/first.yaml")


def seconds(arguments: Sequence[str], **environment: str) -> float:
    """Run our Python with these arguments in an empty run folder.

    Raises:
        Failed: it ended with an error.
    """
    with tempfile.TemporaryDirectory() as out:
        more = ["--out", out] if "compare" in arguments else []
        start = time.perf_counter()
        command = [OUR_PYTHON, *arguments, *more]
        done = subprocess.run(command, cwd=ROOT, env=variables(**environment), capture_output=True, text=True)
        took = time.perf_counter() - start
    if done.returncode != 0:
        raise Failed(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()[-200:]}")
    return took


def section() -> Section:
    """For RESULTS.md."""
    table = Table(["what", "runs", "seconds", "aim"])
    summary, notes = [], []

    def row(what: str, arguments: Sequence[str], aim: str, rounds: int = ROUNDS, cold: bool = False) -> None:
        taken = []
        try:
            if not cold:
                seconds(arguments)
            for _ in range(rounds):
                cache = tempfile.mkdtemp() if cold else ""
                taken.append(seconds(arguments, **({"SEEDCAST_CACHE": cache} if cold else {})))
                if cold:
                    shutil.rmtree(cache, ignore_errors=True)
        except Failed as reason:
            notes.append(str(reason))
            return
        table.add(what, str(rounds), spread(taken), aim)
        say(f"  {what:<52} {spread(taken):>24} s")
        if aim:
            summary.append((f"waiting: {what}, s", short(sorted(taken)[len(taken) // 2]), f"under {aim}"))

    say("-- waiting")
    row("python, doing nothing", ("-c", "pass"), "")
    row("import sim", ("-c", "import sim"), ".3")
    row("seedcast --help", ("-m", "sim.cli", "--help"), ".3")
    row("the quickstart's comparison, warm", COMPARE, "5", 3)
    row("the quickstart's comparison, compiling everything", COMPARE, "60", 1, cold=True)
    text = "Whole processes, Python's own start included. Cold: with an empty cache of compiled kernels."
    return Section("Waiting", [text, table, *([bullets(notes)] if notes else [])], summary)


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    section()


if __name__ == "__main__":
    alone(main)
