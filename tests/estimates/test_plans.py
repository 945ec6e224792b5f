import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import borel
from scipy import special

from sim.estimates import EstimateError, Matters, compare_plans
from sim.estimates.means import bounds
from sim.estimates.plans import probability_of_extreme_mean


def worlds(count, shifts, rng, own=1.0):
    luck = rng.standard_normal(count) * 5.0
    return np.array([luck + shift + own * rng.standard_normal(count) for shift in shifts])


def test_a_clear_winner_in_numbers():
    values = worlds(400, [3.0, 1.0, 0.0], np.random.default_rng(1))
    verdict = compare_plans(values, ["hubs", "spread", "random"])
    assert verdict.best == ("hubs",)
    assert verdict.decided
    pair = verdict.pair("hubs", "spread")
    assert pair.decision == "first better"
    assert pair.difference == pytest.approx(float((values[0] - values[1]).mean()))
    assert pair.share_of_worlds_won == float(np.mean(values[0] > values[1]))
    assert verdict.pair("spread", "hubs").decision == "second better"
    assert verdict.pair("spread", "hubs").low == -pair.high
    assert verdict.pair("spread", "hubs").share_of_worlds_won == pytest.approx(float(np.mean(values[1] > values[0])))
    assert verdict.pair("hubs", "nobody") is None
    assert [(p.a, p.b) for p in verdict.pairs] == [("hubs", "spread"), ("hubs", "random"), ("spread", "random")]
    assert verdict.share_of_worlds_won["hubs"] == float(np.mean(values.argmax(axis=0) == 0))
    assert verdict.probability_of_highest_mean["hubs"] > 0.999


def test_pairing_removes_the_luck_that_plans_share():
    rng = np.random.default_rng(2)
    values = worlds(200, [1.0, 0.0], rng, own=0.5)
    paired = compare_plans(values, ["a", "b"])
    rng.shuffle(values[1])
    unpaired = compare_plans(values, ["a", "b"]).pairs[0]
    assert unpaired.standard_error > 8 * paired.pairs[0].standard_error


def test_all_pairs_hold_together():
    rng = np.random.default_rng(3)
    shared = borel(0.9, (2000, 500), rng)
    plans = [shared + borel(0.8, (2000, 500), rng) * (k + 1) for k in range(4)]
    missed = {"alone": np.zeros(2000, bool), "together": np.zeros(2000, bool)}
    for i in range(4):
        for j in range(i + 1, 4):
            for kind, confidence in (("alone", 0.95), ("together", 1 - 0.05 / 6)):
                _, low, high, _ = bounds(plans[i] - plans[j], confidence)
                missed[kind] |= (low > (i - j) * 5.0) | (high < (i - j) * 5.0)
    assert missed["together"].mean() <= 0.05
    assert missed["alone"].mean() > 0.05 + 4 * 0.005  # the control
    verdict = compare_plans([p[0] for p in plans], list("abcd"))
    _, low, high, _ = bounds(plans[0][0] - plans[1][0], 1 - 0.05 / 6)
    assert (verdict.pairs[0].low, verdict.pairs[0].high) == pytest.approx((float(low), float(high)))


def test_indifference():
    values = worlds(2000, [10.03, 10.0], np.random.default_rng(4), own=0.2)
    assert compare_plans(values, ["a", "b"]).pairs[0].decision == "first better"
    for matters in (0.1, Matters(absolute=0.1), Matters(relative=0.01)):
        verdict = compare_plans(values, ["a", "b"], matters=matters)
        assert verdict.pairs[0].decision == "no difference that matters"
        assert verdict.best == ("a", "b")
        assert verdict.decided
    assert verdict.matters == pytest.approx(0.01 * values[0].mean())
    narrow = compare_plans(values[:, :40], ["a", "b"], matters=0.01)
    assert narrow.pairs[0].decision == "undecided"
    assert not narrow.decided
    assert narrow.best == ("a", "b")


