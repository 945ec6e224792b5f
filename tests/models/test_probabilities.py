"""Edge probabilities: every setting, what content does to them, and what is refused."""

import math

import networkx
import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.models.independent_cascade import Parameters
from sim.models.probabilities import (
    TRIVALENCY_PROBABILITIES,
    ContentEffects,
    ProbabilitySetting,
    content_ratio,
    edge_probabilities,
    in_following_order,
    interest_match,
    with_content,
)
from sim.network import Network, NetworkError
from sim.world import Item

FORK = Network.from_edges([0, 0, 1, 3], [1, 2, 2, 2], 4, values=[0.1, 0.2, 0.3, 0.4])


def test_a_number_stays_a_number():
    assert edge_probabilities(FORK, 0.3) == 0.3
    assert edge_probabilities(FORK, 1) == 1.0


def test_the_edges_own_values():
    assert edge_probabilities(FORK, "edge") is FORK.values
    with pytest.raises(NetworkError, match="probability: edge needs a network whose edges have values"):
        edge_probabilities(Network.from_edges([0], [1], 2), "edge")


def test_weighted_cascade_is_one_over_followings():
    assert edge_probabilities(FORK, "weighted_cascade").tolist() == [1.0, 1 / 3, 1 / 3, 1 / 3]


def test_trivalency_takes_each_value_equally_often_and_depends_on_the_seed():
    graph = networkx.gnp_random_graph(200, 0.2, seed=1, directed=True)
    network = Network.from_networkx(graph)
    drawn = edge_probabilities(network, "trivalency", seed=1)
    for value in TRIVALENCY_PROBABILITIES:
        share = np.mean(drawn == value)
        assert abs(share - 1 / 3) < 4 * math.sqrt(2 / 9 / network.edge_count)
    again = edge_probabilities(network, "trivalency", seed=1)
    assert drawn.tobytes() == again.tobytes()
    other = edge_probabilities(network, "trivalency", seed=2)
    assert abs(np.mean(drawn == other) - 1 / 3) < 4 * math.sqrt(2 / 9 / network.edge_count)


def test_an_array_by_edge():
    assert edge_probabilities(FORK, np.array([0, 0.5, 1, 0.25])).tolist() == [0, 0.5, 1, 0.25]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (1.5, "probability: 1.5 is not allowed; allowed: a number from 0 to 1"),
        (math.nan, "probability: nan is not allowed"),
        (-0.1, "probability: -0.1 is not allowed"),
        ("cascade", "'cascade' is not allowed; allowed: a number from 0 to 1, edge, weighted_cascade, trivalency"),
        (np.array([0.5]), "1 value for 4 edges"),
        (np.array([0.5, 0.5, 2, 0.5]), r"the value of edge 2 is 2\.0; allowed: a probability from 0 to 1"),
        (np.array([0.5, math.nan, 0, 0.5]), "the value of edge 1 is nan"),
    ],
)
def test_what_is_refused(setting, message):
    with pytest.raises(NetworkError, match=message):
        edge_probabilities(FORK, setting)


def test_the_setting_is_checked_where_it_is_given():
    check = TypeAdapter(ProbabilitySetting).validate_python
    for good in (0, 1, 0.05, "edge", "weighted_cascade", "trivalency"):
        assert check(good) == good
    assert check(FORK.values) is FORK.values
    for bad in (-0.1, 1.1, "cascade", [0.1], math.nan):
        with pytest.raises(ValidationError):
            check(bad)


def test_values_are_carried_to_the_order_of_following():
    graph = networkx.gnp_random_graph(30, 0.3, seed=2, directed=True)
    network = Network.from_networkx(graph)
    owner = np.repeat(np.arange(30), network.followers)
    carried = in_following_order(network, owner * 100.0 + network.audience)
    follower = np.repeat(np.arange(30), network.followings)
    assert carried.tolist() == (network.following * 100.0 + follower).tolist()


# -- content


