"""A rule of the campaign's twin that is changed is found: the events differ in the world that is made for it."""

import functools
import importlib
import sys
import types
from pathlib import Path

import pytest
from campaign_busy import BUSY, busy_case, busy_events, busy_world
from campaign_cases import twin_events

PARTS = ("draws", "readiness", "people", "sessions", "posts", "feed", "market", "platform", "account", "campaign")
"""The twin's files, each after those that it reads."""
SOURCES = {}
for _name in PARTS:
    SOURCES[_name] = Path(importlib.import_module(f"sim.agents.{_name}").__file__).read_text(encoding="utf-8")
AT_ONCE, LATER, ATTENTION, ALONE, RANKED, HOT, RECOMMENDED, SHOP, CHANGING = BUSY

CHANGES = {
    "nothing": (AT_ONCE, "campaign", "", ""),
    "sessions at any hour": (ATTENTION, "sessions", '"daily" else', '"nightly" else'),
    "one session too many": (AT_ONCE, "sessions", "range(min(count,", "range(min(count + 1,"),
    "days of one cell": (AT_ONCE, "sessions", "min(int(rate) + 1, MOST_CELLS)", "1"),
    "the same sessions every day": (
        *(AT_ONCE, "sessions", "uniform(self.key, number >> DAY_BITS, cell"),
        "uniform(self.key, 0, cell",
    ),
    "looks of the account, not of the session": (ATTENTION, "account", "LOOKS, self.id, session)", "LOOKS, self.id)"),
    "one look more": (ATTENTION, "account", "self.looks(self.session))", "self.looks(self.session) + 1)"),
    "everybody as often there": (AT_ONCE, "people", "exp(spread * normal(key, SESSIONS, v)", "exp(spread * 0.0"),
    "posts of others by followers": (ATTENTION, "people", "network.following_of(v)", "network.audience_of(v)"),
    "offered once more": (ATTENTION, "account", "n + 1 < setting.offers", "n < setting.offers"),
    "offered at any age": (ATTENTION, "account", "now - post.published < setting.keep_hours * HOUR", "True"),
    "too old to be offered even once": (ATTENTION, "account", "if times == 0 or post in young", "if post in young"),
    "what was left over is forgotten": (
        *(ATTENTION, "account", "setting.offers and post in young"),
        "setting.offers and False",
    ),
    "the oldest first": (ATTENTION, "feed", "return -age", "return age"),
    "the campaign before all others": (ATTENTION, "feed", "return -age", "return 1.0 - age / 1e6"),
    "no others": (ATTENTION, "feed", "for i in range(count):", "for i in range(0):"),
    "others in any order": (ATTENTION, "feed", " / (count - i)", ""),
    "others of a day, not since the last session": (
        *(ATTENTION, "feed", "viewer.session, now - before)"),
        "viewer.session, DAY)",
    ),
    "others leave nothing over": (ATTENTION, "feed", "offers == 1:", "offers > 0:"),
    "what others left over is newer": (ATTENTION, "feed", "-(hours + hours_before *", "-(hours_before *"),
    "no delay": (LATER, "account", "delay = exp(", "delay = 0.0 * exp("),
    "delays of an hour": (LATER, "account", "exp(log(setting.delay_hours) + spread)", "1.0"),
    "proof counts twice": (AT_ONCE, "account", "self.heard[post.item] += 1", "self.heard[post.item] += 2"),
    "proof of the plan's posts too": (AT_ONCE, "account", "times == 0 and post.kind == SHARED", "times == 0"),
    "proof at every offer": (ATTENTION, "account", "times == 0 and post.kind == SHARED", "post.kind == SHARED"),
    "an account likes more than once": (
        *(AT_ONCE, "account", "if (post.item, action) not in self.done and"),
        'if ((post.item, action) not in self.done or action == "like") and',
    ),
    "an author shares again": (AT_ONCE, "account", 'self.done.add((post.item, "share"))', "pass"),
    "one coin an account": (
        *(AT_ONCE, "account", "draw_int(post.key, self.id, ACTIONS"),
        "draw_int(self.model.key, self.id, ACTIONS",
    ),
    "one coin for all actions": (AT_ONCE, "account", "self.id, ACTIONS.index(action))", "self.id)"),
    "trust in those who follow": (
        *(AT_ONCE, "account", "return other in self.followers"),
        "return self in other.followers",
    ),
    "trust whoever has followers": (AT_ONCE, "posts", "len(author.followers)", "1"),
    "a share with an appeal of its own": (AT_ONCE, "campaign", "parent.liking if parent else ", ""),
    "a share has the key of a new post": (AT_ONCE, "account", "post.item, SHARED, 0,", "post.item, 1, 0,"),
    "an item of its own for each author": (AT_ONCE, "posts", "APPEAL, item, ALL_AUTHORS)", "APPEAL, item, author)"),
    "reached by the first author": (AT_ONCE, "account", "by=post.author)", "by=post.origin.author)"),
    "what is hidden is liked": (HOT, "account", "base - readiness if", "base + readiness if"),
    "worlds of another purpose": (AT_ONCE, "campaign", "world_key(seed, JUDGING", "world_key(seed + 1, JUDGING"),
    "people by the replicate": (AT_ONCE, "campaign", "self.items, seed)", "self.items, seed + 1)"),
    "no end": (LATER, "campaign", "if at >= self.end:", "if False:"),
    "counters at once": (HOT, "feed", "[origin.known[name] for", "[origin.counted[name] for"),
    "counters that never come": (RANKED, "platform", "if post.known != post.counted:", "if False:"),
    "shares do not count for their origin": (RANKED, "account", "post.origin.counted[action]", "post.counted[action]"),
    "a prior that counts twice": (RANKED, "feed", "known[action] + prior", "known[action] + 2.0 * prior"),
    "predictions without errors": (RANKED, "feed", "+ platform.noise * error", ""),
    "one error for all viewers": (RANKED, "feed", "PREDICTION, viewer.id)", "PREDICTION, 0)"),
    "the same to all interests": (RANKED, "feed", "platform.match_weight * match", "0.0"),
    "authors as often as they like": (CHANGING, "feed", "if minus < 0.0 and", "if False and"),
    "recency of the origin": (RANKED, "feed", "now - post.published) / HOUR", "now - post.origin.published) / HOUR"),
    "others as after a day's absence": (
        *(RANKED, "feed", "self.ordinary.hours[:-1], hours)"),
        "self.ordinary.hours[:-1], 24.0)",
    ),
    "what is left over is as new": (RANKED, "feed", "self.ordinary.scores[kind]", "self.ordinary.scores[NEW]"),
    "what others leave over is what was looked at": (RANKED, "feed", "count - looked_at)", "looked_at)"),
    "hidden is liked": (HOT, "feed", '"join", "hide")', '"join", "like")'),
    "ads take no looks": (
        *(SHOP, "account", "looks = self.all_looks(session) - self.ad_slots(session)"),
        "looks = self.all_looks(session)",
    ),
    "ads without slots": (SHOP, "platform", "account.ad_slots(session) > 0 and", ""),
    "strangers take no looks": (RANKED, "account", "return looks - int(", "return looks - 0 * int("),
    "an ad as often as it likes": (SHOP, "platform", "account.bought[purchase] < push.frequency_cap", "True"),
    "ads for everybody": (SHOP, "platform", "push.target is not None and", "False and"),
    "retargeting whoever": (SHOP, "platform", "push.retarget and", "False and"),
    "boosts to who knows it": (SHOP, "account", "post.origin not in self.met and self", "self"),
    "boosts to followers": (SHOP, "account", "self is not post.author and self not in post.author.followers", "True"),
    "one post is boosted": (SHOP, "platform", "out[number % len(out)]", "out[0]"),
    "boosted before it is out": (SHOP, "platform", "if post.published <= model.now]", "]"),
    "all money at once": (SHOP, "platform", "gone = min(", "gone = 1.0 + 0.0 * min("),
    "pushes by their place": (
        *(SHOP, "platform", "(1 + purchase.ordinal) << 32"),
        "(1 + model.purchases.index(purchase)) << 32",
    ),
    "one order for all ticks": (SHOP, "platform", "<< 32) | number)", "<< 32))"),
    "accounts by id": (SHOP, "platform", "permuted(draws, place, len(model.accounts))", "place"),
    "two rounds of four": (SHOP, "platform", "12 if bits < 12 else 4", "10 if bits < 12 else 2"),
    "sessions of the whole day": (SHOP, "platform", "within(day, low, high)", "within(day, 0.0, high)"),
    "trust in ads as in friends": (
        *(SHOP, "account", "setting.trust_banner if channel == ADS else"),
        "setting.trust_followed if channel == ADS else",
    ),
    "trust in strangers as in friends": (
        *(RECOMMENDED, "account", "else setting.trust_stranger)"),
        "else setting.trust_followed)",
    ),
    "disclosure is not minded": (SHOP, "posts", "trust - setting.disclosure_effect", "trust - 0.0"),
    "ads with the item's appeal alone": (
        *(SHOP, "campaign", "liking_of(self, item, word)"),
        "liking_of(self, item, word if author else 0xFFFFFFFF)",
    ),
    "commerce is not minded": (SHOP, "posts", "return appeal - setting", "return appeal - 0.0 * setting"),
    "recommended to all alike": (RECOMMENDED, "platform", "account.person.match[post.item]", "0.0"),
    "recommended whatever it does": (RECOMMENDED, "platform", "exp(out.beta * log(better))", "1.0"),
    "recommended at any age": (RECOMMENDED, "platform", "/ ordinary.gain * share", "/ ordinary.gain * 0.1"),
    "recommended without end": (
        *(CHANGING, "platform", "mean = min(mean, out.cap * len(model.accounts))"),
        "mean = 10.0 * mean",
    ),
    "shared among the network's own posts": (
        *(RECOMMENDED, "platform", "total(person.inflow for person in people) *"),
        "",
    ),
    "paid posts never tire": (
        *(SHOP, "account", "power(self.paid_shown + 1.0, -setting.fatigue) if is_paid else 1.0"),
        "1.0",
    ),
    "all posts tire": (SHOP, "account", "self.paid_shown += is_paid", "self.paid_shown += 1"),
    "a paid post of a KOL does not count": (SHOP, "account", " or post.kind == PAID", ""),
    "attitude is not forgotten": (SHOP, "account", "return self.attitude * self", "return self.attitude + 0.0 * self"),
    "attitude does not move": (SHOP, "account", "attitude + setting.attitude_rate *", "attitude + 0.0 *"),
    "stance without its sign": (SHOP, "account", "(stance - attitude)", "(abs(stance) - attitude)"),
    "goodwill of what speaks against": (SHOP, "account", "max(stance, 0.0)", "abs(stance)"),
    "goodwill does not wear": (SHOP, "account", "* worn", ""),
    "goodwill is not forgotten": (SHOP, "market", "account.goodwill * kept", "account.goodwill"),
    "leads of those who dislike it": (SHOP, "market", "lead_rate, attitude)", "lead_rate, -20.0 * attitude)"),
    "discounts move nobody": (SHOP, "market", "product.discount_effect * discount", "0.0 * discount"),
    "no discount is taken off": (SHOP, "market", "(1.0 - discount)", "(1.0 - 0.0 * discount)"),
    "all orders are incremental": (SHOP, "market", "0.0, not anyway)", "0.0, True)"),
    "one demand for all": (SHOP, "people", "else segment.demand for", "else 1.0 for"),
    "interests of the network alone": (SHOP, "people", "matches(item, network, interests)", "matches(item, network)"),
    "demand of the day before": (
        *(SHOP, "market", "end = model.parameters.product, (day + 1) * DAY"),
        "end = model.parameters.product, day * DAY",
    ),
    "orders of one value": (SHOP, "market", "+ product.order_spread * normal(draws, VALUE)", ""),
    "everything is the first item": (
        *(SHOP, "account", "self.model.base[post.item][action]"),
        "self.model.base[0][action]",
    ),
    "an action on one item is one on all": (
        *(SHOP, "account", "self.done.add((post.item, action))"),
        "self.done |= {(k, action) for k in range(3)}",
    ),
    "formats are alike": (SHOP, "posts", "BY_FORMAT[item.format]", 'BY_FORMAT["text"]'),
    "tone does not count": (SHOP, "posts", 'BY_FEATURE["tone"] * item.tone', "0.0"),
    "posts by their place in the plan": (SHOP, "campaign", "one.kind, alike[identity],", "one.kind, len(self.posts),"),
    "no feed ever changes": (CHANGING, "campaign", "self.feed = feed\n", "pass\n"),
    "each change is of the first platform": (
        *(CHANGING, "campaign", "platform = platform.model_copy("),
        "platform = self.parameters.platform.model_copy(",
    ),
    "the worst of the others first": (RANKED, "feed", "worse = exp(standing)", "worse = 1.0 - exp(standing)"),
}
"""What is changed: the world that must tell, the file, the old words and the new ones."""


