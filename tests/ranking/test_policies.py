"""Ranking policies: their published numbers, and the same bits compiled and not."""

import math

import pytest

from sim.jit import hook, jit
from sim.ranking import POLICIES, Candidate, UnknownPolicy, policy
from sim.ranking.diversity import diversity_factor
from sim.ranking.gravity import gravity
from tests.ranking.without_compiler import NOTHING, candidates, in_python, uniforms

COUNT = 400


@jit
def call(pointer, post):
    return pointer(post)


def scores(name, posts):
    return [policy(name)(post) for post in posts]


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_compiled_as_a_pointer_equals_python_bit_for_bit(name):
    posts = list(candidates(COUNT))
    pointer = hook(policy(name), NOTHING)
    plain = in_python(name)["policy"]
    found = [call(pointer, post) for post in posts]
    assert found == [plain(post) for post in posts] == scores(name, posts)
    assert all(map(math.isfinite, found))
    assert len(set(found)) > COUNT / 2  # so they tell posts apart


def test_the_posts_of_these_tests_are_of_all_kinds():
    posts = list(candidates(COUNT))
    for name in Candidate._fields:
        assert len({getattr(post, name) for post in posts}) >= 2, name
    assert {post.value > 0 for post in posts} == {post.likes > post.hides for post in posts} == {True, False}
    assert {(post.followed, post.mutual) for post in posts} == {(0, 0), (1, 0), (1, 1)}


def test_a_newest_first_feed_sorts_by_time_and_nothing_else():
    posts = list(candidates(COUNT))
    assert scores("chronological", posts) == [-post.age for post in posts]
    # whatever else is known of them
    others = [post._replace(age=first.age) for post, first in zip(reversed(posts), posts, strict=True)]
    assert scores("chronological", others) == scores("chronological", posts)
    assert scores("hot", others) != scores("hot", posts)


def hot(age, likes, hides=0.0):
    return policy("hot")(NOTHING._replace(age=age, likes=float(likes), hides=float(hides)))


def test_hot_ten_times_the_votes_are_worth_twelve_and_a_half_hours():
    """Reddit's ranking code: a factor of ten is 45,000 seconds."""
    assert hot(0.0, 10) == pytest.approx(hot(12.5, 100), abs=1e-9)
    assert hot(0.0, 10) == pytest.approx(1.0, abs=1e-12)
    assert hot(0.0, 10) > hot(12.5 + 1e-6, 100)  # negative control: a trifle later is told apart
    for votes, age in ((1, 0.0), (7, 3.0), (12_345, 40.0)):
        assert hot(age, votes) == pytest.approx(math.log10(votes) - age * 3600 / 45_000, abs=1e-12)


def test_hot_votes_have_a_sign_and_none_is_as_good_as_one():
    assert hot(3.0, 0) == hot(3.0, 1) == hot(3.0, 0, 1) == hot(3.0, 50, 50) == -3.0 / 12.5
    assert hot(0.0, 5, 105) == -hot(0.0, 105, 5) == pytest.approx(-2.0, abs=1e-12)
    base = NOTHING._replace(likes=20.0)
    assert policy("hot")(base._replace(shares=99.0, comments=99.0, completes=99.0)) == policy("hot")(base)


def test_gravity_has_the_numbers_of_hacker_news():
    """P = 100 points, one of them the author's own: 35.002 when it comes out, .7467 a day later."""
    post = NOTHING._replace(likes=99.0)
    now, later = policy("gravity")(post), policy("gravity")(post._replace(age=24.0))
    assert now == pytest.approx(35.0018, abs=5e-5)
    assert later == pytest.approx(0.74675, abs=5e-6)
    assert policy("gravity")(NOTHING) == 0.0  # the author's own vote counts for nothing
    assert policy("gravity")(post._replace(likes=100.0)) != pytest.approx(35.0018, abs=5e-5)  # negative control


def test_gravity_of_the_other_form():
    assert gravity(99.0, 0.0, 0.8, 1.8) == pytest.approx(11.341, abs=5e-4)
    assert gravity(99.0, 24.0, 0.8, 1.8) == pytest.approx(0.1121, abs=5e-5)
    plain = in_python("gravity")["gravity"]
    for u in uniforms(300, 5).reshape(-1, 3).tolist():
        given = 1000 * u[0], 100 * u[1], 0.5 + u[2], 1.8
        assert gravity(*given) == plain(*given)


def ranked(**fields):
    return policy("ranked")(NOTHING._replace(**fields))


def test_ranked_is_value_times_recency_times_network():
    assert ranked(value=0.0205, followed=1.0, stranger_factor=0.75) == 0.0205
    assert ranked(value=0.0205, stranger_factor=0.75) == 0.0205 * 0.75
    assert ranked(value=0.02, age=0.7, recency=0.7) == pytest.approx(0.02 / math.e, rel=1e-15)
    assert ranked(value=0.02, age=1.4, recency=0.7) == pytest.approx(0.02 / math.e**2, rel=1e-15)


def test_factors_act_on_the_positive_part_only():
    """What is expected to be hidden does not gain by being old, nor by a stranger's writing it."""
    for value in (-5.0, -1e-6, 0.0):
        for age in (0.0, 9.0):
            for followed in (0.0, 1.0):
                assert ranked(value=value, age=age, followed=followed, stranger_factor=0.5) == value
    assert ranked(value=1e-6, age=9.0) < ranked(value=1e-6, age=0.0)
    assert ranked(value=1e-6, age=900.0) >= ranked(value=0.0)  # and no discount takes a good post below a bad one


def test_further_posts_of_an_author_count_less():
    """Both releases of X: floor .25, decay .5."""
    assert [diversity_factor(0.25, 0.5, k) for k in range(5)] == [1.0, 0.625, 0.4375, 0.34375, 0.296875]
    assert [diversity_factor(0.25, 0.25, k) for k in range(3)] != [1.0, 0.625, 0.4375]  # negative control
    assert [diversity_factor(1.0, 1.0, k) for k in range(5)] == [1.0] * 5
    assert [diversity_factor(0.0, 0.0, k) for k in range(3)] == [1.0, 0.0, 0.0]
    assert diversity_factor(0.1, 0.3, 0) == 1.0
    plain = in_python("diversity")["diversity_factor"]
    for floor, decay in uniforms(200, 6).reshape(-1, 2).tolist():
        factors = [diversity_factor(floor, decay, k) for k in range(30)]
        assert factors == [plain(floor, decay, k) for k in range(30)]
        assert factors == sorted(factors, reverse=True)
        assert factors[-1] >= floor


def test_an_unknown_policy_is_told_with_the_known_ones():
    with pytest.raises(UnknownPolicy, match=r"no ranking policy 'best'; allowed: chronological, ranked, hot, gravity"):
        policy("best")
    assert issubclass(UnknownPolicy, ValueError)