def test_quality_is_a_proportional_hazard():
    effects = ContentEffects(quality_effect=1.2)
    ratio = math.exp(1.2 * (0.9 - 0.5))
    assert with_content(FORK, 0.3, Item(quality=0.9), effects) == pytest.approx(1 - 0.7**ratio, rel=1e-14)
    changed = with_content(FORK, FORK.values, Item(quality=0.9), effects)
    assert changed == pytest.approx(1 - (1 - FORK.values) ** ratio, rel=1e-14)


def test_a_middling_item_changes_nothing():
    assert with_content(FORK, 0.3, Item(), ContentEffects()) == 0.3
    assert with_content(FORK, FORK.values, Item(), ContentEffects()) is FORK.values
    assert with_content(FORK, FORK.values, Item(quality=1), ContentEffects(quality_effect=0)) is FORK.values


@pytest.mark.parametrize("quality", [0.0, 0.3, 1.0])
def test_probabilities_stay_probabilities_and_certainty_stays(quality):
    network = Network.from_edges([0, 0, 0], [1, 2, 3], 4, values=[0.0, 0.999, 1.0])
    changed = with_content(network, network.values, Item(quality=quality), ContentEffects(quality_effect=10))
    assert changed[0] == 0
    assert changed[2] == 1
    assert 0 <= changed.min() <= changed.max() <= 1


def fans(topics=("food", "games")):
    """Five accounts in a star; the interests of the followers go from food to games, the last has none."""
    interests = np.array([[1, 1], [1, 0], [3, 1], [0, 2], [0, 0]])
    return Network.from_edges(
        [0, 0, 0, 0], [1, 2, 3, 4], 5, attributes={"interests": interests}, about={"topics": list(topics)}
    )


def test_interest_match_is_a_standardised_cosine():
    match = interest_match(fans(), Item(topics=("food",)))
    cosine = np.array([1 / math.sqrt(2), 1, 3 / math.sqrt(10), 0, 0])
    assert match == pytest.approx((cosine - cosine.mean()) / cosine.std(), rel=1e-12)
    both = interest_match(fans(), Item(topics=("food", "games")))
    cosine = np.array([1, 1 / math.sqrt(2), 4 / math.sqrt(20), 1 / math.sqrt(2), 0])
    assert both == pytest.approx((cosine - cosine.mean()) / cosine.std(), rel=1e-12)
    assert interest_match(fans(), Item()) is None


def test_interests_change_each_followers_probability():
    effects = ContentEffects(quality_effect=2.0, interest_effect=0.7)
    item = Item(quality=0.6, topics=("food",))
    ratio = np.exp(2.0 * 0.1 + 0.7 * interest_match(fans(), item))
    assert content_ratio(fans(), item, effects) == pytest.approx(ratio, rel=1e-14)
    expected = 1 - 0.8 ** ratio[1:]
    assert with_content(fans(), 0.2, item, effects) == pytest.approx(expected, rel=1e-14)
    assert with_content(fans(), np.full(4, 0.2), item, effects) == pytest.approx(expected, rel=1e-14)
    assert with_content(fans(), 0.2, item, ContentEffects(quality_effect=0, interest_effect=0)) == 0.2


def test_accounts_that_all_match_alike_change_nothing():
    network = Network.from_edges([0], [1], 2, attributes={"interests": np.ones((2, 1))}, about={"topics": ["food"]})
    assert interest_match(network, Item(topics=("food",))).tolist() == [0, 0]


def test_topics_that_the_network_does_not_know_are_refused():
    with pytest.raises(NetworkError, match="'post' has topics, but the accounts of this network have no interests"):
        interest_match(FORK, Item(topics=("food",)))
    with pytest.raises(NetworkError, match="has the topic 'cars', which this network does not know; allowed: food, g"):
        interest_match(fans(), Item(topics=("food", "cars")))


def test_parameters_are_closed_and_say_their_source():
    with pytest.raises(ValidationError):
        Parameters(probabilty=0.1)
    for field in Parameters.model_fields.values():
        assert "Source:" in field.description
