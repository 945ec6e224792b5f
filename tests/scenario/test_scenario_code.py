"""Code of the user's own: named only where it was allowed."""

import hashlib

import pytest

from sim.scenario import ScenarioError, explain, from_text, load

TEXT = """\
name: t
seed: 1
model: {my.py:simulate: {speed: 3}}
network: {generator: kol_communities, accounts: 100}
plans: {a: {seeds: {choose: "my:pick", count: 1, patience: 2}}}
compare: {metrics: [reach, my.py:measure]}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "my.py").write_text("raise SystemExit('never run when a scenario is read')\n")
    (tmp_path / "t.yaml").write_text(TEXT)
    return tmp_path


def test_code_that_was_not_allowed_is_refused_with_the_flag(folder):
    with pytest.raises(ScenarioError) as raised:
        load(folder / "t.yaml")
    assert len(raised.value.faults) == 3
    assert all("--allow-code my.py" in str(fault) for fault in raised.value.faults)


def test_another_file_allows_nothing(folder):
    (folder / "other.py").write_text("")
    with pytest.raises(ScenarioError, match="--allow-code"):
        load(folder / "t.yaml", allow_code=[folder / "other.py"])


def test_allowed_code_is_named_with_its_hash_and_not_run(folder):
    scenario = load(folder / "t.yaml", allow_code=[folder / "my.py"])
    assert scenario.model.code.function == "simulate"
    assert scenario.model.parameters == {"speed": 3}
    assert scenario.model.code.file == (folder / "my.py").resolve()
    assert scenario.model.code.sha256 == hashlib.sha256((folder / "my.py").read_bytes()).hexdigest()
    group = scenario.plans["a"].seeds[0]
    assert (group.choose.function, str(group.choose), group.parameters) == ("pick", "my:pick", {"patience": 2})
    assert {reference.function for reference in scenario.code} == {"simulate", "pick", "measure"}
    assert scenario.compare.metrics == ("reach", "my.py:measure")
    assert any("Code of your own is run" in sentence for sentence in explain(scenario))
    again = from_text(scenario.resolved_yaml(), folder, allow_code=[folder / "my.py"])
    assert again == scenario
    with pytest.raises(ScenarioError, match="--allow-code"):  # a stored scenario asks again
        from_text(scenario.resolved_yaml(), folder)


def test_a_file_that_is_gone(folder):
    with pytest.raises(ScenarioError, match="cannot be read"):
        from_text(TEXT, folder, allow_code=[folder / "elsewhere" / "my.py"])
