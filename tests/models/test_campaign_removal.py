"""What is taken out of a plan, or told in another order, changes what follows from it and nothing else."""

import numpy as np
import pytest
from campaign_scenes import (
    PLATFORMS,
    as_bytes,
    events_of,
    full_plan,
    key_of,
    kols,
    network_of,
    new_world,
    plan_of,
    world_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.levers import Care, Chosen, Response, Rule
from sim.models import campaign
from sim.models.campaign import places
from sim.models.campaign.days import DAY, HOUR
from sim.models.campaign.occasions import Occasions, Rumour
from sim.models.campaign.product import Product
from sim.world import OWNED, PAID, Plan, Push

# -- outcomes differ only inside the closure


def posts_by_identity(events):
    """Identity of each post (author, item, kind, ordinal in time), and what it is: when it came out."""
    seen, found = {}, []
    columns = zip(events["post_author"], events["post_item"], events["post_kind"], strict=True)
    order = np.argsort(events["post_published"], kind="stable")
    identities = [tuple(int(value) for value in row) for row in columns]
    found = [None] * len(identities)
    for place in order.tolist():
        identity = identities[place]
        seen[identity] = seen.get(identity, -1) + 1
        found[place] = (*identity, seen[identity], float(events["post_published"][place]))
    return found


def histories(events):
    """For each account all that it saw and did, with the posts by identity."""
    posts, found = posts_by_identity(events), {}
    for kind, extra in (("seen", "seen_channel"), ("act", "act_action")):
        columns = (events[f"{kind}_account"], events[f"{kind}_at"], events[f"{kind}_post"], events[extra])
        for account, at, post, what in zip(*(column.tolist() for column in columns), strict=True):
            found.setdefault(account, []).append((at, kind, what, posts[post]))
    for account, attitude in zip(events["contact_account"].tolist(), events["contact_attitude"].tolist(), strict=True):
        if account in found:
            found[account].append((np.inf, "attitude", attitude, ()))
    return {account: sorted(told) for account, told in found.items()}


@pytest.mark.parametrize("setting", [{}, {"rhythm": "flat", "looks": 2.0, "delayed_shares": 1.0}])
def test_without_one_author_only_those_differ_who_are_offered_something_else(setting):
    """Chronological, nothing recommended, no counters: whose history differs follows the author of a post that is only
    in one of the two runs, or came out at another time, and he differs at the earliest when that was out."""
    network, differing, far = network_of(1000), 0, 0
    world = world_of("chronological", 1000, share_level=-3.5, **setting)
    authors = kols(network, 12, 5)
    posts = [(author, i % 2, PAID if i % 3 else OWNED, 5.0 * i) for i, author in enumerate(authors)]
    for replicate in range(15):
        whole = events_of(world, plan_of(network, posts), replicate)
        rest = events_of(world, plan_of(network, posts[:4] + posts[5:]), replicate)
        one, other = histories(whole), histories(rest)
        offered = {}
        for post in set(posts_by_identity(whole)) ^ set(posts_by_identity(rest)):
            for follower in network.audience_of(post[0]).tolist():
                offered[follower] = min(offered.get(follower, np.inf), post[-1])
        for account in range(len(network)):
            found = one.get(account, []), other.get(account, [])
            if found[0] == found[1]:
                continue
            assert account in offered
            common = [a == b for a, b in zip(*found, strict=False)]
            place = common.index(False) if False in common else len(common)
            assert min(events[place][0] for events in found if place < len(events)) >= offered[account]
            differing += 1
            far += account not in network.audience_of(authors[4])
    assert differing > 60
    assert far > 3, "some differ by what others shared"


def test_without_one_author_strangers_of_all_that_follows_do_not_notice():
    """Two networks without a tie between them: the one is the same to the byte, the other is not."""
    from sim.network import Network

    half = network_of(1000)
    sources = np.repeat(np.arange(1000), half.followers)
    network = Network.from_edges(
        np.concatenate([sources, sources + 1000]), np.concatenate([half.audience, half.audience + 1000]), 2000
    )
    world = campaign.prepare(network, campaign.Parameters(share_level=-4.0), None, 7)
    left, right = kols(half, 6), kols(half, 6) + 1000
    posts = [(author, 0, OWNED, 3.0 * i) for i, author in enumerate([*left, *right])]
    whole, rest = (histories(events_of(world, plan_of(network, chosen))) for chosen in (posts, posts[1:]))
    assert {a: told for a, told in whole.items() if a >= 1000} == {a: told for a, told in rest.items() if a >= 1000}
    assert len([account for account in whole if account >= 1000]) > 50
    assert whole != rest


# -- one of twenty


def correlation(world, posts, pushes=(), worlds=40):
    work, found = campaign.workspace(world), []
    for replicate in range(worlds):
        found.append(
            [
                campaign.simulate(world, plan_of(world.network, chosen, pushes), key_of(replicate, 4), work).reach
                for chosen in (posts, posts[1:])
            ]
        )
    whole, rest = np.array(found, float).T
    assert whole.std() > 1
    return np.corrcoef(whole, rest)[0, 1], np.corrcoef(whole, np.roll(rest, 1))[0, 1]


@pytest.mark.parametrize("platform", ["x_2026", "chronological with ads"])
def test_one_paid_author_of_twenty_dropped_leaves_the_rest_as_it_was(platform):
    world = world_of(platform, sells=True)
    posts = [(author, 0, PAID, 2.0 + i) for i, author in enumerate(kols(world.network, 20))]
    same, others = correlation(world, posts)
    assert same > 0.97
    assert others < 0.9, "other worlds do not correlate"


# -- the order of the list


@settings(max_examples=5)
@given(st.randoms(use_true_random=False), st.integers(0, 1000))
def test_the_plan_told_in_another_order_gives_the_same_bytes(random, replicate):
    world = world_of("x_2026", 1000, sells=True, days=3.0)
    plan = full_plan(world.network, days=3)
    end = 3 * 86400.0
    extra = (Push("ads", 1, 0.0, end, 5000, 1500), Push("ads", 1, 0.0, end, 5000, 2500, retarget=True))
    plan = Plan(plan.seeds, (*plan.posts, *plan.posts[:2]), (*plan.pushes, *extra))
    posts, pushes = list(plan.posts), list(plan.pushes)
    random.shuffle(posts)
    random.shuffle(pushes)
    told = as_bytes(events_of(world, plan, replicate))
    assert told == as_bytes(events_of(world, Plan(plan.seeds, tuple(posts), tuple(pushes)), replicate))


# -- the length of a tick


def measures(world, plan, worlds):
    """Reach, impressions and orders in each world (float64[worlds, 3])."""
    work, found = campaign.workspace(world), []
    for replicate in range(worlds):
        outcome = campaign.simulate(world, plan, key_of(replicate), work)
        found.append([outcome.reach, len(outcome.events["seen_at"]), len(outcome.events["order_at"])])
    return np.array(found, float)


def difference(plan, worlds, minutes=(5, 20)):
    """By how much ticks of 5 and of 20 minutes differ, in parts of the mean: (differences, standard errors)."""
    shorter, longer = (
        measures(world_of("x_2026", sells=True, tick_minutes=length), plan, worlds) for length in minutes
    )
    gaps = (shorter - longer) / longer.mean(axis=0)
    return gaps.mean(axis=0), gaps.std(axis=0, ddof=1) / np.sqrt(worlds)


@pytest.mark.verify
def test_the_length_of_a_tick_changes_nothing_that_matters():
    """Reach, impressions and orders within 2%, posts alone and with a boost and ads that find whom they are for."""
    network = network_of()
    full = full_plan(network)
    posts = [(author, i % 2, PAID if i % 2 else OWNED, 7.0 * i) for i, author in enumerate(kols(network, 20))]
    for plan, worlds in ((plan_of(network, posts), 1000), (Plan(full.seeds, full.posts, full.pushes[:2]), 150)):
        gaps, errors = difference(plan, worlds)
        assert errors.max() < 0.005
        assert abs(gaps).max() < 0.02, (gaps, errors)


@pytest.mark.verify
def test_a_tick_of_half_a_day_is_told_apart():
    """Negative control: it moves reach by half a hundredth, and that is seen, as it is many standard errors."""
    full = full_plan(network_of())
    gaps, errors = difference(Plan(full.seeds, full.posts, full.pushes[:2]), 40, (10, 720))
    assert (abs(gaps) / errors).max() > 5


def troubled(minutes):
    """A product that disappoints, and a rumour, with ticks of this length."""
    rumour = Rumour(at=2.0, accounts=20, arousal=1.0)
    product = Product(orders_a_day=0.05, lead_rate=0.5, order_rate=0.5, quality=0.2)
    platform = {**PLATFORMS["x_2026"], "tick_minutes": minutes}
    return new_world(platform, product=product, occasions=Occasions(rumours=(rumour,)))


def plan_for_trouble():
    """All pushes, retargeting among them, a rule that boosts where little was met, care and an answer to the crisis."""
    full = full_plan(network_of())
    pushes = (*full.pushes, Push("boost", 1, 3 * DAY, 5 * DAY, 2000, 2000))
    levers = (Care(0.0, 7 * DAY, 2.0, HOUR, 0.8), Response("empathy", 3, 2 * HOUR))

    def little(world, outcome):
        return Chosen(pushes=(3,)) if outcome.reach < 1200 else Chosen()

    return Plan(full.seeds, full.posts, pushes, 0, levers, (Rule(3 * DAY, little, pushes=(3,)),))


ANSWERED, BOOSTED, ILL = 5, 6, 7


def troubles(minutes, worlds):
    """Of each world: reach, impressions, orders, impressions by retargeting, complaints, answers, whether the rule
    boosted, negative posts (float64[worlds, 8])."""
    world, plan, found = troubled(minutes), plan_for_trouble(), []
    work = campaign.workspace(world)
    for replicate in range(worlds):
        outcome = campaign.simulate(world, plan, key_of(replicate), work)
        events = outcome.events
        met = [outcome.reach, len(events["seen_at"]), len(events["order_at"]), events["push_impressions"][2]]
        complained = events["case_kind"] == places.A_COMPLAINT
        answered = np.isfinite(events["case_answered_at"]) & (events["case_answered_at"] > 0.0)
        ill = np.isin(events["post_kind"], (places.RUMOUR, places.COMPLAINT))
        met += [complained.sum(), answered.sum(), events["push_impressions"][3] > 0, ill.sum()]
        found.append(met)
    return np.array(found, float)


def gaps_of(shorter, longer):
    """Differences in parts of the mean, and their standard errors."""
    gaps = (shorter - longer) / longer.mean(axis=0)
    return gaps.mean(axis=0), gaps.std(axis=0, ddof=1) / np.sqrt(len(gaps))


@pytest.mark.verify
def test_the_length_of_a_tick_changes_nothing_where_rules_care_and_a_crisis_act():
    """Within 2% with retargeting, care, an answer to a crisis and a rule; each of them had something to do."""
    shorter, longer = troubles(5, 250), troubles(20, 250)
    gaps, errors = gaps_of(shorter, longer)
    assert (longer.mean(axis=0) > [1000, 4000, 500, 500, 50, 50, 0.1, 10]).all()
    assert longer[:, BOOSTED].mean() < 0.9, "the rule decides"
    gaps, errors = np.delete(gaps, BOOSTED), np.delete(errors, BOOSTED)
    assert errors.max() < 0.007
    assert abs(gaps).max() < 0.02, (gaps, errors)
    assert abs(shorter[:, BOOSTED].mean() - longer[:, BOOSTED].mean()) < 0.1


@pytest.mark.verify
def test_where_rules_care_and_a_crisis_act_a_tick_of_half_a_day_is_told_apart():
    """Negative control: fewer are answered, and what is ill spoken goes further before the brand answers."""
    gaps, errors = gaps_of(troubles(10, 20), troubles(720, 20))
    assert gaps[ANSWERED] > 5 * errors[ANSWERED]
    assert gaps[ILL] < -5 * errors[ILL]
