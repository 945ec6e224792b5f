import math

import numpy as np
import pytest

from sim.estimates import EstimateError, constraints

NAMES = ["hubs", "spread", "random"]


def test_yes_no_and_open():
    rng = np.random.default_rng(1)
    values = np.array([[1.5], [1.2], [1.0]]) + 0.5 * rng.standard_normal((3, 400))
    found = constraints(values, (">=", 1.2), NAMES)
    assert [m.met for m in found] == ["yes", "open", "no"]
    assert found[0].probability > 0.99
    assert 0.001 < found[1].probability < 0.999
    assert found[2].probability < 0.01
    assert [m.met for m in constraints(values, ("<", 1.2), NAMES)] == ["no", "open", "yes"]


def test_the_bound_itself_meets_only_what_allows_it():
    values = np.full((1, 30), 1.2)
    met = {op: constraints(values, (op, 1.2), ["plan"])[0] for op in (">=", ">", "<=", "<")}
    assert {op: m.probability for op, m in met.items()} == {">=": 1.0, ">": 0.0, "<=": 1.0, "<": 0.0}
    assert {op: m.met for op, m in met.items()} == {">=": "yes", ">": "no", "<=": "yes", "<": "no"}


def test_a_loss_that_never_happened_is_a_share():
    never = np.zeros((1, 40), dtype=bool)
    assert constraints(never, ("<=", 0.2), ["plan"])[0].met == "yes"
    assert constraints(never, ("<=", 0.05), ["plan"])[0].met == "open"
    assert constraints(never * 1.0, ("<=", 0.05), ["plan"])[0].met == "yes"  # as numbers it is a certainty


def test_a_plan_just_failing_is_called_good_at_most_as_often_as_stated():
    rng = np.random.default_rng(2)
    wrong = np.mean(
        [
            any(m.met != "open" for m in constraints(1.2 + rng.standard_normal((3, 60)), (">=", 1.2), NAMES))
            for _ in range(400)
        ]
    )
    error = math.sqrt(0.05 * 0.95 / 400)
    assert error < 0.011
    assert 0.05 - 4 * error <= wrong <= 0.05 + 4 * error


def test_clusters_and_one_world():
    rng = np.random.default_rng(3)
    clusters = np.repeat(np.arange(8), 50)
    values = (1.3 + 0.3 * rng.standard_normal(8)[clusters] + 0.1 * rng.standard_normal(400))[None]
    naive = constraints(values, (">=", 1.2), ["plan"])[0]
    honest = constraints(values, (">=", 1.2), ["plan"], clusters=clusters)[0]
    assert honest.high - honest.low > 3 * (naive.high - naive.low)
    assert constraints([[5.0]], (">=", 1.2), ["plan"])[0].met == "open"


@pytest.mark.parametrize(
    ("values", "condition", "names", "message"),
    [
        ([[1.0, 2.0]], ("=>", 1.0), ["a"], "no operator '=>'; allowed: >=, >, <=, <"),
        ([[1.0, 2.0]], (">=", 1.0), ["a", "b"], "2 names for values"),
        ([[1.0, math.nan]], (">=", 1.0), ["a"], "nan or infinite"),
    ],
)
def test_what_is_no_condition_is_refused(values, condition, names, message):
    with pytest.raises(EstimateError, match=message):
        constraints(values, condition, names)
