"""Presets of the KOL-community generator: one parameter set a platform, with where its numbers come from.

A preset's mean number of followers grows with the network until ``full_size`` accounts and stays there: real networks
densify as they grow (Leskovec, Kleinberg and Faloutsos 2005, KDD), and a thousand accounts with 35 followers each would
be one room in which everyone is two steps from everyone.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from sim.arithmetic import power

TOPICS: Final = ("food", "skincare", "fashion", "tech", "sport", "travel", "parenting", "news")
"""Topics that accounts are interested in, unless others are named."""


@dataclass(frozen=True)
class Preset:
    """One platform.

    Attributes:
        description: what the preset stands for and where its numbers come from.
        assumed: whether the structure is an assumption rather than a measurement.
        mean_followers: followers an account at ``full_size`` accounts and above.
        full_size: accounts from which on the mean no longer grows.
        densification: the exponent by which the mean grows up to there.
        tiers: least followers, in people, of the tiers tail, waist and head.
        parameters: the other parameters of the generator.
    """

    description: str
    assumed: bool
    mean_followers: float
    tiers: tuple[float, float, float]
    full_size: int = 1_000_000
    densification: float = 0.2
    parameters: dict[str, Any] = field(default_factory=dict)

    def mean_at(self, accounts: int) -> float:
        """Followers an account in a network of this size; never more than a quarter of the others.

        >>> [round(PRESETS["twitter"].mean_at(n), 1) for n in (1, 10, 2000, 1_000_000, 10_000_000)]
        [0.0, 2.2, 10.1, 35.0, 35.0]
        """
        scaled = self.mean_followers * power(min(1.0, accounts / self.full_size), self.densification)
        return min(scaled, (accounts - 1) / 4)


def _parameters(**own: Any) -> dict[str, Any]:
    common: dict[str, Any] = {
        "follower_exponent": 2.276,
        "largest_hub": 0.07,
        "following_spread": 0.8,
        "reciprocity": 0.22,
        "reciprocity_decline": 0.5,
        "closure": 0.15,
        "mixing": 0.35,
        "hierarchy": 0.0,
        "community_exponent": 2.0,
        "smallest_community": 40,
        "largest_community": 0.1,
        "bridging_hubs": 0.3,
        "kol_share": 0.05,
        "posts_per_day": 1.0,
        "posts_spread": 1.9,
        "posts_by_followers": 0.5,
        "topics": TOPICS,
        "interest_focus": 0.6,
    }
    return {**common, **own}


PRESETS: Final = {
    "twitter": Preset(
        description="Twitter as measured in 2009: follower exponent 2.276, 35.2 followers an account, 22.1% of edges "
        "reciprocated (Kwak et al. 2010, WWW); largest hub: 3 of 41.7 million accounts",
        assumed=False,
        mean_followers=35.0,
        tiers=(10_000, 100_000, 1_000_000),
        parameters=_parameters(),
    ),
    "weibo": Preset(
        description="Sina Weibo: more followers an account than Twitter (122 among 222 million), about a quarter of "
        "its reciprocity, lower clustering, more unequal, disassortative (Han 2016; arXiv:1212.0167). The mean is "
        "set to 60 rather than 122 so that a network is not denser than its size can bear",
        assumed=False,
        mean_followers=60.0,
        tiers=(10_000, 100_000, 1_000_000),
        parameters=_parameters(
            follower_exponent=2.32,
            largest_hub=0.15,
            reciprocity=0.07,
            reciprocity_decline=1.0,
            closure=0.03,
            mixing=0.5,
            hierarchy=0.5,
        ),
    ),
    "xiaohongshu": Preset(
        description="Xiaohongshu: its follower network is not published, so the structure is an assumption (interest "
        "communities, few mutual follows, many middling creators); the tiers' limits are the trade's",
        assumed=True,
        mean_followers=30.0,
        tiers=(10_000, 50_000, 500_000),
        parameters=_parameters(
            follower_exponent=2.3, largest_hub=0.05, reciprocity=0.1, closure=0.1, mixing=0.3, posts_per_day=0.2
        ),
    ),
    "douyin": Preset(
        description="Douyin: its follower network is not published, so the structure is an assumption (very large "
        "hubs, weak communities, few mutual follows); the tiers' limits are the trade's",
        assumed=True,
        mean_followers=40.0,
        tiers=(100_000, 1_000_000, 10_000_000),
        parameters=_parameters(
            follower_exponent=2.15, largest_hub=0.15, reciprocity=0.08, closure=0.05, mixing=0.6, posts_per_day=0.2
        ),
    ),
}
"""Names of the presets."""
