"""What is bought for few accounts: who is shown it, in which order, and that the others cost nothing."""

import time

import numpy as np
import pytest
from campaign_scenes import events_of, key_of
from hypothesis import given
from hypothesis import strategies as st

from sim.jit import jit
from sim.models import campaign
from sim.models.campaign import clickers, places, state
from sim.models.campaign.parameters import CLICK
from sim.network import Network
from sim.world import OWNED, Item, Plan, PlannedPost, Push

DAY = 86400.0
FAN_COUNT = 3000
"""Followers of the one account that has any."""


# -- the line


@jit
def line_up(work, account, rank):
    """As the kernels do."""
    clickers.line_up(work, account, rank)


@jit
def take_next(work):
    """As the kernels do."""
    return clickers.take_next(work)


@given(st.lists(st.tuples(st.integers(0, 2**31 - 1), st.sampled_from([0.0, 0.25, 0.5]) | st.floats(0, 1)), max_size=60))
def test_the_line_is_in_order_of_rank_and_then_of_account(waiting):
    work = state.new_work(3, 1)
    for account, rank in waiting:
        line_up(work, account, rank)
    found = [take_next(work) for _ in waiting]
    assert found == [account for account, _ in sorted(waiting, key=lambda one: one[::-1])]
    assert work.counter[places.LINED_UP] == 0


# -- to whom


def fan_world(accounts, **parameters):
    """One account with many followers; nobody else follows anybody. The others are only there."""
    fans = np.arange(1, FAN_COUNT + 1)
    network = Network.from_edges(np.zeros(FAN_COUNT, np.int64), fans, accounts)
    settings = {"platform": {"ad_load": 0.3}, "inflow": 0.0, "sessions_spread": 0.0, "sessions_by_inflow": 0.0}
    settings |= {"quality_effect": 6.0}
    return campaign.prepare(network, campaign.Parameters(**settings | {"days": 1.0} | parameters), Item(quality=1.0), 5)


def fan_plan(*pushes):
    return Plan(np.zeros(0, np.int32), (PlannedPost(0, 0, OWNED, 0.0),), pushes)


def ads(**more):
    return Push(**{"channel": "ads", "item": 0, "start": 0.0, "end": DAY, "cents": 10**7, "cpm_cents": 100} | more)


def mask_of(count, accounts):
    found = np.zeros(count, np.uint8)
    found[list(accounts)] = 1
    return found


def shown_of(events):
    """(account, time) of each bought impression."""
    bought = events["seen_channel"] == places.ADS
    return list(zip(events["seen_account"][bought].tolist(), events["seen_at"][bought].tolist(), strict=True))


def test_a_push_aimed_at_all_is_a_push_at_all():
    world = fan_world(4000)
    everybody = events_of(world, fan_plan(ads(cents=3000)))
    aimed = events_of(world, fan_plan(ads(cents=3000, target=mask_of(4000, range(4000)))))
    assert shown_of(everybody) == shown_of(aimed)
    assert len(shown_of(aimed)) > 1000


def test_a_push_aimed_at_nobody():
    assert shown_of(events_of(fan_world(4000), fan_plan(ads(target=mask_of(4000, []))))) == []


@pytest.mark.parametrize("retarget", [False, True])
def test_who_opted_out_is_not_aimed_at(retarget):
    world = fan_world(4000, opt_out=0.5)
    target = None if retarget else mask_of(4000, range(2000))
    shown = {account for account, _ in shown_of(events_of(world, fan_plan(ads(target=target, retarget=retarget))))}
    assert len(shown) > 20
    assert not world.kernel.person[0, sorted(shown), places.OPTED_OUT].any()
    alike = fan_world(4000)
    others = {account for account, _ in shown_of(events_of(alike, fan_plan(ads(target=target, retarget=retarget))))}
    assert world.kernel.person[0, sorted(others), places.OPTED_OUT].any()


def clicked_before(events):
    """(account, time) -> whether the account had clicked by then."""
    clicks = events["act_action"] == CLICK
    first = dict(
        zip(events["act_account"][clicks][::-1].tolist(), events["act_at"][clicks][::-1].tolist(), strict=True)
    )
    return lambda account, at: first.get(account, np.inf) <= at


def test_retargeting_within_a_target():
    target = mask_of(4000, range(0, 4000, 2))
    events = events_of(fan_world(4000), fan_plan(ads(target=target, retarget=True)))
    was_there, shown = clicked_before(events), shown_of(events)
    assert len(shown) > 50
    assert all(target[account] and was_there(account, at) for account, at in shown)


@given(st.integers(0, 99), st.integers(1, 20), st.integers(1, 9), st.integers(6, 23))
def test_more_money_reaches_all_that_less_money_reached(replicate, less, times, hour):
    """In the first slot in which anything is bought."""
    world, start = fan_world(4000), hour * 3600.0
    found = []
    for count in (less, less * times):
        push = ads(start=start, end=start + 300.0, cents=count, cpm_cents=1000, retarget=True)
        found.append(shown_of(events_of(world, fan_plan(push), replicate)))
    fewer, more = found
    assert more[: len(fewer)] == fewer


def test_one_more_in_the_line_changes_nobody_elses_turn():
    world, start = fan_world(4000), 20 * 3600.0
    found = []
    for who in (range(0, 4000, 2), range(4000)):
        push = ads(start=start, end=start + 300.0, target=mask_of(4000, who), retarget=True)
        found.append([account for account, _ in shown_of(events_of(world, fan_plan(push)))])
    some, everybody = found
    assert some == [account for account in everybody if account % 2 == 0]
    assert len(everybody) > len(some) > 5
    assert some != sorted(some)


# -- what it costs


AIMED = {
    "retargeting": lambda accounts: ads(retarget=True),
    "a segment": lambda accounts: ads(target=mask_of(accounts, range(FAN_COUNT))),
    "a boost for a segment": lambda accounts: ads(channel="boost", target=mask_of(accounts, range(FAN_COUNT, 6000))),
}
"""More money than they can take, so that in each slot all are looked at."""


@pytest.mark.parametrize("name", AIMED)
def test_accounts_that_are_not_aimed_at_cost_nothing(name):
    small, large = 20_000, 200_000
    worlds = {accounts: fan_world(accounts) for accounts in (small, large)}
    plans = {accounts: fan_plan(AIMED[name](accounts)) for accounts in worlds}
    works = {accounts: campaign.workspace(worlds[accounts]) for accounts in worlds}
    took, shown = {small: [], large: []}, {}
    for replicate in range(4):
        for accounts in worlds:
            began = time.thread_time()
            outcome = campaign.simulate(worlds[accounts], plans[accounts], key_of(replicate), works[accounts])
            took[accounts].append(time.thread_time() - began)
            shown[accounts] = int(outcome.events["push_impressions"][0])
    assert shown[small] > 30
    assert abs(shown[large] / shown[small] - 1.0) < 0.1, "not the same work"
    assert min(took[large]) < 3.0 * min(took[small])


def test_accounts_that_are_aimed_at_do_cost():
    """The control of the test above."""
    took = []
    for accounts in (20_000, 200_000):
        world = fan_world(accounts, days=0.02)
        plan, work = fan_plan(ads(target=mask_of(accounts, range(accounts)))), campaign.workspace(world)
        for _ in range(2):
            began = time.thread_time()
            campaign.simulate(world, plan, key_of(0), work)
            last = time.thread_time() - began
        took.append(last)
    assert took[1] > 5.0 * took[0]
