"""What is sold, and to whom: the product, its baseline demand, and segments of the audience."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.models.campaign.grounds import Ground

Share = Annotated[float, Field(ge=0, le=1)]
FARTHEST_PRICE = 100.0
"""A price lies within so many times the usual one: nobody knows what demand does farther off."""


class Product(BaseModel):
    """The product of a campaign."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quality: Annotated[Share, Ground("Being satisfied", "input", 0, 1)] = Field(
        0.5, description="how good it is (0 to 1). Source: the scenario"
    )
    order_value: Annotated[float, Ground("Ordering", "input", 1, 1e6)] = Field(
        100.0, gt=0, lt=1e9, description="median value of an order (currency). Source: the scenario"
    )
    order_spread: Annotated[float, Ground("Ordering", "assumption", 0.2, 1)] = Field(
        0.5, ge=0, le=3, description="spread of it (sd of the logarithm). Source: assumption"
    )
    margin: Annotated[Share, Ground("Ordering", "input", 0.1, 0.95)] = Field(
        0.5, description="gross margin (share of the value). Source: the scenario"
    )
    returns: Annotated[Share, Ground("Ordering", "weak", 0.05, 0.3)] = Field(
        0.12, description="orders that are sent back (share). Source: trade pages, conventional shops 10 to 15%"
    )
    commission: Annotated[Share, Ground("Ordering", "input", 0, 0.5)] = Field(
        0.0, description="paid to authors on orders through them (share). Source: the scenario"
    )
    orders_a_day: Annotated[float, Ground("Ordering", "assumption", 0.00002, 0.002)] = Field(
        0.0002, ge=0, le=1, description="orders of a usual person a day without any campaign (rate). Source: assumption"
    )
    usual_price: Annotated[float | None, Ground("Ordering", "input", 1, 1e6)] = Field(
        None,
        gt=0,
        lt=1e9,
        description="order value at which orders_a_day holds; the order value itself if not given (currency). "
        "Source: the scenario",
    )
    price_effect: Annotated[float, Ground("Ordering", "input", 0, 8)] = Field(
        0.0,
        ge=0,
        le=10,
        description="fall of log demand with the log of order_value beside usual_price, times the sensitivity to "
        "prices (exponent). Source: the scenario; 5.2 at a sensitivity of .5 is the mean elasticity of Bijmolt, van "
        "Heerde and Pieters 2005 (-2.62)",
    )
    topics: Annotated[tuple[str, ...], Ground("Ordering", "input", words="topics of the network")] = Field(
        (), description="what it is about (topics). Source: the scenario"
    )
    interest_effect: Annotated[float, Ground("Ordering", "input", 0, 1)] = Field(
        0.0,
        ge=0,
        le=10,
        description="growth of log demand a standard deviation of interest in its topics (none). Source: the scenario; "
        "no publication was found",
    )
    goodwill_effect: Annotated[float, Ground("Ordering", "fitted", 0.3, 1.5, drawn=False)] = Field(
        0.80,
        ge=0,
        le=10,
        description="growth of the log rate of orders with goodwill (none). Source: fitted, docs/calibration.md",
    )
    goodwill_days: Annotated[float, Ground("Believing", "published", 5, 15)] = Field(
        7.0,
        gt=0,
        le=365,
        description="half-life of goodwill (days). Source: Trusov, Bucklin and Pauwels 2009, word of mouth, 5 to 15",
    )
    known: Annotated[Share, Ground("Believing", "assumption", 0.1, 0.9)] = Field(
        0.5, description="accounts that know the brand before (share); the others notice it. Source: assumption"
    )
    awareness: Annotated[float, Ground("Believing", "assumption", 0, 0.6)] = Field(
        0.3,
        ge=0,
        le=10,
        description="goodwill that the first impression brings who did not know the brand, good or bad as it may be "
        "(goodwill). Source: assumption; sign by Berger, Sorensen and Rasmussen 2010",
    )
    expectation_effect: Annotated[float, Ground("Ordering", "assumption", 0, 2)] = Field(
        1.0,
        ge=0,
        le=20,
        description="growth of the log rate of orders with what is expected beyond .5 (none). Source: assumption",
    )
    delivery_days: Annotated[float, Ground("Being satisfied", "assumption", 0, 7)] = Field(
        2.0, ge=0, le=365, description="from an order to the experience with it (days). Source: assumption"
    )
    visit_rate: Annotated[Share, Ground("Ordering", "input", 0.5, 1)] = Field(
        1.0, description="clicks that arrive where the product is sold (probability). Source: convention"
    )
    lead_rate: Annotated[Share, Ground("Ordering", "assumption", 0.05, 0.3)] = Field(
        0.15, description="visits that become leads (probability). Source: assumption"
    )
    order_rate: Annotated[Share, Ground("Ordering", "assumption", 0.03, 0.2)] = Field(
        0.1, description="leads that order (probability). Source: assumption"
    )
    order_delay_hours: Annotated[float, Ground("Ordering", "input", 0, 72)] = Field(
        0.0,
        ge=0,
        le=10_000,
        description="median time from a click to the order (hours; 0: at once). Source: convention",
    )
    order_delay_spread: Annotated[float, Ground("Ordering", "assumption", 0.5, 2, drawn=False)] = Field(
        1.0, ge=0, le=5, description="spread of that time (sd of the logarithm). Source: assumption"
    )
    discount_effect: Annotated[float, Ground("Ordering", "assumption", 1, 4)] = Field(
        2.0, ge=0, le=20, description="growth of the log odds of ordering with a discount (none). Source: assumption"
    )

    @model_validator(mode="after")
    def _near_the_usual(self) -> "Product":
        if self.usual_price is not None:
            least, most = self.usual_price / FARTHEST_PRICE, self.usual_price * FARTHEST_PRICE
            if not least <= self.order_value <= most:
                told = f"order_value is {self.order_value:g}; with a usual_price of {self.usual_price:g} it must be "
                raise ValueError(f"{told}{least:g} to {most:g}")
        return self


class Segment(BaseModel):
    """A part of the audience."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Annotated[Share, Ground("Ordering", "input", 0.01, 1)] = Field(description="of the accounts (share)")
    interests: Annotated[dict[str, float], Ground("Reacting", "input", words="0 to 1 for each topic")] = Field(
        {}, description="interest in topics, instead of the network's (0 to 1)"
    )
    price_sensitivity: Annotated[Share, Ground("Ordering", "input", 0, 1)] = Field(
        0.5, description="how much a discount, and the price, move them (0 to 1). Source: convention"
    )
    demand: Annotated[float, Ground("Ordering", "input", 0, 5)] = Field(
        1.0, ge=0, le=1000, description="baseline demand beside a usual person's (ratio). Source: convention"
    )
