"""Who brought what of a campaign's plan: sums, dummies, disjoint channels, equal KOLs, frozen rules, and money."""

import dataclasses
import shutil

import numpy as np
import pytest

from sim.experiment import attributing, compare, rerun, rules
from sim.experiment.attributing import Asked, brought
from sim.experiment.frozen_rules import Noting, lived, names_of, rows_of
from sim.experiment.making import Workshop
from sim.experiment.plan_groups import CHANNEL, CHANNELS, KOL, OTHERS, REST, channel_of, grouping_of, name_of
from sim.levers import Care, Chosen, Incentive, Insight, Offer, Referral, Response, Rule
from sim.models import campaign
from sim.outcome import Outcome
from sim.randomness import JUDGING, world_key
from sim.results import RECIPE, Result, write_table
from sim.scenario import from_text, load
from sim.world import OWNED, PAID, TO_MEMBERS, Item, Plan, PlannedPost, Push

PRODUCT = "product: {order_value: 60, orders_a_day: .02, lead_rate: .9, order_rate: .9}\n"
HEAD = f"""\
name: t
seed: 5
currency: CNY
model: campaign
horizon: 3 days
network: {{generator: kol_communities, accounts: 600, represents: 6000}}
platform: {{preset: x_2026, ad_load: .1, tick_minutes: 60}}
prices: {{per_follower: 2, currency: CNY}}
{PRODUCT}content: {{diary: {{cost: 50, utility: .9}}, film: {{format: video}}}}
"""
MANY = """\
plans:
  nobody: {actions: []}
  all:
    actions:
      - pay: {accounts: [3, 4], item: film, at: day 1 09:00, commission: 25%}
      - post: {account: 9, at: day 1}
      - ads: {spend: 100, cpm: 20, at: day 1..2}
      - boost: {posts: best 1 by impressions, spend: 40, cpm: 20, at: day 2..3}
      - care: {staff: 1, wage: 20, at: day 2..3}
"""
WORLDS = 12


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    text = f"{HEAD}{MANY}compare: {{replicates: {WORLDS}, shapley: {{by: channel, worlds: {WORLDS}}}, "
    text += f"metrics: [reach, orders, spent, cost, commission], removal: {WORLDS}, confidence: .9}}\n"
    return compare(from_text(text), out=tmp_path_factory.mktemp("runs"), threads=2)


def rows(result, metric, kind="group"):
    table = result.attribution
    return table[(table["metric"] == metric) & (table["kind"] == kind)].set_index("group")


def of_scenario(scenario, by, metrics=("reach",), worlds=WORLDS, threads=1):
    """The groups of the plan "all" in each world, straight from the function."""
    workshop = Workshop()
    made = workshop.plan(scenario, 0, "all")
    world = workshop.world(scenario, 0, workshop.item(scenario, "all"))
    grouping, quotes = grouping_of(by, made.plan, world), workshop.quotes(scenario, 0)[0]
    which = {"seed": scenario.seed, "replicates": list(range(worlds)), "threads": threads}
    return brought(Asked(metrics), world, made, grouping, quotes, **which)


def divided(text, by, metrics=("reach",), worlds=WORLDS, threads=1):
    return of_scenario(from_text(text + "compare: {replicates: 2}\n"), by, metrics, worlds, threads)


def test_values_add_up_to_what_all_bring_and_that_is_the_true_lift(result):
    runs = result.runs.set_index(["plan", "replicate"])
    for metric in ("reach", "orders"):
        lift = runs.loc["all", metric] - runs.loc["nobody", metric]
        together = rows(result, metric, "together").loc["together"]
        assert together["shapley"] == together["added"] == pytest.approx(lift.mean())
        assert rows(result, metric)["shapley"].sum() == pytest.approx(lift.mean())
        synergy = rows(result, metric, "synergy").loc["synergy", "shapley"]
        assert together["alone"] + synergy == pytest.approx(lift.mean())
        assert rows(result, metric)["alone"].sum() == pytest.approx(together["alone"])


def test_values_add_up_in_each_world_by_itself():
    found = divided(HEAD + MANY, CHANNEL, ("reach", "orders", "revenue", "profit"))
    assert found.names == ("own posts", "paid posts", "boost", "ads", "care")
    assert (found.together[:, 0] > 50).all()
    assert found.together[:, 0].std() > 0
    assert found.shapley.sum(axis=2) == pytest.approx(found.together)


