"""A warning where ads are bought that nobody can see."""

from collections.abc import Mapping
from typing import Any

from sim.scenario.action_choices import PilotAction
from sim.scenario.choices import FIRST, PlanChoice
from sim.scenario.errors import listed
from sim.scenario.explain_further import on
from sim.scenario.scenario import Scenario


def ads_nowhere(scenario: Scenario) -> list[str]:
    """A warning where ads are bought on a platform without any."""
    assert scenario.campaign is not None
    found = []
    for name in scenario.campaign.platforms:
        where = None if name == FIRST else name
        buying = [plan for plan, choice in scenario.plans.items() if _buys_ads(choice, where)]
        platform = scenario.full["platform"] if where is None else scenario.full["also_on"][name]
        if buying and not _shows_ads(platform):
            shows = "the platform shows none" if where is None else f"{name} shows none"
            ads = f"ads{on(where)}, but {shows} (ad_load is 0): that money stays unspent"
            found.append(f"Warning: {listed(buying)} buy {ads}.")
        rivals = [one for one in scenario.model.parameters.occasions.competitors if one.on == where]
        if any(one.people_shown(1.0) for one in rivals) and not _shows_ads(platform):
            shows = "the platform shows none" if where is None else f"{name} shows none"
            found.append(f"Warning: a competitor buys ads{on(where)}, but {shows} (ad_load is 0): nobody sees them.")
    return found


def _shows_ads(platform: Mapping[str, Any]) -> bool:
    """Has this platform looks for ads, from the start on or from a change on?"""
    later = any(change.get("ad_load", 0) != 0 for change in changes_of(platform))
    return later or platform.get("ad_load") != 0


def changes_of(platform: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The schedule of a platform that is written out."""
    return list(platform.get("changes") or ())


def _buys_ads(plan: PlanChoice, platform: str | None) -> bool:
    for one in plan.placed:
        pushes = one.action.trial if isinstance(one.action, PilotAction) else (one.action,)
        if any(push.name == "ads" and push.platform == platform for push in pushes):
            return True
    return False
