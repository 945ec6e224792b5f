"""Design points from a CSV file: paths in its first line, a point in every other."""

import csv
import io
from typing import Any

from sim.scenario.checking import Report
from sim.scenario.errors import ScenarioError
from sim.scenario.load import text_of
from sim.scenario.paths import allowed_path
from sim.scenario.scenario import Scenario
from sim.scenario.tree import Path
from sim.scenario.yaml_text import scalar

LARGEST_TABLE = 20_000_000


def table_points(
    scenario: Scenario, text: str, most: int, report: Report
) -> tuple[list[dict[str, Any]] | None, dict[str, Path]]:
    """The rows of a CSV file: paths in its first line."""
    try:
        file = allowed_path(text, scenario.folder)
        content = text_of(file, text, LARGEST_TABLE)
    except ScenarioError as error:
        report.add(("sweep", "table"), f"names {error}")
        return None, {}
    except ValueError as error:
        report.add(("sweep", "table"), str(error))
        return None, {}
    try:
        lines = list(csv.reader(io.StringIO(content, newline=""), strict=True))
        return _table_rows(lines, most), dict.fromkeys(lines[0], ())
    except (csv.Error, ValueError) as error:
        report.add(("sweep", "table"), f"is {text}, {error}")
        return None, {}


def _table_rows(lines: list[list[str]], most: int) -> list[dict[str, Any]]:
    paths = [cell.strip() for cell in lines[0]] if lines else []
    if not paths or not all(paths) or len(set(paths)) < len(paths):
        raise ValueError("whose first line must name each path once")
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if not cells:
            continue
        if len(cells) != len(paths):
            raise ValueError(f"whose line {number} has {len(cells)} values for {len(paths)} paths")
        try:
            rows.append({path: scalar(cell.strip()) for path, cell in zip(paths, cells)})
        except ValueError as error:
            raise ValueError(f"in whose line {number} a value {error}") from None
        if len(rows) > most:
            raise ValueError(f"which has more than {most} design points")
    if not rows:
        raise ValueError("which has no design points below its first line")
    return rows
