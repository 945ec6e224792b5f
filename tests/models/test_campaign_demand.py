"""Baseline demand follows the price and the interest in the product's topics, as far as the product says so."""

import numpy as np
import pytest
from campaign_scenes import ERRORS, key_of, network_of

from sim.models import campaign
from sim.models.campaign import making, people
from sim.models.campaign.product import Product
from sim.network import Network, NetworkError
from sim.segments import interests_of, segment_of
from sim.world import OWNED, Item, Plan, PlannedPost, plan_of_seeds

ELASTICITY = 2.62
"""Of who is as sensitive as usual (.5), where ``price_effect`` is twice as much."""
AUDIENCE = {
    "young": {"share": 0.3, "demand": 2.0, "price_sensitivity": 0.9, "interests": {"food": 0.9}},
    "careless": {"share": 0.3, "price_sensitivity": 0.0},
}
NETWORK = network_of(2000)


def kernel(product, **parameters):
    """The engine's world: a product among the accounts of one network."""
    given = campaign.Parameters(product=product, **parameters)
    return making.worlds_of(NETWORK, given, (Item(),), 7)[0]


def demand(product, **parameters):
    """Orders of each account a day without a campaign."""
    return kernel(product, **parameters).person[:, making.places.DEMANDS].astype(np.float64)


@pytest.mark.parametrize("audience", [{}, AUDIENCE])
@pytest.mark.parametrize(
    "neutral",
    [
        {"price_effect": 5.0},
        {"price_effect": 5.0, "usual_price": 80.0},
        {"usual_price": 20.0},
        {"topics": ("food",)},
        {"interest_effect": 0.9},
    ],
)
def test_what_is_neutral_changes_no_byte(audience, neutral):
    usual, found = (kernel({"order_value": 80.0, **more}, audience=audience) for more in ({}, neutral))
    assert found.person.tobytes() == usual.person.tobytes()
    assert found.numbers.tobytes() == usual.numbers.tobytes()


@pytest.mark.parametrize("price", [10.0, 90.0, 100.0, 1000.0])
def test_demand_falls_with_a_power_of_the_price_by_segment(price):
    product = {"order_value": price, "usual_price": 100.0, "price_effect": 2.0 * ELASTICITY}
    before = demand({"order_value": price}, audience=AUDIENCE)
    ratio = demand(product, audience=AUDIENCE) / before
    segment = segment_of(NETWORK, campaign.Parameters(audience=AUDIENCE).audience, 7)
    for place, sensitivity in ((0, 0.9), (1, 0.0), (-1, 0.5)):
        assert ratio[segment == place] == pytest.approx((price / 100.0) ** (-2.0 * ELASTICITY * sensitivity), rel=1e-6)


def test_interest_moves_who_orders_and_keeps_the_mean():
    product = {"orders_a_day": 0.01, "topics": ("food", "sport")}
    even, keen = demand(product), demand({**product, "interest_effect": 0.7})
    assert keen.mean() == pytest.approx(0.01, rel=1e-6)
    assert even.mean() == pytest.approx(0.01, rel=1e-6)
    match = people.matches(NETWORK, Item(topics=product["topics"])).astype(np.float64)
    steps = np.diff(np.log(keen / even)[np.argsort(match)])
    assert steps == pytest.approx(0.7 * np.diff(np.sort(match)), abs=1e-5), "a factor of .7 a standard deviation"
    assert np.corrcoef(match, keen)[0, 1] > 0.3 > abs(np.corrcoef(match, even)[0, 1])


def test_a_segment_has_interests_in_the_product_of_its_own():
    product = {"topics": ("food",), "interest_effect": 0.7}
    audience = campaign.Parameters(audience=AUDIENCE).audience
    segment = segment_of(NETWORK, audience, 7)
    match = people.matches(NETWORK, Item(topics=("food",)), interests_of(NETWORK, audience, segment))
    moved = np.log(demand(product, audience=AUDIENCE) / demand({}, audience=AUDIENCE))
    assert moved - moved.mean() == pytest.approx(0.7 * (match - match.mean(dtype=np.float64)), abs=1e-5)


def test_an_effect_beyond_all_reason_gives_numbers():
    """One account alone is interested, and is not there: its exponent is no one's."""
    n = 4000
    interests = np.tile(np.array([[0.0, 1.0]], np.float32), (n, 1))
    interests[0], interests[1] = (1.0, 0.0), (0.5, 0.5)
    member = np.ones(n, np.uint8)
    for absent in (0, 2):
        member[:], member[absent] = 1, 0
        ring = Network.from_edges(
            range(n),
            [*range(1, n), 0],
            n,
            attributes={"interests": interests, "member": member},
            about={"topics": ["food", "sport"]},
        )
        given = campaign.Parameters(product={"topics": ("food",), "interest_effect": 10.0, "orders_a_day": 0.01})
        found = making.worlds_of(ring, given, (Item(),), 7)[0].person[:, making.places.DEMANDS].astype(np.float64)
        assert np.isfinite(found).all()
        assert found.mean() == pytest.approx(0.01, rel=1e-5)
        assert found[absent] == 0.0
        assert found.argmax() == (1 if absent == 0 else 0)


