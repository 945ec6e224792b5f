"""Effects of single actions, what the people of a platform are like, how long an item is: exactly, and in sense."""

import functools
import math
from dataclasses import replace

import numpy as np
import pytest
from campaign_scenes import as_bytes, events_of, key_of, kols, network_of, new_world, plan_of
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.posts import key_of as key_of_post
from sim.jit import jit
from sim.models import campaign
from sim.models.campaign import engine, hours, places, scoring, state
from sim.models.campaign.base import base_of
from sim.models.campaign.parameters import ACTIONS, BASE, BY_FEATURE, BY_FORMAT
from sim.randomness import draw_int
from sim.world import OWNED, USUAL_SECONDS, Item, PlanError, item_words

FILM = Item("film", 0.7, ("food",), "video", 0.8, 0.9, -0.6, authenticity=0.3, commerciality=0.8, novelty=0.2)
SETTING = {"share_level": -50.0, "like_level": -1.0, "days": 2.0, "inflow": 20.0}
BUSY_HIDING = {"base": {"hide": -2.0, "click": -1.0, "complete": 0.0}}
EFFECTS = {
    "like": {"utility": -1.0, "tone_strength": 1.5, "appeal": 0.5, "match": 1.2, "commercial": 2.0},
    "click": {"arousal": 2.4, "trust": 3.0, "personal": 0.0},
    "hide": {"appeal": -1.5, "commercial": -3.0, "tone": 0.4},
}


@functools.cache
def world_with(effects=(), item=FILM, platform=(), **more):
    own = {action: dict(values) for action, values in effects}
    return new_world({**BUSY_HIDING, **dict(platform)}, 2000, (item,), effects=own, **{**SETTING, **more})


def frozen(effects):
    return tuple((action, tuple(values.items())) for action, values in effects.items())


def seen(world, replicate=0):
    """What happens after one post by an account with many followers: nobody shares it."""
    author = int(kols(world.network, 1, first=0)[0])
    return author, events_of(world, plan_of(world.network, [(author, 0, OWNED, 0.0)]), replicate)


def actors(world, action, replicate=0):
    """Who takes the action."""
    _, events = seen(world, replicate)
    took = events["act_action"] == ACTIONS.index(action)
    return set(events["act_account"][took].tolist())


# -- exact: one impression, the equation of the model's card


def log_odds(action, setting, item, *, appeal, match, personal, trust):
    """What the card says of a first impression, from the effects themselves."""
    own = getattr(setting.effects, action)
    sign = -1.0 if action == "hide" else 1.0

    def effect(name, usual):
        given_ = getattr(own, name)
        return sign * usual if given_ is None else given_

    level = setting.platform.base.get(action, {"like": setting.like_level}.get(action, BASE[action]))
    found = level + BY_FORMAT[item.format].get(action, 0.0) + sign * setting.quality_effect * (item.quality - 0.5)
    for name in ("utility", "arousal", "production", "novelty"):
        found += effect(name, BY_FEATURE[name]) * (getattr(item, name) - 0.5)
    found += effect("tone", BY_FEATURE["tone"]) * item.tone + effect("tone_strength", 0.0) * abs(item.tone)
    found += effect("appeal", 1.0) * appeal + effect("match", setting.match_effect) * match
    found += effect("trust", setting.trust_effect) * trust + effect("personal", 1.0) * personal
    return found - effect("commercial", setting.commercial_effect) * item.commerciality * (1.0 - item.authenticity)


@pytest.mark.parametrize("effects", [{}, EFFECTS], ids=["common", "own"])
def test_each_impression_has_the_probability_of_the_equation(effects):
    world = world_with(frozen(effects))
    author, events = seen(world)
    kernel, setting, network = world.kernel.on(0), world.parameters, world.network
    word = item_words(["content film"])[0]
    key = key_of_post(key_of(0), word, author, OWNED, 0)
    chances, took = {}, {action: actors(world, action) for action in ("like", "click", "hide", "complete")}
    followed = set(network.following_of(author).tolist())
    slope = setting.trust_slope * math.log(len(network.audience_of(author)))
    for viewer in events["seen_account"].tolist():
        about = kernel.person[viewer].astype(float)
        tie = 0.0 if viewer in followed else math.log(setting.trust_followed)
        met = {"match": about[places.MATCHES], "personal": about[places.READY], "trust": slope + tie}
        for action, who in took.items():
            odds = log_odds(action, setting, FILM, appeal=float(events["post_appeal"][0]), **met)
            chance = chances[viewer, action] = 1.0 / (1.0 + math.exp(-odds))
            draw = draw_int(key, viewer, ACTIONS.index(action)) / 2.0**64
            if abs(draw - chance) > 1e-8:  # the engine compares whole numbers
                assert (draw < chance) == (viewer in who), (viewer, action)
    assert len(events["seen_account"]) == len(set(events["seen_account"].tolist())) > 100
    assert all(10 < len(who) < len(events["seen_account"]) - 10 for who in took.values())


