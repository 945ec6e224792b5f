"""An account of the campaign, as a Mesa agent.

What happens to a post, in the order of the methods: :meth:`CampaignAccount.publish` (offer it to the followers) -
``hear`` and ``have_session`` of their seats (:mod:`sim.agents.seats`: look at the best of what was offered) - ``see``
(an impression: what does the viewer do?) - ``share`` (at once or later, a post of the viewer's own).

An account has a seat on each platform. What it has done, thinks and buys is one on all of them.
"""

from collections import Counter
from typing import Any

import mesa

from sim.agents.asking import Look, by_own_effects, likeness, own_chance
from sim.agents.brand import A_COMMENT, COMMENT_KEPT, is_cared_for, open_case
from sim.agents.draws import normal, succeeds
from sim.agents.levers import pay_incentives, shift_of
from sim.agents.market import follow_up
from sim.agents.opinion import Opinion
from sim.agents.people import total
from sim.agents.platform import ADS, BOOST, RECOMMENDED, Purchase
from sim.agents.posts import PRAISE, RIVAL, RUMOUR, SEEN, SHARED, Post
from sim.agents.seats import FEED, Seat
from sim.agents.sessions import HOUR
from sim.arithmetic import exp, log, logistic, power
from sim.models.campaign.parameters import ACTIONS
from sim.randomness import draw_int
from sim.world import OWNED, PAID

LATER, HOW_MUCH_LATER = 64, 65  # words of draws


