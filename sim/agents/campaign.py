"""The campaign model as Mesa agents: posts, sessions, limited attention, reactions - to be read and changed.

What an account does stands in :mod:`sim.agents.account`, how it is there on a platform in ``seats``, what it thinks in
``opinion``, what a post is in ``posts``, when people are there in ``sessions``, which platforms there are in
``platforms``, what a feed shows first in ``feed``, what is shown beside it in ``platform``, who buys in ``market``,
what comes of an order in ``customers``, what the brand does in ``levers``, ``brand``, ``community`` and ``rules``,
what happens anyway in ``occasions``, and what is told of it in ``telling``.

Time is continuous: the model keeps what is to come by time, and a step is the next thing that happens. Every draw is
looked up by what it decides, so the events are those of the engine (:mod:`sim.models.campaign`), one by one; the words
and the formulas are explained there. Times are in seconds (the engine tells the same ones in hours).
"""

from collections import Counter
from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import Any

import mesa

from sim.agents.account import CampaignAccount
from sim.agents.brand import Case
from sim.agents.community import send_to_members
from sim.agents.draws import word_on
from sim.agents.levers import Lever, in_challenge
from sim.agents.levers import identity_of as lever_identity
from sim.agents.market import Order
from sim.agents.occasions import customers_items, occasions_items, occasions_posts, rival_purchases
from sim.agents.platform import Purchase, identity_of, slot
from sim.agents.platforms import platforms_of, refuse_other_platforms
from sim.agents.posts import (
    AD,
    MESSAGE,
    RIVAL,
    RUMOUR,
    Post,
    end_of,
    key_of,
    liking_of,
    price_of,
    sold_of,
    trust_of,
    word_of,
)
from sim.agents.rules import follow_rules, refuse_late_rules, waits_until
from sim.agents.sessions import DAY, PUBLISHING, RULE, TICK
from sim.agents.telling import outcome_of
from sim.levers import Referral
from sim.models.campaign.parameters import Parameters
from sim.network import Network
from sim.randomness import JUDGING, world_key
from sim.response import response
from sim.world import OWNED, PAID, TO_MEMBERS, Item, Plan, World, item_words, plan_of_seeds

SLOT_SECONDS = 300.0  # at most: a tick is cut in slots


