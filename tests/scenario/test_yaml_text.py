"""YAML text: the core schema of YAML 1.2, places, and bounds on what a text may cost."""

import time

import pytest

from sim.scenario import ScenarioError
from sim.scenario.tree import plain
from sim.scenario.yaml_out import to_yaml
from sim.scenario.yaml_text import DEEPEST, MOST_VALUES, parse


def read(text):
    return plain(parse(text, "t.yaml"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("+12", 12),
        ("1.", 1.0),
        ("012", 12),
        ("0o14", 12),
        ("0xC", 12),
        ("on", "on"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("2026-01-01 12:00:00", "2026-01-01 12:00:00"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("", None),
        ('"1"', "1"),
        ("'true'", "true"),
        ("3%", "3%"),
        ("1.2.3", "1.2.3"),
        ("e5", "e5"),
        ("-", "-"),
        ("nan", "nan"),
        ("50万", "50万"),
    ],
)
def test_values(text, value):
    if text == "-":
        text = '"-"'
    found = read(f"a: {text}")["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["200_000", "1_0.5", "-1_000", ".nan", "-.inf", "1e999", "9" * 30, "0x" + "F" * 30])
def test_numbers_that_are_refused(text):
    with pytest.raises(ScenarioError, match=r"t\.yaml, line 2, column 4: b "):
        read(f"a: 1\nb: {text}")


def test_a_number_with_underscores_gets_a_hint():
    with pytest.raises(ScenarioError, match="write numbers without underscores: 200000"):
        read("a: 200_000")
    assert read("a: '200_000'") == {"a": "200_000"}


def test_places_count_from_one_and_survive_aliases():
    tree = parse("a: &x\n  b: 1\nc: *x\n", "t.yaml")
    assert (tree.value["a"].value["b"].place.line, tree.value["a"].value["b"].place.column) == (2, 6)
    assert tree.key_places["c"].line == 3
    assert plain(tree) == {"a": {"b": 1}, "c": {"b": 1}}


def test_nesting_is_bounded():
    assert read("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(ScenarioError, match="lies inside 40"):
        read("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


@pytest.mark.parametrize(
    "text",
    [
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)),
        "a: &a [1]\nb: [" + "*a, " * 60_000 + "*a]",
        "[" * 500_000,
        "{a: " * 100_000,
        "- " * 300_000,
        "[" + "1," * (2 * MOST_VALUES),
        "? " * 100_000,
        "&a " * 100_000,
        "!" * 100_000,
        '"' + "\\" * 500_001,
        "a: |\n" + " x\n" * 200_000,
        "#" * 900_000,
        "'" + "''" * 400_000,
        "%" * 500_000,
        "a:\n" * 100_000,
    ],
    ids=range(15),
)
def test_no_text_costs_more_than_some_seconds(text):
    started = time.perf_counter()
    try:
        read(text)
    except ScenarioError as error:
        assert len(str(error)) < 1000  # noqa: PT017
    assert time.perf_counter() - started < 15


def test_what_is_written_reads_back():
    data = {
        "name": "a: b",
        "empty": {},
        "none": [],
        "words": [
            "on",
            "true",
            "~",
            "12:30",
            "1e3",
            "",
            " x",
            "x ",
            "#",
            "- a",
            "春季",
            "\n",
            "\x85",
            "'",
            '"',
            "*a",
            "%",
        ],
        "numbers": [1, -1.5, 1e-300, 1e300, True, None, 0.1],
        "maps": [{"a": {"b": [1, {"c": "d"}]}}, {}, [1, {"x": "y: z"}]],
        "a key: odd": {"": 1, "?": 2},
    }
    assert read(to_yaml(data, {"numbers": "two: words # and more"})) == data


def test_a_quoted_sign_is_a_name():
    assert plain(parse('"<<": 1', "x")) == {"<<": 1}
    with pytest.raises(ScenarioError, match="does not know; write the keys out"):
        parse("<<: 1", "x")


WIDE_COLON, WIDE_COMMA = (
    "has the full-width colon ：; write : and a blank",
    "has the full-width comma ，; write a comma",
)


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("seed： 1\nname: t\n", "line 1, column 5", WIDE_COLON),
        ("name: t\nseed：1\nmodel: x\n", "line 2, column 5", WIDE_COLON),
        ("name: t\nplatform:\n  preset： x\n  more: 1\n", "line 3, column 9", WIDE_COLON),
        ("name: t\na: {b: 1，c: 2}\n", "line 2, column 9", WIDE_COMMA),
        ("name: t\nseed:\u00a01\nmodel: x\n", "line 2, column 6", "has a no-break space"),
        ("seed 1\nname: t\n", "line 1, column 1", "`seed 1` has no colon; write key: value"),
        ("name: t\n# 说明：x\n\nseed 1  # one\nmodel: y\n", "line 4, column 1", "`seed 1` has no colon"),
        ("name: t\nseed 1\n", "line 2, column 1", "`seed 1` has no colon"),
        ("seed:1\nname: t\n", "line 1, column 1", "`seed:1` has no blank behind its colon"),
        ("name: 春季，新品：好\n seed: 1\n", "line 2, column 6", "mapping values are not allowed here"),
        ("a: '，：'\nb: {c: 1\nd: 2\n", "line 3, column 2", "expected ',' or '}'"),
        ("name: 你好：世界 a: b\n", "line 1, column 14", "mapping values are not allowed here"),
    ],
)
def test_what_is_not_yaml_is_told_at_the_line_to_mend(text, place, told):
    with pytest.raises(ScenarioError) as raised:
        parse(text, "t.yaml")
    assert str(raised.value).startswith(f"t.yaml, {place}: is not YAML: ")
    assert told in str(raised.value)
