"""The funnel of a campaign: from impressions to orders, plan beside plan."""

from typing import Any, Final

import numpy as np

from sim.metrics.funnel import ACCOUNTS, STAGES
from sim.plots import stored, style, writing
from sim.plots.campaigns import is_campaign
from sim.plots.texts import say

COLUMNS: Final = ("stage", "plan", "mean", "low", "high", "worlds", "people_an_account")


def people_an_account(result: Any) -> float:
    """How many people one account of the (first) network stands for; 1 where the scenario does not say.

    >>> from types import SimpleNamespace
    >>> manifest = {"scenario": {"network": {"represents": 60000}}, "networks": [{"accounts": 3000}]}
    >>> people_an_account(SimpleNamespace(manifest=manifest))
    20.0
    """
    network = result.manifest.get("scenario", {}).get("network") or {}
    represents = network.get("represents") if isinstance(network, dict) else None
    accounts = stored.accounts(result)
    return float(represents) / accounts if represents and accounts else 1.0


def funnel_data(result: Any) -> Any:
    """The numbers of :func:`funnel`: a row a stage and plan, all in people; no rows where no funnel was measured.

    Impressions, reach and clicks are measured in accounts; here they are times the people that an account stands for
    (column ``people_an_account``), so that all stages can be held against one another.
    """
    import pandas as pd

    rows = []
    if is_campaign(result):
        people = people_an_account(result)
        for stage in (stage for stage in STAGES if stage in result.runs.columns):
            each = people if stage in ACCOUNTS else 1.0
            for item in stored.means(result, stage).itertuples():
                numbers = (each * item.mean, each * item.low, each * item.high)
                rows.append((stage, item.plan, *numbers, item.worlds, people))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def funnel(result: Any, ax: Any = None, *, language: str = "en") -> Any:
    """Each stage of the funnel by plan: the mean with its interval in people, on a scale of powers of ten.

    Args, returns: as :func:`sim.plots.intervals`.

    Raises:
        MissingResult: no funnel was measured; only campaigns have one.
    """
    data = funnel_data(result)
    if data.empty:
        raise stored.MissingResult("this result has no funnel; a campaign has one")
    own = ax is None
    plans = list(dict.fromkeys(data["plan"]))
    stages = list(dict.fromkeys(data["stage"]))
    names = [say(language, f"stage_{stage}") for stage in stages]
    above = 0.14 + style.legend_height(len(plans))
    high = len(stages) * (0.2 + 0.2 * len(plans)) + 0.15
    ax = style.axes(ax, high + 0.72 + above, left=style.name_margin(names), bottom=0.72, top=above)
    style.row_names(ax, names)
    gap = 0.2 / (0.2 + 0.2 * len(plans))
    for plan in plans:
        where = stored.place(result, plan)
        part = data[data["plan"] == plan]
        rows = [stages.index(stage) + gap * (plans.index(plan) - (len(plans) - 1) / 2) for stage in part["stage"]]
        tint, label = style.colour(where), writing.wrapped(plan, 48, 1)
        ax.hlines(rows, part["low"], part["high"], color=tint, lw=4, alpha=0.6)
        ax.plot(part["mean"], rows, style.marker(where), color=tint, ms=6.5, mec="white", mew=0.8, ls="", label=label)
        for row, item in zip(rows, part.itertuples(), strict=True):
            end = np.nanmax([item.mean, item.high, 0.0])
            said = {"textcoords": "offset points", "va": "center", "fontsize": style.SIZE - 1.5, "color": style.INK}
            ax.annotate(writing.number(item.mean), (end, row), (6, 0), **said)
    finite = data[["mean", "low", "high"]].to_numpy(np.float64)
    finite = finite[np.isfinite(finite)]
    _scale(ax, float(finite.min(initial=np.inf)), float(finite.max(initial=1.0)))
    ax.set_ylim(len(stages) - 0.45, -0.55)
    style.label_axes(ax, say(language, "people"))
    style.legend(ax, own, len(plans), **({"loc": "lower left", "bbox_to_anchor": (0, 1)} if own else {}))
    return ax


def _scale(ax: Any, low: float, high: float) -> None:
    """Powers of ten, and 0 where something is below 1; room on the right for the numbers."""
    from matplotlib.ticker import LogLocator, SymmetricalLogLocator

    decades = np.log10(max(high, 10.0)) + (0.5 if low < 1 else -np.log10(low))
    most = max(high, 10.0) * 10 ** (0.2 * decades + 0.2)
    step = 10.0 ** max(1, int(np.ceil(decades / 6)))
    if low < 1:
        ax.set_xscale("symlog", linthresh=1.0)
        ax.xaxis.set_major_locator(SymmetricalLogLocator(base=step, linthresh=1.0))
        ax.set_xlim(-0.2, most)
    else:
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(step))
        ax.set_xlim(low / 10 ** (0.06 * decades), most)
    style.plain_log(ax.xaxis)
