"""What is said of a fault under also_on is one sentence, and what is planned there is no fault of its own."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.binding import BindingError
from sim.experiment import priced
from sim.experiment.verdicts import meets_of
from sim.results import RunError
from sim.scenario import ScenarioError, from_text
from sim.scenario.compare_choices import Condition
from sim.world import PlanError

TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
horizon: 3 days
network: {generator: kol_communities, accounts: 200}
platform: {preset: xiaohongshu_ces_folklore}
prices: {per_follower: .5, currency: CNY}
content: {film: {format: video}}
"""
ROWS = "name,platform,followers,quote_video\nann,douyin,20,800\nann,xiaohongshu,30,900\n"


@pytest.mark.parametrize(
    "wrong",
    [
        "members: -1",
        "members: all",
        "same_stars: 2",
        "platform_fee: -1",
        "ad_load: 200%",
        "out_of_network: .5",
        "tick_minutes: 7",
        "preset: douyin_1999",
        "ranking: best",
        "network: {hubs: 3}",
        "network: {preset: nowhere}",
        "network: {accounts: 3}",
        "network: {file: none.csv}",
        "pools: [{people: 9}, {people: 8}]",
        "changes: [{at: day 2, ranking: hot}, {at: day 1, ranking: hot}]",
        "weights: {dance: 1}",
        "prices: 3",
        "represents: 9",
    ],
)
def test_one_fault_is_one_sentence(wrong):
    plans = "plans: {a: {actions: [{pay: {choose: at_random, count: 1, platform: douyin}}]}}\n"
    with pytest.raises(ScenarioError) as raised:
        from_text(TEXT + "also_on: {douyin: {" + wrong + "}}\n" + plans)
    assert [fault.path.split("/")[:2] for fault in raised.value.faults] == [["also_on", "douyin"]]


def refused(plan, also_on="{douyin: {preset: douyin_2025, members: 1e-9}}"):
    with pytest.raises(PlanError) as raised:
        priced(from_text(f"{TEXT}brand: 7\nalso_on: {also_on}\nplans: {{star: {plan}}}\n"))
    return str(raised.value)


def test_a_plan_that_cannot_be_is_named():
    told = (
        "plan 'star': account 3 is not on douyin; allowed: the 0.5% of the accounts that are, and the scenario's brand"
    )
    assert refused("{actions: [{pay: {accounts: [3], platform: douyin}}]}").startswith(told)
    assert refused("{actions: [{ads: {spend: 5, cpm: 3, target: [{community: 1}], platform: douyin}}]}").startswith(
        "plan 'star': ads to community 1: an audience of nobody"
    )


def test_who_is_not_there_is_not_said_to_be_taken():
    told = refused("{seeds: {choose: top_followers, count: 2, platform: douyin}}")
    assert "count 2 is more than the 1 account that can be chosen: of 200 of the tier or network, 199 cannot" in told
    assert "or not on the platform" in told


def with_candidates(tmp_path, also_on, rows=ROWS):
    (tmp_path / "kols.csv").write_text(rows, encoding="utf-8")
    text = f"{TEXT}also_on: {also_on}\ncandidates: {{file: kols.csv}}\nplans: {{nobody: {{actions: []}}}}\n"
    return from_text(text, folder=tmp_path)


def test_candidates_are_told_with_their_platform(tmp_path):
    told = priced(with_candidates(tmp_path, "{douyin: {}}"))
    assert [one.partition(" (")[0] for one in told] == ["Candidate ann", "Candidate on douyin: ann"]


def test_too_many_candidates_for_a_platform_are_told_with_it(tmp_path):
    scenario = with_candidates(tmp_path, "{douyin: {members: 1%}}")
    with pytest.raises(BindingError, match=r"^also_on/douyin: 1 candidate for 0 accounts with followers"):
        priced(scenario)


def test_a_kol_whose_platform_may_be_two_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="line 3 has ann on xiaohongshu, which may be the first platform or red"):
        with_candidates(tmp_path, "{red: {preset: xiaohongshu_ces_folklore}, douyin: {}}")
    own = with_candidates(tmp_path, "{xiaohongshu: {}, douyin: {}}")  # a name of its own is meant before a preset
    assert own.campaign.candidates.places == (2, 1)


def test_a_condition_on_a_group_that_is_not_there_is_refused():
    compare = SimpleNamespace(subject_to=(Condition("reach_by_community/9", ">=", 1.0),))
    runs = SimpleNamespace(columns=np.array(["reach", "reach_by_community/0"]))
    with pytest.raises(RunError, match="reach_by_community/9 is told of no plan; allowed: reach_by_community/0"):
        meets_of(SimpleNamespace(compare=compare), runs, ["a"], 0.95, None)
