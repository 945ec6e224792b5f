"""KOL communities: hubs with power-law audiences, inside communities and across them.

How a network comes about, in the order of the code (v follows u; the edge runs u -> v, with the content):

1. Every account has a community, drawn from communities whose sizes follow a power law, and an expected audience a,
   drawn from a power law that is shifted to 0 and ends at the largest hub.
2. A share ``1 - mixing`` of an audience comes from the own community, as far as the hub does not fill half of it; the
   rest, and the whole audience of a bridging hub, comes from everywhere.
3. Every account has slots, as many in all as followers are expected in all: its share by an inclination to follow that
   is lognormal. Each slot looks inside the community or anywhere, for an account in proportion to its audience there;
   the last slots (``closure``) look at whom a followed account follows. What is followed already is drawn again.
4. The found account follows back by a coin: q * min(1, (1 + a of the follower) / (1 + a of the followed)) ** decline,
   with q such that the wanted share of edges is mutual.
5. Tiers by the rank of the followers; activity and interests by account and community.

So it is a degree-corrected planted partition (Karrer and Newman 2011, Phys. Rev. E 83:016107) drawn follower by
follower, with triadic closure as in Holme and Kim 2002 (Phys. Rev. E 65:026107). Everything is drawn by (account, slot)
or (account, attempt), never in sequence. An account keeps its luck when others are added (community, rank of audience,
interests, inclinations); whom its slots find depends on all audiences together and changes.

No account is without any edge if the mean audience is 1 or more: everyone follows somebody. Many have no follower.
"""

from typing import Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.generators.kol_accounts import activity, interests, tiers
from sim.generators.kol_making import make_tables
from sim.generators.kol_presets import PRESETS, Preset
from sim.generators.memory import check_memory
from sim.network import MAXIMUM_ACCOUNTS, TIERS, Network, NetworkError

DEFAULTS: Final = PRESETS["twitter"].parameters
"""What is used where neither a preset nor a value is given."""

OF_PEOPLE: Final = (
    *("accounts", "community_exponent", "smallest_community", "largest_community", "topics", "interest_focus"),
)
"""Parameters that say who the people are: the same on all platforms of one world."""


