"""How a network file is read: the options of :func:`sim.files.read_network`, as a scenario writes them."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SILENT = ("snap", "csv")
"""Formats that do not say whether they are directed."""


class ReadingSetting(BaseModel):
    """Options of all formats; a format's own options are further keys."""

    model_config = ConfigDict(extra="allow", frozen=True)

    format: str | None = Field(None, description="name of the format; what the file's name promises if not given")
    edge_means: Literal["follows", "influences"] | None = Field(
        None, description="what a line `a b` means: a follows b, or a influences b; needed unless directed is false"
    )
    directed: bool | None = Field(None, description="false: each line is an edge both ways")
    self_loops: Literal["drop", "refuse"] = Field(
        "drop", description="edges from an account to itself are dropped and counted. Source: convention"
    )
    duplicates: Literal["merge", "refuse"] = Field(
        "merge", description="edges that are written twice are merged and counted. Source: convention"
    )
    value: int | str | None = Field(None, description="the column, or the attribute, that holds each edge's value")
    each_value: float | None = Field(None, ge=0, le=1, description="the value of every line of the file")


def reading_problems(setting: ReadingSetting, file: Path, own: dict[str, Any]) -> list[tuple[str | None, str]]:
    """What no file could make right: (key or None, sentence) each."""
    from sim.files import READERS, guess_format, reader
    from sim.scenario.errors import listed, suggestion, unknown

    problems: list[tuple[str | None, str]] = []
    if setting.format is not None and setting.format not in READERS:
        return [("format", unknown("format", setting.format, READERS))]
    try:
        name = setting.format or guess_format(file)
    except ValueError as error:
        return [("file", f"is {file.name}; {error}")]
    if setting.edge_means is None and setting.directed is not False and name in SILENT:
        problems.append((None, "lacks the key edge_means: follows or influences (or directed: false)"))
    if setting.value is not None and setting.each_value is not None:
        problems.append(("each_value", "is given beside value; give one of them"))
    options: set[str] = set()
    for one in {name, "csv"} if name == "snap" and setting.format is None else {name}:  # commas are told by reading
        options.update(getattr(reader(one), "OPTIONS", ()))
    for key in own:
        if key not in ReadingSetting.model_fields and key not in options:
            allowed = [*ReadingSetting.model_fields, *sorted(options)]
            hint = suggestion(key, allowed)
            problems.append((key, f"is not a known key{hint}; allowed for {name}: {listed(allowed)}"))
    return problems
