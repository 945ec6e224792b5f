"""Whom a plan reaches, by community and tier, and who brought whom."""

from typing import Any, Final

import numpy as np

from sim.plots import naming, stored, style, writing
from sim.plots.texts import say

MOST_COMMUNITIES: Final = 10
MOST_SEEDS: Final = 15
TIER_ORDER: Final = ("head", "waist", "tail", "koc")


def groups_data(result: Any, metric: str) -> Any:
    """Mean and interval of each part of a metric by group: plan, group, mean, low, high, accounts, share."""
    import pandas as pd

    prefix = f"{metric}/"
    parts = [column for column in result.runs.columns if column.startswith(prefix)]
    columns = ["plan", "group", "mean", "low", "high", "accounts", "share"]
    sizes = group_sizes(result, metric)
    rows = []
    for part in parts:
        group = part.removeprefix(prefix)
        size = sizes.get(group)
        if size == 0:
            continue
        for item in stored.means(result, part).itertuples():
            share = item.mean / size if size else np.nan
            rows.append((item.plan, group, item.mean, item.low, item.high, size, share))
    return pd.DataFrame(rows, columns=columns)


def group_sizes(result: Any, metric: str) -> dict[str, int]:
    """How many accounts each group has, where the network is at hand."""
    from sim.network import TIERS

    network = result.network
    name = metric.rsplit("_by_", 1)[-1]
    if network is None or name not in network.attributes:
        return {}
    kinds, counts = np.unique(network.attributes[name], return_counts=True)
    if name == "tier":
        return {TIERS[kind]: int(count) for kind, count in zip(kinds, counts, strict=True)}
    sizes = {str(kind): int(count) for kind, count in zip(kinds, counts, strict=True)}
    named = {column.split("/", 1)[1] for column in result.runs.columns if column.startswith(f"{metric}/")}
    sizes["other"] = sum(count for kind, count in sizes.items() if kind not in named)
    return sizes


def by_community_data(result: Any) -> Any:
    """The numbers of :func:`by_community`: a row for each plan and community."""
    return groups_data(result, "reach_by_community")


def by_tier_data(result: Any) -> Any:
    """The numbers of :func:`by_tier`: a row for each plan and tier."""
    return groups_data(result, "reach_by_tier")


def by_community(result: Any, ax: Any = None, *, language: str = "en") -> Any:
    """What each plan reaches of each community: its mean share, or the number where the sizes are not known.

    Args, returns: as :func:`sim.plots.intervals`.

    Raises:
        MissingResult: the runs have no reach_by_community.
    """
    data = by_community_data(result)
    order = list(dict.fromkeys(data["group"]))
    order = [group for group in order if group != "other"][:MOST_COMMUNITIES] + [g for g in order if g == "other"]
    names = [
        say(language, "communities_other")
        if group == "other"
        else say(language, "community", number=writing.shown(group))
        for group in order
    ]
    return _rows_of_groups(result, data, order, names, ax, language, "reach_by_community")


def by_tier(result: Any, ax: Any = None, *, language: str = "en") -> Any:
    """What each plan reaches of each tier (head, waist, tail, KOC: by followers).

    Args, returns: as :func:`sim.plots.intervals`.

    Raises:
        MissingResult: the runs have no reach_by_tier.
    """
    data = by_tier_data(result)
    present = set(data["group"])
    order = [tier for tier in TIER_ORDER if tier in present]
    names = [say(language, f"tier_{tier}") for tier in order]
    return _rows_of_groups(result, data, order, names, ax, language, "reach_by_tier")


def _rows_of_groups(
    result: Any, data: Any, order: list[str], names: list[str], ax: Any, language: str, metric: str
) -> Any:
    """A row a group, in it a marker a plan, joined by a line."""
    if data.empty:
        raise stored.MissingResult(f"the result has no metric {metric!r}; name it under compare: metrics")
    own = ax is None
    plans = list(dict.fromkeys(data["plan"]))
    as_share = bool(data["share"].notna().all())
    value = "share" if as_share else "mean"
    below = 0.72 + style.legend_height(len(plans))
    ax = style.axes(ax, 0.3 + 0.3 * len(order) + below, left=style.name_margin(names), bottom=below)
    table = data.set_index(["group", "plan"])
    for row, group in enumerate(order):
        found = table.loc[group][value]
        ax.plot([found.min(), found.max()], [row, row], color=style.LINE, lw=3, zorder=1, solid_capstyle="round")
    for plan in plans:
        where = stored.place(result, plan)
        x = [float(table.loc[(group, plan), value]) for group in order]
        ax.plot(
            x,
            range(len(order)),
            style.marker(where),
            color=style.colour(where),
            ms=7.5,
            mec="white",
            mew=0.8,
            ls="",
            label=writing.wrapped(plan, 48, 1),
            zorder=3,
        )
    style.row_names(ax, names)
    style.padded(ax, np.append(data[value].to_numpy(), 0.0))
    if as_share:
        style.percents(ax.xaxis)
    style.label_axes(ax, say(language, "share_reached" if as_share else "mean_reached"))
    style.legend(ax, own, len(plans))
    return ax