def test_who_brings_nothing_gets_nothing_and_what_it_costs_is_told(result):
    care = rows(result, "reach").loc["care"]
    assert [care[name] for name in ("shapley", "alone", "added", "last_touch", "linear")] == [0] * 5
    assert care["spent"] == 2 * 24 * 20
    assert np.isnan(care["cost_per_added"])


def test_a_boost_of_the_best_posts_brings_nothing_alone(result):
    boost = rows(result, "reach").loc["boost"]
    assert boost["alone"] == 0
    assert boost["last_touch"] > 10  # what it is credited with is an impression that was bought
    assert boost["shapley"] > 5
    assert boost["shapley_low"] < boost["shapley"] < boost["shapley_high"]


def test_what_groups_spent_is_what_the_plan_cost(result):
    runs = result.runs[result.runs["plan"] == "all"]
    spent, commission = runs["cost"].mean(), runs["commission"].mean()
    assert spent == pytest.approx(runs["spent"].mean() + commission)
    assert commission > 5
    assert rows(result, "reach", "together")["spent"].item() == pytest.approx(spent)
    assert rows(result, "reach", "nobody")["spent"].item() == 50  # making the diary
    parts = rows(result, "reach")
    assert parts["spent"].sum() + 50 == pytest.approx(spent)
    made = Workshop().plan(from_text(f"{HEAD}{MANY}"), 0, "all")
    posted = sum(post.cents for post in made.plan.posts) / 100
    assert parts.loc["paid posts", "spent"] == pytest.approx(posted + commission)
    ads = parts.loc["ads"]
    assert 0 < ads["spent"] <= 100
    assert ads["cost_per_added"] == pytest.approx(ads["spent"] / (ads["added"] * 10))  # ten people an account
    orders = rows(result, "orders").loc["ads"]
    assert orders["cost_per_added"] == pytest.approx(ads["spent"] / orders["added"])


def test_credits_add_up_to_all_orders_and_to_the_reach(result):
    runs = result.runs[result.runs["plan"] == "all"]
    for metric in ("reach", "orders"):
        for rule in ("last_touch", "first_touch", "linear"):
            whole = rows(result, metric)[rule].sum() + rows(result, metric, "nobody")[rule].sum()
            assert whole == pytest.approx(runs[metric].mean())
    assert rows(result, "orders")["last_touch"].sum() > rows(result, "orders", "together")["shapley"].item()
    assert (rows(result, "reach")[["last_touch", "first_touch"]].to_numpy() >= 0).all()


def test_the_table_is_stored_with_the_result(result):
    again = Result.load(result.folder)
    assert again.attribution.equals(result.attribution)
    assert set(result.attribution["plan"]) == {"all"}
    assert result.attribution["exact"].all()


def test_removal_tells_orders_and_cost_of_each_account(result):
    choices = result.choices.set_index("account")
    assert set(choices.index) == {3, 4}
    assert choices["added_reach"].notna().all()
    assert (choices["added_orders_low"] <= choices["added_orders_high"]).all()
    row = choices.loc[choices["added_reach"].idxmax()]
    assert row["added_reach"] > 0
    commission = result.runs.loc[result.runs["plan"] == "all", "commission"].mean()
    cost = row["cost_per_added_reach"] * row["added_reach"] * 10
    assert row["price"] < cost <= row["price"] + commission + 1e-9


def test_where_nothing_is_sold_the_reach_alone_is_told():
    text = HEAD.replace(PRODUCT, "") + MANY.partition("      - care")[0]
    text = text.replace(", commission: 25%", "")
    table = compare(from_text(text + "compare: {replicates: 3, removal: 3, shapley: kol}\n"), out=None).attribution
    assert set(table["metric"]) == {"reach"}
    assert set(table["by"]) == {CHANNEL, KOL}


