"""Remarks on a campaign's plans that are never passed over in silence."""

from typing import Any, Final

from sim.metrics import METRICS
from sim.plots.campaigns import is_campaign
from sim.plots.writing import percent

TOLD: Final = ("too dear for what was left", "could be used", "of all attention", "held in ", "came out in ")
"""Who could not be afforded, money that buys nobody, a plan too large for its world, what rules and answers came to."""
COARSE: Final = 10.0
"""With fewer accounts a world that order for a plan, their number is coarse: it is said."""
MOST_PLANS: Final = 6
"""So many plans are named in a remark; the rest are counted."""


def remarks(result: Any, place: int = 0) -> list[str]:
    """The remarks on all plans at a design point (its place in the result), a sentence each without its full stop."""
    points = result.manifest.get("points") or []
    if not is_campaign(result) or place >= len(points):
        return []
    told = points[place]["plans"].items()
    found = [
        f"{plan}, {remark}"
        for plan, about in told
        for remark in about.get("remarks", ())
        if any(words in remark for words in TOLD)
    ]
    return [*found, *losses(result, place), *steps(result, place)]


def _runs(result: Any, place: int) -> Any:
    """The rows of a design point."""
    return result.runs[result.runs["design_point"] == result.manifest["point_numbers"][place]]


def _asked(result: Any) -> list[str]:
    compare = result.manifest["scenario"].get("compare") or {}
    return [str(metric).partition("/")[0] for metric in compare.get("metrics") or ()]


def _named(parts: list[str]) -> str:
    more = f" and {len(parts) - MOST_PLANS:,} more plans" if len(parts) > MOST_PLANS else ""
    return ", ".join(parts[:MOST_PLANS]) + more


def losses(result: Any, place: int) -> list[str]:
    """How likely each plan loses money, where it was asked for money and not for that."""
    asked = _asked(result)
    money = any(name in METRICS and METRICS[name].needs_cost and METRICS[name].needs_product for name in asked)
    if not money or "probability_of_loss" in asked or "probability_of_loss" not in result.runs.columns:
        return []
    runs = _runs(result, place)
    shares = runs.groupby("plan", sort=False)["probability_of_loss"].mean()
    return ["Probability of a loss: " + _named([f"{plan} {percent(share)}" for plan, share in shares.items()])]


def steps(result: Any, place: int) -> list[str]:
    """That orders come in steps of the people whom an account stands for, where few accounts order for a plan."""
    network = result.manifest["scenario"].get("network") or {}
    point = result.manifest["design_points"][place]
    represents = point.get("network/represents", network.get("represents"))
    sold = any(name in METRICS and METRICS[name].needs_product for name in _asked(result))
    if represents is None or not sold or "incremental_orders" not in result.runs.columns:
        return []
    each, runs = represents / result.manifest["points"][place]["accounts"], _runs(result, place)
    coarse = []
    for plan, part in runs.groupby("plan", sort=False):
        orders = part["incremental_orders"]
        acts = orders.any() or part["impressions"].any()
        if each > 1 and acts and orders.mean() < COARSE * each:
            coarse.append(f"{percent(float((orders == 0).mean()))} under {plan}")
    if not coarse:
        return []
    none = f"in this share of worlds no account ordered: {_named(coarse)}"
    on = "probability of loss, median and bad luck of orders and money then hang on the network's size"
    return [f"Orders come in steps of {each:,.4g} people; {none}; {on}; take more accounts"]
