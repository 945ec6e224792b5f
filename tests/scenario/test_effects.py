"""Effects of single actions, a platform's own levels and hours, durations in a scenario: given, swept, uncertain."""

import pytest

from sim.scenario import ScenarioError, explain, from_text

TEXT = """
name: t
seed: 1
currency: CNY
horizon: 2 days
network: {generator: kol_communities, accounts: 300}
content: {film: {format: video}}
plans: {a: {actions: [{post: {item: film, account: 0, at: day 1 10:00}}]}}
compare: {metrics: [reach], replicates: 10}
"""
HERE = "model/campaign/effects/share/arousal"
GIVEN = "model: {campaign: {effects: {share: {arousal: 2.4, match: .8}, hide: {appeal: -1, commercial: -2}}}}\n"


def effects_of(scenario):
    return scenario.model.parameters.effects.model_dump()


def test_effects_are_those_that_are_given_and_no_others():
    scenario = from_text(TEXT + GIVEN)
    assert effects_of(scenario) == {
        "share": {"arousal": 2.4, "match": 0.8},
        "hide": {"appeal": -1.0, "commercial": -2.0},
    }
    assert effects_of(from_text(TEXT + "model: campaign\n")) == {}
    told = scenario.resolved()["model"]["campaign"]["effects"]
    assert told == effects_of(scenario), "the resolved form says no more"
    assert from_text(scenario.resolved_yaml()) == scenario


@pytest.mark.parametrize("model", [GIVEN, "model: campaign\n", "model: {campaign: {effects: {share: {match: .8}}}}\n"])
def test_an_effect_can_be_uncertain_and_swept_given_or_not(model):
    uncertain = f"uncertain: {{{HERE}: {{low: 1, high: 3, source: assumption}}}}\n"
    draws = from_text(TEXT + model + uncertain).uncertain_draws(20)
    assert all(1.0 <= draw[HERE] <= 3.0 for draw in draws)
    assert len({draw[HERE] for draw in draws}) == 20
    swept = from_text(TEXT + model + f"sweep: {{grid: {{{HERE}: [1, 2.5]}}}}\n")
    found = [effects_of(swept.with_values({HERE: value})) for value in (1.0, 2.5)]
    assert [one["share"]["arousal"] for one in found] == [1.0, 2.5]
    assert [one.get("hide") for one in found] == [effects_of(from_text(TEXT + model)).get("hide")] * 2


def test_a_value_beyond_what_is_plausible_is_remarked_on():
    said = "\n".join(explain(from_text(TEXT + "model: {campaign: {effects: {share: {arousal: 9}}}}\n")))
    assert f"Remark: {HERE} is 9" in said.replace("9.0", "9")


def test_an_effect_is_written_by_the_names_that_there_are():
    with pytest.raises(ScenarioError, match="did you mean arousal"):
        from_text(TEXT + GIVEN.replace("arousal", "arousel"))


def test_what_a_platform_is_like_is_kept_and_swept():
    platform = "platform: {preset: weibo, base: {like: -4.1}, formats: {video: {complete: -1}}, tone_effect: -.2}\n"
    scenario = from_text(TEXT + "model: campaign\n" + platform)
    here = scenario.model.parameters.platform
    assert (here.base, here.formats, here.tone_effect) == ({"like": -4.1}, {"video": {"complete": -1.0}}, -0.2)
    assert (here.rhythm, here.topic_effect, here.watch_time) == (None, {}, False)
    moved = scenario.with_values({"platform/base/like": -3.0, "platform/formats/video/complete": 0.5})
    there = moved.model.parameters.platform
    assert (there.base, there.formats) == ({"like": -3.0}, {"video": {"complete": 0.5}})


def test_the_effect_of_a_duration_is_drawn_where_something_has_one():
    for content, drawn in (("{format: video}", False), ("{format: video, duration: 90}", True)):
        text = TEXT.replace("{format: video}", content) + "model: campaign\nuncertain: defaults\n"
        assert ("model/campaign/duration_effect" in from_text(text).uncertain) == drawn


def test_a_further_platform_has_its_own():
    further = "also_on: {threads: {rhythm: flat, base: {hide: -7}, topic_effect: {tech: .4}}}\n"
    scenario = from_text(TEXT + "model: campaign\n" + further)
    there = scenario.model.parameters.also_on["threads"]
    assert (there.rhythm, there.base, there.topic_effect) == ("flat", {"hide": -7.0}, {"tech": 0.4})
    assert scenario.model.parameters.platform.base == {}
    with pytest.raises(ScenarioError, match="also_on/threads/topic_effect/cars names no topic of the network"):
        from_text(TEXT + "model: campaign\n" + further.replace("tech", "cars"))
