"""Actions for relations, promotions and rules: what they become, what they cost, and what is said of them."""

import math
from pathlib import Path
from typing import get_args

import pytest

from sim.levers import RESPONSES
from sim.models.campaign.parameters import ACTIONS as REACTIONS
from sim.scenario import ScenarioError, explain, from_dict, from_text, load
from sim.scenario.action_choices import BestPosts, LiveAction
from sim.scenario.action_settings import ACTIONS
from sim.scenario.compare_choices import Condition
from sim.scenario.explain_campaign import TOLD
from sim.scenario.explain_levers import DOING
from sim.scenario.known_costs import costs_of, known_costs
from sim.scenario.lever_settings import CrisisSetting, LotterySetting
from sim.scenario.times import DAY, HOUR

FILE = Path(__file__).parent.parent / "scenarios" / "valid" / "campaign_levers.yaml"
TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
horizon: 20 days
network: {generator: kol_communities, accounts: 600}
product: {order_value: 100}
brand: 7
content: {diary: {cost: 10}, dance: {}, show: {format: live, lasts_hours: 1.5}}
plans: {a: {actions: [{post: {item: diary}}, %s]}}
"""


@pytest.fixture(scope="module")
def scenario():
    return load(FILE)


def action(text):
    """One action beside a post of the diary, resolved."""
    return from_text(TEXT % text).plans["a"].actions[1]


def said(*texts):
    """The sentence of a plan with these actions."""
    (found,) = [one for one in explain(from_text(TEXT % ", ".join(texts))) if one.startswith("Plan a: ")]
    return found


def cost(text):
    """What an action sets aside, in cents, and what of it is spent whatever happens."""
    found = costs_of(action(text))
    return sum(one.cents for one in found), sum(one.cents for one in found if one.fixed)


def test_a_community_sends_a_first_post_after_the_first_span():
    found = action("community: {offer: 20, spend: 600, push: every 3 days, item: dance, at: day 2..10}")
    assert (found.offer, found.spend, found.item) == (20, 600, "dance")
    assert [at / DAY for at in found.moments()] == [4, 7]
    assert found.items == ("dance",)
    assert cost("community: {offer: 20, spend: 600.5}") == (60_050, 0)
    bare = action("community: {}")
    assert (bare.at.start, bare.at.end, bare.moments(), bare.items) == (0, 20 * DAY, [], ())
    assert action("community: {push: 3 days}").push == 3 * DAY


def test_posts_to_members_come_once_or_again():
    found = (
        from_text(TEXT % "{community: {}}, {push: {item: dance, at: day 2..6, every: 2 days}}").plans["a"].actions[2]
    )
    assert [at / DAY for at in found.moments()] == [1, 3, 5]
    assert "dance sent 3 times to the members" in said(
        "community: {}", "push: {item: dance, at: day 2..6, every: 2 days}"
    )


def test_care_is_people_with_a_wage_or_a_machine():
    people = action("care: {staff: 3, per_hour: 5, delay: 90 min, quality: 70%, wage: 30.333, at: day 1..2}")
    assert (people.per_hour, people.delay, people.quality, people.hours) == (15, 5400, 0.7, 48)
    assert cost("care: {staff: 3, wage: 30.333, at: day 1..2}") == (436_795, 436_795)  # 4,367.952
    usual = action("care: {}")
    assert (usual.per_hour, usual.delay, usual.quality, usual.staff, usual.comments) == (12, 1800, 0.8, 1, False)
    machine = action("care: {automatic: true, cost: 77, comments: true}")
    assert (machine.per_hour, machine.delay, machine.quality, machine.staff) == (math.inf, 0, 0.4, 0)
    assert cost("care: {automatic: true, cost: 77}") == (7_700, 7_700)
    assert "a machine answers complaints and comments at once, with quality 0.4 for 77 CNY" in said(
        "care: {automatic: true, cost: 77, comments: true}"
    )


def test_insight_says_when_it_comes_too_late():
    found = action("insight: {cost: 50, at: day 5, delay: 10 days, gain: .3}")
    assert (found.at.start, found.delay, found.gain, found.cost) == (4 * DAY, 10 * DAY, 0.3, 50)
    assert "10 days later the product is better by up to 0.3" in said("insight: {at: day 5, gain: .3}")
    assert "16 days later, after the campaign's end, the product" in said("insight: {at: day 5, delay: 16 days}")


def test_a_crisis_is_answered_in_one_of_three_ways():
    assert set(get_args(CrisisSetting.model_fields["kind"].annotation)) == set(RESPONSES)
    for kind in RESPONSES:
        assert action(f"crisis: {{kind: {kind}, threshold: 3, delay: 90 min}}").kind == kind
    assert "6 hours after 1 negative post for 5 CNY" in said("crisis: {threshold: 1, cost: 5}")
    assert cost("crisis: {cost: 5}") == (500, 500)


def test_prizes_are_paid_whatever_happens():
    lottery = action("lottery: {prize: 20, winners: 3, action: follow, at: day 1..2}")
    assert (lottery.name, lottery.item, lottery.action, lottery.winners) == ("lottery", "diary", "follow", 3)
    assert cost("lottery: {prize: 20.5, winners: 3}") == (6_150, 6_150)
    challenge = action("challenge: {prize: 20, at: day 1..2}")
    assert (challenge.name, challenge.action, challenge.winners) == ("challenge", "share", 1)
    assert cost("challenge: {prize: 20}") == (2_000, 2_000)
    asked = set(get_args(LotterySetting.model_fields["action"].annotation))
    assert asked == set(DOING) == set(REACTIONS) - {"complete", "hide"}


def test_rewards_may_be_left_unspent_and_offers_cost_nothing_beforehand():
    assert cost("referral: {reward: 3, spend: 30}") == (3_000, 0)
    assert cost("offer: {discount: 10%}") == (0, 0)
    assert action("offer: {discount: 10%}").items == ()
    assert action("offer: {discount: 10%, item: diary, at: day 3}").at.end == 3 * DAY


def test_a_live_stream_is_a_post_of_the_brands_own():
    found = action("live: {item: show, at: day 3 20:00}")
    assert isinstance(found, LiveAction)
    assert (found.account, found.moments(), found.name) == (7, [2 * DAY + 20 * HOUR], "live")
    assert "a live stream of show for 90 minutes on the brand's account 7" in said(
        "live: {item: show, at: day 3 20:00}"
    )


PILOT = "pilot: {items: [dance, diary], spend: 20.01, cpm: 40, at: day 1..2, then: {spend: 200, cpm: 30, at: day 3..7}}"


def test_a_pilot_halves_its_money_and_sets_the_rest_aside_once():
    found = action(PILOT)
    assert [(one.item, one.spend) for one in found.trial] == [("dance", 10.01), ("diary", 10.0)]
    assert [(one.item, one.spend, one.cpm) for one in found.then] == [("dance", 200, 30), ("diary", 200, 30)]
    assert found.by == "click_rate"
    assert cost(PILOT) == (22_001, 0)


def test_the_best_posts_are_picked_out_when_the_boost_begins():
    found = action("boost: {posts: best 5 by share_rate, spend: 3, cpm: 4, at: day 3..4}")
    assert (found.item, found.posts, found.at.start) == (None, BestPosts(5, "share_rate"), 2 * DAY)
    assert action("boost: {posts: best 5 by likes, item: diary, spend: 3, cpm: 4, at: day 3}").item == "diary"
    assert "the best 5 posts by likes so far" in said("boost: {posts: best 5 by likes, spend: 3, cpm: 4, at: day 3}")


def test_what_a_rule_does_begins_with_the_rule_unless_it_says():
    found = action(
        "when: {if: reach >= 50%, at: day 10 06:00, then: [{post: {item: dance}}, {ads: {spend: 3, cpm: 4}}, "
        "{offer: {discount: 5%}}, {insight: {}}, {care: {at: day 12}}, {pay: {accounts: [3]}}, {crisis: {}}]}"
    )
    post, ads, offer, insight, care, pay, crisis = found.then
    assert found.condition == Condition("reach", ">=", 0.5)
    assert post.moments() == [9 * DAY + 6 * HOUR] == [insight.at.start] == [pay.at.start]
    assert (ads.at.start, ads.at.end) == (9.25 * DAY, 20 * DAY) == (offer.at.start, offer.at.end)
    assert care.at.start == 11 * DAY
    assert crisis.name == "crisis"
    assert found.items == ("dance", "diary")


def test_what_a_rule_sets_aside_stands_in_the_ledger_in_full(scenario):
    plan = scenario.plans["decided on the way"]
    ledger = known_costs(plan, scenario.content, "CNY").by_action()
    assert ledger["1 pilot"] == 2_200_001
    assert ledger["4 when care"] == 48_000
    assert ledger["4 when ads"] == 70_000
    assert ledger["5 when boost"] == 10_000
    assert [group.accounts for group in plan.groups] == [(5, 9), (5,)]


def test_the_file_with_everything_reads_back_and_every_action_is_in_it(scenario):
    assert from_dict(scenario.resolved(), FILE.parent) == scenario
    used = {one.action.name for plan in scenario.plans.values() for one in plan.placed}
    assert used | {"when"} == set(ACTIONS)
    assert set(TOLD) == set(ACTIONS) - {"post", "pay", "when"}


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("plans/relations/actions/1/community/offer", 30.0, lambda plans: plans["relations"].actions[1].offer),
        ("plans/relations/actions/3/care/staff", 1, lambda plans: plans["relations"].actions[3].staff),
        ("plans/promotions/actions/3/lottery/winners", 9, lambda plans: plans["promotions"].actions[3].winners),
        (
            "plans/decided on the way/actions/3/when/if",
            "orders < 900",
            lambda plans: f"orders < {plans['decided on the way'].actions[3].condition.value:g}",
        ),
        (
            "plans/decided on the way/actions/3/when/then/1/ads/spend",
            9.0,
            lambda plans: plans["decided on the way"].actions[3].then[1].spend,
        ),
    ],
)
def test_every_place_can_be_varied(scenario, path, value, read):
    assert read(scenario.plans) != value
    changed = scenario.with_values({path: value})
    assert read(changed.plans) == value
    assert from_dict(changed.resolved(), FILE.parent) == changed


def test_a_later_rule_moves_what_begins_with_it(scenario):
    changed = scenario.with_values({"plans/decided on the way/actions/4/when/at": "day 12"})
    pay, boost = changed.plans["decided on the way"].actions[4].then
    assert pay.at.start == boost.at.start == 11 * DAY
    with pytest.raises(ScenarioError, match="before the rule is looked at"):
        scenario.with_values({"plans/decided on the way/actions/3/when/at": "day 13"})


def test_each_plan_is_told(scenario):
    text = "\n".join(explain(scenario))
    for told in (
        "a private community, day 1..15, with a gift of 20 CNY for who joins (60,000 CNY at most), whose members are "
        "sent diary every 3 days",
        "2 people answer complaints and comments for 30 CNY an hour each, 24 an hour together, after 30 minutes at the "
        "earliest, with quality 0.8, day 1..14",
        "an answer that explains, 6 hours after 20 negative posts for 2,000.5 CNY",
        "a lottery, day 1..3: 5 prizes of 2,000 CNY among those who comment on dance",
        "20 CNY to who ordered for each friend who orders after seeing diary (10,000 CNY at most), day 1..14",
        "20% off for who comes through dance, day 3..5; 5% off for everyone, the whole campaign.",
        "a pilot: 1,000.01 CNY for ads of diary at 40 CNY a thousand, day 1..2 and 1,000 CNY for ads of dance",
        "then 20,000 CNY for ads of the one with the higher share_rate at 35 CNY a thousand, at most 3 an account",
        "if orders < 800 (of people) on day 10 00:00: 2 listed accounts, paid for dance, day 10 00:00 and 700 CNY for ",
        "Ledger of relations: 87,760.50 CNY are set aside (making diary 100.00, gifts of 20 to who joins, at most",
    ):
        assert told in text, told


def test_what_differs_between_levers_is_named():
    def names(one, other):
        plans = f"a: {{actions: [{{post: {{}}}}, {one}]}}, b: {{actions: [{{post: {{}}}}, {other}]}}"
        text = TEXT.replace("a: {actions: [{post: {item: diary}}, %s]}", plans)
        return [found for found in explain(from_text(text)) if found.startswith("The plans ")]

    assert names("{care: {}}", "{care: {}}") == ["The plans do not differ: they are the same."]
    assert names("{care: {}}", "{care: {quality: .5}}") == ["The plans differ in: care."]
    assert names("{care: {}}", "{crisis: {}}") == ["The plans differ in: care, answer to a crisis."]
    when = "{when: {if: %s, at: day 2, then: [{crisis: {}}]}}"
    assert names(when % "reach < 3", when % "reach < 4") == ["The plans differ in: conditions."]
