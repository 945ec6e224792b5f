"""Posts of the campaign, and what is posted: items."""

from dataclasses import dataclass, field
from math import inf
from typing import Any

from sim.agents.draws import normal
from sim.agents.sessions import HOUR
from sim.arithmetic import log
from sim.models.campaign.grounds import FITTED_ON
from sim.models.campaign.parameters import ACTIONS, BASE, BY_FEATURE, BY_FORMAT, Parameters
from sim.randomness import APPEAL, POST, draw_int
from sim.world import OWNED, PAID, USUAL_SECONDS, Item

SHARED, AD = 3, 4  # kinds of posts beside the plan's OWNED, PAID and TO_MEMBERS, as words of their keys
RUMOUR, RIVAL, PRAISE, COMPLAINT, MESSAGE = range(6, 11)  # of what happens, and of customers
ALL_AUTHORS, NO_AUTHOR = 0xFFFFFFFF, 0xFFFFFFFE  # words of draws
SEEN = "impressions"
COUNTED = (SEEN, *ACTIONS)


@dataclass(eq=False)
class Post:
    """What an account has put up: new, or (with a ``parent``) a share of another post; or what nobody has put up."""

    author: Any  # None for what ads show, what friends are sent, and what goes to members
    platform: Any  # on which it is
    item: int  # place among the items
    kind: int
    parent: "Post | None"
    published: float  # seconds
    ends: float  # second from which it cannot be seen any more
    key: int  # who it is in every draw
    liking: float  # what all actions have in common whoever sees it, in log-odds
    trust: float  # log trust in what its author posts
    warmth: float = 0.0  # how warmly his audience is known to react, in log-odds
    sold: float = 0.0  # how far it only sells
    renown: float = 0.0  # how well the platform knows his posts to do, in log-odds
    is_first: bool = False  # of the item by this author; a share is not
    impressions: int = 0
    actions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ACTIONS, 0))
    counted: dict[str, float] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0.0))  # with those of its shares
    known: dict[str, float] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0.0))  # to the feed: up to the tick
    predicted: dict[str, float] = field(default_factory=dict)  # by the feed, in log-odds
    recommended: int = 0
    pools: int = 0  # traffic pools that it has been let into
    cents: int = 0  # what the plan pays for it
    commission: float | None = None  # what its author gets of orders through it, if not what is usual

    @property
    def origin(self):
        """The post with counters of its own that it descends from."""
        return self.parent.origin if self.parent else self

    @property
    def is_for_the_brand(self):
        """Does an impression of it count as reach?"""
        return self.origin.kind not in (RUMOUR, RIVAL, COMPLAINT)


def base_of(item: Item, setting: Parameters) -> dict[str, float]:
    """Log-odds of each action at an impression of the item, but for its appeal and who sees it."""
    by_item, here = setting.quality_effect * (item.quality - 0.5) + BY_FEATURE["tone"] * item.tone, setting.platform
    for feature in ("utility", "arousal", "production", "novelty"):
        by_item += BY_FEATURE[feature] * (getattr(item, feature) - 0.5)
    for topic in item.topics:
        by_item += here.topic_effect.get(topic, 0.0) / len(item.topics)
    by_item += here.tone_effect * item.tone
    levels = {**BASE, "share": setting.share_level, "like": setting.like_level, **here.base}
    levels = {action: level + BY_FORMAT[item.format].get(action, 0.0) for action, level in levels.items()}
    levels |= here.formats.get(item.format, {})
    levels["complete"] -= setting.duration_effect * (log(times_usual(item)) / log(2.0))  # by doublings
    levels = {action: level - by_item if action == "hide" else level + by_item for action, level in levels.items()}
    return {action: level + by_own_features(item, action, setting) for action, level in levels.items()}


def by_own_features(item: Item, action: str, setting: Parameters) -> float:
    """What an action's own effects of the item's features add, beside those that all actions have in common."""
    found, own, sign = 0.0, getattr(setting.effects, action), -1.0 if action == "hide" else 1.0
    for feature, usual in {**BY_FEATURE, "tone_strength": 0.0}.items():
        if (effect := getattr(own, feature)) is not None:
            value = {"tone": item.tone, "tone_strength": abs(item.tone)}.get(feature)
            value = getattr(item, feature) - 0.5 if value is None else value
            found += (effect - sign * usual) * value
    return found


def times_usual(item: Item) -> float:
    """How many times as long as usual the item is; 1 where it does not say."""
    return item.duration / USUAL_SECONDS[item.format] if item.duration > 0.0 else 1.0


def key_of(world, item, author, kind, ordinal):
    """Who a post is in every draw: item and author are words; the ordinal tells posts of one author, item and kind
    apart."""
    return draw_int(world, POST, item, author, (kind << 32) | ordinal)


def word_of(author):
    """An author as a word of a key."""
    return NO_AUTHOR if author is None else author.id


def sold_of(item: Item) -> float:
    """How far the item only sells."""
    return item.commerciality * (1.0 - item.authenticity)


def selling_of(item: Item, setting: Parameters) -> float:
    """The same in log-odds."""
    return setting.commercial_effect * sold_of(item)


def liking_of(platform, item, author):
    """The hidden appeal of an item by this author (a word), less what is only commercial about it."""
    model, setting = platform.model, platform.parameters
    word = model.item_words[item]
    appeal = setting.appeal_item * normal(model.key, APPEAL, word, ALL_AUTHORS)
    appeal += setting.appeal_post * normal(model.key, APPEAL, word, author)
    return appeal - selling_of(model.items[item], setting)


def trust_of(platform, item, author, kind):
    """Log trust in what this author posts here, but for the tie: less of who has many followers, or says he is paid."""
    setting, trust = platform.parameters, 0.0
    if author is not None:
        trust = setting.trust_slope * log(float(max(len(author.seat_on(platform).followers), 1)))
        if kind in (OWNED, PAID, RIVAL):  # in people, as where it was fitted
            for_others = 1.0 - 1.0 / max(platform.model.people_each, 1.0)
            trust += for_others * setting.trust_slope * log(FITTED_ON / len(platform.seats))
    return trust - setting.disclosure_effect * float(platform.model.items[item].disclosed)


def end_of(item: Item, published: float) -> float:
    """The second from which a post of the item cannot be seen any more."""
    return published + item.lasts_hours * HOUR if item.lasts_hours > 0 else inf


def price_of(planned):
    """By what posts of the plan are put in order that are equal in all that a key knows; None comes before all."""
    return planned.cents, -1.0 if planned.commission is None else planned.commission
