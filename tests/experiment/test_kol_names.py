"""KOLs of a table are called by their names wherever accounts are told one by one."""

import pytest

import sim
from sim.binding import bind, with_names
from sim.face import tables_for_people
from sim.files.candidates import KolRow
from sim.network import Network
from sim.report import report_html
from sim.scenario import from_text

TEXT = """\
name: by name
seed: 5
currency: CNY
model: campaign
horizon: 2 days
network: {generator: kol_communities, accounts: 200, realisations: 2}
candidates: {file: kols.csv}
product: {order_value: 100}
content: {diary: {format: image}}
plans:
  two: {actions: [{pay: {accounts: [ann, 小鹿], item: diary}}, {post: {item: diary, account: 199}}]}
  nobody: {actions: []}
compare: {metrics: [reach, reach_by_kol, cost_by_kol], replicates: 10, removal: 4, shapley: {by: kol, worlds: 4}}
"""
NAMES = {"ann", "小鹿"}


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("by_name")
    (folder / "kols.csv").write_text("name,followers,quote_image\nann,30,800\n小鹿,20,500\n", encoding="utf-8")
    return sim.compare(from_text(TEXT, folder=folder), out=folder / "runs")


def test_groups_by_kol_are_named(result):
    columns = {name for name in result.runs.columns if name.startswith(("reach_by_kol/", "cost_by_kol/"))}
    assert {f"{metric}_by_kol/{name}" for metric in ("reach", "cost") for name in (*NAMES, "199")} <= columns
    told = {name.partition("/")[2] for name in columns}
    assert {name for name in told if name.isdigit()} == {"199"}  # who is in no table has a number


def test_removal_and_shapley_name_them(result):
    seeds = result.choices[result.choices.plan == "two"]
    assert set(seeds.label) == NAMES
    assert seeds.account.dtype.kind == "i"  # and who acts for them
    assert set(result.attribution.group) >= NAMES


def test_people_meet_the_names(result):
    for told in (tables_for_people(result), report_html(result)):
        assert all(name in told for name in NAMES)


def test_a_name_that_is_not_enough_says_more():
    star = Network.from_edges([0, 0, 0, 1, 1, 2], [1, 2, 3, 0, 2, 0], 4)
    first = bind(star, [KolRow("ann", 3), KolRow("2", 2)])
    second = bind(star, [KolRow("ann", 1)], taken=[one.account for one in first])
    named = with_names(star, [first, second], ["first", "douyin"])
    assert [named.name(account) for account in range(4)] == ["ann on first", "2 (account 1)", "ann on douyin", "3"]
