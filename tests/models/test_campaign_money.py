"""Money and orders: what is spent is what was bought, each stage comes of the one before, nothing comes of nothing."""

import numpy as np
import pytest
from campaign_scenes import CELL, events_of, full_plan, key_of, kols, new_world, plan_of, world_of
from hypothesis import example, given
from hypothesis import strategies as st

from sim.arithmetic import exp
from sim.models.campaign import places
from sim.models.campaign.parameters import CLICK
from sim.models.campaign.plan_rows import push_order
from sim.models.campaign.product import Product
from sim.models.campaign.relations import Relations
from sim.randomness import DEMAND, coin_threshold, draw_int
from sim.world import OWNED, PAID, Push

DAY_SECONDS = 86400.0

# -- without a plan


def own_orders(world, replicate):
    """Who would buy on which day without any campaign: coins of (account, day), in plain Python."""
    found = set()
    for account, demand in enumerate(world.kernel.on(0).person[:, places.DEMANDS].astype(float).tolist()):
        threshold = coin_threshold(1.0 - exp(-demand))
        for day in range(int(world.parameters.days)):
            if draw_int(key_of(replicate), DEMAND, account, day) >> 32 <= threshold:
                found.add((account, day))
    return found


def test_without_a_plan_nobody_is_reached_and_orders_are_the_baseline():
    world = world_of("x_2026", sells=True)
    events = events_of(world, plan_of(world.network))
    assert len(events["reached"]) == 0
    for name in ("post_author", "seen_account", "act_account", "order_account", "lead_account", "contact_account"):
        assert len(events[name]) == 0, name
    expected = own_orders(world, 0)
    assert events["baseline_orders"].tolist() == [len(expected)]
    assert len(expected) > 100
    assert events["baseline_cents"][0] > 1000 * len(expected)


def test_a_plan_changes_no_baseline():
    world = world_of("x_2026", sells=True)
    without, with_plan = (events_of(world, plan) for plan in (plan_of(world.network), full_plan(world.network)))
    assert len(with_plan["reached"]) > 100
    for name in ("baseline_orders", "baseline_cents"):
        assert without[name].tobytes() == with_plan[name].tobytes()


# -- orders of contacts


def orders_of(events):
    return {(int(a), round(t / 24) - 1) for a, t in zip(events["order_account"], events["order_at"], strict=True)}


