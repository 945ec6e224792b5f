"""An account of the campaign, as a Mesa agent.

What happens to a post, in the order of the methods: :meth:`CampaignAccount.publish` (offer it to the followers) -
``hear`` (it lies in the inbox until the next session) - ``have_session`` (look at the best, as far as the looks go) -
``see`` (an impression: what does the viewer do?) - ``share`` (at once or later, a post of the viewer's own).
"""

from collections import Counter
from heapq import merge
from typing import Any

import mesa

from sim.agents.brand import A_COMMENT, COMMENT_KEPT, is_cared_for, open_case
from sim.agents.draws import normal, succeeds, uniform
from sim.agents.levers import pay_incentives, shift_of
from sim.agents.market import follow_up
from sim.agents.opinion import Opinion
from sim.agents.platform import ADS, BOOST, RECOMMENDED, Purchase
from sim.agents.posts import PRAISE, RIVAL, RUMOUR, SEEN, SHARED, Post
from sim.agents.sessions import DAY, DAY_BITS, HOUR, SESSION
from sim.arithmetic import exp, log, logistic, power
from sim.arithmetic.counts import geometric_quantile
from sim.models.campaign.parameters import ACTIONS
from sim.randomness import AD_SLOTS, LOOKS, draw_int
from sim.world import OWNED, PAID

FEED = 0  # the channel of an impression in the feed
LATER, HOW_MUCH_LATER = 64, 65  # words of draws