def test_removal_alone_tells_what_channels_add():
    text = HEAD + MANY + "compare: {replicates: 4, removal: 4}\n"
    table = compare(from_text(text), out=None, threads=1).attribution
    group = table[table["kind"] == "group"].set_index(["metric", "group"])
    assert group["shapley"].isna().all()
    assert "synergy" not in set(table["kind"])
    assert table["shapley"].isna().all()
    assert (table.loc[table["kind"] == "together", "added"] > 10).all()
    assert group.loc[("reach", "ads"), "added"] > 10
    assert group.loc[("orders", "care"), "added"] == 0


ALONE = """\
plans:
  all:
    actions:
      - pay: {accounts: [3], item: diary, at: day 1 09:00}
      - post: {account: 9, item: film, at: day 1 09:00}
"""
OF_FILE = {
    "model: campaign": "model: {campaign: {share_level: -30}}",
    "{preset: x_2026, ad_load: .1, tick_minutes: 60}": "{tick_minutes: 60}",
    "{generator: kol_communities, accounts: 600": "{file: edges.txt, edge_means: influences",
}
APART = HEAD + ALONE
for old, new in OF_FILE.items():
    APART = APART.replace(old, new)


def test_channels_whose_audiences_do_not_meet_get_what_they_bring_alone(tmp_path):
    found = of_edges(tmp_path, APART, [(3, v) for v in range(20, 60)] + [(9, v) for v in range(60, 90)])
    assert found.names == ("own posts", "paid posts")
    assert (found.alone[:, 0] > 5).all()
    assert found.shapley == pytest.approx(found.alone)
    assert found.added == pytest.approx(found.alone)


def test_channels_with_the_same_people_are_worth_less_than_alone(tmp_path):
    meeting = of_edges(tmp_path, APART, [(u, v) for u in (3, 9) for v in range(20, 60)])
    assert (meeting.shapley[:, 0] < meeting.alone[:, 0]).all()
    assert (meeting.together[:, 0] < meeting.alone[:, 0].sum(axis=1)).all()
    assert meeting.shapley.sum(axis=2) == pytest.approx(meeting.together)


def of_edges(folder, text, edges, by=CHANNEL, worlds=WORLDS):
    """The groups of a plan on a network of these edges (u is followed by v)."""
    (folder / "edges.txt").write_text("".join(f"{u} {v}\n" for u, v in edges))
    (folder / "s.yaml").write_text(text + "compare: {replicates: 2}\n")
    return of_scenario(load(folder / "s.yaml"), by, worlds=worlds)


KOLS = """\
plans:
  all:
    actions:
      - pay: {accounts: [100, 101, 102, 103, 104, 105, 106], item: diary, at: day 1 09:00}
      - ads: {spend: 20, cpm: 20, at: day 1..2}
"""


def test_more_than_six_groups_are_drawn_and_still_add_up():
    found = divided(HEAD + KOLS, KOL, worlds=4)
    assert found.names[-1] == REST
    assert len(found.names) == 8
    assert found.shapley.sum(axis=2) == pytest.approx(found.together)


def test_kols_whom_luck_alone_tells_apart_get_the_same(tmp_path):
    """Two KOLs who are followed by the same accounts and post one after the other; and a control with fewer."""
    twice = "plans: {all: {actions: [{pay: {accounts: [3, 9], item: diary, at: day 1 09:00..day 1 11:00}}]}}\n"
    text = APART.replace(ALONE, twice)
    found = of_edges(tmp_path, text, [(u, v) for u in (3, 9) for v in range(20, 60)], KOL, 60)
    gap = found.shapley[:, 0, 0] - found.shapley[:, 0, 1]
    error = gap.std(ddof=1) / np.sqrt(len(gap))
    assert 0 < error < 0.05 * found.shapley[:, 0].mean()
    assert abs(gap.mean()) < 4 * error
    fewer = [(3, v) for v in range(20, 60)] + [(9, v) for v in range(20, 40)]
    found = of_edges(tmp_path, text, fewer, KOL, 60)
    gap = found.shapley[:, 0, 0] - found.shapley[:, 0, 1]
    assert gap.mean() > 4 * gap.std(ddof=1) / np.sqrt(len(gap))


