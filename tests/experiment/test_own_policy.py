"""A ranking policy of the user's own: tried before it is used, at engine speed, and told as his where it is wrong."""

from pathlib import Path

import numpy as np
import pytest

from sim import experiment, ranking
from sim.experiment.code import CodeError
from sim.scenario import ScenarioError, from_text

TEXT = """
name: own feed
seed: 5
model: campaign
horizon: 1 days
network: {generator: kol_communities, accounts: 1000}
platform: {ranking: my.py:rank}
plans:
  a: {seeds: {choose: top_followers, count: 10}}
compare: {metrics: [reach, impressions], replicates: 10, added_reach: 0}
"""
NEWEST = "def rank(post):\n    return -post.age\n"


def scenario_with(code, tmp_path, text=TEXT):
    (tmp_path / "my.py").write_text(code)
    return from_text(text, tmp_path, allow_code=[tmp_path / "my.py"])


def runs(scenario):
    return experiment.compare(scenario, out=None).runs


def test_the_newest_first_is_nearly_the_chronological_feed(tmp_path: Path) -> None:
    """The own policy has its table of ordinary posts; the built-in one knows the ages exactly."""
    own = runs(scenario_with(NEWEST, tmp_path))["impressions"]
    built_in = runs(from_text(TEXT.replace("my.py:rank", "chronological")))["impressions"]
    oldest = runs(scenario_with(NEWEST.replace("-post", "post"), tmp_path))["impressions"]
    assert built_in.mean() > 30
    assert abs(own.mean() / built_in.mean() - 1) < 0.15
    assert abs(oldest.mean() / built_in.mean() - 1) > 0.15, "another order is told apart"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def rank(post):\n    return post.charm\n", r"my.py:rank: line 2 fails on Candidate\(all 0\): .*charm"),
        ("def rank(post):\n    return 1 / post.likes\n", r"my.py:rank: line 2 fails on .*ZeroDivisionError"),
        (
            "def rank(post):\n    if post.age > 500:\n        return 1 / post.likes\n    return post.age\n",
            r"my.py:rank: line 3 fails on Candidate\(age=1000, value=-1, match=-3, recency=0.1\): ZeroDivisionError",
        ),
        ("def rank(post):\n    return float('inf')\n", r"my.py:rank: gives inf"),
        ("def rank(post):\n    return 'high'\n", r"my.py:rank: gives 'high'"),
        ("def rank(post):\n    return True\n", r"my.py:rank: gives True"),
        ("x = 1\n", r"my.py has no function 'rank'"),
        ("def rank(post):\n    return float(str(post.age))\n", r"my.py:rank: numba cannot compile it"),
        (
            "import math\ndef rank(post):\n    return math.fsum([post.age])\n",
            r"my.py:rank: numba cannot compile line 3 \(Unknown attribute 'fsum'",
        ),
        ("import nonsense_module\n", r"my.py, line 1: ModuleNotFoundError"),
    ],
)
def test_what_is_wrong_in_it_is_told_as_the_users(code: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CodeError, match=said):
        runs(scenario_with(code, tmp_path))


def test_it_must_be_allowed(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"platform/ranking is my\.py:rank, which is code of your own"):
        from_text(TEXT, tmp_path)


def test_an_edited_policy_is_another_one(tmp_path: Path) -> None:
    first = runs(scenario_with(NEWEST, tmp_path))
    again = runs(scenario_with(NEWEST, tmp_path))
    other = runs(scenario_with("def rank(post):\n    return post.age\n", tmp_path))
    np.testing.assert_array_equal(first["impressions"], again["impressions"])
    assert not np.array_equal(first["impressions"], other["impressions"])


def test_the_registry_knows_only_what_was_taken_in() -> None:
    with pytest.raises(ranking.UnknownPolicy, match=r"no ranking policy .other\.py:rank."):
        ranking.policy("other.py:rank")


def test_what_lies_beside_it_is_compiled_as_it_stands(tmp_path: Path) -> None:
    """Edited in the same session too: what was compiled before it was is not taken for it."""
    code = "from sim.jit import jit\nimport aid\n\norder = jit(aid.order)\ndef rank(post):\n    return order(post)\n"
    found = []
    for sign in ("-", "+"):
        (tmp_path / "aid.py").write_text(f"def order(post):\n    return {sign}post.age\n")
        found.append(runs(scenario_with(code, tmp_path))["impressions"])
        alone = runs(scenario_with(f"def rank(post):\n    return {sign}post.age\n", tmp_path))["impressions"]
        np.testing.assert_array_equal(found[-1], alone)
    assert not np.array_equal(*found)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "import random\ndef rank(post):\n    return random.random()\n",
            r"my.py:rank: gives 0\.\d+ and then 0\.\d+ for",
        ),
        (
            "def rank(post):\n    if 1.0 < post.likes < 50.0:\n        raise ValueError('x')\n    return post.value\n",
            r"my.py:rank: line 3 raises; compiled, .* never",
        ),
    ],
)
def test_what_could_not_be_told_later_is_refused_before(code: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CodeError, match=said):
        runs(scenario_with(code, tmp_path))
