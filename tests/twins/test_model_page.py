"""The page that shows the model shows the model: its code is the file's, and what it prints is what comes out."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "model-in-120-lines.md").read_text(encoding="utf-8")
FILE = (ROOT / "sim" / "agents" / "cascade.py").read_text(encoding="utf-8")


def blocks_of(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def code_lines(source):
    """The lines of code: without docstrings, headings and blank lines."""
    left_out = set()
    for thing in ast.walk(ast.parse(source)):
        if isinstance(thing, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(thing) is not None:
            left_out |= set(range(thing.body[0].lineno, thing.body[0].end_lineno + 1))
    lines = [line for number, line in enumerate(source.splitlines(), 1) if number not in left_out]
    return [line for line in lines if line.strip() and not line.startswith("# --")]


def shown_code(page):
    """The code between the two marks of the page."""
    return "".join(blocks_of(page.split("<!-- the twin begins -->")[1].split("<!-- the twin ends -->")[0], "python"))


def test_the_page_shows_the_file():
    assert code_lines(shown_code(PAGE)) == code_lines(FILE), "copy the changed lines of the file to the page"


def test_it_has_at_most_120_lines():
    assert 80 < len(code_lines(FILE)) <= 120


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("coin <= coin_threshold(chance)", "coin < coin_threshold(chance)"),
        ("for sharer in sharers:", "for sharer in self.sharers:"),
        ("  # rounding alone", "  # rounding"),
        ("<!-- the twin ends -->", "```python\nx = 1\n```\n<!-- the twin ends -->"),
    ],
)
def test_a_page_that_shows_something_else_is_found(old, new):
    assert old in PAGE
    assert code_lines(shown_code(PAGE.replace(old, new))) != code_lines(FILE)


def test_what_the_page_prints_is_what_comes_out(capsys):
    namespace = {"__name__": "__main__"}
    for block in blocks_of(PAGE, "python"):
        exec(compile(block, "model-in-120-lines.md", "exec"), namespace)
    printed = capsys.readouterr().out
    results = blocks_of(PAGE, "text")
    assert results
    assert all(result in printed for result in results)
