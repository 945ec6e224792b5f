"""Relations: what customers say, care, community, friends, answers to a crisis, offers, rules, what happens anyway."""

from dataclasses import replace

import numpy as np
import pytest
from campaign_scenes import CELL, as_bytes, events_of, key_of, kols, mean_and_error, network_of, new_world, plan_of

from sim.levers import Care, Chosen, Incentive, Insight, Offer, Referral, Response, Rule
from sim.models import campaign
from sim.models.campaign import places
from sim.models.campaign.occasions import Competitor, Failure, Occasions, Rumour
from sim.models.campaign.product import Product
from sim.models.campaign.relations import Relations
from sim.world import OWNED, PAID, TO_MEMBERS, Item, Plan, PlanError, PlannedPost, Push

DAY, HOUR = 86400.0, 3600.0
LIVELY = {"share_level": -6.0, "days": 7.0, "delayed_shares": 0.3, "delay_hours": 19.88}
"""All that is fitted is said, so that a new fit changes none of these worlds."""
BUYERS = Product(orders_a_day=0.02, lead_rate=0.5, order_rate=0.5, delivery_days=1.0, goodwill_effect=0.85)
STIRRING = {"quality": 1.0, "utility": 1.0, "arousal": 1.0, "novelty": 1.0}
"""Content to which many react, so that few worlds say much."""
ITEMS = (Item("one", **STIRRING), Item("two", format="live", lasts_hours=2.0, **STIRRING))


def world(platform="chronological", items=ITEMS, **settings):
    return new_world(platform, 1000, items, **{**LIVELY, **settings})


def selling(platform="chronological", items=ITEMS, product=BUYERS, **settings):
    return world(platform, items, product=product, **settings)


def plan(posts=(), pushes=(), levers=(), rules=()):
    network = network_of(1000)
    posts = tuple(PlannedPost(int(author), item, kind, hour * HOUR) for author, item, kind, hour in posts)
    return Plan(plan_of(network).seeds, posts, tuple(pushes), 0, tuple(levers), tuple(rules))


def stars(count=8):
    return kols(network_of(1000), count, 0)


def paid(count=8, item=0, hour=10.0):
    return [(author, item, PAID, hour + i) for i, author in enumerate(stars(count))]


def kinds(events, *wanted):
    """The rows of posts of these kinds."""
    return np.flatnonzero(np.isin(events["post_kind"], wanted))


# -- customers


def test_satisfaction_is_quality_less_what_was_promised():
    """Without noise it follows from the impressions before the delivery, summed here in plain Python."""
    items = (Item("one", promise=0.9, **STIRRING), Item("two", promise=0.2, **STIRRING))
    relations = Relations(satisfaction_spread=0.0, praise_rate=0.0, complaint_rate=0.0)
    settings = {"trust_slope": 0.0, "trust_followed": 1.0, "disclosure_effect": 0.0}
    made = selling(items=items, relations=relations, product=BUYERS.model_copy(update={"quality": 0.7}), **settings)
    events = events_of(made, plan(paid(6) + paid(6, item=1, hour=40.0)))
    promise = np.array([item.promise for item in items])
    told = 0
    for account, at, satisfied in zip(*(events[f"order_{k}"] for k in ("account", "at", "satisfied")), strict=True):
        if np.isnan(satisfied):
            assert at + 24.0 > 7 * 24.0 - 10 / 60 - 1e-9
            continue
        tick = np.ceil((at + 24.0) * 6.0 - 1e-9) / 6.0  # delivered at the next tick
        before = (events["seen_account"] == account) & (events["seen_at"] <= tick)
        heard = promise[events["post_item"][events["seen_post"][before]]]
        expected = (0.5 + heard.sum()) / (1.0 + len(heard))
        assert satisfied == pytest.approx(0.7 - expected, abs=1e-12)
        told += len(heard) > 0
    assert told > 100


