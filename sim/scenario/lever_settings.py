"""What may stand in the actions for relations and in promotions: keys, types, ranges, and what each means."""

from typing import Final, Literal

from pydantic import BaseModel, Field

from sim.scenario.schema import LARGEST, ON, Share, Strict

STRETCH: Final = "between when and when, as day 1..14; the whole campaign if not given"
ITEM: Final = "which content; the first if not given"
MOST_STAFF: Final = 100_000
MOST_WINNERS: Final = 1_000_000


class CommunitySetting(Strict):
    """A private community of the brand: who joins may be given something, and members are sent posts."""

    offer: float = Field(0.0, ge=0, lt=LARGEST, description="gift for each who joins (currency). Source: convention")
    spend: float | None = Field(None, gt=0, lt=LARGEST, description="the most that gifts may cost (currency)")
    push: str | None = Field(
        None, description="how often members are sent the item, as every 3 days; never if not given"
    )
    item: str | None = Field(None, description="what they are sent; the first if not given")
    at: str | None = Field(None, description=STRETCH)


class MembersSetting(Strict):
    """A post to the members of the brand's private community."""

    item: str | None = Field(None, description=ITEM)
    at: str = Field("day 1", description="when, as day 5 20:00. Source: convention")
    every: str | None = Field(None, description="again and again over a stretch, as every: 3 days")


class CareSetting(Strict):
    """Somebody, or a machine, who answers complaints, first in, first out."""

    at: str | None = Field(None, description=STRETCH)
    automatic: bool = Field(False, description="whether a machine answers, all and at once. Source: convention")
    staff: int | None = Field(None, ge=1, le=MOST_STAFF, description="people who answer: 1. Source: convention")
    per_hour: float | None = Field(
        None, gt=0, le=1e6, description="answers of each of them an hour: 12. Source: assumption"
    )
    delay: str | None = Field(None, description="time before a complaint can be answered: 30 min. Source: assumption")
    quality: Share | None = Field(
        None, description="how good the answers are, 0 to 1: .8, of a machine .4. Source: assumption"
    )
    wage: float | None = Field(
        None, ge=0, lt=LARGEST, description="of each of them an hour: 0 (currency). Source: convention"
    )
    cost: float | None = Field(None, ge=0, lt=LARGEST, description="of a machine: 0 (currency). Source: convention")
    comments: bool = Field(False, description="whether comments are answered too. Source: convention")


class InsightSetting(Strict):
    """What people say is listened to, and the product becomes better."""

    at: str = Field(description="from when what was said before is known, as day 5")
    delay: str = Field("10 days", description="time until the product is better. Source: assumption")
    gain: Share = Field(
        0.2,
        description="by how much at most the product's quality rises, with many voices (0 to 1). Source: assumption",
    )
    cost: float = Field(0.0, ge=0, lt=LARGEST, description="of listening (currency). Source: convention")


class CrisisSetting(Strict):
    """The brand answers when it is spoken ill of."""

    threshold: int = Field(
        20, ge=1, le=2**31 - 1, description="negative posts after which it acts (posts). Source: assumption"
    )
    delay: str = Field("6 h", description="time from then until the answer is out. Source: assumption")
    kind: Literal["empathy", "explanation", "compensation"] = Field(
        "empathy", description="what kind of answer it is. Source: convention"
    )
    cost: float = Field(0.0, ge=0, lt=LARGEST, description="of being ready for it (currency). Source: convention")


class ReferralSetting(Strict):
    """Who ordered may bring friends, and is rewarded for each who orders."""

    reward: float = Field(ge=0.01, lt=LARGEST, description="for each friend who orders (currency)")
    spend: float = Field(gt=0, lt=LARGEST, description="the most that rewards may cost (currency)")
    item: str | None = Field(None, description="what friends are shown; the first if not given")
    at: str | None = Field(None, description=STRETCH)


class ChallengeSetting(Strict):
    """A prize for who publishes a piece of his own."""

    prize: float = Field(gt=0, lt=LARGEST, description="what can be won (currency)")
    item: str | None = Field(None, description="whose shares take part; the first if not given")
    at: str | None = Field(None, description=STRETCH)


class LotterySetting(ChallengeSetting):
    """Prizes that are drawn among who takes an action."""

    prize: float = Field(gt=0, lt=LARGEST, description="what each winner gets (currency)")
    item: str | None = Field(None, description="content on which the action is taken; the first if not given")
    winners: int = Field(1, ge=1, le=MOST_WINNERS, description="how many prizes there are. Source: convention")
    action: Literal["share", "like", "comment", "save", "click", "follow", "join"] = Field(
        "share", description="what one must do to take part. Source: convention"
    )


COMMISSION: Final = "what authors get of the orders through these posts, beside the budget (share of the value)"


class LiveSetting(Strict):
    """A live stream on an account of the brand's own."""

    item: str | None = Field(None, description="an item of the format live; the first item if not given")
    account: int | str | None = Field(None, description="id or label of the account; the scenario's brand if not given")
    commission: float | None = Field(None, ge=0, le=1, description=f"{COMMISSION}; none if not given")
    at: str = Field("day 1", description="when it begins, as day 3 20:00. Source: convention")
    platform: str | None = Field(None, description=ON)


class OfferSetting(Strict):
    """A discount that holds for a time."""

    discount: float = Field(gt=0, le=1, description="price reduction, above 0 to 1")
    item: str | None = Field(None, description="for who comes through this content; any if not given")
    at: str | None = Field(None, description=STRETCH)


LEVERS: Final[dict[str, type[BaseModel]]] = {
    "community": CommunitySetting,
    "push": MembersSetting,
    "care": CareSetting,
    "insight": InsightSetting,
    "crisis": CrisisSetting,
    "challenge": ChallengeSetting,
    "lottery": LotterySetting,
    "referral": ReferralSetting,
    "live": LiveSetting,
    "offer": OfferSetting,
}
"""These actions by name."""
