"""What a campaign's file sets and leaves of the model's parameters: value, default, plausible range, mark, source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.scenario.errors import shown
from sim.scenario.scenario import Scenario

MOST_REMARKS = 10
"""Values beyond their range that are remarked on one by one; the rest are counted."""
_TOP: Final = {("horizon",): "days", ("opt_out",): "opt_out", ("network", "represents"): "represents"}
"""Parameters that stand at places of their own."""
_PARTS: Final = ("model", "network", "horizon", "opt_out", "platform", "also_on", "product", "audience", "occasions")
"""Where parameters stand."""


@dataclass(frozen=True)
class Told:
    """One parameter in a scenario.

    Attributes:
        path: where it stands in the file.
        value: what holds.
        row: its row of the model's table.
        given: whether the file sets it.
        source: of the value; "set by the file" where it is.
        mark: what the value is worth: of the default's, of the preset's, or "given".
    """

    path: str
    value: Any
    row: Any
    given: bool
    source: str
    mark: str


def parameters_of(scenario: Scenario) -> list[Told]:
    """Every parameter of a campaign that has a value, in the order of the file; none of another model."""
    if scenario.campaign is None:
        return []
    return [
        _told(scenario, path, value, row)
        for part in _PARTS
        for path, value, row in _found((part,), scenario.full.get(part))
    ]


def _found(path: tuple[Any, ...], value: Any) -> Iterator[tuple[str, Any, Any]]:
    """Parameters in a part of the file: (path, value, row of the table)."""
    row = _row_of(path)
    if row is not None:
        if value is not None:
            yield "/".join(map(str, path)), value, row
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _found((*path, key), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _found((*path, number), inner)


def _row_of(path: tuple[Any, ...]) -> Any:
    """The row of the table that a place in the file belongs to, or None."""
    from sim.models.campaign.table import table

    if path in _TOP:
        return table()[_TOP[path]]
    if path[:2] == ("model", "campaign"):
        inside = path[2:] if path[2:3] != ("effects",) else ("effects", *path[4:])  # without the action
        return table().get("/".join(map(str, inside)))
    if path[0] == "audience":
        return table().get(f"audience/{path[2]}") if len(path) == 3 else None
    named = path[0] == "also_on"
    rest = "/".join(part for part in path[2 if named else 1 :] if isinstance(part, str))
    if named:
        return table().get(f"also_on/{rest}") or table().get(f"platform/{rest}")
    return None if path[0] in ("model", "network") else table().get(f"{path[0]}/{rest}")


def _told(scenario: Scenario, path: str, value: Any, row: Any) -> Told:
    if path not in scenario.defaults:
        given = not any(path.startswith(f"{part}/") for part in scenario.defaults)
        return Told(
            path, value, row, given, "set by the file" if given else row.source, "given" if given else row.ground.mark
        )
    source = scenario.defaults[path].partition("Source: ")[2] or row.source
    mark = row.ground.mark
    if source.startswith("preset "):
        mark = next((word for word in ("published", "folklore") if f", {word}," in source), "assumption")
    return Told(path, value, row, False, source, mark)


def remarks(scenario: Scenario) -> list[str]:
    """A sentence for each value that is allowed and lies beyond its plausible range."""
    found = [one for one in parameters_of(scenario) if one.row.ground.beyond(_number(scenario, one))]
    told = []
    for one in found[:MOST_REMARKS]:
        default = f" (default {shown(one.row.default)}, {_worth(one.row.ground.mark, one.row.source)})"
        beside = "" if one.row.default is None or one.row.ground.mark == "input" else default
        told.append(
            f"Remark: {one.path} is {shown(one.value)}, beyond what is plausible: {one.row.ground.range}{beside}."
        )
    if len(found) > MOST_REMARKS:
        told.append(f"Remark: {len(found) - MOST_REMARKS} more values lie beyond their plausible ranges.")
    return told


def _number(scenario: Scenario, one: Told) -> Any:
    assert scenario.campaign is not None
    return scenario.campaign.days if one.path == "horizon" else one.value


def parameter_lines(scenario: Scenario) -> list[str]:
    """A line for each parameter: those that the file sets, then those that it leaves; and what their marks mean."""
    found = parameters_of(scenario)
    lines: list[str] = []
    for given, title in ((True, "Parameters that the file sets"), (False, "Parameters that it leaves")):
        chosen = [one for one in found if one.given == given]
        if chosen:
            lines.append(f"{title} ({len(chosen)}):")
            lines += [f"  {_line(one)}" for one in chosen]
    return [*lines, f"Marks: {'; '.join(f'{name}: {told}' for name, told in _meanings().items())}."] if found else []


def _meanings() -> dict[str, str]:
    """The marks and what they mean."""
    from sim.models.campaign.grounds import MARKS

    return {
        **{str(name): told for name, told in MARKS.items()},
        "folklore": "of a preset: what practitioners tell of a platform that publishes nothing",
    }


def _line(one: Told) -> str:
    row = one.row
    unit = "" if row.unit == "none" or row.ground.low is None else f" ({row.unit})"
    default = "needed" if row.needed else f"default {'none' if row.default is None else shown(row.default)}"
    return f"{one.path} {shown(one.value)}: {default}, range {row.ground.range}{unit}; {_worth(one.mark, one.source)}"


def _worth(mark: str, source: str) -> str:
    """Mark and source, the mark once.

    >>> _worth("assumption", "assumption; sign as above"), _worth("weak", "vendor, up to 2.8")
    ('assumption; sign as above', 'weak: vendor, up to 2.8')
    """
    return source if source.startswith(mark) or mark == "given" else f"{mark}: {source}" if source else mark
