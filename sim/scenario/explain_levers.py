"""What a plan does for relations and in promotions, in phrases."""

import math
from typing import Any, Final

from sim.scenario.lever_choices import (
    CareAction,
    CommunityAction,
    CrisisAction,
    InsightAction,
    MembersAction,
    OfferAction,
    PrizeAction,
    ReferralAction,
)
from sim.scenario.scenario import Scenario
from sim.scenario.times import DAY, length_text, moment_text

ANSWERS: Final = {
    "empathy": "an answer full of understanding",
    "explanation": "an answer that explains",
    "compensation": "an answer that offers compensation",
}

DOING: Final = {
    "share": "share",
    "like": "like",
    "comment": "comment on",
    "save": "save",
    "click": "click on",
    "follow": "follow its author after",
    "join": "join the community after",
}
"""What must be done with an item to take part in a lottery."""


def lever_phrase(scenario: Scenario, action: Any, unit: str) -> str | None:
    """The phrase of an action, or None if it is no lever. ``unit``: the currency after a blank, or nothing."""
    if isinstance(action, CommunityAction):
        return _community(action, unit)
    if isinstance(action, MembersAction):
        count = len(action.moments())
        many = f"{action.item} sent {count} times" if count > 1 else f"{action.item} sent"
        return f"{many} to the members of the community, {action.at.text}"
    if isinstance(action, CareAction):
        return _care(action, unit)
    if isinstance(action, InsightAction):
        assert scenario.campaign is not None
        beyond = action.at.start + action.delay >= scenario.campaign.days * DAY
        late = ", after the campaign's end," if beyond else ""
        heard = f"what people said by {moment_text(action.at.start)} is listened to{_for(action.cost, unit)}"
        return f"{heard}: {length_text(action.delay)} later{late} the product is better by up to {action.gain:g}"
    if isinstance(action, CrisisAction):
        when = f"{length_text(action.delay)} after {action.threshold:,} negative post"
        return f"{ANSWERS[action.kind]}, {when}{'' if action.threshold == 1 else 's'}{_for(action.cost, unit)}"
    if isinstance(action, ReferralAction):
        most = f"{action.spend:,.10g}{unit} at most"
        who = f"{action.reward:,.10g}{unit} to who ordered for each friend who orders after seeing {action.item}"
        return f"{who} ({most}), {action.at.text}"
    if isinstance(action, PrizeAction):
        return _prize(action, unit)
    if isinstance(action, OfferAction):
        who = "everyone" if action.item is None else f"who comes through {action.item}"
        return f"{100 * action.discount:.10g}% off for {who}, {action.at.text}"
    return None


def _for(cost: float, unit: str) -> str:
    return f" for {cost:,.10g}{unit}" if cost else ""


def _community(action: CommunityAction, unit: str) -> str:
    found = f"a private community, {action.at.text}"
    if action.offer:
        found += f", with a gift of {action.offer:,.10g}{unit} for who joins ({action.spend:,.10g}{unit} at most)"
    if action.push is not None:
        found += f", whose members are sent {action.item} every {length_text(action.push)}"
    return found


def _care(action: CareAction, unit: str) -> str:
    what = "complaints and comments" if action.comments else "complaints"
    if not action.staff:
        assert math.isinf(action.per_hour)
        told = f"a machine answers {what} at once, with quality {action.quality:g}"
        return f"{told}{_for(action.cost, unit)}, {action.at.text}"
    who = "1 person answers" if action.staff == 1 else f"{action.staff:,} people answer"
    pace = f"{action.per_hour:,.10g} an hour" + (" together" if action.staff > 1 else "")
    each = " each" if action.staff > 1 else ""
    wage = f" for {action.wage:,.10g}{unit} an hour{each}" if action.wage else ""
    first = f"after {length_text(action.delay)} at the earliest"
    return f"{who} {what}{wage}, {pace}, {first}, with quality {action.quality:g}, {action.at.text}"


def _prize(action: PrizeAction, unit: str) -> str:
    if action.name == "challenge":
        prize = f"{action.prize:,.10g}{unit} for a piece of one's own that shares {action.item}"
        return f"a challenge, {action.at.text}: {prize}"
    many = "a prize" if action.winners == 1 else f"{action.winners:,} prizes"
    who = f"those who {DOING[action.action]} {action.item}"
    return f"a lottery, {action.at.text}: {many} of {action.prize:,.10g}{unit} among {who}"