# -- orders


def orders(product, plan=None, days=4, replicates=20, **parameters):
    """In each replicate: orders without the campaign, and those of the contacts that are or are not its work."""
    given = campaign.Parameters(days=days, product={"orders_a_day": 0.01, **product}, **parameters)
    world = campaign.prepare(NETWORK, given, (Item("post", 0.9),), 7)
    work, rows = campaign.workspace(world), []
    for replicate in range(replicates):
        events = campaign.simulate(world, plan or plan_of_seeds([], NETWORK), key_of(replicate), work).events
        brought = int((events["order_incremental"] == 1).sum())
        rows.append((float(events["baseline_orders"][0]), brought, len(events["order_account"]) - brought))
    return np.array(rows)


def falls_as(product, exponent):
    """By how many standard errors orders at this price differ from a power of it, and that error beside the ratio."""
    usual, found = (orders(more)[:, 0] for more in ({}, product))
    per_head = product["order_value"] / product["usual_price"]
    means = usual.mean() * per_head**-exponent
    error = np.sqrt(means / len(found) + (means / usual.mean()) ** 2 * usual.mean() / len(usual))
    return (found.mean() - means) / error, error / means


@pytest.mark.parametrize("price", [60.0, 150.0])
def test_orders_fall_with_a_power_of_the_price(price):
    product = {"order_value": price, "usual_price": 100.0, "price_effect": 2.0 * ELASTICITY}
    off, precision = falls_as(product, ELASTICITY)
    assert precision < 0.06
    assert abs(off) < ERRORS
    wrong, _ = falls_as(product, 1.7)
    assert abs(wrong) > ERRORS, "another power is told from it"


def test_orders_at_a_lower_price_are_those_at_a_higher_one_and_more():
    """The same draw decides at each price: nobody orders less because it is cheaper."""
    prices = [200.0, 100.0, 50.0]
    found = [orders({"order_value": price, "usual_price": 100.0, "price_effect": 3.0})[:, 0] for price in prices]
    assert (np.diff(found, axis=0) >= 0).all()
    assert found[0].sum() < found[1].sum() < found[2].sum()


def test_an_order_that_would_have_come_at_this_price_is_not_brought_by_the_plan():
    """With a campaign that moves nobody, no order is its work, however cheap the product is."""
    plan = Plan(np.zeros(0, np.int64), tuple(PlannedPost(v, 0, OWNED, 0.0) for v in range(40)))
    still = {"goodwill_effect": 0.0, "expectation_effect": 0.0, "lead_rate": 0.0, "known": 1.0}
    cheap = {**still, "order_value": 50.0, "usual_price": 100.0, "price_effect": 2.0 * ELASTICITY}
    relations = {"attitude_demand": 0.0, "praise_rate": 0.0, "complaint_rate": 0.0}
    rows = orders(cheap, plan, relations=relations)
    assert rows[:, 1].sum() == 0
    assert rows[:, 2].sum() > 100
    moved = orders({**cheap, "goodwill_effect": 2.0}, plan, relations=relations)
    assert moved[:, 1].sum() > 20
    assert (moved[:, 0] == rows[:, 0]).all(), "the baseline is that of the price, with or without goodwill"


def test_clicks_lead_to_orders_as_at_any_price():
    """The price moves demand alone; discounts move who clicks."""
    dear = {"order_value": 400.0, "usual_price": 100.0, "price_effect": 6.0}
    usual, found = kernel({"order_value": 400.0}), kernel(dear)
    differ = np.flatnonzero((usual.person != found.person).any(axis=0))
    assert differ.tolist() == [making.places.DEMANDS]
    assert found.numbers.tobytes() == usual.numbers.tobytes()


# -- bad input


@pytest.mark.parametrize("price", [0.0, -3.0, np.nan, np.inf])
def test_a_usual_price_is_positive(price):
    with pytest.raises(ValueError, match="usual_price"):
        Product(usual_price=price)


def test_a_price_is_near_the_usual_one():
    with pytest.raises(ValueError, match=r"order_value is 1000; with a usual_price of 1 it must be 0\.01 to 100"):
        Product(order_value=1000.0, usual_price=1.0)
    assert Product(order_value=100.0, usual_price=1.0).usual_price == 1.0


def test_topics_are_the_networks():
    with pytest.raises(
        NetworkError, match=r"^product has the topic 'cars', which this network does not know; allowed: food"
    ):
        demand({"topics": ("cars",)})
    nobody = Network.from_edges([0], [1], 2)
    given = campaign.Parameters(product={"topics": ("food",)})
    with pytest.raises(NetworkError, match=r"^product has topics, but the accounts of this network have no interests"):
        making.worlds_of(nobody, given, (Item(),), 7)