def test_the_content_praise_and_the_others_complain():
    made = {
        quality: selling(product=BUYERS.model_copy(update={"quality": quality}), relations=Relations(praise_rate=0.5))
        for quality in (1.0, 0.0)
    }
    good, bad = (events_of(made[quality], plan(paid())) for quality in (1.0, 0.0))
    assert np.nanmean(good["order_satisfied"]) > 0.4 > -0.4 > np.nanmean(bad["order_satisfied"])
    assert len(kinds(good, places.PRAISE)) > 20 > 3 > len(kinds(bad, places.PRAISE))
    assert len(kinds(bad, places.COMPLAINT)) > 3 > 1 > len(kinds(good, places.COMPLAINT))
    assert np.isin(good["post_author"][kinds(good, places.PRAISE)], good["order_account"]).all()


def test_hype_sells_once_and_disappoints():
    worlds = {p: selling(items=(Item("one", promise=p, **STIRRING),)) for p in (0.5, 1.0)}
    sold, content = [], []
    for replicate in range(12):
        plain, hype = (events_of(worlds[p], plan(paid()), replicate) for p in (0.5, 1.0))
        sold.append(hype["order_incremental"].sum() - plain["order_incremental"].sum())
        content.append(np.nanmean(hype["order_satisfied"]) - np.nanmean(plain["order_satisfied"]))
    for values, sign in ((sold, 1), (content, -1)):
        mean, error = mean_and_error(values)
        assert sign * mean > 4 * error


def test_a_failure_hurts_only_what_arrives_in_its_time():
    relations = Relations(satisfaction_spread=0.0)
    whole = selling(relations=relations)
    broken = selling(relations=relations, occasions=Occasions(failures=(Failure(at=3.0, until=4.0, quality=0.1),)))
    a, b = (events_of(one, plan(paid())) for one in (whole, broken))
    known = {(x, y): s for x, y, s in zip(a["order_account"], a["order_at"], a["order_satisfied"], strict=True)}
    lower = 0
    for x, y, s in zip(b["order_account"], b["order_at"], b["order_satisfied"], strict=True):
        tick = np.ceil((y + 24.0) * 6.0 - 1e-9) / 6.0
        if (x, y) in known and tick < 96.0 and not np.isnan(s):
            assert known[x, y] - s == pytest.approx(0.4 if tick >= 72.0 else 0.0, abs=0.02)
            lower += tick >= 72.0
    assert lower > 8


# -- care


def complaints(*levers, **relations):
    product = BUYERS.model_copy(update={"quality": 0.0})
    made = selling(product=product, relations=Relations(complaint_rate=1.0, publish_rate=1.0, **relations))
    return events_of(made, plan(paid(), levers=levers))


def test_the_queue_is_first_in_first_out_and_no_faster_than_its_staff():
    events = complaints(Care(0.0, 7 * DAY, per_hour=0.5, delay=HOUR, quality=1.0))
    at, answered = events["case_at"], events["case_answered_at"]
    done = ~np.isnan(answered)
    assert 20 < done.sum() < len(at) - 5
    assert (np.diff(answered[done]) >= 0).all()
    assert (answered[done] - at[done] >= 1.0 - 1e-9).all()
    hours = np.sort(answered[done])
    for first in range(len(hours)):
        within = ((hours >= hours[first]) & (hours < hours[first] + 10.0)).sum()
        assert within <= 6  # .5 an hour, and one that was begun before
    assert events["lever_count"].tolist() == [done.sum()]


def test_an_answer_comes_instead_of_a_published_complaint():
    alone, helped = complaints(), complaints(Care(0.0, 7 * DAY, np.inf, 0.0, 1.0))
    assert alone["case_published"].sum() > 10
    assert len(kinds(alone, places.COMPLAINT)) == alone["case_published"].sum()
    assert helped["case_published"].sum() == 0
    assert np.nanmax(helped["case_answered_at"] - helped["case_at"]) <= 1e-9
    assert helped["contact_attitude"].mean() > alone["contact_attitude"].mean() + 0.01


