"""Under a ranked feed, too: without one author only those differ who are offered something else, if counters stand
still; and every draw that both runs make is the same, counters or not."""

import numpy as np
import pytest
from campaign_scenes import events_of, kols, network_of, new_world, plan_of
from test_campaign_removal import histories, posts_by_identity

from sim.models.campaign.places import ADS, SHARED
from sim.world import OWNED, PAID, Push

STILL, MOVING = 1440.0, 30.0
"""Minutes of a tick: in one day no counter reaches the feed after the first second, or many do."""
RANKED = {"preset": "x_2026", "out_of_network": {"share": 0.0}, "ad_load": 0.14}
DAY = 86400.0


def both(tick_minutes, replicate, **setting):
    """The events with all authors, and without the fifth of twelve."""
    world = ranked_world(tick_minutes, **setting)
    posts = [(author, i % 2, PAID if i % 3 else OWNED, 0.5 * i) for i, author in enumerate(authors())]
    ads = [Push("ads", 1, 0.0, DAY, 3000, 1000), Push("ads", 0, 7200.0, DAY, 900, 1000, frequency_cap=2)]
    return [
        events_of(world, plan_of(network_of(1000), chosen, ads), replicate) for chosen in (posts, posts[:4] + posts[5:])
    ]


def authors():
    return kols(network_of(1000), 12, 5)


_worlds = {}


def ranked_world(tick_minutes, **setting):
    """One world for each setting: finding its table takes seconds."""
    known = (tick_minutes, *sorted(setting.items()))
    if known not in _worlds:
        platform = {**RANKED, "tick_minutes": tick_minutes}
        _worlds[known] = new_world(platform, 1000, days=1.0, **{"share_level": -2.5, "inflow": 60.0, **setting})
    return _worlds[known]


def with_origins(events):
    """The posts, each with what it is, and which post it descends from: a share of another post is another thing."""
    posts = posts_by_identity(events)
    return {(*post, posts[origin]) for post, origin in zip(posts, events["post_origin"].tolist(), strict=True)}


def offered_something_else(whole, rest):
    """When each account is first offered a post that is in one of the two runs alone, or out at another time. The
    author who is left out counts, too: in the one run he has shared the item, in the other he may yet."""
    found = {}
    for *post, _ in with_origins(whole) ^ with_origins(rest):
        if post[2] != SHARED:
            found[post[0]] = post[-1]
        for follower in network_of(1000).audience_of(post[0]).tolist():
            found[follower] = min(found.get(follower, np.inf), post[-1])
    return found


def differing(whole, rest):
    """Accounts whose history differs, and how many of them differ before they were offered anything else, or without
    being offered it at all."""
    one, other, offered = histories(whole), histories(rest), offered_something_else(whole, rest)
    found, outside = set(), 0
    for account in range(1000):
        pair = one.get(account, []), other.get(account, [])
        if pair[0] == pair[1]:
            continue
        found.add(account)
        common = [a == b for a, b in zip(*pair, strict=False)]
        place = common.index(False) if False in common else len(common)
        first = min(events[place][0] for events in pair if place < len(events))
        outside += account not in offered or first < offered[account]
    return found, outside


@pytest.mark.parametrize("setting", [{}, {"rhythm": "flat", "looks": 2.0, "delayed_shares": 1.0, "delay_hours": 2.0}])
def test_with_still_counters_only_those_differ_who_are_offered_something_else(setting):
    counts, far = 0, 0
    followers = set(network_of(1000).audience_of(authors()[4]).tolist())
    for replicate in range(12):
        found, outside = differing(*both(STILL, replicate, **setting))
        assert outside == 0
        counts += len(found)
        far += len(found - followers - {int(authors()[4])})
    assert counts > 60
    assert far > 3, "some differ by what others shared"


def test_with_counters_that_move_others_differ_too():
    """So the test above would see it: what is ranked by counters depends on what strangers saw."""
    assert sum(differing(*both(MOVING, replicate, share_level=-1.0))[1] for replicate in range(12)) > 5


# -- every draw


def draws(events):
    """What was drawn, by what it was drawn for: appeals, who was shown which ad when, and delays of shares."""
    posts = posts_by_identity(events)
    whose = zip(posts, events["post_origin"].tolist(), events["post_appeal"].tolist(), strict=True)
    appeals = {("appeal", post[:4], posts[origin][:4]): appeal for post, origin, appeal in whose}
    ads = events["seen_channel"] == ADS
    shown = zip(*(events[f"seen_{name}"][ads].tolist() for name in ("account", "post", "at")), strict=True)
    grants = {("ad", account, posts[post][:4], at): 1.0 for account, post, at in shown}
    delays, acted = {}, {}
    for account, post, at, action in zip(
        *(events[f"act_{name}"].tolist() for name in ("account", "post", "at", "action")), strict=True
    ):
        if action == 0:
            acted[account, post] = at
    for place, parent in enumerate(events["post_parent"].tolist()):
        if parent >= 0:
            author = int(events["post_author"][place])
            delay = events["post_published"][place] - acted[author, parent]
            delays["delay", author, posts[parent][:4]] = round(float(delay), 9)
    return appeals, grants, delays


@pytest.mark.parametrize("tick_minutes", [STILL, MOVING])
def test_every_draw_of_both_runs_is_the_same(tick_minutes):
    shared = 0
    for replicate in range(6):
        (appeals, grants, delays), (appeals_without, grants_without, delays_without) = map(
            draws, both(tick_minutes, replicate, delay_hours=1.0)
        )
        assert grants == grants_without, "ads are shown to the same accounts at the same times"
        assert len(grants) > 1000
        for found, without in ((appeals, appeals_without), (delays, delays_without)):
            common = found.keys() & without.keys()
            assert [found[key] for key in common] == [without[key] for key in common]
        shared += len(delays.keys() & delays_without.keys())
    assert shared > 100


def test_draws_of_another_world_are_others():
    (appeals, grants, delays), (appeals_there, grants_there, delays_there) = (
        draws(both(STILL, replicate, delay_hours=1.0)[0]) for replicate in (0, 1)
    )
    assert grants != grants_there
    for found, there in ((appeals, appeals_there), (delays, delays_there)):
        common = found.keys() & there.keys()
        assert common
        assert [found[key] for key in common] != [there[key] for key in common]


# -- what the network factor does


def test_the_factor_for_strangers_changes_nothing():
    """No post of a stranger stands in a feed: they are given out of looks of their own, where one factor on all of them
    cancels."""
    posts = [(author, 0, PAID, 0.5 * i) for i, author in enumerate(authors())]
    told = []
    for factor in (0.75, 0.1):
        platform = {"preset": "x_2026", "stranger_factor": factor}
        events = events_of(new_world(platform, 1000, days=1.0), plan_of(network_of(1000), posts))
        told.append({name: values.tobytes() for name, values in events.items()})
    assert told[0] == told[1]
