"""Between a click and its order: who arrives, how long leads think it over, and which offers hold then."""

import functools
from dataclasses import replace

import numpy as np
import pytest
from campaign_scenes import ERRORS, as_bytes, events_of, full_plan, new_world

from sim.levers import Offer
from sim.models.campaign.parameters import CLICK
from sim.models.campaign.product import Product
from sim.models.campaign.relations import Relations
from sim.world import Item

QUIET = Relations(praise_rate=0.0, complaint_rate=0.0, attitude_demand=0.0, repurchase=1.0)
"""Orders that change nothing that anybody sees."""
DAYS = 5.0


@functools.cache
def world_with(product):
    """Good content, on which many click."""
    sold, items = Product(**dict(product)), (Item("one", quality=1.0), Item("two", quality=1.0))
    more = {"days": DAYS, "relations": QUIET, "quality_effect": 6.0}
    return new_world("chronological with ads", content=items, product=sold, **more)


def told(replicate=0, levers=(), **product):
    """A campaign in which many click."""
    usual = {"orders_a_day": 0.0, "lead_rate": 0.9, "order_rate": 1.0, "delivery_days": 90.0}
    world = world_with(tuple(sorted({**usual, **product}.items())))
    return events_of(world, replace(full_plan(world.network, days=DAYS), levers=levers), replicate)


def pairs(events, name):
    return list(zip(events[f"{name}_account"].tolist(), events[f"{name}_post"].tolist(), strict=True))


def several(worlds=6, **product):
    """Hours from click to order, over some worlds, with who is still underway."""
    waits, late = [], 0
    for replicate in range(worlds):
        events = told(replicate, **product)
        clicked = dict(zip(pairs(events, "lead"), events["lead_at"].tolist(), strict=True))
        orders = zip(pairs(events, "order"), events["order_at"].tolist(), strict=True)
        waits += [at - clicked[who] for who, at in orders]
        late += len(events["underway_at"])
    return np.array(waits), late


def test_by_default_all_arrive_and_decide_at_once():
    events = told()
    clicks = events["act_action"] == CLICK
    visits = list(zip(events["act_account"][clicks].tolist(), events["act_post"][clicks].tolist(), strict=True))
    assert pairs(events, "visit") == visits
    assert len(visits) > 100
    assert not len(events["underway_at"])
    assert pairs(events, "order") == pairs(events, "lead")
    assert events["order_at"].tobytes() == events["lead_at"].tobytes()
    assert as_bytes(told(order_delay_spread=3.0)) == as_bytes(events), "no time has no spread"


@pytest.mark.parametrize("rate", [0.0, 0.3, 0.8])
def test_so_many_clicks_arrive(rate):
    arrived = clicked = 0
    for replicate in range(6):
        events, all_of_them = told(replicate, visit_rate=rate), told(replicate)
        assert set(pairs(events, "lead")) <= set(pairs(events, "visit")) <= set(pairs(all_of_them, "visit"))
        assert [who for who in pairs(all_of_them, "lead") if who in {*pairs(events, "visit")}] == pairs(events, "lead")
        arrived, clicked = arrived + len(events["visit_at"]), clicked + len(all_of_them["visit_at"])
    error = np.sqrt(max(rate * (1 - rate), 1e-9) / clicked)
    assert error < 0.03
    assert abs(arrived / clicked - rate) <= ERRORS * error


def test_leads_are_the_same_and_each_orders_once_or_is_underway():
    at_once, later = told(), told(order_delay_hours=20.0, order_delay_spread=1.0)
    assert pairs(at_once, "lead") == pairs(later, "lead")
    assert at_once["lead_at"].tobytes() == later["lead_at"].tobytes()
    ordered, underway = pairs(later, "order"), pairs(later, "underway")
    assert len(set(ordered)) == len(ordered) > 20
    assert len(set(underway)) == len(underway) > 20
    assert sorted(ordered + underway) == sorted(pairs(later, "lead"))
    assert np.all(np.diff(later["order_at"]) >= 0)
    assert np.all(np.diff(later["underway_at"]) >= 0)
    assert later["order_at"].max() < DAYS * 24 <= later["underway_at"].min()


@pytest.mark.parametrize("hours", [1.0, 2.0])
def test_the_median_and_the_spread_of_the_time(hours):
    waits, late = several(order_delay_hours=hours, order_delay_spread=0.7)
    assert late < 0.02 * len(waits)
    logs = np.log(waits)
    error = 0.7 * np.sqrt(np.pi / 2 / len(logs))  # of the median of a normal law
    assert error < 0.05
    assert abs(np.median(logs) - np.log(hours)) < ERRORS * error + 0.02
    assert abs(logs.std() - 0.7) < ERRORS * 0.7 / np.sqrt(2 * len(logs)) + 0.02
    assert abs(np.median(logs) - np.log(3.0 - hours)) > ERRORS * error + 0.02, "the other median is told apart"


def test_the_offer_of_the_second_of_the_order_holds():
    """Half the price, up to noon of the third day."""
    until = 2.5 * 86400.0
    more = {"order_delay_hours": 8.0, "order_spread": 0.0, "discount_effect": 0.0}
    events = told(levers=(Offer(-1, 0.0, until, 0.5),), **more)
    cheap = events["order_cents"] == 5000
    in_time = events["order_at"] * 3600 < until
    assert cheap.tolist() == in_time.tolist()
    assert 20 < cheap.sum() < len(cheap) - 20
    clicked = dict(zip(pairs(events, "lead"), events["lead_at"].tolist(), strict=True))
    missed = [
        clicked[who] * 3600 < until for who, early in zip(pairs(events, "order"), in_time, strict=True) if not early
    ]
    assert sum(missed) > 5, "some had clicked while the offer held"
