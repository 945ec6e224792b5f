"""The KOL-community network lies in the bands of real ones, and each parameter does what it says."""

import itertools

import numpy as np
import pytest

from sim.generators import generate
from sim.generators.kol_communities import Parameters
from sim.generators.kol_follows import fill_alias
from sim.generators.kol_presets import PRESETS
from sim.network import TIERS
from sim.portrait import portrait
from sim.portrait.kernels import closed_pairs
from sim.randomness import NETWORK, U, world_key

EVERYWHERE = {"exponent": (2.1, 2.5), "mean_path": (3.0, 6.0), "top_decile_posts": (0.6, 0.9)}
BANDS = {
    "twitter": {**EVERYWHERE, "reciprocity": (0.15, 0.45)},
    "weibo": {**EVERYWHERE, "reciprocity": (0.05, 0.15), "assortativity": (-1.0, -0.005)},
    "xiaohongshu": {**EVERYWHERE, "reciprocity": (0.05, 0.15)},
    "douyin": {**EVERYWHERE, "reciprocity": (0.05, 0.15)},
}
"""Kwak et al. 2010 and Myers et al. 2014 (twitter), Han 2016 (weibo); the top tenth's posts: Pew Research 2019."""

_made: dict = {}


def made(preset, accounts, key=1, **others):
    """(network, portrait), made once."""
    name = (preset, accounts, key, *others.items())
    if name not in _made:
        network = generate(
            "kol_communities", {"accounts": accounts, "preset": preset, **others}, world_key(key, NETWORK)
        )
        _made[name] = (network, portrait(network))
    return _made[name]


def outside(found, bands):
    return {name: found[name] for name, (low, high) in bands.items() if not low <= found[name] <= high}


SIZES = [10_000, 100_000, pytest.param(1_000_000, marks=pytest.mark.verify)]


@pytest.mark.parametrize("accounts", SIZES)
@pytest.mark.parametrize("preset", ["twitter", "weibo"])
def test_presets_lie_in_the_bands(preset, accounts):
    assert outside(made(preset, accounts)[1], BANDS[preset]) == {}


@pytest.mark.parametrize("preset", ["xiaohongshu", "douyin"])
def test_assumed_presets_lie_in_bands_of_their_own(preset):
    assert outside(made(preset, 10_000)[1], BANDS[preset]) == {}


@pytest.mark.parametrize("accounts", SIZES)
def test_weibo_is_less_equal_and_less_clustered_than_twitter(accounts):
    weibo, twitter = made("weibo", accounts)[1], made("twitter", accounts)[1]
    assert weibo["gini"] > twitter["gini"] + 0.01
    assert weibo["clustering"] < 0.8 * twitter["clustering"]
    assert weibo["largest_hub"] > twitter["largest_hub"]
    assert weibo["mean_followers"] > twitter["mean_followers"]


def test_another_network_lies_outside_the_bands():
    random = portrait(generate("erdos_renyi", {"accounts": 10_000, "mean_followers": 14}, key=1))
    random["top_decile_posts"] = 0.1
    assert set(outside(random, BANDS["twitter"])) == {"exponent", "reciprocity", "top_decile_posts"}


def test_assumed_structures_say_so():
    for preset, entry in PRESETS.items():
        network = generate("kol_communities", {"accounts": 100, "preset": preset}, key=1)
        assert network.about["assumed"] == (preset in ("xiaohongshu", "douyin"))
        assert ("assumption" in network.about["preset"]) == network.about["assumed"]
        assert network.about["preset"] == entry.description


def test_the_mean_audience_is_met():
    means = [
        generate("kol_communities", {"accounts": 5000, "mean_followers": 12}, k).followers.mean() for k in range(24)
    ]
    error = np.std(means) / np.sqrt(len(means))
    assert error < 0.02 * 12
    assert abs(np.mean(means) - 12) < 4 * error


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_the_largest_hub_is_as_large_as_told(share):
    found = max(made("twitter", 20_000, key, largest_hub=share)[1]["largest_hub"] for key in (1, 2, 3))
    assert 0.7 * share < found < 1.15 * share