def test_who_expects_an_answer_complains_sooner():
    few, many = (len(invited(effect)["case_at"]) for effect in (0.0, 1.0))
    assert few * 1.2 < many


def invited(effect):
    product = BUYERS.model_copy(update={"quality": 0.0})
    made = selling(product=product, relations=Relations(complaint_rate=0.3, care_invites=effect))
    return events_of(made, plan(paid(), levers=[Care(0.0, 7 * DAY, np.inf, 0.0, 0.0)]))


def test_comments_are_answered_where_they_are_meant_to_be():
    made = world()
    care = Care(0.0, 7 * DAY, np.inf, 0.0, 1.0)
    silent, loud = (
        events_of(made, plan(paid(), levers=[Care(**{**vars(care), "comments": comments})]))
        for comments in (False, True)
    )
    assert len(silent["case_at"]) == 0
    comments = (loud["act_action"] == campaign.parameters.COMMENT).sum()
    assert len(loud["case_at"]) == comments > 10
    assert (loud["case_kind"] == 1).all()


# -- listening


def rumours(**settings):
    return Occasions(rumours=(Rumour(at=1.0, accounts=60, **settings),))


SPREADS = {"share_level": -3.0}


def test_a_rumour_is_there_without_a_plan_and_reaches_nobody_for_the_brand():
    made = selling(occasions=rumours(), product=BUYERS.model_copy(update={"known": 1.0}))
    events, again = events_of(made, plan()), events_of(made, plan(paid()))
    assert len(events["reached"]) == 0
    assert len(events["seen_account"]) > 80
    bought = np.isin(events["contact_account"], events["order_account"])
    assert (events["contact_attitude"][~bought] <= 0.0).all()
    assert events["contact_attitude"][~bought].min() < -0.02
    assert len(kinds(events, places.RUMOUR)) == 60
    assert len(events["lost_at"]) > 0
    authors = [set(one["post_author"][kinds(one, places.RUMOUR)].tolist()) for one in (events, again)]
    assert authors[0] == authors[1]
    other = events_of(made, plan(), 1)
    assert authors[0] != set(other["post_author"][kinds(other, places.RUMOUR)].tolist())


def test_the_brand_answers_when_it_hears_enough_and_after_its_delay():
    made = world(occasions=rumours(), **SPREADS)
    late = Response("empathy", 10**6, 0.0)
    events = events_of(made, plan(levers=[Response("empathy", 65, 6 * HOUR), late]))
    negative = np.sort(events["post_published"])
    heard = np.ceil(negative[64] * 6.0) / 6.0
    assert sorted(events["lever_at"].tolist())[0] == pytest.approx(heard + 6.0, abs=1e-9)
    assert np.isnan(events["lever_at"]).sum() == 1


def shares_of_rumour(levers, replicates=20, real=True):
    made = world(occasions=rumours(real=real), **SPREADS)
    found = []
    for replicate in range(replicates):
        events = events_of(made, plan(levers=levers), replicate)
        found.append(len(events["post_author"]))
    return np.array(found, float)


def test_empathy_dampens_an_early_compensation_fuels():
    none = shares_of_rumour([])
    empathy = shares_of_rumour([Response("empathy", 1, 0.0)])
    slow = shares_of_rumour([Response("empathy", 1, 24 * HOUR)])
    fuel = shares_of_rumour([Response("compensation", 1, 0.0)])
    for less, more in ((empathy, none), (empathy, slow), (none, fuel)):
        assert in_nearly_all(more, less)
    assert not in_nearly_all(none, none)


def in_nearly_all(more, less):
    """Is the one larger than the other in nearly every world? Sizes have heavy tails, so worlds are counted."""
    return (more >= less).mean() >= 0.9 and (more > less).mean() > 0.5


