"""KOL communities: hubs with power-law audiences inside and across communities."""

from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.generators.kol_presets import PRESETS
from sim.network import MAXIMUM_ACCOUNTS, TIERS, Network
from sim.randomness import U, child_int, fill_uniform


class Parameters(BaseModel):
    """Parameters of the KOL-community network; what is not given is the preset's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description="size of the network (accounts)")
    preset: Literal["twitter", "weibo", "xiaohongshu", "douyin"] = Field(
        "twitter", description="platform whose numbers are used where none is given. Source: docs/networks.md"
    )
    mean_followers: float = Field(
        35.0, ge=0, description="mean audience (followers an account). Source: the preset, scaled to the network's size"
    )
    follower_exponent: float = Field(
        2.276, gt=1.5, le=6, description="exponent of the law of followers (none). Source: the preset"
    )
    largest_hub: float = Field(
        0.07, gt=0, le=1, description="audience of the largest hub (share of all accounts). Source: the preset"
    )
    following_spread: float = Field(
        0.8, ge=0, le=3, description="spread of how many accounts one follows (sd of its logarithm). Source: assumption"
    )
    reciprocity: float = Field(
        0.22, ge=0, le=0.9, description="edges whose reverse is an edge too (share of edges). Source: the preset"
    )
    reciprocity_decline: float = Field(
        0.5,
        ge=0,
        le=3,
        description="how fast following back gets rarer the more followers one has than one's follower (exponent of "
        "the ratio). Source: assumption",
    )
    closure: float = Field(
        0.15,
        ge=0,
        le=0.9,
        description="follows found among those whom one's followed accounts follow (share of "
        "follows). Source: the preset",
    )
    mixing: float = Field(
        0.35,
        ge=0,
        le=1,
        description="follows that look beyond one's own community (share of follows). Source: the preset",
    )
    community_exponent: float = Field(
        2.0, gt=1, le=6, description="exponent of the law of community sizes (none). Source: assumption"
    )
    smallest_community: int = Field(
        40, ge=1, le=MAXIMUM_ACCOUNTS, description="size of the smallest communities (accounts). Source: assumption"
    )
    largest_community: float = Field(
        0.1, gt=0, le=1, description="size of the largest community (share of all accounts). Source: assumption"
    )
    bridging_hubs: float = Field(
        0.3,
        ge=0,
        le=1,
        description="KOLs whose audience comes from all communities alike (share of KOLs). Source: assumption",
    )
    kol_share: float = Field(
        0.02,
        ge=0,
        le=1,
        description="accounts of the tiers tail, waist and head together (share of all accounts). Source: assumption",
    )
    posts_per_day: float = Field(1.0, gt=0, le=100, description="mean activity (posts a day). Source: the preset")
    posts_spread: float = Field(
        1.9,
        ge=0,
        le=4,
        description="spread of activity among accounts with equal followers (sd of its logarithm). "
        "Source: top tenth of posters make .6 to .9 of posts (Pew Research Center 2019; Nielsen 2006)",
    )
    posts_by_followers: float = Field(
        0.5, ge=0, le=2, description="growth of activity with followers (exponent). Source: assumption"
    )
    topics: tuple[str, ...] = Field(
        PRESETS["twitter"].parameters["topics"],
        description="what accounts can be interested in (names). Source: assumption",
    )
    interest_focus: float = Field(
        0.6, ge=0, le=1, description="weight of the community's interests against one's own (share). Source: assumption"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_preset(cls, data: Any) -> Any:
        """Fill in the preset's values, so that what is written out is complete."""
        if not isinstance(data, dict):
            return data
        preset = PRESETS.get(data.get("preset", "twitter")) if isinstance(data.get("preset", "twitter"), str) else None
        accounts = data.get("accounts")
        if preset is None or isinstance(accounts, bool) or not isinstance(accounts, int) or accounts < 1:
            return data
        return {"mean_followers": preset.mean_at(accounts), **preset.parameters, **data}


def generate(parameters: Parameters, key: int) -> Network:
    """A network of KOLs and communities."""
    n = parameters.accounts
    u = np.empty(n)
    fill_uniform(U(child_int(key, 1)), u)
    b = parameters.follower_exponent - 1
    weight = np.minimum((1 - u) ** (-1 / b) - 0.8, parameters.largest_hub * n)
    c = np.empty(n)
    fill_uniform(U(child_int(key, 2)), c)
    communities = max(1, round(n / 150))
    community = (c * c * communities).astype(np.int32)
    order = np.argsort(community, kind="stable")
    m = int(parameters.mean_followers * n)
    draws = [np.empty(m) for _ in range(3)]
    for i, draw in enumerate(draws):
        fill_uniform(U(child_int(key, 3 + i)), draw)
    follower = (draws[0] * n).astype(np.int64)
    cumulative = np.concatenate([[0.0], np.cumsum(weight[order])])
    starts = np.searchsorted(community[order], np.arange(communities + 1))
    low, high = cumulative[starts[community[follower]]], cumulative[starts[community[follower] + 1]]
    anywhere = draws[1] < parameters.mixing
    place = np.where(anywhere, draws[2] * cumulative[-1], low + draws[2] * (high - low))
    source = order[np.minimum(np.searchsorted(cumulative, place, side="right") - 1, n - 1)]
    network = Network.from_edges(source, follower, n)
    rank = np.empty(n, np.int64)
    rank[np.argsort(-network.followers, kind="stable")] = np.arange(n)
    tier = np.zeros(n, np.int8)
    for level, share in ((1, 1.0), (2, 0.2), (3, 0.02)):
        tier[rank < max(1, round(n * parameters.kol_share * share))] = level
    topics = parameters.topics
    interests = np.empty((n, len(topics)), np.float32)
    for t in range(len(topics)):
        noise = np.empty(n)
        fill_uniform(U(child_int(key, 20 + t)), noise)
        interests[:, t] = 0.4 * noise + 0.6 * (community % len(topics) == t)
    about = {
        "generator": "kol_communities",
        "parameters": parameters.model_dump(mode="json"),
        "key": key,
        "topics": list(topics),
        "tiers": {name: int((tier == level).sum()) for level, name in enumerate(TIERS)},
    }
    return Network(
        network.audience_offsets,
        network.audience,
        following_offsets=network.following_offsets,
        following=network.following,
        attributes={
            "community": community,
            "tier": tier,
            "activity": (parameters.posts_per_day * weight / weight.mean()).astype(np.float32),
            "interests": interests,
        },
        about=about,
    )
