"""A campaign's plan made ready: posts, pushes, and a ledger that adds up to the cent."""

import numpy as np
import pytest
from plan_texts import FILES, HEAD, plan_text

from sim.experiment.code import random_plans
from sim.experiment.making import Workshop
from sim.experiment.terms import with_fee
from sim.scenario import ScenarioError, from_text, load
from sim.scenario.times import DAY, HOUR
from sim.strategies.budget import cents
from sim.world import OWNED, PAID, PlanError

TEXT = (
    HEAD
    + """\
network: {generator: kol_communities, accounts: 600}
platform: {platform_fee: 10%}
prices: {per_follower: 2.5, currency: CNY}
audience: {young: {share: .2}, few: {share: .0001}}
content: {diary: {cost: 800.5}, film: {format: video}}
plans:
"""
)

WITHIN_1000 = [{"pay": {"choose": "top_followers", "spend": 1000, "item": "diary"}}]


def made(actions, rest="", workshop=None):
    """The plan of these actions (flow maps) and its scenario."""
    scenario = from_text(TEXT + plan_text(actions, rest))
    return (workshop or Workshop(1)).plan(scenario, 0, "a"), scenario


@pytest.fixture(scope="module")
def budgets():
    scenario = load(FILES / "campaign_budget.yaml")
    workshop = Workshop(1)
    return {name: workshop.plan(scenario, 0, name) for name in scenario.plans}, workshop.network(scenario, 0)


def test_the_ledger_is_the_sum_of_all_prices(budgets):
    for plan in budgets[0].values():
        posts, pushes = plan.plan.posts, plan.plan.pushes
        total = sum(post.cents for post in posts) + sum(push.cents for push in pushes) + plan.plan.fixed_cents
        assert plan.ledger.total == total
        assert plan.spent == total / 100
        assert sum(plan.ledger.by_action().values()) == total


def test_each_paid_post_costs_the_quote_and_the_fee(budgets):
    plans, network = budgets
    quotes = np.maximum(network.followers * 600, 1.0) ** 0.9 * 0.5
    posts = [post for plan in plans.values() for post in plan.plan.posts if post.kind == PAID]
    assert len(posts) > 15
    for post in posts:
        quote = round(quotes[post.author] * 100)
        assert abs(post.cents - 1.1 * quote) <= 1


def test_content_is_made_once_a_plan(budgets):
    plans, _ = budgets
    assert plans["nobody"].plan.fixed_cents == plans["nobody"].spent == 0
    assert plans["star first"].plan.fixed_cents == 800_00
    assert plans["many KOCs"].plan.fixed_cents == 20_800_00
    told = [entry for entry in plans["many KOCs"].ledger.entries if entry.action == "content"]
    assert [(entry.what, entry.cents) for entry in told] == [("making diary", 800_00), ("making film", 20_000_00)]