def test_the_same_plan_twice_does_not_differ():
    values = np.random.default_rng(5).standard_normal(100)
    verdict = compare_plans([values, values, values - 9.0], ["a", "b", "c"])
    pair = verdict.pair("a", "b")
    assert (pair.low, pair.high, pair.share_tied) == (0.0, 0.0, 1.0)
    assert pair.decision == "no difference that matters"
    assert verdict.best == ("a", "b")
    assert verdict.decided
    assert verdict.probability_of_highest_mean == {"a": 0.5, "b": 0.5, "c": 0.0}
    assert verdict.share_of_worlds_won == {"a": 0.0, "b": 0.0, "c": 0.0}
    assert verdict.share_of_worlds_tied == {"a": 1.0, "b": 1.0, "c": 0.0}


def test_less_can_be_better():
    values = worlds(400, [3.0, 1.0], np.random.default_rng(6))
    verdict = compare_plans(values, ["dear", "cheap"], higher_is_better=False, metric="cost")
    assert verdict.best == ("cheap",)
    assert verdict.pairs[0].decision == "second better"
    assert verdict.pairs[0].difference > 0
    assert verdict.pairs[0].share_of_worlds_won == float(np.mean(values[0] < values[1]))
    assert verdict.probability_of_lowest_mean["cheap"] > 0.99
    assert verdict.probability_of_highest_mean["dear"] > 0.99
    assert verdict.as_dict()["probability_of_lowest_mean"]["cheap"] > 0.99
    assert verdict.ordered() == ["cheap", "dear"]


def test_against_one_plan_only():
    values = worlds(400, [3.0, 3.0, 0.0], np.random.default_rng(7))
    names = ["hubs", "spread", "nobody"]
    verdict = compare_plans(values, names, against="nobody")
    assert [(p.a, p.b) for p in verdict.pairs] == [("hubs", "nobody"), ("spread", "nobody")]
    assert verdict.decided
    assert set(verdict.best) == {"hubs", "spread"}
    everything = compare_plans(values, names)
    assert not everything.decided
    assert verdict.pair("hubs", "nobody").high < everything.pair("hubs", "nobody").high


def test_clusters_count_and_not_worlds():
    rng = np.random.default_rng(8)
    clusters = np.repeat(np.arange(6), 100)
    values = worlds(600, [0.3, 0.0], rng) + np.array([[1.0], [0.0]]) * np.repeat(rng.standard_normal(6), 100)
    naive, honest = compare_plans(values, ["a", "b"]), compare_plans(values, ["a", "b"], clusters=clusters)
    assert honest.clusters == 6
    assert naive.clusters == 0
    assert honest.pairs[0].high - honest.pairs[0].low > 2 * (naive.pairs[0].high - naive.pairs[0].low)


def test_probability_of_the_highest_mean_is_that_of_normal_theory():
    values = worlds(500, [0.05, 0.0], np.random.default_rng(9))
    difference = values[0] - values[1]
    expected = special.ndtr(difference.mean() / (difference.std() / math.sqrt(500)))
    assert 0.1 < expected < 0.99
    found, lowest = probability_of_extreme_mean(values, seed=4)
    assert found.sum() == pytest.approx(1.0)
    assert lowest.tolist() == found[::-1].tolist()
    assert found[0] == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / 2000) + 0.005)


def test_between_equal_plans_every_probability_is_as_likely_as_any():
    rng = np.random.default_rng(10)
    found = [probability_of_extreme_mean(rng.standard_normal((2, 60)), seed=1)[0][0] for _ in range(300)]
    counts = np.histogram(found, bins=5, range=(0, 1))[0]
    assert ((counts - 60) ** 2 / 60).sum() < special.chdtri(4, 1e-4)


def test_resampling_depends_on_the_seed_alone():
    values = worlds(300, [0.05, 0.0], np.random.default_rng(11))
    once, again = (compare_plans(values, ["a", "b"], seed=5).as_dict() for _ in range(2))
    assert once == again
    other = compare_plans(values, ["a", "b"], seed=6).as_dict()
    assert other["probability_of_highest_mean"] != once["probability_of_highest_mean"]
    assert other["pairs"] == once["pairs"]


