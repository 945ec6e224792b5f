"""Several platforms over the same accounts: a seat on each, one attitude, one purse."""

import functools
from dataclasses import replace

import numpy as np
import pytest
from campaign_scenes import as_bytes, key_of

import sim
from sim.models import campaign
from sim.models.campaign.parameters import ACTIONS
from sim.network import Network, NetworkError
from sim.world import OWNED, PAID, Item, Plan, PlanError, PlannedPost, Push

DAY = 86400.0
ACCOUNTS = 200
ABSENT = 4
"""Every fourth account is not on the second platform."""
LIVELY = {"days": 4.0, "share_level": 0.0, "inflow": 10.0, "sessions_a_day": 6.0, "attitude_rate": 0.3}
PRODUCT = {"orders_a_day": 0.1, "lead_rate": 0.5, "order_rate": 0.5, "goodwill_effect": 2.0}
BY_TIME = {"ad_load": 0.2, "tick_minutes": 60.0}
ITEMS = (Item("one", 0.7, stance=0.8), Item("two", 0.6, stance=0.5), Item("three", 0.6, stance=0.5))
NOTHING_CROSSES = {"share_level": -50.0, "fatigue": 0.0, "attitude_rate": 0.0}
"""For plans with an item of its own on each platform: nobody carries anything from one to another."""


@functools.cache
def network_of(seed=3):
    return sim.generate("kol_communities", accounts=ACCOUNTS, seed=seed)


@functools.cache
def further_network(seed, absent=ABSENT):
    """Another network over the accounts of the first one; every so many of them are not there, and have no ties."""
    drawn, first = network_of(seed), network_of()
    sources = np.repeat(np.arange(ACCOUNTS), drawn.followers)
    member = (np.arange(ACCOUNTS) % absent != 0).astype(np.uint8)
    kept = (member[sources] != 0) & (member[drawn.audience] != 0)
    attributes = {"member": member, "activity": drawn.attributes["activity"]}
    edges = sources[kept].astype(np.int32), drawn.audience[kept]
    return Network.from_edges(*edges, ACCOUNTS, attributes=attributes, about=first.about)


def world_of(*platforms, absent=ABSENT, **more):
    """The first platform, and further ones with these settings."""
    also_on = {f"platform {place}": setting for place, setting in enumerate(platforms, 1)}
    setting = campaign.Parameters(**{**LIVELY, "platform": BY_TIME, **more, "also_on": also_on})
    further = tuple(further_network(place, absent) for place in range(5, 5 + len(platforms)))
    return campaign.prepare(network_of(), setting, ITEMS, 7, further)


def stars(network, count=10):
    return np.argsort(-network.followers.astype(np.int64), kind="stable")[:count].tolist()


def plan_on(*numbers, item=0):
    """Posts of those with most followers, a boost and ads, on these platforms."""
    posts, pushes = [], []
    for number in numbers:
        network = further_network(4 + number) if number else network_of()
        posts += [
            PlannedPost(author, item, PAID if place else OWNED, place * 10_800.0, platform=number)
            for place, author in enumerate(stars(network))
        ]
        pushes += [Push("boost", item, 0.0, 2 * DAY, 2000, 5000, platform=number)]
        pushes += [Push("ads", item, DAY / 2, 3 * DAY, 2000, 5000, frequency_cap=3, platform=number)]
    return Plan(np.zeros(0, np.int32), tuple(posts), tuple(pushes))


def apart(*numbers):
    """The same with an item of its own on each platform."""
    found = Plan(np.zeros(0, np.int32))
    for number in numbers:
        found = together(found, plan_on(number, item=number))
    return found


def events(world, plan, replicate=0, work=None):
    outcome = campaign.simulate(world, plan, key_of(replicate), work or campaign.workspace(world))
    told = {"reached": outcome.reached, "reached_at": outcome.reached_at, "reached_by": outcome.reached_by}
    return {name: np.array(values) for name, values in {**outcome.events, **told}.items()}


def together(plan, other):
    return replace(plan, posts=plan.posts + other.posts, pushes=plan.pushes + other.pushes)


def rows_on(found, number, *more):
    """Impressions on a platform, by (account, second, channel)."""
    on = found["post_platform"][found["seen_post"]] == number
    return {tuple(row) for row in zip(*(found[f"seen_{name}"][on] for name in ("account", "at", "channel", *more)))}


# -- what is not used changes nothing


