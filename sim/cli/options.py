"""The options and arguments of the commands: what they are called, and what is allowed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.words import Refused


def whole(option: str, low: int, high: int) -> Callable[[str], int]:
    """A parser of whole numbers of this range, for ``typer.Option``."""
    end = {2**63 - 1: "2**63 - 1", 2**31 - 1: "2,147,483,647"}.get(high, f"{high:,}")

    def parse(text: str) -> int:
        if not re.fullmatch("[+-]?[0-9]{1,40}", str(text)):
            raise Refused(f"{option} is {str(text)!r}; allowed: a whole number from {low} to {end}")
        if not low <= int(text) <= high:
            raise Refused(f"{option} is {text}; allowed: {low} to {end}")
        return int(text)

    return parse


def place(text: str) -> Path:
    """A parser of paths: an empty text names nothing, and would be the folder that one stands in."""
    if not str(text).strip():
        raise Refused("the name of a file or folder is empty")
    return Path(text)


def named(option: str) -> Callable[[str], str]:
    """A parser of names."""

    def parse(text: str) -> str:
        if not text.strip():
            raise Refused(f"{option} is empty; name something, or leave the option out")
        return text

    return parse


LAST = 2**63 - 1
"""The largest seed and the largest number of a replicate."""

File = Annotated[Path, typer.Argument(help="A scenario file (YAML).", parser=place, metavar="FILE")]
Run = Annotated[Path, typer.Argument(help="A run folder, as a command printed it.", parser=place, metavar="RUN")]
Out = Annotated[
    Path,
    typer.Option("--out", help="The folder in which run folders are made.", parser=place, metavar="FOLDER"),
]
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads",
        help="Threads; the numbers do not depend on it. [all cores]",
        parser=whole("--threads", 1, 1024),
        metavar="NUMBER",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the verdict.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Do it again even if the run is finished.")]
Language = Annotated[str, typer.Option("--language", help="Language of the report: en.", metavar="NAME")]
Allow = Annotated[
    list[Path] | None,
    typer.Option(
        "--allow-code",
        help="A Python file from which the scenario may name file:function. Repeatable.",
        parser=place,
        metavar="FILE",
    ),
]
Shard = Annotated[str | None, typer.Option("--shard", help="3/20: the third of twenty; see merge.", metavar="K/N")]
Runs = Annotated[list[Path], typer.Argument(help="The run folders of all shards.", parser=place, metavar="RUN...")]
NewFile = Annotated[Path, typer.Argument(help="The scenario file to write.", parser=place, metavar="FILE")]
SchemaOut = Annotated[
    Path | None, typer.Option("--out", help="A file to write to. [the terminal]", parser=place, metavar="FILE")
]
ArchiveOut = Annotated[
    Path | None, typer.Option("--out", help="The archive to write. [RUN.zip]", parser=place, metavar="FILE")
]
Portrayed = Annotated[
    Path | None, typer.Argument(help="A scenario or network file. [all presets]", parser=place, metavar="FILE")
]
Accounts = Annotated[
    int,
    typer.Option(
        "--accounts",
        help="Accounts, where presets are shown.",
        parser=whole("--accounts", 1, 2**31 - 1),
        metavar="NUMBER",
    ),
]
Seed = Annotated[
    int,
    typer.Option("--seed", help="Seed, where presets are shown.", parser=whole("--seed", 0, LAST), metavar="NUMBER"),
]
EdgeMeans = Annotated[
    str | None,
    typer.Option(
        "--edge-means", help="follows or influences, for a network file.", parser=named("--edge-means"), metavar="NAME"
    ),
]
Replicate = Annotated[
    int | None,
    typer.Option("--replicate", help="Only this replicate.", parser=whole("--replicate", 0, LAST), metavar="NUMBER"),
]
WhichReplicate = Annotated[
    int,
    typer.Option("--replicate", help="Which replicate.", parser=whole("--replicate", 0, LAST), metavar="NUMBER"),
]
Plan = Annotated[
    str | None, typer.Option("--plan", help="Only this plan. [all]", parser=named("--plan"), metavar="NAME")
]
Events = Annotated[
    Path | None,
    typer.Option("--events", help="Write all events to this CSV file.", parser=place, metavar="FILE"),
]
Resolved = Annotated[bool, typer.Option("--resolved", help="Write x.resolved.yaml beside x.yaml.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)]
