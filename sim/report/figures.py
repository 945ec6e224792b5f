"""Which figures a result has, each with its words and the numbers behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from sim import plots
from sim.plots import naming, stored
from sim.plots.campaigns import is_campaign
from sim.plots.texts import counted, say, short_metric_name
from sim.plots.writing import number, signed
from sim.report.page import shown_plan
from sim.report.shares import title_of

MOST_ADDED: Final = 6
"""Who brought what is drawn for so many plans, the scenario's first ones."""
MOST_METRICS: Final = 6
"""So many metrics have figures of their own; the numbers of the others stand in the table of the runs."""


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
    if stored.plans(result) and len(result.runs):
        parts = (_funnel, _plans, _luck, _time, _groups, _cost, _added, _shares, _network, _unsure)
        for part in (_sweep, *parts):  # of a sweep its answer is what it changes
            yield from part(result, language)


def _metrics(result: Any) -> list[str]:
    """The metric that decides, then the others that have values."""
    deciding = stored.decide_by(result)
    found = [deciding, *(metric for metric in stored.metrics(result) if metric != deciding)]
    return [metric for metric in found if np.isfinite(result.runs[metric]).any()][:MOST_METRICS]


def _funnel(result: Any, language: str) -> Iterator[Figure]:
    data = plots.funnel_data(result)
    if data.empty:
        return
    parts = {say(language, f"stage_{stage}"): part for stage, part in data.groupby("stage", sort=False)}
    said = "; ".join(
        f"{name}: " + ", ".join(_item(language, row.plan, row.mean, row.low, row.high) for row in part.itertuples())
        for name, part in parts.items()
    )
    yield Figure(
        "funnel",
        "funnel",
        say(language, "title_funnel"),
        say(language, "alt_funnel", list=said),
        partial(plots.funnel, result, language=language),
        data,
    )


def _item(language: str, plan: str, mean: float, low: float, high: float, tell: Callable[..., str] = number) -> str:
    """A plan's mean with its interval in words."""
    if mean != mean:
        return f"{plan} {tell(mean)}"
    return say(language, "alt_interval_item", plan=plan, mean=tell(mean), low=tell(low), high=tell(high))


def _plans(result: Any, language: str) -> Iterator[Figure]:
    for metric in _metrics(result):
        data = plots.intervals_data(result, metric)
        name = short_metric_name(language, metric)
        tell, gap = (partial(how, result, metric) for how in (naming.amount, naming.signed_amount))
        said = [_item(language, row.plan, row.mean, row.low, row.high, tell) for row in data.itertuples()]
        yield Figure(
            f"intervals-{metric}",
            "plans",
            name,
            say(language, "alt_intervals", metric=name, list=", ".join(said)),
            partial(plots.intervals, result, metric, language=language),
            data,
        )
        pairs = plots.differences_data(result, metric)
        if pairs.empty or pairs["difference"].isna().all():
            continue
        anchor, named = stored.reference(result, metric)
        title = "title_against" if named else "title_gain"
        if stored.lower_is_better(metric):
            title = naming.word(result, "title_less_against" if named else "title_less")
        said = [
            f"{row.a} - {row.b}: {gap(row.difference)} ({tell(row.low)} – {tell(row.high)})"
            for row in pairs.itertuples()
        ]
        yield Figure(
            f"differences-{metric}",
            "plans",
            say(language, title, metric=name, plan=anchor),
            say(language, "alt_differences", metric=name, list=", ".join(said)),
            partial(plots.differences, result, metric, language=language),
            pairs,
        )


def _luck(result: Any, language: str) -> Iterator[Figure]:
    for metric in _metrics(result)[:2]:
        name = short_metric_name(language, metric)
        middle = stored.means(result, metric)
        said = ", ".join(f"{row.plan} {number(row.median)}" for row in middle.itertuples())
        yield Figure(
            f"distribution-{metric}",
            "luck",
            name,
            say(language, "alt_distribution", metric=name, list=said),
            partial(plots.distribution, result, metric, language=language),
            plots.distribution_data(result, metric),
        )


def _time(result: Any, language: str) -> Iterator[Figure]:
    data = plots.over_time_data(result)
    if data.empty:
        return
    last = data.groupby("plan", sort=False)["median"].last()
    said = ", ".join(f"{plan} {number(value)}" for plan, value in last.items())
    yield Figure(
        "over_time",
        "time",
        say(language, "reached_so_far"),
        say(language, "alt_over_time", list=said),
        partial(plots.over_time, result, language=language),
        data,
    )


