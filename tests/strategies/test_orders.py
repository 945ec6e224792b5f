"""The strategies that order accounts: small cases by hand, other programs, and slow readable twins."""

import networkx
import numpy as np
import pytest

from sim.models import independent_cascade
from sim.network import Network, frozen
from sim.randomness import CHOOSING, LABELLING, draw_int, uniform_int, world_key
from sim.strategies import at_random, by_tier, community_spread, degree_discount, k_core, listed, pagerank
from sim.strategies.budget import Budget
from sim.strategies.communities import communities_of, propagated_labels
from sim.world import PlanError

KEY = world_key(7, CHOOSING)
ALL = Budget(amount=1.0, prices=np.zeros(0))
"""A budget that does not say how many accounts it takes, so all are ordered."""


def world_of(network, probability=0.05):
    return independent_cascade.prepare(network, independent_cascade.Parameters(probability=probability))


@pytest.fixture(scope="module")
def directed():
    return Network.from_networkx(networkx.gnp_random_graph(80, 0.035, seed=3, directed=True))


def choose(module, network, budget, model_probability=0.05, /, **parameters):
    return module.choose(world_of(network, model_probability), budget, KEY, module.Parameters(**parameters))


# -- at_random and by_tier


def test_random_orders_are_uniform_and_change_with_the_key():
    """Chi-square of who comes first among 8 accounts, over 4,000 keys: its 99.99% point with 7 degrees is 29.9."""
    network = Network.from_edges([0], [1], 8)
    first = [at_random.random_order(network, np.arange(8), world_key(1, CHOOSING, r), ALL)[0] for r in range(4000)]
    counts = np.bincount(first, minlength=8)
    assert ((counts - 500) ** 2 / 500).sum() < 29.9
    biased = np.bincount([min(a, 6) for a in first], minlength=8)
    assert ((biased - 500) ** 2 / 500).sum() > 29.9


def test_one_more_account_changes_no_other_rank():
    small, large = Network.from_edges([0], [1], 50), Network.from_edges([0], [1], 51)
    order = at_random.random_order(large, np.arange(51), KEY, ALL)
    assert order[order != 50].tolist() == at_random.random_order(small, np.arange(50), KEY, ALL).tolist()


@pytest.mark.parametrize("count", [0, 1, 7, 49, 50])
@pytest.mark.parametrize("excluded", [None, [3, 4, 40]])
def test_a_count_orders_only_as_many_as_it_can_need(count, excluded):
    network = Network.from_edges([0], [1], 50)
    whole = at_random.random_order(network, np.arange(50), KEY, ALL)
    budget = Budget(count=count, excluded=None if excluded is None else np.array(excluded))
    part = at_random.random_order(network, np.arange(50), KEY, budget)
    assert part.tolist() == whole[: len(part)].tolist()
    assert len(part) >= min(50, count + len(excluded or []))
    assert count in (0, 49, 50) or len(part) < 50


def test_by_tier_picks_at_random_or_the_most_followed():
    tier = np.array([3, 3, 3, 0, 0, 0], np.int8)
    network = Network.from_edges([1, 1, 2, 3, 3, 3], [0, 2, 0, 0, 1, 2], 6, attributes={"tier": tier})
    assert choose(by_tier, network, Budget(count=2), tier="head", pick="top_followers").accounts.tolist() == [1, 2]
    whole = choose(at_random, network, Budget(count=6)).accounts
    picked = choose(by_tier, network, Budget(count=3), tier="koc")
    assert picked.accounts.tolist() == [a for a in whole.tolist() if a >= 3]
    assert np.isnan(picked.gain).all()


def test_a_network_without_tiers_is_named():
    with pytest.raises(PlanError, match="tier: head needs a network whose accounts have the attribute 'tier'"):
        choose(by_tier, Network.from_edges([0], [1], 2), Budget(count=1), tier="head")


# -- pagerank and cores, against networkx


