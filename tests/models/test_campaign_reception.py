"""What is known of an author sets how his posts are received; many ads cost him, and what looks alike wears out."""

import itertools

import numpy as np
import pytest
from campaign_scenes import ERRORS, network_of, world_of

from sim.models import campaign
from sim.models.campaign import Known
from sim.models.campaign.likeness import likeness
from sim.models.campaign.reception import MOST_RENOWN, MOST_WARMTH, usual_views, warmth_of
from sim.randomness import JUDGING, world_key
from sim.world import OWNED, PAID, Item, Plan, PlannedPost

USUAL = Item("usual", stance=0.0)
ENGAGED = [0, 1, 2, 3]
"""Places of shares, likes, comments and saves."""


def best(network):
    """Who has most followers."""
    return int(np.argmax(network.followers))


def outcomes(world, plan, replicates):
    work = campaign.workspace(world)
    for replicate in range(replicates):
        yield campaign.simulate(world, plan, world_key(3, JUDGING, replicate), work)


def world_with(known=(), platform=None, content=(USUAL,), **parameters):
    setting = campaign.Parameters(**{"platform": platform or {}, "days": 3.0, **parameters})
    return campaign.prepare(network_of(), setting, content, 7, known=known)


def rates(world, author, replicates):
    """Engagements and impressions of the author's own post in each world."""
    plan = Plan(np.array([author], np.int32))
    found = []
    for outcome in outcomes(world, plan, replicates):
        events = outcome.events
        found.append((int(events["post_actions"][0][ENGAGED].sum()), int(events["post_impressions"][0])))
    return np.array(found, np.float64)


def ratio_and_error(found):
    """Of engagements to impressions over all worlds, and its standard error (delta method)."""
    ratio = found[:, 0].sum() / found[:, 1].sum()
    residual = found[:, 0] - ratio * found[:, 1]
    return ratio, float(np.sqrt(np.sum(residual**2)) / found[:, 1].sum())


RATE = 0.08


OWN = {"like_level": -2.0, "effects": {"like": {"appeal": 0.1, "trust": 4.0}}}


@pytest.mark.parametrize("setting", [{}, OWN], ids=["common effects", "effects of its own"])
def test_posts_meet_the_given_engagement_rate(setting):
    author = best(network_of())
    known = (Known(author, 0, 1e5, engagement_rate=RATE),)
    found, error = ratio_and_error(rates(world_with(known, **setting), author, 1500))
    assert error < 0.05 * RATE
    assert abs(found - RATE) < ERRORS * error
    without, error = ratio_and_error(rates(world_with(), author, 300))
    assert abs(without - RATE) > 10 * error, "who is not known does not meet it"


@pytest.mark.parametrize("format", ["text", "image", "video"])
def test_an_account_that_does_what_is_usual_is_received_as_usual(format):
    """The rate that the model expects anyway moves nothing; more moves up, less moves down, and none goes too far."""
    world = world_of("chronological")
    one, kernel = Known(best(network_of()), 0, 1e5, format), world.kernel.on(0)
    from sim.models.campaign.reception import expected_rate

    usual = expected_rate(one, world.parameters, kernel, 0.0)
    moved = [warmth_of(one._replace(engagement_rate=rate), world.parameters, kernel) for rate in (usual, 0.9, 0.0)]
    assert moved[0] == pytest.approx(0.0, abs=1e-9)
    assert moved[1] > 1.0
    assert moved[2] == pytest.approx(-MOST_WARMTH)
    assert warmth_of(one, world.parameters, kernel) == 0.0


def seen(world, author, replicates=60):
    """Impressions of what the author posts, world by world."""
    plan = Plan(np.array([author], np.int32))
    return np.array([len(outcome.events["seen_at"]) for outcome in outcomes(world, plan, replicates)])


def test_known_views_are_met_by_a_feed_that_predicts_and_by_no_other():
    author, platform = best(network_of()), {"preset": "x_2026"}
    plain = world_with(platform=platform)
    usual = usual_views(1000.0, plain.parameters, plain.kernel.on(0))
    more, less = (
        world_with((Known(author, 0, 1000.0, median_views=factor * usual),), platform) for factor in (4.0, 0.25)
    )
    counts = [seen(world, author) for world in (less, plain, more)]
    for low, high in itertools.pairwise(counts):
        gained = high - low
        assert gained.mean() > ERRORS * gained.std() / np.sqrt(len(gained))
    assert plain.reception == {}
    assert more.reception[author, 0] == (0.0, pytest.approx(np.log(4.0)))
    very = world_with((Known(author, 0, 1000.0, median_views=1e12),))
    assert very.reception[author, 0] == (0.0, MOST_RENOWN)
    np.testing.assert_array_equal(seen(very, author, 5), seen(world_with(), author, 5))


