"""The platforms of a campaign: what their feeds show, what they recommend, how much is ads, and what changes when."""

from itertools import pairwise
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.models.campaign.grounds import Ground
from sim.ranking import presets

Share = Annotated[float, Field(ge=0, le=1)]
MINUTES_OF_A_DAY: Final = 1440
SHORTEST_TICK: Final = 1.0
"""Minutes: what happens at every tick would else be all that is done."""


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


class Change(BaseModel):
    """What the platform does differently from a time on; what is not given stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Annotated[float, Ground("Time", "input", 0, 365)] = Field(
        ge=0, le=3650, description="from when on (days from the start). Source: the scenario"
    )
    ranking: Annotated[str | None, Ground("Ranking", "input", words="a policy")] = Field(
        None, description="ranking policy. Source: the scenario"
    )
    weights: Annotated[dict[str, float] | None, Ground("Ranking", "input", words="a number for each action")] = Field(
        None, description="weights of the actions. Source: the scenario"
    )
    recency_hours: Annotated[float | None, Ground("Ranking", "input", 0.3, 12)] = Field(
        None, gt=0, le=1e6, description="time constant (hours). Source: the scenario"
    )
    stranger_factor: Annotated[float | None, Ground("Ranking", "input", 0.5, 1)] = Field(
        None, ge=0, le=10, description="factor for authors not followed (ratio). Source: the scenario"
    )


class Platform(BaseModel):
    """A platform; what is not given is the preset's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    preset: Annotated[str | None, Ground("Ranking", "input", words="a preset")] = Field(
        None,
        description="a platform at a date, as x_2026; none is a chronological feed. Source: sim/ranking/presets.py",
    )
    ranking: Annotated[str, Ground("Ranking", "input", words="a policy")] = Field(
        "chronological", description="ranking policy: what the feed shows first. Source: the preset"
    )
    weights: Annotated[dict[str, float], Ground("Ranking", "input", words="a number for each action")] = Field(
        {}, description="weight of the predicted probability of each action (score). Source: the preset"
    )
    recency_hours: Annotated[float, Ground("Ranking", "assumption", 0.3, 12)] = Field(
        0.7, gt=0, le=1e6, description="time constant of the discount by age (hours). Source: the preset; assumption"
    )
    stranger_factor: Annotated[float, Ground("Ranking", "input", 0.5, 1)] = Field(
        1.0, ge=0, le=10, description="factor of the score of authors not followed (ratio). Source: the preset"
    )
    diversity_floor: Annotated[Share, Ground("Ranking", "input", 0.1, 1)] = Field(
        1.0, description="least factor for further posts of one author in a session (ratio). Source: the preset"
    )
    diversity_decay: Annotated[Share, Ground("Ranking", "input", 0.3, 1)] = Field(
        1.0, description="by how much the factor falls a further post of one author (ratio). Source: the preset"
    )
    seen_filter: Annotated[bool, Ground("Leaving out", "input", words="true or false")] = Field(
        False,
        description="whether what a viewer has seen is left out of his feed, also where others share it. "
        "Source: the preset",
    )
    prior_events: Annotated[float, Ground("Ranking", "assumption", 1, 5)] = Field(
        2.0, gt=0, le=100, description="weight of the prior in predictions (expected events). Source: assumption"
    )
    match_weight: Annotated[float, Ground("Ranking", "assumption", 0, 0.6)] = Field(
        0.3,
        ge=0,
        le=10,
        description="how far predictions follow the viewer's interest (log-odds a standard deviation). "
        "Source: assumption",
    )
    noise: Annotated[float, Ground("Ranking", "assumption", 0, 0.6)] = Field(
        0.3, ge=0, le=5, description="spread of the predictions' errors (sd of log-odds). Source: assumption"
    )
    out_of_network: OutOfNetwork = Field(
        OutOfNetwork.model_validate({}), description="posts of authors not followed. Source: the preset"
    )
    pools: Annotated[tuple[TrafficPool, ...], Ground("Recommending", "input", words="a list")] = Field(
        (),
        max_length=20,
        description="traffic pools, smallest first, in the place of what posts are recommended by how well they are "
        "expected to do. Source: the preset",
    )
    ad_load: Annotated[Share, Ground("Attention", "input", 0, 0.3)] = Field(
        0.0, description="looks that are taken by ads, whoever pays for them (share of looks). Source: the preset"
    )
    tick_minutes: Annotated[float, Ground("Time", "assumption", 5, 20, drawn=False)] = Field(
        10.0,
        gt=0,
        le=MINUTES_OF_A_DAY,
        description="how often counters reach the ranker and posts are recommended (minutes). Source: assumption",
    )
    changes: Annotated[tuple[Change, ...], Ground("Ranking", "input", words="a list")] = Field(
        (), description="what changes when. Source: the scenario"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_preset(cls, data: Any) -> Any:
        """Fill in the preset's values, so that what is written out is complete."""
        if not isinstance(data, dict) or not isinstance(data.get("preset"), str):
            return data
        preset = presets.preset(data["preset"])
        filled = {**preset.platform, **data}
        if isinstance(data.get("out_of_network"), dict):
            filled["out_of_network"] = {**preset.platform.get("out_of_network", {}), **data["out_of_network"]}
        return filled

    @model_validator(mode="after")
    def _consistent(self) -> "Platform":
        if self.tick_minutes < SHORTEST_TICK:
            raise ValueError(f"tick_minutes is {self.tick_minutes:g}; allowed: at least {SHORTEST_TICK:g}")
        if MINUTES_OF_A_DAY / self.tick_minutes % 1:
            raise ValueError(f"tick_minutes is {self.tick_minutes:g}; allowed: what divides a day (1440 minutes)")
        from sim.models.campaign.parameters import ACTIONS
        from sim.ranking import POLICIES, is_known

        for ranking in (self.ranking, *(change.ranking for change in self.changes)):
            if ranking is not None and not is_known(ranking):
                raise ValueError(f"ranking: there is no policy {ranking!r}; allowed: {', '.join(POLICIES)}")
        for weights in (self.weights, *(change.weights or {} for change in self.changes)):
            for action in weights:
                if action not in ACTIONS:
                    raise ValueError(f"weights: there is no action {action!r}; allowed: {', '.join(ACTIONS)}")
        for number, (one, after) in enumerate(pairwise(self.pools), 1):
            if after.people <= one.people:
                told = f"pools/{number}/people is {after.people:.15g}, after a pool of {one.people:.15g}"
                raise ValueError(f"{told}; each must be larger than the one before")
        for number, (early, late) in enumerate(pairwise(self.changes), 1):
            if late.at <= early.at:
                told = f"changes/{number}/at is {late.at:.15g} days from the start, after one at {early.at:.15g}"
                raise ValueError(f"{told}; each must come after the one before")
        return self


MOST_FURTHER: Final = 3
"""Platforms beside the first, at most."""


class Further(Platform):
    """A further platform over the same accounts, with a network of its own."""

    members: Annotated[Share, Ground("Several platforms", "input", 0.01, 1)] = Field(
        1.0, description="accounts that are there (share). Source: the scenario"
    )
    same_stars: Annotated[Share, Ground("Several platforms", "assumption", 0, 1)] = Field(
        0.5,
        description="how far those who are followed most on the first platform are followed most here "
        "(rank correlation). Source: assumption",
    )