def test_effects_that_are_the_common_ones_change_nothing():
    usual = campaign.Parameters()
    common = {"utility": 1.9, "arousal": 2.0, "production": 0.5, "novelty": 0.9, "tone": 0.3, "tone_strength": 0.0}
    common |= {"appeal": 1.0, "personal": 1.0} | {
        name: getattr(usual, f"{name}_effect") for name in ("match", "trust", "attitude", "proof", "commercial")
    }
    effects = {action: dict(common) for action in ACTIONS}
    effects["hide"] = {name: -value for name, value in common.items()}
    given_ = world_with(frozen(effects), share_level=1.0)
    assert as_bytes(seen(given_)[1]) == as_bytes(seen(world_with(share_level=1.0))[1])
    numbers = given_.kernel.on(0).numbers
    assert not numbers[places.OWN : places.OWN_EFFECTS].any(), "nothing is asked that is not needed"


def test_one_action_alone_is_moved():
    """Shares apart, what one action does is no matter to the others."""
    one, two = world_with(), world_with(frozen({"like": {"arousal": 20.0}}))
    assert actors(one, "like") < actors(two, "like")
    for action in ("click", "hide", "complete"):
        assert actors(one, action) == actors(two, action) != set()


# -- in the right sense


METS = st.sampled_from(("utility", "arousal", "tone_strength", "production"))


@given(st.sampled_from(("like", "click", "hide", "complete")), METS, st.floats(-4, 4), st.floats(0, 4))
def test_a_greater_effect_of_what_there_is_much_of_never_takes_an_action_away(action, name, low, more):
    item = replace(FILM, production=0.9)
    setting = [{action: {name: low}}, {action: {name: low + more}}]
    one, two = (base_of(item, campaign.Parameters(effects=effects)) for effects in setting)
    place = ACTIONS.index(action)
    assert one[place] <= two[place] + 1e-12
    assert [x for other, x in enumerate(one) if other != place] == [x for other, x in enumerate(two) if other != place]


def test_better_content_is_hidden_less_unless_hiding_has_effects_of_its_own():
    dull, good = (world_with(item=replace(FILM, utility=utility)) for utility in (0.1, 0.9))
    assert actors(good, "hide") < actors(dull, "hide")
    own = frozen({"hide": {"utility": 1.0}})
    dull, good = (world_with(own, item=replace(FILM, utility=utility)) for utility in (0.1, 0.9))
    assert actors(dull, "hide") < actors(good, "hide")


def test_commercial_items_are_clicked_less_and_hidden_more_the_more_it_is_minded():
    for action, values in (("click", (0.5, 3.0)), ("hide", (-3.0, -0.5))):
        one, two = (actors(world_with(frozen({action: {"commercial": value}})), action) for value in values)
        assert two < one, action


# -- platforms


def test_base_rates_of_a_platform():
    setting = campaign.Parameters(
        platform={"base": {"like": -4.1}, "formats": {"video": {"complete": -1.0, "like": -2.0}}}
    )
    usual, video, image = (Item("it", format=name) for name in ("text", "video", "image"))
    like, complete = ACTIONS.index("like"), ACTIONS.index("complete")
    assert base_of(usual, setting)[like] == -4.1
    assert base_of(image, setting)[like] == -4.1 + BY_FORMAT["image"]["like"]
    assert (base_of(video, setting)[like], base_of(video, setting)[complete]) == (-2.0, -1.0)
    assert base_of(usual, setting)[complete] == BASE["complete"]


def test_topics_and_tone_that_a_platform_likes():
    setting = campaign.Parameters(platform={"topic_effect": {"food": 0.6, "tech": -0.2}, "tone_effect": 0.5})
    plain = campaign.Parameters()
    for topics, added in ((("food",), 0.6), (("food", "tech"), 0.2), (("news", "food"), 0.3), ((), 0.0)):
        item = Item("it", topics=topics, tone=-0.4)
        moved = np.subtract(base_of(item, setting), base_of(item, plain))
        signs = [-1.0 if action == "hide" else 1.0 for action in ACTIONS]
        assert moved == pytest.approx((added - 0.2) * np.array(signs))


