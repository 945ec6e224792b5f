"""The worlds of a campaign: all items in one world, a world of its own for everything that is not the plan."""

import pytest

from sim import spreading
from sim.experiment.making import Workshop
from sim.models import campaign
from sim.scenario import from_text
from sim.world import Item, World

TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
horizon: 5 days
network: {generator: kol_communities, accounts: 300, represents: 3000}
platform: {preset: x_2026}
product: {quality: .4}
audience: {young: {share: .2}}
content: {diary: {}, film: {format: video}}
plans:
  nobody: {actions: []}
  film: {actions: [{pay: {choose: greedy, count: 2, item: film}}]}
  both: {actions: [{pay: {accounts: [1]}}, {post: {account: 2, item: film}}]}
"""


@pytest.fixture
def prepared(monkeypatch):
    """What the model was asked to prepare: (parameters, content)."""
    found = []

    def prepare(network, parameters, content=None, seed=0):
        found.append((parameters, content))
        return World(network, "campaign", parameters, None, content if isinstance(content, tuple) else ())

    monkeypatch.setattr(campaign, "MANY_ITEMS", True, raising=False)
    monkeypatch.setattr(campaign, "prepare", prepare)
    return found


def test_all_plans_share_one_world_with_all_items(prepared):
    scenario, workshop = from_text(TEXT), Workshop(1)
    worlds = {id(workshop.world(scenario, 0, workshop.item(scenario, name))) for name in scenario.plans}
    assert len(worlds) == len(prepared) == 1
    assert prepared[0] == (scenario.model.parameters, tuple(scenario.content.values()))
    assert [item.name for item in prepared[0][1]] == ["diary", "film"]
    assert all(isinstance(item, Item) for item in prepared[0][1])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("horizon", "6 days"),
        ("platform/out_of_network/beta", 0.2),
        ("platform/ranking", "hot"),
        ("product/quality", 0.5),
        ("audience/young/share", 0.3),
        ("content/film/utility", 0.9),
        ("content/diary/cost", 9.0),
        ("model/campaign/looks", 6.0),
        ("network/represents", 6000.0),
    ],
)
def test_whatever_is_not_the_plan_makes_a_world_of_its_own(prepared, path, value):
    scenario, workshop = from_text(TEXT), Workshop(1)
    one = workshop.world(scenario, 0, scenario.content["diary"])
    other = workshop.world(scenario.with_values({path: value}), 0, scenario.content["diary"])
    assert one is not other
    assert workshop.world(scenario, 0, scenario.content["diary"]) is one


def test_another_plan_meets_the_same_world(prepared):
    scenario, workshop = from_text(TEXT), Workshop(1)
    changed = scenario.with_values({"plans/film/actions/0/pay/count": 3})
    assert workshop.world(scenario, 0, scenario.content["diary"]) is workshop.world(
        changed, 0, scenario.content["film"]
    )


def test_a_strategy_that_asks_how_far_content_spreads_gets_a_world_of_that_item(prepared, monkeypatch):
    asked = []

    class Asked(Exception):
        pass

    def estimator(world, **options):
        asked.append(world)
        raise Asked

    monkeypatch.setattr(spreading, "estimator", estimator)
    scenario = from_text(TEXT)
    with pytest.raises(Asked):
        Workshop(1).plan(scenario, 0, "film")
    assert [item.name for item in asked[0].content] == ["film"]


def test_the_plan_names_items_by_their_place(prepared):
    plan = Workshop(1).plan(from_text(TEXT), 0, "both").plan
    assert [(post.author, post.item) for post in plan.posts] == [(1, 0), (2, 1)]
