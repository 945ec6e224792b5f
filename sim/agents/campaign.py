"""The campaign model as Mesa agents: posts, sessions, limited attention, reactions - to be read and changed.

What happens to a post, in the order of the methods: :meth:`CampaignAccount.publish` (offer it to the followers) -
``hear`` (it lies in the inbox until the next session) - ``have_session`` (look at the best, as far as the looks go) -
``see`` (an impression: what does the viewer do?) - ``share`` (at once or later, a post of the viewer's own).

Time is continuous: the model keeps what is to come by time, and a step is the next thing that happens. Every draw is
looked up by what it decides, so the events are those of the engine (:mod:`sim.models.campaign`), one by one; the words
and the formulas are explained there. Times are in seconds (the engine tells the same ones in hours).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush, merge
from itertools import accumulate, islice
from typing import Any

import mesa

from sim.agents.draws import normal, succeeds, uniform
from sim.agents.people import people
from sim.arithmetic import exp, log, logistic
from sim.arithmetic.counts import geometric_quantile, poisson_quantile
from sim.models.campaign.parameters import ACTIONS, BASE, RHYTHM, Parameters
from sim.network import Network
from sim.randomness import (
    APPEAL,
    JUDGING,
    LOOKS,
    OTHERS,
    OTHERS_RANK,
    POST,
    SESSION_TIME,
    SESSIONS,
    draw_int,
    world_key,
)
from sim.world import Item, plan_of_seeds

HOUR, DAY = 3600.0, 86400.0
MOST_SESSIONS = 1024  # of a day; session i of a day has the number day * MOST_SESSIONS + i
LONGEST_ABSENCE = 60  # days
PUBLISHING, SESSION = 0, 1  # at equal times posts come before sessions
OWNED, SHARED = 1, 3  # kinds of posts, as words of their keys
LATER, HOW_MUCH_LATER, ALL_AUTHORS = 64, 65, 0xFFFFFFFF  # words of draws, as the models' own pages name them


@dataclass(eq=False)
class Post:
    """What an account has put up: new, or (with a ``parent``) a share of another post."""

    author: "CampaignAccount"
    parent: "Post | None"
    published: float  # seconds
    key: int  # who it is in every draw
    appeal: float  # hidden, in log-odds
    impressions: int = 0
    actions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ACTIONS, 0))


class CampaignAccount(mesa.Agent):
    """An account: it is there in sessions, looks at a few posts of those it follows, and may share them.

    Attributes:
        id: the account's number in the network.
        followers: the agents that are offered its posts, in ascending id.
        sessions_a_day, inflow, personal, match: what it is like, as in :mod:`sim.models.campaign.people`.
        inbox: the posts that it may look at, and in how many sessions they have been offered before.
        waiting: whether it will have a session for what lies in the inbox; ``session`` is that one's number.
        heard_shares: shares of accounts that it follows, so far.
        done: the actions that it has taken on the item.
        reached_at, reached_by: second and author; None before it is reached, and the plan's authors have no other.
    """

    def __init__(self, model: "Campaign", id: int):
        super().__init__(model)
        self.id = id
        self.followers: list[CampaignAccount] = []
        self.inbox: dict[Post, int] = {}
        self.waiting, self.session, self.heard_shares = False, 0, 0
        self.done: set[str] = set()
        self.reached_at: float | None = None
        self.reached_by: CampaignAccount | None = None

    # -- posts

    def publish(self, post):
        """The post comes out: every follower is offered it."""
        self.done.add("share")  # an author has shared
        if post.parent is None:
            self.become_reached(by=None)
        for follower in self.followers:
            follower.hear(post)

    def hear(self, post):
        """Somebody whom this account follows has published."""
        self.inbox[post] = 0
        self.heard_shares += post.parent is not None
        if not self.waiting:
            day = int(self.model.now // DAY)
            self.wait(day, self.model.share_before(self.model.now - day * DAY))

    def become_reached(self, by):
        """Be reached, unless it was before."""
        if self.reached_at is None:
            self.reached_at, self.reached_by = self.model.now, by
            self.model.reached.append(self)

    # -- sessions

    def sessions_of(self, day: int) -> list[tuple[float, int]]:
        """The sessions of a day, the first one first: (share of all sessions of a day that come before, number)."""
        key = self.model.key
        count = poisson_quantile(self.sessions_a_day, uniform(key, SESSIONS, self.id, day))
        places = range(min(count, MOST_SESSIONS - 1))
        return sorted((uniform(key, SESSION_TIME, self.id, day, i), day * MOST_SESSIONS + i) for i in places)

    def wait(self, day, share):
        """Wait for the first session after this share of this day, if there is one before the end."""
        self.waiting = False
        while day * DAY < self.model.end and not self.waiting:
            for later, number in self.sessions_of(day):
                if later > share:
                    when = day * DAY + self.model.moment(later)
                    if when < self.model.end:
                        self.waiting, self.session = True, number
                        self.model.expect(max(when, self.model.now), SESSION, self.id, self.have_session)
                    return
            day, share = day + 1, -1.0

    def last_session(self, day, share):
        """When the account was there before this share of this day."""
        for _ in range(LONGEST_ABSENCE):
            earlier = [other for other, _ in self.sessions_of(day) if other < share]
            if earlier:
                return day * DAY + self.model.moment(earlier[-1])
            day, share = day - 1, 2.0
        return day * DAY

    def have_session(self):
        """Look at the best of what was offered and of what others posted; keep what was not looked at."""
        model, setting, now = self.model, self.model.parameters, self.model.now
        day = self.session // MOST_SESSIONS
        share = uniform(model.key, SESSION_TIME, self.id, day, self.session % MOST_SESSIONS)
        before = self.last_session(day, share) if self.inflow > 0 else now - DAY
        looks = geometric_quantile(setting.looks, uniform(model.key, LOOKS, self.id, self.session))
        keep, inbox = setting.keep_hours * HOUR, self.inbox
        offers = {post: times for post, times in inbox.items() if times == 0 or now - post.published < keep}
        self.inbox = {}
        offered = [(-self.standing(post, before), post.key, post) for post in offers]
        offered.sort(key=lambda place: place[:2])
        for _, _, post in islice(merge(self.others(before), offered), looks):
            if post is not None:
                del offers[post]
                self.see(post)
            if not offers:
                break
        for post, times in offers.items():
            if times + 1 < setting.offers:
                self.inbox[post] = times + 1
        self.waiting = False
        if self.inbox:
            self.wait(day, share)

    def standing(self, post: Post, before: float) -> float:
        """The logarithm of the share of others' posts that are worse: in a chronological feed, the older ones."""
        newness = (post.published - before) / (self.model.now - before)
        return log(newness) if newness > 0 else newness - 1000  # left over: after all that is new, the newest first

    def others(self, before: float) -> Iterator[tuple[float, int, None]]:
        """What others have posted since the last session, from the best on."""
        key, mean = self.model.key, self.inflow * (self.model.now - before) / DAY
        count = poisson_quantile(mean, uniform(key, OTHERS, self.id, self.session))
        standing = 0.0
        for i in range(count):
            standing += log(uniform(key, OTHERS_RANK, self.id, self.session, i)) / (count - i)
            yield -standing, -1, None

    # -- reactions

    def see(self, post):
        """An impression: each action at most once."""
        post.impressions += 1
        self.become_reached(by=post.author)
        readiness = self.readiness(post)
        for action in ACTIONS:
            if action not in self.done and self.takes(post, action, readiness):
                self.done.add(action)
                post.actions[action] += 1
                if action == "share":
                    self.share(post)

    def readiness(self, post: Post) -> float:
        """What all actions on this post have in common, in log-odds."""
        setting, others = self.model.parameters, float(max(len(post.author.followers), 1))
        trust = 0.0 if post.author in self.followers else log(setting.trust_followed)
        trust += setting.trust_slope * log(others)
        total = post.appeal + self.personal + setting.match_effect * self.match + setting.trust_effect * trust
        return total + setting.proof_effect * log(1.0 + self.heard_shares)

    def takes(self, post, action, readiness):
        """The rule: does this account take this action on this post?"""
        chance = logistic(self.model.base[action] + readiness)
        return succeeds(draw_int(post.key, self.id, ACTIONS.index(action)), chance)

    def share(self, post):
        """Publish the same, at once or later."""
        setting, delay = self.model.parameters, 0.0
        if succeeds(draw_int(post.key, self.id, LATER), setting.delayed_shares):
            spread = setting.delay_spread * normal(post.key, self.id, HOW_MUCH_LATER)
            delay = exp(log(setting.delay_hours) + spread) * HOUR
        self.model.post(self, post, self.model.now + delay, SHARED, post.appeal)


