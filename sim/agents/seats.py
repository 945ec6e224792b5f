"""A seat: where an account is on one platform. It is there in sessions, and looks at a few posts of those it follows.

What happens to a post that somebody has published, in the order of the methods: :meth:`Seat.hear` (it lies in the inbox
until the next session) - ``have_session`` (look at the best, as far as the looks go) - ``see`` (the account is here).
"""

from collections import Counter
from heapq import merge
from typing import Any

from sim.agents.draws import succeeds, uniform, word_on
from sim.agents.posts import SHARED, Post
from sim.agents.sessions import DAY, DAY_BITS, HOUR, SESSION, Diary
from sim.arithmetic import exp
from sim.arithmetic.counts import geometric_quantile
from sim.randomness import AD_SLOTS, LOOKS, draw_int

FEED = 0  # the channel of an impression in the feed


class Seat:
    """An account on a platform.

    Attributes:
        account, platform: who, and where.
        id: the account's; ``word`` stands for the seat in keys.
        person: what the account is like here, see :mod:`sim.agents.people`.
        diary: its sessions here.
        followers: the agents that are offered its posts here, in ascending id.
        inbox: the posts that it may look at, and in how many sessions they have been offered before.
        is_member: whether the account is there at all.
        taken: how many looks for ads competitors have taken, by (second of the slot, session).
        waiting: whether it will have a session for what lies in the inbox; ``session`` is that one's number.
    """

    def __init__(self, account: Any, platform: Any, person: Any):
        self.model, self.account, self.platform, self.person = account.model, account, platform, person
        self.id, self.word = account.id, word_on(platform.number, account.id)
        self.diary = Diary(self.model.key, self.word, person.sessions, platform.rhythm)
        self.followers: list[Any] = []
        self.inbox: dict[Post, int] = {}
        self.waiting, self.session, self.is_member = False, 0, True
        self.taken: Counter[tuple[float, int]] = Counter()

    def hear(self, post):
        """Somebody whom the account follows here has published."""
        self.inbox[post] = 0
        if not self.waiting:
            day = int(self.model.now / DAY)
            self.wait(day, self.platform.rhythm.share_before(self.model.now - day * DAY))

    def see(self, post, channel):
        """The account is here now, and has an impression."""
        self.account.seat = self
        self.account.see(post, channel)

    def is_new(self, post):
        """Is this neither seen before nor by somebody whom the account follows here anyway?"""
        author = post.author
        known = post.origin in self.account.met or self.account is author
        return not known and self.account not in author.seat_on(self.platform).followers

    def is_left_out(self, post):
        """Does the platform leave out what the account has seen, and is this or what it shares such a post?"""
        return self.platform.feed.platform.seen_filter and post.origin in self.account.met

    def is_followed_by(self, other):
        """Does the other account follow this one here?"""
        return other in self.followers

    # -- sessions

    def wait(self, day, share):
        """Wait for the first session after this share of this day, if there is one before the end."""
        model, found = self.model, self.diary.after(day, share, self.model.end)
        self.waiting = found is not None
        if found:
            when, self.session = found
            place = self.platform.number * len(model.accounts) + self.id
            model.expect(max(when, model.now), SESSION, place, self.have_session)

    def have_session(self):
        """Look at the best of what was offered and of what others posted; keep what was not looked at."""
        account, setting, now = self.account, self.platform.parameters, self.model.now
        young = {post for post in self.inbox if now - post.published < setting.keep_hours * HOUR}
        offers = {post: times for post, times in self.inbox.items() if times == 0 or post in young}
        offers = {post: times for post, times in offers.items() if now < post.ends}
        for post, times in offers.items():
            if times == 0 and post.kind == SHARED:
                account.meet()
                account.heard[post.item] += 1
            elif times == 0 and post.is_first and setting.relations.sharers_needed > 1:
                account.meet()
                account.offered[post.item] += 1
        offers = {post: times for post, times in offers.items() if not self.is_left_out(post)}
        self.inbox, self.waiting, looks = {}, False, self.looks(self.session)
        feed = self.platform.feed
        ranked = feed.ranked(offers, self, now)
        others = (((score, None) for score in scores) for scores in feed.others(self, now))
        looked, liked = 0, (0.0, 0.0, 0.0)
        for _, post in merge(*others, ranked, key=lambda place: -place[0]):
            if looked == looks or not offers:
                break
            if post is not None:
                del offers[post]
                if self.is_left_out(post):  # seen a moment ago, as another's share
                    continue
                self.see(post, FEED)
            looked, liked = looked + 1, (post.liking if post else 0.0, *liked[:2])
            looks += looked == looks and self.goes_on(looked, liked)
        self.inbox = {post: n + 1 for post, n in offers.items() if n + 1 < setting.offers and post in young}
        if self.inbox:
            self.wait(self.session >> DAY_BITS, self.diary.share(self.session))

    def goes_on(self, looked, liked):
        """Does the account look at one more post, when its looks are used up, as it liked the last three so well?"""
        chance = 1.0 - exp(-self.platform.parameters.read_on * max((liked[0] + liked[1] + liked[2]) / 3.0, 0.0))
        return succeeds(draw_int(self.model.key, LOOKS, self.word, self.session, looked), chance)

    def all_looks(self, session):
        """How many posts of any kind the account looks at in a session."""
        return geometric_quantile(self.platform.parameters.looks, uniform(self.model.key, LOOKS, self.word, session))

    def ad_slots(self, session):
        """How many of them ads take."""
        draw = uniform(self.model.key, AD_SLOTS, self.word, session, 0)
        return int(self.all_looks(session) * self.platform.feed.platform.ad_load + draw)

    def looks(self, session):
        """How many of them are left for those whom it follows."""
        looks = self.all_looks(session) - self.ad_slots(session)
        draw = uniform(self.model.key, AD_SLOTS, self.word, session, 1)
        return looks - int(looks * self.platform.feed.platform.out_of_network.share + draw)
