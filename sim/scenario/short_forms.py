"""The short forms of a scenario file written out: a bare model name becomes a map, one group of seeds a list of one."""

from typing import Any

from sim.scenario.schema import DEFAULTS
from sim.scenario.shares import with_shares


def expand(data: dict[str, Any]) -> dict[str, Any]:
    """The short forms of a file written out, and the parts that may be left out; the file's data is not changed."""
    full = dict(data)
    full.pop("extends", None)
    if isinstance(full.get("model"), str):
        full["model"] = {full["model"]: {}}
    elif isinstance(full.get("model"), dict):
        full["model"] = {name: {} if inner is None else inner for name, inner in full["model"].items()}
    if isinstance(full.get("prices"), str):
        full["prices"] = {"table": full["prices"]}
    if full.get("uncertain") == DEFAULTS:
        full["uncertain"] = {DEFAULTS: True}
    full.setdefault("content", {"post": {}})
    if isinstance(full["content"], dict):
        full["content"] = {name: {} if inner is None else _shares_in(inner) for name, inner in full["content"].items()}
    if isinstance(full.get("also_on"), dict):
        full["also_on"] = {name: _expanded_further(inner) for name, inner in full["also_on"].items()}
    for key in ("platform", "also_on", "product", "audience", "occasions", "opt_out"):
        if key in full:
            full[key] = with_shares(full[key])
    full.setdefault("compare", {})
    if isinstance(full["compare"], dict) and full["compare"].get("shapley") is not None:
        full["compare"] = {**full["compare"], "shapley": _expanded_sharing(full["compare"]["shapley"])}
    if isinstance(full.get("plans"), dict):
        full["plans"] = {name: _expanded_plan(plan) for name, plan in full["plans"].items()}
    return full


def _expanded_sharing(sharing: Any) -> Any:
    sharing = {"by": sharing} if isinstance(sharing, str) else sharing
    if isinstance(sharing, dict) and isinstance(sharing.get("metric"), str):
        return {**sharing, "metric": [sharing["metric"]]}
    return sharing


def _expanded_further(platform: Any) -> Any:
    if isinstance(platform, dict) and isinstance(platform.get("prices"), str):
        return platform | {"prices": {"table": platform["prices"]}}
    return {} if platform is None else platform


def _expanded_plan(plan: Any) -> Any:
    if isinstance(plan, dict) and isinstance(plan.get("seeds"), dict):
        return plan | {"seeds": [plan["seeds"]]}
    return plan


def _shares_in(item: Any) -> Any:
    """An item with shares as numbers; names of topics stay what they are."""
    if not isinstance(item, dict):
        return item
    return {key: with_shares(value) if isinstance(value, str) else value for key, value in item.items()}
