"""Among which accounts a KOL finds his: by topic, by platform, by followers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from sim.binding.kols import BindingError, Kol
from sim.network import Network

TOPIC_WORDS: Final = {
    "food": ("美食", "餐饮", "吃喝"),
    "skincare": ("护肤", "美妆", "美容", "个护", "beauty"),
    "fashion": ("时尚", "穿搭", "服饰"),
    "tech": ("科技", "数码", "3c"),
    "sport": ("运动", "体育", "健身", "sports", "fitness"),
    "travel": ("旅行", "旅游", "出行"),
    "parenting": ("母婴", "育儿", "亲子"),
    "news": ("新闻", "资讯", "时事"),
}
"""Other words for topics; a network's own words come first."""


class Pool:
    """The accounts among which a KOL finds his; those already taken by anyone are passed over."""

    def __init__(self, accounts: np.ndarray, followers: np.ndarray, taken: np.ndarray):
        self.order = accounts[np.argsort(followers[accounts], kind="stable")]  # equal ones by ascending id
        self.size = len(accounts)
        self.taken = taken
        self.values, self.first = np.unique(followers[self.order], return_index=True)
        self.end = np.append(self.first[1:], len(self.order))
        self.most = int(self.values[-1]) if self.size else 0

    def nearest(self, wanted: float) -> int | None:
        """The free account whose followers are nearest by ratio: of equal ones the smaller id; it is then taken."""
        while len(self.values):
            place = int(np.searchsorted(self.values, wanted))
            if place and (
                place == len(self.values) or wanted * wanted <= float(self.values[place - 1]) * self.values[place]
            ):
                place -= 1
            while self.first[place] < self.end[place]:
                account = int(self.order[self.first[place]])
                self.first[place] += 1
                if not self.taken[account]:
                    self.taken[account] = True
                    return account
            self.values, self.first, self.end = (np.delete(row, place) for row in (self.values, self.first, self.end))
        return None


class Pools:
    """A pool for each platform and topic, made when it is first asked for."""

    def __init__(self, network: Network, platforms: Mapping[str, np.ndarray], taken: Sequence[int] = ()):
        self.followers = network.followers
        self.platforms = platforms
        self.taken = np.zeros(len(network), np.bool_)
        self.taken[np.array(taken, np.int64)] = True
        self.size = int(np.count_nonzero((self.followers > 0) & ~self.taken))
        self.topics, self.leading = topics_of(network)
        self.made: dict[tuple[str | None, int], Pool] = {}

    def of(self, kol: Kol) -> tuple[Pool, str]:
        """The pool of a KOL, and words for it."""
        platform = kol.platform if self.platforms else None
        topic = place_of(kol, self.topics) if self.topics and kol.topic else -1
        if (platform, topic) not in self.made:
            there = self.followers > 0
            if platform is not None:
                there &= np.asarray(self.platforms[platform], np.bool_)
            if topic >= 0:
                there &= self.leading(topic)
            self.made[platform, topic] = Pool(np.flatnonzero(there), self.followers, self.taken)
        about = (f" on {platform}" if platform else "") + (f" in {self.topics[topic]}" if topic >= 0 else "")
        if kol.topic and not self.topics:
            about = f"{about} (the network has no topics)"
        return self.made[platform, topic], about


def topics_of(network: Network) -> tuple[list[str], Callable[[int], np.ndarray]]:
    """The topics of a network, and who is of a community of one of them (bool[n])."""
    interests = network.attributes.get("interests")
    topics = [str(topic) for topic in network.about.get("topics") or ()]
    if interests is None or interests.ndim != 2 or len(topics) != interests.shape[1]:
        return [], lambda topic: np.ones(len(network), np.bool_)
    community = network.attributes.get("community", np.arange(len(network)))
    community = community - min(0, int(community.min()))
    sizes = np.bincount(community)
    means = np.stack([np.bincount(community, interests[:, place]) for place in range(len(topics))], axis=1)
    means = np.where(sizes[:, None] > 0, means / np.maximum(sizes, 1)[:, None], -1.0)
    leads = means.argmax(axis=1)

    def leading(topic: int) -> np.ndarray:
        chosen = (leads == topic) & (sizes > 0)
        if not chosen.any():
            chosen[means[:, topic].argmax()] = True
        return chosen[community]

    return topics, leading


def place_of(kol: Kol, topics: Sequence[str]) -> int:
    """The place of a KOL's topic among those of the network, by its own word or one of ``TOPIC_WORDS``.

    Raises:
        BindingError: the network does not know it.
    """
    word = (kol.topic or "").strip().casefold()
    for place, topic in enumerate(topics):
        if word == topic.casefold():
            return place
    for place, topic in enumerate(topics):
        if word in TOPIC_WORDS.get(topic, ()):
            return place
    known = ", ".join(" or ".join((topic, *TOPIC_WORDS.get(topic, ()))) for topic in topics)
    raise BindingError(f"{kol.name!r} is of the topic {kol.topic!r}, which the network does not know; allowed: {known}")