class CampaignAccount(Opinion, mesa.Agent):
    """An account: it is there in sessions, looks at a few posts of those it follows, and may share them.

    Attributes:
        id: the account's number in the network.
        person: what it is like, see :mod:`sim.agents.people`.
        followers: the agents that are offered its posts, in ascending id.
        inbox: the posts that it may look at, and in how many sessions they have been offered before.
        waiting: whether it will have a session for what lies in the inbox; ``session`` is that one's number.
        done: (item, action) that it has taken; ``heard``: for each item the shares of it that it was offered,
            and ``offered`` what was published anew.
        met: the posts that it has seen, also as shares; ``bought``: how often it was shown what was paid for.
        clicked: the last post; ``orders``: how many; ``voiced``: what it has published as a customer.
        is_member: of the community, since ``joined_at``; ``pushed``, ``opened``: what was sent to it as a member.
        was_referred: by a friend; for what it thinks see :class:`sim.agents.opinion.Opinion`.
        reached_at, reached_by: second and author; None before it is reached, and the plan's authors have no other.
    """

    def __init__(self, model: Any, id: int):
        super().__init__(model)
        self.id = id
        self.followers: list[CampaignAccount] = []
        self.inbox: dict[Post, int] = {}
        self.waiting, self.session = False, 0
        self.done: set[tuple[int, str]] = set()
        self.heard: Counter[int] = Counter()
        self.offered: Counter[int] = Counter()
        self.met: set[Post] = set()
        self.bought: Counter[Purchase] = Counter()
        self.clicked: Post | None = None
        self.orders, self.voiced, self.pushed, self.opened = 0, 0, 0, 0
        self.joined_at: float | None = None
        self.is_member, self.was_referred = False, False
        self.is_contact, self.follows_brand = False, False
        self.reached_at: float | None = None
        self.reached_by: CampaignAccount | None = None

    # -- posts

    def publish(self, post):
        """The post comes out: every follower is offered it."""
        self.meet()
        post.is_first = (post.item, "share") not in self.done
        self.done.add((post.item, "share"))  # an author has shared
        if post.kind in (OWNED, PAID):
            self.become_reached(by=None)
        if self.model.items[post.item].stance < 0.0:
            self.model.first_negative = min(self.model.first_negative, self.model.now)
            self.model.negative += 1
        for follower in self.followers:
            follower.hear(post)

    def publish_own(self, kind):
        """As a customer or a member it praises the product, or publishes its complaint."""
        item = self.model.customers_item + (kind != PRAISE)
        self.model.post(self, item, kind, self.voiced, self.model.now)
        self.voiced += 1

    def hear(self, post):
        """Somebody whom this account follows has published."""
        self.inbox[post] = 0
        if not self.waiting:
            day = int(self.model.now / DAY)
            self.wait(day, self.model.rhythm.share_before(self.model.now - day * DAY))

    def meet(self):
        """The campaign meets the account, whatever comes of it."""
        if not self.is_contact:
            self.is_contact = True
            self.model.contacts.append(self)

    def become_reached(self, by):
        """Be reached, unless it was before."""
        if self.reached_at is None:
            self.reached_at, self.reached_by = self.model.now, by
            self.model.reached.append(self)

    def is_new(self, post):
        """Is this neither seen before nor by somebody whom the account follows anyway?"""
        return post.origin not in self.met and self is not post.author and self not in post.author.followers

    def is_left_out(self, post):
        """Does the platform leave out what the account has seen, and is this or what it shares such a post?"""
        return self.model.parameters.platform.seen_filter and post.origin in self.met

    def is_followed_by(self, other):
        """Does the other one follow this account?"""
        return other in self.followers

    # -- sessions

    def wait(self, day, share):
        """Wait for the first session after this share of this day, if there is one before the end."""
        found = self.diary.after(day, share, self.model.end)
        self.waiting = found is not None
        if found:
            when, self.session = found
            self.model.expect(max(when, self.model.now), SESSION, self.id, self.have_session)

    def have_session(self):
        """Look at the best of what was offered and of what others posted; keep what was not looked at."""
        model, setting, now = self.model, self.model.parameters, self.model.now
        young = {post for post in self.inbox if now - post.published < setting.keep_hours * HOUR}
        offers = {post: times for post, times in self.inbox.items() if times == 0 or post in young}
        offers = {post: times for post, times in offers.items() if now < post.ends}
        for post, times in offers.items():
            if times == 0 and post.kind == SHARED:
                self.meet()
                self.heard[post.item] += 1
            elif times == 0 and post.is_first and setting.relations.sharers_needed > 1:
                self.meet()
                self.offered[post.item] += 1
        offers = {post: times for post, times in offers.items() if not self.is_left_out(post)}
        self.inbox, self.waiting, looks = {}, False, self.looks(self.session)
        ranked = model.feed.ranked(offers, self, now)
        others = (((score, None) for score in scores) for scores in model.feed.others(self, now))
        for _, post in merge(*others, ranked, key=lambda place: -place[0]):
            if looks == 0 or not offers:
                break
            if post is not None:
                del offers[post]
                if self.is_left_out(post):  # seen a moment ago, as another's share
                    continue
                self.see(post, FEED)
            looks -= 1
        self.inbox = {post: n + 1 for post, n in offers.items() if n + 1 < setting.offers and post in young}
        if self.inbox:
            self.wait(self.session >> DAY_BITS, self.diary.share(self.session))

    def all_looks(self, session):
        """How many posts of any kind the account looks at in a session."""
        return geometric_quantile(self.model.parameters.looks, uniform(self.model.key, LOOKS, self.id, session))

    def ad_slots(self, session):
        """How many of them ads take."""
        draw = uniform(self.model.key, AD_SLOTS, self.id, session, 0)
        return int(self.all_looks(session) * self.model.parameters.platform.ad_load + draw)

    def looks(self, session):
        """How many of them are left for those whom it follows."""
        looks = self.all_looks(session) - self.ad_slots(session)
        draw = uniform(self.model.key, AD_SLOTS, self.id, session, 1)
        return looks - int(looks * self.model.parameters.platform.out_of_network.share + draw)

    # -- reactions

    def see(self, post, channel):
        """An impression: each action at most once an item."""
        model, setting = self.model, self.model.parameters
        self.meet()
        model.impressions.append((self, post, model.now, channel))
        post.impressions += 1
        post.origin.counted[SEEN] += 1.0
        if post.is_for_the_brand:
            self.become_reached(by=post.author)
        self.met.add(post.origin)
        is_paid = channel in (BOOST, ADS) or post.kind == PAID
        trust = post.trust + self.trust_by_tie(post, channel)
        readiness = self.readiness(post, trust)
        effect = setting.untargeted_effect if channel == ADS and self.person.opted_out else 1.0
        weary = effect * (power(self.paid_shown + 1.0, -setting.fatigue) if is_paid else 1.0)
        for action in ACTIONS:
            if (post.item, action) not in self.done and self.takes(post, action, readiness, weary):
                self.act(post, action)
        self.be_told(post, trust, is_paid, effect)

    def act(self, post, action):
        """The action is counted, and has what comes of it."""
        model = self.model
        self.done.add((post.item, action))
        model.reactions.append((self, post, action, model.now))
        post.actions[action] += 1
        post.origin.counted[action] += 1.0
        self.follows_brand |= action == "follow" and post.origin.kind not in (PAID, RIVAL, RUMOUR)
        pay_incentives(self, post, action)
        if action == "share":
            self.share(post)
        elif post.is_for_the_brand:
            self.answer(post, action)

    def answer(self, post, action):
        """What an action means to the brand."""
        model = self.model
        if action == "click":
            self.clicked = post
            if model.parameters.product:
                follow_up(self, post)
        elif action == "join" and self.joined_at is None:
            self.is_member, self.joined_at = True, model.now
        elif action == "comment":
            model.voices += 1
            if is_cared_for(model, A_COMMENT):
                open_case(self, A_COMMENT, COMMENT_KEPT)

    def trust_by_tie(self, post, channel):
        """Log trust by the tie between this account and the author."""
        setting = self.model.parameters
        if channel == FEED:
            return 0.0 if self.is_followed_by(post.author) else log(setting.trust_followed)
        if channel in (RECOMMENDED, BOOST):
            return log(setting.trust_stranger)
        return log(setting.trust_banner) if channel == ADS else 0.0

    def readiness(self, post: Post, trust: float) -> float:
        """What all actions on this post have in common, in log-odds."""
        setting = self.model.parameters
        total = post.liking + self.person.personal + setting.match_effect * self.person.match[post.item]
        total = total + setting.trust_effect * trust + setting.attitude_effect * self.attitude_now()
        return total + setting.proof_effect * log(1.0 + self.heard[post.item])

    def takes(self, post, action, readiness, weary):
        """The rule: does this account take this action on this post?"""
        setting = self.model.parameters.relations
        sources, needed = self.heard[post.item] + self.offered[post.item], setting.sharers_needed
        if action == "share" and needed > 1 and sources < needed:
            return False  # a complex contagion asks for several followed accounts
        base = self.model.base[post.item][action] + shift_of(self, post, action)
        if action == "share":
            base += self.person.sharing
        chance = weary * logistic(base - readiness if action == "hide" else base + readiness)
        return succeeds(draw_int(post.key, self.id, ACTIONS.index(action)), chance)

    def share(self, post):
        """Publish the same, at once or later."""
        setting, delay = self.model.parameters, 0.0
        if succeeds(draw_int(post.key, self.id, LATER), setting.delayed_shares):
            spread = setting.delay_spread * normal(post.key, self.id, HOW_MUCH_LATER)
            delay = exp(log(setting.delay_hours) + spread) * HOUR
        self.model.post(self, post.item, SHARED, 0, self.model.now + delay, post)
