"""Segments of the audience: their shares, who stays when a share grows, interests, who is most interested or alike."""

import numpy as np
import pytest

from sim.generators import generate
from sim.models.campaign.product import Segment
from sim.network import Network
from sim.segments import SegmentError, interests_of, lookalikes, most_interested, segment_of


@pytest.fixture(scope="module")
def network():
    return generate("kol_communities", {"accounts": 4000}, 5)


def audience(**shares):
    return {name: Segment(share=share) for name, share in shares.items()}


def test_shares_are_met_and_nobody_is_in_two(network):
    found = segment_of(network, audience(young=0.3, old=0.2), 1)
    assert found.dtype == np.int32
    assert not found.flags.writeable
    for place, share in ((0, 0.3), (1, 0.2), (-1, 0.5)):
        error = np.sqrt(share * (1 - share) / len(network))
        assert error < 0.01
        assert abs((found == place).mean() - share) < 4 * error
    assert (segment_of(network, {}, 1) == -1).all()
    assert (segment_of(network, audience(all=1.0), 1) == 0).all()
    assert (segment_of(network, audience(nobody=0.0), 1) == -1).all()


def test_a_share_that_grows_keeps_its_members_and_another_seed_draws_others(network):
    small, large = segment_of(network, audience(a=0.1), 1), segment_of(network, audience(a=0.2), 1)
    assert (large[small == 0] == 0).all()
    other = segment_of(network, audience(a=0.1), 2)
    assert 0 < ((small == 0) & (other == 0)).sum() < 0.3 * (small == 0).sum()  # a tenth of them, by chance


def test_one_more_account_changes_no_other(network):
    def ring(n):
        return Network.from_edges(range(n), [*range(1, n), 0], n)

    one, more = segment_of(ring(50), audience(a=0.5), 3), segment_of(ring(60), audience(a=0.5), 3)
    assert (one == more[:50]).all()


def test_a_segment_has_interests_of_its_own(network):
    segments = {"a": Segment(share=0.2, interests={"food": 0.9})}
    segment = segment_of(network, segments, 1)
    found = interests_of(network, segments, segment)
    own = network.attributes["interests"]
    food = list(network.about["topics"]).index("food")
    assert (found[segment == 0, food] == np.float32(0.9)).all()
    assert (found[segment == -1] == own[segment == -1]).all()
    others = [place for place in range(own.shape[1]) if place != food]
    assert (found[:, others] == own[:, others]).all()
    with pytest.raises(SegmentError, match="no topic 'cars'"):
        interests_of(network, {"a": Segment(share=0.2, interests={"cars": 1})}, segment)
    plain = Network.from_edges([0], [1], 2)
    assert interests_of(plain, {}, segment_of(plain, {}, 1)) is None


def test_the_most_interested_are_found(network):
    interests = network.attributes["interests"]
    chosen = most_interested(interests, 2, 0.05)
    assert len(chosen) == 200
    assert (np.diff(chosen) > 0).all()
    left = np.setdiff1d(np.arange(len(network)), chosen)
    assert interests[chosen, 2].min() >= interests[left, 2].max()
    assert len(most_interested(interests, 2, 1e-9)) == 1


def test_lookalikes_are_like_the_followers(network):
    interests = network.attributes["interests"]
    star = int(np.argmax(network.followers))
    chosen = lookalikes(network, interests, star, 0.1)
    assert len(chosen) == 400
    mean = interests[network.audience_of(star)].astype(np.float64).sum(axis=0)
    likeness = (interests @ mean) / np.linalg.norm(interests, axis=1)
    left = np.setdiff1d(np.arange(len(network)), chosen)
    assert likeness[chosen].min() >= likeness[left].max() - 1e-6
    nobody = int(np.flatnonzero(network.followers == 0)[0])
    with pytest.raises(SegmentError, match="has no followers"):
        lookalikes(network, interests, nobody, 0.1)
