"""The history of our own kernels: one line of JSON a run, so that a slower kernel is seen by who made it slower.

A line holds the commit, the machine, the versions and each kernel's median and smallest time. A run is compared with
the last line that the same machine wrote, and with the best that it ever wrote: by the smallest times, which another
process on the machine disturbs least.
"""

import json
from pathlib import Path

from workers import Failed

PATH = Path(__file__).resolve().parent / "history.jsonl"
SLOWER = 1.15
"""A figure is reported if it takes this many times as long as before; less is mostly the machine's mood."""


def lines(path: Path = PATH) -> list[dict]:
    """What was written so far, oldest first.

    Raises:
        Failed: a line is damaged, as one that a killed run wrote half.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else [], 1):
        try:
            found.append(json.loads(line))
        except ValueError:
            raise Failed(f"{path.name}, line {number} is damaged: take it out") from None
    return found


def compare(now: dict, before: list[dict]) -> list[str]:
    """A sentence for each kernel that is slower than in the last line of this machine, with the best ever."""
    mine = [line for line in before if line["machine"] == now["machine"]]
    if not mine:
        return ["the first line of this machine: nothing to compare with"]
    found = []
    for name, seconds in now["smallest"].items():
        last = next((line["smallest"][name] for line in reversed(mine) if name in line["smallest"]), None)
        if last is not None and seconds > SLOWER * last:
            best = min((line["smallest"][name], line["commit"]) for line in mine if name in line["smallest"])
            found.append(
                f"{name}: {seconds / last:.2f} times as long as in the last run; "
                f"{seconds / best[0]:.2f} times the best ({best[1]})"
            )
    return found or [f"nothing is slower than in the last run ({mine[-1]['commit']}) by more than {SLOWER - 1:.0%}"]


def append(now: dict, path: Path = PATH) -> None:
    """Add a line."""
    with open(path, "a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(now, ensure_ascii=False) + "\n")
