"""What the campaign's engine leaves behind, and what its results must not depend on."""

import numpy as np
import pytest
from campaign_cases import (
    any_networks,
    busy_case,
    cases,
    communities,
    engine_events,
    events_of,
    kol_networks,
    outcome_of,
    parameters,
)
from hypothesis import given
from hypothesis import strategies as st

from sim.models import campaign
from sim.models.campaign import engine, state
from sim.models.campaign.days import NEVER
from sim.models.campaign.parameters import ACTIONS
from sim.randomness import JUDGING, world_key
from sim.world import Item, Plan, plan_of_seeds

CLEAN = {
    **{"active": 0, "done": 0, "proof": 0, "inbox": state.NONE, "when": NEVER},
    **{"number": state.NONE, "bins": state.NONE},
}
COUNTERS = {state.OFFERS: 1, state.BIN: state.NONE}


def is_clean(work):
    """Nothing of the last world can reach the next one."""
    tables = all(np.all(getattr(work.arrays, name) == value) for name, value in CLEAN.items())
    counters = [COUNTERS.get(place, 0) for place in range(state.COUNTERS)]
    return tables and work.arrays.counter.tolist() == counters and work.arrays.offer_next[0] == state.NONE


def with_room_for(work, posts, offers, candidates):
    """The workspace with tables of this size."""
    sizes = dict.fromkeys(state.BY_POST, posts)
    sizes |= dict.fromkeys(state.BY_OFFER, offers) | dict.fromkeys(state.BY_CANDIDATE, candidates)
    work.arrays = work.arrays._replace(**{name: getattr(work.arrays, name)[:n].copy() for name, n in sizes.items()})
    return work


def lively_cases():
    return cases(kol_networks | any_networks(), most_days=3.0)


@given(lively_cases())
def test_a_workspace_is_clean_after_each_world(case):
    world = campaign.prepare(*case[:1], case[2], case[3], case[4])
    work = campaign.workspace(world)
    assert is_clean(work)
    outcome_of(case, work, world)
    assert is_clean(work)


@given(lively_cases(), st.integers(1, 3), st.integers(2, 9), st.integers(1, 3))
def test_memory_that_grows_changes_nothing(case, posts, offers, candidates):
    work = with_room_for(campaign.workspace(campaign.prepare(case[0], case[2])), posts, offers, candidates)
    assert events_of(outcome_of(case, work)) == engine_events(case)
    assert is_clean(work)


def test_memory_does_grow():
    """The test above would say nothing if three posts were ever enough."""
    case = busy_case("little attention", 0)
    work = with_room_for(campaign.workspace(campaign.prepare(case[0], case[2])), 1, 2, 1)
    assert events_of(outcome_of(case, work)) == engine_events(case)
    assert len(work.arrays.author) > 64
    assert len(work.arrays.offer_post) > 64
    assert len(work.arrays.candidates) >= 4


@given(lively_cases(), st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=3))
def test_a_used_workspace_is_as_good_as_a_new_one(case, others):
    world = campaign.prepare(case[0], case[2], case[3], case[4])
    work = campaign.workspace(world)
    for replicate in others:
        outcome_of((*case[:5], replicate), work, world)
    assert events_of(outcome_of(case, work, world)) == engine_events(case)


@given(st.sampled_from([60, 150]), parameters(most_days=2.0), parameters(most_days=2.0), st.integers(0, 9))
def test_worlds_that_share_a_workspace(accounts, setting, other, replicate):
    first = (communities(accounts, 0), [0, 5], setting, Item(), 3, replicate)
    second = (communities(accounts, 1), [7, 2], other, Item(quality=0.9), 4, replicate)
    work = campaign.workspace(campaign.prepare(first[0], setting))
    expected = engine_events(first)
    for case in (first, second, first):
        found = events_of(outcome_of(case, work))
    assert found == expected


@given(lively_cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_seeds_changes_nothing(case, shuffling):
    network, seeds, setting, item, seed, replicate = case
    turned = list(seeds)
    shuffling.shuffle(turned)
    world = campaign.prepare(network, setting, item, seed)
    key, work = world_key(seed, JUDGING, replicate), campaign.workspace(world)
    reached, posts = events_of(campaign.simulate(world, plan_of_seeds(turned, network), key, work))
    assert (reached, posts) == engine_events(case)
    raw = campaign.simulate(world, Plan(np.array(turned, np.int32)), key, work)  # a plan that nobody put in order
    found, renumbered = events_of(raw)
    assert found == reached
    assert sorted(post[2:] + post[:1] for post in renumbered) == sorted(post[2:] + post[:1] for post in posts)


@given(lively_cases())
def test_what_always_holds(case):
    network, seeds, setting, *_ = case
    reached, posts = engine_events(case)
    authors = {account for account, _, by in reached if by == -1}
    assert authors <= set(seeds)
    assert [at for _, at, _ in reached] == sorted(at for _, at, _ in reached)
    assert len({account for account, _, _ in reached}) == len(reached)
    assert all(by == -1 or account in network.audience_of(by) for account, _, by in reached)
    sharers = [author for author, parent, *_ in posts if parent >= 0]
    assert len(set(sharers)) == len(sharers)
    assert not set(sharers) & authors, "an author counts as having shared"
    for author, parent, published, impressions, actions in posts:
        assert 0 <= published < setting.days * 24.0
        assert parent < 0 or (posts[parent][2] <= published and author in network.audience_of(posts[parent][0]))
        assert all(0 <= count <= impressions <= len(network.audience_of(author)) for count in actions)
    totals = np.sum([post[4] for post in posts], axis=0) if posts else np.zeros(len(ACTIONS))
    assert np.all(totals <= len(network)), "each action at most once an account"
    assert sum(post[3] for post in posts) >= len(reached) - len(authors)


@pytest.mark.parametrize("name", [*sorted(CLEAN.keys() - {"bins"}), "counter"])  # bins are empty at the end anyway
def test_a_workspace_that_was_left_dirty_is_found(name, monkeypatch):
    """Cleaning without one of its steps."""
    case = busy_case("little attention", 0)
    world = campaign.prepare(case[0], case[2], case[3], case[4])
    work = campaign.workspace(world)
    whole = engine.clean

    def all_but_one(arrays):
        before = getattr(arrays, name).copy()
        whole(arrays)
        getattr(arrays, name)[:] = before

    monkeypatch.setattr(engine, "clean", all_but_one)
    outcome_of(case, work, world)
    assert not is_clean(work)
