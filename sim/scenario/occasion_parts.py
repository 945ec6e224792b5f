"""What happens in the world of a campaign whatever the plan does: rumours, failures, competitors, and who opted out.

A time is written in words, as everywhere (``day 3 12:00``; ``day 3..6`` for what lasts), or as a number of days from
the start.
"""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from sim.scenario.checking import check
from sim.scenario.errors import a_list, shown, unknown
from sim.scenario.filling import Making
from sim.scenario.schema import ScenarioFile
from sim.scenario.times import DAY, last_second, span
from sim.scenario.tree import Path

KINDS: Final = ("rumours", "failures", "competitors")


def occasions_choice(
    file: ScenarioFile,
    days: float,
    topics: tuple[str, ...] | None,
    accounts: int | None,
    further: tuple[str, ...],
    making: Making,
) -> tuple[Any, dict[str, Any] | None]:
    """The model's occasions, and the same written out with its times as they were given.

    Args:
        file: the scenario.
        days: the horizon.
        topics, accounts: of the network; None where it is not known.
        further: names of the further platforms.
        making: where faults and defaults are told.
    """
    from sim.models.campaign.occasions import Competitor, Failure, Occasions, Rumour

    given = file.occasions or {}
    classes: dict[str, type[BaseModel]] = dict(zip(KINDS, (Rumour, Failure, Competitor), strict=True))
    found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    full: dict[str, list[dict[str, Any]]] = {}
    for kind, entries in given.items():
        path: Path = ("occasions", kind)
        if kind not in classes:
            making.report.add(path, unknown("kind of occasion", kind, KINDS), key=True)
            continue
        if not isinstance(entries, list):
            making.report.add(path, f"is {shown(entries)}; it must be {a_list(entries)}")
            continue
        full[kind] = []
        for place, entry in enumerate(entries):
            made = _made(classes[kind], kind, entry, (*path, place), days, making)
            if made is not None:
                _check(made[0], (*path, place), topics, accounts, making)
                _check_platform(made[0], (*path, place), further, making)
                found[kind].append(made[0])
                full[kind].append(made[1])
    if found["failures"] and file.product is None:
        problem = "is of a product that fails; give the scenario one, as product: {order_value: 100}"
        making.report.add(("occasions", "failures"), problem, key=True)
    occasions = Occasions(**{kind: tuple(made) for kind, made in found.items()})
    return occasions, full or None


def _made(
    cls: type[BaseModel], kind: str, entry: Any, path: Path, days: float, making: Making
) -> tuple[Any, dict[str, Any]] | None:
    """One occasion with its times in days, and the same written out."""
    if not isinstance(entry, dict):
        making.report.add(path, f"is {shown(entry)}; it must be a map (key: value)")
        return None
    before = len(making.report.faults)
    times = _times(kind, entry, path, days, making)
    if len(making.report.faults) > before:
        return None
    made = check(cls, {**entry, **times}, path, making.report)
    if made is None:
        return None
    for key in ("at", "until"):
        at = getattr(made, key, None)
        if key not in times and at is not None and at > days:
            making.report.add((*path, key), f"is {at:g}, after the horizon of {days:g} days")
    written = making.written_out(made, {**entry, **times}, path)
    for key in times:
        if key in entry:
            written[key] = entry[key]
        else:  # the stretch of `at` tells it
            del written[key]
    return made, written


def _times(kind: str, entry: Mapping[str, Any], path: Path, days: float, making: Making) -> dict[str, float]:
    """The times that are given in words, in days from the start."""
    found: dict[str, float] = {}
    for key in ("at", "until"):
        text = entry.get(key)
        if not isinstance(text, str) or (key == "until" and kind == "rumours"):
            continue
        here = (*path, key)
        try:
            when = span(text)
        except ValueError as error:
            making.report.add(here, str(error))
            continue
        if last_second(when) > days * DAY:
            making.report.add(here, f"is {text}, after the horizon of {days:g} days")
        if not when.is_moment and (key == "until" or kind == "rumours"):
            making.report.add(here, f"is {text}; it happens at one time, as day 3 12:00")
        elif not when.is_moment and "until" in entry:
            making.report.add((*path, "until"), f"is given beside at: {text}, which ends by itself; leave one out")
        elif when.daily and kind == "failures":
            making.report.add(here, f"is {text}; a failure lasts from the one time to the other, as day 3..6")
        elif not when.is_moment:
            found["until"] = (last_second(when) if kind == "competitors" else when.end) / DAY
        found[key] = when.start / DAY
        if key == "until" and isinstance(entry.get("at"), str) and found["until"] <= found.get("at", -1.0):
            making.report.add(here, f"is {text}; it must be after at: {entry['at']}")
    return found


def _check(made: Any, path: Path, topics: tuple[str, ...] | None, accounts: int | None, making: Making) -> None:
    for place, topic in enumerate(getattr(made, "topics", ())):
        if topics is not None and topic not in topics:
            making.report.add((*path, "topics", place), unknown("topic of the network", topic, topics))
    wanted = getattr(made, "accounts", 0) + getattr(made, "after", 0)
    if accounts is not None and wanted > accounts:
        leaves = f" beside the {made.after} that it leaves out" if getattr(made, "after", 0) else ""
        problem = f"is {made.accounts}{leaves}; the network has {accounts} accounts"
        making.report.add((*path, "accounts"), problem)


def _check_platform(made: Any, path: Path, further: tuple[str, ...], making: Making) -> None:
    """A competitor is on a platform that there is, and does something."""
    named = getattr(made, "on", None)
    if named is not None and named not in further:
        if further:
            making.report.add((*path, "on"), unknown("further platform", named, further))
        else:
            problem = f"is {named}, and also_on names no platform; leave it out for the first one"
            making.report.add((*path, "on"), problem)
