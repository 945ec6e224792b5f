"""What is counted by platform, on a campaign on two platforms that can be counted by hand."""

import numpy as np
import pytest
from campaign_outcomes import (
    ACCOUNTS,
    AD,
    ADS,
    OWNED,
    PAID,
    RUMOUR,
    SHARE,
    Act,
    Order,
    Post,
    Seen,
    outcome_of,
    world_of,
)

from sim.metrics import METRICS, measure
from sim.metrics.events import followers_of_posts, platforms_of

THERE = [ACCOUNTS - 1 - account for account in range(ACCOUNTS)]
"""On the other platform account i has 11 - i followers."""
WORLD = world_of(represents=120, also_on={"douyin": THERE})
POSTS = [
    Post(10, OWNED, 1.0),
    Post(4, PAID, 2.0),
    Post(4, PAID, 2.0, platform=1),
    Post(0, SHARE, 3.0, parent=2, platform=1),
    Post(-1, AD, platform=1),
    Post(9, RUMOUR, 1.0, platform=1),
]
SEEN = [
    Seen(5, 0, 2.0),
    Seen(0, 2, 2.5),
    Seen(5, 1, 3.0),
    Seen(5, 3, 3.5),
    Seen(6, 3, 4.0),
    Seen(7, 4, 5.0, ADS),
    Seen(8, 5, 5.0),
]
ACTS = [
    Act(0, 2, "share", 2.5),
    Act(5, 1, "like", 3.0),
    Act(5, 3, "click", 3.5),
    Act(6, 3, "like", 4.0),
    Act(6, 3, "save", 4.0),
    Act(8, 5, "like", 5.0),
]
ORDERS = [Order(5, 6.0, 10000, post=3), Order(6, 7.0, 5000, incremental=0)]
OUTCOME = outcome_of(POSTS, SEEN, ACTS, ORDERS, [5], baseline=(3, 15000))


COUNTED_BY_HAND = {
    "impressions_by_platform": {"first": 2, "douyin": 4},
    "reach_by_platform": {"first": 1, "douyin": 4},  # account 5 saw something on both
    "first_touch_reach_by_platform": {"first": 1, "douyin": 3},
    "engagements_by_platform": {"first": 1, "douyin": 3},
    "clicks_by_platform": {"first": 0, "douyin": 1},
    "leads_by_platform": {"first": 0, "douyin": 10},
    "engagement_per_impression_by_platform": {"first": 1 / 2, "douyin": 3 / 4},
    "engagement_per_follower_by_platform": {"first": 1 / (10 + 4), "douyin": 3 / 7},
    "click_through_rate_by_platform": {"first": 0, "douyin": 1 / 4},
    "orders_by_platform_last_touch": {"first": 0, "douyin": 20, "untouched": 20},
    "orders_by_platform_first_touch": {"first": 10, "douyin": 10, "untouched": 20},
    "orders_by_platform_linear": {"first": 5, "douyin": 15, "untouched": 20},
}


def test_what_is_counted_by_hand_is_a_metric():
    """What is not has a readable definition in test_measures_by_group."""
    assert set(COUNTED_BY_HAND) <= {name for name in METRICS if "_by_platform" in name}


@pytest.mark.parametrize(("name", "value"), COUNTED_BY_HAND.items())
def test_platforms_counted_by_hand(name, value):
    assert METRICS[name].by_group
    assert measure(name, WORLD, OUTCOME, cost=1.0) == pytest.approx(value)


def test_followers_are_those_where_the_post_stands():
    assert followers_of_posts(WORLD, OUTCOME, np.arange(3)).tolist() == [10, 4, 7]
    assert measure("engagement_per_follower", WORLD, OUTCOME) == pytest.approx(4 / (10 + 4 + 7))


def test_an_author_on_two_platforms_is_one_kol_by_his_largest_audience():
    few_here = world_of(also_on={"douyin": [11 if account == 4 else 1 for account in range(ACCOUNTS)]})
    assert list(measure("impressions_by_kol", few_here, OUTCOME))[:2] == ["4", "10"]
    assert list(measure("impressions_by_kol", WORLD, OUTCOME))[:2] == ["10", "4"]


def test_one_platform_is_the_whole():
    alone = world_of()
    posts = [post._replace(platform=0) for post in POSTS]
    outcome = outcome_of(posts, SEEN, ACTS, ORDERS, [5], baseline=(3, 15000))
    assert platforms_of(alone) == ("first",)
    assert measure("impressions_by_platform", alone, outcome) == {"first": measure("impressions", alone, outcome)}


def test_platforms_add_up():
    for name in ("impressions", "engagements", "clicks", "leads", "shares", "mentions", "views", "orders_after_click"):
        assert sum(measure(f"{name}_by_platform", WORLD, OUTCOME).values()) == measure(name, WORLD, OUTCOME)
    seen = sum(measure("first_touch_reach_by_platform", WORLD, OUTCOME).values())
    assert seen == len({one.account for one in SEEN if POSTS[one.post].kind != RUMOUR})
