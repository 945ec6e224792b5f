"""The classic families have the properties that their papers prove."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from sim.generators import generate
from sim.portrait import portrait
from sim.randomness import JUDGING, NETWORK, U, fill_uniform, world_key


def rows_of(network):
    return [network.audience_of(u).tolist() for u in range(len(network))]


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        ("path", {"accounts": 3, "directed": True}, [[1], [2], []]),
        ("path", {"accounts": 1}, [[]]),
        ("cycle", {"accounts": 3}, [[1, 2], [0, 2], [0, 1]]),
        ("star", {"accounts": 4}, [[1, 2, 3], [0], [0], [0]]),
        ("tree", {"branching": 2, "depth": 2, "directed": True}, [[1, 2], [3, 4], [5, 6], [], [], [], []]),
        ("complete", {"accounts": 3}, [[1, 2], [0, 2], [0, 1]]),
        ("complete", {"accounts": 1}, [[]]),
        ("grid", {"rows": 2, "columns": 2}, [[1, 2], [0, 3], [0, 3], [1, 2]]),
        ("ring", {"accounts": 5, "neighbours": 2}, [[1, 4], [0, 2], [1, 3], [2, 4], [0, 3]]),
        ("erdos_renyi", {"accounts": 3, "chance": 1}, [[1, 2], [0, 2], [0, 1]]),
        ("erdos_renyi", {"accounts": 3, "chance": 0}, [[], [], []]),
    ],
)
def test_small_ones_are_exact(name, parameters, expected):
    assert rows_of(generate(name, parameters, key=1)) == expected


def test_a_torus_has_four_neighbours_everywhere():
    network = generate("grid", {"rows": 4, "columns": 5, "periodic": True}, key=1)
    assert set(network.followers) == {4}


@pytest.mark.parametrize("directed", [False, True])
def test_erdos_renyi_has_binomial_degrees(directed):
    n, mean = 20_000, 8.0
    network = generate("erdos_renyi", {"accounts": n, "mean_followers": mean, "directed": directed}, key=3)
    error = np.sqrt(mean / n) * (1 if directed else np.sqrt(2))
    assert error < 0.01 * mean
    assert abs(network.followers.mean() - mean) < 4 * error
    spread = np.var(network.followers)
    assert abs(spread / mean - 1) < 4 * np.sqrt(2 / n) * 1.1
    together = np.corrcoef(network.followers, network.followings)[0, 1]
    assert abs(together) < 4 / np.sqrt(n) if directed else together > 0.999


def test_degrees_of_another_law_would_be_noticed():
    ring = generate("ring", {"accounts": 20_000, "neighbours": 8}, key=3)
    assert abs(np.var(ring.followers) / 8 - 1) > 4 * np.sqrt(2 / 20_000) * 1.1


@pytest.mark.parametrize("directed", [False, True])
def test_one_more_account_changes_no_other_link(directed):
    small, large = (
        generate("erdos_renyi", {"accounts": n, "chance": 0.02, "directed": directed}, key=3) for n in (400, 401)
    )
    assert [[v for v in row if v < 400] for row in rows_of(large)[:400]] == rows_of(small)


def test_planted_partition_has_its_chances():
    network = generate(
        "planted_partition",
        {"communities": 5, "community_size": 400, "chance_inside": 0.05, "chance_between": 0.005, "directed": True},
        key=3,
    )
    owner = np.repeat(np.arange(2000), network.followers)
    community = network.attributes["community"]
    inside = community[owner] == community[network.audience]
    for found, pairs, chance in (
        (inside.sum(), 5 * 400 * 399, 0.05),
        ((~inside).sum(), 2000 * 1600, 0.005),
    ):
        error = np.sqrt(pairs * chance)
        assert error < 0.02 * pairs * chance
        assert abs(found - pairs * chance) < 4 * error


def test_preferential_attachment_has_a_tail_of_exponent_three():
    attached = portrait(generate("barabasi_albert", {"accounts": 20_000, "links": 3}, key=2))
    assert attached["exponent"] == pytest.approx(3.0, abs=0.35)
    assert attached["mean_followers"] == pytest.approx(6.0, abs=0.01)
    random = portrait(generate("erdos_renyi", {"accounts": 20_000, "mean_followers": 6}, key=2))
    assert random["exponent"] > 4


def test_holme_kim_has_triangles():
    with_triangles = portrait(generate("holme_kim", {"accounts": 5000, "triangles": 0.9}, key=2))
    without = portrait(generate("barabasi_albert", {"accounts": 5000}, key=2))
    assert with_triangles["clustering"] > 5 * without["clustering"]


def test_a_small_world_is_both_clustered_and_small():
    ring, small, random = (
        portrait(generate("watts_strogatz", {"accounts": 1000, "neighbours": 10, "rewired": share}, key=2))
        for share in (0.0, 0.05, 1.0)
    )
    assert ring["clustering"] == pytest.approx(2 / 3, abs=0.01)  # 3 (k - 2) / (4 (k - 1))
    assert small["clustering"] > 0.75 * ring["clustering"] > 10 * random["clustering"]
    assert small["mean_path"] < 0.15 * ring["mean_path"]


def test_regular_networks_are_regular():
    assert set(generate("random_regular", {"accounts": 500, "degree": 5}, key=1).followers) == {5}


def test_configuration_keeps_its_degrees_and_directions_apart():
    n = 50_000
    one_way = {"accounts": n, "followers": {"one_of": [0, 4]}, "follows": {"poisson": 2}}
    network = generate("configuration", one_way, key=1)
    lost = sum(network.about["border"].values())
    assert lost < 30
    assert abs(network.followers.sum() - 2 * n) <= lost + 4 * np.sqrt(n)
    assert set(network.followers) <= {0, 1, 2, 3, 4}
    assert np.mean(network.followers == 0) == pytest.approx(0.5, abs=0.001)
    assert np.var(network.followings) == pytest.approx(2.0, abs=0.02)
    assert abs(np.corrcoef(network.followers, network.followings)[0, 1]) < 4 / np.sqrt(n)


def test_configuration_follows_a_list_to_the_account():
    network = generate("configuration", {"accounts": 1000, "degrees": {"each": [2] * 999 + [4]}}, key=1)
    lost = sum(network.about["border"].values())
    assert lost <= 20
    assert network.edge_count >= 2 * 1001 - 2 * lost
    assert network.followers[999] >= 3
    assert (network.followers[:999] <= 2).all()


def measured_threshold(network, keep, repeats):
    """Percolation threshold from the mean cluster below it: <s> = 1 + T <k> / (1 - T / T_c); (T_c, its error).

    Newman, Strogatz and Watts 2001, equation 20, solved for T_c. The peak of the cluster size itself lies far above
    T_c where the degrees have a heavy tail, even with a million accounts.
    """
    n = len(network)
    owner = np.repeat(np.arange(n, dtype=np.int32), network.followers)
    once = owner < network.audience
    ends, coins = (owner[once], network.audience[once]), np.empty(once.sum())
    found = []
    for replicate in range(repeats):
        fill_uniform(U(world_key(1, JUDGING, replicate)), coins)
        kept = coins < keep
        links = csr_array((np.ones(kept.sum(), np.int8), (ends[0][kept], ends[1][kept])), shape=(n, n))
        sizes = np.bincount(connected_components(links, directed=False)[1]).astype(np.float64)
        mean = (sizes * sizes).sum() / n
        found.append(keep / (1 - keep * network.followers.mean() / (mean - 1)))
    return np.mean(found), np.std(found) / np.sqrt(repeats)


def test_the_threshold_nearly_vanishes_under_a_power_law():
    """Pastor-Satorras and Vespignani 2001: exponent 2.5 on 1 .. 1000 has T_c = <k> / (<k^2> - <k>) = .043022."""
    power_law = {"power_law": {"exponent": 2.5, "smallest": 1, "largest": 1000}}
    key = world_key(1, NETWORK)
    network = generate("configuration", {"accounts": 400_000, "degrees": power_law}, key)
    threshold, error = measured_threshold(network, 0.35 * 0.043022, 12)
    assert error < 0.03 * 0.043022
    assert threshold == pytest.approx(0.043022, rel=0.10)
    poisson = generate("configuration", {"accounts": 400_000, "degrees": {"poisson": 1.9003}}, key)
    threshold, error = measured_threshold(poisson, 0.35 / 1.9003, 4)
    assert error < 0.03 / 1.9003
    assert threshold == pytest.approx(1 / 1.9003, rel=0.10)