def test_explaining_helps_more_where_the_rumour_is_false():
    levers = [Response("explanation", 1, 0.0)]
    assert in_nearly_all(shares_of_rumour(levers), shares_of_rumour(levers, real=False))


def test_insight_makes_the_product_better_after_its_delay():
    relations = Relations(satisfaction_spread=0.0, voices_wanted=1e-9)
    made = selling(relations=relations)
    insight = Insight(at=2 * DAY, delay=DAY, gain=0.3)
    a, b = events_of(made, plan(paid())), events_of(made, plan(paid(), levers=[insight]))
    known = {(x, y): s for x, y, s in zip(a["order_account"], a["order_at"], a["order_satisfied"], strict=True)}
    better = 0
    for x, y, s in zip(b["order_account"], b["order_at"], b["order_satisfied"], strict=True):
        tick = np.ceil((y + 24.0) * 6.0 - 1e-9) / 6.0
        if (x, y) in known and tick < 80.0 and not np.isnan(s):
            assert s - known[x, y] == pytest.approx(0.3 if tick >= 72.0 else 0.0, abs=0.02)
            better += tick >= 72.0
    assert better > 5
    assert b["lever_at"].tolist() == [72.0]


# -- community, friends, prizes, offers


def gift(cents=10**9, each=2000, value=20.0):
    return Incentive("community", "join", -1, 0.0, 7 * DAY, value, each, cents)


def test_a_gift_is_for_who_joins_and_given_once():
    """Whoever is reached joins, by the first item, by the second, by what a rumour says."""
    made = selling(occasions=rumours())
    events = events_of(made, plan(paid() + paid(item=1, hour=12.0), levers=[gift(value=1e9)]))
    items = [set(events["seen_account"][events["post_item"][events["seen_post"]] == item]) for item in (0, 1)]
    assert len(items[0] & items[1]) > 20, "many could join twice"
    assert events["contact_member"].sum() == events["contact_joined"].sum() > 50
    assert events["lever_count"].tolist() == [events["contact_joined"].sum()]
    assert events["lever_spent"].tolist() == [2000 * events["contact_joined"].sum()]


def pushes_to_members(hours):
    return tuple(PlannedPost(-1, 0, TO_MEMBERS, hour * HOUR) for hour in hours)


def with_community(levers, hours=(60.0, 100.0, 140.0), **relations):
    made = selling(relations=Relations(**{"leave_rate": 0.0, **relations}))
    one = plan(paid(), levers=levers)
    return events_of(made, Plan(one.seeds, one.posts + pushes_to_members(hours), (), 0, one.levers))


def test_a_gift_brings_members_until_its_money_is_gone():
    none, some, few = with_community([]), with_community([gift()]), with_community([gift(cents=20_000)])
    assert none["contact_joined"].sum() < few["contact_joined"].sum() < some["contact_joined"].sum()
    assert some["lever_spent"].tolist() == [2000 * some["contact_joined"].sum()]
    assert few["lever_spent"].tolist() == [20_000]
    assert few["unspent_cents"].tolist() == [0]
    assert some["unspent_cents"].tolist() == [10**9 - some["lever_spent"][0]]


def test_pushes_reach_members_alone_and_tire_them():
    events = with_community([gift()], open_rate=0.9, push_fatigue=1.0, member_days=3650.0)
    rows = events["seen_channel"] == places.COMMUNITY
    assert rows.sum() > 15
    assert set(events["seen_account"][rows]) <= set(events["contact_account"][events["contact_joined"] == 1])
    assert (events["contact_opened"] <= events["contact_pushed"]).all()
    assert events["contact_opened"].sum() == rows.sum()
    three = events["contact_pushed"] == 3
    by_push = [(rows & (events["seen_at"] == hour)).sum() for hour in (60.0, 100.0, 140.0)]
    members = [  # who had joined by then
        len(set(joined_by(events, hour))) for hour in (60.0, 100.0, 140.0)
    ]
    shares = np.array(by_push) / np.array(members)
    assert shares[0] > 0.8
    assert shares[2] < 0.75
    assert three.sum() > 5


