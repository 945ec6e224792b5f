"""Platforms at a date: the published numbers, what is dropped, and that every preset is a platform."""

import dataclasses
from datetime import date

import pytest
from pydantic import ValidationError

from sim.models.campaign.parameters import ACTIONS
from sim.models.campaign.platform import Platform
from sim.ranking import POLICIES, published
from sim.ranking.presets import MARKS, PRESETS, UnknownPreset, mapping_rows, preset
from sim.ranking.published import weighted_sum

X_2023 = {"like": 0.5, "share": 1.0, "comment": 13.5, "complete": 0.005, "hide": -74.0}
X_2023_DROPPED = {
    "good_profile_click": 12.0,
    "reply_engaged_by_author": 75.0,
    "good_click": 11.0,
    "good_click_v2": 10.0,
    "report": -369.0,
}
X_2026 = {"like": 0.5, "share": 1.0, "comment": 5.0, "click": 0.2, "follow": 4.0, "complete": 0.05, "hide": -43.2}
X_2026_DROPPED = {
    "reply, if both follow each other": 15.0,
    **{"quote": 5.0, "share": 2.0, "share_via_dm": 5.0, "share_via_copy_link": 20.0, "click": 0.4},
    **{"photo_expand": 0.05, "video_open": 0.05, "quoted_click": 0.05, "post_unexplored": 0.02},
    **{"dwell time, a second": 0.004, "not_dwelled": -0.02},
    **{"block_author": -31.2, "mute_author": -58.8, "report": -234.0},
}
CES = {"like": 1.0, "save": 1.0, "comment": 4.0, "share": 4.0, "follow": 8.0}
TOLD = {
    "x_2023": ("published", "2023-04-05", X_2023, X_2023_DROPPED),
    "x_2023_first": ("published", "2023-03-31", {**X_2023, "comment": 27.0}, {**X_2023_DROPPED, "good_click_v2": 11.0}),
    "x_2026": ("published", "2026-08-12", X_2026, X_2026_DROPPED),
    "youtube_watch_time": ("published", "2016-09-15", {"complete": 1.0}, {}),
    "xiaohongshu_ces_folklore": ("folklore", "2025-01-01", CES, {}),
}


def told(found):
    return found.mark, found.date, found.platform["weights"], found.dropped


@pytest.mark.parametrize("name", TOLD)
def test_presets_have_the_published_weights(name):
    assert told(preset(name)) == TOLD[name]


@pytest.mark.parametrize("name", TOLD)
def test_a_changed_weight_is_found(name):
    """Negative control: each weight of each preset, changed a little."""
    for table in ("platform", "dropped"):
        weights = preset(name).platform["weights"] if table == "platform" else preset(name).dropped
        for action in weights:
            changed = {**weights, action: weights[action] * 1.001}
            if table == "platform":
                other = dataclasses.replace(preset(name), platform={**preset(name).platform, "weights": changed})
            else:
                other = dataclasses.replace(preset(name), dropped=changed)
            assert told(other) != TOLD[name]


def test_weights_multiply_predicted_probabilities():
    """The 2023 formula: P = (.01, .002, .001) of like, repost and reply is .005 + .002 + .0135 = .0205."""
    chances = {"like": 0.01, "share": 0.002, "comment": 0.001}
    assert weighted_sum(preset("x_2023").platform["weights"], chances) == pytest.approx(0.0205, abs=1e-17)
    assert weighted_sum(preset("x_2023_first").platform["weights"], chances) == pytest.approx(0.034, abs=1e-17)


def test_the_engagement_score_of_practitioners():
    counts = {"like": 10, "save": 5, "comment": 2, "share": 1, "follow": 1}
    assert weighted_sum(preset("xiaohongshu_ces_folklore").platform["weights"], counts) == 35.0
    assert weighted_sum(preset("x_2023").platform["weights"], counts) != 35.0


def test_author_diversity_and_strangers():
    for name in ("x_2023", "x_2023_first", "x_2026"):
        platform = preset(name).platform
        assert (platform["diversity_floor"], platform["diversity_decay"]) == (0.25, 0.5)
        assert platform["out_of_network"] == {"share": 0.5}
    assert preset("x_2023").platform["stranger_factor"] == preset("x_2023_first").platform["stranger_factor"] == 1.0
    assert preset("x_2026").platform["stranger_factor"] == 0.75
    for name in ("youtube_watch_time", "douyin_2025", "douyin_pools_folklore", "tiktok"):
        assert preset(name).platform["out_of_network"] == {"share": 0.97}


HALF_LIFE_MINUTES = {"x_2026": 21, "facebook": 30, "instagram": 1140, "linkedin": 1440, "youtube_watch_time": 8640}
"""Graffius 2018."""