@pytest.mark.parametrize("platform", [BY_TIME, {"preset": "tiktok", "tick_minutes": 60.0}])
def test_platforms_that_are_not_used_change_no_byte(platform):
    plan = plan_on(0)
    alone = events(world_of(platform=platform), plan)
    beside = events(world_of(BY_TIME, {"preset": "tiktok"}, platform=platform), plan)
    assert len(alone["seen_at"]) > 300
    assert as_bytes(alone) == as_bytes(beside)


def test_a_platform_that_is_not_used_may_be_where_somebody_buys():
    """Demand is by all sessions, so with a product a further platform does move it: the control of the test above."""
    plan, product = plan_on(0), {"product": PRODUCT}
    assert as_bytes(events(world_of(**product), plan)) != as_bytes(events(world_of(BY_TIME, **product), plan))


def test_one_more_platform_changes_no_draw_of_the_others():
    """Nothing crosses, so each platform shows what it shows without the others."""
    both = events(world_of(BY_TIME, **NOTHING_CROSSES), apart(0, 1))
    three = events(world_of(BY_TIME, BY_TIME, **NOTHING_CROSSES), apart(0, 1, 2))
    alone = events(world_of(**NOTHING_CROSSES), apart(0))
    only = events(world_of(BY_TIME, **NOTHING_CROSSES), apart(1))
    assert rows_on(alone, 0) == rows_on(both, 0) == rows_on(three, 0)
    assert rows_on(only, 1) == rows_on(both, 1) == rows_on(three, 1)
    assert min(len(rows_on(three, number)) for number in range(3)) > 100
    sessions = [{row[:2] for row in rows_on(three, number) if row[2] == 0} for number in range(3)]
    assert not sessions[0] & sessions[1], "each platform has sessions of its own"


# -- one account


def test_an_impression_anywhere_moves_the_one_attitude():
    world = world_of(BY_TIME, share_level=-50.0)
    attitudes = []
    for plan in (plan_on(0), plan_on(1), together(plan_on(0), plan_on(1))):
        found = events(world, plan)
        attitudes.append(dict(zip(found["contact_account"].tolist(), found["contact_attitude"].tolist(), strict=True)))
        assert len(found["contact_account"]) == len(set(found["contact_account"].tolist())), "one row an account"
    first, second, both = attitudes
    met = set(first) & set(second)
    assert len(met) > 20
    assert sum(both[account] > max(first[account], second[account]) for account in met) > 0.9 * len(met)


def test_orders_follow_from_impressions_on_either():
    world, none = world_of(BY_TIME, product=PRODUCT), Plan(np.zeros(0, np.int32))
    found = [events(world, plan) for plan in (none, plan_on(0), plan_on(1), together(plan_on(0), plan_on(1)))]
    orders = [len(one["order_at"]) + one["baseline_orders"][0] for one in found]
    brought = [int(one["order_incremental"].sum()) for one in found]
    assert brought[0] == 0
    assert min(brought[1:]) > 10
    assert brought[3] > max(brought[1:3])
    assert orders[3] > orders[0]
    assert len({tuple(one["baseline_cents"].tolist()) for one in found}) == 1


def test_each_action_at_most_once_an_item_and_account_over_all_platforms():
    world = world_of(BY_TIME, BY_TIME, share_level=50.0)
    found = events(world, plan_on(0, 1, 2))
    item = found["post_item"][found["act_post"]]
    done = list(zip(found["act_account"].tolist(), item.tolist(), found["act_action"].tolist(), strict=True))
    assert len(done) == len(set(done))
    shares = found["act_action"] == ACTIONS.index("share")
    on = found["post_platform"][found["act_post"][shares]]
    assert min(np.bincount(on, minlength=3)) > 10
    for number in range(3):  # who shares on one would have shared on another, too
        only = events(world, plan_on(number))
        assert set(only["act_account"].tolist()) & set(found["act_account"].tolist())
        assert set(only["post_platform"].tolist()) == {number}, "a share comes out where it was seen"


# -- feeds


def test_a_change_on_one_platform_at_its_time_changes_nothing_elsewhere():
    changed, plan = {"changes": [{"at": 1.5, "ranking": "hot"}]}, apart(0, 1, 2)
    setting = {"platform": {**BY_TIME, "ranking": "gravity"}, "offers": 6, "looks": 2.0, **NOTHING_CROSSES}
    found = [events(world_of({"ranking": "hot"}, there, **setting), plan) for there in ({}, changed)]
    for number in range(2):
        assert rows_on(found[0], number) == rows_on(found[1], number)
    early = [{row for row in rows_on(one, 2) if row[1] < 36.0} for one in found]
    assert early[0] == early[1]
    assert len(early[0]) > 20
    assert rows_on(found[0], 2) != rows_on(found[1], 2), "the change must show"


