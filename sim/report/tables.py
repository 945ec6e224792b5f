"""The tables of the report: the plans side by side, a campaign's funnel, and who brought what."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from sim.experiment.verdicts import happens
from sim.plots import funnel_data, naming, stored, style
from sim.plots.campaigns import is_campaign
from sim.plots.texts import say
from sim.plots.worlds import fates
from sim.plots.writing import number, percent

BROUGHT_BY: Final = ("channel", "platform", "kol", "segment", "community", "tier", "day")
"""Groups whose metrics are told as tables."""
DRAWN: Final = ("reach_by_community", "reach_by_tier")
"""Metrics by group that have figures of their own."""
WHERE_SOMETHING_CAME: Final = ("_by_channel", "_by_kol")
"""Groups that are left out where nothing came through them under any plan."""
MOST_GROUPS: Final = 24
"""A table of more groups than this is left to the table of the runs."""


@dataclass(frozen=True)
class Table:
    """One table: a row has its name and, by the key of each column, (text, exact value).

    Attributes:
        first: the title of the first column.
        columns: (key, title) of the others.
        rows: the rows, the name under "name".
        title: one line above it; "" where the section says enough.
        colours: of the plans, by the key of their column or by "row " and the name of their row.
    """

    first: str
    columns: list[tuple[str, str]]
    rows: list[dict[str, Any]]
    title: str = ""
    colours: dict[str, str] = field(default_factory=dict)


def tables(result: Any, language: str, section: str) -> list[Table]:
    """The tables that stand in a section of the report."""
    if section == "plans":
        rows = {f"row {plan}": style.colour(stored.place(result, plan)) for plan in stored.plans(result)}
        deciding = Table(
            say(language, "t_plan"), columns(language, result), plans_table(result, language), colours=rows
        )
        return [deciding, *measures_table(result, language)]
    if section == "funnel":
        return [funnel_table(result, language)]
    if section == "shares":
        from sim.report.shares import shares_tables

        return shares_tables(result, language)
    return brought_tables(result, language) if section == "brought" else []


def plans_table(result: Any, language: str) -> list[dict]:
    """A row a plan for the metric that decides: every number as (text, exact)."""
    metric = stored.decide_by(result)
    chances = _chances(result.manifest.get("verdict") or {})
    told = result.manifest.get("plans", {})
    ends = fates(result).set_index("plan") if "reach" in result.runs.columns else None
    unit = naming.currency(result)
    nothing: tuple[str, Any] = ("–", None)  # what happens or not has no median of its own
    rows = []
    for item in stored.means(result, metric).itertuples():
        early, viral = (np.nan, np.nan) if ends is None else ends.loc[item.plan]
        plan = told.get(item.plan) or {}
        spent, aside = naming.spent(result, item.plan), naming.set_aside(result, item.plan)
        bad = item.upper_decile if stored.lower_is_better(metric) else item.lower_decile
        chance = chances.get(item.plan)
        low, high = (naming.amount(result, metric, end) for end in (item.low, item.high))
        undefined = item.low != item.low and item.high != item.high
        inside = say(language, "no_interval") if undefined else say(language, "range", low=low, high=high)
        rows.append(
            {
                "name": item.plan,
                "mean": (naming.amount(result, metric, item.mean), item.mean),
                "interval": (inside, [item.low, item.high]),
                "median": nothing if happens(metric) else (naming.amount(result, metric, item.median), item.median),
                "bad": nothing if happens(metric) else (naming.amount(result, metric, bad), bad),
                "early": (percent(early), early),
                "viral": (percent(viral), viral),
                "chance": ("–", None) if chance is None else (percent(chance), chance),
                **dict.fromkeys(
                    ("seeds", "authors"), (f"{int(plan.get('seeds') or 0):,}", int(plan.get("seeds") or 0))
                ),
                **dict.fromkeys(("cost", "spent"), (naming.money(spent, unit) if spent else "–", spent)),
                "set_aside": (naming.money(aside, unit) if aside else "–", aside),
            }
        )
    return rows


def measures_table(result: Any, language: str) -> list[Table]:
    """Of a campaign: a row a metric that gives one number, with its unit, and a column a plan; none for one alone."""
    if not is_campaign(result):
        return []
    asked = [metric for metric in stored.metrics(result) if np.isfinite(result.runs[metric]).any()]
    found = {naming.title(result, language, metric): stored.means(result, metric) for metric in asked}
    title = say(language, "t_measures_title")
    return [_by_plan(result, language, "t_measure", found, title)] if len(found) > 1 else []


def _chances(verdict: dict) -> dict[str, float]:
    """The probability of the best mean by plan: of the highest, or of the lowest where less is better."""
    return verdict.get("probability_of_lowest_mean") or verdict.get("probability_of_highest_mean") or {}


def columns(language: str, result: Any) -> list[tuple[str, str]]:
    """The columns of :func:`plans_table` that have anything to say: (key, title).

    A campaign has no fate of a cascade: its ads reach whom they buy. It has accounts that post, and money not spent.
    """
    verdict = result.manifest.get("verdict") or {}
    campaign = is_campaign(result)
    keys = ["mean", "interval", "median", "bad"]
    keys += ["early", "viral"] if "reach" in result.runs.columns and not campaign else []
    keys += ["chance"] if _chances(verdict) else []
    keys += ["authors", "spent", "set_aside"] if campaign else ["seeds", "cost"]
    titles = {"chance": "t_lowest" if verdict.get("probability_of_lowest_mean") else "t_highest"}
    return [(key, say(language, titles.get(key, f"t_{key}"))) for key in keys]


def funnel_table(result: Any, language: str) -> Table:
    """A row a stage and a column a plan: the mean with its interval, in people."""
    found = {say(language, f"stage_{stage}"): part for stage, part in funnel_data(result).groupby("stage", sort=False)}
    return _by_plan(result, language, "t_stage", found)


def _by_plan(result: Any, language: str, first: str, parts: dict[str, Any], title: str = "") -> Table:
    """A table with a row for each of the parts and a column a plan; what a plan does not have is a dash."""
    keys = {plan: f"plan-{place}" for place, plan in enumerate(stored.plans(result))}  # a plan may be called "name"
    rows: list[dict[str, Any]] = []
    for name, part in parts.items():
        row: dict[str, Any] = {"name": name, **dict.fromkeys(keys.values(), ("–", None))}
        for item in part[part["mean"].notna()].itertuples():
            told = with_interval(language, item.mean, item.low, item.high)
            row[keys[item.plan]] = (told, [item.mean, item.low, item.high])
        rows.append(row)
    colours = {key: style.colour(stored.place(result, plan)) for plan, key in keys.items()}
    return Table(say(language, first), [(key, plan) for plan, key in keys.items()], rows, title, colours)


def with_interval(language: str, value: float, low: float, high: float) -> str:
    """A number with its interval, or that it has none.

    >>> with_interval("en", 3.0, 1.0, 5.5), with_interval("en", 3.0, np.nan, np.nan)
    ('3 (1 to 5.5)', '3 (no interval)')
    """
    if low != low and high != high:
        return f"{number(value)} ({say(language, 'no_interval')})"
    return say(language, "mean_and_interval", mean=number(value), low=number(low), high=number(high))


def brought_metrics(result: Any) -> list[str]:
    """The metrics by group that a campaign's scenario asked for, and the stages of its accounts."""
    from sim.metrics import METRICS

    if not is_campaign(result):
        return []
    found: dict[str, int] = {}
    for column in result.runs.columns:
        metric, slash, _ = column.partition("/")
        told = metric == "stages" or any(f"_by_{kind}" in metric for kind in BROUGHT_BY)
        if slash and told and metric in METRICS and metric not in DRAWN:
            found[metric] = found.get(metric, 0) + 1
    return [metric for metric, groups in found.items() if groups <= MOST_GROUPS]


def brought_tables(result: Any, language: str) -> list[Table]:
    """For each such metric a row a group and a column a plan."""
    found = []
    for metric in brought_metrics(result):
        columns = [column for column in result.runs.columns if column.startswith(f"{metric}/")]
        parts = {column.partition("/")[2]: stored.means(result, column) for column in columns}
        if any(kind in metric for kind in WHERE_SOMETHING_CAME):
            came = {name: part for name, part in parts.items() if (part["mean"] != 0).any()}
            parts = came or parts
        found.append(_by_plan(result, language, "t_group", parts, naming.by_group(language, metric)))
    return found
