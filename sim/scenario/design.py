"""What varies: uncertain parameters and the sweep's design points, checked on the scenario that they change."""

import itertools
import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sim.scenario.campaign_parts import TOP_KEYS
from sim.scenario.checking import Report
from sim.scenario.choices import Sweep, Uncertain
from sim.scenario.design_table import table_points
from sim.scenario.errors import ScenarioError, listed, shown
from sim.scenario.points import find, space, with_values
from sim.scenario.scenario import Scenario
from sim.scenario.schema import SweepSetting, UncertainSetting
from sim.scenario.totals import total_problem
from sim.scenario.tree import Path, value_at

MOST_POINTS = 100_000
"""Design points of a sweep."""
CHECKED_POINTS = 200
"""How many design points are checked when the file is read, spread over the design; all are when they run."""
CHECKED_VALUES = 1000
"""How many more are checked because a value stands there for the first time."""
WORLD = ("model", "network", "platform", "also_on", "product", "audience", "occasions", "opt_out")
"""Parts whose parameters may be uncertain; all others are chosen by the marketer or by the researcher."""
NOT_OF_THE_WORLD = ("network/realisations", "network/file", "platform/platform_fee")
CHOSEN_THERE = re.compile(r"/(platform_fee|prices(/.*)?|network/file)$")
"""What of a further platform is not of the world."""
_IN_LIST = re.compile(r"[^0-9]*/(?=[0-9]+/)")
"""A path up to the place in a list."""
SWEPT = (*WORLD, "horizon", "content", "prices", "plans")
"""Parts that a sweep may vary."""


def uncertain_ranges(
    scenario: Scenario, settings: Mapping[str, UncertainSetting], report: Report
) -> dict[str, Uncertain]:
    """The uncertain parameters, each checked at both ends of its range."""
    found = {}
    for path, setting in settings.items():
        here = ("uncertain", path)
        problem = _range_problem(setting) or _place_problem(scenario, path)
        if problem:
            report.add(here, problem[1], key=problem[0])
            continue
        found[path] = Uncertain(**dict(setting))
        for end in ("low", "high"):
            value = getattr(setting, end)
            if isinstance(value_at_or_none(scenario, path), int) and float(value).is_integer():
                value = int(value)
            try:
                with_values(scenario, {path: value})
            except ScenarioError as error:
                report.add((*here, end), _said(error, path, value))
    if not report.faults:
        for path, one in found.items():
            if problem_there := total_problem(scenario, path, one, found):
                report.add(("uncertain", path, "keeps_total_with"), problem_there)
        _check_together(scenario, found, report)
    return found


def _check_together(scenario: Scenario, found: Mapping[str, Uncertain], report: Report) -> None:
    """Entries of one list must be in order whatever is drawn: the one at its lowest beside the other at its highest."""
    for one, other in itertools.permutations(found, 2):
        if (in_list := _IN_LIST.match(one)) is None or not other.startswith(in_list[0]):
            continue
        together = {one: found[one].low, other: found[other].high}
        try:
            with_values(scenario, together)
        except ScenarioError as error:
            fault = error.faults[0]
            problem = (
                f"may be {shown(together[one])} where {other} is {shown(together[other])}, with which {fault.path} "
            )
            report.add(("uncertain", one), problem + fault.problem)


def _said(error: ScenarioError, path: str, value: Any) -> str:
    """What is wrong with a value that was put elsewhere."""
    fault = error.faults[0]
    if fault.problem.startswith(f"is {shown(value)};"):
        return fault.problem
    what = "it" if fault.path == path else fault.path
    return f"gives {path} the value {shown(value)}, with which {what} {fault.problem}"


def value_at_or_none(scenario: Scenario, path: str) -> Any:
    """The value now at a path; None if there is none."""
    try:
        return value_at(scenario.full, find(scenario, path))
    except KeyError:
        return None


