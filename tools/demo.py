"""The demonstration: plans on a synthetic network, on a real one, and on larger real ones where SEEDCAST_DATA is set.

Run by `make demo`; it types the same commands that a reader would, and says at the end where the reports lie.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALWAYS = ("first", "karate_club")
WITH_DATA = ("wiki_vote", "ego_facebook")


def compare(scenario: str) -> tuple[int, str | None]:
    """The exit status of the command, and the line that says where the report is."""
    print(f"\n$ seedcast compare {scenario}\n", flush=True)
    report = None
    command = [sys.executable, "-m", "sim.cli", "compare", scenario]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            if line.startswith("Report: "):
                report = line.removeprefix("Report: ").strip()
    return running.returncode, report


def main() -> int:
    """Run every scenario; 1 if one of them failed."""
    failed, reports = [], []
    for name in ALWAYS + (WITH_DATA if os.environ.get("SEEDCAST_DATA") else ()):
        status, report = compare(f"scenarios/{name}.yaml")
        if status == 130:
            return 130
        if status or report is None:
            failed.append(name)
        else:
            reports.append((name, report))
    print("\nThe reports (open them in a browser):")
    for name, report in reports:
        print(f"  {name}: {report}")
    if not os.environ.get("SEEDCAST_DATA"):
        print("Larger real networks are compared too if SEEDCAST_DATA names the folder with their files.")
    if failed:
        print("FAILED: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
