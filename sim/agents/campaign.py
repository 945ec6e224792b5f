"""The campaign model as Mesa agents: posts, sessions, limited attention, reactions - to be read and changed.

What an account does stands in :mod:`sim.agents.account`, what a post is in ``posts``, when people are there in
``sessions``, what a feed shows first in ``feed``, what the platform shows beside it in ``platform``, who buys in
``market``.

Time is continuous: the model keeps what is to come by time, and a step is the next thing that happens. Every draw is
looked up by what it decides, so the events are those of the engine (:mod:`sim.models.campaign`), one by one; the words
and the formulas are explained there. Times are in seconds (the engine tells the same ones in hours).
"""

from collections import Counter
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

import mesa

from sim.agents.account import CampaignAccount
from sim.agents.checking import AgentsError
from sim.agents.feed import Feed, ordinary_posts
from sim.agents.market import Order
from sim.agents.people import people
from sim.agents.platform import Purchase, identity_of, supply, tick
from sim.agents.posts import AD, NO_AUTHOR, Post, base_of, key_of, liking_of, trust_of
from sim.agents.sessions import CHANGE, DAY, PUBLISHING, TICK, Diary, Rhythm
from sim.models.campaign.parameters import Parameters
from sim.network import Network
from sim.randomness import JUDGING, world_key
from sim.world import OWNED, Item, Plan, PlannedPost, World, plan_of_seeds


class Campaign(mesa.Model):
    """One world: the accounts of a network as agents, and what a plan sets going in it.

    Args:
        network: where it happens.
        plan: a :class:`sim.world.Plan`, or the ids of the accounts that post the first item at second 0.
        account: the class of the agents: CampaignAccount, or your own with a changed method.
        item: what is posted, or all items; None is an item of quality .5 without topics.
        seed, replicate, settings: which world, and the model's parameters by name.
        world: what the engine has prepared of the same, for its table of ordinary posts. Only a feed that is ranked
            and a platform that recommends ask for it.

    Attributes:
        posts, reached, contacts: in the order in which they came.
        impressions: (account, post, second, channel); ``reactions``: (account, post, action, second).
        leads: (account, post, second); ``orders``: see :class:`sim.agents.market.Order`.

    Raises:
        AgentsError: the platform asks for a world.
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
        **settings: Any,
    ):
        super().__init__(rng=seed)
        self.posts: list[Post] = []
        self.origins: list[Post] = []
        self.reached: list[CampaignAccount] = []
        self.contacts: list[CampaignAccount] = []
        self.impressions: list[tuple[CampaignAccount, Post, float, int]] = []
        self.reactions: list[tuple[CampaignAccount, Post, str, float]] = []
        self.leads: list[tuple[CampaignAccount, Post, float]] = []
        self.orders: list[Order] = []
        self.to_come: list[tuple[float, int, int, int, Callable[[], None]]] = []
        self.expected, self.days_passed = 0, 0
        self.key = world_key(seed, JUDGING, replicate)
        self.parameters = Parameters(**settings)
        self.now, self.end = 0.0, self.parameters.days * DAY
        self.tick_seconds = self.parameters.platform.tick_minutes * 60.0
        self.items = item if isinstance(item, tuple) else (item or Item(),)
        self.base = [base_of(one, self.parameters) for one in self.items]
        self.rhythm = Rhythm(self.parameters.rhythm)
        self.accounts = [account(self, id) for id in range(len(network))]
        for agent, person in zip(self.accounts, people(network, self.parameters, self.items, seed), strict=True):
            agent.person, agent.diary = person, Diary(self.key, agent.id, person.sessions, self.rhythm)
            agent.followers = [self.accounts[id] for id in network.audience_of(agent.id).tolist()]
        self.supply = supply(self, network)
        self.make_feeds(world)
        self.purchases: list[Purchase] = []
        self.put_in(plan if isinstance(plan, Plan) else plan_of_seeds(plan, network))
        platform = self.parameters.platform
        if self.purchases or self.parameters.product or platform.ad_load > 0 or self.asks_for_a_world():
            self.expect(0.0, TICK, 0, lambda: self.tick(0))
        self.running = bool(self.to_come)

    # -- the platform and the plan

    def asks_for_a_world(self):
        """Does the platform rank or recommend, so that it must be known what ordinary posts are like?"""
        out = self.parameters.platform.out_of_network
        return out.share > 0 or any(not feed.by_time for feed in self.feeds)

    def make_feeds(self, world):
        """The platform as it is from the start on, and from each of its changes on."""
        platform, changes = self.parameters.platform, self.parameters.platform.changes
        self.feeds = [Feed(platform, world and ordinary_posts(world.kernel, 0))]
        for part, change in enumerate(changes, 1):
            platform = platform.model_copy(update=change.model_dump(exclude={"at"}, exclude_none=True))
            self.feeds.append(Feed(platform, world and ordinary_posts(world.kernel, part)))
            self.expect(change.at * DAY, CHANGE, part, lambda part=part: self.change_feed(self.feeds[part]))
        self.feed = self.feeds[0]
        if world is None and self.asks_for_a_world():
            raise AgentsError("world is None; a feed that is ranked, or recommends, needs what the engine has prepared")

    def change_feed(self, feed):
        """Another policy has come."""
        self.feed = feed

    def put_in(self, plan):
        """The plan's posts wait for their time, and what it buys for the ticks."""
        seeds = [PlannedPost(id, 0, OWNED, 0.0) for id in plan.seeds.tolist()]
        alike: Counter[tuple] = Counter()
        for one in sorted(seeds + list(plan.posts), key=lambda one: (one.at, one.author, one.item, one.kind)):
            identity = (one.author, one.item, one.kind)
            self.post(self.accounts[one.author], one.item, one.kind, alike[identity], one.at)
            alike[identity] += 1
        people = (self.parameters.represents or len(self.accounts)) / max(len(self.accounts), 1)
        for push in sorted(plan.pushes, key=identity_of):
            ordinal = alike[push.channel, push.item]
            alike[push.channel, push.item] += 1
            post = self.post(None, push.item, AD, ordinal, 0.0) if push.channel == "ads" else None
            self.purchases.append(Purchase(push, ordinal, push.cpm_cents * people / 1000.0, post))

    def post(self, author, item, kind, ordinal, at, parent=None):
        """A post that comes out at this second, if that is before the end."""
        if at >= self.end:
            return None
        word = NO_AUTHOR if author is None else author.id
        key, trust = key_of(self.key, item, word, kind, ordinal), trust_of(self, item, author)
        liking = parent.liking if parent else liking_of(self, item, word)
        post = Post(author, item, kind, parent, at, key, liking, trust)
        self.posts.append(post)
        if parent is None:
            self.origins.append(post)
            self.feed.predict(post)
        if author is not None:
            self.expect(at, PUBLISHING, key, lambda: author.publish(post))
        return post

    # -- time

    def expect(self, when, kind, tie, happens):
        """Let this happen at its time, if that is before the end; at equal times kind and tie say what is first."""
        if when < self.end:
            self.expected += 1
            heappush(self.to_come, (when, kind, tie, self.expected, happens))

    def tick(self, number):
        """A tick, and the next one is expected."""
        tick(self, number)
        self.expect((number + 1) * self.tick_seconds, TICK, 0, lambda: self.tick(number + 1))

    def step(self):
        """The next thing that happens: a change of the platform, a post, a tick, or an account's session."""
        self.now, _, _, _, happens = heappop(self.to_come)
        happens()
        self.running = bool(self.to_come)