def test_time_constants_keep_the_order_of_half_lives():
    hours = {name: preset(name).platform["recency_hours"] for name in HALF_LIFE_MINUTES}
    assert list(hours.values()) == sorted(set(hours.values()))
    for name, half_life in HALF_LIFE_MINUTES.items():
        assert hours[name] == pytest.approx(0.7 * (half_life / 21) ** 0.357, abs=0.05), name
        assert "recency_hours" in preset(name).assumed


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_platform(name):
    found = preset(name)
    made = Platform(preset=name)
    assert made.ranking in POLICIES
    assert made.weights == found.platform["weights"]
    assert made.out_of_network.share == found.platform["out_of_network"]["share"]
    assert set(made.weights) <= set(ACTIONS)
    for key, value in found.platform.items():
        if key != "out_of_network":
            assert made.model_dump()[key] == value
    assert Platform(**made.model_dump()) == made  # written out and read again
    assert set(made.model_dump(exclude_unset=True)) == {"preset", *found.platform}


def test_what_a_scenario_says_goes_before_the_preset():
    own = Platform(preset="x_2026", recency_hours=3.0, weights={"like": 1.0}, out_of_network={"beta": 2.0})
    assert (own.recency_hours, own.weights) == (3.0, {"like": 1.0})
    assert (own.out_of_network.share, own.out_of_network.beta) == (0.5, 2.0)
    assert own.stranger_factor == 0.75
    assert Platform().ranking == "chronological"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_says_what_it_rests_on(name):
    found = preset(name)
    assert (found.name, found.mark in MARKS) == (name, True)
    assert date(2016, 1, 1) <= date.fromisoformat(found.date) <= date(2026, 12, 31)
    assert len(found.source) > 15
    assert set(found.assumed) <= set(found.platform)
    assert {"recency_hours", "ad_load"} <= set(found.assumed)
    assert ("folklore" in name) == (found.mark == "folklore")
    for action, names in found.mapping.items():
        assert action in ACTIONS
        assert names


ASSUMED = {
    **dict.fromkeys(("weibo", "wechat", "instagram", "facebook", "linkedin"), "x_2026"),
    "tiktok": "douyin_2025",
}


def test_presets_without_a_target_of_their_own_inherit_one_and_say_so():
    for name, parent in ASSUMED.items():
        found, of = preset(name), preset(parent)
        assert (found.inherits, found.mark) == (parent, "assumption")
        assert set(found.assumed) == set(found.platform)
        for key in ("weights", "stranger_factor", "diversity_floor", "diversity_decay", "ranking"):
            assert found.platform[key] == of.platform[key]
        assert found.dropped == of.dropped
        assert found.platform != of.platform  # else it need not be
    assert preset("douyin_pools_folklore").inherits == "douyin_2025"
    assert {name for name in PRESETS if preset(name).mark == "assumption"} == set(ASSUMED)
    assert {name for name in PRESETS if preset(name).inherits is None} == {*TOLD, "douyin_2025"}
    assert "weights" in preset("douyin_2025").assumed  # its form is published, its values are not


def test_every_published_action_is_mapped_or_dropped_once():
    tables = {
        "x_2023": published.X_2023,
        "x_2023_first": published.X_2023_FIRST,
        "x_2026": published.X_2026,
        "youtube_watch_time": published.WATCH_TIME,
        "xiaohongshu_ces_folklore": published.CES,
    }
    for name, table in tables.items():
        found = preset(name)
        mapped = [one for names in found.mapping.values() for one in names]
        assert sorted([*mapped, *found.dropped]) == sorted(table)
        weights = [table[names[0]] for names in found.mapping.values() if len(names) == 1]
        assert weights == list(found.platform["weights"].values())


def test_rows_for_the_documents():
    rows = list(mapping_rows())
    assert ("x_2026", "click", "open_link", 0.2) in rows
    assert ("x_2023", "dropped", "report", -369.0) in rows
    assert {row[0] for row in rows} == {*TOLD, "douyin_2025"}
    assert len(rows) == sum(len(preset(n).mapping) + len(preset(n).dropped) for n in {row[0] for row in rows})


def test_a_preset_that_was_taken_can_be_changed_without_harm():
    preset("x_2026").platform["weights"]["like"] = 99.0
    preset("x_2026").platform["out_of_network"]["share"] = 0.0
    assert told(preset("x_2026")) == TOLD["x_2026"]
    assert preset("x_2026").platform["out_of_network"]["share"] == 0.5
    assert preset("weibo").platform["weights"] == X_2026
    with pytest.raises(dataclasses.FrozenInstanceError):
        preset("x_2026").mark = "folklore"


def test_an_unknown_preset_is_told_with_the_known_ones():
    with pytest.raises(UnknownPreset, match="no platform preset 'myspace'; allowed: x_2023, x_2023_first, x_2026, you"):
        preset("myspace")
    assert issubclass(UnknownPreset, ValueError)
    with pytest.raises(ValidationError, match=r"no platform preset 'x'; allowed: .*facebook"):
        Platform(preset="x")
    with pytest.raises(ValidationError, match="there is no action 'clap'"):
        Platform(preset="x_2026", weights={"clap": 1.0})
