"""What happens in the world whatever the plan does: a rumour, a failure of the product, a competitor."""

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
    """Another brand pays accounts in the same attention: those with most followers, or those after them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Annotated[Day, Ground("The world", "input", 0, 365)] = Field(
        description="when the first post comes out (days from the start). Source: the scenario"
    )
    until: Annotated[float | None, Ground("The world", "input", 0, 365)] = Field(
        None, gt=0, le=3650, description="when the last one does (days); all at once if not given. Source: the scenario"
    )
    accounts: Annotated[int, Ground("The world", "input", 1, 1000)] = Field(
        10, ge=1, le=10**6, description="accounts that it pays (accounts). Source: the scenario"
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

    @model_validator(mode="after")
    def _in_order(self) -> "Competitor":
        if self.until is not None and self.until < self.at:
            raise ValueError(f"until is {self.until:g}; it must not be before at ({self.at:g})")
        return self


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
