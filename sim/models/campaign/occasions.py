"""What happens in the world whatever the plan does: a rumour, a failure of the product, a competitor."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sim.models.campaign.grounds import Ground

Share = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[float, Field(ge=0, le=3650)]


class Rumour(BaseModel):
    """Some accounts speak ill of the brand; who they are is drawn anew in every world."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Annotated[Day, Ground("The world", "input", 0, 365)] = Field(
        description="when (days from the start). Source: the scenario"
    )
    accounts: Annotated[int, Ground("The world", "input", 1, 1000)] = Field(
        10, ge=1, le=10**7, description="accounts that begin it (accounts). Source: the scenario"
    )
    stance: Annotated[float, Ground("The world", "input", -1, -0.1)] = Field(
        -0.8, ge=-1, lt=0, description="what it says of the brand (-1 to 0). Source: the scenario"
    )
    arousal: Annotated[Share, Ground("The world", "input", 0, 1)] = Field(
        0.8, description="how much it stirs up (0 to 1). Source: the scenario"
    )
    utility: Annotated[Share, Ground("The world", "input", 0, 1)] = Field(
        0.5, description="how useful it is to know (0 to 1). Source: the scenario"
    )
    topics: Annotated[tuple[str, ...], Ground("The world", "input", words="topics of the network")] = Field(
        (), description="topics; those of the first item if none. Source: the scenario"
    )
    real: Annotated[bool, Ground("Listening", "input", words="true or false")] = Field(
        True, description="whether it is true: then explaining calms less. Source: the scenario"
    )


class Failure(BaseModel):
    """The product is worse for some time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Annotated[Day, Ground("Being satisfied", "input", 0, 365)] = Field(
        description="from when on (days from the start). Source: the scenario"
    )
    until: Annotated[float | None, Ground("Being satisfied", "input", 0, 365)] = Field(
        None, gt=0, le=3650, description="up to when (days from the start); the end if not given. Source: the scenario"
    )
    quality: Annotated[Share, Ground("Being satisfied", "input", 0, 1)] = Field(
        0.1, description="the product's quality in this time (0 to 1). Source: the scenario"
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Failure":
        if self.until is not None and self.until <= self.at:
            raise ValueError(f"until is {self.until:g}; it must be after at ({self.at:g})")
        return self


class Competitor(BaseModel):
    """Another brand in the same attention: it pays accounts, those with most followers or those after them, and ads."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Annotated[Day, Ground("The world", "input", 0, 365)] = Field(
        description="when the first post comes out (days from the start). Source: the scenario"
    )
    until: Annotated[float | None, Ground("The world", "input", 0, 365)] = Field(
        None, gt=0, le=3650, description="when the last one does (days); all at once if not given. Source: the scenario"
    )
    accounts: Annotated[int, Ground("The world", "input", 1, 1000)] = Field(
        10, ge=0, le=10**6, description="accounts that it pays (accounts). Source: the scenario"
    )
    after: Annotated[int, Ground("The world", "input", 0, 1e6)] = Field(
        0,
        ge=0,
        le=10**7,
        description="accounts with more followers that it leaves out (accounts). Source: the scenario",
    )
    arousal: Annotated[Share, Ground("The world", "input", 0, 1)] = Field(
        0.5, description="how much its item stirs up (0 to 1). Source: the scenario"
    )
    utility: Annotated[Share, Ground("The world", "input", 0, 1)] = Field(
        0.5, description="how useful its item is (0 to 1). Source: the scenario"
    )
    topics: Annotated[tuple[str, ...], Ground("The world", "input", words="topics of the network")] = Field(
        (), description="topics; those of the first item if none. Source: the scenario"
    )
    on: Annotated[str | None, Ground("The world", "input", words="a platform")] = Field(
        None, description="the further platform on which it is; the first one if not given. Source: the scenario"
    )
    ads_a_day: Annotated[float, Ground("The world", "input", 0, 1e7)] = Field(
        0.0,
        ge=0,
        le=1e11,
        description="ads of its item from at to until, or to the end (impressions of people a day). "
        "Source: the scenario",
    )
    ad_budget: Annotated[float, Ground("The world", "input", 0, 1e7)] = Field(
        0.0, ge=0, le=1e11, description="or what it spends on ads in that time (currency). Source: the scenario"
    )
    cpm: Annotated[float | None, Ground("The world", "input", 1, 500)] = Field(
        None,
        gt=0,
        le=1e7,
        description="what it pays for them (currency a thousand impressions of people). Source: the scenario",
    )
    frequency_cap: Annotated[int, Ground("The world", "input", 1, 1e6)] = Field(
        10**6, ge=1, le=10**6, description="most impressions of its ads an account (impressions). Source: the scenario"
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Competitor":
        if self.until is not None and self.until < self.at:
            raise ValueError(f"until is {self.until:g}; it must not be before at ({self.at:g})")
        return self

    @model_validator(mode="after")
    def _ads_told_once(self) -> "Competitor":
        if self.ads_a_day and self.ad_budget:
            raise ValueError(f"ads_a_day is {self.ads_a_day:g} beside ad_budget {self.ad_budget:g}; give one of them")
        if (self.cpm is None) != (self.ad_budget == 0.0):
            given = f"ad_budget is {self.ad_budget:g}, without cpm" if self.cpm is None else f"cpm is {self.cpm:g}"
            rest = "" if self.cpm is None else ", without ad_budget"
            raise ValueError(f"{given}{rest}; what an ad costs and what is spent are given together")
        return self

    def people_shown(self, days: float) -> float:
        """Impressions (of people) that it buys in so many days.

        >>> Competitor(at=0, ads_a_day=500).people_shown(2), Competitor(at=0, ad_budget=90, cpm=30).people_shown(2)
        (1000.0, 3000.0)
        """
        return self.ads_a_day * max(days, 0.0) if self.cpm is None else 1000.0 * self.ad_budget / self.cpm


class Occasions(BaseModel):
    """All that happens in the world."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rumours: tuple[Rumour, ...] = Field((), description="rumours. Source: the scenario")
    failures: tuple[Failure, ...] = Field((), description="failures of the product. Source: the scenario")
    competitors: tuple[Competitor, ...] = Field((), description="competitors. Source: the scenario")

    @field_validator("rumours", "competitors")
    @classmethod
    def _by_time(cls, given: tuple[Any, ...]) -> tuple[Any, ...]:
        """In draws each is known by its ordinal by time; those of one time by their order in the list."""
        return tuple(sorted(given, key=lambda one: one.at))

    def refuse_elsewhere(self, names: Iterable[str]) -> None:
        """A competitor is on a platform that there is.

        Raises:
            ValueError: one is not; ``names`` are the further platforms.
        """
        for place, rival in enumerate(self.competitors):
            if rival.on is not None and rival.on not in (known := tuple(names)):
                allowed = ", ".join(known) or "none, as also_on names no platform"
                told = f"occasions/competitors/{place}/on: there is no platform {rival.on!r}"
                raise ValueError(f"{told}; allowed: {allowed}")
