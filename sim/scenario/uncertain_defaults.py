"""``uncertain: defaults``: every parameter that was not fitted, and that the file does not set, in its plausible range.

Only what matters to this scenario is drawn: nothing of members where no plan has a community, nothing of orders where
nothing is sold. What a preset says of its platform is left as it is, and so is what somebody chooses.
"""

import math
from collections.abc import Callable, Iterable
from typing import Any, Final

from sim.scenario.choices import Uncertain
from sim.scenario.errors import ScenarioError
from sim.scenario.explain_parameters import Told, parameters_of
from sim.scenario.filling import Making
from sim.scenario.points import squares, with_values
from sim.scenario.scenario import Scenario
from sim.scenario.schema import DEFAULTS, UncertainSetting

ITEM, POST = "model/campaign/appeal_item", "model/campaign/appeal_post"
"""Their total was fitted, how they share it was not: it is drawn, and the total kept."""
LEAST_OF_TOTAL: Final = 1 / 3
"""Neither has less of the total than this (in standard deviations; assumption)."""
DRAWN_THOUGH_FITTED: Final = ("trust_slope",)
"""It was fitted where creators were compared, on Instagram and TikTok; what holds elsewhere is not known."""

_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "Ordering": ("product",),
    "Being satisfied": ("product",),
    "Care": ("product",),
    "Community": ("community",),
    "Friends": ("product", "referral"),
    "Listening": ("crisis",),
    "Recommending": ("recommends",),
    "Ranking": ("ranks",),
    "product/known": ("product",),
    "product/awareness": ("product",),
    "product/goodwill_days": ("product",),
    "relations/answered_effect": ("product", "care"),
    "relations/answer_hours": ("product", "care"),
    "relations/comment_effect": ("care",),
    "relations/care_invites": ("product", "care"),
    "relations/repurchase": ("product", "community"),
    "relations/urgency": ("product", "offer"),
    "relations/live_effect": ("product", "live"),
    "relations/live_returns": ("product", "live"),
    "relations/voices_wanted": ("product", "insight"),
    "relations/incentive_effect": ("community",),
    "relations/prize_effect": ("prizes",),
    "product/discount_effect": ("product", "discount"),
    "trust_banner": ("ads",),
    "duration_effect": ("duration",),
    "disclosure_effect": ("disclosed",),
    "untargeted_effect": ("opt_out",),
}
"""What must be there for a parameter to matter, by its path or else by its equation."""


def default_uncertain(
    scenario: Scenario, varied: Iterable[str], making: Making
) -> tuple[dict[str, Uncertain], dict[str, Any]]:
    """The uncertain parameters, and the same written out; each is noted as filled in. Faults go to the report."""
    here = ("uncertain", DEFAULTS)
    if scenario.campaign is None:
        problem = "belongs to the campaign model; name what is uncertain, as model/independent_cascade/probability"
        making.report.add(here, problem, key=True)
        return {}, {}
    found = default_ranges(scenario, varied)
    for end in ("low", "high"):
        try:
            with_values(scenario, {path: getattr(setting, end) for path, setting in found.items()})
        except ScenarioError as error:
            fault = error.faults[0]
            told = f"draws all that is not known from its range; at the {end}est of all {fault.path} {fault.problem}"
            making.report.add(here, f"{told} (give {fault.path} a range of its own, or a value)", key=True)
    written = {}
    for path, setting in found.items():
        written[path] = setting.model_dump(exclude_none=True)
        making.default(("uncertain", path), "asked for by uncertain: defaults")
    return {path: Uncertain(**dict(setting)) for path, setting in found.items()}, written


def default_ranges(scenario: Scenario, varied: Iterable[str]) -> dict[str, UncertainSetting]:
    """The ranges by path.

    Args:
        varied: paths that are swept, or uncertain by what the file says itself; nothing of them is drawn here.
    """
    kept = tuple(varied)
    there = _there(scenario, kept)
    found = {}
    for one in parameters_of(scenario):
        if not _is_drawn(one) or not there >= {*_needed(one)} or any(_touch(one.path, path) for path in kept):
            continue
        low, high = one.row.ground.low, one.row.ground.high
        source = f"{one.source}; plausible range of docs/models.md"
        found[one.path] = UncertainSetting.model_validate({"low": low, "high": high, "source": source})
    if all(path in found for path in (ITEM, POST)):
        found.update(_split(scenario))
    else:
        found = {path: setting for path, setting in found.items() if path not in (ITEM, POST)}
    return found


def _is_drawn(one: Told) -> bool:
    ground = one.row.ground
    if one.given or not ground.drawn or ground.low is None or one.source.startswith("preset "):
        return False
    fitted = one.row.key in DRAWN_THOUGH_FITTED or one.path in (ITEM, POST)
    return ground.mark not in ("input", "fitted") or fitted


def _needed(one: Told) -> tuple[str, ...]:
    return _NEEDS.get(one.row.path, _NEEDS.get(one.row.ground.equation, ()))


def _touch(path: str, other: str) -> bool:
    """Whether two paths are the same place, or one lies in the other."""
    return f"{path}/".startswith(f"{other}/") or f"{other}/".startswith(f"{path}/")


def _split(scenario: Scenario) -> dict[str, UncertainSetting]:
    total = math.sqrt(squares(scenario, ITEM, POST))
    low, high = total * LEAST_OF_TOTAL, total * math.sqrt(1 - LEAST_OF_TOTAL * LEAST_OF_TOTAL)
    source = "assumption: the total was fitted, how item and author share it was not"
    one = UncertainSetting.model_validate({"low": low, "high": high, "source": source})
    return {ITEM: one, POST: one.model_copy(update={"keeps_total_with": ITEM})}


def _there(scenario: Scenario, varied: tuple[str, ...]) -> set[str]:
    """What there is in a scenario that parameters may need."""
    plans, full = list(scenario.plans.values()), scenario.full
    actions = {one.action.name for plan in plans for one in plan.placed}
    platforms = [full["platform"], *full.get("also_on", {}).values()]
    discounts = any(scenario.content[item].discount > 0 for plan in plans for item in plan.items)
    told = {
        "product": full.get("product") is not None,
        "community": bool(actions & {"community", "push"}),
        "prizes": bool(actions & {"lottery", "challenge"}),
        "ads": bool(actions & {"ads", "pilot"}),
        "duration": any(scenario.content[item].duration > 0 for plan in plans for item in plan.items),
        "disclosed": any(scenario.content[item].disclosed for plan in plans for item in plan.items),
        "discount": "offer" in actions or discounts,
        "opt_out": bool(full.get("opt_out")) or "opt_out" in varied,
        "recommends": _any(platforms, varied, lambda one: one.get("out_of_network", {}).get("share") != 0),
        "ranks": _any(platforms, varied, lambda one: one.get("ranking") != "chronological" or one.get("changes")),
    }
    return {name for name, holds in told.items() if holds} | actions


def _any(platforms: list[Any], varied: tuple[str, ...], holds: Callable[[Any], Any]) -> bool:
    """Whether it holds on a platform, or a platform is varied so that it may."""
    swept = any(path.startswith(("platform/", "also_on/")) for path in varied)
    return swept or any(holds(one) for one in platforms)