def test_groups_are_found_by_what_a_part_is():
    content = (Item(), Item(format="live", lasts_hours=1.0))
    parts = {
        "own posts": PlannedPost(1, 0, OWNED, 0.0),
        "live": PlannedPost(1, 1, OWNED, 0.0),
        "paid posts": PlannedPost(2, 0, PAID, 0.0),
        "seeds": PlannedPost(2, 0, OWNED, 0.0, action=-1),
        "community": PlannedPost(-1, 0, TO_MEMBERS, 0.0),
        "boost": Push("boost", 0, 0, 1, 1, 1),
        "ads": Push("ads", 0, 0, 1, 1, 1),
        "lottery": Incentive("lottery", "share", 0, 0, 1, 1),
        "challenge": Incentive("challenge", "share", 0, 0, 1, 1),
        "care": Care(0, 1, 1, 0, 1),
        "insight": Insight(0, 1, 0.1),
        "crisis": Response("empathy", 1, 0),
        "referral": Referral(0, 0, 1, 1, 1),
        "offer": Offer(0, 0, 1, 0.1),
    }
    assert {name: channel_of(part, content) for name, part in parts.items()} == {name: name for name in parts}
    assert set(parts) == set(CHANNELS)
    assert channel_of(7, content) == "seeds"
    assert name_of(REST) == f"account {REST}"
    assert name_of("12") == "12"


def test_beyond_twenty_kols_the_smaller_ones_are_one_group():
    named = list(range(40, 63))
    text = (
        f"{HEAD}plans: {{all: {{actions: [{{pay: {{accounts: {named}, at: day 1}}}}]}}}}\ncompare: {{replicates: 2}}\n"
    )
    scenario, workshop = from_text(text), Workshop()
    made = workshop.plan(scenario, 0, "all")
    world = workshop.world(scenario, 0, workshop.item(scenario, "all"))
    grouping = grouping_of(KOL, made.plan, world)
    assert len(grouping.names) == 21
    assert grouping.names[-1] == OTHERS
    folded = [post.author for post in made.plan.posts if grouping.of(post) == OTHERS]
    assert len(folded) == 3
    least = min(int(world.network.followers[account]) for account in named if account not in folded)
    assert max(int(world.network.followers[account]) for account in folded) <= least
    rest = grouping.only(made.plan, [OTHERS])
    assert sorted(post.author for post in rest.posts) == sorted(folded)


RULED = """\
plans:
  all:
    actions:
      - pay: {accounts: [3, 4], item: film, at: day 1 09:00}
      - when:
          if: reach < 60
          at: day 2
          then: [{ads: {spend: 200, cpm: 20, at: day 2..3}}, {lottery: {item: diary, prize: 30, at: day 2..3}}]
"""


def ruled(reach):
    scenario, workshop = from_text(HEAD + RULED.replace("60", str(reach)) + "compare: {replicates: 2}\n"), Workshop()
    made = workshop.plan(scenario, 0, "all")
    return made, workshop.world(scenario, 0, workshop.item(scenario, "all")), workshop.quotes(scenario, 0)[0]


@pytest.mark.parametrize(("reach", "took"), [(2, False), (599, True)])
def test_rules_do_again_what_they_did_in_the_whole_plan(reach, took):
    """Without the paid posts the reach lags behind any number: a rule that decides anew buys ads, a frozen one not."""
    made, world, _ = ruled(reach)
    work = campaign.workspace(world)

    def simulate(plan):
        return campaign.simulate(world, plan, world_key(5, JUDGING, 0), work)

    whole, frozen = lived(simulate, made.plan)
    assert whole.events["rule_taken"].tolist() == [int(took)]
    grouping = grouping_of(CHANNEL, made.plan, world)
    anew = simulate(grouping.only(made.plan, ["ads"])).reach
    again = simulate(grouping.only(frozen, ["ads"])).reach
    assert anew > 10
    assert (again > 10) == took
    assert simulate(frozen).copy().reach == lived(simulate, made.plan)[0].reach


def test_money_of_a_rule_that_did_not_come_true_is_nobodys():
    for reach, spent in ((2, 0.0), (599, 30.0)):
        made, world, quotes = ruled(reach)
        grouping = grouping_of(CHANNEL, made.plan, world)
        which = {"seed": 5, "replicates": [0, 1], "threads": 1}
        found = brought(Asked(("reach",), shares=False), world, made, grouping, quotes, **which)
        money = dict(zip(found.names, found.spent[0].tolist(), strict=False))
        assert money["lottery"] == spent
        assert (money["ads"] > 0) == (spent > 0)


