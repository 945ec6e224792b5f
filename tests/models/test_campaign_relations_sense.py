"""Sense of relations, over scenarios that hypothesis draws: a better product, an answer in time, more money."""

import numpy as np
import pytest
from campaign_scenes import ERRORS, PLATFORMS, key_of, kols, network_of, plan_of
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.levers import Response
from sim.models import campaign
from sim.models.campaign import places
from sim.world import PAID, Item, Plan, Push

DAYS, ACCOUNTS, WORLDS = 5.0, 1000, 16
DAY = 86400.0

scenarios = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["chronological with ads", "x_2026"]),
        "share_level": st.floats(-6, -2),
        "looks": st.floats(2, 12),
        "quality": st.floats(0, 0.8),
        "promise": st.floats(0, 1),
        "arousal": st.floats(0.3, 1),
        "count": st.integers(2, 10),
        "cents": st.integers(3000, 15_000),
        "delay": st.floats(0, 24),
        "more": st.floats(0.3, 1),
        "relations": st.fixed_dictionaries(
            {
                "praise_rate": st.floats(0, 0.5),
                "complaint_rate": st.floats(0, 1),
                "attitude_demand": st.floats(0, 1),
                "empathy_calms": st.floats(0, 2),
                "familiarity": st.floats(0, 2),
            }
        ),
    }
)
USUAL = {
    **{"platform": "chronological with ads", "share_level": -2.0, "looks": 5.0, "quality": 0.2, "promise": 0.5},
    **{"arousal": 0.8, "count": 8, "cents": 10_000, "delay": 0.0, "more": 1.0, "worlds": 48},
    "relations": {"praise_rate": 0.3, "complaint_rate": 0.5, "empathy_calms": 2.0},
}


def lives(scenario, measure, quality=None, opt_out=0.0, delay=None, cents=None, content=1.0):
    """``measure(outcome)`` of each world."""
    network = network_of(ACCOUNTS)
    product = {"quality": scenario["quality"] if quality is None else quality, "orders_a_day": 0.02, "delivery_days": 1}
    rumours = [{"at": 1.0, "accounts": 60, "arousal": scenario["arousal"]}] if delay is not None else []
    parameters = campaign.Parameters(
        **{key: scenario[key] for key in ("share_level", "looks", "relations")},
        **{"platform": PLATFORMS[scenario["platform"]], "days": DAYS, "opt_out": opt_out, "product": product},
        occasions={"rumours": rumours},
    )
    item = Item("one", quality=content, utility=0.5 * content, promise=scenario["promise"], arousal=scenario["arousal"])
    world = campaign.prepare(network, parameters, (item,), 7)
    posts = [(author, 0, PAID, 2.0 * i) for i, author in enumerate(kols(network, scenario["count"]))]
    target = np.ones(len(network), np.uint8)
    pushes = [Push("ads", 0, 0.0, DAYS * DAY, scenario["cents"] if cents is None else cents, 1000, target)]
    levers = () if delay is None else (Response("empathy", 1, delay * 3600.0),)
    plain = plan_of(network, posts, pushes)
    plan = Plan(plain.seeds, plain.posts, plain.pushes, 0, levers)
    work = campaign.workspace(world)
    return np.array(
        [measure(campaign.simulate(world, plan, key_of(i), work)) for i in range(scenario.get("worlds", WORLDS))], float
    )


def reach(outcome):
    return outcome.reach


def loyalty(outcome):
    """The sum of attitudes to the brand."""
    return outcome.events["contact_attitude"].sum()


def targeted_orders(outcome):
    """Orders through the ad itself."""
    events = outcome.events
    through = events["order_post"][events["order_post"] >= 0]
    return (events["post_kind"][through] == places.AD).sum()


def ill_spoken(outcome):
    """The logarithm of impressions of rumours and what was shared of them (they have heavy tails), told as a loss."""
    events = outcome.events
    kind = events["post_kind"][events["post_origin"][events["seen_post"]]]
    return -np.log1p((kind == places.RUMOUR).sum())


def never_lower(more, less):
    """The paired mean does not fall by more than standard errors allow."""
    gaps = more - less
    return gaps.mean() >= -ERRORS * gaps.std(ddof=1) / np.sqrt(len(gaps)) - 1e-9


def better_product(scenario, measure):
    quality = scenario["quality"] + scenario["more"] * (1.0 - scenario["quality"])
    return lives(scenario, measure, quality=quality), lives(scenario, measure)


def better_content(scenario):
    """The product is as good as the item says, so that nobody is disappointed by what is better told."""
    scenario = {**scenario, "promise": scenario["quality"]}
    return lives(scenario, loyalty), lives(scenario, loyalty, content=1.0 - scenario["more"])


def being_targeted(scenario):
    return lives(scenario, targeted_orders), lives(scenario, targeted_orders, opt_out=0.8 * scenario["more"])


def an_answer_in_time(scenario):
    delay = scenario["delay"]
    return lives(scenario, ill_spoken, delay=delay), lives(scenario, ill_spoken, delay=delay + 48 * scenario["more"])


PRICE = 1500
"""Cents that an author is paid for a post."""


def best_of(scenario, cents):
    """Reach of the best of two plans that the money affords: all to authors, or half of it to ads."""
    found = []
    for share in (1.0, 0.5):
        count = int(share * cents / PRICE)
        found.append(lives({**scenario, "count": count}, reach, cents=cents - count * PRICE))
    return max(found, key=np.mean)


def more_money(scenario):
    cents = scenario["cents"]
    return best_of(scenario, cents + int(cents * scenario["more"])), best_of(scenario, cents)


SENSE = {
    "a better product, reach": lambda scenario: better_product(scenario, reach),
    "a better product, loyalty": lambda scenario: better_product(scenario, loyalty),
    "better content, loyalty": better_content,
    "being targeted": being_targeted,
    "an answer in time": an_answer_in_time,
    "more money": more_money,
}
SHOWS = [what for what in SENSE if what != "a better product, reach"]
"""Where the effect is large enough in a usual scenario to find its opposite."""


def check(what, scenario):
    more, less = SENSE[what](scenario)
    assert never_lower(more, less), (more.mean(), less.mean())


@pytest.mark.parametrize("what", SENSE)
@settings(max_examples=3)
@given(scenario=scenarios.map(lambda one: {**one, "platform": "chronological with ads"}))
def test_what_must_help_relations_helps(what, scenario):
    check(what, scenario)


@pytest.mark.verify
@pytest.mark.parametrize("what", SENSE)
@settings(max_examples=30)
@given(scenario=scenarios)
def test_what_must_help_relations_helps_on_any_platform(what, scenario):
    check(what, scenario)


@pytest.mark.parametrize("what", SHOWS)
def test_the_other_way_around_is_told_apart_in_relations(what):
    """Negative control: in a usual scenario the effect is there, and its opposite would be found."""
    more, less = SENSE[what](USUAL)
    assert never_lower(more, less)
    assert not never_lower(less, more)
