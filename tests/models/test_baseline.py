"""Outcomes equal the stored ones byte for byte; see baseline_cases.py for how to store new ones and when."""

import json

import baseline_cases
import pytest

STORED = json.loads(baseline_cases.STORED.read_text(encoding="utf-8"))
CASES = {name: (world, plan) for name, world, plan in baseline_cases.cases()}


def test_every_case_is_stored_and_no_other():
    assert list(STORED) == list(CASES)


@pytest.mark.parametrize("name", list(CASES))
def test_outcomes_are_the_stored_ones(name):
    found = baseline_cases.replay(*CASES[name])
    assert found["sizes"] == STORED[name]["sizes"]
    assert found["sha256"] == STORED[name]["sha256"]


def test_the_stored_cascades_differ_from_each_other_and_are_not_trivial():
    assert len({entry["sha256"] for entry in STORED.values()}) == len(STORED)
    for name, entry in STORED.items():
        assert len(set(entry["sizes"])) > 1, name
        assert max(entry["sizes"]) > 4, name
