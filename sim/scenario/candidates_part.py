"""The table of KOLs that a campaign's file names: read whole, or refused whole with every bad row."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sim.binding import check_kols
from sim.binding.kols import BindingError
from sim.scenario.choices import CandidatesChoice
from sim.scenario.errors import listed, shown
from sim.scenario.filling import Making
from sim.scenario.paths import allowed_path
from sim.scenario.schema import ScenarioFile
from sim.scenario.tree import Path


def candidates(
    file: ScenarioFile,
    platforms: tuple[tuple[str, ...], ...],
    topics: Collection[str] | None,
    people: float | None,
    currency: str | None,
    making: Making,
) -> CandidatesChoice | None:
    """The candidates of a file, or None where it has none or they are at fault.

    Args:
        platforms: by what names tables may call each of the scenario's platforms, the first one's first.
        topics: of the networks, or None where only these can tell; ``people``: for how many they stand, the same.
        currency: of the scenario, or of its prices where it names none.
    """
    if file.candidates is None:
        return None
    from sim.files.candidates import BadRows, read_candidates
    from sim.files.opening import ReadError

    add = making.report.add
    here: Path = ("candidates", "file")
    making.optional.add("candidates/starts")
    if file.currency is None and file.prices is None:
        add(("candidates",), "has quotes, which are money; give the scenario a currency, as currency: CNY")
    try:
        path = allowed_path(file.candidates.file, making.source.folder)
        table = read_candidates(path, currency=currency)
    except BadRows as error:
        for fault in error.faults:
            add(here, f"is {file.candidates.file}, in which {fault}")
        return None
    except ReadError as error:
        told = str(error).replace("\n", "; ").removeprefix(f"{path}: ").removeprefix(f"{path}, ")
        add(here, f"is {file.candidates.file}, {'in which' if told.startswith('line ') else 'which'} {told}")
        return None
    except ValueError as error:
        add(here, str(error))
        return None
    try:
        check_kols(table.rows, topics or (), people)
    except BindingError as error:
        add(here, f"is {file.candidates.file}, in which {error}")
    starts = None
    if file.candidates.starts is not None:
        try:
            starts = date.fromisoformat(file.candidates.starts)
        except ValueError:
            add(("candidates", "starts"), f"is {file.candidates.starts}, which is no day of the calendar")
            return None
    dated = [row for row in table.rows if isinstance(row.available_from, date)]
    if dated and starts is None:
        problem = f"lacks the key starts (the date of day 1): {dated[0].name} is available from a date"
        add(("candidates",), problem, key=True)
    places = _places(table.rows, platforms, file.candidates.file, making)
    places = places if len(platforms) > 1 else ()
    return CandidatesChoice(path, table.rows, table.sha256, starts, table.unknown, places)


def _places(
    rows: tuple[Any, ...], platforms: tuple[tuple[str, ...], ...], file: str, making: Making
) -> tuple[int, ...]:
    """The place of each KOL's platform; who has none is on the first, and so is anybody where that has no name."""
    from sim.files.candidate_words import plain

    first, *further = platforms
    found: list[int] = []
    lines: dict[tuple[int, str], int] = {}
    for row in rows:
        name = row.platform
        there = [place for place, names in enumerate(platforms) if name in names]
        there = [place for place in there if place and name == further[place - 1][0]] or there  # its own name is meant
        told = ""
        if len(there) > 1:
            may_be = " or ".join("the first platform" if place == 0 else further[place - 1][0] for place in there)
            told = f", which may be {may_be}: they have presets of one platform; write the name under also_on"
        elif name is not None and not there and first:
            told = f"; allowed: {listed([names[0] for names in platforms])}"
        if told:
            problem = f"is {file}, in which line {row.line:,} has {shown(row.name)} on {shown(name)}{told}"
            making.report.add(("candidates", "file"), problem)
        found.append(there[0] if there else 0)
        line = lines.setdefault((found[-1], plain(row.name)), row.line)
        if line != row.line and not told:
            problem = f"has {shown(row.name)} on the platform of line {line:,} once more"
            problem = f"is {file}, in which line {row.line:,} {problem}; allowed: each KOL once a platform"
            making.report.add(("candidates", "file"), problem)
    return tuple(found)