class Parameters(BaseModel):
    """Parameters of the KOL-community network; what is not given is the preset's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    accounts: int = Field(ge=1, le=MAXIMUM_ACCOUNTS, description="size of the network (accounts)")
    preset: Literal["twitter", "weibo", "xiaohongshu", "douyin"] = Field(
        "twitter", description="platform whose numbers are used where none is given. Source: docs/networks.md"
    )
    mean_followers: float = Field(
        PRESETS["twitter"].mean_followers,
        ge=0,
        description="mean audience (followers an account). Source: the preset, scaled to the network's size",
    )
    follower_exponent: float = Field(
        DEFAULTS["follower_exponent"],
        gt=1.5,
        le=6,
        description="exponent of the law of followers (none). Source: the preset",
    )
    largest_hub: float = Field(
        DEFAULTS["largest_hub"],
        gt=0,
        le=1,
        description="audience of the largest hub (share of all accounts). Source: the preset",
    )
    following_spread: float = Field(
        DEFAULTS["following_spread"],
        ge=0,
        le=3,
        description="spread of how many accounts one follows (sd of its logarithm). Source: assumption",
    )
    reciprocity: float = Field(
        DEFAULTS["reciprocity"],
        ge=0,
        le=0.9,
        description="edges whose reverse is an edge too (share of edges). Source: the preset",
    )
    reciprocity_decline: float = Field(
        DEFAULTS["reciprocity_decline"],
        ge=0,
        le=3,
        description="how fast following back gets rarer the more followers one has than one's follower (exponent of "
        "the ratio). Source: assumption",
    )
    closure: float = Field(
        DEFAULTS["closure"],
        ge=0,
        le=0.9,
        description="follows found among those whom one's followed accounts follow (share of "
        "follows). Source: the preset, set so that the bands hold",
    )
    mixing: float = Field(
        DEFAULTS["mixing"],
        ge=0,
        le=1,
        description="follows that look beyond one's own community (share of follows). Source: the preset, set so that "
        "the bands hold",
    )
    hierarchy: float = Field(
        DEFAULTS["hierarchy"],
        ge=0,
        le=2,
        description="how much less accounts with an audience follow accounts from everywhere, among them the great "
        "hubs (exponent of their own audience). Source: the preset, set so that the bands hold",
    )
    community_exponent: float = Field(
        DEFAULTS["community_exponent"],
        gt=1,
        le=6,
        description="exponent of the law of community sizes (none). Source: assumption",
    )
    smallest_community: int = Field(
        DEFAULTS["smallest_community"],
        ge=1,
        le=MAXIMUM_ACCOUNTS,
        description="size of the smallest communities (accounts). Source: assumption",
    )
    largest_community: float = Field(
        DEFAULTS["largest_community"],
        gt=0,
        le=1,
        description="size of the largest community (share of all accounts). Source: assumption",
    )
    bridging_hubs: float = Field(
        DEFAULTS["bridging_hubs"],
        ge=0,
        le=1,
        description="KOLs whose audience comes from all communities alike (share of KOLs). Source: assumption",
    )
    kol_share: float = Field(
        DEFAULTS["kol_share"],
        ge=0,
        le=1,
        description="accounts of the tiers tail, waist and head together (share of all accounts). Source: assumption",
    )
    posts_per_day: float = Field(
        DEFAULTS["posts_per_day"], gt=0, le=100, description="mean activity (posts a day). Source: the preset"
    )
    posts_spread: float = Field(
        DEFAULTS["posts_spread"],
        ge=0,
        le=4,
        description="spread of activity among accounts with equal followers (sd of its logarithm). "
        "Source: top tenth of posters make .6 to .9 of posts (Pew Research Center 2019; Nielsen 2006)",
    )
    posts_by_followers: float = Field(
        DEFAULTS["posts_by_followers"],
        ge=0,
        le=2,
        description="growth of activity with followers (exponent). Source: assumption",
    )
    topics: tuple[str, ...] = Field(
        DEFAULTS["topics"],
        description="what accounts can be interested in (names). Source: assumption",
    )
    interest_focus: float = Field(
        DEFAULTS["interest_focus"],
        ge=0,
        le=1,
        description="weight of the community's interests against one's own (share). Source: assumption",
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
    """A network of KOLs and communities; see the module's docstring.

    Attributes of its accounts: community, tier, activity (posts a day), interests (a share for each of
    ``about["topics"]``, summing to 1) and bridging (the audience of this KOL comes from all communities alike).

    Raises:
        NetworkError: parameters that no network can have together, or a network that does not fit into memory.

    >>> network = generate(Parameters(accounts=2000, preset="weibo"), key=1)
    >>> network
    Network: 2,000 accounts, ... edges
    >>> {tier: told["accounts"] for tier, told in network.about["tiers"].items()}
    {'koc': 1900, 'tail': 95, 'waist': 4, 'head': 1}
    """
    return generate_among(parameters, key, key)


def generate_among(parameters: Parameters, key: int, people: int) -> Network:
    """A network among the people of another one: with their communities and interests, and other follows.

    Args:
        people: the other one's key; its parameters of :data:`OF_PEOPLE` must be the same.
    """
    _possible(parameters)
    m = parameters.mean_followers * parameters.accounts
    check_memory(parameters.accounts, m, account_bytes=150.0 + 4.0 * len(parameters.topics), edge_bytes=10.0)
    accounts, (audience_offsets, audience, following_offsets, following) = make_tables(parameters, key, people)
    preset = PRESETS[parameters.preset]
    followers = np.diff(audience_offsets)
    tier = tiers(parameters, preset.tiers, followers)
    about = {
        "generator": "kol_communities",
        "parameters": parameters.model_dump(mode="json"),
        "key": key,
        "preset": preset.description,
        "assumed": preset.assumed,
        "topics": list(parameters.topics),
        "tiers": _told(preset, tier, followers),
        "bridging_hubs": int(accounts.bridging.sum()),
    }
    attributes = {
        "community": accounts.community,
        "tier": tier,
        "activity": activity(parameters, accounts, key),
        "interests": interests(parameters, accounts.community, people),
        "bridging": accounts.bridging,
    }
    return Network(
        audience_offsets,
        audience,
        following_offsets=following_offsets,
        following=following,
        attributes=attributes,
        about=about,
    )


def _possible(parameters: Parameters) -> None:
    n = parameters.accounts
    if parameters.mean_followers > 0 and not parameters.mean_followers <= (n - 1) / 4 + 1e-9:
        raise NetworkError(
            f"mean_followers {parameters.mean_followers:g} is too many for {n} accounts; "
            f"allowed: at most a quarter of the others, {(n - 1) / 4:g}"
        )
    if len(set(parameters.topics)) < len(parameters.topics) or not parameters.topics:
        raise NetworkError(f"topics must be at least one name, each named once, not {list(parameters.topics)}")


def _told(preset: Preset, tier: np.ndarray, followers: np.ndarray) -> dict[str, dict[str, int | None]]:
    """For each tier: how many accounts, the least followers of one here, and the least people in reality."""
    told = {}
    for level, (name, people) in enumerate(zip(TIERS, (0, *preset.tiers), strict=True)):
        members = followers[tier == level]
        least = int(members.min()) if len(members) else None
        told[name] = {"accounts": len(members), "least_followers": least, "least_people": int(people)}
    return told