def test_a_further_platform_has_its_own():
    """And the first one keeps its."""
    there = {"base": {"like": -3.0}, "rhythm": "flat"}
    given_ = campaign.Parameters(platform={"base": {"like": -1.0}}, also_on={"threads": there})
    network = network_of(500)
    world = campaign.prepare(network, given_, (Item("it"),), 1, (network,))
    like = places.BASES + ACTIONS.index("like")
    assert [world.kernel.on(number).item[0, like] for number in (0, 1)] == [-1.0, -3.0]
    assert world.kernel.on(1).rhythm.tolist() == [hour / 24 for hour in range(25)] != world.kernel.on(0).rhythm.tolist()


def test_hours_by_number_are_those_by_name():
    for name, numbers in (("daily", hours.DAILY), ("flat", tuple(2.0 * hour for hour in hours.FLAT))):
        one, two = (world_with(platform=(("rhythm", rhythm),)) for rhythm in (name, numbers))
        assert as_bytes(seen(one)[1]) == as_bytes(seen(two)[1])


def test_people_come_in_the_hours_of_their_platform():
    evening = tuple(0.001 if hour < 18 else 1.0 for hour in range(24))
    _, events = seen(world_with(platform=(("rhythm", evening),)))
    at = events["seen_at"] % 24
    assert len(at) > 50
    assert np.mean(at >= 18) > 0.98


# -- durations


@pytest.mark.parametrize(("name", "usual"), USUAL_SECONDS.items())
def test_each_doubling_of_the_length_takes_the_same_from_watching_to_the_end(name, usual):
    setting, place = campaign.Parameters(duration_effect=0.7), ACTIONS.index("complete")
    silent = base_of(Item("it", format=name), setting)
    for times in (0.25, 1.0, 2.0, 8.0):
        found = base_of(Item("it", format=name, duration=times * usual), setting)
        assert found[place] == pytest.approx(silent[place] - 0.7 * math.log2(times))
        assert [x for other, x in enumerate(found) if other != place] == [
            x for other, x in enumerate(silent) if other != place
        ]


def test_longer_films_are_watched_to_the_end_by_fewer():
    found = [actors(world_with(item=replace(FILM, duration=seconds)), "complete") for seconds in (15.0, 60.0, 600.0)]
    assert found[2] < found[1] < found[0]
    assert found[1] == actors(world_with(), "complete"), "as long as usual is as if nothing were said"


def test_other_formats_have_no_duration():
    with pytest.raises(PlanError, match=r"duration \(30\) and the format text"):
        base_of(Item("it", duration=30.0), campaign.Parameters())


@jit
def expected_value(world, work):
    """As the engine's kernels call it."""
    return scoring.expected_value(world, work, np.int64(0), np.int64(0), 0.0)


def value_of(item, **platform):
    """The value of a post that is predicted to be watched to the end by half, and liked by a quarter."""
    setting = campaign.Parameters(platform={"weights": {"complete": 3.0, "like": 8.0}, **platform})
    world = campaign.prepare(network_of(500), setting, item, 1).kernel.on(0)
    work = state.new_work(500, len(world.item))
    engine.clean(work)
    work.tally[0, places.PREDICTED : places.GIVEN] = -math.log(3.0)
    work.tally[0, places.PREDICTED + ACTIONS.index("complete")] = 0.0
    return expected_value(world, work)


def test_expected_watch_time_is_the_probability_times_the_length():
    film = Item("film", format="video", duration=150.0)
    assert value_of(film) == value_of(Item()) == pytest.approx(3.0 * 0.5 + 8.0 * 0.25)
    assert value_of(film, watch_time=True) == pytest.approx(3.0 * 0.5 * 2.5 + 8.0 * 0.25)
    assert value_of(Item(format="live", duration=900.0), watch_time=True) == pytest.approx(3.0 * 0.5 * 0.25 + 2.0)
    assert value_of(Item(format="video"), watch_time=True) == value_of(Item())


def test_of_the_presets_one_ranks_by_watch_time():
    from sim.ranking.presets import PRESETS

    found = [name for name in PRESETS if campaign.Parameters(platform={"preset": name}).platform.watch_time]
    assert found == ["youtube_watch_time"]
