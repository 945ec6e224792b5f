"""Every parameter of the campaign model, in one table: what it is, its unit, default, range and source.

The table of docs/models.md and ``seedcast explain`` are made from it.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.models.campaign.effects import Effects
from sim.models.campaign.grounds import Ground
from sim.models.campaign.occasions import Occasions
from sim.models.campaign.platform import MOST_FURTHER, Further, Platform
from sim.models.campaign.product import Product, Segment
from sim.models.campaign.relations import Relations
from sim.ranking import presets

Share = Annotated[float, Field(ge=0, le=1)]

ACTIONS: Final = ("share", "like", "comment", "save", "click", "follow", "complete", "hide", "join")
"""What a viewer can do with a post; each at most once an item."""

SHARE, CLICK, HIDE = ACTIONS.index("share"), ACTIONS.index("click"), ACTIONS.index("hide")
COMMENT, JOIN = ACTIONS.index("comment"), ACTIONS.index("join")
LIKE, COMPLETE = ACTIONS.index("like"), ACTIONS.index("complete")

BASE: Final = {
    "share": -7.15,
    "like": -5.16,
    "comment": -6.0,
    "save": -5.5,
    "click": -4.6,
    "follow": -7.5,
    "complete": -0.7,
    "hide": -9.0,
    "join": -8.5,
}
"""Log-odds of each action at an impression of a post of mean appeal by a followed account (sharing and liking are
fitted, docs/calibration.md: a share in a thousand impressions leaves most posts without one, as Goel, Watts and
Goldstein 2012 found; the others are assumptions)."""

BY_FORMAT: Final = {
    "text": {},
    "image": {"like": 0.4, "save": 0.3, "comment": 0.1},
    "video": {"like": 0.6, "save": 0.2, "comment": 0.3, "complete": -0.6},
    "live": {"like": 0.3, "comment": 1.0, "click": 0.7, "complete": -1.2, "share": -0.2},
}
"""What a format adds to the log-odds of each action (assumption)."""

FEATURES: Final = ("utility", "arousal", "production", "novelty", "tone")
"""Features of an item that change reactions; the first four are taken from .5 on."""

BY_FEATURE: Final = {"utility": 1.9, "arousal": 2.0, "production": 0.5, "novelty": 0.9, "tone": 0.3}
"""Log-odds of reacting by feature: a standard deviation (.14; of tone .4) of practical utility, arousal, surprise and
positivity brings 30, 32, 14 and 13% more shares (Berger and Milkman 2012, JMR, table 4; from memory); production is an
assumption."""


class Parameters(BaseModel):
    """Parameters of the campaign model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Annotated[float, Ground("Time", "input", 1, 90)] = Field(
        7.0, gt=0, le=3650, description="how long is simulated (days). Source: choice of this project"
    )
    sessions_a_day: Annotated[float, Ground("Sessions", "assumption", 5, 25)] = Field(
        12.0, gt=0, le=500, description="mean sessions of an account (a day). Source: assumption"
    )
    sessions_spread: Annotated[float, Ground("Sessions", "assumption", 0.2, 0.9)] = Field(
        0.4, ge=0, le=2, description="spread of sessions at equal inflow (sd of the logarithm). Source: assumption"
    )
    sessions_by_inflow: Annotated[float, Ground("Sessions", "assumption", 0.5, 1.2)] = Field(
        1.0,
        ge=0,
        le=2,
        description="growth of sessions with what comes to an account: who follows much is there more (exponent). "
        "Source: assumption",
    )
    most_sessions: Annotated[float, Ground("Sessions", "assumption", 24, 96, drawn=False)] = Field(
        48.0,
        gt=0,
        le=1000,
        description="most sessions of an account, three in a waking hour (a day). Source: assumption",
    )
    looks: Annotated[float, Ground("Attention", "assumption", 3, 10)] = Field(
        5.0, ge=1, le=1e9, description="mean posts looked at in a session, geometric (posts). Source: assumption"
    )
    read_on: Annotated[float, Ground("Attention", "assumption", 0, 1)] = Field(
        0.0, ge=0, le=10, description="going on by the appeal of what was looked at last (none). Source: assumption"
    )
    inflow: Annotated[float, Ground("Attention", "assumption", 20, 300)] = Field(
        150.0,
        ge=0,
        le=1e6,
        description="mean posts of others that come to an account, in proportion to what those it follows post "
        "(a day). Source: assumption",
    )
    rhythm: Annotated[Literal["daily", "flat"], Ground("Sessions", "assumption", words="daily or flat")] = Field(
        "daily",
        description="sessions by hour: daily (low at night, highest in the evening) or flat. Source: assumption",
    )
    offers: Annotated[int, Ground("Attention", "assumption", 1, 4, drawn=False)] = Field(
        2,
        ge=1,
        le=10**6,
        description="sessions in which a post not looked at is offered (sessions). Source: assumption",
    )
    keep_hours: Annotated[float, Ground("Attention", "assumption", 24, 96, drawn=False)] = Field(
        48.0, gt=0, le=1e6, description="age up to which a post is offered again (hours). Source: assumption"
    )
    quality_effect: Annotated[float, Ground("Reacting", "weak", 1, 2.5)] = Field(
        1.9,
        ge=0,
        le=10,
        description="log-odds ratio of reacting between quality 1 and 0 (none); about 30% more shares a standard "
        "deviation (.14) of practical utility. Source: Berger and Milkman 2012 (JMR), table 4; from memory",
    )
    match_effect: Annotated[float, Ground("Reacting", "assumption", 0, 1)] = Field(
        0.5,
        ge=0,
        le=10,
        description="log-odds ratio of reacting a standard deviation of interest match (none). Source: assumption",
    )
    appeal_item: Annotated[float, Ground("Reacting", "fitted", 0.4, 1.13)] = Field(
        0.85,
        ge=0,
        le=5,
        description="hidden appeal shared by all posts of an item (sd of log-odds). "
        "Source: fitted, docs/calibration.md, with appeal_post: the total; how they share it is open",
    )
    appeal_post: Annotated[float, Ground("Reacting", "fitted", 0.4, 1.13)] = Field(
        0.85,
        ge=0,
        le=5,
        description="hidden appeal of an item by one author (sd of log-odds). Source: fitted, docs/calibration.md, "
        "with appeal_item",
    )
    personal: Annotated[float, Ground("Reacting", "assumption", 0.2, 1)] = Field(
        0.5, ge=0, le=5, description="how readily accounts react (sd of log-odds). Source: assumption"
    )
    sharing_by_activity: Annotated[float, Ground("Reacting", "assumption", 0.3, 1)] = Field(
        0.6,
        ge=0,
        le=3,
        description="growth of the log-odds of sharing with the logarithm of how much an account posts (exponent). "
        "Source: assumption; a tenth of all accounts makes most posts (Pew Research Center 2019)",
    )
    proof_effect: Annotated[float, Ground("Reacting", "assumption", 0, 0.6)] = Field(
        0.3,
        ge=0,
        le=5,
        description="growth of log-odds with log(1 + followed accounts that shared it) (none). Source: assumption",
    )
    trust_effect: Annotated[float, Ground("Reacting", "assumption", 0.5, 1.5)] = Field(
        1.0, ge=0, le=5, description="growth of log-odds with the logarithm of trust (none). Source: assumption"
    )
    trust_followed: Annotated[float, Ground("Reacting", "published", 0.75, 0.95)] = Field(
        0.88,
        gt=0,
        le=1,
        description="trust in a followed account that does not follow back; 1 if it does (ratio). "
        "Source: Nielsen 2009-2021, online opinions beside friends",
    )
    trust_slope: Annotated[float, Ground("Reacting", "fitted", -0.2, 0)] = Field(
        -0.1, ge=-1, le=0, description="growth of trust with followers (exponent). Source: fitted, docs/calibration.md"
    )
    share_level: Annotated[float, Ground("Reacting", "fitted", -7.5, -6, drawn=False)] = Field(
        BASE["share"],
        ge=-50,
        le=50,
        description="log-odds of sharing at an impression of mean appeal (none). Source: fitted, docs/calibration.md",
    )
    like_level: Annotated[float, Ground("Reacting", "fitted", -5.6, -3, drawn=False)] = Field(
        BASE["like"],
        ge=-50,
        le=50,
        description="log-odds of liking at an impression of mean appeal (none). Source: fitted, docs/calibration.md",
    )
    delayed_shares: Annotated[Share, Ground("Reacting", "fitted", 0.2, 0.5, drawn=False)] = Field(
        0.3, description="share of the shares that come later (probability). Source: fitted, docs/calibration.md"
    )
    delay_hours: Annotated[float, Ground("Reacting", "fitted", 6, 36, drawn=False)] = Field(
        19.88, gt=0, le=1000, description="median delay of those (hours). Source: fitted, docs/calibration.md"
    )
    delay_spread: Annotated[float, Ground("Reacting", "assumption", 1, 2)] = Field(
        1.5, ge=0, le=5, description="spread of the delay (sd of the logarithm). Source: assumption"
    )
    trust_stranger: Annotated[float, Ground("Reacting", "published", 0.4, 0.8)] = Field(
        0.5,
        gt=0,
        le=1,
        description="trust in an account that is not followed (ratio). Source: Nielsen 2009-2021",
    )
    trust_banner: Annotated[float, Ground("Reacting", "published", 0.3, 0.5)] = Field(
        0.37, gt=0, le=1, description="trust in what an ad says (ratio). Source: Nielsen 2009, banners beside friends"
    )
    disclosure_effect: Annotated[float, Ground("Reacting", "published", 0.1, 0.3)] = Field(
        0.1,
        ge=0,
        le=5,
        description="fall of log trust where a post says that it is paid for (none). Source: Eisend 2020, .1 to .3 sd",
    )
    commercial_effect: Annotated[float, Ground("Reacting", "assumption", 0, 1)] = Field(
        0.5,
        ge=0,
        le=10,
        description="log-odds ratio of reacting to what only sells and to the author's own (none). Source: assumption",
    )
    fatigue: Annotated[float, Ground("Reacting", "weak", 0.2, 0.6)] = Field(
        0.43,
        ge=0,
        le=2,
        description="fall of reactions with earlier paid impressions n, as (n + 1) ** -fatigue (exponent). "
        "Source: frequency response of feed ads, (N + 1) ** -.43; trade page",
    )
    ads_cost: Annotated[Share, Ground("Reacting", "assumption", 0, 0.3)] = Field(
        0.0, description="authenticity that each earlier ad costs its author's next one (share). Source: assumption"
    )
    alike_wear: Annotated[float, Ground("Reacting", "assumption", 0, 0.43)] = Field(
        0.0, ge=0, le=2, description="fall with m earlier look-alikes, (m + 1) ** -this (exponent). Source: assumption"
    )
    response: Annotated[str | None, Ground("Reacting", "input", words="a function of one's own")] = Field(
        None, max_length=200, description="a response of one's own, as mine.py:respond (name). Source: the scenario"
    )
    attitude_effect: Annotated[float, Ground("Reacting", "assumption", 0, 1)] = Field(
        0.5, ge=0, le=10, description="growth of log-odds with the attitude to the brand (none). Source: assumption"
    )
    attitude_rate: Annotated[Share, Ground("Believing", "assumption", 0.01, 0.1)] = Field(
        0.05,
        description="how far an impression moves the attitude towards the item's stance (share). Source: assumption",
    )
    attitude_days: Annotated[float, Ground("Believing", "published", 5, 15)] = Field(
        7.0, gt=0, le=3650, description="half-life of the attitude (days). Source: Trusov 2009, 5 to 15 days"
    )
    demand_activity: Annotated[float, Ground("Ordering", "assumption", 0, 0.6)] = Field(
        0.3,
        ge=0,
        le=2,
        description="growth of baseline demand with sessions (exponent): who is often there buys more. "
        "Source: assumption",
    )
    duration_effect: Annotated[float, Ground("Reacting", "assumption", 0, 1)] = Field(
        0.5,
        ge=0,
        le=10,
        description="fall of the log-odds of watching to the end a doubling of an item's duration (none). "
        "Source: assumption",
    )
    effects: Effects = Field(Effects(), description="effects of single actions' own. Source: the scenario")
    platform: Platform = Field(Platform.model_validate({}), description="the platform. Source: the scenario")
    also_on: dict[str, Further] = Field(
        {}, max_length=MOST_FURTHER, description="further platforms over the same accounts. Source: the scenario"
    )
    product: Product | None = Field(None, description="what is sold, if anything is. Source: the scenario")
    audience: dict[str, Segment] = Field({}, description="segments of the audience. Source: the scenario")
    relations: Relations = Field(
        Relations.model_validate({}), description="satisfaction, word of mouth, care, community. Source: this table"
    )
    occasions: Occasions = Field(
        Occasions.model_validate({}), description="rumours, failures, competitors. Source: the scenario"
    )
    opt_out: Annotated[Share, Ground("Believing", "input", 0, 0.75)] = Field(
        0.0, description="accounts that may not be targeted (share). Source: the scenario; .66 where apps must ask"
    )
    untargeted_effect: Annotated[Share, Ground("Believing", "published", 0.2, 0.5)] = Field(
        0.35,
        description="effect of an ad on who opted out, beside its effect on another (ratio). "
        "Source: Goldfarb and Tucker 2011 (-65%)",
    )
    represents: Annotated[float | None, Ground("Time", "input", 1, 1.5e9)] = Field(
        None,
        gt=0,
        description="how many people the network stands for; one an account if not given (people). "
        "Source: the scenario",
    )

    @model_validator(mode="after")
    def _reachable(self) -> "Parameters":
        if self.sessions_a_day > self.most_sessions:
            most = f"most_sessions ({self.most_sessions:g})"
            raise ValueError(f"sessions_a_day is {self.sessions_a_day:g}; it must be at most {most}")
        self.occasions.refuse_elsewhere(self.also_on)
        return self

    @model_validator(mode="before")
    @classmethod
    def _from_preset(cls, data: Any) -> Any:
        """Fill in what the platform's preset says of other parameters than the platform's."""
        platform = data.get("platform") if isinstance(data, dict) else None
        name = platform.get("preset") if isinstance(platform, dict) else None
        if not isinstance(name, str) or name not in presets.PRESETS:
            return data
        own = dict(presets.preset(name).parameters)
        product, given = own.pop("product", {}), data.get("product")
        filled = {**own, **data}
        if isinstance(given, dict):
            filled["product"] = {**product, **given}
        return filled
