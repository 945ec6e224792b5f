"""Every parameter of the campaign's table decides something: the engine and the readable twin both read it."""

import ast
from pathlib import Path

import pytest

from sim.models.campaign.table import table

PACKAGE = Path(__file__).parents[2] / "sim"

ELSEWHERE = {
    "also_on/members": "experiment/layers.py",  # who is there decides the network, before there is a world
    "also_on/same_stars": "experiment/layers.py",  # so does who is followed most there
    "product/margin": "metrics/money.py",  # what is kept of an order changes nothing that happens
}
"""Parameters that engine and twin need not read, and the file that does."""


def read_names(*places: str) -> set[str]:
    """What code in these files and folders reads by name: attributes, and texts that are such a name."""
    found: set[str] = set()
    for place in places:
        path = PACKAGE / place
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            found |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load)}
            found |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found


ENGINE = read_names("models/campaign")
TWIN = read_names("agents")


@pytest.mark.parametrize("path", list(table()))
def test_the_engine_and_the_twin_read_it(path: str) -> None:
    key = table()[path].key
    if path in ELSEWHERE:
        assert key in read_names(ELSEWHERE[path])
        return
    assert key in ENGINE, "no code of the engine reads it"
    assert key in TWIN, "the twin does not read it"


def test_a_parameter_that_nobody_reads_is_found() -> None:
    assert "looks" in ENGINE & TWIN
    assert not {"looks_that_nobody_reads", "no_such_parameter"} & (ENGINE | TWIN)
