"""Outcomes equal the stored ones byte for byte; see baseline_cases.py for how to store new ones and when."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

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


@pytest.mark.verify
@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="names x86 processors")
@pytest.mark.parametrize("processor", ["generic", "haswell"])
def test_outcomes_are_the_same_in_code_for_other_processors(processor, tmp_path):
    """The kernels' vectors are legal without AVX-512 and without AVX2 too, and give the same bytes."""
    more = {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": "", "SEEDCAST_CACHE": str(tmp_path)}
    tests = [__file__, str(Path(__file__).parents[1] / "test_lanes.py")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    run = subprocess.run(command, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