def _range_problem(setting: UncertainSetting) -> tuple[bool, str] | None:
    if setting.low > setting.high:
        return False, f"has low {setting.low:g} above high {setting.high:g}; low must be at most high"
    if setting.distribution == "loguniform" and setting.low <= 0:
        return False, f"is loguniform with low {setting.low:g}; low must be above 0"
    if setting.mode is not None and setting.distribution != "triangular":
        return False, f"has a mode, which only the triangular distribution has, not {setting.distribution}"
    if setting.mode is not None and not setting.low <= setting.mode <= setting.high:
        return False, f"has the mode {setting.mode:g} outside low {setting.low:g} to high {setting.high:g}"
    return None


def _place_problem(scenario: Scenario, path: str) -> tuple[bool, str] | None:
    if not path.strip("/ "):
        return True, "names no place: write keys joined by /, as model/independent_cascade/probability"
    head = path.partition("/")[0]
    world = listed(_of(scenario, WORLD))
    if head in ("plans", "content", "prices"):
        return True, f"is chosen by the marketer; only parameters of the world ({world}) may be uncertain"
    try:
        find(scenario, path)
    except ValueError as error:
        return True, str(error)
    value = value_at_or_none(scenario, path)
    chosen = path in NOT_OF_THE_WORLD or (head == "also_on" and CHOSEN_THERE.search(path))
    if head not in WORLD or chosen:
        return True, f"is chosen by the researcher; only parameters of the world ({world}) may be uncertain"
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        return True, f"is {shown(value)} in this scenario; only a number may be uncertain"
    return None


def _of(scenario: Scenario, parts: tuple[str, ...]) -> list[str]:
    """Those of the parts that a scenario of this model can have."""
    return [part for part in parts if scenario.campaign is not None or part not in TOP_KEYS]


def sweep_rows(
    scenario: Scenario, setting: SweepSetting, uncertain: Mapping[str, Uncertain], report: Report
) -> Sweep | None:
    """The design points of a sweep, checked: all of a small design, some of a large one."""
    kinds = {name: value for name in SweepSetting.model_fields if (value := getattr(setting, name)) is not None}
    if len(kinds) != 1:
        given = f"has {listed(kinds)}" if kinds else "has no design"
        report.add(("sweep",), f"{given}; give exactly one of {listed(SweepSetting.model_fields)}")
        return None
    ((kind, value),) = kinds.items()
    here = ("sweep", kind)
    before = len(report.faults)
    if kind == "table":
        rows, named = table_points(scenario, value, MOST_POINTS, report)
    else:
        named = _named(kind, value)
        rows = None
    for path, place in named.items():
        _check_place(scenario, path, (*here, *place), uncertain, report)
    if len(report.faults) > before:
        return None
    size = _size(kind, value) if rows is None else len(rows)
    if size > MOST_POINTS:
        report.add(here, f"makes {size} design points; at most {MOST_POINTS} are allowed")
        return None
    if rows is None:
        rows = _rows(scenario, kind, value, here, report)
    if rows is None:
        return None
    _check_twice(kind, value, rows, here, report)
    for number, row in enumerate(rows if kind == "list" else rows[:1]):
        _check_inside(row, (*here, number) if kind == "list" else here, report)
    if len(report.faults) > before:
        return None
    _check_rows(scenario, kind, rows, here, report)
    return Sweep(kind, tuple(rows))


def _named(kind: str, value: Any) -> dict[str, Path]:
    """The paths that a design varies, and where each stands below the design."""
    if kind in ("grid", "zip"):
        return {path: (path,) for path in value}
    if kind == "list":
        return {path: (number, path) for number, row in reversed(list(enumerate(value))) for path in row}
    return {path: ("ranges", path) for path in value.ranges}


def _size(kind: str, value: Any) -> int:
    if kind == "grid":
        return math.prod(len(values) for values in value.values())
    if kind == "zip":
        return max(len(values) for values in value.values())
    return len(value) if kind == "list" else value.count


