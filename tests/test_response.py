"""A response of one's own: tried before it is taken in, and the same compiled and called by its place in memory."""

import math

import numpy as np
import pytest

from sim import response
from sim.arithmetic import logistic
from sim.jit import hook, jit
from sim.lanes import asked_at
from sim.models.campaign import places
from sim.models.campaign.parameters import ACTIONS
from sim.response import PROBES, USUAL, Impression, ResponseError, add_own


@jit
def ask(place, seen):
    return asked_at(place, seen)


def weighted(seen):
    found = seen.log_odds + 0.5 * seen.trust - seen.age / 100.0 + 0.1 * seen.sharers + seen.match * seen.attitude
    return seen.weariness * logistic(found - 0.01 * seen.followers + 0.2 * seen.channel + seen.is_paid - seen.personal)


def added(seen):
    """Another factor for each number, so that none can stand in another's place."""
    total = seen.action + 3.0 * seen.chance + 5.0 * seen.log_odds + 7.0 * seen.weariness + 11.0 * seen.base
    total += 13.0 * seen.liking + 17.0 * seen.match + 19.0 * seen.personal + 23.0 * seen.trust + 29.0 * seen.attitude
    total += 31.0 * seen.stance + 37.0 * seen.selling + 41.0 * seen.sharers + 43.0 * seen.shown + 47.0 * seen.paid_shown
    return total + 53.0 * seen.is_paid + 59.0 * seen.channel + 61.0 * seen.followers + 67.0 * seen.age


@pytest.mark.parametrize("function", [weighted, added])
def test_called_by_its_place_it_equals_python_bit_for_bit(function):
    place = hook(function, USUAL).address
    draws = np.random.default_rng(5)
    rows = [Impression(*draws.normal(0.0, 10.0, len(Impression._fields)).tolist()) for _ in range(300)]
    found = [ask(place, row) for row in rows]
    assert found == [function(row) for row in rows]
    assert len(set(found)) == 300
    wrong = [function(row._replace(age=row.trust, trust=row.age)) for row in rows]
    assert found != wrong, "another order of the numbers is told apart"


def test_the_words_are_the_models():
    for place, action in enumerate(ACTIONS):
        assert getattr(response, action.upper()) == place
    channels = ("FEED", "RECOMMENDED", "BOOST", "ADS", "COMMUNITY", "FRIEND")
    assert [getattr(response, name) for name in channels] == [getattr(places, name) for name in channels]


def test_the_cases_on_which_it_is_tried_are_of_all_kinds():
    assert {seen.action for seen in PROBES} == set(range(len(ACTIONS)))
    assert {seen.chance for seen in PROBES} >= {0.0, 1.0}
    for name in Impression._fields:
        values = {getattr(seen, name) for seen in PROBES}
        assert all(map(math.isfinite, values))
        assert len(values) > 1 or name == "personal", name


FAULTS = {
    "fails": (lambda seen: seen.charm, r"line \d+ fails on .*charm"),
    "divides by nothing": (lambda seen: 1.0 / seen.sharers, r"line \d+ fails on .*ZeroDivisionError"),
    "more than certain": (lambda seen: 2.0 * seen.chance, "gives 2.0 for .*; a response gives a probability, 0 to 1"),
    "log-odds": (lambda seen: seen.log_odds, "gives -5.3 for .*; a response gives a probability, 0 to 1"),
    "no number": (lambda seen: float("nan"), "gives nan for"),
    "a word": (lambda seen: "often", "gives 'often' for"),
    "a truth": (lambda seen: seen.action == 1.0, "gives (True|False) for"),
    "nothing": (lambda seen: None, "gives None for"),
    "not plain arithmetic": (lambda seen: float(str(seen.chance)), "numba cannot compile it .*; use plain arithmetic"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_it_is_said_in_one_sentence(name):
    function, said = FAULTS[name]
    with pytest.raises(ResponseError, match=f"^mine.py:wrong: {said}") as error:
        add_own("mine.py:wrong", function)
    assert len(str(error.value).splitlines()) == 1
    with pytest.raises(ResponseError, match=r"there is no response 'mine\.py:wrong'"):
        response.response("mine.py:wrong")