def test_goodwill_without_effect_and_no_clicks_leave_contacts_their_own_orders():
    """Whoever met the campaign buys what he would have bought, on each day from the one on which he met it."""
    product = CELL["product"].model_copy(
        update={"goodwill_effect": 0.0, "lead_rate": 0.0, "expectation_effect": 0.0, "delivery_days": 9.0}
    )
    relations = Relations(attitude_demand=0.0)
    world = world_of("chronological with ads", product=product, days=5.0, relations=relations)
    events = events_of(world, full_plan(world.network, days=5))
    own, found = own_orders(world, 0), orders_of(events)
    contacts = set(events["contact_account"].tolist())
    assert len(found) == len(events["order_account"]) > 50
    assert found <= {(account, day) for account, day in own if account in contacts}
    first = {}
    for account, at in zip(events["seen_account"].tolist(), events["seen_at"].tolist(), strict=True):
        first.setdefault(account, int(at // 24))
    assert {(account, day) for account, day in own if first.get(account, 99) <= day} <= found
    assert not events["order_incremental"].any()
    assert not len(events["lead_account"])


def test_goodwill_brings_orders_beyond_the_baseline_and_only_those_are_incremental():
    product = CELL["product"].model_copy(update={"goodwill_effect": 3.0, "lead_rate": 0.0})
    world = world_of("chronological with ads", product=product, days=5.0)
    events = events_of(world, full_plan(world.network, days=5))
    own = own_orders(world, 0)
    more = events["order_incremental"] == 1
    assert more.sum() > 20
    orders = [(int(a), round(t / 24) - 1) for a, t in zip(events["order_account"], events["order_at"], strict=True)]
    assert all((order in own) != bool(new) for order, new in zip(orders, more, strict=True))


# -- each stage comes of the one before


def set_of(*columns):
    return set(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize("platform", ["x_2026", "chronological with ads"])
def test_each_stage_is_a_part_of_the_one_before(platform):
    world = world_of(platform, sells=True)
    for replicate in range(3):
        events = events_of(world, full_plan(world.network), replicate)
        clicks, through = events["act_action"] == CLICK, events["order_post"] >= 0
        seen = set_of(events["seen_account"], events["seen_post"])
        bad = np.flatnonzero(events["post_kind"][events["post_origin"]] == places.COMPLAINT)
        acted = set_of(events["act_account"], events["act_post"])
        clicked = set_of(events["act_account"][clicks], events["act_post"][clicks])
        leads = set_of(events["lead_account"], events["lead_post"])
        bought = set_of(events["order_account"][through], events["order_post"][through])
        assert acted <= seen
        assert leads <= clicked
        assert bought <= clicked
        assert len(bought) >= 1
        assert len(leads) > 2
        planned = set(events["post_author"][np.isin(events["post_kind"], (OWNED, PAID))].tolist())
        assert set(events["reached"].tolist()) == {account for account, post in seen if post not in bad} | planned
        actions = [events["act_account"], events["post_item"][events["act_post"]], events["act_action"]]
        assert len(set_of(*actions)) == len(events["act_account"]), "each action at most once an item"


def test_the_posts_counters_are_the_sums_of_the_events():
    world = world_of("x_2026", sells=True)
    events = events_of(world, full_plan(world.network), 3)
    counted = np.bincount(events["seen_post"], minlength=len(events["post_author"]))
    assert counted.tolist() == events["post_impressions"].tolist()
    table = np.zeros_like(events["post_actions"])
    np.add.at(table, (events["act_post"], events["act_action"].astype(int)), 1)
    assert table.tolist() == events["post_actions"].tolist()
    assert sorted(events["seen_at"].tolist()) == events["seen_at"].tolist()
    assert sorted(events["act_at"].tolist()) == events["act_at"].tolist()


# -- the ledger


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["boost", "ads"]),
            st.integers(0, 1),
            st.floats(0, 48),
            st.floats(0.01, 60),
            st.integers(0, 20_000),
            st.integers(1, 30_000),
            st.integers(1, 4),
        ),
        max_size=5,
    ),
    st.sampled_from([None, 777.0, 1000.0, 2500.0, 1e6]),
)
@example(
    drawn=[("boost", 0, 0.0, 1.0, 0, 1, 1), ("boost", 0, 0.0, 1.0, 1, 2, 1), ("boost", 1, 0.0, 1.0, 0, 2, 1)],
    represents=None,
)
def test_what_is_spent_is_the_price_of_what_was_bought_and_never_more_than_there_is(drawn, represents):
    world = world_of("chronological with ads", 1000, days=2.0, represents=represents)
    pushes = [
        Push(channel, item, first * 3600.0, (first + long) * 3600.0, cents, cpm, frequency_cap=cap)
        for channel, item, first, long, cents, cpm, cap in drawn
    ]
    first, second = kols(world.network, 2)
    plan = plan_of(world.network, [(first, 0, OWNED, 0.0), (second, 1, OWNED, 5.0)], pushes)
    events = events_of(world, plan)
    ordered = [pushes[place] for place in push_order(world, plan)]
    shown, spent = events["push_impressions"].tolist(), events["push_spent"].tolist()
    people = (represents or len(world.network)) / len(world.network)
    for push, count, cents in zip(ordered, shown, spent, strict=True):
        assert abs(cents - count * push.cpm_cents * people / 1000) <= 0.5 + 1e-6
        assert cents <= push.cents
    assert events["unspent_cents"].tolist() == [sum(push.cents for push in pushes) - sum(spent)]
    for channel, name in ((places.BOOST, "boost"), (places.ADS, "ads")):
        bought = sum(count for push, count in zip(ordered, shown, strict=True) if push.channel == name)
        assert bought == (events["seen_channel"] == channel).sum()


def test_money_that_can_be_spent_is_spent():
    world = world_of("chronological with ads", sells=True)
    push = Push("ads", 0, 0.0, 5 * DAY_SECONDS, 4000, 2000)
    events = events_of(world, plan_of(world.network, pushes=[push]))
    assert events["push_impressions"].tolist() == [2000]
    assert events["push_spent"].tolist() == [4000]


@pytest.mark.parametrize("days", [1.0, 2.5, 7.0])
def test_days_that_pass_are_those_of_the_baseline(days):
    """A campaign that reaches all in its first hours sells in the days after it, and in no day after the end."""
    world = new_world("chronological with ads", 1000, days=days, product=Product(orders_a_day=1.0, lead_rate=0.0))
    author = int(np.argmax(world.network.followers))
    events = events_of(world, plan_of(world.network, [(author, 0, OWNED, 0.0)]))
    found = {int(day) for day in np.unique(np.round(events["order_at"] / 24))}
    assert found == set(range(1, int(days) + 1))
