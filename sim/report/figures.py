"""Which figures a result has, each with its words and the numbers behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sim import plots
from sim.plots import stored
from sim.plots.style import number, shown, signed
from sim.plots.texts import say, short_metric_name


@dataclass(frozen=True)
class Figure:
    """One figure of a report.

    Attributes:
        name: its name as an id and as a file; unique in the report.
        section: the section it stands in.
        title: one line above it.
        description: what it shows in words, with the main numbers, for readers who do not see it.
        draw: makes its axes.
        data: its numbers, a tidy DataFrame.
    """

    name: str
    section: str
    title: str
    description: str
    draw: Callable[[], Any]
    data: Any


def figures(result: Any, language: str = "en") -> Iterator[Figure]:
    """All figures that the result has data for, in the order of the report."""
    if not stored.plans(result) or not len(result.runs):
        return
    yield from _plans(result, language)


def _plans(result: Any, language: str) -> Iterator[Figure]:
    deciding = stored.decide_by(result)
    for metric in [deciding, *(m for m in stored.metrics(result) if m != deciding)]:
        data = plots.intervals_data(result, metric)
        if data["mean"].isna().all():
            continue
        name = short_metric_name(language, metric)
        said = ", ".join(
            say(language, "alt_interval_item", plan=row.plan, mean=number(row.mean), low=number(row.low), high=number(row.high))
            for row in data.itertuples()
        )
        yield Figure(
            f"intervals-{metric}",
            "plans",
            name,
            say(language, "alt_intervals", metric=name, list=said),
            lambda metric=metric: plots.intervals(result, metric, language=language),
            data,
        )
        pairs = plots.differences_data(result, metric)
        if pairs.empty or pairs["difference"].isna().all():
            continue
        said = ", ".join(
            f"{row.a} - {row.b}: {signed(row.difference)} ({number(row.low)} – {number(row.high)})"
            for row in pairs.itertuples()
        )
        yield Figure(
            f"differences-{metric}",
            "plans",
            say(language, "tile_difference", metric=name.lower()),
            say(language, "alt_differences", metric=name, list=said),
            lambda metric=metric: plots.differences(result, metric, language=language),
            pairs,
        )


def plain(name: object) -> str:
    """A name for running text: what was disarmed for matplotlib is written as it was."""
    return shown(name).replace(r"\$", "$")
