"""What may stand in a campaign plan's actions: keys, types, ranges, and what each means."""

from typing import Any, Final

from pydantic import BaseModel, Field

from sim.scenario.lever_settings import COMMISSION, LEVERS
from sim.scenario.rule_settings import CPM, RULES
from sim.scenario.schema import LARGEST, ON, Name, Open, Strict


class PostSetting(Strict):
    """A post on an account of the brand's own."""

    item: str | None = Field(None, description="which content; the first if not given")
    account: int | str | None = Field(None, description="id or label of the account; the scenario's brand if not given")
    at: str = Field("day 1", description="when, as day 1 20:00. Source: convention")
    every: str | None = Field(None, description="again and again over a stretch, as every: 2 days")
    platform: str | None = Field(None, description=ON)


class PaySetting(Open):
    """Posts that accounts are paid for; further keys are the strategy's parameters."""

    choose: str | None = Field(None, description="name of the strategy")
    count: int | None = Field(None, ge=1, le=2**31 - 1, description="how many accounts")
    spend: float | None = Field(
        None,
        ge=0.01,
        lt=LARGEST,
        description="how much money for quotes, fee and making the item (currency)",
    )
    accounts: list[str | int] | None = Field(
        None, min_length=1, description="an explicit list: names of candidates, ids or labels"
    )
    item: str | None = Field(None, description="what they post; the first item if not given")
    commission: float | None = Field(None, ge=0, le=1, description=f"{COMMISSION}; the product's if not given")
    at: str = Field("day 1", description="when; over a stretch, as day 1..7 20:00, evenly. Source: convention")
    platform: str | None = Field(None, description=ON)


class PushSetting(Strict):
    """Impressions that are bought."""

    spend: float = Field(ge=0.01, lt=LARGEST, description="how much money (currency)")
    cpm: float | None = Field(None, ge=0.01, lt=LARGEST, description=CPM)
    item: str | None = Field(None, description="which content; the first if not given")
    at: str | None = Field(None, description="between when and when, as day 1..14; the whole campaign if not given")
    target: list[Any] | None = Field(
        None, description="who may be shown it: segments, communities, interests, lookalikes; everyone if not given"
    )
    frequency_cap: int | None = Field(
        None, ge=1, le=1_000_000, description="most impressions an account; no limit if not given"
    )
    platform: str | None = Field(None, description=ON)


class BoostSetting(PushSetting):
    """A paid push of the plan's posts of an item, or of the best of its posts."""

    posts: str | None = Field(
        None, description="of the posts out by then those that did best, as best 5 by engagement_rate; all if not given"
    )


class AdsSetting(PushSetting):
    """Ads of an item."""


class TargetSetting(Strict):
    """Accounts that may be shown an ad: exactly one of community, interest, lookalike."""

    community: int | None = Field(None, ge=0, description="the accounts of this community")
    interest: Name | None = Field(None, description="the accounts most interested in this topic")
    lookalike: int | str | None = Field(None, description="the accounts most like the followers of this account")
    share: float | None = Field(None, gt=0, le=1, description="how many, the best first: .1 (share of accounts)")


ACTIONS: Final[dict[str, type[BaseModel]]] = {
    "post": PostSetting,
    "pay": PaySetting,
    "boost": BoostSetting,
    "ads": AdsSetting,
    **LEVERS,
    **RULES,
}
"""The actions by name."""
