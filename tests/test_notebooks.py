"""Every lesson runs from top to bottom, and each asserts what it has found."""

import ast
import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def code_cells(notebook: Path) -> list[str]:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    assert content["nbformat"] == 4
    cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        assert cell["outputs"] == [], "a lesson is stored without outputs, so that its history stays readable"
        assert cell["execution_count"] is None
    return ["".join(cell["source"]) for cell in cells]


def run(cells: list[str], name: str) -> dict:
    namespace = {"__name__": "__main__"}
    for number, source in enumerate(cells, 1):
        exec(compile(source, f"{name}, cell {number}", "exec"), namespace)
    return namespace


def test_the_lessons_are_there():
    assert [path.name[:2] for path in NOTEBOOKS][:2] == ["01", "02"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_lesson_runs(notebook, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    try:
        run(code_cells(notebook), notebook.name)
    finally:
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:
            pyplot.close("all")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_lesson_asserts_its_result(notebook):
    found = [node for source in code_cells(notebook) for node in ast.walk(ast.parse(source))]
    assert any(isinstance(node, ast.Assert) for node in found)


def test_a_lesson_that_is_wrong_is_found():
    with pytest.raises(AssertionError):
        run(["x = 1", "assert x == 2"], "wrong")