def joined_by(events, hour):
    chosen = (events["act_action"] == campaign.parameters.JOIN) & (events["act_at"] < hour)
    return events["act_account"][chosen].tolist()


def test_who_leaves_gets_nothing_more():
    events = with_community([gift()], leave_rate=1.0)
    assert events["contact_pushed"].max() == 1
    assert events["contact_member"].sum() < events["contact_joined"].sum()


def test_talkers_write_about_what_they_open():
    events = with_community([gift()], open_rate=1.0, talkers=1.0, talk_rate=1.0, praise_rate=0.0, push_fatigue=0.0)
    opened = (events["seen_channel"] == places.COMMUNITY).sum()
    assert 0.5 * opened < len(kinds(events, places.PRAISE)) <= opened


def referred(cents=10**9, **relations):
    made = selling(relations=Relations(**{"refer_rate": 1.0, "refer_friends": 3.0, **relations}))
    return events_of(made, plan(paid(), levers=[Referral(0, 0.0, 7 * DAY, 1000, cents)]))


def test_friends_are_followers_and_rewards_are_for_those_who_order():
    events = referred()
    network = network_of(1000)
    rows = events["seen_channel"] == places.FRIEND
    assert rows.sum() > 50
    customers = set(events["order_account"].tolist())
    for account in events["seen_account"][rows][:200].tolist():
        assert customers & set(network.following_of(account).tolist())
    message = kinds(events, places.MESSAGE)
    assert len(message) == 1
    came = (events["order_post"] >= 0) & (events["post_origin"][events["order_post"]] == message[0])
    counted = events["order_at"] <= 7 * 24.0 - 1.0
    assert came.sum() > 3
    assert events["lever_spent"][0] <= 1000 * came.sum()
    assert events["lever_spent"][0] >= 1000 * (came & counted).sum() - 1000
    assert referred(cents=2500)["lever_spent"].tolist() == [2000]


def test_a_prize_moves_only_its_action_on_its_item_in_its_time():
    made = world()
    posts = paid(4) + paid(4, hour=80.0)
    without = events_of(made, plan(posts))
    prize = Incentive("lottery", "comment", 0, 72 * HOUR, 7 * DAY, 5000.0)
    with_prize = events_of(made, plan(posts, levers=[prize]))
    early = [
        (events["act_account"][events["act_at"] < 72.0], events["act_action"][events["act_at"] < 72.0])
        for events in (without, with_prize)
    ]
    assert all((a == b).all() for a, b in zip(*early, strict=True))

    def after(events, action):
        return ((events["act_at"] >= 72.0) & (events["act_action"] == action)).sum()

    assert after(with_prize, campaign.parameters.COMMENT) > 2 * after(without, campaign.parameters.COMMENT)
    assert after(with_prize, campaign.parameters.CLICK) == after(without, campaign.parameters.CLICK)
    assert with_prize["lever_count"][0] == after(with_prize, campaign.parameters.COMMENT)


def test_in_a_challenge_a_share_is_a_piece_of_the_sharers_own():
    made = world(relations=Relations(prize_effect=0.0))
    plain = events_of(made, plan(paid()))
    contest = events_of(made, plan(paid(), levers=[Incentive("challenge", "share", 0, 0.0, 7 * DAY, 0.0)]))

    def appeals(events):
        rows = kinds(events, places.SHARED)
        return events["post_appeal"][rows], events["post_appeal"][events["post_parent"][rows]]

    own, shown = appeals(plain)
    assert (own == shown).all()
    own, shown = appeals(contest)
    assert (own != shown).mean() > 0.95


