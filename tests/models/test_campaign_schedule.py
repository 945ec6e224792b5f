"""A change in the schedule sets any of the platform's settings from its second on, with a table of its own."""

import numpy as np
import pytest
from campaign_scenes import as_bytes, events_of, kols, mean_and_error, network_of, new_world, plan_of
from pydantic import ValidationError

from sim.models import campaign
from sim.models.campaign import places
from sim.models.campaign.schedule import at_parts
from sim.world import PAID, Item, Push

DAYS, CHANGED = 4.0, 2.0
X = {"preset": "x_2026", "tick_minutes": 30.0}


def world_with(platform, **change):
    changes = [{"at": CHANGED, **change}] if change else []
    about_food = (Item("one", topics=("food",)),)
    return new_world({**platform, "changes": changes}, 1000, about_food, days=DAYS, share_level=-5.0)


def busy_plan():
    """Posts day after day, and ads all the time."""
    posts = [(author, 0, PAID, 4.0 * i) for i, author in enumerate(kols(network_of(1000), 24))]
    return plan_of(network_of(1000), posts, [Push("ads", 1, 0.0, DAYS * 86400.0, 10**8, 1000)])


def counts(world, replicates=6):
    """Impressions by channel (4) before and after the change, a row a replicate (int64[replicates, 2, 4])."""
    found = []
    for replicate in range(replicates):
        events = events_of(world, busy_plan(), replicate)
        after = events["seen_at"] >= 24.0 * CHANGED
        rows = [np.bincount(events["seen_channel"][chosen], minlength=4) for chosen in (~after, after)]
        found.append(rows)
    return np.array(found)


def test_ads_end_with_their_looks():
    plain, none = (counts(world_with({"ad_load": 0.3}, **change)) for change in ({}, {"ad_load": 0.0}))
    assert (plain[:, 0] == none[:, 0]).all(), "nothing differs before"
    assert plain[:, 1, places.ADS].min() > 1000
    assert none[:, 1, places.ADS].max() == 0
    assert none[:, 1, places.FEED].sum() > plain[:, 1, places.FEED].sum(), "the feed has these looks"


def test_what_is_recommended_follows_the_share_of_looks():
    plain = counts(world_with(X))
    none = counts(world_with(X, out_of_network={"share": 0.0}))
    more = counts(world_with(X, out_of_network={"share": 0.9}))
    assert (plain[:, 0] == none[:, 0]).all()
    assert (plain[:, 0] == more[:, 0]).all()
    after = [found[:, 1, places.RECOMMENDED] for found in (none, plain, more)]
    assert after[0].max() == 0
    gain, error = mean_and_error(after[2] / after[1])
    assert error < 0.15
    assert abs(gain - 0.9 / 0.5) < 4 * error + 0.25, "the budget grows as the share does"
    assert more[:, 1, places.FEED].sum() < plain[:, 1, places.FEED].sum()


def test_each_part_has_a_table_of_its_own():
    kernel = world_with(X, out_of_network={"share": 0.9}, ad_load=0.5).kernel
    assert not np.array_equal(kernel.scores[0, 0], kernel.scores[0, 1])
    settings = at_parts(kernel, np.array([1])).numbers[0]
    assert (settings[places.OUT_SHARE], settings[places.AD_LOAD]) == (0.9, 0.5)
    supply = 0.9 / 0.5 * (1 - 0.5) / (1 - kernel.numbers[0, places.AD_LOAD])
    assert abs(settings[places.OUT_SUPPLY] / kernel.numbers[0, places.OUT_SUPPLY] - supply) < 1e-12
    assert at_parts(kernel, np.array([0])) is kernel


def test_a_platform_that_begins_to_recommend_has_a_table():
    world = world_with({}, out_of_network={"share": 0.6, "cap": 0.2})
    found = counts(world)
    assert found[:, 0, places.RECOMMENDED].max() == 0
    assert found[:, 1, places.RECOMMENDED].min() > 0
    assert world.kernel.feed[0, 1, places.OUT_MEAN] != 1.0


def test_what_was_seen_can_be_left_out_from_a_day_on():
    """Also what was seen before that day: it was remembered."""
    plan = plan_of(
        network_of(1000), [(author, 0, PAID, 30.0 + i) for i, author in enumerate(kols(network_of(1000), 9))]
    )

    def again(**change):
        world = new_world({"changes": [{"at": CHANGED, **change}]}, 1000, days=DAYS, share_level=-1.0)
        events = events_of(world, plan)
        origin, found, late = events["post_origin"][events["seen_post"]], set(), 0
        for account, post, at in zip(events["seen_account"].tolist(), origin.tolist(), events["seen_at"], strict=True):
            late += (account, post) in found and at >= 24.0 * CHANGED
            found.add((account, post))
        return late

    assert again(seen_filter=False) > 30
    assert again(seen_filter=True) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"diversity_floor": 0.0, "diversity_decay": 0.0},
        {"noise": 2.0},
        {"match_weight": 3.0},
        {"prior_events": 100.0},
        {"out_of_network": {"beta": 3.0}},
        {"out_of_network": {"match_effect": 5.0}},
        {"out_of_network": {"cap": 1e-4}},
    ],
    ids=lambda change: next(iter(change.get("out_of_network", change))),
)
def test_every_setting_acts_from_its_second_on(change):
    plan = plan_of(
        network_of(1000), [(author, 0, PAID, 2.0 * i) for i, author in enumerate([*kols(network_of(1000), 20)] * 2)]
    )
    before, after = 0, 0
    for replicate in range(3):
        events, other = (events_of(world_with(X, **given), plan, replicate) for given in ({}, change))
        rows = [
            list(zip(*(told[f"seen_{name}"].tolist() for name in ("at", "account", "post", "channel")), strict=True))
            for told in (events, other)
        ]
        early = [[row for row in found if row[0] < 24.0 * CHANGED] for found in rows]
        before += early[0] != early[1]
        after += rows[0] != rows[1]
    assert before == 0
    assert after > 0


def test_a_change_of_nothing_changes_nothing():
    plan = busy_plan()
    same = {"out_of_network": {"share": 0.5}, "ad_load": 0.14, "seen_filter": True}
    plain, changed = (world_with(X, **change) for change in ({"recency_hours": 0.7}, {"recency_hours": 0.7, **same}))
    assert as_bytes(events_of(plain, plan)) == as_bytes(events_of(changed, plan))


@pytest.mark.parametrize("key", ["ad_load", "diversity_floor", "noise"])
def test_a_setting_beyond_its_bounds_is_refused(key):
    with pytest.raises(ValidationError, match=rf"changes.0.{key}"):
        campaign.Parameters(platform={"changes": [{"at": 1.0, key: -0.5}]})
