import re

import pytest
from doubt_tables import on_the_page, tables


def figures(text):
    return [float(x) for x in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)]


def test_the_page_has_the_tables():
    assert on_the_page().count("### ") == 6
    assert len(figures(on_the_page())) > 300


@pytest.mark.verify
def test_the_page_tells_what_is_measured():
    told, measured = figures(on_the_page()), figures(tables())
    assert len(told) == len(measured)
    wrong = [(t, m) for t, m in zip(told, measured) if abs(t - m) > 0.15 + 0.01 * abs(t)]
    assert wrong == []
