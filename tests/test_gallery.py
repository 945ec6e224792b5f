"""Every scenario that is shipped: an editor finds its schema, it is valid, and its resolved form is current.

`make gallery` writes the schema and the resolved forms again.
"""

import json
from pathlib import Path

import pytest

from sim.scenario import json_schema, load

FOLDER = Path(__file__).parents[1] / "scenarios"
SCENARIOS = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.endswith(".resolved.yaml"))


def loaded(path, data_file):
    """The scenario, or a skip if it reads a published file that is not here."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if "$SEEDCAST_DATA/" in line:
            data_file(line.split("$SEEDCAST_DATA/")[1].split(",")[0].strip(" }"))
    return load(path)


def test_there_is_a_gallery():
    assert len(SCENARIOS) >= 6


def test_the_schema_beside_the_scenarios_is_current():
    stored = json.loads((FOLDER / "seedcast.schema.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(json_schema()))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_first_line_names_the_schema(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=seedcast.schema.json"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_resolved_form_is_current(path, data_file):
    scenario = loaded(path, data_file)
    assert scenario.seed_given, "a shipped scenario must give the same numbers to everyone"
    beside = path.with_suffix(".resolved.yaml")
    assert beside.read_text(encoding="utf-8") == scenario.resolved_yaml()
    assert load(beside) == scenario