@pytest.mark.parametrize("exponent", [2.1, 2.4, 2.8])
def test_the_exponent_is_as_steep_as_told(exponent):
    found = [made("twitter", 50_000, key, follower_exponent=exponent)[1]["exponent"] for key in (1, 2, 3)]
    assert np.std(found) < 0.12
    assert np.mean(found) == pytest.approx(exponent, abs=0.12)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_reciprocity_is_as_told(share):
    assert made("twitter", 20_000, reciprocity=share)[1]["reciprocity"] == pytest.approx(share, abs=0.03)


def test_mixing_and_closure_do_what_they_say():
    apart, mixed = (made("twitter", 20_000, mixing=mixing)[1] for mixing in (0.1, 0.8))
    assert apart["inside"] > 0.55 > 0.25 > mixed["inside"]
    assert apart["modularity"] > mixed["modularity"] + 0.3
    plain, closed = (made("twitter", 20_000, closure=closure)[1] for closure in (0.0, 0.4))
    assert closed["clustering"] > 1.3 * plain["clustering"]
    flat, steep = (made("weibo", 20_000, hierarchy=hierarchy)[1] for hierarchy in (0.0, 1.0))
    assert steep["assortativity"] < 2 * flat["assortativity"] < 0


def test_community_sizes_follow_their_law():
    community = made("twitter", 100_000)[0].attributes["community"]
    sizes = np.sort(np.bincount(community))
    assert sizes[0] >= 15  # 40 expected, 4 standard deviations below
    assert 0.03 * 100_000 < sizes[-1] <= 0.11 * 100_000
    for least in (100, 400, 1600):  # P(size >= x) ~ 1 / x between the smallest and the largest community
        expected = len(sizes) * (1 / least - 1e-4) / (1 / 40 - 1e-4)
        assert abs((sizes >= least).sum() - expected) < 4 * np.sqrt(expected)


def test_bridging_hubs_draw_from_all_communities():
    network = made("twitter", 50_000, mixing=0.2)[0]
    community, bridging = network.attributes["community"], network.attributes["bridging"]
    hubs = np.argsort(-network.followers)[:1500]
    inside = np.array([(community[network.audience_of(u)] == community[u]).mean() for u in hubs])
    assert 0.2 < bridging[hubs].mean() < 0.4
    assert inside[bridging[hubs]].mean() < 0.25
    assert inside[~bridging[hubs]].mean() > 0.5


@pytest.mark.parametrize("preset", PRESETS)
def test_tiers_are_ranks_by_the_real_law(preset):
    network = generate("kol_communities", {"accounts": 20_000, "preset": preset}, key=1)
    tier, followers = network.attributes["tier"], network.followers
    limits, steepness = PRESETS[preset].tiers, network.about["parameters"]["follower_exponent"] - 1
    for level in (1, 2, 3):
        assert followers[tier >= level].min() >= followers[tier < level].max()
        expected = 20_000 * 0.05 / (limits[level - 1] / limits[0]) ** steepness
        assert abs((tier >= level).sum() - expected) <= max(0.5, 3 - level)
        told = network.about["tiers"][TIERS[level]]
        assert told["accounts"] == (tier == level).sum()
        assert told["least_followers"] == followers[tier == level].min()
        assert told["least_people"] == limits[level - 1]


def test_activity_grows_with_followers_and_is_unequal():
    network = made("twitter", 50_000)[0]
    activity = network.attributes["activity"].astype(float)
    assert activity.mean() == pytest.approx(1.0, abs=0.25)
    order = np.argsort(network.followers)
    assert np.median(activity[order[-5000:]]) > 2 * np.median(activity[order[:25_000]])


def test_interests_are_shares_and_alike_inside_communities():
    network = made("twitter", 10_000)[0]
    interests, community = network.attributes["interests"].astype(float), network.attributes["community"]
    assert network.about["topics"] == ["food", "skincare", "fashion", "tech", "sport", "travel", "parenting", "news"]
    assert interests.shape == (10_000, 8)
    assert (interests >= 0).all()
    np.testing.assert_allclose(interests.sum(axis=1), 1.0, atol=1e-5)
    unit = interests / np.linalg.norm(interests, axis=1, keepdims=True)
    order = np.argsort(community, kind="stable")
    alike = (unit[order[:-1]] * unit[order[1:]]).sum(axis=1).mean()
    anyone = (unit[:-1] * unit[1:]).sum(axis=1).mean()
    assert alike > anyone + 0.15


