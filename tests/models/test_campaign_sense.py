"""Sense, over scenarios that hypothesis draws: what must help helps, in the mean over the same worlds."""

import numpy as np
import pytest
from campaign_scenes import ERRORS, PLATFORMS, key_of, kols, network_of, plan_of
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.models import campaign
from sim.world import OWNED, PAID, Item, Push

DAYS = 3
ACCOUNTS = 1000
WORLDS = 24

scenarios = st.fixed_dictionaries(
    {
        "looks": st.floats(2, 12),
        "inflow": st.floats(20, 200),
        "share_level": st.floats(-6, -2.5),
        "sessions_a_day": st.floats(3, 20),
        "appeal_item": st.floats(0, 1),
        "appeal_post": st.floats(0, 1),
        "personal": st.floats(0, 1),
        "proof_effect": st.floats(0, 1),
        "delayed_shares": st.floats(0, 1),
        "offers": st.integers(1, 3),
    }
)
items = st.fixed_dictionaries(
    {
        "quality": st.floats(0, 0.7),
        "utility": st.floats(0, 0.7),
        "arousal": st.floats(0, 1),
        "tone": st.floats(-1, 1),
        "commerciality": st.floats(0, 1),
    }
)
plans = st.fixed_dictionaries(
    {
        "first": st.integers(0, 60),
        "count": st.integers(1, 12),
        "kind": st.sampled_from([OWNED, PAID]),
        "hours": st.floats(0, 4),
        "cents": st.integers(0, 3000),
    }
)
PLATFORM = st.sampled_from(["chronological", "chronological with ads", "x_2026"])


def posts_of(setting):
    authors = kols(network_of(ACCOUNTS), setting["count"], setting["first"])
    return [(author, 0, setting["kind"], setting["hours"] * i) for i, author in enumerate(authors)]


def ads(cents):
    return [Push("ads", 0, 0.0, DAYS * 86400.0, cents, 1000)] if cents else []


def lives(platform, parameters, item, setting, cents=None):
    """Of each world: reach, and impressions in the feed a post (float64[WORLDS, 2])."""
    network = network_of(ACCOUNTS)
    parameters = campaign.Parameters(platform=PLATFORMS[platform], days=DAYS, **parameters)
    world = campaign.prepare(network, parameters, (Item("one", **item),), 7)
    plan = plan_of(network, posts_of(setting), ads(setting["cents"] if cents is None else cents))
    work, found = campaign.workspace(world), []
    for replicate in range(WORLDS):
        outcome = campaign.simulate(world, plan, key_of(replicate), work)
        planned = outcome.events["post_parent"][outcome.events["seen_post"]] < 0
        found.append([outcome.reach, (planned & (outcome.events["seen_channel"] == 0)).sum() / setting["count"]])
    return np.array(found, float)


def never_lower(more, less):
    """The paired mean does not fall by more than standard errors allow."""
    gaps = more - less
    return gaps.mean() >= -ERRORS * gaps.std(ddof=1) / np.sqrt(len(gaps)) - 1e-9


def better_content(platform, parameters, item, setting, more):
    better = {**item, **{name: item[name] + more * (1 - item[name]) for name in ("quality", "utility")}}
    return lives(platform, parameters, better, setting)[:, 0], lives(platform, parameters, item, setting)[:, 0]


def fuller_feed(platform, parameters, item, setting, more):
    fuller = {**parameters, "inflow": parameters["inflow"] * (1 + 4 * more)}
    return lives(platform, parameters, item, setting)[:, 1], lives(platform, fuller, item, setting)[:, 1]


def more_money(platform, parameters, item, setting, more):
    cents = setting["cents"] + int(5000 * more)
    return (
        lives(platform, parameters, item, setting, cents)[:, 0],
        lives(platform, parameters, item, setting)[:, 0],
    )


SENSE = {"better content": better_content, "a less full feed": fuller_feed, "more money for ads": more_money}
QUICK, LONG = 5, 40


def check(what, case):
    more, less = SENSE[what](*case)
    assert never_lower(more, less), (more.mean(), less.mean())


cases = st.tuples(PLATFORM, scenarios, items, plans, st.floats(0.2, 1))
quick_cases = st.tuples(st.just("chronological with ads"), scenarios, items, plans, st.floats(0.2, 1))


@pytest.mark.parametrize("what", SENSE)
@settings(max_examples=QUICK)
@given(case=quick_cases)
def test_what_must_help_helps(what, case):
    check(what, case)


@pytest.mark.verify
@pytest.mark.parametrize("what", SENSE)
@settings(max_examples=LONG)
@given(case=cases)
def test_what_must_help_helps_on_any_platform(what, case):
    check(what, case)


@pytest.mark.parametrize("what", SENSE)
def test_the_other_way_around_is_told_apart(what):
    """Negative control: in a usual scenario the effect is there, and its opposite would be found."""
    parameters = {"share_level": -3.0, "looks": 4.0, "inflow": 60.0}
    setting = {"first": 5, "count": 6, "kind": OWNED, "hours": 3.0, "cents": 300}
    more, less = SENSE[what]("chronological with ads", parameters, {"quality": 0.2, "utility": 0.2}, setting, 1.0)
    assert never_lower(more, less)
    assert not never_lower(less, more)
