"""Tiers by followers in people, and whether networks have as many KOLs of each size as the trade tells.

Bands: on Xiaohongshu nine of ten KOLs have fewer than 100,000 followers, on Douyin more than eight of ten fewer than
500,000 (WeiBoYi 2023, as told by the trade). Who has fewer than 10,000 (Douyin: 100,000) is no KOL.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.binding import bind, in_people, limits_of, tier_of
from sim.files.candidates import KolRow
from sim.generators.kol_presets import PRESETS
from sim.network import TIERS, Network

SHARE_BELOW = {"xiaohongshu": (100_000, 0.85, 0.98), "douyin": (500_000, 0.80, 0.90)}
"""A number of followers, and the band of the share of KOLs with fewer."""


@pytest.mark.parametrize(
    ("preset", "told"),
    [
        ("xiaohongshu", {9_999: "koc", 10_000: "tail", 49_999: "tail", 50_000: "waist", 500_000: "head"}),
        ("douyin", {99_999: "koc", 100_000: "tail", 1_000_000: "waist", 9_999_999: "waist", 10_000_000: "head"}),
        ("weibo", {9_999: "koc", 10_000: "tail", 100_000: "waist", 1_000_000: "head"}),
        ("twitter", {9_999: "koc", 10_000: "tail", 100_000: "waist", 1_000_000: "head"}),
    ],
)
def test_tiers_of_a_platform(preset, told):
    network = sim.generate("kol_communities", accounts=50, preset=preset, seed=1)
    assert limits_of(network) == PRESETS[preset].tiers
    assert {people: TIERS[int(tier_of(people, limits_of(network)))] for people in told} == told


@given(st.lists(st.integers(0, 10**8), min_size=1), st.sampled_from(list(PRESETS)))
def test_more_followers_are_never_a_lower_tier(people, preset):
    tier = tier_of(np.sort(people), PRESETS[preset].tiers)
    assert tier.dtype == np.int8
    assert (np.diff(tier) >= 0).all()
    assert [int(tier_of(one, PRESETS[preset].tiers)) for one in sorted(people)] == tier.tolist()


def test_a_network_without_tiers_has_no_limits():
    assert limits_of(Network.from_edges([0], [1], 2)) is None
    assert limits_of(Network.from_edges([0], [1], 2, about={"tiers": {"head": 1}})) is None


def share_of_kols(network, people, below):
    """Of the accounts that are KOLs by their followers in people: how many there are, and the share below a number."""
    followers = network.followers * people
    kols = followers[tier_of(followers, limits_of(network)) > 0]
    return len(kols), np.count_nonzero(kols < below) / len(kols)


@pytest.mark.parametrize(("preset", "people"), [("xiaohongshu", 60), ("xiaohongshu", 120), ("douyin", 500)])
def test_as_many_kols_of_each_size_as_the_trade_tells(preset, people):
    network = sim.generate("kol_communities", accounts=100_000, preset=preset, seed=1)
    below, least, most = SHARE_BELOW[preset]
    count, share = share_of_kols(network, people, below)
    error = np.sqrt(share * (1 - share) / count)
    assert error < (most - least) / 8  # precise enough to tell
    assert least < share < most
    tiers = np.bincount(network.attributes["tier"], minlength=4)[1:]
    assert tiers[0] > 5 * tiers[1] > 25 * tiers[2] > 0  # by rank: many small ones, few large ones


def test_a_network_of_equals_is_not_like_that():
    """Negative control: with as many large KOLs as small ones the share is outside its band."""
    network = sim.generate(
        "kol_communities", accounts=100_000, preset="xiaohongshu", seed=1, follower_exponent=1.6, largest_hub=0.2
    )
    _, least, _ = SHARE_BELOW["xiaohongshu"]
    assert share_of_kols(network, 60, 100_000)[1] < least


def test_in_people_the_limits_decide_and_nothing_else_changes():
    network = sim.generate("kol_communities", accounts=4000, preset="xiaohongshu", seed=2)
    people = in_people(network, 2_000_000)
    assert people.attributes["tier"].tolist() == tier_of(network.followers * 500, limits_of(network)).tolist()
    for name in ("community", "activity", "interests", "bridging"):
        assert people.attributes[name] is not None
        assert np.array_equal(people.attributes[name], network.attributes[name])
    assert np.shares_memory(people.audience, network.audience)
    assert np.array_equal(people.following, network.following)
    for level, name in enumerate(TIERS):
        told, members = people.about["tiers"][name], network.followers[people.attributes["tier"] == level]
        assert told["accounts"] == len(members)
        assert told["least_followers"] == (members.min() if len(members) else None)
    assert limits_of(people) == limits_of(network)
    assert people.about["represents"] == 2_000_000
    assert in_people(people, 2_000_000).fingerprint() == people.fingerprint() != network.fingerprint()


def test_who_stands_for_nobody_keeps_his_rank_and_a_file_what_it_says():
    network = sim.generate("kol_communities", accounts=500, seed=2)
    assert in_people(network, None) is network
    read = Network.from_edges([0, 1], [1, 2], 3, attributes={"tier": np.array([3, 0, 0])})
    assert in_people(read, 3_000_000) is read


def test_who_acts_for_a_kol_has_his_tier():
    network = sim.generate("kol_communities", accounts=500, preset="xiaohongshu", seed=2)
    kols = [KolRow("star", 900_000), KolRow("middling", 60_000), KolRow("small", 3_000)]
    bound = bind(network, kols, represents=1_000_000)
    people = in_people(network, 1_000_000, bound)
    assert network.followers.max() * 2000 < 900_000
    assert [TIERS[people.attributes["tier"][one.account]] for one in bound] == ["head", "waist", "koc"]
    assert sum(one["accounts"] for one in people.about["tiers"].values()) == 500


SIZES = (100_000, 200_000, 400_000)
REPRESENTED = 4_000_000
RANKS = (30, 100, 300, 1000)


def largest_in_people(preset, **parameters):
    """Followers in people of the KOLs of these ranks, on networks of each size for as many people (mean of three)."""
    found = []
    for accounts in SIZES:
        drawn = [
            sim.generate("kol_communities", accounts=accounts, preset=preset, seed=seed, **parameters)
            for seed in (1, 2, 3)
        ]
        sorted_ones = [np.sort(one.followers)[::-1][np.array(RANKS) - 1] for one in drawn]
        found.append(np.mean(sorted_ones, axis=0) * REPRESENTED / accounts)
    return np.array(found)


@pytest.mark.verify
@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_the_largest_kols_are_as_large_in_people_on_every_network(preset):
    found = largest_in_people(preset)
    assert found.max(axis=0) / found.min(axis=0) == pytest.approx(1.0, abs=0.2)


@pytest.mark.verify
def test_with_as_many_ties_an_account_on_every_network_they_are_not():
    """Negative control: where the mean audience does not grow with the network, each rank's KOL shrinks in people."""
    found = largest_in_people("twitter", mean_followers=25.0)
    assert (found[0] / found[-1] > 1.25).all()