class Campaign(mesa.Model):
    """One world: the accounts of a network as agents, and what the posts of the plan's authors set going in it.

    Args:
        network: where it happens.
        seeds: ids of the accounts that post at second 0.
        account: the class of the agents: CampaignAccount, or your own with a changed method.
        item: what is posted; None is an item of quality .5 without topics.
        seed, replicate, settings: which world, and the model's parameters by name.

    Raises:
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
        seeds: Any,
        account: type[Any] = CampaignAccount,
        *,
        item: Item | None = None,
        seed: int = 0,
        replicate: int = 0,
        **settings: Any,
    ):
        super().__init__(rng=seed)
        self.posts: list[Post] = []
        self.reached: list[CampaignAccount] = []
        self.key = world_key(seed, JUDGING, replicate)
        self.parameters = Parameters(**settings)
        self.now, self.end = 0.0, self.parameters.days * DAY
        self.to_come: list[tuple[float, int, int, int, Callable[[], None]]] = []
        self.expected = 0
        levels = {**BASE, "share": self.parameters.share_level}
        item = item or Item()
        by_quality = self.parameters.quality_effect * (item.quality - 0.5)
        self.base = {action: levels[action] + by_quality for action in ACTIONS}
        hours = RHYTHM if self.parameters.rhythm == "daily" else (1.0,) * 24
        upto = [0.0, *accumulate(hours)]
        self.rhythm = [so_far / upto[-1] for so_far in upto]  # the share of a day's sessions before each hour
        self.accounts = [account(self, id) for id in range(len(network))]
        for agent, traits in zip(self.accounts, people(network, self.parameters, item, seed), strict=True):
            agent.sessions_a_day, agent.inflow, agent.personal, agent.match = traits
            agent.followers = [self.accounts[id] for id in network.audience_of(agent.id).tolist()]
        appeal = self.parameters.appeal_item * normal(self.key, APPEAL, 0, ALL_AUTHORS)
        for id in plan_of_seeds(seeds, network).seeds.tolist():
            of_author = self.parameters.appeal_post * normal(self.key, APPEAL, 0, id)
            self.post(self.accounts[id], None, 0.0, OWNED, appeal + of_author)
        self.running = bool(self.to_come)

    def post(self, author, parent, at, kind, appeal):
        """A post that comes out at this second, if that is before the end."""
        if at < self.end:
            post = Post(author, parent, at, draw_int(self.key, POST, 0, author.id, kind << 32), appeal)
            self.posts.append(post)
            self.expect(at, PUBLISHING, post.key, lambda: author.publish(post))

    def expect(self, when, kind, tie, happens):
        """Let this happen at its time; what comes first at equal times, kind and tie say."""
        self.expected += 1
        heappush(self.to_come, (when, kind, tie, self.expected, happens))

    def step(self):
        """The next thing that happens: a post comes out, or an account has a session."""
        self.now, _, _, _, happens = heappop(self.to_come)
        happens()
        self.running = bool(self.to_come)

    def moment(self, share: float) -> float:
        """The second of the day before which this share of a day's sessions happens."""
        hour = max(hour for hour in range(24) if self.rhythm[hour] <= share)
        return (hour + (share - self.rhythm[hour]) / (self.rhythm[hour + 1] - self.rhythm[hour])) * HOUR

    def share_before(self, second: float) -> float:
        """The share of a day's sessions that happens before this second of the day."""
        hour = min(int(second // HOUR), 23)
        return self.rhythm[hour] + (second / HOUR - hour) * (self.rhythm[hour + 1] - self.rhythm[hour])
