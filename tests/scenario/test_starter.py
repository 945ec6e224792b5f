"""The starter of `seedcast new`: it loads, editors find its schema, and nothing is overwritten."""

import json

import pytest

from sim.scenario import ScenarioError, load, starter, write_starter
from sim.scenario.starter import SCHEMA_FILE


def first_line(path):
    return path.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    "name", ["first.yaml", "春季 上新.yaml", "a b: c.yaml", "true.yaml", "12.yaml", "x" * 150 + ".yaml"]
)
def test_a_starter_loads_and_the_schema_lies_beside_it(tmp_path, name):
    path = tmp_path / name
    assert write_starter(path) == [path, tmp_path / SCHEMA_FILE]
    scenario = load(path)
    assert scenario.name == path.stem
    assert list(scenario.plans) == ["one star", "ten ordinary"]
    assert first_line(path) == f"# yaml-language-server: $schema={SCHEMA_FILE}"
    assert json.loads((tmp_path / SCHEMA_FILE).read_text(encoding="utf-8"))["title"] == "Seedcast scenario"


def test_a_schema_that_is_there_is_used(tmp_path):
    (tmp_path / SCHEMA_FILE).write_text("{}")
    inner = tmp_path / "scenarios" / "mine"
    inner.mkdir(parents=True)
    assert write_starter(inner / "a.yaml") == [inner / "a.yaml"]
    assert first_line(inner / "a.yaml") == f"# yaml-language-server: $schema=../../{SCHEMA_FILE}"
    assert (tmp_path / SCHEMA_FILE).read_text() == "{}"


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "a.yaml").write_text("mine")
    with pytest.raises(ScenarioError, match="is there already"):
        write_starter(tmp_path / "a.yaml")
    assert (tmp_path / "a.yaml").read_text() == "mine"
    with pytest.raises(ScenarioError, match="cannot be written"):
        write_starter(tmp_path / "no folder" / "a.yaml")


def test_every_line_of_the_starter_is_short():
    assert max(map(len, starter("a.yaml").splitlines())) <= 120