def test_an_offer_holds_in_its_time():
    plain = BUYERS.model_copy(update={"order_spread": 0.0, "orders_a_day": 0.0})
    made = selling(items=(Item("one", **STIRRING),), product=plain)
    events = events_of(made, plan(paid(), levers=[Offer(-1, 11 * HOUR, 30 * HOUR, 0.25)]))
    within = (events["order_at"] >= 11.0) & (events["order_at"] < 30.0)
    assert within.sum() > 3
    assert set(events["order_cents"][within]) == {7500}
    assert set(events["order_cents"][~within]) == {10_000}


def test_a_live_stream_is_over_when_it_is_over():
    made = selling(relations=Relations(live_returns=1.0), product=BUYERS.model_copy(update={"returns": 0.0}))
    events = events_of(made, plan(paid(6, item=1, hour=20.0) + paid(6, hour=20.0)))
    live = events["post_item"][events["seen_post"]] == 1
    assert live.sum() > 30
    origin = events["post_origin"][events["seen_post"][live]]
    assert (events["seen_at"][live] < events["post_published"][origin] + 2.0).all()
    clicked = events["order_post"] >= 0
    through = np.zeros(len(clicked), bool)
    through[clicked] = events["post_item"][events["order_post"][clicked]] == 1
    by_himself = events["order_at"] % 24.0 == 0.0  # at the end of a day
    ends = events["post_published"][events["post_origin"][events["order_post"]]] + 2.0
    inside = through & ~by_himself & (events["order_at"] < ends)
    assert (events["order_returned"][inside] == 1).all()
    assert (events["order_returned"][~inside] == 0).all()  # also of who watched it and orders by himself, later
    assert inside.sum() > 5
    assert (through & ~inside).sum() > 3


# -- rules


def rule(at, takes, **reserved):
    return Rule(at, lambda world, outcome: Chosen(**reserved) if takes(world, outcome) else Chosen(), **reserved)


def scenes():
    network = network_of(1000)
    push = Push("boost", 0, 48 * HOUR, 96 * HOUR, 4000, 2000)
    lever = gift(cents=50_000)
    one = plan([*paid(4), (int(stars()[5]), 0, OWNED, 60.0)], [push], [lever])
    return network, one


def test_a_rule_that_says_yes_is_the_plan_without_it_and_one_that_says_no_the_plan_without_what_waits():
    made = selling("x_2026")
    _, whole = scenes()
    places_of = {"posts": (4,), "pushes": (0,)}
    less = Plan(whole.seeds, whole.posts[:4], (), 0, whole.levers)
    for takes, same in ((True, whole), (False, less)):
        one = rule(40 * HOUR, (lambda *_: True) if takes else (lambda *_: False), **places_of)
        ruled = Plan(whole.seeds, whole.posts, whole.pushes, 0, whole.levers, (one,))
        found, expected = events_of(made, ruled), events_of(made, same)
        assert found["rule_taken"].tolist() == [int(takes)]
        for name in ("seen_account", "seen_at", "seen_channel", "act_account", "order_cents", "reached"):
            assert found[name].tobytes() == expected[name].tobytes(), name
    assert len(events_of(made, whole)["seen_at"]) > len(events_of(made, less)["seen_at"])


def test_a_rule_sees_what_has_happened_so_far():
    made = selling("x_2026")
    _, whole = scenes()
    seen = []

    def look(world, outcome):
        seen.append({name: np.array(values) for name, values in outcome.events.items()})
        return Chosen()

    ruled = Plan(whole.seeds, whole.posts, whole.pushes, 0, whole.levers, (Rule(50 * HOUR, look),))
    events = events_of(made, ruled)
    assert (seen[0]["seen_at"] < 50.0).all()
    assert seen[0]["seen_at"].tobytes() == events["seen_at"][: len(seen[0]["seen_at"])].tobytes()
    assert len(seen[0]["seen_at"]) < len(events["seen_at"])
    assert seen[0]["baseline_orders"][0] < events["baseline_orders"][0]
    assert as_bytes(events_of(made, whole))["seen_at"] == events["seen_at"].tobytes()


