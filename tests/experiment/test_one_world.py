"""A verdict on few worlds of which one holds much of a plan's metric says so; others do not."""

import numpy as np
import pytest

import sim
from sim.experiment.one_world import rests_on_one
from sim.scenario import from_text

TEXT = """\
name: skewed
seed: 3
model: {{independent_cascade: {{probability: {probability}}}}}
network: {{generator: kol_communities, accounts: 2000}}
plans: {{one: {{seeds: {{accounts: [1500]}}}}, star: {{seeds: {{choose: top_followers, count: 1}}}}}}
compare: {{metrics: [{metric}], replicates: {worlds}}}
"""
SAID = "the interval may be too narrow above; take more worlds"


def sentence(worlds, metric="reach", probability=0.3):
    scenario = from_text(TEXT.format(worlds=worlds, metric=metric, probability=probability))
    return sim.compare(scenario, out=None).verdict["sentence"]


def test_the_sentence_of_a_verdict_says_it():
    told = sentence(40)
    assert SAID in told
    assert "under *one* one world holds" in told
    assert "of all reach" in told


@pytest.mark.parametrize("case", [{"worlds": 100}, {"worlds": 40, "probability": 0.08}])
def test_enough_worlds_and_worlds_that_are_alike_say_nothing(case):
    assert SAID not in sentence(**case)


def test_who_holds_most_is_named_and_clusters_are_added_up():
    heavy = np.array([1.0] * 39 + [20.0])
    heavier = np.array([1.0] * 39 + [40.0])
    assert rests_on_one("orders", {"a": heavy, "b": heavier}).startswith("under *b* one world holds 51% of all orders")
    networks = np.repeat(np.arange(20), 2)
    told = rests_on_one("orders", {"a": heavier}, networks, "networks")
    assert told.startswith("under *a* one network holds 52%")
    assert told.endswith("take more networks")
    assert rests_on_one("orders", {"a": heavier}, np.repeat(np.arange(4), 10), "networks") == "", "few says it"
    assert rests_on_one("orders", {"a": np.zeros(40)}) == ""


def test_a_dozen_equal_worlds_each_hold_nearly_a_tenth():
    assert rests_on_one("orders", {"a": np.array([1.0] * 11 + [1.5])}) == ""


def test_where_it_is_said_the_interval_holds_more_rarely():
    """Lognormal values, sd 1.5, in 40 worlds: told of most samples; of normal ones never."""
    rng = np.random.default_rng(1)
    skewed = np.exp(1.5 * rng.standard_normal((200, 40)))
    usual = 10.0 + rng.standard_normal((200, 40))
    assert sum(rests_on_one("x", {"a": row}) != "" for row in skewed) > 180
    assert sum(rests_on_one("x", {"a": row}) != "" for row in usual) == 0
