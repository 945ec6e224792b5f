"""What a thread's memory may not do: carry anything from one world to the next, or change what is found by its size."""

import concurrent.futures
from dataclasses import replace

import numpy as np
import pytest
from campaign_busy import BUSY, CLASSIC, busy_case, busy_events, busy_world
from campaign_cases import communities, engine_events, events_of, invented, outcome_of, prepared
from campaign_drawn import any_networks, campaigns, cases, kol_networks, parameters
from hypothesis import given
from hypothesis import strategies as st

from sim.levers import Rule
from sim.models import campaign
from sim.models.campaign import engine, places
from sim.models.campaign.days import NEVER
from sim.models.campaign.parameters import ACTIONS
from sim.models.campaign.ticks import NOT_BEGUN
from sim.randomness import JUDGING, world_key
from sim.world import Item, Plan, Push

CLEAN = {
    **{places.INBOX: places.NONE, places.WHEN: NEVER, places.SESSION: places.NONE},
    **{places.CONTACT: places.NONE, places.ACTIVE: 0},
}
"""Columns of an account's row between two worlds."""
COUNTERS = {places.OFFERS: 1, places.BIN: places.NONE, places.AHEAD: places.NONE, places.WALKED: NOT_BEGUN}
SUMS = [{places.CREDENCE: 1.0, places.FIRST_NEGATIVE: NEVER}.get(place, 0.0) for place in range(places.SUMS)]
LEFT_ALONE = {places.LEFT}
"""Counters that are set before they are read."""


def problems(work):
    """Whatever of the last world could reach the next one."""
    arrays = work.arrays
    found = [column for column, value in CLEAN.items() if not np.all(arrays.row[:, column] == value)]
    found += ["bins"] * (not np.all(arrays.bins == places.NONE)) + ["pairs"] * bool(np.any(arrays.pair))
    found += ["sums"] * (arrays.sums.tolist() != SUMS) + ["offers"] * int(arrays.offer[0, places.NEXT] != places.NONE)
    counters = enumerate(arrays.counter.tolist())
    return found + [f"counter {at}" for at, n in counters if n != COUNTERS.get(at, 0) and at not in LEFT_ALONE]


def with_room_for(work, size):
    """The workspace with tables for so few of everything that grows."""
    names = ("post", "post_key", "offer", "candidate", "contact", "event", "event_at", "order", "order_key", "case")
    smaller = {name: getattr(work.arrays, name)[: size + (name == "offer")].copy() for name in names}
    smaller |= {name: getattr(work.arrays, name)[:2].copy() for name in ("pair", "pair_count")}
    work.arrays = work.arrays._replace(tally=work.arrays.tally[:1].copy(), **smaller)
    return work


def lively_cases():
    return cases(kol_networks | any_networks(), most_days=3.0)


def lively_campaigns():
    return campaigns(st.builds(communities, st.just(60), st.integers(0, 2)) | any_networks(), most_days=3.0)


# -- clean, whatever happened


@given(lively_campaigns())
def test_a_workspace_is_clean_after_each_world(case):
    world = invented(case, 1)
    work = campaign.workspace(world)
    assert problems(work) == []
    outcome_of(case, work, world)
    assert problems(work) == []


@given(lively_campaigns(), st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=3))
def test_a_used_workspace_is_as_good_as_a_new_one(case, others):
    world = invented(case, 2)
    work = campaign.workspace(world)
    for replicate in others:
        outcome_of(case._replace(replicate=replicate), work, world)
    assert events_of(outcome_of(case, work, world)) == engine_events(case, world)


@given(st.sampled_from([60, 150]), parameters(most_days=2.0), parameters(most_days=2.0), st.integers(0, 9))
def test_worlds_that_share_a_workspace(accounts, setting, other, replicate):
    plan = Plan(np.array([0, 5], np.int32))
    first = busy_case(CLASSIC[0], replicate)._replace(network=communities(accounts, 0), plan=plan, setting=setting)
    second = first._replace(network=communities(accounts, 1), setting=other, item=Item(quality=0.9), seed=4)
    assert campaign.workspace_key(prepared(first)) == campaign.workspace_key(prepared(second))
    work = campaign.workspace(prepared(first))
    expected = engine_events(first)
    for case in (first, second, first):
        found = events_of(outcome_of(case, work))
    assert found == expected


@pytest.mark.parametrize("name", BUSY)
def test_busy_worlds_one_after_the_other(name):
    """A plan with pushes, one with seeds only, and again."""
    world, case = busy_world(name), busy_case(name, 0)
    work = campaign.workspace(world)
    other = case._replace(plan=Plan(np.array([1, 2], np.int32)))
    for one in (case, other, case):
        found = events_of(outcome_of(one, work, world))
        assert problems(work) == []
    assert found == busy_events(name, 0)


def test_threads_side_by_side():
    """Four threads over the same worlds, each with a workspace of its own, find what one finds alone."""
    jobs = [(name, replicate) for replicate in range(2) for name in BUSY] * 2

    def run(job):
        return events_of(outcome_of(busy_case(*job), world=busy_world(job[0])))

    for job in jobs:
        busy_events(*job)
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        assert list(threads.map(run, jobs)) == [busy_events(*job) for job in jobs]


# -- memory that grows


@given(lively_campaigns(), st.integers(1, 5))
def test_memory_that_grows_changes_nothing(case, size):
    world = invented(case, 3)
    work = with_room_for(campaign.workspace(world), size)
    assert events_of(outcome_of(case, work, world)) == engine_events(case, world)
    assert problems(work) == []