@pytest.mark.parametrize("damping", [0.5, 0.85, 0.95])
def test_pagerank_is_that_of_networkx_on_the_followers_votes(directed, damping):
    graph = directed.to_networkx().reverse()
    expected = networkx.pagerank(graph, alpha=damping, tol=1e-12, max_iter=2000)
    assert (directed.followings == 0).any(), "nobody is idle"
    found = pagerank.ranks(directed, damping, 1e-12)
    assert found == pytest.approx(np.array([expected[u] for u in range(80)]), abs=1e-10)
    assert found.sum() == pytest.approx(1)
    against = networkx.pagerank(directed.to_networkx(), alpha=damping)
    assert np.abs(found - np.array([against[u] for u in range(80)])).max() > 1e-3, "direction could not be told"


def test_without_damping_all_ranks_are_equal(directed):
    assert pagerank.ranks(directed, 0.0) == pytest.approx(np.full(80, 1 / 80))


@pytest.mark.parametrize("seed", range(6))
def test_core_numbers_are_those_of_networkx(seed):
    graph = networkx.DiGraph(networkx.scale_free_graph(200, alpha=0.3, beta=0.6, gamma=0.1, seed=seed))
    graph.remove_edges_from(list(networkx.selfloop_edges(graph)))
    graph.add_nodes_from(range(200, 203))
    expected = networkx.core_number(graph)
    found = k_core.core_numbers(Network.from_networkx(graph))
    assert found.tolist() == [expected[u] for u in graph]
    assert len(set(found.tolist())) > 4


def test_cores_come_before_followers():
    """A hub of 30 leaves has the most followers and the lowest core; four friends have the highest."""
    pairs = [(u, v) for u in range(4) for v in range(4) if u != v] + [(4, 5 + i) for i in range(30)]
    network = Network.from_edges(*np.array(pairs).T, 35)
    choice = choose(k_core, network, Budget(count=5))
    assert choice.accounts.tolist() == [0, 1, 2, 3, 4]
    assert choice.gain.tolist() == [6, 6, 6, 6, 1]


# -- degree discount


def slow_degree_discount(network, count, p):
    """The definition, score by score."""
    chosen = []
    for _ in range(count):
        scores = {}
        for v in set(range(len(network))) - set(chosen):
            t_out = len(set(network.audience_of(v).tolist()) & set(chosen))
            t_in = len(set(network.following_of(v).tolist()) & set(chosen))
            d = len(network.audience_of(v))
            scores[v] = d - t_out if p is None else d - t_out - t_in - (d - t_out) * t_in * p
        chosen.append(min(scores, key=lambda v: (-scores[v], v)))
    return chosen


@pytest.mark.parametrize("p", [None, 0.01, 0.1, 0.6])
def test_degree_discount_is_its_definition(directed, p):
    model_probability = "weighted_cascade" if p is None else p
    choice = choose(degree_discount, directed, Budget(count=25), model_probability)
    assert choice.accounts.tolist() == slow_degree_discount(directed, 25, p)
    assert choice.about["rule"].startswith("single" if p is None else "degree discount")
    if p is not None:
        assert choice.accounts.tolist() != slow_degree_discount(directed, 25, None)
        given = choose(degree_discount, directed, Budget(count=25), "weighted_cascade", probability=p)
        assert given.accounts.tolist() == choice.accounts.tolist()


def test_among_friends_it_is_the_papers_formula():
    """Chen, Wang and Yang 2009: d - 2t - (d - t) t p, for friends who follow each other."""
    network = Network.from_networkx(networkx.karate_club_graph())
    p = 0.05
    choice = choose(degree_discount, network, Budget(count=10), p)
    for i, account in enumerate(choice.accounts.tolist()):
        d = network.followers[account]
        t = len(set(network.audience_of(account).tolist()) & set(choice.accounts[:i].tolist()))
        assert choice.gain[i] == pytest.approx(d - 2 * t - (d - t) * t * p)


def test_discount_with_prices_passes_over_the_dear():
    network = Network.from_edges([0, 0, 0, 1, 1, 2], [3, 4, 5, 3, 4, 3], 6)
    price = np.array([9.0, 2.0, 2.0, 8.0, 8.0, 8.0])
    choice = choose(degree_discount, network, Budget(amount=5.0, prices=price))
    assert choice.accounts.tolist() == [1, 2]
    assert choice.about["too_dear"] == [0]