@functools.cache
def compiled(name):
    """A file of the twin as it is."""
    return compile(SOURCES[name], f"the twin's {name}", "exec")


def altered(part, old, new):
    """The twin with one change in one of its files: its module of campaigns, and that of the market."""
    assert old in SOURCES[part], f"the twin no longer says {old!r}"
    changed = compile(SOURCES[part].replace(old, new), f"altered {part}", "exec") if old else compiled(part)
    kept = {name: module for name, module in sys.modules.items() if name.startswith("sim.agents")}
    try:
        for name in PARTS[PARTS.index(part) :]:  # those before it do not read it
            whole = f"sim.agents.{name}"
            sys.modules[whole] = types.ModuleType(whole)
            exec(changed if name == part else compiled(name), vars(sys.modules[whole]))
        return sys.modules["sim.agents.campaign"], sys.modules["sim.agents.market"]
    finally:
        sys.modules.update(kept)


def equal(world, part, old, new):
    """Does the altered twin tell the engine's events of two replicates?"""
    module, market = altered(part, old, new)
    for replicate in range(2):
        found = twin_events(busy_case(world, replicate), module, busy_world(world), market)
        if found != busy_events(world, replicate):
            return False
    return True


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_rule_is_found(change):
    assert equal(*CHANGES[change]) == (change == "nothing")
