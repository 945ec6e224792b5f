"""Networks of further platforms: the same people, other follows; how far the stars are the same; who is there."""

import math

import numpy as np
import pytest

from sim.generators import generate
from sim.generators.further import (
    drawn_beside,
    further_network,
    parameters_beside,
    platform_key,
    with_labels_of,
    with_members,
    with_stars_of,
)
from sim.network import Network, NetworkError

N = 4000


@pytest.fixture(scope="module")
def first():
    return generate("kol_communities", {"accounts": N, "preset": "xiaohongshu", "mean_followers": 30.0}, key=1)


def there(first, **options):
    options = {"seed": 1, "preset": "douyin", "mean_followers": 30.0, **options}
    return further_network(first, options.pop("platform", "douyin"), **options)


def edges(network):
    return np.repeat(np.arange(len(network)), network.followers) * len(network) + network.audience


def ranks(values):
    """Ranks from 0 to 1, equal ones sharing theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return ((np.cumsum(count) - count / 2) / len(values))[place.reshape(-1)]


def agreement(first, other):
    """The mean correlation of ranks by followers inside communities, weighted by accounts."""
    community, found = first.attributes["community"], []
    for one in np.unique(community):
        inside = community == one
        pair = ranks(first.followers[inside]), ranks(other.followers[inside])
        found.append((np.corrcoef(*pair)[0, 1], inside.sum()))
    return np.average([one for one, _ in found], weights=[size for _, size in found])


def test_the_people_are_the_same_and_the_follows_are_not(first):
    other = there(first)
    for name in ("community", "interests"):
        assert np.array_equal(other.attributes[name], first.attributes[name])
    assert other.about["topics"] == first.about["topics"]
    assert other.about["parameters"]["preset"] == "douyin"
    shared = np.intersect1d(edges(first), edges(other))
    assert len(shared) < 0.1 * other.edge_count
    assert np.array_equal(other.attributes["member"], np.ones(N, np.uint8))


def test_tiers_and_activity_go_with_the_audience(first):
    other = there(first)
    tier = other.attributes["tier"]
    least = [other.followers[tier == level].min() for level in range(4)]
    most = [other.followers[tier == level].max() for level in range(4)]
    assert all(above >= below for below, above in zip(most, least[1:], strict=False))
    assert np.corrcoef(other.attributes["activity"], other.followers)[0, 1] > 0.1
    assert not np.array_equal(other.attributes["tier"], first.attributes["tier"])


def test_the_same_stars_are_in_the_same_order_inside_communities(first):
    other = there(first, same_stars=1)
    for one in np.unique(first.attributes["community"]):
        inside = first.attributes["community"] == one
        order = np.lexsort((other.followers[inside], first.followers[inside]))
        by_first = first.followers[inside][order]
        by_other = other.followers[inside][order]
        highest_before = np.maximum.accumulate(by_other)
        risen = np.flatnonzero(by_first[1:] > by_first[:-1])
        assert (by_other[risen + 1] >= highest_before[risen]).all()


@pytest.mark.parametrize("same_stars", [0, 0.3, 0.5, 0.8])
def test_the_correlation_of_ranks_is_a_gaussian_copula_s(first, same_stars):
    wanted = 6 / math.pi * math.asin(same_stars / 2)
    found = [agreement(first, there(first, same_stars=same_stars, platform=f"p{number}")) for number in range(4)]
    error = np.std(found, ddof=1) / 2
    assert error < 0.02
    assert np.mean(found) == pytest.approx(wanted, abs=4 * max(error, 0.004) + 0.02 * wanted)  # few followers tie


def test_changing_places_changes_no_structure(first):
    key = platform_key(1, "douyin")
    drawn = drawn_beside(first, {"preset": "douyin"}, key)
    moved = with_stars_of(first, drawn, 0.5, key)
    community = first.attributes["community"]

    def inside(network):
        return (community[np.repeat(np.arange(N), network.followers)] == community[network.audience]).mean()

    assert sorted(drawn.followers) == sorted(moved.followers)
    assert sorted(drawn.followings) == sorted(moved.followings)
    assert inside(drawn) == inside(moved) > 0.1
    assert not np.array_equal(drawn.followers, moved.followers)


def test_a_growing_share_keeps_its_members_and_their_edges(first):
    few, many, all_of_them = (there(first, members=share) for share in (0.3, 0.6, 1.0))
    assert few.attributes["member"].mean() == pytest.approx(0.3, abs=4 * math.sqrt(0.3 * 0.7 / N))
    assert (few.attributes["member"] <= many.attributes["member"]).all()
    assert np.isin(edges(few), edges(many)).all()
    assert np.isin(edges(many), edges(all_of_them)).all()
    gone = many.attributes["member"] == 0
    assert many.followers[gone].sum() == many.followings[gone].sum() == 0
    both = many.attributes["member"][edges(all_of_them) // N] & many.attributes["member"][edges(all_of_them) % N]
    assert many.edge_count == both.sum()


def test_the_brand_is_there_in_any_case(first):
    gone = int(np.flatnonzero(there(first, members=0.3).attributes["member"] == 0)[0])
    assert there(first, members=0.3, always=[gone]).attributes["member"][gone] == 1


def test_a_platform_is_drawn_by_its_name(first):
    again, other = there(first), there(first, platform="weibo")
    assert there(first).fingerprint() == again.fingerprint()
    assert again.fingerprint() != other.fingerprint()
    assert again.fingerprint() != there(first, realisation=1).fingerprint()
    half, other_half = there(first, members=0.5), there(first, members=0.5, platform="weibo")
    together = (half.attributes["member"] & other_half.attributes["member"]).mean()
    assert together == pytest.approx(0.25, abs=4 * math.sqrt(0.25 * 0.75 / N))


@pytest.mark.parametrize(
    ("name", "parameters", "own"),
    [
        ("planted_partition", {"communities": 3, "community_size": 40}, {"chance_inside": 0.3}),
        ("erdos_renyi", {"accounts": 100, "mean_followers": 5}, {}),
        ("barabasi_albert", {"accounts": 100}, {}),
        ("shipped", {"name": "karate_club"}, {}),
    ],
)
def test_any_generator_makes_a_further_platform(name, parameters, own):
    first = generate(name, parameters, key=3)
    other = further_network(first, "there", seed=1, members=0.5, **own)
    assert len(other) == len(first)
    assert other.labels == first.labels
    assert 0 < other.attributes["member"].sum() < len(first)


def test_a_preset_fills_in_what_it_does_not_give_and_else_the_first_does():
    first = {"accounts": 500, "preset": "weibo", "mixing": 0.2, "topics": ["a"]}
    assert parameters_beside("kol_communities", first, {"closure": 0.1}) == {**first, "closure": 0.1}
    assert parameters_beside("kol_communities", first, {"preset": "douyin"}) == {
        "accounts": 500,
        "topics": ["a"],
        "preset": "douyin",
    }


def test_a_file_s_accounts_are_told_by_their_labels():
    first = Network.from_edges([0, 1, 2], [1, 2, 0], 3, labels=["ann", "bob", "cat"])
    other = Network.from_edges([0, 0], [1, 2], 3, labels=["cat", "ann", "bob"])  # ann and bob follow cat
    found = with_labels_of(first, other)
    assert found.labels == ["ann", "bob", "cat"]
    assert found.audience_of(2).tolist() == [0, 1]
    same = further_network(first, "douyin", seed=1, network=other)
    assert same.audience_of(2).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda first: there(first, members=0), "members: 0 is not allowed; allowed: above 0 to 1"),
        (lambda first: there(first, members=1e-9), "members: 1e-09 of 4,000 accounts are nobody"),
        (lambda first: there(first, same_stars=1.5), "same_stars: 1.5 is not allowed; allowed: 0 to 1"),
        (lambda first: there(first, accounts=10), "accounts is of the people, who are the same on all platforms"),
        (lambda first: there(first, topics=["x"]), "topics is of the people"),
        (lambda first: there(first, mixing=3.0), "kol_communities: mixing "),
        (
            lambda first: further_network(first, "x", seed=1, network=Network.from_edges([0], [1], 2)),
            "has 2 accounts and the first 4,000; allowed: the same accounts",
        ),
        (
            lambda first: further_network(first, "x", seed=1, network=first, mixing=0.2),
            "mixing is of a generator, and the network was read",
        ),
        (
            lambda first: further_network(Network.from_edges([0], [1], 2), "x", seed=1),
            "the first network was not generated",
        ),
        (
            lambda first: with_labels_of(
                Network.from_edges([0], [1], 2, labels=["a", "b"]), Network.from_edges([0], [1], 2, labels=["a", "c"])
            ),
            "has an account 'c', whom the first does not have; allowed: the same accounts",
        ),
        (
            lambda first: further_network(generate("ring", {"accounts": 10}, 1), "x", seed=1, accounts=12),
            "accounts is of the people",
        ),
        (
            lambda first: further_network(generate("grid", {"rows": 3, "columns": 3}, 1), "x", seed=1, rows=4),
            "has 12 accounts and the first 9; allowed: the same accounts",
        ),
    ],
)
def test_what_is_refused(first, make, sentence):
    with pytest.raises(NetworkError) as raised:
        make(first)
    assert sentence in str(raised.value)


def test_a_file_may_say_who_is_there():
    first = Network.from_edges([0, 1], [1, 2], 3)
    other = Network.from_edges([0, 1], [1, 2], 3, attributes={"member": np.array([1, 1, 0], np.uint8)})
    found = with_members(with_labels_of(first, other), 1.0, key=1)
    assert found.attributes["member"].tolist() == [1, 1, 0]
    assert found.edge_count == 1