# -- communities


def test_the_largest_communities_take_turns():
    community = np.array([5, 5, 5, 5, 2, 2, 2, 9, 9, 9])
    source = [1, 1, 1, 0, 0, 3, 4, 4, 9, 9]
    target = [0, 2, 3, 1, 2, 0, 5, 6, 7, 8]
    network = Network.from_edges(source, target, 10, attributes={"community": community})
    everyone = choose(community_spread, network, Budget(count=10)).accounts.tolist()
    assert everyone == [1, 4, 9, 0, 5, 7, 3, 6, 8, 2]
    two = choose(community_spread, network, Budget(count=4), communities=2).accounts.tolist()
    assert two == [1, 4, 0, 5]
    with pytest.raises(PlanError, match="count 5 is more than the 4 accounts"):
        choose(community_spread, network, Budget(count=5), communities=1)


def slow_label_propagation(network, key, sweeps):
    """The definition, account by account, with the same draws."""
    labels = list(range(len(network)))
    for sweep in range(sweeps):
        at = draw_int(key, LABELLING, sweep)
        changed = False
        for v in sorted(range(len(network)), key=lambda v: uniform_int(draw_int(at, v))):
            votes = [labels[w] for w in [*network.audience_of(v).tolist(), *network.following_of(v).tolist()]]
            most = {label for label in votes if votes.count(label) == max(map(votes.count, votes))}
            if most and labels[v] not in most:
                labels[v] = min(most, key=lambda label: draw_int(at, v, label))
                changed = True
        if not changed:
            break
    return labels


@pytest.mark.parametrize("sweeps", [1, 2, 30])
def test_label_propagation_is_its_definition(directed, sweeps):
    assert propagated_labels(directed, KEY, sweeps).tolist() == slow_label_propagation(directed, KEY, sweeps)


def test_label_propagation_finds_planted_communities():
    graph = networkx.planted_partition_graph(4, 25, 0.5, 0.01, seed=5)
    found = communities_of(Network.from_networkx(graph), KEY)
    assert all(len(set(found[25 * i : 25 * i + 25].tolist())) == 1 for i in range(4))
    assert len(set(found.tolist())) == 4


# -- listed


def test_a_list_is_taken_as_it_stands():
    network = Network.from_edges([0], [1], 4, labels=["Ann", "Bo", "Cy", "Di"])
    choice = choose(listed, network, Budget(), accounts=("Cy", 0, "Di"))
    assert choice.accounts.tolist() == [2, 0, 3]
    numbered = Network.from_edges([0], [1], 3, labels=[30, 20, 10])
    assert choose(listed, numbered, Budget(), accounts=(10, 20)).accounts.tolist() == [2, 1]
    priced = choose(listed, network, Budget(amount=9.0, prices=np.array([1.0, 2, 3, 4])), accounts=("Bo", "Di"))
    assert (priced.spent, priced.left_over) == (6.0, 3.0)


@pytest.mark.parametrize(
    ("accounts", "budget", "message"),
    [
        (("Eve",), Budget(), "no account is called 'Eve'"),
        ((7,), Budget(), "account 7 is not in the network"),
        (("Bo", "Bo"), Budget(), "'Bo' is named twice"),
        (("Bo", 1), Budget(), "1 is named twice"),
        (("Bo",), Budget(excluded=frozen(np.array([1]), np.int32)), "'Bo' is already taken by another group"),
        (("Bo",), Budget(count=2), "count 2 is not the 1 accounts listed"),
        (("Bo", "Di"), Budget(amount=5.0, prices=np.array([1.0, 2, 3, 4])), r"cost 6\.00, more than the budget 5\.00"),
    ],
)
def test_lists_that_cannot_be_taken(accounts, budget, message):
    network = Network.from_edges([0], [1], 4, labels=["Ann", "Bo", "Cy", "Di"])
    with pytest.raises(PlanError, match=message):
        choose(listed, network, budget, accounts=accounts)
