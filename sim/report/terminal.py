"""The plans side by side as tables in the terminal."""

import json
import re
import sys
from typing import Any

from sim.experiment.verdicts import happens, table_of
from sim.plots.campaigns import is_campaign, possible
from sim.plots.funnel import people_an_account
from sim.report.remarks import remarks
from sim.report.shares import shares_tables

MOST_POINTS = 12
"""Of more design points only the metric that decides is shown."""
ROOM = 15
"""Letters of a metric's name in a line, where the table is wider than the terminal."""
MOST_GROUPS = 8
"""So many groups of a metric are shown in the terminal: tiers, channels and stages, not communities."""


def number(value: float | None) -> str:
    """A number for people: three or four figures, thousands apart.

    >>> number(1234.5), number(.01234), number(float("nan"))
    ('1,234', '0.0123', '-')
    """
    if value is None or value != value:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def ends_of(low: float | None, high: float | None) -> str:
    """An interval; one that is not defined is one dash.

    >>> ends_of(1.0, 2.5), ends_of(float("nan"), float("nan"))
    ('1 to 2.5', '-')
    """
    return "-" if number(low) == number(high) == "-" else f"{number(low)} to {number(high)}"


def tables(result: Any) -> str:
    """The plans side by side, one table a design point."""
    from io import StringIO

    from rich.console import Console
    from rich.markup import escape

    target = StringIO()
    width = None if sys.stdout.isatty() else 110
    console = Console(file=target, width=width, highlight=False, no_color=True, force_terminal=False)
    table_rows = table_of(result)
    campaign = is_campaign(result)
    numbers = result.manifest["point_numbers"]
    for place, point in enumerate(result.manifest["design_points"]):
        title = place_of(point)
        level = f"{100 * result.manifest['verdicts'][place]['confidence']:.4g}%"
        priced = any(plan["spent"] is not None for plan in result.manifest["points"][place]["plans"].values())
        who, cost = ("authors", "spent") if campaign else ("seeds", "cost")
        headings = ("plan", who, *((cost,) if priced else ()), "metric", "mean", level, "median", "bad luck")
        shown = table_rows[table_rows["design_point"] == numbers[place]]
        shown = shown[~shown["metric"].isin({*parts_of_large_groups(result.metrics), *not_asked(result)})]
        if len(numbers) > MOST_POINTS:
            shown = shown[shown["metric"] == result.verdict["decide_by"]]
        rows: list[list[str]] = []
        before = None
        for row in shown.itertuples():
            plan = result.manifest["points"][place]["plans"][row.plan]
            about = [escape(row.plan), f"{plan['seeds']:,}"]
            about += [number(spent(result, numbers[place], row.plan, plan["spent"]))] if priced else []
            mean, low, high = (
                possible(row.metric, row.mean, row.low, row.high) if campaign else (row.mean, row.low, row.high)
            )
            single = ("–", "–") if happens(row.metric) else (number(row.median), number(row.bad_luck_decile))
            about = about if row.plan != before else [""] * len(about)
            rows.append([*about, escape(row.metric), number(mean), ends_of(low, high), *single])
            before = row.plan
        console.print(plans_table(console, escape(title), headings, rows))
        if shown["mean"].isna().any():
            console.print("-: not defined, as in no world there was anything to divide by", soft_wrap=True)
        each = people_an_account(result)
        if campaign and each != 1:
            accounts = "reach, impressions, reactions, clicks and members count accounts"
            people = "visits, leads, orders, customers and money count people"
            console.print(f"one account stands for {number(each)} people: {accounts}; {people}", soft_wrap=True)
        for remark in remarks(result, place):
            console.print(escape(remark), soft_wrap=True)
        for brought in shares_tables(result, "en", numbers[place]) if len(numbers) <= MOST_POINTS else ():
            console.print(in_terminal(brought))
    for row in result.manifest["effects"]:
        change = f"{row['base']} -> {row['level']}" if row["kind"] == "level" else "one more"
        ends = f"{100 * row.get('confidence', 0.95):.4g}%: {number(row['low'])} to {number(row['high'])}"
        console.print(
            escape(
                f"{row['path']} {change}, {row['plan']}: {row['metric']} changes by {number(row['effect'])} ({ends})"
            ),
            soft_wrap=True,
        )
    return target.getvalue()