def test_one_plan_and_one_world():
    alone = compare_plans([np.arange(50.0)], ["only"])
    assert alone.decided
    assert alone.best == ("only",)
    assert alone.pairs == ()
    assert alone.probability_of_highest_mean == {"only": 1.0}
    single = compare_plans([[3.0], [1.0]], ["a", "b"])
    assert not single.decided
    assert single.pairs[0].decision == "undecided"
    assert math.isnan(single.pairs[0].low)


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=2, max_size=5))
def test_shares_and_probabilities_add_up(rows):
    values = np.array(rows, dtype=float)
    names = [f"plan {i}" for i in range(len(values))]
    verdict = compare_plans(values, names)
    assert sum(verdict.probability_of_highest_mean.values()) == pytest.approx(1.0)
    top = values == values.max(axis=0)
    for i, name in enumerate(names):
        shared = verdict.share_of_worlds_won[name] + verdict.share_of_worlds_tied[name]
        assert shared == pytest.approx(top[i].mean())
    for pair in verdict.pairs:
        assert pair.share_of_worlds_won + pair.share_tied + pair.turned().share_of_worlds_won == pytest.approx(1.0)
    highest = max(verdict.names, key=lambda n: verdict.means[n].mean)
    assert verdict.means[verdict.best[0]].mean == verdict.means[highest].mean
    json.dumps(verdict.as_dict())


def test_the_dictionary_has_what_is_stored():
    verdict = compare_plans(worlds(300, [3.0, 0.0], np.random.default_rng(12)), ["a", "b"], metric="orders")
    found = json.loads(json.dumps(verdict.as_dict()))
    assert {"decide_by", "confidence", "sequential", "method", "best", "decided", "sentence", "pairs", "means"} <= set(
        found
    )
    assert found["decide_by"] == "orders"
    assert {"mean", "low", "high", "median", "bad_luck_decile"} <= set(found["means"]["a"])
    assert set(found["pairs"][0]) == {
        *("a", "b", "difference", "low", "high", "standard_error", "share_of_worlds_won", "share_tied", "decision")
    }


@pytest.mark.parametrize(
    ("values", "names", "options", "message"),
    [
        ([[1.0, 2.0], [3.0, 4.0]], ["a"], {}, "1 names for 2 plans"),
        ([[1.0, 2.0], [3.0, 4.0]], ["a", "a"], {}, "all different"),
        ([[1.0, 2.0], [3.0, 4.0]], ["a", "b"], {"against": "c"}, "no plan 'c' to compare against; allowed: a, b"),
        ([[1.0, 2.0], [3.0, 4.0]], ["a", "b"], {"matters": -1.0}, "matters is -1.0"),
        ([[1.0, 2.0], [3.0, 4.0]], ["a", "b"], {"looks": (200, 400)}, "2 worlds are no look"),
        ([[1.0, 2.0], [3.0, math.nan]], ["a", "b"], {}, "nan or infinite"),
        ([1.0, 2.0], ["a", "b"], {}, "1 dimensions"),
    ],
)
def test_what_cannot_be_compared_is_refused(values, names, options, message):
    with pytest.raises(EstimateError, match=message):
        compare_plans(values, names, **options)


def test_decided_is_about_the_plan_ahead():
    rng = np.random.default_rng(13)
    behind = worlds(300, [9.0, 0.0, 0.0], rng)
    assert compare_plans(behind, ["a", "b", "c"]).decided
    assert compare_plans(behind, ["a", "b", "c"]).pair("b", "c").decision == "undecided"
    ahead = worlds(300, [9.0, 0.0, 9.0], rng)
    verdict = compare_plans(ahead, ["a", "b", "c"])
    assert verdict.pairs[0].decision == "first better"
    assert not verdict.decided
    assert set(verdict.best) == {"a", "c"}
