"""What a viewer has seen is left out of his feed where the platform says so, also where others share it."""

import numpy as np
import pytest

import sim
from sim.models import campaign
from sim.models.campaign import places
from sim.randomness import JUDGING, child_int
from sim.world import OWNED, Item, Plan, PlannedPost

STIRRING = {"quality": 1.0, "utility": 1.0, "arousal": 1.0, "novelty": 1.0}
NOBODY = np.zeros(0, np.int32)


def spread(seen_filter, ranking="ranked", replicates=4, **parameters):
    """Events of posts that most share, in a network where many follow the same accounts."""
    network = sim.generate("kol_communities", accounts=600, preset="twitter", seed=3)
    platform = {"preset": "x_2026", "ranking": ranking, "seen_filter": seen_filter}
    given = {"days": 2.0, "share_level": -3.0, "inflow": 10.0, "platform": platform, **parameters}
    of = campaign.prepare(network, campaign.Parameters(**given), (Item("one", **STIRRING),), 5)
    stars = np.argsort(-network.followers, kind="stable")[:3]
    plan = Plan(NOBODY, tuple(PlannedPost(int(a), 0, OWNED, 36_000.0 + 60.0 * i) for i, a in enumerate(stars)))
    work = campaign.workspace(of)
    for replicate in range(replicates):
        yield campaign.simulate(of, plan, child_int(child_int(20261124, JUDGING), replicate), work).events


def times_met(events):
    """How often each viewer met each post of the plan, as it is or as a share of it."""
    origin = events["post_origin"][events["seen_post"]].astype(np.int64)
    return np.unique(origin * 1_000_000 + events["seen_account"], return_counts=True)[1]


@pytest.mark.parametrize("ranking", ["ranked", "chronological", "hot"])
def test_nobody_sees_a_post_twice(ranking):
    for events in spread(True, ranking):
        assert (events["seen_channel"] == places.FEED).sum() > 300
        assert times_met(events).max() == 1
    assert max(times_met(events).max() for events in spread(False, ranking)) > 3, "nobody could see one twice"


def test_two_shares_in_one_session_are_one_impression():
    """All that has come is met in the one session of the second day: among it many shares of the same post."""
    given = {"sessions_a_day": 1.0, "sessions_spread": 0.0, "sessions_by_inflow": 0.0, "looks": 1e6, "inflow": 0.0}
    for events in spread(True, **given):
        assert times_met(events).max() == 1
    twice = 0
    for events in spread(False, **given):
        origin = events["post_origin"][events["seen_post"]].astype(np.int64)
        met = np.stack([origin, events["seen_account"], np.round(events["seen_at"] * 3600.0).astype(np.int64)])
        twice += (np.unique(met, axis=1, return_counts=True)[1] > 1).sum()
    assert twice > 20


def test_what_was_not_seen_is_still_shown():
    """Where nothing is shared, there is nothing to leave out."""
    with_it, without = (list(spread(on, share_level=-50.0)) for on in (True, False))
    for a, b in zip(with_it, without, strict=True):
        assert len(a["seen_at"]) > 100
        for name in ("seen_account", "seen_at", "act_account", "act_action"):
            assert a[name].tobytes() == b[name].tobytes()


def test_sharers_count_whether_their_post_is_shown_or_not():
    """Two sharers are asked for, and nobody sees the second one's post: the first sight comes too early for most."""
    needed = {"relations": {"sharers_needed": 2}}
    alone, both = (
        [(events["post_kind"] == places.SHARED).sum() for events in spread(on, **needed)] for on in (True, False)
    )
    assert 0 < sum(alone) < sum(both)
    one = [(events["post_kind"] == places.SHARED).sum() for events in spread(True)]
    assert sum(alone) < sum(one)


def test_presets_leave_out_and_a_plain_feed_does_not():
    assert campaign.Parameters().platform.seen_filter is False
    for preset in ("x_2023", "x_2026", "facebook", "tiktok"):
        assert campaign.Parameters(platform={"preset": preset}).platform.seen_filter is True
    off = {"preset": "x_2026", "seen_filter": False}
    assert campaign.Parameters(platform=off).platform.seen_filter is False
