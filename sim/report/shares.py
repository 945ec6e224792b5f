"""Tables of who brought what in a campaign's plan, for the report and for the terminal."""

from typing import Any, Final

from sim.plots import naming, shares_data, shares_told
from sim.plots.texts import say, short_metric_name
from sim.plots.writing import number
from sim.report.tables import Table, with_interval

WITH_INTERVALS: Final = ("shapley", "alone", "added")
PLAIN: Final = ("last_touch", "first_touch", "linear", "spent", "cost_per_added")
MONEY: Final = ("spent", "cost_per_added")


def shares_tables(result: Any, language: str, point: int | None = None) -> list[Table]:
    """A table for each plan, kind of group and metric at a design point, the first if not given: a row a group, the
    sum, the synergy, and credits of no group.
    """
    found = []
    for plan, by, metric in shares_told(result, point):
        data = shares_data(result, plan, by, metric, point)
        priced = naming.currency(result) is not None
        told = [name for name in (*WITH_INTERVALS, *PLAIN) if data[name].notna().any()]
        told = [name for name in told if priced or name not in MONEY]
        rows = [_row(language, item, told) for item in data.to_dict("records")]
        columns = [(name, say(language, f"shares_{name}")) for name in told]
        found.append(Table(say(language, f"group_{by}"), columns, rows, title_of(result, language, plan, by, metric)))
    return found


def title_of(result: Any, language: str, plan: str, by: str, metric: str) -> str:
    """What a table or figure tells, in a line."""
    what = short_metric_name(language, metric)
    unit = naming.unit(result, metric)
    values = {"plan": plan, "metric": f"{what} ({unit})" if unit else what}
    return say(language, "title_shares", kind=say(language, f"group_{by}"), **values)


def _row(language: str, item: dict[str, Any], told: list[str]) -> dict[str, Any]:
    kind = item["kind"]
    row: dict[str, Any] = {"name": item["group"] if kind == "group" else say(language, f"shares_row_{kind}")}
    for name in told:
        value = item[name]
        if value != value:
            row[name] = ("–", None)
        elif name in WITH_INTERVALS:
            low, high = item[f"{name}_low"], item[f"{name}_high"]
            row[name] = (with_interval(language, value, low, high), [value, low, high])
        else:
            row[name] = (number(value), value)
    return row


def methods_of(result: Any, language: str) -> list[str]:
    """How it was found, a sentence each."""
    table = getattr(result, "attribution", None)
    if table is None:
        return []
    found = [say(language, "p_shares"), say(language, "p_shares_touch")]
    shared = table[table["shapley"].notna()]
    if len(shared):
        found.append(say(language, "p_shares_shapley"))
        found.append(say(language, "p_shares_exact" if shared["exact"].all() else "p_shares_drawn"))
    return found