class Campaign(mesa.Model):
    """One world: the accounts of a network as agents, and what a plan sets going in it.

    Args:
        network: where it happens; of the first platform.
        plan: a :class:`sim.world.Plan`, or the ids of the accounts that post the first item at second 0.
        account: the class of the agents: CampaignAccount, or your own with a changed method.
        item: what is posted, or all items; None is an item of quality .5 without topics.
        seed, replicate, settings: which world, and the model's parameters by name.
        world: what the engine has prepared of the same, for its table of ordinary posts. Only a feed that is ranked
            and a platform that recommends ask for it.
        further: the networks of the further platforms (``also_on``), over the same accounts.

    Attributes:
        platforms: the first one first, see :class:`sim.agents.platforms.Platform`.
        posts, reached, contacts: in the order in which they came.
        impressions: (account, post, second, channel); ``reactions``: (account, post, action, second).
        visits, leads: (account, post, second); ``underway``: when leads decide that think it over.
        orders: see :class:`sim.agents.market.Order`.
        cases: see :class:`sim.agents.brand.Case`; ``voices``: comments and complaints; ``negative``: negative posts.
        purchases, levers, taken: what the plan buys and does beside its posts, and what its rules have decided;
            ``rival_purchases``: what competitors buy.

    Raises:
        AgentsError: a platform asks for a world, or the further networks are not those of the further platforms.
        NetworkError: topics that the network does not know.
        PlanError: a seed that is not in the network.

    >>> line = Network.from_edges([0, 1], [1, 2], 3)
    >>> model = Campaign(line, [0], share_level=50, inflow=0)
    >>> model.run_model()
    >>> [(account.id, account.reached_by and account.reached_by.id) for account in model.reached]
    [(0, None), (1, 0), (2, 1)]
    """

    def __init__(
        self,
        network: Network,
        plan: Any,
        account: type[Any] = CampaignAccount,
        *,
        item: Item | tuple[Item, ...] | None = None,
        seed: int = 0,
        replicate: int = 0,
        world: World | None = None,
        further: tuple[Network, ...] = (),
        **settings: Any,
    ):
        super().__init__(rng=seed)
        self.posts: list[Post] = []
        self.origins: list[Post] = []
        self.reached: list[CampaignAccount] = []
        self.contacts: list[CampaignAccount] = []
        self.impressions: list[tuple[CampaignAccount, Post, float, int]] = []
        self.reactions: list[tuple[CampaignAccount, Post, str, float]] = []
        self.visits: list[tuple[CampaignAccount, Post, float]] = []
        self.leads: list[tuple[CampaignAccount, Post, float]] = []
        self.underway: dict[tuple[CampaignAccount, Post], float] = {}
        self.orders: list[Order] = []
        self.to_come: list[tuple[float, int, int, int, Callable[[], None]]] = []
        self.cases: list[Case] = []
        self.taken: list[Any] = []
        self.expected, self.days_passed, self.delivered, self.looked_for_friends = 0, 0, 0, 0
        self.voices, self.negative, self.first_negative = 0, 0, inf
        self.calm, self.credence = 0.0, 1.0  # what the brand's answers to negative posts do
        self.key = world_key(seed, JUDGING, replicate)
        self.parameters = Parameters(**settings)
        self.now, self.end = 0.0, self.parameters.days * DAY
        self.tick_seconds = self.parameters.platform.tick_minutes * 60.0
        self.slots = int(-(-self.tick_seconds // SLOT_SECONDS))
        self.slot_seconds = self.tick_seconds / self.slots
        content = item if isinstance(item, tuple) else (item or Item(),)
        self.world = world or World(network, "campaign", self.parameters, None, content, further)
        self.respond = response(self.parameters.response) if self.parameters.response else None
        self.customers_item, topics = len(content), content[0].topics
        beside = (*customers_items(self.parameters, topics), *occasions_items(self.parameters, topics))
        self.items = (*content, *beside)
        named = [*(f"content {one.name}" for one in content), *(one.name for one in beside)]
        self.item_words = [*item_words(named), -1]  # what stands for them in keys, and last for none
        self.accounts = [account(self, id) for id in range(len(network))]
        self.platforms = platforms_of(self, (network, *further), seed)
        for platform in self.platforms:
            platform.make_feeds(world)
        self.people_each = (self.parameters.represents or len(network)) / max(len(network), 1)
        self.plan = plan if isinstance(plan, Plan) else plan_of_seeds(plan, network)
        self.purchases: list[Purchase] = []
        self.rival_purchases: list[Purchase] = []
        self.levers: list[Lever] = []
        self.put_in(self.plan)
        if self.ticks():
            self.expect(0.0, TICK, 0, lambda: self.tick(0))
        self.running = bool(self.to_come)

    # -- the plan

    def ticks(self):
        """Does anything happen at the ticks? They are the same on all platforms."""
        setting, occasions = self.parameters, self.parameters.occasions
        happens = bool(setting.product or occasions.rumours or occasions.failures)
        for platform in self.platforms:
            happens |= platform.asks_for_a_world or any(feed.platform.ad_load > 0 for feed in platform.feeds)
        return bool(self.purchases or self.rival_purchases or self.levers or happens)

    def put_in(self, plan):
        """The plan's posts, and those of the world, wait for their time, and what it buys and does for the ticks."""
        refuse_late_rules(plan)
        refuse_other_platforms(self.platforms, plan)
        posts: list[Any] = []
        waiting = waits_until(plan, "posts")
        for place in sorted(range(len(plan.posts)), key=lambda at: (waiting.get(at, -1.0), price_of(plan.posts[at]))):
            one = plan.posts[place]
            posts.append((one.author, one.item, one.kind, one.at, one.platform, place))
        posts += [(id, 0, OWNED, 0.0, 0, -1) for id in plan.seeds.tolist()]
        posts += [(*post, -1) for post in occasions_posts(self)]
        alike: Counter[tuple] = Counter()
        self.reserved = {}
        for author, item, kind, at, number, place in sorted(
            posts, key=lambda one: (one[3], one[0], self.item_words[one[1]], one[2], one[4])
        ):
            ordinal, platform = alike[author, item, kind, number], self.platforms[number]
            arguments = None if author < 0 else self.accounts[author], item, kind, ordinal, at, platform
            alike[author, item, kind, number] += 1
            if place in waiting:
                self.reserved[place] = arguments
            else:
                self.post_planned(place, arguments)
        self.rival_purchases += rival_purchases(self)
        self.put_in_pushes(plan, alike)
        self.put_in_levers(plan, alike)
        for at in {rule.at for rule in plan.rules}:
            rules = [rule for rule in plan.rules if rule.at == at]
            self.expect(at, RULE, 0, lambda rules=rules: follow_rules(self, rules), inf)

    def post_planned(self, place, arguments):
        """A post of the plan (its place there, -1 for others), which knows what is paid for it."""
        post = self.post(*arguments)
        if post is not None and place >= 0:
            post.cents, post.commission = self.plan.posts[place].cents, self.plan.posts[place].commission

    def put_in_pushes(self, plan, alike):
        """What is bought, in an order that does not depend on the plan's."""
        waiting, pushes = waits_until(plan, "pushes"), plan.pushes
        identities = [(identity_of(self, push), waiting.get(at, -1.0), push.action) for at, push in enumerate(pushes)]
        for place in sorted(range(len(pushes)), key=lambda place: identities[place]):
            push, platform = plan.pushes[place], self.platforms[plan.pushes[place].platform]
            ordinal = alike[push.channel, push.item, push.platform]
            alike[push.channel, push.item, push.platform] += 1
            post = self.post(None, push.item, AD, ordinal, 0.0, platform) if push.channel == "ads" else None
            price = push.cpm_cents * self.people_each / 1000.0
            self.purchases.append(Purchase(place, push, place not in waiting, ordinal, price, platform, post))

    def put_in_levers(self, plan, alike):
        """What else it does, in an order that does not depend on the plan's."""
        waiting, levers = waits_until(plan, "levers"), plan.levers
        identities = [(lever_identity(self, one), waiting.get(at, -1.0), one.action) for at, one in enumerate(levers)]
        for place in sorted(range(len(levers)), key=lambda place: identities[place]):
            lever = Lever(self, place, plan.levers[place], place not in waiting)
            if isinstance(lever.setting, Referral):
                item = lever.setting.item
                lever.post = self.post(None, item, MESSAGE, alike[Referral, item], 0.0, self.platforms[0])
                alike[Referral, item] += 1
            self.levers.append(lever)

    def post(self, author, item, kind, ordinal, at, platform, parent=None):
        """A post that comes out here at this second, if that is before the end and it can still be seen then."""
        ends = parent.ends if parent else end_of(self.items[item], at)
        if at >= min(self.end, ends):
            return None
        word = word_of(author)
        key = key_of(self.key, self.item_words[item], word_on(platform.number, word), kind, ordinal)
        own = parent is None or in_challenge(self, item)
        liking = liking_of(platform, item, word) if own else parent.liking
        post = Post(author, platform, item, kind, parent, at, ends, key, liking, trust_of(platform, item, author, kind))
        post.sold = sold_of(self.items[item]) if own else parent.sold
        if author is not None and kind in (OWNED, PAID, RUMOUR, RIVAL):
            post.warmth, post.renown = self.world.reception.get((author.id, platform.number), (0.0, 0.0))
        self.posts.append(post)
        if parent is None:
            self.origins.append(post)
            platform.feeds[0].predict(post)
        if kind == TO_MEMBERS:
            self.expect(at, PUBLISHING, key, lambda: send_to_members(self, post))
        elif author is not None:
            self.expect(at, PUBLISHING, key, lambda: author.publish(post))
        return post

    def outcome(self):
        """What has happened, in the arrays of the engine's outcomes."""
        return outcome_of(self, self.end)

    # -- time

    def expect(self, when, kind, tie, happens, end=None):
        """Let this happen at its time, if that is before the end; at equal times kind and tie say what is first."""
        if when < (self.end if end is None else end):
            self.expected += 1
            heappush(self.to_come, (when, kind, tie, self.expected, happens))

    def tick(self, number):
        """A slot of a tick, and the next one is expected."""
        slot(self, number)
        self.expect((number + 1) * self.slot_seconds, TICK, 0, lambda: self.tick(number + 1))

    def step(self):
        """The next thing that happens: a change of the platform, a rule, a post, a tick, or an account's session."""
        self.now, _, _, _, happens = heappop(self.to_come)
        happens()
        self.running = bool(self.to_come)