def _rows(scenario: Scenario, kind: str, value: Any, here: Path, report: Report) -> list[dict[str, Any]] | None:
    if kind in ("grid", "zip"):
        empty = [path for path, values in value.items() if not values]
        for path in empty:
            report.add((*here, path), "is an empty list; give at least one value")
        if empty:
            return None
    if kind == "grid":
        return [dict(zip(value, values)) for values in itertools.product(*value.values())]
    if kind == "zip":
        lengths = {path: len(values) for path, values in value.items()}
        if len(set(lengths.values())) > 1:
            counts = ", ".join(f"{path} has {length}" for path, length in lengths.items())
            report.add(here, f"pairs lists of different lengths ({counts}); they must have equally many values")
            return None
        return [dict(zip(value, values)) for values in zip(*value.values())]
    if kind == "list":
        for number, row in enumerate(value):
            if not row:
                report.add((*here, number), "is an empty map; a design point sets at least one value")
        return [dict(row) for row in value]
    for path, ends in value.ranges.items():
        if len(ends) != 2 or not ends[0] < ends[1]:
            report.add((*here, "ranges", path), f"is {shown(ends)}; it must be [low, high] with low below high")
            return None
        now = value_at_or_none(scenario, path)
        if now is not None and (isinstance(now, bool) or not isinstance(now, int | float)):
            report.add((*here, "ranges", path), f"is {shown(now)} in this scenario; only a number has a range")
            return None
    return space(scenario, kind, value.ranges, value.count)


def _check_place(scenario: Scenario, path: str, here: Path, uncertain: Mapping[str, Uncertain], report: Report) -> None:
    if not path.strip("/ "):
        report.add(here, "names no place: write keys joined by /, as content/post/quality", key=True)
        return
    swept = _of(scenario, SWEPT)
    if path.partition("/")[0] not in swept:
        report.add(here, f"cannot be swept; allowed: {', '.join(swept)} and what is inside of them", key=True)
        return
    try:
        find(scenario, path)
    except ValueError as error:
        report.add(here, str(error), key=True)
        return
    if path in uncertain:
        report.add(here, "is also uncertain; a parameter is either swept or uncertain", key=True)


def _check_rows(scenario: Scenario, kind: str, rows: list[dict[str, Any]], here: Path, report: Report) -> None:
    heavy = 1 + len(scenario.full["plans"]) // 20  # a point costs what the whole scenario costs
    step, more = -(-len(rows) * heavy // CHECKED_POINTS), CHECKED_VALUES // heavy
    seen: set[str] = set()
    for number, row in enumerate(rows):
        fresh = [f"{path}={value!r}" for path, value in row.items()] if kind in ("grid", "zip", "list", "table") else []
        if number % step:
            if more <= 0 or not set(fresh) - seen:
                continue
            more -= 1
        seen.update(fresh)
        try:
            with_values(scenario, row)
        except ScenarioError as error:
            fault = error.faults[0]
            place = (*here, number) if kind == "list" else here
            report.add(place, f"has the design point {shown(row)}, with which {fault.path} {fault.problem}")
            return


def _check_twice(kind: str, value: Any, rows: list[dict[str, Any]], here: Path, report: Report) -> None:
    """Faults for a level or a design point that stands twice, and for a point that sets a part and what is in it."""
    if kind == "grid":
        for path, levels in value.items():
            if (again := _again(levels)) is not None:
                report.add((*here, path, again), f"is {shown(levels[again])} for the second time; give each value once")
        return
    if kind in ("zip", "list", "table") and (again := _again(rows)) is not None:
        place = (*here, again) if kind == "list" else here
        report.add(place, f"has the design point {shown(rows[again])} twice; give each once")


def _check_inside(paths: Iterable[str], here: Path, report: Report) -> None:
    """Faults for a design that sets a part and also something inside of it: which would hold?"""
    for path in paths:
        for other in paths:
            if path.startswith(other + "/"):
                report.add(here, f"sets {other} and {path}, which is inside of it; set one of them")


def _again(values: Iterable[Any]) -> int | None:
    """The place of the first value that stood before; 1 and true differ, 1 and 1.0 do not."""
    seen: set[str] = set()
    for place, value in enumerate(values):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        word = repr(float(value)) if number else json.dumps(value, sort_keys=True)
        if word in seen:
            return place
        seen.add(word)
    return None