def test_it_is_the_same_under_every_plan_and_for_nobody_else():
    author = best(network_of())
    world, plain = world_with((Known(author, 0, 1e5, engagement_rate=0.5),)), world_with()
    other = int(np.argsort(-network_of().followers)[1])
    key = world_key(3, JUDGING, 0)

    def told(world, plan):
        return campaign.simulate(world, plan, key, campaign.workspace(world)).events["post_actions"].tolist()

    alone = Plan(np.array([other], np.int32))
    assert told(world, alone) == told(plain, alone)
    his = Plan(np.array([author], np.int32))
    assert np.sum(told(world, his)) > np.sum(told(plain, his))


AD = Item("ad", commerciality=1.0, authenticity=1.0, stance=0.0)


def appeals(posts, ads_cost, content=(AD,)):
    """The appeal of each post as it came out, less what is commercial about its author's earlier ads."""
    world = world_with(content=content, ads_cost=ads_cost)
    plan = Plan(np.zeros(0, np.int32), tuple(posts))
    outcome = campaign.simulate(world, plan, world_key(3, JUDGING, 0), campaign.workspace(world))
    own = outcome.events["post_parent"] < 0
    rows = zip(*(outcome.events[name][own].tolist() for name in ("post_published", "post_appeal")), strict=True)
    return dict(rows), world.parameters.commercial_effect


def test_each_earlier_ad_takes_a_share_of_the_authenticity_of_the_next():
    author, other = (int(account) for account in np.argsort(-network_of().followers)[:2])
    posts = [PlannedPost(author, 0, PAID, hour * 3600.0) for hour in (0, 2, 4)]
    posts += [PlannedPost(other, 0, PAID, 3 * 3600.0), PlannedPost(author, 0, OWNED, 5 * 3600.0)]
    before, _ = appeals(posts, 0.0)
    after, effect = appeals(posts, 0.4)
    lost = [before[hour] - after[hour] for hour in (0.0, 2.0, 4.0, 3.0, 5.0)]
    assert lost == pytest.approx([0.0, effect * 0.4, effect * (1.0 - 0.6**2), 0.0, 0.0])
    backwards, _ = appeals(posts[::-1], 0.4)
    assert backwards == after, "the order of the list changes nothing"
    unreal, _ = appeals(posts, 0.4, (Item("ad", commerciality=1.0, authenticity=0.0, stance=0.0),))
    assert unreal == pytest.approx(appeals(posts, 0.0, (Item("ad", commerciality=1.0, authenticity=0.0),))[0])


PAIR = (
    Item("one", stance=0.0),
    Item("two", stance=0.0, quality=0.6),
    Item("film", stance=0.0, format="video", quality=0.6),
)


def reactions(second, wear):
    """Reactions to the second of two posts by one author, in each of 60 worlds."""
    author = best(network_of())
    world = world_with(content=PAIR, alike_wear=wear, like_level=0.0)
    posts = (PlannedPost(author, 0, OWNED, 0.0), PlannedPost(author, second, OWNED, 43_200.0))
    plan = Plan(np.zeros(0, np.int32), posts)
    found = []
    for outcome in outcomes(world, plan, 60):
        of_it = outcome.events["post_item"] == second
        found.append(int(outcome.events["post_actions"][of_it].sum()))
    return np.array(found)


def test_what_looks_like_what_was_seen_before_wears_out():
    lost = reactions(1, 0.0) - reactions(1, 1.0)
    assert lost.mean() > 2 * ERRORS * lost.std() / np.sqrt(len(lost))
    other = reactions(2, 0.0) - reactions(2, 1.0)  # another format: only what is seen of it twice wears
    assert 0 <= other.mean() < lost.mean() / 2


def test_likeness():
    tea = Item("tea", topics=("food", "health"))
    assert likeness(tea, Item("coffee", topics=("food",))) == pytest.approx(np.sqrt(0.5))
    assert likeness(tea, Item("car", topics=("cars",))) == 0.0
    assert likeness(tea, Item("tea", topics=("food", "health"), format="video")) == 0.0
    assert likeness(Item("calm", arousal=0.0), Item("loud", arousal=1.0)) == 0.0
    assert likeness(Item("calm", arousal=0.0), Item("quiet", arousal=0.2)) == pytest.approx(1.0)
    assert likeness(Item("plain"), Item("plain too", quality=0.9)) == 1.0
    assert likeness(Item("plain"), tea) == 0.0
