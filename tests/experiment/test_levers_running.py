"""A campaign's file with every action, from the first world to the verdict: money adds up, rules do what they say."""

import numpy as np
import pytest

from sim.experiment import compare
from sim.experiment.judging import people_of
from sim.experiment.making import Workshop
from sim.models import campaign
from sim.randomness import JUDGING, world_key
from sim.scenario import from_text

pytestmark = pytest.mark.skipif(not hasattr(campaign, "lever_order"), reason="the model reads no levers")

TEXT = """\
name: t
seed: 7
currency: CNY
model: campaign
horizon: 8 days
network: {generator: kol_communities, accounts: 500, represents: 50000}
platform: {preset: x_2026, tick_minutes: 60, ad_load: .2}
product: {order_value: 60, orders_a_day: .05, delivery_days: 1, quality: .3}
brand: 7
opt_out: 30%
occasions:
  rumours: [{at: day 2, accounts: 20}]
  failures: [{at: day 1..3}]
  competitors: [{at: day 2..4, accounts: 3}]
content:
  diary: {cost: 50}
  film: {format: video, quality: 1, utility: 1, arousal: .9}
  show: {format: live, lasts_hours: 3}
plans:
  nobody: {actions: []}
  relations:
    actions:
      - post: {item: diary, at: day 1..7, every: 1 day}
      - ads: {item: film, spend: 3000, cpm: 20, at: day 1..3}
      - community: {offer: 2, spend: 4000, push: every 1 day, item: diary, at: day 1..7}
      - push: {item: film, at: day 3 20:00}
      - care: {staff: 2, per_hour: 30, wage: 1, at: day 1..7, comments: true}
      - insight: {cost: 10, at: day 2, delay: 1 day, gain: .3}
      - crisis: {threshold: 3, delay: 1 h, kind: compensation, cost: 20}
  promotions:
    actions:
      - post: {item: diary, at: day 1}
      - live: {item: show, at: day 2 20:00}
      - ads: {item: film, spend: 3000, cpm: 20, at: day 1..3}
      - challenge: {item: film, prize: 500, at: day 1..3}
      - lottery: {item: film, prize: 20, winners: 5, at: day 1..3, action: comment}
      - referral: {reward: 2, spend: 1000, item: diary, at: day 1..7}
      - offer: {discount: 20%, at: day 2..4}
  never:
    actions:
      - post: {item: diary, at: day 1}
      - when:
          if: reach < 0
          at: day 2
          then: [{ads: {item: film, spend: 3000, cpm: 20}}, {care: {wage: 5}}, {post: {item: film, at: day 3}}]
  always:
    actions:
      - post: {item: diary, at: day 1}
      - when:
          if: reach >= 0
          at: day 2
          then: [{ads: {item: film, spend: 3000, cpm: 20}}, {care: {wage: 5}}, {post: {item: film, at: day 3}}]
  as if always:
    actions:
      - post: {item: diary, at: day 1}
      - ads: {item: film, spend: 3000, cpm: 20, at: day 2..8}
      - care: {wage: 5, at: day 2..8}
      - post: {item: film, at: day 3}
  pilot:
    actions:
      - post: {item: diary, at: day 1}
      - pilot:
          items: [diary, film]
          spend: 2000
          cpm: 20
          at: day 1..2
          by: likes
          then: {spend: 4000, cpm: 20, at: day 3..8}
      - boost: {posts: best 1 by impressions, spend: 500, cpm: 20, at: day 3..8}
compare:
  metrics: [reach, spent, orders, incremental_orders, incremental_profit]
  replicates: 6
  added_reach: 0
"""


@pytest.fixture(scope="module")
def scenario():
    return from_text(TEXT)


@pytest.fixture(scope="module")
def result(scenario):
    return compare(scenario, threads=2)


def of(result, plan, metric):
    runs = result.runs
    return runs.loc[runs["plan"] == plan, metric].to_numpy()


def lived(scenario, name, replicate=0):
    """The outcome of a plan in one world, with its plan and world."""
    workshop = Workshop(1)
    made = workshop.plan(scenario, 0, name)
    world = workshop.world(scenario, 0, workshop.item(scenario, name))
    key = world_key(scenario.seed, JUDGING, replicate)
    return campaign.simulate(world, made.plan, key, campaign.workspace(world)).copy(), made, world


def test_no_plan_reaches_nobody_and_spends_nothing(result):
    assert (of(result, "nobody", "reach") == 0).all()
    assert (of(result, "nobody", "spent") == 0).all()


def test_a_rule_that_comes_true_is_as_if_its_actions_had_stood_in_the_plan(result):
    for metric in ("reach", "spent", "orders", "incremental_orders", "incremental_profit"):
        np.testing.assert_allclose(of(result, "always", metric), of(result, "as if always", metric), rtol=1e-9)
    assert (of(result, "always", "reach") > of(result, "never", "reach")).any()


def test_a_rule_that_does_not_come_true_spends_nothing_of_what_is_reserved(result):
    np.testing.assert_allclose(of(result, "never", "spent"), 50.0)  # making the diary (and the film costs nothing)


def test_what_is_spent_is_what_was_paid(scenario, result):
    for name in ("relations", "promotions", "pilot"):
        for replicate in range(3):
            outcome, made, _ = lived(scenario, name, replicate)
            events = outcome.events
            paid = made.plan.fixed_cents + int(events["push_spent"].sum()) + int(events["lever_spent"].sum())
            assert of(result, name, "spent")[replicate] == pytest.approx(paid / 100)
            assert paid <= made.ledger.total


def test_a_pilot_goes_on_with_one_item_and_the_boost_with_the_best_post(scenario):
    outcome, made, _ = lived(scenario, "pilot")
    assert outcome.events["rule_taken"].tolist() == [1, 1]
    assert made.set_aside == made.spent + 4000
    diary, film, boost, *later = outcome.events["push_impressions"].tolist()  # by start, boosts first, by item
    assert min(diary, film, boost) > 0
    assert sorted(shown > 0 for shown in later) == [False, True]


def test_relations_happen(scenario):
    outcome, made, world = lived(scenario, "relations")
    events = outcome.events
    assert set(np.unique(events["post_kind"])) >= {1, 4, 5, 6, 7}
    assert events["lever_count"][[lever.__class__.__name__ == "Incentive" for lever in ordered(made, world)]].sum() > 0
    assert len(events["case_account"]) > 0
    assert np.isfinite(events["case_answered_at"]).any()
    assert events["contact_pushed"].sum() > 0
    assert people_of(scenario, world) == 100


def ordered(made, world):
    """The levers in the order of the outcome's events."""
    return [made.plan.levers[place] for place in campaign.lever_order(world, made.plan)]


def test_a_gift_is_paid_in_the_money_of_all_people(scenario):
    outcome, made, world = lived(scenario, "relations")
    levers = ordered(made, world)
    place = next(place for place, lever in enumerate(levers) if hasattr(lever, "each_cents"))
    count, spent = outcome.events["lever_count"][place], outcome.events["lever_spent"][place]
    assert spent == count * levers[place].each_cents * people_of(scenario, world)
    assert spent <= levers[place].cents


def test_uncertain_worlds_and_points_run_through(scenario):
    data = {**scenario.resolved(), "uncertain": {"opt_out": {"low": 0.0, "high": 0.9, "source": "assumption"}}}
    from sim.scenario import from_dict

    found = compare(from_dict(data), threads=2)
    assert len(found.runs) == 6 * len(scenario.plans)
