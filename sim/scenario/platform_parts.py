"""The platform of a campaign's file: a preset and what is given beside it, its changes, and where values come from."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, Field

from sim.scenario.checking import check
from sim.scenario.code import is_reference
from sim.scenario.errors import unknown
from sim.scenario.filling import Making
from sim.scenario.schema import ScenarioFile
from sim.scenario.times import DAY, span
from sim.scenario.tree import Path

BESIDE = ("network", "prices")
"""Keys of a further platform that are read elsewhere."""


@cache
def platform_setting(further: bool = False) -> type[BaseModel]:
    """What may stand under ``platform``, or of a further one: a platform, and what it takes of each quote."""
    from sim.models.campaign.platform import Further, Platform

    base: Any = Further if further else Platform

    class PlatformSetting(base):
        """A platform, and what it takes of each quote."""

        platform_fee: float = Field(
            0.0, ge=0, le=10, description="what it takes on top of each quote (share of the quote). Source: convention"
        )

    return PlatformSetting


def platform_choice(file: ScenarioFile, days: float, making: Making) -> tuple[Any, float, dict[str, Any]]:
    """The platform, its fee, and both written out."""
    from sim.models.campaign.platform import Platform

    return made_platform(Platform, dict(file.platform or {}), ("platform",), days, making)


def made_platform(
    cls: Any, given: dict[str, Any], path: Path, days: float, making: Making, also: tuple[str, ...] = ()
) -> tuple[Any, float, dict[str, Any]]:
    """A platform of the class ``cls`` from plain data at a path, its fee, and both written out.

    Args:
        also: keys that stand beside and are read elsewhere, for messages.
    """
    from sim.models.campaign.platform import Further

    before = len(making.report.faults)
    _check_ranking(given.get("ranking"), (*path, "ranking"), making)
    _check_preset(given.get("preset"), path, making)
    changes, numbers = given.get("changes"), None
    if isinstance(changes, list):
        numbers = [_change(change, (*path, "changes", place), days, making) for place, change in enumerate(changes)]
    if len(making.report.faults) > before:
        return None, 0.0, {}
    data = given if numbers is None else {**given, "changes": numbers}
    setting = check(platform_setting(cls is Further), data, path, making.report, also)
    if setting is None:
        return None, 0.0, {}
    full = making.written_out(setting, given, path)
    _tell_sources(setting.preset, path, making)
    if isinstance(changes, list):
        full["changes"] = changes
    own = {key: value for key, value in setting.model_dump().items() if key in cls.model_fields}
    return cls.model_validate(own), setting.platform_fee, full


def _check_ranking(named: Any, path: Path, making: Making) -> None:
    """A fault for a policy that is not known, or for one of the user's own that was not allowed."""
    from sim.ranking import POLICIES

    if isinstance(named, str) and is_reference(named):
        making.own_code(named, path)
    elif isinstance(named, str) and named not in POLICIES:
        making.report.add(path, unknown("ranking policy", named, POLICIES))


def _check_preset(name: Any, path: Path, making: Making) -> None:
    from sim.ranking.presets import PRESETS

    if isinstance(name, str) and name not in PRESETS:
        making.report.add((*path, "preset"), unknown("preset of a platform", name, PRESETS))


def _tell_sources(name: str | None, path: Path, making: Making) -> None:
    """Say of each value that was filled in whether the preset has it published, told or assumed."""
    from sim.ranking.presets import preset

    found = None if name is None else preset(name)
    head = "/".join(map(str, path)) + "/"
    for here, text in making.defaults.items():
        if not here.startswith(head) or "Source: the preset" not in text:
            continue
        meaning = text.partition("Source: ")[0]
        key = here.removeprefix(head).split("/")[0]
        if found is None:
            source = "convention"
        elif key not in found.platform:
            source = "assumption"
        elif key in found.assumed or found.mark == "assumption":
            source = f"preset {name}, an assumption"
        else:
            source = f"preset {name}, {found.mark}, {found.date}"
        making.defaults[here] = f"{meaning}Source: {source}"


def _change(change: Any, here: Path, days: float, making: Making) -> Any:
    """The change with its time in days from the start, as the model reads it."""
    if not isinstance(change, dict) or "at" not in change:
        return change
    named = change.get("ranking")
    _check_ranking(named, (*here, "ranking"), making)
    try:
        when = span(change["at"])
    except ValueError as error:
        making.report.add((*here, "at"), str(error))
        return change
    if not when.is_moment:
        making.report.add((*here, "at"), f"is {when.text}; a change happens at one time, as day 3 00:00")
    elif when.start >= days * DAY:
        making.report.add((*here, "at"), f"is {when.text}, after the horizon of {days:g} days")
    return {**change, "at": when.start / DAY}


def without_preset(
    full: Mapping[str, Any], given: Mapping[str, Any], making: Making, head: str = "platform"
) -> dict[str, Any]:
    """A platform written out without what its preset fills in, for a design that varies the preset.

    Args:
        head: where it stands, as also_on/douyin.
    """
    kept = {}
    for key, value in full.items():
        if key in BESIDE:
            kept[key] = value
        elif isinstance(value, dict) and key != "weights":  # stays, so that what is inside of it has a place
            inner = given.get(key) or {}
            kept[key] = {name: one for name, one in value.items() if name in inner}
            making.optional.update(f"{head}/{key}/{name}" for name in value if name not in inner)
        elif key in given:
            kept[key] = value
        else:
            making.optional.add(f"{head}/{key}")
    beside = tuple(f"{head}/{key}/" for key in BESIDE)
    for path in [path for path in making.defaults if path.startswith(f"{head}/") and not path.startswith(beside)]:
        del making.defaults[path]
    return kept