def test_an_account_keeps_its_luck_when_another_joins():
    before, after = (generate("kol_communities", {"accounts": n}, key=4) for n in (3000, 3001))
    same = before.attributes["community"] == after.attributes["community"][:3000]
    assert same.mean() > 0.99
    kept = (before.attributes["interests"] == after.attributes["interests"][:3000]).all(axis=1)
    assert kept[same].all()
    np.testing.assert_allclose(after.attributes["activity"][:3000], before.attributes["activity"], rtol=0.02)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("accounts", [1, 2, 3, 4, 5, 7, 10, 30, 100])
def test_small_networks_can_be_made(preset, accounts):
    network = generate("kol_communities", {"accounts": accounts, "preset": preset}, key=accounts)
    assert len(network) == accounts
    assert network.edge_count <= accounts * (accounts - 1)
    assert (network.attributes["tier"] == 3).sum() == (1 if accounts >= 4 else 0)
    if network.about["parameters"]["mean_followers"] >= 1:
        assert network.followings.min() >= 1


def test_parameters_at_their_ends_make_networks():
    for others in (
        {"mean_followers": 0},
        {"mean_followers": 0.1},
        {"mean_followers": 124},
        {"largest_hub": 1, "follower_exponent": 1.6},
        {"follower_exponent": 6, "following_spread": 3},
        {"reciprocity": 0},
        {"reciprocity": 0.9, "reciprocity_decline": 3},
        {"closure": 0.9, "mixing": 1},
        {"mixing": 0, "smallest_community": 1, "largest_community": 0.01},
        {"smallest_community": 10_000, "largest_community": 1},
        {"kol_share": 0, "bridging_hubs": 1},
        {"kol_share": 1, "bridging_hubs": 1},
        {"posts_spread": 0, "posts_by_followers": 0, "topics": ["one"], "interest_focus": 1},
    ):
        network = generate("kol_communities", {"accounts": 500, **others}, key=1)
        wanted = others.get("mean_followers", PRESETS["twitter"].mean_at(500))
        assert wanted * 0.7 <= network.followers.mean() <= wanted * 1.3 + 0.01, others
        assert np.isfinite(network.attributes["activity"]).all()


def test_what_is_written_out_is_complete_and_means_the_same():
    short = Parameters(accounts=2000, preset="weibo", closure=0.2)
    written = short.model_dump(mode="json")
    assert None not in written.values()
    assert Parameters(**written) == short
    assert short.follower_exponent == PRESETS["weibo"].parameters["follower_exponent"]
    assert short.closure == 0.2
    assert Parameters(accounts=2000).mean_followers < Parameters(accounts=20_000).mean_followers


def test_alias_tables_hold_the_weights_exactly():
    weights = np.rint(np.geomspace(1, 1e6, 50))
    starts = np.array([0, 1, 20, 50])
    table = np.empty(50, np.uint64)
    fill_alias(starts, weights, np.empty(50), np.empty(50, np.int32), table)
    chance = np.zeros(50)
    for first, last in itertools.pairwise(starts):
        for place in range(first, last):
            own = float(table[place] >> U(32)) / 2.0**32
            chance[place] += own / (last - first)
            chance[int(table[place] & U(0xFFFFFFFF))] += (1 - own) / (last - first)
        expected = weights[first:last] / weights[first:last].sum()
        np.testing.assert_allclose(chance[first:last], expected, atol=1e-8)


def test_blocks_make_the_same_network(monkeypatch):
    before, _ = made("twitter", 10_000)
    monkeypatch.setattr("sim.csr.LARGE", 0)
    after = generate("kol_communities", before.about["parameters"], before.about["key"])
    assert after.fingerprint() == before.fingerprint()
    assert np.array_equal(after.following, before.following)


def test_kernels_are_compiled_for_one_signature():
    made("twitter", 10_000)
    for kernel in (fill_alias, closed_pairs):
        assert len(kernel.signatures) == 1
