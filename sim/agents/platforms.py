"""The platforms of a campaign: each has a network, members, a feed and parameters of its own, the accounts are one."""

from typing import Any

from sim.agents.checking import AgentsError
from sim.agents.feed import Feed, ordinary_posts
from sim.agents.people import members, people, posting_rates, total
from sim.agents.posts import base_of
from sim.agents.seats import Seat
from sim.agents.sessions import CHANGE, DAY, Rhythm
from sim.models.campaign.parameters import Parameters
from sim.network import Network
from sim.ranking.presets import preset
from sim.world import PlanError


class Platform:
    """One platform.

    Attributes:
        number: 0 is the first.
        parameters: as they hold here.
        base: log-odds of each action on each item; ``rhythm``: when people are here.
        feeds: as the platform is from the start on, and from each of its changes on; ``feed`` is the present one.
        seats: of all accounts, by id.
        posts_a_day, looks_a_day: all posts of a day, and all looks.
        usual_followers: how many follow the author of a post, on the mean.
    """

    def __init__(self, model: Any, number: int, network: Network, parameters: Parameters, persons: list[Any]):
        self.model, self.number, self.parameters = model, number, parameters
        self.rhythm = Rhythm(parameters.platform.rhythm or parameters.rhythm)
        self.base = [base_of(one, parameters) for one in model.items]
        self.seats = [Seat(account, self, person) for account, person in zip(model.accounts, persons, strict=True)]
        for seat in self.seats:
            seat.followers = [model.accounts[id] for id in network.audience_of(seat.id).tolist()]
            seat.account.sit_down(seat)
        for seat, is_there in zip(self.seats, members(network), strict=True):
            seat.is_member = is_there != 0
        self.posts_a_day, self.usual_followers = posts_a_day(self, network)
        self.looks_a_day = total(seat.person.sessions for seat in self.seats) * parameters.looks

    @property
    def asks_for_a_world(self):
        """Does it rank or recommend, so that it must be known what ordinary posts are like?"""
        return any(not feed.by_time or feed.platform.out_of_network.share > 0 for feed in self.feeds)

    def make_feeds(self, world):
        """The platform as it is from the start on, and from each of its changes on."""
        kernel = world and world.kernel.on(self.number)
        platform, changes = self.parameters.platform, self.parameters.platform.changes
        self.feeds = [Feed(platform, world and ordinary_posts(kernel, 0))]
        for part, change in enumerate(changes, 1):
            new = change.model_dump(exclude={"at"}, exclude_none=True)
            new["out_of_network"] = platform.out_of_network.model_copy(update=new.get("out_of_network", {}))
            platform = platform.model_copy(update=new)
            self.feeds.append(Feed(platform, world and ordinary_posts(kernel, part)))
            self.model.expect(change.at * DAY, CHANGE, part, lambda part=part: self.change_feed(self.feeds[part]))
        self.feed = self.feeds[0]
        if world is None and self.asks_for_a_world:
            raise AgentsError("world is None; a feed that is ranked, or recommends, needs what the engine has prepared")

    def change_feed(self, feed):
        """Other settings have come."""
        self.feed = feed

    def supply(self, author):
        """How often a post of this author is recommended on the mean: the looks for strangers, shared among all posts
        of a day. A part is by his followers, the rest is as much for each person who posts."""
        here = self.feed.platform
        looks = self.looks_a_day * (1.0 - here.ad_load)
        mean = here.out_of_network.share * looks / self.posts_a_day if self.posts_a_day > 0 else 0.0
        part = here.out_of_network.by_followers
        beside = len(author.seat_on(self).followers) / self.usual_followers
        return mean * ((1.0 - part) / max(self.model.people_each, 1.0) + part * beside)


def platforms_of(model: Any, networks: tuple[Network, ...], seed: int) -> list[Platform]:
    """All platforms, the first one first, with a seat for each account."""
    names = list(model.parameters.also_on)
    if len(networks) != 1 + len(names):
        raise AgentsError(f"further has {len(networks) - 1} networks; allowed: {len(names)}, one for each of also_on")
    for name, network in zip(names, networks[1:], strict=True):
        if len(network) != len(model.accounts):
            counts = f"{len(network):,} accounts; allowed: the {len(model.accounts):,} of the first"
            raise AgentsError(f"the network of {name!r} has {counts}")
    settings = [model.parameters, *(parameters_on(model.parameters, name) for name in names)]
    persons = people(networks, settings, model.items, seed)
    return [
        Platform(model, number, *of_it) for number, of_it in enumerate(zip(networks, settings, persons, strict=True))
    ]


def refuse_other_platforms(platforms, plan):
    """What is posted and bought is on one of the platforms."""
    for one in (*plan.posts, *plan.pushes):
        if not 0 <= one.platform < len(platforms):
            raise PlanError(f"a post or a push is on platform {one.platform}; allowed: 0 to {len(platforms) - 1}")


def parameters_on(setting: Parameters, name: str) -> Parameters:
    """The parameters as they hold on a further platform: what its preset says, not what the first one's has said.

    What was given otherwise stays, and the ticks are those of the first platform.
    """
    there, first = setting.also_on[name], setting.platform
    said, told = said_by(first.preset), said_by(there.preset)
    usual = {key: Parameters.model_fields[key].default for key in {*said, *told}}
    as_said = [key for key in usual if getattr(setting, key) == said.get(key, usual[key])]
    own = {key: told.get(key, usual[key]) for key in as_said}
    fields = {key: getattr(there, key) for key in type(first).model_fields}
    platform = first.model_copy(update={**fields, "tick_minutes": first.tick_minutes})
    return setting.model_copy(update={**own, "platform": platform, "also_on": {}})


def said_by(name: str | None) -> dict[str, Any]:
    """What a preset says of other parameters than the platform's and the product's."""
    said = {} if name is None else preset(name).parameters
    return {key: value for key, value in said.items() if key != "product"}


def posts_a_day(platform, network):
    """All posts of a day, and how many follow a post's author on the mean."""
    persons = [seat.person for seat in platform.seats]
    rates = [rate * there for rate, there in zip(posting_rates(network), members(network), strict=True)]
    offered = total(rate * len(seat.followers) for rate, seat in zip(rates, platform.seats, strict=True))
    if offered <= 0:
        return 0.0, 1.0
    return total(person.inflow for person in persons) * total(rates) / offered, offered / total(rates)
