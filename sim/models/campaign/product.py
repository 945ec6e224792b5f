"""What is sold, and to whom: the product, its baseline demand, and segments of the audience."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]


class Product(BaseModel):
    """The product of a campaign."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quality: Share = Field(0.5, description="how good it is (0 to 1). Source: the scenario")
    order_value: float = Field(
        100.0, gt=0, lt=1e9, description="median value of an order (currency). Source: the scenario"
    )
    order_spread: float = Field(0.5, ge=0, le=3, description="spread of it (sd of the logarithm). Source: assumption")
    margin: Share = Field(0.5, description="gross margin (share of the value). Source: the scenario")
    returns: Share = Field(
        0.1, description="orders that are sent back (share). Source: trade pages, conventional shops 10 to 15%"
    )
    commission: Share = Field(0.0, description="paid to authors on orders through them (share). Source: the scenario")
    orders_a_day: float = Field(
        0.0002, ge=0, le=1, description="orders of a usual person a day without any campaign (rate). Source: assumption"
    )
    goodwill_effect: float = Field(
        0.85,
        ge=0,
        le=10,
        description="growth of the log rate of orders with goodwill (none). Source: fitted, docs/calibration.md",
    )
    goodwill_days: float = Field(
        7.0,
        gt=0,
        le=365,
        description="half-life of goodwill (days). Source: Trusov, Bucklin and Pauwels 2009, word of mouth, 5 to 15",
    )
    known: Share = Field(
        0.5, description="accounts that know the brand before (share); the others notice it. Source: assumption"
    )
    awareness: float = Field(
        0.3,
        ge=0,
        le=10,
        description="goodwill that the first impression brings who did not know the brand, good or bad as it may be "
        "(goodwill). Source: assumption; sign by Berger, Sorensen and Rasmussen 2010",
    )
    expectation_effect: float = Field(
        1.0,
        ge=0,
        le=20,
        description="growth of the log rate of orders with what is expected beyond .5 (none). Source: assumption",
    )
    delivery_days: float = Field(
        2.0, ge=0, le=365, description="from an order to the experience with it (days). Source: assumption"
    )
    lead_rate: Share = Field(0.15, description="clicks that become leads (probability). Source: assumption")
    order_rate: Share = Field(0.1, description="leads that order (probability). Source: assumption")
    discount_effect: float = Field(
        2.0, ge=0, le=20, description="growth of the log odds of ordering with a discount (none). Source: assumption"
    )


class Segment(BaseModel):
    """A part of the audience."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Share = Field(description="of the accounts (share)")
    interests: dict[str, float] = Field({}, description="interest in topics, instead of the network's (0 to 1)")
    price_sensitivity: Share = Field(0.5, description="how much a discount moves them (0 to 1). Source: convention")
    demand: float = Field(
        1.0, ge=0, le=1000, description="baseline demand beside a usual person's (ratio). Source: convention"
    )
