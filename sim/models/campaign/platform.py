"""The platforms of a campaign: what their feeds show, what they recommend, how much is ads, and what changes when."""

from itertools import pairwise
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.models.campaign.grounds import Ground
from sim.models.campaign.hours import Rhythm, refuse_wrong
from sim.models.campaign.out_of_network import OutOfNetwork, OutOfNetworkChange, Share, TrafficPool
from sim.ranking import presets

MINUTES_OF_A_DAY: Final = 1440


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
    diversity_floor: Annotated[Share | None, Ground("Ranking", "input", 0.1, 1)] = Field(
        None, description="least factor for further posts of one author in a session (ratio). Source: the scenario"
    )
    diversity_decay: Annotated[Share | None, Ground("Ranking", "input", 0.3, 1)] = Field(
        None, description="by how much the factor falls a further post of one author (ratio). Source: the scenario"
    )
    seen_filter: Annotated[bool | None, Ground("Leaving out", "input", words="true or false")] = Field(
        None, description="whether what a viewer has seen is left out of his feed. Source: the scenario"
    )
    prior_events: Annotated[float | None, Ground("Ranking", "input", 1, 5)] = Field(
        None, gt=0, le=100, description="weight of the prior in predictions (expected events). Source: the scenario"
    )
    match_weight: Annotated[float | None, Ground("Ranking", "input", 0, 0.6)] = Field(
        None,
        ge=0,
        le=10,
        description="how far predictions follow the viewer's interest (log-odds a standard "
        "deviation). Source: the scenario",
    )
    noise: Annotated[float | None, Ground("Ranking", "input", 0, 0.6)] = Field(
        None, ge=0, le=5, description="spread of the predictions' errors (sd of log-odds). Source: the scenario"
    )
    ad_load: Annotated[Share | None, Ground("Attention", "input", 0, 0.3)] = Field(
        None, description="looks that are taken by ads, whoever pays for them (share of looks). Source: the scenario"
    )
    out_of_network: OutOfNetworkChange = Field(
        OutOfNetworkChange.model_validate({}), description="posts of authors not followed. Source: the scenario"
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
    watch_time: Annotated[bool, Ground("Ranking", "input", words="true or false")] = Field(
        False,
        description="whether the weight of complete is for the time that is watched: it counts as many times as the "
        "item is longer than usual. Source: the preset",
    )
    base: Annotated[dict[str, float], Ground("Reacting", "input", words="log-odds of actions")] = Field(
        {}, description="log-odds of actions at an impression of mean appeal here. Source: the scenario"
    )
    formats: Annotated[dict[str, dict[str, float]], Ground("Reacting", "input", words="log-odds by format")] = Field(
        {}, description="the same of posts of one format, with what the format adds. Source: the scenario"
    )
    topic_effect: Annotated[dict[str, float], Ground("Reacting", "input", words="log-odds of topics")] = Field(
        {}, description="log-odds of reacting here that a topic adds; their mean for several. Source: the scenario"
    )
    tone_effect: Annotated[float, Ground("Reacting", "input", -1, 1)] = Field(
        0.0,
        ge=-10,
        le=10,
        description="log-odds of reacting here that tone adds from 0 to 1, beside what it does everywhere (none). "
        "Source: the scenario",
    )
    rhythm: Annotated[Rhythm | None, Ground("Sessions", "input", words="daily, flat, or 24 numbers")] = Field(
        None, description="sessions by hour here; as the model's rhythm if not given. Source: the scenario"
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
        refuse_wrong(self.rhythm)
        refuse_wrong_levels(self)
        for number, (one, after) in enumerate(pairwise(self.pools), 1):
            if after.people <= one.people:
                told = f"pools/{number}/people is {after.people:.15g}, after a pool of {one.people:.15g}"
                raise ValueError(f"{told}; each must be larger than the one before")
        for number, (early, late) in enumerate(pairwise(self.changes), 1):
            if late.at <= early.at:
                told = f"changes/{number}/at is {late.at:.15g} days from the start, after one at {early.at:.15g}"
                raise ValueError(f"{told}; each must come after the one before")
        return self


def refuse_wrong_levels(platform: Platform) -> None:
    """ValueError with what is allowed if a base rate or the effect of a topic is not one."""
    from sim.models.campaign.parameters import ACTIONS, BY_FORMAT

    for name in platform.formats:
        if name not in BY_FORMAT:
            raise ValueError(f"formats/{name} is no format; allowed: {', '.join(BY_FORMAT)}")
    levels = {"base": platform.base} | {f"formats/{name}": of_it for name, of_it in platform.formats.items()}
    for where, given in levels.items():
        for action in given:
            if action not in ACTIONS:
                raise ValueError(f"{where}/{action} is no action; allowed: {', '.join(ACTIONS)}")
    for where, given in (levels | {"topic_effect": platform.topic_effect}).items():
        for name, number in given.items():
            if not -MOST_LOG_ODDS <= number <= MOST_LOG_ODDS:  # as what is no number
                raise ValueError(
                    f"{where}/{name} is {number:g}; it must be -{MOST_LOG_ODDS:g} to {MOST_LOG_ODDS:g} (log-odds)"
                )


MOST_LOG_ODDS: Final = 50.0
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