def added_reach_data(result: Any, plan: str | None = None) -> Any:
    """The numbers of :func:`added_reach`: the plan's seeds, the largest added reach first."""
    import pandas as pd

    columns = [
        "plan",
        "account",
        "label",
        "tier",
        "followers",
        "price",
        "added_reach",
        "added_reach_low",
        "added_reach_high",
    ]
    choices = result.choices
    if choices is None or not len(choices) or "added_reach" not in choices.columns:
        return pd.DataFrame(columns=columns)
    plan = plan or stored.best(result)
    mine = choices[(choices["plan"] == plan) & (choices["design_point"] == stored.first_point(result))]
    mine = mine[mine["realisation"] == mine["realisation"].min()].dropna(subset="added_reach")
    mine = mine.sort_values("added_reach", ascending=False, kind="stable").reset_index(drop=True)
    return mine[[column for column in columns if column in mine.columns]]


def added_reach(result: Any, plan: str | None = None, ax: Any = None, *, language: str = "en") -> Any:
    """Who brought what: the reach that is missing in the same worlds without a seed, beside that seed's followers.

    Args:
        result: a stored result.
        plan: a plan; the best one if not given. Its first fifteen seeds by added reach are drawn.
        ax: matplotlib axes to draw in; a new figure if not given.

    Returns:
        The axes.

    Raises:
        MissingResult: no added reach was computed for this plan.
    """
    from matplotlib.lines import Line2D

    plan = plan or stored.best(result)
    data = added_reach_data(result, plan)
    if data.empty or plan is None:
        raise stored.MissingResult(f"no added reach was computed for {plan!r}; see compare: added_reach")
    own = ax is None
    data = data.head(MOST_SEEDS)
    names = [writing.wrapped(say(language, "account", name=label), 20, 1) for label in data["label"]]
    below = 0.72 + style.legend_height(2)
    ax = style.axes(ax, 0.35 + 0.3 * len(data) + below, left=style.name_margin(names), bottom=below)
    where = stored.place(result, plan)
    tint = style.colour(where)
    for row, item in enumerate(data.itertuples()):
        ax.plot([item.followers, item.added_reach], [row, row], color=style.LINE, lw=1.2, zorder=1)
        ax.plot([item.followers], [row], "o", color="white", mec=style.QUIET, mew=1.3, ms=6, zorder=2)
        ax.plot([item.added_reach_low, item.added_reach_high], [row, row], color=tint, lw=4, alpha=0.55, zorder=3)
        ax.plot([item.added_reach], [row], style.marker(where), color=tint, mec="white", mew=0.8, ms=7.5, zorder=4)
    numbers = data[["followers", "added_reach", "added_reach_low", "added_reach_high"]].to_numpy(np.float64)
    style.row_names(ax, names)
    style.padded(ax, np.append(numbers, 0.0))
    if np.nanmax(numbers) > 30 * max(float(np.nanmedian(data["added_reach"])), 1.0):
        ax.set_xscale("symlog", linthresh=1.0)
        ax.set_xlim(min(-0.35, 1.3 * float(np.nanmin(numbers))), 1.5 * float(np.nanmax(numbers)))
        style.plain_log(ax.xaxis)
    style.label_axes(ax, say(language, "added_or_followers"))
    handles = [
        Line2D(
            [],
            [],
            marker=style.marker(where),
            color=tint,
            lw=4,
            alpha=0.8,
            ms=7,
            mec="white",
            label=say(language, naming.word(result, "added_reach")),
        ),
        Line2D(
            [], [], marker="o", color="white", mec=style.QUIET, ls="", ms=6, label=say(language, "direct_followers")
        ),
    ]
    style.legend(ax, own, 2, handles=handles)
    return ax