def plans_table(console: Any, title: str, headings: tuple[str, ...], rows: list[list[str]]) -> Any:
    """The table of the plans: names of plans may take several lines, and so may names of metrics, after one of their
    words, where the terminal is narrow. Then it is as wide as it needs: a number that is cut is another one.
    """
    from rich.cells import cell_len
    from rich.table import Table

    metric = headings.index("metric")
    word = max((cell_len(word) for row in rows for word in row[0].split()), default=0)
    for told in (rows, [[*row[:metric], in_words(row[metric]), *row[metric + 1 :]] for row in rows]):
        columns = zip(headings, *told)
        own = [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns]
        beside = sum(own[1:]) + 3 * len(own) + 1
        own[0] = min(own[0], max(console.width - beside, word, cell_len(headings[0])))
        if beside + own[0] <= console.width or not sys.stdout.isatty():
            break
    console.width = max(console.width, beside + own[0])
    table = Table(title=title or None, title_justify="left")
    for heading, width in zip(headings, own):
        side: Any = "left" if heading in ("plan", "metric") else "right"
        table.add_column(heading, justify=side, no_wrap=heading != "plan", min_width=width)
    for row in told:
        table.add_row(*row)
    return table


def in_words(metric: str) -> str:
    """A metric's name in lines of some of its words.

    >>> in_words("probability_of_loss").split(chr(10))
    ['probability_of_', 'loss']
    """
    lines = [""]
    for word in re.findall(r"[^_/]*[_/]?", metric):
        if lines[-1] and len(lines[-1]) + len(word) > ROOM:
            lines.append("")
        lines[-1] += word
    return "\n".join(lines)


def in_terminal(told: Any) -> Any:
    """A table of who brought what: the interval stands beside its first number alone, there is no room for more."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(told.title), title_justify="left")
    table.add_column(escape(told.first))
    for place, (_, title) in enumerate(told.columns):
        table.add_column(escape(title), justify="right", no_wrap=not place)
    for row in told.rows:
        cells = [row[key][0] for key, _ in told.columns]
        table.add_row(escape(str(row["name"])), cells[0], *(cell.partition(" (")[0] for cell in cells[1:]))
    return table


def spent(result: Any, point: int, plan: str, aside: float | None) -> float | None:
    """What the plan cost at this design point: of a campaign what was really spent, on average; else its price."""
    if not is_campaign(result) or "spent" not in result.runs.columns:
        return aside
    runs = result.runs
    return float(runs.loc[(runs["plan"] == plan) & (runs["design_point"] == point), "spent"].mean())


def not_asked(result: Any) -> set[str]:
    """Metrics of a campaign's funnel that are stored, and that its scenario did not ask for."""
    asked = set((result.manifest["scenario"].get("compare") or {}).get("metrics") or result.metrics)
    return {metric for metric in result.metrics if metric.split("/")[0] not in asked} if is_campaign(result) else set()


def place_of(point: dict[str, Any]) -> str:
    """A design point in words; a value that is a map or a list as in JSON.

    >>> place_of({"seed": 1, "plans/a": {"seeds": []}})
    'seed = 1, plans/a = {"seeds": []}'
    """
    values = {
        path: json.dumps(v, ensure_ascii=False) if isinstance(v, (dict, list)) else v for path, v in point.items()
    }
    return ", ".join(f"{path} = {value}" for path, value in values.items())


def parts_of_large_groups(metrics: list[str]) -> list[str]:
    """Metrics by group (`reach_by_community/3`) with more groups than fit a table; the report shows them.

    >>> parts_of_large_groups(["reach", *(f"reach_by_community/{i}" for i in range(9))])[:2]
    ['reach_by_community/0', 'reach_by_community/1']
    """
    groups: dict[str, list[str]] = {}
    for metric in metrics:
        if "/" in metric:
            groups.setdefault(metric.split("/")[0], []).append(metric)
    return [metric for parts in groups.values() if len(parts) > MOST_GROUPS for metric in parts]
