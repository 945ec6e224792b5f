"""The campaign as Mesa agents equals the engine, event by event."""

import mesa
import numpy as np
import pytest
from campaign_busy import BUSY, WITH_RELATIONS, busy_case, busy_events, busy_world
from campaign_cases import Case, communities, engine_events, invented, model_of, prepared, twin_events
from campaign_drawn import any_networks, campaigns, cases, kol_networks
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim import agents
from sim.agents import feed
from sim.agents.checking import AgentsError
from sim.levers import Chosen, Rule
from sim.models import campaign
from sim.models.campaign import background
from sim.models.campaign.parameters import ACTIONS
from sim.models.campaign.places import RIVAL
from sim.network import Network, NetworkError
from sim.world import OWNED, Item, Plan, PlanError, PlannedPost

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


def test_who_is_a_seed_and_posts_at_the_same_second():
    """Both are known by their ordinals; the plan's posts come first, what they cost with them."""
    network = communities(100, 3)
    star = int(network.followers.argmax())
    never = Rule(0.0, lambda world, outcome: Chosen(), (0,))
    for rules in ((), (never,)):
        plan = Plan(np.array([star], np.int32), (PlannedPost(star, 0, OWNED, 0.0, 397),), rules=rules)
        case = Case(network, plan, campaign.Parameters(days=1.0, share_level=1.0), Item("post"), 5, 0)
        told = twin_events(case)
        assert told == engine_events(case)
        assert [post[0] for post in told["posts"]].count(star) == 2 - len(rules)


tables = st.integers(0, 999)


@given(campaigns(any_networks(), most_days=3.0), tables)
def test_any_campaign(case, table):
    world = invented(case, table)
    assert twin_events(case, world=world) == engine_events(case, world)


@given(campaigns(st.builds(communities, st.just(60), st.integers(0, 2)), most_days=1.0, most_sessions=12.0), tables)
def test_any_campaign_among_communities(case, table):
    world = invented(case, table)
    assert twin_events(case, world=world) == engine_events(case, world)


@pytest.mark.parametrize("name", BUSY)
def test_hundreds_of_events(name):
    for replicate in range(2):
        expected = busy_events(name, replicate)
        assert twin_events(busy_case(name, replicate), world=busy_world(name)) == expected
    assert len(expected["posts"]) > 25, "too little happens to compare anything"
    assert len(expected["seen"]) > 100
    if "platform" in BUSY[name]:
        channels = [channel for *_, channel in expected["seen"]]
        assert all(channels.count(channel) > 20 for channel in (0, 2, 3))
        of_rivals = {post for post, kind in enumerate(expected["events"]["post_kind"][1]) if kind == RIVAL}
        bought = [channel for _, post, _, channel in expected["seen"] if channel in (2, 3) and post not in of_rivals]
        assert sum(expected["events"]["push_impressions"][1]) == len(bought)
        assert (len(bought) < channels.count(2) + channels.count(3)) == (name in WITH_RELATIONS)
        assert channels.count(1) > (20 if BUSY[name]["platform"].get("preset") == "youtube_watch_time" else -1)
    told = {name: values for name, (_, values) in expected["events"].items()}
    if "baseline_orders" in told:
        assert len(told["lead_at"]) > 4
        assert len(told["order_at"]) > told["baseline_orders"][0] > 20
    if name in WITH_RELATIONS:
        clicks = told["act_action"].count(ACTIONS.index("click"))
        assert clicks > len(told["visit_at"]) > len(told["lead_at"]) > len(told["underway_at"]) > 2
        shares = {round(c / v, 3) for c, v in zip(told["order_commission"], told["order_cents"], strict=True) if c}
        assert shares - {0.1}, "some posts have a commission of their own"


def test_a_table_that_the_engine_has_found():
    """The other ranked worlds are given invented tables; the real one is read at its places, too."""
    network = communities(40, 1)
    platform = {"preset": "x_2026", "tick_minutes": 60.0, "out_of_network": {"share": 0.6, "cap": 0.5}}
    setting = campaign.Parameters(days=1.5, share_level=1.0, inflow=4.0, platform=platform)
    case = Case(network, [0, 3, 7], setting, (Item("post", 0.9),), 5, 1)
    world = prepared(case)
    expected = engine_events(case, world)
    assert twin_events(case, world=world) == expected
    assert {channel for *_, channel in expected["seen"]} == {0, 1}
    assert twin_events(case, world=invented(case, 1)) != expected


def test_what_is_recommended_within_one_tick():
    """Where posts are forgotten long before the next tick, all that they are due falls on that one."""
    case = busy_case("recommended", 0)
    platform = {"preset": "youtube_watch_time", "recency_hours": 0.001, "out_of_network": {"cap": 1.0}}
    platform["tick_minutes"] = 240.0
    setting = {**case.setting.model_dump(), "inflow": 0.1, "platform": platform}
    case = case._replace(setting=campaign.Parameters(**setting))
    world = invented(case, 7)
    expected = engine_events(case, world)
    assert twin_events(case, world=world) == expected
    assert [channel for *_, channel in expected["seen"]].count(1) > 20


@given(
    *(st.integers(0, 999), st.sampled_from([0, 1]), st.floats(0, 40), st.floats(0, 40), st.booleans()),
    st.floats(-20, 0) | st.floats(-1e-3, 0) | st.floats(-1e-12, 0) | st.just(-1e300),
)
def test_the_score_of_any_standing(number, kind, hours, before, by_time, standing):
    """Few posts of others are so good that nothing in the table is better; here they are."""
    setting = campaign.Parameters(platform={"ranking": "chronological" if by_time else "ranked"})
    kernel = invented(Case(communities(40, 1), [], setting, Item(), 0, 0), number).kernel.on(0)
    of_class = background.class_of(kernel.numbers, hours)
    given_ = (kernel.feed, kernel.scores, 0, kind, of_class, hours, before, standing)
    found = feed.Feed(setting.platform, feed.ordinary_posts(kernel, 0)).other_score(kind, standing, hours, before)
    assert found == background.other_score(*given_)


def test_the_public_call_gives_the_same_events():
    network = communities(60, 2)
    outcome = sim.simulate(network, [5, 0], "campaign", share_level=2.0, days=2.0, seed=11, replicate=3)
    model = agents.Campaign(network, [5, 0], share_level=2.0, days=2.0, seed=11, replicate=3)
    while model.running:
        model.step()
    assert [account.id for account in model.reached] == outcome.reached.tolist()
    assert [account.reached_at / 3600.0 for account in model.reached] == outcome.reached_at.tolist()
    assert outcome.reach > 10


@given(campaigns(any_networks(), most_days=1.0))
def test_people_are_the_same_to_the_bit(case):
    world = invented(case, 0)
    for platform in model_of(case, world=world).platforms:
        people = [[*seat.person[:9], *seat.person.match, 0.0] for seat in platform.seats]
        assert people == world.kernel.on(platform.number).person.tolist()


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
    "an unknown seed": ({"plan": [4]}, PlanError, "seed 4 is not in the network"),
    "an unknown parameter": ({"charm": 1}, ValueError, "charm"),
    "ordinary posts that nobody knows": ({"platform": {"preset": "x_2026"}}, AgentsError, "world is None"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_allowed_is_said(name):
    given_, error, message = REFUSED[name]
    with pytest.raises(error, match=message):
        agents.Campaign(**{"network": LINE, "plan": [0], **given_})
