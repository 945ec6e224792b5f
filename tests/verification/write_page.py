"""Writes docs/validation.md from what the tests of this folder measured: ``python write_page.py FOLDER``.

``make verify`` calls it with ``begin`` before its steps, so that the state is known which they measure, and again when
all have passed. The page is written aside and then renamed; the order of its rows depends on nothing but the facts and
the tests' names. To add a part: its facts go into ``sources.py``, its heading into ``PARTS``.
"""

import hashlib
import json
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "validation.md"
STATED = ("sim/generators", "sim/models", "sim/ranking", "sim/theory", "tests/verification")
"""What the page is about: its hash is printed there."""
STATED_LIST = ", ".join(STATED)
PARTS = (("Theory", lambda fact: fact != "spread"), ("Real networks", lambda fact: fact == "spread"))
OPTIONAL = {"spread": "the real networks of SEEDCAST_DATA"}
LIBRARIES = ("numpy", "scipy", "numba", "networkx")
NOT_FULL = "docs/validation.md is written only by a full run of `make verify`: nothing was measured for "

sys.path.insert(0, str(HERE))
import campaign_page  # noqa: E402
from campaign_page import table  # noqa: E402
from sources import SOURCES  # noqa: E402

sys.path.pop(0)


def state_hash(root=ROOT, stated=STATED):
    """Hash of the stated files by sorted relative path; the same for every kind of line end and on every machine."""
    digest = hashlib.sha256()
    for path in sorted(file.relative_to(root).as_posix() for folder in stated for file in (root / folder).rglob("*")):
        if (root / path).is_file() and "__pycache__" not in path and not path.endswith(".pyc"):
            text = (root / path).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            digest.update(path.encode() + b"\0" + str(len(text)).encode() + b"\0" + text)
    return digest.hexdigest()[:32]


def printed_hash(page):
    """The hash that a page prints, or None."""
    found = re.search(r"^State: `([0-9a-f]{32})`$", page, re.M)
    return found and found[1]


def place(fact):
    """Facts in the order of ``SOURCES``, then those of the campaign."""
    return list(SOURCES).index(fact) if fact in SOURCES else len(SOURCES) + campaign_page.PLACES[fact]


def gathered(folder):
    """All rows that the tests left in a folder, ordered by fact, then by test."""
    files = [json.loads(file.read_text(encoding="utf-8")) for file in Path(folder).glob("*.json")]
    rows = [(place(row["fact"]), file["test"], i, row) for file in files for i, row in enumerate(file["rows"])]
    return [row for *_, row in sorted(rows, key=lambda row: row[:3])]


def page(rows, state):
    """The text of the page.

    Raises:
        ValueError: nothing was measured for a fact, or no negative control was run.
    """
    measured = [row for row in rows if "control" not in row and not campaign_page.is_campaign(row)]
    controls = [row for row in rows if "control" in row]
    there = {row["fact"] for row in measured}
    missing = [fact for fact in SOURCES if fact not in there and fact not in OPTIONAL]
    missing += campaign_page.missing(rows)
    if missing or not controls:
        raise ValueError(NOT_FULL + (", ".join(missing) or "the negative controls"))
    lines = [
        "# What was checked, and what came out",
        "",
        "Written by `make verify` from the measurements of `tests/verification`; do not edit. Every number below comes",
        "out of the engine or of the draws it uses, and is compared with what a paper says must come out.",
        "",
        f"State: `{state}`",
        "",
        f"That is the hash of {', '.join(f'`{name}`' for name in STATED)}: `make test` fails if they have changed "
        "since.",
        "",
        "Made with " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES) + f", Python "
        f"{platform.python_version()}.",
        "",
        "*got* is the estimate ± its standard error: over worlds, or over networks where there are many (cascades on",
        "one network are not independent). *standard errors* is how far it is off, and how far it may be; before that,",
        "the test asserts that the estimate is precise enough to tell. Laws are compared by chi-square, sizes expected",
        "less than five times taken together.",
    ]
    for name, belongs in PARTS:
        mine = [row for row in measured if belongs(row["fact"])]
        lines += ["", f"## {name}", ""]
        if not mine:
            absent = [what for fact, what in OPTIONAL.items() if belongs(fact)]
            lines += [f"Not measured in this run: it needs {' and '.join(absent)}."]
            continue
        facts = [fact for fact in SOURCES if belongs(fact)]
        lines += [
            table(["fact", "what must come out", "source"], [[fact, *SOURCES[fact]] for fact in facts]),
            "",
        ]
        cells = [[row[key] for key in ("fact", "what", "expected", "got", "off")] for row in mine]
        lines += [table(["fact", "what", "expected", "got", "standard errors"], cells)]
    lines += campaign_page.part(rows)
    lines += ["", "## What was broken on purpose", "", "Each of these must be refused by the same checks, and was.", ""]
    lines += [table(["fact", "broken", "seen"], [[row["fact"], row["control"], row["saw"]] for row in controls])]
    return "\n".join(lines) + "\n"


def write(text, target):
    """Aside first, then renamed: nobody sees half a page."""
    aside = target.with_name(target.name + ".new")
    aside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(aside, target)


def main(arguments):
    """Note the state (FOLDER begin), or write the page of a folder; 1 and a sentence if it cannot be written."""
    note, state = Path(arguments[0]) / "state", state_hash()
    if arguments[1:] == ["begin"]:
        note.write_text(state, encoding="utf-8")
        return 0
    try:
        if note.read_text(encoding="utf-8") != state:
            raise ValueError(f"docs/validation.md stays as it is: {STATED_LIST} changed while they were measured")
        write(page(gathered(arguments[0]), state), PAGE)
    except ValueError as reason:
        print(reason)
        return 1
    print(f"written: {PAGE.relative_to(ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