def test_posts_come_in_the_order_of_time(budgets):
    for plan in budgets[0].values():
        times = [post.at for post in plan.plan.posts]
        assert times == sorted(times)
    many = budgets[0]["many KOCs"].plan.posts
    paid = [post.at for post in many if post.kind == PAID]
    assert {(at - 20 * HOUR) / DAY for at in paid} == {0, 1, 2, 3, 4, 5, 6}
    assert max(np.bincount([int(at // DAY) for at in paid])) <= min(np.bincount([int(at // DAY) for at in paid])) + 1
    owned = [(post.author, post.item, post.at / HOUR) for post in many if post.kind == OWNED]
    assert owned == [(12, 0, 24), (7, 1, 32), (7, 1, 56), (7, 1, 80)]


def test_pushes_say_when_to_whom_and_for_how_much(budgets):
    boost, ads = budgets[0]["many KOCs"].plan.pushes
    assert (boost.channel, boost.item, boost.start, boost.end) == ("boost", 1, DAY + 8 * HOUR, 2 * DAY + 8 * HOUR)
    assert (boost.cents, boost.cpm_cents, boost.target, boost.retarget, boost.action) == (
        20_000_00,
        30_00,
        None,
        False,
        3,
    )
    assert (ads.channel, ads.start, ads.end, ads.retarget) == ("ads", 0, 14 * DAY, True)
    assert ads.target.dtype == np.uint8
    assert not ads.target.flags.writeable
    (star,) = budgets[0]["star first"].plan.pushes
    assert star.frequency_cap == 3
    assert abs(star.target.mean() - 0.15) < 4 * np.sqrt(0.15 * 0.85 / 2000)
    assert ads.frequency_cap == 1_000_000


def test_a_target_is_all_of_its_audiences_together():
    ads = "ads: {{spend: 50, cpm: 40, target: [{}]}}"
    parts = ["young", "{community: 1}", "{interest: food, share: .05}", "{lookalike: 0}"]
    workshop = Workshop(1)
    masks = [made([ads.format(part)], workshop=workshop)[0].plan.pushes[0].target for part in parts]
    together = made([ads.format(", ".join(parts))], workshop=workshop)[0].plan.pushes[0].target
    assert (together == np.maximum.reduce(masks)).all()
    assert masks[2].sum() == 30
    everyone, _ = made(["ads: {spend: 50, cpm: 40, target: [retargeting]}"], workshop=workshop)
    assert everyone.plan.pushes[0].target is None
    assert everyone.plan.pushes[0].retarget


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("{community: 9999}", "an audience of nobody"),
        ("few", "ads to few: an audience of nobody"),
        ("young, {community: 9999}", "ads to community 9999: an audience of nobody"),
        ("{community: 1}, few, young", "ads to few: an audience of nobody"),
    ],
)
def test_an_audience_of_nobody_is_refused(target, told):
    with pytest.raises(PlanError, match=told):
        made([f"ads: {{spend: 50, cpm: 40, target: [{target}]}}"])


def test_the_order_of_a_list_and_of_actions_changes_nothing():
    pay = "pay: {{accounts: [{}], item: diary, at: day 1..4}}"
    other = "pay: {accounts: [20, 21], item: film, at: day 5 10:00}"
    one = made([pay.format("3, 4, 5, 9"), other])[0].plan.posts
    again = made([pay.format("9, 4, 3, 5"), other])[0].plan.posts
    assert one == again
    swapped = made([other, pay.format("9, 4, 3, 5")])[0].plan.posts
    assert [(p.author, p.item, p.kind, p.at, p.cents) for p in one] == [
        (p.author, p.item, p.kind, p.at, p.cents) for p in swapped
    ]
    assert sorted(post.author for post in one) != [post.author for post in one]  # ids do not tell the turn


def test_named_accounts_are_not_chosen_again_by_a_strategy():
    scenario = from_text(TEXT + "  a: {actions: []}\n")
    star = int(np.argmax(Workshop(1).network(scenario, 0).followers))
    plan, _ = made(["pay: {choose: top_followers, count: 3}", f"pay: {{accounts: [{star}], at: day 1}}"])
    authors = [post.author for post in plan.plan.posts]
    assert len(set(authors)) == len(authors) == 4
    assert plan.authors == 4
    assert [name for name, _ in plan.groups] == ["listed", "top_followers"]


def test_named_accounts_may_be_paid_twice_but_not_within_an_hour():
    plan, _ = made(["pay: {accounts: [3, 4], at: day 1}", "pay: {accounts: [4, 3], item: film, at: day 1 01:00}"])
    assert [post.author for post in plan.plan.posts] == [3, 4, 3, 4]
    with pytest.raises(PlanError, match="account 3 post twice within an hour"):
        made(["pay: {accounts: [3], at: day 1..3}", "post: {account: 3, at: day 1 00:30}"])


def test_spend_buys_accounts_with_their_fee_and_names_who_was_too_dear():
    plan, _ = made(["pay: {choose: top_followers, spend: 120, item: film, at: day 2}"])
    spent = sum(post.cents for post in plan.plan.posts)
    assert 0 < spent <= 120_00
    ((_, choice),) = plan.groups
    assert choice.about["too_dear_count"] > 0
    assert choice.spent == spent / 100
    assert choice.left_over == pytest.approx(120 - spent / 100)
    assert plan.left_over == choice.left_over


def test_who_was_too_dear_is_told_by_name():
    """Specification: a KOL who cannot be afforded is reported, never silently dropped."""
    from sim.experiment.priced import priced

    data = load(FILES / "campaign_candidates.yaml").with_values({"plans/the largest/actions": WITHIN_1000})
    told = [one for one in priced(data) if "too dear" in one]
    assert told[0] == "the largest: top_followers: 1 account was too dear for what was left: 阿强数码."
    plan, scenario = made(["pay: {choose: top_followers, spend: 120, item: film, at: day 2}"])
    (told,) = [one for one in priced(scenario) if "too dear" in one]
    count = plan.groups[0][1].about["too_dear_count"]
    assert f"top_followers: {count:,} accounts were too dear for what was left: account " in told
    assert told.endswith(f" and {count - 10:,} more.")


def test_a_plan_over_its_budget_is_refused_with_its_ledger():
    with pytest.raises(
        PlanError, match=r"plan 'a' costs .* more than its budget of 900.00 CNY; ledger: content: making"
    ):
        made(["pay: {choose: top_followers, count: 3}"], "    budget: 900\n")
    plan, _ = made(["pay: {choose: top_followers, count: 3}"], "    budget: 90000\n")
    assert plan.left_over == pytest.approx(90000 - plan.spent)


def test_plans_of_seeds_alone_stay_classic():
    text = TEXT + "  a: {seeds: {accounts: [5, 3]}}\n  b: {seeds: {accounts: [5, 3], item: film}}\n"
    scenario, workshop = from_text(text), Workshop(1)
    a, b = (workshop.plan(scenario, 0, name) for name in "ab")
    assert a.plan.seeds.tolist() == [3, 5]
    assert a.plan.posts == ()
    assert not a.acts
    assert [(post.author, post.item, post.kind, post.at) for post in b.plan.posts] == [
        (3, 1, OWNED, 0),
        (5, 1, OWNED, 0),
    ]
    assert len(b.plan.seeds) == 0
    assert a.spent - 800.5 == pytest.approx(b.spent)  # the same quotes; only the diary costs something to make


def test_random_accounts_of_actions_are_drawn_anew():
    _, scenario = made(["pay: {choose: at_random, count: 5}"])
    assert random_plans(scenario) == {"a"}
    workshop = Workshop(1)
    picks = [tuple(post.author for post in workshop.plan(scenario, 0, "a", pick).plan.posts) for pick in (0, 1, 0)]
    assert picks[0] == picks[2] != picks[1]
    _, fixed = made(["pay: {choose: top_followers, count: 5}"])
    assert random_plans(fixed) == set()


def test_the_fee_is_rounded_once_for_each_quote():
    quotes = np.array([0.05, 10.0, 33.33])
    assert cents(with_fee(quotes, 0.1)).tolist() == [6, 1100, 3666]
    assert with_fee(quotes, 0.0) is quotes


# -- candidates


@pytest.fixture(scope="module")
def kols():
    scenario, workshop = load(FILES / "campaign_candidates.yaml"), Workshop(1)
    return {name: workshop.plan(scenario, 0, name) for name in scenario.plans}, scenario, workshop


def test_candidates_are_paid_their_own_quotes(kols):
    plans, scenario, workshop = kols
    quotes = workshop.quotes(scenario, 0)[0]
    bound = {one.kol.name: one.account for one in quotes.bound}
    named = [(post.author, post.item, post.cents, post.at / DAY) for post in plans["by name"].plan.posts]
    assert sorted(named) == sorted(
        [
            (bound["小鹿的厨房"], 0, 880_00, 2.5),
            (bound["May"], 0, 330_00, 2.5),
            (bound["Lin"], 1, 990_00, 4.0),
        ]
    )
    assert plans["by name"].ledger.entries[0].what in ("diary by 小鹿的厨房", "diary by May")
    (post,) = plans["the largest"].plan.posts
    assert (post.author, post.cents) == (bound["阿强数码"], 16_500_00)


def test_nobody_but_candidates_is_paid_where_there_are_no_prices(kols):
    _, scenario, workshop = kols
    bound = {one.kol.name: one.account for one in workshop.quotes(scenario, 0)[0].bound}
    for pick in range(5):
        plan = workshop.plan(scenario, 0, "what money buys", pick).plan
        assert {post.author for post in plan.posts} == {bound["小鹿的厨房"], bound["May"]}  # 880 + 330 of 2,000


def test_a_candidate_who_is_not_there_yet_or_has_no_quote_is_not_paid():
    scenario = load(FILES / "campaign_candidates.yaml")
    early = scenario.with_values({"plans/what money buys/actions/0/pay/at": "day 1"})
    workshop = Workshop(1)
    bound = {one.kol.name: one.account for one in workshop.quotes(scenario, 0)[0].bound}
    assert [post.author for post in workshop.plan(early, 0, "what money buys").plan.posts] == [bound["小鹿的厨房"]]
    for number, name, key, value, told in (
        (
            *(0, "May", "at", "day 2"),
            r"May is not available yet when the post is planned \(day 2 00:00\); allowed: day 3 or later",
        ),
        (1, "Lin", "at", "day 4 23:59", r"Lin is not available yet .* \(day 4 23:59\); allowed: day 5 or later"),
        (1, "Lin", "item", "diary", "Lin has no quote for a post of the format image"),
    ):
        pay = f"plans/by name/actions/{number}/pay"  # by the account's number: a name is refused before there is a plan
        values = {f"{pay}/{key}": value, f"{pay}/accounts": [bound[name]]}
        with pytest.raises(PlanError, match=told):
            workshop.plan(scenario.with_values(values), 0, "by name")


def test_a_candidate_whose_name_is_misspelt_is_guessed_at(kols):
    _, scenario, workshop = kols
    with pytest.raises(PlanError, match=r"no account is called 'Mai' .* \(did you mean May\?\)"):
        workshop.quotes(scenario, 0)[0].account("Mai")


def test_with_prices_the_others_may_be_paid_too():
    scenario = load(FILES / "campaign_candidates.yaml")
    from sim.scenario import from_dict

    data = {**scenario.resolved(), "prices": {"per_follower": 0.0001, "currency": "CNY"}}
    plan = Workshop(1).plan(from_dict(data, FILES), 0, "what money buys")
    assert len(plan.plan.posts) > 10


def test_costs_and_candidates_are_told_without_judging(monkeypatch):
    from sim.experiment import priced
    from sim.models import campaign

    monkeypatch.setattr(campaign, "prepare", None)  # no world is made ready for it
    told = priced(load(FILES / "campaign_candidates.yaml"))
    assert [one for one in told if one.startswith("Candidate May (3,000 followers, koc) is account")]
    assert "On this network by name costs 2,200.00 CNY (1 pay 1,210.00, 2 pay 990.00)." in told
    assert [one for one in told if "nobody" in one] == [
        one for one in told if one.startswith("Warning: the largest: 16,500")
    ]
    assert priced(load(FILES / "shortest.yaml")) == []
    over = load(FILES / "campaign_candidates.yaml").with_values({"plans/the largest/budget": 16499.0})
    with pytest.raises(
        PlanError, match=r"plan 'the largest' costs 16,500.00 CNY, more than its budget of 16,499.00 CNY"
    ):
        priced(over)


def chosen_by(name, size="count: 2"):
    plan, _ = made([f"pay: {{choose: {name}, {size}, item: film}}"])
    return {post.author for post in plan.plan.posts}


def test_every_strategy_chooses_for_a_campaign():
    from sim.strategies import STRATEGIES

    given = {"listed": "accounts: [4, 8]", "by_tier": "count: 2, tier: koc"}
    for name in STRATEGIES:
        if name != "greedy":  # it lives the campaign again for each account
            assert len(chosen_by(name, given.get(name, "count: 2"))) == 2, name


@pytest.mark.verify
def test_greedy_chooses_for_a_campaign():
    assert len(chosen_by("greedy", "count: 2, among: 3")) == 2


def test_spend_pays_for_making_the_item_once():
    """Interface: ``spend`` includes quotes, platform fee and production."""
    plan, scenario = made(
        [
            "pay: {choose: top_followers, spend: 1000, item: diary, at: day 1}",
            "pay: {choose: at_random, spend: 300, item: diary, at: day 3}",
            "pay: {choose: at_random, count: 1, item: film, at: day 5}",
        ]
    )
    budgets = [placed.action.group.budget for placed in scenario.plans["a"].placed]
    assert budgets == [199.5, 300, None]
    by_action = plan.ledger.by_action()
    assert by_action["content"] == 800_50
    assert 0 < by_action["1 pay"] + 800_50 <= 1000_00
    assert by_action["2 pay"] <= 300_00
    assert plan.ledger.total == sum(by_action.values())
    inside, scenario = made(["when: {if: reach >= 0, at: day 2, then: [{pay: {choose: at_random, spend: 1000}}]}"])
    assert scenario.plans["a"].placed[0].action.group.budget == 199.5
    assert inside.ledger.total <= 1000_00


def test_a_spend_that_does_not_pay_for_making_the_item_is_refused():
    with pytest.raises(ScenarioError, match=r"actions/0/pay/spend is 800; making diary, .* costs 800.5"):
        made(["pay: {choose: top_followers, spend: 800, item: diary}"])


def test_a_video_costs_as_much_more_as_the_prices_say():
    def cost(item, factor):
        priced = TEXT.replace(
            "{per_follower: 2.5, currency: CNY}", f"{{per_follower: 2.5, currency: CNY, video: {factor}}}"
        )
        body = f"  a: {{actions: [{{pay: {{accounts: [3], item: {item}}}}}]}}\n"
        return Workshop(1).plan(from_text(priced + body), 0, "a").plan.posts[0].cents

    plain = cost("diary", 1)
    assert cost("film", 1) == plain == cost("diary", 1.5)
    assert cost("film", 2) == 2 * plain
