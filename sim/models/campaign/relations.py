"""What people make of the product and the brand: satisfaction, word of mouth, care, community, crisis, referral."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sim.models.campaign.grounds import Ground

Share = Annotated[float, Field(ge=0, le=1)]


class Relations(BaseModel):
    """How customers and members behave."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    familiarity: Annotated[float, Ground("Believing", "assumption", 0, 1)] = Field(
        0.5,
        ge=0,
        le=10,
        description="how much slower an attitude falls with the logarithm of impressions (none). "
        "Source: assumption; sign by Berger, Sorensen and Rasmussen 2010",
    )
    attitude_demand: Annotated[float, Ground("Ordering", "assumption", 0, 1)] = Field(
        0.5, ge=0, le=10, description="growth of the log rate of orders with the attitude (none). Source: assumption"
    )
    experience_rate: Annotated[Share, Ground("Being satisfied", "assumption", 0.2, 0.8)] = Field(
        0.5, description="how far an own experience moves the attitude (share). Source: assumption"
    )
    satisfaction_spread: Annotated[float, Ground("Being satisfied", "assumption", 0.1, 0.5)] = Field(
        0.25, ge=0, le=5, description="spread of satisfaction among customers (sd). Source: assumption"
    )
    praise_rate: Annotated[Share, Ground("Being satisfied", "assumption", 0.02, 0.3)] = Field(
        0.1, description="satisfied customers who publish praise (probability at most). Source: assumption"
    )
    complaint_rate: Annotated[Share, Ground("Being satisfied", "assumption", 0.05, 0.5)] = Field(
        0.3, description="dissatisfied customers who complain (probability at most). Source: assumption"
    )
    publish_rate: Annotated[Share, Ground("Care", "assumption", 0.1, 0.5)] = Field(
        0.3, description="complaints that are published if nobody answers (probability). Source: assumption"
    )
    patience_hours: Annotated[float, Ground("Care", "assumption", 6, 72)] = Field(
        24.0, gt=0, le=10_000, description="mean time that an answer is waited for (hours). Source: assumption"
    )
    answered_effect: Annotated[float, Ground("Care", "weak", 0.05, 0.5)] = Field(
        0.25,
        ge=0,
        le=2,
        description="what an answer at once adds to the attitude (attitude). Source: Baer 2016, advocacy +25%; from "
        "memory",
    )
    unanswered_effect: Annotated[float, Ground("Care", "weak", 0.1, 0.8)] = Field(
        0.5,
        ge=0,
        le=2,
        description="what no answer takes from the attitude (attitude). Source: Baer 2016, advocacy -50%; from memory",
    )
    answer_hours: Annotated[float, Ground("Care", "assumption", 4, 48)] = Field(
        12.0, gt=0, le=10_000, description="time in which an answer loses half its effect (hours). Source: assumption"
    )
    comment_effect: Annotated[float, Ground("Care", "assumption", 0, 0.25)] = Field(
        0.1,
        ge=0,
        le=2,
        description="what a reply to a comment adds to the attitude (attitude). Source: assumption",
    )
    care_invites: Annotated[float, Ground("Being satisfied", "assumption", 0, 0.5)] = Field(
        0.2,
        ge=0,
        le=5,
        description="growth of the log-odds of complaining where complaints are answered (none). Source: assumption; "
        "sign by Ma, Sun and Kekre 2015",
    )
    open_rate: Annotated[Share, Ground("Community", "weak", 0.01, 0.12)] = Field(
        0.08,
        description="members who open a push (probability at the first). Source: trade pages, WeChat accounts .01 to "
        ".05, heads .08 to .12",
    )
    push_fatigue: Annotated[float, Ground("Community", "weak", 0.2, 0.6)] = Field(
        0.43,
        ge=0,
        le=2,
        description="fall of opening with earlier pushes n, as (n + 1) ** -x (exponent). "
        "Source: as for ads; trade page",
    )
    member_days: Annotated[float, Ground("Community", "weak", 20, 40)] = Field(
        30.0,
        gt=0,
        le=3650,
        description="half-life of a member's interest (days). Source: trade pages, groups live 20 to 40 days",
    )
    leave_rate: Annotated[Share, Ground("Community", "assumption", 0.001, 0.03)] = Field(
        0.01, description="members who leave at a push (probability). Source: assumption"
    )
    talkers: Annotated[Share, Ground("Community", "published", 0.03, 0.15)] = Field(
        0.09, description="members who talk (share). Source: survey of WeChat groups, 9% talk, 68% are silent"
    )
    talk_rate: Annotated[Share, Ground("Community", "assumption", 0.05, 0.4)] = Field(
        0.2, description="pushes opened by a talker that he writes about (probability). Source: assumption"
    )
    repurchase: Annotated[float, Ground("Ordering", "weak", 1.2, 2.8)] = Field(
        1.5,
        ge=0,
        le=10,
        description="rate of orders of a member who has ordered, beside another's (ratio). Source: vendor, up to 2.8",
    )
    incentive_effect: Annotated[float, Ground("Gifts and prizes", "assumption", 0.2, 1.2)] = Field(
        0.7,
        ge=0,
        le=5,
        description="growth of the log-odds of joining with log(1 + gift / 1% of an order) (none). Source: assumption",
    )
    prize_effect: Annotated[float, Ground("Gifts and prizes", "assumption", 0, 0.6)] = Field(
        0.25,
        ge=0,
        le=5,
        description="growth of the log-odds of taking part with log(1 + prize / 1% of an order) (none). "
        "Source: assumption",
    )
    urgency: Annotated[float, Ground("Ordering", "assumption", 0, 1)] = Field(
        0.5,
        ge=0,
        le=5,
        description="growth of the log-odds of ordering towards the end of an offer's last day (none). "
        "Source: assumption",
    )
    live_effect: Annotated[float, Ground("Ordering", "assumption", 0.3, 1.5)] = Field(
        1.0, ge=0, le=5, description="growth of the log-odds of ordering in a live stream (none). Source: assumption"
    )
    live_returns: Annotated[Share, Ground("Ordering", "weak", 0.3, 0.5)] = Field(
        0.35, description="orders in a live stream that are sent back (share). Source: trade pages, 30 to 50%"
    )
    refer_rate: Annotated[Share, Ground("Friends", "weak", 0.04, 0.15)] = Field(
        0.078, description="customers who refer friends (probability). Source: trade page, referral promotions"
    )
    refer_friends: Annotated[float, Ground("Friends", "weak", 1, 5)] = Field(
        2.9, ge=0, le=20, description="friends whom one of these brings in (mean). Source: trade page, as above"
    )
    referred_rate: Annotated[Share, Ground("Friends", "weak", 0.07, 0.25)] = Field(
        0.135, description="customers who were referred and refer (probability). Source: trade page, as above"
    )
    referred_friends: Annotated[float, Ground("Friends", "weak", 2, 7)] = Field(
        4.4, ge=0, le=20, description="friends whom one of these brings in (mean). Source: trade page, as above"
    )
    voices_wanted: Annotated[float, Ground("Listening", "assumption", 10, 200)] = Field(
        50.0,
        gt=0,
        le=1e9,
        description="comments and complaints with which listening brings half of what it can (accounts). "
        "Source: assumption",
    )
    empathy_calms: Annotated[float, Ground("Listening", "assumption", 0.2, 1)] = Field(
        0.6,
        ge=0,
        le=5,
        description="fall of the log-odds of sharing negative posts after an empathic answer (none). "
        "Source: assumption; sign by Herhausen et al. 2019",
    )
    explanation_calms: Annotated[float, Ground("Listening", "assumption", 0.2, 1)] = Field(
        0.6,
        ge=0,
        le=5,
        description="the same after an explanation, of what is not true (none). Source: assumption; sign as above",
    )
    explanation_calms_real: Annotated[float, Ground("Listening", "assumption", 0, 0.5)] = Field(
        0.2, ge=0, le=5, description="the same of what is true (none). Source: assumption; sign as above"
    )
    compensation_calms: Annotated[float, Ground("Listening", "assumption", 0, 0.5)] = Field(
        0.2, ge=0, le=5, description="the same after a late compensation (none). Source: assumption"
    )
    compensation_fuels: Annotated[float, Ground("Listening", "assumption", 0, 0.8)] = Field(
        0.4,
        ge=0,
        le=5,
        description="growth of the same after an early compensation (none). Source: assumption; sign by Herhausen et "
        "al. 2019",
    )
    early_hours: Annotated[float, Ground("Listening", "assumption", 6, 48)] = Field(
        24.0,
        ge=0,
        le=10_000,
        description="a compensation is early so long after the first negative post (hours). Source: assumption",
    )
    answered_belief: Annotated[Share, Ground("Listening", "assumption", 0.4, 1)] = Field(
        0.7, description="how far negative posts are believed under an answer (share). Source: assumption"
    )
    sharers_needed: Annotated[int, Ground("Complex contagion", "published", 1, 3, drawn=False)] = Field(
        1,
        ge=1,
        le=1000,
        description="followed accounts that must have published an item before one shares it; 1 is simple contagion, "
        "more is complex (accounts). Source: Centola and Macy 2007",
    )