@pytest.mark.parametrize("takes", [True, False])
def test_a_rule_counts_what_earlier_rules_set_going(takes):
    seen = []

    def look(world, outcome):
        seen.append({name: np.array(outcome.events[name]) for name in ("post_cents", "unspent_cents", "rule_taken")})
        return Chosen()

    _, whole = scenes()
    posts = (*whole.posts[:4], replace(whole.posts[4], cents=700))
    first, second = rule(40 * HOUR, lambda *_: takes, posts=(4,)), Rule(70 * HOUR, look)
    events_of(world("x_2026"), Plan(whole.seeds, posts, (), 0, (), (first, second)))
    assert seen[0]["post_cents"].sum() == (700 if takes else 0)
    assert seen[0]["unspent_cents"].tolist() == [0 if takes else 700]
    assert seen[0]["rule_taken"].tolist() == [int(takes)]


def test_a_rule_picks_the_posts_that_a_boost_pushes():
    made = world("x_2026")
    posts = paid(4)
    push = Push("boost", 0, 48 * HOUR, 96 * HOUR, 20_000, 2000)
    pick = Rule(48 * HOUR, lambda world, outcome: Chosen(pushes=(0,), boosted=((0, (2,)),)), pushes=(0,))
    events = events_of(made, plan(posts, [push], rules=[pick]))
    boosted = events["seen_post"][events["seen_channel"] == places.BOOST]
    assert len(boosted) > 50
    assert set(events["post_origin"][boosted]) == {2}


def test_a_rule_sets_going_only_what_waits_for_it():
    _, whole = scenes()
    bad = Rule(10.0, lambda world, outcome: Chosen(pushes=(0,)))
    with pytest.raises(PlanError, match="pushes \\[0\\], which are not reserved"):
        events_of(world(), Plan(whole.seeds, whole.posts, whole.pushes, 0, whole.levers, (bad,)))
    early = rule(70 * HOUR, lambda *_: True, posts=(4,))
    with pytest.raises(PlanError, match="hour 60, before the rule at hour 70"):
        events_of(world(), Plan(whole.seeds, whole.posts, whole.pushes, 0, whole.levers, (early,)))


def test_the_order_of_levers_changes_nothing():
    made = selling("x_2026", occasions=rumours())
    levers = [
        *(gift(), Care(0.0, 5 * DAY, 2.0, 0.0, 0.8), Care(0.0, 7 * DAY, 1.0, HOUR, 0.5), Insight(DAY, DAY, 0.2)),
        *(Response("empathy", 5, HOUR), Referral(0, 0.0, 7 * DAY, 500, 10_000), Offer(0, DAY, 3 * DAY, 0.2)),
        Incentive("lottery", "share", 0, DAY, 2 * DAY, 1000.0),
    ]
    forward, backward = (events_of(made, plan(paid(), levers=order)) for order in (levers, levers[::-1]))
    assert as_bytes(forward) == as_bytes(backward)
    without = events_of(made, plan(paid()))
    assert as_bytes(without)["seen_account"] != as_bytes(forward)["seen_account"]


# -- the world


def test_targeted_ads_pass_by_who_opted_out_and_untargeted_ones_work_less_on_them():
    everyone = np.ones(1000, np.uint8)
    platform = {"ad_load": 0.14}
    made = world(platform, opt_out=0.5)
    out = made.kernel.on(0).person[:, places.OPTED_OUT] != 0.0
    assert 0.4 < out.mean() < 0.6
    aimed = events_of(made, plan(pushes=[Push("ads", 0, 0.0, 7 * DAY, 10**7, 1000, everyone)]))
    assert len(aimed["seen_account"]) > 1000
    assert not out[aimed["seen_account"][aimed["seen_channel"] == places.ADS]].any()
    untargeted = events_of(made, plan(pushes=[Push("ads", 0, 0.0, 7 * DAY, 10**7, 1000)]))
    shown = np.bincount(out[untargeted["seen_account"][untargeted["seen_channel"] == places.ADS]], minlength=2)
    through_ads = untargeted["post_kind"][untargeted["act_post"]] == places.AD
    rate = np.bincount(out[untargeted["act_account"][through_ads]], minlength=2) / shown
    assert rate[1] / rate[0] == pytest.approx(0.35, abs=0.15)


