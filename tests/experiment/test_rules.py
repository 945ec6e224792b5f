"""What rules decide on an outcome: conditions, the better item, the best posts; ties, and nothing to go by."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.experiment.post_measures import MEASURES, best_posts, of_ads
from sim.experiment.rules import BestOut, BetterItem, Cost, IfMet, Remapped
from sim.levers import Chosen, Rule
from sim.metrics.events import ACTIONS
from sim.network import Network
from sim.outcome import Outcome
from sim.scenario.compare_choices import Condition
from sim.scenario.rule_settings import POST_METRICS
from sim.world import World

ALL = Chosen((0,), (1, 2), (3,))


def outcome(posts, reached=3):
    """An outcome with these posts: (kind, item, parent, impressions, {action: count}); shares descend from a parent."""
    events = {
        "post_kind": np.array([post[0] for post in posts], np.int32),
        "post_item": np.array([post[1] for post in posts], np.int32),
        "post_parent": np.array([post[2] for post in posts], np.int32),
        "post_impressions": np.array([post[3] for post in posts], np.int64),
    }
    events["post_origin"] = np.array([row if post[2] < 0 else post[2] for row, post in enumerate(posts)], np.int32)
    counts = np.zeros((len(posts), len(ACTIONS)), np.int64)
    for row, post in enumerate(posts):
        for action, count in post[4].items():
            counts[row, ACTIONS.index(action)] = count
    events["post_actions"] = counts
    who = np.arange(reached, dtype=np.int32)
    return Outcome(who, np.zeros(reached), who, events)


@pytest.fixture(scope="module")
def world():
    network = Network.from_edges([0, 1], [1, 2], 4)
    parameters = SimpleNamespace(product=None, represents=None, audience={})
    return World(network, "campaign", parameters, None)


SHARED = [
    (1, 0, -1, 100, {"like": 2, "click": 1}),
    (3, 0, 0, 100, {"like": 8, "share": 1}),
    (2, 1, -1, 50, {"like": 4, "comment": 2, "click": 1}),
    (1, 0, -1, 0, {}),
    (4, 1, -1, 400, {"click": 90, "like": 300}),
    (8, 0, -1, 10, {"like": 10}),
    (5, 0, -1, 10, {"like": 10}),
]
"""A post with its share, a paid post, a post that nobody saw, an ad, praise, and a post to members."""


def test_every_measure_of_a_file_can_be_taken():
    assert tuple(MEASURES) == POST_METRICS


@pytest.mark.parametrize(
    ("metric", "best"),
    [
        ("impressions", (0, 2, 3)),
        ("likes", (0, 2, 3)),
        ("shares", (0, 2, 3)),
        ("engagement_rate", (2, 0)),
        ("share_rate", (0, 2)),
        ("click_rate", (2, 0)),
    ],
)
def test_the_best_posts_count_with_their_shares_and_only_the_plans_own(metric, best):
    assert best_posts(outcome(SHARED), metric, 9, -1) == best
    assert best_posts(outcome(SHARED), metric, 1, -1) == best[:1]
    assert best_posts(outcome(SHARED), metric, 9, 0) == tuple(row for row in best if row != 2)


def test_of_equal_posts_the_earlier_is_better():
    equal = [(1, 0, -1, 10, {"like": 1}), (2, 1, -1, 20, {"like": 2}), (1, 0, -1, 30, {"like": 3})]
    assert best_posts(outcome(equal), "engagement_rate", 2, -1) == (0, 1)


def test_a_boost_of_the_best_goes_on_with_their_rows_or_not_at_all(world):
    rule = BestOut("engagement_rate", 1, -1, 4)
    assert rule(world, outcome(SHARED)) == Chosen(pushes=(4,), boosted=((4, (2,)),))
    assert rule(world, outcome(SHARED[3:])) == Chosen()
    assert BestOut("likes", 2, 1, 4)(world, outcome(SHARED)).boosted == ((4, (2,)),)


def ads(first, second):
    """An outcome of two ads with (impressions, clicks), the second shown first."""
    rows = [(4, 1, -1, second[0], {"click": second[1]}), (4, 0, -1, first[0], {"click": first[1]})]
    return outcome([*rows, (1, 0, -1, 10, {"click": 10})])


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ((100, 5), (100, 4), 8),
        ((100, 4), (100, 5), 9),
        ((100, 5), (200, 10), 8),  # equal: the first
        ((0, 0), (100, 0), 9),  # nobody saw the first
        ((100, 0), (0, 0), 8),
        ((0, 0), (0, 0), 8),
    ],
)
def test_a_pilot_goes_on_with_the_better_item(world, first, second, taken):
    assert BetterItem("click_rate", (0, 1), (8, 9))(world, ads(first, second)) == Chosen(pushes=(taken,))


def test_ads_of_one_item_are_counted_together_with_their_shares():
    posts = [(4, 0, -1, 10, {"click": 1}), (4, 0, -1, 30, {"click": 1}), (3, 0, 0, 10, {"click": 3}), (1, 0, -1, 9, {})]
    assert of_ads(outcome(posts), "click_rate", 0) == 0.1
    assert of_ads(outcome(posts), "impressions", 0) == 50
    assert np.isnan(of_ads(outcome(posts), "click_rate", 1))


@pytest.mark.parametrize(
    ("op", "number", "met"),
    [("<", 3, False), ("<", 3.5, True), ("<=", 3, True), (">", 3, False), (">=", 3, True), (">", 2, True)],
)
def test_a_condition_is_on_what_has_happened_so_far(world, op, number, met):
    assert IfMet(Condition("reach", op, number), 0.0, ALL)(world, outcome(SHARED)) == (ALL if met else Chosen())


@pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
def test_what_cannot_be_told_meets_no_condition(world, op):
    nothing = outcome([(1, 0, -1, 0, {})])
    assert IfMet(Condition("engagement_per_impression", op, 0), 0.0, ALL)(world, nothing) == Chosen()


def test_a_metric_of_costs_gets_what_the_plan_sets_aside(world):
    assert IfMet(Condition("cost_per_reach", ">=", 4.0), 12.0, ALL)(world, outcome(SHARED)) == ALL
    assert IfMet(Condition("cost_per_reach", ">", 4.0), 12.0, ALL)(world, outcome(SHARED)) == Chosen()


def test_what_a_rule_would_have_paid_is_not_spent_if_it_did_not_come_true():
    paid = IfMet(Condition("reach", "<", 3), 0.0, ALL, fixed_cents=500)
    rules = (Rule(1.0, paid), Rule(2.0, BestOut("likes", 1, -1, 0)), Rule(3.0, Remapped(paid, {}, {}, {})))
    cost = Cost(100.0, 10.0, rules)
    happened = outcome(SHARED)
    for taken, expected in (((1, 1, 1), 10.0), ((0, 0, 1), 9.5), ((0, 1, 0), 9.0)):
        happened.events["rule_taken"] = np.array(taken, np.uint8)
        assert cost.of(happened) == expected
    assert Cost(100.0, 10.0).of(outcome(SHARED)) == 10.0


def test_a_remapped_rule_leaves_out_what_is_gone(world):
    decide = Remapped(lambda world, outcome: Chosen((0, 1), (1, 2), (3,), ((2, (7, 8)), (1, (9,)))), {1: 0}, {2: 1}, {})
    assert decide(world, None) == Chosen((0,), (1,), (), ((1, (7, 8)),))


def test_a_rule_pushes_the_best_posts_by_then_or_none_where_its_condition_fails(world):
    best = BestOut("likes", 1, -1, 2)
    rule = IfMet(Condition("reach", "<", 5), 0.0, Chosen((0,), (1,), (3,)), best=(best,))
    alone = best(world, outcome(SHARED)).boosted
    assert alone
    assert rule(world, outcome(SHARED)) == Chosen((0,), (1, 2), (3,), alone)
    assert rule(world, outcome([])) == Chosen((0,), (1,), (3,)), "nothing is out, so nothing is pushed"
    assert rule(world, outcome(SHARED, reached=4)).boosted == alone
    assert IfMet(Condition("reach", ">", 5), 0.0, ALL, best=(best,))(world, outcome(SHARED)) == Chosen()