def test_changes_at_different_times_on_different_platforms():
    """Three platforms with different numbers of changes: each is that of the platform alone."""
    quiet = {**NOTHING_CROSSES, "offers": 6, "looks": 2.0}
    first = {**BY_TIME, "changes": [{"at": 0.8, "ranking": "gravity"}]}
    second = {"changes": [{"at": 0.4, "ranking": "hot"}, {"at": 0.8, "ranking": "chronological"}]}
    rankings = ((0.4, "hot"), (1.0, "chronological"), (2.0, "hot"))
    third = {"ranking": "gravity", "changes": [{"at": at, "ranking": ranking} for at, ranking in rankings]}
    found = events(world_of(second, third, platform=first, **quiet), apart(0, 1, 2))
    assert rows_on(found, 0) == rows_on(events(world_of(platform=first, **quiet), apart(0)), 0)
    for number in (1, 2):
        alone = events(world_of(second, third, platform=first, **quiet), apart(number))
        assert rows_on(found, number) == rows_on(alone, number)
        for count in (0, 1):  # without the last changes it is another one
            fewer = [{**one, "changes": one["changes"][:count]} for one in (second, third)]
            other = events(world_of(*fewer, platform=first, **quiet), apart(number))
            assert rows_on(other, number) != rows_on(alone, number)


def test_who_is_no_member_sees_nothing_there():
    ranked = {"preset": "tiktok", "tick_minutes": 60.0, "ad_load": 0.3, "out_of_network": {"share": 0.5, "cap": 1.0}}
    found = events(world_of(ranked, share_level=3.0, trust_stranger=1.0), plan_on(0, 1))
    there = found["post_platform"][found["seen_post"]] == 1
    assert set(found["seen_channel"][there].tolist()) == {0, 1, 2, 3}
    assert there.sum() > 200
    assert not np.any(found["seen_account"][there] % ABSENT == 0)
    assert np.any(found["seen_account"][~there] % ABSENT == 0), "they are on the first platform"


def test_a_platform_without_members_is_refused():
    with pytest.raises(NetworkError, match="has a wrong member; allowed: 0 or 1 by account, 1 for some"):
        world_of({"preset": "tiktok", "tick_minutes": 60.0}, absent=1)


# -- memory, and what is refused


def test_a_workspace_is_clean_after_each_world():
    world = world_of(BY_TIME, {"preset": "tiktok", "tick_minutes": 60.0}, product=PRODUCT, share_level=3.0)
    plans = [plan_on(0, 1, 2), plan_on(2), plan_on(0)]
    work = campaign.workspace(world)
    fresh = work.arrays.row.copy()
    for _ in range(2):
        for replicate, plan in enumerate(plans):
            expected = as_bytes(events(world, plan, replicate))
            assert as_bytes(events(world, plan, replicate, work)) == expected
    columns = [place for place in range(fresh.shape[1]) if place != campaign.places.FOLLOWING]
    touched = [campaign.places.AT, campaign.places.BY]
    kept = [place for place in columns if place not in touched]
    assert np.array_equal(work.arrays.row[:, kept], fresh[:, kept])


def test_networks_that_do_not_fit_are_refused():
    setting = campaign.Parameters(also_on={"threads": {}})
    with pytest.raises(NetworkError, match="have 1 further platforms, and there are 0 networks"):
        campaign.prepare(network_of(), setting, ITEMS, 7)
    with pytest.raises(NetworkError, match="have 1 further platforms, and there are 2 networks"):
        campaign.prepare(network_of(), setting, ITEMS, 7, (further_network(5), further_network(6)))
    other = sim.generate("kol_communities", accounts=ACCOUNTS + 1, seed=1)
    with pytest.raises(NetworkError, match="the network of 'threads' has 201 accounts; it must have the 200"):
        campaign.prepare(network_of(), setting, ITEMS, 7, (other,))
    with pytest.raises(ValueError, match="also_on"):
        campaign.Parameters(also_on={f"platform {place}": {} for place in range(4)})


ELSEWHERE = {
    2: {"posts": (PlannedPost(0, 0, OWNED, 0.0, platform=2),)},
    -1: {"pushes": (Push("boost", 0, 0.0, 9.0, 1, 1, platform=-1),)},
}


@pytest.mark.parametrize("number", ELSEWHERE)
def test_platforms_that_are_not_there_are_refused(number):
    plan = replace(Plan(np.zeros(0, np.int32)), **ELSEWHERE[number])
    with pytest.raises(PlanError, match=f"a post or a push is on platform {number}; allowed: 0 to 1"):
        events(world_of(BY_TIME), plan)
