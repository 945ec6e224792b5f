"""A response of one's own in a scenario: allowed, tried, at work in every world, and told as his where it is wrong."""

from pathlib import Path

import numpy as np
import pytest

from sim import experiment
from sim.experiment.code import CodeError
from sim.models import campaign
from sim.models.campaign import places
from sim.network import Network
from sim.response import ResponseError, add_own
from sim.scenario import ScenarioError, explain, from_text
from sim.world import Item

TEXT = """
name: own response
seed: 5
model: {campaign: {response: my.py:respond, like_level: -2}}
horizon: 2 days
network: {generator: kol_communities, accounts: 1000}
platform: {preset: x_2026}
plans:
  a: {seeds: {choose: top_followers, count: 10}}
compare: {metrics: [reach, impressions, engagements], replicates: 10, added_reach: 0}
"""
SAME = "def respond(seen):\n    return seen.chance\n"
FRIENDS = """from sim.response import SHARE


def respond(seen):
    if seen.action == SHARE and seen.followers > 40.0:
        return 0.0
    return min(2.0 * seen.chance, 1.0)
"""


def scenario_with(code, tmp_path, text=TEXT):
    (tmp_path / "my.py").write_text(code)
    return from_text(text, tmp_path, allow_code=[tmp_path / "my.py"])


def runs(scenario):
    return experiment.compare(scenario, out=None).runs


def test_the_models_own_chance_gives_the_models_own_worlds(tmp_path: Path) -> None:
    built_in = runs(from_text(TEXT.replace("response: my.py:respond, ", "")))
    same, other = runs(scenario_with(SAME, tmp_path)), runs(scenario_with(FRIENDS, tmp_path))
    for name in ("reach", "impressions", "engagements"):
        np.testing.assert_array_equal(same[name], built_in[name])
    assert other["engagements"].mean() > 1.3 * built_in["engagements"].mean(), "another response is told apart"


def test_ordinary_posts_meet_it_too() -> None:
    network = Network.from_edges(np.arange(300), np.roll(np.arange(300), 1), 300)
    setting = {"platform": {"preset": "x_2026"}, "inflow": 3.0}
    add_own("mine.py:never", lambda seen: 0.0 if seen.action == 1.0 else seen.chance)

    def likes(**more):
        world = campaign.prepare(network, campaign.Parameters(**setting, **more), Item(), 7)
        return world.kernel.numbers[0, places.RATES : places.GAPS]

    usual, never = likes(), likes(response="mine.py:never")
    assert never[1] < 0.7 * usual[1]
    np.testing.assert_allclose(never[6], usual[6], rtol=0.1)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "def respond(seen):\n    return seen.charm\n",
            r"my.py:respond: line 2 fails on Impression\(chance=0.005, (?!.*=0[,)]).*charm",
        ),
        ("def respond(seen):\n    return 3 * seen.chance\n", r"my.py:respond: gives 3.0 for .*a probability"),
        ("x = 1\n", r"my.py has no function 'respond'"),
        ("def respond(seen):\n    return float(str(seen.age)) * 0\n", r"my.py:respond: numba cannot compile it"),
        ("import nonsense_module\n", r"my.py, line 1: ModuleNotFoundError"),
    ],
)
def test_what_is_wrong_in_it_is_told_as_the_users(code: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CodeError, match=said):
        runs(scenario_with(code, tmp_path))


def test_it_must_be_allowed_and_be_code(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"model/campaign/response is my\.py:respond, which is code of your own"):
        from_text(TEXT, tmp_path)
    with pytest.raises(ScenarioError, match=r"model/campaign/response is usual; allowed: a function in a file of your"):
        from_text(TEXT.replace("my.py:respond", "usual"))


def test_its_file_belongs_to_the_run(tmp_path: Path) -> None:
    one, other = scenario_with(SAME, tmp_path), scenario_with(FRIENDS, tmp_path)
    assert [code.text for code in one.code] == ["my.py:respond"]
    assert one.code[0].sha256 != other.code[0].sha256
    assert any("my.py:respond" in sentence for sentence in explain(one))


def test_a_response_that_nobody_has_taken_in_is_refused() -> None:
    network = Network.from_edges([0], [1], 2)
    with pytest.raises(ResponseError, match=r"there is no response .other\.py:respond.; allowed: a function in a file"):
        campaign.prepare(network, campaign.Parameters(response="other.py:respond"), Item(), 7)


CANDIDATES = """name,followers,quote_image,engagement_rate,median_views
ann,90000,800,20%,
bob,50000,500,,400000
cy,40000,300,,
"""
WITH_KOLS = """
name: known authors
seed: 5
currency: CNY
model: campaign
horizon: 2 days
network: {generator: kol_communities, accounts: 1000, represents: 1000000}
platform: {preset: x_2026}
content: {post: {format: image}}
candidates: {file: kols.csv}
plans:
  a: {actions: [{pay: {item: post, accounts: [ann, bob], at: day 1}}], budget: 3000}
compare: {metrics: [reach, engagements, impressions], replicates: 8, added_reach: 0}
"""


def test_what_candidates_tell_sets_how_their_posts_are_received(tmp_path: Path) -> None:
    found = {}
    for name, table in {"told": CANDIDATES, "not": CANDIDATES.replace("20%", "").replace("400000", "")}.items():
        (tmp_path / "kols.csv").write_text(table)
        scenario = from_text(WITH_KOLS, tmp_path)
        found[name] = runs(scenario), " ".join(experiment.priced(scenario))
    told, silent = found["told"], found["not"]
    assert told[0]["engagements"].mean() > 3.0 * silent[0]["engagements"].mean()
    assert "his engagement rate of 20% multiplies the odds of reacting to his posts by " in told[1]
    assert "his 400,000 median views multiply the odds that a ranked feed predicts of them by " in told[1]
    assert "odds" not in silent[1]
