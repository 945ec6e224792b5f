"""Published formulas of ranking and fatigue, met by the code that runs in the engine. No chance in it."""

import numpy as np
import pytest

import sim
from sim.arithmetic import log
from sim.jit import jit
from sim.models import campaign
from sim.models.campaign import engine, places, response, scoring, state
from sim.ranking import NOTHING, policy
from sim.ranking.diversity import diversity_factor
from sim.ranking.gravity import gravity
from sim.ranking.presets import preset
from sim.ranking.published import weighted_sum

ZERO = -800.0
"""Log-odds of what never happens."""


@pytest.fixture
def formula(check):
    """Compares, and writes the row down."""

    def compare(fact, preset_name, what, got, expected, tolerance=0.0):
        assert np.max(np.abs(np.subtract(got, expected))) <= tolerance, f"{fact}, {what}: {got}, not {expected}"
        shown = [", ".join(f"{x:.6g}" for x in np.atleast_1d(values)) for values in (expected, got)]
        row = {"part": "campaign", "fact": fact, "preset": preset_name, "what": what}
        check.rows.append(row | {"expected": shown[0], "got": shown[1]})

    return compare


@jit
def expected_value(world, work):
    """As the engine's kernels call it."""
    return scoring.expected_value(world, work, np.int64(0), np.int64(0), 0.0)


@jit
def weariness(world, work, is_paid):
    """As the engine's kernels call it."""
    return response.weariness(world, work, np.int64(0), is_paid)


def engine_score(name, chances):
    """The engine's weighted sum for a post of which these probabilities are predicted."""
    given = campaign.Parameters(platform={"preset": name, "ranking": "chronological", "out_of_network": {"share": 0.0}})
    world = campaign.prepare(sim.generate("complete", accounts=3, seed=1), given, None, 1).kernel.on(0)
    work = state.new_work(3, len(world.item))
    engine.clean(work)
    for place, action in enumerate(campaign.parameters.ACTIONS):
        p = chances.get(action, 0.0)
        work.tally[0, places.PREDICTED + place] = log(p / (1 - p)) if p else ZERO
    return expected_value(world, work)


CHANCES = {"like": 0.01, "share": 0.002, "comment": 0.001}


@pytest.mark.parametrize(
    ("fact", "name", "reply", "score"), [("C1", "x_2023", 13.5, 0.0205), ("C2", "x_2023_first", 27.0, 0.034)]
)
def test_x_2023(formula, fact, name, reply, score):
    assert preset(name).platform["weights"]["comment"] == reply
    what = f"P(like) .01, P(repost) .002, P(reply) .001, a reply {reply:g}"
    formula(fact, name, what, engine_score(name, CHANCES), score, 1e-12)


def test_x_2026(formula):
    weights = preset("x_2026").platform["weights"]
    actions = ("like", "share", "comment", "follow", "click", "complete", "hide")
    published = [0.5, 1.0, 5.0, 4.0, 0.2, 0.05, -43.2]
    got = [engine_score("x_2026", {action: 0.5}) / 0.5 for action in actions]
    formula("C3", "x_2026", "the weight of each of 7 actions in the engine's score", got, published, 1e-12)
    assert set(weights) == set(actions)


def test_author_diversity(formula):
    platform = preset("x_2026").platform
    got = [diversity_factor(platform["diversity_floor"], platform["diversity_decay"], k) for k in range(5)]
    formula("C5", "x_2026", "factors of an author's first five posts", got, [1, 0.625, 0.4375, 0.34375, 0.296875])


def test_hot(formula):
    hot = policy("hot")
    got = hot(NOTHING._replace(likes=10.0)) - hot(NOTHING._replace(likes=100.0, age=12.5))
    formula("C8", "hot", "10 votes now less 100 votes 12.5 hours ago", got, 0.0, 1e-9)


def test_gravity(formula):
    got = [gravity(99.0, hours, lift, g) for lift, g in ((1.0, 1.5), (0.8, 1.8)) for hours in (0.0, 24.0)]
    expected = [99 / 2**1.5, 99 / 26**1.5, 99**0.8 / 2**1.8, 99**0.8 / 26**1.8]
    assert np.allclose(expected, [35.002, 0.7467, 11.341, 0.1121], rtol=1e-3)
    formula("C9", "gravity", "100 points, now and after 24 hours, both exponents", got, expected, 1e-9)


def test_chronological(formula):
    feed = policy("chronological")
    ages = [float(place * 37 % 101) for place in range(101)]
    posts = [NOTHING._replace(age=age, likes=(age * 13) % 7, value=age, followed=age % 2) for age in ages]
    got = [post.age for post in sorted(posts, key=feed, reverse=True)]
    formula("C10", "chronological", "misplaced of 101 posts", float(sum(np.array(got) != np.sort(ages))), 0.0)


def test_watch_time(formula):
    alone = engine_score("youtube_watch_time", {"complete": 0.25})
    other = engine_score("youtube_watch_time", {"complete": 0.25, "like": 0.5, "share": 0.5, "hide": 0.5})
    what = "score at P(watched to the end) .25; and with other reactions likely"
    formula("C11", "youtube_watch_time", what, [alone, other], [0.25, 0.25], 1e-12)


def test_douyin(formula):
    values = preset("douyin_2025").platform["weights"]
    got = engine_score("douyin_2025", {"complete": 0.3, **CHANCES})
    expected = 0.3 * values["complete"] + sum(p * values[action] for action, p in CHANCES.items())
    formula("C13", "douyin_2025", "sum of probability times value, four actions", got, expected, 1e-12)


def test_ces(formula):
    weights = preset("xiaohongshu_ces_folklore").platform["weights"]
    got = weighted_sum(weights, {"like": 10, "save": 5, "comment": 2, "share": 1, "follow": 1})
    formula("C15", "xiaohongshu_ces_folklore", "likes 10, saves 5, comments 2, shares 1, follows 1", got, 35.0)


def test_fatigue(formula):
    world = campaign.prepare(sim.generate("complete", accounts=3, seed=1), campaign.Parameters(), None, 1).kernel.on(0)
    work = state.new_work(3, len(world.item))
    engine.clean(work)
    got = []
    for earlier in range(4):
        work.contact[0, places.PAID_SHOWN] = earlier
        got.append(weariness(world, work, True))
    formula("A42", "any", "reactions to the first four impressions", got, [1.0, 0.7423, 0.6235, 0.5510], 5e-5)
    assert weariness(world, work, False) == 1.0
