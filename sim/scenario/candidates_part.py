"""The table of KOLs that a campaign's file names: read whole, or refused whole with every bad row."""

from datetime import date

from sim.scenario.choices import CandidatesChoice
from sim.scenario.filling import Making
from sim.scenario.paths import allowed_path
from sim.scenario.schema import ScenarioFile
from sim.scenario.tree import Path


def candidates(file: ScenarioFile, making: Making) -> CandidatesChoice | None:
    """The candidates of a file, or None where it has none or they are at fault."""
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
        table = read_candidates(path, currency=file.currency)
    except BadRows as error:
        for fault in error.faults:
            add(here, f"is {file.candidates.file}, in which {fault}")
        return None
    except ReadError as error:
        add(here, f"is {file.candidates.file}: {error}".replace("\n", "; "))
        return None
    except ValueError as error:
        add(here, str(error))
        return None
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
    return CandidatesChoice(path, table.rows, table.sha256, starts, table.unknown)
