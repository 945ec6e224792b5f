"""The campaign as Mesa agents equals the engine, event by event; a rule that is changed in one of them is found."""

import functools
import types
from pathlib import Path

import mesa
import pytest
from campaign_cases import BUSY, any_networks, busy_case, cases, communities, engine_events, kol_networks, twin_events
from hypothesis import given

import sim
from sim import agents
from sim.agents import campaign as twin
from sim.agents import people as people_of_the_twin
from sim.models import campaign
from sim.network import Network, NetworkError
from sim.world import Item, PlanError

# -- equal, event by event


@given(cases(any_networks(), most_days=10.0))
def test_any_small_network(case):
    assert twin_events(case) == engine_events(case)


@given(cases(any_networks(most_accounts=5, most_edges=12), most_days=0.7, sessions=480.0, most_sessions=500.0))
def test_accounts_that_are_always_there(case):
    assert twin_events(case) == engine_events(case)


@given(cases(kol_networks, most_days=2.0, most_sessions=12.0))
def test_networks_of_communities(case):
    assert twin_events(case) == engine_events(case)


@functools.cache
def engine_of(name, replicate):
    return engine_events(busy_case(name, replicate))


@pytest.mark.parametrize("name", BUSY)
def test_hundreds_of_posts(name):
    for replicate in range(2):
        reached, posts = engine_of(name, replicate)
        assert twin_events(busy_case(name, replicate)) == (reached, posts)
        assert len(posts) > 25, "too little happens to compare anything"
        assert sum(post[3] for post in posts) > 200


def test_the_public_call_gives_the_same_events():
    network = communities(60, 2)
    outcome = sim.simulate(network, [5, 0], "campaign", share_level=2.0, days=2.0, seed=11, replicate=3)
    model = agents.Campaign(network, [5, 0], share_level=2.0, days=2.0, seed=11, replicate=3)
    while model.running:
        model.step()
    assert [account.id for account in model.reached] == outcome.reached.tolist()
    assert [account.reached_at / 3600.0 for account in model.reached] == outcome.reached_at.tolist()
    assert outcome.reach > 10


@given(cases(any_networks(), most_days=1.0))
def test_people_are_the_same_to_the_bit(case):
    network, _, setting, item, seed, _ = case
    kernel = campaign.prepare(network, setting, item, seed).kernel
    people = list(people_of_the_twin.people(network, setting, item, seed))
    for column, expected in enumerate((kernel.sessions, kernel.inflow, kernel.personal, kernel.match)):
        assert [person[column] for person in people] == expected.tolist()


# -- a student's way in


LINE = Network.from_edges([0, 1, 2], [1, 2, 3], 4)


def test_step_by_step():
    model = agents.Campaign(LINE, [0], share_level=50, delayed_shares=0, inflow=0)
    times = []
    while model.running:
        model.step()
        times.append(model.now)
    assert times == sorted(times)
    assert len(times) == model.steps == 7  # four posts, three sessions
    assert [account.id for account in model.reached] == [0, 1, 2, 3]
    assert model.reached[3].reached_by is model.reached[2]
    assert [post.parent and post.parent.author.id for post in model.posts] == [None, 0, 1, 2]
    assert not agents.Campaign(LINE, []).running


def test_a_changed_rule_has_its_effect():
    class Silent(agents.CampaignAccount):
        def share(self, post):
            """Keep it to oneself."""

    model = agents.Campaign(LINE, [0], Silent, share_level=50, inflow=0)
    while model.running:
        model.step()
    assert [account.id for account in model.reached] == [0, 1]


def test_a_data_collector_reads_it():
    model = agents.Campaign(LINE, [0], share_level=50, delayed_shares=0, inflow=0)
    collector = mesa.DataCollector({"second": "now", "posts": lambda m: len(m.posts)}, {"reached_at": "reached_at"})
    while model.running:
        model.step()
        collector.collect(model)
    assert collector.get_model_vars_dataframe()["posts"].tolist() == [1, 2, 2, 3, 3, 4, 4]


