"""A rule of the campaign's twin that is changed is found: the events differ in the world that is made for it."""

import functools
import importlib
import sys
import types
from pathlib import Path

import pytest
from campaign_busy import BUSY, busy_case, busy_events, busy_world
from campaign_cases import twin_events

PARTS = ("draws", "readiness", "people", "sessions", "posts", "feed", "opinion", "levers", "community", "market")
PARTS += ("brand", "customers", "platform", "account", "occasions", "telling", "rules", "campaign")
"""The twin's files, each after those that it reads."""
SOURCES = {}
for _name in PARTS:
    SOURCES[_name] = Path(importlib.import_module(f"sim.agents.{_name}").__file__).read_text(encoding="utf-8")
AT_ONCE, LATER, ATTENTION, ALONE, RANKED, HOT, RECOMMENDED, SHOP, CHANGING, BRAND, CRISIS, POOLED = BUSY

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
    "one look more": (ATTENTION, "account", "self.looks(self.session)\n", "self.looks(self.session) + 1\n"),
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
    "a share with an appeal of its own": (AT_ONCE, "campaign", "own = parent is None or", "own = True or"),
    "a share has the key of a new post": (AT_ONCE, "account", "post.item, SHARED, 0,", "post.item, 1, 0,"),
    "an item of its own for each author": (AT_ONCE, "posts", "APPEAL, item, ALL_AUTHORS)", "APPEAL, item, author)"),
    "reached by the first author": (AT_ONCE, "account", "by=post.author)", "by=post.origin.author)"),
    "what is hidden is liked": (BRAND, "account", "base - readiness if", "base + readiness if"),
    "worlds of another purpose": (AT_ONCE, "campaign", "world_key(seed, JUDGING", "world_key(seed + 1, JUDGING"),
    "people by the replicate": (AT_ONCE, "campaign", "self.items, seed)", "self.items, seed + 1)"),
    "no end": (LATER, "campaign", "if at >= min(self.end, ends):", "if False:"),
    "counters at once": (HOT, "feed", "[origin.known[name] for", "[origin.counted[name] for"),
    "counters that never come": (RANKED, "platform", "if post.known != post.counted:", "if False:"),
    "shares do not count for their origin": (RANKED, "account", "post.origin.counted[action]", "post.counted[action]"),
    "a prior that counts twice": (RANKED, "feed", "known[action] + prior", "known[action] + 2.0 * prior"),
    "what was seen is shown again": (RANKED, "account", "self.model.parameters.platform.seen_filter and", "False and"),
    "seen twice in a session": (RANKED, "account", "if self.is_left_out(post):", "if False:"),
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
    "ads for everybody": (SHOP, "platform", "if push.target[account.id] and not", "if not"),
    "aimed at who opted out": (
        *(BRAND, "platform", "[account.id] and not account.person.opted_out"),
        "[account.id]",
    ),
    "retargeting whoever": (SHOP, "platform", "if account.clicked and", "if"),
    "retargeting who opted out": (
        *(BRAND, "platform", "account.clicked and not account.person.opted_out"),
        "account.clicked",
    ),
    "the first to click first": (SHOP, "platform", "(uniform(draws, account.id), account.id))", "account.id)"),
    "boosts to who knows it": (SHOP, "account", "post.origin not in self.met and self", "self"),
    "boosts to followers": (SHOP, "account", "self is not post.author and self not in post.author.followers", "True"),
    "one post is boosted": (SHOP, "platform", "out[number % len(out)]", "out[0]"),
    "boosted before it is out": (SHOP, "platform", "if post.published <= model.now <", "if model.now <"),
    "all money at once": (SHOP, "platform", "gone = min(", "gone = 1.0 + 0.0 * min("),
    "pushes by their place": (
        *(SHOP, "platform", "(1 + purchase.ordinal) << 32"),
        "(1 + model.purchases.index(purchase)) << 32",
    ),
    "one order for all ticks": (SHOP, "platform", "<< 32) | number)", "<< 32))"),
    "accounts by id": (SHOP, "platform", "permuted(draws, place, len(aimed))", "place"),
    "two rounds of four": (SHOP, "platform", "12 if bits < 12 else 4", "10 if bits < 12 else 2"),
    "sessions of the whole day": (SHOP, "platform", "within(day, low, high)", "within(day, 0.0, high)"),
    "trust in ads as in friends": (
        *(SHOP, "account", "log(setting.trust_banner) if channel == ADS"),
        "log(setting.trust_followed) if channel == ADS",
    ),
    "trust in strangers as in friends": (
        *(RECOMMENDED, "account", "log(setting.trust_stranger)"),
        "log(setting.trust_followed)",
    ),
    "disclosure is not minded": (SHOP, "posts", "trust - setting.disclosure_effect", "trust - 0.0"),
    "ads with the item's appeal alone": (
        *(SHOP, "campaign", "liking_of(self, item, word)"),
        "liking_of(self, item, word if author else 0xFFFFFFFF)",
    ),
    "commerce is not minded": (SHOP, "posts", "return appeal - selling_of(", "return appeal + selling_of("),
    "pools never open": (POOLED, "platform", "post.pools += 1", "post.pools += 0"),
    "pools open unasked": (POOLED, "platform", "if seen > 0 and (liked", "if seen >= 0 or (liked"),
    "pools open for completions alone": (POOLED, "platform", "liked >= gate.likes * seen or ", ""),
    "pools open for likes alone": (POOLED, "platform", " or completed >= gate.completes * seen", ""),
    "pools at once": (POOLED, "platform", "size() * model.tick_seconds / HOUR", "size()"),
    "pools rounded alike": (POOLED, "platform", "uniform(post.key, GRANT, ROUNDING))", "0.5)"),
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
    "all posts tire": (SHOP, "opinion", "self.paid_shown += is_paid", "self.paid_shown += 1"),
    "a paid post of a KOL does not count": (SHOP, "account", " or post.kind == PAID", ""),
    "attitude is not forgotten": (SHOP, "opinion", "return self.attitude * self", "return self.attitude + 0.0 * self"),
    "attitude does not move": (SHOP, "opinion", "attitude + rate *", "attitude + 0.0 *"),
    "stance without its sign": (SHOP, "opinion", "(stance - attitude)", "(abs(stance) - attitude)"),
    "goodwill of what speaks against": (SHOP, "opinion", "max(stance, 0.0)", "abs(stance)"),
    "goodwill does not wear": (SHOP, "opinion", "power(self.shown + 1.0, -setting.fatigue)", "1.0"),
    "goodwill is not forgotten": (SHOP, "opinion", "return self.goodwill * self", "return self.goodwill + 0.0 * self"),
    "leads of those who dislike it": (SHOP, "market", "lead_rate, shift)", "lead_rate, -20.0 * shift)"),
    "discounts move nobody": (SHOP, "market", "product.discount_effect * discount", "0.0 * discount"),
    "no discount is taken off": (SHOP, "market", "(1.0 - discount)", "(1.0 - 0.0 * discount)"),
    "all orders are incremental": (SHOP, "market", "buys and not anyway", "buys"),
    "one demand for all": (SHOP, "people", "else segment.demand for", "else 1.0 for"),
    "interests of the network alone": (SHOP, "people", "matches(item, network, interests)", "matches(item, network)"),
    "demand of the day before": (
        *(SHOP, "market", "end = (day + 1) * DAY"),
        "end = day * DAY",
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
    "posts by their place in the plan": (
        SHOP,
        "campaign",
        "kind, alike[author, item, kind], at",
        "kind, len(self.posts), at",
    ),
    "no feed ever changes": (CHANGING, "campaign", "self.feed = feed\n", "pass\n"),
    "each change is of the first platform": (
        *(CHANGING, "campaign", "platform = platform.model_copy("),
        "platform = self.parameters.platform.model_copy(",
    ),
    # relations
    "reached by a rumour": (BRAND, "posts", "not in (RUMOUR, RIVAL, COMPLAINT)", "not in (RIVAL, COMPLAINT)"),
    "a live stream that stays": (BRAND, "posts", "if item.lasts_hours > 0 else inf", "if False else inf"),
    "old offers of what is over": (BRAND, "account", "items() if now < post.ends}", "items()}"),
    "an item of its own for each rumour": (
        BRAND,
        "occasions",
        "found.append((author, item + place, RUMOUR",
        "found.append((author, item, RUMOUR",
    ),
    "rumours by the first accounts": (
        BRAND,
        "occasions",
        "found.add(int(uniform(model.key, OCCASION, place, turn) * n))",
        "found.add(turn)",
    ),
    "competitors from the top": (BRAND, "occasions", "by_followers[rival.after :]", "by_followers"),
    "competitors all at once": (BRAND, "occasions", "* turn /", "* 0 /"),
    "complaints that please": (BRAND, "occasions", "arousal=0.6, stance=-0.8", "arousal=0.6, stance=0.8"),
    "what a competitor says is told of the brand": (BRAND, "opinion", "if post.origin.kind == RIVAL:", "if False:"),
    "clicks at a rumour": (BRAND, "account", "elif post.is_for_the_brand:", "elif True:"),
    "ads as good for who opted out": (
        BRAND,
        "account",
        "if channel == ADS and self.person.opted_out else 1.0",
        "if False else 1.0",
    ),
    "slots as long as ticks": (BRAND, "platform", "step = model.slot_seconds if purchase else", "step ="),
    "known brands fall as fast": (
        BRAND,
        "opinion",
        "log(1.0 + self.shown) + self.person.knows",
        "log(1.0 + self.shown)",
    ),
    "no awareness": (BRAND, "opinion", "gained += setting.product.awareness", "pass"),
    "nothing is promised": (BRAND, "opinion", "effect * believed * item.promise", "0.0"),
    "expectation without a prior": (
        BRAND,
        "opinion",
        "(USUAL + self.promised) / (1.0 + self.believed)",
        "self.promised / max(self.believed, 1e-9)",
    ),
    "bad words lower what strangers expect": (
        BRAND,
        "opinion",
        "beyond if self.person.knows else max(beyond, 0.0)",
        "beyond",
    ),
    "attitude moves no demand": (BRAND, "market", "moves += relations.attitude_demand", "moves += 0.0"),
    "expectation moves no demand": (BRAND, "market", "moves += product.expectation_effect", "moves += 0.0"),
    "members buy as others": (BRAND, "market", "if account.is_member and account.orders > 0:", "if False:"),
    "orders are forgotten": (BRAND, "market", "account.orders += not lost", "account.orders += 0"),
    "streams sell as films": (BRAND, "market", "shift += relations.live_effect *", "shift += 0.0 *"),
    "streams are sent back as others": (BRAND, "market", "setting.relations.live_returns if is_live else", ""),
    "no hurry": (BRAND, "market", "relations.urgency * haste", "0.0 * haste"),
    "offers at any time": (BRAND, "levers", "if lever.is_a(Offer) and", "if isinstance(lever.setting, Offer) and"),
    "the last offer holds": (
        BRAND,
        "levers",
        "best = max([model.items[item].discount, *(offer",
        "best = max([0.0, *(offer",
    ),
    "gifts without end": (BRAND, "levers", "return self.spent + self.each <= self.cents", "return True"),
    "gifts that move nobody": (BRAND, "levers", "shift += lever.worth()", "shift += 0.0"),
    "a gift for who has joined": (BRAND, "levers", 'action == "join" and account', "False and account"),
    "gifts of a rumour": (BRAND, "levers", "not post.is_for_the_brand or", ""),
    "prizes as gifts": (BRAND, "levers", 'if self.setting.kind == "community" else', "if True else"),
    "no challenge": (BRAND, "levers", 'lever.setting.kind == "challenge"]', "False]"),
    "the same quality whatever happens": (BRAND, "customers", "quality = min(quality, failure.quality)", "pass"),
    "insight brings nothing": (BRAND, "customers", "quality += lever.credit", "pass"),
    "arrives at once": (
        BRAND,
        "customers",
        "model.parameters.product.delivery_days * DAY > model.now",
        "0.0 > model.now",
    ),
    "nothing is learned from a product": (BRAND, "customers", "relations.experience_rate * (felt", "0.0 * (felt"),
    "customers are all alike": (
        BRAND,
        "customers",
        "relations.satisfaction_spread * normal(draws, HOW_CONTENT)",
        "0.0",
    ),
    "care invites nobody": (BRAND, "customers", "if is_cared_for(model):", "if False:"),
    "endless patience": (BRAND, "customers", "patience = -log", "patience = -1e9 * log"),
    "complaints are all published": (
        BRAND,
        "customers",
        "WOULD_PUBLISH), relations.publish_rate)",
        "WOULD_PUBLISH), 1.0)",
    ),
    "the last are answered first": (BRAND, "brand", "for case in model.cases:", "for case in model.cases[::-1]:"),
    "answers are never lost": (BRAND, "brand", "lever.credit - floor(lever.credit) if", "lever.credit if"),
    "answers as good later": (BRAND, "brand", "exp(-(model.now - case.second) * fades)", "1.0"),
    "answered before the delay": (BRAND, "brand", "case.second + lever.setting.delay <= lever.model.now", "True"),
    "comments are answered by all": (BRAND, "brand", "case.kind == A_COMPLAINT or lever.setting.comments\n", "True\n"),
    "silence costs nothing": (BRAND, "brand", "- model.parameters.relations.unanswered_effect", ""),
    "empathy calms nobody": (BRAND, "brand", "return relations.empathy_calms", "return 0.0"),
    "all of it must be true": (BRAND, "brand", "any(rumour.real", "all(rumour.real"),
    "compensation is never early": (BRAND, "brand", "-relations.compensation_fuels if is_early", "0.0 if is_early"),
    "believed under an answer": (BRAND, "brand", "model.credence *= relations.answered_belief", "pass"),
    "answers at the first negative post": (
        BRAND,
        "brand",
        "model.negative >= lever.setting.threshold",
        "model.negative > 0",
    ),
    "voices are not counted": (BRAND, "brand", "lever.setting.gain * model.voices /", "lever.setting.gain * 1.0 /"),
    "members open all": (BRAND, "community", "chance * interest_left(account, model.now)", "chance"),
    "pushes never tire": (BRAND, "community", "power(account.pushed + 1.0, -relations.push_fatigue)", "1.0"),
    "members stay": (BRAND, "community", "account.is_member = False", "pass"),
    "all members talk": (BRAND, "community", "account.person.talks and", "True and"),
    "the latest members first": (BRAND, "community", "in list(model.contacts):", "in list(model.contacts)[::-1]:"),
    "friends of friends ask as others": (
        BRAND,
        "customers",
        "relations.referred_rate if account.was_referred else",
        "",
    ),
    "the same friends again": (BRAND, "customers", "if message not in friend.met:", "if True:"),
    "no reward": (BRAND, "customers", "lever.post is message and", "False and"),
    "complex contagion is simple": (CRISIS, "account", "sources < needed:", "False:"),
    "published anew by nobody": (CRISIS, "account", "self.offered[post.item] += 1", "pass"),
    "rules never look": (
        BRAND,
        "rules",
        "chosen = rule.decide(model.world, outcome_of(model, rule.at))",
        "chosen = type(rule.decide(model.world, outcome_of(model, rule.at)))()",
    ),
    "rules pick no posts": (BRAND, "rules", "if place == purchase.place:", "if False:"),
    "a rule comes a day too late": (
        BRAND,
        "campaign",
        "self.expect(rule.at, RULE",
        "self.expect(rule.at + 3600.0, RULE",
    ),
    "what waits goes on": (BRAND, "campaign", "place not in waiting, ordinal", "True, ordinal"),
    "reserved posts come a minute late": (
        *(BRAND, "campaign", "self.reserved[place] = arguments"),
        "self.reserved[place] = (*arguments[:4], arguments[4] + 60.0)",
    ),
    "levers do not wait": (
        BRAND,
        "campaign",
        "Lever(self, place, plan.levers[place], place not in waiting)",
        "Lever(self, place, plan.levers[place], True)",
    ),
    "the worst of the others first": (RANKED, "feed", "worse = exp(standing)", "worse = 1.0 - exp(standing)"),
}
"""What is changed: the world that must tell, the file, the old words and the new ones."""


@functools.cache
def compiled(name):
    """A file of the twin as it is."""
    return compile(SOURCES[name], f"the twin's {name}", "exec")


def altered(part, old, new):
    """The twin with one change in one of its files: its module of campaigns."""
    assert old in SOURCES[part], f"the twin no longer says {old!r}"
    changed = compile(SOURCES[part].replace(old, new), f"altered {part}", "exec") if old else compiled(part)
    kept = {name: module for name, module in sys.modules.items() if name.startswith("sim.agents")}
    try:
        for name in PARTS[PARTS.index(part) :]:  # those before it do not read it
            whole = f"sim.agents.{name}"
            sys.modules[whole] = types.ModuleType(whole)
            exec(changed if name == part else compiled(name), vars(sys.modules[whole]))
        return sys.modules["sim.agents.campaign"]
    finally:
        sys.modules.update(kept)


def equal(world, part, old, new):
    """Does the altered twin tell the engine's events of two replicates?"""
    module = altered(part, old, new)
    for replicate in range(2):
        found = twin_events(busy_case(world, replicate), module, busy_world(world))
        if found != busy_events(world, replicate):
            return False
    return True


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_rule_is_found(change):
    assert equal(*CHANGES[change]) == (change == "nothing")