@pytest.mark.parametrize("name", BUSY)
def test_memory_does_grow(name):
    """The test above would say nothing if a few places were ever enough."""
    world = busy_world(name)
    work = with_room_for(campaign.workspace(world), 1)
    assert events_of(outcome_of(busy_case(name, 0), work, world)) == busy_events(name, 0)
    if busy_events(name, 0)["seen"][100:]:
        assert all(len(getattr(work.arrays, table)) > 16 for table in ("post", "offer", "contact", "event", "event_at"))
        assert len(work.arrays.candidate) >= 4
    _, orders = busy_events(name, 0)["events"].get("order_at", ("", []))
    if orders:
        assert len(work.arrays.order) >= len(orders) > 64
        assert len(work.arrays.pair) > 64


# -- the order of a list, and what always holds


@given(lively_campaigns(), st.randoms(use_true_random=False))
def test_the_order_of_a_plan_changes_nothing(case, shuffling):
    plan = case.plan
    plan = replace(plan, rules=())  # which name places in these lists
    lists = {name: list(getattr(plan, name)) for name in ("posts", "pushes", "levers")}
    for one in lists.values():
        shuffling.shuffle(one)
    turned = replace(plan, **{name: tuple(one) for name, one in lists.items()})
    world, case = invented(case, 4), case._replace(plan=plan)
    assert engine_events(case._replace(plan=turned), world) == engine_events(case, world)


def test_the_order_of_pushes_that_differ_in_little():
    """Two that start together, with the same item and the same money, for different people at different prices."""
    case = busy_case("a shop", 0)
    half, some = (np.array([account % part for account in range(60)], np.uint8) for part in (2, 3))
    usual = Push("ads", 1, 0.0, 90_000.0, 900, 2000)
    changes = [{}, {"cpm_cents": 900}, {"target": half}, {"target": some}, {"frequency_cap": 1}, {"retarget": True}]
    alike = tuple(replace(usual, **change) for change in changes)
    plans = [Plan(np.zeros(0, np.int32), case.plan.posts, pushes) for pushes in (alike, alike[::-1])]
    found = [engine_events(case._replace(plan=plan), busy_world("a shop")) for plan in plans]
    assert found[0] == found[1]
    assert len(set(found[0]["events"]["push_impressions"][1])) > 2


@given(lively_cases())
def test_seeds_in_any_order(case):
    world = prepared(case)
    raw = Plan(np.array(case.plan[::-1], np.int32))  # a plan that nobody put in order
    outcome = campaign.simulate(world, raw, world_key(case.seed, JUDGING, case.replicate), campaign.workspace(world))
    assert events_of(outcome) == engine_events(case, world)


@given(lively_cases())
def test_what_always_holds(case):
    events = engine_events(case)
    network, reached, posts = case.network, events["reached"], events["posts"]
    authors = {account for account, _, by in reached if by == -1}
    assert authors <= set(case.plan)
    assert [at for _, at, _ in reached] == sorted(at for _, at, _ in reached)
    assert len({account for account, _, _ in reached}) == len(reached)
    assert all(by == -1 or account in network.audience_of(by) for account, _, by in reached)
    sharers = [author for author, _, _, parent, *_ in posts if parent >= 0]
    assert len(set(sharers)) == len(sharers)
    assert not set(sharers) & authors, "an author counts as having shared"
    for author, _, _, parent, _, published, impressions, actions in posts:
        assert 0 <= published < case.setting.days * 24.0
        assert parent < 0 or (posts[parent][5] <= published and author in network.audience_of(posts[parent][0]))
        assert all(0 <= count <= impressions <= len(network.audience_of(author)) for count in actions)
    totals = np.sum([post[7] for post in posts], axis=0) if posts else np.zeros(len(ACTIONS))
    assert np.all(totals <= len(network)), "each action at most once an account"
    assert sum(post[6] for post in posts) == len(events["seen"]) >= len(reached) - len(authors)


# -- negative controls


KEPT = {
    **{f"column {column}": ("row", (slice(None), column)) for column in CLEAN},
    **{"the pairs": ("pair", slice(None)), "the free offers": ("offer", (0, places.NEXT))},
    **{f"counter {place}": ("counter", place) for place in (places.POSTS, places.SEEN, places.TICK, places.ORDERS)},
    **{f"counter {place}": ("counter", place) for place in (places.DAY_PASSED, places.TRACKING, places.ORIGINS)},
}


@pytest.mark.parametrize("what", KEPT)
def test_a_workspace_that_was_left_dirty_is_found(what, monkeypatch):
    """Cleaning without one of its steps."""
    name = "recommended"
    world = busy_world(name)
    work = campaign.workspace(world)
    whole = engine.clean
    table, part = KEPT[what]

    def all_but_one(arrays):
        before = np.array(getattr(arrays, table)[part])
        whole(arrays)
        getattr(arrays, table)[part] = before

    monkeypatch.setattr(engine, "clean", all_but_one)
    outcome_of(busy_case(name, 0), work, world)
    assert problems(work) != []


def test_a_workspace_that_was_stopped_in_the_middle_can_be_used_again():
    """A rule of the user's own that fails while sessions wait; what it leaves would break the memory of the next."""
    name = "recommended"
    world, case = busy_world(name), busy_case(name, 0)

    def fails(_, so_far):
        raise ZeroDivisionError

    work = campaign.workspace(world)
    plan = replace(case.plan, rules=(Rule(43200.0, fails),))
    with pytest.raises(ZeroDivisionError):
        outcome_of(case._replace(plan=plan), work, world)
    assert problems(work) == []
    used = events_of(outcome_of(case, work, world))
    assert used == events_of(outcome_of(case, campaign.workspace(world), world))
