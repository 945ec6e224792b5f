import math

import numpy as np
import pytest

from sim.estimates import EstimateError, effects, mean_interval


def grid(rng, worlds=200):
    points = [{"quality": q, "feed": f} for q in (0.2, 0.5, 0.8) for f in ("chronological", "ranked")]
    luck = 50.0 * rng.standard_normal(worlds)
    values = [
        luck + 10.0 * p["quality"] + (2.0 if p["feed"] == "ranked" else 0.0) + rng.standard_normal(worlds)
        for p in points
    ]
    return points, np.array(values)


def test_levels_against_the_first_in_the_same_worlds():
    points, values = grid(np.random.default_rng(1))
    rows = effects(points, values)
    assert [(r["path"], r["base"], r["level"], r["points"]) for r in rows] == [
        ("quality", "0.2", "0.5", 2),
        ("quality", "0.2", "0.8", 2),
        ("feed", "chronological", "ranked", 3),
    ]
    for row, truth in zip(rows, (3.0, 6.0, 2.0)):
        assert row["standard_error"] < 0.12  # paired: the luck of 50 that all points share is gone
        assert abs(row["effect"] - truth) < 4 * row["standard_error"]
    by_hand = mean_interval(((values[2] - values[0]) + (values[3] - values[1])) / 2)
    assert (rows[0]["effect"], rows[0]["low"], rows[0]["high"]) == pytest.approx(
        (by_hand.mean, by_hand.low, by_hand.high)
    )


def test_points_without_a_partner_are_not_compared():
    points, values = grid(np.random.default_rng(2))
    rows = effects(points[:-1], values[:-1])
    assert [r["points"] for r in rows] == [2, 1, 2]
    only = effects([{"a": 1, "b": 1}, {"a": 2, "b": 2}], values[:2])
    assert only == []


def test_a_continuous_design_gives_slopes_over_worlds():
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(200):
        points = [{"utility": float(u), "beta": float(b)} for u, b in rng.uniform(0.0, 1.0, (20, 2))]
        taste = 3.0 + rng.standard_normal(60)  # how much each world rewards utility
        values = np.array([taste * p["utility"] - 2.0 * p["beta"] for p in points]) + rng.standard_normal((20, 60))
        rows = effects(points, values)
        assert [(r["path"], r["kind"], r["points"]) for r in rows] == [("utility", "slope", 20), ("beta", "slope", 20)]
        covered += rows[0]["low"] <= 3.0 <= rows[0]["high"]
    assert abs(covered / 200 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 200)


def test_clusters_widen_the_interval():
    points, values = grid(np.random.default_rng(4), 300)
    clusters = np.repeat(np.arange(6), 50)
    values[2:] += np.random.default_rng(5).standard_normal(6)[clusters] * 3.0
    wide, narrow = effects(points, values, clusters=clusters)[0], effects(points, values)[0]
    assert wide["standard_error"] > 3 * narrow["standard_error"]


def test_rows_and_points_must_agree():
    with pytest.raises(EstimateError, match="1 design points for 2 rows"):
        effects([{"a": 1}], [[1.0], [2.0]])
