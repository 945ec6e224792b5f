"""The levers of a campaign's plan: what its actions do beside posts and bought impressions, in places and cents."""

from collections.abc import Mapping
from typing import Any

from sim.levers import Care, Incentive, Insight, Lever, Offer, Referral, Response
from sim.scenario.ledger import cents_of
from sim.scenario.lever_choices import (
    CareAction,
    CommunityAction,
    CrisisAction,
    InsightAction,
    OfferAction,
    PrizeAction,
    ReferralAction,
)

ANY = -1
"""Any item, or no account."""


def levers_of(action: Any, place: int, items: Mapping[str, int]) -> list[Lever]:
    """The levers of an action; none for those that post or buy impressions alone.

    Args:
        action: resolved.
        place: of the plan's action that it belongs to.
        items: places of items in the content.
    """
    if isinstance(action, CommunityAction):
        return _community(action, place)
    if isinstance(action, PrizeAction):
        on = (items[action.item], action.at.start, action.at.end)
        return [Incentive(action.name, action.action, *on, value=action.prize, action=place)]
    if isinstance(action, CareAction):
        work = (action.at.start, action.at.end, action.per_hour, action.delay, action.quality)
        return [Care(*work, comments=action.comments, action=place)]
    if isinstance(action, InsightAction):
        return [Insight(action.at.start, action.delay, action.gain, place)]
    if isinstance(action, CrisisAction):
        return [Response(action.kind, action.threshold, action.delay, place)]
    if isinstance(action, ReferralAction):
        on = (items[action.item], action.at.start, action.at.end)
        return [Referral(*on, each_cents=cents_of(action.reward), cents=cents_of(action.spend), action=place)]
    if isinstance(action, OfferAction):
        item = ANY if action.item is None else items[action.item]
        return [Offer(item, action.at.start, action.at.end, action.discount, place)]
    return []


def _community(action: CommunityAction, place: int) -> list[Lever]:
    """The gift to who joins, by whichever post; without a gift people join as they like."""
    if not action.offer:
        return []
    gift, most = cents_of(action.offer), cents_of(action.spend)
    on = (ANY, action.at.start, action.at.end)
    return [Incentive("community", "join", *on, value=action.offer, each_cents=gift, cents=most, action=place)]


def lever_cents(lever: Lever) -> int:
    """What a lever may spend."""
    return int(getattr(lever, "cents", 0))
