"""On several platforms at once the agents equal the engine, event by event."""

from dataclasses import replace

import pytest
from campaign_cases import communities, engine_events, events_of, invented, model_of, outcome_of, twin_events
from hypothesis import given
from hypothesis import strategies as st
from several_drawn import by_time_case, drawn, several_case, several_events, several_world, turned
from test_campaign_workspace import problems, with_room_for

from sim import agents
from sim.agents.checking import AgentsError
from sim.models import campaign
from sim.world import Plan, PlanError, PlannedPost

tables = st.integers(0, 999)


@given(drawn, tables)
def test_any_campaign_on_several_platforms(case, table):
    world = invented(case, table)
    assert twin_events(case, world=world) == engine_events(case, world)


@given(drawn)
def test_people_are_the_same_on_each_platform(case):
    world = invented(case, 0)
    model = model_of(case, world=world)
    for platform in model.platforms:
        people = [[*seat.person[:9], *seat.person.match, 0.0] for seat in platform.seats]
        assert people == world.kernel.on(platform.number).person.tolist()
    assert [account.home.platform.number for account in model.accounts] == world.kernel.home.tolist()


def test_hundreds_of_events_on_three_platforms():
    for replicate in range(2):
        expected = several_events(replicate)
        assert twin_events(several_case(replicate), world=several_world()) == expected
        told = {name: values for name, (_, values) in expected["events"].items()}
        on = told["post_platform"]
        assert all(on.count(platform) > 10 for platform in range(3)), "too little happens to compare anything"
        seen = [(on[post], channel) for _, post, _, channel in expected["seen"]]
        assert all(seen.count((platform, 0)) > 20 for platform in range(3))
        assert all(seen.count((platform, 3)) > 1 for platform in range(3))
        assert seen.count((1, 1)) > 10
        assert {channel for _, channel in seen} == {0, 1, 2, 3, 4, 5}
        assert len(told["order_at"]) > 50


def test_shares_of_what_was_sent_come_out_where_it_was_seen():
    """What members and friends get is of the first platform; some of it is shared on others."""
    told = {name: values for name, (_, values) in several_events(0)["events"].items()}
    on, parents = told["post_platform"], told["post_parent"]
    crossed = [place for place, parent in enumerate(parents) if parent >= 0 and on[place] != on[parent]]
    assert crossed


def test_feeds_by_time_need_no_world():
    for replicate in range(2):
        case = by_time_case(replicate)
        expected = engine_events(case)
        assert twin_events(case) == expected
        assert {0, 1} == set(expected["events"]["post_platform"][1])
        assert len(expected["seen"]) > 30


# -- the memory of the engine


@given(drawn, st.integers(1, 5))
def test_memory_for_several_platforms_grows_and_is_clean(case, size):
    world = invented(case, 3)
    work = with_room_for(campaign.workspace(world), size)
    expected = engine_events(case, world)
    for _ in range(2):
        assert events_of(outcome_of(case, work, world)) == expected
        assert problems(work) == []


def test_memory_for_three_platforms_does_grow():
    work = with_room_for(campaign.workspace(several_world()), 1)
    assert events_of(outcome_of(several_case(0), work, several_world())) == several_events(0)
    assert problems(work) == []
    assert all(len(getattr(work.arrays, table)) > 16 for table in ("post", "offer", "contact", "event", "order"))


@given(drawn, st.randoms(use_true_random=False))
def test_the_order_of_a_plan_on_several_platforms_changes_nothing(case, shuffling):
    plan = replace(case.plan, rules=())
    lists = {name: list(getattr(plan, name)) for name in ("posts", "pushes")}
    for one in lists.values():
        shuffling.shuffle(one)
    turned_plan = replace(plan, **{name: tuple(one) for name, one in lists.items()})
    world, case = invented(case, 4), case._replace(plan=plan)
    assert engine_events(case._replace(plan=turned_plan), world) == engine_events(case, world)


# -- what does not fit

REFUSED = {
    "no network": ((), "further has 0 networks; allowed: 1, one for each of also_on"),
    "two networks": ((0, 0), "further has 2 networks; allowed: 1"),
    "other accounts": ((communities(40, 1),), "'threads' has 40 accounts; allowed: the 60 of the first"),
}


def test_platforms_that_are_not_there_are_refused():
    case = by_time_case(0)
    plan = Plan(case.plan.seeds, (PlannedPost(11, 0, 1, 0.0, platform=2),))
    with pytest.raises(PlanError, match="a post or a push is on platform 2; allowed: 0 to 1"):
        model_of(case._replace(plan=plan))


@pytest.mark.parametrize("name", REFUSED)
def test_networks_that_do_not_fit_are_refused(name):
    further, message = REFUSED[name]
    case = by_time_case(0)
    further = tuple(network or turned(case.network, 1, 3) for network in further)
    with pytest.raises(AgentsError, match=message):
        agents.Campaign(case.network, case.plan, further=further, **case.setting.model_dump())
