"""A rule of several platforms that is changed in the twin is found: the events differ."""

import pytest
from altered_twin import altered
from campaign_cases import twin_events
from several_drawn import several_case, several_events, several_world

CHANGES = {
    "nothing": ("campaign", "", ""),
    "keys of sessions without the platform": (
        "seats",
        "Diary(self.model.key, self.word,",
        "Diary(self.model.key, self.id,",
    ),
    "looks without the platform": ("seats", "LOOKS, self.word, session)", "LOOKS, self.id, session)"),
    "ad slots without the platform": ("seats", "AD_SLOTS, self.word, session, 0)", "AD_SLOTS, self.id, session, 0)"),
    "others without the platform": ("feed", "OTHERS, viewer.word, session)", "OTHERS, viewer.id, session)"),
    "others as good without the platform": (
        *("feed", "OTHERS_RANK, viewer.word, session)"),
        "OTHERS_RANK, viewer.id, session)",
    ),
    "keys of posts without the platform": ("campaign", "word_on(platform.number, word)", "word"),
    "an appeal of its own on each platform": (
        *("campaign", "liking_of(platform, item, word) if own"),
        "liking_of(platform, item, word_on(platform.number, word)) if own",
    ),
    "shares come out on the first platform": (
        *("account", "self.model.now + delay, self.seat.platform, post)"),
        "self.model.now + delay, self.model.platforms[0], post)",
    ),
    "shares come out where the shared post is": (
        *("account", "self.model.now + delay, self.seat.platform, post)"),
        "self.model.now + delay, post.platform, post)",
    ),
    "an action on each platform": (
        *("account", "if (post.item, action) not in self.done and"),
        "if (post.item, action, self.seat) not in self.done and not self.done.add((post.item, action, self.seat)) and",
    ),
    "followers of the first platform": (
        *("account", "for follower in self.seat_on(post.platform).followers:"),
        "for follower in self.seats[0].followers:",
    ),
    "trusted by the followers of the first platform": (
        *("posts", "len(author.seat_on(platform).followers)"),
        "len(author.seats[0].followers)",
    ),
    "the first one's parameters everywhere": ("platforms", "{**own, ", "{"),
    "reactions as on the first platform": (
        *("account", "self.seat.platform.base[post.item]"),
        "self.model.platforms[0].base[post.item]",
    ),
    "a preset's words stay when another comes": (
        "platforms",
        "told.get(key, usual[key])",
        "told.get(key, said.get(key))",
    ),
    "one feed for all": ("seats", "feed = self.platform.feed", "feed = self.model.platforms[0].feed"),
    "everybody is a member": ("people", 'if "member" in network.attributes else', "if False else"),
    "as many sessions however few are there": (
        "people",
        "setting.sessions_a_day * sum(members)",
        "setting.sessions_a_day * len(members)",
    ),
    "demand of the first platform alone": ("people", "for further, *_ in there[1:]:", "for further, *_ in ():"),
    "as much is recommended as before": ("platforms", "here = self.feed.platform", "here = self.parameters.platform"),
    "competitors are on the first platform": ("occasions", "0 if rival.on is None else", "0 if True else"),
    "competitors pay who is not there": ("occasions", "if seat.is_member]", "if True]"),
    "boosts of all platforms' posts": ("platform", "if post.platform is purchase.platform]", "if True]"),
    "pushes alike on all platforms": (
        "campaign",
        "alike[push.channel, push.item, push.platform]",
        "alike[push.channel, push.item]",
    ),
    "bought for the first platform's sessions": (
        *("platform", "seat = account.seat_on(post.platform)"),
        "seat = account.seats[0] if purchase else account.seat_on(post.platform)",
    ),
    "recommended by the first one's looks": (
        "platform",
        "mean = platform.supply(post.author)",
        "mean = model.platforms[0].supply(post.author)",
    ),
    "recommended beside the first one's followers": (
        *("platforms", "len(author.seat_on(self).followers) / self"),
        "len(author.seats[0].followers) / self",
    ),
    "counters reach the first one's feed": (
        "platform",
        "post.platform.feed.predict(post)",
        "model.platforms[0].feed.predict(post)",
    ),
    "customers publish on the first platform": ("account", "self.home.platform)", "self.model.platforms[0])"),
    "members read on the first platform": ("community", "account.home.see(", "account.seats[0].see("),
    "friends of the first platform": ("customers", "account.home.followers", "account.seats[0].followers"),
    "friends read on the first platform": ("customers", "friend.home.see(", "friend.seats[0].see("),
    "at home where it is least": ("account", "max(self.seats, key=", "min(self.seats, key="),
    "followed on any platform": (
        *("seats", "self.account not in author.seat_on(self.platform).followers"),
        "not any(self.account in seat.followers for seat in author.seats)",
    ),
    "trust in whoever follows on the first platform": (
        *("seats", "return other in self.followers"),
        "return other in self.account.seats[0].followers",
    ),
}
"""What is changed: the file, the old words and the new ones."""


def equal(part, old, new):
    """Does the altered twin tell the engine's events of two replicates?"""
    module = altered(part, old, new)
    for replicate in range(2):
        if twin_events(several_case(replicate), module, several_world()) != several_events(replicate):
            return False
    return True


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_rule_of_platforms_is_found(change):
    assert equal(*CHANGES[change]) == (change == "nothing")