class CampaignAccount(Opinion, mesa.Agent):
    """An account: it is there in sessions, looks at a few posts of those it follows, and may share them.

    Attributes:
        id: the account's number in the networks.
        seats: on all platforms, the first one first; ``seat``: where it is just now, or was last.
        done: (item, action) that it has taken; ``heard``: for each item the shares of it that it was offered,
            and ``offered`` what was published anew; ``seen``: impressions of each, where look-alike items wear out.
        met: the posts that it has seen, also as shares; ``bought``: how often it was shown what was paid for.
        clicked: the last post; ``orders``: how many; ``voiced``: what it has published as a customer, and ``ads_made``:
            how often for money.
        is_member: of the community, since ``joined_at``; ``pushed``, ``opened``: what was sent to it as a member.
        was_referred: by a friend; for what it thinks see :class:`sim.agents.opinion.Opinion`.
        reached_at, reached_by: second and author; None before it is reached, and the plan's authors have no other.
    """

    def __init__(self, model: Any, id: int):
        super().__init__(model)
        self.id = id
        self.seats: list[Seat] = []
        self.seat: Any = None
        self.done: set[tuple[int, str]] = set()
        self.heard: Counter[int] = Counter()
        self.offered: Counter[int] = Counter()
        self.seen: Counter[int] = Counter()
        self.met: set[Post] = set()
        self.bought: Counter[Purchase] = Counter()
        self.clicked: Post | None = None
        self.orders, self.voiced, self.pushed, self.opened, self.ads_made = 0, 0, 0, 0, 0
        self.joined_at: float | None = None
        self.is_member, self.was_referred = False, False
        self.is_contact, self.follows_brand = False, False
        self.reached_at: float | None = None
        self.reached_by: CampaignAccount | None = None

    # -- where it is

    def sit_down(self, seat):
        """It has one more seat."""
        self.seats.append(seat)
        self.seat = self.seats[0]

    def seat_on(self, platform):
        """Its seat on this platform."""
        return self.seats[platform.number]

    @property
    def home(self):
        """The seat where it is most often."""
        return max(self.seats, key=lambda seat: seat.person.sessions)

    @property
    def person(self):
        """What it is like where it is just now, see :mod:`sim.agents.people`."""
        return self.seat.person

    @property
    def setting(self):
        """The parameters as they hold there."""
        return self.seat.platform.parameters

    # -- posts

    def publish(self, post):
        """The post comes out: everybody who follows the account on its platform is offered it."""
        self.meet()
        post.is_first = (post.item, "share") not in self.done
        self.done.add((post.item, "share"))  # an author has shared
        if post.kind in (OWNED, PAID):
            self.become_reached(by=None)
        if post.kind == PAID:
            self.advertise(post)
        if self.model.items[post.item].stance < 0.0:
            self.model.first_negative = min(self.model.first_negative, self.model.now)
            self.model.negative += 1
        for follower in self.seat_on(post.platform).followers:
            follower.seat_on(post.platform).hear(post)

    def advertise(self, post):
        """One more paid post: who has put up others before is believed less that it is his own word."""
        item, setting, believed = self.model.items[post.item], post.platform.parameters, 1.0
        for _ in range(self.ads_made):
            believed *= 1.0 - setting.ads_cost
        sold = item.commerciality * item.authenticity * (1.0 - believed)
        post.liking -= setting.commercial_effect * sold
        post.sold += sold
        self.ads_made += 1

    def publish_own(self, kind):
        """As a customer or a member it praises the product, or publishes its complaint, where it is most often."""
        item = self.model.customers_item + (kind != PRAISE)
        self.model.post(self, item, kind, self.voiced, self.model.now, self.home.platform)
        self.voiced += 1

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

    # -- reactions

    def see(self, post, channel):
        """An impression: each action at most once an item."""
        model, setting = self.model, self.setting
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
        weary = effect * (power(self.paid_shown + 1.0, -setting.fatigue) if is_paid else 1.0) * self.sameness(post)
        for action in ACTIONS:
            look = Look(action, channel, is_paid, trust, readiness, weary)
            if (post.item, action) not in self.done and self.takes(post, look):
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
        setting = self.setting
        if channel == FEED:
            return 0.0 if self.seat.is_followed_by(post.author) else log(setting.trust_followed)
        if channel in (RECOMMENDED, BOOST):
            return log(setting.trust_stranger)
        return log(setting.trust_banner) if channel == ADS else 0.0

    def readiness(self, post: Post, trust: float) -> float:
        """What all actions on this post have in common, in log-odds."""
        setting = self.setting
        found = post.liking + self.person.personal + setting.match_effect * self.person.match[post.item]
        found = found + post.warmth + setting.trust_effect * trust + setting.attitude_effect * self.attitude_now()
        return found + setting.proof_effect * log(1.0 + self.heard[post.item])

    def sameness(self, post):
        """By what all probabilities are multiplied: less than 1 for what looks like items that it has seen before."""
        items, wear = self.model.items, self.setting.alike_wear
        if wear == 0.0:
            return 1.0
        alike = total(likeness(items[post.item], items[other]) * self.seen[other] for other in range(len(items)))
        self.seen[post.item] += 1
        return power(alike + 1.0, -wear)

    def takes(self, post, look):
        """The rule: does this account take this action on this post?"""
        setting, action = self.setting.relations, look.action
        sources, needed = self.heard[post.item] + self.offered[post.item], setting.sharers_needed
        if action == "share" and needed > 1 and sources < needed:
            return False  # a complex contagion asks for several followed accounts
        base = self.seat.platform.base[post.item][action] + shift_of(self, post, action)
        if action == "share":
            base += self.person.sharing
        log_odds = base - look.readiness if action == "hide" else base + look.readiness
        log_odds += by_own_effects(self, post, look)
        chance = look.weary * logistic(log_odds)
        if self.model.respond:
            chance = own_chance(self, post, look, chance, log_odds, base)
        return succeeds(draw_int(post.key, self.id, ACTIONS.index(action)), chance)

    def share(self, post):
        """Publish the same where the account is now, at once or later."""
        setting, delay = self.setting, 0.0
        if succeeds(draw_int(post.key, self.id, LATER), setting.delayed_shares):
            spread = setting.delay_spread * normal(post.key, self.id, HOW_MUCH_LATER)
            delay = exp(log(setting.delay_hours) + spread) * HOUR
        self.model.post(self, post.item, SHARED, 0, self.model.now + delay, self.seat.platform, post)