def events_of(posts):
    names = ("author", "item", "kind", "platform", "published")
    columns = {f"post_{name}": np.array([post[place] for post in posts]) for place, name in enumerate(names)}
    return Outcome(np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.int32), columns)


def test_a_frozen_boost_goes_to_the_same_posts_wherever_they_stand():
    a, b, c = (1, 0, OWNED, 0, 2.0), (1, 0, OWNED, 0, 5.0), (7, 1, PAID, 0, 2.0)
    whole = events_of([a, b, c])
    assert rows_of(whole, names_of(whole, [2, 0])) == (2, 0)
    note = Noting(rules.BestOut("impressions", 2, -1, 4))
    note.decide = lambda world, outcome: Chosen(pushes=(4,), boosted=((4, (2, 1)),))
    note(None, whole)
    assert note.decision(None, whole) == Chosen(pushes=(4,), boosted=((4, (2, 1)),))
    assert note.decision(None, events_of([a, c])) == Chosen(pushes=(4,), boosted=((4, (1,)),))
    assert note.decision(None, events_of([a])) == Chosen()


def test_a_rule_that_was_never_looked_at_does_nothing_again():
    plan = Plan(np.zeros(0, np.int32), rules=(Rule(1.0, rules.IfMet(None, 0.0, Chosen(pushes=(1,)), 70)),))
    _, frozen = lived(lambda plan: None, plan)
    assert frozen.rules[0].decide(None, None) == Chosen()
    assert frozen.rules[0].decide.fixed_cents == 70


def test_the_number_of_threads_changes_nothing():
    one, two = (divided(HEAD + MANY, CHANNEL, worlds=4, threads=threads) for threads in (1, 2))
    for field in dataclasses.fields(attributing.Brought):
        assert np.array_equal(getattr(one, field.name), getattr(two, field.name)), field.name


def test_a_plan_that_seeds_alone_has_a_group_for_its_seeds():
    text = HEAD + "plans: {all: {seeds: {accounts: [3, 4]}}}\n"
    found = divided(text, CHANNEL)
    assert found.names == ("seeds",)
    assert found.shapley == pytest.approx(found.alone)
    assert (found.spent[:, 0] > 0).all()
    by_kol = divided(text, KOL)
    assert sorted(by_kol.names) == ["3", "4"]
    assert by_kol.spent[:, :2].sum(axis=1) == pytest.approx(found.spent[:, 0])


def test_several_networks_are_taken_together_by_channel():
    from sim.experiment.attribution_table import together

    names = {"one": ("own posts", "ads"), "two": ("paid posts",)}
    parts = []
    for number, groups in enumerate(names.values(), 1):
        of = np.full((2, 1, len(groups)), float(number))
        touched = np.full((2, 1, 3, len(groups) + 1), 10.0 * number)
        parts.append(attributing.Brought(groups, of, of, of, of.sum(axis=2), touched, touched[:, 0, 0]))
    found = together(parts)
    assert found.names == ("own posts", "paid posts", "ads")
    assert found.shapley[:, 0].tolist() == [[1, 0, 1]] * 2 + [[0, 2, 0]] * 2
    assert found.spent.tolist() == [[10, 0, 10, 10]] * 2 + [[0, 20, 0, 20]] * 2
    assert found.touched.shape == (4, 1, 3, 4)


def test_a_rerun_compares_who_brought_what(result, tmp_path):
    again = rerun(result.folder, threads=2)
    assert again.identical
    assert f"who brought what: identical: {len(result.attribution)} rows" in again.sentence
    folder = tmp_path / "altered"
    shutil.copytree(result.folder, folder)
    stored = Result.load(folder)
    row = int(stored.attribution.index[stored.attribution["group"] == "ads"][0])
    stored.attribution.loc[row, "spent"] += 0.01
    told = {key: stored.manifest[key] for key in RECIPE}
    write_table(folder / "attribution.parquet", stored.attribution, told)
    told = rerun(folder, threads=2)
    assert not told.identical
    assert "who brought what differs: the first row that differs is plan all" in told.sentence
    assert "group ads: spent was" in told.sentence
    (folder / "attribution.parquet").unlink()
    assert "no such table then" in rerun(folder, threads=2).sentence