def _groups(result: Any, language: str) -> Iterator[Figure]:
    for name, draw, make in (
        ("by_community", plots.by_community, plots.by_community_data),
        ("by_tier", plots.by_tier, plots.by_tier_data),
    ):
        data = make(result)
        if not data.empty and data["mean"].notna().any():
            yield Figure(
                name,
                "groups",
                say(language, f"title_{name}"),
                say(language, f"alt_{name}"),
                partial(draw, result, language=language),
                data,
            )


def _cost(result: Any, language: str) -> Iterator[Figure]:
    if not plots.has_prices(result):
        return
    data = plots.cost_against_result_data(result)
    metric = short_metric_name(language, stored.decide_by(result))
    said = ", ".join(f"{row.plan} {number(row.spent)}: {number(row.mean)}" for row in data.itertuples())
    yield Figure(
        "cost",
        "cost",
        naming.title(result, language, stored.decide_by(result)),
        say(language, "alt_cost", metric=metric, list=said),
        partial(plots.cost_against_result, result, language=language),
        data,
    )


def _added(result: Any, language: str) -> Iterator[Figure]:
    drawn = 0
    for plan in stored.plans(result):
        data = plots.added_reach_data(result, plan)
        if data.empty or drawn == MOST_ADDED:
            continue
        drawn += 1
        said = ", ".join(f"{row.label} {signed(row.added_reach)}" for row in data.head(5).itertuples())
        yield Figure(
            f"added_reach-{plan}",
            "added",
            plan,
            naming.said(result, language, "alt_added", plan=plan, list=said),
            partial(plots.added_reach, result, plan, language=language),
            data,
        )


def _shares(result: Any, language: str) -> Iterator[Figure]:
    for plan, by, metric in plots.shares_told(result)[: 2 * MOST_ADDED]:
        data = plots.shares_data(result, plan, by, metric)
        title = title_of(result, language, plan, by, metric)
        best = "added" if data["shapley"].isna().all() else "shapley"
        groups = data[data["kind"] == "group"]
        said = ", ".join(f"{name} {signed(value)}" for name, value in zip(groups["group"], groups[best], strict=True))
        yield Figure(
            f"shares-{plan}-{by}-{metric}",
            "shares",
            title,
            say(language, "alt_shares", title=title, what=say(language, f"shares_{best}"), list=said),
            partial(plots.shares, result, plan, by, metric, language=language),
            data,
        )


def _network(result: Any, language: str) -> Iterator[Figure]:
    cascades = result.cascades or {}
    plan = shown_plan(result)
    if result.network is None or plan is None:
        return
    if is_campaign(result):  # ads and the plan's own posts reach from nowhere: a tree of shares does not show them
        yield _followers(result, language)
        return
    cascade = cascades[plan]
    seeds = int(np.count_nonzero(np.asarray(cascade["reached_by"]) < 0))
    size, reached = f"{len(result.network):,}", f"{len(cascade['reached']):,}"
    yield Figure(
        "network",
        "network",
        say(language, "title_network", plan=plan, reached=reached, accounts=size),
        say(language, "alt_network", plan=plan, accounts=size, reached=reached, seeds=counted(language, "seed", seeds)),
        partial(plots.network_with_cascade, result.network, cascade, language=language),
        plots.network_with_cascade_data(result.network, cascade),
    )
    yield _followers(result, language)


def _followers(result: Any, language: str) -> Figure:
    return Figure(
        "followers",
        "network",
        say(language, "title_followers"),
        say(language, "alt_followers", largest=f"{int(result.network.followers.max()):,}"),
        partial(plots.portrait_degrees, result.network, language=language),
        plots.portrait_degrees_data(result.network),
    )


def _unsure(result: Any, language: str) -> Iterator[Figure]:
    data = plots.tornado_data(result)
    if data.empty:
        return
    said = ", ".join(f"{row.path} {number(row.at_low)} – {number(row.at_high)}" for row in data.head(5).itertuples())
    yield Figure(
        "tornado",
        "unsure",
        say(language, "title_tornado"),
        say(language, "alt_tornado", list=said),
        partial(plots.tornado, result, language=language),
        data,
    )


def _sweep(result: Any, language: str) -> Iterator[Figure]:
    metric = stored.decide_by(result)
    for path in plots.swept_paths(result):
        yield Figure(
            f"sweep-{path}",
            "sweep",
            path,
            say(language, "alt_sweep", metric=short_metric_name(language, metric), path=path),
            partial(plots.sweep_effect, result, path, metric, language=language),
            plots.sweep_effect_data(result, path, metric),
        )