REFUSED = {
    "an unknown topic": ({"item": Item(topics=("tea",))}, NetworkError, "are not known here"),
    "an unknown seed": ({"seeds": [4]}, PlanError, "seed 4 is not in the network"),
    "an unknown parameter": ({"charm": 1}, ValueError, "charm"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_allowed_is_said(name):
    given_, error, message = REFUSED[name]
    with pytest.raises(error, match=message):
        agents.Campaign(**{"network": LINE, "seeds": [0], **given_})


# -- negative controls: a changed rule is found


CHANGES = {
    "nothing": ("", ""),
    "what was left over is forgotten": ("self.inbox[post] = times + 1", "continue"),
    "the oldest first": ("[(-self.standing", "[(self.standing"),
    "what was left over by key": ("newness - 1000", "-1000.0"),
    "the campaign before all others": ("[(-self.standing(post, before)", "[(-1.0"),
    "offered once more": ("times + 1 < setting.offers", "times < setting.offers"),
    "offered at any age": (" if times == 0 or now - post.published < keep", ""),
    "too old to be offered even once": ("if times == 0 or now", "if now"),
    "one look more": ("offered), looks)", "offered), looks + 1)"),
    "looks of the account, not of the session": ("LOOKS, self.id, self.session", "LOOKS, self.id"),
    "others of a day, not since the last session": ("before = self.last_session(day, share) if", "before = 0.0 if"),
    "no others": ("for i in range(count):\n            standing", "for i in range(0):\n            standing"),
    "others in any order": (" / (count - i)", ""),
    "no delay": ("delay = exp(", "delay = 0.0 * exp("),
    "delays of an hour": ("exp(log(setting.delay_hours) + spread)", "1.0"),
    "proof counts twice": ("+= post.parent is not None", "+= 2 * (post.parent is not None)"),
    "proof of the plan's posts too": ("+= post.parent is not None", "+= 1"),
    "a failed share is tried again": (
        "ACTIONS.index(action)), chance)",
        "ACTIONS.index(action)), chance) or succeeds(draw_int(post.key, self.id, 99), chance)",
    ),
    "an account shares more than once": ("if action not in self.done and", "if"),
    "an author shares again": ('self.done.add("share")', "pass"),
    "one coin an account": ("draw_int(post.key, self.id, ACTIONS", "draw_int(self.model.key, self.id, ACTIONS"),
    "one coin for all actions": ("self.id, ACTIONS.index(action))", "self.id)"),
    "trust in those who follow": ("post.author in self.followers", "self in post.author.followers"),
    "trust by one's own followers": ("len(post.author.followers)", "len(self.followers)"),
    "a share with an appeal of its own": ("SHARED, post.appeal)", "SHARED, 0.0)"),
    "a share has the key of a new post": ("+ delay, SHARED,", "+ delay, OWNED,"),
    "an item of its own for each author": ("APPEAL, 0, ALL_AUTHORS)", "APPEAL, 1, ALL_AUTHORS)"),
    "reached by the first author": ("by=post.author)", "by=(post.parent or post).author)"),
    "sessions at any hour": ('"daily" else', '"nightly" else'),
    "one session too many": ("range(min(count,", "range(min(count + 1,"),
    "posts of others by followers": ("network.following_of(v)", "network.audience_of(v)"),
    "everybody as often there": ("exp(spread * normal(key, SESSIONS, v)", "exp(spread * 0.0"),
    "worlds of another purpose": ("world_key(seed, JUDGING", "world_key(seed, PEOPLE"),
    "people by the replicate": (
        "people(network, self.parameters, item, seed)",
        "people(network, self.parameters, item, 1)",
    ),
    "no end": ("if at < self.end:", "if True:"),
}


def altered(old, new):
    """The twin's own text with one change, as a module."""
    source = Path(twin.__file__).read_text(encoding="utf-8")
    source = source.replace("from sim.agents.people import people\n", "")  # it goes in front
    source = Path(people_of_the_twin.__file__).read_text(encoding="utf-8") + source
    assert old in source, f"the twin no longer says {old!r}"
    module = types.ModuleType("altered_campaign")
    vars(module)["__name__"] = twin.__name__  # dataclasses look their module up
    exec(compile(source.replace(old, new) if old else source, "altered twin", "exec"), vars(module))
    return module


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_rule_is_found(change):
    module = altered(*CHANGES[change])
    worlds = [(name, replicate) for replicate in range(2) for name in BUSY]
    equal = all(twin_events(busy_case(*world), module) == engine_of(*world) for world in worlds)
    assert equal == (change == "nothing")
