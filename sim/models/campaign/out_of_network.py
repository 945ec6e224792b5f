"""What a platform recommends of authors whom the viewer does not follow: how much of it, what, and in which pools."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sim.models.campaign.grounds import Ground

Share = Annotated[float, Field(ge=0, le=1)]


class OutOfNetwork(BaseModel):
    """Posts of authors whom the viewer does not follow."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Annotated[Share, Ground("Attention", "input", 0, 1)] = Field(
        0.0, description="looks that go to posts of authors not followed (share of looks). Source: the preset"
    )
    beta: Annotated[float, Ground("Recommending", "assumption", 0, 2)] = Field(
        1.0,
        ge=0,
        le=5,
        description="how much more a post is recommended that is expected to do better (exponent). Source: assumption",
    )
    cap: Annotated[float, Ground("Recommending", "assumption", 0.002, 0.05)] = Field(
        0.01,
        gt=0,
        le=1,
        description="most accounts to whom one post is recommended in one tick (share of accounts). Source: assumption",
    )
    match_effect: Annotated[float, Ground("Recommending", "assumption", 0, 2)] = Field(
        1.0,
        ge=0,
        le=10,
        description="how much more a post is recommended a standard deviation of interest (log-odds). "
        "Source: assumption",
    )
    by_followers: Annotated[Share, Ground("Recommending", "assumption", 0, 0.5)] = Field(
        0.25,
        description="how far a post is recommended by how many follow its author, and not as all are (share of what is "
        "recommended). Source: assumption",
    )


class TrafficPool(BaseModel):
    """So many people see a post before it is decided whether more will."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    people: Annotated[float, Ground("Recommending", "input", 100, 1e7)] = Field(
        ge=1, le=1e10, description="to whom it is recommended up to its end (people). Source: the preset"
    )
    likes: Annotated[Share, Ground("Recommending", "input", 0.02, 0.2)] = Field(
        0.1, description="likes that open the next one (share of impressions). Source: the preset"
    )
    completes: Annotated[Share, Ground("Recommending", "input", 0.3, 0.8)] = Field(
        0.6, description="completions that open the next one (share of impressions). Source: the preset"
    )


class OutOfNetworkChange(BaseModel):
    """What is recommended differently from a time on; what is not given stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Annotated[Share | None, Ground("Attention", "input", 0, 1)] = Field(
        None, description="looks that go to posts of authors not followed (share of looks). Source: the scenario"
    )
    beta: Annotated[float | None, Ground("Recommending", "input", 0, 2)] = Field(
        None,
        ge=0,
        le=5,
        description="how much more a post is recommended that is expected to do better (exponent). "
        "Source: the scenario",
    )
    cap: Annotated[float | None, Ground("Recommending", "input", 0.002, 0.05)] = Field(
        None,
        gt=0,
        le=1,
        description="most accounts to whom one post is recommended in one tick (share of accounts). "
        "Source: the scenario",
    )
    match_effect: Annotated[float | None, Ground("Recommending", "input", 0, 2)] = Field(
        None,
        ge=0,
        le=10,
        description="how much more a post is recommended a standard deviation of interest "
        "(log-odds). Source: the scenario",
    )
    by_followers: Annotated[Share | None, Ground("Recommending", "input", 0, 1)] = Field(
        None,
        description="how far a post is recommended by how many follow its author, and not as all are (share of what is "
        "recommended). Source: the scenario",
    )
