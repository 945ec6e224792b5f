"""What may stand in actions that decide in mid-campaign: keys, types, ranges, and what each means."""

from typing import Any, Final

from pydantic import BaseModel, Field, create_model

from sim.scenario.schema import LARGEST, ON, Strict

POST_METRICS: Final = ("impressions", "engagement_rate", "share_rate", "click_rate", "likes", "shares")
"""Measures of single posts, their shares included: counts, and counts for each impression."""
CPM: Final = "price of a thousand impressions (currency); what is known of the platform's preset if not given"
MOST_THEN: Final = 100
"""Actions of one ``when``."""


class SpendSetting(Strict):
    """Money for impressions."""

    spend: float = Field(ge=0.01, lt=LARGEST, description="how much money (currency)")
    cpm: float | None = Field(None, ge=0.01, lt=LARGEST, description=CPM)
    at: str = Field(description="between when and when, as day 1..2")
    target: list[Any] | None = Field(
        None, description="who may be shown it: segments, communities, interests, lookalikes; everyone if not given"
    )
    frequency_cap: int | None = Field(
        None, ge=1, le=1_000_000, description="most impressions an account; no limit if not given"
    )


class ThenSetting(SpendSetting):
    """Ads of the better item of a pilot."""


class PilotSetting(SpendSetting):
    """Ads of two items on a small budget, half each; the better one goes on."""

    items: list[str] = Field(min_length=2, max_length=2, description="the two items")
    by: str = Field("click_rate", description=f"which is better: by {', '.join(POST_METRICS)}. Source: convention")
    then: ThenSetting = Field(description="ads of the better one")
    platform: str | None = Field(None, description=ON)


IF: Final = (
    "a condition on any metric up to then, as orders < 800, in the metric's unit: reach and what accounts do are of "
    "accounts, also where each represents many people; reach_people, leads, orders and money are of people"
)
_WHEN: Final[dict[str, Any]] = {
    "if": (str, Field(description=IF)),
    "at": (str, Field(description="when it is looked at, as day 10")),
    "then": (
        list[Any],
        Field(
            min_length=1, max_length=MOST_THEN, description="what is done if it holds: any actions but when and pilot"
        ),
    ),
}
WhenSetting: Final[type[BaseModel]] = create_model(
    "WhenSetting", __base__=Strict, __doc__="Actions that are taken if something has happened by a time.", **_WHEN
)

RULES: Final[dict[str, type[BaseModel]]] = {"pilot": PilotSetting, "when": WhenSetting}
"""These actions by name."""