def test_a_competitor_takes_attention_and_is_no_reach():
    rivals = Occasions(competitors=(Competitor(at=0.4, until=0.8, accounts=300),))
    calm, busy = world(looks=1.5), world(looks=1.5, occasions=rivals)
    nothing = events_of(busy, plan())
    assert len(nothing["reached"]) == 0
    assert len(nothing["seen_account"]) > 50
    assert len(nothing["contact_attitude"]) == 0 or np.abs(nothing["contact_attitude"]).max() == 0.0
    fewer = [
        len(events_of(calm, plan(paid()), r)["reached"]) - len(events_of(busy, plan(paid()), r)["reached"])
        for r in range(12)
    ]
    mean, error = mean_and_error(fewer)
    assert mean > 3 * error


def test_a_complex_contagion_asks_for_several_sharers():
    simple, complex_ = (
        events_of(world(share_level=-1.0, relations=Relations(sharers_needed=needed)), plan(paid(8, hour=0.0)))
        for needed in (1, 2)
    )
    assert 5 < len(kinds(complex_, places.SHARED)) < len(kinds(simple, places.SHARED))
    network = network_of(1000)
    published = {int(a): at for a, at in zip(complex_["post_author"], complex_["post_published"], strict=True)}
    for account, post, at in zip(
        *(complex_[f"act_{k}"][complex_["act_action"] == 0] for k in ("account", "post", "at")), strict=True
    ):
        sources = [a for a in network.following_of(int(account)).tolist() if published.get(a, np.inf) <= at]
        assert len(sources) >= 2, (account, post)


@pytest.mark.parametrize("retarget", [False, True])
def test_ads_do_not_depend_on_the_tick(retarget):
    """Bought impressions are given in slots of five minutes, whatever the tick."""
    pushes = [Push("ads", 0, 0.0, 7 * DAY, 10**7, 1000)]
    if retarget:
        pushes.append(Push("ads", 1, DAY, 7 * DAY, 10**7, 1000, retarget=True))
    items = (Item("one"), Item("two"))
    found = []
    for minutes in (5.0, 20.0):
        made = new_world({"ad_load": 0.14, "tick_minutes": minutes}, 2000, items, **LIVELY)
        reach = []
        for replicate in range(6):
            events = events_of(made, Plan(plan_of(made.network).seeds, (), tuple(pushes)), replicate)
            last = events["post_item"][events["seen_post"]] == len(pushes) - 1
            reach.append(last.sum() if retarget else len(events["reached"]))
        found.append(np.mean(reach))
    assert found[1] == pytest.approx(found[0], rel=0.02)


def test_nothing_is_left_of_relations_for_the_next_world():
    made = selling("x_2026", occasions=rumours())
    work = campaign.workspace(made)
    levers = [gift(), Care(0.0, 7 * DAY, 2.0, 0.0, 0.8, True), Response("empathy", 5, HOUR)]
    levers += [Referral(0, 0.0, 7 * DAY, 500, 10_000), Insight(DAY, DAY, 0.2)]
    one = plan(paid(), [Push("boost", 0, 0.0, 7 * DAY, 3000, 2000)], levers)
    one = Plan(one.seeds, one.posts + pushes_to_members((50.0,)), one.pushes, 0, one.levers)
    fresh = [as_bytes(events_of(made, p, 3)) for p in (one, plan(paid()))]
    for p, expected in ((one, fresh[0]), (plan(paid()), fresh[1]), (one, fresh[0])):
        assert as_bytes(events_of(made, p, 3, work)) == expected
    assert key_of(3) != key_of(2)
    assert CELL["product"].known == 0.5
